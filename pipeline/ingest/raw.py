"""The raw table every format is turned into: text cells, checked headers, and notes on what was found."""

import re
from collections import Counter
from typing import NamedTuple

import pandas as pd

from pipeline.ingest import header_rows
from pipeline.ingest.people import people
from pipeline.ingest.text import fold, spaced

ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
TIMES = ("timestamp", fold("Dấu thời gian"), "horodateur", "marca temporal", "zeitstempel")
ITEM = re.compile(r"""\"([^"]*)\"|'([^']*)'""")
LIST = rf"\[\s*(?:(?:{ITEM.pattern})\s*,?\s*)*\]"
KOBO = {"_uuid", "_submission_time", "instanceid", "meta/instanceid", "meta.instanceid", "formhub/uuid", "deviceid"}


class IngestError(ValueError):
    """A raw file that cannot be read or matched; the message says what was found, expected, and the mend."""


class RawTable(NamedTuple):
    """A raw file as text. The index of ``frame`` is the number of the row in the file.

    ``frame``: str columns exactly as they came, NaN only for empty cells. ``kind``: google, kobo, spss or generic.
    ``labels``: column → label. ``values``: column → value labels in order (SPSS). ``notes``: Vietnamese remarks.
    """

    frame: pd.DataFrame
    kind: str
    labels: dict
    values: dict
    notes: tuple = ()


def table(rows, name, *, notes=(), merged=(), whole=False):
    """RawTable of ``[(row number, cells), …]``, ``None`` or ``""`` for empty cells.

    Banner rows above the header, blank rows and columns, and rows that are no person are left out and said in the
    notes, as are failed formulas, which are blank. ``merged``: (first row number, last, place of the column) of cells
    that span rows: among the persons their text holds for every one of these rows, and the notes say so. ``whole``: in
    a table that a person keeps, no export of answers, all rows below the heading, itself one row, are read as they are.
    Raises IngestError when there is no answer row, when a header repeats, or when a row is longer than the header.
    """
    filled = [(number, cells) for number, cells in rows if any(_text(c).strip() for c in cells)]
    if not filled:
        raise IngestError(f"{name}: tệp không có dữ liệu (chỉ có dòng trống). Xuất lại tệp câu trả lời.")
    first = [[_text(c) for c in cells] for _, cells in filled[: header_rows.BANNER_ROWS + header_rows.LOOK]]
    head = header_rows.one_row(first) if whole else header_rows.find(first)
    body, left_out = _persons(filled, head, name, whole)
    body, spread = _filled_down(body, () if whole else merged)
    body, remarks = _squared(body, len(head.names), name)
    numbers, cells = zip(*body, strict=True)
    frame = pd.DataFrame(list(cells), index=list(numbers), columns=range(len(head.names)), dtype="str")
    frame, errors = _without_errors(frame.where(frame != ""))
    frame, lists = (frame, []) if whole else _without_brackets(frame)
    frame, blank = _named(frame, head.names, name)
    labels = {n: text for n, text in head.labels.items() if n in frame}
    above = [*notes, *_banner_note(filled[: head.at]), *head.notes]
    notes = (*above, *left_out, *spread, *remarks, *blank, *errors, *lists, *_damage_note(frame))
    return RawTable(frame, _kind(frame.columns), labels, {}, notes)


def _persons(filled, head, name, whole):
    """The rows below the header that are persons, and notes on those left out; refused where there is none."""
    below = filled[head.at + head.depth :]
    body, left_out = people(below, head.rows) if below and not whole else (below, [])
    if not body:
        raise IngestError(
            f"{name}: tệp chỉ có dòng tiêu đề ({len(_filled(head.names))} cột), không có câu trả lời nào."
            " Xuất lại sau khi có phiếu."
        )
    return body, left_out


def _text(cell):
    return "" if cell is None else str(cell)


def _filled(cells):
    return [_text(c).strip() for c in cells if _text(c).strip()]


def _banner_note(rows):
    texts = ["; ".join(_filled(cells))[:60] for _, cells in rows]
    return [f"Bỏ {len(rows)} dòng phía trên tiêu đề: «{'», «'.join(texts)}»."] if rows else []


def _filled_down(body, merged):
    """The body with the text of every cell that spans several rows in each of them, and a note on how many."""
    rows, filled = {number: list(cells) for number, cells in body}, 0
    for first, last, at in merged:
        text = _text(rows[first][at]) if first in rows and at < len(rows[first]) else ""
        for cells in (rows[number] for number in range(first + 1, last + 1) if text and number in rows):
            cells += [""] * (at + 1 - len(cells))
            filled += not _text(cells[at]).strip()
            cells[at] = cells[at] or text
    note = f"{filled} ô gộp theo chiều dọc được điền giá trị của ô gộp cho từng phiếu; kiểm tra lại."
    return list(rows.items()), [note] if filled else []


def _squared(body, width, name):
    """Every row cut or filled to the width of the header; a longer row with text beyond it is refused."""
    long = [(n, cells) for n, cells in body if _filled(cells[width:])]
    if long:
        number, cells = long[0]
        raise IngestError(
            f"{name}: dòng {number} có {len(cells)} ô, tiêu đề chỉ có {width} cột"
            f" ({len(long)} dòng như vậy). Dấu phân cách nằm trong câu trả lời phải ở giữa hai dấu ngoặc kép;"
            " xuất lại tệp."
        )
    short = [str(n) for n, cells in body if len(cells) < width]
    rows = [(n, ([_text(c) for c in cells] + [""] * width)[:width]) for n, cells in body]
    note = f"{len(short)} dòng ngắn hơn tiêu đề, các ô cuối coi như trống: dòng {', '.join(short[:8])}"
    return rows, [note + (", …." if len(short) > 8 else ".")] if short else []


def _named(frame, header, name):
    """Columns named by the header; wholly blank ones left out, nameless ones named by their place."""
    keep = [i for i, text in enumerate(header) if text.strip() or frame[i].notna().any()]
    nameless = [i for i in keep if not header[i].strip()]
    names = [header[i] if header[i].strip() else f"(cột {i + 1})" for i in keep]
    seen = Counter(spaced(n) for n in names)
    twice = [n for n, times in seen.items() if times > 1]
    if twice:
        places = [str(i + 1) for i in keep if spaced(header[i]) == twice[0]]
        more = f" (và {len(twice) - 1} tiêu đề khác cũng trùng)" if len(twice) > 1 else ""
        raise IngestError(
            f"{name}: tiêu đề «{twice[0][:80]}» có ở {len(places)} cột (cột {', '.join(places)}){more}; mỗi cột cần một"
            " tiêu đề riêng. Đổi tên một trong các cột đó."
        )
    notes = [f"Cột không có tiêu đề được gọi là: {', '.join(f'(cột {i + 1})' for i in nameless)}."] if nameless else []
    return frame[keep].set_axis(names, axis=1), notes


def _without_errors(frame):
    """What Excel writes where a formula failed (#N/A, #REF! …) is no answer: blank, and counted."""
    failed = frame.isin(ERRORS)
    count = int(failed.to_numpy().sum())
    return frame.mask(failed) if count else frame, [
        f"{count} ô lỗi của Excel (#N/A, #REF!, …) được để trống."
    ] if count else []


def _without_brackets(frame):
    """Lists as programs write them (["a", "b"], ['a']) as "a; b", in the columns that hold nothing else."""
    plain, listed = frame.copy(), [c for c in frame if _is_listed(frame[c].dropna())]
    for column in listed:
        cells = frame[column].map(lambda text: "; ".join("".join(t) for t in ITEM.findall(text)), "ignore")
        plain[column] = cells.where(cells != "")
    return plain, [f"{len(listed)} cột ghi danh sách trong ngoặc vuông, đọc thành nhiều lựa chọn."] if listed else []


def _is_listed(cells):
    return len(cells) > 0 and cells.iloc[0].startswith("[") and cells.str.fullmatch(LIST).all()


def _damage_note(frame):
    damaged = int(sum(frame[c].str.contains("\ufffd", regex=False, na=False).sum() for c in frame))
    return [f"{damaged} ô có ký tự «\ufffd»: chữ đã hỏng từ trước khi xuất tệp."] if damaged else []


def _kind(columns):
    folded = [fold(c) for c in columns]
    if folded[0] in TIMES:
        return "google"
    return "kobo" if KOBO.intersection(folded) or {"start", "end"} <= set(folded) else "generic"

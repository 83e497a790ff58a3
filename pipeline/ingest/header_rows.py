"""Which rows of a sheet are its header: one, or several put together; rows above are a banner, never a person."""

import re
from typing import NamedTuple

from pipeline.ingest.text import fold, spaced
from pipeline.ingest.times import DATE

BANNER_ROWS, HEADER_ROWS, LOOK = 12, 4, 300
SEEN = BANNER_ROWS + LOOK
BANNER = re.compile(r"(?:column|cột|unnamed:?|field|trường|biến)[ _]*\d+(?:_level_\d+)?|\d{1,3}", re.IGNORECASE)
IMPORT_ID = re.compile(r"\{\s*['\"]ImportId['\"]\s*:.*\}")
NUMBERED = re.compile(r"\(\s*(?:\d{1,3}|[a-zA-Z])\s*\)|\[\s*\d{1,3}\s*\]")
OWN_ANSWER = {"response", "open-ended response", "trả lời", "câu trả lời", "answer"}
TICKS = {"x", "✓", "1", "0", "true", "false", fold("có"), fold("không"), "yes", "no"}
NUMBER = re.compile(r"[+-]?\d[\d.,]*%?")


class Header(NamedTuple):
    """``names`` by column ("" where nameless), ``labels``: name → longer wording; ``at``: place of its first row.

    ``rows``: the rows that make it up, as texts; ``notes`` in Vietnamese; ``depth``: 0 when the sheet has no header.
    """

    names: list
    labels: dict
    at: int
    depth: int
    rows: list
    notes: list


def find(rows):
    """Header of ``[cells, …]`` (texts, no blank row), decided from how its cells differ from all cells below them.

    Several header rows are put together: merged heads as "head [part]", a row of codes above a row of wordings as
    names with labels. Rows such as (1) (2) (3), {"ImportId": …} and "Column1, Column2 …" are passed over. Where the
    first row is a person, nobody is lost: the columns are named by their place.
    """
    raw, width = rows, max(map(len, rows[:SEEN]))
    rows = [[spaced(c) for c in cells] + [""] * (width - len(cells)) for cells in rows[:SEEN]]
    at = _first(rows)
    if _all_numbered(rows[at]) and at + 1 < len(rows) and _is_head(rows[at + 1], rows[at + 2 :], rows[at]):
        return _as_written(_parted(rows, at + 1, []), raw)
    if not _all_numbered(rows[at]) and _is_person(rows[at], rows[at + 1 :]):
        said = "Tệp không có dòng tiêu đề: dòng đầu là một phiếu. Các cột được gọi theo số thứ tự; thêm dòng tiêu đề."
        return Header([""] * width, {}, at, 0, [], [said])
    return _as_written(_parted(rows, at, []), raw)


def one_row(rows):
    """Header of one row, whatever stands below it: of a table that a person keeps."""
    at = _first([[spaced(c) for c in cells] for cells in rows[:SEEN]])
    return Header([*rows[at]], {}, at, 1, [rows[at]], [])


def _as_written(head, raw):
    """The names of a header of one row exactly as they came; no column more than the header rows have."""
    width = max(len(cells) for cells in raw[head.at : head.at + head.depth])
    written = [*raw[head.at], *[""] * width][:width]
    return head._replace(names=[w if spaced(w) == n else n for w, n in zip(written, head.names, strict=False)])


def _first(rows):
    """Place of the header: the first row at least half as wide as the table."""
    wide = max(sum(map(bool, cells)) for cells in rows[: BANNER_ROWS * 3])
    for place, cells in enumerate(rows[:BANNER_ROWS]):
        filled = sum(map(bool, cells))
        if filled >= wide / 2 and (filled >= min(wide, 2) or not cells[0]):
            return place
    return 0


def _all_numbered(cells):
    """Whether a row reads "Column1, Column2 …", "Unnamed: 0 …" or 0, 1, 2 …: counted off, nothing said."""
    texts = [t for t in cells if t]
    numbers = [int(n[0]) for t in texts if BANNER.fullmatch(t) and (n := re.findall(r"\d+", t))]
    return len(numbers) == len(texts) and all(b > a for a, b in zip(numbers, numbers[1:], strict=False))


def _parted(rows, at, notes):
    """The Header that starts at a row, with the rows right below that belong to it."""
    heads, passed, place = [rows[at]], [], at + 1
    ids = next((i for i in range(at, min(at + HEADER_ROWS, len(rows))) if _is_import_ids(rows[i])), at)
    while place < min(at + HEADER_ROWS, len(rows) - 1):
        if _is_import_ids(rows[place]) or _is_numbering(rows[place], rows[place + 1 :]):
            passed.append(rows[place])
        elif place < ids or _completes(rows[place], heads[-1], rows[place + 1 :]):
            heads.append(rows[place])
        else:
            break
        place += 1
    notes += [f"Bỏ {len(passed)} dòng đánh số, đánh mã cột ngay dưới tiêu đề."] if passed else []
    notes += [f"Tiêu đề gồm {len(heads)} dòng, được ghép lại."] if len(heads) > 1 else []
    names, labels = _joined(heads, rows[place:])
    return Header(names, labels, at, place - at, [*heads, *passed], notes)


def _is_import_ids(cells):
    texts = [t for t in cells if t]
    return bool(texts) and all(IMPORT_ID.fullmatch(t) for t in texts)


def _is_numbering(cells, below):
    """(1) (2) (3) … under a header, or bare 1 2 3 … where the columns below do not hold numbers."""
    texts = [t for t in cells if t]
    if texts and all(NUMBERED.fullmatch(t) for t in texts):
        return True
    counted = texts == list(map(str, range(1, len(texts) + 1))) or "".join(texts) in "ABCDEFGHIJKLMNOP"
    if not counted or len(texts) < 3:
        return False
    columns = [_column(below, i) for i, t in enumerate(cells) if t]
    return sum(not _numeric(c) for c in columns) >= len(columns) / 2 and not _is_person(cells, below)


def _completes(cells, above, below):
    """Whether a row goes on with the header above it: it names what that leaves blank, or is worded as no answer is."""
    gaps = [i for i, (t, a) in enumerate(zip(cells, above, strict=True)) if t and not a and any(above[:i])]
    if not gaps:
        return len(below) >= 5 and _is_head(cells, below, above)
    under = {i: _column(below, i) for i, t in enumerate(cells) if t}
    only = [i for i, column in under.items() if _only(cells[i], column)]
    if any(_looks_answered(cells[i]) or (i not in only and _recurs(cells[i], under[i])) for i in under):
        return False
    return bool(only) or any(_apart(cells[i], column) for i, column in under.items()) or not cells[0]


def _looks_answered(text):
    return bool(NUMBER.fullmatch(text) or re.match(DATE, text))


def _is_head(cells, below, above):
    """Whether a row is worded as no cell below it: in most columns of numbers, dates or few answers, in none alike."""
    filled = [i for i, t in enumerate(cells) if t]
    if not filled or len(set(filter(None, cells))) < 0.8 * len(filled) or not below:
        return False
    columns = {i: _column(below, i) for i in filled}
    if any(_recurs(cells[i], columns[i]) or NUMBER.fullmatch(cells[i]) for i in filled):
        return False
    telling = [i for i in filled if _tells(columns[i])]
    apart = [i for i in telling if _apart(cells[i], columns[i])]
    least = 1 if _all_numbered(above) else 2
    return len(filled) >= 0.5 * sum(map(bool, above)) and len(apart) >= max(least, 0.8 * len(telling))


def _is_person(cells, below):
    """Whether a row reads like the rows below it: most of its cells recur in their columns or are of their kind."""
    own = list(map(fold, cells))
    below = [other for other in below if list(map(fold, other)) != own]
    if len(below) < 5:
        return False
    filled = [i for i, t in enumerate(cells) if t]
    columns = {i: _column(below, i) for i in filled}
    recurring = [i for i in filled if _recurs(cells[i], columns[i]) and not _only(cells[i], columns[i])]
    alike = [i for i in filled if i in recurring or _same_kind(cells[i], columns[i])]
    return len(alike) > 0.6 * len(filled) and len(recurring) >= 0.4 * len(filled) and len(filled) > 1


def _column(below, i):
    return [cells[i] for cells in below[:LOOK] if cells[i]]


def _recurs(text, column):
    folded = fold(text)
    return any(fold(other) == folded for other in column)


def _only(text, column):
    """Whether a column holds nothing but the words above it, as where a ticked option is written out, or ticks."""
    folded = {fold(other) for other in column}
    return bool(folded) and (folded == {fold(text)} or folded <= TICKS)


def _numeric(column):
    return bool(column) and sum(bool(NUMBER.fullmatch(t)) for t in column) >= 0.8 * len(column)


def _dated(column):
    return bool(column) and sum(bool(re.match(DATE, t)) for t in column) >= 0.8 * len(column)


def _tells(column):
    few = len(column) >= 4 and len(set(column)) <= 0.5 * len(column)
    return _numeric(column) or _dated(column) or few


def _apart(text, column):
    """Whether a cell cannot be an answer of the column below it."""
    if _numeric(column) or _dated(column):
        return not NUMBER.fullmatch(text) and not re.match(DATE, text)
    return _tells(column) and not _recurs(text, column)


def _same_kind(text, column):
    return (_numeric(column) and bool(NUMBER.fullmatch(text))) or (_dated(column) and bool(re.match(DATE, text)))


def _joined(heads, below):
    """Names of the columns and longer wordings, from one or several header rows."""
    names, labels = list(heads[0]), {}
    for row in heads[1:]:
        if any(t and not n for t, n in zip(row, names, strict=True)):
            names = _spread(names, row, below)
        elif all(map(_short, filter(None, names))):
            labels = {n: t for n, t in zip(names, row, strict=True) if n and t and fold(n) != fold(t)}
    return names, labels


def _short(name):
    return len(name) <= 40 and " " not in name


def _spread(upper, lower, below):
    """Merged heads: a head holds for the blank cells to its right, as far as the row below names them."""
    heads = []
    for head, part in zip(upper, lower, strict=True):
        heads.append(head or (heads[-1] if heads and part else ""))
    names = []
    for head, part in zip(heads, lower, strict=True):
        members = [j for j, other in enumerate(lower) if other and heads[j] == head]
        if not head or not part or (len(members) == 1 and fold(part) in OWN_ANSWER):
            names.append(head or part)
        elif len(members) == 1:
            names.append(part)
        elif _one_battery(members, below) or lower.count(part) > 1:
            names.append(f"{head} [{part}]")
        else:
            names.append(part)
    return names


def _one_battery(members, below):
    """Whether the columns under one head hold the same few answers (ticks, a scale) or each only its own words."""
    columns = [set(map(fold, _column(below, i))) for i in members]
    if all(len(column) <= 1 for column in columns):
        return True
    largest = max(columns, key=len)
    return len(largest) <= 12 and all(len(column & largest) >= 0.5 * len(column) for column in columns)

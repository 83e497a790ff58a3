"""Rows of a table that are no person: a header repeated, totals, sources, signatures, numbers laid out in advance."""

import re
from statistics import median

from pipeline.ingest.text import fold
from pipeline.ingest.times import DATE

LOOK, MOST_BEHIND = 300, 60
NUMBER = re.compile(r"[+-]?\d[\d.,  ]*%?")
TOTAL = re.compile(
    r"(?:tổng(?: số| cộng| hợp| điểm| chung)?(?: phiếu)?|cộng(?: dồn| chung)?|(?:grand |sub ?)?total|sum"
    r"|số (?:lượng|phiếu)(?: .{0,20})?)\s*(?:[:(].{0,40})?"
)
MEAN = re.compile(r"(?:count|average|mean|trung bình(?: cộng)?|tb|bình quân|tỷ lệ|tỉ lệ|min|max)\s*(?:[:(].{0,40})?")
FOOT = re.compile(
    r"(?:nguồn|ghi chú|chú thích|chú giải|lưu ý|notes?|source|danh sách (?:gồm|có)|ấn định"
    r"|tổng (?:số|cộng) (?:có )?\d)\b.*|\*+.*|\(\*+\).*"
    r"|người (?:lập|tổng hợp|nhập|kiểm tra|khảo sát|duyệt|báo cáo)\b.*|(?:t[lm]|kt)\..*"
    r"|(?:thủ trưởng|lãnh đạo|xác nhận|ký tên|đã ký|\(?ký"
    r"|(?:phó )?(?:giám đốc|trưởng phòng|chủ tịch|trưởng ban|bí thư|hiệu trưởng))\b.*"
    r"|.{0,40}\bngày\s*\S*\s*tháng\s*\S*\s*năm\b.*|(?:generated|exported|created|printed) (?:by|on|at|from)\b.*"
    r"|-+ ?(?:hết|end) ?-+"
)


def people(body, heads):
    """The rows that are persons, of ``[(row number, cells), …]``, and Vietnamese notes on those left out.

    ``heads`` are the rows of the header. Left out: a header repeated further down; totals (a word for them, then only
    numbers); at the end of the sheet, lines of source, note or signature and rows with nothing but a running number.
    Each is told from how it differs from the columns above it; a row that could be a person stays.
    """
    sections = _sections(body)
    repeats = {tuple(filter(None, map(fold, cells))) for cells in heads if len([c for c in cells if c]) > 1}
    counters, dropped, firsts = _counters(body), {}, {row[0] for row in repeats}
    for number, cells in body:
        first = next(filter(None, map(_text, cells)))
        if fold(first) in firsts and tuple(filter(None, map(fold, _filled(cells)))) in repeats:
            dropped[number] = "tiêu đề lặp lại"
        elif number in sections:
            dropped[number] = "tiêu mục giữa bảng"
        elif TOTAL.fullmatch(first.lower()) and _sums_up(cells, body):
            dropped[number] = "dòng tổng"
    dropped |= _behind([row for row in body if row[0] not in dropped], counters)
    return [row for row in body if row[0] not in dropped], _notes(dropped)


def _text(cell):
    return "" if cell is None else str(cell).strip()


def _filled(cells):
    return [t for t in map(_text, cells) if t]


def _notes(dropped):
    kinds = {}
    for number, kind in sorted(dropped.items()):
        kinds.setdefault(kind, []).append(str(number))
    return [
        f"Bỏ {len(numbers)} dòng không phải phiếu trả lời ({kind}): dòng {', '.join(numbers[:8])}"
        + (", …." if len(numbers) > 8 else ".")
        for kind, numbers in kinds.items()
    ]


def _counters(body):
    """Columns that only count the rows: whole numbers, each one more than the last."""
    found = []
    for i in range(max(len(cells) for _, cells in body)):
        texts = [_text(cells[i]) for _, cells in body if i < len(cells) and _text(cells[i])]
        whole = len(texts) >= 3 and all(t.isdecimal() for t in texts[:LOOK])
        if whole and all(int(b) == int(a) + 1 for a, b in zip(texts[:LOOK], texts[1:LOOK], strict=False)):
            found.append(i)
    return found


def _sections(body):
    """Numbers of the rows that head a part of the table: a word or "II" among running numbers, with one cell more."""
    usual = median(len(_filled(cells)) for _, cells in body[:LOOK]) if body else 0
    firsts = [(number, _text(cells[0]), cells) for number, cells in body if cells and _text(cells[0])]
    counted = [text for _, text, _ in firsts if text.isdecimal()]
    steps = sum(int(b) == int(a) + 1 for a, b in zip(counted, counted[1:], strict=False))
    if usual < 4 or len(counted) < max(5, 0.8 * len(firsts)) or steps < 0.8 * (len(counted) - 1):
        return set()
    return {n for n, text, cells in firsts if not NUMBER.fullmatch(text) and len(_filled(cells)) <= 2 < usual}


def _sums_up(cells, body):
    """Whether a row that begins with a word for a total holds only numbers behind it, and the word is no answer."""
    filled = _filled(cells)
    if len(filled) < 2 or not all(map(NUMBER.fullmatch, filled[1:])):
        return False
    at = next(i for i, c in enumerate(cells) if _text(c))
    alike = sum(fold(other[at]) == fold(cells[at]) for _, other in body[-2 * LOOK :] if at < len(other) and other[at])
    return alike <= max(3, 0.02 * min(len(body), 2 * LOOK))


def _behind(body, counters):
    """Row number → what it is, for the rows behind the last person."""
    usual = median(len(_filled(cells)) for _, cells in body[:LOOK]) if body else 0
    rows, dropped = body[:LOOK], {}
    columns = [
        [_text(c[i]) for _, c in rows if i < len(c) and _text(c[i])] for i in range(len(body[0][1]) if body else 0)
    ]
    nearly = [i for i, column in enumerate(columns) if len(column) >= 0.9 * len(rows)]
    keys = [i for i in nearly if i not in counters and _is_key(columns[i])]
    for number, cells in reversed(body[max(1, len(body) - 5000) :]):
        places = [i for i, c in enumerate(cells) if _text(c)]
        if counters and places and set(places) <= set(counters):
            dropped[number] = "chỉ có số thứ tự"
        elif len(dropped) < MOST_BEHIND and _is_foot(cells, places, columns, keys, usual, 1 + (len(body) <= LOOK)):
            dropped[number] = "tổng, nguồn, ghi chú hoặc chữ ký cuối bảng"
        else:
            break
    return dropped


def _is_key(column):
    """A column that every person has, each with a value of its own or with a time."""
    return len(column) >= 5 and (len(set(column)) > 0.9 * len(column) or _dated(column))


def _dated(column):
    return sum(bool(re.match(DATE, t)) for t in column) >= 0.9 * len(column)


def _is_foot(cells, places, columns, keys, usual, own):
    """Whether a row at the end belongs to the table's foot: its words say so, or nothing in it fits its column.

    ``own``: how often a text must stand in the columns to recur there (2 where they hold this row too).
    """
    texts = [_text(cells[i]) for i in places]
    few = len(places) <= max(1, usual / 2)
    said = any(look.fullmatch(t.lower()) for t in texts for look in (FOOT, TOTAL, MEAN))
    sums = len(texts) > 1 and all(map(NUMBER.fullmatch, texts[1:]))
    fitting = [i for i in places if i < len(columns) and _fits(_text(cells[i]), columns[i], own)]
    if said and (sums or len(texts) <= max(2, usual / 2)) and not set(places[:1]) & set(fitting):
        return True
    lacks_key = bool(keys) and not set(keys) & set(fitting)
    answered = [i for i in fitting if _number(_text(cells[i])) is None]
    misplaced = len(places) == 1 and usual >= 4 and not fitting and _numeric(columns, places[0])
    return usual >= 3 and few and (lacks_key or misplaced) and not answered and len(fitting) < 2


def _numeric(columns, at):
    """Whether all but one or two of many cells of a column are numbers: a word below them is a signature or a note."""
    cells = columns[at] if at < len(columns) else []
    return len(cells) >= 10 and sum(_number(t) is not None for t in cells) >= max(0.9 * len(cells), len(cells) - 4)


def _fits(text, column, own):
    """Whether a cell is like its column: an answer that recurs, a date among dates, a number near the others."""
    if sum(fold(other) == fold(text) for other in column) >= own:
        return True
    if _dated(column):
        return bool(re.match(DATE, text))
    numbers = [_number(t) for t in column if t != text]
    known = [n for n in numbers if n is not None]
    if len(known) < 0.8 * len(numbers) or not known or _number(text) is None:
        return False
    reach = max(known) - min(known)
    return min(known) - reach / 2 <= _number(text) <= max(known) + reach / 2


def _number(text):
    plain = re.sub(r"[ %\u00a0]", "", text).replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None

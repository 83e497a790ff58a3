"""What kind of question a column answers: guessed from its cells, and said so."""

import re
from typing import NamedTuple

from pipeline.ingest import options, scales
from pipeline.ingest.meta import is_time
from pipeline.ingest.text import is_identity, is_person, lower, spaced
from pipeline.ingest.times import DATE

RANGES = {(1, 5): 4, (1, 7): 5, (1, 10): 6, (0, 10): 6}
COUNTED = re.compile(
    r"\b(?:bao nhiêu|mấy|how many|number of|số (?:lượng|người|con|lần|năm|giờ|ngày|buổi|tiền|tài khoản)|tuổi|age|aged?"
    r"|year|năm sinh|kinh nghiệm|hours?|days?)\b"
)
RATED = re.compile(r"\bscale\b|\bthang\b|mức độ|1 ?(?:to|[-–]|đến) ?(?:5|7|10)\b")
NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:[.,]\d+)?")
CONTACT = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:\+?84|0)[\d .-]{8,13}")
ID_HEADER = re.compile(r"(?:.*[/._ ])?(?:id|stt|tt|mã(?: số| phiếu)?|ma(?:_?so)?|code|key|no\.?|số thứ tự|编号)")


class Guess(NamedTuple):
    """``type`` of XLSForm ("" = not made into a question), its option labels, and why, in Vietnamese.

    ``scale``: name of the order of the options ("" = none). ``apart``: labels outside it. ``share``: label → share.
    """

    column: str
    type: str
    note: str
    labels: tuple = ()
    scale: str = ""
    apart: tuple = ()
    written_in: int = 0
    share: dict = {}


def guesses(raw):
    """One Guess a column, in order; integer columns of one range (1–5, 1–7, 0–10) are seen together."""
    found = [_guess(raw.frame[c], raw.values.get(c), raw.labels.get(c, c)) for c in raw.frame]
    ranges = {g.scale for g in found if g.scale in _names()}
    return _pooled([_in_range(g, raw.frame[g.column], raw.labels.get(g.column, g.column), ranges) for g in found])


def _guess(column, values, header):
    cells = column.dropna().map(spaced)
    cells = cells[cells != ""]
    left_out = _left_out(cells, header, column)
    if left_out:
        return Guess(column.name, "", left_out)
    unlabelled = [text for text in dict.fromkeys(cells) if text not in map(spaced, values or ())]
    if values and len(unlabelled) <= 12:
        given = [*map(spaced, values), *unlabelled]
        return _closed(column.name, cells, options.Options(given, 0), "select_one", "nhãn giá trị của SPSS", given)
    plain = cells[~cells.map(scales.is_apart)]
    if plain.empty:
        return Guess(column.name, "text", f"đoán: câu mở, chỉ có «{cells.iloc[0]}»")
    return _typed(column.name, cells, plain, header) or _worded(column, cells, plain)


def _left_out(cells, header, column):
    """Why a column makes no question, or "" when it does."""
    if cells.empty:
        return "cột trống"
    if is_time(column):
        return "thời điểm, không phải câu hỏi"
    if is_identity(column.name):
        return "định danh"
    if is_person(header) or (lower(column.name).endswith("name") and cells.nunique() > 0.5 * len(cells)):
        return "có vẻ là tên hoặc địa chỉ liên lạc"
    if cells.map(lambda t: bool(CONTACT.fullmatch(t))).mean() > 0.5:
        return "có vẻ là thư điện tử hoặc số điện thoại"
    unique = len(cells) >= 10 and cells.is_unique
    coded = cells.str.fullmatch(r"[A-Za-z]{1,4}[-_]?\d+|\d{9,12}|0\d+").all()
    return "có vẻ là mã phiếu, mã người" if unique and (coded or ID_HEADER.fullmatch(lower(header))) else ""


def _typed(name, cells, plain, header):
    """A guess for dates and numbers; None where the cells are words."""
    if plain.map(lambda t: bool(re.match(DATE, t))).mean() > 0.95:
        return Guess(name, "date", "đoán: ngày")
    numeric = plain.map(lambda t: bool(NUMBER.fullmatch(t)))
    if numeric.mean() < 0.95:
        return None
    whole = plain[numeric].str.fullmatch(r"[+-]?\d+").all()
    scale = _scale(set(plain.astype(int)), header) if whole and numeric.all() else None
    if scale:
        return _likert(name, cells, *scale)
    if whole and numeric.all() and plain.nunique() <= 2:
        codes = options.Options(sorted(set(cells)), 0)
        return _closed(name, cells, codes, "select_one", "mã số, thiếu nhãn")
    odd = cells[~cells.map(lambda t: bool(NUMBER.fullmatch(t)))].value_counts()
    said = f"; không phải số: {', '.join(f'«{t}» × {n}' for t, n in odd.head(4).items())}" if len(odd) else ""
    comma = " (có dấu phẩy thập phân)" if plain.str.contains(",").any() else ""
    return Guess(name, *(("integer", f"đoán: số nguyên{said}") if whole else ("decimal", f"đoán: số{comma}{said}")))


def _scale(numbers, header):
    """(lowest, highest) of the scale the whole numbers lie on, or None."""
    if _counts(header):
        return None
    for (low, high), least in RANGES.items():
        if min(numbers) >= low and max(numbers) == high and len(numbers) >= least:
            return low, high
    return None


def _counts(header):
    """Whether the header asks for a number of things, so that 1–5 are no points of a scale."""
    return bool(COUNTED.search(lower(header))) and not RATED.search(lower(header))


def _names():
    return {f"thang {low}–{high}": (low, high) for low, high in RANGES}


def _in_range(guess, column, header, ranges):
    """A column of whole numbers taken into the file's scale though not every point was used."""
    cells = column.dropna().map(spaced)
    if guess.scale == "thang 1–10" and "thang 0–10" in ranges:
        return _likert(guess.column, cells, 0, 10)
    small = guess.type in ("integer", "select_one") and set(cells) <= set("12345") and cells.max() >= "3"
    fits = small and not guess.scale and "thang 1–5" in ranges and not _counts(header)
    return _likert(guess.column, cells, 1, 5) if fits else guess


def _pooled(found):
    """Neighbouring questions on one scale of words given the points that only the neighbour's people used."""
    for direction in (1, -1):
        found = found[::direction]
        for at in range(1, len(found)):
            found[at] = _with_neighbour(found[at], found[at - 1])
        found = found[::direction]
    return found


def _with_neighbour(guess, other):
    single = all(g.type == "select_one" and not g.written_in for g in (guess, other))
    worded = single and not guess.scale.startswith("thang ")
    lacking = set(other.labels) - set(guess.labels)
    order = None
    if worded and lacking and len(set(guess.labels) & set(other.labels)) > 1:
        order = scales.order([*guess.labels, *(label for label in other.labels if label in lacking)])
    return guess._replace(labels=(*order[0], *order[1]), apart=tuple(order[1]), scale=order[2]) if order else guess


def _likert(name, cells, low, high):
    points = [str(n) for n in range(low, high + 1)]
    apart = tuple(dict.fromkeys(t for t in cells if t not in points))
    share = dict(cells.value_counts(normalize=True))
    note = f"đoán: thang {low}–{high}, chưa biết nghĩa hai đầu"
    return Guess(name, "select_one", note, (*points, *apart), f"thang {low}–{high}", apart, 0, share)


def _worded(column, cells, plain):
    lines = column.dropna().str.strip()
    several = options.multiple([t if "\n" in t else spaced(t) for t in lines if t])
    if several:
        return _closed(column.name, cells, several, "select_multiple", "nhiều lựa chọn")
    one = options.single(list(cells))
    if one:
        return _closed(column.name, cells, one, "select_one", "một lựa chọn")
    length = int(plain.str.len().median())
    return Guess(column.name, "text", f"đoán: câu mở, {plain.nunique()} câu khác nhau, dài chừng {length} ký tự")


def _closed(name, cells, found, kind, what, given=None):
    """A guess for a question with options, ordered where they form a scale, else by people (or as given)."""
    order = scales.order(found.labels) if kind == "select_one" and not found.written_in else None
    ordered, apart, scale = order or (_sorted(found.labels) if given is None else list(given), [], "")
    sorting = f"thứ tự {scale}" if scale else "thứ tự của tệp" if given else "xếp theo số người chọn"
    said = [f"đoán: {what}", f"{len(found.labels)} phương án", sorting]
    said += [f"{found.written_in} người tự ghi"] if found.written_in else []
    said += [f"gần giống nhau, người xem quyết định: {' / '.join(f'«{t}»' for t in g)}" for g in options.alike(ordered)]
    labels = (*ordered, *apart)
    share = {label: float((cells == label).mean()) for label in labels} if kind == "select_one" else {}
    return Guess(name, kind, ", ".join(said), labels, scale, tuple(apart), found.written_in, share)


def _sorted(labels):
    """Labels as they came (by people), single letters by the alphabet, "có" before "không", those apart last."""
    if all(len(t) == 1 or scales.is_apart(t) for t in labels):
        return sorted(labels, key=lambda t: (scales.is_apart(t), t))
    yes = {"có", "yes"} if len(labels) <= 3 else set()
    return sorted(labels, key=lambda t: (scales.is_apart(t), lower(t) not in yes))

"""What kind of question a column answers: guessed from its cells, and said so."""

import re
from typing import NamedTuple

from pipeline import numerals
from pipeline.ingest import carried, missing, persons, ranked, scales, split
from pipeline.ingest.meta import is_time
from pipeline.ingest.options import Options, alike, multiple, multiple_codes, single
from pipeline.ingest.text import each, lower, spaced
from pipeline.ingest.times import DATE

RANGES = {(1, 5): 4, (1, 7): 5, (1, 10): 6, (0, 10): 6}
COUNTED = re.compile(
    r"\b(?:bao nhiêu|mấy|how many|number of|số (?:lượng|người|con|lần|năm|giờ|ngày|buổi|tiền|tài khoản)|tuổi|age|aged?"
    r"|year|năm sinh|kinh nghiệm|hours?|days?)\b"
)
CHANGE = re.compile(
    r"thay đổi|chênh lệch|tăng|giảm|biến động|lãi|lỗ|nhiệt độ|\bso với|change|difference|balance|temperature|growth"
)
CODED = re.compile(r"\bmã\b|\bcodes?\b")
MERGED = "mỗi cách viết một dòng, allow_choice_duplicates: yes ở sheet settings"
CLOCK = r"(?:[01]?\d|2[0-3])[:hg][0-5]\d|(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d"  # times of day that the form takes
RATED = re.compile(r"\bscale\b|\bthang\b|mức độ|1 ?(?:to|[-–]|đến) ?(?:5|7|10)\b")


class Guess(NamedTuple):
    """``type`` of XLSForm ("" = not made into a question), its option labels, and why, in Vietnamese.

    ``scale``: name of the order of the options ("" = none). ``apart``: labels outside it. ``share``: label → share.
    ``missing``: cells taken for no answer; ``numbers``: how numbers are written ("" plain); ``asked``: Vietnamese
    sentences on what a person must settle. ``parts``: column → option, for the split columns of a joined one.
    ``head``: the words of a question that no column holds by itself, its options having one each ("" = the column's).
    """

    column: str
    type: str
    note: str
    labels: tuple = ()
    scale: str = ""
    apart: tuple = ()
    written_in: int = 0
    share: dict = {}
    missing: tuple = ()
    numbers: str = ""
    asked: tuple = ()
    parts: dict = {}
    head: str = ""


def guesses(raw):
    """One Guess a column, in order; integer columns of one range (1–5, 1–7, 0–10) are seen together."""
    parts = split.parts(raw.frame)
    under = {column: head for head, options in parts.items() for column in options}
    found = []
    for column in raw.frame:
        header = raw.labels.get(column, column)
        if column in under:
            found.append(Guess(column, "", f"cột tách của câu «{spaced(under[column])[:60]}»"))
        elif column in parts:
            found.append(_split(raw.frame, column, parts[column]))
        else:
            found.append(_guess(raw.frame[column], raw.values.get(column), header))
    found = ranked.joined(found, raw)
    ranges = {g.scale for g in found if g.scale in _names()}
    return _pooled([_in_range(g, raw.frame[g.column], raw.labels.get(g.column, g.column), ranges) for g in found])


def _split(frame, column, options):
    """A question of several choices whose options have columns of their own beside the joined one."""
    cells, people = each(frame[column].dropna(), spaced), {o: split.people(frame[c]) for c, o in options.items()}
    found = Options(list(options.values()), 0, "các cột tách", people)
    return _closed(column, cells, found, "select_multiple", "nhiều lựa chọn")._replace(parts=options)


def _guess(column, values, header):
    cells = each(column.dropna(), spaced)
    cells = cells[cells != ""]
    out = _left_out(cells, header, column)
    if out:
        return Guess(column.name, "", out)
    unlabelled = [text for text in dict.fromkeys(cells) if text not in map(spaced, values or ())]
    if values and len(unlabelled) <= 12:
        given = [*map(spaced, values), *unlabelled]
        return _closed(column.name, cells, Options(given, 0), "select_one", "nhãn giá trị của SPSS", given)
    plain = cells[~each(cells, scales.is_apart).astype(bool)]
    if plain.empty:
        return Guess(column.name, "text", f"đoán: câu mở, chỉ có «{cells.iloc[0]}»")
    return _dated(column.name, plain) or _numeric(column, cells, plain, header) or _worded(column, cells, plain, header)


def _left_out(cells, header, column):
    """Why a column makes no question, or "" when it does."""
    if cells.empty:
        return "cột trống"
    if is_time(column):
        return "thời điểm, không phải câu hỏi"
    told = persons.left_out(cells, header, column.name) or persons.of_the_tool(cells, column.name)
    return told or carried.left_out(cells, (column.name, header))


def _dated(name, plain):
    return Guess(name, "date", "đoán: ngày") if each(plain, lambda t: bool(re.match(DATE, t))).mean() > 0.95 else None


def _numeric(column, cells, plain, header):
    """A guess for numbers and points of a scale; None where the cells are words or codes ticked together."""
    is_number = each(cells, numerals.is_number).astype(bool)
    if is_number[plain.index].mean() < 0.95 or multiple_codes(list(cells.unique()), header):
        return None
    if _named_amounts(cells[is_number]):
        return None
    reading = numerals.read(cells.where(is_number), about=header)
    if not reading.sound:
        note = f"đoán: số viết lẫn lộn ({reading.guess}), để là chữ"
        asked = f"số viết lẫn lộn ({reading.guess}); không đọc thành số. Sửa tệp gốc rồi soạn lại phiếu."
        return Guess(column.name, "text", note, asked=(asked,))
    numbers, codes = reading.numbers.dropna(), missing.stray_codes(reading.numbers, signed=_signed(cells, header))
    scale = _points(column.name, cells, numbers, codes, header) if (numbers % 1 == 0).all() else None
    return scale or _number(column.name, cells, is_number, reading, codes)


def _named_amounts(cells):
    """Whether each answer names what it counts and few are given, or several things ("30 phút", "2 giờ"): options."""
    things = each(cells, numerals.counts)
    return (cells.nunique() <= 12 and things.ne("").all()) or things[things.ne("")].nunique() > 1


def _signed(cells, header):
    """Whether negative numbers are answers: a "+" stands before others, or the question asks for a change."""
    return bool(CHANGE.search(lower(header))) or any(re.match(r"\+\s*\d", t) for t in cells.unique())


def _points(name, cells, numbers, codes, header):
    """A guess for points of a scale or a pair of codes; codes far off the scale stand apart from it, and are asked."""
    spelt = each(cells, lambda t: numerals.whole(t) or t)
    is_coded = bool(CODED.search(lower(header)))
    worded = numbers.size < cells[~each(cells, scales.is_apart).astype(bool)].size
    if worded or (numbers.max() > 10**6 and not is_coded):
        return None
    for strays in ({}, _far(numbers, codes)):
        scale = _scale(set(numbers.astype(int)) - set(strays), header)
        if scale:
            asked = (
                f"{missing.shown(strays)} đứng ngoài thang {scale[0]}–{scale[1]}; nếu là không trả lời, ghi vào missing"
            )
            return _likert(name, spelt, *scale)._replace(asked=(asked,) if strays else ())
    few = numbers.nunique() <= 30 and numbers.size >= 3 * numbers.nunique()
    if numbers.nunique() <= 2 or (is_coded and few):
        return _closed(name, spelt, Options(sorted(set(spelt)), 0), "select_one", "mã số, thiếu nhãn")
    return None


def _far(numbers, codes):
    """The codes, and single people's ones too, that lie two points or more off the other values."""
    return codes or {int(v): int((numbers == v).sum()) for v in numbers.unique() if int(v) in (9, 99, -9, -99)}


def _number(name, cells, is_number, reading, codes):
    """A guess for numbers: how they are written, what stands for no answer, which cells are none."""
    is_whole = (reading.numbers.dropna() % 1 == 0).all() and not reading.guess
    kind = "integer" if is_whole else "decimal"
    odd = cells[~is_number].value_counts()
    said = ["đoán: số nguyên" if kind == "integer" else "đoán: số"]
    said += ["có dấu phẩy thập phân"] if kind == "decimal" and reading.style == numerals.VIETNAMESE else []
    said += [f"không phải số: {', '.join(f'«{t}» × {n}' for t, n in odd.head(4).items())}"] if len(odd) else []
    said += [reading.guess] if reading.guess else []
    said += [f"coi là không trả lời: {missing.shown(codes)}"] if codes else []
    asked = [f"{reading.guess}; sai thì sửa numbers"] if reading.guess else []
    rest = reading.numbers[~reading.numbers.isin(list(codes))]
    far = f" (các số khác từ {rest.min():g} đến {rest.max():g})"
    asked += [f"coi {missing.shown(codes)} là không trả lời{far}; nếu là số thật, xóa ở missing"] if codes else []
    style = reading.style if any(re.search(r"\d[.,]\d", t) for t in cells.unique()) else ""
    codes = tuple(map(str, codes))
    return Guess(name, kind, "; ".join(said), missing=codes, numbers=style, asked=tuple(asked))


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
    cells = each(column.dropna(), spaced)
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


def _worded(column, cells, plain, header):
    lines = column.dropna().str.strip()
    lines = each(lines[lines != ""], lambda t: t if "\n" in t else spaced(t))
    several = multiple(list(lines), about=header)
    if several:
        what = f"nhiều lựa chọn, cách nhau bằng {several.parted}"
        return _closed(column.name, cells, several, "select_multiple", what)
    one = single(list(cells))
    if one:
        return _closed(column.name, cells, one, "select_one", "một lựa chọn")
    if each(plain, lambda t: bool(re.fullmatch(CLOCK, t))).mean() > 0.95:
        return Guess(column.name, "time", "đoán: giờ trong ngày")
    length = int(plain.str.len().median())
    return Guess(column.name, "text", f"đoán: câu mở, {plain.nunique()} câu khác nhau, dài chừng {length} ký tự")


def _closed(name, cells, found, kind, what, given=None):
    """A guess for a question with options, ordered where they form a scale, else by people (or as given)."""
    order = scales.order(found.labels) if kind == "select_one" and not found.written_in else None
    ordered, apart, scale = order or (_sorted(found.labels) if given is None else list(given), [], "")
    sorting = f"thứ tự {scale}" if scale else "thứ tự của tệp" if given else "xếp theo số người chọn"
    said = [f"đoán: {what}", f"{len(found.labels)} phương án", sorting]
    said += [f"{found.written_in} người tự ghi"] if found.written_in else []
    said += [f"gần giống nhau, người xem quyết định: {_ways(group)}" for group in alike(ordered)]
    labels = (*ordered, *apart)
    times = cells.value_counts()
    share = {label: float(times.get(label, 0) / len(cells)) for label in labels} if kind == "select_one" else {}
    unclear = {t: found.people.get(t, int(times.get(t, 0))) for t in labels if lower(t) in ("n/a", "na", "none")}
    asked = f"«{'», «'.join(unclear)}» là một lựa chọn ({missing.shown(unclear)}); là không trả lời thì ghi vào missing"
    asked = (*((asked,) if unclear else ()), *_nearly_one(ordered), *_changed_to_dates(labels, times))
    return Guess(name, kind, ", ".join(said), labels, scale, tuple(apart), found.written_in, share, asked=asked)


def _nearly_one(labels):
    """A question on every group of options that may be one answer spelt in several ways."""
    return [
        f"{_ways(group)} gần giống nhau; là một thì gộp: cùng một mã ở sheet choices, {MERGED}"
        for group in alike(labels)
    ]


def _ways(labels):
    return " / ".join(f"«{label}»" for label in labels)


def _changed_to_dates(labels, times):
    """A question where days stand among other answers: Excel turns "3-4" into a date."""
    days = {t: int(times.get(t, 0)) for t in labels if re.fullmatch(r"\d{4}-\d\d-\d\d|\d{1,2}-[A-Z][a-z]{2}", t)}
    said = f"{missing.shown(days)}: Excel có thể đã đổi «3-4» thành ngày; sửa trong bản sao của tệp"
    return (said,) if 0 < len(days) < len(labels) else ()


def _sorted(labels):
    """Labels as they came (by people), single letters by the alphabet, "có" before "không", those apart last."""
    if all(len(t) == 1 or scales.is_apart(t) for t in labels):
        return sorted(labels, key=lambda t: (scales.is_apart(t), t))
    yes = {"có", "yes"} if len(labels) <= 3 else set()
    return sorted(labels, key=lambda t: (scales.is_apart(t), lower(t) not in yes))

"""Numbers as people write them (1.500; 1,5; 5 123 000; 12 tr; 45 %) → numbers, decided from the whole column."""

import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

VIETNAMESE, ENGLISH = "1.234,5", "1,234.5"
STYLES = (VIETNAMESE, ENGLISH)
UNITS = {
    **dict.fromkeys(("nghìn", "ngàn", "ngìn", "k", "nghin"), 1e3),
    **dict.fromkeys(("triệu", "tr", "trieu", "củ"), 1e6),
    **dict.fromkeys(("tỷ", "tỉ", "ty", "ti"), 1e9),
}
UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
MONEY = r"(?:đồng|đ|₫|vnđ|vnd|usd|us\$|\$|€|/\s*tháng|/\s*th)"
WRITTEN = re.compile(
    r"(?P<sign>[+-]?)\s*(?:[$€₫]\s*)?(?P<digits>\d{1,3}(?:['’ ]\d{3})+(?:[.,]\d+)?|[.,]?\d[\d.,]*)(?P<power>e[+-]?\d+)?"
    rf"\s*(?P<percent>%?)\s*(?:(?P<unit>{UNIT})(?P<rest>\d{{1,3}}|\s*rưỡi)?(?![^\W\d_]))?\s*(?:{MONEY}\s*)*"
    r"(?P<of>[^\W\d_][\w² ]{0,12})?\.?"
)
HEADER_UNIT = re.compile(
    r"(nghìn|ngàn|triệu|tr\.?|tỷ|tỉ)\s*(?:đồng|đ\b|vnđ|vnd)|[(\[,:]\s*(?:đơn vị\W*)?(nghìn|ngàn|triệu|tr|tỷ|tỉ)\b"
)
LARGE = re.compile(
    r"đồng|vnđ|vnd|thu nhập|lương|chi (?:tiêu|phí)|doanh thu|số tiền|giá|tiền|nghìn|ngàn|triệu|dân số|số người"
    r"|salary|income|price|population|amount"
)
FINE = re.compile(
    r"điểm|gpa|\bkg\b|cân nặng|chiều cao|tỷ (?:lệ|số)|tỉ (?:lệ|số)|hệ số|trung bình|trọng số|vĩ độ|kinh độ"
    r"|\bmét\b|\blít\b|weight|height|score|ratio|rate|mean|index|latitude|longitude"
)


OF = {
    "tuổi": "tuổi|years? old|yrs?", "năm": "năm|years?|yrs?", "tháng": "tháng|months?", "tuần": "tuần|weeks?",
    "ngày": "ngày|days?", "giờ": "giờ|tiếng|hours?|hrs?|h", "phút": "phút|minutes?|mins?",
    "người": "người|khẩu|nhân khẩu|people|persons?", "con": "con|cháu|bé|children", "lần": "lần|lượt|times?",
    "buổi": "buổi", "km": "km|cây số", "m": "m|mét", "cm": "cm", "kg": "kg|cân|ký", "ha": "ha|hecta", "sào": "sào",
    "m2": "m2|m²", "lít": "lít|l", "điểm": "điểm", "hộ": "hộ",
}  # fmt: skip


class Reading(NamedTuple):
    """``numbers``: float, NaN where a cell is missing or no number. ``style``: which mark parts thousands ("" none).

    ``guess``: Vietnamese words for what was taken for granted ("" nothing). ``sound``: False where the cells
    contradict each other so that a number may be a thousand times off.
    """

    numbers: pd.Series
    style: str
    guess: str
    sound: bool


def read(column, *, style="", about=""):
    """Numbers of a column of text, in one style for the whole column.

    ``style`` ("1.234,5" or "1,234.5") settles what dot and comma mean; without it the cells decide together, then the
    words of ``about`` (the question). Percent signs and names of money fall away; nghìn, triệu, tỷ count. Missing cells
    and words stay NaN, as do numbers too large for a computer (1e400).
    """
    times = column.dropna().astype(str).value_counts()
    parts, alike = _of_one_kind({text: found for text in times.index if (found := _parts(text))}, about.lower())
    found, guess, sound = (style, "", True) if style else _style(parts, times, about.lower())
    plain = {text: _value(part, found) for text, part in parts.items()}
    values, unit_guess, units_sound = _in_units(plain, parts, times, about.lower())
    share, bare = {t for t, p in parts.items() if p["percent"]}, {t for t, p in parts.items() if not p["percent"]}
    mixed = share and any(0 < abs(values[t]) < 1 for t in bare)
    notes = [guess, unit_guess, "có ô ghi % và ô ghi phần thập phân, đọc nguyên như ghi" if mixed else ""]
    numbers = column.map(values).astype(float).replace([np.inf, -np.inf], np.nan)
    notes += [] if alike else ["chữ đi sau số không cùng một loại, hoặc khác với câu hỏi"]
    return Reading(numbers, found, "; ".join(filter(None, notes)), sound and units_sound and alike)


def _of_one_kind(parts, about):
    """The numbers without those that count something else than the others ("6 tháng" among years), and if none did."""
    things = {part["of"] for part in parts.values()}
    right = {thing for thing in things if not thing or re.search(rf"\b(?:{OF[thing]})(?!\w)", about)}
    if things <= right | {""} and len(things - {""}) <= 1 or len(things) == 1:
        return parts, True
    return {text: part for text, part in parts.items() if not part["of"]}, False


def is_number(text):
    """Whether one cell reads as a number in some style; a code with leading zeros ("007") does not."""
    found = _parts(text)
    return bool(found) and not re.match(r"0\d", found["digits"])


def counts(text):
    """What a number in words counts: "35 tuổi" → "tuổi", "3 tiếng" → "giờ"; "" for a bare number or anything else."""
    found = _parts(text)
    return found["of"] if found else ""


def whole(text):
    """One spelling for a whole number however a program wrote it (99, 99.0, 099 → "99"); "" for anything else."""
    found = re.fullmatch(r"([-\u2212]?)0*(\d+)(?:[.,]0+)?", str(text).strip())
    return ("-" if found[1] else "") + found[2] if found else ""


def _parts(text):
    plain = re.sub(r"[\u00a0\u2007\u2009\u202f]", " ", str(text)).replace("\u2212", "-").strip().lower()
    plain = re.sub(r"^–(?=\d)", "-", plain)
    found = WRITTEN.fullmatch(plain)
    if not found or (found["of"] and not _counted(found["of"])):
        return None
    return {**found.groupdict(), "of": _counted(found["of"] or "")}


@lru_cache(maxsize=1000)
def _counted(word):
    return next((thing for thing, words in OF.items() if re.fullmatch(words, word.strip())), "")


def _marks(digits):
    """What the marks of one number tell: (style → sure?) as "thousands of x", "decimal x", "open x" or ""."""
    marks = [c for c in digits if c in ".,"]
    if not marks:
        return "", ""
    last = marks[-1]
    if len(set(marks)) == 2:
        return ("decimal", last) if marks.count(last) == 1 else ("odd", last)
    if len(marks) > 1:
        grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits)
        return ("thousands", last) if grouped else ("odd", last)
    before, after = digits.split(last)
    sure = len(after) != 3 or len(before) > 3 or before in ("", "0") or before.startswith("0")
    return ("decimal" if sure else "open"), last


def _style(parts, times, about):
    """Style of the column, the words for what was guessed, and whether the cells agree."""
    votes, opened = Counter(), Counter()
    for text, part in parts.items():
        kind, mark = _marks(re.sub(r"['’ ]", "", part["digits"])) if not part["power"] else ("", "")
        if kind == "open":
            opened[mark] += int(times[text])
        elif kind in ("decimal", "thousands"):
            votes[kind, mark] += int(times[text])
    for mark, style in ((".", ENGLISH), (",", VIETNAMESE)):
        if votes["decimal", mark] and votes["thousands", mark]:
            said = f"dấu «{mark}» vừa ngăn hàng nghìn vừa ngăn phần thập phân"
            return style, said, False
    english = votes["decimal", "."] + votes["thousands", ","]
    vietnamese = votes["decimal", ","] + votes["thousands", "."]
    if english and vietnamese:
        kinds = {kind for (kind, _), n in votes.items() if n}
        where = "ngăn hàng nghìn" if kinds == {"thousands"} else "dùng cho phần thập phân"
        sound = kinds == {"thousands"} or (kinds == {"decimal"} and not opened)
        return "", f"dấu chấm và dấu phẩy đều {where}", sound
    if english or vietnamese:
        return _outvoted(ENGLISH if english else VIETNAMESE, votes, opened, about)
    return _open_style(parts, opened, about) if opened else ("", "", True)


def _outvoted(style, votes, opened, about):
    """The style that some cells tell for sure – asked where many more cells ("1.500") would be a thousandth by it."""
    mark = "." if style == ENGLISH else ","
    sure = votes["decimal", mark]
    if not sure and opened[mark]:
        return "", "1.500 và 1,500 đều đọc là 1500", True
    if opened[mark] >= 10 and opened[mark] > 20 * sure:
        said = f"{opened[mark]} ô như «1{mark}500» đọc là số thập phân vì {sure} ô khác viết như «2{mark}5»"
        return style, said, not LARGE.search(about)
    return style, "", True


def _open_style(parts, opened, about):
    """Style where every mark stands before exactly three digits, so that 1.500 may be 1500 or 1.5: asked."""
    if len(opened) == 2:
        return "", "1.500 và 1,500 đều đọc là 1500", True
    mark = next(iter(opened))
    thousands, decimals = (VIETNAMESE, ENGLISH) if mark == "." else (ENGLISH, VIETNAMESE)
    shown = next(p["digits"] for p in parts.values() if mark in p["digits"])
    small = _near_decimals(parts, mark) and not LARGE.search(about)
    fine = FINE.search(about) and not LARGE.search(about)
    round_ones = all(p["digits"].endswith("0") for p in parts.values() if mark in p["digits"])
    if (small or fine) and not (round_ones and not small):
        return decimals, f"«{shown}» đọc là số thập phân, không phải hàng nghìn", True
    return thousands, f"«{shown}» đọc là {re.sub(r'[.,]', '', shown)} (dấu «{mark}» ngăn hàng nghìn)", True


def _near_decimals(parts, mark):
    """Whether numbers without a mark lie beside the marked ones only if the mark is a decimal one."""
    bare = [n for p in parts.values() if p["digits"].isdigit() and (n := float(p["digits"]))]
    marked = [float(p["digits"].replace(mark, ".")) for p in parts.values() if mark in p["digits"]]
    return bool(bare) and max(bare) <= 3 * max(marked) and max(bare) < 100


def _value(part, style):
    digits = re.sub(r"['’ ]", "", part["digits"])
    kind, mark = _marks(digits)
    decimal = {VIETNAMESE: ",", ENGLISH: "."}.get(style)
    if kind == "thousands" or (kind == "open" and mark != decimal):
        digits = digits.replace(mark, "")
    elif kind == "odd":
        return float("nan")
    elif mark:
        digits = digits.replace("," if mark == "." else ".", "").replace(mark, ".")
    value = float(digits + (part["power"] or ""))
    rest = (part["rest"] or "").strip()
    value += (0.5 if rest == "rưỡi" else float(f"0.{rest}")) if rest else 0
    return -value if part["sign"] == "-" else value


def _in_units(plain, parts, times, about):
    """Values with nghìn, triệu, tỷ worked in: in the unit the question names, else in units of one."""
    units = Counter({u: 0 for p in parts.values() if (u := p["unit"])})
    if not units:
        return plain, "", True
    named = HEADER_UNIT.search(about)
    base = UNITS[(named[1] or named[2]).rstrip(".")] if named else None
    scaled = {t: v * UNITS[parts[t]["unit"]] / (base or 1) for t, v in plain.items() if parts[t]["unit"]}
    bare = {t: v for t, v in plain.items() if not parts[t]["unit"] and v == v and v != 0}
    said = (
        "đã nhân với đơn vị ghi trong ô (" + ", ".join(units) + ")" + (", tính theo đơn vị của câu hỏi" if base else "")
    )
    if not bare:
        return {**plain, **scaled}, said, True
    typical, middle = _median(scaled, times), _median(bare, times)
    if 0.01 <= middle / typical <= 100:
        return {**plain, **scaled}, said + "; ô không ghi đơn vị đọc nguyên", True
    factor = {UNITS[u] for u in units}
    if len(factor) == 1 and 0.01 <= middle * (common := factor.pop()) / (base or 1) / typical <= 100:
        bare = {t: v * common / (base or 1) for t, v in bare.items()}
        return {**plain, **scaled, **bare}, said + f"; ô không ghi đơn vị coi như «{next(iter(units))}»", True
    return {**plain, **scaled}, said + "; ô không ghi đơn vị cách xa các ô có đơn vị", False


def _median(values, times):
    known = {t: v for t, v in values.items() if v == v}
    return float(pd.Series(known).repeat([int(times[t]) for t in known]).abs().median()) or 1.0

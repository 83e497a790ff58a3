"""What a sentence claims, taken out of its words: numbers with units, directions, words for shares, denials."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from pipeline import vi, wording
from pipeline.check import english
from pipeline.check.spelled import DIGITS, EACH, SPELLED, WORD, value

NUMBER = re.compile(
    r"(?<![\w/,.−-])(?P<sign>[−-]?)(?P<digits>\d{1,3}(?:[. ]\d{3})+(?:,\d+)?|\d+(?:,\d+)?|\d+\.\d{1,2}(?!\d))"
    r"(?![\w/]|,\d|\.\d)"
    r"(?:\s*(?P<unit>điểm\s*(?:%|phần trăm)|%|phần trăm|người|phiếu|đơn vị|câu|mục|giờ|tuổi|năm|tháng|ngày|phép|lần"
    r"|giây|phút|tuần|lượt|buổi|km|kg|triệu|nghìn|tỷ|đồng))?(?![^\W\d_])"
)
DATE = re.compile(r"\d{1,2}/\d{1,2}(?:/\d{4})?|(?:quý\s+[ivx]+|tháng\s+\d{1,2}|\d{1,2})/\d{4}|\d{1,2} giờ \d{2}\b")
PLACED = r"(?:pl|a)?\d+"  # of the annex by its letters: "bảng pl40", "table a40"
LISTED = rf"{PLACED}(?:(?:[,.]| đến| to) {PLACED})+"
PLACE = re.compile(rf"\b(?:các (bảng)\s+({LISTED})|(bảng|hình|câu|phụ lục|mục|phần|điều|khoản)\s+({PLACED}))\b")
PAPER = re.compile(r"\bsố:?\s*[\d…]+[-/][\w…/.-]*|\d+[-/][A-ZĐ]{2}[\w/-]*|phiên bản \d+", re.IGNORECASE)
DAY = re.compile(r"\b(?:ngày|tháng|năm)\s+\d{1,4}\b")
QUOTED = re.compile(r'"[^"]*"')
MORE = "cao|nhiều|lớn|đông"
RISES = r"tăng(?! cường)|(?:đi|nhích|leo) lên|lên(?= \d| mức| tới| đến)|vượt"
UP = rf"{RISES}|(?:{MORE}) dần|(?:{MORE})(?: \w+){{0,2}}? hơn|(?:{MORE}) nhất"
LESS = "thấp|ít|nhỏ|kém"
FALLS = r"giảm|xuống|tụt|sụt|hạ(?= từ| còn)"
DOWN = rf"{FALLS}|(?:{LESS}) dần|(?:{LESS})(?: \w+){{0,2}}? hơn|(?:{LESS}) nhất"
DIRECTION = re.compile(rf"\b(?:(?P<up>{UP})|(?P<down>{DOWN}))\b")
DENIED = re.compile(r"\b(?:không|chưa|chẳng|khó)\b")
FRACTION = re.compile(rf"(?:\b(gần|ngót|hơn|trên|quá|khoảng|chừng) )?\b({WORD}) phần ({WORD})\b")
MIXED = re.compile(r"(?<![\w/-])(?=[ol]*\d)\d*[ol][\dol]*(?=[,.]\d|%|\s*%)")  # an o or l among digits
ABOUT = {
    "gần": (-5, 0),
    "ngót": (-5, 0),
    "hơn": (0, 5),
    "trên": (0, 5),
    "quá": (0, 5),
    "khoảng": (-3, 3),
    "chừng": (-3, 3),
}
TIMES = re.compile(r"\bgấp (đôi|rưỡi|ba|bốn|năm|nhiều lần|hơn hai lần|\d+(?:,\d+)? lần)")
SHARE = "%"
AMOUNTS = ("giây", "phút", "giờ", "lần", "lượt", "buổi", "km", "kg", "nghìn", "triệu", "tỷ", "đồng")  # of means
COUNTED = ("người", "phiếu", "đơn vị", "câu", "mục", "phép", "")


@dataclass(frozen=True)
class Number:
    """A number of a sentence: its value, its unit ("%", "điểm", "người" …), where it stands."""

    value: float
    unit: str
    at: int
    text: str

    @property
    def is_level(self):
        """Whether it is a share, which may be set beside another."""
        return self.unit == SHARE


def plain(text):
    """Small letters, straight quotes: what two texts are compared in; of an English report the words that matter as a
    Vietnamese one has them."""
    text = vi.straight(text).lower().replace("−", "-").replace("–", "-").strip()
    return english.told(text) if wording.language() == wording.EN else text


@lru_cache(maxsize=20_000)
def numbers(text):
    """Every number of a plain text but days, papers and places."""
    for what in (DATE, PAPER, PLACE, DAY):
        text = what.sub(lambda found: " " * len(found[0]), text)
    return tuple(_number(found) for found in NUMBER.finditer(text))


def _number(found):
    digits = found["digits"]
    is_english = re.fullmatch(r"\d+\.\d{1,2}", digits)
    value = float(digits if is_english else digits.replace(".", "").replace(" ", "").replace(",", "."))
    unit = re.sub(r"\s+", " ", found["unit"] or "")
    unit = "điểm" if unit.startswith("điểm") else "%" if unit in ("%", "phần trăm") else unit
    return Number(-value if found["sign"] else value, unit, found.start(), found[0].strip())


def dates(text):
    """Every day, month of a year and hour of a plain text."""
    return [found[0] for found in DATE.finditer(text)]


def places(text):
    """Every table, chart, question that a plain text names: ("bảng", "41")."""
    named = [[part for part in found.groups() if part] for found in PLACE.finditer(text)]
    return [(word, number) for word, listed in named for number in re.findall(PLACED, listed)]


def bare(text):
    """A plain text without what it quotes, letter for letter in its place."""
    return QUOTED.sub(lambda found: '"' + "_" * (len(found[0]) - 2) + '"', text)


def directions(text):
    """Every word of direction as (+1 or −1, family, where): "hơn" compares, "nhất" is an extreme, others a trend."""
    found = []
    for one in DIRECTION.finditer(bare(text)):
        family = "hơn" if one[0].endswith("hơn") else "nhất" if one[0].endswith("nhất") else "trend"
        found.append((1 if one["up"] else -1, family, one.start()))
    return found


def denials(text):
    """How often a plain text denies, outside what it quotes."""
    return len(DENIED.findall(bare(text)))


def spelled(text):
    """Numbers in words: (words, from, up to) that they may stand for, None and None where that is not told."""
    text, found = EACH.sub(lambda one: one[0].replace(" ", "_"), bare(text)).replace("_một người", "_một_người"), []
    for one in FRACTION.finditer(text):
        share, (low, high) = 100 * DIGITS[one[2]] / DIGITS[one[3]], ABOUT.get(one[1], (-2, 2))
        found.append((one[0], share + low, share + high))
    for one in SPELLED.finditer(text):
        if not re.search(r"phần $", text[: one.start()]):
            number = value(one["number"].strip())
            found.append((one[0].strip(), number, number))
    return found + [(one[0], None, None) for one in TIMES.finditer(text)]


@lru_cache(maxsize=20_000)
def bag(text):
    """The words of a plain text without its numbers, each with how often it stands there."""
    return Counter(re.findall(r"[^\W\d_]+", text))

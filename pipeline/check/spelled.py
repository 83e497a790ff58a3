"""Numbers written in Vietnamese words: "năm nghìn", "chín mươi sáu phẩy năm" → what they stand for."""

import re

DIGITS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
DIGITS["trăm"] = 100
ENDS = {"mốt": 1, "lăm": 5, "nhăm": 5, "không": 0, "linh": 0, "lẻ": 0}
LARGE = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000}
WORD = "một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười"
MORE = "mươi|trăm|nghìn|ngàn|triệu|mốt|lăm|nhăm|linh|lẻ|phẩy|không"
COUNTED = "phần trăm|người|phiếu|đồng chí|đơn vị|cán bộ|đảng viên|phép"
_NUMBER = rf"(?:{WORD})(?: (?:{WORD}|{MORE}))*"
SPELLED = re.compile(
    rf"\b(?P<number>{_NUMBER}? (?={COUNTED})|{_NUMBER}? phẩy (?:{WORD}|{MORE})(?: (?:{WORD}|{MORE}))*)"
)
EACH = re.compile(r"\b(?:bình quân|trung bình|mỗi|cứ|từng|không|chưa|có) (?=một người\b)")


def value(words):
    """What the words of a number stand for: "chín mươi sáu phẩy năm" → 96.5."""
    whole, _, rest = words.partition(" phẩy ")
    told = float(_whole(whole.split()))
    digits = "".join(str({**DIGITS, **ENDS}.get(one, 0)) for one in rest.split())
    return told + float(f"0.{digits}") if digits else told


def _whole(words):
    total, part, last = 0, 0, 0
    for word in words:
        if word in LARGE:
            total, part, last = total + (part + last or 1) * LARGE[word], 0, 0
        elif word == "trăm":
            part, last = part + (last or 1) * 100, 0
        elif word == "mươi":
            part, last = part + (last or 1) * 10, 0
        elif word == "mười":
            part, last = part + 10, 0
        else:
            last = {**DIGITS, **ENDS}.get(word, 0)
    return total + part + last

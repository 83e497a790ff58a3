"""One sentence of an edited file against the sentence of the report that it was."""

import re
from dataclasses import dataclass

from pipeline.check import order, tokens
from pipeline.check.found import Finding

ALIKE, SAME = 0.5, 0.62
PART = 0.7  # of the words of a sentence, under which another is a part of it
LOW = 44  # percent, over which a word for a share is a strong one
CAUTIONS = {
    "chưa chắc đáng kể": r"chưa chắc|sát ngưỡng|gần ngưỡng|(?:khác nhau|khác biệt|chênh lệch)\b.{0,20}\bnhỏ",
    "khác nhau không đáng kể": r"không đáng kể",
    "chưa đủ căn cứ": r"(?:chưa|không) (?:đủ|có đủ|có) (?:căn cứ|cơ sở)|chưa (?:thể )?kết luận",
    "trong các phương án nêu được số liệu": r"nêu được số liệu|có số liệu|công bố được",
    "các yếu tố khác như nhau": r"yếu tố khác",
    "mới có": r"mới có|chỉ có|mới chỉ|chỉ",
    "(ví dụ)": r"ví dụ",
    "không phải mẫu": r"không phải (?:là )?(?:một )?mẫu",
    "tự nguyện": r"tự nguyện",
    "tự khai": r"tự khai|tự kê khai",
    "không phải mẫu chọn ngẫu nhiên": r"ngẫu nhiên",
    "nguyên nhân": r"nguyên nhân|nhân quả",
}

FEW = re.compile(
    r"(?<!bình quân )(?<!trung bình )(?<!mỗi )(?<!cứ )(?<!từng )"
    r"\b(\d+|một|hai|ba|bốn|năm|sáu|bảy|tám|chín) (người|phiếu|đồng chí|cán bộ|đảng viên)\b"
)


@dataclass(frozen=True)
class Matched:
    """The sentence of the report that a sentence of the file was, and how alike the two are (0–1)."""

    said: object
    share: float


def likeness(one, other):
    """How alike two plain texts are: words and numbers that both have, of all."""
    words, others = tokens.bag(one), tokens.bag(other)
    both = sum(min(times, others.get(word, 0)) for word, times in words.items())
    whole = words.total() + others.total()
    dice = 2 * both / whole if whole else 0
    mine, theirs = ({n.value for n in tokens.numbers(text)} for text in (one, other))
    if not mine or not theirs:
        return dice
    return 0.7 * dice + 0.3 * len(mine & theirs) / len(mine)


def matched(text, place, said):
    """The one of ``said`` that a plain text was, in its own place if it can be; None where there is none.

    Two sentences that a clerk joined have the numbers of both: else names of the one could stand in the other.
    """
    known = {number.value for number in tokens.numbers(text)}
    ranked = sorted(
        (
            (likeness(text, one.plain) + 0.04 * (one.place == place), at)
            for at, one in enumerate(said)
            if not one.is_joined or {number.value for number in tokens.numbers(one.plain)} <= known
        ),
        reverse=True,
    )
    if not ranked or ranked[0][0] < ALIKE:
        return None
    return Matched(said[ranked[0][1]], ranked[0][0])


def findings(text, place, found, source, around=""):
    """What is wrong in a sentence, ``found`` being what it was (Matched or None), ``around`` its whole paragraph."""
    one, other = tokens.plain(text), found.said.plain if found else ""
    told = found.said.text if found else ""
    checks = (_numbers, _spelled, _words, order.directions, _bound, _small, _cautions, _denied)
    made = []
    for check in checks:
        told_in = f"{one} {tokens.plain(around)}" if check is _cautions else one
        made += [Finding(kind, text, why, told) for kind, why in check(told_in, other, place, source)]
    return made


def _numbers(one, other, place, source):
    """Numbers that the sentence did not have."""
    had = tokens.numbers(other)
    for number in tokens.numbers(one):
        same = [n for n in had if n.value == number.value]
        if not same:
            yield "number", f"số «{number.text}» không có trong câu này của báo cáo"
        elif not any(_is_unit(number.unit, n.unit) for n in same):
            yield "unit", f"«{number.text}» vốn là «{same[0].text}»"
    for mixed in set(tokens.MIXED.findall(one)) - set(tokens.MIXED.findall(other)):
        yield "number", f"«{mixed}» lẫn chữ cái vào chữ số"
    if other:
        for kind, what in (("number", tokens.dates), ("number", tokens.places)):
            lost = [new for new in what(one) if new not in what(other) and "…" not in other]
            yield from ((kind, f"«{_said(new)}» không có trong câu này của báo cáo") for new in lost)


def _said(found):
    return found if isinstance(found, str) else " ".join(found)


def _is_unit(new, old):
    return new == old or (new == "" and old in tokens.COUNTED) or (old == "" and new in tokens.COUNTED)


def _spelled(one, other, place, source):
    """Numbers in words that the report did not have, unless the number itself stands by them."""
    had = [words for words, *_ in tokens.spelled(other)]
    levels = [n.value for n in tokens.numbers(one) if n.is_level]
    told = [n.value for n in tokens.numbers(other)]
    for words, low, high in tokens.spelled(one):
        near = low is not None and any(low <= level <= high for level in [*levels, *(told if low == high else [])])
        if words not in had and not near and not _is_twice(words, levels):
            yield "words", f"«{words}» viết bằng chữ, không phải số của bảng"


def _is_twice(words, levels):
    times = {"gấp đôi": 2, "gấp ba": 3, "gấp bốn": 4}.get(words)
    return times and len(levels) == 2 and abs(max(levels) / max(min(levels), 0.1) - times) <= 0.2


def shares_in(text, words):
    """Words for shares in a plain text, the longest of those that lie over each other: (word, where)."""
    text, taken, found = tokens.bare(text), set(), []
    for word in sorted(words, key=len, reverse=True):
        for one in re.finditer(rf"\b{re.escape(word)}\b", text):
            if not taken & set(range(*one.span())):
                taken |= set(range(*one.span()))
                found.append((word, one.start()))
    return found


def _words(one, other, place, source):
    """Words for shares that the share does not bear."""
    had = [word for word, _ in shares_in(other, source.words)]
    for word, at in shares_in(one, source.words):
        levels = [n for n in tokens.numbers(one) if n.is_level] or [n for n in tokens.numbers(other) if n.is_level]
        after = [n for n in levels if n.at >= at] or levels[::-1]
        low, high = source.words[word]
        if word not in had and after and not low <= after[0].value <= high:
            yield "words", f"«{word}» không đúng với số liệu: {after[0].text}"
        if word not in had and not other and not levels and LOW < low < high:
            yield "words", f"«{word}» không kèm con số nào của bảng"


def _bound(one, other, place, source):
    """Numbers that stand with another group or answer than they did."""
    yield from order.bound(one, other, source)


def _small(one, other, place, source):
    """Groups and answers of too few people that are newly named."""
    for word in FEW.finditer(one):
        people = int(word[1]) if word[1].isdigit() else tokens.DIGITS[word[1]]
        if people < source.least and word[0] not in other:
            yield "small", f"«{word[0]}»: dưới {source.least} người"
    for answer, group in source.hidden.get(place, ()):
        is_new = order.names_in(one, [answer]) and not (other and order.names_in(other, [answer]))
        both = not group or order.names_in(one, [group])
        if is_new and both or (group and both and order.names_in(one, [answer]) and not order.names_in(other, [group])):
            yield "small", f"«{answer}»{f' ở {group}' if group else ''}: số liệu bị ẩn vì ít người"
    for unit, _ in source.hidden.get("", ()):
        if unit in one and unit not in other:
            yield "small", f"«{unit}»: đơn vị quá ít phiếu"
    mine, theirs = ({source.groups[n] for n, _ in order.names_in(text, source.groups)} for text in (one, other))
    if len(mine) > 1 and not mine <= theirs and mine - theirs:
        yield "small", "nêu nhóm ghép của hai đặc điểm mà câu này của báo cáo không có"


def _cautions(one, other, place, source):
    """Words of caution that the sentence lost."""
    for caution, kept in CAUTIONS.items():
        if caution in other and not re.search(kept, one):
            yield "caveat", f"mất lời «{caution}»"


def _denied(one, other, place, source):
    """Denials lost or new; a sentence that is a part of what it was may have fewer."""
    now, then = tokens.denials(one), tokens.denials(other)
    is_part = tokens.bag(one).total() < PART * tokens.bag(other).total()
    if other and (now > then or (now < then and not is_part)) and likeness(one, other) >= SAME:
        yield "denied", "số từ phủ định (không, chưa) khác câu của báo cáo"

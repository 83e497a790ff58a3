"""Which is higher, and which number is whose: the order of numbers, groups and words of direction in a sentence."""

import re

from pipeline.check import tokens

ALL = re.compile(r"cán bộ, đảng viên(?:, công chức)?(?:, viên chức)?(?:,? và người lao động)?|việt nam|dân tộc")

MEASURED = re.compile(r"\b(?:tỷ lệ|tỉ lệ|số người|mức độ|trung bình|so với)\b")


def names_in(text, names):
    """(name, where) of the names in a plain text, in order; of those that lie over each other the longest."""
    text = ALL.sub(lambda found: "_" * len(found[0]), text)
    taken, found = set(), []
    for name in sorted(names, key=len, reverse=True):
        if len(name) < 2 or name not in text:
            continue
        for one in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if not taken & set(range(*one.span())):
                taken |= set(range(*one.span()))
                found.append((name, one.start()))
    return sorted(found, key=lambda one: one[1])


def levels(text):
    """The shares of a plain text; where it has none, bare numbers; without those, the amounts of its first unit."""
    found = tokens.numbers(text)
    unit = next((n.unit for n in found if n.unit in tokens.AMOUNTS), None)
    kinds = ([n for n in found if n.unit == kind] for kind in (tokens.SHARE, "", unit))
    return next(filter(None, kinds), [])


def _holds(text):
    """Whether what two numbers and the words of direction say is true of the two; None where it cannot be told."""
    numbers, words = levels(text), tokens.directions(text)
    if len(numbers) != 2 or numbers[0].value == numbers[1].value or not words:
        return None
    rises = 1 if numbers[1].value > numbers[0].value else -1
    held = [way == (-rises if family == "hơn" else rises) for way, family, _ in words if family != "nhất"]
    extremes = [(way, at) for way, family, at in words if family == "nhất"]
    if len(extremes) == 2 and extremes[0][0] != extremes[1][0]:
        held.append(extremes[0][0] == -rises)
    return all(held) if held else None


def directions(one, other, place, source):
    """Comparisons that the numbers do not bear, or that the sentence did not make."""
    now, then = _holds(one), _holds(other)
    if now is False and then is not False:
        yield "order", "chiều so sánh trái với hai con số trong câu"
        return
    if now and then:
        return
    if _one_sided(one, other):
        yield "order", "câu này của báo cáo nêu cả hai đầu, cao nhất và thấp nhất"
        return
    if not other and not (levels(one) or names_in(one, source.groups) or MEASURED.search(one)):
        return
    had = {(way, family == "nhất") for way, family, _ in tokens.directions(other)}
    for way, family, _ in tokens.directions(one):
        if (way, family == "nhất") in had:
            continue
        if now and family != "nhất":
            continue
        if family != "nhất" and _turned(one, other):
            continue
        yield "order", f"câu này của báo cáo không nói «{'cao, nhiều, tăng' if way > 0 else 'thấp, ít, giảm'}»"
        return
    if one != other and len(names_in(one, source.groups)) > 1 and now is None and had:
        yield from _without_numbers(one, other, source)


def _one_sided(one, other):
    """Whether of two ends, the highest and the lowest, one was made the other."""
    mine, theirs = ([way for way, family, _ in tokens.directions(text) if family == "nhất"] for text in (one, other))
    return len(mine) == len(theirs) > 1 and len({*mine}) == 1 < len({*theirs})


def _without_numbers(one, other, source):
    """Two groups whose places were changed about one word of direction."""
    mine, theirs = ([n for n, _ in names_in(text, source.groups)] for text in (one, other))
    ways = [[way for way, _, _ in tokens.directions(text)] for text in (one, other)]
    if len(levels(one)) < 2 and sorted(mine) == sorted(theirs) and mine != theirs and ways[0] == ways[1]:
        yield "order", "hai nhóm đã đổi chỗ cho nhau"


def _turned(one, other):
    """Whether the two numbers stand the other way round: then the word of direction does too."""
    mine, theirs = ([n.value for n in levels(text)] for text in (one, other))
    return len(mine) == 2 and mine == theirs[::-1]


def bound(one, other, source):
    """Numbers beside other names than those of the report; names that it did not compare."""
    if not other:
        return
    mine, theirs = (names_in(text, source.groups) for text in (one, other))
    new = [n for n, _ in mine if n not in {name for name, _ in theirs}] if theirs else []
    new += [n for n in _quoted(one) if n in source.options and n not in _quoted(other)]
    new += _instead(one, other, source.options)
    pairs = _pairs(one, mine), _pairs(other, theirs)
    moved = [value for value, name in pairs[0].items() if pairs[1].get(value, name) != name]
    if new:
        yield "group", f"«{new[0]}» không có trong câu này của báo cáo"
    elif lost := _lost(one, other, source.options):
        yield "group", f"con số vốn là của «{lost}», tên ấy không còn trong câu"
    elif moved:
        yield "group", f"số {_vi(moved[0])} vốn là của «{pairs[1][moved[0]]}», không phải «{pairs[0][moved[0]]}»"
    elif _crossed(one, other, mine, theirs) or _clauses_crossed(one, other):
        yield "group", "hai con số, hoặc hai tên, đã đổi chỗ cho nhau"
    else:
        yield from _quotes(one, other)


def _instead(one, other, options):
    """Answers that stand where the report has others: "hiếm khi" for "thường xuyên"."""
    options = [option for option in options if " " in option]
    now, then = ({name for name, _ in names_in(text, options)} for text in (one, other))
    return sorted(now - then) if then - now else []


def _lost(one, other, options):
    """The answer whose lone number a sentence kept under another name, with no word of the answer; "" for none."""
    numbers, (now, then) = levels(one), (set(tokens.bag(text)) for text in (one, other))
    named = [name for name, _ in names_in(other, [option for option in options if " " in option])]
    if len(numbers) != 1 or len(named) != 1 or [n.value for n in numbers] != [n.value for n in levels(other)]:
        return ""
    own = set(tokens.bag(named[0]))
    return named[0] if now - then and not own & now else ""


def _vi(value):
    return f"{value:g}".replace(".", ",")


def _clauses_crossed(one, other):
    """Whether the words of two clauses, each with a number of its own, changed places."""
    mine, theirs = _clauses(one), _clauses(other)
    both = [value for value in mine if value in theirs]
    for at, first in enumerate(both):
        for second in both[at + 1 :]:
            straight = min(_alike(mine[first], theirs[first]), _alike(mine[second], theirs[second]))
            crossed = min(_alike(mine[first], theirs[second]), _alike(mine[second], theirs[first]))
            if crossed > straight + 0.1 or _exchanged(*(held[at] for held in (mine, theirs) for at in (first, second))):
                return True
    return False


def _exchanged(here, there, was_here, was_there):
    """Whether each of two clauses gave the other words that were its alone: two or more, as a name has."""
    came, went = (was_there - was_here) & here - there, (was_here - was_there) & there - here
    return len(came) > 1 and len(went) > 1


def _clauses(text):
    """Number → words of its clause, of clauses that have one number."""
    found = {}
    for clause in text.split(";"):
        numbers = levels(clause)
        if len(numbers) == 1:
            found[numbers[0].value] = set(tokens.bag(clause))
    return found


def _alike(one, other):
    return len(one & other) / max(len(one | other), 1)


def _crossed(one, other, mine, theirs):
    """Whether of two numbers and two names, both in both sentences, the ones changed places and the others did not."""
    numbers = [[n.value for n in levels(text)] for text in (one, other)]
    names = [[name for name, _ in found] for found in (mine, theirs)]
    turned = []
    for now, then in (numbers, names):
        now, then = [x for x in dict.fromkeys(now) if x in then], [x for x in dict.fromkeys(then) if x in now]
        if len(now) != 2:
            return False
        turned.append(now != then)
    return turned[0] != turned[1]


def _quotes(one, other):
    """Numbers beside another quoted answer than they were."""
    pairs = []
    for text in (one, other):
        pairs.append(_pairs(text, [(found[0], found.start()) for found in tokens.QUOTED.finditer(text)]))
    moved = [value for value, name in pairs[0].items() if pairs[1].get(value, name) != name]
    if moved:
        yield "group", f"số {_vi(moved[0])} vốn là của {pairs[1][moved[0]]}"


def _quoted(text):
    return [found[0].strip('"') for found in tokens.QUOTED.finditer(text)]


def _pairs(text, named):
    """Number → name, by their order, where there are as many of both and each once."""
    numbers = [n.value for n in levels(text)]
    names = [name for name, _ in named]
    if len(numbers) != len(names) or len(set(numbers)) < len(numbers) or len(set(names)) < len(names):
        return {}
    return dict(zip(numbers, names, strict=True))

"""The answer options hidden in a column of text: what recurs is an option, what occurs once was written in."""

import re
from collections import Counter, defaultdict
from math import ceil
from typing import NamedTuple

import pandas as pd

from pipeline.ingest.scales import is_apart
from pipeline.ingest.text import slug

SEPARATORS = {
    "xuống dòng": r"\s*\n\s*",
    "dấu chấm phẩy": r"\s*[;；]\s*",
    "dấu gạch đứng": r"\s*\|\s*",
    "dấu phẩy": r"\s*,\s+(?![^(]*\))",
    "dấu phẩy không có dấu cách": r"\s*,(?!\s)(?![^(]*\))",
    "dấu cách": r"[^\S\n]+",
    "dấu gạch chéo": r"\s*/\s*",
    "dấu cộng": r"\s*\+\s*",
    "dấu gạch ngang": r"\s+[-–]\s+",
    "chữ «và»": r"\s+và\s+",
    "nhiều dấu khác nhau": r"\s*[,;|\n/+&、]\s*(?![^(]*\))",
}
BY_HAND = ("dấu gạch chéo", "dấu cộng", "dấu gạch ngang", "chữ «và»", "nhiều dấu khác nhau")
MIXED = BY_HAND[-1]
ENDS = " ,;|\n；"
JOINTS = {"dấu phẩy": ", ", "dấu phẩy không có dấu cách": ",", "dấu cách": " ", "dấu chấm phẩy": ";",
          "dấu gạch chéo": "/", "dấu cộng": " + ", "dấu gạch ngang": " - ", "chữ «và»": " và "}  # fmt: skip
MOST_MULTIPLE, MOST_SINGLE, MOST_LISTED, LONG, MOST_WAYS = 40, 150, 30, 100, 1500
CHOOSE_MANY = re.compile(
    r"(?:chọn|tích|đánh dấu)[^.?]{0,25}(?:nhiều|tất cả|các|những)|nhiều (?:lựa chọn|đáp án|phương án)"
    r"|(?:select|check|choose|tick|mark) (?:all|any|one or more|up to)|all that apply|multiple (?:answers|choice)"
)


class Options(NamedTuple):
    """Labels by number of people, and how many answers hold a text that was written in beside them.

    ``parted``: Vietnamese words for what stands between the ticked options ("" for one choice). ``people``: label →
    how many ticked it, alone or beside others.
    """

    labels: list
    written_in: int
    parted: str = ""
    people: dict = {}


def multiple(answers, *, about=""):
    """Options of a checkbox column (answers without blanks), or None where it is none.

    What parts the options is decided from all answers: the separator under which most of the texts recur. Options may
    hold it themselves: pieces that only ever stand beside each other are one option, as are pieces inside brackets.
    A column is one of checkboxes where there are more ways of ticking than options, where every piece of a joined
    answer is also an answer of its own, or where each answer ends in the separator; ``about`` (the question) may say.
    """
    times = Counter(answers)
    found = {words: pair for words in SEPARATORS if (pair := _parted(times, words, about))}
    mixed = found.get(MIXED)
    best = max(found.values(), key=lambda pair: pair[0])[1] if found else None
    return mixed[1] if mixed and _composed(best.labels, mixed[1].labels) >= 3 else best


def _composed(labels, pieces):
    """How many labels are put together of others: several separators were used side by side."""
    parts = [re.split(SEPARATORS[MIXED], label) for label in labels]
    return sum(len(p) > 1 and set(p) <= set(pieces) for p in parts)


def _parted(times, words, about):
    """(how well, Options) under one separator, or None where the answers do not read like ticks parted by it."""
    pattern, joint = re.compile(SEPARATORS[words]), JOINTS.get(words, " ")
    if not any(pattern.search(text) for text in times) or _reads_open(list(times)[:MOST_WAYS], pattern):
        return None
    people, all_end = sum(times.values()), _all_end(times, words)
    pieces = Counter()
    for text, n in times.items():
        pieces[tuple(p for p in pattern.split(text.strip(ENDS)) if p)] += n
    if not all_end and not any(len(p) > 1 for p in pieces):
        return None
    ticked = _rejoined(pieces, joint)
    if words == MIXED and ticked != pieces:
        return None  # an option would be put together with a mark that it was not written with
    counts = Counter()
    for ticks, n in ticked.items():
        counts.update(dict.fromkeys(ticks, n))
    labels = _recurring(counts, people, several=True)
    if not 2 <= len(labels) <= MOST_MULTIPLE:
        return None
    share = sum(counts[label] for label in labels) / sum(counts.values())
    if share < 0.8 or not _is_ticked(ticked, set(labels), words, all_end, about):
        return None
    known = set(labels)
    written_in = sum(n for ticks, n in ticked.items() if not known.issuperset(ticks))
    return share, Options(labels, written_in, words, {label: counts[label] for label in labels})


def _reads_open(texts, pattern):
    """Whether so many different texts come of a part of the answers that they are no options."""
    pieces = Counter(p for text in texts for p in pattern.split(text))
    return len(texts) >= MOST_WAYS and sum(n for n in pieces.values() if n == 1) > 0.5 * sum(pieces.values())


def multiple_codes(answers, about):
    """Whether answers that read as numbers ("1,10", "1 2") are codes ticked together, in ascending order."""
    pieces = [re.split(r"[,;| ]+", text.strip(" ,;|")) for text in answers]
    joined = [p for p in pieces if len(p) > 1]
    if not joined or not all(t.isdecimal() and len(t) < 4 for p in pieces for t in p):
        return False
    rising = all(int(a) < int(b) for p in joined for a, b in zip(p, p[1:], strict=False))
    alone = {p[0] for p in pieces if len(p) == 1}
    own = all(t in alone for p in joined for t in p)
    long = any(len(p) > 2 for p in joined)
    named = bool(CHOOSE_MANY.search(about.lower()))
    return rising and (named or long or (own and len({tuple(p) for p in joined}) >= 5))


def _all_end(times, words):
    """Whether nearly every answer ends in a semicolon, as Microsoft Forms writes ticks."""
    ending = sum(n for text, n in times.items() if text.rstrip().endswith(";"))
    return words == "dấu chấm phẩy" and ending >= 0.9 * sum(times.values())


def _is_ticked(ticked, known, words, all_end, about):
    """Whether the joined answers are ticks, not sentences or single options that hold the separator."""
    people, joined = sum(ticked.values()), {ticks: n for ticks, n in ticked.items() if len(ticks) > 1}
    alone = {ticks[0]: n for ticks, n in ticked.items() if len(ticks) == 1}
    if all_end and sum(n for ticks, n in ticked.items() if known.issuperset(ticks)) >= 0.8 * people:
        return True
    if any(len(set(ticks)) < len(ticks) for ticks in joined if known.issuperset(ticks)):
        return False
    named = bool(CHOOSE_MANY.search(about.lower()))
    if words in BY_HAND:
        sure = known.issubset(alone) and not any(label.isdecimal() for label in known)
        return all(map(known.issuperset, ticked)) and 3 <= len(joined) > len(known) - len(alone) and (named or sure)
    if words == "dấu cách":
        return all(map(known.issuperset, ticked)) and len(joined) >= 3 and known.issubset(alone)
    if sum(joined.values()) >= max(2, 0.03 * people) and len(ticked) > len(known):
        return True
    least = 1 if named or words in ("xuống dòng", "dấu chấm phẩy") else 2
    own = sum(n for ticks, n in joined.items() if all(alone.get(piece, 0) >= least for piece in ticks))
    return own > 0 and own >= 0.8 * sum(joined.values())


def single(answers):
    """Options of a one-choice column (answers without blanks), or None where the answers read like open text.

    Up to 30 recurring values are all kept; a longer list keeps what recurs and leaves the rest to be written in. Long
    options are options where nearly everyone gave one of a few.
    """
    counts = pd.Series(answers).value_counts()
    own = counts[[not is_apart(label) for label in counts.index]]
    if own.empty:
        return None
    repeated = own[own > 1].sum() / own.sum()
    if own.index.str.len().to_series().median() > LONG and (len(own) > 12 or repeated < 0.9):
        return None
    if len(counts) <= 12 and repeated >= 0.5 or len(counts) <= MOST_LISTED and repeated >= 0.9:
        return Options(list(counts.index), 0)
    labels = _recurring(dict(counts), len(answers))
    few = len(labels) <= MOST_SINGLE and (own == 1).mean() <= 0.6
    if len(answers) < 50 or not few or counts[labels].sum() < 0.8 * len(answers) or repeated < 0.8:
        return None
    return Options(labels, int(len(answers) - counts[labels].sum()))


def alike(labels):
    """Groups of labels that may be one answer spelt twice ("Nonbinary", "Non-binary"); a person decides."""
    groups = defaultdict(list)
    for label in labels:
        groups[slug(label, 200).replace("_", "") or label].append(label)
    return [group for group in groups.values() if len(group) > 1]


def _recurring(counts, people, several=False):
    """What recurs, by people; among fewer than 50 also what was given once, but not beside other ticks."""
    least = max(2, ceil(0.004 * people)) if people >= 50 else 2 if several and people >= 10 else 1
    return [label for label, n in sorted(counts.items(), key=lambda item: -item[1]) if n >= least]


def _rejoined(ticked, joint):
    """Pieces put together again where the separator stood inside an option; ticks → how many people, as given.

    Pieces belong together where, among all answers, each of the one kind is always followed by one of the other and
    these never stand elsewhere; or where a piece in lower case goes on with the one piece it ever follows.
    """
    follows, counts, last = defaultdict(Counter), Counter(), Counter()
    for pieces, n in ticked.items():
        counts.update(dict.fromkeys(pieces, n))
        last[pieces[-1] if pieces else None] += n
        for left, right in zip([None, *pieces], [*pieces, None], strict=True):
            follows[left][right] += n
    pairs = _inseparable(follows) | _going_on(follows, counts, last)
    if not pairs:
        return ticked
    whole = Counter()
    for pieces, n in ticked.items():
        whole[_glued(pieces, pairs, joint)] += n
    return dict(whole)


def _inseparable(follows):
    """Pairs (left, right) of the groups of pieces that only ever stand one before the other."""
    group = {}
    for left, rights in follows.items():
        members = {("l", left), *(("r", right) for right in rights)}
        for other in {id(group[m]): group[m] for m in members if m in group}.values():
            members |= other
        group |= dict.fromkeys(members, members)
    found = set()
    for members in {id(g): g for g in group.values()}.values():
        lefts = {text for side, text in members if side == "l"}
        rights = {text for side, text in members if side == "r"}
        times = sum(follows[left][right] for left in lefts for right in follows[left])
        if None not in lefts | rights and times >= 3 * min(len(lefts), len(rights)) and not lefts & rights:
            found |= {(left, right) for left in lefts for right in follows[left]}
    return found


def _going_on(follows, counts, last):
    """Pairs whose right piece is in lower case, among pieces in capitals, and follows one piece only."""
    if sum(n for p, n in counts.items() if p[:1].isupper()) <= 0.5 * sum(counts.values()):
        return set()
    before = defaultdict(set)
    for left, rights in follows.items():
        for right in rights:
            before[right].add(left)
    behind = {right: next(iter(left)) for right, left in before.items() if right and len(left) == 1}
    return {
        (left, right)
        for right, left in behind.items()
        if left and right[:1].islower() and counts[right] >= 3 and (last[right] < counts[right] or counts[right] >= 5)
    }


def _glued(pieces, pairs, joint):
    whole, before = [], None
    for piece in pieces:
        if whole and (before, piece) in pairs:
            whole[-1] += f"{joint}{piece}"
        else:
            whole.append(piece)
        before = piece
    return tuple(whole)

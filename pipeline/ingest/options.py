"""The answer options hidden in a column of text: what recurs is an option, what occurs once was written in."""

import re
from collections import Counter, defaultdict
from math import ceil
from typing import NamedTuple

import pandas as pd

from pipeline.ingest.scales import is_apart
from pipeline.ingest.text import slug

SEPARATORS = (r",\s+(?![^(]*\))", r"\s*;\s*", r"\s*\|\s*", r"\s*\n\s*")
MOST_MULTIPLE, MOST_SINGLE, MOST_LISTED = 40, 150, 30


class Options(NamedTuple):
    """Labels by number of people, and how many answers hold a text that was written in beside them."""

    labels: list
    written_in: int


def multiple(answers):
    """Options of a checkbox column (answers without blanks), or None where it is none.

    Options may hold commas: pieces that only ever occur one after the other are one option, as are pieces inside
    brackets or going on in lower case. There must be more ways of ticking than options.
    """
    for separator in SEPARATORS:
        ticked = _rejoined([[p.strip() for p in re.split(separator, text) if p.strip()] for text in answers])
        several = sum(len(pieces) > 1 for pieces in ticked)
        counts = Counter(piece for pieces in ticked for piece in dict.fromkeys(pieces))
        labels = _recurring(counts, len(answers))
        share = sum(counts[label] for label in labels) / max(sum(counts.values()), 1)
        wanted = several >= max(2, 0.03 * len(answers)) and share >= 0.8 and 2 <= len(labels) <= MOST_MULTIPLE
        if wanted and len(set(map(tuple, ticked))) > len(labels):
            known = set(labels)
            return Options(labels, sum(not known.issuperset(pieces) for pieces in ticked))
    return None


def single(answers):
    """Options of a one-choice column (answers without blanks), or None where the answers read like open text.

    Up to 30 recurring values are all kept; a longer list keeps what recurs and leaves the rest to be written in.
    """
    counts = pd.Series(answers).value_counts()
    own = counts[[not is_apart(label) for label in counts.index]]
    if own.empty or own.index.str.len().to_series().median() > 100:
        return None
    repeated = own[own > 1].sum() / own.sum()
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


def _recurring(counts, people):
    least = max(2, ceil(0.004 * people)) if people >= 50 else 1
    return [label for label, n in sorted(counts.items(), key=lambda item: -item[1]) if n >= least]


def _rejoined(ticked):
    """Pieces put together again where a comma stood inside an option."""
    before, after, counts = defaultdict(Counter), defaultdict(Counter), Counter()
    for pieces in ticked:
        counts.update(pieces)
        for left, right in zip([None, *pieces], [*pieces, None], strict=True):
            before[right][left] += 1
            after[left][right] += 1
    capital = sum(n for p, n in counts.items() if p[:1].isupper()) > 0.5 * sum(counts.values())
    behind = [p for p in counts if len(before[p]) == 1 and None not in before[p]]
    inside = {p for p in behind if _goes_on(p, before, after, counts, capital)}
    return [_glued(pieces, inside) for pieces in ticked] if inside else ticked


def _goes_on(piece, before, after, counts, capital):
    """Whether a piece, always behind one other piece, only goes on with it."""
    (left,) = before[piece]
    return (capital and piece[:1].islower()) or (counts[piece] >= 3 and len(after[left]) == 1)


def _glued(pieces, inside):
    whole = []
    for piece in pieces:
        if whole and piece in inside:
            whole[-1] += f", {piece}"
        else:
            whole.append(piece)
    return whole

"""What a hidden count can be, given every printed one: the attacker's linear programs.

Two worlds that agree with every printed number and lie far enough apart prove that a count is safe; only what is not
proved so has its exact ends sought, a program an end.
"""

import numpy as np

from pipeline.privacy.arrays import Counts
from pipeline.privacy.blocks import blocks
from pipeline.privacy.bounds import outer_ends, system
from pipeline.privacy.partners import search


def ranges(web, cells, *, enough=np.inf):
    """Cell → (lowest, highest) whole number it can be for somebody who has read every table.

    Exact where the two are less than ``enough`` apart; else two numbers that far apart, each of which it can be; inf
    where there is no highest. ValueError when the printed numbers cannot all be true.
    """
    fixed = {cell: n for cell, n in web.values.items() if n == n}
    found = {cell: (fixed[cell], fixed[cell]) for cell in cells if cell in fixed}
    hidden = [cell for cell in cells if cell not in fixed]
    if not hidden:
        return found
    whole = system(web, hidden, fixed)
    numbers = np.array([fixed.get(cell, np.nan) for cell in whole.cells], float)
    part = whole.held(np.isnan(numbers), numbers)
    low, high = _seen(web, whole, numbers, part, len(hidden), enough)
    low, high = _ends(part, np.arange(len(hidden)), low, high, enough)
    high = np.where(high >= part.most, np.inf, high)
    return found | dict(zip(hidden, zip(np.maximum(low, 0).tolist(), high.tolist(), strict=True), strict=True))


def _seen(web, whole, numbers, part, asked, enough):
    """The least and greatest number of the first ``asked`` counts in worlds that print the same."""
    start = _start(part)
    known = ~np.isnan(start)
    truth = numbers.copy()
    truth[part.columns] = start
    hidden = np.zeros(len(numbers), bool)
    hidden[:asked] = ~np.isnan(truth[:asked])
    if np.isfinite(enough) and known.all():
        counts = Counts(whole, np.where(hidden, truth, numbers), *np.zeros((2, len(numbers))), *np.empty((4, 0)))
        found, _ = search(counts, blocks(counts, web), hidden, enough, truth)
        return found.low[:asked], found.high[:asked]
    return np.where(hidden[:asked], truth[:asked], np.inf), np.where(hidden[:asked], truth[:asked], -np.inf)


def _start(part):
    """Some whole counts that keep every relation; NaN for those that hang together where none was found."""
    start = _solved(part, np.zeros(len(part.columns)))
    for label in np.unique(part.label[~part.is_whole(start)]):
        some = part.some([label])
        found = some.solve(np.zeros(len(some.columns)), whole=True)
        start[part.label == label] = np.nan if found is None else found
    return start.round()


def _solved(part, cost):
    found = part.solve(cost)
    if found is None:
        raise ValueError("Các bảng mâu thuẫn nhau: không có bộ số người nào khớp mọi số đã in. Hãy lập lại các bảng.")
    return found


def _ends(part, asked, low, high, enough):
    """``low`` and ``high`` with the exact ends of those that are not seen ``enough`` apart."""
    low, high = low.copy(), high.copy()
    beyond = (
        end[np.searchsorted(part.columns, asked)] for end in outer_ends(part.matrix, part.low, part.high, part.most)
    )
    for at, least, most in zip(asked, *beyond, strict=True):
        if least == most:
            low[at] = high[at] = least
        elif not high[at] - low[at] >= enough:
            some = part.some([part.label[np.searchsorted(part.columns, at)]])
            for sign in (-1, 1):
                if not high[at] - low[at] >= enough:
                    _end(some, at, sign, low, high, len(asked))
    return low, high


def _end(part, at, sign, low, high, asked):
    """Moves one count to its lowest (sign 1) or highest (−1) number, and notes what all others are then.

    A fractional optimum is sought again in whole people; if that is too much work the end of what was seen stands,
    which is never too wide.
    """
    cost = np.zeros(len(part.columns))
    cost[np.searchsorted(part.columns, at)] = sign
    counts = _solved(part, cost)
    if not part.is_whole(counts).all():
        counts = part.solve(cost, whole=True)
    if counts is not None:
        mine = part.columns < asked
        columns, numbers = part.columns[mine], counts[mine].round()
        low[columns], high[columns] = np.minimum(low[columns], numbers), np.maximum(high[columns], numbers)

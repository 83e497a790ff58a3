"""Thresholds that may promise a precision, tested one after the other, from a strict one to lenient ones.

Their order is set by how many answers pass them, not by how many of these were right: so each test has the whole level,
and the promise is broken in one case of ten at most, also one found by looking (fixed sequence testing: Angelopoulos et
al. 2021, Learn then Test).
"""

from functools import lru_cache
from itertools import count, takewhile

import numpy as np
from scipy.stats import beta

ABOVE = 30  # answers of the sample above a threshold, at least
BROKEN = 0.1  # chance that any threshold looked at promises more than it keeps
FIRST = 0.5  # share of the sample that passes the first threshold looked at, at most
STEP = 0.65  # a threshold looked at lets so many times fewer answers pass than the next


def lowest(tried, wrong, level):
    """One-sided lower confidence bound of the share right (Clopper & Pearson 1934)."""
    return float(beta.ppf(level, tried - wrong, wrong + 1)) if tried > wrong else 0.0


def highest(tried, wrong, level):
    """One-sided upper confidence bound of the share right."""
    return float(beta.ppf(1 - level, tried - wrong + 1, wrong)) if wrong else 1.0


@lru_cache(maxsize=1000)
def looked_at(many, precision):
    """Of every threshold looked at, in this order: how many of the sample pass it, and how many may then be wrong."""
    sizes = [_roomy(ABOVE, many, precision)]
    while sizes[-1] < many:
        sizes.append(_roomy(int(sizes[-1] / STEP), many, precision))
    # Far up few may be wrong, and a coder's slip ends it; far down many are.
    sizes = sizes[max(sum(size <= FIRST * many for size in sizes) - 1, 0) :]
    return np.array(sizes), np.array([_allowed(size, precision) for size in sizes])


def _roomy(size, many, precision):
    """The next size, up to ``many``, at which one more may just be wrong than at a size less by one."""
    wrong = _allowed(size - 1, precision) + 1
    return next((n for n in range(size, many) if lowest(n, wrong, BROKEN) >= precision), many)


def _allowed(size, precision):
    """How many may be wrong of so many that pass, -1 where none may."""
    return sum(1 for _ in takewhile(lambda bad: lowest(size, bad, BROKEN) >= precision, count())) - 1

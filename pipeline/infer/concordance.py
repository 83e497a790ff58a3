"""Pairs of people that two orders rank alike or against each other: τ-b, τ-c, γ and Somers' D."""

from typing import NamedTuple

import numpy as np
from scipy import stats

from pipeline.infer import effects

TAU_B, TAU_C, GAMMA = "τ-b Kendall", "τ-c Stuart", "γ Goodman–Kruskal"
SOMERS = "D Somers, đối xứng", "D Somers, câu hỏi theo nhóm", "D Somers, nhóm theo câu hỏi"


class Concordance(NamedTuple):
    """z and p of Kendall's S, and both measures with their 95 % limits."""

    z: float
    p: float
    tau: float
    tau_limits: tuple
    gamma: float
    gamma_limits: tuple


def concordance(x, y):
    """Concordance of two orders of the same people, none missing.

    z is S over its standard deviation under independence with ties (R: cor.test(method = "kendall", exact = FALSE)),
    which is the Jonckheere–Terpstra test too. Limits by the asymptotic standard errors of Brown & Benedetti 1977 (those
    of SPSS and of DescTools::KendallTauB and GoodmanKruskalGamma), cut at ±1.
    """
    counted = _counted(x, y)
    n, rows, columns = counted.counts.sum(), counted.counts.sum(axis=1), counted.counts.sum(axis=0)
    z = counted.gap / 2 / np.sqrt(_variance(n, rows, columns))
    found = measures(x, y)
    told = [(value, limits(value, np.sqrt((influence**2).sum()))) for value, influence in (found[TAU_B], found[GAMMA])]
    return Concordance(z, 2 * stats.norm.sf(abs(z)), *told[0], *told[1])


def measures(x, y, weight=None):
    """Name → (value, influence of every person) of τ-b, τ-c (Stuart 1953), γ, Somers' D (1962), ``y`` by groups ``x``.

    The sum of squared influences is the square of the asymptotic standard error (ASE1 of SPSS Crosstabs; Brown &
    Benedetti 1977); weighted, influences are what ``design.linear`` takes. None missing.
    """
    counts, alike, against, gap, at = _counted(x, y, weight)
    (n, m), r, c = (counts.sum(), min(counts.shape)), counts.sum(axis=1), counts.sum(axis=0)
    p, q = (counts * alike).sum(), (counts * against).sum()
    free_r, free_c = n**2 - (r**2).sum(), n**2 - (c**2).sum()
    alike, against = alike[at], against[at]  # of every person
    apart = 2 * (alike - against)
    move_r, move_c = 2 * (n - r[at[0]]), 2 * (n - c[at[1]])  # how the pairs untied on a side grow with one person more
    scale, tied = np.sqrt(free_r * free_c), (free_r + free_c) / 2
    tau, both = gap / scale, gap / tied
    return {
        TAU_B: (tau, apart / scale - tau / 2 * (move_r / free_r + move_c / free_c)),
        TAU_C: (m * gap / (n**2 * (m - 1)), m / (m - 1) * (apart - 2 * gap / n) / n**2),
        GAMMA: (gap / (p + q), 4 * (q * alike - p * against) / (p + q) ** 2),
        SOMERS[0]: (both, (apart - both * (move_r + move_c) / 2) / tied),
        SOMERS[1]: (gap / free_r, (apart - gap / free_r * move_r) / free_r),
        SOMERS[2]: (gap / free_c, (apart - gap / free_c * move_c) / free_c),
    }


def excess(x, y, weight):
    """The weighted share of pairs alike less those against, of all pairs."""
    return _counted(x, y, weight).gap / weight.sum() ** 2


def null_z(x, y):
    """The z that SPSS gives with all of ``measures``: P − Q over its asymptotic standard error without association."""
    counts, alike, against, gap, _ = _counted(x, y)
    spread = (counts * (alike - against) ** 2).sum() - gap**2 / counts.sum()
    return gap / (2 * np.sqrt(spread)) if spread > 0 else np.nan


def limits(value, se):
    """Symmetric 95 % limits, cut at ±1."""
    reach = stats.norm.ppf(effects.TAILS[0])
    return max(value - reach * se, -1.0), min(value + reach * se, 1.0)


class _Counted(NamedTuple):
    """The two-way table: people (or weights), for each cell those alike and against it, P − Q, cell of a person."""

    counts: np.ndarray
    alike: np.ndarray
    against: np.ndarray
    gap: float
    at: tuple


def _counted(x, y, weight=None):
    rows, columns = (np.unique(side, return_inverse=True)[1] for side in (x, y))
    shape = rows.max() + 1, columns.max() + 1
    counts = np.bincount(rows * shape[1] + columns, weight, minlength=shape[0] * shape[1]).reshape(shape).astype(float)
    alike, against = _pairs(counts), _pairs(counts[:, ::-1])[:, ::-1]
    return _Counted(counts, alike, against, (counts * (alike - against)).sum(), (rows, columns))


def _pairs(counts):
    """For each cell, the people above and to its left plus those below and to its right."""
    total = counts.cumsum(axis=0).cumsum(axis=1)
    padded = np.pad(total, ((1, 0), (1, 0)))
    before = padded[:-1, :-1]
    after = total[-1, -1] - padded[1:, [-1]] - padded[[-1], 1:] + total
    return before + after


def _variance(n, rows, columns):
    """Variance of S under independence, both sides tied (Kendall 1970, Rank Correlation Methods, eq. 4.4)."""

    def sums(ties):
        return (
            (ties * (ties - 1) * (2 * ties + 5)).sum(),
            (ties * (ties - 1) * (ties - 2)).sum(),
            (ties**2 - ties).sum(),
        )

    (r5, r2, r1), (c5, c2, c1) = sums(rows), sums(columns)
    found = (n * (n - 1) * (2 * n + 5) - r5 - c5) / 18 + r1 * c1 / (2 * n * (n - 1))
    return found + (r2 * c2 / (9 * n * (n - 1) * (n - 2)) if n > 2 else 0)

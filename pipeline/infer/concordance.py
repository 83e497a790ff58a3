"""Pairs of people that two orders rank alike or against each other: Kendall's τ-b and Goodman and Kruskal's γ."""

from typing import NamedTuple

import numpy as np
from scipy import stats

from pipeline.infer import effects


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
    counts = _counts(np.unique(x, return_inverse=True)[1], np.unique(y, return_inverse=True)[1])
    alike, against = _pairs(counts), _pairs(counts[:, ::-1])[:, ::-1]
    p, q = (counts * alike).sum(), (counts * against).sum()
    n, rows, columns = counts.sum(), counts.sum(axis=1), counts.sum(axis=0)
    z = (p - q) / 2 / np.sqrt(_variance(n, rows, columns))
    free_r, free_c = n**2 - (rows**2).sum(), n**2 - (columns**2).sum()
    tau, gamma, scale = (p - q) / np.sqrt(free_r * free_c), (p - q) / (p + q), np.sqrt(free_r * free_c)
    pull = 2 * scale * (alike - against) + tau * (rows[:, None] * free_c + columns * free_r)
    squares = (counts * pull**2).sum() - n**3 * tau**2 * (free_r + free_c) ** 2
    tau_se = np.sqrt(max(squares, 0)) / (free_r * free_c)
    gamma_se = 4 * np.sqrt((counts * (q * alike - p * against) ** 2).sum()) / (p + q) ** 2
    return Concordance(z, 2 * stats.norm.sf(abs(z)), tau, _limits(tau, tau_se), gamma, _limits(gamma, gamma_se))


def _counts(rows, columns):
    shape = rows.max() + 1, columns.max() + 1
    return np.bincount(rows * shape[1] + columns, minlength=shape[0] * shape[1]).reshape(shape).astype(float)


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


def _limits(value, se):
    reach = stats.norm.ppf(effects.TAILS[0]) * se
    return max(value - reach, -1.0), min(value + reach, 1.0)

"""Significance letters: which column of a banner table is higher than which other, as SPSS Custom Tables prints them.

Shares: pooled two-proportion z test. Means: Welch's t test. Both on the effective base (Kish 1965), so that weights
cost what they cost. Two-sided, adjusted over all pairs of columns of a row that could be tested. Columns that share
people take the p of ``overlap``.
"""

from itertools import combinations

import numpy as np
from scipy import stats

ALPHA = 0.05


def name(position):
    """Letter of a column: A … Z, AA, AB …"""
    first, last = divmod(position, 26)
    return (name(first - 1) if first else "") + chr(ord("A") + last)


def pooled_z(share, base):
    """Two-sided p of every pair of columns, a row of ``share`` (0-1) a row: z with pooled variance, as R's
    ``prop.test(correct = FALSE)``. NaN where a share is missing, or the pair is all 0 or all 1."""
    i, j = _pairs(share)
    one, other, n, m = share[:, i], share[:, j], base[:, i], base[:, j]
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (one * n + other * m) / (n + m)
        z = (one - other) / np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return 2 * stats.norm.sf(np.abs(np.where(np.isfinite(z), z, np.nan)))


def welch_t(mean, sd, base):
    """Two-sided p of every pair of columns: Welch's t with its degrees of freedom on ``base``. NaN where a mean is
    missing, a base is under two, or neither column varies."""
    i, j = _pairs(mean)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = sd**2 / np.where(base >= 2, base, np.nan)
        both = error[:, i] + error[:, j]
        t = (mean[:, i] - mean[:, j]) / np.sqrt(both)
        df = both**2 / ((error**2 / (base - 1))[:, i] + (error**2 / (base - 1))[:, j])
    return 2 * stats.t.sf(np.abs(np.where(np.isfinite(t), t, np.nan)), df)


def _pairs(values):
    return np.triu_indices(values.shape[1], k=1)


def adjusted(p, method):
    """p of every row adjusted over the row: "bonferroni", "bh" (Benjamini & Hochberg 1995) or "none".

    As R's ``p.adjust``: missing p stay missing and do not count. ValueError for another method.
    """
    tested = np.isfinite(p).sum(axis=1, keepdims=True)
    if method == "none":
        return p
    if method == "bonferroni":
        return np.minimum(p * tested, 1)
    if method != "bh":
        raise ValueError(f"Hiệu chỉnh «{method}»: dùng bonferroni hoặc bh.")
    order = np.argsort(p, axis=1)  # NaN last
    ranked = np.take_along_axis(p, order, axis=1) * tested / np.arange(1, p.shape[1] + 1)
    falling = np.fmin.accumulate(ranked[:, ::-1], axis=1)[:, ::-1]
    found = np.empty_like(p)
    np.put_along_axis(found, order, np.minimum(falling, 1), axis=1)
    return np.where(np.isfinite(p), found, np.nan)


def of_shares(percent, base, *, adjust, shared=None):
    """The letters of the columns each column is higher than, as texts "B D": an array like ``percent`` (rows × columns
    of a block, 0-100). A column whose effective ``base`` is NaN is not tested. ``shared``: p of the pairs of columns
    that share people, rows × pairs, NaN for the others; None where no columns do."""
    return _marked(percent, _either(pooled_z(percent / 100, base), shared, base), adjust)


def of_means(mean, sd, base, *, adjust, shared=None):
    """The same for means."""
    return _marked(mean, _either(welch_t(mean, sd, base), shared, base), adjust)


def _either(apart, shared, base):
    """p of columns that are apart, and ``shared`` where both columns have people in common and are tested."""
    if shared is None:
        return apart
    i, j = _pairs(base)
    overlap = ~np.isnan(shared).all(axis=0)
    tested = ~np.isnan(base[:, i]) & ~np.isnan(base[:, j])
    return np.where(overlap, np.where(tested, shared, np.nan), apart)


def _marked(level, p, adjust):
    found, differs = [[[] for _ in row] for row in level], adjusted(p, adjust) < ALPHA
    pairs = list(combinations(range(level.shape[1]), 2))
    for row, pair in np.argwhere(differs):
        high, low = sorted(pairs[pair], key=lambda column, row=row: -level[row, column])
        found[row][high].append(low)
    return [[" ".join(name(low) for low in sorted(cell)) for cell in row] for row in found]

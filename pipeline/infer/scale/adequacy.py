"""Whether the items of a scale belong together enough for factors: KMO and Bartlett's test."""

import numpy as np
from scipy import stats

WORDS = ((0.9, "rất tốt"), (0.8, "tốt"), (0.7, "khá"), (0.6, "trung bình"), (0.5, "kém"))


def kmo(correlations):
    """Kaiser–Meyer–Olkin measure: (overall, one value an item) – R: psych::KMO(R)$MSA, $MSAi (Kaiser & Rice 1974)."""
    matrix = np.asarray(correlations, dtype=float)
    inverse = np.linalg.inv(matrix)
    partial = (inverse / np.sqrt(np.outer(np.diag(inverse), np.diag(inverse)))) ** 2
    simple = matrix**2
    np.fill_diagonal(partial, 0)
    np.fill_diagonal(simple, 0)
    return float(simple.sum() / (simple + partial).sum()), simple.sum(axis=0) / (simple + partial).sum(axis=0)


def bartlett(correlations, n):
    """Bartlett's test of sphericity (1951): chi-square, df, p – R: psych::cortest.bartlett(R, n)."""
    items = len(correlations)
    statistic = -np.linalg.slogdet(np.asarray(correlations))[1] * (n - 1 - (2 * items + 5) / 6)
    df = items * (items - 1) / 2
    return float(statistic), df, float(stats.chi2.sf(statistic, df))


def kaiser(measure):
    """Kaiser's word (1974) for a KMO, in Vietnamese."""
    return next((word for least, word in WORDS if measure >= least), "không chấp nhận được")

"""Tests between banner columns that share people: groups of a several-choices question, a part beside the whole.

Their difference is a contrast of two domains of one sample; the design's covariance holds what they share (R:
svycontrast of svyby with covmat = TRUE). Without weights its variance is that of the overlap formula of Quantum and
WinCross, s₁²/n₁ + s₂²/n₂ − 2·n₀·s₁₂/(n₁·n₂), with the variances unpooled.
"""

import numpy as np
from scipy import stats

from pipeline import design
from pipeline.describe.limits import ratios


def p_values(answers, weight, values, people):
    """Two-sided p of every pair of columns of ``people`` (people × columns): rows of ``values`` × pairs.

    t of the contrast on the design's degrees of freedom. NaN for columns that share nobody and where nothing varies;
    None where no columns share anybody. ``weight``: a column, a ``Design`` or nothing.
    """
    i, j = np.triu_indices(people.shape[1], k=1)
    common = (people.T.astype(float) @ people)[i, j] > 0
    if not common.any():
        return None
    sample = design.sample(answers, weight)
    held, filled = values.notna().to_numpy(), values.fillna(0).to_numpy(float)
    rows = [_row(sample, filled[:, [row]], held[:, [row]] & people, i, j) for row in range(values.shape[1])]
    return np.where(common, np.array(rows), np.nan)


def _row(sample, values, inside, i, j):
    found = ratios(sample, values * inside, inside)
    spread = found.covariance
    variance = spread[i, i] + spread[j, j] - 2 * spread[i, j]
    df = design.degf(sample, inside.any(axis=1))
    with np.errstate(divide="ignore", invalid="ignore"):
        t = (found.value[i] - found.value[j]) / np.sqrt(np.where(variance > 1e-18, variance, np.nan))
    return 2 * stats.t.sf(np.abs(t), df) if df > 0 else np.full(len(t), np.nan)

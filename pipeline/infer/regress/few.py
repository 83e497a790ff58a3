"""The test of all terms of a regression where few people stand on its rarer side."""

import numpy as np
import pandas as pd
from scipy import stats

ENOUGH = 20  # people on the rarer side for each term, under which the likelihood ratio rejects 9 % of true nulls


def is_small(y, terms):
    """Whether fewer than ENOUGH people for each of the ``terms`` answered other than most did."""
    return len(y) - np.bincount(y).max() < ENOUGH * terms


def score_test(x, y):
    """Rao's score test that no column of ``x`` matters, its variance that of all orders of the answers: χ², df, p.

    (n − 1)·R² of the mid-ranks of ``y`` on ``x``: of one factor the Kruskal–Wallis test (McCullagh 1980), of two
    categories and one factor Pearson's χ²·(n − 1)/n. In 30 to 75 people it rejects 4–6 % of true nulls.
    """
    rank = pd.Series(y).rank().to_numpy()
    spread, centred = rank - rank.mean(), x - x.mean(axis=0)
    fitted = centred @ np.linalg.lstsq(centred, spread, rcond=None)[0]
    chi2 = float((len(y) - 1) * (fitted @ fitted) / (spread @ spread))
    return {"test": "điểm số (ít người)", "statistic": chi2, "df": x.shape[1], "p": stats.chi2.sf(chi2, x.shape[1])}

"""The test of all terms of a regression where few people stand on its rarer side."""

import numpy as np
import pandas as pd
from scipy import stats

from pipeline.infer import design

ENOUGH = (
    20  # people on the rarer side for each term, under which the likelihood ratio and Wald reject 9–18 % of true nulls
)


def is_small(y, terms):
    """Whether fewer than ENOUGH people for each of the ``terms`` answered other than most did."""
    return len(y) - np.bincount(y).max() < ENOUGH * terms


def score_test(x, y, weight=None):
    """Rao's score test that no column of ``x`` matters, its variance that of a world where none does: χ², df, p.

    Unweighted that of all orders of the answers, (n − 1)·R² of the mid-ranks of ``y`` on ``x``: of one factor the
    Kruskal–Wallis test (McCullagh 1980), of two categories and one factor Pearson's χ²·(n − 1)/n. With weights the
    linearised one of the weighted mid-ranks (Rao, Scott & Skinner 1998), where Wald's F rejects 10–18 % of true nulls.
    """
    if weight is None:
        rank = pd.Series(y).rank().to_numpy()
        spread, centred = rank - rank.mean(), x - x.mean(axis=0)
        fitted = centred @ np.linalg.lstsq(centred, spread, rcond=None)[0]
        chi2 = (len(y) - 1) * (fitted @ fitted) / (spread @ spread)
    else:
        rank = design.mid_ranks(pd.DataFrame({"value": y, "weight": weight})).to_numpy()
        spread, centred = rank - np.average(rank, weights=weight), x - np.average(x, axis=0, weights=weight)
        influence = (weight * spread)[:, None] * centred
        total, sure = influence.sum(axis=0), influence.T @ influence * len(y) / (len(y) - 1)
        chi2 = total @ np.linalg.pinv(sure, hermitian=True) @ total
    name = "điểm số (ít người)" if weight is None else "điểm số theo thiết kế (ít người)"
    return {"test": name, "statistic": float(chi2), "df": x.shape[1], "p": stats.chi2.sf(chi2, x.shape[1])}

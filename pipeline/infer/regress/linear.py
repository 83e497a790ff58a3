"""Least squares of a number, or of the points of a scale, on terms (R: lm; weighted: survey::svyglm)."""

from typing import NamedTuple

import numpy as np

from pipeline.infer.variables import CannotTest

EXACT = 1e-12  # share of the spread left, under which nothing is left


class Fit(NamedTuple):
    """A fitted model: ``beta`` and the constant ``theta``, what least squares left, information and scores."""

    beta: np.ndarray
    theta: np.ndarray
    rss: float
    r2: float
    adjusted_r2: float
    residuals: np.ndarray
    information: np.ndarray  # of (beta, theta)
    scores: np.ndarray  # one row a person, weighted
    robust: np.ndarray  # covariance HC3


def fit(x, y, weight, start=None):
    """Weighted least squares of ``y`` on columns ``x`` and a constant; ``start`` is not needed."""
    from statsmodels.regression.linear_model import WLS  # a second to import, and only planned models need it

    z = _design(x)
    found = WLS(y, z, weights=weight).fit()
    left = np.asarray(found.resid)
    if len(y) > z.shape[1] and z.shape[1] > 1 and found.ssr < EXACT * found.centered_tss:
        raise CannotTest("các mục của mô hình quyết định hoàn toàn kết quả, không còn phần dư.", len(y))
    with np.errstate(divide="ignore", invalid="ignore"):  # a person whom one term holds alone
        robust = found.cov_HC3
    return Fit(
        *(found.params[:-1], found.params[-1:], float(found.ssr), found.rsquared, found.rsquared_adj, left),
        *(z.T @ (weight[:, None] * z), z * (weight * left)[:, None], robust),
    )


def check(model):
    """Breusch & Pagan's test, studentised by Koenker 1981, that the spread is even (R: lmtest::bptest)."""
    from statsmodels.stats.diagnostic import het_breuschpagan

    chi2, p, _, _ = het_breuschpagan(model.fit.residuals, _design(model.x))
    return {"check": "Breusch–Pagan", "check_statistic": chi2, "check_df": model.x.shape[1], "check_p": p}


def quality(model):
    """R² and adjusted R² (weighted: R's lm with weights)."""
    return {"r2": model.fit.r2, "adjusted_r2": model.fit.adjusted_r2, "model": "tuyến tính (OLS)"}


def standardised(model, place):
    """The coefficient of one term in standard deviations of the outcome and of its column (SPSS: Beta)."""
    spread = np.sqrt([np.cov(values, aweights=model.weight) for values in (model.x[:, place], model.y)])
    return {"beta": model.fit.beta[place] * spread[0] / spread[1], "outcome_sd": spread[1]}


def _design(x):
    return np.column_stack([x, np.ones(len(x))])

"""Maximum likelihood of the proportional-odds model; with two categories it is binary logistic regression.

P(y ≤ j) = logistic(θj - x·β) (McCullagh 1980), so exp(β) is the odds ratio of a higher category. Weights give the
pseudo-likelihood of a survey, whose covariance is the design-based sandwich (Binder 1983; R: survey::svyglm, svyolr).
"""

from typing import NamedTuple

import numpy as np
from scipy import optimize
from scipy.special import expit, logit

STEPS = 100


class Fit(NamedTuple):
    """A fitted model: ``beta`` and ``theta``, log-likelihoods with and without terms, information and scores."""

    beta: np.ndarray
    theta: np.ndarray
    loglik: float
    null: float
    information: np.ndarray  # of (beta, theta)
    scores: np.ndarray  # one row a person, weighted


def fit(x, y, weight, start=None):
    """Fit of categories ``y`` (0..k, each of them used) on columns ``x`` by Newton's method with halved steps.

    ``start``: (beta, theta) to begin at, else the shares. ``ArithmeticError`` when it does not converge, which
    separated data cannot: ask ``separated`` first.
    """
    shares = np.bincount(y, weight).cumsum()[:-1] / weight.sum()
    at = np.concatenate([np.zeros(x.shape[1]), logit(shares)])
    null, at = _loglik(at, x, y, weight), at if start is None else start
    loglik = _loglik(at, x, y, weight)
    for _ in range(STEPS):
        scores, information = _derivatives(at, x, y, weight)
        step = np.linalg.solve(information, scores.sum(axis=0))
        while (better := _loglik(at + step, x, y, weight)) < loglik - 1e-12 * abs(loglik):
            step = step / 2
        at, loglik = at + step, better
        if np.abs(step).max() < 1e-10 * (1 + np.abs(at).max()):
            scores, information = _derivatives(at, x, y, weight)
            return Fit(at[: x.shape[1]], at[x.shape[1] :], loglik, null, information, scores)
    raise ArithmeticError("không hội tụ")


def fitted(found, x):
    """Probability of each category, one row a person."""
    below = expit(found.theta - (x @ found.beta)[:, None])
    return np.diff(below, axis=1, prepend=0, append=1)


def separated(x, y):
    """Which columns have no finite coefficient, and which people are then predicted with certainty.

    Konis (2007, Linear programming algorithms for detecting separated data): a direction of (beta, theta) along
    which nobody's category becomes less likely, found as the optimum of a linear programme in a box.
    """
    cuts = np.arange(y.max())
    sides = np.where(y[:, None] > cuts, 1.0, -1.0)
    rows = np.concatenate(
        [sides[:, [j]] * np.column_stack([x, -np.tile(cuts == j, (len(y), 1)).astype(float)]) for j in cuts]
    )
    patterns, place = np.unique(rows, axis=0, return_inverse=True)
    found = optimize.linprog(-patterns.sum(axis=0), A_ub=-patterns, b_ub=np.zeros(len(patterns)), bounds=(-1, 1))
    gains = (patterns @ found.x > 1e-7)[place.reshape(-1)].reshape(len(cuts), len(y))
    beside = (cuts[:, None] == y) | (cuts[:, None] == y - 1)
    return np.abs(found.x[: x.shape[1]]) > 1e-7, (gains | ~beside).all(axis=0)


def aliased(x):
    """Columns that are a sum of the constant and the columns before them (R gives them NA)."""
    kept, lost = np.ones((len(x), 1)), []
    for column in x.T:
        wider = np.column_stack([kept, column])
        grows = np.linalg.matrix_rank(wider) > kept.shape[1]
        kept = wider if grows else kept
        lost.append(not grows)
    return np.array(lost, dtype=bool)


def _ends(at, x, y):
    cuts = np.concatenate([[-np.inf], at[x.shape[1] :], [np.inf]])
    predicted = x @ at[: x.shape[1]]
    return cuts[y + 1] - predicted, cuts[y] - predicted


def _loglik(at, x, y, weight):
    if (np.diff(at[x.shape[1] :]) <= 0).any():
        return -np.inf
    high, low = _ends(at, x, y)
    with np.errstate(divide="ignore"):
        return float(weight @ np.log(_between(high, low)))


def _between(high, low):
    """F(high) - F(low), taken in the lower tail where both are large."""
    flip = low > 0
    return np.where(flip, expit(-low) - expit(-high), expit(high) - expit(low))


def _derivatives(at, x, y, weight):
    """Weighted scores of each person and the observed information, both in (beta, theta)."""
    places = np.arange(len(at) - x.shape[1])
    (high, low), p = _ends(at, x, y), _between(*_ends(at, x, y))
    sides = [np.column_stack([-x, places == (y - shift)[:, None]]).astype(float) for shift in (0, 1)]
    density = [expit(end) * expit(-end) for end in (high, low)]
    scores = (density[0][:, None] * sides[0] - density[1][:, None] * sides[1]) / p[:, None]
    slopes = [d * (expit(-end) - expit(end)) / p * weight for d, end in zip(density, (high, low), strict=True)]
    curve = sides[0].T @ (slopes[0][:, None] * sides[0]) - sides[1].T @ (slopes[1][:, None] * sides[1])
    return scores * weight[:, None], scores.T @ (weight[:, None] * scores) - curve

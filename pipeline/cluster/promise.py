"""How sure the model must be to code by itself at a precision asked for, found without knowing the truth."""

from statistics import NormalDist

import numpy as np
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from pipeline.cluster.learning import learn

FOLDS = 5
FEWEST = 20  # hand-coded answers below which nothing is promised
MARGIN = NormalDist().inv_cdf(0.9)  # the precision asked for is kept in nine draws of hand codes out of ten
HELD = 10.0  # C of the curve


def threshold(model, hand, *, precision=0.9):
    """Find the probability from which the model may code by itself at the precision asked for.

    The hand-coded answers are cross-validated; how often the likeliest code was right is smoothed by a logistic curve
    over its log-odds (Platt 1999) and averaged over all answers not coded by hand. The lower end of the one-sided 90 %
    interval of that average (delta method) must reach ``precision``. Returns a dict: ``threshold`` (inf when the
    precision cannot be promised), ``precision`` (expected, 0-1), ``coverage`` (expected share of the other answers,
    0-1), ``base`` (hand-coded answers it rests on).
    """
    known = hand[hand["key"].isin(model.probability.index)].reset_index(drop=True)
    nothing = {"threshold": np.inf, "precision": np.nan, "coverage": 0.0, "base": len(known)}
    if len(known) < FEWEST:
        return nothing
    best, right = _tried(model, known)
    others = model.probability[~model.probability.index.isin(known["key"])].max(axis=1).to_numpy()
    others = np.sort(others)[::-1]
    expected, error = _running(others, *_curve(best, right))
    enough = np.flatnonzero((expected - MARGIN * error).round(4) >= precision)
    if not len(enough):
        return nothing
    last = enough[-1]
    found = {"threshold": float(others[last]), "precision": float(expected[last])}
    return {**found, "coverage": float(last + 1) / len(others), "base": len(known)}


def _tried(model, known):
    """Probability of the likeliest code of each hand-coded answer when it was held out, and whether it was right."""
    best, right = np.zeros(len(known)), np.zeros(len(known), bool)
    for train, test in KFold(FOLDS, shuffle=True, random_state=model.seed).split(known):
        again = learn(
            model.prepared, model.frame, known.loc[train], several=model.several, seed=model.seed, after=model
        )
        rows = again.probability.loc[known.loc[test, "key"]]
        best[test] = rows.max(axis=1)
        codes = known.loc[test, "codes"].str.split(";")
        right[test] = [found in own for found, own in zip(rows.idxmax(axis=1), codes, strict=True)]
    return best, right


def _curve(best, right):
    """Intercept and slope of the logistic curve of being right, and their covariance."""
    if right.all() or not right.any():
        share = (right.sum() + 1) / (len(right) + 2)  # Laplace: never a promise of 100 %
        return np.array([logit(share), 0]), np.diag([1 / (len(right) * share * (1 - share)), 0])
    model = LogisticRegression(C=HELD).fit(_design(best)[:, 1:], right)
    line, design = np.r_[model.intercept_, model.coef_[0]], _design(best)
    spread = _slope(design @ line)
    return line, np.linalg.inv(design.T @ (design * spread[:, None]) + np.diag([0, 1 / HELD]))


def _running(chance, line, covariance):
    """Expected precision of coding the first 1, 2 … answers, and its standard error."""
    design, many = _design(chance), np.arange(1, len(chance) + 1)
    logs = design @ line
    gradient = (design * _slope(logs)[:, None]).cumsum(axis=0) / many[:, None]
    return expit(logs).cumsum() / many, np.sqrt(np.einsum("ij,jk,ik->i", gradient, covariance, gradient))


def _slope(logs):
    return expit(logs) * (1 - expit(logs))


def _design(chance):
    return np.column_stack([np.ones(len(chance)), logit(np.clip(chance, 1e-4, 1 - 1e-4))])

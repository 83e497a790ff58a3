"""How sure the model must be to code by itself at a precision asked for, found without knowing the truth."""

from contextlib import suppress
from statistics import NormalDist

import numpy as np
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from pipeline.cluster.learning import NothingToLearn, learn

FOLDS = 5
FEWEST = 20  # hand-coded answers below which nothing is promised
MARGIN = NormalDist().inv_cdf(0.9)  # the precision asked for is kept in nine draws of hand codes out of ten
HELD = 10.0  # C of the curve


def threshold(model, hand, *, precision=0.9):
    """Find the probability from which the model may code by itself at the precision asked for.

    The hand-coded answers are cross-validated; how often the likeliest code was right is smoothed by a logistic curve
    over its log-odds (Platt 1999) and averaged over all answers not coded by hand. The lower end of the one-sided 90 %
    interval of that average (delta method) must reach ``precision``. ``model`` may be None. Returns a dict, all 0-1:
    ``threshold`` (inf when the precision cannot be promised), ``precision`` (expected, of the likeliest code),
    ``coverage`` (expected share of the other answers), ``agreement`` (share of held-out hand-coded answers whose
    likeliest code a person gave, missing while there are too few), ``found`` (share of a person's codes that coding
    by itself would give), and ``base`` (hand-coded answers it rests on).
    """
    known = hand if model is None else hand[hand["key"].isin(model.probability.index)].reset_index(drop=True)
    told = {"threshold": np.inf, "precision": np.nan, "coverage": 0.0, "agreement": np.nan, "found": 0.0}
    told["base"] = len(known)
    if model is None or len(known) < FEWEST:
        return told
    chance, given = _held_out(model, known)
    best = chance.max(axis=1)
    right = given[np.arange(len(given)), chance.argmax(axis=1)] & (best > 0)
    told["agreement"] = float(right.mean())
    others = model.probability[~model.probability.index.isin(known["key"])].max(axis=1).to_numpy()
    others = np.sort(others)[::-1]
    expected, error = _running(others, *_curve(best, right))
    enough = np.flatnonzero((expected - MARGIN * error).round(4) >= precision)
    if not len(enough):
        return told
    last, limit = enough[-1], float(others[enough[-1]])
    found = (taken(chance, limit, precision) & given).sum() / max(given.sum(), 1)
    told |= {"coverage": float(last + 1) / len(others), "found": float(found)}
    return {**told, "threshold": limit, "precision": float(expected[last])}


def taken(chance, limit, precision):
    """Codes the model gives by itself, answers × codes: the likeliest at or above ``limit``, and beside it those whose
    own probability keeps ``precision``; the limit was measured on the likeliest alone."""
    likeliest = chance.argmax(axis=1)[:, None] == np.arange(chance.shape[1])
    return (likeliest | (chance >= precision)) & (chance >= limit)


def _held_out(model, known):
    """Probabilities of the hand-coded answers when they were held out, and which codes a person gave: both × codes."""
    codes = model.probability.columns
    chance, given = np.zeros((2, len(known), len(codes)))
    for train, test in KFold(FOLDS, shuffle=True, random_state=model.seed).split(known):
        with suppress(NothingToLearn):  # the others say nothing: then nothing is guessed
            again = learn(
                model.prepared, model.frame, known.loc[train], several=model.several, seed=model.seed, after=model
            )
            chance[test] = again.probability.loc[known.loc[test, "key"]]
    for row, own in enumerate(known["codes"].str.split(";")):
        given[row] = codes.isin(own)
    return chance, given.astype(bool)


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

"""How sure the model must be to code by itself at a precision asked for, found without knowing the truth."""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from pipeline.cluster.learning import learn

FOLDS = 5
FEWEST = 20  # hand-coded answers below which nothing is promised


def threshold(model, hand, *, precision=0.9):
    """Find the probability from which the model may code by itself at the precision asked for.

    The hand-coded answers are cross-validated; how often the likeliest code was right is smoothed by a logistic curve
    over its log-odds (Platt 1999) and averaged over all answers not coded by hand. Returns a dict: ``threshold`` (inf
    when the precision cannot be promised), ``precision`` (expected, 0-1), ``coverage`` (expected share of the other
    answers, 0-1), ``base`` (hand-coded answers it rests on).
    """
    known = hand[hand["key"].isin(model.probability.index)].reset_index(drop=True)
    nothing = {"threshold": np.inf, "precision": np.nan, "coverage": 0.0, "base": len(known)}
    if len(known) < FEWEST:
        return nothing
    best, right = _tried(model, known)
    others = model.probability[~model.probability.index.isin(known["key"])].max(axis=1).to_numpy()
    others = np.sort(others)[::-1]
    expected = _curve(best, right)(others).cumsum() / np.arange(1, len(others) + 1)
    enough = np.flatnonzero(expected.round(4) >= precision)
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
    if right.all() or not right.any():
        share = (right.sum() + 1) / (len(right) + 2)  # Laplace: never a promise of 100 %
        return lambda chance: np.full(len(chance), share)
    model = LogisticRegression(C=10).fit(_log_odds(best), right)
    return lambda chance: model.predict_proba(_log_odds(chance))[:, 1]


def _log_odds(chance):
    chance = np.clip(chance, 1e-4, 1 - 1e-4)
    return np.log(chance / (1 - chance))[:, None]

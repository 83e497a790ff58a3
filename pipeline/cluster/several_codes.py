"""Several codes an answer: for each code a logistic regression on its phrases, the other phrases, vectors and words.

A few pseudo-answers, coded by key phrases alone, hold the regression to the phrases until hand codes outweigh them.
"""

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

PENALTY = 0.3  # C of the logistic regression
OWN = 3.0  # weight of a code's own phrases beside those of other codes
MOST = 2  # phrases counted
PSEUDO, MASS = 1000, 10.0  # answers coded by phrases alone, and what they weigh together, in hand-coded answers
SHIFT = 0.4  # F1 is best near half of what can be reached, not at one half: this probability is moved to one half


def several_codes(reading, hits, rows, given, draw):
    """Probabilities, answers × codes, each column alone. ``rows`` were coded by hand as ``given`` (rows × codes)."""
    hits = np.minimum(hits, MOST)
    features = reading.features
    base = hstack([features.words, csr_matrix(features.vectors / 2), csr_matrix(hits)]).tocsr()
    pseudo = np.setdiff1d(draw.permutation(len(hits))[:PSEUDO], rows) if hits.any() else np.array([], int)
    used = np.concatenate([rows, pseudo]).astype(int)
    weight = np.concatenate([np.ones(len(rows)), np.full(len(pseudo), MASS / max(len(pseudo), 1))])
    chance = np.zeros(hits.shape)
    for code in range(hits.shape[1]):
        has = np.concatenate([given[:, code], hits[pseudo, code] > 0])
        chance[:, code] = _chance(hstack([base, csr_matrix(OWN * hits[:, [code]])]).tocsr(), used, has, weight)
    return _moved(chance).round(4)


def _chance(features, used, has, weight):
    if has.min() == has.max():
        return has.mean()
    model = LogisticRegression(C=PENALTY, max_iter=200).fit(features[used], has, sample_weight=weight)
    return model.predict_proba(features)[:, 1]


def _moved(chance):
    odds = chance * (1 - SHIFT) / np.maximum(SHIFT * (1 - chance), 1e-9)
    return odds / (1 + odds)

"""One code an answer: a mixture that starts from key phrases and hand codes, then a classifier on all answers.

The mixture runs free from its start (Nigam et al. 2000); the classifier judges every answer without its own label.
Both lean to codes of like size, so a logistic regression on the hand codes alone, which knows how common each code is,
has a say.
"""

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from pipeline.cluster import linear, mixture

ROUNDS = 15
CHECKS = 4
HEAVY = 5.0  # a hand-coded answer weighs as much as so many others in the mixture
SHARP = 6.0  # turns scores of about 0-1 into probabilities
SAY = 0.5  # power of what the hand codes alone say


def one_code(reading, hits, rows, given, draw):
    """Probabilities, answers × codes, rows summing to 1. ``rows`` were coded by hand as ``given`` (rows × codes).

    A code with neither a phrase found nor an answer coded by hand gets 0; hand codes of none of the codes are unused.
    """
    clear = given.sum(axis=1) > 0
    rows, given = rows[clear], given[clear] / given[clear].sum(axis=1, keepdims=True)
    known = np.flatnonzero(hits.any(axis=0) | (given.any(axis=0)))
    start = _start(hits[:, known], rows, given[:, known])
    labels = mixture.settle(reading.views, start, np.ones(ROUNDS), fixed=(rows, HEAVY * given[:, known]))
    labels[rows] = given[:, known]
    scores = labels.astype(np.float64).round(3)
    for _ in range(CHECKS if len(labels) > linear.FOLDS else 0):
        now = np.eye(len(known), dtype=np.float32)[scores.argmax(axis=1)]
        now[rows] = given[:, known]
        scores = (scores + linear.unseen(reading.features, now, draw)) / 2
    chance = np.zeros(hits.shape)
    chance[:, known] = mixture.shares(SHARP * scores)
    return _with_say(chance, _taught(reading.features, rows, given))


def _taught(features, rows, given):
    """Probabilities by a logistic regression on hand codes alone; 1 for all while they know fewer than two codes."""
    told, code = np.nonzero(given)
    if len(np.unique(code)) < 2:
        return np.ones((len(features.vectors), given.shape[1]))
    matrix = hstack([features.words, csr_matrix(features.vectors)]).tocsr()
    model = LogisticRegression(max_iter=200).fit(matrix[rows[told]], code, sample_weight=given[told, code])
    found = np.full((matrix.shape[0], given.shape[1]), 1 / (len(rows) + given.shape[1]))
    found[:, model.classes_] = model.predict_proba(matrix)
    return found.round(4).clip(1e-4)


def _with_say(chance, taught):
    both = chance * taught**SAY
    return (both / both.sum(axis=1, keepdims=True)).round(6)


def _start(hits, rows, given):
    """Each answer shared among the codes with most of its phrases; answers without a phrase know nothing."""
    most = hits.max(axis=1, keepdims=True)
    start = ((hits == most) & (most > 0)).astype(np.float32)
    start /= np.maximum(start.sum(axis=1, keepdims=True), 1)
    start[rows] = given
    return start

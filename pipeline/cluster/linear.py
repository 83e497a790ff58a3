"""A ridge classifier on words and answer vectors that learns from uncertain labels and judges each answer unseen."""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.preprocessing import normalize

PENALTY = 3.0
STEPS = 8  # of conjugate gradients; few, as stopping early also keeps the weights small
FOLDS = 5
LENGTH = 2.0  # of the answer vectors, beside words of length 1 a view


class Features(NamedTuple):
    """``words`` (sparse TF-IDF, all views side by side) and ``vectors`` (dense), one row an answer.

    ``meant``: those of the vectors that are not learned from these answers; none without the optional package.
    """

    words: csr_matrix
    vectors: np.ndarray
    meant: np.ndarray

    def rows(self, chosen):
        """The features of some answers."""
        return Features(self.words[chosen], self.vectors[chosen], self.meant[chosen])


def features(views, denied=None, meaning=None):
    """TF-IDF (logarithmic counts, rows of unit length) and answer vectors of all views.

    ``denied``: counts of what each answer denies, and ``meaning``: vectors of what it means, stand beside them.
    """
    counts = [view.counts for view in views]
    words = hstack([_tf_idf(one) for one in (counts if denied is None else [*counts, denied])]).tocsr()
    words = words.astype(np.float64)
    meant = np.zeros((words.shape[0], 0), np.float32) if meaning is None else meaning
    return Features(words, np.hstack([*(view.vectors * np.float32(LENGTH) for view in views), meant]), meant)


def unseen(found, labels, draw):
    """Scores (answers × groups, about 0-1) of each answer by a classifier that did not see its own label.

    ``labels``: answers × groups, 0-1.
    """
    fold = draw.permutation(len(labels)) % FOLDS
    scores = np.zeros_like(labels)
    for one in range(FOLDS):
        kept, left = np.flatnonzero(fold != one), np.flatnonzero(fold == one)
        scores[left] = scored(found.rows(left), fit(found.rows(kept), labels[kept]))
    return scores


def fit(found, labels):
    """Ridge regression of the labels by conjugate gradients: weights of words, of vectors, and the mean.

    In double precision: what processors add differently is then lost in the rounding of the scores.
    """
    labels, vectors = labels.astype(np.float64), found.vectors.astype(np.float64)
    mean = labels.mean(axis=0)
    turned = found.words.T.tocsr()
    residual = [turned @ (labels - mean), vectors.T @ (labels - mean)]
    weights, step = [np.zeros_like(part) for part in residual], [part.copy() for part in residual]
    size = _squares(residual, residual)
    for _ in range(STEPS):
        image = found.words @ step[0] + vectors @ step[1]
        image = [turned @ image + PENALTY * step[0], vectors.T @ image + PENALTY * step[1]]
        length = size / np.maximum(_squares(step, image), 1e-12)
        weights = [part + length * way for part, way in zip(weights, step, strict=True)]
        residual = [part - length * way for part, way in zip(residual, image, strict=True)]
        before, size = size, _squares(residual, residual)
        step = [part + size / np.maximum(before, 1e-12) * way for part, way in zip(residual, step, strict=True)]
    return [*weights, mean]


def scored(found, weights):
    """Scores of answers × groups, rounded so that processors agree."""
    return (found.words @ weights[0] + found.vectors @ weights[1] + weights[2]).round(4)


def _squares(one, other):
    return sum((a * b).sum(axis=0) for a, b in zip(one, other, strict=True))


def _tf_idf(counts):
    rare = np.log((1 + counts.shape[0]) / (1 + np.asarray((counts > 0).sum(axis=0)).ravel())) + 1
    logs = counts.copy()
    logs.data = 1 + np.log(np.maximum(logs.data, 1))
    return normalize(logs @ diags(rare))

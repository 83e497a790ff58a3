"""What the answers themselves tell about their words: neighbours, word vectors and answer vectors.

Positive pointwise mutual information of words in one answer, reduced by SVD (Levy & Goldberg 2014); answer vectors are
averages in which frequent words weigh less, the common direction taken out (Arora, Liang & Ma 2017).
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, diags, identity
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

from pipeline.cluster.words import count_matrix

DIMENSIONS = 50
COMMON = 0.75  # exponent that keeps rare words from looking telling
NEIGHBOURS, SHARE = 20, 0.3  # a word lends this share of its weight to its nearest words
FREQUENT = 8000  # words that may have neighbours
SIF = 1e-3
DIGITS = 4  # rounded, so that processors that add in another order agree


class View(NamedTuple):
    """One way of reading the answers: ``counts`` (answers × words), ``near`` (words × words), ``vectors``."""

    counts: csr_matrix
    near: csr_matrix
    vectors: np.ndarray


def view(answers, learned):
    """Read answers (lists of words); neighbours and vectors come from the rows ``learned``."""
    counts = count_matrix(answers).astype(np.float32)
    words = word_vectors(counts[learned])
    return View(counts, neighbours(words), answer_vectors(counts, words, learned))


def word_vectors(counts):
    """Vectors of unit length from what stands together in one answer; words never seen together get zeros."""
    seen = np.asarray((counts > 0).sum(axis=0)).ravel()
    kept = np.sort(np.argsort(-seen, kind="stable")[:FREQUENT])
    vectors = np.zeros((counts.shape[1], DIMENSIONS))
    matrix = _ppmi(counts[:, kept])
    if min(matrix.shape) > DIMENSIONS and matrix.nnz:
        left, size, _ = randomized_svd(matrix, DIMENSIONS, n_iter=4, random_state=0)
        vectors[kept] = normalize(left * np.sqrt(size))
    return vectors.round(DIGITS)


def neighbours(vectors):
    """Words × words: each word itself, and a share of its weight for the words used most like it."""
    used = np.flatnonzero(vectors.any(axis=1))
    if len(used) <= NEIGHBOURS:
        return identity(len(vectors), np.float32, format="csr")
    parts = [_nearest(vectors, used, rows) for rows in np.array_split(used, len(used) // 1000 + 1)]
    rows, columns, weights = map(np.concatenate, zip(*parts, strict=True))
    near = csr_matrix((weights, (rows, columns)), shape=(len(vectors), len(vectors)))
    return (identity(len(vectors)) + SHARE * normalize(near, "l1")).tocsr().astype(np.float32)


def answer_vectors(counts, words, learned):
    """Vectors of unit length, one an answer."""
    share = np.asarray(counts[learned].sum(axis=0)).ravel()
    share = share / max(share.sum(), 1)
    vectors = normalize(counts @ diags(SIF / (SIF + share)) @ words)
    common = np.linalg.eigh(vectors[learned].T @ vectors[learned])[1][:, -1:]
    return normalize(vectors - vectors @ common @ common.T).round(DIGITS).astype(np.float32)


def _ppmi(counts):
    present = (counts > 0).astype(np.float64)
    together = (present.T @ present).tocoo()
    apart = together.row != together.col
    row, column, times = together.row[apart], together.col[apart], together.data[apart]
    mass = np.bincount(row, times, counts.shape[1])
    chance = mass**COMMON / max((mass**COMMON).sum(), 1)
    with np.errstate(divide="ignore"):
        telling = np.log(times / (mass[row] * chance[column]))
    kept = telling > 0
    return csr_matrix((telling[kept], (row[kept], column[kept])), shape=together.shape)


def _nearest(vectors, used, rows):
    alike = (vectors[rows] @ vectors[used].T).round(DIGITS)
    alike[rows[:, None] == used] = 0
    whole = (-alike * 10**DIGITS).round().astype(np.int16)  # sorted by radix, ties in the order of the words
    order = np.argsort(whole, axis=1, kind="stable")[:, :NEIGHBOURS]
    weight = np.take_along_axis(alike, order, axis=1).clip(0) ** 2
    return np.repeat(rows, NEIGHBOURS), used[order].ravel(), weight.ravel()

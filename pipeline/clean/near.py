"""Texts that nearly repeat an earlier one, found without a table of everybody against everybody."""

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

SIMILAR = 0.9
COMMON = 0.7  # how long the part of a vector of length 1 may be that is left out of the search
BLOCK, PAIRS = 200, 20_000  # texts, pairs looked at together: what bounds the memory


def repeats(texts):
    """Places of the texts that repeat an earlier one: cosine of tf-idf of character 4-grams at least SIMILAR.

    Exact, by the prefix filter (Bayardo, Ma & Srikant 2007, Scaling up all pairs similarity search): of two vectors
    without their commonest grams, that part at most COMMON long, the product is at least SIMILAR - COMMON.
    """
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4)).fit_transform(texts)
    again = texts.duplicated().to_numpy()
    different = np.flatnonzero(~again)
    near = different[_near(vectors[different])]
    return np.union1d(np.flatnonzero(again), near)


def _near(vectors):
    """Rows at least SIMILAR to a row above them."""
    found = np.zeros(vectors.shape[0], dtype=bool)
    for later, earlier in _candidates(_rare(vectors)):
        for at in range(0, len(later), PAIRS):
            a, b = later[at : at + PAIRS], earlier[at : at + PAIRS]
            cosine = np.asarray(vectors[a].multiply(vectors[b]).sum(axis=1)).ravel()
            found[a[cosine >= SIMILAR]] = True
    return np.flatnonzero(found)


def _candidates(rare):
    """Pairs of rows, a block of later ones at a time, whose rare grams have enough in common."""
    columns = rare.T.tocsr()
    for start in range(0, rare.shape[0], BLOCK):
        shared = (rare[start : start + BLOCK] @ columns[:, : start + BLOCK]).tocoo()
        kept = (shared.col < shared.row + start) & (shared.data >= SIMILAR - COMMON - 1e-9)
        yield shared.row[kept] + start, shared.col[kept]


def _rare(vectors):
    """The vectors without their commonest grams, in one order of grams for all."""
    seen = np.bincount(vectors.indices, minlength=vectors.shape[1])
    rank = np.empty_like(seen)
    rank[np.argsort(-seen, kind="stable")] = np.arange(len(seen))
    rows = np.repeat(np.arange(vectors.shape[0]), np.diff(vectors.indptr))
    order = np.lexsort((rank[vectors.indices], rows))
    length = np.cumsum(vectors.data[order] ** 2)
    before = np.concatenate([[0.0], length])[vectors.indptr[:-1]]
    rare = vectors.copy()
    rare.data[order[length - before[rows] <= COMMON**2]] = 0
    rare.eliminate_zeros()
    return rare

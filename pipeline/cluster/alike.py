"""Which answers are like a chosen one: by their words and syllables, rare ones counting more."""

from typing import NamedTuple

import pandas as pd
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer


class Likeness(NamedTuple):
    """``keys`` of the different answers with content and their ``vectors`` of length 1, in the same order."""

    keys: pd.Index
    vectors: csr_matrix


def likeness(prepared):
    """What :func:`alike` compares: words and pairs of syllables of each different answer (TF-IDF)."""
    items = prepared[prepared["kind"].eq("content")].drop_duplicates("key")
    parts = [("words", (1, 1)), ("syllables", (1, 2))]
    shape = {"token_pattern": r"\S+", "sublinear_tf": True}
    found = [TfidfVectorizer(ngram_range=span, **shape).fit_transform(items[name]) for name, span in parts]
    return Likeness(pd.Index(items["key"]), (hstack(found) / len(found) ** 0.5).tocsr())


def alike(known, key):
    """Key → likeness 0-1 (cosine) to the answer ``key``, itself 1; all 0 where that answer says nothing."""
    at = known.keys.get_indexer([key])[0]
    if at < 0:
        return pd.Series(0.0, known.keys)
    return pd.Series((known.vectors @ known.vectors[at].T).toarray().ravel().round(6), known.keys)

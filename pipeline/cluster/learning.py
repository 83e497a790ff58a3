"""The model's side of coding: what key phrases and hand-coded answers say about all the other answers."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

FOLDS = 5


class Model(NamedTuple):
    """What :func:`learn` found: ``probability`` (a row a different answer, by key; a column a code) and its source."""

    probability: pd.DataFrame
    prepared: pd.DataFrame
    frame: pd.DataFrame
    several: bool
    seed: int


def learn(prepared, frame, hand, *, several=None, seed=0):
    """Learn codes from key phrases, from hand-coded answers, or from both.

    ``frame``: a row a code, ``code`` and ``phrases`` (joined by ";", "" for none). ``hand``: a row a hand-coded answer,
    ``key`` and ``codes`` (joined by ";"; "" for none of the codes). ``several``: may an answer carry several codes?
    None: yes when some hand-coded answer does. Returns a :class:`Model`. Raises ValueError when nothing is given to
    learn from.
    """
    items = prepared[prepared["kind"] == "content"].drop_duplicates("key").set_index("key")
    several = bool(hand["codes"].str.contains(";").any()) if several is None else several
    chance = _phrase_scores(items, frame) + 0.01
    taught = hand[hand["key"].isin(items.index)]
    chance = chance + _taught_scores(items, frame, taught, seed) if len(taught) else chance
    if not len(taught) and frame["phrases"].fillna("").eq("").all():
        raise ValueError("Chưa có gì để học: bảng mã không có cụm từ khóa nào và chưa có câu nào được mã hóa tay.")
    scale = (chance.max(axis=1) + 0.5) if several else chance.sum(axis=1)
    return Model(chance.div(scale, axis=0), prepared, frame, several, seed)


def suggest(model):
    """Probability (0-1) of each code for each answer, on the index of the prepared answers; missing without content.

    One code an answer: rows sum to 1. Several codes: each column stands alone.
    """
    found = model.probability.reindex(model.prepared["key"])
    return found.set_axis(model.prepared.index).where(model.prepared["kind"] == "content")


def ask_next(model, hand, count):
    """Keys of the ``count`` answers not yet coded by hand where one more decision helps most, the best first."""
    left = model.probability[~model.probability.index.isin(hand["key"])]
    best = np.sort(left.to_numpy(), axis=1)
    doubt = (best[:, -1] - best[:, -2]) if left.shape[1] > 1 else best[:, -1]
    return left.index[np.argsort(doubt, kind="stable")[:count]].tolist()


def threshold(model, hand, *, precision=0.9):
    """Find the probability from which the model may code by itself at the precision asked for.

    Cross-validated on the hand-coded answers, never on the truth of others. Returns a dict: ``threshold`` (inf when
    the precision cannot be promised), ``precision`` (expected, 0-1), ``coverage`` (expected share of answers, 0-1),
    ``base`` (hand-coded answers it rests on).
    """
    known = hand[hand["key"].isin(model.probability.index)].reset_index(drop=True)
    n = len(known)
    if n < 2 * FOLDS:
        return {"threshold": np.inf, "precision": np.nan, "coverage": 0.0, "base": n}
    best, right = zip(*[pair for train, test in KFold(FOLDS, shuffle=True, random_state=model.seed).split(known)
                        for pair in _tried(model, known.loc[train], known.loc[test])], strict=True)  # fmt: skip
    order = np.argsort(-np.array(best), kind="stable")
    share = np.array(right)[order].cumsum() / np.arange(1, len(order) + 1)
    kept = np.flatnonzero(share >= precision)
    if not len(kept):
        return {"threshold": np.inf, "precision": np.nan, "coverage": 0.0, "base": n}
    last = kept[-1]
    limit = float(np.array(best)[order][last])
    return {
        "threshold": limit,
        "precision": float(share[last]),
        "coverage": (last + 1) / len(order),
        "base": len(known),
    }


def _tried(model, train, test):
    again = learn(model.prepared, model.frame, train, several=model.several, seed=model.seed)
    rows = again.probability.loc[test["key"]]
    for codes, found, best in zip(test["codes"].str.split(";"), rows.idxmax(axis=1), rows.max(axis=1), strict=True):
        yield best, found in codes


def _phrase_scores(items, frame):
    text = " " + items["syllables"] + " "
    hits = {code: sum(text.str.contains(f" {phrase.strip().lower()} ", regex=False).astype(float)
                      for phrase in str(phrases).split(";") if phrase.strip()) + pd.Series(0.0, items.index)
            for code, phrases in zip(frame["code"], frame["phrases"].fillna(""), strict=True)}  # fmt: skip
    return pd.DataFrame(hits)


def _taught_scores(items, frame, taught, seed):
    matrix = hstack([TfidfVectorizer(analyzer=str.split, sublinear_tf=True).fit_transform(items[view])
                     for view in ("syllables", "words")]).tocsr()  # fmt: skip
    rows = items.index.get_indexer(taught["key"])
    scores = pd.DataFrame(0.0, items.index, frame["code"])
    for code in frame["code"]:
        has = taught["codes"].str.split(";").map(lambda codes, code=code: code in codes).to_numpy()
        if has.any() and not has.all():
            fitted = LogisticRegression(C=10, class_weight="balanced", random_state=seed).fit(matrix[rows], has)
            scores[code] = fitted.predict_proba(matrix)[:, 1]
        else:
            scores[code] = float(has.mean())
    return scores

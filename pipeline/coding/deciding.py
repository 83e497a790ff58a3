"""Every answer's codes and how they came: by a person, by rule, by the model – or "chưa mã hóa"."""

import numpy as np
import pandas as pd

from pipeline import cluster
from pipeline.coding import hand as hands
from pipeline.coding.frame import APPROVED, NO_OPINION, live

PERSON, RULE, MODEL, GUESS, NONE = "người", "quy tắc", "máy", "máy gợi ý", "chưa mã hóa"
BOTH = "quy tắc và máy"
PRECISION = 0.9
TRIED = 10  # hand-coded answers on which a code's key phrases have been tried before they decide by themselves
GUESSED = 0.5  # without hand codes nothing is promised: the likeliest code, when it is likelier than not


def learn(prepared, frame, hand, *, seed=0, after=None):
    """The model learned from key phrases and from what a person decided; None while there is nothing to learn from.

    ``after``: an earlier model of the same answers, which are then not read again.
    """
    own = live(frame)
    taught = hands.decided(hand, frame)
    if own.empty or not prepared["kind"].eq("content").any():
        return None
    try:
        return cluster.learn(prepared, own, taught, seed=seed, after=after)
    except cluster.NothingToLearn:
        return None


def decide(prepared, frame, hand, *, precision=PRECISION, seed=0):
    """Codes of every written answer: returns (coded, quality).

    ``coded``, on the index of ``prepared`` without the empty answers: ``key``, ``codes`` (joined by ";"; "0" no
    opinion, "" not coded), ``how`` ("người", "quy tắc", "quy tắc và máy", "máy", "máy gợi ý", "chưa mã hóa") and
    ``probability`` (of the model's least sure code; missing unless the model decided). In this order: a person's
    decision; an answer that says nothing; the key phrases of approved codes, unless hand codes show that they fall
    short of ``precision``; the model where it keeps ``precision`` on held-out hand codes, also beside a phrase where
    answers carry several codes. Where precision cannot be measured yet, the likeliest of several codes is only a guess
    and called so. ``quality``: ``asked`` and ``expected`` precision, and ``threshold``, ``agreement``, ``found`` and
    ``base`` as ``cluster.threshold`` tells them.
    """
    hand = hands.found(hand, prepared)
    model, taught = learn(prepared, frame, hand, seed=seed), hands.decided(hand, frame)
    limit = cluster.threshold(model, taught, precision=precision)
    measured = np.isfinite(limit["threshold"])
    chances = cluster.suggest(model) if model is not None else pd.DataFrame(index=prepared.index)
    ruled = _by_phrases(prepared, frame, taught, precision, measured)
    steps = [
        _by_model(chances, limit["threshold"], precision) if measured else _by_guess(chances),
        _with_more(ruled, chances, max(limit["threshold"], precision)) if measured and model.several else ruled,
        _by_kind(prepared),
        _by_person(prepared, taught),
    ]
    coded = pd.DataFrame({"key": prepared["key"], "codes": "", "how": NONE, "probability": np.nan})
    for step in steps:
        coded.loc[step.index, ["codes", "how", "probability"]] = step
    return coded[prepared["kind"].ne("empty")], {
        "asked": precision,
        "threshold": limit["threshold"],
        "expected": limit["precision"],
        **{name: limit[name] for name in ("agreement", "found", "base")},
    }


def _by_model(chances, limit, precision):
    """The likeliest code at or above the limit, and others whose own probability keeps the precision asked for.

    The probability shown is that of the least sure code taken.
    """
    if chances.empty or not len(chances.columns):
        return pd.DataFrame(columns=["codes", "how", "probability"])
    taken = chances.notna() & cluster.taken(chances.fillna(0).to_numpy(), limit, precision)
    names = taken.columns.to_numpy()  # an Index would make an Index of every answer
    codes = [hands.joined(names[row]) for row in taken.to_numpy()]
    found = pd.DataFrame({"codes": codes, "how": MODEL, "probability": chances.where(taken).min(axis=1)}, chances.index)
    return found[found["codes"].ne("")]


def _with_more(ruled, chances, limit):
    """What key phrases decided, with the other codes that the model finds at least as sure as ``limit``."""
    more = chances.loc[ruled.index].ge(limit)
    names = more.columns.to_numpy()
    codes = [
        hands.joined([*hands.parted(own), *names[row]])
        for own, row in zip(ruled["codes"], more.to_numpy(), strict=True)
    ]
    grown = ruled["codes"].ne(pd.Series(codes, ruled.index, dtype="str"))
    least = chances.loc[ruled.index].where(more).min(axis=1).where(grown)
    return ruled.assign(codes=codes, how=ruled["how"].mask(grown, BOTH), probability=least)


def _by_guess(chances):
    """The likeliest code where it is likelier than not; nobody's where all would get the same one."""
    best = chances.max(axis=1) if len(chances.columns) else pd.Series(dtype=float)
    sure = best[best.gt(GUESSED)]
    codes = chances.loc[sure.index].idxmax(axis=1)
    if codes.nunique() < 2:
        return pd.DataFrame(columns=["codes", "how", "probability"])
    return pd.DataFrame({"codes": codes, "how": GUESS, "probability": sure})


def _by_phrases(prepared, frame, taught, precision, measured):
    hits = matches(prepared, frame)
    trusted = [code for code in hits if _is_trusted(hits[code], prepared, taught, code, precision, measured)]
    codes = [hands.joined(np.array(trusted)[row]) for row in hits[trusted].to_numpy()] if trusted else ""
    found = pd.DataFrame({"codes": codes, "how": RULE, "probability": np.nan}, index=prepared.index)
    return found[found["codes"].ne("")]


def matches(prepared, frame):
    """Which answers hold a key phrase of which approved code: answers × codes, bool."""
    own = live(frame)
    own = own[own["status"].eq(APPROVED) & own["phrases"].ne("")]
    texts = " " + prepared["normal"].where(prepared["kind"].eq("content"), "") + " "
    found = {}
    for code, phrases in zip(own["code"], own["phrases"], strict=True):
        spelt = cluster.normalise(pd.Series(phrases.split(";"))).loc[lambda p: p.ne("")]
        hits = [texts.str.contains(f" {phrase} ", regex=False) for phrase in spelt]
        found[code] = np.any(hits, axis=0) if hits else np.zeros(len(texts), bool)
    return pd.DataFrame(found, index=prepared.index, dtype=bool)


def _is_trusted(hit, prepared, taught, code, precision, measured):
    """Key phrases decide until hand codes speak; then only if they were right often enough on enough answers."""
    held = set(prepared.loc[hit, "key"])
    tried = taught[taught["key"].isin(held)]
    right = [code in hands.parted(codes) for codes in tried["codes"]]
    return bool(np.mean(right) >= precision) if len(right) >= TRIED else not measured


def _by_kind(prepared):
    silent = prepared.index[prepared["kind"].isin(["nonanswer", "other"])]  # "other": a dot, a smiley, no word
    return pd.DataFrame({"codes": NO_OPINION, "how": RULE, "probability": np.nan}, index=silent)


def _by_person(prepared, taught):
    codes = prepared["key"].map(dict(zip(taught["key"], taught["codes"], strict=True)))
    found = pd.DataFrame({"codes": codes, "how": PERSON, "probability": np.nan}, index=prepared.index)
    return found[codes.notna() & prepared["kind"].ne("empty")]

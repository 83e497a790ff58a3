"""Every answer's codes and how they came: by a person, by rule, by the model – or "chưa mã hóa"."""

import numpy as np
import pandas as pd

from pipeline import cluster
from pipeline.coding import hand as hands
from pipeline.coding.frame import APPROVED, NO_OPINION, live

PERSON, RULE, MODEL, GUESS, NONE = "người", "quy tắc", "máy", "máy gợi ý", "chưa mã hóa"
BOTH = "quy tắc và máy"
KEPT, UNKNOWN, LOST = "giữ được", "chưa đo đủ", "không giữ được"  # what key phrases were measured to be
DECIDED = ["codes", "how", "probability"]
PRECISION, SEED = 0.9, 2022  # those of notebook 05: from the same files page and run promise the same
GUESSED = 0.5  # without hand codes nothing is promised: the likeliest code, when it is likelier than not


def learn(prepared, frame, hand, *, several=None, seed=0, after=None):
    """The model learned from key phrases and from what a person decided; None while there is nothing to learn from.

    ``several``: may an answer carry several codes? None: as the hand codes show. ``after``: an earlier model of the
    same answers, which are then not read again.
    """
    own = live(frame)
    taught = hands.decided(hand, frame)
    taught = told(taught, hand)
    if own.empty or not prepared["kind"].eq("content").any():
        return None
    try:
        return cluster.learn(prepared, own, taught, several=several, seed=seed, after=after)
    except cluster.NothingToLearn:
        return None


def decide(prepared, frame, hand, *, precision=PRECISION, several=None, seed=0, after=None):
    """Codes of every written answer: returns (coded, quality).

    ``coded``, on the index of ``prepared`` without the empty answers: ``key``, ``codes`` (joined by ";"; "0" no
    opinion, "" not coded), ``how`` ("người", "quy tắc", "quy tắc và máy", "máy", "máy gợi ý", "chưa mã hóa") and
    ``probability`` (of the model's least sure code; missing unless the model decided). In this order: a person's
    decision; an answer that says nothing; the key phrases of approved codes that keep ``precision`` where they were
    measured (:func:`measured`); the model where it keeps ``precision`` (``cluster.threshold``), also beside a phrase
    where answers carry several codes. What has not been measured, the likeliest of several codes or a key phrase, is
    only a guess and called so. ``quality``: ``asked`` and ``expected`` precision, and the rest as
    ``cluster.threshold`` tells it, with ``sample``, the index of the answers drawn at random, ``out``, what
    models say that did not see an answer's own code (``cluster.Unseen.even``, or None), ``several``, and ``phrases``,
    what :func:`measured` tells.
    """
    hand = hands.found(hand, prepared)
    model = learn(prepared, frame, hand, several=several, seed=seed, after=after)
    taught, asked = hands.decided(hand, frame), hands.singly(hand)
    sample = cluster.drawn(cluster.line(prepared), taught["key"][taught["key"].isin(asked)], hands.marked(hand))
    out = cluster.held_out(model, told(taught, hand)) if model is not None and len(sample) else None
    chance = None if out is None else out.chance
    limit = cluster.threshold(model, told(taught, hand), sample, precision=precision, out=chance)
    coded, phrases = given(prepared, frame, hand, model, limit, precision=precision)
    quality = {"asked": precision, "expected": limit["precision"], "sample": sample, "phrases": phrases}
    quality |= {"out": None if out is None else out.even, "several": bool(several) if model is None else model.several}
    return coded, quality | {k: v for k, v in limit.items() if k != "precision"}


def given(prepared, frame, hand, model, limit, *, precision=PRECISION):
    """Codes of every written answer by a model learned before, as sure as ``limit`` (``cluster.threshold``) says it
    must be: (``coded`` as in :func:`decide`, what :func:`measured` tells of the key phrases).

    ``model`` None: nothing is promised. Codes that the frame lost since it learned are given by nobody.
    """
    is_promised, alive = model is not None and np.isfinite(limit["threshold"]), set(live(frame)["code"])
    chances = cluster.suggest(model) if model is not None else pd.DataFrame(index=prepared.index)
    chances, taught = chances[[code for code in chances if code in alive]], hands.decided(hand, frame)
    hits = matches(prepared, frame)
    phrases = measured(prepared, frame, hand, hits, precision=precision)
    ruled, guessed = (_by_phrases(hits, phrases, state) for state in (KEPT, UNKNOWN))
    if model is not None and not model.several:
        worth = phrases.set_index("code")["low"]
        ruled, guessed = (one_each(found, chances, worth) for found in (ruled, guessed))
    if is_promised and model.several:
        ruled = _with_more(ruled, chances, max(limit["threshold"], precision))
    guesses = [guessed.assign(how=GUESS)] if is_promised else [_by_guess(chances), guessed.assign(how=GUESS)]
    sure = [_by_model(chances, limit["threshold"], precision)] if is_promised else []
    coded = _last_word(prepared, [*guesses, *sure, ruled, _by_kind(prepared), _by_person(prepared, taught)])
    return coded[prepared["kind"].ne("empty")], phrases


def _last_word(prepared, steps):
    """Every answer as the last of the steps that decide it says."""
    coded = pd.DataFrame({"key": prepared["key"], "codes": "", "how": NONE, "probability": np.nan})
    for step in steps:
        coded.loc[step.index, DECIDED] = step
    return coded


def told(taught, hand):
    """The decisions with ``drawn``, and with ``text`` and what meaning there is (``waves.meant``), by which those on
    answers of an earlier wave teach as well."""
    once, drawn = hand.drop_duplicates("key").set_index("key"), taught["key"].isin(hands.marked(hand))
    return taught.assign(drawn=drawn, **{c: taught["key"].map(once[c]) for c in ("text", "meaning") if c in once})


def measured(prepared, frame, hand, hits, *, precision=PRECISION):
    """What the key phrases of each approved code were measured to be worth, a row a code; ``hits``: :func:`matches`.

    ``code``, ``caught`` (people whose answer holds one), ``tried`` (of them, drawn at random and coded by a person),
    ``right`` (of these, given the code by the person), ``low`` (0-1, lower bound of the precision; missing while too
    few were drawn) and ``state``: "giữ được" (``low`` reaches ``precision``), "chưa đo đủ", "không giữ được" (so much
    precision is ruled out).
    """
    keys, taught = cluster.line(prepared), hands.decided(hand, frame)
    codes, marks = taught.set_index("key")["codes"], hands.marked(hand, hands.DRAWN, hands.CAUGHT)
    asked = hands.singly(hand)
    rows = []
    for code in hits:
        sample = cluster.drawn(keys[hits[code].reindex(keys.index)], taught["key"][taught["key"].isin(asked)], marks)
        given = prepared.loc[sample, "key"].map(codes).fillna("")
        right, tried = sum(code in hands.parted(own) for own in given), len(sample)
        low = cluster.kept(right, tried)
        is_lost = cluster.excluded(right, tried, precision)
        state = KEPT if low >= precision else LOST if is_lost else UNKNOWN
        rows.append((code, int(hits[code].sum()), tried, right, low, state))
    return pd.DataFrame(rows, columns=["code", "caught", "tried", "right", "low", "state"])


def _by_model(chances, limit, precision):
    """The likeliest code at or above the limit, and others whose own probability keeps the precision asked for.

    The probability shown is that of the least sure code taken.
    """
    if chances.empty or not len(chances.columns):
        return pd.DataFrame(columns=DECIDED)
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
        return pd.DataFrame(columns=DECIDED)
    return pd.DataFrame({"codes": codes, "how": GUESS, "probability": sure})


def _by_phrases(hits, phrases, state):
    """Codes of the answers that hold key phrases of codes in this state."""
    codes = phrases.loc[phrases["state"].eq(state), "code"].tolist()
    given = [hands.joined(np.array(codes)[row]) for row in hits[codes].to_numpy()] if codes else ""
    found = pd.DataFrame({"codes": given, "how": RULE, "probability": np.nan}, index=hits.index)
    return found[found["codes"].ne("")]


def one_each(found, chances, worth):
    """Where phrases of several codes stand in an answer that bears one: the code that was measured best, among those
    as good, or not measured, the one that the model finds likeliest."""
    chances, worth, codes = chances.reindex(columns=worth.index).fillna(0), worth.fillna(0), found["codes"].copy()
    for row, own in codes[codes.str.contains(";", regex=False)].items():
        codes[row] = max(hands.parted(own), key=lambda code, row=row: (worth[code], chances.at[row, code]))
    return found.assign(codes=codes)


def matches(prepared, frame):
    """Which answers hold a key phrase of which approved code: answers × codes, bool."""
    own = live(frame)
    own = own[own["status"].eq(APPROVED) & own["phrases"].ne("")]
    found = {code: np.zeros(len(prepared), bool) for code in own["code"]}
    for code, _, held in cluster.by_code(prepared["normal"].where(prepared["kind"].eq("content"), ""), own):
        found[code] |= held.to_numpy()
    return pd.DataFrame(found, prepared.index, own["code"], bool)


def _by_kind(prepared):
    silent = prepared.index[prepared["kind"].isin(["nonanswer", "other"])]  # "other": a dot, a smiley, no word
    return pd.DataFrame({"codes": NO_OPINION, "how": RULE, "probability": np.nan}, index=silent)


def _by_person(prepared, taught):
    codes = prepared["key"].map(dict(zip(taught["key"], taught["codes"], strict=True)))
    found = pd.DataFrame({"codes": codes, "how": PERSON, "probability": np.nan}, index=prepared.index)
    return found[codes.notna() & prepared["kind"].ne("empty")]

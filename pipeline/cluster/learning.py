"""The model's side of coding: what key phrases and hand-coded answers say about all the other answers."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.cluster import linear, meaning, themes
from pipeline.cluster.clauses import Clauses, clauses
from pipeline.cluster.negation import denied
from pipeline.cluster.one_code import one_code
from pipeline.cluster.phrases import by_code
from pipeline.cluster.prepared import prepare
from pipeline.cluster.several_codes import several_codes
from pipeline.cluster.threads import one_thread
from pipeline.cluster.views import view

LEARNED = 20_000  # answers that neighbours and vectors of words, and groups, are learned from
SEVERAL = 0.05  # share of hand-coded answers with several codes from which the question is one of several codes
GROWN = 1.25  # times as many hand codes, from which the say is tried anew


class NothingToLearn(ValueError):
    """Neither a key phrase nor a hand code says anything of these answers."""


class Reading(NamedTuple):
    """The different content answers as features: ``items`` (by key), ``views`` and ``features``, same rows.

    The first ``own`` rows are the answers asked about; behind them stand hand-coded answers of earlier data.

    ``groups``: to which groups, found without any code, each answer belongs, as a few numbers. ``clauses`` are cut
    when answers may carry several codes.
    """

    items: pd.DataFrame
    views: list
    features: linear.Features
    groups: np.ndarray
    own: int
    clauses: Clauses | None = None


class Model(NamedTuple):
    """What :func:`learn` found: ``probability`` (a row a different answer, by key; a column a code) and its source.

    ``say``: what was tried on hand codes (:mod:`.one_code`), when there were ``tried`` of them. ``hits``:
    ``phrase_hits`` of the answers and of their clauses (None without), to learn anew from the same frame.
    """

    probability: pd.DataFrame
    prepared: pd.DataFrame
    frame: pd.DataFrame
    several: bool
    seed: int
    reading: Reading
    hits: tuple = (None, None)
    say: tuple | None = None
    tried: int = 0


def learn(prepared, frame, hand, *, several=None, seed=0, after=None, say=None):
    """Learn codes from key phrases, from hand-coded answers, or from both.

    ``frame``: a row a code, ``code`` and ``phrases`` (joined by ";", "" for none). ``hand``: a row a hand-coded answer,
    ``key`` and ``codes`` (joined by ";"; "" for none of the codes), and ``drawn`` (bool) where it is known which
    answers were drawn at random; with ``text`` – and ``meaning``, where ``prepared`` has it – codes of answers that are
    not among ``prepared`` (an earlier wave) teach too. ``several``: may an answer carry several codes? None: yes when
    enough hand-coded answers do. ``after``: an earlier :class:`Model` of the same ``prepared``, whose reading of the
    answers is used again; ``say``: what it found by trial, not to be tried again. Returns a :class:`Model`. Raises
    :class:`NothingToLearn` (a ValueError).
    """
    taught = hand.drop_duplicates("key", keep="last")
    several = is_several(taught["codes"]) if several is None else several
    with one_thread():
        reading = after.reading if after is not None else _read(prepared, taught, seed)
        if several:
            reading = reading._replace(clauses=reading.clauses or clauses(reading.items, seed))
        codes, taught = frame["code"].tolist(), taught[taught["key"].isin(reading.items.index)]
        rows, given = reading.items.index.get_indexer(taught["key"]), _given(taught["codes"], codes)
        hits = _hits(reading, frame, several, after)
        _refuse_nothing(given, hits[0])
        draw, tried = np.random.default_rng(seed), 0
        if several:
            chance = several_codes(reading, *hits, rows, given, draw)
        else:
            say, tried = (say, len(rows)) if say else _tried(after, frame, len(rows))
            chance, say = one_code(reading, hits[0], rows, given, draw, _drawn(taught, rows < reading.own), say)
    found = pd.DataFrame(chance[: reading.own], reading.items.index[: reading.own], codes)
    return Model(found, prepared, frame, several, seed, reading, hits, say, tried)


def _hits(reading, frame, several, after):
    """``phrase_hits`` of the answers and, for several codes, of their clauses; known ones where those are the same."""
    hits, found = after.hits if _same_phrases(after, frame) else (phrase_hits(reading.items, frame), None)
    return hits, phrase_hits(reading.clauses.items, frame) if several and found is None else found


def _refuse_nothing(given, hits):
    if not given.any() and not hits.any():
        told = "không câu nào mang cụm từ khóa hay đã được mã hóa tay bằng mã của bảng mã"
        raise NothingToLearn(f"Chưa có gì để học: {told}.")


def _tried(after, frame, many):
    """The say that an earlier model of the same phrases found, while hand codes are not many more; and on how many."""
    if not _same_phrases(after, frame) or after.say is None or not after.tried <= many < GROWN * after.tried:
        return None, many
    return after.say, after.tried


def is_several(codes):
    """Do these hand codes show that answers may carry several? One answer that somebody could not decide does not."""
    many = codes.str.contains(";").sum()
    return bool(many >= max(2, SEVERAL * len(codes)))


def _same_phrases(after, frame):
    return after is not None and after.frame["phrases"].fillna("").tolist() == frame["phrases"].fillna("").tolist()


def suggest(model):
    """Probability (0-1) of each code for each answer, on the index of the prepared answers; missing without content.

    One code an answer: rows sum to 1. Several codes: each column stands alone.
    """
    found = model.probability.reindex(model.prepared["key"])
    return found.set_axis(model.prepared.index).where(model.prepared["kind"] == "content")


def ask_next(model, hand, count):
    """Keys of the ``count`` answers not yet coded by hand where one more decision helps most, the best first.

    One code: the two likeliest codes nearest to each other. Several: most doubt, summed over the codes.
    """
    left = model.probability[~model.probability.index.isin(hand["key"])]
    if model.several:
        sure = np.abs(left.to_numpy() - 0.5).sum(axis=1)
    else:
        best = np.sort(left.to_numpy(), axis=1)
        sure = best[:, -1] - best[:, -2] if left.shape[1] > 1 else best[:, -1]
    return left.index[np.argsort(sure.round(6), kind="stable")[:count]].tolist()


def phrase_hits(items, frame):
    """How many different key phrases of each code an answer (or a clause) holds: answers × codes."""
    hits = {code: np.zeros(len(items), np.float32) for code in frame["code"]}
    for code, _, held in by_code(items["syllables"], frame):
        hits[code] += held.to_numpy()
    return np.column_stack([*hits.values()]) if hits else np.zeros((len(items), 0), np.float32)


def _read(prepared, taught, seed):
    items = prepared[prepared["kind"] == "content"].drop_duplicates("key").set_index("key")
    own, items = len(items), pd.concat([items, _beside(items, taught)])
    learned = np.sort(np.random.default_rng(seed).permutation(len(items))[:LEARNED])
    views = [view([text.split() for text in items[column]], learned) for column in ("words", "syllables")]
    meant = meaning.reduced(items, learned)
    features = linear.features(views, denied(items["words"]), meant)
    return Reading(items, views, features, themes.of_answers(views, features, meant, learned, seed), own)


def _beside(items, taught):
    """Hand-coded answers of earlier data, read as the others are, under the key they were coded by."""
    if "text" not in taught:
        return items.head(0)
    gone = taught[~taught["key"].isin(items.index) & taught["text"].ne("")]
    read = prepare(gone["text"]).assign(key=gone["key"])
    read = read.assign(meaning=gone["meaning"]) if "meaning" in gone else read
    return read[read["kind"].eq("content")].set_index("key")


def _drawn(taught, is_own):
    """Which of the hand-coded answers tell how common codes are: drawn at random, of the answers asked about."""
    drawn = taught["drawn"].to_numpy(bool) & is_own if "drawn" in taught else np.zeros(len(taught), bool)
    return drawn if drawn.any() else is_own


def _given(written, codes):
    parted = [{part.strip() for part in text.split(";")} for text in written]
    return np.array([[code in own for code in codes] for own in parted], np.float32).reshape(len(parted), len(codes))

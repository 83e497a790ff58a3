"""How sure the model must be to code by itself at a precision asked for, told from answers drawn at random alone.

Answers that were chosen because the model was in doubt say nothing of the rest, so they teach but promise nothing.
"""

from itertools import takewhile
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.cluster.foreseen import foreseen
from pipeline.cluster.ladder import ABOVE, BROKEN, highest, looked_at, lowest
from pipeline.cluster.learning import NothingToLearn, learn

FOLDS = 5
FEW, MORE_FOLDS = 100, 9  # up to so many hand codes a model that misses a fifth of them is plainly a lesser one
FEWEST = 50  # answers drawn at random, below which nothing is promised
OVERSTATED = 0.05  # chance that what is told beyond the precision asked for is more than the truth


def threshold(model, hand, sample=(), *, precision=0.9, out=None):
    """Find the probability from which the model may code by itself at the precision asked for.

    ``sample``: the answers drawn at random (:func:`pipeline.cluster.drawn`); of the hand-coded answers these alone
    are asked how often the model, which had not seen them, was right. A few thresholds are tested, a strict one first
    (:mod:`.ladder`): the lower confidence bound of the precision (Clopper & Pearson 1934) must reach ``precision``, and
    the first that fails ends it; the last that holds is taken. ``model`` may be None. Returns a dict, all 0-1:
    ``threshold`` (inf when nothing can be promised), ``precision`` (what is promised: the one asked for, or the lower
    bound at 95 % where that is more), ``coverage`` (share of the answers not coded by hand that pass),
    ``coverage_low``, ``coverage_high`` and ``lasts`` (what the next lesson may say: :mod:`.foreseen`), ``agreement``
    (share of the sample whose likeliest code a person gave), ``found`` (share of a person's codes that coding by itself
    would give); and counts: ``base`` (sample), ``above`` (of them, above the threshold), ``right`` (of these).
    Agreement is missing while there are too few. ``out``: ``chance`` of :func:`held_out`, if it is there already.
    """
    told = {"threshold": np.inf, "precision": np.nan, "coverage": 0.0, "coverage_low": 0.0, "coverage_high": 1.0}
    told |= {"lasts": 0.0, "agreement": np.nan, "found": 0.0, "base": len(sample), "above": 0, "right": 0}
    if model is None or len(sample) < FEWEST:
        return told
    chance, given = _asked(model, hand, sample, held_out(model, hand).chance if out is None else out)
    best, others = chance.max(axis=1), _others(model, hand)
    right = given[np.arange(len(given)), chance.argmax(axis=1)] & (best > 0)
    told |= {"agreement": float(right.mean()), **foreseen(best, right, others, precision)}
    kept_by = _holding(best, right, precision)
    if not kept_by:
        return told
    cut, above, wrong = kept_by[-1]
    told |= {"threshold": float(cut), "coverage": float((others >= cut).mean()) if len(others) else 0.0}
    told |= {"above": above, "right": above - wrong, "precision": _promised(above, wrong, precision)}
    told["found"] = float((taken(chance, cut, precision) & given).sum() / max(given.sum(), 1))
    return told


def _holding(best, right, precision):
    """Thresholds that hold, up to the first that fails: each with how many pass it (of equals all), and how many of
    these are wrong."""
    cuts = np.sort(best)[::-1][looked_at(len(best), precision)[0] - 1]
    tried = [(cut, int((best >= cut).sum()), int((~right[best >= cut]).sum())) for cut in cuts]
    return list(takewhile(lambda one: lowest(*one[1:], BROKEN) >= precision, tried))


def _promised(above, wrong, precision):
    """What is told of the precision above a threshold that holds."""
    return max(precision, lowest(above, wrong, OVERSTATED))


def kept(right, tried, *, precision=0.9):
    """Lower bound (0-1) of a precision measured once, on ``tried`` answers drawn at random; missing below ``ABOVE``."""
    return lowest(tried, tried - right, BROKEN) if tried >= ABOVE else np.nan


def excluded(right, tried, precision):
    """Is it ruled out that what was right ``right`` times of ``tried`` keeps ``precision``?"""
    return highest(tried, tried - right, BROKEN) < precision


def taken(chance, limit, precision):
    """Codes the model gives by itself, answers × codes: the likeliest at or above ``limit``, and beside it those whose
    own probability keeps ``precision``; the limit was measured on the likeliest alone."""
    likeliest = chance.argmax(axis=1)[:, None] == np.arange(chance.shape[1])
    return (likeliest | (chance >= precision)) & (chance >= limit)


class Unseen(NamedTuple):
    """What models say of every different answer that did not see its hand code, keys × codes: ``chance``, its
    probabilities, and ``even``, the same moved to where the models' means agree, for ``cluster.shares``."""

    chance: pd.DataFrame
    even: pd.DataFrame


def held_out(model, hand):
    """What is :class:`Unseen` of a model and the hand codes that it learned from.

    An answer not coded by hand gets the mean of the models, so that hand-coded and other answers are judged alike. A
    model that lacks hand codes of a code thinks it rarer than it is, most of all in the answers that it judges: beside
    the codes that persons gave them this looks like error, which ``even`` is free of.
    """
    is_own = hand["key"].isin(model.probability.index)
    known, beside = hand[is_own].reset_index(drop=True), hand[~is_own]  # what earlier data taught, every fold knows
    folds = min(MORE_FOLDS if len(known) <= FEW else FOLDS, len(known))
    if folds < 2:
        return Unseen(model.probability, model.probability)
    # By their turn: what is coded next leaves the folds as they are, and what is said of an answer changes less. An
    # odd number: every second or fourth answer was chosen in another way, and belongs to all folds alike.
    part, total, own, apart = np.arange(len(known)) % folds, np.zeros(model.probability.shape), [], []
    people = model.prepared["key"].value_counts().reindex(model.probability.index)
    for one in range(folds):
        fold = _learned(model, pd.concat([known[part != one], beside]))
        total += fold.to_numpy() / folds
        own.append(fold.loc[known.loc[part == one, "key"]])
        apart.append(own[-1] - np.average(fold, axis=0, weights=people))
    chance = pd.DataFrame(total, model.probability.index, model.probability.columns)
    even, own, apart = chance.copy(), pd.concat(own), pd.concat(apart)
    even.loc[own.index] = apart + np.average(chance, axis=0, weights=people)
    chance.loc[own.index] = own
    return Unseen(chance, even)


def _learned(model, known):
    """Probabilities from fewer hand codes; where these say nothing, nothing is guessed."""
    try:
        again = {"several": model.several, "seed": model.seed, "after": model, "say": model.say}
        return learn(model.prepared, model.frame, known, **again).probability
    except NothingToLearn:
        return model.probability * 0


def _asked(model, hand, sample, out):
    """Of the sample: probabilities held out, and which codes a person gave, both × codes; none where undecided."""
    keys = model.prepared.loc[sample, "key"]
    codes = keys.map(hand.drop_duplicates("key", keep="last").set_index("key")["codes"]).fillna("")
    given = np.array([out.columns.isin(own.split(";")) for own in codes], bool).reshape(len(keys), out.shape[1])
    return out.loc[keys].to_numpy(), given


def _others(model, hand):
    """The highest probability of every answer that no person coded."""
    best = model.probability.max(axis=1)[~model.probability.index.isin(hand["key"])]
    people = model.prepared["key"].value_counts()
    return np.repeat(best.to_numpy(), people.reindex(best.index).to_numpy())

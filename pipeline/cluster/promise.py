"""How sure the model must be to code by itself at a precision asked for, told from answers drawn at random alone.

Answers that were chosen because the model was in doubt say nothing of the rest, so they teach but promise nothing.
"""

from functools import lru_cache
from itertools import accumulate, count, takewhile

import numpy as np
import pandas as pd
from scipy.stats import beta

from pipeline.cluster.learning import NothingToLearn, learn

FOLDS = 5
FEW, MORE_FOLDS = 100, 9  # up to so many hand codes a model that misses a fifth of them is plainly a lesser one
FEWEST = 50  # answers drawn at random, below which nothing is promised
ABOVE = 30  # of them, above the threshold
BROKEN = 0.1  # chance that any threshold looked at promises more than it keeps
FIRST = 0.5  # share of the sample that passes the first threshold looked at, at most
STEP = 0.65  # a threshold looked at lets so many times fewer answers pass than the next


def threshold(model, hand, sample=(), *, precision=0.9, out=None):
    """Find the probability from which the model may code by itself at the precision asked for.

    ``sample``: the answers drawn at random (:func:`pipeline.cluster.drawn`); of the hand-coded answers these alone
    are asked how often the model, which had not seen them, was right. A few thresholds, set by how many of them pass,
    are tested one after the other, a strict one first: the lower confidence bound of the precision (Clopper & Pearson
    1934) must reach ``precision``, and the first that fails ends it. So a promise is broken in one case of ten at most,
    also one found by looking (fixed sequence testing: Angelopoulos et al. 2021, Learn then Test). The most lenient one
    that holds is taken. ``model`` may be None. Returns a dict, all 0-1: ``threshold`` (inf when nothing can be
    promised), ``precision`` (that lower bound), ``coverage`` (share of the answers not coded by hand that pass) with
    ``coverage_low`` (should the next answer drawn turn out wrong) and ``coverage_high`` (until which the precision
    asked for is not ruled out), ``agreement`` (share of the sample whose likeliest code a person gave), ``found``
    (share of a person's codes that coding by itself would give); and counts: ``base`` (sample), ``above`` (of them,
    above the threshold), ``right`` (of these). Agreement is missing while there are too few. ``out``: what
    :func:`held_out` gave, if it is there already.
    """
    told = {"threshold": np.inf, "precision": np.nan, "coverage": 0.0, "coverage_low": 0.0, "coverage_high": 1.0}
    told |= {"agreement": np.nan, "found": 0.0, "base": len(sample), "above": 0, "right": 0}
    if model is None or len(sample) < FEWEST:
        return told
    chance, given = _asked(model, hand, sample, held_out(model, hand) if out is None else out)
    best = chance.max(axis=1)
    right = given[np.arange(len(given)), chance.argmax(axis=1)] & (best > 0)
    told["agreement"] = float(right.mean())
    others = _others(model, hand)
    cuts = [_passing(np.sort(best)[::-1], size) for size in _sizes(len(best), precision)]
    first, next_first = (_first(many, precision) for many in (len(best), len(best) + 1))
    tops = [best >= cut for cut in cuts]
    wrong = [int((top & ~right).sum()) for top in tops]
    low = _unbroken([lowest(top.sum(), bad, BROKEN) >= precision for top, bad in zip(tops, wrong, strict=True)], first)
    firm = [lowest(top.sum(), bad + 1, BROKEN) >= precision for top, bad in zip(tops, wrong, strict=True)]
    firm = np.logical_and(_unbroken(firm, first), _unbroken(firm, min(next_first, len(firm) - 1)))
    ruled_out = [highest(top.sum(), bad, BROKEN) < precision for top, bad in zip(tops, wrong, strict=True)]
    shares = np.array([(others >= cut).mean() if len(others) else 0.0 for cut in cuts])
    told["coverage_high"] = float(max((s for s, out_ in zip(shares, ruled_out, strict=True) if not out_), default=0))
    if not any(low):
        return told
    at = max(np.flatnonzero(low))
    told["coverage_low"] = float(max((s for s, kept in zip(shares, firm, strict=True) if kept), default=0))
    told |= {"threshold": float(cuts[at]), "coverage": float(shares[at])}
    told |= {"above": int(tops[at].sum()), "right": int(tops[at].sum()) - wrong[at]}
    told["precision"] = float(lowest(told["above"], wrong[at], BROKEN))
    told["found"] = float((taken(chance, cuts[at], precision) & given).sum() / max(given.sum(), 1))
    return told


def kept(right, tried, *, precision=0.9):
    """Lower bound (0-1) of a precision measured once, on ``tried`` answers drawn at random; missing below ``ABOVE``."""
    return lowest(tried, tried - right, BROKEN) if tried >= ABOVE else np.nan


def excluded(right, tried, precision):
    """Is it ruled out that what was right ``right`` times of ``tried`` keeps ``precision``?"""
    return highest(tried, tried - right, BROKEN) < precision


def lowest(tried, wrong, level):
    """One-sided lower confidence bound of the share right (Clopper & Pearson 1934)."""
    return float(beta.ppf(level, tried - wrong, wrong + 1)) if tried > wrong else 0.0


def highest(tried, wrong, level):
    """One-sided upper confidence bound of the share right."""
    return float(beta.ppf(1 - level, tried - wrong + 1, wrong)) if wrong else 1.0


def taken(chance, limit, precision):
    """Codes the model gives by itself, answers × codes: the likeliest at or above ``limit``, and beside it those whose
    own probability keeps ``precision``; the limit was measured on the likeliest alone."""
    likeliest = chance.argmax(axis=1)[:, None] == np.arange(chance.shape[1])
    return (likeliest | (chance >= precision)) & (chance >= limit)


def held_out(model, hand):
    """Probabilities of every different answer by models that did not see its hand code, keys × codes.

    An answer not coded by hand gets the mean of the models, so that hand-coded and other answers are judged alike.
    """
    is_own = hand["key"].isin(model.probability.index)
    known, beside = hand[is_own].reset_index(drop=True), hand[~is_own]  # what earlier data taught, every fold knows
    folds = min(MORE_FOLDS if len(known) <= FEW else FOLDS, len(known))
    if folds < 2:
        return model.probability
    # By their turn: what is coded next leaves the folds as they are, and what is said of an answer changes less. An
    # odd number: every second or fourth answer was chosen in another way, and belongs to all folds alike.
    part, total, own = np.arange(len(known)) % folds, np.zeros(model.probability.shape), []
    for one in range(folds):
        fold = _learned(model, pd.concat([known[part != one], beside]))
        total += fold.to_numpy() / folds
        own.append(fold.loc[known.loc[part == one, "key"]])
    found = pd.DataFrame(total, model.probability.index, model.probability.columns)
    own = pd.concat(own)
    found.loc[own.index] = own
    return found


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


@lru_cache(maxsize=1000)
def _sizes(many, precision):
    """How many of the sample pass each threshold, the strictest first: where one more may just be wrong."""
    sizes = [_roomy(ABOVE, many, precision)]
    while sizes[-1] < many:
        sizes.append(_roomy(int(sizes[-1] / STEP), many, precision))
    return sizes


def _first(many, precision):
    """Which of them is looked at first. Far up few may be wrong, and a coder's slip ends it; far down many are."""
    return max(sum(size <= FIRST * many for size in _sizes(many, precision)) - 1, 0)


def _roomy(size, many, precision):
    """The next size, up to ``many``, at which one more may be wrong than at a size less by one."""
    wrong = sum(1 for _ in takewhile(lambda bad: lowest(size - 1, bad, BROKEN) >= precision, count()))
    return next((n for n in range(size, many) if lowest(n, wrong, BROKEN) >= precision), many)


def _unbroken(held, first):
    """Which tests from the first on held, with all that were looked at before them."""
    looked = [bool(one) for one in held[first:]]
    return [False] * first + list(accumulate(looked, lambda so_far, now: so_far and now))


def _passing(ordered, size):
    """The threshold that ``size`` of the sample pass; of equals all pass or none."""
    return ordered[size - 1]

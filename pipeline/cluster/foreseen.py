"""Where the coverage will be at the next lesson: the lesson is played many times, from what is known now.

The bootstrap of what is to come (Efron & Tibshirani 1993; Rubin 1981): the answers that will be drawn are drawn, again
and again, from those drawn so far. And a machine that has learned more is a little more or less sure of every answer,
and says another code of a few: how much, was measured between lessons (docs/ma-hoa.md).
"""

import numpy as np
from scipy.stats import norm

from pipeline.cluster.ladder import looked_at

TURNS = 100  # for every number of answers
DRAWN = (4, 5, 6, 7, 8)  # answers drawn at random until the next lesson, eight decisions on
ANEW = 0.05  # share of the sample that is right or wrong anew
MOVED = 0.2  # how far an answer's place among the others moves, in standard deviations
OUTSIDE = 0.01  # share of the turns left out at either end


def foreseen(best, right, others, precision):
    """The coverage of the next lesson (0-1; 0: nothing is promised), as told in ``TURNS`` turns for each number drawn.

    ``best`` (how sure the model, which had not seen its code, is) and ``right`` (was it): of every answer of the
    sample; ``others``: how sure it is of the answers not coded. Returns a dict: ``coverage_low`` and ``coverage_high``,
    between which it lies in 98 of 100 turns, and ``lasts``, the share of turns in which something is promised.
    """
    if not len(others):
        return {"coverage_low": 0.0, "coverage_high": 0.0, "lasts": 0.0}
    draw = np.random.default_rng(len(best))
    place = norm.ppf((np.searchsorted(np.sort(others), best) + 0.5) / (len(others) + 1))
    shares = np.sort(np.concatenate([_coverages(place, right, many, precision, draw) for many in DRAWN]))
    out = int(OUTSIDE * len(shares))
    low, high = float(shares[out]), float(shares[-1 - out])
    return {"coverage_low": low, "coverage_high": high, "lasts": float((shares > 0).mean())}


def _coverages(place, right, many, precision, draw):
    """The coverage of the next lesson, played so many turns; ``place``: of the sample among the others, as normal
    scores."""
    base, judged = len(place), np.tile(np.arange(len(place) + many), (TURNS, 1))
    anew = (draw.random(judged.shape) < ANEW) | (judged >= base)
    judged[anew] = draw.integers(base, size=anew.sum())
    moved = np.sqrt(1 - MOVED**2) * place[judged] + MOVED * draw.standard_normal(judged.shape)
    order = np.argsort(-moved, axis=1)
    sizes, allowed = looked_at(base + many, precision)
    wrong = np.take_along_axis(~right[judged], order, axis=1).cumsum(axis=1)[:, sizes - 1]
    held = np.logical_and.accumulate(wrong <= allowed, axis=1).sum(axis=1)
    last = order[np.arange(TURNS), sizes[held - 1] - 1]
    return np.where(held > 0, norm.sf(moved[np.arange(TURNS), last]), 0.0)

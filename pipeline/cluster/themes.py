"""Groups found without any code, as a few numbers an answer: what it speaks of, before anybody has named it."""

import numpy as np
from sklearn.utils.extmath import randomized_svd

from pipeline.cluster import linear, mixture

ANSWERS, CLAUSES = (10, 20), (10, 20, 30)  # groups of the mixtures
EACH, RUNS = 5, 3  # runs a view and kind of start, of answers; runs from k-means, of clauses
WIDTH = 60  # numbers an answer that are kept of them
LENGTH, SPREAD = 3.0, 2.0  # their length beside words of length 1 a view: of answers; of clauses, about their mean


def of_answers(views, features, meant, learned, seed):
    """Consensus of mixtures, coarse and fine, answers × numbers; answers not among those ``learned`` are placed."""
    kinds = [k for k in ANSWERS if k <= len(learned)]
    if not kinds:
        return np.zeros((len(learned), 1))
    draw, seen = np.random.default_rng(seed), [mixture.part(one, learned) for one in views]
    known = None if meant is None else meant[learned]
    runs = np.hstack([mixture.consensus(seen, k, draw, each=EACH, meaning=known) for k in kinds])
    found = (LENGTH * _reduced(runs / np.sqrt(4 * EACH))).round(3)
    if len(learned) == views[0].counts.shape[0]:
        return found
    placed = linear.scored(features, linear.fit(features.rows(learned), found))
    placed[learned] = found
    return placed


def of_clauses(view, owner, learned, seed):
    """What the clauses of each answer speak of, answers × numbers: of every group its surest clause.

    An answer that speaks of several things lies between the groups of answers, but its clauses do not. ``view``: of the
    clauses, ``owner``: the row of the answer of each; ``learned``: rows of the clauses that groups are found in.
    """
    kinds, answers = [k for k in CLAUSES if k <= len(learned)], int(owner.max(initial=-1)) + 1
    if not kinds:
        return np.zeros((answers, 1))
    draw, seen, surest = np.random.default_rng(seed), mixture.part(view, learned), []
    for k in kinds:
        runs = mixture.from_k_means(seen, k, draw, RUNS)
        runs = mixture.shares(mixture.log_joint([view], runs, seen=[seen]), RUNS)
        surest.append(np.zeros((answers, runs.shape[1]), np.float32))
        np.maximum.at(surest[-1], owner, runs)
    runs = np.hstack(surest)
    found = _reduced(runs - runs.mean(axis=0))
    return (SPREAD * found / max(np.sqrt((found**2).sum(axis=1).mean()), 1e-9)).round(3)


def _reduced(runs):
    left, size, _ = randomized_svd(runs, min(WIDTH, *runs.shape), random_state=0)
    return left * size

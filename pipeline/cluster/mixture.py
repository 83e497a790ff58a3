"""Groups of short answers: a consensus of Dirichlet multinomial mixtures.

Model: Nigam et al. 2000 and Yin & Wang 2014 (one group an answer), fitted by EM with the deterministic annealing of
Ueda & Nakano 1998; consensus: square roots of the posteriors of all runs side by side, then k-means.
"""

import warnings

import numpy as np
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import pairwise_distances, silhouette_score
from threadpoolctl import threadpool_limits

BETA = 0.3  # Dirichlet prior of a word in a group
ROUNDS = 60  # EM rounds of one run
START = 0.3  # temperature at which annealing starts
RUNS = 10  # runs a view
REFINEMENTS = 10
FEWEST, MOST = 5, 20
ITEMS_A_GROUP = 5
SEARCHED = 2000  # answers looked at when the number of groups is proposed


def group(views, *, groups=None, seed=0):
    """Group answers given as count matrices (one a view, same rows).

    Returns labels 0.. and the sureness (0-1) of each. ``groups`` is the number of groups, proposed by
    :func:`propose` when None; some of them may come out empty. The same seed gives the same groups.
    """
    # One thread: sums of several threads differ in the last digits, and then so may the groups.
    with threadpool_limits(1):
        groups = groups or propose(views, seed=seed)
        draw = np.random.default_rng(seed)
        runs = _side_by_side(views, [groups] * RUNS, draw)
        return _refine(views, _k_means(runs, groups, draw), groups)


def propose(views, *, seed=0):
    """Propose a number of groups: the best silhouette of the consensus within 5-20, fewer when answers are few."""
    size = views[0].shape[0]
    most = min(MOST, max(2, size // ITEMS_A_GROUP))
    fewest = min(FEWEST, most)
    draw = np.random.default_rng(seed)
    chosen = np.sort(draw.permutation(size)[:SEARCHED])
    sizes = np.linspace(fewest, most, RUNS).round().astype(int)
    runs = _side_by_side([view[chosen] for view in views], sizes, draw)
    apart = pairwise_distances(runs)
    scores = {groups: _silhouette(apart, _k_means(runs, groups, draw)) for groups in range(fewest, most + 1)}
    return max(scores, key=scores.get)


def mixture(counts, groups, draw):
    """Fit one Dirichlet multinomial mixture by annealed EM; returns posteriors, answers × groups."""
    posterior = np.eye(groups)[draw.integers(groups, size=counts.shape[0])]
    for temperature in np.minimum(1, np.linspace(START, 1 + (1 - START) * 2 / 3, ROUNDS)):
        posterior = _shares(temperature * _log_joint([counts], posterior))
    return posterior


def _side_by_side(views, sizes, draw):
    runs = [mixture(view, groups, draw) for view in views for groups in sizes]
    return np.sqrt(np.hstack(runs)).astype(np.float32)


def _k_means(runs, groups, draw):
    model = KMeans(groups, n_init=3, random_state=int(draw.integers(2**31)))
    with warnings.catch_warnings():
        # Answers that share no word with others are all alike here; fewer groups than asked for are then right.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit_predict(runs)


def _silhouette(apart, labels):
    possible = 1 < len(np.unique(labels)) < len(labels)
    return silhouette_score(apart, labels, metric="precomputed") if possible else -1.0


def _refine(views, labels, groups):
    """Let EM run on from the consensus; sureness takes half the evidence, as words of one answer hang together."""
    posterior = np.eye(groups)[labels]
    for _ in range(REFINEMENTS):
        joint = _log_joint(views, posterior)
        posterior = _shares(joint)
    return posterior.argmax(axis=1), _shares(joint / 2).max(axis=1)


def _log_joint(views, posterior):
    """Log of group share × word chances, averaged over the views."""
    total = np.log((posterior.sum(axis=0) + 1) / (len(posterior) + posterior.shape[1]))
    for counts in views:
        words = counts.T @ posterior + BETA
        total = total + counts @ np.log(words / words.sum(axis=0)) / len(views)
    return total


def _shares(logs):
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)

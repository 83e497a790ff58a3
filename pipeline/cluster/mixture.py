"""Groups of short answers: a consensus of Dirichlet multinomial mixtures.

Model: Nigam et al. 2000 and Yin & Wang 2014 (one group an answer), fitted by EM with the deterministic annealing of
Ueda & Nakano 1998; a word lends weight to the words used like it. Consensus: square roots of the posteriors of all
runs side by side, then k-means.
"""

import warnings

import numpy as np
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning

BETA = 0.3  # Dirichlet prior of a word in a group
ROUNDS = 40  # EM rounds of one run from a random start
SETTLING = 10  # EM rounds of one run from groups already found
START = 0.3  # temperature at which annealing starts
RUNS = 10  # runs a view and kind of start
FEWEST, MOST = 5, 20
ITEMS_A_GROUP = 5
SEARCH_RUNS = 2  # runs a view, from k-means: enough to compare numbers of groups
FINENESS = 0.02  # silhouette that e times as many groups must gain
SEARCHED = 5000  # answers looked at when the number of groups is proposed


def consensus(views, groups, draw, *, each=RUNS, meaning=None):
    """Posteriors of many runs side by side (square roots), answers × (runs × groups); ``each`` runs a view and start.

    Half of the runs start at random, half from k-means on the answers' vectors. With ``meaning`` (vectors) as many
    start from k-means on it, and these k-means stand beside them.
    """
    runs = []
    for view in views:
        random = draw.integers(groups, size=(each, view.counts.shape[0]))
        cooling = np.linspace(START, 1 + (1 - START) * 2 / 3, ROUNDS).clip(max=1)
        runs.append(settle([view], _side_by_side(random, groups), cooling, runs=each))
        runs.append(from_k_means(view, groups, draw, each))
    if meaning is not None:
        found = np.array([k_means(meaning, groups, draw, starts=1) for _ in range(each)])
        start = _side_by_side(found, groups)
        runs += [start, start]  # one for either view
        runs += [settle([view], start, np.ones(SETTLING), runs=each) for view in views]
    return np.sqrt(np.hstack(runs))


def part(view, rows):
    """Some answers of a view."""
    return view._replace(counts=view.counts[rows], vectors=view.vectors[rows])


def propose(views, draw):
    """Propose a number of groups within 5-20, fewer for few answers: the best silhouette on the answers' vectors.

    Finer groups look tighter even where there is nothing to part, so the logarithm of their number counts against them.
    """
    size = views[0].counts.shape[0]
    most = min(MOST, max(2, size // ITEMS_A_GROUP))
    rows = np.sort(draw.permutation(size)[:SEARCHED])
    parts = [part(view, rows) for view in views]
    vectors = np.hstack([part.vectors for part in parts]) / np.float32(np.sqrt(len(parts)))
    scores = {}
    for groups in range(min(FEWEST, most), most + 1):
        runs = [from_k_means(part, groups, draw, SEARCH_RUNS) for part in parts]
        labels = k_means(np.sqrt(np.hstack(runs)), groups, draw)
        scores[groups] = round(_silhouette(vectors, labels) - FINENESS * float(np.log(groups)), 5)
    return max(scores, key=scores.get)


def _silhouette(vectors, labels):
    """Mean silhouette (Rousseeuw 1987) under cosine distance, from sums of vectors; -1 for a single group."""
    labels = np.unique(labels, return_inverse=True)[1]
    one = np.eye(labels.max() + 1, dtype=np.float32)[labels]
    sizes, alike = one.sum(axis=0), vectors @ (vectors.T @ one)
    own = np.arange(len(labels)), labels
    within = 1 - (alike[own] - (vectors**2).sum(axis=1)) / np.maximum(sizes[labels] - 1, 1)
    apart = 1 - alike / sizes
    apart[own] = np.inf
    nearest = apart.min(axis=1)
    if len(sizes) < 2:
        return -1.0
    score = np.where(sizes[labels] > 1, (nearest - within) / np.maximum(np.maximum(nearest, within), 1e-9), 0)
    return float(score.mean())


def settle(views, posterior, temperatures, *, runs=1, fixed=None, common=None):
    """Run EM from ``posterior`` (answers × groups; rows of zeros know nothing) and return the posteriors.

    Several ``runs`` stand side by side, each with its own groups. ``fixed``: (rows, posteriors) of answers whose group
    is known; a row that sums to 5 weighs as much as five answers. ``common``: the share of each group, where known.
    """
    posterior = posterior.astype(np.float32)
    for temperature in temperatures:
        posterior = shares(np.float32(temperature) * log_joint(views, posterior, common), runs)
        if fixed is not None:
            posterior[fixed[0]] = fixed[1]
    return posterior


def log_joint(views, posterior, common=None, seen=None):
    """Log of group share × word chances, averaged over the views; rounded, so that processors agree.

    ``seen``: the parts of the views that the posterior is of, where it is not of all their answers.
    """
    total = np.log(posterior.sum(axis=0) + 1 if common is None else common)
    for view, part_ in zip(views, seen or views, strict=True):
        words = part_.near.T @ (part_.counts.T @ posterior) + np.float32(BETA)
        total = total + view.counts @ (view.near @ np.log(words / words.sum(axis=0))) / len(views)
    return total.round(3)


def shares(logs, runs=1):
    """Posteriors from log joints: each answer's groups sum to 1 in each run."""
    logs = logs.reshape(len(logs), runs, -1)
    weights = np.exp(logs - logs.max(axis=2, keepdims=True))
    return (weights / weights.sum(axis=2, keepdims=True)).reshape(len(logs), -1)


def from_k_means(view, groups, draw, runs):
    """Posteriors of runs that start from k-means on the answers' vectors, answers × (runs × groups)."""
    found = np.array([k_means(view.vectors, groups, draw, starts=1) for _ in range(runs)])
    return settle([view], _side_by_side(found, groups), np.ones(SETTLING), runs=runs)


def _side_by_side(labels, groups):
    """Labels of several runs (runs × answers) as certain posteriors, answers × (runs × groups)."""
    return np.hstack([np.eye(groups, dtype=np.float32)[one] for one in labels])


def k_means(vectors, groups, draw, *, starts=3):
    """k-means labels; answers that share no word with others are all alike here, and make fewer groups than asked."""
    is_plenty = len(np.unique(vectors[:, 0])) >= groups
    most = groups if is_plenty else min(groups, len(np.unique(vectors, axis=0)))
    model = KMeans(most, n_init=starts, random_state=int(draw.integers(2**31)))
    with warnings.catch_warnings():  # of nearly alike ones; threads that warn meanwhile undo it
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit_predict(vectors)

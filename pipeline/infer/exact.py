"""Fisher's exact test of any table of counts, as far as its tables can be walked through."""

import numpy as np
from scipy.special import gammaln

PEOPLE, PATHS = 100, 300_000  # larger tables, and those that take more steps, are left to Monte-Carlo
SAME = 1e-7  # tables this much likelier still count as no likelier than the one observed (R: fisher.test)


def fisher(counts):
    """Two-sided p of Fisher's exact test (Freeman & Halton 1951; R: fisher.test); None when it would take too long.

    The sum of the probabilities of all tables with these margins that are no likelier than ``counts``. Walks column
    by column through the rows' people still to be placed, ways of the same probability joined (the network of Mehta &
    Patel 1983, without its bounds).
    """
    counts = np.asarray(counts)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if counts.sum() > PEOPLE:
        return None
    counts = counts if counts.shape[0] <= counts.shape[1] else counts.T
    columns = sorted(counts.sum(axis=0), reverse=True)
    level, budget = {tuple(sorted(counts.sum(axis=1))): (np.zeros(1), np.ones(1))}, PATHS
    for total in columns[:-1]:
        level, budget = _next(level, total, budget)
        if level is None:
            return None
    return _tail(level, counts)


def _next(level, total, budget):
    """The rows left after one more column, each with its ways; None when the budget of steps is spent."""
    reached = {}
    for rows, (past, ways) in level.items():
        if np.prod([float(min(people, total) + 1) for people in rows[:-1]]) * len(past) > 3 * PATHS:
            return None, 0
        placed = _placements(rows, total)
        budget -= len(placed) * len(past)
        if budget < 0:
            return None, 0
        lost = gammaln(placed + 1.0).sum(axis=1)
        lefts, place = np.unique(np.sort(np.array(rows) - placed, axis=1), axis=0, return_inverse=True)
        for at, left in enumerate(map(tuple, lefts.tolist())):
            paths = np.subtract.outer(past, lost[place.reshape(-1) == at])
            reached.setdefault(left, []).append((paths.ravel(), np.repeat(ways, paths.shape[1])))
    return {left: _joined(parts) for left, parts in reached.items()}, budget


def _tail(level, counts):
    """Probability of the tables no likelier than the observed one, the last column being what is left."""
    ends = [(past - gammaln(np.add(left, 1.0)).sum(), ways) for left, (past, ways) in level.items()]
    logs, ways = (np.concatenate(part) for part in zip(*ends, strict=True))
    observed = -gammaln(counts + 1.0).sum()
    chances = ways * np.exp(logs - logs.max())
    return float(min(chances[logs <= observed + np.log1p(SAME)].sum() / chances.sum(), 1.0))


def _placements(rows, total):
    """Every way to take ``total`` people out of the rows."""
    *first, last = (range(min(people, total) + 1) for people in rows)
    ways = np.stack(np.meshgrid(*first, indexing="ij"), axis=-1).reshape(-1, len(first))
    rest = total - ways.sum(axis=1)
    fits = (rest >= 0) & (rest < len(last))
    return np.column_stack([ways[fits], rest[fits]])


def _joined(parts):
    """Ways that have the same probability counted together."""
    past, ways = (np.concatenate(part) for part in zip(*parts, strict=True))
    rounded, place = np.unique(past.round(9), return_inverse=True)
    return rounded, np.bincount(place, ways)

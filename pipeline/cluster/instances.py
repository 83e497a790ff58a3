"""Which clauses give an answer its codes, where only whole answers were coded: a regression on clauses.

An answer has a code where at least one of its clauses has it: 1 − Π (1 − chance of a clause), the noisy-or of multiple
instances (Viola, Platt & Zhang 2005). One vector for a whole answer blurs what its clauses say.
"""

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

LENGTH, HELD = 3.0, 2.0  # of a clause's vector, and of each code whose phrase it holds
PENALTY = 0.3  # C
START = -2.0  # log-odds of every clause, to begin with
STEPS = 200


def by_clauses(clauses, found, rows, given):
    """Probability of each code, answers × codes; missing where all or none of the ``rows`` coded by hand have it.

    ``found``: phrases of each code in each clause; ``given``: rows × codes.
    """
    answers, has = len(clauses.themes), given > 0
    chance, told = np.full((answers, given.shape[1]), np.nan), np.flatnonzero(has.any(axis=0) & ~has.all(axis=0))
    if not len(told):
        return chance
    place = np.full(answers, -1)
    place[rows] = np.arange(len(rows))
    taught, parts = place[clauses.owner] >= 0, (clauses.view.vectors * LENGTH, (found > 0) * HELD)
    seen = np.hstack([*(part[taught] for part in parts), np.ones((taught.sum(), 1))]).astype(np.float64)
    owner = _of(place[clauses.owner[taught]], len(rows))
    weights = np.column_stack([_fitted(seen, owner, has[:, code]) for code in told])
    width = parts[0].shape[1]
    odds = parts[0] @ weights[:width] + parts[1] @ weights[width:-1] + weights[-1]
    chance[:, told] = 1 - _none(odds, _of(clauses.owner, answers))
    return chance


def _of(owner, answers):
    """Answers × clauses: 1 where the clause is the answer's."""
    return csr_matrix((np.ones(len(owner)), (owner, np.arange(len(owner)))), shape=(answers, len(owner)))


def _fitted(seen, owner, has):
    start = np.r_[np.zeros(seen.shape[1] - 1), START]
    return minimize(_loss, start, (seen, owner, has), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x


def _loss(weights, seen, owner, has):
    """Penalised log-loss of the hand-coded answers, and its gradient; the last weight is not penalised."""
    odds, free = seen @ weights, np.r_[weights[:-1], 0]
    none = np.clip(_none(odds, owner), 1e-12, 1 - 1e-9)
    told = -np.log(np.where(has, 1 - none, none)).sum()
    slope = owner.T @ np.where(has, -none / (1 - none), 1.0) / (1 + np.exp(-odds))
    return PENALTY * told + free @ free / 2, PENALTY * (slope @ seen) + free


def _none(odds, owner):
    """The chance that no clause of an answer has the code."""
    return np.exp(-(owner @ np.logaddexp(0, odds)))

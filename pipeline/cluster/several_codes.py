"""Several codes an answer: a logistic regression of each code on answers, and one on their clauses.

Clauses: a mixture (Nigam et al. 2000) of the codes and one group for all else, started by key phrases; the clauses of
an answer coded by hand may only go to its codes while words are learned. Regression: on phrases, clauses, vectors and
words. A few pseudo-answers hold it to the phrases, trusted as far as the hand codes bear them out. Clauses once more:
:mod:`.instances`.
"""

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from pipeline.cluster import mixture
from pipeline.cluster.instances import by_clauses

ROUNDS = 3  # few: the codes must not wander from their phrases
PENALTY, FREE = 0.3, 10.0  # C of the logistic regression of a code with and without phrases found
OWN = 3.0  # weight of a code's own phrases and clauses beside those of other codes
MOST = 2  # phrases counted
PSEUDO, MASS = 1000, 40.0  # answers coded by phrases alone, and what they weigh together, in hand-coded answers
TRUST = 5.0  # hand-coded answers that the belief in a code's phrases is worth
RARE = 10  # hand-coded answers with a code (or without) from which clauses have half of their say in it
SHIFT = 0.4  # F1 is best near half of what can be reached, not at one half: this probability is moved to one half


def several_codes(reading, hits, found, rows, given, draw):
    """Probabilities, answers × codes, each column alone. ``rows`` were coded by hand as ``given`` (rows × codes).

    ``hits`` and ``found``: phrases of each code in each answer and in each clause.
    """
    hits, said = np.minimum(hits, MOST), _said(reading.clauses, found, rows, given, len(hits))
    words, vectors, _ = reading.features
    dense = (vectors / 2, reading.clauses.themes, hits, said)
    base = hstack([words, *map(csr_matrix, dense)]).tocsr()
    pseudo = np.setdiff1d(draw.permutation(len(hits))[:PSEUDO], rows)
    chance = np.zeros(hits.shape)
    for code in range(hits.shape[1]):
        own = csr_matrix(OWN * np.column_stack([hits[:, code], said[:, code]]))
        held = pseudo if hits[:, code].any() else pseudo[:0]  # no phrases, nothing to hold the regression to
        believed = _believed(hits[:, code] > 0, rows, given[:, code])[held]
        chance[:, code] = _chance(hstack([base, own]).tocsr(), rows, given[:, code] > 0, held, believed)
    both = _both(chance, by_clauses(reading.clauses, found, rows, given), given, hits.any(axis=0))
    return _moved(both).round(4)


def _said(clauses, found, rows, given, answers):
    """How surely some clause of each answer speaks of each code (0-1), answers × codes.

    Hand codes say which words belong to a code; what is then said of an answer must not know its own codes, or the
    regression, which learns from just these answers, trusts it more than it is worth in all the others.
    """
    allowed = np.ones((answers, found.shape[1] + 1), np.float32)
    allowed[rows, :-1] = given
    most = found.max(axis=1, keepdims=True)
    share = np.hstack([(found == most) & (most > 0), most == 0]).astype(np.float32)
    share /= share.sum(axis=1, keepdims=True)
    for _ in range(ROUNDS):
        share = (share + np.float32(1e-9)) * allowed[clauses.owner]
        share = mixture.settle([clauses.view], share / share.sum(axis=1, keepdims=True), [1])
    said = np.zeros((answers, found.shape[1]), np.float32)
    np.maximum.at(said, clauses.owner, share[:, :-1])
    return said.round(3)


def _believed(hit, rows, has):
    """Share with the code among answers with and without its phrases: the phrases' word, mended by the hand codes."""
    share = {now: (TRUST * now + has[hit[rows] == now].sum()) / (TRUST + (hit[rows] == now).sum()) for now in (0, 1)}
    return np.where(hit, share[1], share[0])


def _chance(features, rows, has, held, believed):
    """Probability of one code, from hand-coded ``rows`` and from pseudo-answers ``held`` to its phrases, both ways."""
    light = np.full(len(held), MASS / max(len(held), 1))
    has = np.concatenate([has, np.ones(len(held), bool), np.zeros(len(held), bool)])
    weight = np.concatenate([np.ones(len(rows)), light * believed, light * (1 - believed)])
    used, has, weight = np.concatenate([rows, held, held])[weight > 0], has[weight > 0], weight[weight > 0]
    if has.all() or not has.any():
        return float(has.any())
    model = LogisticRegression(C=PENALTY if len(held) else FREE, max_iter=200)
    return model.fit(features[used], has, sample_weight=weight).predict_proba(features)[:, 1]


def _both(answers, clauses, given, named):
    """Two opinions on each code joined by their log-odds; half is said by the clauses, missing where they know nothing.

    What they say rests on hand codes alone: less of a code that few of these carry, where phrases have ``named`` it.
    """
    has = (given > 0).sum(axis=0)
    rare = np.minimum(has, len(given) - has)
    say = np.where(np.isnan(clauses[0]), 0, rare / np.maximum(rare + RARE * named, 1) / 2)
    odds = (1 - say) * _log_odds(answers) + say * _log_odds(np.nan_to_num(clauses))
    return 1 / (1 + np.exp(-odds))


def _log_odds(chance):
    chance = chance.clip(1e-6, 1 - 1e-6)
    return np.log(chance / (1 - chance))


def _moved(chance):
    odds = chance * (1 - SHIFT) / np.maximum(SHIFT * (1 - chance), 1e-9)
    return odds / (1 + odds)

"""One code an answer: what key phrases and hand codes spread by, and what hand codes alone teach, weighed by trial.

Spread: a mixture that starts from key phrases and hand codes and runs free (Nigam et al. 2000), then a classifier that
judges every answer without its own label; good where a few codes of like size are well named, misled where one code is
most of the answers. Taught: a logistic regression on the hand codes, on words, vectors and the groups found without
any code; and a second one without those vectors and groups, which are mostly chance where answers are few or of few
subjects. They make up several opinions, joined as hand codes kept out of all bear them out (says as in stacking: Smyth
& Wolpert 1999): with few hand codes this is better than the opinion that looks best. Joined by their logarithms
(Genest & Zidek 1986): a mean of the probabilities would be less sure of just the answers that are surely coded.
"""

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.linear_model import LogisticRegression

from pipeline.cluster import linear, mixture

ROUNDS = 15
CHECKS = 4
HEAVY = 5.0  # a hand-coded answer weighs as much as so many others in the mixture
SHARP = 6.0  # turns scores of about 0-1 into probabilities
SMALL = 60  # different answers; of fewer those with a phrase or a hand code stay where they started
FREE = 4.0  # C of the logistic regression
# Opinions, by powers: of what spread, of what was taught, of what words (and their meaning) alone taught, of the code's
# share.
OPINIONS = (
    (1.0, 0.5, 0.0, 0.0), (0.5, 0.5, 0.0, 0.5), (0.25, 1.0, 0.0, 0.25), (0.0, 1.0, 0.0, 0.0),
    (0.25, 0.0, 1.0, 0.25), (0.0, 0.5, 0.5, 0.0), (0.0, 0.0, 1.0, 0.0),
)  # fmt: skip
TRIED = 3  # parts of the hand-coded answers, each kept out once to find the say of each opinion
FEWEST = 12  # hand-coded answers below which nothing can be tried
EVEN, STEPS = 5.0, 50  # hand-coded answers that the belief in equal says is worth; steps in which they settle


def one_code(reading, hits, rows, given, draw, drawn=None, say=None):
    """Probabilities, answers × codes, rows summing to 1, and the say found. ``rows`` were coded by hand as ``given``
    (rows × codes).

    ``drawn`` says which of them were drawn at random: these tell how common each code is. ``say``: the powers, when
    they were tried before. A code with neither a phrase found nor an answer coded by hand gets 0; hand codes of none
    of the codes are unused.
    """
    clear = given.sum(axis=1) > 0
    common = _common(given, np.ones(len(rows), bool) if drawn is None else drawn)
    rows, given = rows[clear], given[clear] / given[clear].sum(axis=1, keepdims=True)
    if say is None:
        say = _say(reading, hits, rows, given, draw, common) if len(rows) >= FEWEST else OPINIONS[0]
    return _weighed(_ways(reading, hits, rows, given, draw, common, say), common, say), say


def _say(reading, hits, rows, given, draw, common):
    """The powers of all opinions joined, each by its say in what hand codes kept out bear out."""
    fold, told = draw.permutation(len(rows)) % TRIED, np.zeros((len(OPINIONS), len(rows)))
    for out in (fold == one for one in range(TRIED)):
        ways = _ways(reading, hits, rows[~out], given[~out], draw, common, np.ones(4))
        told[:, out] = [(given[out] * _weighed(ways, common, powers)[rows[out]]).sum(axis=1) for powers in OPINIONS]
    return tuple((_stacked(told.clip(1e-3)) @ OPINIONS).round(3).tolist())


def _stacked(told):
    """Says (summing to 1) under which what was kept out is likeliest, a little drawn to equal ones, by EM.

    ``told``: the probability that each opinion gave to what a person said, opinions × answers.
    """
    say = np.full(len(told), 1 / len(told))
    for _ in range(STEPS):
        share = say[:, None] * told
        say = ((share / share.sum(axis=0)).sum(axis=1) + EVEN / len(told)) / (told.shape[1] + EVEN)
    return say


def _ways(reading, hits, rows, given, draw, common, say):
    """Chances by what spread, by what was taught, by words alone; 1 for all where a say is nothing."""
    even, found = np.ones(hits.shape), reading.features
    spread = _spread(reading, hits, rows, given, draw, common) if say[0] else even
    sets = (found.words, found.vectors, reading.groups), (found.words, found.meant)
    told = zip(sets, say[1:3], strict=True)
    return spread, *(_taught([*parts, hits.clip(max=2)], rows, given) if power else even for parts, power in told)


def _spread(reading, hits, rows, given, draw, common):
    known = np.flatnonzero(hits.any(axis=0) | (given.any(axis=0)))
    if not len(known):
        return np.ones(hits.shape)
    start, is_small = _start(hits[:, known], rows, given[:, known]), len(hits) < SMALL
    told = None if common is None else common[known] * len(hits)
    if is_small:  # run free, so few answers would all end in one code
        rows, told = np.flatnonzero(start.any(axis=1)), np.ones(len(known))
        given = np.zeros((len(rows), hits.shape[1]), np.float32)
        given[:, known] = start[rows]
    fixed = (rows, HEAVY * given[:, known])
    views = [_shared(view) for view in reading.views] if is_small else reading.views
    labels = mixture.settle(views, start, np.ones(ROUNDS), fixed=fixed, common=told)
    labels[rows] = given[:, known]
    scores = labels.astype(np.float64).round(3)
    for _ in range(0 if is_small else CHECKS):
        now = np.eye(len(known), dtype=np.float32)[scores.argmax(axis=1)]
        now[rows] = given[:, known]
        scores = (scores + linear.unseen(reading.features, now, draw)) / 2
    chance = np.zeros(hits.shape)
    chance[:, known] = mixture.shares(SHARP * scores)
    return chance


def _shared(view):
    """A view without the words that a single answer uses."""
    return view._replace(counts=view.counts @ diags((view.counts > 0).sum(axis=0).A1 > 1, dtype=np.float32))


def _taught(parts, rows, given):
    """Probabilities by a logistic regression on hand codes alone; 1 for all while they know fewer than two codes."""
    told, code = np.nonzero(given)
    matrix = hstack([csr_matrix(part) for part in parts]).tocsr()
    if len(np.unique(code)) < 2:
        return np.ones((matrix.shape[0], given.shape[1]))
    model = LogisticRegression(C=FREE, max_iter=200).fit(matrix[rows[told]], code, sample_weight=given[told, code])
    found = np.full((matrix.shape[0], given.shape[1]), 0.2 / (len(rows) + given.shape[1]))
    found[:, model.classes_] = model.predict_proba(matrix)
    return found.round(4).clip(1e-4)


def _common(given, drawn):
    """Share of each code among the hand codes drawn at random; None while they are too few to tell."""
    told = given[drawn & (given.sum(axis=1) > 0)]
    return (told.sum(axis=0) + 1) / (told.sum() + given.shape[1]) if len(told) >= FEWEST else None


def _weighed(ways, common, say):
    # What nothing was said of stays at 0, whatever power is taken of it.
    spread = np.where(ways[0] > 0, ways[0], 1 if not say[0] else 0).astype(float)
    all_ways = spread ** say[0] * ways[1] ** say[1] * ways[2] ** say[2]
    all_ways = all_ways if common is None else all_ways * common ** say[3]
    return (all_ways / all_ways.sum(axis=1, keepdims=True)).round(6)


def _start(hits, rows, given):
    """Each answer shared among the codes with most of its phrases; answers without a phrase know nothing."""
    most = hits.max(axis=1, keepdims=True)
    start = ((hits == most) & (most > 0)).astype(np.float32)
    start /= np.maximum(start.sum(axis=1, keepdims=True), 1)
    start[rows] = given
    return start

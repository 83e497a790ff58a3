"""Is a code two things? Whether answers fall into two groups, or only lie spread out with a line drawn through them.

Any set of answers can be cut in two, and the halves then differ; so the cut is asked of answers it was not made from.
"""

import numpy as np
from scipy.stats import kurtosis, skew
from sklearn.preprocessing import normalize

BIMODAL = 5 / 9  # bimodality coefficient of what is spread evenly; two groups have more (Pfister et al. 2013)
FOLDS = 4


def vectors(model, keys):
    """Vectors of unit length of these answers, as the model reads them, one row a key."""
    rows = model.reading.items.index.get_indexer(keys)
    return normalize(model.reading.features.vectors[rows].astype(np.float64))


def bimodality(found, first):
    """Bimodality coefficient (0-1) of answers along the line that parts them in two, of each answer by a line drawn
    from the others; 0 where that cannot be told. ``first``: which of them are in the first part."""
    fold, place = np.arange(len(found)) % FOLDS, np.zeros(len(found))
    for out in (fold == one for one in range(FOLDS)):
        ends = [found[~out & side] for side in (first, ~first)]
        if not min(map(len, ends)):
            return 0.0
        one, other = (end.mean(axis=0) for end in ends)
        way = (one - other) / max(np.linalg.norm(one - other), 1e-9)
        place[out] = (found[out] - (one + other) / 2) @ way
    n = len(place)
    if n <= FOLDS or place.std() < 1e-9:
        return 0.0
    return float((skew(place, bias=False) ** 2 + 1) /
                 (kurtosis(place, bias=False) + 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))))  # fmt: skip


def apart(one, other):
    """How far the middles of two sets of answers lie apart, less what so few answers do by chance."""
    chance = sum(part.var(axis=0).sum() / len(part) for part in (one, other))
    return float(np.sqrt(max(np.sum((one.mean(axis=0) - other.mean(axis=0)) ** 2) - chance, 0)))

"""A second way of reading: vectors of what answers mean, where prepared answers bring them (column ``meaning``).

The vectors come from outside (``pipeline/meaning.py``); without them answers are read by their words alone.
"""

import numpy as np
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

WIDTH = 100  # numbers kept of a vector
LENGTH = 3.0  # of it, beside words of length 1 a view
DIGITS = 3  # rounded, so that processors agree


def reduced(items, learned):
    """Vectors (answers × numbers) of the answers' meaning, their common part taken out; None where there is none.

    Directions come from the rows ``learned``. An answer without a vector is in the middle.
    """
    if "meaning" not in items or items["meaning"].isna().all():
        return None
    width = len(items["meaning"].dropna().iloc[0])
    found = np.array([v if isinstance(v, np.ndarray) else np.full(width, np.nan) for v in items["meaning"]], np.float64)
    found = np.nan_to_num(found - np.nanmean(found[learned], axis=0))
    if min(width, len(learned)) > WIDTH:
        _, _, ways = randomized_svd(found[learned], WIDTH, random_state=0)
        found = found @ ways.T
    return (normalize(found) * LENGTH).round(DIGITS).astype(np.float32)

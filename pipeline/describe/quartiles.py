"""Medians and quartiles of people who count unequally."""

import numpy as np

QUARTILES = (0.5, 0.25, 0.75)


def weighted(values, masses, share):
    """For every column of ``masses`` (people × columns, 0 outside it) the value at which its share reaches ``share``.

    ``values``: one a person, none missing. The inverse of the weighted distribution, no averaging (R: svyquantile,
    qrule "math"): the smallest value that people of at least that share of the mass do not exceed. NaN of nobody.
    """
    if not len(values):
        return np.full(masses.shape[1], np.nan)
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(masses[order], axis=0)
    at = (reached >= share * (1 - 1e-15) * reached[-1]).argmax(axis=0)
    return np.where(reached[-1] > 0, values[order][at], np.nan)


def unequal(weights):
    """Whether the weights differ by more than rounding, so that who counts how much matters."""
    return len(weights) > 0 and np.ptp(weights) > 1e-9 * np.max(weights)

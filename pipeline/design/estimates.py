"""Totals and ratios of totals with their sampling errors: every share, mean and difference is one of these."""

from typing import NamedTuple

import numpy as np

from pipeline.design.variance import deviations, spread_of


class Estimates(NamedTuple):
    """Values of several statistics and the ``deviations`` that make their covariance."""

    value: np.ndarray
    deviations: np.ndarray

    @property
    def covariance(self):
        return self.deviations.T @ self.deviations

    @property
    def se(self):
        return np.sqrt((self.deviations**2).sum(axis=0))


def totals(sample, values, domain=None):
    """Weighted totals of the columns of ``values`` (people × k, 0 outside the domain). R: svytotal."""
    values = _columns(sample, values)
    return Estimates(sample.weight @ values, deviations(sample, values, domain))


def ratios(sample, tops, bottoms, domain=None):
    """Ratios of the totals of ``tops`` and ``bottoms`` (people × k, 0 outside the domain; one column serves all).

    A mean is value over 1, a share 1/0 over 1 (R: svymean, svyratio; in a domain svyby). NaN where a total is 0.
    """
    tops, bottoms = _columns(sample, tops), _columns(sample, bottoms)
    value = _ratio(sample.weight, tops, bottoms)
    if sample.replicates is not None:
        return Estimates(value, spread_of(sample, _ratio(sample.replicates.T, tops, bottoms)))
    scores = (tops - np.nan_to_num(value) * bottoms) / _whole(sample.weight @ bottoms)
    return Estimates(value, deviations(sample, scores, domain))


def linear(sample, value, influence, domain=None):
    """Statistics whose sampling error is that of the total of their ``influence`` values (people × k)."""
    return Estimates(np.atleast_1d(value), deviations(sample, influence, domain))


def contrast(found, weights):
    """Linear combinations of estimates: ``weights`` is k × combinations (R: svycontrast)."""
    return Estimates(found.value @ weights, found.deviations @ weights)


def _columns(sample, values):
    return np.asarray(values, float).reshape(len(sample.weight), -1)


def _ratio(weight, tops, bottoms):
    return (weight @ tops) / _whole(weight @ bottoms)


def _whole(total):
    return np.where(total == 0, np.nan, total)

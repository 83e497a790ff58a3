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


def of_totals(sample, values, statistic, influence, domain=None):
    """A statistic that is a function of the totals of the columns of ``values``: of totals (… × k) an array (…).

    ``influence``: its influence values, one a person; with replicate weights it is computed anew of each instead.
    """
    value = np.atleast_1d(statistic(sample.weight @ values))
    if sample.replicates is None:
        return linear(sample, value, influence, domain)
    return Estimates(value, spread_of(sample, statistic(sample.replicates.T @ values).reshape(-1, 1)))


def logits(sample, tops, bottoms, domain=None):
    """log(p/(1 − p)) of shares, which is what a logistic regression on a constant finds (R: svyglm); see ``ratios``."""
    found = ratios(sample, tops, bottoms, domain)
    with np.errstate(divide="ignore", invalid="ignore"):
        value, spread = _logit(found.value), found.deviations / (found.value * (1 - found.value))
        if sample.replicates is not None:
            again = spread_of(
                sample, _logit(_ratio(sample.replicates.T, *(_columns(sample, of) for of in (tops, bottoms))))
            )
            spread = np.where(np.isfinite(again).all(axis=0), again, spread)
    return Estimates(value, spread)


def _logit(share):
    return np.log(share) - np.log1p(-share)


def linear(sample, value, influence, domain=None):
    """Statistics whose sampling error is that of the total of their ``influence`` values (people × k)."""
    return Estimates(np.atleast_1d(value), deviations(sample, influence, domain))


def effective_base(sample, found, inside, spread=None):
    """How many people drawn one by one would leave the sampling errors of these shares: p(1 − p) over their variance.

    ``inside``: people × k, 1 in the base of each; ``spread``: variances of the values, where they are no shares. No
    more than the people (as the standards of the NCHS, Parker et al. 2017), and Kish's (Σw)²/Σw² where a share of 0 or
    1, or people of one PSU, show no variance.
    """
    people, mass = inside.sum(axis=0), inside * sample.weight[:, None]
    kish = mass.sum(axis=0) ** 2 / _whole((mass**2).sum(axis=0))
    alone, variance = found.value * (1 - found.value) if spread is None else spread, found.se**2
    shown = (alone > 1e-9) & (variance > 1e-9 * alone)
    return np.where(shown, np.minimum(alone / np.where(shown, variance, 1), people), kish)


def contrast(found, weights):
    """Linear combinations of estimates: ``weights`` is k × combinations (R: svycontrast)."""
    return Estimates(found.value @ weights, found.deviations @ weights)


def _columns(sample, values):
    return np.asarray(values, float).reshape(len(sample.weight), -1)


def _ratio(weight, tops, bottoms):
    return (weight @ tops) / _whole(weight @ bottoms)


def _whole(total):
    return np.where(total == 0, np.nan, total)

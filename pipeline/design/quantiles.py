"""Weighted quantiles with Woodruff's interval."""

import numpy as np

from pipeline.design.estimates import ratios
from pipeline.design.variance import degf


def quantile(sample, values, share, domain=None):
    """(quantile, low, high): the value at which the weighted cumulative share reaches ``share``, with 95 % limits.

    ``values``: one a person; NaN are out of the domain, as those ``domain`` leaves out. The inverse of the
    distribution, no averaging (R: svyquantile, qrule "math"), limits by Woodruff 1952 on the design's t (interval.type
    "mean"); NaN where they leave 0–1 or nobody has a value.
    """
    from scipy.special import stdtrit  # late: every command that reads a survey imports this room

    values = np.asarray(values, float)
    inside = ~np.isnan(values) if domain is None else ~np.isnan(values) & np.asarray(domain, bool)
    if not inside.any():
        return np.nan, np.nan, np.nan
    held, weight = values[inside], sample.weight[inside]
    found = _inverse(held, weight, share)
    below = ratios(sample, inside & (values <= found), inside, inside)
    df = degf(sample, inside)
    reach = (stdtrit(df, 0.975) if df > 0 else np.nan) * below.se[0]
    low, high = below.value[0] - reach, below.value[0] + reach
    limits = [_inverse(held, weight, p) if 0 <= p <= 1 else np.nan for p in (low, high)]
    return found, *limits


def _inverse(values, weight, share):
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order]) / weight.sum()
    at = np.searchsorted(reached, share * (1 - 1e-15), side="left")
    return float(values[order][min(at, len(order) - 1)])

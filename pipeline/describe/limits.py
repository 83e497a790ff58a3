"""95 % limits of design-based estimates."""

from functools import lru_cache

import numpy as np
from scipy import stats

from pipeline import design


def limits(sample, found, domain=None):
    """(se, low, high) of ``Estimates``: Student's t on the degrees of freedom that the design has in ``domain``.

    NaN where the domain has none left. R: confint(svymean(…), df = degf(subset(design, domain))).
    """
    df = design.degf(sample, domain)
    se = found.se if df > 0 else np.full(len(found.value), np.nan)
    reach = _quantile(df) * se if df > 0 else se
    return se, found.value - reach, found.value + reach


@lru_cache
def _quantile(df):
    """Student's: asked of the same few degrees of freedom thousands of times."""
    return stats.t.ppf(0.975, df)


def ratios(sample, tops, bottoms, domain=None):
    """``design.ratios``, also of a sample of one: it has its values, and no degrees of freedom for their errors."""
    alone = sample.replicates is None and sample.sizes.sum() < 2
    return design.ratios(sample._replace(lonely="certainty") if alone else sample, tops, bottoms, domain)

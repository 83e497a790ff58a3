"""Statistics of answers that were drawn and weighted: their influence values, for the variance of the design."""

import numpy as np
from scipy import stats

from pipeline import design
from pipeline.infer import effects


def sample_of(answers, weight):
    """The ``design.Sample`` of all the answers; None where there is none, or weights are all alike and nothing else."""
    if not weight:
        return None
    found = design.sample(answers, weight)
    return None if design.is_plain(found) and np.allclose(found.weight, found.weight[:1]) else found


def tested(sample, used, value, influence):
    """(value, standard error, df) of a statistic of the people ``used`` (True), given their influence values."""
    scores = np.zeros(len(used))
    scores[used] = influence
    return value, float(design.linear(sample, value, scores, used).se[0]), design.degf(sample, used)


def pearson(x, y, weight):
    """Weighted correlation and its influence values (R: svycontrast of svyvar, the covariance over both sds)."""
    share = weight / weight.sum()
    a, b = ((side - share @ side) / np.sqrt(share @ (side - share @ side) ** 2) for side in (x, y))
    r = float(np.clip(share @ (a * b), -1, 1))
    return r, (a * b - r * (a**2 + b**2) / 2) / weight.sum()


def spearman(x, y, weight):
    """Pearson's r of weighted mid-ranks, and its influence values: a person moves the ranks of others too.

    R: wCorr::weightedCorr(method = "Spearman") ranks so; influences are the derivatives of the value in the weights.
    """
    share = weight / weight.sum()
    a, b = (_ranks(side, share) - 0.5 for side in (x, y))
    both, own_a, own_b = share @ (a * b), share @ a**2, share @ b**2
    move = a * b + _over(x, share * b) + _over(y, share * a)
    move_a, move_b = a**2 + 2 * _over(x, share * a), b**2 + 2 * _over(y, share * b)
    rho = float(np.clip(both / np.sqrt(own_a * own_b), -1, 1))
    pull = move / np.sqrt(own_a * own_b) - rho / 2 * (move_a / own_a + move_b / own_b)
    return rho, (pull - share @ pull) / weight.sum()


def apart(values, weight):
    """Values less their weighted mean, and weighted mid-ranks less a half."""
    share = weight / weight.sum()
    return values - share @ values, _ranks(values, share) - 0.5


def no_association(sample, used, products, total=None):
    """(t, p) of a covariance of 0: the total of ``products`` of deviations over its standard error, t of the design.

    The standard error is that of a world without association: with the one of the limits 15 to 60 people reject 8 % of
    true nulls. ``total``: another statistic that is this total in such a world.
    """
    scores = np.zeros(len(used))
    scores[used] = products
    se, df = float(np.sqrt(design.covariance(sample, scores, used)[0, 0])), design.degf(sample, used)
    t = (float(sample.weight @ scores) if total is None else total) / se if se > 0 else np.nan
    return t, 2 * stats.t.sf(abs(t), df)


def on_fishers_z(value, se, df):
    """95 % limits of a correlation on Fisher's z with the t of the design."""
    if abs(value) > 1 - 1e-12 or se == 0:
        return value, value
    z, reach = np.arctanh(value), stats.t.ppf(effects.TAILS[0], df) * se / (1 - value**2)
    return np.tanh(z - reach), np.tanh(z + reach)


def on_own_scale(value, se, df, ends=(-1.0, 1.0)):
    """(low, high, t, p) of a statistic: symmetric limits cut at its ends, and Wald's t of the design."""
    if se == 0:
        return value, value, np.nan, 0.0 if value else np.nan
    reach, t = stats.t.ppf(effects.TAILS[0], df) * se, value / se
    return max(value - reach, ends[0]), min(value + reach, ends[1]), t, 2 * stats.t.sf(abs(t), df)


def _ranks(values, share):
    """Weighted mid-ranks between 0 and 1."""
    place, mass = _masses(values, share)
    return (mass.cumsum() - mass / 2)[place]


def _over(values, shares):
    """For every person the ``shares`` of those above plus half of those level with them."""
    place, mass = _masses(values, shares)
    return (mass.sum() - mass.cumsum() + mass / 2)[place]


def _masses(values, shares):
    place = np.unique(values, return_inverse=True)[1]
    return place, np.bincount(place, shares)

"""Sampling variance of totals by ultimate clusters (Taylor linearisation) or by replicate weights, as R survey's."""

import numpy as np

from pipeline.design.model import DesignError


def covariance(sample, scores, domain=None):
    """Covariance of the totals Σ w·z of every column of ``scores`` (people × k, without the weight, 0 outside)."""
    spread = deviations(sample, scores, domain)
    return spread.T @ spread


def deviations(sample, scores, domain=None):
    """Rows whose cross product is ``covariance`` and whose sums of squares are the variances alone.

    Of linearised scores: a row a PSU, its weighted total less the mean of its stratum, times √((1 − f)·n/(n − 1)),
    after what the calibration fixes has been taken out (R: svyrecvar). Of replicates: a row each, less their mean (R:
    svrVar).
    ``domain`` (True for those in it) only counts strata where lonely PSUs take the average of the others.
    """
    scores = np.asarray(scores, float).reshape(len(sample.weight), -1)
    if sample.replicates is not None:
        return spread_of(sample, sample.replicates.T @ scores)
    scores = _residuals(sample, scores) if sample.basis is not None else scores
    return _clusters(sample, scores * sample.weight[:, None], domain)


def spread_of(sample, replicated):
    """Deviations of replicate estimates (R × k); those with a multiplier of 0 do not count in their mean."""
    counted = replicated[sample.multipliers > 0]
    return (replicated - counted.mean(axis=0)) * np.sqrt(sample.multipliers)[:, None]


def degf(sample, domain=None):
    """PSUs less strata among the people of the domain (R: degf); of replicates their rank less 1."""
    inside = np.ones(len(sample.weight), bool) if domain is None else np.asarray(domain, bool)
    if sample.replicates is not None:
        singular = np.linalg.svd(sample.replicates[inside], compute_uv=False)
        return int((singular > 1e-5 * singular.max(initial=0)).sum()) - 1
    psu = np.flatnonzero(inside) if sample.psu is None else np.unique(sample.psu[inside])
    strata = min(len(psu), 1) if len(sample.sizes) == 1 else len(np.unique(sample.stratum[psu]))
    return len(psu) - strata


def _residuals(sample, scores):
    root = sample.root[:, None]
    return scores - sample.basis @ (sample.basis.T @ (scores * root)) / root


def _clusters(sample, weighted, domain):
    totals = weighted if sample.psu is None else _summed(sample.psu, len(sample.stratum)) @ weighted
    if len(sample.sizes) == 1:
        centred = totals - totals.sum(axis=0) / sample.sizes[0]
    else:
        by_stratum = _summed(sample.stratum, len(sample.sizes))
        means = by_stratum @ totals / sample.sizes[:, None]
        centred = totals - means[sample.stratum]
    factor = sample.left * sample.sizes / np.maximum(sample.sizes - 1, 1)
    lonely = (sample.sizes == 1) & (sample.left > 1e-7)
    if lonely.any():
        centred, factor = _lonely(sample, totals, centred, factor, lonely, domain)
    return centred * np.sqrt(factor)[sample.stratum][:, None]


def _lonely(sample, totals, centred, factor, lonely, domain):
    if sample.lonely == "fail":
        raise DesignError(
            f"{int(lonely.sum())} tầng chỉ có một đơn vị mẫu, không tính được sai số chuẩn; cần ít nhất hai đơn vị mỗi"
            " tầng. Gộp tầng, hoặc đặt design › lonely: adjust, certainty hay average."
        )
    if sample.lonely == "adjust":
        alone = lonely[sample.stratum]
        centred = np.where(alone[:, None], totals, centred)
    if sample.lonely == "average":
        seen = _strata_of(sample, domain)
        factor = np.where(lonely, 0, factor) * seen.sum() / max((seen & ~lonely).sum(), 1)
    return centred, factor


def _strata_of(sample, domain):
    """Strata that count: those of the domain, of a calibrated design all."""
    if domain is None or sample.basis is not None:
        return np.ones(len(sample.sizes), bool)
    psu = np.flatnonzero(domain) if sample.psu is None else np.unique(sample.psu[np.asarray(domain, bool)])
    return np.isin(np.arange(len(sample.sizes)), sample.stratum[psu])


def _summed(places, count):
    """Matrix that sums rows by their place."""
    from scipy import sparse  # late: every command that reads a survey imports this room

    ones = np.ones(len(places))
    return sparse.csr_matrix((ones, (places, np.arange(len(places)))), shape=(count, len(places)))

"""McDonald's omega of a scale: the share of its variance that one common factor explains."""

import numpy as np
from scipy import stats

from pipeline.infer.scale.items import indefinite
from pipeline.infer.scale.minres import minres

STEP = 1e-5


def omega(correlations):
    """Omega total of one factor: 1 - sum of the uniquenesses / sum of the correlations; NaN with fewer than 3 items.

    Minres factor of standardised items (McDonald 1999, eq. 6.20b; R: psych::omega(x, nfactors = 1, flip = FALSE)
    $omega.tot). Items are not turned. NaN also when the search fails or a Heywood case makes it meaningless.
    """
    if len(correlations) < 3:
        return np.nan
    found = minres(correlations)
    if not found.converged or found.heywood.any():
        return np.nan
    return float(1 - found.uniqueness.sum() / np.asarray(correlations).sum())


def omega_reason(correlations):
    """Why omega cannot be computed from these correlations (a square frame), in Vietnamese; empty when it can."""
    if len(correlations) < 3:
        return "ω không tính được: cần ít nhất 3 mục."
    if indefinite(correlations):
        return "ω không tính được: ma trận tương quan suy biến."
    found = minres(correlations)
    if found.heywood.any():
        labels = ", ".join(correlations.columns[found.heywood])
        return f"ω không tính được: trường hợp Heywood ở mục {labels}."
    return "" if found.converged else "ω không tính được: phép tìm nghiệm không hội tụ."


def omega_limits(items):
    """Omega of complete scores with its 95 % interval: (omega, low, high); NaN where it cannot be computed.

    Delta method on the logit of omega with the distribution-free covariance of the correlations (Steiger & Hakstian
    1982; Maydeu-Olivares, Coffman & Hartmann 2007 for alpha): every person's influence on each correlation times
    omega's slope in it.
    """
    matrix = items.corr().to_numpy()
    value = omega(matrix)
    if not 0 < value < 1:
        return value, np.nan, np.nan
    z = ((items - items.mean()) / items.std(ddof=0)).to_numpy()
    error = influence(z, matrix).std() / np.sqrt(len(items)) / (value * (1 - value))
    spread = stats.norm.ppf(0.975) * error
    logit = np.log(value / (1 - value))
    return value, float(1 / (1 + np.exp(spread - logit))), float(1 / (1 + np.exp(-spread - logit)))


def influence(z, correlations):
    """Each person's influence on omega: on each correlation (``z``: standardised scores), times omega's slope in it."""
    slopes = _slopes(correlations)
    np.fill_diagonal(slopes, 0)
    return (((z @ slopes) * z).sum(axis=1) - z**2 @ (slopes * correlations).sum(axis=1)) / 2


def _slopes(matrix):
    """How omega changes with each correlation, items x items: at the factor's solution, whose gradient stays 0."""
    uniqueness, total = minres(matrix).uniqueness, matrix.sum()
    rest = matrix - np.diag(uniqueness)

    def change(direction):
        step = STEP * np.diag(direction)
        return (_left(rest + step) - _left(rest - step)) / (2 * STEP)

    curvature = np.array([np.diag(change(one)) for one in np.eye(len(matrix))])
    weight = np.linalg.lstsq(curvature, np.ones(len(matrix)), rcond=None)[0]  # singular where an item shares nothing
    return 2 * (uniqueness.sum() / total - change(weight)) / total


def _left(matrix):
    """What the largest factor leaves of a matrix."""
    values, vectors = np.linalg.eigh(matrix)
    return (vectors[:, :-1] * values[:-1]) @ vectors[:, :-1].T

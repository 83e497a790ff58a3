"""Common factors by minimum residuals, and their rotation."""

from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

FLOOR = 0.005  # least uniqueness, as in psych::fa; an item that reaches it is a Heywood case


class Factors(NamedTuple):
    """Unrotated loadings (items x factors), uniqueness of every item, and whether the search came to rest."""

    loadings: np.ndarray
    uniqueness: np.ndarray
    converged: bool

    @property
    def heywood(self):
        """Items whose variance the factors would explain wholly: True an item."""
        return self.uniqueness <= FLOOR + 1e-4


def minres(correlations, factors=1):
    """Factors that leave the smallest squared residual correlations, with the largest factor first.

    Unweighted least squares (Harman & Jones 1966; R: psych::fa(R, m, rotate = "none", fm = "minres")), which is also
    what principal axis factoring comes to when it is iterated to the end. Signs: the loadings of a factor add up to
    more than 0.
    """
    matrix = np.asarray(correlations, dtype=float)
    start = np.clip(1 / np.diag(np.linalg.inv(matrix)), FLOOR, 1)
    bounds = [(FLOOR, 1)] * len(matrix)
    strict = {"ftol": 1e-15, "gtol": 1e-9, "maxiter": 2000, "maxfun": 20000}
    found = minimize(_residual, start, (matrix, factors), "L-BFGS-B", jac=True, bounds=bounds, options=strict)
    loadings = positive(_loadings(matrix, found.x, factors))
    at_rest = np.clip(found.x - found.jac, FLOOR, 1) - found.x
    return Factors(loadings, 1 - (loadings**2).sum(axis=1), bool(np.abs(at_rest).max() < 1e-5))


def _residual(uniqueness, matrix, factors):
    """Half the sum of the squared eigenvalues left over, and its gradient (Jöreskog 1977)."""
    values, vectors = np.linalg.eigh(matrix - np.diag(uniqueness))
    left, over = values[: len(values) - factors], vectors[:, : len(values) - factors]
    return (left**2).sum() / 2, -(over**2 @ left)


def _loadings(matrix, uniqueness, factors):
    values, vectors = np.linalg.eigh(matrix - np.diag(uniqueness))
    return (vectors * np.sqrt(np.maximum(values, 0)))[:, ::-1][:, :factors]


def positive(loadings):
    """Loadings with every factor turned so that they add up to more than 0."""
    return loadings * np.where(loadings.sum(axis=0) < 0, -1, 1)


def varimax(loadings):
    """The rotation matrix of Kaiser's varimax with his normalisation (R: varimax(loadings, eps = 1e-12)$rotmat)."""
    scaled = loadings / np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    turn, before = np.eye(loadings.shape[1]), 0.0
    for _ in range(1000):
        turned = scaled @ turn
        left, values, right = np.linalg.svd(scaled.T @ (turned**3 - turned * (turned**2).mean(axis=0)))
        turn = left @ right
        if values.sum() < before * (1 + 1e-12):
            break
        before = values.sum()
    return turn


def promax(loadings, power=4):
    """The rotation matrix of promax, power 4, from varimax (Hendrickson & White 1964; R: promax(loadings)$rotmat)."""
    turn = varimax(loadings)
    turned = loadings @ turn
    oblique = np.linalg.lstsq(turned, turned * np.abs(turned) ** (power - 1), rcond=None)[0]
    return turn @ (oblique * np.sqrt(np.diag(np.linalg.inv(oblique.T @ oblique))))

"""Polychoric correlations: what two scale questions would correlate at, were their answers not cut into points."""

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar
from scipy.special import ndtr, ndtri

NODES, SHARES = np.polynomial.legendre.leggauss(64)


def polychoric(items):
    """Polychoric correlations of complete scores: a square frame, items on both sides.

    Two-step maximum likelihood (Olsson 1979; R: psych::polychoric(x, correct = 0)$rho): thresholds from each item's own
    shares, then one correlation a pair. Two points an item make it the tetrachoric correlation. Empty cells stay empty;
    only in a table of 2 x 2, where one would drive the correlation to 1 or -1, is it counted as half a person, as
    psych::tetrachoric does. Missing scores are refused with ValueError; NaN with an item that does not vary.
    """
    if items.isna().any(axis=None):
        raise ValueError("Tương quan đa chuỗi cần điểm đủ mọi mục; hãy bỏ người trả lời thiếu trước (dropna).")
    names = list(items.columns)
    found = pd.DataFrame(np.eye(len(names)), names, names)
    codes = {name: np.unique(items[name], return_inverse=True)[1] for name in names}
    for at, one in enumerate(names):
        for other in names[:at]:
            found.loc[one, other] = found.loc[other, one] = _pair(codes[one], codes[other])
    return found


def _pair(one, other):
    """Correlation of two items given as point numbers 0, 1, …, every one of them taken by somebody."""
    points = other.max() + 1
    counts = np.bincount(one * points + other, minlength=(one.max() + 1) * points).reshape(-1, points).astype(float)
    if min(counts.shape) < 2:
        return np.nan
    rows, columns = (_thresholds(counts.sum(axis=axis)) for axis in (1, 0))
    if counts.shape == (2, 2):
        counts = np.where(counts == 0, 0.5, counts)

    def lack_of_fit(rho):
        expected = np.maximum(_cells(rows, columns, rho), 1e-300)
        return -(counts * np.log(expected)).sum() / counts.sum()

    limits = (-0.9999, 0.9999)
    return float(minimize_scalar(lack_of_fit, bounds=limits, method="bounded", options={"xatol": 1e-8}).x)


def _thresholds(counts):
    return np.concatenate([[-np.inf], ndtri(counts.cumsum()[:-1] / counts.sum()), [np.inf]])


def _cells(rows, columns, rho):
    """Chance of every cell under a bivariate normal distribution cut at these thresholds."""
    below = np.outer(ndtr(rows), ndtr(columns))
    below[1:-1, 1:-1] += _excess(rows[1:-1, None], columns[None, 1:-1], rho)
    return np.diff(np.diff(below, axis=0), axis=1)


def _excess(h, k, rho):
    """P(X < h, Y < k) above that of independence: Plackett's identity integrated over the angle (Genz 2004)."""
    half = np.arcsin(rho) / 2
    sine = np.sin(half * (NODES + 1))
    h, k = h[..., None], k[..., None]
    density = np.exp(-(h * h + k * k - 2 * h * k * sine) / (2 * (1 - sine**2)))
    return half / (2 * np.pi) * (density * SHARES).sum(axis=-1)

"""Calibration by a distance from the base weights (Deville & Särndal 1992), truncated where ratios have bounds.

``svy`` 0.35 has no bounds on the ratio and checks its fit to 1e-4 only, so the equations are solved here, as R's
survey::grake does: g = F(x'λ) with F(u) = 1 + u ("greg") or exp(u) ("rake"), cut at the bounds.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline import vi
from pipeline.weight.errors import UNWEIGHTED, WeightError

TOLERANCE = 1e-9  # of the shares; the margins hold to 1e-8
STEPS = 200
RIDGE, HALVINGS, EXPONENT = 1e-10, 60, 500


class Equations(NamedTuple):
    """Σ w x = ``totals`` for weights that sum to 1. People alike in all margins share a cell: ``place`` of each person,
    ``rows`` (cells × equations); ``names`` of the margins."""

    place: np.ndarray
    rows: np.ndarray
    totals: np.ndarray
    names: tuple


def equations(table, goals, numbers, base):
    """Equations of margins (``table``: name → category of each person, ``goals``: name → shares) and of number
    questions (name → (column, mean)): blanks keep their share by the weights ``base``, the others have the mean.

    None where there are neither.
    """
    columns, totals = {}, []
    for name, goal in goals.items():
        columns |= {(name, option): table[name].eq(option).astype(float) for option in goal}
        totals += goal.values()
    for name, (column, mean) in numbers.items():
        known = column.notna()
        scale = column.std() or 1.0
        columns |= {(name, "known"): known.astype(float), (name, "value"): column.sub(mean).fillna(0) / scale}
        totals += [base[known].sum() / base.sum(), 0.0]
    frame = pd.DataFrame(columns)
    if frame.empty:
        return None
    place = frame.groupby([*frame], sort=False).ngroup().to_numpy()
    first = np.unique(place, return_index=True)[1]
    return Equations(place, frame.to_numpy()[first], np.array(totals), (*goals, *numbers))


def solved(weights, equations, method, bounds=()):
    """Weights (mean 1) next to those given that meet the equations, with ratios within ``bounds``; and the steps.

    Newton's method on the convex dual, each step cut back until it descends. WeightError where it does not converge.
    """
    metric = (method, *(bounds or ((0, np.inf) if method == "rake" else (-np.inf, np.inf))))
    rows, totals = equations.rows, equations.totals
    mass = np.bincount(equations.place, weights=weights) / weights.sum()
    eta = np.zeros(rows.shape[1])
    for step in range(1, STEPS + 1):
        ratio, slope, _ = _ratio(rows @ eta, *metric)
        gap = totals - rows.T @ (mass * ratio)
        if np.abs(gap).max() <= TOLERANCE:
            found = weights * ratio[equations.place]
            return found / found.mean(), step
        within = rows.T @ (rows * (mass * slope)[:, None]) + RIDGE * np.eye(len(eta))
        eta = _stepped(eta, np.linalg.solve(within, gap), gap, rows, totals, mass, metric)
    raise WeightError(
        f"Hiệu chỉnh không hội tụ sau {STEPS} bước: các biên {', '.join(equations.names)} còn lệch nhiều nhất"
        f" {vi.number(100 * np.abs(gap).max(), 2)} điểm %. Các biên mâu thuẫn với nhau trong số phiếu hiện có: gộp nhóm"
        f" ít phiếu, nới weighting › bounds, hoặc bỏ bớt một câu khỏi weighting › margins.{UNWEIGHTED}"
    )


def _ratio(u, method, low, high):
    """F(u), its slope, and its integral, with F cut at the bounds."""
    at = np.log if method == "rake" else lambda ratio: ratio - 1
    with np.errstate(divide="ignore"):
        first, last = at(low), at(high)
    inner = np.clip(u, first, min(last, EXPONENT))
    free = np.exp(inner) if method == "rake" else 1 + inner
    area = free if method == "rake" else inner + inner**2 / 2
    return free, np.where(inner == u, free if method == "rake" else 1.0, 0.0), area + free * (u - inner)


def _stepped(eta, step, gap, rows, totals, mass, metric):
    """The dual's variables after the longest of the halved steps that descends enough."""

    def height(at):
        return mass @ _ratio(rows @ at, *metric)[2] - totals @ at

    now, slope = height(eta), gap @ step
    for _ in range(HALVINGS):
        if height(eta + step) <= now - 1e-4 * slope + 1e-14 * abs(now):
            return eta + step
        step, slope = step / 2, slope / 2
    return eta + step

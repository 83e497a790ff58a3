"""Weights within bounds: fitting and trimming in turn until both hold, or a refusal that names the nearest bounds."""

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from pipeline import vi
from pipeline.weight.errors import UNWEIGHTED, WeightError

SLACK = 1e-6  # relative, on the bounds
FLOAT = 1e-12  # without it a weight cut to 1,7 may stand at 1,7000000000000002 and be cut for ever, as in R
CYCLES, STEPS = 1000, 1000
TRIM, RATIO = "(weighting › trim)", "lần trọng số gốc (weighting › bounds)"


def trimmed(weights, low, high):
    """Weights cut to [low, high], what was cut shared equally by the others, until none is outside; the sum is kept.

    As R's survey::trimWeights with strict = TRUE (``svy`` shares it in proportion instead). WeightError where the mean
    is outside the bounds.
    """
    mean = weights.mean()
    if not low <= mean <= high:
        raise WeightError(
            f"Trọng số trung bình {_number(mean)} nằm ngoài khoảng cho phép {_range(low, high)}."
            " Chọn hai cận ở hai phía của trung bình."
        )
    for _ in range(STEPS):
        outside = ~weights.between(low * (1 - FLOAT), high * (1 + FLOAT))
        if not outside.any():
            return weights
        cut = weights.clip(low, high)
        weights = cut.where(outside, cut + (weights - cut).sum() / (~outside).sum())
    raise WeightError(f"Cắt trọng số về khoảng {_range(low, high)} chưa xong sau {STEPS} bước. Nới hai cận.")


def within(fit, weights, trim, sweeps):
    """Trim and fit in turn until both hold: (weights, sweeps in all, cycles). WeightError where that takes too long."""
    low, high = trim
    for cycle in range(CYCLES + 1):
        if weights.between(low * (1 - SLACK), high * (1 + SLACK)).all():
            return weights, sweeps, cycle
        weights, more = fit(trimmed(weights, low, high))
        sweeps += more
    raise WeightError(
        f"Cắt trọng số không hội tụ sau {CYCLES} lần: còn trọng số trong khoảng"
        f" {_range(weights.min(), weights.max())}, cần {_range(low, high)}. Nới weighting › trim.{UNWEIGHTED}"
    )


def refuse_bounds(found, equations, base, bounds, what, how):
    """WeightError where no multiples of ``base`` within the bounds meet the equations; it names the nearest that do.

    ``found``: the multiples without bounds, called ``how``; ``what``: TRIM (``base`` is then all alike) or RATIO.
    """
    low, high = bounds
    size = np.bincount(equations.place, weights=base) / base.sum()
    lowest, highest = _nearest(equations, size, high=high), _nearest(equations, size, low=low)
    if highest <= high * (1 + SLACK):
        return
    mends = (
        [f"với cận dưới {_number(low)}, cận trên phải từ {_number(np.ceil(100 * highest - SLACK) / 100)}"]
        if np.isfinite(highest)
        else []
    )
    if np.isfinite(lowest) and lowest >= 0:
        mends.append(
            f"với cận trên {_number(high)}, cận dưới phải không quá {_number(np.floor(100 * lowest + SLACK) / 100)}"
        )
    raise WeightError(
        f"Không có trọng số nào trong khoảng {_range(low, high)} {what} khớp được các biên"
        f" {', '.join(equations.names)}; {how} trong khoảng {_range(found.min(), found.max())}."
        f" Nới khoảng ({'; '.join(mends) or 'cả hai cận'}), hoặc bỏ bớt một biên.{UNWEIGHTED}"
    )


def _nearest(equations, size, *, low=None, high=None):
    """The lowest upper bound that goes with ``low``, or the highest lower bound that goes with ``high``; else NaN.

    A linear programme over the cells: all people of one cell may share one multiple.
    """
    sign = 1 if high is None else -1  # sum ≤ bound × size, or sum ≥ bound × size
    limits = sparse.hstack([sign * sparse.eye_array(len(size)), -sign * size[:, None]], format="csr")
    fixed = [(low * n, None) if high is None else (0, high * n) for n in size]
    equal = np.column_stack([equations.rows.T, np.zeros(len(equations.totals))])
    found = linprog([0] * len(size) + [sign], limits, np.zeros(len(size)), equal, equations.totals,
                    bounds=[*fixed, (0, None)])  # fmt: skip
    return found.x[-1] if found.success else np.nan


def _number(value):
    return vi.number(value, 2)


def _range(low, high):
    return f"{_number(low)}–{_number(high)}"

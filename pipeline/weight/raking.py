"""Raking to the staff list, and trimming within bounds: both hold in the end, or it fails and says why."""

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from pipeline import vi
from pipeline.weight.errors import WeightError
from pipeline.weight.targets import levels, targets

TOLERANCE = 1e-8  # greatest relative deviation from a target share
SLACK = 1e-6  # relative, on the bounds
FLOAT = 1e-12  # without it a weight cut to 1,7 may stand at 1,7000000000000002 and be cut for ever, as in R
SWEEPS, CYCLES, STEPS = 500, 1000, 1000
CONVERGENCE = ["margin", "categories", "sweeps", "cycles", "deviation", "converged"]


def rake(answers, headcount, questions, *, count, empty="refuse", blank="keep", trim=()):
    """Weights that make every margin of the answers meet the staff list, and how well they do.

    Returns a float Series with mean 1 and a row a margin: margin, categories, sweeps (of raking, in all), cycles (of
    trimming), deviation (greatest, in points of percent), converged. Raking (iterative proportional fitting, Deming &
    Stephan 1940; R: survey::rake) by ``svy``, to 1e-8. ``trim`` = (lowest, highest) weight: raking and trimming
    alternate until margins (1e-8) and bounds (1e-6) both hold. Without questions every weight is 1. Groups without
    answers and blanks: see ``targets``.
    Raises WeightError, naming the margin, when raking does not converge or no weights within the bounds exist.
    """
    if not questions:
        return pd.Series(1.0, index=answers.index), pd.DataFrame(columns=CONVERGENCE)
    goals, _ = targets(answers, headcount, questions, count=count, empty=empty, blank=blank)
    table = {q.name: levels(answers, q) for q in questions}
    weights, sweeps = _fitted(pd.Series(1.0, index=answers.index), table, goals)
    cycles = 0
    if trim:
        _refuse_bounds(weights, table, goals, trim)
        weights, sweeps, cycles = _within(weights, table, goals, trim, sweeps)
    rows = [(m, len(g), sweeps, cycles, 100 * _gaps(weights, table[m], g).abs().max(), True) for m, g in goals.items()]
    return weights, pd.DataFrame(rows, columns=CONVERGENCE)


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


def _fitted(weights, table, goals):
    """Sweeps over all margins by ``svy``, counted, until the greatest relative deviation is within the tolerance.

    All people of one combination of the margins get the same factor, so the sweeps work on the combinations.
    """
    import polars as pl
    import svy

    people = pd.DataFrame(table)
    place = people.groupby([*table]).ngroup().to_numpy()
    cells = people.assign(place=place).drop_duplicates("place").sort_values("place")
    frame = pl.DataFrame({name: cells[name].tolist() for name in table})
    start = mass = np.bincount(place, weights=weights)
    for sweep in range(1, SWEEPS + 1):
        sample = svy.Sample(frame.with_columns(start=pl.Series(mass)), svy.Design(wgt="start"))
        rules = {"max_iter": 1, "tol": TOLERANCE, "on_nonconvergence": "ignore", "update_design_wgts": False}
        mass = sample.weighting.rake(shares=goals, wgt_name="raked", **rules).data["raked"].to_numpy().copy()
        if all(_relative(mass, cells[m], goal).max() <= TOLERANCE for m, goal in goals.items()):
            weights = weights * (mass / start)[place]
            return weights / weights.mean(), sweep
    raise _not_converged(mass, cells, goals)


def _gaps(weights, column, goal):
    """Achieved less target share (0–1) of every category."""
    achieved = {option: weights[(column == option).to_numpy()].sum() / weights.sum() for option in goal}
    return pd.Series(achieved) - pd.Series(goal)


def _relative(weights, column, goal):
    return (_gaps(weights, column, goal) / pd.Series(goal)).abs()


def _not_converged(weights, table, goals):
    worst = {m: _relative(weights, table[m], goal).max() for m, goal in goals.items()}
    margin = max(worst, key=worst.get)
    gaps = _gaps(weights, table[margin], goals[margin])
    option = gaps.abs().idxmax()
    left, wanted = _number(100 * gaps[option]), _number(100 * goals[margin][option])
    return WeightError(
        f"Gia quyền không hội tụ sau {SWEEPS} vòng: biên {margin}, nhóm “{option}” còn lệch {left} điểm %"
        f" (cần {wanted} %). Các biên {', '.join(goals)} mâu thuẫn với nhau trong số phiếu hiện có: gộp nhóm ít phiếu,"
        " hoặc bỏ bớt một câu khỏi weighting › margins."
    )


def _within(weights, table, goals, trim, sweeps):
    """Trim and rake in turn until both hold: (weights, sweeps in all, cycles)."""
    low, high = trim
    for cycle in range(CYCLES + 1):
        if weights.between(low * (1 - SLACK), high * (1 + SLACK)).all():
            return weights, sweeps, cycle
        weights, more = _fitted(trimmed(weights, low, high), table, goals)
        sweeps += more
    raise WeightError(
        f"Cắt trọng số không hội tụ sau {CYCLES} lần: còn trọng số trong khoảng"
        f" {_range(weights.min(), weights.max())}, cần {_range(low, high)}. Nới weighting › trim."
    )


def _refuse_bounds(weights, table, goals, trim):
    """WeightError where no weights within the bounds meet the margins; it names the nearest bounds that do."""
    low, high = trim
    lowest, highest = _nearest(table, goals, high=high), _nearest(table, goals, low=low)
    if highest <= high * (1 + SLACK):
        return
    mends = (
        [f"với cận dưới {_number(low)}, cận trên phải từ {_number(np.ceil(100 * highest) / 100)}"]
        if (np.isfinite(highest))
        else []
    )
    if np.isfinite(lowest) and lowest >= 0:
        mends.append(f"với cận trên {_number(high)}, cận dưới phải không quá {_number(np.floor(100 * lowest) / 100)}")
    raise WeightError(
        f"Không có trọng số nào trong khoảng {_range(low, high)} (weighting › trim) khớp được các biên"
        f" {', '.join(goals)}; raking cho trọng số trong khoảng {_range(weights.min(), weights.max())}."
        f" Nới khoảng ({'; '.join(mends) or 'cả hai cận'}), hoặc bỏ bớt một biên."
    )


def _nearest(table, goals, *, low=None, high=None):
    """The lowest upper bound that goes with ``low``, or the highest lower bound that goes with ``high``; else NaN.

    A linear programme over the combinations of the margins: all people of one combination may share one weight.
    """
    cells = pd.DataFrame(table).value_counts()
    size, total = cells.to_numpy(float), cells.sum()
    levels_of = {
        m: cells.index.get_level_values(m) if len(table) > 1 else cells.index.map(lambda c: c[0]) for m in table
    }
    equal = [np.append(levels_of[m] == option, 0) for m, goal in goals.items() for option in goal]
    wanted = [share * total for goal in goals.values() for share in goal.values()]
    sign = 1 if high is None else -1  # sum ≤ bound × size, or sum ≥ bound × size
    limits = np.column_stack([sign * np.eye(len(cells)), -sign * size])
    fixed = [(low * n, None) if high is None else (0, high * n) for n in size]
    found = linprog([0] * len(cells) + [sign], limits, np.zeros(len(cells)), np.array(equal, float), wanted,
                    bounds=[*fixed, (0, None)])  # fmt: skip
    return found.x[-1] if found.success else np.nan


def _number(value):
    return vi.number(value, 2)


def _range(low, high):
    return f"{_number(low)}–{_number(high)}"

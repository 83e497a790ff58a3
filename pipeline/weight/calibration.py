"""Weights that meet the staff list – by raking, post-stratification or linear calibration – from a base weight."""

import numpy as np
import pandas as pd

from pipeline.weight import distance, trimming
from pipeline.weight.errors import WeightError
from pipeline.weight.raking import TOLERANCE, gaps, raked
from pipeline.weight.targets import columns, targets, without_empty

SHORT = {"rake": "raking", "post": "phân tầng sau", "greg": "hiệu chỉnh tuyến tính"}
CONVERGENCE = ["margin", "categories", "sweeps", "cycles", "deviation", "converged"]


def calibrate(
    answers, headcount, questions, *, count, method="rake", base=None, empty="refuse", blank="keep", trim=(),
    percentile=(), bounds=(),
):  # fmt: skip
    """Weights that make every margin of the answers meet the staff list, and how well they do.

    Returns a float Series with mean 1 and a row a margin: margin, categories, sweeps (in all), cycles (of trimming),
    deviation (greatest, in points of percent; of a number question in percent of its mean), converged. ``base``: column
    with the weight to begin with (None: all alike); without questions it is the weight. ``method``: "rake" (iterative
    proportional fitting, Deming & Stephan 1940; R: survey::rake), "post" (R: postStratify) or "greg" (R: calibrate,
    calfun = "linear"), all to 1e-8. ``trim`` = (lowest, highest) weight, or ``percentile`` = those of the untrimmed
    weights (R: quantile, type 7): fitting and trimming (R: trimWeights, strict) alternate until margins (1e-8) and
    bounds (1e-6) both hold. ``bounds`` = (lowest, highest) ratio to the base weight of the same mean (R: calibrate,
    bounds, calfun = "raking" or "linear"). Groups without answers and blanks: see ``targets``.
    Raises WeightError, naming the margin, when the fit does not converge, when no weights within the bounds exist, or
    when linear calibration gives weights that are not positive.
    """
    start = pd.Series(1.0, index=answers.index) if base is None else answers[base] / answers[base].mean()
    if not questions:
        low, high = _range(start, trim, percentile)
        return start if low is None else trimming.trimmed(start, low, high), pd.DataFrame(columns=CONVERGENCE)
    closed = [q for q in questions if q.kind != "number"]
    rules = {"count": count, "method": method, "base": base, "empty": empty, "blank": blank}
    goals, _ = targets(answers, headcount, closed, **rules)
    table = columns(answers, closed, method) if closed else {}
    people = without_empty(answers, headcount, closed, count, []) if empty == "drop" else headcount
    means = {q.name: _mean(answers, people, q, count, blank) for q in questions if q.kind == "number"}
    weights, sweeps, cycles = _found(answers, start, (table, goals, means), method, trim, percentile, bounds)
    _refuse_negative(weights)
    rows = [(m, len(g), sweeps, cycles, 100 * gaps(weights, table[m], g).abs().max(), True) for m, g in goals.items()]
    rows += [(m, 1, sweeps, cycles, _off(weights, answers[m], goal), True) for m, goal in means.items()]
    return weights, pd.DataFrame(rows, columns=CONVERGENCE)


def _range(weights, trim, percentile):
    return np.quantile(weights, np.divide(percentile, 100)) if percentile else trim or (None, None)


def _found(answers, start, aims, method, trim, percentile, bounds):
    """Weights that meet the aims (categories, shares, means of numbers) within the bounds, sweeps and cycles."""
    table, goals, means = aims
    if method != "greg" and not (trim or percentile or bounds):
        return *_fit(method, table, goals, None, ())(start), 0
    numbers = {name: (answers[name], goal) for name, goal in means.items()}
    equations = distance.equations(table, goals, numbers, start)
    if bounds:
        free = distance.solved(start, equations, method)[0] / start
        trimming.refuse_bounds(free, equations, start, bounds, trimming.RATIO, f"{SHORT[method]} cho tỷ số")
    fit = _fit(method, table, goals, equations, bounds)
    weights, sweeps = fit(start)
    low, high = _range(weights, trim, percentile)
    if low is None:
        return weights, sweeps, 0
    alike = pd.Series(1.0, index=answers.index)
    trimming.refuse_bounds(weights, equations, alike, (low, high), trimming.TRIM, f"{SHORT[method]} cho trọng số")
    return trimming.within(fit, weights, (low, high), sweeps)


def _fit(method, table, goals, equations, bounds):
    """Function of weights: (weights that meet the margins, sweeps)."""
    if method == "post":
        return lambda weights: (_post(weights, table, goals), 1)
    if method == "rake" and not bounds:
        return lambda weights: raked(weights, table, goals)
    return lambda weights: distance.solved(weights, equations, method, bounds)


def _post(weights, table, goals):
    """Each cell brought to its share by one factor (R: postStratify)."""
    ((name, column),) = table.items()
    held = weights.groupby(column).sum() / weights.sum()
    found = weights * column.map(pd.Series(goals[name]) / held).astype(float)
    return found / found.mean()


def _mean(answers, headcount, question, count, blank):
    """The list's mean of a number question: its column holds the total of the people in each row."""
    n = int(answers[question.name].isna().sum())
    if n and blank == "refuse":
        raise WeightError(
            f"{question.name}: {n} phiếu bỏ trống câu này. Đặt weighting › blank: keep, hoặc bỏ câu này khỏi"
            " weighting › margins."
        )
    if n == len(answers):
        raise WeightError(f"{question.name}: không phiếu nào ghi số. Bỏ câu này khỏi weighting › margins.")
    return headcount[question.name].sum() / headcount[count].sum()


def _off(weights, column, goal):
    known = column.notna()
    return 100 * abs((weights * column)[known].sum() / weights[known].sum() - goal) / max(abs(goal), TOLERANCE)


def _refuse_negative(weights):
    wrong = int((weights <= 0).sum())
    if wrong:
        raise WeightError(
            f"Hiệu chỉnh cho {wrong} trọng số âm hoặc bằng 0. Đặt cận: weighting › bounds: [0.3, 3] (so với trọng số"
            " gốc), hoặc dùng weighting › method: rake với các câu chọn một."
        )

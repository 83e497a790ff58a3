"""Worth of ranked options by the model of Plackett (1975) and Luce (1959), with the design's sampling error.

A person takes the first place by choosing among all options, the next among those left, and so on: option i with
probability w_i over the sum of the worths of what is left. Of a partial ranking only that counts which it says: the
order of the options placed, and that each stands before all left out (R: PlackettLuce of top-k rankings, coxph of the
exploded data). Weighted by Newton's method on the logarithms; the intervals are those of the estimating equations under
the design (a sandwich), on the logit of the worth.
"""

from typing import NamedTuple

import numpy as np
from scipy import stats
from scipy.sparse.csgraph import connected_components

from pipeline import design

ROUNDS, CLOSE = 100, 1e-10
NEVER, ALWAYS, APART, WANDERS = (
    "luôn đứng sau các phương án khác nên giá trị bằng 0, không có khoảng",
    "luôn đứng trước các phương án khác nên giá trị bằng 100%, không có khoảng",
    "có những phương án chưa ai xếp so với nhau, không ước lượng được",
    "phép lặp Newton không hội tụ, không ước lượng được",
)


class Worth(NamedTuple):
    """Worths (adding up to 1) with their 95 % limits, NaN where they cannot be told, and a note a worth."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    note: list


def worth(sample, places):
    """``Worth`` of the options: ``places`` (people × options) is the place given, NaN where none was.

    Options that others always stand before have worth 0, the limit of the estimates, and no interval; the rest are
    estimated among themselves. Everything is NaN where nobody ranked, or options were never set against each other.
    """
    order = np.where(np.isnan(places), np.inf, places)
    count = order.shape[1]
    blank = np.full(count, np.nan)
    found = _first(_before(order))
    if np.isinf(order).all() or found is None:
        return Worth(blank, blank, blank, ["" if np.isinf(order).all() else APART] * count)
    inside, last = found, ["" if at in found else NEVER for at in range(count)]
    value = np.zeros(count)
    if len(inside) == 1:
        value[inside], last[inside[0]] = 1, ALWAYS
        return Worth(value, blank, blank, last)
    stages = _stages(order[:, inside])
    logs = _newton(stages, sample.weight)
    if logs is None:
        return Worth(blank, blank, blank, [WANDERS] * count)
    value[inside], low, high = _softmax(logs), blank.copy(), blank.copy()
    low[inside], high[inside] = _limits(sample, stages, logs)
    return Worth(value, low, high, last)


def _before(order):
    """Options × options: whether anybody placed the one before the other, or left only the other out."""
    k = order.shape[1]
    return np.array([[bool((order[:, a] < order[:, b]).any()) for b in range(k)] for a in range(k)])


def _first(before):
    """The options that are before all others and among which each is somewhere before each; None without such."""
    count, part = connected_components(before, directed=True, connection="strong")
    beaten = [bool(before[part != one][:, part == one].any()) for one in range(count)]
    top = [one for one in range(count) if not beaten[one]]
    return np.flatnonzero(part == top[0]) if len(top) == 1 else None


def _stages(order):
    """(person, chosen, left) of every choice: its person, who was chosen (1/0) and who could be (1/0)."""
    parts = []
    for at in range(order.shape[1]):
        own = order[:, [at]]
        person = np.flatnonzero(np.isfinite(own[:, 0]) & (order > own).any(axis=1))
        chosen = np.zeros((len(person), order.shape[1]))
        chosen[:, at] = 1
        parts.append((person, chosen, (order[person] >= own[person]).astype(float)))
    return tuple(np.concatenate(part) for part in zip(*parts, strict=True))


def _softmax(logs):
    powers = np.exp(logs - logs.max())
    return powers / powers.sum()


def _chances(left, logs):
    powers = left * np.exp(logs - logs.max())
    return powers / powers.sum(axis=1, keepdims=True)


def _newton(stages, weight):
    """Logarithms of the worths, adding up to 0; None where the steps do not end."""
    (person, chosen, left), logs = stages, np.zeros(stages[1].shape[1])
    w = weight[person] / weight[person].sum()

    def likelihood(at):
        return w @ np.log((_chances(left, at) * chosen).sum(axis=1))

    for _ in range(ROUNDS):
        chances = _chances(left, logs)
        step = np.linalg.pinv(_information(chances, w), hermitian=True) @ (w @ (chosen - chances))
        if np.abs(step).max() < CLOSE:
            return logs - logs.mean()
        size, before = 1.0, likelihood(logs)
        while likelihood(logs + size * step) < before - 1e-14 and size > 1e-6:
            size /= 2
        logs = logs + size * step
    return None


def _information(chances, w):
    return np.diag(w @ chances) - (chances * w[:, None]).T @ chances


def _limits(sample, stages, logs):
    """95 % limits of the worths: Student's t on the design's degrees of freedom, on the logit."""
    person, chosen, left = stages
    chances, value = _chances(left, logs), _softmax(logs)
    scores = np.zeros((len(sample.weight), len(logs)))
    np.add.at(scores, person, chosen - chances)
    bread = np.linalg.pinv(_information(chances, sample.weight[person]), hermitian=True)
    influence = scores @ bread @ (np.diag(value) - np.outer(value, value)) / (value * (1 - value))
    took = np.isin(np.arange(len(sample.weight)), person)
    df, middle = design.degf(sample, took), np.log(value / (1 - value))
    reach = stats.t.ppf(0.975, df) * design.linear(sample, middle, influence, took).se if df > 0 else np.nan
    return tuple(1 / (1 + np.exp(-(middle + side * reach))) for side in (-1, 1))

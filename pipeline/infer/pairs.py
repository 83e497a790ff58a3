"""Which groups differ: the pairwise comparisons that follow a test of three or more groups."""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from pipeline.infer import design, effects, groups
from pipeline.infer.choose import plain_groups
from pipeline.infer.variables import CannotTest, variables
from pipeline.infer.verdict import ALPHA, holm

COLUMNS = ["question", "by", "method", "group_a", "group_b", "n", "statistic", "df", "p", "p_adjusted"]
COLUMNS += ["effect", "effect_name", "effect_low", "effect_high"]
NUMBERS = ["n", "statistic", "df", "p", "p_adjusted", "effect", "effect_low", "effect_high"]


def pairs(answers, question, by, *, weight=None):
    """Every two groups compared on a scale or a number, after the test of all groups of ``compare``.

    Returns a row a pair of groups of at least FEWEST people: ``n`` people in both, the effect of group a against b,
    ``p_adjusted`` over the pairs of this question and by. Empty where the question is no scale or number,
    the groups are ordered or fewer than three, or nothing can be computed.

    * scale, unweighted: Dunn 1964 with ties (z of FSA::dunnTest), Holm, rank-biserial r of the two groups
    * number, unweighted: Games–Howell (adjusted by itself), Hedges g
    * weighted: the design-based rank test of the two groups (see ``design.rank_test``), Holm
    """
    weights = design.weights(answers, weight)
    measure, group = variables(answers, question)[0], variables(answers, plain_groups(question, by))[0]
    if question.kind == "rank" or measure.kind not in ("ordinal", "number") or group.kind != "nominal":
        return _table([])
    frame = groups.grouped(measure, group, weights)
    used = frame[frame["used"]]
    try:
        groups.check(used, measure, group)
    except CannotTest:
        return _table([])
    if used["group"].nunique() < 3:
        return _table([])
    compared = _weighted if weights is not None else _dunn if measure.kind == "ordinal" else _games_howell
    rows = compared(frame if weights is not None else used)
    adjusted = [row.get("p_adjusted") for row in rows]
    adjusted = adjusted if compared is _games_howell else holm(np.array([row["p"] for row in rows]))
    return _table([
        _counted(row | {"p_adjusted": p, "question": question.name, "by": by.name}, used)
        for row, p in zip(rows, adjusted, strict=True)
    ])  # fmt: skip


def all_pairs(answers, tests, form, *, weight=None):
    """``pairs`` after every test of ``families`` whose adjusted p is under 0,05."""
    found = [
        pairs(answers, form[row.question], form[row.by], weight=weight)
        for row in tests[tests["p_adjusted"].lt(ALPHA)].itertuples()
        if row.question in form and row.by in form
    ]
    return pd.concat([_table([]), *found], ignore_index=True) if found else _table([])


def _table(rows):
    return pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(NUMBERS, float))


def _counted(row, used):
    low, high = row.pop("limits")
    people = int(used["group"].isin([row["group_a"], row["group_b"]]).sum())
    return row | {"n": people, "effect_low": low, "effect_high": high}


def _two(used):
    """(a, b, values of a, values of b) of every two groups, in questionnaire order."""
    values = {name: used.loc[used["group"] == name, "value"].to_numpy() for name in used["group"].cat.categories}
    return [(a, b, values[a], values[b]) for a, b in combinations(values, 2)]


def _row(a, b, method, statistic, df, p, effect, effect_name, limits):
    return {"group_a": a, "group_b": b} | groups.result(method, statistic, df, p, effect, effect_name, limits)


def _dunn(used):
    ranks = used["value"].rank()
    n, ties = len(used), used["value"].value_counts()
    unit = n * (n + 1) / 12 - (ties**3 - ties).sum() / (12 * (n - 1))
    means, sizes = ranks.groupby(used["group"], observed=True).agg(["mean", "size"]).to_numpy().T
    place = {name: at for at, name in enumerate(used["group"].cat.categories)}
    rows = []
    for a, b, x, y in _two(used):
        i, j = place[a], place[b]
        z = (means[i] - means[j]) / np.sqrt(unit * (1 / sizes[i] + 1 / sizes[j]))
        r = 2 * stats.mannwhitneyu(x, y, method="asymptotic").statistic / (len(x) * len(y)) - 1
        limits = effects.dominance_limits(x, y, r)
        rows.append(_row(a, b, "Dunn (Holm)", z, np.nan, 2 * stats.norm.sf(abs(z)), r, "r hạng–nhị phân", limits))
    return rows


def _games_howell(used):
    import pingouin

    found = pingouin.pairwise_gameshowell(used.assign(group=used["group"].astype(str)), dv="value", between="group")
    found = {frozenset((row["A"], row["B"])): row for row in found.to_dict("records")}
    rows = []
    for a, b, x, y in _two(used):
        row = found[frozenset((a, b))]
        t = abs(row["T"]) * np.sign(x.mean() - y.mean())
        g = pingouin.compute_effsize(x, y, eftype="hedges")
        limits = tuple(pingouin.compute_esci(g, nx=len(x), ny=len(y), eftype="hedges", decimals=12))
        p = stats.studentized_range.sf(abs(t) * np.sqrt(2), used["group"].nunique(), row["df"])
        rows.append(_row(a, b, "Games–Howell", t, row["df"], p, g, "g Hedges", limits) | {"p_adjusted": p})
    return rows


def _weighted(frame):
    rows = []
    for a, b in combinations(frame["group"].cat.categories, 2):
        two = frame.assign(group=frame["group"].cat.set_categories([a, b]))
        found = design.rank_test(two.assign(used=two["used"] & two["group"].notna()))
        rows.append({"group_a": a, "group_b": b} | found | {"method": f"{found['method']} (Holm)"})
    return rows

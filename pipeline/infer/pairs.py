"""Which groups differ: the pairwise comparisons that follow a test of three or more groups."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from pipeline.infer import design, effects, groups, shares
from pipeline.infer.variables import CannotTest, variables, without_few
from pipeline.infer.verdict import ALPHA, STEPS, adjusted, name_of

COLUMNS = ["question", "option", "by", "method", "group_a", "group_b", "n", "statistic", "df", "p", "p_adjusted"]
COLUMNS += ["effect", "effect_name", "effect_low", "effect_high"]
NUMBERS = ["n", "statistic", "df", "p", "p_adjusted", "effect", "effect_low", "effect_high"]


def pairs(answers, question, by, *, weight=None, adjust="holm"):
    """Every two groups compared, after the test of all groups of ``compare``.

    Returns a row a pair of groups: ``n`` people in both, the effect of group a against b, ``p_adjusted`` over the pairs
    of this question and by; of several or ranked options those of each option (``question`` is then "q/option").
    ``option`` is that whose share is compared, empty for a scale or a number. Ordered groups count as plain ones. Empty
    where the test of all groups is that of its one pair, or nothing can be computed.

    * shares: each option of a single choice (of two, the first), pooled z on effective bases or Fisher, adjusted over
      options and pairs, Cohen's h; see ``shares.pairs``
    * scale, unweighted: Dunn 1964 with ties (z of FSA::dunnTest), adjusted, rank-biserial r of the two groups
    * number, unweighted: Games–Howell (adjusted by itself), Hedges g
    * scale or number, weighted: the design-based rank test of the two groups (see ``design.rank_test``), adjusted

    ``adjust``: see ``verdict.adjusted``. Of scales and numbers groups of FEWEST people or more are compared. Nothing is
    hidden here: see ``all_pairs``.
    """
    if by.kind not in ("nominal", "ordinal"):
        return _table([])
    sample = design.drawn(answers, weight)
    group = variables(answers, replace(by, points=()))[0]
    return _table([row for measure in variables(answers, question) for row in _pairs(measure, group, sample, adjust)])


def _pairs(measure, group, sample, adjust):
    about = {"question": measure.name, "by": group.name, "option": ""}
    if measure.kind == "nominal":
        return [about | row for row in shares.pairs(measure, group, sample, adjust)]
    if measure.kind not in ("ordinal", "number"):
        return []
    frame = groups.grouped(measure, group, sample)
    used = frame[frame["used"]]
    try:
        groups.check(used, measure, group)
    except CannotTest:
        return []
    if used["group"].nunique() < 3:
        return []
    compared = _dunn if measure.kind == "ordinal" else _games_howell
    rows = compared(used) if sample is None else _designed(frame, sample)
    rows = rows if sample is None and compared is _games_howell else _adjusted(rows, adjust)
    people = used["group"].value_counts()
    return [about | _counted(row, people) for row in rows]


def all_pairs(answers, tests, form, *, weight=None, adjust="holm"):
    """``pairs`` after every test of ``families`` whose adjusted p is under 0,05.

    Of shares only those that differ, the higher group first, without numbers but an adjusted p rounded up to one of
    STEPS: from exact ones a share that a table hides could be worked out. That is what the letters of a table tell. Of
    scales ``n`` is down to ten where it would tell how few of a group gave no opinion.
    """
    told, found = tests[tests["p_adjusted"].lt(ALPHA)], [_table([])]
    names = told["question"].str.partition("/")[0] if len(told) else told["question"]
    for (name, by), rows in told.groupby([names, "by"], sort=False):
        if name in form and by in form:
            rows_of = pairs(answers, form[name], form[by], weight=weight, adjust=adjust)
            kept = _dimmed(rows_of[rows_of["question"].isin(rows["question"])])
            found.append(without_few(kept, answers, form[name], form[by]) if form[name].kind == "ordinal" else kept)
    return pd.concat(found, ignore_index=True)


def _adjusted(rows, adjust):
    found, name = adjusted(np.array([row["p"] for row in rows]), adjust), name_of(adjust)
    return [row | {"p_adjusted": p, "method": f"{row['method']} ({name})"} for row, p in zip(rows, found, strict=True)]


def _dimmed(rows):
    of_share = rows["option"].ne("")
    kept = rows[~of_share | rows["p_adjusted"].lt(ALPHA)].copy()
    of_share, turned = kept["option"].ne(""), kept["option"].ne("") & kept["effect"].lt(0)
    kept.loc[turned, ["group_a", "group_b"]] = kept.loc[turned, ["group_b", "group_a"]].to_numpy()
    steps = np.array(STEPS)[np.searchsorted(STEPS, kept["p_adjusted"].clip(upper=STEPS[-1]), side="left")]
    kept["p_adjusted"] = kept["p_adjusted"].mask(of_share, steps)
    numbers = [name for name in NUMBERS if name != "p_adjusted"]
    kept.loc[of_share, numbers] = np.nan
    return kept


def _table(rows):
    return pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(NUMBERS, float))


def _counted(row, people):
    low, high = row.pop("limits")
    n = int(people[row["group_a"]] + people[row["group_b"]])
    return row | {"n": n, "effect_low": low, "effect_high": high}


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
        rows.append(_row(a, b, "Dunn", z, np.nan, 2 * stats.norm.sf(abs(z)), r, "r hạng–nhị phân", limits))
    return rows


def _games_howell(used):
    import pingouin

    rows, groups_in = [], used["group"].nunique()
    for a, b, x, y in _two(used):
        welch = stats.ttest_ind(x, y, equal_var=False)
        t, df = float(welch.statistic), float(welch.df)
        g = pingouin.compute_effsize(x, y, eftype="hedges")
        limits = tuple(pingouin.compute_esci(g, nx=len(x), ny=len(y), eftype="hedges", decimals=12))
        p = stats.studentized_range.sf(abs(t) * np.sqrt(2), groups_in, df)
        rows.append(_row(a, b, "Games–Howell", t, df, p, g, "g Hedges", limits) | {"p_adjusted": p})
    return rows


def _designed(frame, sample):
    rows, names, codes = [], frame["group"].cat.categories, frame["group"].cat.codes.to_numpy()
    answered = frame["used"].to_numpy()
    for (i, a), (j, b) in combinations(enumerate(names), 2):
        two = frame.assign(used=answered & ((codes == i) | (codes == j)))
        found = design.rank_test(two, sample, among=len(names))
        # the score test of a design is an F on one and so many degrees of freedom; these are those of t
        rows.append({"group_a": a, "group_b": b} | found | {"df": np.ravel(found["df"])[-1]})
    return rows

"""Weighted figures beside hidden cells, in steps so wide that they are no second equation.

Where weights go with the groups – as after raking to the banner itself – the weighted share of everybody is Σ weight ×
number of people over the groups: beside the plain sum it tells how many there are in each. A person moved from the
lightest weight to the heaviest changes a share by ``spread / base``; a step is at least as wide as ROOM × ``minimum``
such people. Where people of the same weight are in other groups, too, they can change places and the share stays.
"""

from functools import cache

import numpy as np
import pandas as pd

from pipeline.describe.frequencies import indicators, is_weighted, weights_of
from pipeline.describe.groups import WITHIN

STEPS = (0.1, 0.2, 0.5, 1, 2, 5)  # percentage points; where none is wide enough the figure is blank
ROOM = 2
SHARED = 0.9  # of a group's people, from which on that many have their weight in common with other groups
COUNTED, SUMS = ("option", "apart", "net"), ("net", "top2", "bottom2")
SHARES = ("percent", "percent_weighted", "percent_top", "rest", "responses_percent", "top2", "bottom2", "no_opinion")
SCORES = ("mean", "sd", "mean_rank", "mean_rank_asked", "borda", "mean_weighted", "mean_rank_weighted")
SHAPE = ("skewness", "kurtosis")
LIMITED = ("difference", "mean_rank", "mean", "percent")  # the figure that low and high are the limits of
LESS = (("percent", "rest"), ("percent_weighted", "percent_unweighted"))  # difference: the one less the other
AGAIN = ("row_percent", "expected", "residual", "worth", "worth_low", "worth_high", "deff")


def stepped(tables, answers, form, *, minimum, weight=None):
    """The printed tables of notebook 03 (name → frame, NaN in n where hidden) with coarse weighted figures where they
    would tell a hidden cell: same names, rows and columns; as they were without weights.

    Coarse are the lines of every option with a hidden cell, in any table, of a group whose weights few people outside
    have, and of the sums and means of its question: shares stand in the least of STEPS that is wide enough (module),
    means in a hundredth of it, skewness in a tenth, standard errors in a fifth, limits as far outside as that step may
    have moved the figure. Blank is what a step wider than the last would be needed for, and what tells the same once
    more (AGAIN; of a few people deff is about their mean weight). Lines of people of one weight are left as they are:
    their shares are those of the people shown. ``tables`` holds ``frequencies``; ``minimum`` as for
    ``privacy.suppress``.
    """
    if minimum <= 1 or not is_weighted(answers, weight):
        return tables
    weights, asked = weights_of(answers, weight), {q.name: q for q in form.questions}
    bases = tables["frequencies"].groupby("question")["base"].max()

    @cache
    def held(by, group):
        return weights[_people(answers, asked, by, group)].round(6)

    def step(table):
        groups = zip(*(table[c] if c in table else [""] * len(table) for c in ("by", "group")), strict=True)
        spread = np.array([_spread(held(*pair)) for pair in groups])
        return _step(100 * ROOM * minimum * spread, _bases(table, bases).to_numpy(float))

    lost, numbers = _lost(tables, held), {q.name for q in form.questions if q.kind == "number"}
    return {name: _coarse(table, _touched(table, lost, numbers), step) for name, table in tables.items()}


def _lost(tables, held):
    """(question, option) of which any table hides how many they are in a group of weights of its own."""
    kept = [t for t in tables.values() if {"question", "option", "by", "group", "n", "percent"} <= {*t}]
    if not kept:
        return set()
    groups = pd.concat([t[["by", "group"]] for t in kept]).drop_duplicates().groupby("by", sort=False)["group"]
    own = {(by, group) for by, names in groups for group in names if _has_its_own(held, by, group, names)}
    gone = pd.concat([t[t["n"].isna() & (t["row"].isin(COUNTED) if "row" in t else True)] for t in kept])
    lines = gone[["question", "option", "by", "group"]].drop_duplicates().itertuples(index=False, name=None)
    return {(question, option) for question, option, *group in lines if tuple(group) in own}


def _has_its_own(held, by, group, names):
    """Whether many people of a group have weights that nobody in the other groups has; everybody has no others."""
    others = [held(by, name) for name in names if name != group]
    return bool(others) and held(by, group).isin(pd.concat(others)).mean() < SHARED


def _people(answers, asked, by, group):
    """Who is in a group: True for everybody where ``by`` names no question."""
    inside = pd.Series(True, answers.index)
    for name, label in zip(str(by).split(WITHIN), str(group).split(WITHIN), strict=False):
        inside &= indicators(answers, asked[name])[label].eq(1) if name in asked else True
    return inside


def _spread(weights):
    return np.ptp(weights) / weights.mean() if len(weights) else 0.0


def _question(table):
    return table["item" if "item" in table else "question"]


def _bases(table, bases):
    """The base of every line; of a difference that of the smaller side."""
    everybody = _question(table).map(bases)
    base = table.get("base", everybody)
    return np.minimum(base, everybody - base) if "rest" in table else base


def _touched(table, lost, numbers):
    """Lines of lost options, of pairs with one, and of sums and means of their questions; numbers have other means."""
    if "item" not in table and not {"question", "option"} <= {*table}:
        return np.zeros(len(table), bool)
    questions, names = {question for question, _ in lost}, _question(table)
    pairs = [zip(names, table[c], strict=True) for c in ("option", "against") if c in table]
    found = np.any([[pair in lost for pair in of] for of in pairs], axis=0) if pairs else np.ones(len(table), bool)
    row = table["row"] if "row" in table else pd.Series("item" if not pairs else "", table.index)
    added = row.isin([*SUMS, "item", "nps"]) | row.eq("mean") & ~names.isin(numbers)
    return (found | added.to_numpy()) & names.isin(questions).to_numpy()


def _step(people, base):
    """The least of STEPS that is as wide as ``people`` of a base, NaN beyond the last; 0 where nothing is needed."""
    need = np.divide(people, base, out=np.full(len(base), np.inf), where=base > 0)
    return np.where(people <= 0, 0, np.array([*STEPS, np.nan])[np.searchsorted(STEPS, need)])


def _coarse(table, touched, step):
    if not touched.any():
        return table
    units = _units(table, np.where(touched, step(table), 0))
    limited = next((c for c in LIMITED if c in table and {"low", "high"} <= {*table}), None)
    shown = table.assign(**{c: _rounded(table[c], unit) for c, unit in units.items() if c in table})
    for one, other in (pair for pair in LESS if {*pair, "difference"} <= {*table}):
        shown["difference"] = table["difference"].where(units["percent"] == 0, shown[one] - shown[other])
    if limited:
        shown = shown.assign(**_limits(table, shown[limited], limited, units[limited]))
    again = [c for c in AGAIN if c in table] + ["effective_base"] * _designed(table)
    return shown.assign(**{c: table[c].astype(float).mask(units["percent"] != 0) for c in again})


def _designed(table):
    """Whether effective bases are of each share and not, as Kish's, of its base: then they are base over deff."""
    if "effective_base" not in table:
        return False
    kish = table["effective_base"].round(6).groupby([table[c] for c in ("question", "by", "group", "base")])
    return bool(kish.nunique().gt(1).any())


def _units(table, step):
    """Column → step of every line: of shares and NPS as given, of means a hundredth, of errors less."""
    hundredth = np.where(table["row"].eq("nps"), step, step / 100) if "row" in table else step / 100
    error = hundredth / 5 if "mean" in table else np.where(step > 0, np.maximum(step / 5, STEPS[0]), step)
    apart = {"difference": step} if "against" in table or "rest" in table else {}
    others = {"se": error} | dict.fromkeys(SHAPE, step / 10) | apart
    return dict.fromkeys(SHARES, step) | dict.fromkeys(SCORES, hundredth) | others


def _rounded(values, step):
    """To the nearest multiple of each line's step; as they are where it is 0, blank where it is NaN."""
    with np.errstate(divide="ignore", invalid="ignore"):
        near = (step * np.floor(values.astype(float) / step + 0.5)).round(10)
    return values.where(step == 0, near)


def _limits(table, near, column, step):
    """``low`` and ``high`` whole steps from the figure as it is shown (``near``), around what they were."""
    found = {}
    for end, side in (("low", -1), ("high", 1)):
        with np.errstate(divide="ignore", invalid="ignore"):
            away = (step * np.ceil(side * (table[end] - table[column]) / step + 0.5)).round(10)
        moved = (near + side * away).clip(*((0, 100) if column == "percent" else (None, None)))
        found[end] = table[end].where(step == 0, moved)
    return found

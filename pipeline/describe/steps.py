"""Weighted figures beside hidden cells, cut so that they are no second equation.

Where weights go with the groups – as after raking to the banner itself – the weighted share of everybody is Σ weight ×
number of people over the groups: beside the plain sum it tells how many there are in each. So the share of an option
with a hidden cell is cut to a decimal, of fewer than ``vi.EXACT`` people to a whole number, and where people of the
hidden groups could still not change places without being seen, nobody is told how many chose it, and shares of fewer
than ``vi.SURE`` stand in steps of FIVE: then a share that was cut stands for many sums.
"""

from functools import cache

import numpy as np
import pandas as pd

from pipeline import vi
from pipeline.describe.frequencies import indicators, is_weighted, weights_of
from pipeline.describe.groups import TOTAL, WITHIN

ROOM = 2
FIVE = 5.0  # percentage points: of fewer than ``vi.SURE`` people a whole percent tells half a person
SHARED = 0.9  # of a group's people, from which on that many have their weight in common with other groups
COUNTED, SUMS = ("option", "apart", "net"), ("net", "top2", "bottom2")
COUNTS = ("n", "n_top", "percent_unweighted", "percent_all", "percent_clean")
SHARES = ("percent", "percent_weighted", "percent_top", "rest", "responses_percent", "top2", "bottom2", "no_opinion")
SCORES = ("mean", "sd", "mean_rank", "mean_rank_asked", "borda", "mean_weighted", "mean_rank_weighted")
SHAPE = ("skewness", "kurtosis")
LIMITED = ("difference", "mean_rank", "mean", "percent")  # the figure that low and high are the limits of
LESS = (("percent", "rest"), ("percent_weighted", "percent_unweighted"))  # difference: the one less the other
AGAIN = ("row_percent", "expected", "residual", "worth", "worth_low", "worth_high", "deff")


def coarsening(tables, answers, form, *, minimum, weight=None):
    """A function that makes the weighted figures of a printed table coarse where they would tell a hidden cell: same
    rows and columns. ``tables``: the printed tables of notebook 03 (name → frame, NaN in n where hidden), among them
    ``frequencies``; without weights the function gives every table back as it is.

    Coarse are the lines of every option with a hidden cell, in any table, of a banner with a group whose weights few
    people outside have, and of the sums and means of its question: shares keep a decimal, of fewer than ``vi.EXACT``
    people none, means two more, standard errors a fifth of it, limits lie as far outside as that may have moved the
    figure. How many chose an option whose share of everybody is shown is blank (COUNTS) where ROOM × ``minimum`` people
    who moved between the hidden groups would be seen in that share; shares of fewer than ``vi.SURE`` are then whole
    fives. Blank is, always, what tells the same once more (AGAIN; of a few people deff is about their mean weight); a
    row percent stands in whole numbers where that many of those who chose the option would not be seen in it. Lines of
    people of one weight are left as they are: their shares are those of the people shown. ``minimum`` as for
    ``privacy.suppress``.
    """
    if minimum <= 1 or not is_weighted(answers, weight):
        return lambda table: table
    weights, asked = weights_of(answers, weight), form.by_name
    held = cache(lambda by, group: weights[_people(answers, asked, by, group)].round(6))
    is_one = cache(lambda by, group: held(by, group).nunique() < 2)
    hidden, frequencies = _hidden(tables, held), tables["frequencies"]
    bases, chosen = frequencies.groupby("question")["base"].max(), frequencies.set_index(["question", "option"])["n"]
    moved = {one: 100 * ROOM * minimum * _apart(of, held) for one, of in hidden.items()}
    few = {one[0] for one, points in moved.items() if not points <= _unit(bases[one[0]]) * bases[one[0]]}
    kept = {one for one, points in moved.items() if one[0] not in few and points <= chosen.get(one, 0)}
    told = {one for one in _told(tables) if one[0] in few}
    numbers = {q.name for q in form.questions if q.kind == "number"}

    def coarse(table):
        lines = _touched(table, set(hidden), numbers)
        if not lines.any():
            return table
        units = np.where(lines, _units_of(table, bases, is_one, few), 0)
        return _uncounted(_coarse(table, units, kept), lines, told)

    return coarse


def _units_of(table, bases, is_one, few):
    """The step of the shares of every line; 0 where its people have one weight."""
    groups = zip(*(table[c] if c in table else [""] * len(table) for c in ("by", "group")), strict=True)
    exact = np.array([is_one(*pair) for pair in groups], bool)
    is_few, base = _question(table).isin(few).to_numpy(bool), _bases(table, bases).to_numpy(float)
    return np.where(exact & ~is_few, 0, np.where(is_few & (base < vi.SURE), FIVE, _unit(base)))


def _told(tables):
    """(question, option) of the options, and the sums of options, whose share of everybody is shown."""
    kept = [t for t in tables.values() if {"question", "option", "percent"} <= {*t}]
    lines = [t[t["percent"].notna() & (t["by"].eq(TOTAL) if "by" in t else True)] for t in kept]
    lines = [t[t["row"].ne("mean")] if "row" in t else t for t in lines]
    return {pair for t in lines for pair in zip(t["question"], t["option"], strict=True)}


def _hidden(tables, held):
    """(question, option) → {by: groups} in which any table hides how many they are, of banners with a group of weights
    of its own."""
    kept = [t for t in tables.values() if {"question", "option", "by", "group", "n", "percent"} <= {*t}]
    if not kept:
        return {}
    groups = pd.concat([t[["by", "group"]] for t in kept]).drop_duplicates().groupby("by", sort=False)["group"]
    own = {by for by, names in groups if any(_has_its_own(held, by, group, names) for group in names)}
    gone = pd.concat([t[t["n"].isna() & (t["row"].isin(COUNTED) if "row" in t else True)] for t in kept])
    found = {}
    for question, option, by, group in gone[["question", "option", "by", "group"]].itertuples(index=False, name=None):
        if by in own:
            found.setdefault((question, option), {}).setdefault(by, []).append(group)
    return found


def _has_its_own(held, by, group, names):
    """Whether many people of a group have weights that nobody in the other groups has; everybody has no others."""
    others = [held(by, name) for name in names if name != group]
    return bool(others) and held(by, group).isin(pd.concat(others)).mean() < SHARED


def _apart(hidden, held):
    """How far the mean weights of the hidden groups of a banner lie apart, in mean weights of everybody."""
    means = [[held(by, group).mean() for group in groups] for by, groups in hidden.items()]
    return max(np.ptp([mean for mean in of if mean == mean] or [0.0]) for of in means) / held(TOTAL, TOTAL).mean()


def _unit(base):
    return np.where(base >= vi.EXACT, 0.1, 1.0)


def _people(answers, asked, by, group):
    """Who is in a group: True for everybody where ``by`` names no question that has a column, as for sentiments."""
    inside = pd.Series(True, answers.index)
    for name, label in zip(str(by).split(WITHIN), str(group).split(WITHIN), strict=False):
        question = asked.get(name)
        if question is not None and (name in answers or question.kind == "multiple"):
            inside &= indicators(answers, question)[label].eq(1)
    return inside


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


def _uncounted(table, lines, told):
    """The table without the numbers of people of the options that are ``told`` of everybody."""
    if "item" in table:
        return table
    columns = {"n_other": "against"} | dict.fromkeys(COUNTS, "option")
    columns |= {"difference": "option"} if {"percent_unweighted", "percent_clean"} & {*table} else {}
    blank = {}
    for column, of in ((c, of) for c, of in columns.items() if c in table):
        is_told = [pair in told for pair in zip(table["question"], table[of], strict=True)]
        blank[column] = table[column].astype(float).mask(lines & np.array(is_told, bool))
    return table.assign(**blank) if any(found.isna().any() for found in blank.values()) else table


def _coarse(table, step, kept):
    units = _units(table, step)
    limited = next((c for c in LIMITED if c in table and {"low", "high"} <= {*table}), None)
    shown = table.assign(**{c: _rounded(table[c], unit) for c, unit in units.items() if c in table})
    for one, other in (pair for pair in LESS if {*pair, "difference"} <= {*table}):
        shown["difference"] = table["difference"].where(units["percent"] == 0, shown[one] - shown[other])
    if limited:
        shown = shown.assign(**_limits(table, shown[limited], limited, units[limited]))
    again = [c for c in AGAIN if c in table] + ["effective_base"] * _designed(table)
    blank = {c: table[c].astype(float).mask(units["percent"] != 0) for c in again}
    if "row_percent" in table:
        is_kept = [pair in kept for pair in zip(table["question"], table["option"], strict=True)]
        blank["row_percent"] = blank["row_percent"].mask(
            is_kept & (units["percent"] != 0), vi.rounded(table["row_percent"])
        )
    return shown.assign(**blank)


def _designed(table):
    """Whether effective bases are of each share and not, as Kish's, of its base: then they are base over deff."""
    if "effective_base" not in table:
        return False
    kish = table["effective_base"].round(6).groupby([table[c] for c in ("question", "by", "group", "base")])
    return bool(kish.nunique().gt(1).any())


def _units(table, step):
    """Column → step of every line: of shares and NPS as given, of means a hundredth, of errors less."""
    hundredth = np.where(table["row"].eq("nps"), step, step / 100) if "row" in table else step / 100
    error = hundredth / 5 if "mean" in table else np.where(step > 0, np.maximum(step / 5, 0.1), step)
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

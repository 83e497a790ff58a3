"""The banner-table engine: any question by any set of groups, in the grammar of SPSS Custom Tables."""

from functools import partial

import numpy as np
import pandas as pd

from pipeline import design
from pipeline.describe import groups, letters, overlap, quartiles, rows
from pipeline.describe.frequencies import CLOSED, weights_of
from pipeline.survey import Tables

BANNERS = ["question", "label", "row", "option", "by", "group", "n", "percent", "row_percent", "responses_percent",
           "mean", "sd", "median", "base", "effective_base", "letter", "letters", "small"]  # fmt: skip


def tabulated(answers, form, *, but=()):
    """The questions a banner table can be made of – closed, number and rank – whose columns are in the answers."""
    held = {column.split("/")[0] for column in answers.columns}
    return [q for q in form.variables if q.kind in (*CLOSED, "number") and q.name in held and q.name not in but]


def all_banners(answers, questions, banners, *, nested=(), plan=None, weight=None):
    """``banner`` of every question by everybody, every banner variable and every nested tuple of them but itself."""
    columns = groups.columns(answers, banners, nested)
    tables = [banner(answers, q, groups.others(columns, q), plan=plan, weight=weight) for q in questions]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=BANNERS)


def banner(answers, question, columns, *, plan=None, weight=None):
    """One question in the columns that ``groups.columns`` made: a row a cell, under BANNERS.

    ``row`` is option, apart, net, top2, bottom2 or mean (see ``rows``). ``n`` and ``base`` are people (unweighted);
    percent (of the column), row_percent (of those who chose the row in all groups of the banner variable, nested ones
    inside one outer group), responses_percent (of the ticks, several-choices questions only), mean, sd and median are
    weighted when ``weight`` names a column (median: see ``numbers.distribution``). effective_base = (Σw)²/Σw² of the
    base (Kish 1965); under a ``Design`` with strata, clusters, finite population, replicates or calibration p(1 − p)
    over the variance of the share (of a mean sd² over its), no more than the people, Kish's where that cannot be told.
    ``letter`` names the column within its block, ``letters`` the columns it is significantly higher
    than: pooled z or Welch's t on the effective base, for columns that share people t of the contrast under the design
    (see ``overlap``), adjusted as ``plan.letters`` says within a row of a block; "small" columns (effective base under
    ``plan.small_base``) are marked and not tested. Who did not answer is in no base;
    figures of an empty base are blank.
    """
    plan, weights = plan or Tables(), weights_of(answers, weight).to_numpy()[:, None]
    shares, scores = rows.shares(answers, question, plan), rows.scores(answers, question, plan)
    parts = [(shares, _shares(shares, columns, weights, question)), (scores, _means(scores, columns, weights))]
    parts = [(of, _designed(of, columns, cells, answers, weight)) for of, cells in parts]
    shared = partial(overlap.p_values, answers, weight)
    tables = [
        _long(of.columns, columns.columns, _tested(t, of, columns, plan, shared)) for of, t in parts if of.shape[1]
    ]
    whole = pd.concat(tables, ignore_index=True)
    return whole.assign(question=question.name, label=question.label).reindex(columns=BANNERS)


def _bases(held, columns, weights):
    """People, weights and effective number in the base of every cell: arrays rows × columns."""
    weighted = columns * weights
    base = held.T @ weighted
    return {
        "base": held.T @ columns,
        "weighted": base,
        "effective_base": _ratio(base**2, held.T @ (weighted * weights)),
    }


def _designed(values, columns, table, answers, weight):
    """The table with effective bases that honour a design; as it is where people were drawn one by one."""
    sample = design.sample(answers, weight) if isinstance(weight, design.Design) and values.shape[1] else None
    if sample is None or design.is_plain(sample):
        return table
    held, given, bases = values.notna().to_numpy(float), values.fillna(0).to_numpy(), table["effective_base"].copy()
    for at, inside in enumerate(columns.to_numpy(float).T):
        within = held * inside[:, None]
        found = design.ratios(sample, given * within, within, inside > 0)
        spread = table["sd"][:, at] ** 2 if "sd" in table else None
        bases[:, at] = design.effective_base(sample, found, within, spread)
    return table | {"effective_base": bases}


def _ratio(part, whole):
    """Part / whole, NaN where there is no whole."""
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=np.broadcast_to(whole > 0, part.shape))


def _shares(chosen, columns, weights, question):
    held, cells, people = chosen.notna().to_numpy(float), chosen.fillna(0).to_numpy(), columns.to_numpy()
    sums, table = cells.T @ (people * weights), _bases(held, people, weights)
    table |= {"n": cells.T @ people, "percent": 100 * _ratio(sums, table["weighted"])}
    table["row_percent"] = 100 * _ratio(sums, _row_sums(cells, columns, weights))
    if question.kind == "multiple":
        ticks = np.where((chosen.columns.get_level_values("row") == "option")[:, None], sums, np.nan)
        table["responses_percent"] = 100 * _ratio(ticks, np.nansum(ticks, axis=0))
    return table


def _row_sums(cells, columns, weights):
    """Weight of those who chose the row and are in some group of the same banner variable (of nested ones: inside the
    same outer group)."""
    runs = groups.runs(columns)
    anybody = columns.T.groupby(runs, sort=False).max().T
    sums = pd.DataFrame(cells.T @ (anybody.to_numpy() * weights), columns=anybody.columns)
    return sums[runs].to_numpy()


def _means(scores, columns, weights):
    """Weighted mean and sd (n−1) around the mean of all, so that large numbers lose no digits; median."""
    held, people, middle = scores.notna().to_numpy(float), columns.to_numpy(), scores.mean().to_numpy()[:, None]
    values, table = np.nan_to_num(scores.to_numpy() - middle.T), _bases(held, people, weights)
    n, mean = table["base"], _ratio(values.T @ (people * weights), table["weighted"])
    spread = _ratio((values**2).T @ (people * weights), table["weighted"]) - mean**2
    sd = np.sqrt(np.clip(spread, 0, None) * _ratio(n, n - 1))
    return table | {"n": n, "mean": mean + middle, "sd": sd, "median": _medians(scores, people, weights)}


def _medians(scores, people, weights):
    if not quartiles.unequal(weights):
        return np.column_stack([scores[inside].median().to_numpy() for inside in (people > 0).T])
    held, masses = scores.notna().to_numpy(), people * weights
    columns = [(scores.iloc[:, row].to_numpy(float)[inside], masses[inside]) for row, inside in enumerate(held.T)]
    return np.array([quartiles.weighted(values, mass, 0.5) for values, mass in columns])


def _tested(table, values, columns, plan, shared):
    """The table with ``small``, the ``letter`` of every column and the ``letters`` of every cell."""
    small = table["effective_base"].round(6) < plan.small_base
    letter, found = (np.full(small.shape, "", dtype=object) for _ in range(2))
    tested, blocks = np.where(small, np.nan, table["effective_base"]), columns.columns.get_level_values("block")
    for at in (blocks == block for block in dict.fromkeys(blocks) if block):
        letter[:, at] = [letters.name(i) for i in range(at.sum())]
        how = {"adjust": plan.letters, "shared": shared(values, columns.to_numpy(bool)[:, at])}
        if "mean" in table:
            marks = letters.of_means(table["mean"][:, at], table["sd"][:, at], tested[:, at], **how)
        else:
            marks = letters.of_shares(table["percent"][:, at], tested[:, at], **how)
        found[:, at] = marks
    return table | {"small": small, "letter": letter, "letters": found}


def _long(index, columns, table):
    """Arrays rows × columns as one long frame, a line a cell."""
    names = [*rows.KEYS, *groups.KEYS]
    keys = zip(*((*r, *c) for r in index for c in columns), strict=True)
    cells = {name: wide.ravel() for name, wide in table.items() if name != "weighted"}
    cells |= {name: cells[name].astype(int) for name in ("n", "base")}
    return pd.DataFrame(dict(zip(names, map(list, keys), strict=True)) | cells)

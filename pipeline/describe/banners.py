"""The banner-table engine: any question by any set of groups, in the grammar of SPSS Custom Tables."""

import numpy as np
import pandas as pd

from pipeline.describe import groups, letters, rows
from pipeline.describe.frequencies import CLOSED, weights_of
from pipeline.survey import Tables

BANNERS = ["question", "label", "row", "option", "by", "group", "n", "percent", "row_percent", "responses_percent",
           "mean", "sd", "median", "base", "effective_base", "letter", "letters", "small"]  # fmt: skip


def tabulated(answers, form, *, but=()):
    """The questions a banner table can be made of – closed, number and rank – whose columns are in the answers."""
    held = {column.split("/")[0] for column in answers.columns}
    kinds = (*CLOSED, "number", "rank")
    return [q for q in form.questions if q.kind in kinds and q.name in held and q.name not in but]


def all_banners(answers, questions, banners, *, nested=(), plan=None, weight=None):
    """``banner`` of every question by everybody, every banner variable and every nested tuple of them but itself."""
    columns = groups.columns(answers, banners, nested)
    tables = [banner(answers, q, groups.others(columns, q), plan=plan, weight=weight) for q in questions]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=BANNERS)


def banner(answers, question, columns, *, plan=None, weight=None):
    """One question in the columns that ``groups.columns`` made: a row a cell, under BANNERS.

    ``row`` is option, apart, net, top2, bottom2 or mean (see ``rows``). ``n`` and ``base`` are people (unweighted);
    percent (of the column), row_percent (of those who chose the row in all groups of the banner variable, nested ones
    inside one outer group), responses_percent (of the ticks, several-choices questions only), mean and sd are weighted
    when ``weight`` names a column; the median counts people. effective_base = (Σw)²/Σw² of the base (Kish 1965).
    ``letter`` names the column within its block, ``letters`` the columns it is significantly higher than: pooled z or
    Welch's t on the effective base, adjusted as ``plan.letters`` says within a row of a block; "small" columns (base
    under ``plan.small_base`` people) are marked and not tested. Who did not answer is in no base;
    figures of an empty base are blank.
    """
    plan, weights = plan or Tables(), weights_of(answers, weight)
    shares, scores = rows.shares(answers, question, plan), rows.scores(answers, question, plan)
    parts = [_shares(shares, columns, weights, question)] if len(shares.columns) else []
    parts += [_means(scores, columns, weights)] if len(scores.columns) else []
    table = pd.concat([_long(_tested(wide, plan)) for wide in parts], ignore_index=True)
    return table.assign(question=question.name, label=question.label).reindex(columns=BANNERS)


def _bases(held, columns, weights):
    """People, weights and effective number in the base of every cell."""
    weighted = columns.mul(weights, axis=0)
    base = held.T @ weighted
    return {
        "base": held.T @ columns,
        "weighted": base.where(base > 0),
        "effective_base": base**2 / (held.T @ weighted.mul(weights, axis=0)).where(base > 0),
    }


def _shares(chosen, columns, weights, question):
    cells, weighted = chosen.fillna(0), columns.mul(weights, axis=0)
    sums, bases = cells.T @ weighted, _bases(chosen.notna().astype(float), columns, weights)
    table = {"n": cells.T @ columns, "percent": 100 * sums / bases["weighted"]} | bases
    table["row_percent"] = 100 * sums / _row_sums(cells, columns, weights)
    if question.kind == "multiple":
        ticks = sums[sums.index.get_level_values("row") == "option"]
        table["responses_percent"] = (100 * ticks / ticks.sum().where(lambda s: s > 0)).reindex(sums.index)
    return table


def _row_sums(cells, columns, weights):
    """Weight of those who chose the row and are in some group of the same banner variable (of nested ones: inside the
    same outer group); blank for none."""
    runs = groups.runs(columns)
    held = columns.T.groupby(runs, sort=False).max().T.mul(weights, axis=0)
    sums = cells.T @ held
    return sums.where(sums > 0)[runs].set_axis(columns.columns, axis=1)


def _means(scores, columns, weights):
    """Weighted mean and sd (n−1) around the mean of all, so that large numbers lose no digits; median of people."""
    held, middle = scores.notna().astype(float), scores.mean()
    values, weighted = scores.sub(middle).fillna(0), columns.mul(weights, axis=0)
    bases = _bases(held, columns, weights)
    n = bases["base"]
    mean = (values.T @ weighted) / bases["weighted"]
    spread = ((values**2).T @ weighted / bases["weighted"] - mean**2).clip(lower=0)
    medians = {column: scores[columns[column] > 0].median() for column in columns}
    return {
        "n": n,
        "mean": mean.add(middle, axis=0),
        "sd": np.sqrt(spread * n / (n - 1).where(n > 1)),
        "median": pd.DataFrame(medians, index=scores.columns).set_axis(columns.columns, axis=1),
    } | bases


def _tested(table, plan):
    """The table with ``small``, the ``letter`` of every column and the ``letters`` of every cell."""
    base, effective = table["base"], table["effective_base"]
    table["small"] = base < plan.small_base
    table["letter"], table["letters"] = (base.astype(object).map(lambda _: "") for _ in range(2))
    blocks = base.columns.get_level_values("block")
    for block in (b for b in dict.fromkeys(blocks) if b):
        at = blocks == block
        table["letter"].loc[:, at] = [[letters.name(i) for i in range(at.sum())]] * len(base)
        shown = effective.loc[:, at].mask(table["small"].loc[:, at])
        if "mean" in table:
            found = letters.of_means(table["mean"].loc[:, at], table["sd"].loc[:, at], shown, adjust=plan.letters)
        else:
            found = letters.of_shares(table["percent"].loc[:, at], shown, adjust=plan.letters)
        table["letters"].loc[:, at] = found.to_numpy()
    return table


def _long(table):
    """Wide frames (rows × columns) as one long frame, a line a cell."""
    index, columns = table["base"].index, table["base"].columns
    keys = pd.DataFrame([(*r, *c) for r in index for c in columns], columns=[*rows.KEYS, *groups.KEYS])
    cells = {name: wide.to_numpy().ravel() for name, wide in table.items() if name != "weighted"}
    return keys.assign(**cells).astype({"n": int, "base": int, "small": bool})

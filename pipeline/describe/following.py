"""Means, differences and ratios without what the hidden cells of the banner table tell.

Each of these figures is worked out from cells of the banner table: it is shown where all of them are, rounded as they
are where others beside it are hidden – percentages to one decimal, means to two – and blank elsewhere.
"""

import numpy as np
import pandas as pd

from pipeline import vi
from pipeline.describe.groups import EVERYBODY, TOTAL
from pipeline.privacy.printed import ANY

CELL = ["question", "row", "option", "by", "group"]
INTERVAL = ["se", "low", "high"]
COUNTED, GIVEN = ["option", "apart"], "(có ghi cả hai)"


def means(table, banners):
    """``all_means`` as far as ``banners``, a banner table after ``hide``, shows the mean itself."""
    shown = _looked_up(table, banners, CELL, ["n", "mean", "base"])
    table = table.assign(**shown)
    table[INTERVAL] = table[INTERVAL].mask(table["mean"].isna())
    return _rounded(table, banners, INTERVAL, 2)


def on_scale(table, frequencies):
    """``on_scale`` of the questions of which ``frequencies`` shows how many stand outside the scale, without its hidden
    answers, percentages beside these to one decimal; blank of the others: the base would tell who stands outside."""
    key = ["question", "option"]
    lost = frequencies[frequencies[["n", "base"]].isna().any(axis=1)]
    gone = pd.MultiIndex.from_frame(table[key]).isin(pd.MultiIndex.from_frame(lost[key]))
    outside = table["question"].isin(table.loc[gone & table["row"].eq("apart"), "question"])
    holed = table["question"].isin(table.loc[gone, "question"])
    shown = table.assign(percent=table["percent"].mask(holed, vi.coarse(table["percent"], table["base"])))
    cells = shown[["n", "percent"]].astype(float).mask(outside | gone)
    return shown.assign(**cells, base=table["base"].astype(float).mask(outside))


def sums(table, banners):
    """``weight.sums`` as far as ``banners`` shows the shares of everybody; how many people they are stands there."""
    everybody = table.assign(by=TOTAL, group=EVERYBODY)
    table = everybody.assign(**_looked_up(everybody, banners, CELL, ["percent"]))
    table[[*INTERVAL, "deff"]] = table[[*INTERVAL, "deff"]].mask(table["percent"].isna())
    return _rounded(table, banners, [*INTERVAL, "deff"], 1).drop(columns=["by", "group", "n", "base"])


def differences(table, banners):
    """``all_differences`` without every row of a banner in which a cell is hidden: the rest holds that cell too."""
    shown = _looked_up(table, banners, CELL, ["n", "percent", "base"])
    table = table.assign(**shown)
    whole = table[["n", "base"]].isna().any(axis=1).groupby([table[c] for c in CELL[:4]], sort=False).transform("any")
    figures = ["rest", "difference", *INTERVAL]
    table[figures] = table[figures].mask(whole)
    return _rounded(table, banners, figures, 1)


def contrasts(table, banners):
    """``all_contrasts`` where both options are shown."""
    cells = banners[banners["row"].isin(COUNTED)]
    key = ["question", "option", "by", "group"]
    one = _looked_up(table, cells, key, ["n", "base"])
    other = _looked_up(table.assign(option=table["against"]), cells, key, ["n"])
    table = table.assign(n=one["n"], n_other=other["n"], base=one["base"])
    figures = ["difference", *INTERVAL]
    table[figures] = table[figures].mask(table[["n", "n_other", "base"]].isna().any(axis=1))
    return _rounded(table, banners, figures, 1)


def both(ratios):
    """How many gave both numbers of ``all_ratios``, as ``privacy.suppress`` and ``audit`` take counts: part of those
    who gave the one, and of those who gave the other."""
    pairs = ((ratios["question"], ratios["of"]), (ratios["of"], ratios["question"]))
    parts = [
        ratios[["by", "group", "n"]].assign(question=one, option=ANY, within=one + "/" + other, level=GIVEN)
        for one, other in pairs
    ]
    return pd.concat(parts, ignore_index=True).assign(base=lambda lines: lines["n"])


def ratios(table, shown, banners):
    """``all_ratios`` without those whose number of people ``shown``, its suppressed ``both``, hides, and those of a
    number whose mean ``banners``, a banner table after ``hide``, does not show in that column."""
    one, other = shown["n"].to_numpy().reshape(2, -1)
    table = table.assign(n=one + 0 * other)
    means, column = banners[banners["row"].eq("mean")], ["question", "by", "group"]
    pairs = (table, table.assign(question=table["of"]))
    sides = (_looked_up(lines, means, column, ["mean"])["mean"] for lines in pairs)
    figures = ["ratio", *INTERVAL]
    table[figures] = table[figures].mask(table["n"].isna() | np.isnan(sum(sides)))
    return table


def _looked_up(table, banners, key, columns):
    """The columns of the banner table in the lines of another; blank where it has no such cell."""
    cells = banners.drop_duplicates(key).set_index(key)[columns].astype(float)
    found = cells.reindex(pd.MultiIndex.from_frame(table[key]))
    return {column: found[column].to_numpy() for column in columns}


def _rounded(table, banners, columns, digits):
    """Figures of a question × banner in which something is hidden, rounded."""
    holed = banners.loc[banners["n"].isna(), ["question", "by"]].drop_duplicates()
    at = pd.MultiIndex.from_frame(table[["question", "by"]]).isin(pd.MultiIndex.from_frame(holed))
    return table.assign(**{c: table[c].mask(at, vi.rounded(table[c], digits)) for c in columns})

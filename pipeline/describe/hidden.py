"""What privacy hides in the cells of a banner table is hidden in everything worked out from them.

Why this is enough: a base or a mean of single choices is shown only in a column none of whose cells is hidden, a net or
one end of a scale only where all cells that it is worked out from are shown: so it tells nothing that these do not.
What is no sum of cells is protected by itself: nets of several-choices questions and how many gave a number go through
suppression as cells, mean ranks through ``_few``.
"""

import pandas as pd

from pipeline import vi
from pipeline.describe.groups import WITHIN
from pipeline.privacy.printed import ANY, SCORED

CELLS = ["question", "option", "by", "group", "n", "percent", "base"]
KEY, COLUMN = CELLS[:4], ["question", "by", "group"]
SHARES = ["percent", "row_percent", "responses_percent"]
CENTRE = ["mean", "sd", "median"]
FIGURES = ["n", *SHARES, *CENTRE]
BASES = ["base", "effective_base"]


def cells(banners):
    """The counts of a banner table as ``privacy.suppress`` takes them: CELLS, one base a column.

    The base is whoever answered, no opinion or not. Sums of cells (nets of single choices, top two) and means are left
    out: ``hide`` follows the cells. Of a number question those who gave a number are counted.
    """
    counted = banners[_counted(banners)]
    answered = counted.groupby(COLUMN, sort=False)["base"].transform("max")
    given = banners[_numbers(banners)].assign(option=ANY)
    return pd.concat([counted.assign(base=answered), given])[CELLS].reset_index(drop=True)


def _numbers(banners):
    """The lines of number questions: means of what has no options."""
    return banners["row"].eq("mean") & ~banners["question"].isin(banners.loc[_counted(banners), "question"])


def _nested(banners):
    return banners["by"].str.contains(WITHIN, regex=False).astype(bool)


def _counted(banners):
    several = banners.loc[banners["responses_percent"].notna(), "question"].unique()
    return banners["row"].isin(["option", "apart"]) | (banners["row"].eq("net") & banners["question"].isin(several))


def hide(banners, shown, *, nets, minimum, groups=()):
    """The banner table without what the hidden cells of ``shown`` (suppressed ``cells``) tell.

    ``nets``: question → {net, top or bottom two: labels} (``Known.nets``), ``groups``: question → the number that it
    puts in groups (``Known.groups``). What is a row of ``shown`` follows it, the
    rest follows its column. Same rows and columns; blank (NaN, letters "") are: every figure of a hidden cell, and the
    row percentages beside it; in a column with a hidden cell also its means and percent of ticks, its nets and top two
    where that cell is one of theirs or of the answers that they leave out, and every base that leaves a hidden "no
    opinion" out; mean ranks in groups of fewer than ``minimum`` people, with one group more where they would stand
    alone; of a number mean, sd and median in a column in which one of its groups is hidden; letters that point at a
    hidden cell. Percentages of a table with hidden cells are rounded to one decimal,
    means to two, so that they are no second equation beside the counts.
    """
    if banners.empty:
        return banners
    lost = shown[shown["n"].isna() | shown["base"].isna()]
    counted, touched = _among(banners, shown, KEY), _among(banners, lost, COLUMN)
    gone = _among(banners, lost, KEY).where(counted, touched & ~_added(banners, lost, nets) | _few(banners, minimum))
    opinion = _among(banners, banners[gone & banners["row"].eq("apart")], COLUMN) & _leaves_opinion_out(banners)
    baseless = opinion | (gone & ~counted) | _among(banners, shown[shown["base"].isna()], COLUMN)
    table = banners.astype({"n": float, "base": float}).assign(letters=_letters_left(banners, gone | opinion))
    table[FIGURES] = table[FIGURES].mask(gone)
    beside = _numbers(banners) & _among(banners, _of_numbers(lost, groups), COLUMN)
    table[CENTRE] = table[CENTRE].mask(beside)
    table["letters"] = table["letters"].mask(beside, "")
    table[SHARES] = table[SHARES].mask(opinion)
    table["responses_percent"] = table["responses_percent"].mask(touched)
    table["row_percent"] = table["row_percent"].mask(_among(banners, banners[gone], KEY[:3]))
    table[BASES] = table[BASES].mask(baseless)
    return _rounded(table)


def _of_numbers(lost, groups):
    """The hidden cells of groups of a number, as cells of the number."""
    return lost.assign(question=lost["question"].map(dict(groups))).dropna(subset="question")


def _among(banners, found, key):
    """Whether a line's key is among those found."""
    keys = pd.MultiIndex.from_frame(found[key].drop_duplicates())
    return pd.Series(pd.MultiIndex.from_frame(banners[key]).isin(keys), index=banners.index)


def _added(banners, lost, nets):
    """Sums of single choices that a reader adds up: their parts are shown in the column, and who stands outside the
    scale."""
    hidden = {*lost[KEY].itertuples(index=False, name=None)}
    apart = banners[banners["row"].eq("apart")].groupby("question")["option"].unique()

    def is_added(question, option, by, group):
        parts = nets.get(question, {}).get(option, ())
        needed = [*parts, *apart.get(question, ())]
        return bool(parts) and not any((question, part, by, group) in hidden for part in needed)

    return pd.Series([is_added(*line) for line in banners[KEY].itertuples(index=False)], banners.index, dtype=bool)


def _leaves_opinion_out(banners):
    """Rows whose base is not everybody who answered, in any column."""
    less = banners["base"].lt(banners.groupby(COLUMN, sort=False)["base"].transform("max"))
    return less.groupby([banners[c] for c in ("question", "row", "option")], sort=False).transform("any")


def _few(banners, minimum):
    """Means of fewer than ``minimum`` people, and with a lone one the smallest other; of nested groups, which add up in
    two ways, all of them."""
    n, row = banners["n"], [banners[c] for c in ("question", "row", "option", "by")]
    small = banners["row"].isin(SCORED) & ~_numbers(banners) & n.between(1, minimum - 1)
    how_many = small.groupby(row, sort=False).transform("sum")
    spare = n.where(how_many.eq(1) & ~small & n.gt(0))
    nested = _nested(banners) & how_many.gt(0)
    return small | nested | spare.eq(spare.groupby(row, sort=False).transform("min"))


def _letters_left(banners, gone):
    """Letters without those of hidden cells and those that point at a hidden cell of the row."""
    outer = banners["group"].where(_nested(banners), "")
    rows = banners[["question", "row", "option", "by"]].assign(block=outer.str.rpartition(WITHIN)[0])
    lost = banners.loc[gone, "letter"].groupby([rows.loc[gone, c] for c in rows]).agg(set).to_dict()
    left = banners["letters"].mask(gone, "")
    for at, *row in rows[left.ne("")].itertuples(name=None):
        left[at] = " ".join(x for x in left[at].split() if x not in lost.get(tuple(row), ()))
    return left


def _rounded(table):
    holed = table["n"].isna().groupby([table["question"], table["by"]], sort=False).transform("any")
    means = ["mean", "sd"]
    table[SHARES] = table[SHARES].mask(holed, table[SHARES].apply(vi.coarse, bases=table["base"]))
    table[means] = table[means].mask(holed, vi.rounded(table[means], 2))
    return table

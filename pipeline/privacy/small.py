"""Small numbers outside cross tables: means, extremes, bars of a histogram, lists of counts."""

import numpy as np
import pandas as pd

from pipeline import vi
from pipeline.privacy.printed import TOTALS

EXTREMES = ("min", "max")
NAMES = ("battery", "item", "label", "question", "place", "option", "base")


def numbers(summary, answers, counts=None, *, minimum):
    """Summaries of number questions (``describe.numbers``) without what one or a few people gave alone.

    A smallest or largest number that fewer than ``minimum`` people gave is blank, and so is a limit of the median that
    is that number; of a question that fewer than ``minimum`` answered everything is blank, and of one of whose parts
    (NPS) ``counts``, the printed banner table, hides any in the column of everybody, or the mean itself for a group.
    """
    shown = summary.copy()
    for at, row in summary.iterrows():
        for end in (end for end in EXTREMES if answers[row["question"]].eq(row[end]).sum() < minimum):
            alone = [c for c in (end, "median_low", "median_high") if row.get(c) == row[end]]
            shown.loc[at, alone] = np.nan
    figures = [c for c in shown if c not in ("question", "label")]
    if counts is not None:
        lost = counts["n"].isna() | (counts["row"].eq("mean") & counts["mean"].isna())
        lost = counts.loc[lost & counts["group"].isin(TOTALS), "question"]
        shown[figures] = shown[figures].astype(float).mask(shown["question"].isin(lost))
    return _few_hidden(shown, figures, minimum)


def means(scales, frequencies, *, minimum):
    """Scale items (``describe.scales``) without the figures that would tell a hidden count of ``frequencies``.

    With mean and base one hidden point of a scale is told by the others; so are two by top-2 and mean together, and
    who has no opinion by the number of the others. Everything is blank where an option of the item is hidden, or fewer
    than ``minimum`` people answered.
    """
    secret = scales["item"].isin(frequencies.loc[frequencies["n"].isna(), "question"])
    figures = [c for c in scales if c not in NAMES]
    shown = scales.assign(**{c: scales[c].astype(float).mask(secret) for c in figures})
    return _few_hidden(shown, figures, minimum)


def ranking(ranked, frequencies):
    """``infer.ranking`` without the items that have a hidden option; the places are those among the others.

    One item alone has no place.
    """
    kept = ranked[~ranked["item"].isin(frequencies.loc[frequencies["n"].isna(), "question"])]
    kept = kept[kept.groupby("battery", sort=False)["item"].transform("size") > 1]
    return kept.assign(place=kept.groupby("battery", sort=False).cumcount() + 1).reset_index(drop=True)


def dropped(table, *, minimum):
    """``describe.sensitivity`` without what tells how few of the dropped answers chose an option.

    Per question the smallest numbers of dropped answers are hidden, from 1 to ``minimum`` − 1 people upwards, until
    those hidden are ``minimum`` together; percentages keep one decimal.
    """
    lost = table["n_all"] - table["n"]
    hidden = lost.groupby(table["question"], sort=False).transform(lambda n: _smallest(n, minimum)).astype(bool)
    shown = table.drop(columns="n_all")
    shares = ["percent_all", "percent_clean", "difference"]
    shown[shares] = vi.rounded(shown[shares], 1)
    return shown.assign(**{c: shown[c].mask(hidden) for c in ("percent_all", "difference")})


def _smallest(n, minimum):
    order = n[n > 0].sort_values(kind="stable")
    is_few = n.between(1, minimum - 1)
    upto = order.cumsum().searchsorted(max(minimum, n[is_few].sum())) + 1 if is_few.any() else 0
    return n.index.isin(order.index[:upto])


def ranks(summary, frequencies, asked=None, *, minimum):
    """Rank questions (``describe.ranks``) without the figures that would tell how few people gave an option a place.

    First places follow ``frequencies``. Places among the first few are blank where they, what they add to the first
    places or leave of the base, are 1 to ``minimum`` − 1 people; the mean rank where a first place is hidden, or a
    place so rare can be worked out (up to four options). Where one option of a question loses a figure, so does the
    one with the fewest people after it: together the options add up; percentages keep one decimal then. Limits, Borda
    points and the mean over all who were asked follow the mean rank, the latter also where ``asked``
    (``describe.nonresponse`` as ``privacy.asked`` leaves it) hides how many were. Worths are estimated from all places
    together: they go where any figure of the question does. Everything is blank, the base too, where few answered or
    ``frequencies`` hide how many. ``rarest`` is left out.
    """
    if summary.empty:
        return summary.drop(columns="rarest")
    at = frequencies.set_index(["question", "option"])["n"]
    first = pd.Series(at.reindex(pd.MultiIndex.from_frame(summary[["question", "option"]])).to_numpy(), summary.index)
    small = summary.assign(more=summary["n_top"] - summary["n"], left=summary["base"] - summary["n_top"],
                           silent=summary["base"] - summary["placed"])  # fmt: skip
    small = small.select_dtypes("number").apply(lambda counts: counts.between(1, minimum - 1))
    told = summary.groupby("question")["option"].transform("size").le(4) & small["rarest"]
    hidden = {"n": first.isna(), "mean_rank": _not_alone(first.isna() | told, summary), "partial": small["partial"]}
    hidden["n_top"] = _not_alone(first.isna() | small[["n_top", "more", "left"]].any(axis=1), summary)
    hidden["placed"] = small[["placed", "silent", "partial"]].any(axis=1)
    hidden |= {"percent": hidden["n"], "percent_top": hidden["n_top"]} | _estimated(summary, hidden, asked, minimum)
    shown = summary.assign(**{column: summary[column].mask(where) for column, where in hidden.items()})
    beside = (hidden["n"] | hidden["n_top"]).groupby(summary["question"]).transform("any")
    shares = ["percent", "percent_top"]
    shown[shares] = shown[shares].mask(beside, shown[shares].apply(vi.coarse, bases=shown["base"]))
    bases = frequencies.groupby("question")["base"].max()
    lost = shown["question"].map(bases).isna() | shown["base"].between(1, minimum - 1)
    return shown.assign(**{c: shown[c].mask(lost) for c in (*hidden, "base")}).drop(columns="rarest")


def _estimated(summary, hidden, asked, minimum):
    """What follows the mean rank, and what is estimated from all places of the question."""
    any_hidden = (hidden["n"] | hidden["n_top"] | hidden["mean_rank"]).groupby(summary["question"]).transform("any")
    few = summary["asked"].between(1, minimum - 1)
    if asked is not None:
        few |= summary["question"].map(asked.set_index("question")["asked"]).isna()
    follows = dict.fromkeys(("low", "high", "borda"), hidden["mean_rank"])
    follows |= dict.fromkeys(("worth", "worth_low", "worth_high", "note"), any_hidden)
    return follows | {"asked": few, "mean_rank_asked": few | hidden["mean_rank"]}


def _not_alone(hidden, summary):
    """A lone hidden figure of a question gets the company of the shown one of the fewest people."""
    lone = hidden.groupby(summary["question"]).transform("sum").eq(1)
    fewest = summary["n_top"].where(lone & ~hidden)
    return hidden | fewest.eq(fewest.groupby(summary["question"]).transform("min"))


def _few_hidden(table, columns, minimum):
    few = table["n"].between(1, minimum - 1)
    return table.assign(**{c: table[c].mask(few) for c in columns})


def few(table, counts, *, also=(), minimum):
    """A list of counts that do not add up to each other, with those of 1 to ``minimum`` − 1 people blank.

    ``counts``: columns of people; where one of them is blanked, the columns ``also`` are too.
    """
    small = {c: table[c].between(1, minimum - 1) for c in counts}
    some = pd.DataFrame(small).any(axis=1)
    hidden = {c: table[c].mask(small[c]) for c in counts}
    return table.assign(**hidden, **{c: table[c].mask(some) for c in also})


def parted(answers, questions, *, minimum):
    """The closed questions none of whose groups has 1 to ``minimum`` − 1 people: groups that lists made one at a time
    may be crossed with, since no other table has to hide how many they are."""
    return [q for q in questions if not _groups(answers, q).between(1, minimum - 1).any()]


def _groups(answers, question):
    ticks = [c for c in answers if c.startswith(f"{question.name}/")]
    return answers[ticks].sum() if ticks else answers[question.name].value_counts()


def keeps_shape(values, *, minimum):
    """Whether ``binned`` leaves most people where they are, and enough values to see a shape: else a histogram of it
    would stand at values that few gave."""
    given = values.dropna()
    joined = binned(given, minimum=minimum)
    near = (joined - given).abs().le(given.std() / 10)
    return bool(near.mean() > 0.5 and (joined.nunique() > 3 or joined.eq(given).all())) if len(given) else False


def binned(values, *, minimum):
    """The numbers with neighbouring values joined until every value is shared by ``minimum`` people: for a histogram.

    Values are joined upwards from the smallest, and what is left at the top with the last; each takes the median of
    those it is joined with. Missing stays missing; fewer than ``minimum`` numbers all become their median.
    """
    counts = values.value_counts().sort_index()
    run, bins, held = 0, [], 0
    for n in counts:
        bins.append(run)
        held += n
        if held >= minimum:
            run, held = run + 1, 0
    bins = np.minimum(bins, max(run - 1, 0))
    places = values.map(dict(zip(counts.index, bins, strict=True)))
    return values.groupby(places).transform(lambda joined: joined.quantile(interpolation="lower")).rename(values.name)

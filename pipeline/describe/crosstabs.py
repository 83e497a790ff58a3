"""One closed question within the groups of another."""

import pandas as pd

from pipeline.describe.frequencies import indicators, weights_of

CROSSTABS = ["question", "option", "by", "group", "n", "percent", "base"]


def crosstab(answers, question, by, *, weight=None):
    """One closed question within the groups of another: question, option, by, group, n, percent, base.

    Percent (0-100) is of the group (column percent), weighted when ``weight`` names a column; base = people of the
    group who answered the question (unweighted). People who left ``by`` blank are in no group. When ``by`` is a
    several-choices question its groups overlap.
    """
    chosen, groups = indicators(answers, question), indicators(answers, by).fillna(0)
    weighted = groups.mul(weights_of(answers, weight), axis=0)
    answered = chosen.notna().any(axis=1).astype(float)
    table = (
        (chosen.fillna(0).T @ groups).rename_axis(index="option", columns="group").T.stack().rename("n").reset_index()
    )
    share = 100 * (chosen.fillna(0).T @ weighted) / (answered @ weighted).where(lambda s: s > 0)
    base = table["group"].map(answered @ groups).astype(int)
    table = table.assign(n=table["n"].astype(int), percent=share.T.to_numpy().ravel(), base=base)
    return table.assign(question=question.name, by=by.name)[CROSSTABS]


def all_crosstabs(answers, questions, banners, *, weight=None):
    """``crosstab`` of every question by every banner variable but itself."""
    tables = [crosstab(answers, q, by, weight=weight) for q in questions for by in banners if q.name != by.name]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=CROSSTABS)

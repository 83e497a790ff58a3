"""Closed questions within the groups of others."""

import numpy as np
import pandas as pd

from pipeline.describe.frequencies import indicators, weights_of

CROSSTABS = ["question", "option", "by", "group", "n", "percent", "base"]


def crosstab(answers, question, by, *, weight=None):
    """One closed question within the groups of another: question, option, by, group, n, percent, base.

    Percent (0-100) is of the group (column percent), weighted when ``weight`` names a column; base = people of the
    group who answered the question (unweighted). People who left ``by`` blank are in no group. When ``by`` is a
    several-choices question its groups overlap.
    """
    return _crossed(answers, [question], [by], [(question, by)], weight)


def all_crosstabs(answers, questions, banners, *, weight=None):
    """``crosstab`` of every question by every banner variable but itself."""
    return _crossed(
        answers, questions, banners, [(q, by) for q in questions for by in banners if q.name != by.name], weight
    )


def _crossed(answers, questions, banners, pairs, weight):
    """The pairs one below the other: all cells in one product of matrices, every indicator made once."""
    if not pairs:
        return pd.DataFrame(columns=CROSSTABS)
    chosen = {q.name: indicators(answers, q) for q in [*questions, *banners]}
    cells, options = _joined(chosen, questions)
    people, groups = _joined(chosen, banners)
    held = np.column_stack([chosen[q.name].notna().any(axis=1) for q in questions]).astype(float)
    weighted = people * weights_of(answers, weight).to_numpy(float)[:, None]
    n, sums, base, whole = cells.T @ people, cells.T @ weighted, held.T @ people, held.T @ weighted
    tables = []
    for question, by in pairs:
        at, row, columns = options[question.name], [q.name for q in questions].index(question.name), groups[by.name]
        share = 100 * sums[at, columns] / np.where(whole[row, columns] > 0, whole[row, columns], np.nan)
        tables.append((question, by, n[at, columns], share, base[row, columns]))
    return _long(chosen, tables)


def _joined(chosen, questions):
    """Indicators of the questions side by side, blanks as 0, and the columns that are each question's."""
    wide = [chosen[q.name].fillna(0).to_numpy(float) for q in questions]
    ends = np.cumsum([0, *(part.shape[1] for part in wide)])
    return np.column_stack(wide), {q.name: slice(*ends[i : i + 2]) for i, q in enumerate(questions)}


def _long(chosen, tables):
    """A line a cell, group by group."""
    found = {name: [] for name in CROSSTABS}
    for question, by, n, share, base in tables:
        options, groups = (list(chosen[q.name].columns) for q in (question, by))
        found["question"] += [question.name] * n.size
        found["option"] += options * len(groups)
        found["by"] += [by.name] * n.size
        found["group"] += [group for group in groups for _ in options]
        found["n"] += n.T.ravel().tolist()
        found["percent"] += share.T.ravel().tolist()
        found["base"] += np.repeat(base, len(options)).tolist()
    return pd.DataFrame(found).astype({"n": int, "base": int})

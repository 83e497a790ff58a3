"""Means, NPS and ratios of numbers with design-based intervals: of everybody and in every group."""

import numpy as np
import pandas as pd

from pipeline import design
from pipeline.describe import groups, rows
from pipeline.describe.limits import limits, ratios
from pipeline.survey import Tables

FIGURES = ["se", "low", "high"]
MEANS = ["question", "label", "row", "option", "by", "group", "n", "mean", *FIGURES, "base"]
RATIOS = ["question", "label", "of", "by", "group", "n", "ratio", *FIGURES]


def all_means(answers, questions, banners, *, nested=(), plan=None, weight=None):
    """Every mean of the banner table with standard error and 95 % limits: under MEANS, a row a question and column.

    ``row`` is "mean" – of numbers, of the scores of a scale, of the places of a rank question – or "nps" (−100 to 100);
    ``n`` = ``base`` = people with a value (unweighted). ``weight``: a column, a ``Design`` or nothing. The limits are
    Student's t on the degrees of freedom that the design has in the group (R: svyby(FUN = svymean), confint with df =
    degf(subset)); blank of fewer than two people.
    """
    plan, sample = plan or Tables(), design.sample(answers, weight)
    columns = groups.columns(answers, banners, nested)
    tables = [_means(sample, q, rows.scores(answers, q, plan), groups.others(columns, q)) for q in questions]
    tables = [table for table in tables if len(table)]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=MEANS)


def _means(sample, question, scores, columns):
    found = [
        (question.name, question.label, *key, by, group, n, *figures, n)
        for key, values in scores.items()
        for (by, group, _), (n, *figures) in _by(sample, values.to_numpy(float), 1.0, columns)
    ]
    return pd.DataFrame(found, columns=MEANS)


def all_ratios(answers, form, banners, *, plan, weight=None):
    """Ratios of two number questions, as ``plan.ratios`` names them ([top, bottom]): under RATIOS, a row a column.

    Σw·top / Σw·bottom over those who gave both numbers: ``n`` people (R: svyratio, na.rm = TRUE). ``of``: name of the
    question below. Blank where what is below adds up to nothing; se and limits as ``all_means``.
    """
    sample, columns, found = design.sample(answers, weight), groups.columns(answers, banners), []
    for top, bottom in ([form[name] for name in pair] for pair in plan.ratios):
        above, below = (answers[q.name].to_numpy(dtype=float, na_value=np.nan) for q in (top, bottom))
        label = f"{top.label} / {bottom.label}"
        found += [
            (top.name, label, bottom.name, by, group, *row)
            for (by, group, _), row in _by(sample, above, below, columns)
        ]
    return pd.DataFrame(found, columns=RATIOS)


def _by(sample, top, bottom, columns):
    """(column, (n, value, se, low, high)) of the ratio of two values a person in every column."""
    given = ~np.isnan(top) & ~np.isnan(bottom)
    inside = columns.to_numpy(bool) & given[:, None]
    middle = np.nansum(np.where(given, top, 0)) / max(given.sum(), 1)  # large numbers lose no digits around it
    middle = middle if np.isscalar(bottom) else 0.0
    tops, bottoms = (np.where(inside, (values)[:, None], 0.0) for values in (top - middle, bottom * np.ones(len(top))))
    found = ratios(sample, tops, bottoms)
    for at, column in enumerate(columns.columns):
        n, one = int(inside[:, at].sum()), design.Estimates(*(of[..., [at]] for of in found))
        figures = [float(x[0]) for x in limits(sample, one, inside[:, at])] if n > 1 else [np.nan] * 3
        value = found.value[at] + middle if n else np.nan
        yield column, (n, float(value), figures[0], *(end + middle for end in figures[1:]))

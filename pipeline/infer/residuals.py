"""Adjusted residuals: which cells of a table are fuller or emptier than independence would have them."""

import numpy as np
import pandas as pd

from pipeline.design import is_plain, linear
from pipeline.infer import design

COLUMNS = ["question", "option", "by", "group", "n", "base", "expected", "residual", "method"]
PLAIN, WEIGHTED = "phần dư hiệu chỉnh", "phần dư hiệu chỉnh theo thiết kế (gia quyền)"


def residuals(answers, question, by, *, weight=None):
    """Adjusted residual of every cell of one question by another, near ±2 and beyond where the cell stands out.

    Returns one row an option and group that somebody chose: ``n`` people in the cell, ``base`` people of the group
    who answered both, ``expected`` people under independence, ``residual`` of a normal distribution under independence
    (Haberman 1973; R: chisq.test(…)$stdres) and ``method``. Blanks are left out, choices apart from a scale are not;
    of several answers each option stands against not choosing it. With weights: that of the weighted table over the
    root of the cell's design effect (R: svychisq(…)$stdres / sqrt(deff(svymean(…, deff = "replace")))), which is the
    plain one where weights are equal.
    Empty where a side has one category only. Nothing is hidden here: hide by ``n``.
    """
    sample = design.drawn(answers, weight)
    grouped, groups, found = answers[by.name].notna().to_numpy(), list(_categories(answers[by.name], by)), []
    for option, answered, chosen in _options(answers, question):
        used = answered & grouped
        ticked = chosen[used]
        for name, within in groups:
            inside = within[used]
            if not inside.any():
                continue
            row = (question.name, option, by.name, name, int((inside & ticked).sum()), int(inside.sum()))
            found.append((*row, *_residual(ticked, inside, used, sample), PLAIN if sample is None else WEIGHTED))
    return pd.DataFrame(found, columns=COLUMNS)


def all_residuals(answers, comparisons, form, *, weight=None):
    """``residuals`` of every planned pair of closed questions, one below the other, each pair once."""
    closed = ("nominal", "ordinal", "multiple")
    pairs = {(q, by): None for planned in comparisons for q in planned.questions for by in planned.by if q != by}
    kept = [(form[q], form[by]) for q, by in pairs if form[q].kind in closed and form[by].kind in closed[:2]]
    tables = [residuals(answers, question, by, weight=weight) for question, by in kept]
    tables = [table for table in tables if len(table)]  # an empty one would make words of the numbers of the others
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)


def _options(answers, question):
    """(label, who answered, who chose it) of every option, arrays of bool."""
    if question.kind == "multiple":
        for choice in question.choices:
            ticks = answers[f"{question.name}/{choice.name}"].astype("boolean")
            yield choice.label, ticks.notna().to_numpy(), ticks.to_numpy(bool, na_value=False)
        return
    answered = answers[question.name].notna().to_numpy()
    for option, chosen in _categories(answers[question.name], question):
        if chosen.any():
            yield option, answered, chosen


def _categories(values, question):
    """(label, who chose it) of every choice."""
    return ((c.label, values.eq(c.label).to_numpy(bool, na_value=False)) for c in question.choices)


def _residual(ticked, inside, used, sample):
    """Expected people; (p11 - p1·p2) over its standard error under independence and the root of the design effect."""
    mass = np.ones(used.sum()) if sample is None else sample.weight[used]
    n, share = len(mass), mass / mass.sum()
    p, q = share @ ticked, share @ inside
    if min(p, q, 1 - p, 1 - q) < 1e-12:
        return n * p * q, np.nan
    parts = (ticked - p) * (inside - q)
    gap = share @ parts
    spread, variance = share @ (parts - gap) ** 2, _variance(parts - gap, share, used, sample)
    effect = n * variance / spread if spread > 1e-18 else 1.0
    return n * p * q, float(gap / np.sqrt(p * (1 - p) * q * (1 - q) / n * effect)) if effect > 0 else np.nan


def _variance(parts, share, used, sample):
    if sample is None or is_plain(sample):
        return share**2 @ parts**2
    scores = np.zeros(len(used))
    scores[used] = parts * share / sample.weight[used]
    return linear(sample, 0, scores, used).se[0] ** 2

"""Explaining questions of a regression as terms: one a level after the first, or one a number."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline import questionnaire
from pipeline.infer.variables import FEWEST, CannotTest

NUMBER = "mỗi đơn vị tăng thêm"


class Term(NamedTuple):
    """One level against the reference of its question: people in it, its column, or why it is not in the model."""

    question: str
    level: str
    reference: str
    n: int
    column: np.ndarray | None
    note: str = ""


def outcome(answers, planned, question):
    """Categories of a planned outcome, -1 where it was not answered, and what a higher one means.

    With ``event``: 1 for the choices named (any of them, where several answers are allowed), 0 for the others. Without:
    the points of the scale. Choices apart from a scale count as not answered.
    """
    labels = {c.name: c.label for c in question.choices}
    event = " hoặc ".join(f"“{labels[name]}”" for name in planned.event)
    if question.kind == "multiple":
        ticked = answers[[f"{question.name}/{name}" for name in planned.event]].astype("boolean")
        return ticked.any(axis=1).astype(float).where(ticked.notna().all(axis=1), -1).astype(int).to_numpy(), event
    if not planned.event:
        return questionnaire.scores(answers[question.name], question).fillna(0).astype(int).to_numpy() - 1, ""
    kept = {labels[name] for name in question.points} or set(labels.values())
    values = answers[question.name].astype(object)
    return np.where(values.isin(kept), values.isin([labels[n] for n in planned.event]), -1).astype(int), event


def answered(answers, questions, asked):
    """Who of those ``asked`` answered every question within its scale and belongs to no level under FEWEST people."""
    columns = pd.DataFrame({q.name: _values(answers, q) for q in questions}, index=answers.index)
    used = columns.notna().all(axis=1) & asked
    while (rare := _rare(columns[used], questions)).any():
        used &= ~rare.reindex(used.index, fill_value=False)
    return used.to_numpy()


def _rare(columns, questions):
    named = [q.name for q in questions if q.kind != "number"]
    sizes = [columns[name].map(columns[name].value_counts()) for name in named]
    return pd.concat(sizes, axis=1).lt(FEWEST).any(axis=1) if sizes else pd.Series(False, index=columns.index)


def terms(answers, questions, used):
    """The terms of the model on the ``used`` people; the reference is the first level in questionnaire order."""
    return [term for q in questions for term in _terms(answers, q, used)]


def _values(answers, question):
    if question.kind == "number":
        return pd.to_numeric(answers[question.name]).astype(float)
    values = answers[question.name].astype(object)
    return values.where(values.isin(_levels(question)))


def _levels(question):
    return [c.label for c in question.choices if not question.points or c.name in question.points]


def _terms(answers, question, used):
    values = _values(answers, question)[used]
    if question.kind == "number":
        return [Term(question.name, NUMBER, "", len(values), values.to_numpy())]
    sizes = {level: int((values == level).sum()) for level in _levels(question)}
    held = [level for level, n in sizes.items() if n]
    if len(held) < 2:
        raise CannotTest(
            f"ở “{' '.join(question.label.split())}” không có đủ hai nhóm từ {FEWEST} người trở lên.", len(values)
        )
    found = []
    for level in (level for level in sizes if level != held[0]):
        column = (values == level).to_numpy(float) if sizes[level] else None
        note = "" if sizes[level] else f"Không đưa vào mô hình: dưới {FEWEST} người."
        found.append(Term(question.name, level, held[0], sizes[level], column, note))
    return found

"""Explaining questions of a regression as terms: one a level after the first, one a number, products of two."""

from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline import questionnaire
from pipeline.infer.variables import FEWEST, CannotTest

NUMBER = "mỗi đơn vị tăng thêm"
TIMES = " × "
RARE = f"Không đưa vào mô hình: dưới {FEWEST} người."


class Term(NamedTuple):
    """One level against the reference of its question: people in it, its column, or why it is not in the model.

    ``of``: places of the two terms whose product it is.
    """

    question: str
    level: str
    reference: str
    n: int
    column: np.ndarray | None
    note: str = ""
    of: tuple = ()


def outcome(answers, planned, question, linear):
    """Values of a planned outcome, NaN where it was not answered, and the event that a logit explains.

    With ``event``: 1 for the choices named (any of them, where several answers are allowed), 0 for the others. Without:
    the number, or the points of the scale from 1. Choices apart from a scale count as not answered.
    """
    if question.kind == "number":
        return pd.to_numeric(answers[question.name]).astype(float).to_numpy(), ""
    labels = {c.name: c.label for c in question.choices}
    if linear or not planned.event:
        return questionnaire.scores(answers[question.name], question).astype(float).to_numpy(), ""
    event = " hoặc ".join(f"“{labels[name]}”" for name in planned.event)
    if question.kind == "multiple":
        ticked = answers[[f"{question.name}/{name}" for name in planned.event]].astype("boolean")
        return ticked.any(axis=1).astype(float).where(ticked.notna().all(axis=1)).to_numpy(float), event
    kept = {labels[name] for name in question.points} or set(labels.values())
    values = answers[question.name].astype(object)
    chosen = values.isin([labels[n] for n in planned.event])
    return np.where(values.isin(kept), chosen, np.nan).astype(float), event


def answered(answers, questions, asked, crossed=()):
    """Who of those ``asked`` answered every question within its scale and belongs to no level under FEWEST people.

    ``crossed``: pairs of names; nor to a cell of two levels under FEWEST people.
    """
    columns = pd.DataFrame({q.name: _values(answers, q) for q in questions}, index=answers.index)
    named = [q.name for q in questions if q.kind != "number"]
    keys = [[name] for name in named] + [list(pair) for pair in crossed if set(pair) <= set(named)]
    used = columns.notna().all(axis=1) & asked
    while keys and (rare := _rare(columns[used], keys)).any():
        used &= ~rare.reindex(used.index, fill_value=False)
    return used.to_numpy()


def _rare(columns, keys):
    sizes = [columns.groupby(key)[key[0]].transform("size") for key in keys]
    return pd.concat(sizes, axis=1).lt(FEWEST).any(axis=1)


def terms(answers, questions, used, crossed=()):
    """The terms of the model on the ``used`` people; the reference is the first level in questionnaire order.

    After them the products of every two terms of the ``crossed`` questions, named "a × b".
    """
    found = [term for q in questions for term in _terms(answers, q, used)]
    return found + [term for pair in crossed for term in _products(found, *pair)]


def _products(found, one, other):
    places = [[at for at, term in enumerate(found) if term.question == name] for name in (one, other)]
    return [_product(found, *pair) for pair in product(*places)]


def _product(found, *of):
    two = [found[place] for place in of]
    named = [TIMES.join(filter(None, (term[part] for term in two))) for part in range(3)]
    if any(term.column is None for term in two):
        return Term(*named, 0, None, RARE, of)
    levels = [term.column > 0 for term in two if term.reference]
    n, held = int(np.all(levels, axis=0).sum()) if levels else two[0].n, two[0].column * two[1].column
    return Term(*named, n, held if n else None, "" if n else RARE, of)


def groups(found, term):
    """The people on whose answers a term rests: of a level it and the reference, of a product of levels all four cells.

    A level that takes part in an interaction is compared where the other question is at its reference.
    """
    if term.of:
        return [one & other for one, other in product(*(_sides(found, found[place]) for place in term.of))]
    names = [t.question.split(TIMES) for t in found if t.of]
    partners = {name for pair in names if term.question in pair for name in pair} - {term.question}
    firsts = [next(t for t in found if t.question == name) for name in partners]
    within = [_sides(found, t)[-1] for t in firsts]
    return [np.all([side, *within], axis=0) for side in _sides(found, term)]


def _sides(found, term):
    """People of a level and of its reference; of a number everybody."""
    levels = [t.column for t in found if t.question == term.question and t.column is not None]
    if not term.reference:
        return [np.ones(len(levels[0]), dtype=bool)]
    people = np.zeros(len(levels[0]), dtype=bool) if term.column is None else term.column > 0
    return [people, np.sum(levels, axis=0) == 0]


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
        found.append(Term(question.name, level, held[0], sizes[level], column, "" if sizes[level] else RARE))
    return found

"""Closed questions one by one: how many people gave each answer, weighted where a weight is given, counted always."""

import numpy as np
import pandas as pd

from pipeline import design
from pipeline.questionnaire import QuestionnaireError, first_places, given

FREQUENCIES = ["question", "label", "option", "n", "percent", "base"]
CLOSED = ("nominal", "ordinal", "multiple", "rank")


def indicators(answers, question):
    """One float column an option (1 chosen, 0 not, NaN not answered), named by label, in questionnaire order.

    Of a rank question an option is chosen by who placed it first.
    """
    if question.kind == "rank":
        return first_places(answers, question)
    if question.kind == "multiple":
        columns = {c.label: answers[f"{question.name}/{c.name}"].astype("Float64") for c in question.choices}
        return pd.DataFrame(columns, index=answers.index).astype(float)
    column = answers[question.name]
    if not isinstance(column.dtype, pd.CategoricalDtype):
        raise QuestionnaireError(
            f"{question.name}: cột này còn là chữ của tệp gốc, chưa làm sạch. Dùng answers = project.analysed(work)."
        )
    codes, labels = column.cat.codes.to_numpy(), column.cat.categories
    chosen = np.where(codes < 0, np.nan, codes == np.arange(len(labels))[:, None])
    return pd.DataFrame(chosen.T, index=answers.index, columns=list(labels))


def frequencies(answers, question, *, weight=None):
    """Every option of one closed question, in questionnaire order: question, label, option, n, percent, base.

    ``n`` and ``base`` are people (unweighted); base = those who answered, "không có ý kiến" among them; percent
    (0-100) is weighted when ``weight`` names a column. Skipped and unanswered people are outside the base. Of a rank
    question the figures are first places (see ``ranks`` for the rest).
    """
    chosen = indicators(answers, question)
    values, weights = chosen.to_numpy(float), weights_of(answers, weight).to_numpy(float)
    held = ~np.isnan(values).all(axis=1)
    values, weights = np.nan_to_num(values[held]), weights[held]
    percent = 100 * (values * weights[:, None]).sum(axis=0) / weights.sum() if held.any() else np.nan
    about = {"question": question.name, "label": question.label, "option": chosen.columns}
    return pd.DataFrame(about | {"n": values.sum(axis=0).astype(int), "percent": percent, "base": int(held.sum())})


def weights_of(answers, weight):
    """The weight column named or that of a ``Design``, 1 for everybody without; QuestionnaireError for a weight that is
    no positive number."""
    if not weight:
        return pd.Series(1.0, index=answers.index)
    given.weight(answers, weight)
    if isinstance(weight, design.Design):
        return pd.Series(design.sample(answers, weight).weight, index=answers.index)
    values = answers[weight]
    if wrong := int((~(values > 0) | (values == float("inf"))).sum()):
        raise QuestionnaireError(
            f"{weight}: {wrong} trọng số trống, bằng 0 hoặc âm; mỗi người phải có một trọng số dương."
        )
    return values


def is_weighted(answers, weight):
    """Whether figures with this weight (a column, a ``Design``) differ from plain ones: its weights differ."""
    return bool(weight) and weights_of(answers, weight).nunique() > 1


def all_frequencies(answers, questions, *, weight=None):
    """``frequencies`` of every question given, one below the other."""
    tables = [frequencies(answers, q, weight=weight) for q in questions]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=FREQUENCIES)


def on_scale(answers, questions, *, weight=None):
    """``frequencies`` of scales that have answers outside them ("không có ý kiến"), with ``row`` "option" or "apart":
    percent and base of a point are of those who chose one – the base of the two highest points and of the mean –,
    those of an answer outside the scale of all who answered; no rows for other questions."""
    tables = []
    for question in (q for q in questions if q.points and q.apart):
        outside = answers[question.name].isin(labels(question, question.apart))
        held = answers.assign(**{question.name: answers[question.name].mask(outside)})
        whole, points = (frequencies(rows, question, weight=weight) for rows in (answers, held))
        is_apart = whole["option"].isin(labels(question, question.apart))
        rows = points.where(~is_apart, whole)
        tables.append(rows.assign(row=np.where(is_apart, "apart", "option")))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=[*FREQUENCIES, "row"])


def closed(answers, form, *, but=()):
    """The closed questions of the form whose columns are in the answers, in order, without those named in ``but``."""
    held = {column.split("/")[0] for column in answers.columns}
    return [q for q in form.variables if q.kind in CLOSED and q.name in held and q.name not in but]


def labels(question, names):
    """Labels of the choices named, in the order given; a name that is none is refused with the nearest right one."""
    return given.labels(question, names)

"""Answers → numeric codes with labels, as SPSS users expect them; three reasons for a missing answer kept apart."""

import pandas as pd

from pipeline import privacy

HIDDEN, UNASKED, BLANK = 96, 98, 99
REASONS = {HIDDEN: "Đã che để bảo vệ người trả lời", UNASKED: "Không áp dụng", BLANK: "Không trả lời"}
APART = 95  # and downwards: choices apart from the scale, such as "không có ý kiến"
CROWDED, FURTHER = 80, 900  # with so many choices the codes of missing answers have three digits
VARIABLES = ["variable", "question", "label", "measure", "code", "value", "missing"]


def coded(answers, question, missing, *, k):
    """Numeric columns of one question, and a row a code: variable, question, label, measure, code, value, missing.

    ``missing``: for every person 0, or one of REASONS. Single choice: 1, 2 … in questionnaire order, choices apart from
    the scale 95 and down as user-missing, so that a mean is one of scale points. Several choices: a 0/1 column an
    option; ranks likewise. Numbers stand as they are, top- and bottom-coded at ``k`` people, their missing codes
    negative.
    """
    if question.kind in ("nominal", "ordinal"):
        return _single(answers[question.name], question, missing)
    if question.kind == "number":
        return _number(answers[question.name], question, missing, k)
    return _by_option(answers, question, missing)


def described(variable, question, label, measure, values, missing=()):
    """Rows of the list of variables: one a code of ``values`` ({code: text}), or a single one without code."""
    rows = [(variable, question, label, measure, code, text, code in missing) for code, text in values.items()]
    return pd.DataFrame(rows or [(variable, question, label, measure, float("nan"), "", False)], columns=VARIABLES)


def _single(column, question, missing):
    shift = FURTHER if len(question.choices) > CROWDED else 0
    scale = question.points or [c.name for c in question.choices]
    labels = {c.name: c.label for c in question.choices}
    codes = {n: labels[name] for n, name in enumerate(scale, start=1)}
    apart = {APART + shift - n: labels[name] for n, name in enumerate(question.apart)}
    reasons = {code + shift: text for code, text in REASONS.items()}
    code_of = {label: code for code, label in (codes | apart).items()}
    data = column.astype(object).map(code_of).astype(float).fillna((missing + shift).astype(float))
    values = codes | dict(sorted(apart.items())) | reasons
    about = described(question.name, question.name, question.label, question.kind, values, {*apart, *reasons})
    return data.to_frame(question.name), about


def _by_option(answers, question, missing):
    columns, about = {}, []
    is_tick = question.kind == "multiple"
    for n, choice in enumerate(question.choices, start=1):
        name = f"{question.name}_{n:02d}"
        given = answers[f"{question.name}/{choice.name}"].astype("Float64").astype(float)
        columns[name] = given.fillna(missing.where(missing.ne(0)).astype(float)).fillna(0.0)
        values = ({0: "Không chọn", 1: "Chọn"} if is_tick else {}) | REASONS
        label = f"{choice.label} – {question.label}"
        about.append(described(name, question.name, label, "nominal" if is_tick else "ordinal", values, REASONS))
    return pd.DataFrame(columns), pd.concat(about)


def _number(column, question, missing, k):
    drawn_in = privacy.top_coded(column, k=k).astype(float)
    gone = missing.mask(column.notna() & drawn_in.isna(), HIDDEN)
    reasons = {-code: text for code, text in REASONS.items()}
    data = drawn_in.fillna(-gone.astype(float))
    return data.to_frame(question.name), described(
        question.name, question.name, question.label, "scale", reasons, reasons
    )

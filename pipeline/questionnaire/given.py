"""What a researcher hands to functions in a notebook: questions, weights, labels that are there, or one sentence."""

from functools import wraps
from inspect import isfunction, signature

import numpy as np
import pandas as pd

from pipeline.design import Design
from pipeline.questionnaire.model import KIND_WORDS, Question, QuestionnaireError
from pipeline.questionnaire.names import hint, nearest

QUESTIONS = ("question", "by", "within", "questions", "banners", "batteries")
LISTS = ("questions", "banners", "batteries")
PLANNED = {  # where the survey has them, and how one is made in a notebook
    "comparisons": ("work.survey.comparisons", 'Comparison(name="…", questions=("…",), by=("…",))'),
    "outcomes": ("work.survey.inference.outcomes", 'Outcome(question="…", by=("…",))'),
}


def guard(module, names, **kinds):
    """Puts ``checked`` before every public function of a package that takes ``answers`` first.

    ``module``: the package's globals; ``names``: its ``__all__``; ``kinds``: function → {parameter: kinds allowed}.
    What the package calls inside stays as it is.
    """
    for name in names:
        function = module[name]
        if isfunction(function) and next(iter(signature(function).parameters), "") == "answers":
            module[name] = checked(function, kinds.get(name, {}))


def checked(function, kinds):
    """The function, refusing questions, kinds of them and weights that its table of answers does not have.

    QuestionnaireError says in Vietnamese what was given, what is wanted, and the nearest right name.
    """
    names = signature(function)

    @wraps(function)
    def asked(*args, **kwargs):
        given = names.bind(*args, **kwargs).arguments
        answers, name = given["answers"], function.__name__
        if not isinstance(answers, pd.DataFrame):
            raise QuestionnaireError(f"{name}: cần bảng trả lời (answers) đứng đầu, nhưng gặp {_seen(answers)}.")
        if not hasattr(given.get("form", {}), "__getitem__") or isinstance(given.get("form"), str):
            raise QuestionnaireError(f"{name}, form: cần phiếu hỏi (work.survey.form), gặp {_seen(given['form'])}.")
        for key in (k for k in QUESTIONS if given.get(k) is not None):
            for question in _flat(given[key], f"{name}, {key}") if key in LISTS else [given[key]]:
                _check(question, answers, f"{name}, {key}", kinds.get(key))
        for key in (k for k in PLANNED if k in given):
            _check_planned(given[key], answers, f"{name}, {key}", *PLANNED[key])
        if given.get("weight"):
            weight(answers, given["weight"])
        return function(*args, **kwargs)

    return asked


def weight(answers, column):
    """QuestionnaireError where the table has no such weight column (a ``Design``'s too), or it holds no numbers."""
    if isinstance(column, Design):
        return weight(answers, column.weight) if column.weight else None
    if column not in answers.columns:
        numbers = [name for name in answers.columns if pd.api.types.is_numeric_dtype(answers[name])]
        known = ["weight"] if "weight" in answers.columns else numbers
        raise QuestionnaireError(
            f"Bảng trả lời không có cột trọng số «{column}». {hint(column, known)} Không gia quyền: để trống."
        )
    if not pd.api.types.is_numeric_dtype(answers[column]) or pd.api.types.is_bool_dtype(answers[column]):
        raise QuestionnaireError(f"Cột «{column}» không phải con số nên không làm trọng số được; có cột «weight».")


def labels(question, codes):
    """Labels of the choices named, in the order given; QuestionnaireError for what is no code of the question."""
    known = {c.name: c.label for c in question.choices}
    for code in (c for c in codes if c not in known):
        raise QuestionnaireError(f"{question.name}: không có lựa chọn «{code}». {hint(code, known, known)}")
    return [known[code] for code in codes]


def _flat(given, where):
    """The questions of a list, or of a list of lists (batteries)."""
    if isinstance(given, str | Question):
        raise QuestionnaireError(f"{where}: cần một danh sách câu hỏi [..], nhưng gặp {_seen(given)}.")
    for one in given:
        yield from _flat(one, where) if isinstance(one, list | tuple) else [one]


def _check(question, answers, where, kinds):
    held = list(dict.fromkeys(str(column).split("/")[0] for column in answers.columns))
    if isinstance(question, str):
        right = question if question in held else nearest(question, held)
        found = "" if question in held else "; bảng trả lời không có cột này"
        raise QuestionnaireError(
            f"{where}: cần một câu hỏi của phiếu, nhưng gặp chữ «{question}»{found}."
            f" Viết form[{right!r}]." if right else f"{where}: không có câu hỏi «{question}». {hint(question, held)}"
        )  # fmt: skip
    if not isinstance(question, Question):
        raise QuestionnaireError(f"{where}: cần một câu hỏi, như form['…'], nhưng gặp {_seen(question)}.")
    if kinds and question.kind == "number" and "number" not in kinds and "ordinal" in kinds:
        raise QuestionnaireError(f"{where}: «{question.name}» là câu ghi số. {question.in_groups}")
    if kinds and question.kind not in kinds:
        wanted = ", ".join(KIND_WORDS[kind] for kind in kinds)
        raise QuestionnaireError(f"{where}: «{question.name}» là {KIND_WORDS[question.kind]}; ở đây cần {wanted}.")
    if question.name not in held:
        raise QuestionnaireError(
            f"{where}: bảng trả lời không có cột «{question.name}»; chạy lại bước làm sạch với đúng phiếu."
        )
    _refuse_infinite(answers, [question.name], where)


def _check_planned(given, answers, where, own, made):
    """QuestionnaireError where one of the planned tests or models is no record, but a dict or a name."""
    wrong = [one for one in (given if isinstance(given, list | tuple) else [given]) if not hasattr(one, "by")]
    if wrong:
        record = made.partition("(")[0]
        raise QuestionnaireError(
            f"{where}: cần một danh sách {record}, nhưng gặp {_seen(wrong[0])}. Lấy {own}, hoặc viết:"
            f" from pipeline.survey import {record}, rồi [{made}]."
        )
    for one in given:
        _refuse_infinite(answers, [*getattr(one, "questions", [getattr(one, "question", "")]), *one.by], where)


def _refuse_infinite(answers, names, where):
    """QuestionnaireError where a column of numbers holds inf, of which no mean or test can be had."""
    for name in (n for n in names if n in answers.columns and pd.api.types.is_float_dtype(answers[n])):
        if n := int(np.isinf(answers[name].to_numpy(float, na_value=np.nan)).sum()):
            raise QuestionnaireError(
                f"{where}: cột «{name}» có {n} giá trị vô hạn (inf), không phải con số. Để trống các ô ấy"
                f" trước khi tính: answers[{name!r}].replace([np.inf, -np.inf], np.nan)."
            )


def _seen(value):
    return f"chữ «{value}»" if isinstance(value, str) else f"một {type(value).__name__}"

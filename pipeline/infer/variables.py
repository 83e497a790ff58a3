"""Questions as variables to be tested: a name, a label, a kind and one value a person."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline import questionnaire, vi

FEWEST = 5  # a group or a cell under this many people is neither ranked nor averaged
LEAST = 10  # people under which no two questions are tested: whatever they say, it could be chance


class CannotTest(Exception):
    """A test that cannot be computed: the reason, in Vietnamese, and the number of people it was tried on."""

    def __init__(self, reason, n=0):
        super().__init__(reason)
        self.n = n


class Variable(NamedTuple):
    """One column to test. ``kind`` is nominal, ordinal or number, or another kind of question that cannot be tested."""

    name: str
    label: str
    kind: str
    values: pd.Series
    option: str = ""  # the option ticked or not, of a question with several answers
    points: int = 0  # length of the scale of an ordinal question
    labels: tuple = ()  # labels of its points, low to high


def variables(answers, question):
    """The variables of one question: one each, or one an option where several answers are allowed or ranked."""
    if question.kind == "rank":
        return _places(answers, question)
    if question.kind == "multiple":
        return [_option(answers, question, choice) for choice in question.choices]
    values, label = _column(answers, question.name), " ".join(question.label.split())
    if question.kind == "ordinal":
        values = questionnaire.scores(values, question)
    elif question.kind == "number":
        values = pd.to_numeric(values).astype(float)
    elif question.kind == "nominal":
        values = values.astype("category")
    named = {c.name: c.label for c in question.choices}
    labels = tuple(named[point] for point in question.points)
    return [Variable(question.name, label, question.kind, values, points=len(labels), labels=labels)]


def rounded(n, answers, names):
    """``n``, down to the ten below where it leaves out 1 to FEWEST − 1 of those who answered all these questions.

    Exact, it would tell how many gave no opinion, which a table may hide. ``names``: columns, or questions of options.
    """
    held = [[c for c in answers if c == name or c.startswith(f"{name}/")] for name in names]
    nobody = np.zeros(len(answers), bool)
    given = [np.logical_or.reduce([nobody, *(answers[c].notna() for c in columns)]) for columns in held]
    answered = np.logical_and.reduce(given).sum()
    return n // 10 * 10 if 0 < answered - n < FEWEST else n


def without_few(pairs, answers, question, by):
    """The rows of pairs of groups with ``n`` down to ten, and effects of two decimals without a statistic, where few of
    one of them stand apart from the scale."""
    apart = answers[question.name].isin([c.label for c in question.choices if c.name in question.apart])
    people = apart.groupby(answers[by.name], observed=True).sum()
    few = people.index[people.between(1, FEWEST - 1)]
    at = pairs["group_a"].isin(few) | pairs["group_b"].isin(few)
    effects = {
        name: pairs[name].mask(at, vi.rounded(pairs[name], 2)) for name in ("effect", "effect_low", "effect_high")
    }
    return pairs.assign(n=pairs["n"].mask(at, pairs["n"] // 10 * 10), statistic=pairs["statistic"].mask(at), **effects)


def _places(answers, question):
    """An option of a rank question as a scale on which the first place is the highest."""
    for choice in question.choices:
        _column(answers, f"{question.name}/{choice.name}")
    k, found = len(question.choices), questionnaire.all_places(answers, question)
    return [
        Variable(
            f"{question.name}/{choice.name}",
            f"{' '.join(question.label.split())} – {choice.label}",
            "ordinal",
            k + 1 - found[choice.label],
            points=k,
        )
        for choice in question.choices
    ]


def _option(answers, question, choice):
    ticked = _column(answers, f"{question.name}/{choice.name}").astype("boolean")
    codes = np.where(ticked.isna(), -1, ~ticked.fillna(False).to_numpy(bool))
    chosen = pd.Categorical.from_codes(codes, [choice.label, f"không chọn {choice.label}"])
    values = pd.Series(chosen, index=answers.index)
    label = " ".join(question.label.split())
    return Variable(f"{question.name}/{choice.name}", label, "nominal", values, option=choice.label)


def _column(answers, name):
    if name not in answers.columns:
        raise ValueError(f"Bảng trả lời không có cột «{name}»; hãy chạy lại bước làm sạch với đúng phiếu khảo sát.")
    return answers[name]

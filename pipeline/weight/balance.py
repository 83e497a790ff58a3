"""What weighting did: margins before and after, the results before and after, and what it cost (Kish)."""

import pandas as pd

from pipeline.weight.intervals import ticks
from pipeline.weight.targets import levels, targets

MARGINS = ["margin", "option", "n", "population", "sample", "weighted"]
EFFECT = ["question", "label", "option", "n", "base", "percent_unweighted", "percent_weighted", "difference"]


def margins(answers, headcount, questions, *, weight, count, empty="refuse", blank="keep"):
    """Before and after weighting: margin (question name), option, n people, percent in population, sample, weighted."""
    goals, _ = targets(answers, headcount, questions, count=count, empty=empty, blank=blank)
    rows = []
    for question in questions:
        column = levels(answers, question)
        n, weighted = column.value_counts(), answers[weight].groupby(column).sum() / answers[weight].sum()
        rows += [
            (question.name, option, int(n[option]), 100 * share, 100 * n[option] / len(column), 100 * weighted[option])
            for option, share in goals[question.name].items()
        ]
    return pd.DataFrame(rows, columns=MARGINS)


def effective(weights):
    """Kish (1965): effective number of answers (Σw)²/Σw² and the design effect n/that; columns measure, value."""
    n_effective = weights.sum() ** 2 / (weights**2).sum()
    rows = [
        ("Số phiếu phân tích", float(len(weights))),
        ("Số phiếu hiệu dụng (Kish)", n_effective),
        ("Hiệu ứng thiết kế do gia quyền", len(weights) / n_effective),
        ("Trọng số nhỏ nhất", weights.min()),
        ("Trọng số lớn nhất", weights.max()),
    ]
    return pd.DataFrame(rows, columns=["measure", "value"])


def effect(answers, questions, *, weight):
    """What weighting changed in closed questions: question, label, option, n, base, percent_unweighted,
    percent_weighted, difference (points of percent). Base = people who answered; blanks are left out."""
    rows = []
    for question in questions:
        chosen = ticks(answers, question).dropna()
        mass = answers.loc[chosen.index, weight]
        plain, weighted = 100 * chosen.mean(), 100 * chosen.mul(mass, axis=0).sum() / mass.sum()
        rows += [
            (question.name, question.label, option, int(n), len(chosen), plain[option], weighted[option])
            for option, n in chosen.sum().items()
        ]
    table = pd.DataFrame(rows, columns=EFFECT[:-1])
    return table.assign(difference=table["percent_weighted"] - table["percent_unweighted"])

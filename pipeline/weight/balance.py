"""What weighting did: margins before and after, the results before and after, and what it cost (Kish)."""

import numpy as np
import pandas as pd

from pipeline import design
from pipeline.weight import cells
from pipeline.weight.intervals import ticks
from pipeline.weight.targets import levels, targets

MARGINS = ["margin", "option", "n", "population", "sample", "weighted"]
METHODS = {
    "rake": "raking",
    "post": "phân tầng sau (post-stratification)",
    "greg": "hiệu chỉnh tuyến tính (GREG)",
}
DESIGN_EFFECT = "Hiệu ứng thiết kế do gia quyền"
BASE_EFFECT = "Hiệu ứng thiết kế của riêng trọng số gốc"
EFFECT = ["question", "label", "option", "n", "base", "percent_unweighted", "percent_weighted", "difference"]


def margins(
    answers, headcount, questions, *, weight, count, method="rake", base=None, empty="refuse", blank="keep"
):  # fmt: skip
    """Before and after weighting: margin (question name), option, n people, percent in population, sample, weighted.

    ``base``: column of the base weight, by which blanks keep their share. Number questions are left out.
    """
    questions = [q for q in questions if q.kind != "number"]
    if method == "post" and questions:
        headcount = cells.settled(answers, headcount, questions, count=count, empty=empty, notes=[])
    goals, _ = targets(answers, headcount, questions, count=count, base=base, empty=empty, blank=blank)
    rows = []
    for question in questions:
        column = levels(answers, question)
        n, weighted = column.value_counts(), answers[weight].groupby(column).sum() / answers[weight].sum()
        rows += [
            (question.name, option, int(n[option]), 100 * share, 100 * n[option] / len(column), 100 * weighted[option])
            for option, share in goals[question.name].items()
        ]
    return pd.DataFrame(rows, columns=MARGINS)


def method_name(*, method="rake", based=False, margins=True):
    """How the weights were made, as said wherever they are shown: "trọng số gốc × raking"; "" for no weights."""
    return " × ".join(filter(None, ["trọng số gốc" if based else "", METHODS[method] if margins else ""]))


def effective(weights, base=None):
    """Kish (1965): effective number of answers (Σw)²/Σw² and the design effect n/that; columns measure, value.

    ``base``: the base weights, whose own design effect is then told too.
    """
    n_effective = weights.sum() ** 2 / (weights**2).sum()
    rows = [
        ("Số phiếu phân tích", float(len(weights))),
        ("Số phiếu hiệu dụng (Kish)", n_effective),
        (DESIGN_EFFECT, len(weights) / n_effective),
        ("Trọng số nhỏ nhất", weights.min()),
        ("Trọng số lớn nhất", weights.max()),
    ]
    if base is not None:
        rows.append((BASE_EFFECT, len(base) * (base**2).sum() / base.sum() ** 2))
    return pd.DataFrame(rows, columns=["measure", "value"])


def sampling(answers, drawn, *, base=None):
    """Strata, primary units and degrees of freedom of a ``Design``, and the sum of ``base`` weights: measure, value.

    Empty without a Design. DesignError where a stratum of one unit is not provided for.
    """
    if not isinstance(drawn, design.Design):
        return pd.DataFrame(columns=["measure", "value"])
    found = design.sample(answers, drawn)
    design.deviations(found, np.zeros(len(answers)))  # refuses lone units here, before anything is computed
    rows = [("Số phiếu phân tích", len(answers))]
    rows += [("Tổng trọng số gốc", answers[base].sum())] if base else []
    rows += [("Số tầng", len(found.sizes))] if drawn.strata else []
    rows += [("Số cụm (đơn vị chọn đầu tiên)", len(found.stratum))] if drawn.psu else []
    rows += [("Số bộ trọng số lặp", found.replicates.shape[1])] if found.replicates is not None else []
    return pd.DataFrame([*rows, ("Bậc tự do", design.degf(found))], columns=["measure", "value"])


def effect(answers, questions, *, weight):
    """What weighting changed in closed questions: question, label, option, n, base, percent_unweighted,
    percent_weighted, difference (points of percent). Base = people who answered; blanks are left out."""
    rows, mass_of = [], pd.Series(design.sample(answers, weight).weight, index=answers.index)
    for question in questions:
        chosen = ticks(answers, question).dropna()
        mass = mass_of[chosen.index]
        plain, weighted = 100 * chosen.mean(), 100 * chosen.mul(mass, axis=0).sum() / mass.sum()
        rows += [
            (question.name, question.label, option, int(n), len(chosen), plain[option], weighted[option])
            for option, n in chosen.sum().items()
        ]
    table = pd.DataFrame(rows, columns=EFFECT[:-1])
    return table.assign(difference=table["percent_weighted"] - table["percent_unweighted"])

"""Post-stratification: raking the answers to the staff list, and what it costs in effective sample size."""

import pandas as pd

UNKNOWN = "(không trả lời)"
COLUMNS = ["margin", "option", "population", "sample", "weighted"]


class WeightError(ValueError):
    """Margins that cannot be met; the message names the margin, the category and the mend."""


def shares(answers, headcount, questions, *, count):
    """Target share (0-1, sums to 1) of every category of every margin: ``{question name: {label: share}}``.

    ``headcount`` has a column of choice codes a question and the number of people in column ``count``. People who
    left a margin blank stay a category of their own at their share of the sample, so that nobody is lost.
    """
    targets = {}
    for question in questions:
        labels = {c.name: c.label for c in question.choices}
        people = headcount.groupby(headcount[question.name].map(labels))[count].sum().reindex(labels.values()).dropna()
        column = _levels(answers, question)
        blank = float(column.eq(UNKNOWN).mean())
        lacking = [label for label, n in people.items() if n > 0 and not column.eq(label).any()]
        strange = [label for label in column.unique() if label != UNKNOWN and people.get(label, 0) == 0]
        _refuse(question, lacking, strange)
        known = {k: (1 - blank) * n / people.sum() for k, n in people.items() if n > 0}
        targets[question.name] = known | ({UNKNOWN: blank} if blank else {})
    return targets


def _refuse(question, lacking, strange):
    if lacking:
        raise WeightError(
            f"{question.name}: danh sách có nhóm {', '.join(lacking)} nhưng không có phiếu nào của nhóm này."
            " Gộp nhóm, hoặc bỏ câu này khỏi weighting › margins."
        )
    if strange:
        raise WeightError(
            f"{question.name}: có phiếu của nhóm {', '.join(strange)} nhưng danh sách không có ai thuộc nhóm này."
            " Sửa danh sách, hoặc bỏ câu này khỏi weighting › margins."
        )


def _levels(answers, question):
    return answers[question.name].astype(object).where(answers[question.name].notna(), UNKNOWN)


def rake(answers, headcount, questions, *, count):
    """Weights that make every margin of the answers meet the staff list: a float Series with mean 1.

    Raking (iterative proportional fitting, Deming & Stephan 1940) by ``svy``, to 1e-8. Blanks of a margin keep their
    share of the sample. Raises WeightError when a category has people but no answers, or when it does not converge.
    """
    import polars as pl
    import svy

    targets = shares(answers, headcount, questions, count=count)
    table = pl.DataFrame({q.name: _levels(answers, q).tolist() for q in questions} | {"start": [1.0] * len(answers)})
    try:
        raked = svy.Sample(table, design=svy.Design(wgt="start")).weighting.rake(
            shares=targets, wgt_name="raked", tol=1e-8, max_iter=500
        )
    except svy.SvyError as error:
        raise WeightError(f"Gia quyền không hội tụ theo {', '.join(targets)}: {error}") from error
    weights = pd.Series(raked.data["raked"].to_numpy(), index=answers.index, dtype=float)
    return weights / weights.mean()


def margins(answers, headcount, questions, *, weight, count):
    """Before and after weighting: margin (question name), option, percent in population, sample and weighted."""
    rows = []
    for question, target in zip(questions, shares(answers, headcount, questions, count=count).values(), strict=True):
        column = _levels(answers, question)
        weighted = answers[weight].groupby(column).sum() / answers[weight].sum()
        rows += [
            (question.name, option, 100 * share, 100 * column.eq(option).mean(), 100 * weighted[option])
            for option, share in target.items()
        ]
    return pd.DataFrame(rows, columns=COLUMNS)


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


def response_rates(answers, headcount, unit, *, count):
    """Answers against headcount, a row a unit and a last row for all: unit (code), name, headcount, n, rate (percent).

    ``unit`` is the question naming the unit. People who left it blank are in the last row only; a unit with nobody
    answering has n = 0. Rate is n / headcount (AAPOR RR1 for a list without ineligibles).
    """
    people = headcount.groupby(headcount[unit.name])[count].sum()
    labels = {c.name: c.label for c in unit.choices}
    n = answers[unit.name].astype(object).value_counts()
    rows = [(code, labels[code], int(size), int(n.get(labels[code], 0))) for code, size in people.items()]
    rows.append(("", "Tổng số (gồm phiếu không ghi đơn vị)", int(people.sum()), len(answers)))
    table = pd.DataFrame(rows, columns=["unit", "name", "headcount", "n"])
    return table.assign(rate=100 * table["n"] / table["headcount"])


def small_units_hidden(rates, *, minimum):
    """The response table with n and rate blank where fewer than ``minimum`` (but some) answered.

    The total less the units shown is what the hidden ones have together, should nobody have left the unit blank; so
    the next smallest are hidden too until there are two and that sum leaves each a range of ``minimum``.
    """
    small = rates["n"].between(1, minimum - 1) & rates["unit"].ne("")
    while small.any() and (small.sum() == 1 or rates["n"][small].sum() < minimum):
        shown = rates[~small & rates["unit"].ne("") & rates["n"].gt(0)]
        if shown.empty:
            break
        small |= rates.index.isin(shown["n"].nsmallest(1).index)
    return rates.assign(n=rates["n"].mask(small), rate=rates["rate"].mask(small))

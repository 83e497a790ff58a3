"""Weighted shares and means with standard error and 95 % interval, by ``svy`` (Taylor linearisation).

The interval is that of a model – people who did not answer are like those who did in the same weighting class – and
is named so; with ``population`` it carries the finite population correction and says so too.
"""

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from pipeline import questionnaire
from pipeline.weight import design

INTERVAL = "khoảng tin cậy 95 % theo mô hình, giả định người không trả lời giống người trả lời"
CLASSES = "trong cùng nhóm gia quyền"
CORRECTED = "có hiệu chỉnh tổng thể hữu hạn"
ESTIMATES = ["question", "option", "n", "percent", "se", "low", "high", "base"]
MEANS = ["question", "label", "n", "mean", "se", "low", "high", "base"]
FIGURES = ["percent", "se", "low", "high"]
EXACT = {"wilson": "wilson", "clopper-pearson": "beta"}


def interval_name(*, weighted=True, population=None):
    """What the interval is called wherever it is printed: with weights, and with the finite population correction."""
    name = f"{INTERVAL} {CLASSES}" if weighted else INTERVAL
    return f"{name}; {CORRECTED}" if population is not None else name


def proportion_interval(count, base, *, method="wilson"):
    """95 % interval, in percent, of ``count`` of ``base`` people without weights: (low, high).

    "wilson" (Wilson 1927; R: prop.test, correct = FALSE) or "clopper-pearson" (1934; R: binom.test); (NaN, NaN) of
    nobody. ValueError for another method or more people chosen than asked.
    """
    if method not in EXACT:
        raise ValueError(f"Không có khoảng «{method}»; dùng một trong {', '.join(EXACT)}.")
    if not 0 <= count <= base:
        raise ValueError(f"{count} người chọn trong {base} người trả lời; số người chọn phải từ 0 đến số trả lời.")
    low, high = proportion_confint(count, base, alpha=0.05, method=EXACT[method]) if base else (np.nan, np.nan)
    return 100 * low, 100 * high


def estimates(answers, questions, *, weight=None, margins=(), population=None, strata=None, by=None, interval="logit"):
    """Every option of closed questions: question, option, n, percent, se, low, high, base (with ``by``: and by, group).

    ``n`` and ``base`` are people; percent, se and the 95 % limits are on 0–100, weighted when ``weight`` names a
    column. ``margins`` names the questions the weights were raked to: what they fix has no sampling error left
    (Deville & Särndal 1993). ``population`` (people on the list, or a column with those of the person's stratum) adds
    the finite population correction √(1 − n/N). ``interval``: "logit", "beta" or "wilson" as R's svyciprop; a share of
    0 or 100 % has Clopper–Pearson limits on Kish's effective base. Blank answers are outside the base but inside the
    design. se and limits are NaN where fewer than two people answered.
    """
    ticked = {q.name: ticks(answers, q) for q in questions}
    groups = ticks(answers, by) if by else {"": pd.Series(1.0, index=answers.index)}
    columns = {c.name: c for q in questions for c in _coded(q, ticked[q.name])}
    columns |= {f"in/{label}": column.eq(1) for label, column in groups.items()}
    rules = {"weight": weight, "margins": margins, "population": population, "strata": strata}
    sample = design.sample(answers, columns, **rules) if len(answers) else None
    mass = pd.Series(design.weights(answers, weight), index=answers.index)
    tables = [
        _rows(sample, q, ticked[q.name][groups[label].eq(1)].dropna(), label, mass, interval)
        for q in questions
        for label in groups
    ]
    order = [*ESTIMATES[:2], "by", "group", *ESTIMATES[2:]] if by else ESTIMATES
    found = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=order)
    return found.assign(by=by.name if by else "")[order]


def _coded(question, ticks):
    """Columns for ``svy``: the place of the one option chosen, or 1/0 for each of several."""
    if question.kind == "multiple":
        return [column.rename(f"{question.name}/{place}") for place, (_, column) in enumerate(ticks.items())]
    chosen = pd.Series(ticks.to_numpy().argmax(axis=1), index=ticks.index, name=question.name)
    return [chosen.where(ticks.notna().all(axis=1))]


def ticks(answers, question):
    """One column an option: 1 chosen (of a rank question: placed first), 0 not, NaN where not answered."""
    if question.kind == "rank":
        return questionnaire.first_places(answers, question)
    if question.kind == "multiple":
        columns = {c.label: answers[f"{question.name}/{c.name}"].astype("Float64") for c in question.choices}
        return pd.DataFrame(columns, index=answers.index).astype(float)
    column = answers[question.name]
    labels = question.option_labels
    return pd.DataFrame({o: column.eq(o).astype(float).where(column.notna()) for o in labels}, index=answers.index)


def _rows(sample, question, ticks, group, mass, interval):
    """Rows of one question in one group; ``ticks`` are those of the people who answered."""
    table = pd.DataFrame(
        {"question": question.name, "option": ticks.columns, "group": group, "n": ticks.sum().to_numpy(int)}
    )
    table = table.assign(percent=np.nan, se=np.nan, low=np.nan, high=np.nan, base=len(ticks))
    if len(ticks) > 1:
        mass = mass[ticks.index]
        effective = mass.sum() ** 2 / (mass**2).sum()
        found = _proportions(sample, question, group, interval)
        table[FIGURES] = [_bounded(row, effective) for row in found]
    elif len(ticks):
        table["percent"] = 100 * ticks.iloc[0].to_numpy()
    return table


def _proportions(sample, question, group, interval):
    """(share, se, low, high) on 0–1 of every option among the group's answering people.

    One call a column: the list form of ``svy`` 0.35 forgets that the weights were raked.
    """
    several = question.kind == "multiple"
    places = range(len(question.choices))
    names = [f"{question.name}/{place}" for place in places] if several else [question.name]
    found = {(name, float(row.y_level)): row for name in names for row in _levels(sample, name, group, interval)}
    rows = [found.get((f"{question.name}/{place}", 1) if several else (question.name, place)) for place in places]
    return [(row.est, row.se, row.lci, row.uci) if row else (0.0, 0.0, np.nan, np.nan) for row in rows]


def _levels(sample, name, group, interval):
    from polars import col

    within = col(f"in/{group}") & col(name).is_not_null()
    return sample.estimation.prop(name, where=within, ci_method=interval).estimates


def _bounded(row, effective):
    """In percent; a share of 0 or 1, where R's methods have no interval, gets the exact one of the effective base."""
    share, se, low, high = row
    if np.isnan(low) and min(share, 1 - share) < 1e-9:
        low, high = proportion_confint(round(share) * effective, effective, alpha=0.05, method="beta")
    return [100 * share, 100 * se, 100 * low, 100 * high]


def means(answers, questions, *, weight=None, margins=(), population=None, strata=None):
    """Means of number questions and of scales (scores 1..k): question, label, n, mean, se, low, high, base.

    ``n`` = ``base`` = people with a value ("không có ý kiến" has none); the 95 % limits are those of Student's t on
    the design's degrees of freedom (R: svymean, confint with df = degf). Options as in ``estimates``; fewer than two
    people leave se and limits NaN.
    """
    values = {q.name: _values(answers, q) for q in questions}
    rules = {"weight": weight, "margins": margins, "population": population, "strata": strata}
    sample = design.sample(answers, values, **rules) if len(answers) else None
    rows = [(q.name, q.label, *_mean(sample, q.name, values[q.name].dropna())) for q in questions]
    return pd.DataFrame(rows, columns=MEANS)


def _values(answers, question):
    if question.kind == "ordinal":
        return questionnaire.scores(answers[question.name], question)
    return pd.to_numeric(answers[question.name]).astype(float)


def _mean(sample, name, known):
    from polars import col

    if len(known) < 2:
        return len(known), known.mean(), np.nan, np.nan, np.nan, len(known)
    row = sample.estimation.mean(name, where=col(name).is_not_null()).estimates[0]
    return len(known), row.est, row.se, row.lci, row.uci, len(known)

"""What is true of the whole population, from a large draw of everybody on the staff list, answering or not."""

import numpy as np
import pandas as pd

from pipeline.simulate import answers, spec
from pipeline.simulate.settle import settle

SIZE = 20_000  # people drawn; a percentage is then known to about 0.35 points (one standard error)


def population(survey, planted, everybody, chance, rng):
    """Population values as a JSON-able dict.

    ``percent``: of the people asked, by question and option. ``mean``: of scales (1 = lowest point, "không có ý kiến"
    left out) and numbers. ``respondents``: the same two as expected among those who answer, before weighting, from the
    ``chance`` of each person of ``everybody`` to answer. ``differences`` and ``nulls``: values by group.
    """
    size = SIZE if planted.get("questions") else len(everybody)
    times = max(1, round(size / len(everybody)))
    crowd = pd.concat([everybody] * times, ignore_index=True)
    unblanked = {name: {**(own or {}), "blank": 0} for name, own in planted.get("questions", {}).items()}
    raw, _ = answers.draw(survey.form, crowd, {**planted, "questions": unblanked}, rng, written=False)
    table = settle(survey.form, raw, planted, rng, fixed=everybody.columns)
    counted = [q for q in survey.form.questions if q.kind in ("nominal", "ordinal", "multiple", "number")]
    equal, weight = np.ones(len(table)), np.tile(chance, times)
    return {
        "people_drawn": len(table),
        **_levels(table, counted, equal),
        "respondents": _levels(table, counted, weight),
        "differences": _differences(survey.form, table, planted),
        "nulls": [_compared(survey.form, table, name, None, by) for name, by in planted.get("nulls", [])],
    }


def _levels(table, counted, weight):
    shares = {q.name: _percents(table[q.name], q, weight) for q in counted if q.choices}
    figures = {q.name: _mean(table[q.name], q, weight) for q in counted if q.kind in ("ordinal", "number")}
    return {"percent": shares, "mean": figures}


def _percents(answered, question, weight):
    given = answered != ""
    base = weight[given.to_numpy()]
    if not len(base):
        return dict.fromkeys(c.name for c in question.choices)
    ticked = _ticked(answered[given], [c.name for c in question.choices])
    return {code: round(100 * float(np.average(ticks, weights=base)), 2) for code, ticks in ticked.items()}


def _ticked(given, codes):
    """Code → whether each answer holds it, looked at once for each different answer."""
    which, different = pd.factorize(given)
    held = [text.split() for text in different]
    return {code: np.array([code in one for one in held])[which] for code in codes}


def _mean(answered, question, weight):
    scores = _scores(answered, question)
    known = scores.notna().to_numpy()
    return round(float(np.average(scores[known], weights=weight[known])), 4) if known.any() else None


def _scores(answered, question):
    if question.kind == "number":
        return pd.to_numeric(answered, errors="coerce")
    rank = {code: float(score) for score, code in enumerate(question.points, start=1)}
    return answered.map(rank).astype(float)


def _differences(form, table, planted):
    found = []
    for question in spec.order(form, planted):
        effects = spec.shifts(question, spec.own(planted, question)) if question.kind != "text" else []
        found += [_compared(form, table, question.name, option, by) for option, by, _ in effects]
    return [one for one in found if one]


def _compared(form, table, name, option, by):
    """Mean (of a scale or number) or percent of one option in each group of ``by``; None when groups overlap."""
    if form[by].kind == "multiple":
        return None
    given = table[name][table[name] != ""]
    values = 100.0 * pd.Series(_ticked(given, [option])[option], given.index) if option else _scores(given, form[name])
    means = values.groupby(table[by][given.index]).mean().round(4)
    groups = {c.name: float(means[c.name]) for c in form[by].choices if c.name in means}
    return {"question": name, "option": option, "by": by, "what": "percent" if option else "mean", "values": groups}

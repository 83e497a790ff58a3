"""Answers of many people to each question, as if all of it were asked: a probit model per kind of question.

Each person has a standing on a question: latent factors shared with other questions (``load``), planted shifts of their
groups in standard deviations, and noise. Thresholds on the normal curve turn standings into answers with given shares.
"""

import re
from collections import defaultdict
from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy.stats import norm

from pipeline.simulate import spec, texts
from pipeline.simulate.spec import SimulateError

BATTERY = {"items": 3, "load": 0.68}  # six such items have alpha of about 0.8
BLANK = {"text": 40.0}
OTHERS = 3.0


def draw(form, people, planted, rng, *, written=True):
    """Answers of ``people`` (frame columns already known) to every question, skip logic not yet applied.

    Returns the text frame, columns in form order, and for each text question with themes the list of themes a person.
    Without ``written`` text questions stay blank.
    """
    raw = people.copy()
    factors = defaultdict(lambda: rng.standard_normal(len(people)))
    loads = _battery_loads(form)
    themes = {}
    for question in spec.order(form, planted):
        own = {"load": loads.get(question.name, {}), **spec.own(planted, question)}
        if question.kind == "text":
            raw[question.name], themes[question.name] = _text(question, own, planted, raw, rng, written)
        elif question.name not in people:
            raw[question.name] = column(question, own, raw, factors, rng)
        raw[question.name] = _blanked(raw[question.name], question, own, rng)
    return raw[[q.name for q in form.questions if q.kind != "none"]].astype("str"), themes


def column(question, own, raw, factors, rng):
    """Codes or values of one question for everybody in ``raw``."""
    kinds = {"nominal": _nominal, "ordinal": _ordinal, "multiple": _multiple, "rank": _rank, "number": _number}
    return pd.Series(kinds.get(question.kind, _date)(question, own, raw, factors, rng), index=raw.index, dtype="str")


def shares(question, own):
    """Planted share of each option as an array in questionnaire order (points only for a scale); equal when unsaid."""
    names = question.points or [c.name for c in question.choices]
    given = own.get("shares", {})
    found = [given.get(n, 0) for n in names] if isinstance(given, dict) and given else given or [1] * len(names)
    return np.maximum(np.asarray(found, float), 1e-9)


def nominal(names, weights, shift, raw, rng):
    """One of ``names`` for each row, by shares and planted shifts of their logits."""
    logits = np.tile(np.log(weights), (len(raw), 1)) + rng.gumbel(size=(len(raw), len(names)))
    for place, name in enumerate(names):
        logits[:, place] += _shifted(raw, shift.get(name, {}))
    return np.asarray(names, dtype=object)[logits.argmax(axis=1)]


def _battery_loads(form):
    long = [battery for battery in form.batteries if len(battery) >= BATTERY["items"]]
    return {q.name: {battery[0].name: BATTERY["load"]} for battery in long for q in battery}


def _text(question, own, planted, raw, rng, written):
    if not written:
        return "", []
    return texts.column(question, own, planted.get("mess", {}), raw, rng, choose=nominal)


def _blanked(answers, question, own, rng):
    share = own.get("blank", 0.0 if question.required else BLANK.get(question.kind, OTHERS))
    return answers.mask(rng.random(len(answers)) < share / 100, "")


def _shifted(raw, shift):
    total = np.zeros(len(raw))
    for by, groups in shift.items():
        if by not in raw:
            raise SimulateError(f"{spec.FILE}: «{by}» phải đứng trước câu hỏi chịu ảnh hưởng của nó. Đổi thứ tự.")
        answered = " " + raw[by].astype("str") + " "
        for group, size in groups.items():
            total += size * answered.str.contains(f" {group} ", regex=False).to_numpy()
    return total


def _standing(own, shift, raw, factors, rng):
    load = own.get("load", {})
    rest = np.sqrt(1 - sum(weight**2 for weight in load.values()))
    shared = sum(weight * factors[name] for name, weight in load.items())
    return shared + rest * rng.standard_normal(len(raw)) + _shifted(raw, shift)


def _nominal(question, own, raw, factors, rng):
    names = [c.name for c in question.choices]
    return nominal(names, shares(question, own), own.get("shift", {}), raw, rng)


def _ordinal(question, own, raw, factors, rng):
    weights = shares(question, own).cumsum()
    standing = _standing(own, own.get("shift", {}), raw, factors, rng)
    answers = np.asarray(question.points, dtype=object)[norm.ppf(weights[:-1] / weights[-1]).searchsorted(standing)]
    for code in question.apart:
        given = own.get("apart", {}).get(code, 5.0)
        given = given if isinstance(given, dict) else {"share": given}
        aside = _standing({}, given.get("shift", {}), raw, factors, rng) < norm.ppf(given["share"] / 100)
        answers[aside] = code
    return answers


def _multiple(question, own, raw, factors, rng):
    names = [c.name for c in question.choices]
    levels = shares(question, own) if "shares" in own else np.full(len(names), 40.0)
    ticked = np.empty((len(raw), len(names)), dtype=bool)
    for place, name in enumerate(names):
        standing = _standing(own, own.get("shift", {}).get(name, {}), raw, factors, rng)
        ticked[:, place] = standing > norm.ppf(1 - min(levels[place], 100) / 100)
    nothing = np.flatnonzero(~ticked.any(axis=1))
    ticked[nothing, rng.choice(len(names), size=len(nothing), p=levels / levels.sum())] = True
    return [" ".join(n for n, tick in zip(names, row, strict=True) if tick) for row in ticked]


def _rank(question, own, raw, factors, rng):
    names = [c.name for c in question.choices]
    return [" ".join(rng.permutation(names)) for _ in range(len(raw))]


def _number(question, own, raw, factors, rng):
    if question.type == "range":
        start, end, step = (float(question.parameters.get(k, d)) for k, d in (("start", 1), ("end", 10), ("step", 1)))
        steps = rng.integers(0, int(abs(end - start) / abs(step)) + 1, len(raw))
        return [f"{min(start, end) + abs(step) * s:g}" for s in steps]
    if "median" in own:
        standing = _standing(own, own.get("shift", {}), raw, factors, rng)
        figures = own["median"] * np.exp(own.get("spread", 0.5) * standing)
        figures = figures.clip(own.get("low"), own.get("high"))
    else:
        low, high = _limits(question.constraint)
        figures = rng.uniform(low, high, len(raw))
    return [written(question, figure) for figure in figures]


def written(question, figure):
    """A number as somebody answers it: whole where the question asks for that."""
    return str(round(figure)) if question.type in ("integer", "int") else f"{figure:.1f}"


def _limits(constraint):
    """A guess from the numbers in a constraint; ``settle`` holds the answers to the constraint itself."""
    found = named_in(constraint)
    return (found[0], found[-1]) if len(found) > 1 else (found[0], found[0] + 10) if found else (0.0, 10.0)


def named_in(constraint):
    """The numbers that a constraint names, smallest first."""
    return sorted(float(n) for n in re.findall(r"(?<![\w.-])-?\d+(?:\.\d+)?(?![\w.-]*\w)", constraint))


def _date(question, own, raw, factors, rng):
    if question.type == "time":
        return [f"{h:02d}:{m:02d}" for h, m in rng.integers(0, (24, 60), size=(len(raw), 2))]
    found = sorted(date.fromisoformat(d) for d in re.findall(r"\d{4}-\d\d-\d\d", question.constraint))
    first = found[0] if found else date(2021, 1, 1)
    last = found[-1] if len(found) > 1 else first + timedelta(days=365)
    days = rng.integers(0, (last - first).days + 1, len(raw))
    clock = "" if question.type == "date" else "T08:00:00.000+07:00"
    return [f"{first + timedelta(days=int(d))}{clock}" for d in days]

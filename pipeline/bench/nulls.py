"""How often a test finds a difference where there is none: seeded simulations under the null."""

from functools import partial

import numpy as np
import pandas as pd
from scipy import stats

from pipeline import infer
from pipeline.infer import tables
from pipeline.infer.verdict import ALPHA
from pipeline.questionnaire import Choice, Question
from pipeline.survey.model import Outcome

PEOPLE, DRAWS = 60, 1999
KINDS = {"two": "ab", "scale": "12345"}
GROUPS = {"sex": "mf", "age": "1234"}
CHOICES = {"two": ("ab", [3, 7]), "several": ("abcde", [8, 6, 3, 2, 1]), "scale": ("12345", [1] * 5)}


def family_error(*, replicates=1000, seed=2022, weight=False, people=PEOPLE):
    """Share of families with any rejection, drawn without any difference: replicates, error, low, high (Wilson 95 %).

    A family is every question (two choices, a scale, a number; unequal shares, blanks, ties) by two groups and by four
    ordered ones: six tests of ``infer.compare``, adjusted by ``infer.family``. Holm promises at most 0,05. ``weight``:
    with unequal weights of mean 1, so design-based tests; these hold for large samples, take 300 ``people`` or more.
    """
    draw = np.random.default_rng(seed)
    hits = sum(_rejects(_unrelated(draw, people, weight), weight) for _ in range(replicates))
    return {"replicates": replicates} | _share(hits, replicates)


def false_alarms(kind, *, groups, people, weighted, replicates=200, seed=2022):
    """Share of tests with p < 0,05 where nothing differs: a dict name of the test → replicates, refused, error (of
    those given), low, high (Wilson 95 %); without error where none was given.

    ``kind``: a name of TESTS; ``people`` in each of the ``groups``. Of a family of tests the least adjusted p counts.
    Weights of the ``weighted`` are log-normal (coefficient of variation about one half) and unrelated. Monte-Carlo
    tests draw DRAWS tables, which keeps their level.
    """
    draw, weight, usual = np.random.default_rng(seed), "weight" if weighted else None, tables.DRAWS
    tables.DRAWS = DRAWS
    try:
        drawn = pd.DataFrame([TESTS[kind](draw, groups, people, weight) for _ in range(replicates)]).astype(float)
    finally:
        tables.DRAWS = usual
    return {name: _alarms(p) for name, p in drawn.items()}


def _alarms(p):
    given = p.dropna()
    found = _share(int(given.lt(ALPHA).sum()), len(given)) if len(given) else {}
    return {"replicates": len(p), "refused": len(p) - len(given)} | found


def _share(hits, times):
    limits = stats.binomtest(hits, times).proportion_ci(0.95, method="wilson")
    return {"error": hits / times, "low": float(limits.low), "high": float(limits.high)}


def _people(draw, groups, people, kinds):
    """Everybody with a group, a weight and unrelated answers; the questions by name, ``by`` being an ordered one."""
    n, by = groups * people, [f"{g:02}" for g in range(groups)]
    answers = pd.DataFrame({"by": np.repeat(by, people), "weight": draw.lognormal(0, 0.5, n)})
    form = {"by": _question("by", by, True)}
    for name, kind in kinds.items():
        form[name], answers[name] = _drawn(draw, name, kind, n)
    return answers, form


def _drawn(draw, name, kind, n):
    if kind == "number":
        return Question(name, "decimal", name), draw.lognormal(0, 0.7, n)
    options, shares = CHOICES[kind]
    return _question(name, options, kind == "scale"), draw.choice(list(options), n, p=np.array(shares) / sum(shares))


def _compared(kind, draw, groups, people, weight):
    """The test of the groups, and the trend beside it."""
    answers, form = _people(draw, groups, people, {"q": kind})
    test = infer.compare(answers, form["q"], form["by"], weight=weight).iloc[0]
    return {"": test["p"], "xu hướng": test["trend_p"]}


def _paired(kind, draw, groups, people, weight):
    """Every pair of groups."""
    answers, form = _people(draw, groups, people, {"q": kind})
    return {"": infer.pairs(answers, form["q"], form["by"], weight=weight)["p_adjusted"].min()}


def _regressed(kind, draw, groups, people, weight):
    answers, form = _people(draw, groups, people, {"q": kind, "number": "number"})
    outcome = Outcome("q", ("by", "number"), ("a",) if kind == "two" else ())
    rows, fit = infer.regressions(answers, [outcome], form, weight=weight)
    return {"toàn mô hình": fit["p"].min(), "từng mục": rows["p_adjusted"].min() if len(rows) else np.nan}


ANSWERS = {"hai phương án": "two", "năm phương án": "several", "thang đo": "scale", "con số (lệch)": "number"}
TESTS = {name: partial(_compared, kind) for name, kind in ANSWERS.items()}
TESTS |= {f"{name}, từng cặp nhóm": partial(_paired, kind) for name, kind in ANSWERS.items()}
TESTS |= {"hồi quy logit": partial(_regressed, "two"), "hồi quy thứ bậc": partial(_regressed, "scale")}


def _rejects(answers, weight):
    column = "weight" if weight else None
    rows = [infer.compare(answers, q, by, weight=column) for q in FORM[: len(KINDS) + 1] for by in FORM[-len(GROUPS) :]]
    return bool(infer.family(pd.concat(rows, ignore_index=True))["p_adjusted"].lt(ALPHA).any())


def _unrelated(draw, people, weight):
    """Answers of people in which no question depends on another, a twentieth of them blank."""
    answers = {}
    for name, options in (KINDS | GROUPS).items():
        shares = np.arange(1, len(options) + 1) + 1.0
        answers[name] = draw.choice(list(options), people, p=shares / shares.sum()).astype(object)
        answers[name][draw.random(people) < 0.05] = None
    weights = draw.uniform(0.4, 2.5, people) if weight else np.ones(people)
    return pd.DataFrame(answers).assign(number=draw.poisson(3, people).astype(float), weight=weights / weights.mean())


def _question(name, options, scale):
    choices = tuple(Choice(option, option) for option in options)
    return Question(name, "select one", name, choices=choices, points=tuple(options) if scale else ())


FORM = [_question(name, options, name == "scale") for name, options in KINDS.items()]
FORM += [Question("number", "integer", "number"), *(_question(n, o, n == "age") for n, o in GROUPS.items())]

"""How often a Holm family reports a difference where there is none: a seeded simulation under the null."""

import numpy as np
import pandas as pd
from scipy import stats

from pipeline import infer
from pipeline.infer.verdict import ALPHA
from pipeline.questionnaire import Choice, Question

PEOPLE = 60
KINDS = {"two": "ab", "scale": "12345"}
GROUPS = {"sex": "mf", "age": "1234"}


def family_error(*, replicates=1000, seed=2022, weight=False, people=PEOPLE):
    """Share of families with any rejection, drawn without any difference: replicates, error, low, high (Wilson 95 %).

    A family is every question (two choices, a scale, a number; unequal shares, blanks, ties) by two groups and by four
    ordered ones: six tests of ``infer.compare``, adjusted by ``infer.family``. Holm promises at most 0,05. ``weight``:
    with unequal weights of mean 1, so design-based tests; these hold for large samples, take 300 ``people`` or more.
    """
    draw = np.random.default_rng(seed)
    hits = sum(_rejects(_unrelated(draw, people, weight), weight) for _ in range(replicates))
    limits = stats.binomtest(hits, replicates).proportion_ci(0.95, method="wilson")
    return {"replicates": replicates, "error": hits / replicates, "low": float(limits.low), "high": float(limits.high)}


def false_alarms(kind, *, groups, people, weighted, replicates=300, seed=2022):
    """Share of tests with p < 0,05 where no group differs: replicates, refused, error (of those given), low, high.

    ``kind`` of question: "two", "several" (five choices of 40 to 5 %), "scale", "number" (log-normal); ``people`` in
    each group. Weights of the ``weighted`` are log-normal (coefficient of variation about one half) and unrelated.
    """
    draw = np.random.default_rng(seed)
    p = np.array([_one(draw, kind, groups, people, weighted) for _ in range(replicates)], float)
    given, hits = int((~np.isnan(p)).sum()), int((p < ALPHA).sum())
    limits = stats.binomtest(hits, given).proportion_ci(0.95, method="wilson") if given else None
    shown = {"error": hits / given, "low": float(limits.low), "high": float(limits.high)} if given else {}
    return {"replicates": replicates, "refused": replicates - given} | shown


def _one(draw, kind, groups, people, weighted):
    n, by = groups * people, [str(g) for g in range(groups)]
    answers = pd.DataFrame({"by": np.repeat(by, people), "weight": draw.lognormal(0, 0.5 if weighted else 0, n)})
    options, shares = {"two": ("ab", [3, 7]), "several": ("abcde", [8, 6, 3, 2, 1])}.get(kind, ("12345", [1] * 5))
    number = kind == "number"
    shares = np.array(shares) / sum(shares)
    answers["q"] = draw.lognormal(0, 0.7, n) if number else draw.choice(list(options), n, p=shares)
    question = Question("q", "decimal", "q") if number else _question("q", options, kind == "scale")
    return infer.compare(answers, question, _question("by", by, False), weight="weight")["p"].item()


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

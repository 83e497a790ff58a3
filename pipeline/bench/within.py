"""How often correlations, and comparisons of items of the same people, find something where there is nothing."""

import numpy as np
import pandas as pd
from scipy import stats

from pipeline import infer
from pipeline.infer.verdict import ALPHA
from pipeline.questionnaire import Choice, Question

POINTS = tuple("12345")
ITEMS = [
    Question(name, "select one", name, choices=tuple(Choice(p, p) for p in POINTS), points=POINTS) for name in "abcd"
]
PLAIN = {"các mục": ("p", ""), "từng cặp mục": ("p", "b"), "t theo cặp": ("t_p", "b")}
WEIGHTED = {"các mục": ("p_weighted", ""), "từng cặp mục": ("p_weighted", "b")}


def false_alarms(*, people, weighted, replicates=300, seed=2022):
    """Name of the test → error (share of p < 0,05), low, high (Wilson 95 %), where items are alike and unrelated.

    ``people`` answer four items of five points with unequal shares; weights are log-normal (coefficient of variation
    about one half) and unrelated. ``weighted``: the tests by design, else the plain ones.
    """
    draw = np.random.default_rng(seed)
    found = pd.DataFrame([_one(draw, people, weighted) for _ in range(replicates)])
    return {name: _share(p.dropna()) for name, p in found.items()}


def _one(draw, people, weighted):
    answers = pd.DataFrame({q.name: draw.choice(POINTS, people, p=[0.1, 0.15, 0.3, 0.25, 0.2]) for q in ITEMS})
    answers["weight"] = draw.lognormal(0, 0.5, people)
    column = "weight" if weighted else None
    rows, pairs = infer.battery(answers, ITEMS, weight=column), infer.correlations(answers, ITEMS[:2], weight=column)
    told = {
        name: rows.loc[rows["item_b"].eq(b), p].iloc[0] for name, (p, b) in (WEIGHTED if weighted else PLAIN).items()
    }
    return told | dict(zip(pairs["measure"], pairs["p_weighted" if weighted else "p"], strict=True))


def _share(p):
    hits = int((p < ALPHA).sum())
    limits = stats.binomtest(hits, len(p)).proportion_ci(0.95, method="wilson")
    return {"error": hits / len(p), "low": float(limits.low), "high": float(limits.high)}

"""The correlation matrix of scales: Spearman's ρ, Kendall's τ-b and Goodman and Kruskal's γ of every pair."""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from pipeline.infer import effects
from pipeline.infer.concordance import concordance
from pipeline.infer.variables import LEAST, variables
from pipeline.infer.verdict import holm

COLUMNS = ["question", "other", "measure", "n", "statistic", "p", "p_adjusted", "value", "low", "high", "note"]
NUMBERS = ["n", "statistic", "p", "p_adjusted", "value", "low", "high"]


def scale_questions(comparisons, form):
    """Names of the scale questions among the planned comparisons, the default of the correlation matrix."""
    names = dict.fromkeys(name for planned in comparisons for name in planned.questions)
    return [name for name in names if form[name].kind == "ordinal"]


def correlations(answers, questions):
    """Correlations of every pair of scale or number questions, unweighted.

    Returns a row a pair and measure: ``n`` people who answered both (pairwise; choices apart from a scale count as
    blank), ``value`` with its 95 % limits (ρ: Bonett & Wright 2000; τ-b and γ: Brown & Benedetti 1977), ``statistic``
    and ``p`` (ρ: S of R's cor.test(method = "spearman", exact = FALSE); τ-b and γ: z of method = "kendall"),
    ``p_adjusted`` by Holm over the pairs of one measure, and ``note``: why a row has no numbers.
    """
    given = [variables(answers, question)[0] for question in questions]
    rows = [row for one, other in combinations(given, 2) for row in _pair(one, other)]
    table = pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(NUMBERS, float)).astype({"n": int})
    for places in table.groupby("measure").indices.values():
        table.loc[places, "p_adjusted"] = holm(table["p"].to_numpy()[places])
    return table


def _pair(one, other):
    both = pd.DataFrame({"x": one.values, "y": other.values}).dropna()
    reason = _unfit(both, one, other)
    found = (
        dict.fromkeys(("ρ Spearman", "τ-b Kendall", "γ Goodman–Kruskal"), (np.nan,) * 5) if reason else _values(both)
    )
    for measure, (value, low, high, statistic, p) in found.items():
        row = {"question": one.name, "other": other.name, "measure": measure, "n": len(both), "value": value}
        yield row | {"low": low, "high": high, "statistic": statistic, "p": p, "note": reason}


def _unfit(both, one, other):
    if len(both) < LEAST:
        return f"Không tính được: chưa đến {LEAST} người trả lời cả “{one.label}” và “{other.label}”."
    flat = [variable.label for side, variable in (("x", one), ("y", other)) if both[side].nunique() < 2]
    return f"Không tính được: mọi người trả lời “{flat[0]}” giống hệt nhau." if flat else ""


def _values(both):
    """Measure → value, limits, statistic, p."""
    n, (rho, p) = len(both), stats.spearmanr(both["x"], both["y"])
    found = concordance(both["x"], both["y"])
    return {
        "ρ Spearman": (rho, *effects.correlation_limits(rho, n), (n**3 - n) * (1 - rho) / 6, p),
        "τ-b Kendall": (found.tau, *found.tau_limits, found.z, found.p),
        "γ Goodman–Kruskal": (found.gamma, *found.gamma_limits, found.z, found.p),
    }

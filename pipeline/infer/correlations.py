"""The correlation matrix of scales: Spearman's ρ, Kendall's τ-b, Goodman and Kruskal's γ, Pearson's r of every pair."""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from pipeline.infer import effects, weighted
from pipeline.infer.concordance import GAMMA, TAU_B, concordance, excess, measures
from pipeline.infer.variables import LEAST, rounded, variables
from pipeline.infer.verdict import adjusted

RHO, R = "ρ Spearman", "r Pearson"
COLUMNS = ["question", "other", "measure", "n", "statistic", "p", "p_adjusted", "value", "low", "high"]
WEIGHTED = ["value_weighted", "low_weighted", "high_weighted", "statistic_weighted", "df_weighted", "p_weighted"]
WEIGHTED += ["p_adjusted_weighted"]
NUMBERS = ["n", "statistic", "p", "p_adjusted", "value", "low", "high"]


def scale_questions(comparisons, form):
    """Names of the scale questions among the planned comparisons, the default of the correlation matrix."""
    names = dict.fromkeys(name for planned in comparisons for name in planned.questions)
    return [name for name in names if form[name].kind == "ordinal"]


def correlations(answers, questions, *, weight=None, adjust="holm"):
    """Correlations of every pair of scale or number questions, unweighted and, where there are weights, weighted.

    Returns a row a pair and measure: ``n`` people who answered both (pairwise; choices apart from a scale count as
    blank; rounded down to ten where it leaves out fewer than FEWEST of those who answered), ``value`` with its 95 %
    limits (ρ: Bonett & Wright 2000; τ-b and γ: Brown & Benedetti 1977; r: Fisher), ``statistic`` and ``p`` (ρ: S of R's
    cor.test(method = "spearman", exact = FALSE); τ-b and γ: z of method = "kendall"; r: t of "pearson"),
    ``p_adjusted`` over the pairs of one measure (see ``verdict.adjusted``), and ``note``: why a row has no numbers.

    With ``weight`` (a column or a ``Design``) the same with "_weighted": ρ on weighted mid-ranks, τ-b and γ of the
    weighted table, limits by linearised standard errors of the design on the t of its ``df_weighted``, of ρ and r on
    Fisher's z (R: svycontrast(svyvar(~x + y, design), …)); p by the standard error without association, as SPSS's T
    (see ``weighted.no_association``; τ-b and γ share theirs): with few people, or long tails, the interval may
    leave out 0 where p does not say so. Without weights, or all alike, there are no such columns.
    """
    given, sample = [variables(answers, question)[0] for question in questions], weighted.sample_of(answers, weight)
    rows = [
        {**row, "n": rounded(row["n"], answers, [one.name, other.name])}
        for one, other in combinations(given, 2)
        for row in _pair(one, other, sample)
    ]
    beside = [] if sample is None else WEIGHTED
    table = pd.DataFrame(rows, columns=[*COLUMNS, *beside, "note"])
    table = table.astype(dict.fromkeys([*NUMBERS, *beside], float)).astype({"n": int})
    for places in table.groupby("measure").indices.values():
        for end in ("", "_weighted") if beside else ("",):
            table.loc[places, f"p_adjusted{end}"] = adjusted(table[f"p{end}"].to_numpy()[places], adjust)
    return table


def _pair(one, other, sample):
    both = pd.DataFrame({"x": one.values, "y": other.values})
    used = both.notna().all(axis=1).to_numpy()
    both = both[used].astype(float)
    reason = _unfit(both, one, other)
    plain = {} if reason else _values(both)
    beside = {} if reason or sample is None else _weighted(both, sample, used)
    for measure in (RHO, TAU_B, GAMMA, R):
        row = {"question": one.name, "other": other.name, "measure": measure, "n": len(both), "note": reason}
        row |= dict(zip(("value", "low", "high", "statistic", "p"), plain.get(measure, ()), strict=False))
        yield row | dict(zip(WEIGHTED, beside.get(measure, ()), strict=False))


def _unfit(both, one, other):
    if len(both) < LEAST:
        return f"Không tính được: chưa đến {LEAST} người trả lời cả “{one.label}” và “{other.label}”."
    flat = [variable.label for side, variable in (("x", one), ("y", other)) if both[side].nunique() < 2]
    return f"Không tính được: mọi người trả lời “{flat[0]}” giống hệt nhau." if flat else ""


def _values(both):
    """Measure → value, limits, statistic, p."""
    n, (rho, p), straight = len(both), stats.spearmanr(both["x"], both["y"]), stats.pearsonr(both["x"], both["y"])
    found, r = concordance(both["x"], both["y"]), straight.statistic
    t = r * np.sqrt((n - 2) / (1 - r**2)) if abs(r) < 1 else np.copysign(np.inf, r)
    return {
        RHO: (rho, *effects.correlation_limits(rho, n), (n**3 - n) * (1 - rho) / 6, p),
        TAU_B: (found.tau, *found.tau_limits, found.z, found.p),
        GAMMA: (found.gamma, *found.gamma_limits, found.z, found.p),
        R: (r, *straight.confidence_interval(0.95), t, straight.pvalue),
    }


def _weighted(both, sample, used):
    """Measure → weighted value, limits, statistic, df, p."""
    x, y, weight = both["x"].to_numpy(), both["y"].to_numpy(), sample.weight[used]
    (points_x, ranks_x), (points_y, ranks_y) = weighted.apart(x, weight), weighted.apart(y, weight)
    ranks, order = ranks_x * ranks_y, measures(x, y, weight)
    of_ranks, of_points = (weighted.no_association(sample, used, z) for z in (ranks, points_x * points_y))
    of_pairs = weighted.no_association(sample, used, ranks, excess(x, y, weight) * weight.sum() / 8)
    found = {RHO: (weighted.spearman(x, y, weight), of_ranks), R: (weighted.pearson(x, y, weight), of_points)}
    found |= {name: (order[name], of_pairs) for name in (TAU_B, GAMMA)}
    told = {}
    for measure, (given, (t, p)) in found.items():
        value, se, df = weighted.tested(sample, used, *given)
        ends = (weighted.on_fishers_z if measure in (RHO, R) else weighted.on_own_scale)(value, se, df)
        told[measure] = (value, *ends[:2], t, df, p)
    return told

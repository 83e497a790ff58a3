"""Every statistic of one two-way table that SPSS's Crosstabs offers, each by its name."""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats

from pipeline.infer import effects, exact, tables, weighted
from pipeline.infer.concordance import limits, measures, null_z
from pipeline.infer.correlations import RHO, R
from pipeline.infer.variables import variables

COLUMNS = ["measure", "value", "se", "statistic", "df", "p", "low", "high", "note"]


def twoway(answers, question, by, *, seed=0):
    """Unweighted statistics of one question by another, for the reader who wants another than the chosen test.

    Returns a row a measure with the columns of COLUMNS: Pearson's χ², Yates' correction (2×2 only, for comparison:
    it is too cautious), likelihood ratio, Fisher's exact p, Monte-Carlo p, Cramér's V plain and bias-corrected
    (Bergsma 2013), contingency coefficient, φ and odds ratios (2×2 only: of the sample with Wald's interval,
    conditional with the exact one), least expected count and share of expected counts under 5. Blanks are left out.
    A table that cannot be tested is one row that says why.

    Of two scales (or questions of two choices, in their order; choices apart from a scale left out) also τ-b, τ-c
    (Stuart), γ, Somers' D (symmetric, question by group, group by question), Pearson's r of the points and Spearman's
    ρ, as SPSS Crosstabs gives them: ``se`` is the asymptotic standard error (ASE1; of symmetric D the derivative of the
    whole ratio, where SPSS takes the ties as fixed), ``statistic`` the approximate T of no association with its p.
    """
    one, other = (variables(answers, replace(q, points=()))[0] for q in (question, by))
    both = pd.DataFrame({"a": one.values, "b": other.values}).dropna()
    counts = pd.crosstab(both["a"], both["b"]).to_numpy()
    if min(counts.shape, default=0) < 2:
        reason = f"Không tính được: ở “{one.label}” hoặc “{other.label}” mọi người thuộc cùng một nhóm."
        return pd.DataFrame([{"measure": "χ² Pearson", "note": reason}], columns=COLUMNS)
    rows = _chi2(counts) + _exact(counts, seed) + _association(counts) + _expected(counts)
    rows += _two_by_two(counts) if counts.shape == (2, 2) else []
    rows += _ordered(*(_order(answers, q) for q in (by, question)))
    return pd.DataFrame(rows, columns=COLUMNS).fillna({"note": ""})


def _order(answers, question):
    """Points of a scale, or 1 and 2 of a question of two choices; None where the choices have no order."""
    found = variables(answers, question)[0]
    if found.kind == "ordinal":
        return found.values.to_numpy(float)
    codes = found.values.cat.remove_unused_categories().cat.codes
    return codes.where(codes >= 0).to_numpy(float) + 1 if codes.nunique() - (codes < 0).any() == 2 else None


def _ordered(x, y):
    """The measures of two orders; nothing where one side has none, or one point only."""
    if x is None or y is None:
        return []
    both = ~np.isnan(x) & ~np.isnan(y)
    x, y, n = x[both], y[both], int(both.sum())
    if len(np.unique(x)) < 2 or len(np.unique(y)) < 2:
        return []
    rows, z = [], null_z(x, y)
    for name, (value, influence) in measures(x, y).items():
        se = np.sqrt((influence**2).sum())
        row = {"measure": name, "value": value, "se": se, "statistic": z, "p": 2 * stats.norm.sf(abs(z))}
        rows.append(row | dict(zip(("low", "high"), limits(value, se), strict=True)))
    return rows + [_linear(name, x, y, n) for name in (R, RHO)]


def _linear(name, x, y, n):
    value, influence = (weighted.pearson if name == R else weighted.spearman)(x, y, np.ones(n))
    t = value * np.sqrt((n - 2) / (1 - value**2)) if abs(value) < 1 else np.copysign(np.inf, value)
    ends = stats.pearsonr(x, y).confidence_interval(0.95) if name == R else effects.correlation_limits(value, n)
    row = {"measure": name, "value": value, "se": np.sqrt((influence**2).sum()), "statistic": t, "df": n - 2}
    return row | {"p": 2 * stats.t.sf(abs(t), n - 2), "low": ends[0], "high": ends[1]}


def _chi2(counts):
    ways = {"χ² Pearson": {}, "χ² tỷ số hợp lý": {"lambda_": "log-likelihood"}}
    found = {name: stats.chi2_contingency(counts, correction=False, **way) for name, way in ways.items()}
    if counts.shape == (2, 2):
        found["χ² Yates (chỉ để đối chiếu)"] = stats.chi2_contingency(counts, correction=True)
    return [{"measure": name, "value": t.statistic, "df": t.dof, "p": t.pvalue} for name, t in found.items()]


def _exact(counts, seed):
    p = stats.fisher_exact(counts).pvalue if counts.shape == (2, 2) else exact.fisher(counts)
    fisher = {"measure": "Fisher chính xác", "p": p, "note": "" if p is not None else "Không tính: bảng quá lớn."}
    return [fisher, {"measure": "χ² Monte-Carlo", "p": tables.monte_carlo(counts, seed)}]


def _association(counts):
    n, (r, c), chi2 = counts.sum(), counts.shape, stats.chi2_contingency(counts, correction=False).statistic
    squared = max(0.0, chi2 / n - (r - 1) * (c - 1) / (n - 1))
    sides = r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)
    return [
        {"measure": "V Cramér", "value": np.sqrt(chi2 / (n * (min(r, c) - 1)))},
        {"measure": "V Cramér hiệu chỉnh chệch", "value": np.sqrt(squared / (min(sides) - 1))},
        {"measure": "Hệ số liên hợp C", "value": np.sqrt(chi2 / (chi2 + n))},
    ]


def _expected(counts):
    expected = stats.contingency.expected_freq(counts)
    return [
        {"measure": "Tần số kỳ vọng nhỏ nhất", "value": expected.min()},
        {"measure": "Tỷ lệ ô kỳ vọng dưới 5 (%)", "value": 100 * (expected < 5).mean()},
    ]


def _two_by_two(counts):
    (a, b), (c, d) = counts.astype(float)
    exact_ratio = stats.contingency.odds_ratio(counts, kind="conditional")
    low, high = exact_ratio.confidence_interval(0.95)
    rows = [
        {"measure": "φ", "value": (a * d - b * c) / np.sqrt((a + b) * (c + d) * (a + c) * (b + d))},
        {"measure": "OR có điều kiện (Fisher)", "value": exact_ratio.statistic, "low": low, "high": high},
    ]
    if counts.min() == 0:
        return [*rows, {"measure": "OR của mẫu (Wald)", "note": "Không tính được: có ô bằng 0."}]
    reach = stats.norm.ppf(0.975) * np.sqrt((1 / counts).sum())
    ratio = a * d / (b * c)
    limits = {"low": ratio * np.exp(-reach), "high": ratio * np.exp(reach)}
    return [*rows, {"measure": "OR của mẫu (Wald)", "value": ratio} | limits]

"""Every statistic of one two-way table that SPSS's Crosstabs offers, each by its name."""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats

from pipeline.infer import exact, tables
from pipeline.infer.variables import variables

COLUMNS = ["measure", "value", "df", "p", "low", "high", "note"]


def twoway(answers, question, by, *, seed=0):
    """Unweighted statistics of one question by another, for the reader who wants another than the chosen test.

    Returns a row a measure with the columns of COLUMNS: Pearson's χ², Yates' correction (2×2 only, for comparison:
    it is too cautious), likelihood ratio, Fisher's exact p, Monte-Carlo p, Cramér's V plain and bias-corrected
    (Bergsma 2013), contingency coefficient, φ and odds ratios (2×2 only: of the sample with Wald's interval,
    conditional with the exact one), least expected count and share of expected counts under 5. Blanks are left out.
    A table that cannot be tested is one row that says why.
    """
    one, other = (variables(answers, replace(q, points=()))[0] for q in (question, by))
    both = pd.DataFrame({"a": one.values, "b": other.values}).dropna()
    counts = pd.crosstab(both["a"], both["b"]).to_numpy()
    if min(counts.shape, default=0) < 2:
        reason = f"Không tính được: ở “{one.label}” hoặc “{other.label}” mọi người thuộc cùng một nhóm."
        return pd.DataFrame([{"measure": "χ² Pearson", "note": reason}], columns=COLUMNS)
    rows = _chi2(counts) + _exact(counts, seed) + _association(counts) + _expected(counts)
    rows += _two_by_two(counts) if counts.shape == (2, 2) else []
    return pd.DataFrame(rows, columns=COLUMNS).fillna({"note": ""})


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

"""Which test for which pair of questions."""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats

from pipeline import vi
from pipeline.infer import design, effects, groups, tables, trend
from pipeline.infer.variables import LEAST, CannotTest, variables

NUMBERS = ["n", "statistic", "df", "p", "p_adjusted", "effect", "effect_low", "effect_high"]
NUMBERS += ["side", "trend_statistic", "trend_p", "trend_p_adjusted", "trend_effect"]
COLUMNS = ["question", "by", "method", "n", "statistic", "df", "p", "p_adjusted"]
COLUMNS += ["effect", "effect_name", "effect_low", "effect_high", "side", "size", "note"]
COLUMNS += ["trend_method", "trend_statistic", "trend_p", "trend_p_adjusted", "trend_effect", "trend_effect_name"]


def compare(answers, question, by, *, weight=None, seed=0):
    """Test one question against another, the test chosen by the kinds of both.

    Returns one row a test (one an option where several answers are allowed; ``question`` is then "q/option") with
    the columns of tests.csv. ``n`` counts people who answered both; a blank and a choice apart from the scale
    ("không có ý kiến") are left out of rank tests, only a blank elsewhere. ``p`` is unrounded; ``p_adjusted`` and
    ``size`` are empty until ``family`` adds them. What cannot be computed has no numbers and a ``note`` "Không tính
    được: …", empty elsewhere: what was found is said from the printed tables, never here. F tests give their first df;
    both stand in ``method``. ``side``: categories of the smaller side of a table, by which the size of V is judged.

    * nominal × nominal: Pearson χ² (sparse: Fisher, Monte-Carlo of ``seed``), Cramér's V; see ``tables.test``
    * three or more choices × scale as groups: the same, the points of the scale being the groups
    * scale or number × groups: Mann–Whitney, Kruskal–Wallis, Welch's t and ANOVA; see ``groups.test``
    * ordered groups (a scale): the same test of plain groups, which sees every difference; beside it, in the ``trend_``
      columns, the trend along three or more of them: Cochran–Armitage, Jonckheere–Terpstra; see ``trend.beside``
    * scale × number: Jonckheere–Terpstra; see ``trend.test``
    * rank questions: an option a row, its place turned round (the first place highest) as a scale; by a number
      Spearman's ρ
    * two numbers: Spearman's ρ, which stays unweighted and says so

    ``weight`` names a column or is a ``Design``; unless people weigh alike and were drawn one by one, tests are
    design-based. ValueError when a column lacks.
    """
    sample = design.drawn(answers, weight)
    grouping = variables(answers, plain_groups(question, by))
    pairs = [(one, other) for one in variables(answers, question) for other in grouping]
    rows = [_row(one, other, sample, seed) for one, other in pairs]
    columns = {name: [row.get(name, np.nan) for row in rows] for name in COLUMNS}
    kinds = dict.fromkeys(NUMBERS, float) | {"n": int}  # once a column: DataFrame.astype takes as long as a test does
    return pd.DataFrame(
        {name: np.array(told, kinds[name]) if name in kinds else told for name, told in columns.items()}
    )


def plain_groups(question, by):
    """A scale that groups the answers to a question of three or more choices serves as plain groups."""
    several = question.kind == "nominal" and len(question.choices) != 2
    return replace(by, points=()) if by.kind == "ordinal" and several else by


def _row(one, other, sample, seed):
    row = {
        "question": one.name,
        "by": other.name,
        "p_adjusted": np.nan,
        "side": np.nan,
        "size": "",
        "note": "",
    } | trend.NONE
    try:
        found = _test(one, other, sample, seed)
        if np.isnan(found["p"]):
            raise CannotTest("phép kiểm định không cho kết quả với dữ liệu này.", found["n"])
    except CannotTest as refusal:
        return row | {"method": "", "effect_name": "", "n": refusal.n, "note": f"Không tính được: {refusal}"}
    low, high = found.pop("limits")
    row |= found | {"effect_low": low, "effect_high": high}
    if isinstance(row["df"], tuple):
        row |= {"method": f"{row['method']}, {_f_ratio(*row['df'])}", "df": row["df"][0]}
    return row


def _f_ratio(df1, df2):
    """The two degrees of freedom of an F test: F(1,83; 360,2)."""
    return f"F({vi.number(df1, 0 if float(df1).is_integer() else 2)}; {vi.number(df2, 1)})"


def _test(one, other, sample, seed):
    for variable in (one, other):
        if variable.kind not in ("nominal", "ordinal", "number"):
            raise CannotTest(f"“{variable.label}” không phải câu chọn đáp án, thang đo hay con số.")
    if one.name == other.name:
        raise CannotTest(f"“{one.label}” không so sánh với chính nó.")
    if one.kind == other.kind == "nominal":
        return tables.test(one, other, sample, seed)
    if other.kind == "ordinal":
        return _test(one, trend.plain(other), sample, seed) | trend.beside(one, other, sample)
    if one.kind == "ordinal" and other.kind == "number":
        if not one.labels:  # places of an option: no points to name groups by
            return _spearman(one, other, sample)
        return trend.test(other, one, sample)
    if one.kind == "nominal":
        return groups.test(other, one, sample, seed)
    return groups.test(one, other, sample, seed) if other.kind == "nominal" else _spearman(one, other, sample)


def _spearman(one, other, sample):
    """Spearman's ρ and S (R: cor.test, method = "spearman", exact = FALSE)."""
    both = pd.DataFrame({"x": one.values, "y": other.values}).dropna()
    n = len(both)
    if n < LEAST:
        raise CannotTest(f"chưa đến {LEAST} người trả lời cả “{one.label}” và “{other.label}”.", n)
    for side, variable in (("x", one), ("y", other)):
        if both[side].nunique() < 2:
            raise CannotTest(f"mọi người trả lời “{variable.label}” giống hệt nhau.", n)
    rho, p = stats.spearmanr(both["x"], both["y"])
    return {
        "method": "Spearman" if sample is None else "Spearman (không gia quyền)",
        "n": n,
        "statistic": (n**3 - n) * (1 - rho) / 6,
        "df": np.nan,
        "p": p,
        "effect": rho,
        "effect_name": "ρ Spearman",
        "limits": effects.correlation_limits(rho, n),
    }

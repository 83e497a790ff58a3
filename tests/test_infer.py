"""Tests of pipeline.infer. Numbers are R's (4.2, survey 4.1, psych 2.2.9); the call stands beside each."""

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pipeline import infer
from pipeline.infer import compare, effects, families, family, reliability
from pipeline.infer.choose import COLUMNS
from pipeline.questionnaire import Choice, Question
from pipeline.survey.model import Comparison

REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "reference"
needs_reference = pytest.mark.skipif(not REFERENCE.exists(), reason="the R reference cases are not beside the project")

AGREE = ("rất ít", "ít", "vừa", "nhiều", "rất nhiều")
SPRAYS = {  # R: InsectSprays
    "A": "10 7 20 14 14 12 10 23 17 20 14 13",
    "B": "11 17 21 11 16 14 17 17 19 21 7 13",
    "C": "0 1 7 2 3 1 2 1 3 0 1 4",
    "D": "3 5 12 6 4 3 5 5 5 5 2 4",
    "E": "3 5 3 5 3 6 1 1 3 2 6 4",
    "F": "11 9 15 22 15 16 13 10 26 26 24 13",
}
OZONE = {  # R: airquality, months 5 and 8
    "May": "41 36 12 18 28 23 19 8 7 16 11 14 18 14 34 6 30 11 1 11 4 32 23 45 115 37",
    "August": "39 9 16 78 35 66 122 89 110 44 28 65 22 59 23 31 44 21 9 45 168 73 76 118 84 85",
}

# R: mtcars$mpg, mtcars$wt
MPG = "21 21 22.8 21.4 18.7 18.1 14.3 24.4 22.8 19.2 17.8 16.4 17.3 15.2 10.4 10.4 14.7 32.4 30.4 33.9 21.5 15.5 "
MPG += "15.2 13.3 19.2 27.3 26 30.4 15.8 19.7 15 21.4"
WEIGHT = "2.62 2.875 2.32 3.215 3.44 3.46 3.57 3.19 3.15 3.44 3.44 4.07 3.73 3.78 5.25 5.424 5.345 2.2 1.615 1.835 "
WEIGHT += "2.465 3.52 3.435 3.84 3.845 1.935 2.14 1.513 3.17 2.77 3.57 2.78"


def one(name, *options, scale=()):
    choices = tuple(Choice(option, option) for option in options)
    return Question(name, "select one", f"Câu {name}", choices=choices, points=tuple(scale))


def number(name):
    return Question(name, "decimal", f"Câu {name}")


def from_counts(counts, rows=("Có", "Không"), columns=("Nam", "Nữ")):
    """Answers q by g that give this table, and the two questions."""
    table = pd.DataFrame(counts, list(rows), list(columns)).stack()
    answers = table.index.repeat(table).to_frame(index=False, name=["q", "g"])
    answers["q"], answers["g"] = pd.Categorical(answers["q"], rows), pd.Categorical(answers["g"], columns)
    return answers, one("q", *rows), one("g", *columns)


def from_groups(data):
    """Numbers by group from lines of figures, and the two questions."""
    rows = [(float(value), name) for name, line in data.items() for value in line.split()]
    answers = pd.DataFrame(rows, columns=["q", "g"])
    return answers.assign(g=pd.Categorical(answers["g"], list(data))), number("q"), one("g", *data)


def as_scale(answers):
    """The numbers of q as labels of a scale of all their values."""
    points = [str(value) for value in sorted(answers["q"].unique())]
    return answers.assign(q=answers["q"].astype(str)), one("q", *points, scale=points)


def with_blanks(answers):
    """The same answers and as many people again who left one of the two blank."""
    half = answers.assign(q=answers["q"].where([False] * len(answers)))
    other = answers.assign(g=answers["g"].where([False] * len(answers)))
    return pd.concat([answers, half, other], ignore_index=True).astype(answers.dtypes.to_dict())


def survey(n=400, seed=1):
    """Unrelated answers of n people: nominal q, groups g, scale s, number x and weights."""
    draw = np.random.default_rng(seed)
    columns = {"q": ["a", "b", "c"], "g": ["Nam", "Nữ"], "s": AGREE}
    answers = pd.DataFrame({name: draw.choice(options, n) for name, options in columns.items()})
    return answers.assign(x=draw.normal(30, 5, n), weight=draw.uniform(0.3, 3, n))


Q, G, S, X = one("q", "a", "b", "c"), one("g", "Nam", "Nữ"), one("s", *AGREE, scale=AGREE), number("x")


# nominal × nominal


def test_pearson_chi_square_is_rs_without_yates():
    row = compare(*from_counts([[112, 206], [318, 406]])).iloc[0]
    # R: chisq.test(table(Sex, Insured), correct = FALSE), reference 02; V by hand from it
    assert row["statistic"] == pytest.approx(6.90405434243583, rel=1e-9)
    assert (row["n"], row["df"], row["method"]) == (1042, 1, "χ² Pearson")
    assert row["p"] == pytest.approx(0.00860005018262959, rel=1e-9)
    assert row["effect"] == pytest.approx(0.0813988447198328, rel=1e-9)


def test_blank_answers_change_no_number_of_a_table():
    answers, q, g = from_counts([[112, 206], [318, 406]])
    pd.testing.assert_frame_equal(compare(with_blanks(answers), q, g), compare(answers, q, g))


def test_interval_of_cramers_v_is_smithsons():
    # R: confintr::ci_cramersv(chisq.test(table(mtcars[c("am", "vs")]), correct = FALSE))
    row = compare(*from_counts([[12, 7], [6, 7]])).iloc[0]
    assert row[["effect", "effect_low", "effect_high"]].tolist() == pytest.approx([0.1683451, 0, 0.5441663], rel=1e-3)


def test_sparse_two_by_two_takes_fishers_exact_test():
    row = compare(*from_counts([[5, 10], [3, 12]])).iloc[0]
    # R: fisher.test(matrix(c(5, 3, 10, 12), 2)), reference 02
    assert row["method"] == "Fisher chính xác"
    assert row["p"] == pytest.approx(0.681659170414793, rel=1e-9)
    assert np.isnan(row["statistic"])


def test_sparse_larger_table_takes_fishers_exact_test_too():
    counts = [[1, 0, 0], [4, 36, 0], [0, 4, 1], [5, 9, 0]]
    row = compare(*from_counts(counts, ("Cao học", "THPT", "THCS", "Đại học"), ("A", "B", "C"))).iloc[0]
    # R: fisher.test(table(Edu, SatServ)), reference 02, first 60 rows
    assert row["method"] == "Fisher chính xác"
    assert row["p"] == pytest.approx(0.00605121564782554, rel=1e-8)


def test_a_sparse_table_too_large_to_walk_through_takes_monte_carlo_with_a_fixed_seed():
    counts = [[1, 1, 0, 0], [43, 193, 456, 13], [4, 45, 91, 1], [37, 83, 70, 4]]
    answers, q, g = from_counts(counts, ("Cao học", "THPT", "THCS", "Đại học"), ("A", "B", "C", "D"))
    first, again, other = (compare(answers, q, g, seed=seed).iloc[0] for seed in (0, 0, 1))
    # R: chisq.test(simulate.p.value = TRUE, B = 200000): 0.00025, reference 02; its four standard errors
    assert first["p"] == pytest.approx(0.00024999875, abs=0.000141403)
    assert first["statistic"] == pytest.approx(77.170533196286, rel=1e-9)
    assert first["p"] == again["p"] != other["p"]
    assert first["method"] == "χ² Monte-Carlo, 100.000 lần"


def test_one_expected_count_under_one_is_sparse():
    counts = [[29, 8, 1, 0], [1, 16, 71, 8], [412, 251, 240, 5]]
    answers, q, g = from_counts(counts, ("Cao", "Thấp", "Vừa"), list("ABCD"))
    row = compare(answers, q, g).iloc[0]
    # R: reference 02, SES × Burden: least expected count 0.474, under 5 in 2 of 12 cells
    assert row["method"].startswith("χ² Monte-Carlo")
    assert row["statistic"] == pytest.approx(173.262047828855, rel=1e-9)
    assert row["effect"] == pytest.approx(np.sqrt(173.262047828855 / (1042 * 2)), rel=1e-9)


def test_each_option_of_a_multiple_question_is_a_test():
    ticks = {"m/zalo": [True] * 30 + [False] * 70, "m/fb": [True] * 100}
    answers = pd.DataFrame({"g": ["Nam"] * 50 + ["Nữ"] * 50} | ticks)
    answers = pd.concat([answers, answers.iloc[:9]], ignore_index=True).astype({"m/zalo": "boolean", "m/fb": "boolean"})
    answers.loc[100:, ["m/zalo", "m/fb"]] = pd.NA
    m = Question("m", "select all that apply", "Nền tảng", choices=(Choice("zalo", "Zalo"), Choice("fb", "Facebook")))
    rows = compare(answers, m, G).set_index("question")
    assert rows.loc["m/zalo", ["n", "effect"]].tolist() == [100, pytest.approx(np.sqrt(3 / 7))]
    same = "mọi người trả lời cả hai câu đều trả lời giống nhau ở “{}”, không có gì để so sánh."
    assert rows.loc["m/fb", "note"] == f"Không tính được: {same.format('Nền tảng – Facebook')}"
    assert rows["p"].dtype == float and rows.loc["m/fb", ["p", "df"]].isna().all()


# scales and numbers by groups


def test_mann_whitney_is_rs_wilcoxon_with_ties():
    answers, _, g = from_groups(OZONE)
    labelled, q = as_scale(answers)
    row = compare(labelled, q, g).iloc[0]
    # R: wilcox.test(Ozone ~ Month, data = airquality, subset = Month %in% c(5, 8)): W = 127.5, p = 0.0001208
    assert row["statistic"] == 127.5
    assert row["p"] == pytest.approx(0.0001208, abs=5e-8)
    assert row["effect"] == pytest.approx(2 * 127.5 / 26**2 - 1)


def test_mann_whitney_without_ties_is_exact_as_in_r():
    data = {"x": "0.80 0.83 1.89 1.04 1.45 1.38 1.91 1.64 0.73 1.46", "y": "1.15 0.88 0.90 0.74 1.21"}
    answers, _, g = from_groups(data)
    labelled, q = as_scale(answers)
    row = compare(labelled, q, g).iloc[0]
    # R: wilcox.test(x, y, alternative = "g"), its help page: W = 35, p = 0.1272, half of the two-sided p
    assert row["statistic"] == 35
    assert row["p"] / 2 == pytest.approx(0.1272, abs=5e-5)


def test_interval_of_the_rank_biserial_is_that_of_cliffs_delta():
    answers, _, g = from_groups({"A": "10 10 20 20 20 30 30 30 40 50", "B": "10 20 30 40 40 50"})
    labelled, q = as_scale(answers)
    row = compare(labelled, q, g).iloc[0]
    # R: effsize::cliff.delta(treatment, control)
    found = row[["effect", "effect_low", "effect_high"]].tolist()
    assert found == pytest.approx([-0.25, -0.7265846, 0.3890062], abs=5e-8)


def test_no_opinion_and_blanks_are_left_out_of_rank_tests():
    answers, _, g = from_groups(OZONE)
    labelled, q = as_scale(answers)
    apart = Question(q.name, q.type, q.label, choices=(*q.choices, Choice("0", "không có ý kiến")), points=q.points)
    more = pd.concat([labelled, labelled.assign(q="không có ý kiến"), labelled.assign(q=None)], ignore_index=True)
    pd.testing.assert_frame_equal(compare(more, apart, g), compare(labelled, q, g))


def test_kruskal_wallis_is_rs():
    answers, _, g = from_groups(SPRAYS)
    labelled, q = as_scale(answers)
    row = compare(with_blanks(labelled), q, g).iloc[0]
    # R: kruskal.test(count ~ spray, data = InsectSprays): 54.691, df = 5, p-value = 1.511e-10
    assert row["statistic"] == pytest.approx(54.691, abs=5e-4)
    assert row["p"] == pytest.approx(1.511e-10, rel=5e-4)
    assert row["effect"] == pytest.approx(row["statistic"] / 71)
    assert row["effect_low"] < row["effect"] < row["effect_high"]


def test_welch_t_is_rs_even_with_equal_sizes():
    sleep = {"1": "0.7 -1.6 -0.2 -1.2 -0.1 3.4 3.7 0.8 0 2", "2": "1.9 0.8 1.1 0.1 -0.1 4.4 5.5 1.6 4.6 3.4"}
    answers, q, g = from_groups(sleep)
    row = compare(with_blanks(answers), q, g).iloc[0]
    # R: t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776, p-value = 0.07939
    assert row["statistic"] == pytest.approx(-1.8608, abs=5e-5)
    assert row["df"] == pytest.approx(17.776, abs=5e-4)
    assert row["p"] == pytest.approx(0.07939, abs=5e-6)
    # d = t·√(2/10) = -0.8322, Hedges: × (1 - 3/(4·20 - 9))
    assert row["effect"] == pytest.approx(-1.860813 * np.sqrt(0.2) * (1 - 3 / 71), rel=1e-6)


def test_welch_anova_is_rs():
    row = compare(*from_groups(SPRAYS)).iloc[0]
    # R: oneway.test(count ~ spray, data = InsectSprays): F = 36.065, num df = 5, denom df = 30.043, p = 7.999e-12
    assert row["statistic"] == pytest.approx(36.065, abs=5e-4)
    assert row["p"] == pytest.approx(7.999e-12, rel=5e-4)
    assert (row["df"], row["method"]) == (5, "ANOVA Welch, F(5; 30,0)")
    # R: summary(aov(count ~ spray, data = InsectSprays)): sums of squares 2669 and 1015
    assert row["effect"] == pytest.approx(2669 / (2669 + 1015), abs=1e-4)


def test_noncentral_f_limit_of_explained_variance_is_rs():
    # R: confintr::ci_rsquared(7.470279, 2, 102, probs = c(0.05, 1)): 0.03552725
    low = effects.noncentrality(stats.ncf.cdf, 0.95, 7.470279, 2, 102)
    assert low / (low + 105) == pytest.approx(0.03552725, rel=1e-3)


def test_groups_of_fewer_than_five_are_left_out():
    answers, q, g = from_groups(OZONE | {"June": "29 71 39"})
    assert compare(answers, q, g)["n"].item() == 52


def test_spearman_is_rs():
    answers = pd.DataFrame({"x": MPG.split() + [None], "y": WEIGHT.split() + ["3"]}).astype(float)
    row = compare(answers, X, number("y")).iloc[0]
    # R: cor.test(mtcars$wt, mtcars$mpg, method = "spearman"): S = 10292, p-value = 1.488e-11, rho = -0.886422
    assert (row["n"], round(row["statistic"])) == (32, 10292)
    assert row["p"] == pytest.approx(1.488e-11, rel=5e-4)
    assert row["effect"] == pytest.approx(-0.886422, abs=5e-7)
    assert -1 < row["effect_low"] < row["effect"] < row["effect_high"] < 0


# weights


@needs_reference
def test_svy_still_gives_rs_rao_scott_on_a_stratified_sample():
    polars, svy = pytest.importorskip("polars"), pytest.importorskip("svy")
    case = REFERENCE / "10_fpc_strata_rake_api"
    r = json.loads((case / "expected.json").read_text(encoding="utf-8"))["strat_chisq_schwide_stype"]["F"]
    data = pd.read_csv(case / "data.csv")[["stype", "sch.wide", "pw", "fpc"]]
    design = svy.Design(stratum="stype", wgt="pw", pop_size="fpc")
    found = svy.Sample(polars.DataFrame(data.to_dict("list")), design).categorical.tabulate("sch.wide", "stype").stats.f
    assert [found.value, found.df_num, found.df_den] == pytest.approx([r["statistic"], *r["df"]], rel=1e-6)
    assert found.p_value == pytest.approx(r["p"], rel=1e-6)


def test_weighted_table_takes_rao_scott_with_everyone_in_the_design():
    answers = survey().query("q != 'c'").reset_index(drop=True)
    answers.loc[:39, "q"] = None
    row = compare(answers, one("q", "a", "b"), G, weight="weight").iloc[0]
    # Rao & Scott 1984 for a 2×2 table, as R's svychisq computes it: X² over the design effect of the odds contrast
    n, w = len(answers), answers["weight"].where(answers["q"].notna(), 0).to_numpy()
    cells = [((answers["q"] == q) & (answers["g"] == g)).to_numpy() for q in "ab" for g in ("Nam", "Nữ")]
    p = np.array([w[cell].sum() for cell in cells]) / w.sum()
    c = np.array([1, -1, -1, 1]) / p
    influence = w * (np.column_stack(cells) @ c - c @ p) / w.sum()
    margins = (p[0] + p[1]) * (p[2] + p[3]) * (p[0] + p[2]) * (p[1] + p[3])
    squared = (p[0] * p[3] - p[1] * p[2]) ** 2 / margins
    f = squared * (c @ (p * c)) / (influence @ influence * n / (n - 1))
    assert row["statistic"] == pytest.approx(f, rel=1e-9)
    assert row["effect"] == pytest.approx(np.sqrt(squared), rel=1e-9)
    assert row["p"] == pytest.approx(stats.f.sf(f, 1, n - 1), rel=1e-9)


def lumley_scott(value, first, weight):
    """t of R's svyranktest without ties: regression of weighted ranks on the group, linearised variance."""
    order = np.argsort(value)
    rank = np.empty(len(value))
    rank[order] = (np.cumsum(weight[order]) - weight[order] / 2) / weight.sum()
    return linear_t(rank, first, weight)


def linear_t(value, first, weight):
    """t of R's svyttest: difference of weighted means over its linearised standard error."""
    n, parts = len(value), [np.where(side, weight, 0) for side in (first, ~first)]
    means = [part @ value / part.sum() for part in parts]
    influence = sum(s * part * (value - m) / part.sum() for s, part, m in zip((1, -1), parts, means, strict=True))
    return (means[0] - means[1]) / np.sqrt(influence @ influence * n / (n - 1))


def test_weighted_number_by_two_groups_takes_the_design_based_t_test():
    answers = survey()
    row = compare(answers, X, G, weight="weight").iloc[0]
    t = linear_t(answers["x"].to_numpy(), (answers["g"] == "Nam").to_numpy(), answers["weight"].to_numpy())
    assert (row["statistic"], row["df"]) == (pytest.approx(t, rel=1e-9), 398)
    assert row["p"] == pytest.approx(2 * stats.t.sf(abs(t), 398), rel=1e-9)
    assert np.sign(row["effect"]) == np.sign(t)


def test_weighted_scale_by_two_groups_takes_the_design_based_rank_test():
    answers = survey(200)
    points = [str(value) for value in sorted(answers["x"])]
    labelled, ranked = answers.assign(x=answers["x"].astype(str)), one("x", *points, scale=points)
    row = compare(labelled, ranked, G, weight="weight").iloc[0]
    t = lumley_scott(answers["x"].to_numpy(), (answers["g"] == "Nam").to_numpy(), answers["weight"].to_numpy())
    assert (row["statistic"], row["df"]) == (pytest.approx(t, rel=1e-9), 198)
    assert row["effect_low"] < row["effect"] < row["effect_high"]


def test_rank_test_of_many_groups_with_nearly_equal_weights_is_near_kruskal_wallis():
    answers = survey(2000).assign(weight=lambda d: 1 + 1e-6 * d["x"])
    plain, weighted = compare(answers, S, Q).iloc[0], compare(answers, S, Q, weight="weight").iloc[0]
    assert weighted["statistic"] * 2 == pytest.approx(plain["statistic"], rel=0.02)
    assert weighted["effect"] == pytest.approx(plain["effect"], rel=1e-3)
    assert "Lumley–Scott" in weighted["method"]


def test_equal_weights_are_no_weights():
    answers = survey().assign(weight=2.0)
    pd.testing.assert_frame_equal(compare(answers, Q, G, weight="weight"), compare(answers, Q, G))


def test_spearman_says_that_it_is_unweighted():
    answers = survey().assign(y=lambda d: d["x"] ** 2)
    rows = [compare(answers, X, number("y"), weight=weight) for weight in ("weight", None)]
    assert rows[0]["method"].item() == "Spearman (không gia quyền)"
    assert rows[0]["p"].item() == rows[1]["p"].item()


@pytest.mark.parametrize("weight", [np.nan, 0.0, -1.0])
def test_a_weight_that_is_missing_or_not_positive_is_refused(weight):
    answers = survey()
    answers.loc[3, "weight"] = weight
    with pytest.raises(ValueError, match="weight: 1 trọng số trống"):
        compare(answers, Q, G, weight="weight")


# what cannot be computed


def impossible():
    fine = survey(40)
    return {
        "one_column": (fine.assign(q="a"), Q, G),  # R: chisq.test gives p = 0.56, pingouin 1.0
        "one_group": (fine.assign(g="Nam"), S, G),  # R: "all observations are in the same group"
        "all_equal": (fine.assign(s="vừa"), S, G),  # R: wilcox.test p = NaN, pingouin 1.0
        "all_equal_many": (fine.assign(s="vừa"), S, Q),  # R: kruskal.test NaN
        "constant_number": (fine.assign(x=4.0), X, G),  # R: "data are essentially constant"
        "flat_groups": (fine.assign(x=(fine["g"] == "Nam") * 1.0), X, G),  # R: "data are essentially constant"
        "flat_group_of_three": (fine.assign(x=fine["x"].where(fine["q"] != "a", 1.0)), X, Q),  # R: oneway.test NaN
        "group_of_one": (fine.assign(g=["Nam"] + ["Nữ"] * 39), X, G),  # R: "not enough 'x' observations"
        "constant_in_correlation": (fine.assign(x=2.0), S, X),  # R: cor NA, "the standard deviation is zero"
        "nobody": (fine.assign(q=None), Q, G),
        "nobody_weighted_scale": (fine.assign(s=None), S, G),
        "open_answer": (fine.assign(t="vì"), Question("t", "text", "Vì sao"), G),
        "itself": (fine, Q, Q),
    }


@pytest.mark.parametrize("weight", [None, "weight"])
@pytest.mark.parametrize("case", impossible())
def test_what_cannot_be_computed_gives_a_reason_and_never_a_number(case, weight):
    answers, question, by = impossible()[case]
    row = family(compare(answers, question, by, weight=weight)).iloc[0]
    assert row["note"].startswith("Không tính được: ")
    assert row[["statistic", "df", "p", "p_adjusted", "effect", "effect_low", "effect_high"]].isna().all()


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match="không có cột «q»"):
        compare(survey().drop(columns="q"), Q, G)


# families


def rows_with(p, *, effect=0.2):
    rows = compare(survey(), Q, G)
    return pd.concat([rows.assign(p=value, effect=effect) for value in p])


def test_holm_adjusts_the_p_that_exist():
    found = family(rows_with([0.01, 0.02, np.nan, 0.03, 0.5]))["p_adjusted"]
    # R: p.adjust(c(0.01, 0.02, NA, 0.03, 0.5), "holm")
    assert found.tolist() == pytest.approx([0.04, 0.06, np.nan, 0.06, 0.5], nan_ok=True)


def test_a_family_is_adjusted_once():
    with pytest.raises(ValueError, match="đã được hiệu chỉnh"):
        family(family(rows_with([0.01, 0.02])))


def test_columns_are_those_of_the_tests_table_and_input_is_unchanged():
    answers = survey()
    before = answers.copy()
    rows = family(compare(answers, Q, G))
    assert list(rows.columns) == COLUMNS
    pd.testing.assert_frame_equal(answers, before)


def test_a_trivial_effect_is_called_trivial_whatever_its_p():
    row = family(compare(*from_counts([[5200, 4800], [4800, 5200]]))).iloc[0]
    assert row["p_adjusted"] < 1e-6 and row["size"] == "không đáng kể"


@pytest.mark.parametrize(
    ("effect", "name", "word"),
    [(0.0999, "V Cramér", "không đáng kể"), (0.1, "V Cramér", "nhỏ"), (-0.5, "g Hedges", "vừa"), (0.14, "η²", "lớn")],
)
def test_words_for_size_begin_at_their_thresholds(effect, name, word):
    assert effects.size(effect, name) == word


def test_the_threshold_of_survey_yaml_decides_what_is_negligible():
    rows = compare(*from_counts([[541, 682], [459, 318]]))
    row = family(rows, negligible={"V Cramér": 0.2}).iloc[0]
    assert row["size"] == "không đáng kể" and family(rows)["size"].item() == "nhỏ"
    assert infer.notable(family(rows, negligible={"V Cramér": 0.2}).assign(family="A")).empty


def test_the_n_of_a_planned_test_does_not_tell_a_group_of_few():
    answers = pd.DataFrame({"s": (["ít"] * 12 + ["nhiều"] * 12) * 2, "g": ["Nam"] * 22 + ["Nữ"] * 23 + ["Khác"] * 3})
    plan, form = Comparison("họ", ("s",), ("g",)), {"s": S, "g": G}
    assert compare(answers, S, G)["n"].item() == 45 and families(answers, [plan], form)["n"].item() == 40


def test_no_difference_is_reported_in_data_without_any():
    draws = [survey(200, seed=seed) for seed in range(15)]
    pairs = [(Q, G), (S, G), (S, Q), (X, G)]
    rows = family(pd.concat([compare(answers, *pair) for answers in draws for pair in pairs]))
    assert (rows["p_adjusted"] >= 0.05).all()
    assert (rows["p"] < 0.05).mean() < 0.15
    assert (rows["effect_low"] <= rows["effect"]).all() and (rows["effect"] <= rows["effect_high"]).all()


# reliability


def battery(*items):
    names = [f"i{number}" for number in range(1, len(items) + 1)]
    answers = pd.DataFrame(dict(zip(names, items, strict=True))).map(lambda score: AGREE[score - 1])
    return answers, [one(name, *AGREE, "không có ý kiến", scale=AGREE) for name in names]


def test_alpha_of_two_items_by_hand():
    rows = reliability(*battery([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]))
    # variances 2.5, covariance 2: 2 (1 - 5/9); R: 1 - (1 - 8/9) * qf(c(.975, .025), 4, 4)
    assert rows["alpha"].tolist() == pytest.approx([8 / 9, 8 / 9])
    assert rows.loc[0, ["alpha_low", "alpha_high"]].tolist() == pytest.approx([-0.0671698, 0.9884316], abs=1e-6)
    assert rows["item_rest"].tolist() == pytest.approx([0.8, 0.8])
    assert rows["alpha_if_dropped"].isna().all()


def test_alpha_leaves_out_people_with_a_blank_or_no_opinion():
    answers, questions = battery([1, 2, 3, 4, 5], [2, 1, 4, 3, 5], [1, 1, 3, 4, 4])
    more = pd.concat([answers, answers.assign(i1=None), answers.assign(i2="không có ý kiến")], ignore_index=True)
    pairwise = ["n_any", "alpha_pairwise"]
    found, expected = (reliability(rows, questions).drop(columns=pairwise) for rows in (more, answers))
    pd.testing.assert_frame_equal(found, expected)


@needs_reference
@pytest.mark.parametrize("scale", ["SC", "SI", "HM", "OIB", "young_missing_listwise"])
def test_reliability_is_that_of_r_psych(scale):
    case = REFERENCE / "05_reliability_alpha_tiktok"
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))[scale]
    data = pd.read_csv(case / ("young.csv" if scale.startswith("young") else "data.csv"))[list(expected["item_rest_r"])]
    labels = data.apply(lambda item: item.map(lambda score: AGREE[int(score) - 1], na_action="ignore"))
    rows = reliability(labels, [one(name, *AGREE, scale=AGREE) for name in labels])
    whole = rows.loc[0, ["n", "alpha", "alpha_low", "alpha_high"]].tolist()
    assert whole == pytest.approx([expected["n"], expected["psych_check_raw_alpha"], *expected["feldt_ci95"]], rel=1e-6)
    assert rows["item_rest"].tolist() == pytest.approx(list(expected["item_rest_r"].values()), rel=1e-6)
    assert rows["alpha_if_dropped"].tolist() == pytest.approx(list(expected["alpha_if_deleted"].values()), rel=1e-6)


def test_an_item_against_the_others_is_asked_about_and_not_reversed():
    rows = reliability(*battery([1, 2, 3, 4, 5], [1, 2, 3, 5, 4], [5, 4, 3, 2, 2]))
    assert rows.loc[2, "note"].startswith("“Câu i3” đi ngược các câu còn lại; có phải câu hỏi đảo chiều không?")
    assert rows.loc[2, "item_rest"] < 0


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        (([1, 2, 3, 4, 5], [2, 2, 2, 2, 2]), "giống hệt nhau ở “Câu i2”"),  # R's formula gives 0
        (([1, 2, 3, 4, 5], [5, 4, 3, 2, 1]), "tổng điểm của mọi người bằng nhau"),
        (([1, 2], [2, 1]), "chỉ 2 người trả lời đủ mọi câu"),
    ],
)
def test_alpha_that_cannot_be_computed_gives_a_reason(items, reason):
    rows = reliability(*battery(*items))
    assert rows["note"].str.startswith("Không tính được: ").all()
    assert reason in rows.loc[0, "note"]
    assert rows[["alpha", "alpha_low", "alpha_high", "item_rest", "alpha_if_dropped"]].isna().all(axis=None)


def test_alpha_of_one_question_is_refused():
    answers, questions = battery([1, 2, 3], [1, 2, 3])
    with pytest.raises(ValueError, match="ít nhất hai câu hỏi; nhận được 1"):
        reliability(answers, questions[:1])


def test_reading_a_survey_needs_no_scipy_and_infer_neither_pingouin_nor_svy():
    code = "import sys, pipeline.survey, pipeline.form; is_slow = 'scipy' in sys.modules; import pipeline.infer;"
    code += "sys.exit(is_slow or any(name in sys.modules for name in ('pingouin', 'svy', 'polars')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# the planned comparisons of a survey


class Planned(NamedTuple):
    name: str
    questions: tuple
    by: tuple


def test_planned_families_are_adjusted_apart_and_the_notable_ones_picked():
    g = ["Nam"] * 60 + ["Nữ"] * 60
    answers = pd.DataFrame({"g": g, "h": ["a", "b"] * 60, "m": ["x"] * 45 + ["y"] * 15 + ["x"] * 15 + ["y"] * 45})
    answers = answers.astype("category")
    form = {n: one(n, *answers[n].cat.categories) for n in "ghm"}
    tests = infer.families(answers, [Planned("A", ("m", "h"), ("g",)), Planned("B", ("m",), ("g",))], form)
    assert tests["family"].tolist() == ["A", "A", "B"]
    assert tests["p_adjusted"].iloc[0] == pytest.approx(2 * tests["p"].iloc[0])
    assert tests["p_adjusted"].iloc[2] == pytest.approx(tests["p"].iloc[2])
    assert infer.notable(tests)[["family", "question"]].values.tolist() == [["A", "m"], ["B", "m"]]


@pytest.mark.parametrize("planned", [[], [Planned("A", ("g",), ("g",))]])
def test_a_survey_without_planned_comparisons_has_no_tests(planned):
    tests = infer.families(pd.DataFrame({"g": ["a"]}), planned, {"g": G})
    assert len(tests) == len(infer.notable(tests)) == 0
    assert {"note", "family"} <= set(infer.notable(tests).columns)


def test_without_batteries_there_is_no_reliability():
    assert infer.all_reliability(pd.DataFrame(), []).empty


def test_a_group_that_nobody_is_in_makes_no_words_of_the_residuals_of_the_others():
    form = {name: Question(name, "select one", "", choices=G.choices) for name in "ghi"}
    given = [c.label for c in G.choices[:2]] * 9
    answers = pd.DataFrame({"g": given, "h": pd.Series([None] * 18, dtype="str"), "i": given})
    found = infer.all_residuals(answers, [Planned("A", ("g",), ("h", "i"))], form)
    assert len(found) == 4 and found["expected"].dtype == float


def test_a_survey_that_plans_nothing_has_empty_tables_with_their_columns():
    answers = pd.DataFrame({"g": ["a"] * 9})
    tests = infer.families(answers, [], {})
    rows, fit = infer.regressions(answers, [], {})
    found = [
        infer.all_pairs(answers, tests, {}),
        infer.all_residuals(answers, [], {}),
        infer.all_batteries(answers, []),
    ]
    found += [infer.correlations(answers, []), infer.ranking(answers, []), rows, fit]
    assert all(table.empty and len(table.columns) > 5 for table in found)


def test_the_size_of_v_heeds_the_table_and_no_printed_figure_contradicts_its_word():
    # Cohen 1988, p. 223: w = V √(k − 1); V = 0,08 of a table of five by five is w = 0,16
    assert [effects.size(0.08, "V Cramér", side=k) for k in (2, 5)] == ["không đáng kể", "nhỏ"]
    assert effects.size(0.08, "V Cramér", {"V Cramér": 0.09}, side=5) == "không đáng kể"
    assert effects.size(0.1, "V Cramér") == "nhỏ"
    assert [effects.digits(v, "V Cramér") for v in (0.0987, 0.09997, 0.1, 0.2)] == [3, 5, 2, 2]


def test_the_test_of_a_table_says_its_smaller_side_and_its_size_follows():
    answers, q, g = from_counts(
        [[40, 50, 60], [50, 50, 50], [60, 50, 40]], rows=("a", "b", "c"), columns=("x", "y", "z")
    )
    row = family(compare(answers, q, g)).iloc[0]
    assert row["side"] == 3 and 0.07 < row["effect"] < 0.1 and row["size"] == "nhỏ"


def test_notable_tests_stand_in_the_order_of_their_own_scales():
    rows = pd.DataFrame({"family": "A", "question": ["v", "e"], "effect": [0.16, 0.09], "p_adjusted": 0.001, "side": 2,
                         "effect_name": ["V Cramér", "ε² Kruskal–Wallis"], "size": ["nhỏ", "vừa"]})  # fmt: skip
    assert infer.notable(rows)["question"].tolist() == ["e", "v"]


@pytest.mark.parametrize("people", [9, 10])
def test_under_ten_people_two_questions_are_not_tested(people):
    answers = pd.DataFrame({"q": (["Có", "Không"] * 5)[:people], "g": (["Nam"] * 5 + ["Nữ"] * 5)[:people]})
    row = infer.compare(answers, one("q", "Có", "Không"), one("g", "Nam", "Nữ")).iloc[0]
    assert pd.isna(row["p"]) == (people < 10) and ("chưa đến 10 người" in row["note"]) == (people < 10)

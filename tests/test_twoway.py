"""Tests of the statistics and residuals of one table. Numbers are R's (4.2, survey 4.1); the call stands beside."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline import infer
from pipeline.infer import exact
from pipeline.questionnaire import Choice, Question

SMALL = [[5, 3], [10, 12]]
REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "reference"
needs_reference = pytest.mark.skipif(not REFERENCE.exists(), reason="the R reference cases are not beside the project")


def one(name, options):
    return Question(name, "select one", f"Câu {name}", choices=tuple(Choice(o, o) for o in options))


def from_counts(counts):
    """Answers q by g that give this table, and the two questions."""
    counts = np.array(counts)
    rows, columns = (tuple("abcdefgh"[:k]) for k in counts.shape)
    cells = [(r, c) for i, r in enumerate(rows) for j, c in enumerate(columns) for _ in range(counts[i, j])]
    answers = pd.DataFrame(cells, columns=["q", "g"])
    answers = answers.assign(q=pd.Categorical(answers["q"], rows), g=pd.Categorical(answers["g"], columns))
    return answers, one("q", rows), one("g", columns)


def measures(counts):
    return infer.twoway(*from_counts(counts)).set_index("measure")


@pytest.mark.parametrize(
    ("counts", "p"),
    [
        (SMALL, 0.681659170414793),  # R: fisher.test(matrix(c(5, 10, 3, 12), 2))
        ([[1, 0, 2, 1, 0], [0, 2, 5, 2, 0], [0, 2, 3, 2, 1]], 0.804369005607388),  # reference 16, pair 1
        ([[1, 0, 0, 0, 0], [1, 0, 0, 1, 2], [0, 4, 4, 1, 1], [2, 1, 0, 1, 1], [0, 0, 1, 0, 0]], 0.130009604136096),
        ([[0, 1, 0], [0, 1, 3], [3, 7, 0], [0, 2, 3], [0, 0, 1]], 0.0176771113303619),  # pair 9
        ([[5, 6, 5, 3], [1, 0, 1, 0]], 1.0),  # pair 13
        ([[3, 1, 0], [0, 0, 0], [1, 4, 0]], 0.206349206349206),  # fisher.test(matrix(c(3, 1, 1, 4), 2))
    ],
)
def test_exact_p_of_any_small_table_is_rs_fisher_test(counts, p):
    assert exact.fisher(counts) == pytest.approx(p, rel=1e-8)


def test_a_table_too_large_to_walk_through_has_no_exact_p():
    assert exact.fisher(np.full((4, 4), 40)) is None
    assert exact.fisher(np.full((6, 6), 2)) is None
    assert measures(np.full((4, 4), 40)).loc["Fisher chính xác", "note"] == "Không tính: bảng quá lớn."


def test_statistics_of_a_two_by_two_table_are_rs():
    found = measures([[112, 318], [206, 406]])
    # R: reference 02, Sex × Insured: chisq.test(correct = FALSE), G², chisq.test(correct = TRUE), V (Bergsma), C, φ
    values = found["value"].iloc[[0, 1, 2]].tolist()
    assert values == pytest.approx([6.90405434243583, 6.97577616801078, 6.54966769764956], rel=1e-9)
    assert found["p"].iloc[:3].tolist() == pytest.approx(
        [0.00860005018262959, 0.00826203804611256, 0.0104903749665885], rel=1e-9
    )
    named = {"V Cramér hiệu chỉnh chệch": 0.0753034155581611, "Hệ số liên hợp C": 0.0811305123280283}
    assert found.loc[list(named), "value"].tolist() == pytest.approx(list(named.values()), rel=1e-9)
    assert found.loc["φ", "value"] == pytest.approx(-0.0813988447198327, rel=1e-9)
    # R: fisher.test with uniroot's tol = 1e-14 (its default is right to four digits only); exp(log(OR) ± 1.96 SE)
    rows = found.loc[["OR có điều kiện (Fisher)", "OR của mẫu (Wald)"], ["value", "low", "high"]].to_numpy()
    assert rows[0] == pytest.approx([0.694385049418824, 0.522773554294559, 0.919632347808368], rel=1e-9)
    assert rows[1] == pytest.approx([0.694144226659339, 0.528347476811591, 0.911968408200263], rel=1e-9)


def test_an_empty_cell_leaves_the_odds_ratio_of_the_sample_without_a_number():
    row = measures([[5, 3], [0, 9]]).loc["OR của mẫu (Wald)"]
    assert np.isnan(row["value"]) and row["note"] == "Không tính được: có ô bằng 0."


@pytest.mark.parametrize("counts", [[[3, 4]], [[3], [4]]])
def test_a_table_with_one_row_or_column_says_why_it_has_no_statistic(counts):
    row = measures(counts).loc["χ² Pearson"]
    assert row["note"].startswith("Không tính được: ") and np.isnan(row["p"])


# residuals


def cells(rows, column="residual"):
    return rows.pivot(index="option", columns="group", values=column).to_numpy()


def test_adjusted_residuals_are_rs_stdres():
    rows = infer.residuals(*from_counts([[29, 8, 1, 0], [1, 16, 71, 8], [412, 251, 240, 5]]))
    # R: chisq.test(table(SES, Burden))$stdres and $expected, reference 02
    first = [4.30730553721475, -0.760704803881141, -3.74475011633787, -0.705866856153147]
    assert cells(rows)[0] == pytest.approx(first, rel=1e-9)
    assert cells(rows, "expected")[1, 3] == pytest.approx(1.19769673704415, rel=1e-9)
    assert rows.loc[0, ["question", "option", "by", "group", "n", "base"]].tolist() == ["q", "a", "g", "a", 29, 442]


WEIGHTED = [[9, 4, 6], [5, 8, 7], [3, 6, 12]]


def weighted():
    answers, q, g = from_counts(WEIGHTED)
    return answers.assign(weight=np.resize([0.5, 1.0, 2.0, 1.5], len(answers))), q, g


def test_weighted_residuals_are_rs_over_the_design_effect():
    rows = infer.residuals(*weighted(), weight="weight")
    top, middle = [1.973421357396, -1.033712821885, -0.766401078072], [-0.075971990794, 0.929265534979, -0.810440898473]
    # R: svychisq(~q + g, d)$stdres / sqrt(deff(svymean(~ I((q == i) - p[i]) * ((g == j) - p[j]), d, deff = "replace")))
    assert cells(rows).ravel() == pytest.approx([*top, *middle, -1.882151675199, 0.082501810593, 1.543060217376])
    assert rows["method"].eq("phần dư hiệu chỉnh theo thiết kế (gia quyền)").all()


def test_weighted_residuals_with_equal_weights_are_the_plain_ones():
    answers, q, g = from_counts(WEIGHTED)
    mass = np.ones(len(answers))
    mass[0] = 1 + 1e-7
    plain, equal = infer.residuals(answers, q, g), infer.residuals(answers.assign(weight=mass), q, g, weight="weight")
    assert plain["residual"].to_numpy() == pytest.approx(equal["residual"].to_numpy(), abs=1e-5)


def test_blanks_change_no_residual_and_an_option_of_several_stands_against_not_choosing_it():
    answers, q, g = from_counts(SMALL)
    more = pd.concat([answers, answers.assign(q=None), answers.assign(g=None)], ignore_index=True)
    pd.testing.assert_frame_equal(infer.residuals(more, q, g), infer.residuals(answers, q, g))
    ticks = answers.assign(**{"m/x": (answers["q"] == "a").astype("boolean")})
    m = Question("m", "select all that apply", "m", choices=(Choice("x", "X"),))
    assert infer.residuals(ticks, m, g)["residual"].tolist() == infer.residuals(answers, q, g)["residual"][:2].tolist()


def test_a_table_of_one_group_has_no_residuals():
    rows = infer.residuals(*from_counts([[3], [4]]))
    assert rows["residual"].isna().all() and rows["n"].tolist() == [3, 4]


# the reference cases of R


def expected(case):
    return json.loads((REFERENCE / case / "expected.json").read_text(encoding="utf-8"))


@needs_reference
def test_every_table_of_patients_is_rs():
    for name, r in expected("02_crosstab_chisq_patients").items():
        if name == "_meta":
            continue
        found, rows = measures(r["counts"]), infer.residuals(*from_counts(r["counts"]))
        chi2 = found.loc["χ² Pearson", ["value", "df", "p"]].tolist()
        assert chi2 == pytest.approx([r["pearson"][k] for k in ("statistic", "df", "p")], rel=1e-6, abs=0)
        assert found["p"]["χ² tỷ số hợp lý"] == pytest.approx(r["likelihood_ratio"]["p"], rel=1e-6, abs=0)
        named = [found["value"][name] for name in ("V Cramér", "V Cramér hiệu chỉnh chệch", "Hệ số liên hợp C")]
        assert named == pytest.approx([r[k] for k in ("cramers_v", "cramers_v_bias_corrected", "contingency_coef")])
        assert cells(rows) == pytest.approx(np.array(r["std_residuals_adjusted"]), rel=1e-6)
        if "fisher" in r and found["note"]["Fisher chính xác"] == "":
            assert found["p"]["Fisher chính xác"] == pytest.approx(r["fisher"]["p"], rel=1e-6, abs=0)
        if "monte_carlo" in r:
            mc = r["monte_carlo"]
            assert found["p"]["χ² Monte-Carlo"] == pytest.approx(mc["p"], abs=mc["tolerance"])


@needs_reference
def test_every_pair_of_21_answers_has_rs_exact_p():
    cases = {k: r for k, r in expected("16_edge_cases_vlearn_n21").items() if k.startswith("pair_")}
    assert len(cases) == 15
    for r in cases.values():
        row, found = infer.compare(*from_counts(r["table"]["counts"])).iloc[0], measures(r["table"]["counts"])
        assert (row["method"], row["p"]) == ("Fisher chính xác", pytest.approx(r["fisher_p"], rel=1e-6))
        assert found.loc["χ² Pearson", ["value", "p"]].tolist() == pytest.approx([r["chi2"], r["chi2_p"]], rel=1e-6)
        assert found["value"]["Tần số kỳ vọng nhỏ nhất"] == pytest.approx(r["min_expected"], rel=1e-6)


def points(counts):
    """Answers of two scales that give this table."""
    answers, q, g = from_counts(counts)
    return answers, *(replace(side, points=tuple(c.name for c in side.choices)) for side in (q, g))


PUBLISHED = [[26, 26, 23, 18, 9], [6, 7, 9, 14, 23]]  # SAS/STAT, PROC FREQ, measures of association; also DescTools'


@pytest.mark.parametrize(
    ("measure", "value", "low", "high"),
    [
        # R: DescTools::GoodmanKruskalGamma(tab, conf.level = 0.95), KendallTauB, StuartTauC, SomersDelta (as published)
        ("γ Goodman–Kruskal", 0.5313, 0.3480, 0.7146),
        ("τ-b Kendall", 0.3373, 0.2114, 0.4631),
        ("τ-c Stuart", 0.4111, 0.2547, 0.5675),
        ("D Somers, nhóm theo câu hỏi", 0.4427, 0.2786, 0.6068),  # C|R: the columns are the groups
        ("D Somers, câu hỏi theo nhóm", 0.2569, 0.1592, 0.3547),  # R|C
    ],
)
def test_measures_of_two_orders_are_the_published_ones(measure, value, low, high):
    row = infer.twoway(*points(PUBLISHED)).set_index("measure").loc[measure]
    assert row[["value", "low", "high"]].tolist() == pytest.approx([value, low, high], abs=5e-5)


def test_measures_of_two_orders_have_their_errors_and_the_t_of_no_association():
    rows = infer.twoway(*points(PUBLISHED)).set_index("measure")
    # R: z <- numDeriv::grad(value as a function of the weights, rep(1, 161)); sqrt(sum(z^2))
    assert rows.loc["D Somers, đối xứng", ["value", "se"]].tolist() == pytest.approx(
        [0.3251556206518, 0.06215090832409], rel=1e-7
    )
    # R: (P - Q)/(2 * sqrt(sum(n * (C - D)^2) - (P - Q)^2/161)), the T of SPSS for every one of them
    assert rows["statistic"].iloc[-8:-2].tolist() == pytest.approx([5.151083952655] * 6)
    # R: cor.test(x, y); cor.test(x, y, method = "spearman", exact = FALSE); their ASE by numDeriv::grad
    found = rows.loc["r Pearson", ["value", "se", "statistic", "p", "low", "high"]].tolist()
    pearson = [0.3776477355924, 0.07136362165136, 5.142783226492, 7.868663689659e-07, 0.2368052990987, 0.5029442991597]
    assert found == pytest.approx(pearson, rel=1e-8)
    found = rows.loc["ρ Spearman", ["value", "se", "p"]].tolist()
    assert found == pytest.approx([0.3770608813288, 0.07179380268696, 8.210263014978e-07], rel=1e-8)


def test_choices_without_an_order_or_apart_from_the_scale_have_no_such_measures():
    plain = infer.twoway(*from_counts([[5, 3, 4], [10, 12, 6], [3, 7, 9]]))["measure"]
    assert not plain.str.contains("Somers|τ-|γ|r Pearson").any()
    answers, q, g = points([[5, 3, 4], [10, 12, 6], [3, 7, 9]])
    apart = infer.twoway(answers, replace(q, points=("a", "b")), g).set_index("measure")
    two = infer.twoway(answers[answers["q"] != "c"], replace(q, points=("a", "b")), g).set_index("measure")
    for name in ("τ-c Stuart", "r Pearson"):
        assert apart.loc[name, "value"] == pytest.approx(two.loc[name, "value"])

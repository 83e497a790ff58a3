"""Tests of trends and correlations. Numbers are R's (4.2, survey 4.1); the call stands beside each.

R: d is Agresti's table of income by job satisfaction (2002, table 2.8), one row a person, i and j its scores,
w <- rep(1:3, length.out = 96), des <- svydesign(~1, weights = ~w, data = d).
"""

import numpy as np
import pandas as pd
import pytest

from pipeline import infer
from pipeline.infer import compare, trend
from pipeline.infer.variables import variables
from pipeline.questionnaire import Choice, Question

JOBS = [[1, 3, 10, 6], [2, 3, 10, 7], [1, 6, 14, 12], [0, 1, 9, 11]]
FOUR = tuple("1234")


def one(name, *options, scale=()):
    choices = tuple(Choice(option, option) for option in options)
    return Question(name, "select one", f"Câu {name}", choices=choices, points=tuple(scale))


INCOME, JOB, SCORE = one("i", *FOUR, scale=FOUR), one("j", *FOUR, "kyk", scale=FOUR), Question("x", "decimal", "Câu x")


def jobs():
    cells = [(str(i + 1), str(j + 1)) for i in range(4) for j in range(4) for _ in range(JOBS[i][j])]
    answers = pd.DataFrame(cells, columns=["i", "j"])
    return answers.assign(x=answers["j"].astype(float), weight=np.resize([1.0, 2.0, 3.0], len(answers)))


def test_ordered_by_ordered_takes_jonckheere_and_terpstra():
    row = compare(jobs(), JOB, INCOME).iloc[0]
    # R: cor.test(d$i, d$j, method = "kendall", exact = FALSE), whose z is theirs
    assert row["trend_method"] == "Xu hướng Jonckheere–Terpstra" and row["method"] == "Kruskal–Wallis"
    found = row[["trend_statistic", "trend_p", "trend_effect"]].tolist()
    assert found == pytest.approx([1.7167246963996, 0.0860294855671, 0.1523521513466], rel=1e-9)


def test_a_scale_by_a_number_has_the_trend_for_its_test():
    row = compare(jobs(), INCOME, SCORE).iloc[0]
    assert row["method"] == "Xu hướng Jonckheere–Terpstra" and np.isnan(row["trend_p"])
    # R: the asymptotic standard error by the formula of DescTools::KendallTauB
    assert row[["effect_low", "effect_high"]].tolist() == pytest.approx([-0.00804359008995, 0.31274789278314], rel=1e-9)


def test_a_number_along_ordered_groups_takes_it_too():
    assert compare(jobs(), SCORE, INCOME)["trend_statistic"].item() == pytest.approx(1.7167246963996, rel=1e-9)


def test_a_share_along_ordered_groups_takes_cochran_and_armitage():
    smokers, patients = (83, 90, 129, 70), (86, 93, 136, 82)
    people = [(str(k + 1), i < smokers[k]) for k in range(4) for i in range(patients[k])]
    answers = pd.DataFrame(people, columns=["i", "m/co"]).astype({"m/co": "boolean"})
    row = compare(answers, Question("m", "select all that apply", "m", choices=(Choice("co", "Có"),)), INCOME).iloc[0]
    # R: prop.trend.test(c(83, 90, 129, 70), c(86, 93, 136, 82)), its help page
    assert row["trend_method"] == "Xu hướng Cochran–Armitage" and row["method"] == "χ² Pearson"
    assert row[["trend_statistic", "trend_p"]].tolist() == pytest.approx([8.22492228519771, 0.00413189747764], rel=1e-9)
    # R: prop.test(c(83, 90, 129, 70), c(86, 93, 136, 82), correct = FALSE), the same page
    assert row[["statistic", "df", "p"]].tolist() == pytest.approx([12.600411297127639, 3, 0.005585476661627], rel=1e-9)
    assert row["trend_effect"] == pytest.approx(-np.sqrt(8.22492228519771 / 397), rel=1e-9)


def test_a_sparse_share_is_tested_as_plain_groups():
    answers = jobs().assign(y=["co"] * 3 + ["khong"] * 93)
    assert compare(answers, one("y", "co", "khong"), INCOME)["method"].item() == "Fisher chính xác"


def test_a_weighted_trend_is_rs_svyglm():
    row = compare(jobs(), JOB, INCOME, weight="weight").iloc[0]
    # R: summary(svyglm(j ~ i, des))$coef
    assert row["trend_method"] == "Xu hướng tuyến tính theo thiết kế"
    assert row[["trend_statistic", "trend_p"]].tolist() == pytest.approx([1.9180836689304, 0.0581355890726], rel=1e-9)
    row = trend.test(*(variables(jobs(), q)[0] for q in (JOB, INCOME)), jobs()["weight"])
    # R: tanh(atanh(r) ± 1.96 SE/(1 - r²)) of svycontrast(svymean(~ i + j + i² + j² + ij, des), the correlation)
    assert [row["effect"], *row["limits"]] == pytest.approx(
        [0.18391991718594, -0.00156056688662, 0.35716645843148], rel=1e-7
    )


def test_a_weighted_number_enters_by_its_ranks():
    row = compare(jobs(), SCORE, INCOME, weight="weight").iloc[0]
    # R: svyglm(rk ~ i, des), rk = (weight of lower x + half the weight of equal x) / weight of all
    assert row[["trend_statistic", "trend_p"]].tolist() == pytest.approx([1.7668581792072, 0.0804978011935], rel=1e-9)


@pytest.mark.parametrize("weight", [None, "weight"])
def test_blanks_and_no_opinion_change_no_trend(weight):
    answers = jobs()
    more = pd.concat([answers, answers.assign(j="kyk"), answers.assign(i=None)], ignore_index=True)
    rows = compare(more, JOB, INCOME, weight=weight), compare(answers, JOB, INCOME, weight=weight)
    assert rows[0]["n"].item() == rows[1]["n"].item() == 96
    for name in ("statistic", "trend_statistic"):
        found = rows[0][name].item(), rows[1][name].item()
        assert found[0] == pytest.approx(found[1], rel=2e-2 if weight else 1e-12)


@pytest.mark.parametrize("weight", [None, "weight"])
@pytest.mark.parametrize("change", [{"i": "1"}, {"j": "2"}, {"j": None}])
def test_a_trend_that_cannot_be_computed_gives_a_reason(change, weight):
    row = compare(jobs().assign(**change), JOB, INCOME, weight=weight).iloc[0]
    assert row["note"].startswith("Không tính được: ") and np.isnan(row["p"])


def shares(*percents, people=1000):
    """1.000 people a group, so many per cent of whom chose "co"."""
    rows = [(str(at), k < share * people / 100) for at, share in enumerate(percents, start=1) for k in range(people)]
    answers = pd.DataFrame(rows, columns=["i", "y"])
    return answers.assign(y=answers["y"].map({True: "co", False: "khong"}))


def test_a_difference_that_is_no_trend_is_found_and_no_trend_is_told():
    row = infer.family(compare(shares(30, 42, 43, 33), one("y", "co", "khong"), INCOME)).iloc[0]
    # R: chisq.test(matrix(c(300, 420, 430, 330, 700, 580, 570, 670), 4), correct = FALSE)
    assert row[["statistic", "df", "p"]].tolist() == pytest.approx([54.05405405405, 3, 1.092667447463e-11], rel=1e-9)
    # R: prop.trend.test(c(300, 420, 430, 330), rep(1000, 4))
    assert row["trend_p"] == pytest.approx(0.1430348365081, rel=1e-9) and row["trend_p_adjusted"] > 0.05


def test_a_trend_is_adjusted_over_the_trends_and_never_told_without_its_difference():
    pairs = (30, 34, 38, 42), (33, 34, 34, 35)
    rows = infer.family(pd.concat([compare(shares(*p), one("y", "co", "khong"), INCOME) for p in pairs]))
    assert rows["p_adjusted"].tolist() == pytest.approx([2 * rows["p"].min(), rows["p"].max()])
    assert rows.loc[0, "trend_p_adjusted"] == max(2 * rows.loc[0, "trend_p"], rows.loc[0, "p_adjusted"])
    assert rows.loc[1, "trend_p_adjusted"] == rows.loc[1, "p_adjusted"] > rows.loc[1, "trend_p"]


def test_two_ordered_groups_have_no_trend_beside_their_difference():
    row = compare(jobs()[lambda d: d["i"].isin(["1", "2"])], JOB, INCOME).iloc[0]
    assert row["method"] == "Mann–Whitney" and row["trend_method"] == "" and np.isnan(row["trend_p"])


# correlations


def test_correlations_are_rs():
    rows = infer.correlations(jobs(), [INCOME, JOB]).set_index("measure")
    # R: cor.test(d$i, d$j, method = "spearman", exact = FALSE); method = "kendall"; γ and its limits by its formula
    spearman = rows.loc["ρ Spearman", ["statistic", "p", "value"]].tolist()
    assert spearman == pytest.approx([121359.086172, 0.0846901486904, 0.176891710719], rel=1e-9)
    gamma = rows.loc["γ Goodman–Kruskal", ["value", "low", "high"]].tolist()
    assert gamma == pytest.approx([0.22110091743119, -0.00853400851071, 0.45073584337310], rel=1e-9)
    assert rows.loc["τ-b Kendall", ["value", "p"]].tolist() == pytest.approx([0.1523521513466, 0.0860294855671])


def test_correlations_are_adjusted_over_the_pairs_of_one_measure():
    rows = infer.correlations(jobs().assign(k=lambda d: d["j"]), [INCOME, JOB, one("k", *FOUR, scale=FOUR)])
    part = rows[rows["measure"] == "ρ Spearman"]
    # R: p.adjust(p, "holm")
    assert part["p_adjusted"].tolist() == pytest.approx([2 * 0.0846901486904, 2 * 0.0846901486904, 0])


def test_a_correlation_leaves_out_blanks_and_says_why_it_is_none():
    answers = jobs()
    more = pd.concat([answers, answers.assign(j="kyk")], ignore_index=True)
    pd.testing.assert_frame_equal(infer.correlations(more, [INCOME, JOB]), infer.correlations(answers, [INCOME, JOB]))
    rows = infer.correlations(answers.assign(i="1"), [INCOME, JOB])
    assert rows["note"].eq("Không tính được: mọi người trả lời “Câu i” giống hệt nhau.").all()
    assert rows[["value", "p", "p_adjusted"]].isna().all(axis=None)


# the table of rules


def test_the_rules_are_what_the_tests_do_and_every_one_has_a_source():
    rows = infer.rules()
    assert rows["source"].str.len().gt(10).all() and rows["method"].ne("").all()
    told = rows.set_index(["answer", "groups", "weights"])["method"]
    assert told["thang đo", "nhóm có thứ tự", "không"] == "Kruskal–Wallis"
    beside = rows.set_index(["answer", "groups", "weights"])["trend_method"]
    assert beside["thang đo", "nhóm có thứ tự", "không"] == "Xu hướng Jonckheere–Terpstra"
    assert told["một phương án của câu xếp hạng", "hai nhóm", "không"] == "Mann–Whitney"
    assert told["ba phương án trở lên", "ba nhóm trở lên", "có"] == "χ² Rao–Scott"
    assert told["phương án, bảng thưa", "nhóm", "không"] == "Fisher chính xác"
    follow = rows.set_index(["answer", "groups", "weights"])["follow_up"]
    assert follow["con số", "ba nhóm trở lên", "không"] == "Games–Howell từng cặp nhóm"
    assert follow["thang đo", "ba nhóm trở lên", "không"] == "Dunn (Holm) từng cặp nhóm"
    same = "cùng những người trả lời"
    assert told["các phương án của một câu xếp hạng", same, "không"] == "Friedman"
    assert told["các mục của một bảng thang đo", same, "có"] == "Wald trên hạng"
    assert "t Student theo cặp" in follow["các mục của một bảng thang đo", same, "không"]

"""Tests of questions answered by the same people. Numbers are R's (4.2); the call stands beside each.

R: x <- matrix(…, 10, byrow = TRUE), the rows of ANSWERS; b <- the columns of TICKS.
"""

import numpy as np
import pandas as pd
import pytest

from pipeline import infer
from pipeline.questionnaire import Choice, Question

FIVE = tuple("12345")
ANSWERS = ["3425", "4435", "2334", "5425", "3514", "4444", "1325", "4533", "2214", "5535"]


def items(*names, block="Bảng"):
    choices = tuple(Choice(point, point) for point in (*FIVE, "kyk"))
    return [Question(n, "select one", f"Mục {n}", choices=choices, points=FIVE, block=block) for n in names]


def answered():
    return pd.DataFrame([list(row) for row in ANSWERS], columns=list("abcd"))


def ticked():
    columns = [np.repeat([1, 1, 0, 1], [40, 20, 25, 15]), np.repeat([1, 0, 1, 0], [40, 20, 25, 15])]
    columns.append(np.repeat([1, 0, 0, 1], [30, 30, 30, 10]))
    ticks = pd.DataFrame(dict(zip(("m/x", "m/y", "m/z"), columns, strict=True))).astype(bool).astype("boolean")
    return ticks, Question("m", "select all that apply", "Câu m", choices=tuple(Choice(c, c.upper()) for c in "xyz"))


def test_a_scale_battery_takes_friedman_with_kendalls_w():
    row = infer.battery(answered(), items(*"abcd")).iloc[0]
    # R: f <- friedman.test(x); f$statistic / (10 * 3)
    assert row[["statistic", "df", "p", "effect"]].tolist() == pytest.approx([15, 3, 0.00181664896657, 0.5], rel=1e-9)
    assert row["effect_low"] < row["effect"] < row["effect_high"] and row["method"] == "Friedman (không gia quyền)"


def test_the_limits_of_w_are_those_of_a_bootstrap_of_people_whatever_their_order():
    row, turned = (infer.battery(table, items(*"abcd")).iloc[0] for table in (answered(), answered()[::-1]))
    ranks = answered().astype(float).rank(axis=1).to_numpy()
    people = len(ranks)
    counts = np.random.default_rng(0).multinomial(people, np.full(people, 1 / people), 999) / people
    between = ((counts @ ranks - 2.5) ** 2).sum(axis=1)
    drawn = between / (counts @ ((ranks - 2.5) ** 2).sum(axis=1))
    limits = np.nanquantile(drawn, (0.025, 0.975)).tolist()
    assert row[["effect_low", "effect_high"]].tolist() == pytest.approx(limits, abs=0.03)
    assert turned[["effect_low", "effect_high"]].tolist() == row[["effect_low", "effect_high"]].tolist()


def test_pairs_of_items_take_wilcoxons_signed_ranks_with_holm():
    rows = infer.battery(answered(), items(*"abcd")).iloc[1:]
    # R: wilcox.test(x[, i], x[, j], paired = TRUE, exact = FALSE), continuity correction on, as Mann–Whitney's
    assert rows["statistic"].tolist() == pytest.approx([2.5, 38, 2, 36, 10, 0])
    p = [0.1047574898497, 0.06636206645671, 0.04858293092336, 0.01264383067381, 0.2790163132114, 0.01186621687938]
    assert rows["p"].tolist() == pytest.approx(p, rel=1e-9)
    # R: p.adjust(p, "holm"): six times the least
    assert rows["p_adjusted"].min() == pytest.approx(6 * rows["p"].min())
    assert rows.iloc[0][["item_a", "item_b", "effect"]].tolist() == ["a", "b", pytest.approx(-0.4)]


def test_pairs_of_items_have_students_paired_t_and_dz_beside():
    row = infer.battery(answered(), items(*"abcd")).iloc[1]
    # R: t <- t.test(x[, 1], x[, 2], paired = TRUE)
    found = row[["t", "t_df", "t_p", "difference", "difference_low", "difference_high"]].tolist()
    expected = [-1.96396101212393, 9, 0.08112618884584, -0.6, -1.29110042882729, 0.09110042882729]
    assert found == pytest.approx(expected, rel=1e-9)
    # R: d <- t/sqrt(10); uniroot(function(n) pt(t, 9, n) - p, c(-20, 20))$root/sqrt(10) at p = .975, .025
    found = row[["d_z", "d_z_low", "d_z_high"]].tolist()
    assert found == pytest.approx([-0.62105900340812, -1.28826020879615, 0.07416104310572], rel=1e-6)
    assert row["t_p_adjusted"] >= row["t_p"]


def test_two_numbers_of_the_same_people_are_compared_too():
    answers = pd.DataFrame({"x": [float(row[0]) for row in ANSWERS], "y": [float(row[1]) for row in ANSWERS]})
    rows = infer.battery(answers, [Question("x", "decimal", "Trước"), Question("y", "decimal", "Sau")])
    assert rows.loc[1, "t"] == pytest.approx(-1.96396101212393) and rows.loc[1, "statistic"] == pytest.approx(2.5)


def test_options_of_one_question_take_cochrans_q_and_mcnemar():
    answers, question = ticked()
    rows = infer.battery(answers, [question])
    # R: friedman.test(b), which is Cochran's Q of 0/1; mcnemar.test(t, correct = FALSE)
    assert rows.loc[0, ["statistic", "df", "p", "effect"]].tolist() == pytest.approx(
        [27.8571428571, 2, 8.93096295148e-07, 0.139285714286], rel=1e-9
    )
    assert rows.loc[1:, "statistic"].tolist() == pytest.approx([1.66666666667, 35, 13.8888888889])
    assert rows.loc[1:, "p"].tolist() == pytest.approx([0.196705602459, 3.297053269e-09, 0.000193941629104], rel=1e-9)


def test_few_people_who_differ_take_the_exact_test():
    answers, question = ticked()
    few = answers.iloc[28:60].reset_index(drop=True)
    rows = infer.battery(few, [question])
    # R: binom.test(20, 20): p 1.907349e-06, limits 0.8315665 and 1
    row = rows.set_index(["item_a", "item_b"]).loc[("m/x", "m/y")]
    assert row["method"] == "McNemar chính xác (Holm)" and np.isnan(row["statistic"])
    assert row[["p", "effect_low", "effect_high"]].tolist() == pytest.approx([1.907349e-06, 0.3315665, 0.5], rel=1e-6)


def test_people_who_left_an_item_blank_or_have_no_opinion_are_left_out():
    answers = answered()
    more = pd.concat([answers, answers.assign(a=None), answers.assign(b="kyk")], ignore_index=True)
    pd.testing.assert_frame_equal(infer.battery(more, items(*"abcd")), infer.battery(answers, items(*"abcd")))


def test_few_who_differ_give_no_test():
    ticks = pd.DataFrame({"m/x": [True] * 3 + [False] * 57, "m/y": [True] * 30 + [False] * 30}).astype("boolean")
    ticks["m/z"] = ticks["m/x"]
    rows = infer.battery(ticks, [ticked()[1]])
    same = rows.set_index(["item_a", "item_b"]).loc[("m/x", "m/z")]
    assert np.isnan(same["p"]) and same["note"].startswith("Không tính được: chưa đến 5 người")


@pytest.mark.parametrize("rows", [["3333"] * 10, ["1234"] * 3])
def test_a_battery_that_cannot_be_compared_gives_a_reason(rows):
    answers = pd.DataFrame([list(row) for row in rows], columns=list("abcd"))
    found = infer.battery(answers, items(*"abcd"))
    assert len(found) == 1 and found.loc[0, "note"].startswith("Không tính được: ")
    assert found[["statistic", "p", "effect"]].isna().all(axis=None)


def test_one_item_is_refused():
    with pytest.raises(ValueError, match="ít nhất hai câu hỏi; nhận được 1"):
        infer.battery(answered(), items("a"))


def test_items_are_ranked_by_the_means_of_the_people_whom_friedmans_test_takes():
    answers = answered().assign(weight=[5.0] + [0.5] * 9)
    rows = infer.ranking(pd.concat([answers, answers.assign(d="1", a=None)], ignore_index=True), [items(*"abcd")])
    # R: colMeans(x)[4]; colMeans(t(apply(x, 1, rank)))[4]
    assert rows["item"].tolist() == ["d", "b", "a", "c"]
    assert rows.loc[0, ["mean", "mean_rank"]].tolist() == pytest.approx([4.4, 3.35])

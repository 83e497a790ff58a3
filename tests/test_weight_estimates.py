"""Weighted shares and means with their intervals equal R survey; blanks stay in the design, not in the base."""

import numpy as np
import pandas as pd
import pytest

from pipeline import describe, weight
from pipeline.design import Calibration, Design, DesignError
from pipeline.survey import Tables

# R: d <- data.frame(y, w, g) as below, N = 20; des <- svydesign(~1, weights = ~w, data = d)
#    s <- subset(des, !is.na(y)); o <- svyciprop(~I(y == "Có"), s, method = "logit"); c(o, SE(o), attr(o, "ci"))
LOGIT = [63.6363636364, 19.5927344922, 18.0620339792, 93.2854157141]
BETA = [63.6363636364, 19.5927344922, 20.2426389733, 94.5122980348]  # method = "beta"
CORRECTED = [63.6363636364, 15.176466879, 26.0154189063, 89.7006653147]  # svydesign(…, fpc = ~N)
GROUP = [21.7391304348, 22.3213376395, 0.0980949345815, 98.7434318985]  # subset(s, g == "a")
# r <- rake(des, list(~g), list(data.frame(g = c("a", "b"), Freq = c(4.3, 4.3))))
# SE(svyratio(~ifelse(is.na(y), 0, y == "Có"), ~!is.na(y), r)): svymean of a subset of a raked design gives NaN
RAKED = 16.4718808941
STRATIFIED = [63.6363636364, 14.3257752175, 26.274008123, 89.5762822744]
FIGURES = ["percent", "se", "low", "high"]


@pytest.fixture
def answers(form):
    return pd.DataFrame(
        {
            "dung": pd.Categorical(["Có", "Không", "Có", "Có", None, "Không", "Có", "Không"], ["Có", "Không"]),
            "w": [0.5, 1, 1.5, 1, 2, 0.8, 1.2, 0.6],
            "g": list("aabbaabb"),
            "N": 20,
            "y1": pd.Categorical(
                np.array(form["y1"].option_labels)[[2, 0, 1, 2, 1, 0, 3, 1]], form["y1"].option_labels
            ),
        }
    )


def first(table):
    return table.iloc[0][FIGURES].tolist()


def test_shares_are_rs_with_a_blank_outside_the_base(answers, form):
    table = weight.estimates(answers, [form["dung"]], weight="w")
    assert first(table) == pytest.approx(LOGIT, rel=1e-9)
    assert table[["option", "n", "base"]].values.tolist() == [["Có", 4, 7], ["Không", 3, 7]]


def test_options_taken_together_have_rs_interval_on_their_own_base_and_none_where_their_share_is_hidden(answers, form):
    taken = describe.together(answers, [form["dung"]], Tables(nets={"dung": {"Dùng": ["co"]}}))
    table = weight.sums(answers, taken, weight="w")
    assert table[["question", "row", "option"]].values.tolist() == [["dung", "net", "Dùng"]]
    assert first(table) == pytest.approx(LOGIT, rel=1e-9)
    shown = table.assign(by="(tổng số)", group="Tổng số")
    assert describe.following.sums(table, shown)["low"].item() == table["low"].item()
    hidden = describe.following.sums(table, shown.assign(percent=np.nan))
    assert hidden[FIGURES].isna().all(axis=None)


def test_the_beta_interval_is_rs(answers, form):
    assert first(weight.estimates(answers, [form["dung"]], weight="w", interval="beta")) == pytest.approx(
        BETA, rel=1e-9
    )


@pytest.mark.parametrize("people", [20, "N"])
def test_the_finite_population_correction_is_rs_and_is_named(answers, form, people):
    table = weight.estimates(answers, [form["dung"]], weight=Design("w", fpc=people))
    assert first(table) == pytest.approx(CORRECTED, rel=1e-9)
    assert "có hiệu chỉnh tổng thể hữu hạn" in weight.interval_name(population=people)
    assert "hiệu chỉnh" not in weight.interval_name() and "gia quyền" not in weight.interval_name(weighted=False)


def test_what_raking_fixes_has_no_sampling_error(answers, form):
    table = weight.estimates(answers, [form["dung"]], weight=Design("w", calibration=Calibration("rake", ("g",))))
    assert table["se"].tolist() == pytest.approx([RAKED, RAKED], rel=1e-9)
    own = weight.estimates(
        answers.dropna(), [form["dung"]], weight=Design("w", calibration=Calibration("rake", ("dung",)))
    )
    assert own["se"].tolist() == pytest.approx([0, 0], abs=1e-9)


def test_a_group_is_a_domain_of_the_design(answers, form, survey):
    groups = answers.assign(y2=pd.Categorical(answers["g"].map({"a": "Phân vân", "b": "Đồng ý"})))
    table = weight.estimates(groups, [form["dung"]], weight="w", by=form["y2"])
    assert first(table[table["group"].eq("Phân vân")]) == pytest.approx(GROUP, rel=1e-9)
    nobody = table[table["group"].eq("Không đồng ý")]
    assert nobody["base"].eq(0).all() and nobody[FIGURES].isna().all(axis=None)


def test_a_share_of_everybody_has_an_exact_interval(answers, form):
    table = weight.estimates(answers[answers["dung"].eq("Có")], [form["dung"]])
    # R: binom.test(4, 4)$conf.int
    assert first(table) == pytest.approx([100, 0, 39.7635364384, 100])


def test_means_are_rs(answers, form):
    # R: x <- c(3, 1, 2, 3, 2, 1, NA, 2); m <- svymean(~x, s); c(m, SE(m), confint(m, df = degf(s)))
    row = weight.means(answers, [form["y1"]], weight="w").iloc[0]
    expected = [1.959459459459, 0.244910287746, 1.360185573906, 2.558733345013]
    assert row[["mean", "se", "low", "high"]].tolist() == pytest.approx(expected)
    assert row["base"] == 7


def test_a_lone_answer_has_no_error_and_nobody_has_no_share(answers, form):
    lone = weight.estimates(answers.iloc[[0, 4]], [form["dung"]])
    assert lone["percent"].tolist() == [100, 0] and lone["se"].isna().all()
    assert weight.estimates(answers.iloc[[4]], [form["dung"]])["percent"].isna().all()


def test_nobody_at_all_has_no_share_and_no_mean(answers, form):
    assert weight.estimates(answers.iloc[:0], [form["dung"]])["percent"].isna().all()
    assert weight.means(answers.iloc[:0], [form["y1"]])["base"].tolist() == [0]


def test_strata_with_their_own_populations_are_rs(answers, form):
    # R: d$N <- c(10, 15)[1 + (d$g == "b")]; svydesign(~1, strata = ~g, weights = ~w, fpc = ~N, data = d), else as LOGIT
    strata = answers.assign(N=answers["g"].map({"a": 10, "b": 15}))
    table = weight.estimates(strata, [form["dung"]], weight=Design("w", strata="g", fpc="N"))
    assert first(table) == pytest.approx(STRATIFIED, rel=1e-9)


def test_a_stratum_of_one_person_is_refused(answers, form):
    with pytest.raises(DesignError, match="1 tầng chỉ có một đơn vị mẫu"):
        weight.estimates(answers.assign(g=list("aabbaabc")), [form["dung"]], weight=Design(strata="g"))


def test_several_choices_are_shares_of_those_who_answered(form):
    ticks = {f"mang/{c.name}": pd.array([True, False, None, True], "boolean") for c in form["mang"].choices}
    table = weight.estimates(pd.DataFrame(ticks), [form["mang"]])
    assert table["n"].tolist() == [2, 2, 2] and table["base"].tolist() == [3, 3, 3]
    assert table["percent"].tolist() == pytest.approx([200 / 3] * 3)


def test_a_list_smaller_than_the_answers_is_refused(answers, form):
    with pytest.raises(DesignError, match="8 trong mẫu, 7 trong tổng thể"):
        weight.estimates(answers, [form["dung"]], weight=Design(fpc=7))


def test_a_weight_of_nothing_is_refused(answers, form):
    with pytest.raises(DesignError, match="w: 2 trọng số trống, bằng 0 hoặc âm"):
        weight.estimates(answers.assign(w=[0, np.nan, 1, 1, 1, 1, 1, 1]), [form["dung"]], weight="w")


def test_intervals_without_weights_are_wilsons_and_clopper_pearsons():
    # R: prop.test(3, 17, correct = FALSE)$conf.int; binom.test(3, 17)$conf.int
    assert weight.proportion_interval(3, 17) == pytest.approx((6.19112663762, 41.0294585688))
    exact = weight.proportion_interval(3, 17, method="clopper-pearson")
    assert exact == pytest.approx((3.79850706804, 43.4317872844))
    assert np.isnan(weight.proportion_interval(0, 0)).all()
    with pytest.raises(ValueError, match="4 người chọn trong 3"):
        weight.proportion_interval(4, 3)

"""Tests, pairs, letters and tables under strata, clusters and finite populations equal R survey 4.1.1.

The data frame d of the R calls is `answers`; des <- svydesign(id = ~c, strata = ~h, weights = ~w, fpc = ~N, data = d).
"""

import numpy as np
import pandas as pd
import pytest
from pytest import approx
from scipy import stats

from pipeline import describe, design, infer, weight
from pipeline.bench import clustered
from pipeline.design import Design, DesignError, Replicates
from pipeline.infer import design as tests_of
from pipeline.infer import score
from pipeline.questionnaire import Choice, Question
from tests.test_design import CLUSTERS, I, people

THREE = np.array(list("pqr"))[I * I % 7 % 3]
answers = people.assign(
    m=people["m"].astype("category"),
    k=people["k"].astype("category"),
    g=pd.Categorical(THREE),
    s=pd.Categorical(((I * 5 + I // 8) % 5 + 1).astype(str), list("12345"), ordered=True),
)

thrice = pd.concat([answers] * 3, ignore_index=True)  # larger groups, the same sums of every PSU: R's t stays as it is


def one(name, *options, scale=()):
    return Question(name, "select one", name, choices=tuple(Choice(o, o) for o in options), points=tuple(scale))


M, K, G, S = one("m", "a", "b"), one("k", "u", "v"), one("g", "p", "q", "r"), one("s", *"12345", scale="12345")
Y = Question("y", "decimal", "y")


def frame(column, group):
    """What the tests of groups and of tables take: everyone in the design, with an answer or a value."""
    held = {"answer": answers[column], "group": answers[group], "weight": answers["w"], "used": True}
    return pd.DataFrame(held).assign(value=pd.to_numeric(answers[column], errors="coerce").astype(float))


SAMPLE = design.sample(answers, CLUSTERS)


def test_a_table_takes_svychisq():
    # svychisq(~k + g, des)
    found = tests_of.rao_scott(frame("k", "g"), SAMPLE)
    assert [found["statistic"], *found["df"], found["p"]] == approx(
        [0.0713372615273, 1.9866239068918, 23.8394868827012, 0.9303824638328]
    )


def test_every_statistic_of_a_table_begins_with_that_of_the_design():
    rows = infer.twoway(thrice, M, K, weight=CLUSTERS)
    # svychisq(~m + k, des)
    assert rows.loc[0, ["measure", "value", "p"]].tolist() == [
        "χ² Rao–Scott, F",
        approx(0.115382036964),
        approx(0.739969309361),
    ]
    assert rows["measure"].tolist()[1:] == ["V Cramér gia quyền", *infer.twoway(thrice, M, K)["measure"]]


def test_two_means_take_svyttest():
    # svyttest(y ~ m, des), first group less the second
    row = infer.compare(thrice, Y, M, weight=CLUSTERS).iloc[0]
    assert row[["statistic", "df", "p"]].tolist() == approx([0.0620290727064, 11, 0.9516524150887])


def test_ranks_of_two_groups_take_svyttest_on_mid_ranks():
    # mass <- tapply(d$w, d$s, sum); r <- ((cumsum(mass) - mass/2)/sum(mass))[as.character(d$s)]; svyttest(r ~ m, des)
    row = infer.compare(thrice, S, M, weight=CLUSTERS).iloc[0]
    assert row[["statistic", "df", "p"]].tolist() == approx([-0.598004130544, 11, 0.561947100914])


def test_ranks_of_three_groups_take_regtermtest():
    # regTermTest(svyglm(r ~ g, des), ~g)
    ranked = frame("s", "g")
    ranked["value"] = tests_of.mid_ranks(ranked)
    assert score.wald(ranked, SAMPLE) == approx((1.186046790887, 2, 10))


def test_few_clusters_for_the_number_of_groups_take_the_score_form():
    # z: (r - mean)·((g == j) - share)/sqrt(mass), V <- vcov(svytotal(z, des)); F = Σ total²/tr V
    # nu <- 12; d0 = tr²/max((ΣV² - tr²/nu) nu²/((nu - 1)(nu + 2)), tr²/2)
    found = infer.compare(answers, S, G, weight=CLUSTERS).iloc[0]
    assert found["method"].startswith("Kiểm định hạng Lumley–Scott (dạng điểm số), F(")
    assert found[["statistic", "df", "p"]].tolist() == approx([1.933480189696, 1.467624621326, 0.180076214682])


def test_a_sparse_table_takes_the_score_form_of_second_order():
    # U: products of both sides' (indicator - share)/sqrt(share); V <- vcov(svytotal(U/W, des)); X/tr V
    found = score.of_table(frame("s", "g"), SAMPLE)
    assert [found["statistic"], *found["df"]] == approx([0.534412854515, 5.957135771516, 71.485629258187])


def test_a_trend_is_the_slope_of_svyglm():
    # summary(svyglm(s ~ as.numeric(g), des))
    row = infer.compare(answers, S, one("g", *"pqr", scale="pqr"), weight=CLUSTERS).iloc[0]
    assert row[["trend_statistic", "trend_p"]].tolist() == approx([1.587156682278, 0.140784356102])


def test_a_pair_of_shares_is_svyttest_of_the_indicator():
    # svyttest(I(g == "q") ~ k, des)
    row = infer.pairs(thrice, G, K, weight=CLUSTERS).iloc[1]
    assert row[["option", "group_a", "group_b", "statistic", "df"]].tolist() == [
        "q",
        "u",
        "v",
        approx(0.191105714060),
        11,
    ]


def test_a_residual_has_the_design_effect_of_its_cell():
    # coef(m)/sqrt(pu (1 - pu) pp (1 - pp)/60 · deff), m <- svymean(~x, des), x = ((k == "u") - pu) ((g == "p") - pp)
    cells = infer.residuals(answers, K, G, weight=CLUSTERS)
    assert cells.loc[0, ["option", "group", "residual"]].tolist() == ["u", "p", approx(0.200693423898)]


def test_letters_rest_on_the_effective_base_of_the_design_and_on_no_more_than_the_people():
    # b <- svyby(~I(k == "u"), ~g, des, svymean); p (1 - p)/SE(b)²: 11.0157367668 (9 people), 56.58 (34), 13.7585556132
    table = describe.banner(answers, K, describe.columns(answers, [G]), weight=CLUSTERS)
    bases = table[table["option"].eq("u") & table["by"].eq("g")]["effective_base"]
    assert bases.tolist() == approx([9, 34, 13.7585556132])
    plain = describe.banner(answers, K, describe.columns(answers, [G]), weight="w")
    assert plain["percent"].tolist() == approx(table["percent"].tolist())


def test_the_standard_error_of_a_mean_and_the_design_effect_of_a_share_are_those_of_the_design():
    # svymean(~y, des); svymean(~I(k == "u"), des, deff = "replace")
    assert describe.numbers(answers, [Y], weight=CLUSTERS)["se"].item() == approx(0.266619646566)
    # weighted <- svydesign(~1, weights = ~w, data = d); SE(svymean(~y, weighted)); weights alone are a design, too
    by_weight = describe.numbers(answers, [Y], weight="w").iloc[0]
    n, w, y = len(answers), answers["w"], answers["y"]
    mean = (w * y).sum() / w.sum()
    by_hand = (n / (n - 1) * (w**2 * (y - mean) ** 2).sum()) ** 0.5 / w.sum()
    assert by_weight["se"] == approx(by_hand)
    assert (by_weight["high"] - by_weight["low"]) / 2 == approx(by_hand * stats.t.ppf(0.975, n - 1))
    shares = weight.estimates(answers, [K], weight=CLUSTERS)
    assert shares["deff"].tolist() == approx([0.213302147634] * 2)


def test_quartiles_stand_with_woodruffs_limits():
    # svyquantile(~y, des, c(.25, .5, .75))
    rows = weight.quantiles(answers, [Y], weight=CLUSTERS)
    assert rows[["share", "value", "low", "high"]].values.tolist() == [[0.25, 2, 2, 3], [0.5, 5, 5, 6], [0.75, 8, 8, 9]]


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        # as.svrepdesign(des, type = "JKn"); svymean(~y, .); degf
        (Design("w", "h", "c", "N", replicates=Replicates(kind="jkn")), [4.94444444444, 0.266854453974, 12]),
        # as.svrepdesign(svydesign(id = ~c, weights = ~w, data = d), type = "JK1")
        (Design("w", psu="c", replicates=Replicates(kind="jk1")), [4.94444444444, 0.296429044665, 14]),
    ],
)
def test_jackknife_weights_are_made_as_r_makes_them(plan, found):
    drawn = design.sample(answers, plan)
    mean = design.ratios(drawn, answers["y"], np.ones(60))
    assert [*mean.value, *mean.se, design.degf(drawn)] == approx(found)


def test_a_test_on_jackknife_weights_is_svychisqs():
    plan = Design("w", "h", "c", "N", replicates=Replicates(kind="jkn"))
    found = tests_of.rao_scott(frame("k", "g"), design.sample(answers, plan))
    assert [found["statistic"], *found["df"]] == approx([0.0713515805279, 1.9866339343131, 23.8396072117573])


def test_bootstrap_weights_are_the_same_every_time_and_near_the_linearised_error():
    plan = Design("w", "h", "c", "N", replicates=Replicates(kind="bootstrap", number=2000))
    se, again = (design.ratios(design.sample(answers, plan), answers["y"], np.ones(60)).se[0] for _ in range(2))
    assert se == again == approx(0.266619646566, rel=0.05)


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (Design("w", "c", replicates=Replicates(("r*",), "jkn")), "không có cột nào tên «r\\*»"),
        (Design("w", "y", replicates=Replicates(kind="jkn")), "tầng chỉ có một đơn vị mẫu, không lập được"),
        (Design("w", replicates=Replicates(("w", "x"), "other", rscales=(1.0,))), "rscales có 1 số, mà có 2 cột"),
    ],
)
def test_replicates_that_cannot_be_are_refused(plan, told):
    with pytest.raises(DesignError, match=told):
        design.sample(answers.iloc[:11], plan)


@pytest.mark.parametrize(("kind", "whole"), [("scale", True), ("two", False)])
def test_clusters_alike_without_a_difference_are_left_alone(kind, whole):
    """Taken as people drawn one by one, whole clusters in one group are rejected in half of these; 40 draws, 5 %."""
    assert clustered.false_alarms(kind, 30, 5, whole, replicates=40, seed=1) <= 6 / 40


def test_a_design_of_weights_alone_is_the_column_of_weights():
    one_way, other = (infer.compare(answers, Y, M, weight=w) for w in ("w", Design("w")))
    pd.testing.assert_frame_equal(one_way, other)

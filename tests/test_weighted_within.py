"""Correlations, items and reliability of weighted answers, the unweighted beside. Numbers are R's (4.2, survey 4.1).

R: des <- svydesign(~1, weights = ~w, data = d); cl <- svydesign(~psu, weights = ~w, data = d). Standard errors of what
survey has no function for: SE(svytotal(~z, des)), z <- numDeriv::grad(statistic as a function of the weights, w).
"""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pipeline import infer
from pipeline.design import Design, Replicates
from pipeline.questionnaire import Choice, Question
from tests.test_battery import answered, items, ticked
from tests.test_reliability import X, asked
from tests.test_trend import INCOME, JOB, jobs

CLUSTERS = Design(weight="w", psu="psu")
PLACES = ["1234", "1200", "2134", "1324", "1000", "1243", "3124", "1230", "0102", "2143", "1234", "1320"]


def with_design(answers, weights, clusters):
    n = len(answers)
    return answers.assign(w=np.resize(np.array(weights, float), n), psu=np.resize(clusters, n))


@pytest.mark.parametrize(
    ("weight", "se", "t", "df"),
    [
        ("w", (0.101403416, 0.08682985373, 0.1248804656, 0.09247702581),
         (1.780173403581, 1.773545803418, 1.773545803418, 1.88688119504), 95),
        (Design(weight="w", strata="st", psu="psu"), (0.07039080855, 0.05964989021, 0.08644636059, 0.06004598966),
         (2.667420926831, 2.657490096873, 2.657490096873, 3.068265315556), 14),
    ],
)  # fmt: skip
def test_weighted_correlations_have_the_errors_of_the_design(weight, se, t, df):
    answers = with_design(jobs(), [1, 2, 3], range(1, 17)).assign(st=lambda d: d["psu"] % 2)
    rows = infer.correlations(answers, [INCOME, JOB], weight=weight)
    # R: cov.wt(cbind(rank_i, rank_j), w, cor = TRUE), ranks (sum(w[x < v]) + sum(w[x == v])/2)/sum(w); τ-b, γ of the
    # weighted table; cov.wt(cbind(i, j), w, cor = TRUE)
    value = rows["value_weighted"].to_numpy()
    assert value == pytest.approx([0.1848966874531, 0.1599404665879, 0.2338343236631, 0.1839199171859], rel=1e-11)
    # R: value + qt(.975, df) * SE; of ρ and r on Fisher's z
    reach, end = stats.t.ppf(0.975, df) * np.array(se), rows["high_weighted"].to_numpy()
    assert end[[1, 2]] == pytest.approx((value + reach)[[1, 2]])
    assert end[[0, 3]] == pytest.approx(np.tanh(np.arctanh(value) + reach / (1 - value**2))[[0, 3]])
    # R: a <- svytotal(~I((rank_i - .5) * (rank_j - .5)), des); coef(a)/SE(a); S/8/SE(a), S the weighted pairs alike
    # less those against over sum(w); x <- svytotal(~I((i - mean_i) * (j - mean_j)), des); coef(x)/SE(x)
    assert rows["statistic_weighted"].tolist() == pytest.approx(t, rel=1e-9) and rows["df_weighted"].eq(df).all()
    assert rows.loc[0, "value"] == pytest.approx(0.176891710719)  # unweighted, as before


def test_a_weighted_correlation_has_the_limits_of_fishers_z_and_the_p_of_no_association():
    row = infer.correlations(with_design(jobs(), [1, 2, 3], range(16)), [INCOME, JOB], weight="w").iloc[3]
    # R: tanh(atanh(r) + c(-1, 1) * qt(.975, 95) * SE/(1 - r^2)); 2 * pt(-1.88688119504, 95)
    told = row[["low_weighted", "high_weighted", "p_weighted"]].tolist()
    assert told == pytest.approx([-0.003980887149, 0.359276212886, 0.06222986469372], rel=1e-8)


@pytest.mark.parametrize(
    ("weight", "t", "df", "p"),
    [("w", -0.9424212936563, 9, 0.370584641278), (CLUSTERS, -1.0112997936949, 4, 0.369077049263)],
)
def test_weighted_pairs_of_items_are_means_of_one_variable(weight, t, df, p):
    answers = with_design(answered(), [2, 1, 1, 3, 1, 2, 1, 1, 2, 1], np.repeat(range(5), 2))
    rows = infer.battery(answers, items(*"abcd"), weight=weight)
    # R: m <- svymean(~I(a - b), des); m/SE(m), 2 * pt(-abs(t), degf(des)); svyttest(I(a - b) ~ 0, des): one df less
    found = rows.loc[1, ["difference_weighted", "statistic_weighted", "df_weighted", "p_weighted"]].tolist()
    assert found == pytest.approx([-1 / 3, t, df, p], rel=1e-9)
    # R: svymean(~sign(a - b), des)
    assert rows.loc[1, "effect_weighted"] == pytest.approx(-0.2)
    plain = infer.battery(answers, items(*"abcd"))
    pd.testing.assert_frame_equal(rows[plain.columns], plain)


@pytest.mark.parametrize(
    ("weight", "times", "told", "df"),
    [
        (
            "w",
            1,
            [7.63006346757072, 0.05430907603853],
            np.nan,
        ),  # R: W/(1 + W/(degf(des) + 1)); pchisq(…, 3, lower.tail = FALSE)
        (CLUSTERS, 1, [4.61095132500494, 0.20260463208082], np.nan),
        (
            "w",
            20,
            [234.9058848503, 8.479572558998e-65],
            197,
        ),  # R: W * df/(3 * degf(des)), df <- degf(des) - 2; pf(…, 3, df, …)
    ],
)
def test_all_items_weighted_take_the_wald_test_of_mean_ranks(weight, times, told, df):
    answers = with_design(answered(), [2, 1, 1, 3, 1, 2, 1, 1, 2, 1], np.repeat(range(5), 2))
    row = infer.battery(pd.concat([answers] * times, ignore_index=True), items(*"abcd"), weight=weight).iloc[0]
    # R: m <- svymean(~r1 + r2 + r3 + r4, des), r the ranks within a person; C <- cbind(diag(3), -1);
    # e <- C %*% coef(m); W <- t(e) %*% solve(C %*% vcov(m) %*% t(C)) %*% e
    assert row[["statistic_weighted", "p_weighted"]].tolist() == pytest.approx(told, rel=1e-6)
    assert row["df2_weighted"] == pytest.approx(df, nan_ok=True)
    # R: sum((coef(m) - 2.5)^2)/(sum(w * rowSums((r - 2.5)^2))/sum(w))
    assert row["effect_weighted"] == pytest.approx(0.5276836158192, rel=1e-11)
    assert row["effect_low_weighted"] < row["effect_weighted"] <= row["effect_high_weighted"] <= 1


def test_replicate_weights_give_the_errors_of_the_design_too():
    answers = with_design(answered(), [2, 1, 1, 3, 1, 2, 1, 1, 2, 1], np.repeat(range(5), 2))
    columns = {f"r{k}": np.where(answers["psu"].eq(k), 0, answers["w"] * 5 / 4) for k in range(5)}
    design = Design(weight="w", replicates=Replicates(columns=tuple(columns), kind="jk1"))
    rows = infer.battery(answers.assign(**columns), items(*"abcd"), weight=design)
    # R: m <- svymean(~I(a - b), as.svrepdesign(cl, type = "JK1")); m/SE(m)
    assert rows.loc[1, "statistic_weighted"] == pytest.approx(-0.9802124788712, rel=1e-9)


def test_options_weighted_take_differences_of_shares_and_cohens_g():
    answers, question = ticked()
    rows = infer.battery(with_design(answers, [1, 2, 3, 4], [0]), [question], weight="w")
    # R: svymean(~x + y + z, des), contrasts x - z and y - z, Wald F with 98 df
    found = rows.loc[0, ["statistic_weighted", "p_weighted", "effect_weighted"]].tolist()
    assert found == pytest.approx([26.61768886983, 5.848726785945e-10, 0.140406779661], rel=1e-9)
    # R: svymean(~I(x - y), des), its t and confint(m, df = degf(des))
    told = ["difference_weighted", "statistic_weighted", "p_weighted"]
    told += ["difference_low_weighted", "difference_high_weighted"]
    found = [0.112, 1.3286156728992, 0.1870291901128, -0.0552660522608, 0.2792660522608]
    assert rows.loc[1, told].tolist() == pytest.approx(found, rel=1e-9)
    # R: svyratio(~I((x > y) - .5 * (x != y)), ~I(x != y), des)
    g = rows.loc[1, ["effect_weighted", "effect_low_weighted", "effect_high_weighted"]].tolist()
    assert g == pytest.approx([0.09333333333333, -0.04496193094481, 0.23162859761148], rel=1e-9)


def ranked():
    """Twelve who ranked four options, four of them not all; nobody else."""
    places = np.array([[float(place) or np.nan for place in told] for told in PLACES])
    choices = tuple(Choice(c, c.upper()) for c in "xyzt")
    return pd.DataFrame(places, columns=[f"h/{c}" for c in "xyzt"]), Question("h", "rank", "Xếp hạng", choices=choices)


def test_ranked_options_are_compared_with_partial_rankings_as_ties_of_the_places_left():
    answers, question = ranked()
    rows = infer.battery(pd.concat([answers, answers.assign(**dict.fromkeys(answers, np.nan))]), [question])
    # R: full <- t(apply(p, 1, function(r) {o <- r == 0; r[o] <- (sum(!o) + 5)/2; r})); s <- 5 - full;
    # f <- friedman.test(s); f$statistic/(12 * 3)
    found = rows.loc[0, ["n", "statistic", "p", "effect"]].tolist()
    assert found == pytest.approx([12, 19.65789473684, 1.998304162278e-4, 0.5460526315789], rel=1e-9)
    # R: wilcox.test(s[, i], s[, j], paired = TRUE, exact = FALSE)$p.value, p.adjust(p, "holm")
    p = [0.4686651110584, 0.006773856092692, 0.004923159174663, 0.02096237099933, 0.003499658722901, 0.1738390914573]
    assert rows.loc[1:, "p"].tolist() == pytest.approx(p, rel=1e-9)
    assert rows.loc[[1, 5], "p_adjusted"].tolist() == pytest.approx([0.46866511105841, 0.02099795233741], rel=1e-9)
    assert rows["t"].isna().all() and rows.loc[3, "effect"] == pytest.approx(10 / 12)  # x before t 11 times, once after


def test_a_mean_rank_of_items_stands_weighted_beside_the_unweighted():
    answers = answered().assign(w=[2.0, 1, 1, 3, 1, 2, 1, 1, 2, 1])
    row = infer.ranking(answers, [items(*"abcd")], weight="w").set_index("item").loc["d"]
    # R: weighted.mean(x[, 4], w); weighted.mean(t(apply(x, 1, rank))[, 4], w)
    assert row[["mean", "mean_weighted", "mean_rank", "mean_rank_weighted"]].tolist() == pytest.approx(
        [4.4, 67 / 15, 3.35, 3.4]
    )


@pytest.mark.parametrize(
    ("weight", "alpha", "omega"),
    [
        ("w", (0.550564497111, 0.7999482681049), (0.5957541683577, 0.8135127400273)),
        (CLUSTERS, (0.5444846380214, 0.8026184005353), (0.5973002139051, 0.8125362547231)),
    ],
)
def test_weighted_alpha_and_omega_have_the_limits_of_the_design(weight, alpha, omega):
    answers, questions = asked(X)
    row = infer.reliability(with_design(answers, [1, 2, 3], range(12)), questions, weight=weight).iloc[0]
    # R: svycralpha(~i1 + … + i6, des); 1 - (1 - a) * exp(c(1, -1) * qt(.975, degf(des)) * SE/(1 - a))
    told = row[["alpha_weighted", "alpha_low_weighted", "alpha_high_weighted"]].tolist()
    assert told == pytest.approx([0.7001494526801, *alpha], rel=1e-9)
    # R: psych::omega(cov.wt(x, w, cor = TRUE)$cor, nfactors = 1, flip = FALSE)$omega.tot; plogis(qlogis(o) ± …)
    told = row[["omega_weighted", "omega_low_weighted", "omega_high_weighted"]].tolist()
    assert told == pytest.approx([0.7171567936131, *omega], abs=4e-5)
    # R: cov.wt(cbind(x[, 1], rowSums(x[, -1])), w, cor = TRUE)$cor[1, 2]; svycralpha(~i2 + … + i6, des)
    told = row[["item_rest_weighted", "alpha_if_dropped_weighted"]].tolist()
    assert told == pytest.approx([0.3692256976821, 0.6816715509212], rel=1e-11)
    assert row["alpha"] == pytest.approx(infer.reliability(answers, questions).loc[0, "alpha"])


@pytest.mark.parametrize("weight", [None, "w"])
def test_without_weights_or_with_equal_ones_no_column_is_added(weight):
    answers, questions = asked(X)
    rated, people = answers.assign(w=2.0), answered().assign(w=2.0)
    frames = [infer.reliability(rated, questions, weight=weight), infer.battery(people, items(*"abcd"), weight=weight)]
    frames += [infer.ranking(people, [items(*"abcd")], weight=weight)]
    frames += [infer.correlations(jobs().assign(w=2.0), [INCOME, JOB], weight=weight)]
    assert not any("weighted" in column for frame in frames for column in frame)


def test_people_who_left_an_item_blank_stay_in_the_design_and_out_of_the_figures():
    answers = with_design(answered(), [2, 1, 1, 3, 1, 2, 1, 1, 2, 1], np.repeat(range(5), 2))
    more = pd.concat([answers, answers.assign(a=None)], ignore_index=True)
    rows = [infer.battery(a, items(*"abcd"), weight=CLUSTERS) for a in (answers, more)]
    # R: svymean(~I(a - b), subset(cl, !is.na(a))): the five clusters are all there is
    pd.testing.assert_frame_equal(*rows)


# what may be printed


def test_of_options_and_ranks_only_the_pairs_that_differ_are_printed_without_numbers():
    answers, question = ranked()
    shown = infer.all_batteries(answers, [[question]])
    pairs = shown[shown["item_a"] != ""]
    assert pairs[["item_a", "item_b"]].to_numpy().tolist() == [["h/x", "h/z"], ["h/x", "h/t"], ["h/y", "h/t"]]
    assert pairs["p_adjusted"].tolist() == [0.05, 0.05, 0.05] and pairs[["statistic", "p", "effect"]].isna().all(
        axis=None
    )
    assert shown.loc[0, "statistic"] == pytest.approx(19.65789473684) and not any("difference" in c for c in shown)
    ticks, several = ticked()
    weighted = infer.all_batteries(with_design(ticks, [1, 2, 3, 4], [0]), [[several]], weight="w")
    assert weighted.loc[1:, ["effect_weighted", "statistic_weighted", "p_weighted"]].isna().all(axis=None)
    assert set(weighted.loc[1:, "p_adjusted_weighted"]) <= {0.001, 0.01, 0.05}


def test_how_few_gave_no_opinion_is_not_told_by_the_number_of_people():
    answers = pd.concat([answered()] * 3, ignore_index=True)
    answers.loc[:1, "a"] = "kyk"
    assert infer.battery(answers, items(*"abcd")).loc[0, "n"] == 28
    assert infer.all_batteries(answers, [items(*"abcd")]).loc[0, "n"] == 20
    assert infer.ranking(answers, [items(*"abcd")])["n"].eq(20).all()
    assert infer.correlations(answers, items(*"ab"))["n"].eq(20).all()
    answers.loc[:5, "a"] = "kyk"
    assert infer.all_batteries(answers, [items(*"abcd")]).loc[0, "n"] == 24


def test_how_few_gave_no_opinion_is_not_told_by_reliability_or_factors_either():
    scores, questions = asked(X)
    scores.loc[:1, "i1"] = "không có ý kiến"
    frames = [infer.all_reliability(scores, [questions]), *infer.factor_analysis(scores, [questions])]
    assert all(frame["n"].dropna().eq(50).all() for frame in frames)
    assert infer.reliability(scores, questions).loc[0, "n"] == 58

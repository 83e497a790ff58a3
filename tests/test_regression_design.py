"""Regressions under any design, of numbers, with interactions and joint tests. Numbers are R's (survey 4.1.1, car 3.1).

R: h <- housing[rep(1:72, housing$Freq), ]; i <- 0:1680; h$w <- rep(1:3, length.out = 1681); h$s <- i %% 4;
h$c <- (i * 7) %% 40; h$N <- c(20, 30, 40, 50)[h$s + 1]; h$u <- (i * 13) %% 11 + as.integer(h$Infl); h$z <- (i * 5) %% 7
d <- svydesign(id = ~c, strata = ~s, weights = ~w, fpc = ~N, data = h, nest = TRUE)
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from pytest import approx
from scipy import stats

from pipeline import infer
from pipeline.design import Calibration, Design, DesignError, Replicates
from pipeline.questionnaire import Question
from tests.test_regression import FORM, housing, one

FORM = FORM | {name: Question(name, "integer", f"Câu {name}") for name in "uz"}
CLUSTERS = Design(weight="weight", strata="s", psu="c", fpc="N")
BY = ("infl", "type", "cont")


class Outcome(NamedTuple):
    question: str
    by: tuple = BY
    event: tuple = ()
    model: str = ""
    interactions: tuple = ()


BINARY, ORDINAL, NUMBER = Outcome("sat", event=("High",)), Outcome("scale"), Outcome("u", ("infl", "cont", "z"))


def sampled():
    i = np.arange(1681)
    people = housing().assign(s=i % 4, c=i * 7 % 40, N=np.array([20, 30, 40, 50])[i % 4], z=i * 5 % 7.0)
    return people.assign(u=i * 13 % 11 + people["infl"].map({"Low": 1.0, "Medium": 2.0, "High": 3.0}))


@pytest.fixture(scope="module")
def drawn():
    return sampled()


def fitted(answers, outcome, weight=None):
    rows, fit = infer.regressions(answers, [outcome], FORM, weight=weight)
    return rows, fit.iloc[0]


def joint(rows):
    return rows.drop_duplicates("term").set_index("term")


@pytest.mark.parametrize(
    ("outcome", "statistics", "df", "kind"),
    [
        # summary(svyglm(Sat == "High" ~ Infl + Type + Cont, d, family = quasibinomial))
        (BINARY, [7.1084577, 13.178952, -10.395214, -4.3276603, -8.8755975, 4.3582003], 30, 43.363062),
        # svyolr(Sat ~ Infl + Type + Cont, d, control = list(reltol = 1e-16, maxit = 3000))
        (ORDINAL, [11.015960, 16.476874, -11.097121, -3.4149209, -8.2338171, 4.8793451], 30, 55.323646),
    ],
)
def test_strata_clusters_and_finite_populations_are_those_of_svyglm_and_svyolr(drawn, outcome, statistics, df, kind):
    rows, _ = fitted(drawn, outcome, CLUSTERS)
    assert rows["statistic"].tolist() == approx(statistics, rel=1e-6) and (rows["df"] == df).all()
    # R: regTermTest(m, ~Type)
    assert joint(rows).loc["type", ["joint_statistic", "joint_df", "joint_df2"]].tolist() == approx([kind, 3, df])


def test_a_linear_model_under_a_design_is_svyglm_gaussian(drawn):
    rows, fit = fitted(drawn, NUMBER, CLUSTERS)
    # R: l <- svyglm(u ~ Infl + Cont + z, d); confint(l, ddf = l$df.residual)
    assert rows["b"].tolist() == approx([0.993112002131, 1.98451520416, 0.000254288147571, -0.000652776949237])
    assert rows["low"].tolist() == approx([0.712994943201, 1.65931851732, -0.111990299431, -0.0574904831])
    assert rows["high"][:2].tolist() == approx([1.27322906109, 2.309711891]) and (rows["df"] == 32).all()
    # R: regTermTest(l, ~Infl); regTermTest(l, ~Infl + Cont + z); summary(lm(u ~ …, h, weights = w))
    assert joint(rows).loc["infl", "joint_statistic"] == approx(90.4019833035)
    assert fit[["statistic", "r2", "adjusted_r2"]].tolist() == approx([46.5222481596, 0.0547459193379, 0.0524899430117])


def test_calibrated_weights_leave_no_error_in_what_they_fix(drawn):
    weight = drawn["weight"]
    for _ in range(60):
        for name, goal in (("infl", {"Low": 600, "Medium": 600, "High": 481}), ("cont", {"Low": 800, "High": 881})):
            weight = weight * drawn[name].map(goal) / weight.groupby(drawn[name]).transform("sum")
    raked = Design(weight="raked", calibration=Calibration("rake", ("infl", "cont"), "weight"))
    rows, _ = fitted(drawn.assign(raked=weight), BINARY, raked)
    # R: g <- rake(svydesign(~1, weights = ~w, data = h), list(~Infl, ~Cont), …); svyglm(…, g, family = quasibinomial)
    wanted = [4.1431102, 8.7536076, -3.7464388, -2.6858288, -5.5962149, 2.7379978]
    assert rows["statistic"].tolist() == approx(wanted, rel=1e-6)


@pytest.mark.parametrize(
    ("outcome", "statistics", "df"),
    [
        # r <- as.svrepdesign(svydesign(id = ~c, weights = ~w, data = h), type = "JK1"); svyglm(…, r, …)
        (BINARY, [6.04404032, 11.2778849, -8.80877626, -3.73223088, -7.72361889, 3.63359472], 33),
        # polr refitted on every column of weights(r, "analysis"); svrVar(betas, r$scale, r$rscales)
        (ORDINAL, [9.31540393, 14.1048341, -9.43498039, -2.9580032, -7.10917198, 4.09360514], 33),
        (NUMBER, [6.07624511, 10.0007737, 0.00387111049, -0.0198390698], 35),
    ],
)
def test_replicate_weights_refit_the_model(drawn, outcome, statistics, df):
    left = {f"r{c}": np.where(drawn["c"] == c, 0, drawn["weight"] * 40 / 39) for c in range(40)}
    design = Design(weight="weight", replicates=Replicates(tuple(left), "jk1"))
    rows, _ = fitted(pd.concat([drawn, pd.DataFrame(left)], axis=1), outcome, design)
    assert rows["statistic"].tolist() == approx(statistics, rel=1e-6) and (rows["df"] == df).all()


@pytest.mark.parametrize(
    ("lonely", "whole", "part"),
    [
        # options(survey.lonely.psu = …); dl <- svydesign(id = ~c, strata = ~s2, weights = ~w, data = h, nest = TRUE)
        # svyglm(Sat == "High" ~ Infl + Cont, dl, family = quasibinomial), then on subset(dl, z != 3)
        ("adjust", [6.5039055, 11.935143, 2.6961855], [5.6075696, 10.215164, 2.1181716]),
        ("average", [5.3106933, 9.7790933, 2.2062614], [4.6375824, 8.4113627, 1.7363366]),
        ("certainty", [6.5042444, 11.976894, 2.7021074], [5.6798553, 10.301773, 2.1265693]),
    ],
)
def test_lonely_units_and_domains_are_treated_as_survey_yaml_says(drawn, lonely, whole, part):
    people = drawn.assign(s2=np.where(drawn["c"] == 3, 9, drawn["s"] % 2))
    design, outcome = (
        Design(weight="weight", strata="s2", psu="c", lonely=lonely),
        Outcome("sat", ("infl", "cont"), ("High",)),
    )
    assert fitted(people, outcome, design)[0]["statistic"].tolist() == approx(whole, rel=2e-6)
    blank = people.assign(sat=people["sat"].where(people["z"] != 3))
    assert fitted(blank, outcome, design)[0]["statistic"].tolist() == approx(part, rel=2e-6)
    with pytest.raises(DesignError, match="1 tầng chỉ có một đơn vị mẫu"):
        fitted(people, outcome, Design(weight="weight", strata="s2", psu="c"))


def test_the_checks_of_a_model_follow_the_design(drawn):
    # R: regTermTest(svyglm(residuals(m, "response") ~ tenth, d), ~tenth)
    _, fit = fitted(drawn, BINARY, CLUSTERS)
    assert fit[["check_statistic", "check_df"]].tolist() == approx([16.5877862035, 9])
    # R: influence of svyglm(I(Sat != "Low") ~ Cont, d) and svyglm(I(Sat == "High") ~ Cont, d) through svyrecvar
    _, fit = fitted(drawn.assign(c=np.arange(1681) * 7 % 80), Outcome("scale", ("cont",)), CLUSTERS)
    assert fit[["check", "check_df"]].tolist() == ["Brant", 1]
    assert fit[["check_statistic", "check_p"]].tolist() == approx([5.1267551159861, 0.0264113457074], rel=1e-6)


@pytest.mark.parametrize(("outcome", "weight", "kind"), [(BINARY, "weight", "Archer"), (ORDINAL, None, "Brant")])
def test_a_check_that_finds_too_much_in_few_people_is_not_given(drawn, outcome, weight, kind):
    few = drawn.sample(100, random_state=1)
    rows, fit = fitted(few, outcome, weight)
    assert fit["check"].startswith(f"{kind}") and "không tính" in fit["check"] and np.isnan(fit["check_p"])
    assert rows["odds_ratio"].notna().any()


def test_a_design_without_degrees_of_freedom_gives_a_reason(drawn):
    rows, fit = fitted(drawn.assign(c=drawn["c"] % 5), BINARY, Design(weight="weight", psu="c"))
    assert rows.empty and "không còn bậc tự do" in fit["note"]


def test_a_plain_design_is_what_its_weights_are(drawn):
    for outcome in (BINARY, NUMBER):
        pd.testing.assert_frame_equal(
            fitted(drawn, outcome, Design(weight="weight"))[0], fitted(drawn, outcome, "weight")[0]
        )
        pd.testing.assert_frame_equal(fitted(drawn, outcome, Design())[0], fitted(drawn, outcome)[0])


# least squares


def test_a_number_is_explained_by_least_squares(drawn):
    rows, fit = fitted(drawn, NUMBER)
    # R: l <- lm(u ~ Infl + Cont + z, h); summary(l); confint(l); drop1(l, test = "F")
    assert rows["b"].tolist() == approx([0.992814407038, 1.99858648623, 0.00830746088692, -0.000898463651502])
    assert rows["statistic"].tolist() == approx([5.61362621605, 9.77235697901, 0.0528733819259, -0.0232713580659])
    assert rows.loc[0, ["low", "high"]].tolist() == approx([0.64592869184, 1.3397001222353])
    assert rows["odds_ratio"].isna().all() and rows["event"].eq("giá trị trung bình").all()
    assert joint(rows).loc["infl", ["joint_statistic", "joint_df2"]].tolist() == approx([48.72133823, 1676])
    assert fit[["r2", "adjusted_r2", "statistic"]].tolist() == approx(
        [0.0554259688, 0.0531716155, 24.5861946], rel=1e-8
    )
    # R: coef(l)[-1] * apply(model.matrix(l)[, -1], 2, sd) / sd(h$u); vcovHC(l, "HC3"); bptest(l)
    assert rows["beta"].tolist() == approx([0.14896610714, 0.260431325550, 0.001261833321, -0.000552472548])
    reach = (rows["robust_high"] - rows["b"]) / stats.t.ppf(0.975, 1676)
    assert reach.tolist() == approx([0.17727338482, 0.204656388340, 0.157374817313, 0.0386999417602], rel=1e-6)
    assert fit[["check_statistic", "check_df", "check_p"]].tolist() == approx([0.04348516063, 4, 0.999767029])


def test_a_scale_is_explained_by_least_squares_where_survey_yaml_says_linear(drawn):
    rows, fit = fitted(drawn, Outcome("scale", model="linear"))
    points = drawn.assign(u=drawn["sat"].map({"Low": 1.0, "Medium": 2.0, "High": 3.0}))
    assert rows["b"].tolist() == approx(fitted(points, Outcome("u"))[0]["b"].tolist())
    assert fit["model"] == "tuyến tính (OLS)" and rows["ame"].isna().all()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"u": 3.0}, "giống hệt nhau"),
        ({"u": lambda d: 2 * d["z"] + 1}, "quyết định hoàn toàn"),
        ({"infl": None}, "chưa đến 10 người trả lời đủ mọi câu của mô hình"),
    ],
)
def test_least_squares_that_cannot_be_computed_give_a_reason(drawn, change, reason):
    rows, fit = fitted(drawn.assign(**change), NUMBER)
    assert rows.empty and reason in fit["note"]


# joint tests and interactions


def test_the_joint_test_of_a_factor_is_the_likelihood_ratio(drawn):
    rows, _ = fitted(drawn, BINARY)
    # R: drop1(glm(Sat == "High" ~ Infl + Type + Cont, binomial, h), test = "Chisq"); p.adjust(p, "holm")
    told = infer.factor_tests(rows)
    assert told["joint_statistic"].tolist() == approx([92.22942780, 42.81764014, 8.52579782])
    assert told["joint_df"].tolist() == [2, 3, 1] and told["joint_p"].iloc[2] == approx(0.0035015, rel=1e-4)
    assert told["joint_p_adjusted"].tolist() == approx((told["joint_p"] * [3, 2, 1]).tolist())
    rows, _ = fitted(drawn, ORDINAL)
    # R: drop1(polr(Sat ~ Infl + Type + Cont, h), test = "Chisq")
    assert joint(rows)["joint_statistic"].tolist() == approx([108.23920477, 55.91007708, 14.30620607], rel=1e-6)


def test_an_interaction_has_products_of_levels_and_factors_are_tested_without_it(drawn):
    rows, _ = fitted(drawn, BINARY._replace(interactions=(("infl", "cont"),)))
    both = rows[rows["term"].eq("infl × cont")]
    # R: m <- glm(Sat == "High" ~ Infl * Cont + Type, binomial, h); summary(m); car::Anova(m)
    assert np.log(both["odds_ratio"]).tolist() == approx([0.128393600274, 0.0821083996549], rel=1e-6)
    assert both["level"].tolist() == ["Medium × High", "High × High"] and both["n"].tolist() == [380, 195]
    assert both["ame"].isna().all()
    wanted = [92.22942780, 42.59389753, 8.52579782, 0.26589879]
    assert joint(rows)["joint_statistic"].tolist() == approx(wanted, rel=1e-7)


def test_the_interaction_of_a_linear_model_and_of_a_design(drawn):
    rows, _ = fitted(drawn, NUMBER._replace(interactions=(("infl", "cont"),)))
    # R: car::Anova(lm(u ~ Infl * Cont + z, h))
    assert joint(rows)["joint_statistic"].tolist() == approx([48.66418, 0.00279, 0.00061, 0.01681], abs=5e-6)
    rows, _ = fitted(drawn, BINARY._replace(interactions=(("infl", "cont"),)), CLUSTERS)
    # R: regTermTest(svyglm(Sat == "High" ~ Infl * Cont + Type, d, family = quasibinomial), ~Infl:Cont)
    assert joint(rows).loc["infl × cont", ["joint_statistic", "joint_df2"]].tolist() == approx(
        [0.1506989, 28], rel=1e-5
    )


def test_a_cell_of_an_interaction_under_five_people_leaves_and_no_count_tells_how_many(drawn):
    cell = drawn.index[drawn["infl"].eq("High") & drawn["cont"].eq("High")]
    people = drawn.drop(cell[3:])
    rows, fit = fitted(people, BINARY._replace(interactions=(("infl", "cont"),)))
    assert rows.set_index("level").loc["High × High", ["odds_ratio", "n"]].isna().all()
    assert rows.set_index("level").loc["High × High", "note"] == "Không đưa vào mô hình: dưới 5 người."
    assert fit["base"] == rows["base"].max() == 1480 and len(people) == 1489 and (rows["n"].dropna() % 10 == 0).all()
    assert rows.set_index("level").loc["High", "ame"].isna().all()  # nobody shows what it would be in that cell


def test_the_odds_of_an_interaction_rest_on_its_four_cells(drawn):
    cell = drawn.index[drawn["infl"].eq("Medium") & drawn["cont"].eq("Low")]
    people = drawn.assign(sat=drawn["sat"].mask(drawn.index.isin(cell[2:]), "Low"))
    people.loc[cell[:2], "sat"] = "High"
    rows, _ = fitted(people, Outcome("sat", ("infl", "cont"), ("High",), interactions=(("infl", "cont"),)))
    hidden = rows[rows["note"].str.startswith("Không nêu")]
    assert hidden["level"].tolist() == ["Medium", "Medium × High"] and hidden["joint_p"].isna().all()


# average marginal effects


def test_average_marginal_effects_are_points_of_percent(drawn):
    rows, _ = fitted(drawn, Outcome("sat", (*BY, "z"), ("High",), interactions=(("infl", "cont"),)))
    told = rows[rows["ame"].notna()].set_index(["term", "level"])
    # R: mean of plogis(X1 b) - plogis(X0 b) of glm(Sat == "High" ~ Infl * Cont + Type + z); numeric gradient, vcov(m)
    for place, wanted in (
        (("infl", "High"), [29.9433594696, 23.9403572092, 35.9463617299]),
        (("cont", "High"), [6.82151775945, 2.26481665636, 11.37821886255]),
        (("z", "mỗi đơn vị tăng thêm"), [-0.226712411426, -1.347281732436, 0.893856909584]),
    ):
        assert told.loc[place, ["ame", "ame_low", "ame_high"]].tolist() == approx(wanted, rel=1e-6)


def test_the_marginal_effect_of_a_number_bends_with_its_interaction(drawn):
    rows, _ = fitted(drawn, Outcome("sat", ("infl", "cont", "z"), ("High",), interactions=(("cont", "z"),)))
    told = rows.set_index(["term", "level"])[["ame", "ame_low", "ame_high"]]
    # R: the same of glm(Sat == "High" ~ Infl + Cont * z)
    assert told.loc["z"].iloc[0].tolist() == approx([-0.232810718864, -1.367771652723, 0.902150214994], rel=1e-6)
    assert told.loc[("cont", "High")].tolist() == approx([4.917439675307, 0.328864264609, 9.506015086006], rel=1e-6)


def test_marginal_effects_of_two_levels_are_those_of_statsmodels(drawn):
    from statsmodels.discrete.discrete_model import Logit

    rows, _ = fitted(drawn, Outcome("sat", ("cont", "z"), ("High",)))
    x = np.column_stack([np.ones(1681), drawn["cont"].eq("High"), drawn["z"]])
    found = Logit(drawn["sat"].eq("High").astype(float), x).fit(disp=False, tol=1e-12)
    wanted = 100 * found.get_margeff(dummy=True).summary_frame()[["dy/dx", "Conf. Int. Low", "Cont. Int. Hi."]]
    assert rows[["ame", "ame_low", "ame_high"]].to_numpy() == approx(wanted.to_numpy(), rel=1e-6)


def test_marginal_effects_of_a_design_and_of_a_scale(drawn):
    rows, _ = fitted(drawn, BINARY, CLUSTERS)
    # R: weighted.mean over h$w of svyglm(…, d), vcov(m), t of 30 df
    wanted = [30.0796759907, 25.7876164893, 34.3717354921]
    assert rows.loc[1, ["ame", "ame_low", "ame_high"]].tolist() == approx(wanted, rel=1e-6)
    rows, _ = fitted(drawn, ORDINAL)
    # R: of P(Sat == "High") of polr(Sat ~ Infl + Type + Cont, h)
    wanted = [29.5562987889, 24.0428141814, 35.0697833964]
    assert rows.loc[1, ["ame", "ame_low", "ame_high"]].tolist() == approx(wanted, rel=1e-6)


# Firth

PI = "13 16 8 34 20 5 17 10 26 17 8 7 20 10 18 16 18 8 29 12 20 38 22 7 25 15 7 28 11 19 10 10 18 14 21 11 "
PI += "17 25 16 19 15 33 24 48 12 19 2 22 40 5 0 21 15 29 15 12 3 20 23 12 22 42 15 13 14 19 12 13 10 12 49 "
PI += "6 5 17 11 21 5 19 33"
EH = "164 226 314 268 128 231 180 168 156 231 201 189 315 123 127 176 200 264 88 127 137 97 114 88 91 58 "
EH += "97 150 133 237 182 313 131 192 164 201 188 193 211 129 172 75 192 184 111 161 118 144 118 93 117 119 "
EH += "106 202 229 233 290 170 141 225 154 197 175 216 257 137 361 204 217 169 27 184 130 96 101 98 35 102 "
EH += "85"
HIGH = [*range(17, 27), *range(43, 53), *range(69, 79)]
NEW = [*range(21, 26), *range(47, 51), 70, 74, 75, 77]
ENDOMETRIAL = {"HG": one("HG", "thấp", "cao"), "NV": one("NV", "không", "có")}
ENDOMETRIAL |= {name: Question(name, "decimal", name) for name in ("PI", "EH")}
GRADE = Outcome("HG", ("NV", "PI", "EH"), ("cao",))


def endometrial():
    """Heinze & Schemper 2002 (R: brglm2's endometrial): NV never stands with a low grade."""
    at = np.arange(79)
    numbers = {"PI": np.array(PI.split(), float), "EH": np.array(EH.split(), float) / 100}
    people = pd.DataFrame(
        {"HG": np.where(np.isin(at, HIGH), "cao", "thấp"), "NV": np.where(np.isin(at, NEW), "có", "không")}
    )
    return people.assign(**numbers, weight=np.resize([1.0, 2.0], 79))


def test_separated_answers_have_firths_estimates_with_profile_limits():
    rows, fit = infer.regressions(endometrial(), [GRADE], ENDOMETRIAL)
    # R: glm(HG ~ NV + PI + EH, binomial, endometrial, method = "brglmFit", type = "AS_mean")
    assert np.log(rows["odds_ratio"]).tolist() == approx([2.92927335, -0.03475176, -2.60416393], rel=1e-7)
    # published by Heinze & Schemper 2002 and logistf: 0.61–7.85, −0.12–0.04, −4.37–−1.23, p 0.0091, 0.3876, 2.5e-5
    assert np.log(rows["low"]).tolist() == approx([0.609724436, -0.124458721, -4.36518325], rel=1e-6)
    assert np.log(rows["high"]).tolist() == approx([7.85463171, 0.040455473, -1.23272106], rel=1e-6)
    assert rows["p"].tolist() == approx([0.0091240, 0.3874860, 2.5069e-05], rel=1e-3)
    assert rows["note"].eq("Ước lượng Firth.").all() and rows["ame"].notna().all()
    assert fit.loc[0, ["statistic", "df"]].tolist() == approx([43.6558184657, 3]) and "Firth" in fit.loc[0, "model"]
    assert fit.loc[0, ["mcfadden", "check_p"]].isna().all() and "tách hẳn hai phía" in fit.loc[0, "note"]


def test_complete_separation_of_two_sides_is_estimated_and_weights_forbid_it():
    x = np.arange(40.0)
    people = pd.DataFrame({"x": x, "y": np.where(x > 20, "có", "không"), "w": np.resize([1.0, 2.0], 40)})
    form = FORM | {"y": one("y", "không", "có"), "x": Question("x", "decimal", "x")}
    rows, _ = infer.regressions(people, [Outcome("y", ("x",), ("có",))], form)
    assert 1 < rows.loc[0, "low"] < rows.loc[0, "odds_ratio"] < rows.loc[0, "high"] < np.inf
    rows, fit = infer.regressions(people, [Outcome("y", ("x",), ("có",))], form, weight="w")
    assert rows.empty and "tách hẳn hai phía" in fit.loc[0, "note"]


def test_the_joint_test_of_a_separated_factor_is_its_penalised_likelihood_ratio():
    rows, _ = infer.regressions(endometrial(), [GRADE], ENDOMETRIAL)
    assert joint(rows)["joint_statistic"].tolist() == approx((rows["statistic"] ** 2).tolist(), rel=1e-6)


def test_firth_prints_no_odds_that_rest_on_one_to_four_people_or_on_a_group_too_small_to_tell():
    people = endometrial()
    people.loc[21, "HG"] = "thấp"  # now one of thirteen
    people["PI"] = people["PI"].mask(people["HG"].eq("cao"), 99.0)  # but this separates
    rows, fit = infer.regressions(people, [GRADE], ENDOMETRIAL)
    assert "Firth" in fit.loc[0, "model"]
    assert rows.loc[0, "note"].startswith("Không nêu") and rows.loc[0, ["odds_ratio", "ame", "joint_p"]].isna().all()
    few = endometrial()
    few.loc[NEW[7:], "NV"] = "không"  # seven are left, of whom 4,3 would be on the empty side
    rows, _ = infer.regressions(few, [GRADE], ENDOMETRIAL)
    assert rows.loc[0, "note"].startswith("Không nêu") and rows.loc[0, ["odds_ratio", "ame", "joint_p"]].isna().all()


# how the tables are read


def test_two_models_of_one_question_have_pictures_of_their_own(drawn):
    outcomes = [BINARY, Outcome("sat", event=("Low",)), NUMBER]
    models = infer.by_model(*infer.regressions(drawn, outcomes, FORM))
    assert [model.pictures for model in models] == [
        {"odds_ratio": "sat_ty_so_chenh", "ame": "sat_ame"},
        {"odds_ratio": "sat_2_ty_so_chenh", "ame": "sat_2_ame"},
        {"b": "u_he_so_b"},
    ]
    assert [len(model.rows) for model in models] == [6, 6, 4]


def test_a_failed_check_is_told_in_words(drawn):
    uneven = drawn.assign(u=drawn["u"] * np.where(drawn["infl"].eq("High"), 4, 1))
    (model,) = infer.by_model(*infer.regressions(uneven, [NUMBER], FORM))
    assert model.caveat.startswith("Phương sai phần dư không đều (Breusch–Pagan, p < 0,001)")
    (model,) = infer.by_model(*infer.regressions(endometrial(), [GRADE], ENDOMETRIAL))
    assert model.caveat.startswith("Ước lượng Firth")
    assert infer.by_model(*infer.regressions(drawn, [NUMBER], FORM))[0].caveat == ""


def test_joint_tests_of_few_units_are_told_to_find_too_much(drawn):
    _, fit = fitted(drawn, BINARY, CLUSTERS)  # 36 degrees of freedom, six terms
    assert "Đọc dè dặt kiểm định toàn mô hình" in fit["note"]
    assert fitted(drawn, BINARY, "weight")[1]["note"] == fitted(drawn, BINARY)[1]["note"] == ""

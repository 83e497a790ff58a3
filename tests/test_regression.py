"""Tests of the planned regressions. Numbers are R's (4.2, MASS 7.3-58, survey 4.1); the call stands beside each.

R: h <- housing[rep(1:72, housing$Freq), ]; h$w <- rep(1:3, length.out = nrow(h)), MASS's housing (Madsen 1976).
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from pipeline import infer
from pipeline.infer import effects
from pipeline.infer.regress import planned
from pipeline.questionnaire import Choice, Question

FREQ = "21 21 28 34 22 36 10 11 36 61 23 17 43 35 40 26 18 54 13 9 10 8 8 12 6 7 9 18 6 7 15 13 13 7 5 11 14 19 37 17 "
FREQ += "23 40 3 5 23 78 46 43 48 45 86 15 25 62 20 23 20 10 22 24 7 10 21 57 23 13 31 21 13 5 6 13"
SIDES = {
    "cont": ("Low", "High"),
    "type": ("Tower", "Apartment", "Atrium", "Terrace"),
    "infl": ("Low", "Medium", "High"),
    "sat": ("Low", "Medium", "High"),
}


class Planned(NamedTuple):
    question: str
    by: tuple
    event: tuple = ()


def one(name, *options, scale=()):
    choices = tuple(Choice(option, option) for option in options)
    return Question(name, "select one", f"Câu {name}", choices=choices, points=tuple(scale))


FORM = {name: one(name, *options) for name, options in SIDES.items()} | {
    "scale": one("scale", *SIDES["sat"], "không ý kiến", scale=SIDES["sat"]),
    "x": Question("x", "decimal", "Câu x"),
}
BY = ("infl", "type", "cont")
BINARY, ORDINAL = Planned("sat", BY, ("High",)), Planned("scale", BY)


def housing():
    cells = pd.MultiIndex.from_product(SIDES.values(), names=SIDES)
    people = cells.repeat([int(n) for n in FREQ.split()]).to_frame(index=False)
    return people.assign(scale=people["sat"], weight=np.resize([1.0, 2.0, 3.0], len(people)))


def fitted(planned, answers=None, weight=None):
    answers = housing() if answers is None else answers
    rows, fit = infer.regressions(answers, [planned], FORM, weight=weight)
    return rows, fit.iloc[0]


def test_binary_regression_is_rs_glm():
    rows, fit = fitted(BINARY)
    # R: m <- glm(Sat == "High" ~ Infl + Type + Cont, binomial, h); summary(m)$coef
    b = [0.5361541537, 1.3039225676, -0.5284965556, -0.4872087962, -1.1106974402, 0.3129627764]
    z = [4.421409987, 9.401002231, -4.080670503, -2.819955461, -6.293863119, 2.905071718]
    assert np.log(rows["odds_ratio"]).tolist() == pytest.approx(b, rel=1e-8)
    assert rows["statistic"].tolist() == pytest.approx(z, rel=1e-8)
    assert rows["p"].iloc[[0, 5]].tolist() == pytest.approx([9.805891293e-06, 3.671689579e-03], rel=1e-8)
    # R: 1 - m$deviance/m$null.deviance; m$null.deviance - m$deviance; Nagelkerke by hand from them
    found = fit[["mcfadden", "statistic", "df", "nagelkerke"]].tolist()
    assert found == pytest.approx([0.06147964803, 138.88554410285, 6, 0.1072827322], rel=1e-8)


def test_hosmer_lemeshow_is_that_of_resource_selection():
    _, fit = fitted(BINARY)
    # R: its formula, sum((o - e)^2/e) over cut(fitted(m), quantile(fitted(m), 0:10/10), include.lowest = TRUE)
    assert fit[["check_statistic", "check_df"]].tolist() == pytest.approx([12.80804599, 8], rel=1e-8)


def test_weighted_binary_regression_is_rs_svyglm():
    rows, fit = fitted(BINARY, weight="weight")
    # R: w <- svyglm(y ~ Infl + Type + Cont, svydesign(~1, weights = ~w, data = h), family = quasibinomial)
    b = [0.5461621408, 1.3110925629, -0.5298110999, -0.5036047160, -1.1417857086, 0.3252893462]
    t = [4.187187828, 8.778039246, -3.776835293, -2.637715210, -5.918539499, 2.766772629]
    assert np.log(rows["odds_ratio"]).tolist() == pytest.approx(b, rel=1e-8)
    assert rows["statistic"].tolist() == pytest.approx(t, rel=1e-8)
    # R: exp(confint(w)); summary(w)$coef
    assert rows.loc[0, ["low", "high", "df"]].tolist() == pytest.approx([1.3368636550, 2.2299919308, 1674], rel=1e-8)
    assert rows.loc[5, "p"] == pytest.approx(5.723683011e-03, rel=1e-8)
    # R: regTermTest(w, ~Infl + Type + Cont); psrsq(w, "Nagelkerke"); 1 - w$deviance/w$null.deviance
    found = fit[["statistic", "df", "df2", "nagelkerke", "mcfadden"]].tolist()
    assert found == pytest.approx([18.57975031, 6, 1674, 0.1095912789, 0.06287535542], rel=1e-8)
    # R: regTermTest(svyglm(residuals(w, "response") ~ cut(fitted(w), quantile(…)), design), ~ the tenths)
    assert fit[["check_statistic", "check_p"]].tolist() == pytest.approx([1.240587764, 0.26547148], rel=1e-7)


def test_ordinal_regression_is_rs_polr():
    rows, fit = fitted(ORDINAL)
    # R: p <- polr(Sat ~ Infl + Type + Cont, h, Hess = TRUE, control = list(reltol = 1e-16)); exp(confint.default(p))
    b = [0.5663937379, 1.2888191108, -0.5723500020, -0.3661863704, -1.0910146588, 0.3602840043]
    t = [5.412122967, 10.135720012, -4.800063275, -2.359853690, -7.202081358, 3.771193760]
    assert np.log(rows["odds_ratio"]).tolist() == pytest.approx(b, rel=1e-6)
    assert rows["statistic"].tolist() == pytest.approx(t, rel=1e-6)
    assert rows.loc[0, ["low", "high"]].tolist() == pytest.approx([1.4351624518, 2.1630287232], rel=1e-6)
    # R: the joint sandwich of glm(Sat > 1) and glm(Sat > 2), Wald test of equal slopes
    assert fit[["check", "check_statistic", "check_df"]].tolist() == ["Brant", pytest.approx(8.590131021, rel=1e-8), 6]


def test_weighted_ordinal_regression_is_rs_svyolr():
    rows, fit = fitted(ORDINAL, weight="weight")
    # R: svyolr(Sat ~ Infl + Type + Cont, design, control = list(reltol = 1e-16, maxit = 2000))
    b = [0.5734682433, 1.3026755751, -0.5785815558, -0.3899132698, -1.1165804939, 0.3679922895]
    t = [5.116326931, 9.430150916, -4.439739836, -2.361789057, -6.809354058, 3.538401525]
    assert np.log(rows["odds_ratio"]).tolist() == pytest.approx(b, rel=1e-6)
    assert rows["statistic"].tolist() == pytest.approx(t, rel=1e-6)
    assert (rows["df"] == 1674).all()
    assert fit["check_statistic"] == pytest.approx(6.787510919, rel=1e-8)


@pytest.mark.parametrize("planned", [BINARY, ORDINAL])
def test_blanks_and_no_opinion_change_no_odds_ratio(planned):
    people = housing()
    more = [people.head(50).assign(**{name: None}) for name in ("infl", planned.question)]
    more = pd.concat([people, *more, people.head(50).assign(scale="không ý kiến", sat=None)], ignore_index=True)
    pd.testing.assert_frame_equal(fitted(planned, more)[0], fitted(planned, people)[0])


def test_the_columns_are_those_of_the_forest_plot_and_the_first_level_is_the_reference():
    rows, fit = fitted(BINARY)
    assert list(rows.columns) == planned.COLUMNS and list(fit.index) == planned.FIT
    assert rows["reference"].tolist() == ["Low", "Low", "Tower", "Tower", "Tower", "Low"]
    assert rows.loc[0, ["outcome", "event", "term", "level", "n", "base"]].tolist() == [
        *("sat", "“High”", "infl", "Medium", 659, 1681)
    ]


def test_p_is_adjusted_by_holm_within_an_outcome():
    rows, _ = infer.regressions(housing(), [BINARY, ORDINAL], FORM)
    for _, part in rows.groupby("outcome"):
        # R: p.adjust(p, "holm"): the least is six times p, the greatest here twice the second largest p
        assert part["p_adjusted"].min() == pytest.approx(6 * part["p"].min())
        assert part["p_adjusted"].max() == pytest.approx(max(2 * part["p"].nlargest(2).min(), part["p"].max()))


# what cannot be computed


def test_a_weighted_level_that_separates_the_answers_has_no_number_and_the_others_keep_theirs():
    people = housing()
    people.loc[people["type"] == "Terrace", "sat"] = "High"
    rows, fit = fitted(BINARY, people, weight="weight")
    told = rows.set_index("level")
    # R: svyglm gives b = 18.6 in silence; without that level the same model has these
    assert told.loc["Terrace", ["odds_ratio", "low", "high", "p", "p_adjusted", "ame"]].isna().all()
    assert "tách hẳn" in told.loc["Terrace", "note"] and "Firth chỉ có cho kết quả hai phía" in fit["note"]
    alone = fitted(BINARY, people[people["type"] != "Terrace"], weight="weight")[0].set_index("level")
    pd.testing.assert_series_equal(told["odds_ratio"], alone["odds_ratio"])


def test_complete_separation_of_a_scale_gives_a_reason_and_no_number():
    x = np.arange(40.0)
    people = pd.DataFrame({"x": x, "o": np.where(x > 20, "b", np.where(x > 10, "a", "c"))})
    rows, fit = infer.regressions(people, [Planned("o", ("x",))], FORM | {"o": one("o", *"cab", scale="cab")})
    assert rows.empty and "tách hẳn hai phía" in fit.loc[0, "note"]
    assert fit[["statistic", "p", "mcfadden"]].isna().all(axis=None)


def test_a_term_that_repeats_another_is_named_collinear():
    people = housing().assign(twin=lambda d: d["cont"])
    rows, _ = infer.regressions(
        people, [Planned("sat", ("cont", "twin"), ("High",))], FORM | {"twin": one("twin", "Low", "High")}
    )
    assert rows["note"].str.contains("cộng tuyến").tolist() == [False, True]
    assert rows.loc[1, ["odds_ratio", "p", "p_adjusted"]].isna().all()
    assert rows.loc[0, "p_adjusted"] == rows.loc[0, "p"]


def test_a_level_nobody_or_few_belong_to_is_left_out_with_its_people_and_said():
    people = housing()
    people.loc[people.index[people["infl"] == "High"][:3], "infl"] = "Rất cao"
    form = FORM | {"infl": one("infl", "Low", "Medium", "High", "Rất cao", "Cao nhất")}
    rows, fit = infer.regressions(people, [BINARY], form)
    left = rows[rows["level"].isin(["Rất cao", "Cao nhất"])]
    assert left["note"].eq("Không đưa vào mô hình: dưới 5 người.").all() and left["n"].isna().all()
    assert fit.loc[0, "base"] == 1678


def test_no_odds_are_printed_that_rest_on_few_people():
    people = housing()
    terraces = people.index[people["type"] == "Terrace"]
    people.loc[terraces, "sat"] = ["High"] * 2 + ["Low"] * (len(terraces) - 2)
    rows, _ = fitted(BINARY, people)
    hidden = rows[rows["note"].str.startswith("Không nêu: có phía của kết quả dưới 5 người")]
    assert hidden["level"].tolist() == ["Terrace"] and hidden["odds_ratio"].isna().all()


def test_an_effect_on_the_highest_point_that_rests_on_few_people_is_withheld_with_its_reason():
    people = housing()
    terraces = people.index[people["type"] == "Terrace"]
    people.loc[terraces, "scale"] = ["High"] * 2 + ["Low"] * (len(terraces) - 2)
    rows, _ = fitted(ORDINAL, people)
    hidden = rows[rows["note"].str.startswith("Không nêu AME: dưới 5 người ở mức cao nhất của thang")]
    assert hidden["level"].tolist() == ["Terrace"] and hidden["odds_ratio"].notna().all()
    assert rows["ame"].isna().eq(rows["note"].ne("")).all()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sat": "High"}, "giống hệt nhau"),
        ({"sat": ["High"] * 3 + ["Low"] * 1678}, "chưa đến 5 người"),
        ({"cont": "Low"}, "không có đủ hai nhóm"),
        ({"cont": None}, "chưa đến 10 người trả lời đủ mọi câu của mô hình"),
    ],
)
def test_a_regression_without_two_sides_gives_a_reason(change, reason):
    rows, fit = fitted(BINARY, housing().assign(**change))
    assert rows.empty and reason in fit["note"] and fit["note"].startswith("Không tính được: ")


def test_the_threshold_of_survey_yaml_makes_an_effect_trivial_and_an_inverse_odds_ratio_is_as_strong():
    assert [effects.size(v, "OR") for v in (1.4, 2.0, 0.5, 0.2)] == ["không đáng kể", "nhỏ", "nhỏ", "lớn"]
    assert [effects.size(v, "OR", {"OR": 2.1}) for v in (2.0, 2.2)] == ["không đáng kể", "nhỏ"]
    assert effects.size(1.3, "OR", {"OR": 1.2}) == "nhỏ"


def test_a_number_has_its_standard_deviation_among_the_people_of_the_model():
    people = housing().assign(x=np.arange(1681.0)).astype({"x": float})
    people.loc[:9, "sat"] = None
    rows, _ = fitted(Planned("sat", ("x", "cont"), ("High",)), people)
    assert rows["sd"].tolist() == [pytest.approx(np.arange(10, 1681).std(ddof=1)), pytest.approx(np.nan, nan_ok=True)]


@pytest.mark.parametrize(
    ("outcome", "statistic"),
    # R: d <- h[seq(1, nrow(h), 40), ]; kruskal.test(as.integer(Sat) ~ Infl, d);
    # chisq.test(d$Sat == "High", d$Infl, correct = FALSE)$statistic * (nrow(d) - 1) / nrow(d)
    [(Planned("scale", ("infl",)), 2.740227272727), (Planned("sat", ("infl",), ("High",)), 3.94174242424)],
)
def test_all_terms_of_few_people_are_tested_by_their_scores(outcome, statistic):
    _, fit = fitted(outcome, housing().iloc[::40])
    assert fit["test"] == "điểm số (ít người)" and fit["statistic"] == pytest.approx(statistic, rel=1e-9)


@pytest.mark.parametrize(("apart", "is_exact"), [(0, True), (3, False), (40, True)])
def test_of_a_level_a_few_of_whom_stand_outside_the_scale_no_exact_number_is_told(apart, is_exact):
    """Beside the answers of the level it would tell how many gave no opinion."""
    answers = housing()
    answers.loc[answers.query("infl == 'High' and cont == 'High'").index[:apart], "scale"] = "không ý kiến"
    rows, fit = fitted(Planned("scale", ("infl", "cont")), answers)
    exact = answers[answers["scale"].ne("không ý kiến")]["infl"].value_counts()
    told = rows[rows["term"].eq("infl")].set_index("level")["n"]
    kept = [exact[level] if is_exact else exact[level] // 10 * 10 for level in told.index]
    assert told.tolist() == kept and (fit["base"] % 10 == 0 or is_exact)


class Crossed(NamedTuple):
    question: str
    by: tuple
    interactions: tuple
    event: tuple = ()


@pytest.mark.parametrize("crossed", [True, False])
def test_of_a_cell_of_two_levels_a_few_outside_the_scale_are_not_told_either(crossed):
    """Each level of its own has enough of them; with numbers of cells printed, too, one cell has three."""
    answers = housing()
    for infl, cont, few in [("High", "High", 3), ("High", "Low", 20), ("Low", "High", 20), ("Low", "Low", 20)]:
        at = answers.query(f"infl == '{infl}' and cont == '{cont}'").index[:few]
        answers.loc[at, "scale"] = "không ý kiến"
    rows, _ = fitted(Crossed("scale", ("infl", "cont"), (("infl", "cont"),) if crossed else ()), answers)
    assert bool((rows["n"].dropna() % 10 == 0).all()) == crossed


def test_people_outside_the_scale_of_an_explaining_question_count_likewise():
    answers = housing().assign(y=lambda rows: rows["sat"])
    answers.loc[answers.query("infl == 'High'").index[:3], "scale"] = "không ý kiến"
    rows, fit = fitted(Planned("sat", ("infl", "scale"), ("High",)), answers)
    assert fit["base"] % 10 == 0 and bool((rows["n"].dropna() % 10 == 0).all())

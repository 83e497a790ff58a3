"""Means, ratios, NPS and differences of shares with their sampling errors: the values of R's survey package."""

import numpy as np
import pandas as pd
import pytest

from pipeline import describe, privacy
from pipeline.describe import promoters
from pipeline.design import Design, Replicates
from pipeline.report import estimates
from pipeline.survey import SurveyError, Tables
from tests.conftest import FORM, SURVEY
from tests.test_banners import asked

SEX, LIKES = asked("g", "select one", ["Nam", "Nữ"]), asked("y", "select one", ["Có", "Không"])
HOURS, DAYS = asked("x", "integer", []), asked("z", "integer", [])
CLUSTERS = Design(weight="w", strata="s", psu="c")
DESIGNS = pytest.mark.parametrize("at", range(3), ids=["đơn giản", "trọng số", "tầng và cụm"])


BY_NAME = {q.name: q for q in (SEX, LIKES, HOURS, DAYS)}


@pytest.fixture
def answers():
    # R: d <- data.frame(g = rep(c("Nam","Nữ","Nữ","Nam","Nữ"), 8), s = rep(1:2, each = 20), c = rep(1:10, each = 4),
    #   x = rep(c(1,2,3,10,5,NA,0,9), 5), z = rep(c(2,4,4,5,NA,1,3,8), 5), y = rep(c(1,0,1,1,0,0,1,NA,0,1), 4),
    #   w = rep(c(2,1,1,.5,3,1,1.5,2), 5))
    told = ["Có", "Không", "Có", "Có", "Không", "Không", "Có", None, "Không", "Có"] * 4
    return pd.DataFrame({
        "g": pd.Categorical(["Nam", "Nữ", "Nữ", "Nam", "Nữ"] * 8), "s": [1] * 20 + [2] * 20,
        "c": np.repeat(range(10), 4), "x": [1, 2, 3, 10, 5, None, 0, 9] * 5, "z": [2, 4, 4, 5, None, 1, 3, 8] * 5,
        "y": pd.Categorical(told, ["Có", "Không"]), "w": [2, 1, 1, 0.5, 3, 1, 1.5, 2] * 5,
    })  # fmt: skip


def weight_of(at):
    return (None, "w", CLUSTERS)[at]


def figures(table, value="mean", **where):
    rows = table
    for column, wanted in where.items():
        rows = rows[rows[column].eq(wanted)]
    assert len(rows) == 1
    return rows[[value, "se", "low", "high"]].iloc[0].tolist()


# R: s0 <- subset(des, !is.na(x)); m <- svymean(~x, s0); SE(m); confint(m, df = degf(s0)); so too of subset(s0, g == …)
MEANS = [
    ([4.285714285714, 0.618665099384, 3.028435534385, 5.542993037043],
     [4.28571428571, 0.978195411454, 2.17245157891, 6.39897699251]),
    ([4.090909090909, 0.573477316646, 2.925462962936, 5.256355218882],
     [4.09090909091, 0.906747253522, 2.13200074507, 6.04981743675]),
    ([4.09090909091, 0.40366803945, 3.16004892269, 5.02176925913],
     [4.09090909091, 0.979411851726, 1.77496807402, 6.4068501078]),
]  # fmt: skip


@DESIGNS
def test_means_of_all_and_of_a_group_have_the_interval_of_the_design(answers, at):
    table = describe.all_means(answers, [HOURS], [SEX], weight=weight_of(at))
    assert figures(table, by="(tổng số)") == pytest.approx(MEANS[at][0], rel=1e-9)
    assert figures(table, group="Nam") == pytest.approx(MEANS[at][1], rel=1e-9)
    assert table["n"].tolist() == [35, 14, 21]


# R: svyratio(~x, ~z, subset(des, !is.na(x) & !is.na(z)))
RATIOS = [
    [0.961538461538, 0.112848466532, 0.730737432719, 1.19233949036],
    [0.857142857143, 0.0874533895563, 0.678280592517, 1.03600512177],
    [0.857142857143, 0.00848351415952, 0.83757983841, 0.876705875876],
]


@DESIGNS
def test_a_ratio_is_of_those_who_gave_both_numbers(answers, at):
    plan = Tables(ratios=(("x", "z"),))
    table = describe.all_ratios(answers, BY_NAME, [SEX], plan=plan, weight=weight_of(at))
    assert figures(table, "ratio", by="(tổng số)") == pytest.approx(RATIOS[at], rel=1e-9)
    assert table["n"].tolist() == [30, 12, 18] and table["of"].eq("z").all()


def test_replicate_weights_give_the_errors_of_the_replicates(answers):
    # R: r <- as.svrepdesign(svydesign(~c, weights = ~w, data = d), type = "JK1"); svymean, svyratio, svycontrast(svyby)
    names = tuple(f"r{cluster}" for cluster in range(10))
    left_out = {f"r{c}": answers["w"] * (answers["c"] != c) * 10 / 9 for c in range(10)}
    made = {"weight": Design(weight="w", replicates=Replicates(names, "jk1"))}
    frame, plan = answers.assign(**left_out), Tables(ratios=(("x", "z"),))
    assert describe.all_means(frame, [HOURS], [], **made)["se"].tolist() == pytest.approx([0.38858834337])
    ratio = describe.all_ratios(frame, BY_NAME, [], plan=plan, **made)["se"]
    assert ratio.tolist() == pytest.approx([0.00816622810997])
    gap = describe.all_differences(frame, [LIKES], [SEX], **made)["se"].iloc[0]
    assert gap == pytest.approx(18.663, abs=5e-4)


def test_a_ratio_to_nothing_is_blank(answers):
    plan = Tables(ratios=(("x", "z"),))
    nothing = describe.all_ratios(answers.assign(z=0.0), BY_NAME, [], plan=plan)
    assert nothing[["ratio", "se", "low", "high"]].isna().all(axis=None)


# R: n <- svymean(~p, update(s0, p = 100 * ((x >= 9) - (x <= 6))))
NPS = [
    [-42.8571428571, 15.4666274846, -74.2891116404, -11.4251740739],
    [-54.5454545455, 15.248107603, -85.5333374991, -23.5575715918],
    [-54.5454545455, 6.58465596266, -69.7296984242, -39.3612106667],
]


@DESIGNS
def test_nps_is_promoters_less_detractors_with_the_interval_of_the_difference(answers, at):
    table = describe.all_means(answers, [HOURS], [SEX], plan=Tables(nps=("x",)), weight=weight_of(at))
    assert figures(table, by="(tổng số)", row="nps") == pytest.approx(NPS[at], rel=1e-9)


def test_the_parts_of_nps_stand_in_the_banner_table(answers):
    columns = describe.columns(answers, [SEX])
    table = describe.banner(answers, HOURS, columns, plan=Tables(nps=("x",))).query("group == 'Tổng số'")
    shares = table.set_index("option")["percent"]
    assert table["n"].tolist() == [25, 0, 10, 35, 35]
    assert shares["Người ủng hộ (9–10)"] - shares["Người không ủng hộ (0–6)"] == pytest.approx(NPS[0][0])
    assert table["mean"].iloc[-1] == pytest.approx(NPS[0][0])


def test_a_scale_of_eleven_points_gives_the_same_nps_as_the_number(answers):
    points = [str(n) for n in range(11)]
    scale = asked("x", "select one", [*points, "kyk"], points)
    told = answers["x"].map(lambda v: None if pd.isna(v) else str(int(v)))
    chosen = answers.assign(x=pd.Categorical(told.where(told.ne("5"), "kyk"), [*points, "kyk"]))
    as_number = answers.assign(x=answers["x"].where(answers["x"].ne(5)))
    tables = [describe.all_means(frame, [q], [SEX], plan=Tables(nps=("x",))).query("row == 'nps'")[["n", "mean", "se"]]
              for frame, q in ((chosen, scale), (as_number, HOURS))]  # fmt: skip
    pd.testing.assert_frame_equal(*(table.reset_index(drop=True) for table in tables))


@pytest.mark.parametrize("wrong", [11, -1, 7.5])
def test_nps_of_an_answer_off_the_scale_is_refused_without_telling_it(answers, wrong):
    bad = answers.assign(x=[wrong, *answers["x"].iloc[1:]])
    with pytest.raises(ValueError, match="tables › nps › x: 1 câu trả lời không phải số nguyên từ 0 đến 10"):
        describe.all_means(bad, [HOURS], [SEX], plan=Tables(nps=("x",)))


# R: b <- svyby(~y, ~g, subset(des, !is.na(y)), svymean, covmat = TRUE); svycontrast(b, c(Nam = 1, "Nữ" = -1))
GAPS = [
    [-0.1, 0.168325082306, -0.441718084113, 0.241718084113],
    [-0.119047619048, 0.186433602197, -0.49752795296, 0.259432714865],
    [-0.119047619048, 0.184854057449, -0.545321839934, 0.307226601839],
]


@DESIGNS
def test_a_group_less_the_rest_has_the_interval_of_the_contrast(answers, at):
    table = describe.all_differences(answers, [LIKES], [SEX], weight=weight_of(at))
    found = figures(table, "difference", option="Có", group="Nam")
    assert found == pytest.approx([100 * x for x in GAPS[at]], rel=1e-9)
    assert figures(table, "difference", option="Có", group="Nữ")[0] == pytest.approx(-found[0])
    assert (table["percent"] - table["rest"]).tolist() == pytest.approx(table["difference"].tolist())


def test_the_groups_of_a_several_choices_question_are_set_against_who_did_not_tick_them(answers):
    ticks = asked("m", "select all that apply", ["a", "b"])
    told = {"m/a": [True, False] * 20, "m/b": [True, True, False, False] * 10}
    frame = answers.assign(**{name: pd.array(values, dtype="boolean") for name, values in told.items()})
    table = describe.all_differences(frame, [LIKES], [ticks]).query("option == 'Có'")
    # who ticked nothing is in no group of the table
    within = frame[frame["m/a"] | frame["m/b"]]
    share = within["y"].eq("Có").where(within["y"].notna()).groupby(within["m/a"].astype(bool)).mean() * 100
    assert table.query("group == 'a'")[["percent", "rest"]].iloc[0].tolist() == pytest.approx(
        [share[True], share[False]]
    )


def test_a_group_of_nobody_takes_no_figure_from_the_others(answers):
    sex = asked("g", "select one", ["Nam", "Nữ", "Khác"])
    empty = answers.assign(g=answers["g"].cat.add_categories("Khác"))
    for made, value in ((describe.all_differences, "difference"), (describe.all_means, "mean")):
        of = [LIKES] if value == "difference" else [HOURS]
        whole, table = made(answers, of, [SEX], weight="w"), made(empty, of, [sex], weight="w")
        kept = table[table["group"].ne("Khác")].reset_index(drop=True)
        pd.testing.assert_frame_equal(kept, whole)
        assert table.loc[table["group"].eq("Khác"), value].isna().all()


def test_a_difference_without_anything_to_vary_is_blank(answers):
    same = answers.assign(y=pd.Categorical(["Có"] * 40, ["Có", "Không"]))
    assert describe.all_differences(same, [LIKES], [SEX])[["difference", "low"]].isna().all(axis=None)


@DESIGNS
def test_two_options_of_the_same_people_are_subtracted_with_their_covariance(answers, at):
    # of two options that make up the whole p − (1 − p) = 2p − 1: twice the standard error of the share
    plan = Tables(contrasts=(("y", "Có", "Không"),))
    table = describe.all_contrasts(answers, BY_NAME, [SEX], plan=plan, weight=weight_of(at))
    counted = answers.assign(p=answers["y"].map({"Có": 1.0, "Không": 0.0}).astype(float))
    share = describe.all_means(counted, [asked("p", "integer", [])], [SEX], weight=weight_of(at))
    assert table["difference"].tolist() == pytest.approx((200 * share["mean"] - 100).tolist())
    assert table["se"].tolist() == pytest.approx((200 * share["se"]).tolist())
    assert table[["n", "n_other", "base"]].iloc[0].tolist() == [20, 16, 36]


def test_groups_of_one_and_of_nobody_have_no_interval(answers):
    alone = answers.assign(g=pd.Categorical(["Nam"] + [None] * 39, ["Nam", "Nữ"]))
    table = describe.all_means(alone, [HOURS], [SEX]).set_index("group")
    assert table.loc["Nam", "mean"] == 1 and table.loc[["Nam", "Nữ"], ["se", "low", "high"]].isna().all(axis=None)
    assert np.isnan(table.loc["Nữ", "mean"]) and table.loc["Nữ", "n"] == 0


# --- weighted medians ----------------------------------------------------------------------------------------------

# R: svyquantile(~x, s0, .5, qrule = "math", interval.type = "mean", df = degf(s0))
MEDIANS = [[3, 2, 9], [3, 1, 5], [3, 1, 5]]


@DESIGNS
def test_medians_are_weighted_with_woodruffs_limits(answers, at):
    row = describe.numbers(answers, [HOURS], weight=weight_of(at)).iloc[0]
    assert row[["median", "median_low", "median_high"]].tolist() == MEDIANS[at]
    assert row[["mean", "low", "high"]].tolist() == pytest.approx([MEANS[at][0][k] for k in (0, 2, 3)], rel=1e-9)


def test_a_weighted_median_is_where_half_of_the_weight_is_reached(answers):
    # R: svyquantile(~x, svydesign(~1, weights = ~w, data = d), c(.25, .5, .75), qrule = "math")
    values, weights = pd.Series([1.0, 2, 3, 10]), pd.Series([2.0, 1, 1, 1])
    assert describe.distribution(values, weights)[["q1", "median", "q3"]].tolist() == [1, 2, 3]
    alike = weights * 1e-15 + 3  # raking leaves such differences
    assert describe.distribution(values, alike)[["q1", "median", "q3"]].tolist() == [1.75, 2.5, 4.75]


def test_the_banner_and_the_summary_tell_the_same_weighted_median(answers):
    columns = describe.columns(answers, [SEX])
    table = describe.banner(answers, HOURS, columns, weight="w").set_index("group")["median"]
    men = answers[answers["g"].eq("Nam")]
    assert table["Tổng số"] == describe.numbers(answers, [HOURS], weight="w")["median"].iloc[0]
    assert table["Nam"] == describe.numbers(men, [HOURS], weight="w")["median"].iloc[0]


# --- what survey.yaml may ask for ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ("{nps: [y1]}", "tables › nps › y1: thang có 3 mức; NPS cần thang 11 mức"),
        ("{nps: [tuoi]}", "tables › nps › tuoi: là câu ghi số lẻ .decimal.; NPS cần số nguyên"),
        ("{nps: [dung]}", "tables › nps: «dung» không phải thang đo hay con số"),
        ("{ratios: [[tuoi]]}", r"tables › ratios: \['tuoi'\]; cần hai câu ghi số \[tử, mẫu\]"),
        ("{ratios: [[tuoi, y1]]}", "tables › ratios: «y1» không phải câu ghi số"),
        ("{contrasts: [[dung, co, ko]]}", "tables › contrasts › dung: câu này không có lựa chọn «ko»"),
        ("{contrasts: [[dung, co, co]]}", "cần .câu hỏi, lựa chọn, lựa chọn khác."),
    ],
)
def test_what_cannot_be_estimated_is_refused_by_name(write_survey, tables, told):
    with pytest.raises(SurveyError, match=told):
        write_survey(form=FORM, yaml=SURVEY + f"tables: {tables}\n")


# --- what is hidden ------------------------------------------------------------------------------------------------


def crowd(few, weights=(1.0,)):
    """Answers of 210 men and women; ``few`` men answer "Có"."""
    told = ["Có"] * few + ["Không"] * (100 - few) + ["Có"] * 60 + ["Không"] * 50
    frame = pd.DataFrame({"g": pd.Categorical(["Nam"] * 100 + ["Nữ"] * 110), "y": pd.Categorical(told)})
    return frame.assign(
        w=[weights[n % len(weights)] for n in range(210)], x=[0] * few + [8, 10] * 103 + [9] * (4 - few)
    )


def printed(frame, questions, plan=None, weight=None, known=None):
    """The banner table as printed, and before."""
    columns = {"plan": plan or Tables(), "weight": weight}
    table = describe.all_banners(frame, questions, [SEX], **columns)
    shown = privacy.suppress({"b": describe.cells(table)}, minimum=5, known=known)["b"]
    return describe.hide(table, shown, nets=known.nets if known else {}, minimum=5), table


@pytest.mark.parametrize("weights", [(1.0,), (0.5, 1.5, 1.0)])
def test_no_difference_is_told_in_a_row_that_hides_a_cell(weights):
    frame = crowd(3, weights)
    banners, _ = printed(frame, [LIKES], weight="w")
    table = describe.following.differences(describe.all_differences(frame, [LIKES], [SEX], weight="w"), banners)
    assert banners["n"].isna().any()
    assert table[["rest", "difference", "se", "low", "high"]].isna().all(axis=None)
    assert table["n"].isna().tolist() == table["percent"].isna().tolist()


def test_two_options_are_not_set_against_each_other_where_one_is_hidden():
    frame, plan = crowd(3), Tables(contrasts=(("y", "Có", "Không"),))
    banners, _ = printed(frame, [LIKES])
    table = describe.following.contrasts(describe.all_contrasts(frame, BY_NAME, [SEX], plan=plan), banners)
    shown = table.set_index("group")["difference"]
    assert shown[["Nam", "Nữ"]].isna().all() and shown["Tổng số"] == pytest.approx(100 * (63 - 147) / 210)


@pytest.mark.parametrize("few", [0, 3])
def test_nps_and_its_mean_are_hidden_with_a_small_part(few):
    frame, plan = crowd(few), Tables(nps=("x",))
    known = privacy.known(Form(HOURS), parts={"x": list(promoters.PARTS)})
    banners, whole = printed(frame, [HOURS], plan, known=known)
    table = describe.following.means(describe.all_means(frame, [HOURS], [SEX], plan=plan), banners)
    hidden = table.set_index(["group", "row"])[["mean", "se", "low", "high"]].isna().all(axis=1)
    assert hidden["Nam"].all() == hidden["Tổng số"].all() == bool(few) and whole["n"].iloc[0] == few
    assert privacy.audit({"banners": banners, "means": table}, minimum=5, known=known)["safe"].all()
    numbers = privacy.numbers(describe.numbers(frame, [HOURS]), frame, banners, minimum=5)
    assert numbers["mean"].isna().all() == bool(few)


def test_a_ratio_of_few_people_is_hidden_with_what_would_tell_how_many():
    frame = crowd(3).assign(z=[2.0] * 60 + [None] * 40 + [2.0] * 110)
    frame["x"] = frame["x"].where(frame.index > 56).astype(float)  # three men gave both numbers
    ratios = describe.all_ratios(frame, BY_NAME, [SEX], plan=Tables(ratios=(("x", "z"),)))
    banners = describe.all_banners(frame, [HOURS, DAYS], [SEX])
    counted = {"ratios": describe.following.both(ratios), "banners": describe.cells(banners)}
    known = privacy.known(Form(HOURS, DAYS))
    shown = privacy.suppress(counted, minimum=5, known=known)
    means = describe.hide(banners, shown["banners"], nets={}, minimum=5)
    table = describe.following.ratios(ratios, shown["ratios"], means)
    assert table["n"].isna().sum() >= 2 and table.loc[table["n"].isna(), ["ratio", "se", "low"]].isna().all(axis=None)
    told = {"banners": shown["banners"], "ratios": describe.following.both(table)}
    assert privacy.audit(told, minimum=5, known=known)["safe"].all()


def test_a_limit_of_the_median_that_one_person_gave_is_blank():
    answers = pd.DataFrame({"x": [1.0, 2, 3, 4, 5, 6, 7, 8]})
    summary = describe.numbers(answers, [HOURS])
    assert summary[["median_low", "median_high"]].iloc[0].tolist() == [1, 8]
    shown = privacy.numbers(summary, answers, minimum=5).iloc[0]
    assert shown[["min", "max", "median_low", "median_high"]].isna().all() and shown["mean"] == 4.5


@pytest.mark.parametrize(
    ("counts", "is_told"), [([495, 305, 200], False), ([505, 295, 200], False), ([200, 280, 30, 290, 200], True)]
)
def test_limits_of_a_median_are_read_only_where_it_lies_between_them(counts, is_told):
    # 495, 305, 200: the median 2 is at 80 % of the people, 77.5–82.5 % leaves out a half: R's limits are 2 and 3
    summary = describe.numbers(pd.DataFrame({"x": np.repeat(np.arange(1.0, len(counts) + 1), counts)}), [HOURS])
    told = describe.medians_told(summary)[["median_low", "median_high"]].notna().all(axis=None)
    assert told == is_told
    note = estimates.numbers_interval(summary.iloc[0])
    assert ("(Woodruff)" in note) is is_told and ("của trung vị không nêu, vì nhiều người" in note) is not is_told


class Form:
    """A questionnaire of these questions, as far as privacy reads one."""

    def __init__(self, *questions):
        self.questions = self.variables = questions
        self.groups = ()

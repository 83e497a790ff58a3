"""Rank questions: mean ranks over all who ranked, first places, places among the first, and what privacy hides."""

import numpy as np
import pandas as pd
import pytest

from pipeline import claims, clean, describe, design, infer, privacy
from pipeline.describe.worth import worth
from pipeline.design import Design
from tests import reports
from tests.conftest import FORM, SURVEY
from tests.test_banners import asked

RANKED = FORM.replace("| | text | gop_y |", "| | rank mang | thu_tu | Xếp thứ tự | Rank | | |\n| | text | gop_y |")
COMPARED = "comparisons: [{name: A, questions: [thu_tu], by: [dung]}]\n"
TOLD = ["zalo fb khac"] * 3 + ["fb zalo khac"] * 5 + ["zalo"] * 2 + [""] * 2


@pytest.fixture
def question(write_survey):
    """The rank question of three options."""
    return write_survey(form=RANKED).form["thu_tu"]


def answers(survey_form, told=TOLD, **more):
    rows = pd.DataFrame({"thu_tu": pd.Series(told, dtype="str").where(lambda s: s != ""), **more})
    return clean.typed(rows, survey_form)[0]


@pytest.fixture
def people(write_survey):
    """Ten who ranked, two of them one option only, and two who did not."""
    return answers(write_survey(form=RANKED).form)


def test_mean_ranks_are_over_all_who_ranked_and_partial_ones_are_counted(people, question):
    rows = describe.ranks(people, [question]).set_index("option")
    # left out by two people: places 2 and 3 are left, so 2.5 each
    assert rows["mean_rank"].to_dict() == pytest.approx({"Zalo": 1.5, "Facebook, Messenger": 1.6, "Khác": 2.9})
    assert rows.loc["Zalo", ["n", "n_top", "placed", "partial", "base"]].tolist() == [5, 10, 10, 2, 10]
    assert rows["percent"].to_dict() == pytest.approx({"Zalo": 50, "Facebook, Messenger": 50, "Khác": 0})
    assert rows["mean_rank"].sum() == pytest.approx(6)


def test_weights_move_the_mean_rank(people, question):
    weighted = people.assign(w=[3.0] * 3 + [1.0] * 9)
    rows = describe.ranks(weighted, [question], weight="w").set_index("option")
    assert rows.loc["Zalo", "mean_rank"] == pytest.approx((3 * 3 * 1 + 5 * 2 + 2 * 1) / 16)


def test_first_places_are_the_percentages_of_the_tables(people, question):
    rows = describe.frequencies(people, question).set_index("option")
    assert rows["n"].to_dict() == {"Zalo": 5, "Facebook, Messenger": 5, "Khác": 0} and rows["base"].eq(10).all()


def test_a_rank_question_nobody_answered_has_no_figures(write_survey, question):
    rows = describe.ranks(answers(write_survey(form=RANKED).form, [""] * 4), [question])
    assert rows["base"].eq(0).all() and rows["mean_rank"].isna().all()
    assert privacy.ranks(rows, describe.frequencies(answers(write_survey(form=RANKED).form, [""] * 4), question),
                         minimum=5)["percent"].isna().all()  # fmt: skip


def test_mean_ranks_that_would_tell_few_people_are_hidden_and_never_one_alone(people, question):
    shown = privacy.ranks(describe.ranks(people, [question]), describe.frequencies(people, question), minimum=5)
    assert shown["mean_rank"].isna().sum() != 1 and "rarest" not in shown
    assert shown["partial"].isna().all() and shown["placed"].isna().all()  # two people left options out
    many = pd.concat([people] * 20, ignore_index=True)
    shown = privacy.ranks(describe.ranks(many, [question]), describe.frequencies(many, question), minimum=5)
    assert shown["mean_rank"].notna().all() and shown["partial"].eq(40).all()


@pytest.mark.parametrize("hidden", [False, True])
def test_how_few_ranked_is_not_told_nor_what_the_frequencies_hide(people, question, hidden):
    some = people.head(10 if hidden else 3)
    frequencies = describe.frequencies(some, question)
    frequencies = frequencies.assign(base=float("nan") if hidden else frequencies["base"])
    shown = privacy.ranks(describe.ranks(some, [question]), frequencies, minimum=5)
    assert shown[["base", "n", "mean_rank", "placed", "partial"]].isna().all(axis=None)


@pytest.mark.parametrize("firsts", [(6, 6, 1), (8, 3, 2), (1, 7, 5), (2, 0, 11)])
def test_what_is_printed_of_few_who_ranked_passes_the_audit(write_survey, firsts):
    form = write_survey(form=RANKED).form
    orders = ("zalo fb khac", "fb zalo khac", "khac fb zalo")
    rows = answers(form, [order for order, n in zip(orders, firsts, strict=True) for _ in range(n)])
    question, known = form["thu_tu"], privacy.known(form)
    shown = privacy.suppress({"frequencies": describe.frequencies(rows, question)}, minimum=5, known=known)
    shown["ranks"] = privacy.ranks(describe.ranks(rows, [question]), shown["frequencies"], minimum=5)
    assert shown["ranks"]["n"].isna().any() and privacy.audit(shown, minimum=5, known=known)["safe"].all()


def test_first_places_are_suppressed_as_answers_of_one_choice(write_survey):
    form = write_survey(form=RANKED).form
    rows = answers(
        form, ["zalo fb khac"] * 30 + ["fb zalo khac"] * 20 + ["khac fb zalo"] * 2, dung=["co", "khong"] * 26
    )
    counted = {"crosstabs": describe.crosstab(rows, form["thu_tu"], form["dung"])}
    counted["frequencies"] = describe.frequencies(rows, form["thu_tu"])
    shown = privacy.suppress(counted, minimum=5, known=privacy.known(form))["frequencies"]
    assert shown["n"].isna().sum() >= 2


def test_an_option_put_first_more_often_in_a_group_is_found_higher_there(write_survey):
    form = write_survey(form=RANKED).form
    told = ["zalo fb khac"] * 40 + ["khac fb zalo"] * 40
    tests = infer.compare(answers(form, told, dung=["co"] * 40 + ["khong"] * 40), form["thu_tu"], form["dung"])
    assert tests["question"].tolist() == ["thu_tu/zalo", "thu_tu/fb", "thu_tu/khac"]
    # R: wilcox.test(c(rep(3, 40), rep(1, 40)) ~ g): every pair higher, r = 1
    assert tests["effect"].iloc[[0, 2]].tolist() == pytest.approx([1, -1])
    assert tests["p"].iloc[0] < 1e-10 and pd.isna(tests["p"].iloc[1])


def _first(survey, tables):
    """The sentence of the first test."""
    return next(c.sentence for c in claims.found(survey, tables) if c.table == "tests")


def test_the_report_says_in_which_group_an_option_is_placed_higher(write_survey):
    survey = write_survey(form=RANKED, yaml=SURVEY + COMPARED)
    told = ["zalo fb khac"] * 40 + ["khac fb zalo"] * 40
    rows = answers(survey.form, told, dung=["co"] * 40 + ["khong"] * 40)
    tables = {"banners": describe.all_banners(rows, [survey.form["thu_tu"]], [survey.form["dung"]])}
    tables["tests"] = infer.families(rows, survey.comparisons, survey.form)
    said = "nhóm “Có” xếp “Zalo” cao hơn nhóm “Không”"
    assert f"{said}: thứ hạng trung bình 1,00 so với 3,00 (1 là đầu; theo “Có dùng không”)." in _first(survey, tables)
    hidden = _first(survey, tables | {"banners": tables["banners"].assign(mean=float("nan"))})
    assert said in hidden and "thứ hạng trung bình" not in hidden


def test_an_option_placed_higher_where_a_number_is_higher_is_found_and_said(write_survey):
    survey = write_survey(form=RANKED, yaml=SURVEY + COMPARED.replace("[dung]", "[tuoi]"))
    told = ["zalo fb khac"] * 40 + ["khac fb zalo"] * 40
    rows = answers(survey.form, told, tuoi=["50"] * 40 + ["20"] * 40)
    tests = infer.families(rows, survey.comparisons, survey.form)
    # R: cor(c(rep(3, 40), rep(1, 40)), c(rep(50, 40), rep(20, 40)), method = "spearman") = 1
    assert tests["method"].iloc[0] == "Spearman" and tests["effect"].iloc[[0, 2]].tolist() == pytest.approx([1, -1])
    assert "“Zalo” được xếp càng cao thì “Tuổi” càng cao" in _first(survey, {"tests": tests})


# --- Borda, all who were asked, Plackett–Luce ----------------------------------------------------------------------

ORDERS = ["abcd", "bacd", "ab", "cab", "a", "dbac", "b", "acbd", "cd", "abdc", "bd", "dab"] * 3
TURNS = [1, 2, 1, 3, 1, 0.5, 2, 1, 1.5, 1, 2, 1]
RANK = asked("r", "rank", list("abcd"))


def ordered(orders=ORDERS, **more):
    """Answers that rank in these orders."""
    columns = {f"r/{o}": [order.index(o) + 1.0 if o in order else None for order in orders] for o in "abcd"}
    found = pd.DataFrame(columns, dtype=float).where(pd.Series(orders).ne(""))
    return found.assign(**more)


def worths(people, weight=None):
    rows = describe.ranks(people, [RANK], weight=weight).set_index("option").loc[list("abcd")]
    return [(rows[column] / 100).tolist() for column in ("worth", "worth_low", "worth_high")]


# R (survival 3.5, survey 4.1): long: one line a person and item, place (left out: after the last), ev = 1 if placed;
#   f <- coxph(Surv(place, ev) ~ item + strata(id), long, weights = w, ties = "breslow"); p <- exp(b) / sum(exp(b))
#   V <- vcov(svytotal(rowsum(residuals(f, "dfbeta", weighted = FALSE), long$id), svydesign(…))); logit limits with
#   qt(.975, degf). optim() of the likelihood written out gives 0.350796 0.348363 0.174535 0.126306.
WORTHS = [
    [[0.420623379181, 0.332815367874, 0.123838061726, 0.122723191218],
     [0.298218544143, 0.250304316186, 0.0715625710837, 0.0621234059469],
     [0.55363427254, 0.42703272908, 0.205834153254, 0.228061964961]],
    [[0.350796392921, 0.348362911642, 0.174534513961, 0.126306181476],
     [0.241887861172, 0.242557934687, 0.0945634243144, 0.0624460187627],
     [0.477833602149, 0.471585759385, 0.299746893438, 0.238836277515]],
    [[0.350796392921, 0.348362911642, 0.174534513961, 0.126306181476],
     [0.286390681845, 0.252478350702, 0.107140738615, 0.0609131678327],
     [0.421138353158, 0.458334780805, 0.271433011021, 0.243684646496]],
]  # fmt: skip


@pytest.mark.parametrize("at", range(3), ids=["đơn giản", "trọng số", "tầng và cụm"])
def test_worths_of_partial_rankings_have_the_intervals_of_the_design(at):
    clusters = [c for turn in range(3) for c in [turn * 6 + n // 2 for n in range(12)]]
    people = ordered(
        w=[*TURNS, *TURNS[::-1], *TURNS], c=clusters, s=[1] * 6 + [2] * 6 + [1] * 6 + [2] * 6 + [1] * 6 + [2] * 6
    )
    weight = (None, "w", Design(weight="w", strata="s", psu="c"))[at]
    assert worths(people, weight) == [pytest.approx(row, rel=1e-6) for row in WORTHS[at]]


def test_of_two_options_the_worth_is_the_share_of_first_places():
    people = ordered(["ab"] * 30 + ["ba"] * 10)[["r/a", "r/b"]]
    rows = describe.ranks(people, [asked("r", "rank", ["a", "b"])])
    assert rows["worth"].tolist() == pytest.approx([75, 25]) and rows["worth_low"].notna().all()


def test_an_option_that_nobody_placed_is_worth_nothing_and_says_so():
    rows = describe.ranks(ordered(["abc", "bca", "cab", "ab", "c"] * 5), [RANK]).set_index("option")
    assert rows.loc["d", "worth"] == 0 and "luôn đứng sau các phương án khác" in rows.loc["d", "note"]
    assert rows["worth"].sum() == pytest.approx(100) and rows.loc[["a", "b", "c"], "worth_low"].notna().all()
    assert pd.isna(rows.loc["d", "worth_high"])


def test_an_option_always_first_is_worth_everything_and_says_so():
    rows = describe.ranks(ordered(["abcd", "acbd", "adcb"] * 5), [RANK]).set_index("option")
    assert rows.loc["a", "worth"] == 100 and "luôn đứng trước" in rows.loc["a", "note"]
    assert rows.loc["b", "worth"] == 0 and rows["worth_low"].isna().all()


def test_nobody_ranked_has_no_worth_and_no_note():
    rows = describe.ranks(ordered([""] * 5), [RANK])
    assert rows["worth"].isna().all() and rows["note"].eq("").all() and rows["asked"].eq(5).all()


def test_the_interval_of_a_worth_covers_the_truth():
    # 300 samples of 150 people who rank the best two of four by Plackett–Luce, with weights of their own
    rng, true = np.random.default_rng(2022), np.array([0.4, 0.3, 0.2, 0.1])
    inside = []
    for _ in range(300):
        first = (rng.gumbel(size=(150, 4)) + np.log(true)).argsort(axis=1)[:, ::-1][:, :2]
        given = np.full((150, 4), np.nan)
        np.put_along_axis(given, first, [[1.0, 2.0]], axis=1)
        weights = pd.DataFrame({"w": rng.lognormal(0, 0.4, 150)})
        found = worth(design.sample(weights, "w"), given)
        inside.append((found.low <= true) & (true <= found.high))
    assert 0.93 <= np.mean(inside) <= 0.97


def test_mean_ranks_over_all_who_were_asked_put_the_silent_in_the_middle():
    people = ordered(["ab", "abcd", "dcba", ""], **{"asked.r": [True, True, True, True]})
    rows = describe.ranks(people, [RANK]).set_index("option")
    # of "ab" c and d share places 3 and 4; who ranked nothing counts 2,5 everywhere
    assert rows["mean_rank"].to_dict() == pytest.approx({"a": 2, "b": 7 / 3, "c": 8.5 / 3, "d": 8.5 / 3})
    assert rows["mean_rank_asked"].to_dict() == pytest.approx({"a": 8.5 / 4, "b": 9.5 / 4, "c": 11 / 4, "d": 11 / 4})
    assert rows["asked"].eq(4).all() and rows["base"].eq(3).all()
    assert rows["borda"].tolist() == pytest.approx((4 - rows["mean_rank"]).tolist())
    unasked = describe.ranks(people.assign(**{"asked.r": [True, True, True, False]}), [RANK])
    assert unasked["mean_rank_asked"].tolist() == pytest.approx(unasked["mean_rank"].tolist())


def test_the_mean_rank_has_the_interval_of_a_mean():
    # R: x <- c(1,2,1,2, …): places of a; svymean(~a, svydesign(~1, weights = ~1)); confint(df = degf)
    people = ordered()
    row = describe.ranks(people, [RANK]).set_index("option").loc["a"]
    mean = describe.all_means(people, [RANK], []).query("option.str.endswith(': a')").iloc[0]
    assert row[["mean_rank", "low", "high"]].tolist() == pytest.approx(mean[["mean", "low", "high"]].tolist())


@pytest.mark.parametrize("firsts", [(6, 6, 1), (8, 3, 2), (1, 7, 5)])
def test_no_estimate_of_a_ranking_stands_beside_a_hidden_place(write_survey, firsts):
    form = write_survey(form=RANKED).form
    orders = ("zalo fb khac", "fb zalo khac", "khac fb zalo")
    rows = answers(form, [order for order, n in zip(orders, firsts, strict=True) for _ in range(n)])
    frequencies = privacy.suppress({"f": describe.frequencies(rows, form["thu_tu"])}, minimum=5)["f"]
    shown = privacy.ranks(describe.ranks(rows, [form["thu_tu"]]), frequencies, minimum=5)
    assert shown[["worth", "worth_low", "worth_high", "note"]].isna().all(axis=None)
    gone = shown["mean_rank"].isna()
    assert gone.any() and shown.loc[gone, ["borda", "low", "high", "mean_rank_asked"]].isna().all(axis=None)


def test_how_many_were_asked_is_hidden_where_the_skip_logic_would_tell_few(people, question):
    many = pd.concat([people] * 20, ignore_index=True)
    asked_table = pd.DataFrame({"question": ["thu_tu"], "asked": [float("nan")]})
    shown = privacy.ranks(
        describe.ranks(many, [question]), describe.frequencies(many, question), asked_table, minimum=5
    )
    assert shown[["asked", "mean_rank_asked"]].isna().all(axis=None) and shown["mean_rank"].notna().all()


def test_the_report_tells_the_test_of_the_options_under_their_ranks(write_survey):
    survey = write_survey(form=RANKED)
    rows = answers(survey.form, ["zalo fb khac"] * 30 + ["fb zalo"] * 10).assign(w=[1.0, 2.0] * 20)
    question = survey.form["thu_tu"]
    tables = {
        "ranks": describe.ranks(rows, [question]),
        "batteries": infer.all_batteries(rows, [[question]], weight="w"),
    }
    page = reports.words(*reports.made(survey, tables))
    # R: friedman.test(matrix(c(rep(c(3, 2, 1), 30), rep(c(2, 3, 1), 10)), 40, byrow = TRUE)): 65, df 2; W = 65/80
    assert "Friedman (không gia quyền): χ² = 65,00, bậc tự do 2, p < 0,001; W = 0,81." in page
    assert "Có gia quyền: Wald trên hạng" in page

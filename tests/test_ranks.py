"""Rank questions: mean ranks over all who ranked, first places, places among the first, and what privacy hides."""

import pandas as pd
import pytest

from pipeline import clean, describe, export, infer, privacy
from tests.conftest import FORM, SURVEY

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


def test_the_report_says_in_which_group_an_option_is_placed_higher(write_survey):
    survey = write_survey(form=RANKED, yaml=SURVEY + COMPARED)
    told = ["zalo fb khac"] * 40 + ["khac fb zalo"] * 40
    rows = answers(survey.form, told, dung=["co"] * 40 + ["khong"] * 40)
    tables = {"banners": describe.all_banners(rows, [survey.form["thu_tu"]], [survey.form["dung"]])}
    tables["tests"] = infer.families(rows, survey.comparisons, survey.form)
    sentence = export.said(survey, tables)["tests"]["sentence"].iloc[0]
    assert "nhóm “Có” xếp “Zalo” cao hơn nhóm “Không” (thứ hạng trung bình 1,00 so với 3,00; 1 là đầu)" in sentence
    hidden = tables | {"banners": tables["banners"].assign(mean=float("nan"))}
    told = export.said(survey, hidden)["tests"]["sentence"].iloc[0]
    assert "xếp “Zalo” cao hơn nhóm “Không”;" in told and "thứ hạng trung bình" not in told


def test_an_option_placed_higher_where_a_number_is_higher_is_found_and_said(write_survey):
    survey = write_survey(form=RANKED, yaml=SURVEY + COMPARED.replace("[dung]", "[tuoi]"))
    told = ["zalo fb khac"] * 40 + ["khac fb zalo"] * 40
    rows = answers(survey.form, told, tuoi=["50"] * 40 + ["20"] * 40)
    tests = infer.families(rows, survey.comparisons, survey.form)
    # R: cor(c(rep(3, 40), rep(1, 40)), c(rep(50, 40), rep(20, 40)), method = "spearman") = 1
    assert tests["method"].iloc[0] == "Spearman" and tests["effect"].iloc[[0, 2]].tolist() == pytest.approx([1, -1])
    sentence = export.said(survey, {"tests": tests})["tests"]["sentence"].iloc[0]
    assert "“Zalo” được xếp càng cao thì “Tuổi” càng cao" in sentence


def test_the_report_tells_the_test_of_the_options_under_their_ranks(write_survey):
    survey = write_survey(form=RANKED)
    rows = answers(survey.form, ["zalo fb khac"] * 30 + ["fb zalo"] * 10).assign(w=[1.0, 2.0] * 20)
    question = survey.form["thu_tu"]
    tables = {
        "ranks": describe.ranks(rows, [question]),
        "batteries": infer.all_batteries(rows, [[question]], weight="w"),
    }
    page = export.report_html(survey, tables)
    # R: friedman.test(matrix(c(rep(c(3, 2, 1), 30), rep(c(2, 3, 1), 10)), 40, byrow = TRUE)): 65, df 2; W = 65/80
    assert "Friedman (không gia quyền): χ² = 65,00, bậc tự do 2, p &lt; 0,001; W = 0,81." in page
    assert "theo thiết kế mẫu: Wald trên hạng" in page

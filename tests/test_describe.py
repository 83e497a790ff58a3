"""Percentages with the right base: who was asked, who answered, weighted or not."""

import pandas as pd
import pytest

from pipeline import clean, describe
from pipeline.questionnaire import Choice, Question


@pytest.fixture
def answers(form):
    rows = [
        ("co", "zalo fb", "20", "1", "1", "3"),
        ("co", "zalo", "30", "3", "3", "3"),
        ("co", None, None, "kyk", "2", None),
        ("khong", None, "70", "2", "3", None),
    ]
    frame = pd.DataFrame(rows, columns=["dung", "mang", "tuoi", "y1", "y2", "y3"], dtype="str")
    kept, asked, _ = clean.apply_skips(frame, form)
    typed, _ = clean.typed(kept, form)
    return typed.join(asked.add_prefix("asked.")).assign(weight=[2.0, 0.5, 1.0, 0.5])


def test_percent_is_of_those_who_answered(answers, form):
    table = describe.frequencies(answers, form["mang"])
    assert table[["option", "n", "percent", "base"]].values.tolist() == [
        ["Zalo", 2, 100.0, 2], ["Facebook, Messenger", 1, 50.0, 2], ["Khác", 0, 0.0, 2],
    ]  # fmt: skip


def test_weighted_percent_keeps_the_count_of_people(answers, form):
    table = describe.frequencies(answers, form["mang"], weight="weight")
    assert table["n"].tolist() == [2, 1, 0]
    assert table["percent"].tolist() == [100.0, 80.0, 0.0]  # 2,0 / (2,0 + 0,5)


def test_no_opinion_is_in_the_base_and_shown_apart(answers, form):
    table = describe.frequencies(answers, form["y1"])
    assert table["n"].tolist() == [1, 1, 1, 1]
    assert set(table["base"]) == {4}


def test_a_crosstab_percent_is_of_the_group(answers, form):
    table = describe.crosstab(answers, form["y2"], form["dung"]).query("option == 'Đồng ý'")
    assert table[["group", "n", "percent", "base"]].values.tolist() == [["Có", 1, 100 / 3, 3], ["Không", 1, 100.0, 1]]


@pytest.mark.parametrize("weight", [None, "weight"])
@pytest.mark.parametrize("by", ["dung", "mang", "y1"])  # y1: somebody in every group; mang: groups overlap, blanks
def test_all_crosstabs_are_the_frequencies_within_every_group(answers, form, by, weight):
    questions = [form[name] for name in ("dung", "mang", "y1", "y2", "y3")]
    found = describe.all_crosstabs(answers, questions, [form["y2"], form[by]], weight=weight)
    found = found[found["by"].eq(by)].reset_index(drop=True)
    groups = describe.indicators(answers, form[by])
    within = [
        describe.frequencies(answers[groups[group].eq(1)], question, weight=weight).assign(by=by, group=group)
        for question in questions if question.name != by for group in groups
    ]  # fmt: skip
    pd.testing.assert_frame_equal(found, pd.concat(within, ignore_index=True)[found.columns], rtol=1e-12)


def test_number_summary_agrees_with_r(answers, form):
    # R: x <- c(20, 30, 70); mean(x); sd(x); quantile(x, c(.5, .25, .75))
    row = describe.numbers(answers, [form["tuoi"]]).iloc[0]
    assert row[["n", "mean", "median", "q1", "q3"]].tolist() == [3, 40.0, 30.0, 25.0, 50.0]
    assert row["sd"] == pytest.approx(26.45751311)


def test_shape_and_both_kinds_of_quartiles_agree_with_r():
    # R: x <- c(1,2,2,3,3,3,4,5,9); quantile(x, c(.25,.75), type=6); psych::describe(x, type=2)[c("skew", "kurtosis")]
    found = describe.distribution(pd.Series([1, 2, 2, 3, 3, 3, 4, 5, 9, None]))
    assert found[["n", "q1", "q3", "q1_spss", "q3_spss"]].tolist() == [9, 2.0, 4.0, 2.0, 4.5]
    assert found[["sd", "se"]].tolist() == pytest.approx([2.351122663277647, 0.783707554425882])
    assert found[["skewness", "kurtosis"]].tolist() == pytest.approx([1.72818418679706, 3.64834942840549])
    moments = found[["skewness_population", "kurtosis_population"]].tolist()
    assert moments == pytest.approx([1.425679217227490, 1.315383449912883])


@pytest.mark.parametrize("values", [[], [4.0], [4.0, 4.0, 4.0]])
def test_answers_that_are_all_alike_have_no_shape(values):
    found = describe.distribution(pd.Series(values, dtype=float))
    assert found[["skewness", "kurtosis"]].isna().all() and found["n"] == len(values)


def test_the_standard_error_pays_for_the_weights():
    # by hand: weighted sd over the root of (Σw)²/Σw² = 16 / 6
    found = describe.distribution(pd.Series([1.0, 2.0, 3.0]), pd.Series([2.0, 1.0, 1.0]))
    assert found["se"] == pytest.approx(found["sd"] / (16 / 6) ** 0.5)


def test_the_weighted_sd_of_equal_weights_is_the_plain_sd(answers, form):
    row = describe.numbers(answers.assign(weight=1.0), [form["tuoi"]], weight="weight").iloc[0]
    assert row["sd"] == pytest.approx(26.45751311)


def test_battery_scores_leave_no_opinion_out(answers, form):
    item = describe.scales(answers, form.batteries).iloc[0]
    assert item[["n", "mean", "top2", "no_opinion"]].tolist() == [3, 2.0, pytest.approx(200 / 3), 25.0]


def test_nonresponse_tells_not_applicable_from_no_answer(answers, form):
    table = describe.nonresponse(answers, form).set_index("question")
    assert table.loc["mang", ["asked", "answered", "not_applicable", "no_answer"]].tolist() == [3, 2, 1, 1]
    assert table.loc["y3", ["asked", "answered", "not_applicable", "no_answer"]].tolist() == [4, 2, 0, 2]


def test_a_question_nobody_answered_has_base_zero_and_no_percent(answers, form):
    table = describe.frequencies(answers.iloc[3:], form["mang"])
    assert table["base"].tolist() == [0, 0, 0] and table["percent"].isna().all()


def test_sensitivity_is_the_difference_of_dropping(answers, form):
    table = describe.sensitivity(answers, answers.iloc[:3], describe.closed(answers, form)).query(
        "question == 'dung' and option == 'Có'"
    )
    assert table[["percent_all", "percent_clean", "difference"]].values.tolist() == [[75.0, 100.0, 25.0]]


def test_the_answers_given_are_not_changed(answers, form):
    before = answers.copy()
    describe.all_frequencies(answers, describe.closed(answers, form), weight="weight")
    describe.crosstab(answers, form["y1"], form["mang"])
    pd.testing.assert_frame_equal(answers, before)


def test_points_of_a_scale_are_also_of_those_who_chose_one_and_blank_where_an_answer_is_hidden():
    """Of 10 people 4 chose "vừa" (weight 2 each), 4 "tốt", 2 have no opinion: 8 of 12 weighted, 2 of 14."""
    asked = Question("q", "select one", "Hỏi?", points=("k", "v", "t"),
                     choices=tuple(Choice(n, o) for n, o in zip("kvtx", LEVELS, strict=True)))  # fmt: skip
    column = pd.Categorical(["vừa"] * 4 + ["tốt"] * 4 + ["không ý kiến"] * 2, LEVELS)
    answers = pd.DataFrame({"q": column, "w": [2.0] * 4 + [1.0] * 6})
    found = describe.on_scale(answers, [asked], weight="w")
    assert found["percent"].tolist() == pytest.approx([0, 200 / 3, 100 / 3, 100 / 7])
    assert found["base"].tolist() == [8, 8, 8, 10] and found["row"].tolist() == ["option"] * 3 + ["apart"]
    whole = describe.frequencies(answers, asked)
    assert describe.following.on_scale(found, whole)["percent"].notna().all()
    hidden = [whole.assign(n=whole["n"].astype(float).where(~whole["option"].isin(few)))
              for few in (["kém", "tốt"], ["vừa", "không ý kiến"])]  # fmt: skip
    level, outside = (describe.following.on_scale(found, table).set_index("option") for table in hidden)
    assert level["percent"].dropna().to_dict() == {"vừa": 66.7, "không ý kiến": 14.3}
    assert level["n"].isna().tolist() == [True, False, True, False] and level["base"].tolist() == [8, 8, 8, 10]
    assert outside[["n", "percent", "base"]].isna().all(axis=None)  # the base would tell how many stand outside


LEVELS = ["kém", "vừa", "tốt", "không ý kiến"]


def test_a_distribution_says_whether_any_of_its_numbers_was_joined_with_others():
    answers = pd.DataFrame({"a": [1.0, 1, 2, None], "b": [1.0, 2, 9, 9]})
    found = describe.distributions(answers, {"a": answers["a"], "b": pd.Series([1.0, 1, 9, 9])})
    assert found.to_numpy().tolist() == [
        ["a", 1.0, 2, "không"], ["a", 2.0, 1, "không"], ["b", 1.0, 2, "có"], ["b", 9.0, 2, "có"]
    ]  # fmt: skip

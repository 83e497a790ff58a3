"""Raking meets the staff list's margins, keeps everybody, and fails loudly when it cannot."""

import pandas as pd
import pytest

from pipeline import weight


@pytest.fixture
def case(form):
    answers = pd.DataFrame(
        {
            "dung": pd.Categorical(["Có"] * 6 + ["Không"] * 2, categories=["Có", "Không"]),
            "y1": pd.Categorical(["Không đồng ý", "Đồng ý"] * 4, categories=form["y1"].option_labels),
        }
    )
    people = pd.DataFrame(
        {"dung": ["co", "co", "khong", "khong"], "y1": ["1", "3", "1", "3"], "so_nguoi": [20, 30, 40, 10]}
    )
    return answers, people, [form["dung"], form["y1"]]


def test_weights_meet_every_margin_and_average_one(case):
    answers, people, questions = case
    weights = weight.rake(answers, people, questions, count="so_nguoi")
    assert weights.mean() == pytest.approx(1)
    assert weights[answers["dung"] == "Có"].sum() / 8 == pytest.approx(0.5)
    assert weights[answers["y1"] == "Đồng ý"].sum() / 8 == pytest.approx(0.4)


def test_one_margin_gives_the_ratio_of_shares(case, form):
    answers, people, _ = case
    weights = weight.rake(answers, people, [form["dung"]], count="so_nguoi")
    assert weights.tolist() == pytest.approx([0.5 / 0.75] * 6 + [0.5 / 0.25] * 2)


def test_blanks_of_a_margin_keep_their_share(case, form):
    answers, people, _ = case
    answers = answers.assign(dung=answers["dung"].where([True] * 7 + [False]))
    weights = weight.rake(answers, people, [form["dung"]], count="so_nguoi")
    assert weights.tolist() == pytest.approx([0.5 * 7 / 8 / (6 / 8)] * 6 + [0.5 * 7 / 8 / (1 / 8), 1.0])


def test_a_group_of_the_list_with_no_answers_is_refused(case, form):
    answers, people, _ = case
    with pytest.raises(weight.WeightError, match="nhóm Không nhưng không có phiếu nào"):
        weight.rake(answers[answers["dung"] == "Có"], people, [form["dung"]], count="so_nguoi")


def test_effective_size_is_kishs(case):
    # Kish: (1+1+2)^2 / (1+1+4) = 16/6
    measures = weight.effective(pd.Series([1.0, 1.0, 2.0])).set_index("measure")["value"]
    assert measures["Số phiếu hiệu dụng (Kish)"] == pytest.approx(16 / 6)


def test_before_and_after_stand_beside_the_list(case):
    answers, people, questions = case
    raked = answers.assign(weight=weight.rake(answers, people, questions, count="so_nguoi"))
    table = weight.margins(raked, people, questions, weight="weight", count="so_nguoi")
    assert table["weighted"].tolist() == pytest.approx(table["population"].tolist())
    assert table["sample"].tolist() == [75, 25, 50, 50]


def test_a_unit_with_nobody_has_rate_zero(case, form):
    answers, people, _ = case
    table = weight.response_rates(answers.iloc[:6], people, form["dung"], count="so_nguoi")
    assert table[["headcount", "n", "rate"]].values.tolist() == [[50, 6, 12.0], [50, 0, 0.0], [100, 6, 6.0]]


def test_a_single_small_unit_takes_the_next_smallest_with_it():
    rates = pd.DataFrame({"unit": ["a", "b", "c", ""], "n": [3, 20, 9, 32], "rate": [30.0, 50.0, 90.0, 50.0]})
    assert weight.small_units_hidden(rates, minimum=5)["n"].isna().tolist() == [True, False, True, False]
    assert weight.small_units_hidden(rates, minimum=3)["rate"].notna().all()


def test_hidden_units_together_have_enough_people_to_hide_among():
    rates = pd.DataFrame({"unit": ["a", "b", "c", "d", ""], "n": [1, 2, 9, 30, 42], "rate": 50.0})
    assert weight.small_units_hidden(rates, minimum=5)["n"].isna().tolist() == [True, True, True, False, False]
    few = pd.DataFrame({"unit": ["a", ""], "n": [2, 2], "rate": 50.0})
    assert weight.small_units_hidden(few, minimum=5)["n"].isna().tolist() == [True, False]

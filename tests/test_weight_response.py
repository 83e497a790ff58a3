"""Who answered beside who is on the list: rates, small units hidden, bias, early against late."""

import numpy as np
import pandas as pd
import pytest

from pipeline import weight

COUNT = "so_nguoi"
PEOPLE = pd.DataFrame({"dung": ["co", "co", "khong"], "y1": ["1", "3", "2"], COUNT: [20, 30, 50]})


@pytest.fixture
def answers(form):
    points = form["y1"].option_labels
    return pd.DataFrame(
        {
            "dung": pd.Categorical(["Có"] * 6 + [None] * 2, ["Có", "Không"]),
            "y1": pd.Categorical([points[0]] * 4 + [points[2]] * 4, points),
            "y2": pd.Categorical([points[0]] * 5 + [None] * 3, points),
        }
    )


def test_complete_partial_and_broken_off_follow_the_share_of_asked_questions(form):
    given = {"dung": [1, 1, 1, 1], "y1": [1, 1, 0, 0], "y2": [1, 0, 0, 0], "y3": [1, 1, 0, 0]}
    answers = pd.DataFrame({name: pd.Series(ones).map({1: "Có"}) for name, ones in given.items()})
    asked = pd.DataFrame({"y1": [True, True, False, True], "y2": True, "y3": [True, True, False, True]})
    found = weight.dispositions(answers.assign(gop_y=None), asked, form)
    assert found.tolist() == ["complete", "partial", "partial", "break_off"]  # 4/4, 3/4, 1/2, 1/4
    dropped = weight.dispositions(answers, asked, form, rejected=pd.Series([True, False, False, False]))
    assert dropped.tolist() == ["rejected", "partial", "partial", "break_off"]


def test_response_rates_are_aapors(form):
    found = pd.Series(["complete"] * 6 + ["partial"] * 2 + ["break_off"] + ["rejected"] * 3)
    table = weight.response_summary(found, 20)
    assert table["n"].tolist() == [20, 6, 2, 1, 3, 8, 6, 8]
    assert table["rate"].tolist() == [100, 30, 10, 5, 15, 40, 30, 40]
    assert weight.response_summary(found, 0)["rate"].isna().all()
    assert weight.response_summary(found, None)["n"].tolist() == [6, 2, 1, 3]


def test_a_unit_with_nobody_has_rate_zero_and_says_so(answers, form):
    table = weight.response_rates(answers, PEOPLE, form["dung"], count=COUNT)
    assert table["n"].tolist() == [6, 0, 2, 8] and table["rate"].dropna().tolist() == [12.0, 0.0, 8.0]
    assert table["name"].iloc[2] == "Phiếu không ghi đơn vị" and np.isnan(table["headcount"].iloc[2])
    assert table["note"].tolist() == ["", "không có phiếu nào ghi tên", "", ""]
    named = weight.response_rates(answers.dropna(subset="dung"), PEOPLE, form["dung"], count=COUNT)
    whole = [told["name"].iloc[-1] for told in (table, named)]
    assert whole == ["Tổng số (gồm phiếu không ghi đơn vị)", "Tổng số"]  # said of answers that are there


def test_a_unit_with_nobody_on_the_list_has_no_rate(answers, form):
    table = weight.response_rates(answers, PEOPLE.assign(so_nguoi=[0, 0, 5]), form["dung"], count=COUNT)
    assert np.isnan(table["rate"].iloc[0]) and table["note"].tolist()[0] == "danh sách ghi 0 người"
    assert table["note"].iloc[-1] == "số phiếu nhiều hơn danh sách"


def test_rates_by_category_keep_those_who_left_it_blank(answers, form):
    table = weight.response_by(answers, PEOPLE, [form["dung"]], count=COUNT)
    assert table["option"].tolist() == ["Có", "Không", "(không trả lời)"]
    assert table["rate"].tolist()[:2] == [12.0, 0.0] and table["note"].iloc[2] == "bỏ trống câu này"


def test_bias_is_in_points_and_relative(answers, form):
    table = weight.nonresponse_bias(answers, PEOPLE, weight.list_variables(PEOPLE, form, but=["dung"]), count=COUNT)
    assert table["question"].eq("y1").all()
    assert table[["population", "sample", "difference", "relative"]].values.tolist() == [
        [20, 50, 30, 150],
        [50, 0, -50, -100],
        [30, 50, 20, pytest.approx(200 / 3)],
    ]


def rates(n, headcount=None):
    units = [*(f"d{i}" for i in range(len(n))), ""]
    table = pd.DataFrame({"unit": units, "headcount": [*(headcount or [50] * len(n)), 500], "n": [*n, sum(n)]})
    return table.assign(rate=100 * table["n"] / table["headcount"], note="")


def hidden(table, **rules):
    return weight.small_units_hidden(table, minimum=5, **rules)["n"].isna().tolist()


def test_a_single_small_unit_takes_the_next_smallest_with_it():
    assert hidden(rates([3, 20, 9])) == [True, False, True, False]
    assert hidden(rates([7, 20, 9])) == [False] * 4


def test_units_hidden_under_one_total_leave_a_range_of_people():
    assert hidden(rates([1, 1, 20, 9])) == [True, True, False, True, False]  # 1 + 1 = 2 would say 1 and 1, or 0 and 2
    assert hidden(rates([4, 4, 20, 9])) == [True, True, False, False, False]
    # two units of two people each add nothing to hide among: d3 alone would be 9 to 13
    assert hidden(rates([2, 2, 20, 9], [2, 2, 50, 50])) == [True, True, True, True, False]


def test_a_hidden_unit_has_company_within_its_category():
    nest = pd.Series({"d0": "dang", "d1": "dang", "d2": "dn", "d3": "dn"})
    assert hidden(rates([3, 20, 4, 30])) == [True, False, True, False, False]
    assert hidden(rates([3, 20, 4, 30]), nests=[nest]) == [True, True, True, True, False]


def test_units_nest_only_in_what_all_their_people_share(form):
    people = pd.DataFrame(
        {"dung": ["co", "co", "khong"], "y1": ["1", "1", "2"], "y2": ["1", "2", "2"], COUNT: [1, 2, 3]}
    )
    found = weight.nests(people, form["dung"], [form["y1"], form["y2"], form["dung"]], count=COUNT)
    assert [nest.to_dict() for nest in found] == [{"co": "1", "khong": "2"}]


def test_a_small_category_is_hidden_with_one_more_and_all_that_tells_it():
    table = pd.DataFrame({"margin": "m", "option": list("abc"), "n": [2, 40, 30], "sample": [2.8, 55.6, 41.6]})
    shown = weight.small_categories_hidden(table, minimum=5)
    assert shown["n"].isna().tolist() == shown["sample"].isna().tolist() == [True, False, True]


def test_a_day_is_never_split_between_early_and_late():
    days = pd.Series(["2022-03-28"] * 3 + ["2022-03-29"] * 4 + ["2022-03-30"] * 2 + [None, "?"])
    wave = weight.waves(days)
    assert wave.value_counts().to_dict() == {"Phiếu sớm": 3, "Phiếu muộn": 6} and wave.isna().sum() == 2
    assert "2 phiếu không rõ ngày" in weight.waves_said(days, wave)


@pytest.mark.parametrize("days, why", [([None] * 8, "không phiếu nào có ngày"), (["2022-03-28"] * 8, "28/3/2022")])
def test_without_two_days_nothing_is_compared_and_this_is_said(answers, form, days, why):
    wave = weight.waves(pd.Series(days))
    table = weight.early_late(answers, [form["y1"]], wave)
    assert table.empty and weight.early_late_said(table) == ""
    assert why in weight.waves_said(pd.Series(days), wave)


def test_late_answers_that_differ_are_told_with_size_and_adjusted_p(form):
    points = form["y1"].option_labels
    both = {"y1": [0] * 25 + [2] * 5 + [0] * 7 + [2] * 23, "y2": [0, 2] * 30}
    answers = pd.DataFrame({k: pd.Categorical.from_codes(v, points) for k, v in both.items()})
    answers["y1"] = answers["y1"].where(answers.index != 30)
    wave = weight.waves(pd.Series(["2022-03-28"] * 30 + ["2022-03-29"] * 30))
    table = weight.early_late(answers, [form["y1"], form["y2"]], wave)
    assert table["n"].tolist() == [59, 60] and table["option"].iloc[0] == "Không đồng ý"
    assert table["difference"].tolist() == [-63, 0]  # exact: 600 / 29 - 2500 / 30, from which both 6 and 25
    assert table["p_adjusted"].iloc[0] == pytest.approx(2 * table["p"].iloc[0]) and table["p_adjusted"].iloc[1] > 0.05
    assert "1 phép cho thấy khác biệt có ý nghĩa thống kê" in weight.early_late_said(table)

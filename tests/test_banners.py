"""The banner-table engine on frames small enough to count by hand."""

import numpy as np
import pandas as pd
import pytest

from pipeline import describe
from pipeline.questionnaire import Choice, Question
from pipeline.survey import Tables


def asked(name, kind, codes, points=()):
    """A question whose choices are called as their codes."""
    return Question(name, kind, f"Câu {name}", choices=tuple(Choice(c, c) for c in codes), points=tuple(points))


SEX, AGE = asked("gioi", "select one", ["Nam", "Nữ"]), asked("tuoi", "select one", ["trẻ", "già"])
NETWORKS = asked("mang", "select all that apply", ["zalo", "fb", "mes"])
OPINION = asked("y", "select one", [*"12345", "kyk"], "12345")
AMOUNT = asked("so", "integer", [])
RANK = asked("hang", "rank", ["a", "b"])


@pytest.fixture
def answers():
    """Eight people; the last answered nothing but who they are, one has no opinion."""
    frame = pd.DataFrame({
        "gioi": ["Nam", "Nam", "Nam", "Nam", "Nữ", "Nữ", "Nữ", "Nữ"], "tuoi": ["trẻ", "già"] * 4,
        "y": ["5", "4", "1", "kyk", "3", "2", "5", None], "so": [1, 2, 3, 10, 2, 2, None, None],
        "weight": [2.0, 1, 1, 1, 0.5, 0.5, 1, 1],
        "hang/a": [1, 1, 2, 1, 2, None, None, None], "hang/b": [2, 2, 1, None, 1, 1, None, None],
    })  # fmt: skip
    ticks = {"zalo": [1, 1, 0, 1, 1, 0, 1], "fb": [1, 0, 1, 0, 0, 1, 1], "mes": [1, 0, 0, 0, 0, 1, 0]}
    ticked = {f"mang/{k}": pd.array([*map(bool, v), None], dtype="boolean") for k, v in ticks.items()}
    frame = frame.assign(**ticked)
    return frame.assign(**{q.name: pd.Categorical(frame[q.name], q.option_labels) for q in (SEX, AGE, OPINION)})


def cell(table, option, group="Nam", row="option"):
    """The one cell of a row and a column."""
    found = table[table["row"].eq(row) & table["option"].str.startswith(option) & table["group"].eq(group)]
    assert len(found) == 1
    return found.iloc[0]


def banner(answers, question, banners=(SEX,), nested=(), weight=None, **plan):
    """One question in the columns of some banners."""
    columns = describe.columns(answers, list(banners), list(nested))
    return describe.banner(answers, question, columns, plan=Tables(**plan), weight=weight)


def test_column_and_row_percent_stand_beside_people_and_base(answers):
    zalo = cell(banner(answers, NETWORKS), "zalo")
    assert zalo[["n", "base", "percent"]].tolist() == [3, 4, 75.0]
    assert zalo["row_percent"] == pytest.approx(100 * 3 / 5)
    assert cell(banner(answers, NETWORKS), "zalo", "Tổng số")[["n", "base", "by"]].tolist() == [5, 7, "(tổng số)"]


def test_weights_move_percent_and_effective_base_and_not_people(answers):
    # by hand: (2 + 1 + 1) of 5; Kish: 25 / (4 + 1 + 1 + 1)
    zalo = cell(banner(answers, NETWORKS, weight="weight"), "zalo")
    assert zalo[["n", "base"]].tolist() == [3, 4]
    assert zalo[["percent", "effective_base"]].tolist() == [pytest.approx(80.0), pytest.approx(25 / 7)]
    assert zalo["row_percent"] == pytest.approx(100 * 4 / 5.5)


def test_a_multiple_response_set_has_percent_of_people_and_of_ticks(answers):
    total = banner(answers, NETWORKS, ()).set_index("option")
    assert total["percent"].tolist() == pytest.approx([500 / 7, 400 / 7, 200 / 7])
    assert total["responses_percent"].tolist() == pytest.approx([500 / 11, 400 / 11, 200 / 11])


def test_a_net_counts_a_person_once(answers):
    net = cell(banner(answers, NETWORKS, nets={"mang": {"Meta": ["fb", "mes"]}}), "Meta", "Tổng số", "net")
    assert net[["n", "base"]].tolist() == [4, 7] and np.isnan(net["responses_percent"])


def test_nested_groups_are_named_outer_first_and_lettered_inside_the_outer(answers):
    table = banner(answers, OPINION, (), [(SEX, AGE)])
    assert table["by"].unique().tolist() == ["(tổng số)", "gioi › tuoi"]
    assert table["group"].unique().tolist()[1:] == ["Nam › trẻ", "Nam › già", "Nữ › trẻ", "Nữ › già"]
    assert table["letter"].iloc[:5].tolist() == ["", "A", "B", "A", "B"]
    assert cell(table, "5", "Nữ › trẻ")[["n", "base"]].tolist() == [1, 2]


def test_no_opinion_is_in_the_base_or_out_of_it_and_always_shown(answers):
    inside, outside = (banner(answers, OPINION, no_opinion=where) for where in ("in", "out"))
    assert cell(inside, "5")[["n", "base", "percent"]].tolist() == [1, 4, 25.0]
    assert cell(outside, "5")[["n", "base", "percent"]].tolist() == [1, 3, pytest.approx(100 / 3)]
    for table in (inside, outside):
        assert cell(table, "kyk", row="apart")[["n", "base", "percent"]].tolist() == [1, 4, 25.0]


def test_a_scale_has_mean_top_and_bottom_two_of_those_with_an_opinion(answers):
    table = banner(answers, OPINION)
    assert cell(table, "Điểm trung bình (1–5)", row="mean")[["n", "base", "mean", "median"]].tolist() == [
        3, 3, pytest.approx(10 / 3), 4.0,
    ]  # fmt: skip
    assert cell(table, "Hai mức cao nhất (4 + 5)", row="top2")[["n", "base"]].tolist() == [2, 3]
    assert cell(table, "Hai mức thấp nhất (1 + 2)", row="bottom2")["percent"] == pytest.approx(100 / 3)


def test_bands_are_not_averaged(answers):
    assert set(banner(answers, OPINION, unscored=("y",))["row"]) == {"option", "apart"}


def test_the_weighted_mean_and_sd_of_a_number_agree_with_r(answers):
    # R: x <- c(1,2,3,10); w <- c(2,1,1,1); m <- weighted.mean(x, w); sqrt(sum(w*(x-m)^2)/sum(w)*4/3)
    # svyquantile(~x, svydesign(~1, weights = ~w), .5, qrule = "math")
    cell_ = cell(banner(answers, AMOUNT, weight="weight"), "Trung bình", row="mean")
    assert cell_[["n", "mean", "sd", "median"]].tolist() == [4, pytest.approx(3.4), pytest.approx(3.9055516), 2]


def test_unequal_means_get_the_letter_of_welchs_test():
    # R: t.test(c(1,2,3,4,5,5), c(1,1,2,2))$p.value = 0.0413
    frame = pd.DataFrame({"so": [1, 2, 3, 4, 5, 5, 1, 1, 2, 2], "gioi": ["Nam"] * 6 + ["Nữ"] * 4})
    frame["gioi"] = pd.Categorical(frame["gioi"], ["Nam", "Nữ"])
    assert cell(banner(frame, AMOUNT, small_base=2), "Trung bình", row="mean")["letters"] == "B"
    assert cell(banner(frame, AMOUNT, small_base=5), "Trung bình", row="mean")["letters"] == ""


def test_letters_are_tested_on_the_effective_base():
    # 60 % against 45 % of 100 people each: p = 0.034 (R: prop.test(c(60, 45), c(100, 100), correct=FALSE)); the same
    # shares with weights 0.2 and 1.8 by turns have an effective base of 61: p = 0.097
    told = ["1"] * 60 + ["5"] * 40 + ["1"] * 45 + ["5"] * 55
    frame = pd.DataFrame({"y": pd.Categorical(told, [*"12345", "kyk"]), "gioi": ["Nam"] * 100 + ["Nữ"] * 100})
    frame = frame.assign(gioi=pd.Categorical(frame["gioi"]), weight=[0.2, 1.8] * 100)
    frame.loc[[144, 145], "weight"] = 1.0  # 45 is odd: the two sides stay at 45 % and 55 %
    assert cell(banner(frame, OPINION), "1")["letters"] == "B"
    weighted = cell(banner(frame, OPINION, weight="weight"), "1")
    assert (weighted["letters"], round(weighted["percent"])) == ("", 60)


def test_a_small_column_is_marked_and_takes_no_part_in_the_tests():
    frame = pd.DataFrame({"y": ["1"] * 40 + ["5"] * 45, "gioi": ["Nam"] * 40 + ["Nữ"] * 40 + ["Khác"] * 5})
    third = asked("gioi", "select one", ["Nam", "Nữ", "Khác"])
    frame = frame.assign(
        y=pd.Categorical(frame["y"], [*"12345", "kyk"]), gioi=pd.Categorical(frame["gioi"], ["Nam", "Nữ", "Khác"])
    )
    table = banner(frame, OPINION, (third,)).query("option == '5'")
    assert table["small"].tolist() == [False, False, False, True]
    assert table["letters"].tolist() == ["", "", "A", ""]


def test_everybody_is_in_no_letter():
    frame = pd.DataFrame({"y": ["1"] * 50 + ["5"] * 50}).assign(gioi=pd.Categorical(["Nam"] * 50 + ["Nữ"] * 50))
    frame["y"] = pd.Categorical(frame["y"], [*"12345", "kyk"])
    table = banner(frame, OPINION, (SEX,))
    assert table.query("by == 'gioi'")["letters"].ne("").any()
    assert table.query("by != 'gioi'")[["letter", "letters"]].eq("").all(axis=None)


def test_a_rank_question_counts_first_places_and_averages_places(answers):
    table = banner(answers, RANK)
    assert cell(table, "a")[["n", "base", "percent"]].tolist() == [3, 4, 75.0]
    assert cell(table, "Thứ hạng trung bình: a", row="mean")[["n", "mean"]].tolist() == [4, 1.25]


def test_an_empty_group_has_base_zero_and_blanks(answers):
    men = answers[answers["gioi"].eq("Nam")]
    women = cell(banner(men, NETWORKS), "zalo", "Nữ")
    assert women[["n", "base"]].tolist() == [0, 0] and np.isnan(women["percent"])


def test_a_question_is_not_crossed_with_itself(answers):
    table = describe.all_banners(answers, [SEX, OPINION], [SEX, AGE], nested=[(SEX, AGE)])
    assert table.query("question == 'gioi'")["by"].unique().tolist() == ["(tổng số)", "tuoi"]
    assert table.query("question == 'y'")["by"].nunique() == 4


def test_a_three_way_table_is_the_table_of_each_level(answers):
    whole = describe.three_way(answers, OPINION, AGE, SEX)
    women = banner(answers[answers["gioi"].eq("Nữ")], OPINION, (AGE,)).query("by == 'tuoi'")
    inside = whole[whole["group"].str.startswith("Nữ › ")]
    pd.testing.assert_frame_equal(
        inside.drop(columns=["by", "group"]).reset_index(drop=True),
        women.drop(columns=["by", "group"]).reset_index(drop=True),
    )


def test_the_banner_agrees_with_the_crosstab(answers):
    table = banner(answers, NETWORKS, weight="weight").query("by == 'gioi'")
    cross = describe.crosstab(answers, NETWORKS, SEX, weight="weight")
    both = table.merge(cross, on=["question", "option", "by", "group"], suffixes=("", "_"))
    assert len(both) == len(cross) == 6
    assert both["percent"].tolist() == pytest.approx(both["percent_"].tolist())
    assert both[["n", "base"]].to_numpy().tolist() == both[["n_", "base_"]].to_numpy().tolist()


def test_the_answers_given_are_not_changed(answers):
    before = answers.copy()
    describe.all_banners(answers, [NETWORKS, OPINION, AMOUNT, RANK], [SEX], nested=[(SEX, AGE)], weight="weight")
    pd.testing.assert_frame_equal(answers, before)


def test_a_column_is_small_by_its_effective_base():
    frame = pd.DataFrame({"gioi": ["Nam"] * 40 + ["Nữ"] * 40, "thich": ["Có"] * 40 + ["Không"] * 40, "weight": 1.0})
    frame.loc[:19, "weight"] = 9.0  # 40 men count for (200)² / 1640 = 24,4
    frame = frame.assign(**{c: pd.Categorical(frame[c]) for c in ("gioi", "thich")})
    question, sex = asked("thich", "select one", ["Có", "Không"]), asked("gioi", "select one", ["Nam", "Nữ"])
    table = banner(frame, question, (sex,), weight="weight")
    assert set(table.loc[table["small"], "group"]) == {"Nam"} and not table["letters"].any()


def test_letters_without_adjustment_are_those_of_each_pair():
    # p = 0.0337 of one pair in three: significant alone
    found = {adjust: describe.letters.of_shares(*_three(), adjust=adjust) for adjust in ("none", "bonferroni")}
    assert found["none"] != found["bonferroni"]


def _three():
    return np.array([[60.0, 45.0, 52.0]]), np.array([[100.0, 100.0, 100.0]])


@pytest.mark.parametrize("wrong", [-1.0, 0.0, np.nan, np.inf])
def test_a_weight_that_is_no_positive_number_is_refused(answers, wrong):
    bad = answers.assign(weight=[wrong, *answers["weight"].iloc[1:]])
    with pytest.raises(ValueError, match="weight: 1 trọng số trống, bằng 0 hoặc âm"):
        banner(bad, AMOUNT, weight="weight")

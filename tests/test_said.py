"""What tests found is said from the printed tables alone: a figure that privacy hides is in no sentence."""

import numpy as np
import pandas as pd
import pytest

from pipeline import describe, export, infer, privacy
from pipeline.export import models
from pipeline.questionnaire import Choice, Question, Questionnaire, Section
from pipeline.survey import Survey, Tables
from tests.test_battery import answered, items
from tests.test_infer import OZONE, G, S, X, from_counts, from_groups, one
from tests.test_infer import survey as people
from tests.test_regression import BINARY, fitted
from tests.test_trend import INCOME, JOB, jobs, shares

PAPER = "\u00a0%"


def form(*questions):
    return Questionnaire("", "", "", (), (Section("p", "", tuple(questions)),))


def said(answers, question, by, *, minimum=5, weight=None, unscored=(), printed=True):
    """The sentences of every test of a question by another, from the table that stands in print."""
    used = answers.assign(
        **{q.name: typed(answers[q.name], q) for q in (question, by) if q.choices and q.name in answers}
    )
    table = describe.banner(used, question, describe.columns(used, [by]), plan=Tables(unscored=unscored), weight=weight)
    known = privacy.known(form(question, by))
    shown = privacy.suppress({"banners": describe.cells(table)}, minimum=minimum, known=known)["banners"]
    tables = {"tests": infer.family(infer.compare(answers, question, by, weight=weight)).assign(family="A")}
    tables["pairs"] = infer.all_pairs(used, tables["tests"], {question.name: question, by.name: by}, weight=weight)
    tables |= {"banners": describe.hide(table, shown, minimum=minimum)} if printed else {}
    return export.said(Survey("Thử", form=form(question, by)), tables)["tests"]["sentence"].tolist()


def typed(column, question):
    return pd.Categorical(column.astype(object), [c.label for c in question.choices])


def test_a_sentence_says_what_differs_by_how_much_and_whether_it_matters():
    assert said(*from_counts([[541, 682], [459, 318]])) == [
        f"Ở câu “Câu q”, xét theo “Câu g”, nhóm “Nữ” chọn “Có” nhiều hơn nhóm “Nam” (68,2{PAPER} so với 54,1{PAPER}); "
        "khác biệt có ý nghĩa thống kê (p hiệu chỉnh < 0,001), mức độ nhỏ (V = 0,14)."
    ]


def test_a_difference_without_evidence_is_not_reported_as_one():
    found = said(*from_counts([[50, 54], [50, 46]]))[0]
    start = "Chưa đủ bằng chứng rằng ở câu “Câu q”, xét theo “Câu g”, "
    assert found.startswith(f"{start}nhóm “Nữ” chọn “Có” nhiều hơn nhóm “Nam”")


def test_a_trivial_effect_is_called_trivial_whatever_its_p():
    found = said(*from_counts([[5200, 4800], [4800, 5200]]))[0]
    assert found.endswith("(p hiệu chỉnh < 0,001) nhưng mức độ không đáng kể (V = 0,04).")


def test_a_table_that_is_not_printed_lends_no_figure():
    found = said(*from_counts([[541, 682], [459, 318]]), printed=False)[0]
    assert found.startswith("Ở câu “Câu q”, xét theo “Câu g”, câu trả lời khác nhau giữa các nhóm của “Câu g”;")


def test_no_share_is_said_that_the_table_hides():
    found = said(*from_counts([[98, 60], [2, 40]]))[0]
    assert "%" not in found and "câu trả lời khác nhau giữa các nhóm của “Câu g”" in found
    three = from_counts([[60, 30, 3], [40, 70, 20]], columns=("Nam", "Nữ", "Khác"))
    assert "%" not in said(*three)[0]


def test_a_group_without_printed_figures_is_named_instead():
    answers, q, g = from_counts([[60, 30, 3], [40, 70, 0]], columns=("Nam", "Nữ", "Khác"))
    hidden = said(answers, q, g)[0]
    assert "(không nêu nhóm không có số liệu in ra: “Khác”" in hidden or "%" not in hidden


@pytest.mark.parametrize("far", ["một", "hai"])
def test_a_mean_is_said_where_it_is_printed_and_its_order_where_it_is_hidden(far):
    few = {"một": 6, "hai": 2}[far]
    answers = pd.DataFrame({"s": ["ít"] * 30 + ["nhiều"] * 30, "g": ["Nam"] * (30 - few) + ["Nữ"] * 30 + ["Nam"] * few})
    told = {
        "một": "nhóm “Nữ” ở mức cao hơn nhóm “Nam” (điểm trung bình 3,60 so với 2,40 trên thang 1–5)",
        "hai": "nhóm “Nữ” ở mức cao hơn nhóm “Nam”;",
    }
    assert told[far] in said(answers, S, G)[0]


def test_equal_shares_and_equal_means_are_not_put_in_order():
    answers, q, g = from_counts([[30, 60], [20, 40]])
    means = people(60).assign(x=[1.0, 2.0, 3.0] * 20, g=["Nam"] * 30 + ["Nữ"] * 30)
    for found in (said(answers, q, g), said(means, X, G)):
        assert "câu trả lời khác nhau giữa các nhóm của “Câu g”" in found[0]


def test_a_mean_hidden_beside_that_of_few_people_is_not_said():
    found = said(*from_groups(OZONE | {"June": "29 71 39"}))[0]  # the mean of June and of a partner are hidden
    assert "trung bình" not in found and "khác nhau giữa các nhóm của “Câu g”" in found


def test_an_option_of_several_says_its_shares():
    m = Question("m", "select all that apply", "Nền tảng", choices=(Choice("zalo", "Zalo"), Choice("fb", "Facebook")))
    ticks = {"m/zalo": [True] * 30 + [False] * 70, "m/fb": [True] * 100}
    answers = pd.DataFrame({"g": ["Nam"] * 40 + ["Nữ"] * 60} | ticks).astype({"m/zalo": "boolean", "m/fb": "boolean"})
    zalo, fb = said(answers.assign(**{"m/zalo": ([True] * 3 + [False]) * 25}), m, G)
    assert f"nhóm “Nữ” chọn “Zalo” nhiều hơn nhóm “Nam” (75{PAPER}" in zalo or "khác nhau" in zalo
    assert fb.startswith("Không tính được: ")


def _shares(*counts):
    """40 people a group, so many of whom chose "co"."""
    rows = [(str(at), "co" if k < n else "khong") for at, n in enumerate(counts, start=1) for k in range(40)]
    return pd.DataFrame(rows, columns=["i", "y"]), one("y", "co", "khong"), INCOME


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((10, 20, 30), f"có xu hướng tăng dần từ nhóm “1” (25{PAPER}) đến nhóm “3” (75{PAPER})"),
        ((10, 32, 30), f"“co” được chọn nhiều nhất ở nhóm “2” (80{PAPER}), ít nhất ở nhóm “1” (25{PAPER});"),
        (
            (10, 38, 30),
            "tỷ lệ chọn “co” có xu hướng tăng từ nhóm “1” đến nhóm “3” (xu hướng: r_xh = 0,43",
        ),  # two in 2: no
    ],
)
def test_a_trend_names_both_ends_or_its_extremes_and_no_hidden_share(counts, told):
    assert told in said(*_shares(*counts))[0]


def test_no_mean_of_a_scale_of_bands_is_quoted():
    for weight in (None, "weight"):
        many = pd.concat([jobs()] * 4, ignore_index=True)
        found = said(many, JOB, INCOME, weight=weight, unscored=("j",), minimum=0)[0]
        assert "mức trả lời cao nhất ở nhóm “4”, thấp nhất ở nhóm “" in found and "trung bình" not in found
    grouped = many.assign(g=lambda d: d["i"].map({"1": "a", "2": "a", "3": "b", "4": "c"}))
    for groups in ("ab", "abc"):
        found = said(grouped[grouped["g"].isin(list(groups))], JOB, one("g", *groups), unscored=("j",), minimum=0)[0]
        assert "trung bình" not in found and "nhóm “a”" in found


def test_a_difference_without_a_trend_names_the_groups_that_differ():
    found = said(shares(30, 42, 43, 33), one("y", "co", "khong"), INCOME)[0]
    assert f"“co” được chọn nhiều nhất ở nhóm “3” (43,0{PAPER}), ít nhất ở nhóm “1” (30,0{PAPER}); khác biệt" in found
    assert "Chưa đủ" not in found and "xu hướng" not in found


def test_two_groups_are_named_only_where_they_differ_by_themselves():
    answers, q, g = from_counts([[800, 420, 2], [1200, 1180, 10]], columns=("A", "B", "C"))  # C: R fisher.test p > 0.2
    found = said(answers, q, g, minimum=0)[0]
    assert f"nhóm “A” chọn “Có” nhiều hơn nhóm “B” (40,0{PAPER} so với 26,2{PAPER})" in found and "“C”" not in found


def test_no_group_is_named_where_the_whole_differs_and_no_pair_does():
    answers, q, g = from_counts([[60, 62, 80, 80], [90, 88, 70, 70]], columns=tuple("ABCD"))
    assert infer.compare(answers, q, g)["p"].item() < 0.05 and infer.pairs(answers, q, g)["p_adjusted"].min() > 0.05
    assert "câu trả lời khác nhau giữa các nhóm của “Câu g”; khác biệt có ý nghĩa" in said(answers, q, g)[0]


def test_of_several_options_that_is_named_whose_own_share_differs():
    answers = pd.DataFrame({"q": ["a"] * 90 + ["b"] * 10 + ["a"] * 60 + ["b"] * 40, "g": ["Nam"] * 100 + ["Nữ"] * 100})
    q = one("q", "a", "b", "c")
    assert f"nhóm “Nam” chọn “a” nhiều hơn nhóm “Nữ” (90,0{PAPER} so với 60,0{PAPER})" in said(answers, q, G)[0]


def test_two_scales_that_rise_together_are_said_to():
    answers = jobs().assign(x=lambda d: d["i"].astype(float))
    tests = infer.family(infer.compare(answers, INCOME, X)).assign(family="A")
    found = export.said(Survey("Thử", form=form(INCOME, X)), {"tests": tests})["tests"]["sentence"].item()
    assert found.startswith("“Câu i” càng cao thì “Câu x” càng cao; mối liên hệ có ý nghĩa thống kê")


def test_items_that_are_shown_are_ranked_among_themselves_and_one_alone_is_not():
    ranked = infer.ranking(answered(), [items(*"abcd")])
    gone = pd.DataFrame({"question": [*"dcb"], "n": [np.nan] * 3})
    assert privacy.ranking(ranked, gone).empty
    survey, part = Survey("Thử", form=form(*items(*"abcd"))), privacy.ranking(ranked, gone[:1])
    (shown,) = models.ranking_tables(survey, {"ranking": part})
    assert "Thứ tự trong 3 mục nêu được số liệu, của 4 mục." in shown["notes"]


def test_a_battery_says_its_highest_and_its_lowest_item_of_those_that_are_ranked():
    batteries, ranked = infer.battery(answered(), items(*"abcd")), infer.ranking(answered(), [items(*"abcd")])
    hidden = privacy.ranking(ranked, pd.DataFrame({"question": ["d"], "n": [np.nan]}))
    survey = Survey("Thử", form=form(*items(*"abcd")))
    whole, part = (export.said(survey, {"batteries": batteries, "ranking": r})["batteries"] for r in (ranked, hidden))
    assert (
        whole["sentence"]
        .iloc[0]
        .startswith(
            "Ở “Bảng”, mức cao nhất là “Mục d” (điểm trung bình 4,40), thấp nhất là “Mục c” (điểm trung bình 2,40)"
        )
    )
    told = "chênh nhau 2,00 điểm; mức thống nhất giữa người trả lời về thứ tự các mục: W = 0,50; các mục khác nhau"
    assert told in whole["sentence"].iloc[0] and whole["sentence"].iloc[1] == ""
    assert "Mục d" not in part["sentence"].iloc[0] and hidden["place"].tolist() == [1, 2, 3]


def test_odds_are_said_as_the_table_prints_them():
    rows, _ = fitted(BINARY)
    questions = [one(name, "Low", "High") for name in dict.fromkeys([*rows["outcome"], *rows["term"]])]
    found = export.said(Survey("Thử", form=form(*questions)), {"regressions": rows})["regressions"]["sentence"]
    assert found[1] == (
        "Ở câu “Câu sat”, với các yếu tố khác trong mô hình như nhau, nhóm “High” chọn “High” nhiều hơn nhóm “Low”"
        f" (khoảng tin cậy 95{PAPER} của OR từ 2,81 đến 4,83); khác biệt có ý nghĩa thống kê (p hiệu chỉnh < 0,001),"
        " mức độ vừa (OR = 3,68)."
    )


def test_codes_of_open_answers_are_said_from_their_own_table():
    test = {"question": "o/K1", "by": "g", "p_adjusted": 0.001, "effect": 0.6, "effect_name": "V Cramér", "note": ""}
    cells = pd.DataFrame({"question": "o", "option": "Tin giả", "by": "g", "group": ["Có", "Không"], "base": 100})
    tables = {"open_tests": pd.DataFrame([test]), "open_crosstabs": cells.assign(n=[80, 20], percent=[80.0, 20.0])}
    tables["open_answers"] = pd.DataFrame({"question": ["o"], "code": ["K1"], "name": ["Tin giả"]})
    survey = Survey("Thử", form=form(Question("o", "text", "Góp ý"), one("g", "Có", "Không")))
    found = export.said(survey, tables)["open_tests"]["sentence"].item()
    assert f"nhóm “Có” nêu “Tin giả” nhiều hơn nhóm “Không” (80,0{PAPER} so với 20,0{PAPER})" in found


def test_a_verdict_prints_as_many_digits_as_it_takes_to_agree_with_its_word():
    found = export.sentences.conclude("khác nhau", 0.001, 0.0987, "V Cramér")
    assert found.endswith("nhưng mức độ không đáng kể (V = 0,099).")


def _regressed(term, **fit):
    row = {"outcome": "s", "event": "mức cao hơn", "term": "x", "level": "", "reference": "", "note": "", "n": 90}
    rows = pd.DataFrame([row | {"p_adjusted": 0.001} | term])
    tables = {"regressions": rows, "regression_fit": pd.DataFrame([{"outcome": "s", "event": "mức cao hơn"} | fit])}
    return export.said(Survey("Thử", form=form(S, X)), tables)["regressions"]["sentence"].item()


@pytest.mark.parametrize("unit", [1, 12])
def test_the_size_of_a_numbers_odds_is_that_of_a_standard_deviation_in_any_unit(unit):
    odds = {name: value ** (1 / unit) for name, value in {"odds_ratio": 1.1, "low": 1.05, "high": 1.15}.items()}
    found = _regressed(odds | {"sd": 10.0 * unit}, check="", check_p=np.nan)
    assert f"mỗi độ lệch chuẩn, {10 * unit},00 đơn vị; khoảng tin cậy 95{PAPER} của OR từ 1,63 đến 4,05" in found
    assert found.endswith("mức độ vừa (OR = 2,59).")


@pytest.mark.parametrize(("p", "told"), [(0.01, True), (0.4, False)])
def test_a_failed_brant_test_stands_beside_the_odds(p, told):
    found = _regressed({"odds_ratio": 2.0, "low": 1.5, "high": 2.6, "sd": 1.0}, check="Brant", check_p=p)
    assert ("đọc OR này như trung bình qua các ngưỡng" in found) == told


@pytest.mark.parametrize(("times", "trivial"), [(1, False), (400, True)])
def test_what_few_people_do_not_show_is_not_called_negligible(times, trivial):
    found = said(*from_counts([[6 * times, 6 * times], [6 * times, 6 * times]]))[0]
    assert found.startswith("Chưa đủ bằng chứng") and ("không đáng kể" in found) == trivial


@pytest.mark.parametrize(
    ("effect", "limits", "told"),
    [
        (0.72, (0.60, 0.87), f", {export.sentences.BORDERING} (OR = 0,72)."),  # 1/0,60 is over 1,44
        (0.90, (0.85, 0.95), " nhưng mức độ không đáng kể (OR = 0,90)."),
        (0.67, (0.55, 0.82), ", mức độ nhỏ (OR = 0,67)."),
    ],
)
def test_what_may_lie_over_the_threshold_is_not_called_negligible(effect, limits, told):
    assert export.sentences.conclude("khác nhau", 0.003, effect, "OR", limits=limits).endswith(told)


def test_limits_of_odds_that_leave_out_1_are_not_printed_as_1():
    found = _regressed({"odds_ratio": 1.5, "low": 1.003, "high": 2.2, "sd": 1.0}, check="", check_p=np.nan)
    assert "của OR từ 1,003 đến 2,20" in found


def test_the_figure_beside_a_named_higher_group_has_no_sign_of_another_order():
    found = export.sentences.conclude("nhóm “Nữ” ở mức cao hơn nhóm “Nam”", 0.001, -0.2, "r hạng–nhị phân")
    assert found.endswith("mức độ nhỏ (|r_hb| = 0,20).")


def test_the_ends_of_a_rising_number_are_said_to_be_means():
    level = export.said.__globals__["Level"]("trung bình", str)
    told = export.sentences.rising("Ở đây", "mức trả lời", level, pd.Series([1.5, 2.5], ["a", "b"]), "tăng")
    assert told.endswith("từ nhóm “a” (1.5) đến nhóm “b” (2.5; trung bình)")

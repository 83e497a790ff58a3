"""Claims come from the printed tables alone: every number is one of a table, no sentence says more than it bears."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipeline import claims, describe, export, infer, privacy
from pipeline.claims import factors, levels, names, scale, verdicts
from pipeline.claims.model import Estimate, Gap, said
from pipeline.claims.printed import Printed
from pipeline.questionnaire import Choice, Question, Questionnaire, Section
from pipeline.survey import Survey, Tables
from pipeline.survey.model import Report
from tests.test_battery import answered, items
from tests.test_infer import OZONE, G, S, X, from_counts, from_groups, one
from tests.test_regression import BINARY, ORDINAL, fitted
from tests.test_trend import INCOME, JOB, jobs, shares

POINTS = "\u00a0điểm\u00a0%"


def form(*questions):
    return Questionnaire("", "", "", (), (Section("p", "", tuple(questions)),))


def printed(answers, question, by, *, minimum=5, weight=None, unscored=(), printed=True):
    """A survey of two questions and its tables as they stand in print."""
    used = answers.assign(
        **{q.name: typed(answers[q.name], q) for q in (question, by) if q.choices and q.name in answers}
    )
    table = describe.banner(used, question, describe.columns(used, [by]), plan=Tables(unscored=unscored), weight=weight)
    known = privacy.known(form(question, by))
    shown = privacy.suppress({"banners": describe.cells(table)}, minimum=minimum, known=known)["banners"]
    tables = {"tests": infer.family(infer.compare(answers, question, by, weight=weight)).assign(family="A")}
    tables["pairs"] = infer.all_pairs(used, tables["tests"], {question.name: question, by.name: by}, weight=weight)
    tables |= {"banners": describe.hide(table, shown, nets=known.nets, minimum=minimum)} if printed else {}
    return Survey("Thử", form=form(question, by)), tables


def found(*given, **asked):
    """The claims of every test of a question by another."""
    return [c for c in claims.found(*printed(*given, **asked)) if c.table == "tests"]


def told(*given, **asked):
    """Their sentences."""
    return [claim.sentence for claim in found(*given, **asked)]


def typed(column, question):
    return pd.Categorical(column.astype(object), [c.label for c in question.choices])


def named(question, short, **choices):
    """A question with short names for itself and for its choices by label."""
    kept = tuple(replace(c, shorts={"vi": choices[c.label]}) for c in question.choices)
    return replace(question, choices=kept, list_name=question.name, shorts={"vi": short})


Q, ONE = "Về “Câu q”, ", " (theo “Câu g”)"


def test_a_sentence_answers_first_and_names_no_test():
    assert told(*from_counts([[541, 682], [459, 318]])) == [
        f"{Q}nhóm “Nữ” chọn “Có” nhiều hơn: 68,2% so với 54,1% ở nhóm “Nam”{ONE}."
    ]


def test_short_names_make_the_sentence_that_a_person_would_write():
    answers, q, g = from_counts([[314, 602], [686, 398]])
    q = named(q, "việc đọc Bộ Quy tắc", Có="người đã đọc Bộ Quy tắc", Không="người chưa đọc Bộ Quy tắc")
    g = named(g, "việc là đảng viên", Nam="người chưa là đảng viên", Nữ="đảng viên")
    assert told(answers, q, g) == [
        "Đảng viên đã đọc Bộ Quy tắc nhiều hơn: 60,2% so với 31,4% ở người chưa là đảng viên."
    ]


@pytest.mark.parametrize(("times", "small"), [(1, ""), (400, "; nếu có thì cũng không đáng kể")])
def test_what_was_not_found_is_no_absence_and_small_only_where_both_limits_are(times, small):
    answers = from_counts([[6 * times, 6 * times], [6 * times, 6 * times]])
    assert told(*answers) == [f"Chưa đủ căn cứ nói “Câu q” khác nhau theo “Câu g”{small}."]


def test_a_trivial_difference_is_called_trivial_whatever_its_p():
    assert told(*from_counts([[5200, 4800], [4800, 5200]]))[0].endswith("; mức khác nhau không đáng kể.")


def test_what_may_lie_over_the_threshold_is_told_with_its_neighbours():
    (claim,) = found(*from_counts([[540, 460], [460, 540]]))  # V = 0,08, its interval goes over 0,10
    assert claim.sure == claims.BORDER and claim.sentence.endswith("; mức khác nhau chưa chắc đáng kể.")


@pytest.mark.parametrize("printed", [True, False])
def test_no_share_is_said_that_the_table_hides_or_that_no_table_prints(printed):
    counts = [[98, 60], [2, 40]] if printed else [[541, 682], [459, 318]]
    hidden = "; có nhóm không nêu được số liệu" if printed else ""
    assert told(*from_counts(counts), printed=printed) == [f"“Câu q” khác nhau theo “Câu g”{hidden}."]


@pytest.mark.parametrize(
    ("few", "sentence"),
    [
        (6, "Về “Câu s”, nhóm “Nữ” trả lời “nhiều” hoặc “rất nhiều” nhiều hơn: 80% so với 20% ở nhóm “Nam”"),
        (2, "“Câu s” ở nhóm “Nữ” cao hơn ở nhóm “Nam”"),
    ],
)
def test_the_order_of_two_groups_is_said_where_their_figures_are_hidden(few, sentence):
    answers = pd.DataFrame({"s": ["ít"] * 30 + ["nhiều"] * 30, "g": ["Nam"] * (30 - few) + ["Nữ"] * 30 + ["Nam"] * few})
    assert told(answers, S, G) == [f"{sentence}{ONE}."]


def test_means_are_said_with_two_decimals_and_none_beside_one_that_is_hidden():
    (sentence,) = told(*from_groups(OZONE))
    assert sentence.startswith("“Câu q” ở nhóm “August” cao hơn: trung bình 59,96 so với 23,62 ở nhóm “May”")
    hidden = "“Câu q” khác nhau theo “Câu g”; có nhóm không nêu được số liệu."
    assert told(*from_groups(OZONE | {"June": "29 71 39"})) == [hidden]


def _shares(*counts, people=40):
    """So many people a group, so many of whom chose "co"."""
    rows = [(str(at), "co" if k < n else "khong") for at, n in enumerate(counts, start=1) for k in range(people)]
    return pd.DataFrame(rows, columns=["i", "y"]), one("y", "co", "khong"), INCOME


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((6, 20, 34), "Về “Câu y”, tỷ lệ chọn “co” cao dần từ nhóm “1” (15%) đến nhóm “3” (85%; theo “Câu i”)."),
        ((10, 32, 30), "Về “Câu y”, tỷ lệ chọn “co” ở nhóm “1” là 25%, ở các nhóm khác theo “Câu i” từ 75% đến 80%."),
        (
            (8, 20, 22, 34),
            "Về “Câu y”, tỷ lệ chọn “co” nhìn chung cao dần từ nhóm “1” (20%) đến nhóm “4” (85%; theo “Câu i”).",
        ),
        ((10, 38, 30), "“Câu y” khác nhau theo “Câu i”; có nhóm không nêu được số liệu."),  # no figure of 2, no slope
    ],
)
def test_what_rises_does_so_evenly_only_where_every_step_is_one(counts, sentence):
    assert told(*_shares(*counts)) == [sentence]


def test_no_bracket_follows_another():
    names_only = found(*_shares(8, 20, 22, 34)) + found(*from_groups({"a": "1 2 3 2 1 2 3 2", "b": "6 7 8 7 6 7 8 7"}))
    assert not [way for claim in names_only for way in claim.forms if ") (" in said(way)]
    assert names.merged(" (a)", "", " (b)") == " (a; b)" and names.merged("", "") == ""


def test_of_two_groups_with_figures_none_is_a_steady_rise():
    (rising,) = found(*_shares(20, 80, people=100))
    assert " dần" not in rising.sentence


def test_a_difference_has_its_two_ends_side_by_side_for_a_summary():
    (rising,), (alone,) = found(*_shares(8, 20, 22, 34)), found(*_shares(8, 29, 30, 30))
    assert said(rising.ends) == "85% nhóm “4” chọn “co” (“Câu y”), so với 20% ở nhóm “1”"
    assert said(alone.ends) == "20% nhóm “1” chọn “co” (“Câu y”), so với từ 73% đến 75% ở các nhóm khác"
    (several,) = found(*_shares(39, 63, 60, 74, people=400))
    assert said(several.ends).endswith("so với 9,8% ở nhóm “1”; từ 15,0% đến 15,8% ở các nhóm khác")
    (mean,) = found(*from_groups({"a": "1 2 3 2 1 2 3 2", "b": "6 7 8 7 6 7 8 7"}))
    assert said(mean.ends) == "Trung bình của “Câu q”: 7,00 ở nhóm “b”, so với 2,00 ở nhóm “a”"


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((182, 134, 120, 90), "nhìn chung thấp dần từ nhóm “1” (45,5%) đến nhóm “4” (22,5%; theo “Câu i”)."),
        (
            (182, 134, 134, 90),
            "theo “Câu i”: cao nhất ở nhóm “1” (45,5%), thấp nhất ở nhóm “4” (22,5%).",
        ),  # a flat step
        ((182, 134, 133, 104), "ở nhóm “1” là 45,5%, ở các nhóm khác theo “Câu i” từ 26,0% đến 33,5%."),  # others meet
        (
            (182, 133, 134, 104),
            "ở nhóm “1” là 45,5%, ở các nhóm khác theo “Câu i” từ 26,0% đến 33,5%.",
        ),  # one goes back
        ((39, 63, 60, 74), "theo “Câu i”: 18,5% ở nhóm “4”, 9,8% ở nhóm “1”, từ 15,0% đến 15,8% ở các nhóm khác;"),
        ((100, 108, 150, 158), "theo “Câu i”: 39,5% ở nhóm “4”, 25,0% ở nhóm “1”, từ 27,0% đến 37,5% ở các nhóm khác."),
    ],
)
def test_on_the_whole_a_rise_is_one_of_more_than_one_step_and_its_printed_order_never_goes_back(counts, sentence):
    (claim,) = found(*_shares(*counts, people=400))
    assert any(said(form).split("“co” ")[1].startswith(sentence) for form in claim.forms)


def test_of_several_groups_one_is_called_higher_only_where_the_printed_intervals_stand_apart():
    for counts, is_higher in (((158, 166, 196), False), ((140, 166, 196), True)):  # 34,8–44,4 % meets 44,1–53,9 %
        (claim,) = found(*_shares(*counts, people=400))
        assert any("cao hơn" in said(form) for form in claim.forms) == is_higher, [said(f) for f in claim.forms]
        (_, low), *_, (_, high) = claim.shown
        assert (float(high.ends[0].replace(",", ".")) > float(low.ends[1].replace(",", "."))) == is_higher


def test_of_three_groups_the_third_is_not_passed_over():
    (claim,) = found(shares(30, 42, 43, 33), one("y", "co", "khong"), INCOME)
    assert "43,0% ở nhóm “3”, 30,0% ở nhóm “1”, từ 33,0% đến 42,0% ở các nhóm khác" in claim.sentence


@pytest.mark.parametrize(
    ("yes", "sentence"),
    [
        ((300, 200, 100), "tỷ lệ chọn “Có” theo “Câu g”: cao nhất ở nhóm “A” (75,0%), thấp nhất ở nhóm “C” (25,0%)."),
        ((200, 190, 100), "tỷ lệ chọn “Có” ở nhóm “C” là 25,0%, ở các nhóm khác theo “Câu g” từ 47,5% đến 50,0%."),
        (
            (200, 190, 110, 100),
            "tỷ lệ chọn “Có” theo “Câu g”: 50,0% ở nhóm “A”, 25,0% ở nhóm “D”, từ 27,5% đến 47,5% ở các nhóm khác.",
        ),
    ],
)
def test_the_highest_and_the_lowest_group_are_named_where_their_intervals_stand_apart(yes, sentence):
    answers = from_counts([yes, [400 - k for k in yes]], columns=tuple("ABCD"[: len(yes)]))
    assert told(*answers) == [f"{Q}{sentence}"]


@pytest.mark.parametrize("weight", [None, "weight"])
def test_of_a_scale_of_bands_a_share_is_quoted_and_no_mean(weight):
    many = pd.concat([jobs()] * 4, ignore_index=True)
    (sentence,) = told(many, JOB, INCOME, weight=weight, unscored=("j",), minimum=0)
    assert (
        sentence.startswith("Về “Câu j”, tỷ lệ trả lời “4” theo “Câu i”: 5")  # 30, 32, 36,4, 52%: one step of three
        and "trung bình" not in sentence
    )


def test_two_groups_are_named_only_where_they_differ_by_themselves():
    answers, q, g = from_counts([[800, 420, 2], [1200, 1180, 10]], columns=("A", "B", "C"))  # C: R fisher.test p > 0.2
    figures = "40,0% ở nhóm “A”, 26,3% ở nhóm “B”, 17% ở nhóm “C”"
    assert told(answers, q, g, minimum=0) == [f"{Q}tỷ lệ chọn “Có” theo “Câu g”: {figures}."]


def test_two_groups_beside_which_another_has_no_printed_figure_say_so():
    figures = {group: Estimate("t", (), "percent", share, "%", base=400) for group, share in (("A", 60.0), ("B", 30.0))}
    what = verdicts.What(form(one("q", "Có", "Không"), one("g", *"ABC")), "q", "g", ["Có"])
    known = levels.Levels(
        figures, lost=("C",), done="chọn “Có”", options=("Có",), limits={"A": (55, 65), "B": (25, 35)}
    )
    (first, _) = verdicts.difference(what, known, "A", "B").forms
    left = "không xét nhóm không nêu số liệu: “C”; theo “Câu g”"
    assert said(first) == f"{Q}nhóm “A” chọn “Có” nhiều hơn: 60,0% so với 30,0% ở nhóm “B” ({left})"


def test_a_share_or_a_mean_of_a_scale_says_whom_it_leaves_out():
    points = "kém", "vừa", "tốt", "rất tốt"
    scale = one("s", *points, "không ý kiến", scale=points)
    rows = [(s, g) for g, counts in (("Nam", (40, 40, 10, 10, 20)), ("Nữ", (10, 10, 40, 40, 20)))
            for s, n in zip(scale.option_labels, counts, strict=True) for _ in range(n)]  # fmt: skip
    answers = pd.DataFrame(rows, columns=["s", "g"])
    (sentence,) = told(answers, scale, G)
    assert sentence.endswith("80,0% so với 20,0% ở nhóm “Nam” (không tính “không ý kiến”; theo “Câu g”).")


def test_where_the_two_highest_points_of_a_group_are_hidden_the_highest_one_is_told():
    scale = one("s", "kém", "vừa", "tốt", "rất tốt", "không ý kiến", scale=("kém", "vừa", "tốt", "rất tốt"))
    counts = {"1": (60, 60, 60, 20, 20), "2": (50, 50, 55, 45, 20), "3": (3, 40, 80, 80, 2)}
    rows = [
        (s, g) for g, held in counts.items() for s, n in zip(scale.option_labels, held, strict=True) for _ in range(n)
    ]
    (sentence,) = told(pd.DataFrame(rows, columns=["s", "i"]), scale, INCOME)
    assert (
        sentence == "Về “Câu s”, tỷ lệ trả lời “rất tốt” cao dần từ nhóm “1” (9,1%) đến nhóm “3” (39,0%;"
        " tính cả “không ý kiến”; theo “Câu i”)."
    )


def test_nobody_of_a_few_people_is_no_sure_lowest():
    """0 of 8 may be a third of them: the interval (R: prop.test, 32,4) meets that of 26 of 132."""
    assert scale.around({"percent": 0.0, "base": 8}) == pytest.approx((0, 32.44), abs=0.01)
    (sentence,) = told(*from_counts([[280, 26, 0], [20, 106, 8]], columns=("A", "B", "C")), minimum=0)
    assert "thấp nhất" not in sentence and "ở các nhóm khác theo “Câu g” từ 0% đến 19,7%" in sentence


def test_no_group_is_named_where_the_whole_differs_and_no_pair_does():
    answers, q, g = from_counts([[60, 62, 80, 80], [90, 88, 70, 70]], columns=tuple("ABCD"))
    assert infer.compare(answers, q, g)["p"].item() < 0.05 and infer.pairs(answers, q, g)["p_adjusted"].min() > 0.05
    assert told(answers, q, g) == ["“Câu q” khác nhau theo “Câu g”."]


def test_of_several_options_that_is_named_whose_own_share_differs():
    answers = pd.DataFrame({"q": ["a"] * 90 + ["b"] * 10 + ["a"] * 60 + ["b"] * 40, "g": ["Nam"] * 100 + ["Nữ"] * 100})
    (sentence,) = told(answers, one("q", "a", "b", "c"), G)
    assert "nhóm “Nam” chọn “a” nhiều hơn: 90,0% so với 60,0% ở nhóm “Nữ”" in sentence


def test_two_scales_that_rise_together_are_said_to():
    answers = jobs().assign(x=lambda d: d["i"].astype(float))
    tests = infer.family(infer.compare(answers, INCOME, X)).assign(family="A")
    (claim,) = claims.found(Survey("Thử", form=form(INCOME, X)), {"tests": tests})
    assert claim.kind == "together" and claim.sentence == "Nhìn chung, “Câu i” càng cao thì “Câu x” càng cao."


def test_no_form_stands_twice_running_and_the_same_tables_give_the_same_forms():
    pairs = [from_counts([[541, 682], [459, 318]])] * 4
    survey, tables = printed(*pairs[0])
    tests = pd.concat([tables["tests"].assign(family=name) for name in "ABCD"], ignore_index=True)
    many = [[c.sentence for c in claims.found(survey, tables | {"tests": tests})] for _ in range(2)]
    said_of = [s for s in many[0] if "nhóm “Nữ”" in s]
    assert many[0] == many[1] and all(a != b for a, b in zip(said_of, said_of[1:], strict=False)) and len(said_of) == 4


@pytest.mark.parametrize(
    ("near", "sections"), [(True, (("q", "g"), ())), (False, (("q",), ("g",)))]
)  # fmt: skip
def test_two_questions_of_one_part_are_no_first_finding(near, sections):
    answers, q, g = from_counts([[541, 682], [459, 318]])
    survey, tables = printed(answers, q, g)
    parts = [
        Section(n, "", tuple(replace(x, section=n) for x in (q, g) if x.name in held))
        for n, held in zip("ab", sections, strict=True)
    ]
    parts.append(Section("c", "", (Question("x", "text", "Gì?"),)))
    survey = Survey("Thử", form=Questionnaire("", "", "", (), tuple(parts)))
    (claim,) = [c for c in claims.found(survey, tables) if c.table == "tests"]
    assert claim.is_near == near and claims.strongest([claim])[0] is claim


@pytest.mark.parametrize(
    ("share", "word"),
    [
        ((95.0, 94.0, 96.0), "tuyệt đại đa số"),
        ((90.5, 89.0, 92.0), "đại đa số"),  # the interval goes under 90
        ((52.0, 51.0, 53.0), "đa số"),
        ((50.9, 49.5, 52.3), "khoảng một nửa"),
        ((47.0, 44.0, 50.5), "khoảng một nửa"),
        ((30.0, 5.0, 70.0), ""),  # of few people 50 % may be, but 30 % is no half
        ((32.9, 31.0, 34.0), ""),  # no word is beyond dispute below half
    ],
)
def test_a_word_for_a_share_is_as_sure_as_its_interval(share, word):
    assert scale.word(*share) == word and scale.word(95.0, scale={90: "hầu hết", 0: "ít"}) == "hầu hết"


def test_below_half_the_number_stands_alone_and_the_table_of_words_has_no_row_for_it():
    counted = pd.DataFrame({"question": "g", "option": ["Có", "Không", "Tùy"], "n": [3290, 3000, 3710],
                            "percent": [32.9, 30.0, 37.1], "base": 10000})  # fmt: skip
    (claim,) = claims.found(Survey("Thử", form=form(one("g", "Có", "Không", "Tùy"))), {"frequencies": counted})
    assert claim.headline == "Về “Câu g”, có 37,1% trả lời “Tùy”."
    assert [word for _, word in scale.told()] == [
        "tất cả người trả lời", "tuyệt đại đa số", "đại đa số", "đa số", "không ai", "khoảng một nửa"
    ]  # fmt: skip


def test_a_gap_is_the_difference_of_the_two_numbers_that_are_read():
    kept, dropped = (Estimate("t", (), "percent", value, "%", base=1000) for value in (13.749, 4.751))
    assert said(("kém ", Gap(kept, dropped), ".")) == f"Kém 8,9{POINTS}."  # 13,7 and 4,8


def _battery(reach=0.1, report=None):
    """The claim on four items with these intervals around their means: 2,40 to 4,40."""
    ranked = infer.ranking(answered(), [items(*"abcd")])
    means = pd.DataFrame({"question": ranked["item"], "row": "mean", "option": "", "by": "(tổng số)", "group": ""})
    means = means.assign(mean=ranked["mean"], low=ranked["mean"] - reach, high=ranked["mean"] + reach)
    tables = {"batteries": infer.battery(answered(), items(*"abcd")), "ranking": ranked, "means": means}
    (claim,) = claims.found(Survey("Thử", form=form(*items(*"abcd")), report=report or Report()), tables)
    return claim


def test_a_battery_says_how_far_its_highest_item_is_over_its_lowest_and_no_w():
    claim = _battery()
    assert "cao nhất ở “Mục d” (4,40 điểm), thấp nhất ở “Mục c” (2,40 điểm), cách nhau 2,00 điểm" in claim.sentence
    assert "W" not in claim.sentence and claim.kind == "items"
    assert claim.headline == "Điểm trung bình cao nhất ở “Mục d” (4,40 điểm)."
    assert said(claim.rest).startswith("Thấp nhất trong 4 mục của “Bảng”")
    assert said(claim.rest).endswith(" là “Mục c” (2,40 điểm).")


def test_the_highest_and_lowest_items_are_those_whose_intervals_stand_apart_from_all_others():
    figures = [
        (name, None, ends) for name, ends in (("a", (70, 74)), ("b", (69, 72)), ("c", (50, 60)), ("d", (40, 51)))
    ]
    assert claims.items._apart(figures) == 2 and claims.items._apart(figures[::-1]) == 2
    assert (
        claims.items._apart(figures[1:]) == 1 and claims.items._apart([*figures[:1], ("e", None, (np.nan,) * 2)]) == 0
    )
    low = [(name, None, ends) for name, ends in zip("xyz", ((10, 14), (11, 15), (12, 16)), strict=True)]
    assert claims.items._apart([*low, *figures[1:]]) == 3  # the several lowest are named side by side
    chained = [("a", None, (77.8, 85.0)), ("b", None, (69.9, 77.9)), ("e", None, (66.8, 75.1))]
    assert claims.items._apart([*chained, *figures[2:], *low]) == 0  # the third meets the second, not the first
    low[1:] = [("y", None, (13, 17)), ("z", None, (16, 20))]
    assert claims.items._apart([*low, *figures[1:]]) == 0
    claim = _battery(reach=2.0)
    assert "nhất" not in f"{claim.sentence} {claim.headline} {said(claim.rest)}" and claim.ends == ()
    assert said(claim.rest).endswith("điểm trung bình từ 2,40 điểm (“Mục c”) đến 4,40 điểm (“Mục d”).")


@pytest.mark.parametrize(
    ("language", "both"),
    [
        ("vi", ("cao nhất ở “Mục d” (4,40", "là “Mục c”")),
        ("en", ("highest for", ": “Mục c”")),
    ],
)
def test_every_way_to_tell_a_battery_names_both_of_its_ends(language, both):
    claim = _battery(report=Report(language=language))
    for highest, lowest in ((claim.brief, claim.rest), *claim.shorter):
        assert both[0] in claims.said(highest) and both[1] in claims.said(lowest)


def test_among_options_the_lowest_is_named_without_the_one_for_all_others_and_says_so():
    choices = tuple(Choice(n, label) for n, label in (("a", "Zalo"), ("b", "Viber"), ("khac", "Mạng khác")))
    asked = form(Question("q", "select all that apply", "Dùng gì?", choices=choices))
    shares = pd.DataFrame({"question": "q", "option": ["Zalo", "Viber", "Mạng khác"], "n": [90, 20, 5],
                           "percent": [90.0, 20.0, 5.0], "base": 100})  # fmt: skip
    test = pd.DataFrame({"battery": ["q"], "item_a": [None], "p_adjusted": [0.001]})
    found = claims.found(Survey("Thử", form=asked), {"frequencies": shares, "batteries": test})
    (claim,) = [c for c in found if c.kind == "items"]
    start = "Trong 2 phương án (không kể “Mạng khác”) về “Dùng gì”, tỷ lệ chọn cao nhất ở “Zalo” (90,0%), thấp nhất ở"
    assert claim.sentence.startswith(f"{start} “Viber” (20,0%)")
    hidden = {"frequencies": shares.assign(percent=[90.0, 20.0, np.nan]), "batteries": test}
    (claim,) = [c for c in claims.found(Survey("Thử", form=asked), hidden) if c.kind == "items"]
    assert claim.sentence.startswith("Trong 2 phương án nêu được số liệu về")


def test_items_that_are_shown_are_ranked_among_themselves_and_one_alone_is_not():
    ranked = infer.ranking(answered(), [items(*"abcd")])
    gone = pd.DataFrame({"question": [*"dcb"], "n": [np.nan] * 3})
    assert privacy.ranking(ranked, gone).empty
    survey, part = Survey("Thử", form=form(*items(*"abcd"))), privacy.ranking(ranked, gone[:1])
    (claim,) = claims.found(survey, {"batteries": infer.battery(answered(), items(*"abcd")), "ranking": part})
    left = "3 mục nêu được điểm này trên tổng số 4 mục của “Bảng” (không nêu được của “Mục d”; không tính “kyk”), "
    assert claim.sentence.count("Mục d") == 1 and left in claim.sentence


def test_a_planned_outcome_is_told_in_points_with_all_levels_of_a_factor_together():
    rows, fit = fitted(BINARY)
    questions = [one(name, "Low", "High") for name in dict.fromkeys([*rows["outcome"], *rows["term"]])]
    made = claims.found(
        Survey("Thử", form=form(*questions)), {"regressions": rows, "regression_fit": pd.DataFrame([fit])}
    )
    told_of = [claim for claim in made if claim.kind == "factor"]
    assert told_of[0].sentence == (
        f"Khi các yếu tố khác như nhau, so với nhóm “Low”, tỷ lệ chọn “High” về “Câu sat” cao hơn 11,6{POINTS} ở nhóm"
        f" “Medium” và 30,0{POINTS} ở nhóm “High”."
    )
    assert "OR" not in "".join(c.sentence for c in made) and any(c.kind == "fit" for c in made)


def test_a_regression_of_a_scale_says_whom_it_leaves_out():
    rows, fit = fitted(ORDINAL)
    points = "Low", "Medium", "High"
    asked = one("scale", *points, "kyk", scale=points), *(one(name, *points) for name in dict.fromkeys(rows["term"]))
    tables = {"regressions": rows, "regression_fit": pd.DataFrame([fit])}
    made = [c for c in claims.found(Survey("Thử", form=form(*asked)), tables) if c.label.startswith("model:")]
    assert {c.kind for c in made} == {"factor", "fit"}
    assert all(c.sentence.endswith(" (không tính “kyk”).") for c in made)


@pytest.mark.parametrize(
    ("event", "said", "did"),
    [
        ("“Cấp ủy” hoặc “Công an”", {}, ("chọn ít nhất một trong 2 phương án thuộc nhóm “Báo”", False)),
        ("“Cấp ủy” hoặc “Công an”", {"Báo": "báo nơi có trách nhiệm"}, ("báo nơi có trách nhiệm", True)),
        ("“Cấp ủy”", {"Báo": "báo nơi có trách nhiệm"}, ("chọn “Cấp ủy”", False)),
    ],
)
def test_an_outcome_that_is_a_declared_net_is_told_as_one(event, said, did):
    choices = Choice("a", "Cấp ủy"), Choice("b", "Công an"), Choice("c", "Không")
    question = Question("m", "select all that apply", "Câu 3. Báo ai?", choices=choices, nets=said)
    survey = Survey("Thử", form=form(question), tables=Tables(nets={"m": {"Báo": ["a", "b"]}}))
    assert factors._chose(Printed(survey, {}), question, event) == did


def groups_told(coding, shares=()):
    """The claims on “Tin giả” by two groups, a test of which told them apart: of the answers coded so far 80 and 20 %
    name it. ``shares``: (group, estimate, its ends)."""
    test = {"question": "o/K1", "by": "g", "p_adjusted": 0.001, "effect": 0.6, "effect_name": "V Cramér", "note": ""}
    cells = pd.DataFrame({"question": "o", "option": "Tin giả", "by": "g", "group": ["Có", "Không"], "base": 100})
    code = {"question": "o", "code": "K1", "name": "Tin giả", "level": "mã", "base": 200}
    told = pd.DataFrame(shares, columns=["group", "percent", "low", "high"]).assign(**code | {"by": "g", "n": 60})
    tables = {"open_tests": pd.DataFrame([test]), "open_crosstabs": cells.assign(n=[80, 20], percent=[80.0, 20.0])}
    tables |= {"open_answers": pd.DataFrame([code | {"n": 100, "percent": 50.0}]), "open_shares": told}
    tables["open_coding"] = pd.DataFrame([dict(question="o", by_rule=0, by_model=0, guess=0, uncoded=0) | coding])
    survey = Survey("Thử", form=form(Question("o", "text", "Góp ý"), one("g", "Có", "Không")))
    theme, claim = claims.found(survey, tables)
    assert [theme.kind, claim.kind] == ["theme", "difference"]
    return theme, claim


def test_codes_of_open_answers_are_said_from_their_own_table_where_a_person_coded_every_answer():
    theme, claim = groups_told({"person": 200})
    assert theme.sentence.startswith("Các ý được nêu về “Góp ý” (theo mã hiện có): “Tin giả” (50,0%), trong")
    assert "nhóm “Có” nêu “Tin giả” nhiều hơn: 80,0% so với 20,0% ở nhóm “Không” (theo “Câu g”)." in claim.sentence


@pytest.mark.parametrize("coding", [{"by_model": 30}, {"uncoded": 10}, {"guess": 9}, {"by_rule": 3}, {"guess": np.nan}])
def test_what_the_machine_coded_is_told_of_no_group_and_its_estimates_are(coding):
    """Groups differ in how much of them a machine can code; only estimates are alike for all."""
    _, claim = groups_told(coding)
    assert claim.sentence == "Về “Góp ý”, tỷ lệ nêu “Tin giả” khác nhau theo “Câu g”." and not claim.label
    _, claim = groups_told(coding, [("Có", 61.0, 55.0, 67.0), ("Không", 40.0, 33.0, 47.0)])
    said = "nhóm “Có” nêu “Tin giả” nhiều hơn: 61,0% so với 40,0% ở nhóm “Không” (ước lượng; theo “Câu g”)."
    assert said in claim.sentence and {figure.table for figure in claim.estimates} == {"open_shares"}
    assert claim.label == "groups:o:g"
    _, claim = groups_told(coding, [("Có", 61.0, 55.0, 67.0)])  # the other group has no estimate
    assert claim.sentence.endswith("khác nhau theo “Câu g”; có nhóm không nêu được số liệu.") and not claim.estimates


def codes_of(n=100, **more):
    named = {"question": "o", "name": ["Tin giả", "Chưa mã hóa"], "code": ["K1", "chua"], "level": ["mã", "ngoài"]}
    return pd.DataFrame(named | {"n": n, "base": 200, "percent": [32.5, 50.0]} | more)


def test_the_share_of_a_code_is_an_estimate_with_its_interval_and_else_a_lower_bound():
    survey = Survey("Thử", form=form(Question("o", "text", "Góp ý")))
    (claim,) = claims.found(survey, {"open_answers": codes_of()})
    assert "“Tin giả” (ít nhất 32,5%)" in claim.sentence and "ước lượng" not in claim.sentence
    told = {"by": "(tổng số)", "group": "(tổng số)", "percent": [71.8, 3.0], "low": [66.0, 1.0], "high": [77.0, 6.0]}
    tables = {"open_answers": codes_of(), "open_shares": codes_of(n=150, **told)}
    (claim,) = claims.found(survey, tables)
    assert "theo ước lượng: “Tin giả” (71,8%, khoảng 66,0–77,0%)" in claim.sentence and "chua" not in claim.sentence
    start = "Trong 200 người ghi ý kiến về “Góp ý”, được nêu nhiều nhất (ước lượng) là "
    assert claim.headline.replace("\u00a0", " ") == f"{start}“Tin giả” (71,8%, khoảng 66,0–77,0%)."
    assert claim.table == "open_shares" and "200\u00a0người có ghi ý kiến" in claim.sentence


def themes_told(rows, n=150, more=(), base=2_000_000):
    """The claim on estimated themes: (name, group it is in or None of a group itself, percent, low, high); ``more``:
    the same without printed figures."""
    rows = [*rows, *((*one, *[np.nan] * 3) for one in more)]
    columns = ["name", "net", "percent", "low", "high"]
    told = pd.DataFrame(rows, columns=columns).assign(question="o", n=n, base=base, by="(tổng số)", group="(tổng số)")
    told["level"] = np.where(told["net"].isna(), "nhóm lớn", "mã")
    told = told.assign(code=[f"K{at}" for at in range(len(rows))], net=told["net"].fillna(""))
    tables = {"open_shares": told, "open_answers": told}
    (claim,) = claims.found(Survey("Thử", form=form(Question("o", "text", "Góp ý"))), tables)
    return claim


@pytest.mark.parametrize(
    ("ends", "most", "briefly"),
    [  # low and high of the shares 30, 20, 19, 18 %
        (
            [(28, 32), (18, 22), (17, 21), (16, 20)],
            "“A” (30,0%, khoảng 28,0–32,0%).",
            "“A” (30,0%, khoảng 28,0–32,0%).",
        ),
        (
            [(20, 40), (19.8, 21), (17, 19.5), (16, 19)],
            "“A” (khoảng 30,0%) và “B” (khoảng 20,0%).",
            "2 nội dung được nêu nhiều nhất có tỷ lệ ước lượng từ 20,0% đến 30,0%.",
        ),
        (
            [(18, 40), (15, 25), (17, 21), (16, 20)],
            "“A” (khoảng 30,0%), “B” (khoảng 20,0%), “C” (khoảng 19,0%) và “D” (khoảng 18,0%).",
            "4 nội dung được nêu nhiều nhất có tỷ lệ ước lượng từ 18,0% đến 30,0%.",
        ),
        (  # the third meets the second
            [(20, 40), (18, 22), (17, 19), (16, 17)],
            "một trong các nội dung “A” (khoảng 30,0%) và “B” (khoảng 20,0%).",
            "được nêu nhiều nhất (ước lượng) là một trong 2 nội dung có tỷ lệ từ 20,0% đến 30,0%.",
        ),
    ],
)
def test_themes_lead_together_where_their_intervals_meet(ends, most, briefly):
    rows = [(name, "", p, *limits) for name, p, limits in zip("ABCD", (30.0, 20.0, 19.0, 18.0), ends, strict=True)]
    claim = themes_told(rows)
    assert claim.headline.endswith(f"được nêu nhiều nhất (ước lượng) là {most}")
    bold, rest = claim.shorter[-1]
    assert said(bold).endswith(briefly)
    low, high = ends[0]
    assert said(rest).startswith(f"Đó là “A” (30,0%, khoảng {low},0–{high},0%); “B”") == (briefly != most)


@pytest.mark.parametrize(("themes", "told"), [("ABCD", ["B", "C", "D"]), ("ABCDE", [])])
def test_beside_the_theme_that_leads_few_others_are_all_told_of_many_none_that_may_be_less_than_one_left_out(
    themes, told
):
    rows = [(name, "", 20.0 - at, 12.0, 27.0) for at, name in enumerate(themes[1:], start=1)]
    _, rest = themes_told([("A", "", 60.0, 55, 65), *rows]).shorter[-1]
    assert re.findall(r"“(\w)”", said(rest)) == told


def test_of_few_people_a_theme_is_no_first_though_coding_would_tell_it_apart():
    rows = [("A", "", 30.0, 28, 32), ("B", "", 20.0, 18, 22)]  # ±6,4 and ±5,5 by 200 people: 23,3 and 25,9
    assert themes_told(rows, base=200).headline.endswith("“A” (khoảng 30,0%) và “B” (khoảng 20,0%).")
    assert themes_told(rows, base=2000).headline.endswith("là “A” (30,0%, khoảng 28,0–32,0%).")


GROUPS = [("Nhóm X", None, 50.0, 46, 54), ("A", "Nhóm X", 30.0, 27, 33), ("B", "Nhóm X", 22.0, 19, 25)]


@pytest.mark.parametrize(
    ("others", "most", "single"),
    [
        (
            [("C", "", 32.0, 29, 35)],
            "nhóm ý “Nhóm X” (50,0%, khoảng 46,0–54,0%), trong đó nhiều nhất là “A” (30,0%, khoảng 27,0–33,0%).",
            "",
        ),
        (
            [("C", "", 47.0, 44, 50)],
            "nhóm ý “Nhóm X” (khoảng 50,0%) và “C” (khoảng 47,0%).",
            "tính từng ý, nhiều nhất là “C” (47,0%, khoảng 44,0–50,0%)",
        ),
        (
            [("Nhóm Y", None, 49.0, 45, 53), ("D", "Nhóm Y", 20.0, 17, 23)],
            "nhóm ý “Nhóm X” (khoảng 50,0%) và nhóm ý “Nhóm Y”",
            "tính từng ý, nhiều nhất là “A” (30,0%, khoảng 27,0–33,0%)",
        ),
        (
            [("Nhóm Y", None, 49.0, 45, 53), ("D", "Nhóm Y", 29.0, 26, 32)],
            "nhóm ý “Nhóm X” (khoảng 50,0%) và nhóm ý “Nhóm Y”",
            "",
        ),
    ],
)
def test_groups_of_themes_come_first_and_then_the_largest_theme_as_far_as_it_is_sure(others, most, single):
    claim = themes_told([*GROUPS, *others])
    assert f"được nêu nhiều nhất (ước lượng) là {most}" in claim.headline
    leads = ("nêu ý thuộc nhóm “Nhóm X” (ước lượng, khoảng 46,0–54,0%)",) if "trong đó" in most else ()
    assert claim.key_figure[1:] == leads  # none where several may be the first
    assert single in claim.sentence and ("tính từng ý" in claim.sentence) == bool(single)


@pytest.mark.parametrize(
    ("hidden", "headline"),
    [
        (("C", ""), "Về “Góp ý”, theo ước lượng có nhóm ý “Nhóm X” (50,0%, khoảng 46,0–54,0%)."),  # a theme of no group
        (("Nhóm Y", None), "Về “Góp ý”, theo ước lượng có nhóm ý “Nhóm X” (50,0%, khoảng 46,0–54,0%)."),
        (
            ("C", "Nhóm X"),
            "Trong 2.000.000 người ghi ý kiến về “Góp ý”, được nêu nhiều nhất (ước lượng) là nhóm ý “Nhóm X”"
            " (50,0%, khoảng 46,0–54,0%).",
        ),
    ],
)
def test_with_groups_or_themes_hidden_none_is_called_the_first_that_may_be_another(hidden, headline):
    claim = themes_told(GROUPS, more=[hidden])
    assert claim.headline.replace("\u00a0", " ") == headline
    is_lost = "theo ước lượng có" in headline
    assert ("Còn 1 nội dung không nêu được số liệu" in said(claim.rest or ("",))) == is_lost
    assert ("nhiều nhất" in claim.sentence) != is_lost


def test_how_many_wrote_without_an_opinion_is_told_beside_who_wrote():
    codes = codes_of().assign(code=["K1", "0"], name=["Tin giả", "Không có ý kiến cụ thể"], n=[100, 35])
    (claim,) = claims.found(Survey("Thử", form=form(Question("o", "text", "Góp ý"))), {"open_answers": codes})
    assert said(claim.rest).replace("\u00a0", " ").endswith("có ghi ý kiến, gồm 35 người không nêu ý kiến cụ thể.")
    more = codes.tail(1).assign(code="chua", name="Chưa mã hóa")
    for n, told in ((30, "và 30 người chưa mã hóa."), (np.nan, "và một số người chưa mã hóa.")):
        rows = pd.concat([codes, more.assign(n=n)])
        (claim,) = claims.found(Survey("Thử", form=form(Question("o", "text", "Góp ý"))), {"open_answers": rows})
        assert claim.sentence.replace("\u00a0", " ").endswith(f"35 người không nêu ý kiến cụ thể {told}")


@pytest.mark.parametrize(
    ("themes", "told"),
    [
        (5, "về “Góp ý”, một số ý được nêu (theo mã hiện có): “A” (24,2%), “B” (24,0%) và “C” (23,0%)."),
        (4, "về “Góp ý”, các ý được nêu (theo mã hiện có): “A” (24,2%), “B” (24,0%), “C” (23,0%) và “Khác” (9,0%)."),
        (2, "về “Góp ý”, các ý được nêu (theo mã hiện có): “A” (24,2%) và “B” (24,0%)."),
    ],
)
def test_counted_themes_have_no_interval_and_so_no_order_nor_key_figure(themes, told):
    rows = {"code": ["K1", "K2", "K3", "K4", "K5"], "name": [*"ABC", "Khác", "D"]}
    rows |= {"percent": [24.2, 24.0, 23.0, 9.0, 3.0]}
    codes = pd.DataFrame(rows).assign(question="o", level="mã", n=40, base=200).head(themes)
    (claim,) = claims.found(Survey("Thử", form=form(Question("o", "text", "Góp ý"))), {"open_answers": codes})
    assert claim.headline == told[:1].upper() + told[1:] and claim.key_figure == ()
    assert all("nhất" not in said(form) for form in claim.forms)


def test_small_counted_themes_folded_together_are_told_beside_who_wrote():
    codes = codes_of().assign(code=["K1", "khac"], name=["Tin giả", "Ý kiến khác"], n=[100, 41])
    (claim,) = claims.found(Survey("Thử", form=form(Question("o", "text", "Góp ý"))), {"open_answers": codes})
    assert claim.sentence.replace("\u00a0", " ").endswith("200 người có ghi ý kiến, gồm 41 người nêu ý kiến khác.")


def test_counted_themes_with_one_printed_share_are_all_told_or_none():
    rows = {"code": ["K1", "K2", "K3", "K4", "K5"], "name": [*"ABCDE"], "percent": [19.6, 19.2, 16.34, 16.26, 9.0]}
    codes = pd.DataFrame(rows).assign(question="o", level="mã", n=40, base=240)
    (claim,) = claims.found(Survey("Thử", form=form(Question("o", "text", "Góp ý"))), {"open_answers": codes})
    assert claim.headline.endswith("một số ý được nêu (theo mã hiện có): “A” (19,6%) và “B” (19,2%).")


@pytest.mark.parametrize(
    ("person", "guess", "how"),
    [
        (0, 240, ", do máy gợi ý, chưa kiểm chứng"),
        (25, 199, ", gồm câu do máy gợi ý, chưa kiểm chứng"),
        (np.nan, 199, ", gồm câu do máy gợi ý, chưa kiểm chứng"),
        (240, 0, ""),
    ],
)
def test_counted_themes_say_whether_all_their_codes_are_guesses_or_some(person, guess, how):
    survey, codes = Survey("Thử", form=form(Question("o", "text", "Góp ý"))), codes_of().head(1)
    coding = pd.DataFrame({"question": ["o"], "person": person, "by_rule": 0, "by_model": 0, "guess": guess})
    (claim,) = claims.found(survey, {"open_answers": codes, "open_coding": coding})
    assert f"(theo mã hiện có{how}): “Tin giả” (32,5%)" in claim.headline


@pytest.mark.parametrize(("n", "warned"), [(60, True), (150, False)])
def test_an_estimate_on_few_coded_answers_says_so(n, warned):
    claim = themes_told(GROUPS, n=n)
    assert ("dựa trên 60\u00a0câu do người mã hóa" in said(claim.rest or ("",))) == warned
    assert all(("còn thô" in said(rest)) == warned for _, rest in claim.shorter)


def test_declared_nets_and_whom_a_question_was_asked_are_told():
    several = Question("m", "select all that apply", "Câu 3. Báo ai?", relevant="${g} = 'Có'",
                       choices=(Choice("a", "Cấp ủy"), Choice("b", "Công an")))  # fmt: skip
    counted = pd.DataFrame(
        {"question": "m", "option": ["Cấp ủy", "Công an"], "n": [400, 300], "percent": [40.0, 30.0], "base": 1000}
    )
    net = pd.DataFrame([{"question": "m", "row": "net", "option": "Báo", "by": "(tổng số)", "group": "Tổng số",
                         "n": 530, "percent": 53.0, "base": 1000}])  # fmt: skip
    plan, good = Tables(nets={"m": {"Báo": ["a", "b"]}}), Report(good=("m/Báo",))
    survey = Survey("Thử", form=form(one("g", "Có", "Không"), several), tables=plan, report=good)
    claim, wanted = claims.found(survey, {"frequencies": counted, "banners": net})
    said = "(40,0%), tiếp theo là “Công an” (30,0%); chọn ít nhất một phương án thuộc nhóm: “Báo” 53,0%"
    assert said in claim.sentence
    assert "(53,0%) chọn ít nhất một trong 2 phương án thuộc nhóm “Báo”" in wanted.sentence
    assert claim.sentence.endswith("người trả lời (hỏi người trả lời “Có” ở câu “Câu g”).")


@pytest.mark.parametrize(("high", "told_first"), [(40.5, False), (34.0, True)])
def test_the_most_chosen_is_named_alone_only_where_its_interval_stands_alone(high, told_first):
    several = Question("m", "select all that apply", "Báo ai?", choices=(Choice("a", "Cấp ủy"), Choice("b", "Công an")))
    counted = pd.DataFrame({"question": "m", "option": ["Cấp ủy", "Công an"], "n": [40, 38], "base": 100})
    limits = pd.DataFrame({"question": "m", "option": ["Cấp ủy", "Công an"], "low": [37.0, 30.0], "high": [43.0, high]})
    tables = {"frequencies": counted.assign(percent=[40.0, 38.0]), "estimates": limits}
    (claim,) = [c for c in claims.found(Survey("Thử", form=form(several)), tables) if c.kind == "order"]
    assert ("“Cấp ủy” được chọn nhiều nhất" in claim.sentence) == told_first
    assert ("nhiều nhất là “Cấp ủy” (40,0%) và “Công an” (38,0%)" in claim.sentence) != told_first


@pytest.fixture(scope="module")
def ledger():
    """Three questions by a fourth: their tables as printed, and what is claimed of them."""
    answers, q, g = from_counts([[541, 682], [459, 318]])
    survey, tables = printed(answers, q, g)
    counted = describe.all_frequencies(answers.assign(q=typed(answers["q"], q)), [q])
    return survey, tables | {"frequencies": counted}


def test_every_number_of_every_sentence_stands_in_the_table_it_names(ledger):
    survey, tables = ledger
    made = claims.found(survey, tables)
    figures = [e for claim in made for e in claim.estimates]
    assert len(figures) >= 5 and all(claims.again(e, tables) == e for e in figures if e.low != e.low)
    rest = [claim.sentence.replace("khoảng tin cậy 95%", "") for claim in made]
    for claim in made:
        for e in claim.estimates:
            rest = [sentence.replace(e.text, "") for sentence in rest]
    assert not any(letter.isdigit() for sentence in rest for letter in sentence)


def test_one_changed_cell_changes_exactly_the_sentences_that_rest_on_it(ledger):
    survey, tables = ledger
    before = {c.key: c for c in claims.found(survey, tables)}
    figure = next(e for c in before.values() if c.table == "tests" for e in c.estimates)
    other = {name: table.copy() for name, table in tables.items()}
    at = np.logical_and.reduce([other[figure.table][k].astype(str).eq(v) for k, v in figure.key])
    other[figure.table].loc[at, figure.column] += 0.3
    after = {c.key: c.sentence for c in claims.found(survey, other)}
    changed = {key for key, claim in before.items() if after[key] != claim.sentence}
    assert changed == {key for key, claim in before.items() if figure in claim.estimates} and changed


def test_keys_are_each_of_one_claim_and_the_ledger_lists_every_figure(ledger):
    made = claims.found(*ledger)
    rows, plain = claims.rows(made), claims.records(made)
    assert len({c.key for c in made}) == len(made) and set(rows["claim"]) == {c.key for c in made}
    assert len(rows) == sum(max(len(c.estimates) + len(c.gaps), 1) for c in made)
    first = next(r for r in plain if r["figures"])
    assert first["figures"][0]["row"]["question"] == "q" and {"figure": 0} in first["parts"]


def leaking(value, **where):
    """A claim that says a mean of a group of the scale ``s``."""
    key = {"question": "s", "row": "mean", "option": "Điểm trung bình (1–5)", "by": "g", "group": "Nam"} | where
    mean = Estimate("banners", tuple(key.items()), "mean", value, digits=2)
    return claims.Claim("difference", "tests", ("s",), (("trung bình ", mean, "."),), ("g",))


def test_a_hidden_mean_cannot_be_said():
    answers = pd.DataFrame(
        {"s": ["rất ít"] * 3 + ["ít"] * 40 + ["nhiều"] * 40 + ["rất nhiều"] * 43, "g": ["Nam"] * 83 + ["Nữ"] * 43}
    )
    survey, tables = printed(answers, S, G)
    tables["nonresponse"] = pd.DataFrame({"question": ["s"], "asked": [126]})
    mean = float(answers[:83]["s"].map({"rất ít": 1, "ít": 2, "nhiều": 4, "rất nhiều": 5}).mean())
    assert tables["banners"].query("row == 'mean' and group == 'Nam'")["mean"].isna().all()
    privacy.refuse_leaks(export.audited(survey, {"banners": tables["banners"]}, claims.found(survey, tables)))
    planted = export.audited(survey, {"banners": tables["banners"]}, [leaking(round(mean, 2))])
    reasons = ["điểm trung bình in cạnh phương án đã ẩn", "câu chữ nêu số mà bảng không in", "tính được từ các tổng"]
    assert all(planted.loc[~planted["safe"], "reason"].str.startswith(reason).any() for reason in reasons)
    with pytest.raises(ValueError, match="không lộ câu trả lời của ít người"):
        privacy.refuse_leaks(planted)


@pytest.mark.parametrize(
    ("done", "topic", "whole"),
    [
        (
            "đồng ý hoặc rất đồng ý",
            "mức đồng ý rằng có nguy cơ lộ, lọt",
            "đồng ý hoặc rất đồng ý rằng có nguy cơ lộ, lọt",
        ),
        ("đánh giá tốt hoặc rất tốt", "mức đánh giá sự nêu gương", "đánh giá tốt hoặc rất tốt sự nêu gương"),
        ("đã đọc đầy đủ", "mức độ biết Bộ Quy tắc", ""),
        ("trả lời “4” hoặc “5”", "“On a scale”", ""),
    ],
)
def test_what_is_done_and_to_what_is_one_phrase_where_the_short_names_allow(done, topic, whole):
    assert names.done_to(done, topic) == whole


def test_briefs_of_one_kind_do_not_begin_alike_twice_running():
    several = [Question(f"m{n}", "select all that apply", f"Hỏi {n}?", choices=(Choice("a", "A"), Choice("b", "B")))
               for n in range(3)]  # fmt: skip
    counted = [{"question": q.name, "option": o, "n": n, "percent": float(n), "base": 100}
               for q in several for o, n in (("A", 70), ("B", 20))]  # fmt: skip
    made = claims.found(Survey("Thử", form=form(*several)), {"frequencies": pd.DataFrame(counted)})
    assert [c.headline for c in made] == [
        "Được chọn nhiều nhất về “Hỏi 0”: “A” (70,0%).",
        "Về “Hỏi 1”, nhiều nhất là “A” (70,0%).",
        "“A” (70,0%) được chọn nhiều nhất về “Hỏi 2”.",
    ]


def test_answers_whose_intervals_meet_are_told_together():
    counted = pd.DataFrame(
        {"question": "g", "option": ["Có", "Không"], "n": [52, 48], "percent": [52.0, 48.0], "base": 100}
    )
    limits = pd.DataFrame({"question": "g", "option": ["Có", "Không"], "low": [42.0, 38.0], "high": [62.0, 58.0]})
    survey = Survey("Thử", form=form(one("g", "Có", "Không")))
    (claim,) = claims.found(survey, {"frequencies": counted, "estimates": limits})
    assert claim.headline == "Về “Câu g”: “Có” 52,0% và “Không” 48,0%."


def counted_as(shares, *, hidden=0, kind="select all that apply", limits=None, ranks=None):
    """The one claim on a question of these shares (option → percent), of which so many more are hidden."""
    options = [*shares, *(f"H{n}" for n in range(hidden))]
    choices = tuple(Choice(o.lower(), o) for o in options)
    rows = [{"question": "m", "option": o, "n": shares.get(o), "percent": shares.get(o), "base": 100} for o in options]
    tables = {"frequencies": pd.DataFrame(rows)}
    if limits:
        ends = [{"question": "m", "option": o, "low": low, "high": high} for o, (low, high) in limits.items()]
        tables["estimates"] = pd.DataFrame(ends)
    if ranks:
        means = [{"question": "m", "option": o, "mean_rank": m, "low": m - 0.1, "high": m + 0.1} for o, m in ranks]
        tables["ranks"] = pd.DataFrame(means)
    survey = Survey("Thử", form=form(Question("m", kind, "Gì?", choices=choices)))
    return next(iter(claims.found(survey, tables)), None)


@pytest.mark.parametrize("kind", ["select all that apply", "select one"])
def test_what_nobody_chose_is_not_among_what_was_chosen_most(kind):
    made = counted_as({"A": 33.0, "B": 0.0, "C": 0.0}, hidden=2, kind=kind)
    assert "33,0%" in made.sentence and "0,0%" not in f"{made.sentence} {made.headline}"
    assert counted_as({"A": 0.0, "B": 0.0}, hidden=2, kind=kind) is None


@pytest.mark.parametrize("shares", [{"A": 33.0}, {"A": 33.0, "B": 5.0}])
def test_with_hidden_options_none_is_said_to_be_chosen_most_of_all(shares):
    made = counted_as(shares, hidden=3)
    told = [made.sentence, *(said((*bold, " ", *rest)) for bold, rest in ((made.brief, ()), *made.shorter))]
    for way in told:
        assert "nhiều nhất" not in way or way.startswith("Trong các phương án nêu được số liệu") and len(shares) > 1


@pytest.mark.parametrize(("share", "word"), [(100.0, "tất cả người trả lời (100%)"), (98.0, "tuyệt đại đa số (98,0%)")])
def test_all_who_answered_are_called_all_of_them(share, word):
    made = counted_as(
        {"A": share, "B": 100 - share}, kind="select one", limits={"A": (60.0, 100.0)} if share == 100 else {}
    )
    assert word in made.sentence.replace("100,0%", "100%").lower()
    assert scale.word(0.0, 0.0, 20.0) == "không ai" and dict(scale.told())["100%"] == "tất cả người trả lời"


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({"A": (47, 53), "B": (18, 22), "C": (13, 17), "D": (8, 12), "E": (3, 7)}, "“A” về “Gì”; “B” 20,0% và “C” 15"),
        ({"A": (47, 53), "B": (18, 22), "C": (13, 17), "D": (8, 14), "E": (3, 7)}, "“A” về “Gì”; “B” 20,0% ("),
        ({"A": (47, 53), "B": (15, 25), "C": (10, 20), "D": (8, 14), "E": (3, 7)}, "“A” về “Gì” ("),
        ({"A": (18, 60), "B": (15, 25), "C": (10, 19), "D": (8, 18), "E": (3, 7)},
         "“A” về “Gì”; “B” 20,0%, “C” 15,0% và “D” 10,0%"),
    ],
)  # fmt: skip
def test_answers_behind_the_first_end_where_their_intervals_part_them(limits, told):
    shares = {"A": 50.0, "B": 20.0, "C": 15.0, "D": 10.0, "E": 5.0}
    assert told in counted_as(shares, kind="select one", limits=limits).sentence


def test_every_option_that_may_be_the_first_is_named_and_where_all_may_none_is_called_it():
    limits = {"A": (45.0, 55.0), "B": (40.0, 50.0), "C": (39.0, 47.0), "D": (1.0, 5.0)}
    shares = {"A": 50.0, "B": 45.0, "C": 43.0, "D": 3.0}
    assert counted_as(shares, limits=limits).headline.startswith(
        "Được chọn nhiều nhất về “Gì”: “A” (50,0%), “B” (45,0%) và “C” (43,0%)."
    )
    limits["D"], shares["D"] = (38.0, 46.0), 42.0
    counted = counted_as(shares | {"E": 3.0}, limits=limits | {"E": (1.0, 5.0)})
    assert "“A” (50,0%), “B” (45,0%), “C” (43,0%) và “D” (42,0%)" in counted.headline  # not three of four
    del shares["D"], limits["D"]
    limits["C"] = (39.0, 46.0)
    made = counted_as(shares, limits=limits)
    assert made.headline == (
        "Về “Gì”, chưa đủ căn cứ nói phương án nào được chọn nhiều nhất: từ 43,0% (“C”) đến 50,0% (“A”)."
    )


@pytest.mark.parametrize(("fourth", "next_told"), [(42.0, ""), (30.0, ", tiếp theo là “B” (55,0%) và “C” (44,0%)")])
def test_the_next_are_named_only_where_their_intervals_stand_apart_from_all_others(fourth, next_told):
    shares = {"A": 66.0, "B": 55.0, "C": 44.0, "D": fourth, "E": 29.0}
    made = counted_as(shares, limits={o: (share - 1.5, share + 1.5) for o, share in shares.items()})
    assert ("tiếp theo" in made.sentence) == bool(next_told or fourth == 42.0) and next_told in made.sentence
    assert ("(55,0%), trong" in made.sentence) == (fourth == 42.0)


def test_what_may_be_as_much_as_one_of_the_first_is_not_said_to_come_after_them():
    shares, limits = {"A": 50.0, "B": 45.0, "C": 43.0}, {"A": (46.0, 54.0), "B": (41.0, 49.0), "C": (40.0, 45.0)}
    made = counted_as(shares, limits=limits)
    told = "nhiều nhất là một trong các phương án “A” (50,0%) và “B” (45,0%); phương án khác: “C” (43,0%)"
    assert told in made.sentence
    limits["C"] = (39.0, 40.0)
    assert "nhất là “A” (50,0%) và “B” (45,0%), tiếp theo là “C” (43,0%)" in counted_as(shares, limits=limits).sentence


@pytest.mark.parametrize("more", [{"D": 0.0}, {}])
def test_the_span_of_shares_is_told_only_where_it_is_one_and_all_options_stand_in_it(more):
    shares = {"A": 50.0, "B": 45.0, "C": 43.0} | more if more else dict.fromkeys("ABC", 50.0)
    made = counted_as(shares, limits={o: (40.0, 60.0) for o in "ABC"} | {"D": (0.0, 3.0)})
    assert "từ " not in made.sentence and made.sentence.count("%") == 3


@pytest.mark.parametrize("kind", ["select one", "select all that apply"])
def test_of_options_with_the_same_printed_share_none_is_named_without_the_others(kind):
    made = counted_as({"A": 13.1, "B": 13.1, "C": 12.0}, hidden=2, kind=kind)
    assert made.key_figure == () and counted_as({"A": 60.0, "B": 13.1}, kind=kind).key_figure
    assert counted_as({"A": 14.0, "B": 13.1}, kind=kind).key_figure == ()  # their intervals meet
    for bold, rest in made.shorter:
        assert ("“A”" in said(bold)) == ("“B”" in said(bold)) and "Các phương án khác không" not in said((*rest, ""))


def test_the_ends_of_a_span_are_all_options_that_have_its_share():
    made = counted_as({"A": 52.0, "B": 52.0, "C": 39.0, "D": 36.0}, limits=dict.fromkeys("ABCD", (30.0, 60.0)))
    assert said(made.shorter[0][1]) == "Các tỷ lệ từ 36,0% (“D”) đến 52,0% (“A”, “B”)."


@pytest.mark.parametrize(("share", "is_sure"), [(58.0, True), (38.0, False)])
def test_hidden_answers_are_no_caveat_where_they_cannot_be_more(share, is_sure):
    made = counted_as({"A": share, "B": 5.0}, hidden=2, kind="select one")
    assert made.sentence.startswith("Trong các phương án nêu được số liệu") != is_sure


@pytest.mark.parametrize(("second", "is_sure"), [(2.9, True), (2.1, False)])
def test_a_mean_rank_is_the_highest_only_where_its_interval_stands_alone(second, is_sure):
    made = counted_as({"A": 60.0, "B": 40.0}, kind="rank", ranks=[("A", 2.0), ("B", second)])
    assert made.headline.startswith("“A” có thứ hạng trung bình cao nhất") == is_sure
    assert ("chưa đủ căn cứ nói phương án nào có thứ hạng trung bình" in made.sentence) != is_sure


@pytest.mark.parametrize(("more", "rest"), [(2, ", “D” (2,04), “E” (2,05)."), (3, ", …, “F” (2,06).")])
def test_of_options_whose_mean_ranks_are_not_told_apart_the_last_is_not_passed_over(more, rest):
    ranks = [(option, 2.01 + at / 100) for at, option in enumerate("ABCDEF"[: 3 + more])]
    made = counted_as(dict.fromkeys("ABCDEF"[: 3 + more], 20.0), kind="rank", ranks=ranks)
    (_, told_of), *_ = made.shorter
    assert said(told_of) == f"Thứ hạng trung bình (1 là đầu): “A” (2,01), “B” (2,02), “C” (2,03){rest}"


@pytest.mark.parametrize(("third", "listed"), [(2.5, "“A” (1,00), “B” (2,00)."), (2.05, "“A” (1,00).")])
def test_behind_the_best_mean_rank_the_next_are_named_only_as_far_as_their_intervals_stand_apart(third, listed):
    ranks = [("A", 1.0), ("B", 2.0), ("C", third), ("D", third + 0.1)]
    made = counted_as(dict.fromkeys("ABCD", 25.0), kind="rank", ranks=ranks)
    assert f"(1 là đầu): {listed[:-1]}; xếp thứ nhất: " in made.sentence


def test_some_of_those_that_may_be_as_much_are_listed_as_some_of_them():
    shares, limits = {"A": 42.0, "B": 34.0, "C": 32.0, "D": 30.0}, {"A": (33.0, 47.0), "D": (25.0, 32.0)}
    made = counted_as(shares | {"E": 5.0}, limits=limits | {"B": (29.0, 39.0), "C": (27.0, 37.0), "E": (4.0, 6.0)})
    ways = [said(bold) for bold, _ in made.shorter]
    assert ways[0] == "Về “Gì”, trong số phương án được chọn nhiều có “A” (42,0%), “B” (34,0%) và “C” (32,0%)."
    assert not any(way.startswith("Về “Gì”: ") for way in ways)
    made = counted_as(shares, kind="rank", limits=limits | {"B": (29.0, 39.0), "C": (27.0, 37.0)})
    told = "được xếp thứ nhất nhiều nhất: một trong các phương án “A” (42,0%), “B” (34,0%) và “C” (32,0%) (100 người"
    assert told in made.sentence.replace("\u00a0", " ")


def test_a_highest_and_a_lowest_group_are_so_by_a_question_that_is_named():
    answers, q, g = from_counts([[500, 400, 250], [500, 600, 750]], columns=("A", "B", "C"))
    g = named(g, "vị trí", A="công chức", B="viên chức", C="người lao động")
    (sentence,) = told(answers, q, g)
    assert (
        sentence
        == "Về “Câu q”, tỷ lệ chọn “Có” theo vị trí: cao nhất ở công chức (50,0%), thấp nhất ở người lao động (25,0%)."
    )


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("9. Chi bao nhiêu cho việc đi lại (nghìn đồng)?", "nghìn đồng"),
        ("Thu nhập (ĐVT: triệu đồng/tháng)", "triệu đồng/tháng"),
        ("Chờ bao lâu (đơn vị: phút).", "phút"),
        ("How long did you wait (minutes)?", "minutes"),
        ("Cho điểm từ 0 (rất kém) đến 10 (rất tốt)?", ""),
        ("Số con (kể cả con nuôi)", ""),
        ("Chờ (phút) đến lượt bao lâu?", ""),
        ("Chờ bao lâu?", ""),
    ],
)
def test_the_unit_of_a_number_is_what_its_label_ends_with_in_brackets(label, unit):
    assert names.unit(Question("cho", "decimal", label)) == unit
    assert names.unit(Question("cho", "text", label)) == ""


def test_a_mean_of_a_number_has_the_unit_of_its_question():
    waited = Question("cho", "integer", "Chờ bao lâu (phút)?", shorts={"vi": "thời gian chờ"})
    row = {"question": "cho", "label": waited.label, "n": 50, "mean": 24.83, "median": 21.0, "low": 23.3, "high": 26.3}
    (claim,) = claims.found(Survey("Thử", form=form(waited)), {"numbers": pd.DataFrame([row])})
    assert claim.headline == "Thời gian chờ: trung bình 24,8\u00a0phút."
    assert "24,8\u00a0phút (khoảng tin cậy 95%: 23,3 đến 26,3)" in claim.sentence


EARNED = {"question": "thu", "label": "Thu nhập (triệu đồng)", "n": 447, "mean": 37.49, "sd": 435.0, "median": 7.1,
          "q1": 5.0, "q3": 11.6, "low": -2.25, "high": 77.24, "median_low": 6.7, "median_high": 7.8}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "centre"),
    [
        ({}, "median"),  # the mean above the third quartile
        ({"mean": 4.0}, "median"),  # below the first
        ({"mean": 10.0}, "median"),  # inside, its interval reaches 0, which three quarters do not
        ({"mean": 10.0, "min": -80.0}, "mean"),  # as an answer does
        ({"mean": 10.0, "min": 0.5}, "median"),
        ({"mean": 10.0, "low": 8.0, "high": 12.0}, "mean"),
        ({"mean": 10.0, "q1": -3.0}, "mean"),
    ],
)
def test_the_median_is_told_where_the_mean_is_no_middle(changed, centre):
    asked = Question("thu", "decimal", "Thu nhập (triệu đồng)?", shorts={"vi": "thu nhập"})
    (claim,) = claims.found(Survey("Thử", form=form(asked)), {"numbers": pd.DataFrame([EARNED | changed])})
    assert claim.key_figure[0].column == centre


def test_a_median_is_told_with_its_own_interval_and_the_mean_behind_it():
    asked = Question("thu", "decimal", "Thu nhập (triệu đồng)?", shorts={"vi": "thu nhập"})
    (claim,) = claims.found(Survey("Thử", form=form(asked)), {"numbers": pd.DataFrame([EARNED])})
    assert claim.headline == "Thu nhập: trung vị 7,1\u00a0triệu\u00a0đồng."
    assert claim.key_figure[1] == "trung vị của thu nhập"
    assert "(khoảng tin cậy 95%: 6,7 đến 7,8); một nửa số người ở giữa" in claim.sentence
    assert "phân bố rất lệch, trung bình là 37,5" in claim.sentence and "77,2" not in claim.sentence
    (on_it,) = claims.found(Survey("Thử", form=form(asked)), {"numbers": pd.DataFrame([EARNED | {"median_low": 7.1}])})
    assert "khoảng tin cậy" not in on_it.sentence


def test_means_of_groups_have_the_unit_of_their_question():
    waited = Question("cho", "integer", "Chờ bao lâu (phút)?")
    answers = pd.DataFrame(
        {"cho": [10.0, 12, 14, 11] * 30 + [30.0, 28, 33, 31] * 30, "g": ["Nam"] * 120 + ["Nữ"] * 120}
    )
    assert any("30,50\u00a0phút" in sentence for sentence in told(answers, waited, G))


@pytest.mark.parametrize(
    ("label", "short", "said"),
    [
        ("2. Giới tính của Ông/Bà?", "", "giới tính"),
        ("Nhóm tuổi", "nhóm tuổi", "nhóm tuổi"),
        ("Luật An ninh mạng", "", "Luật An ninh mạng"),
        ("Res", "", "“Res”"),
        ("4. Occupation Status", "", "“Occupation Status”"),
        ("Res", "nơi cư trú", "nơi cư trú"),
    ],
)
def test_a_topic_inside_a_caption_has_no_quotes_and_a_small_letter_unless_it_is_a_name_or_foreign(label, short, said):
    question = Question("q", "select one", label, shorts={"vi": short} if short else {})
    assert names.plainly(form(question), "q") == said


def test_a_scale_that_has_no_room_for_all_its_bands_tells_first_the_one_that_most_gave():
    long = {f"{word} kiểm tra, đối chiếu thông tin trước khi gửi cho người khác": share
            for word, share in (("Hiếm khi", 16.0), ("Thường xuyên", 42.0), ("Luôn luôn", 25.0))}  # fmt: skip
    choices = tuple(Choice(str(n), o) for n, o in enumerate([*long, "Không bao giờ"]))
    asked = Question("m", "select one", "Gì?", choices=choices, points=tuple(c.name for c in choices))
    rows = [{"question": "m", "option": c.label, "n": long.get(c.label), "percent": long.get(c.label), "base": 100}
            for c in choices]  # fmt: skip
    (claim,) = claims.found(Survey("Thử", form=form(asked)), {"frequencies": pd.DataFrame(rows)})
    first, *_ = sorted(long, key=lambda o: -long[o])
    assert claim.kind == "scale" and first in claim.key_figure[1]
    assert all(first in said(bold) for bold, _ in claim.shorter)


def test_a_mean_by_groups_is_of_those_on_its_scale_and_a_hidden_one_is_of_a_group_that_is_there():
    cell = {"question": "s", "option": "ít", "by": "g", "percent": 5.0, "mean": float("nan"), "sd": 1.0}
    cells = [cell | {"row": "option", "group": group, "base": 765.0} for group in ("Nam", "Nữ")]
    cells.append(cell | {"row": "mean", "option": "", "group": "Nam", "base": 727.0, "mean": 3.9})
    cells.append(cell | {"row": "mean", "option": "", "group": "Nữ", "base": float("nan")})
    found = levels.of_means("banners", cells, S)
    assert {group: figure.base for group, figure in found.figures.items()} == {"Nam": 727.0} and found.lost == ("Nữ",)
    assert found.figures["Nam"].ends == ("3,83", "3,97")

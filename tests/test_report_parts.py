"""Results by section, assessment, topline, method and states of the report, on tiny surveys of every shape."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from pipeline import claims, report, weight
from pipeline import survey as surveys
from pipeline.claims import factors
from pipeline.clean.flags import FIRST_DAY, LAST_DAY, REJECTED
from pipeline.questionnaire.short import shortened
from pipeline.report import (
    appendix,
    estimates,
    fieldwork,
    figures,
    glossary,
    grid,
    handling,
    method,
    model,
    numbering,
    regressed,
    results,
    tested,
    told,
    uncompared,
    unit_name,
    weighting,
)
from pipeline.report.findings import leads
from pipeline.report.source import Source
from pipeline.survey.model import Collection
from tests import reports
from tests.reports import frame, made, rows_of, table_of, text_under, words

LISTS = ("| choices |\n| | list_name | name | label |\n| | yn | y | Có |\n| | yn | n | Không |\n"
         + "".join(f"| | abc | {n} | Phương án {n} |\n" for n in "abc")
         + "".join(f"| | muc | {n} | {label} |\n" for n, label in enumerate(("Kém", "Vừa", "Tốt", "Rất tốt"), start=1))
         + "| settings |\n| | form_title | form_id |\n| | Phiếu | p |\n")  # fmt: skip
ROWS = {
    "yn": ("Có", "Không"),
    "abc": ("Phương án a", "Phương án b", "Phương án c"),
    "muc": ("Kém", "Vừa", "Tốt", "Rất tốt"),
}


def asked(folder, *lines, yaml="", answered=None, shares=None):
    """(survey, its frequencies): ``lines`` are "type|name|label", of a section "begin|name|label" and "end"."""
    sheet = "| survey |\n| | type | name | label | hint |\n"
    for line in lines:
        kind, name, label, hint = (*line.split("|"), "", "", "")[:4]
        kind = {"begin": "begin_group", "end": "end_group", "text": "text"}.get(kind, f"select_one {kind}")
        sheet += f"| | {kind} | {name} | {label} | {hint} |\n"
    (folder / "q.md").write_text(sheet + LISTS, encoding="utf-8")
    (folder / "s.yaml").write_text(f"title: Thử\nquestionnaire: q.md\n{yaml}", encoding="utf-8")
    survey = surveys.read(folder / "s.yaml")
    rows = []
    for question in survey.form.questions:
        options = question.option_labels
        for at, option in enumerate(options):
            share = (shares or {}).get(question.name, {}).get(option, 60.0 if at == 0 else 40.0 / (len(options) - 1))
            rows.append((question.name, question.label, option, 10 * share, share, 1000))
    counted = frame("frequencies", *rows) if rows else pd.DataFrame(columns=grid.COLUMNS["frequencies"].split())
    return survey, {"frequencies": counted}


SHAPES = {
    "one question": ["abc|a|Câu 1. Chọn gì?"],
    "two answers": ["yn|a|Câu 1. Có không?"],
    "no section and no number": [f"abc|q{n}|Thích gì {n}?" for n in range(3)],
    "a text alone": ["text|t|Câu 1. Góp ý?"],
    "sections": ["begin|a|A. Một", "abc|q1|Câu 1. Gì?", "end", "begin|b|B. Hai", "yn|q2|Câu 2. Có?", "end"],
    "a battery alone in its section": ["begin|a|A. Một", "begin|b|Câu 1. Đánh giá?", "muc|i1|a) Nhanh", "muc|i2|b) Vui",
                                       "end", "end"],
    "an empty section": ["begin|a|A. Một", "abc|q1|Câu 1. Gì?", "end", "begin|b|B. Hai", "text|t|Câu 2. Gì?", "end"],
    "forty questions": [f"abc|q{n}|Câu {n}. Gì ở {n}?" for n in range(1, 41)],
    "forty questions in five sections": [line for s in range(5) for line in (
        f"begin|s{s}|{'ABCDE'[s]}. Phần {s}", *(f"abc|q{s}{n}|Câu {8 * s + n}. Gì ở {n}?" for n in range(8)), "end")],
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_survey_of_any_shape_gives_a_report_without_an_empty_part(tmp_path, shape):
    survey, tables = asked(tmp_path, *SHAPES[shape], yaml="scales: {muc: {}}\n" if "battery" in shape else "")
    signed, annex = made(survey, tables)
    assert "60,0%" in reports.checked(signed, annex) or shape == "a text alone"
    assert len(signed.of(model.Figure)) <= results.FIGURES


@pytest.mark.parametrize("hidden", ["share", "everything"])
@pytest.mark.parametrize("shape", ["one question", "sections", "a battery alone in its section"])
def test_a_survey_with_everything_hidden_gives_a_report_without_an_empty_part(tmp_path, shape, hidden):
    survey, tables = asked(tmp_path, *SHAPES[shape], yaml="scales: {muc: {}}\n" if "battery" in shape else "")
    gone = {"n": float("nan"), "percent": float("nan")} | ({"base": float("nan")} if hidden == "everything" else {})
    signed, annex = made(survey, {"frequencies": tables["frequencies"].assign(**gone)})
    text = reports.checked(signed, annex)
    assert "%" not in text_under(signed, "KẾT QUẢ") and "Chưa có câu hỏi nào đủ số liệu" in text


def test_a_battery_without_a_ranking_is_told_by_its_first_item(tmp_path):
    survey, tables = asked(tmp_path, *SHAPES["a battery alone in its section"], yaml="scales: {muc: {}}\n")
    part = text_under(made(survey, tables)[0], "KẾT QUẢ")
    assert part.startswith("1. Một\n") and "“Nhanh”" in part and "Hình 1" in part


def test_questions_that_only_say_who_answered_are_no_result(tmp_path):
    survey, tables = asked(tmp_path, *SHAPES["sections"], yaml="banners: [q2]\n")
    signed, annex = made(survey, tables)
    part = text_under(signed, "KẾT QUẢ")
    assert "1. Một" in part and "Hai" not in part and "q2" not in {c for t in signed.of(model.Figure) for c in [t.name]}
    assert table_of(annex, "question:q2")


def test_of_many_questions_the_first_are_drawn_some_are_told_and_the_rest_are_counted(tmp_path):
    survey, tables = asked(tmp_path, *SHAPES["forty questions"])
    signed, annex = made(survey, tables)
    part = text_under(signed, "KẾT QUẢ")
    assert len(signed.of(model.Figure)) == results.FIGURES and "Phụ lục 1 nêu 20 câu còn lại của phần này." in part
    assert all(table_of(annex, f"question:q{n}") for n in (1, 40))
    survey, tables = asked(tmp_path, *SHAPES["forty questions"][:21])
    part = text_under(made(survey, tables)[0], "KẾT QUẢ")
    assert "còn lại của phần này" not in part and part.count("Phương án a") > 20  # one alone is told


def test_findings_in_bold_are_short_and_each_figure_is_titled_with_what_it_shows(tmp_path):
    survey, tables = asked(tmp_path, *SHAPES["forty questions in five sections"])
    signed, _ = made(survey, tables)
    findings = reports.findings(signed)
    assert findings and max(len(text.split()) for text in findings) <= reports.SYLLABLES
    assert all(any(isinstance(p, claims.Estimate) for p in figure.title) for figure in signed.of(model.Figure))


def test_every_number_of_a_finding_is_a_figure_and_not_typed(tmp_path):
    survey = reports.survey(tmp_path)
    signed, _ = made(survey, reports.coded())
    labels = " ".join(f"{q.block} {q.label}" for q in survey.form.questions)
    for block in [b for title in ("KẾT QUẢ", "ĐÁNH GIÁ") for b in reports.under(signed, title)]:
        typed = (
            [p for p in reports.parts_of(block) if isinstance(p, str)] if not isinstance(block, model.Figure) else []
        )
        numbers = [n.rstrip(".,") for text in typed for n in re.findall(r"\d[\d.,]*", text)]
        assert all(n in labels for n in numbers), (block, numbers)


def test_sections_without_a_name_are_told_together_and_one_with_nothing_to_tell_has_no_heading(tmp_path):
    lines = ["abc|q1|Câu 1. Gì?", "begin|a|A. Một", "abc|q2|Câu 2. Gì?", "end", "abc|q3|Câu 3. Gì?"]
    lines += ["begin|b|B. Hai", "abc|q4|Câu 4. Gì?", "end"]
    survey, tables = asked(tmp_path, *lines, yaml="comparisons: [{name: H, questions: [q4], by: [q1]}]\n")
    kept = tables["frequencies"]
    kept = kept.assign(
        percent=kept["percent"].mask(kept["question"].eq("q4")), n=kept["n"].mask(kept["question"].eq("q4"))
    )
    tested = frame("tests", ("q4", "q1", "χ² Pearson", 100, 9.0, 1, 0.5, 0.9, 0.05, "V Cramér", 0.0, 0.1, "H", "", ""))
    signed, _ = made(survey, {"frequencies": kept, "tests": tested})
    heads = [f"{b.number} {b.text}" for b in reports.under(signed, "KẾT QUẢ") if isinstance(b, model.Heading)]
    assert heads == ["1. Kết quả chung", "2. Một"]
    assert "Phép so sánh duy nhất chưa đủ căn cứ nói các nhóm khác nhau (các bảng PL" in text_under(signed, "ĐÁNH GIÁ")


def test_the_first_page_asks_every_section_before_any_section_twice(tmp_path):
    survey, tables = asked(tmp_path, *SHAPES["forty questions in five sections"])
    assert [q.name for q in leads(survey, tables)] == ["q00", "q01", "q10", "q20", "q30", "q40"]


def test_of_very_many_options_those_chosen_most_are_drawn(tmp_path):
    survey, _ = asked(tmp_path, "abc|q|Câu 1. Ngành nào?")
    rows = [("q", "Câu 1. Ngành nào?", f"Ngành {n:02}", 1000 - n, 50.0 - n, 2000) for n in range(40)]
    signed, annex = made(survey, {"frequencies": frame("frequencies", *rows)})
    (drawn,) = signed.of(model.Figure)
    assert len(drawn.rows) == 15 and "15 phương án nhiều nhất trong 40 phương án" in reports.said(drawn)


def test_a_place_or_a_mean_rank_is_no_beginning_of_a_title():
    rank = claims.Claim("order", "ranks", ("r",), (("“Phí” đứng đầu (", estimate(2.47, unit=""), ")."),),
                        key_figure=(estimate(2.47, unit=""), "thứ hạng trung bình của “Phí”"))  # fmt: skip
    assert claims.said(told.title(rank)) == "“Phí” đứng đầu (2,5)"


def estimate(value, unit="%"):
    return claims.Estimate("frequencies", (("option", "x"),), "percent", value, unit)


GOOD = {
    "q1": {"Có": 74.5, "Không": 25.5},
    "q2": {"Có": 30.0, "Không": 70.0},
    "q3": {"Có": 50.0, "Không": 50.0},
}
WANTED = ["yn|q1|Câu 1. Một?", "yn|q2|Câu 2. Hai?", "yn|q3|Câu 3. Ba?", "abc|q4|Câu 4. Bốn?"]


def test_wanted_answers_of_a_majority_are_strengths_and_others_weaknesses_the_worst_first(tmp_path):
    survey, tables = asked(tmp_path, *WANTED, yaml="report: {good: [q1/y, q2/y, q3/y, q4/c]}\n", shares=GOOD)
    signed, annex = made(survey, tables)
    good, weak = (text_under(signed, title).splitlines() for title in ("Ưu điểm", "Hạn chế"))
    assert [re.search(r"(\d+,\d)%", line)[1] for line in good] == ["74,5", "50,0"]
    assert [re.search(r"có (\d+,\d)%", line)[1] for line in weak] == ["20,0", "30,0"]
    how = "khoảng một nửa hay ít hơn là hạn chế (Bảng PL"  # how they were chosen is said
    assert how in text_under(signed, "ĐÁNH GIÁ CHUNG")
    judged = rows_of(table_of(annex, "table:wanted"))
    assert [row[1:3] for row in judged] == [["“Có”", "74,5"], ["“Có”", "30,0"], ["“Có”", "50,0"],
                                            ["“Phương án c”", "20,0"]]  # fmt: skip


def test_of_many_strengths_the_first_are_told_and_how_many_are_left(tmp_path):
    lines = [f"yn|q{n}|Câu {n}. Điều {n}?" for n in range(1, 9)]
    shares = {f"q{n}": {"Có": 90.0 - n, "Không": 10.0 + n} for n in range(1, 9)}
    good = ", ".join(f"q{n}/y" for n in range(1, 9))
    signed, _ = made(*asked(tmp_path, *lines, yaml=f"report: {{good: [{good}]}}\n", shares=shares))
    *told, last = text_under(signed, "Ưu điểm").splitlines()
    assert [re.search(r"(\d+,\d)%", line)[1] for line in told] == ["89,0", "88,0", "87,0", "86,0", "85,0", "84,0"]
    assert last.startswith("Còn 2 ưu điểm khác tính từ số liệu (Bảng PL1")


def test_a_wanted_answer_without_a_share_says_why_in_part_iii_and_in_its_table(tmp_path):
    lines, yaml = ["abc|q1|Câu 1. Hài lòng?", *WANTED[1:]], "scales: {abc: {}}\nreport: {good: [q1, q2/y, q3/y]}\n"
    survey, tables = asked(tmp_path, *lines, yaml=yaml, shares=GOOD)
    rows = tables["frequencies"]
    hidden = rows.assign(**{c: rows[c].astype(float).mask(rows["question"].eq("q3")) for c in ("n", "percent")})
    signed, annex = made(survey, {"frequencies": hidden})
    told = "Chưa nhận định được câu trả lời mong muốn ở Câu 1 và Câu 3 (lý do: Bảng PL"
    assert told in text_under(signed, "Những điều chưa kết luận được").replace("\u00a0", " ")
    table = table_of(annex, "table:wanted")
    assert [row[2] for row in rows_of(table)] == ["–", "30,0", "–"]
    assert table.notes[2].startswith("Câu 1. Hài lòng?: không có tỷ lệ, vì chỉ thang có điểm, từ 4 mức trở lên")
    assert table.notes[3].startswith("Câu 3. Ba?: không có tỷ lệ, vì chưa có câu trả lời, hay có từ 1 đến 4 người")


def test_without_wanted_answers_nothing_is_called_good_or_bad(tmp_path):
    signed, annex = made(*asked(tmp_path, *WANTED, shares=GOOD))
    assert not [block for block in annex.of(model.Table) if "table:wanted" in block.labels]
    part = text_under(signed, "ĐÁNH GIÁ CHUNG")
    assert "Ưu điểm" not in part and "Hạn chế" not in part and "mong muốn" not in part


def test_of_two_things_that_go_together_only_a_report_speaks_that_compared_something(tmp_path):
    alone, _ = made(*asked(tmp_path, *WANTED, shares=GOOD))
    assert "Người không trả lời có thể nghĩ khác" in text_under(alone, "ĐÁNH GIÁ CHUNG")
    assert "nguyên nhân" not in text_under(alone, "ĐÁNH GIÁ CHUNG")


def battery(folder, sure=0.001):
    """A survey of one battery of three items with a share of the two highest points each, and its ranking."""
    lines = ["begin|b|Câu 1. Đánh giá?", "muc|i1|a) Nhanh", "muc|i2|b) Vui", "muc|i3|c) Rẻ", "end"]
    survey, tables = asked(folder, *lines, yaml="scales: {muc: {}}\nreport: {good: [i1, i2, i3]}\n")
    top = {"i1": 74.5, "i2": 60.0, "i3": 52.0}
    boxes = [(q, "top2", "", "(tổng số)", "Tổng số", 10 * p, p, 1000, None) for q, p in top.items()]
    boxes += [(q, "bottom2", "", "(tổng số)", "Tổng số", 1000 - 10 * p, 100 - p, 1000, None) for q, p in top.items()]
    ranked = [
        ("i1", at, q, 1000, mean, 4.0 - at) for at, (q, mean) in enumerate(zip(top, (3.0, 2.7, 2.4), strict=True), 1)
    ]
    test = pd.DataFrame([{"battery": "i1", "item_a": None, "p_adjusted": sure, "effect": 0.2}])
    return survey, tables | {
        "banners": frame("banners", *boxes),
        "ranking": frame("ranking", *ranked),
        "batteries": test,
    }


def test_of_a_battery_the_best_item_is_a_strength_and_the_weakest_is_named(tmp_path):
    signed, annex = made(*battery(tmp_path))
    good, weak = (text_under(signed, title).splitlines() for title in ("Ưu điểm", "Hạn chế"))
    assert len(good) == 1 and "74,5%" in good[0] and len(weak) == 1
    assert weak[0].startswith("“Rẻ” (52,0%) có tỷ lệ")
    assert "thấp nhất trong 3 mục cùng một thang đo (Bảng PL1)." in weak[0]
    assert "chỉ mục cao nhất có thể là ưu điểm, mục thấp nhất rõ rệt cũng là hạn chế (Bảng PL" in text_under(
        signed, "ĐÁNH GIÁ CHUNG"
    )
    judged = rows_of(table_of(annex, "table:wanted"))
    assert [row[1:3] for row in judged] == [["“Tốt” hoặc “Rất tốt”", share] for share in ("74,5", "60,0", "52,0")]
    assert "3 mục cùng một thang đo" in text_under(signed, "KẾT QUẢ")  # questions of their own, of no common stem


def test_the_weakest_of_the_items_with_figures_is_not_called_that_of_all(tmp_path):
    survey, tables = battery(tmp_path)
    shown = tables["banners"].assign(percent=lambda rows: rows["percent"].where(rows["question"].ne("i2")))
    weak = text_under(made(survey, tables | {"banners": shown})[0], "Hạn chế")
    assert "thấp nhất trong 2 mục nêu được số liệu này trên tổng số 3 mục cùng một thang đo" in weak


def test_the_annex_gives_no_degrees_of_freedom_that_tell_how_few_stood_outside_a_scale(tmp_path):
    survey, tables = battery(tmp_path)
    test = tables["batteries"].assign(method="Friedman", statistic=3.9, df=2.0, n=190.0, p_adjusted_weighted=0.142,
                                      method_weighted="Wald trên hạng (F)", df2_weighted=196.0,
                                      effect_weighted=0.0099)  # fmt: skip
    (said,) = [note for note in table_of(made(survey, tables | {"batteries": test})[1], "question:i1").notes
               if note.startswith("So các mục")]  # fmt: skip
    assert said == "So các mục do cùng người trả lời, Wald trên hạng (F): p = 0,142; W = 0,01."
    joint = {"joint_df": 3.0, "joint_df2": 344.0, "joint_statistic": 0.7, "joint_p_adjusted": 1.0}
    told = [regressed._joint(joint, in_tens) for in_tens in (False, True)]
    assert "F(3; 344) = 0,70" in told[0] and "F(3) = 0,70" in told[1] and "344" not in told[1]


def test_where_items_are_not_told_apart_none_is_called_the_weakest(tmp_path):
    signed, _ = made(*battery(tmp_path, sure=0.4))
    assert "thấp nhất trong" not in text_under(signed, "ĐÁNH GIÁ CHUNG")


def test_what_is_near_its_threshold_is_not_concluded_and_what_was_not_found_is_counted(tmp_path):
    survey, tables = reports.survey(tmp_path), reports.tables()
    near = tables["tests"].iloc[[0, 1]].assign(effect=[0.09, 0.02], effect_low=[0.05, 0.0], effect_high=[0.13, 0.3],
                                               p_adjusted=[0.01, 0.4])  # fmt: skip
    part = text_under(made(survey, tables | {"tests": near})[0], "Khác biệt chưa chắc đáng kể và những điều chưa kết")
    assert "81,0%" in part and "mức khác nhau chưa chắc đáng kể" in part
    assert "Trong 2 phép so sánh, 1 phép chưa đủ căn cứ nói các nhóm khác nhau (các bảng PL" in part
    many = near.iloc[[0] * 4].assign(family=["Một", "Một", "Hai", "Ba"])  # two are told, two stand in these tables
    signed, annex = made(survey, tables | {"tests": many})
    places = [table_of(annex, f"family:{name}").number for name in ("Hai", "Ba")]
    one, other = (place.removeprefix("Bảng ") for place in places)
    assert f"Còn khác biệt chưa chắc đáng kể theo giới tính (các bảng {one}, {other})." in words(signed)
    refs = [
        p for b in signed.blocks for p in reports.parts_of(b) if isinstance(p, model.Ref) and p.text in (one, other)
    ]
    assert [(ref.file, ref.anchor) for ref in refs] == [
        ("phu-luc", f"bang-{number.removeprefix('PL')}") for number in (one, other)
    ]


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ([3, 4, 5], " (các bảng PL3 đến PL5)"),
        ([3, 5, 6], " (các bảng PL3, PL5, PL6)"),
        ([3, 4], " (các bảng PL3, PL4)"),
        ([3, 3], " (Bảng PL3)"),
    ],
)
def test_tables_of_the_annex_that_follow_each_other_are_named_by_the_first_and_the_last(labels, said):
    ends = [" (", *["; "] * (len(labels) - 1)]
    refs = [
        model.Ref("x", before, "", f"Bảng PL{n}", "phu-luc", f"bang-{n}")
        for n, before in zip(labels, ends, strict=True)
    ]
    refs[-1] = replace(refs[-1], after=")")
    assert "".join(f"{ref.before}{ref.text}{ref.after}" for ref in numbering._together(refs, "vi")) == said


def test_every_comparison_that_is_counted_stands_in_the_table_of_families_whose_rows_add_up(tmp_path):
    survey, tables = reports.survey(tmp_path), reports.tables()
    tests = tables["tests"].iloc[[0, 1, 1, 2]].assign(family=["Một", "Một", "Hai", "Hai"])
    tests["p_adjusted"] = [0.01, 0.4, 0.4, float("nan")]
    _, annex = made(survey, tables | {"tests": tests})
    assert rows_of(table_of(annex, "table:families")) == [
        ["Một", "2", "1", "0", "0", "1", "0"],
        ["Hai", "1", "0", "0", "0", "1", "1"],
        ["Cộng", "3", "1", "0", "0", "2", "1"],
    ]


def test_question_by_question_it_is_told_by_which_groups_comparisons_showed_what(tmp_path):
    same = "mọi người trả lời “Nhanh” giống hệt nhau."
    done = [("q1/a", "sex"), ("q1/b", "sex"), ("q1/a", "q2"), ("q3", "sex")]
    lost = [(name, "sex", None, f"Không tính được: {same}") for name in ("q1/c", "i1")]
    source = _source(tmp_path, *((*pair, 0.4, "") for pair in done), *lost)
    unsure = [claims.Claim("difference", "tests", (q,), (("",),), (by,), sure=claims.UNSURE) for q, by in done]
    counts, each = tested.tables(replace(source, claims=tuple(unsure)))
    assert rows_of(counts) == [["So sánh giữa các nhóm", "4", "0", "0", "0", "4", "2"]]
    assert [column.title for column in each.columns] == ["Câu hỏi", "Chưa đủ căn cứ", "Không tính được"]
    assert rows_of(each) == [
        ["Câu 1. Gì?", "giới (2); Câu 2", "giới (1)"], ["Câu 3. Gì?", "giới", ""], ["a) Nhanh", "", "giới"],
    ]  # fmt: skip
    why = f"Không tính được Câu 1 theo “Giới” và câu “Nhanh” theo “Giới”, vì {same}"
    assert [note.replace("\u00a0", " ") for note in each.notes] == ["Chia nhóm theo Câu 2: gì.", tested.SEVERAL, why]


def test_the_glossary_gives_the_threshold_of_every_effect_that_the_annex_prints_and_of_no_other(tmp_path):
    guide = dict(glossary.guide(reports.survey(tmp_path), reports.tables(), is_sized=True))
    assert "V: V Cramér, từ 0,1 (bảng lớn hơn 2 × 2" in guide["Độ mạnh"][0] and "r_xh" not in guide["Độ mạnh"][0]
    assert "Tỷ số chênh (OR)" not in guide


def test_every_word_for_how_much_a_model_explains_stands_in_the_scale_that_is_printed(tmp_path):
    survey = reports.survey(tmp_path)
    fit = claims.Claim("fit", "regression_fit", ("i1",), (("Các yếu tố giải thích một phần nhỏ.",),))
    printed = dict(rows_of(glossary.words_table(Source(survey, {}, (fit,)))))
    used = {f"giải thích {word}" for _, word in factors.PARTS}
    assert used <= {*printed} and printed["giải thích một phần nhỏ"].endswith("từ 0,02 đến dưới 0,13")


def test_what_could_not_be_computed_is_said_and_one_family_has_its_table_too(tmp_path):
    survey, tables = reports.survey(tmp_path), reports.tables()
    tests = tables["tests"].iloc[[1, 2, 2]].assign(p_adjusted=[0.4, float("nan"), float("nan")])
    signed, annex = made(survey, tables | {"tests": tests})
    table = table_of(annex, "table:families")
    assert rows_of(table) == [["Mức độ", "1", "0", "0", "0", "1", "2"]]
    places = ", ".join(table_of(annex, label).number[5:] for label in ("table:families", "table:tested"))
    said = f"chưa đủ căn cứ nói các nhóm khác nhau; 2 phép khác không tính được (các bảng {places})."
    assert said in text_under(signed, "ĐÁNH GIÁ CHUNG")


@pytest.mark.parametrize("is_told", [True, False])
def test_a_heading_names_only_what_stands_under_it(tmp_path, is_told):
    survey, tables = reports.survey(tmp_path), reports.tables()
    people = replace(survey.population, note="Danh sách năm 2025." if is_told else "")
    fits = {"regressions": grid.take({}, "regressions"), "regression_fit": grid.take({}, "regression_fit")}
    signed, annex = made(
        replace(survey, population=people), tables | fits, "# Mục đích\n\nĐể biết.\n" if is_told else ""
    )
    heads = [block.text for block in (*signed.of(model.Heading), *annex.of(model.Heading))]
    assert ("MỤC ĐÍCH, ĐỐI TƯỢNG, PHƯƠNG PHÁP" in heads) == ("Đối tượng, danh sách" in heads) == is_told
    assert "So sánh giữa các nhóm" in heads and "So sánh giữa các nhóm, các yếu tố liên quan" not in heads


def test_proposals_are_told_and_their_table_is_left_to_the_authors_with_its_grounds(tmp_path):
    survey, tables = asked(tmp_path, *WANTED, yaml="report: {proposals: [q4, q1]}\n", shares=GOOD)
    signed, _ = made(survey, tables)
    part = reports.under(signed, "KIẾN NGHỊ")
    assert reports.said(part[0]) == "Ý kiến của người trả lời:" and "60,0%" in reports.said(part[1])
    rows = rows_of(table_of(signed, "proposals"))
    assert [row[0] for row in rows] == ["…", "…"] and "60,0%" in rows[0][1] and "Bảng PL1" in rows[0][1]


def test_without_proposals_of_anybody_the_part_says_so_and_has_no_blank_table(tmp_path):
    survey, tables = asked(tmp_path, *WANTED, shares=GOOD)
    assert text_under(made(survey, tables)[0], "KIẾN NGHỊ") == "Báo cáo này chưa nêu kiến nghị."


def test_the_authors_table_takes_the_place_of_the_blank_one(tmp_path):
    survey, tables = asked(tmp_path, *WANTED, yaml="report: {proposals: [q4]}\n", shares=GOOD)
    signed, _ = made(survey, tables, "# Kiến nghị\n\n| Kiến nghị | Căn cứ |\n|---|---|\n| Học | {q1/y} |\n")
    assert rows_of(table_of(signed, "proposals")) == [["Học", "74,5%"]]
    assert "60,0%" in text_under(signed, "KIẾN NGHỊ")


NET = ["question", "row", "option", "by", "n", "percent", "base"]


def test_the_topline_has_every_option_with_people_share_interval_and_base_as_it_was_asked(tmp_path):
    lines = "begin|a|A. Một", "abc|q1|Câu 1. Chọn gì?|Chọn một phương án.", "end"
    survey, tables = asked(tmp_path, *lines, yaml="tables: {nets: {q1: {a hoặc b: [a, b]}}}\n")
    limits = frame("estimates", ("q1", "Phương án a", 600, 60.0, 1.5, 56.96, 62.98, 1000, 1.0, "khoảng tin cậy 95%"))
    net = pd.DataFrame([("q1", "net", "a hoặc b", "(tổng số)", 800, 80.0, 1000)], columns=NET)
    sums = frame("sums", ("q1", "net", "a hoặc b", 80.0, 1.3, 77.41, 82.36, 1.0))
    _, annex = made(survey, tables | {"estimates": limits, "banners": net, "sums": sums})
    table = table_of(annex, "question:q1")
    assert rows_of(table) == [
        ["Câu 1. Chọn gì? (Chọn một phương án)"],
        ["Phương án a", "600", "60,0", "57,0–63,0"],
        ["Phương án b", "200", "20,0", "–"],
        ["Phương án c", "200", "20,0", "–"],
        ["– Gộp 2 phương án: a hoặc b (“Phương án a”, “Phương án b”)", "800", "80,0", "77,4–82,4"],
        ["Số người trả lời (cơ sở)", "1.000", "", ""],
    ]
    assert table.notes[0] == "Khoảng tin cậy 95%." and table.rows[1].keys == (report.row_key("q1", "Phương án a"),)


def test_a_long_list_has_a_table_of_what_is_chosen_most_with_its_nets_and_says_how_many_are_not_listed(tmp_path):
    names = [f"Xã {n}" for n in range(40)]  # twenty-five chosen less and less often, ten by twelve each, five by few
    n = [200 - n for n in range(25)] + [12] * 10 + [float("nan")] * 4 + [0]
    long = "".join(f"| | xa | x{at} | {name} |\n" for at, name in enumerate(names))
    (tmp_path / "q.md").write_text(
        f"| survey |\n| | type | name | label |\n| | select_one xa | q | Câu 1. Xã nào? |\n| choices |\n"
        f"| | list_name | name | label |\n{long}",
        encoding="utf-8",
    )
    yaml = "title: Thử\nquestionnaire: q.md\ntables: {nets: {q: {Hai xã đầu: [x0, x1]}}}\n"
    (tmp_path / "s.yaml").write_text(yaml, encoding="utf-8")
    survey = surveys.read(tmp_path / "s.yaml")
    rows = frame(
        "frequencies", *(("q", "Câu 1", a, b, b / 50, 5000) for a, b in zip(names[::-1], n[::-1], strict=True))
    )
    net = pd.DataFrame([("q", "net", "Hai xã đầu", "(tổng số)", 399, 7.98, 5000)], columns=NET)
    signed, annex = made(survey, {"frequencies": rows, "banners": net})
    table = rows_of(table_of(annex, "question:q"))
    assert [row[0] for row in table[1:26]] == names[:25] and table[1][1:3] == ["200", "4,0"]
    assert [row[0].split(":")[0] for row in table[26:]] == [
        "– 15 phương án khác không liệt kê (ít hoặc không có người chọn, hay không được nêu)",
        "– Gộp 2 phương án",
        "Số người trả lời (cơ sở)",
    ]
    assert "(Bảng PL1)" in words(signed).replace("\u00a0", " ")


def test_a_written_answer_of_which_no_code_is_told_stands_in_the_topline_with_how_many_wrote(tmp_path):
    lines = "abc|q1|Câu 1. Chọn gì?", "text|t|Câu 2. Góp ý?", "text|c|Câu 3. Vì sao?", "text|f|Câu 4. Ít?"
    survey, tables = asked(tmp_path, *lines, yaml="open_questions: [c]\n")
    wrote = [(name, name, 1000, n, 0, 1000 - n if n else None) for name, n in (("t", 86), ("c", 90), ("f", None))]
    _, annex = made(survey, tables | {"nonresponse": frame("nonresponse", *wrote).astype({"answered": float})})
    table, told = table_of(annex, "question:t"), "Số người có ghi bằng lời (không nêu nội dung)"
    assert rows_of(table)[-6:-2] == [["Câu 2. Góp ý?"], [told, "86", "", ""], ["Câu 3. Vì sao?"], [told, "90", "", ""]]
    assert rows_of(table)[-2:] == [["Câu 4. Ít?"], [told, "–", "", ""]]
    assert (
        table.caption == "Câu 1 đến Câu 4: tỷ lệ, tính trên người trả lời từng câu"
        and "– : không nêu" in table.notes[-1]
    )


def test_a_table_of_written_questions_alone_has_no_columns_of_shares_and_no_note_on_them(tmp_path):
    sections = "begin|a|A. Một", "abc|q|Câu 1. Gì?", "end", "begin|b|B. Hai", "text|t|Câu 2. Góp ý?", "end"
    survey, tables = asked(tmp_path, *sections)
    _, annex = made(survey, tables | {"nonresponse": frame("nonresponse", ("t", "t", 90, 86.0, 0, 4))})
    table = table_of(annex, "question:t")
    assert [column.title for column in table.columns] == ["Câu hỏi", "Số người"] and table.notes == ()
    assert rows_of(table) == [["Câu 2. Góp ý?"], ["Số người có ghi bằng lời (không nêu nội dung)", "86"]]


AAPOR = [
    "Cách thu thập số liệu", "Ai tiến hành, kinh phí", "Công cụ", "Đối tượng", "Chọn người trả lời",
    "Hình thức thu phiếu", "Thời gian", "Số phiếu", "Gia quyền", "Xử lý, kiểm tra số liệu", "Giới hạn",
]  # fmt: skip


def test_the_eleven_items_stand_in_order_and_what_nobody_wrote_is_said_to_be_unknown(tmp_path):
    survey, tables = asked(tmp_path, *WANTED)
    told_of = method.disclosed(survey, tables)
    assert [item for item, _ in told_of] == AAPOR
    unsaid = {term or item for item, terms in told_of for term, lines in terms if "Không ghi trong hồ sơ" in lines[0]}
    assert unsaid == {"Cơ quan chủ trì", "Kinh phí", "Đối tượng", "Cách mời trả lời",
                      "Số phiếu"}  # fmt: skip
    _, annex = made(survey, tables)
    numbers = [h.number for h in annex.of(model.Heading) if h.text in AAPOR]
    assert numbers == [f"{at}." for at in range(1, 12)]


def test_who_pays_and_how_people_were_reached_are_told(tmp_path):
    lines = "owner: {name: Ban A, funding: 75 triệu đồng.}\ncollection: {access: Thư gửi 73 đơn vị, mode: codes}\n"
    signed, annex = made(*asked(tmp_path, *WANTED, yaml=lines))
    part = text_under(annex, "Phương pháp")
    assert "Kinh phí: 75 triệu đồng.\n" in part and "Cách mời trả lời: Thư gửi 73 đơn vị.\n" in part
    assert (
        "mỗi phiếu cần một mã dùng một lần" in part
        and "Thư gửi 73 đơn vị. Người trả lời tự điền phiếu điện tử" in words(signed)
    )


@pytest.mark.parametrize(
    ("target", "received", "closed"),
    [(1000, 1000, "; đã đủ 1.000 phiếu theo kế hoạch."), (1000, 999, "."), (0, 10, ".")],
)
def test_the_real_days_are_told_and_that_the_target_closed_the_form_only_where_it_did(
    tmp_path, target, received, closed
):
    lines = f"collection: {{opens: 08:00 28/03/2022, closes: 08:00 10/04/2022, target: {target}}}\n" * bool(target)
    survey, tables = asked(tmp_path, *WANTED, yaml=lines)
    tables["case_flow"] = frame("case_flow", ("Phiếu nhận được", received), ("Phiếu phân tích", received))
    tables["collection"] = frame("collection", *zip((FIRST_DAY, LAST_DAY), ("2022-03-27", "2022-04-09"),
                                                    strict=True))  # fmt: skip
    said = fieldwork.when(survey, tables).replace("\u00a0", " ")
    assert f"Phiếu đầu tiên ngày 27/3/2022, phiếu cuối cùng ngày 09/4/2022{closed}" in said and said.endswith(closed)
    assert said.startswith("Từ 08 giờ 00 ngày 28/3/2022" if target else "Không khai báo")
    assert {document.date for document in made(survey, tables)} == {"2022-04-09"}


@pytest.mark.parametrize(
    ("n", "dropped", "told"),
    [
        (7, "không", " Phiếu ngoài thời gian này (7) không bị loại vì lý do ấy."),
        (float("nan"), "không", " Phiếu ngoài thời gian này không bị loại vì lý do ấy."),
        (7, "có", ""),
        (0, "không", ""),
    ],
)
def test_that_answers_of_other_days_were_kept_is_told(tmp_path, n, dropped, told):
    survey, tables = asked(tmp_path, *WANTED)
    tables["quality"] = frame("quality", ("outside_window", "Ngoài thời gian thu phiếu", n, 0.1, dropped))
    assert fieldwork.when(survey, tables).replace("\u00a0", " ").endswith(told or ".")
    counted = f"Ngoài thời gian thu phiếu{' (7)' if n == n else ''}" if dropped == "có" else "Không loại phiếu nào"
    assert counted in handling.quality(survey, tables) and "–" not in handling.quality(survey, tables)
    assert ("ngoài thời gian" in fieldwork.when(survey, tables)) == bool(told)


def test_the_box_of_the_method_has_no_more_than_twelve_lines(tmp_path):
    signed, _ = made(reports.survey(tmp_path), reports.coded())
    (box,) = [b for b in reports.under(signed, "ĐỐI TƯỢNG") if isinstance(b, model.Box)]
    assert 6 < len(box.paragraphs) <= 12


STATES = "report: {{states: [{{state: nháp, date: 01/04/2022}}, {{state: {state}, date: 20/04/2022}}]{more}}}\n"


@pytest.mark.parametrize(("state", "mark"), [("thẩm định", "DỰ THẢO"), ("phát hành", "")])
def test_a_report_is_marked_a_draft_until_it_is_issued_and_bears_the_day_of_its_state(tmp_path, state, mark):
    documents = made(*asked(tmp_path, *WANTED, yaml=STATES.format(state=state, more="")))
    assert {(document.state, document.date) for document in documents} == {(mark, "2022-04-20")}
    assert {document.state for document in made(*asked(tmp_path, *WANTED))} == {"DỰ THẢO"}


def test_an_issued_report_that_no_longer_follows_from_its_data_says_so(tmp_path):
    survey, tables = asked(tmp_path, *WANTED, shares=GOOD)
    issued = STATES.format(state="phát hành", more=f", issued: {claims.mark(claims.found(survey, tables))}")
    survey, _ = asked(tmp_path, *WANTED, shares=GOOD, yaml=issued)
    other = {"frequencies": tables["frequencies"].replace({"percent": {74.5: 74.7}})}
    boxes = [[b for b in made(survey, given)[0].of(model.Box) if b.title == "Chú ý"] for given in (tables, other)]
    assert boxes[0] == [] and "số liệu hiện nay khác bản phát hành" in reports.said(boxes[1][0])


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([1200, 800, 900], "mời mọi người trong danh sách (1.200 người), không chọn mẫu."),
        ([], "người trả lời tự tham gia, không chọn mẫu, không có danh sách người được mời."),
        ([399, 1], "người trả lời tự tham gia, không chọn mẫu, không có danh sách người được mời."),
    ],
)
def test_how_the_answers_were_collected_is_said_first_and_the_plans_errata_under_time(tmp_path, people, said):
    more = 'schedule: [{item: "01", work: Lập kế hoạch, note: Ngày ghi nhầm.}]\ncollection: {target: 900}\n'
    survey, tables = asked(tmp_path, *WANTED, yaml=more)
    rates = (100.0, 66.7, 75.0) if len(people) == 3 else (None, None)  # what was counted without a list has none
    rows = zip(("Danh sách", "Tỷ lệ trả lời RR1", "Tỷ lệ trả lời RR2"), people, rates, strict=False)
    items = dict(method.disclosed(survey, tables | ({"response": frame("response", *rows)} if people else {})))
    ((_, (how,)),) = items["Cách thu thập số liệu"]
    assert how == f"Người trả lời tự điền phiếu; {said}"
    elsewhere = replace(survey, collection=Collection())  # a file from anywhere: nobody knows who filled it in
    ((_, (how,)),) = dict(method.disclosed(elsewhere, tables))["Hình thức thu phiếu"]
    assert how.startswith("Hồ sơ cuộc điều tra không ghi") and "tự điền phiếu" not in how
    said_of = words(*made(elsewhere, tables))
    assert not any(claimed in said_of for claimed in ("Phiếu điện tử", "tự nguyện", "tự tham gia", "tự điền trên"))
    assert "hồ sơ không ghi họ được chọn thế nào" in said_of or not survey.report.lead
    assert items["Thời gian"][-1] == ("Hiệu đính kế hoạch", ["Mục 01: Ngày ghi nhầm."])


@pytest.mark.parametrize(("mode", "is_told"), [("open", True), ("codes", False)])
def test_of_a_drawn_sample_it_is_said_where_anybody_with_the_link_could_answer(tmp_path, mode, is_told):
    survey, tables = asked(tmp_path, *WANTED, yaml="design: {strata: q1}\nreport: {lead: [q1]}\n", shares=GOOD)
    survey = replace(survey, collection=Collection(mode=mode, access="Thư mời."))
    told = ("Bậc tự do", "Số tầng", "Số cụm (đơn vị chọn đầu tiên)", "Số bộ trọng số lặp", "Tổng trọng số gốc")
    tables |= {"sampling": pd.DataFrame([(name, 90.0) for name in told], columns=["measure", "value"])}
    for said in (words(made(survey, tables)[0]), str(method.items(survey, tables))):
        assert ("ai có đường dẫn cũng trả lời được, nên không chắc" in said) == is_told


def test_the_share_that_weighting_changes_most_is_reckoned_from_printed_figures_of_all_questions(tmp_path):
    survey, tables = asked(tmp_path, *WANTED, shares=GOOD)
    survey = replace(survey, weighting=replace(survey.weighting, margins=("q2",)))
    rows = tables["frequencies"].copy()
    assert weighting._moved(survey, {"frequencies": rows}) == ""  # not weighted
    rows.loc[rows["question"].eq("q3"), "percent"] = [52.04, 47.96]  # of 500 in 1,000 each
    rows.loc[rows["question"].eq("q2"), "percent"] = [45.0, 55.0]  # a margin
    effect = frame("design_effect", ("Hiệu ứng thiết kế (Kish)", 1.2)).assign(measure=weight.DESIGN_EFFECT)
    said = weighting._moved(survey, {"frequencies": rows, "design_effect": effect})
    assert "nhiều nhất 2,0 điểm % (Câu 3, “Có”: 50,0% trước, 52,0% sau" in said.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("yaml", "blank", "caption", "note", "sentence"),
    [
        ("", 1, "Tỷ lệ trả lời (RR2) theo đơn vị", appendix.LOWER, "Tỷ lệ trả lời (RR2) thấp nhất 25,0%"),
        ("", 0, "Tỷ lệ trả lời (RR2) theo đơn vị", "", "Tỷ lệ trả lời (RR2) thấp nhất 25,0%"),
        ("design: {strata: q1}", 1, "Số phiếu theo đơn vị, so với danh sách", weighting.NO_RATE, "thấp nhất 25,0%"),
    ],
)
def test_the_part_of_a_unit_that_answered_is_a_rate_of_response_only_where_its_people_were_asked(
    tmp_path, yaml, blank, caption, note, sentence
):
    survey, tables = asked(tmp_path, *WANTED, yaml=yaml)
    units = [("u1", "Sở Một", 40, 20, 50.0, ""), ("u2", "Sở Hai", 40, 10, 25.0, "")]
    units += [("", "Phiếu không ghi đơn vị", None, 5, None, "")] * blank + [("", "Tổng số", 80, 35, 43.75, "")]
    response = frame("response", ("RR1", 30, 37.5), ("RR2", 35, 43.75))
    tables |= {"units": frame("units", *units), "response": response}
    printed = appendix.units_table(survey, tables)
    assert (printed.caption, "".join(printed.notes)) == (caption, note)
    assert ("cận dưới" in weighting.response(tables)) == bool(blank)
    assert sentence in fieldwork.units(survey, tables)
    assert ("trả lời" in fieldwork.units(survey, tables)) != bool(survey.brought)
    hidden = frame("units", *units[:1], ("u2", "Sở Hai", 40, None, None, "ít"), *units[2:])
    assert " của các đơn vị nêu được" in fieldwork.units(survey, tables | {"units": hidden})


@pytest.mark.parametrize(("kept", "rate"), [(800, "66,7%"), (900, "75,0%"), (850, "")])
def test_the_body_names_no_rate_of_a_standard_and_the_analysed_answers_their_own_part_of_the_list(tmp_path, kept, rate):
    survey, tables = asked(tmp_path, *WANTED, yaml="report: {lead: [q1]}\n", shares=GOOD)
    rows = ("Danh sách", 1200, 100.0), ("Tỷ lệ trả lời RR1", 800, 66.7), ("Tỷ lệ trả lời RR2", 900, 75.0)
    flow = frame("case_flow", ("Phiếu nhận được", 950), ("Phiếu đưa vào phân tích", kept))
    signed, _ = made(survey, tables | {"response": frame("response", *rows), "case_flow": flow})
    text = words(signed)
    assert (
        f"{kept} phiếu đưa vào phân tích; số phiếu bằng {rate} số người" if rate else f"{kept} phiếu đưa vào phân tích."
    ) in text
    assert (
        "RR" not in text
        and "(trên 80% số câu) bằng 66,7% số người thuộc diện hỏi (1.200 người, theo danh sách)." in text
    )


@pytest.mark.parametrize(("n", "said"), [(12, "12 phiếu"), (float("nan"), "phiếu")])
def test_the_table_of_what_taking_answers_out_moves_says_how_many_were_taken_out_not_flagged(tmp_path, n, said):
    moved = frame(
        "sensitivity", ("i1", "a) Nhanh", "Có", 41.0, 40.0, -1.0), ("i1", "a) Nhanh", "Không", 19.0, 20.0, 1.0)
    )
    flow = frame("case_flow", ("Phiếu nhận được", 100), (REJECTED, n))
    table = appendix.sensitivity_table(reports.survey(tmp_path), {"sensitivity": moved, "case_flow": flow})
    assert table.caption == f"2 tỷ lệ thay đổi nhiều nhất khi loại {said} (không gia quyền)"


@pytest.mark.parametrize(("least", "said"), [(5, "từ 1 đến 4 người"), (2, "1 người")])
def test_of_whom_no_figure_is_given_follows_from_the_smallest_cell_and_leaves_out_nobody(tmp_path, least, said):
    survey = reports.survey(tmp_path, more=f"privacy: {{min_cell: {least}}}\n")
    assert f"Không nêu câu trả lời của {said} hay số liệu để suy ra; số người bỏ trống một câu vẫn nêu." in words(
        *made(survey, reports.tables())
    )
    assert f"Không nêu số liệu {said} (ghi “–”)" in handling.protection(survey, reports.tables())


def test_dashes_in_the_table_of_flags_and_of_means_are_explained_and_no_row_is_left_out(tmp_path):
    flags = frame("quality", ("a", "Trùng", 12, 2.0, "có"), ("b", "Nhanh", None, None, "không"))
    table = appendix.quality_table(reports.survey(tmp_path), {"quality": flags})
    assert table.notes == ("Một phiếu có thể mang nhiều cờ.", "– : có phiếu, nhưng dưới 5 phiếu nên không nêu.")
    where = ("mean", "Điểm trung bình", "(tổng số)", "Tổng số")
    means = frame("means", ("i1", "a) Nhanh", *where, 90, 3.5, 0.1, 3.3, 3.7), ("i2", "b) Vui", *where, *[None] * 5))
    shown = estimates.means_table(reports.survey(tmp_path), {"means": means.astype({"n": float, "mean": float})})
    assert [row[0] for row in rows_of(shown)][-2:] == ["a) Nhanh", "b) Vui"] and rows_of(shown)[-1][1:] == ["–"] * 3
    assert any("– : không nêu" in note for note in shown.notes)


def test_flags_of_too_few_people_are_named_without_a_number(tmp_path):
    survey, tables = asked(tmp_path, *WANTED)
    flags = frame("quality", ("too_fast", "Trả lời quá nhanh", float("nan"), float("nan"), "có"))
    lines = method.box(survey, tables | {"quality": flags})
    box = " ".join(claims.said([p for p in parts if isinstance(p, str)]) for parts in lines)
    assert "oại phiếu trả lời quá nhanh." in box and "(–)" not in box


@pytest.mark.parametrize(("percent", "word"), [(52.0, "khoảng một nửa"), (68.0, "đa số")])
def test_a_wanted_share_gets_the_word_that_it_has_elsewhere(tmp_path, percent, word):
    """52% of 95 people may be under half."""
    survey, tables = reports.survey(tmp_path, lead="net], good: [i1], proposals: [net"), reports.tables()
    tables["banners"].loc[tables["banners"]["row"].eq("top2"), "percent"] = percent
    said = {claim.kind: claim.sentence for claim in claims.found(survey, tables) if claim.questions == ("i1",)}
    assert f"{word} ({percent:.0f}" in said["wanted"].lower() and f"{word} ({percent:.0f}" in said["scale"].lower()


def test_the_first_page_and_the_chart_say_whom_a_share_of_a_scale_leaves_out(tmp_path):
    survey = reports.survey(tmp_path, lead="i1")
    signed = made(survey, reports.tables())[0]
    (figure,) = [f for f in signed.of(model.Figure) if f.name.startswith("i1")]
    assert claims.said(figure.title).endswith("“Rất có” (“Nhanh”; không tính “Không có ý kiến”)")
    assert "% số người chọn một mức ở từng mục" in claims.said(figure.measure)
    points = figure.rows.set_index("option")["percent"]  # of the same base as the share in the title
    assert points[["Có", "Rất có"]].sum() == pytest.approx(65 / 0.95) and points["Không có ý kiến"] == 5
    page = text_under(signed, "TÓM TẮT")
    assert "Tỷ lệ này không tính người trả lời “Không có ý kiến” (Bảng PL" in page
    other = made(reports.survey(tmp_path, lead="net"), reports.tables())[0]
    assert "ông tính người trả lời" not in text_under(other, "TÓM TẮT")


def test_a_key_figure_of_a_scale_that_no_finding_tells_says_itself_whom_it_leaves_out(tmp_path):
    more = (
        "| | begin_group | c | C. Thêm |\n| | select_one sex | more | Câu 6. Thêm? |\n| | end_group | | |\n| choices |"
    )
    reports.survey(tmp_path)
    yaml, form = (tmp_path / "s.yaml").read_text(encoding="utf-8"), reports.FORM.replace("| choices |", more)
    (tmp_path / "q.md").write_text(form, encoding="utf-8")
    (tmp_path / "s.yaml").write_text(yaml.replace("i1, hours]", "i1, more]"), encoding="utf-8")
    tables, survey = reports.tables(), surveys.read(tmp_path / "s.yaml")
    rows = frame("frequencies", ("more", "Câu 6", "Nam", 60, 60.0, 100), ("more", "Câu 6", "Nữ", 40, 40.0, 100))
    signed = made(survey, tables | {"frequencies": pd.concat([tables["frequencies"], rows])})[0]
    assert ", không kể người trả lời “Không có ý kiến”" in words(signed)


def test_the_first_page_says_in_words_how_sure_its_figures_are(tmp_path):
    survey, tables = reports.survey(tmp_path, lead="net"), reports.tables()
    tables |= {"estimates": frame("estimates", *ESTIMATED), "weights": frame("weights", ("sex", "Nam", 1, 50, 40, 50))}
    box = reports.text_under(made(survey, tables)[0], "TÓM TẮT")
    assert "ác tỷ lệ là số ước lượng, có sai số (khoảng tin cậy 95%), chưa kể" in box
    assert "khoảng rộng nhất là từ 65,0% đến 71,5% (Câu 2, tỷ lệ 68,2%)" in box
    assert "Tỷ lệ đã gia quyền, tức mỗi phiếu" in box and "±" not in box
    few = ("sex", "Nam", 40, 40.0, 5, 30.0, 51.0, 100)  # wider, of few people
    tables |= {"estimates": frame("estimates", *ESTIMATED, few)}
    tables |= {"sums": frame("sums", ("net", "net", "Mạng", 50.0, 2, 46.0, 54.0, 1.0))}
    box = reports.text_under(made(survey, tables)[0], "TÓM TẮT")
    assert "có ít nhất một nửa số phiếu trả lời, khoảng rộng nhất là từ 46,0% đến 54,0%; ở câu" in box
    code = {"question": "say", "name": "Tập huấn", "level": "mã", "by": "(tổng số)", "group": "(tổng số)"}
    figures = {"code": ["K1", "K2"], "percent": [67.2, 5.1], "low": [56.9, 2.2], "high": [75.3, 11.6]}
    shares = pd.DataFrame(figures).assign(**code, n=100, base=2775)
    box = reports.text_under(made(survey, tables | {"open_shares": shares})[0], "TÓM TẮT")
    assert "từ 46,0% đến 54,0%, ở câu hỏi mở (ước lượng) là từ 56,9% đến 75,3%; ở câu" in box


ESTIMATED = [
    ("net", "Zalo", 3412, 68.24, 1.6, 65.0, 71.5, 5000),
    ("net", "Facebook & bạn", 1000, 20.0, 1, 18.0, 22.0, 5000),
]


@pytest.mark.parametrize(("people", "is_few"), [(12, True), (300, False)])
def test_a_survey_of_hardly_anybody_says_so_on_its_first_page(tmp_path, people, is_few):
    flow = frame("case_flow", ("Phiếu nhận được", people), ("Phiếu đưa vào phân tích", people))
    text = words(made(reports.survey(tmp_path), reports.tables() | {"case_flow": flow})[0])
    assert ("Số phiếu quá ít" in text) == is_few


@pytest.mark.parametrize(("dropped", "said"), [(0, "Đã loại phiếu"), (7, "Đã loại phiếu trả lời quá nhanh (7).")])
def test_a_flag_that_took_no_answer_out_is_not_told_as_one_that_did(tmp_path, dropped, said):
    near = ("near_duplicate", "Câu trả lời mở dài gần trùng với phiếu khác", 9 if dropped else 0, 0.1, "không")
    rows = frame("quality", ("too_fast", "Trả lời quá nhanh", dropped, 0.0, "có"), near)
    box = claims.said([part for line in method.box(reports.survey(tmp_path), {"quality": rows}) for part in line[1:]])
    assert (said in box) == (dropped > 0)
    assert (
        "Có dấu hiệu nhưng không loại vì dấu hiệu ấy (đếm trên mọi phiếu nhận): câu trả lời mở dài gần trùng với phiếu"
        " khác (9)." in box
    ) == (dropped > 0)


def test_the_flag_of_one_choice_throughout_says_which_batteries_count(tmp_path):
    survey = reports.survey(tmp_path, more="quality: {straight_line_items: 7}\n")
    rows = frame("quality", ("straight_line", "", 28, 5.8, "không"))
    said = "họn cùng một mức ở mọi mục của các bảng thang đo có từ 7 mục"
    box = claims.said([part for line in method.box(survey, {"quality": rows}) for part in line[1:]])
    assert f"c{said} (28)." in box
    assert rows_of(appendix.quality_table(survey, {"quality": rows}))[0][0] == f"C{said}"


def test_groups_of_which_no_number_is_told_are_named_among_who_answered(tmp_path):
    survey, tables = asked(tmp_path, "abc|q1|Câu 1. Học vấn?", yaml="banners: [q1]\n")
    gone = tables["frequencies"].assign(n=[846.0, float("nan"), float("nan")])
    box = claims.said([part for line in method.box(survey, {"frequencies": gone}) for part in line[1:]])
    assert "Phương án a: 846; Phương án b, Phương án c: không nêu." in box
    assert "Phương án" not in method._who(survey, {"frequencies": gone.assign(n=float("nan"))})


def test_of_opinions_that_nobody_coded_no_table_is_made_and_nothing_is_said_of_what_they_hold(tmp_path):
    rows = frame("open_answers", ("say", "chua", "Chưa mã hóa", 40, 100.0, 40, "", "ngoài", "", 0, 0, 0))
    coding = frame("open_coding", ("say", 40, 0, 0, 0, 0, 0, 40, *[float("nan")] * 5))
    tables = reports.tables() | {"open_answers": rows, "open_coding": coding}
    annex = made(reports.survey(tmp_path), tables)[1]
    assert "40 người có ghi ý kiến; chưa ý kiến nào được mã hóa." in words(annex)
    assert "ai cũng nêu ý kiến" not in words(annex)
    assert not [t for t in annex.of(model.Table) if "các nhóm ý kiến" in t.caption]


@pytest.mark.parametrize(("layout", "between"), [("party", ","), ("state", ";")])
def test_receivers_stand_in_a_row_as_the_guidelines_have_it(tmp_path, layout, between):
    lead = "net], receivers: [Ban Thường vụ, Lưu VT], proposals: [net"
    signed = made(reports.survey(tmp_path, layout=layout, lead=lead), {})[0]
    assert signed.of(model.Signature)[0].receivers == (f"- Ban Thường vụ{between}", "- Lưu VT.")


def test_a_part_that_stands_alone_in_the_assessment_has_no_number(tmp_path):
    signed = made(reports.survey(tmp_path), reports.tables(), "# Chưa kết luận được\n\nCòn phải hỏi thêm.\n")[0]
    assert [h.number for h in signed.of(model.Heading) if h.anchor.startswith("danh-gia-")] == [""]


def test_where_nothing_is_judged_the_assessment_is_a_paragraph_of_whole_sentences(tmp_path):
    (told,) = reports.under(made(*asked(tmp_path, *SHAPES["one question"]))[0], "ĐÁNH GIÁ CHUNG")
    assert isinstance(told, model.Paragraph) and reports.said(told) == (
        "Chưa so sánh giữa các nhóm, vì cuộc điều tra không khai báo phép so sánh nào."
        " Người không trả lời có thể nghĩ khác người đã trả lời."
    )


def _source(folder, *tests):
    """A survey of nine questions and a battery, and tests: (question, by, adjusted p, note)."""
    lines = ["begin|s|A. Một", "yn|sex|Giới?", *(f"abc|q{n}|Câu {n}. Gì?" for n in range(1, 10))]
    lines += ["begin|b|Câu 10. Đánh giá?", "muc|i1|a) Nhanh", "muc|i2|b) Vui", "muc|i3|c) Rẻ", "end", "end"]
    survey, tables = asked(folder, *lines, yaml="scales: {muc: {}}\nbanners: [sex]\n")
    rows = pd.DataFrame(tests, columns=["question", "by", "p_adjusted", "note"])
    held = claims.found(survey, tables)
    return Source(survey, tables | {"tests": rows}, tuple(held))


def test_of_many_reasons_why_nothing_could_be_compared_none_is_told_but_where_they_stand(tmp_path):
    failed = [(f"q{n}", "sex", float("nan"), f"Không tính được: ở nhóm {n} chưa đủ người.") for n in range(1, 10)]
    told = uncompared.uncompared(_source(tmp_path, *failed))
    assert "9 cặp câu hỏi và cách chia nhóm, vì không tính được (lý do ở sổ bảng số liệu)" in told
    assert "chưa đủ người" not in told and "Câu 1 theo" not in told


def test_one_sentence_tells_which_questions_were_not_compared_and_why(tmp_path):
    done = [(f"q{n}", "sex", 0.4, "") for n in range(3, 10)]
    source = _source(
        tmp_path, *done, ("q1/a", "sex", None, "Không tính được: chỉ có một nhóm."), ("i2", "sex", 0.2, "")
    )
    assert uncompared.uncompared(source) == (
        "Chưa so sánh giữa các nhóm (không kể câu dùng để chia nhóm): Câu 2 và 2 mục của Câu 10, vì không thuộc phép so"
        " sánh nào đã khai báo;"
        " Câu 1 theo “Giới”, vì chỉ có một nhóm; câu đóng khác chỉ so sánh theo các cách chia nhóm đã khai báo."
    )
    few = uncompared.uncompared(_source(tmp_path, ("i1", "sex", 0.2, "")))
    assert "Câu 1, Câu 2, Câu 3, Câu 4, Câu 5, Câu 6, Câu 7, Câu 8, Câu 9 và 2 mục của Câu 10, vì" in few
    many = [f"Câu {n}" for n in range(1, 19)]
    assert uncompared._few(many).endswith("Câu 14, Câu 15 và 3 câu, mục khác")


def test_a_question_that_is_hidden_is_among_those_not_compared_and_one_that_parts_groups_is_not(tmp_path):
    source = _source(tmp_path, *((f"q{n}", "sex", 0.4, "") for n in range(3, 10)), ("i1", "sex", 0.2, ""))
    counted = source.tables["frequencies"]
    hidden = counted.assign(
        **{c: counted[c].astype(float).mask(counted["question"].eq("q1")) for c in ("n", "percent")}
    )
    survey = replace(source.survey, banners=("sex", "q2"))
    told = uncompared.uncompared(
        replace(source, survey=survey, tables=source.tables | {"frequencies": hidden}, claims=())
    )
    assert "chia nhóm): Câu 1 và 2 mục của Câu 10, vì không thuộc" in told and "Câu 2" not in told


def test_where_every_question_was_compared_nothing_is_said_of_it(tmp_path):
    every = [*(f"q{n}" for n in range(1, 10)), "i1", "i2", "i3"]
    # of several options one that cannot be compared leaves the others
    done = [*((name, "sex", 0.4, "") for name in every), ("q1/a", "sex", None, "Không tính được: một nhóm.")]
    assert uncompared.uncompared(_source(tmp_path, *done)) == ""


@pytest.mark.parametrize(
    ("scale", "skipped", "words"),
    [("{}", 7, "Hai"), ("{}", 0, ""), ("{apart: ['4']}", 7, "Ba"), ("{apart: ['4']}", 0, "Hai")],
)
def test_the_guide_speaks_of_answers_outside_a_scale_or_not_asked_for_only_where_there_are_some(
    tmp_path, scale, skipped, words
):
    survey, tables = asked(tmp_path, "muc|i1|Câu 1. Nhanh?", yaml=f"scales: {{muc: {scale}}}\n")
    missing = pd.DataFrame({"question": ["i1"], "not_applicable": [skipped]})
    guide = glossary.guide(survey, tables | {"nonresponse": missing}, is_sized=False)
    cases = [word.removesuffix(" trường hợp khác nhau") for word, _ in guide if "trường hợp" in word]
    assert cases == [words] * bool(words)
    assert ("một mức của thang" in str(guide)) == (scale != "{}")
    assert ("phiếu không hỏi câu đó" in str(guide)) == bool(skipped) and "Độ mạnh" not in dict(guide)


def test_what_is_near_a_threshold_is_explained_only_where_something_is(tmp_path):
    survey, tables = reports.survey(tmp_path), reports.tables()
    lost = tables["tests"].assign(p_adjusted=0.4)
    notes = [table_of(made(survey, tables | {"tests": t})[1], "table:families").notes for t in (lost, tables["tests"])]
    assert not any("Sát ngưỡng" in note for note in notes[0])


def test_a_group_of_a_question_without_a_short_name_is_called_by_what_it_asks():
    assert shortened("Câu 2. Ông/Bà thuộc nhóm tuổi nào?") == "nhóm tuổi"


@pytest.mark.parametrize(("hidden", "drawn"), [(3, 6), (5, 3)])
def test_of_many_hidden_options_none_is_drawn_and_how_many_is_said(tmp_path, hidden, drawn):
    (tmp_path / "q.md").write_text(
        "| survey |\n| | type | name | label |\n| | select_multiple abc | m | Gì? |\n| choices |\n| | list_name | name"
        " | label |\n" + "".join(f"| | abc | o{n} | P{n} |\n" for n in range(3 + hidden)), encoding="utf-8"
    )  # fmt: skip
    (tmp_path / "s.yaml").write_text("title: Thử\nquestionnaire: q.md\n", encoding="utf-8")
    shown = [("m", "Gì?", f"P{n}", 30.0 + n, 30.0 + n, 100) for n in range(3)]
    gone = [("m", "Gì?", f"P{n}", float("nan"), float("nan"), 100) for n in range(3, 3 + hidden)]
    signed = made(surveys.read(tmp_path / "s.yaml"), {"frequencies": frame("frequencies", *shown, *gone)})[0]
    (figure,) = signed.of(model.Figure)
    assert len(figure.rows) == drawn
    assert ("không vẽ 5 phương án không nêu" in claims.said(figure.measure)) == (hidden == 5)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("ĐẢNG ỦY KHỐI CÁC CƠ QUAN TỈNH", "ĐẢNG ỦY KHỐI / CÁC CƠ QUAN TỈNH"),
        ("Ủy ban nhân dân thành phố Thái Nguyên", "Ủy ban nhân dân / thành phố Thái Nguyên"),
        ("UBMTTQ VIỆT NAM TỈNH QUẢNG TRỊ", "UBMTTQ VIỆT NAM / TỈNH QUẢNG TRỊ"),
        ("BAN TUYÊN GIÁO TỈNH ỦY ĐẮK LẮK", "BAN TUYÊN GIÁO / TỈNH ỦY ĐẮK LẮK"),
        ("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "SỞ THÔNG TIN / VÀ TRUYỀN THÔNG"),
        (
            "ĐOÀN THANH NIÊN CỘNG SẢN HỒ CHÍ MINH TỈNH BẮC NINH",
            "ĐOÀN THANH NIÊN / CỘNG SẢN HỒ CHÍ MINH / TỈNH BẮC NINH",
        ),
        ("CHI BỘ 5 ĐẢNG BỘ BỘ PHẬN KHOA Y", "CHI BỘ 5 ĐẢNG BỘ / BỘ PHẬN KHOA Y"),
        ("Department of Information and Communications", "Department / of Information / and Communications"),
        ("Ban Tuyên giáo", "Ban Tuyên giáo"),
        ("KHOACÔNGNGHỆTHÔNGTINVÀTRUYỀNTHÔNG", "KHOACÔNGNGHỆTHÔNGTINVÀTRUYỀNTHÔNG"),
        ("", ""),
    ],
)
def test_the_name_of_a_unit_breaks_between_what_belongs_together_into_lines_of_like_length(name, lines):
    assert " / ".join(unit_name.lines(name)) == lines


def test_a_flag_that_the_file_cannot_tell_is_said_not_to_have_been_checked(tmp_path):
    survey = reports.survey(tmp_path, more="quality: {min_seconds: 60, drop: [too_fast, duplicate]}\n")
    rows = frame("quality", ("duplicate", "Trùng hoàn toàn với một phiếu khác", 0, 0.0, "có"))
    lacking = "Không kiểm tra được, vì tệp không ghi điều cần cho việc ấy: trả lời quá nhanh."
    assert handling.quality(survey, {"quality": rows}).endswith(lacking)
    timed = pd.concat([rows, frame("quality", ("too_fast", "Trả lời quá nhanh", 0, 0.0, "có"))])
    assert "Không kiểm tra được" not in handling.quality(survey, {"quality": timed})


SCALED = """
| survey |
| | type | name | label |
| | select_one tot | q | Câu 1. Tốt không? |
| choices |
| | list_name | name | label |
| | tot | 1 | Kém |
| | tot | 2 | Vừa |
| | tot | 3 | Khá |
| | tot | 4 | Tốt |
| | tot | kyk | Không có ý kiến |
| settings |
| | form_title | form_id |
| | Phiếu | p |
"""


def scaled(folder, points, top, base=900):
    """(signed report, annex) of one scale with these printed shares of its points and of its two highest."""
    (folder / "q.md").write_text(SCALED, encoding="utf-8")
    yaml = "title: T\nquestionnaire: q.md\nscales: {tot: {apart: [kyk]}}\nreport: {lead: [q]}\n"
    (folder / "s.yaml").write_text(yaml, encoding="utf-8")
    labels, name = ("Kém", "Vừa", "Khá", "Tốt"), "Hai mức cao nhất (Khá + Tốt)"
    held = [("q", "Câu 1", "option", o, 9 * p, p, base) for o, p in zip(labels, points, strict=True)]
    held.append(("q", "Câu 1", "apart", "Không có ý kiến", 100, 10.0, 1000))
    whole = [(q, label, o, n, 0.9 * p if row == "option" else p, 1000) for q, label, row, o, n, p, _ in held]
    boxes = [("top2", name, top), ("bottom2", "Hai mức thấp nhất (Kém + Vừa)", points[0] + points[1])]
    boxes = [("q", row, o, "(tổng số)", "Tổng số", 9 * p, p, base) for row, o, p in boxes]
    tables = {"frequencies": frame("frequencies", *whole), "on_scale": frame("on_scale", *held)}
    return made(surveys.read(folder / "s.yaml"), tables | {"banners": frame("banners", *boxes)})


@pytest.mark.parametrize(
    ("points", "told_of"),
    [
        ((10.0, 20.0, 40.0, 30.0), "đa số (70,0%) trả lời “Khá” hoặc “Tốt”. Tỷ lệ này"),
        ((28.0, 24.0, 24.0, 24.0), "khoảng một nửa (52,0%) trả lời “Kém” hoặc “Vừa”, 48,0% trả lời “Khá” hoặc “Tốt”."),
    ],
)
def test_of_a_scale_both_ends_are_told_where_neither_is_surely_of_most_people(tmp_path, points, told_of):
    signed, _ = scaled(tmp_path, points, points[2] + points[3])
    assert told_of in text_under(signed, "TÓM TẮT")


def test_bars_and_title_of_a_scale_are_of_those_who_chose_a_point_and_the_others_are_told_beside(tmp_path):
    signed, annex = scaled(tmp_path, (10.0, 20.0, 40.0, 30.0), 70.0)
    (figure,) = signed.of(model.Figure)
    assert list(figure.draw.rows["percent"]) == [10.0, 20.0, 40.0, 30.0]
    assert claims.said(figure.title).startswith("70,0% trả lời “Khá” hoặc “Tốt”")
    measure = claims.said(figure.measure).replace("\u00a0", " ")
    assert measure.endswith("% trong 900 người chọn một mức của thang; “Không có ý kiến”: 10,0% số người trả lời")
    assert ["– Tốt, trong người chọn một mức", "270", "30,0", "–"] in rows_of(table_of(annex, "question:q"))


def test_a_chart_of_a_scale_draws_the_sum_that_its_title_tells_as_it_is_printed(tmp_path):
    (figure,) = scaled(tmp_path, (10.9, 20.0, 40.04, 29.06), 69.2)[0].of(model.Figure)  # 40,0 + 29,1 = 69,1
    sums = (("Khá hoặc tốt", ("Khá", "Tốt"), 69.2, 900),)
    assert figure.draw.given["sums"] == sums == figure.heard.given["sums"]
    assert figure.rows.iloc[-1][["row", "option", "percent", "base"]].tolist() == ["top2", "Khá hoặc tốt", 69.2, 900]
    assert len(figure.draw.rows) == 4  # a sum is no bar


@pytest.mark.parametrize("top", [{"i1": 52.0, "i2": 74.54, "i3": 60.0}, {"i2": 60.0, "i3": 60.0}, {"i3": 40.0}])
def test_items_of_a_battery_stand_by_the_printed_share_of_their_two_highest_points(tmp_path, top):
    survey, tables = battery(tmp_path)
    boxes = [(q, "top2", "", "(tổng số)", "Tổng số", 10 * p, p, 1000, None) for q, p in top.items()]
    points = [c.label for c in survey.form["i1"].choices]
    rows = [(q, q, point, 100, 100 / len(points), 1000) for q in ("i1", "i2", "i3") for point in points]
    held = tables | {"banners": frame("banners", *boxes), "frequencies": frame("frequencies", *rows)}
    (items,) = survey.form.batteries
    figure = figures.scale(Source(survey, held, ()), items, ("T",), "S")
    expected = {3: ["i2", "i3", "i1"], 2: ["i2", "i3", "i1"], 1: ["i3", "i1", "i2"]}[len(top)]  # without one, last
    for shown in (figure.draw.rows, figure.rows, figure.heard.rows):
        assert list(shown["question"].unique()) == expected
    assert figure.draw.given["ends"] == {q: (round(top[q], 1), 1000) for q in expected if q in top}
    assert len(figure.rows) == len(rows) + len(top) and len(figure.draw.rows) == len(rows)


@pytest.mark.parametrize(("top", "told"), [(69.1, ""), (69.2, "do làm tròn, tổng các số có thể lệch 0,1 điểm %")])
def test_a_sum_that_its_printed_parts_do_not_add_up_to_says_so_and_no_other(tmp_path, top, told):
    signed, annex = scaled(tmp_path, (10.9, 20.0, 40.04, 29.06), top)  # 40,0 + 29,1 = 69,1
    measure = claims.said(signed.of(model.Figure)[0].measure).replace("\u00a0", " ")
    notes = " ".join(table_of(annex, "question:q").notes).replace("\u00a0", " ")
    assert ("làm tròn" in measure) == ("Do làm tròn" in notes) == bool(told) and told in measure


def test_the_method_says_what_an_estimate_of_open_answers_is(tmp_path):
    survey, coded = reports.survey(tmp_path), reports.coded()
    told = dict(question="say", code="K1", name="Tập huấn", net="Học tập", level="mã", n=60, by="(tổng số)")
    shares = pd.DataFrame([told | dict(group="(tổng số)", percent=41.0, low=31.0, high=52.0, width=21.0, base=100)])
    for tables, start in ((coded | {"open_shares": shares}, "Tỷ lệ ghi “ước lượng”"), (coded, "Tỷ lệ ghi “ít nhất”")):
        (line,) = [line for line in method.box(survey, tables) if "Ý kiến bằng lời" in str(line[0])]
        assert line[-1].startswith(start)
    assert "Ý kiến bằng lời" not in str(method.box(survey, reports.tables()))


def test_a_wanted_group_of_options_is_told_in_its_part_and_not_on_page_1_alone(tmp_path):
    yaml = "tables: {nets: {q1: {a hoặc b: [a, b]}}}\nreport: {good: [q1/a hoặc b]}\n"
    survey, tables = asked(tmp_path, "begin|a|A. Một", "abc|q1|Câu 1. Chọn gì?", "end", yaml=yaml)
    net = pd.DataFrame([("q1", "net", "a hoặc b", "(tổng số)", 800, 80.0, 1000)], columns=NET)
    sums = frame("sums", ("q1", "net", "a hoặc b", 80.0, 1.3, 77.41, 82.36, 1.0))
    signed, _ = made(survey, tables | {"banners": net, "sums": sums})
    part = text_under(signed, "KẾT QUẢ")
    assert part.count("80,0%") == 1 and "“a hoặc b”" in part
    behind = part.split("Hình 1")[1]  # a figure parts it from the finding, so the question is named again
    assert "Về “Chọn gì”, đại đa số (80,0%) trả lời thuộc nhóm" in behind


def test_a_net_is_told_as_what_its_people_did_where_survey_yaml_says_it(tmp_path):
    nets = "tables: {nets: {q1: {Ít: [a], Nhiều: [b, c]}}}\nscales: {abc: {}}\n"
    yaml = f"{nets}report: {{lead: [q1], nets: {{q1: {{Ít: dùng dưới 1 giờ, Nhiều: dùng từ 1 giờ trở lên}}}}}}\n"
    shares = {"q1": dict(zip(ROWS["abc"], (40, 35, 25), strict=True))}
    survey, tables = asked(tmp_path, "begin|a|A. Một", "abc|q1|Câu 1. Bao lâu?", "end", yaml=yaml, shares=shares)
    known = (("Ít", 40.0), ("Nhiều", 60.0))
    rows = [("q1", "net", net, "(tổng số)", 10 * share, share, 1000) for net, share in known]
    signed, _ = made(survey, tables | {"banners": pd.DataFrame(rows, columns=NET)})
    assert "40,0% dùng dưới 1 giờ, 60,0% dùng từ 1 giờ trở lên" in text_under(signed, "KẾT QUẢ")
    assert "60,0%dùng từ 1 giờ trở lên" in text_under(signed, "TÓM TẮT")  # its figure and what it is of, in a box


def test_a_finding_of_no_known_first_says_of_how_many_people_its_span_is(tmp_path):
    (tmp_path / "q.md").write_text(
        f"| survey |\n| | type | name | label |\n| | select_multiple abc | q | Kênh nào? |\n{LISTS}", "utf-8"
    )
    (tmp_path / "s.yaml").write_text("title: Thử\nquestionnaire: q.md\nreport: {lead: [q]}\n", encoding="utf-8")
    shares = zip(ROWS["abc"], (52, 50, 48), strict=True)
    rows = frame("frequencies", *(("q", "Kênh nào?", option, n / 2, float(n), 50) for option, n in shares))
    signed, _ = made(surveys.read(tmp_path / "s.yaml"), {"frequencies": rows})
    part = text_under(signed, "TÓM TẮT")
    assert "chưa đủ căn cứ nói phương án nào" in part and "50 người trả lời" in part


@pytest.mark.parametrize(("kept", "is_told"), [(1200, True), (1000, False)])
def test_a_finding_of_answers_side_by_side_says_of_how_many_people_where_not_all_answered(tmp_path, kept, is_told):
    even = {"q": {"Phương án a": 34.0, "Phương án b": 33.0, "Phương án c": 33.0}}
    survey, tables = asked(tmp_path, "abc|q|Việc nào?", yaml="report: {lead: [q]}\n", shares=even)
    signed, _ = made(survey, tables | {"case_flow": frame("case_flow", ("Phiếu đưa vào phân tích", kept))})
    part = text_under(signed, "TÓM TẮT")
    assert "“Phương án a” 34,0%" in part and ("Tính trên 1.000 người trả lời" in part) == is_told


def test_the_method_names_what_counts_as_no_answer_its_question_and_how_many_gave_it(tmp_path):
    survey, _ = asked(tmp_path, *WANTED)
    rule, gone, nan = "Giá trị coi là không trả lời", "để trống", float("nan")
    rows = [("Bỏ khoảng trắng thừa", "q1", 9, "", ""), (rule, "q1", 30, "N/A", gone), (rule, "q1", 5, "N/A", "bỏ, giữ")]
    rows += [(rule, "q2", 6, "99", gone), (rule, "q2", nan, nan, gone)]  # the other part of q2: too few to be told
    rows += [(rule, f"{n}", 7, "NULL", gone) for n in range(6)]
    said = handling.cleaning(survey, {"cleaning_log": frame("cleaning_log", *rows)}).replace("\u00a0", " ")
    assert said.startswith("Chuẩn hóa hoặc bỏ 92 ô;") and said.endswith(
        " Tính là không trả lời: “N/A” ở câu “Câu 1. Một?” (35); “99” ở câu “Câu 2. Hai?”; “NULL” ở 6 câu hỏi."
    )

"""Who is asked a question: its own condition and those of the groups above it, as one."""

from dataclasses import replace

import pytest

from pipeline import privacy
from pipeline.claims import names
from pipeline.questionnaire import read
from pipeline.questionnaire.gates import gate, joined, without_implied
from tests.test_paper import GROUPED


@pytest.fixture
def form(tmp_path):
    (tmp_path / "phieu.md").write_text(GROUPED, encoding="utf-8")
    return read(tmp_path / "phieu.md")


@pytest.mark.parametrize(("condition", "expected"), [
    ("${den} = 'co'", ("den", "co")),
    ('${den}="co" ', ("den", "co")),
    ("selected(${kenh}, 'zalo')", ("kenh", "zalo")),
    ("${den} != 'co'", None),
    ("${den} = ''", None),
    ("${den} = 'co' and ${han} = 'tre'", None),
    ("${lan} > 3", None),
])  # fmt: skip
def test_a_gate_is_one_answer_to_another_question(condition, expected):
    assert gate(condition) == expected


def test_conditions_that_hold_together_are_one_expression():
    assert joined(("${a} = '1' or ${b} = '1'", ""), "${c} = '2'") == "(${a} = '1' or ${b} = '1') and ${c} = '2'"
    assert joined((), " ${c} = '2' ") == "${c} = '2'" and joined((), "") == ""


def test_who_gave_an_answer_was_asked_so_the_condition_of_that_question_goes_unsaid():
    known = {"han": ("${den} = 'co'",)}
    assert without_implied(("${den} = 'co'",), "${han} = 'tre'", known) == ()
    assert without_implied(("${den} = 'co'",), "${han} != 'tre'", known) == ("${den} = 'co'",)
    assert without_implied(("${den} = 'co'",), "", known) == ("${den} = 'co'",)


def test_questions_of_a_group_are_asked_of_whom_the_group_is(form):
    whom = {q.name: names.whom(form, q) for q in form.questions if q.kind != "none"}
    assert whom["den"] == "" and whom["han"] == whom["hl_noi"] == "hỏi người trả lời “Có” ở Câu 1"
    assert whom["xin_loi"] == "hỏi người trả lời “Trễ hẹn” ở Câu 2"
    assert whom["nhac"] == "hỏi tùy câu trả lời ở Câu 1 và Câu 2"
    assert whom["han_other"] == "hỏi người trả lời “Khác” ở Câu 2"


def test_the_auditor_knows_that_who_is_asked_by_a_group_is_who_chose_its_answer(form):
    filters = privacy.known(form).filters
    assert filters["han"] == filters["hl_noi"] == ("den", "Có") and filters["xin_loi"] == ("han", "Trễ hẹn")
    assert "nhac" not in filters


def test_several_ticks_are_no_single_answer_that_a_sum_may_rest_on(form):
    several = replace(form["han"], type="select all that apply")
    questions = tuple(several if q.name == "han" else q for q in form.questions)
    asked = privacy.known(replace(form, sections=(replace(form.sections[0], questions=questions),)))
    assert "xin_loi" not in asked.filters | asked.ticked  # = 'tre' holds for who ticked nothing else
    assert "han_other" not in asked.filters and asked.ticked == {"han_other": ("han", "Khác")}

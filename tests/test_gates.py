"""Who is asked a question: its own condition and those of the groups above it, as one."""

from dataclasses import replace

import pytest

from pipeline import privacy
from pipeline.claims.asked import asked_of, several
from pipeline.questionnaire import Choice, Question, read
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
    whom = {q.name: asked_of(form, q) for q in form.questions if q.kind != "none"}
    assert whom["den"] == "" and whom["han"] == whom["hl_noi"] == "hỏi người trả lời “Có” ở Câu 1"
    assert whom["xin_loi"] == "hỏi người trả lời “Trễ hẹn” ở Câu 2"
    assert whom["nhac"] == "hỏi người trả lời “Có” ở Câu 1 và không trả lời “Trễ hẹn” ở Câu 2"
    assert whom["han_other"] == "hỏi người trả lời “Khác” ở Câu 2"


@pytest.mark.parametrize(("rule", "told"), [
    ("${su_dung} = 'co'", "hỏi người dùng mạng xã hội trong 3 tháng qua"),
    ("${gap_tin_xau} != '' and ${gap_tin_xau} != 'khong_bao_gio'", "hỏi người trả lời khác “Không bao giờ” ở Câu 24"),
    ("${gap_tin_xau} != 'khong_bao_gio'", "hỏi người không trả lời “Không bao giờ” ở Câu 24"),
    ("${gap_tin_xau} = 'hiem_khi' or ${gap_tin_xau} = 'khong_bao_gio'",
     "hỏi người trả lời “Không bao giờ” hoặc “Hiếm khi” ở Câu 24"),
    ("${gap_tin_xau} != ''", "hỏi người có trả lời Câu 24"),
    ("${gap_tin_xau} = 'hang_ngay'", "hỏi tùy câu trả lời ở Câu 24"),  # no choice has this code
    ("${su_dung} = 'co' and count-selected(${nen_tang}) > 1", "hỏi người chọn từ 2 phương án trở lên ở Câu 11"),
    ("${su_dung} = 'co' and ${quan_triet} = 'co'",
     "hỏi người dùng mạng xã hội trong 3 tháng qua và cho biết đơn vị đã phổ biến, quán triệt quy định"),
    ("selected(${nen_tang}, 'zalo') or not(selected(${thiet_bi}, 'may_ban'))",
     "hỏi người chọn “Zalo” ở Câu 11 hoặc không chọn “may_ban” ở Câu 15"),
    ("${biet_874} != 'chua' or ${biet_an_ninh_mang} != 'chua'",
     "không hỏi người trả lời “Chưa từng nghe đến” ở cả Câu 19 và Câu 20"),
    ("${gap_tin_xau} != 'khong_bao_gio' or ${biet_874} != 'chua'",
     "không hỏi người trả lời “Không bao giờ” ở Câu 24 và “Chưa từng nghe đến” ở Câu 19"),
    ("${so_tai_khoan} > 3", "hỏi tùy câu trả lời ở Câu 13"),
    ("(${su_dung} = 'co' or ${quan_triet} = 'co') and ${gap_tin_xau} != ''",
     "hỏi tùy câu trả lời ở Câu 9, Câu 28 và Câu 24"),
    ("1 = 1", "không hỏi mọi người"),
])  # fmt: skip
def test_whom_a_question_was_asked_is_said_in_the_words_of_the_answers(shipped, rule, told):
    assert asked_of(shipped.form, replace(shipped.form["xu_ly"], relevant=rule)) == told


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


@pytest.mark.parametrize(
    ("constraint", "limit"),
    [
        ("count-selected(.) <= 5", " (tối đa 5)"),
        ("count-selected( . ) < 4 and not(selected(., 'a'))", " (tối đa 3)"),
        ("not(selected(., 'a')) or count-selected(.) <= 1", ""),  # of who chose a alone
        ("", ""),
    ],
)
def test_how_many_answers_a_question_takes_is_its_constraint(constraint, limit):
    question = Question("q", "select all that apply", "Gì?", choices=(Choice("a", "A"),), constraint=constraint)
    assert several(question) == f"được chọn nhiều phương án{limit}"
    assert several(replace(question, type="select one")) == ""

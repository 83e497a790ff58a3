"""A wrong name in a notebook gets a Vietnamese sentence with the nearest right one, in every public function."""

import pandas as pd
import pytest

from pipeline import clean, coding, describe, infer, project, weight
from pipeline.questionnaire import QuestionnaireError
from pipeline.survey import Comparison, Outcome


@pytest.fixture
def answers(form):
    """Twenty people of the small survey."""
    text = {"dung": ["co", "khong"], "y1": ["1", "3"], "y2": ["2", "3"], "y3": ["1", "2"], "tuoi": ["30", "44"]}
    rows = pd.DataFrame({name: pd.Series(values * 10, dtype="str") for name, values in text.items()})
    return clean.typed(rows.assign(mang="zalo", gop_y="tốt"), form)[0].assign(weight=1.5)


def infinite(answers):
    """The same people; one number is infinite."""
    return answers.assign(tuoi=[float("-inf"), *answers["tuoi"][1:]])


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda a, f: describe.crosstab(a, "y1", f["dung"]), r"question: .*chữ «y1»\. Viết form\['y1'\]"),
        (lambda a, f: describe.crosstab(a, "dunng", f["y1"]), r"«dunng».*không có cột này.*form\['dung'\]"),
        (lambda a, f: describe.crosstab(a, f["y1"], f["gop_y"]), "by: «gop_y» là câu trả lời bằng lời"),
        (lambda a, f: describe.crosstab(f["y1"], a, f["dung"]), "cần bảng trả lời .answers. đứng đầu"),
        (lambda a, f: describe.frequencies(a, f["tuoi"]), "«tuoi» là câu ghi số. Chia nhóm ở survey.yaml"),
        (lambda a, f: describe.frequencies(a, f["dung"], weight="weigth"), "trọng số «weigth».*«weight»"),
        (lambda a, f: describe.frequencies(a, f["dung"], weight="gop_y"), "«gop_y» không phải con số"),
        (lambda a, f: describe.frequencies(a.astype("str"), f["dung"]), "chưa làm sạch"),
        (lambda a, f: describe.frequencies(a.drop(columns="y1"), f["y1"]), "không có cột «y1»; chạy lại"),
        (lambda a, f: describe.numbers(a, f["tuoi"]), "cần một danh sách câu hỏi"),
        (lambda a, f: describe.all_frequencies(a, ["y1"]), r"form\['y1'\]"),
        (lambda a, f: describe.scales(a, [("y1", "y2")]), r"form\['y1'\]"),
        (lambda a, f: describe.labels(f["y1"], ["Đồng ý"]), "không có lựa chọn «Đồng ý». Có phải «3»"),
        (lambda a, f: describe.nonresponse(a, "dung"), "form: cần phiếu hỏi"),
        (lambda a, f: infer.compare(a, f["y1"], "dung"), r"by: .*form\['dung'\]"),
        (lambda a, f: infer.correlations(a, [f["dung"], f["y1"]]), "«dung» là câu chọn một đáp án"),
        (lambda a, f: infer.families(a, (), f, weight="w"), "trọng số «w». Có: weight"),
        (
            lambda a, f: infer.families(a, [{"name": "h", "questions": ["y1"], "by": ["dung"]}], f),
            r"comparisons: .* gặp một dict.*work\.survey\.comparisons.*survey import Comparison, rồi \[Comparison\(",
        ),
        (
            lambda a, f: infer.regressions(a, [{"question": "y1", "by": ["dung"]}], f),
            r"import Outcome, rồi \[Outcome\(",
        ),
        (lambda a, f: infer.regressions(a, {"question": "y1", "by": ["dung"]}, f), "gặp một dict"),
        (lambda a, f: infer.all_residuals(a, ["y1"], f), "gặp chữ «y1»"),
        (lambda a, f: infer.compare(infinite(a), f["tuoi"], f["dung"]), "question: cột «tuoi» có 1 giá trị vô hạn"),
        (lambda a, f: describe.numbers(infinite(a), [f["tuoi"]]), "cột «tuoi» có 1 giá trị vô hạn"),
        (lambda a, f: infer.families(infinite(a), [Comparison("h", ("y1",), ("tuoi",))], f), "«tuoi» có 1 giá trị vô"),
        (lambda a, f: infer.regressions(infinite(a), [Outcome("tuoi", ("y1",))], f), "«tuoi» có 1 giá trị vô hạn"),
        (lambda a, f: weight.estimates(a, [f["y1"]], by="dung"), r"form\['dung'\]"),
        (lambda a, f: f["Có dùng không"], "Phiếu không có câu hỏi «Có dùng không». Có phải «dung»"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest_right_one(answers, form, call, said):
    with pytest.raises(QuestionnaireError, match=said):
        call(answers, form)


def test_what_is_right_passes(answers, form):
    assert describe.crosstab(answers, form["y1"], form["dung"], weight="weight")["base"].eq(10).all()
    assert infer.compare(answers, form["y1"], form["dung"])["n"].tolist() == [20]


def test_data_and_open_questions_that_are_not_there_are_named(survey, tmp_path, answers):
    work = project.Project(survey, None, tmp_path, tmp_path)
    project.save_data(work, "answers", answers)
    with pytest.raises(project.ProjectError, match="answer.parquet.*Có phải «answers»"):
        project.data(work, "answer")
    with pytest.raises(QuestionnaireError, match="«gop».*Có phải «gop_y»"):
        coding.study(work, answers, "gop")


def test_a_closed_question_is_not_coded_and_no_code_frame_of_it_is_written(survey, tmp_path, answers):
    work = project.Project(survey, None, tmp_path, tmp_path)
    with pytest.raises(QuestionnaireError, match="open_questions: không có câu hỏi mở «y1». Có: gop_y"):
        coding.study(work, answers, "y1")
    assert not list(survey.path.parent.glob("*y1*"))


def test_a_planned_test_and_model_can_be_built_in_a_notebook(answers, form):
    planned = Comparison(name="h", questions=("y1",), by=("dung",))
    assert infer.families(answers, [planned], form)["question"].tolist() == ["y1"]
    rows, fit = infer.regressions(answers, [Outcome(question="tuoi", by=("dung",))], form)
    assert fit["outcome"].tolist() == ["tuoi"]

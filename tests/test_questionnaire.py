"""XLSForms of every format are read alike, and what is wrong is said with sheet, row, column and mend."""

import re
import unicodedata

import pandas as pd
import pytest

from pipeline import questionnaire
from pipeline.questionnaire import QuestionnaireError
from tests.conftest import FORM, ROOT

XLSFORMS = ROOT.parent / "shared" / "data" / "xlsforms"
needs_forms = pytest.mark.skipif(not XLSFORMS.is_dir(), reason="các phiếu thật ../shared/data/xlsforms không có ở đây")


def fault(tmp_path, old, new):
    path = tmp_path / "loi.md"
    path.write_text(FORM.replace(old, new), encoding="utf-8")
    with pytest.raises(QuestionnaireError) as error:
        questionnaire.read(path)
    return str(error.value)


def test_question_kinds_follow_type_and_scale(form):
    kinds = {q.name: q.kind for q in form.questions}
    assert kinds == {
        "dung": "nominal", "mang": "multiple", "mang_khac": "text", "tuoi": "number",
        "y1": "ordinal", "y2": "ordinal", "y3": "ordinal", "gop_y": "text",
    }  # fmt: skip


def test_a_battery_is_the_questions_of_one_block_on_one_scale(form):
    assert [[q.name for q in battery] for battery in form.batteries] == [["y1", "y2", "y3"]]


def test_labels_are_kept_in_both_languages(form):
    assert form["dung"].label == "Có dùng không?"
    assert form["dung"].labels["English (en)"] == "Do you use it?"
    assert form["mang"].choices[1].labels["English (en)"] == "Facebook, Messenger"


def test_no_opinion_stands_apart_from_the_scale(form):
    assert form["y1"].points == ("1", "2", "3")
    assert form["y1"].apart == ("kyk",)


def test_scores_leave_out_no_opinion_and_blanks(form):
    answers = pd.Series(["Đồng ý", "Không có ý kiến", None, "Không đồng ý"])
    assert questionnaire.scores(answers, form["y1"]).tolist()[::3] == [3.0, 1.0]
    assert questionnaire.scores(answers, form["y1"]).isna().tolist() == [False, True, True, False]


def test_scores_of_a_question_without_a_scale_are_refused(form):
    with pytest.raises(QuestionnaireError, match="không phải câu hỏi thang đo"):
        questionnaire.scores(pd.Series(["Có"]), form["dung"])


def test_an_unknown_question_is_refused_with_the_nearest_name(form):
    with pytest.raises(QuestionnaireError, match="Có phải «tuoi»"):
        form["tuoy"]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_the_same_form_in_another_format_is_the_same_questionnaire(tmp_path, form, suffix):
    sheets = questionnaire.sheets(tmp_path / "questionnaire.md")
    other = tmp_path / f"phieu{suffix}"
    if suffix == ".xlsx":
        other.write_bytes(questionnaire.xlsx(sheets))
    else:
        lines = [line.strip().strip("|").split("|") for line in FORM.strip().splitlines() if line.strip()]
        rows = ['"' + '","'.join(cell.strip() for cell in line) + '"' for line in lines]
        other.write_text("\n".join(rows), encoding="utf-8")
    assert [(q.name, q.label, q.relevant) for q in questionnaire.read(other).questions] == [
        (q.name, q.label, q.relevant) for q in form.questions
    ]


def test_markdown_written_is_markdown_read(tmp_path, form):
    path = tmp_path / "lai.md"
    path.write_text(questionnaire.markdown(questionnaire.sheets(tmp_path / "questionnaire.md")), encoding="utf-8")
    assert [q.label for q in questionnaire.read(path).questions] == [q.label for q in form.questions]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("select_one co_khong |", "select_one co_khon |", "dòng 3, cột type: danh sách «co_khon».*«co_khong»"),
        ("| decimal |", "| decimel |", "dòng 6, cột type: không có loại «decimel».*«decimal»"),
        ("${dung} = 'co'", "${dungg} = 'co'", "dòng 4, cột relevant: .*dungg.*«dung»"),
        ("${dung} = 'co'", "${dung} = = 'co'", "dòng 4, cột relevant: .*cú pháp"),
        ("| text | gop_y |", "| text | y3 |", "dòng 11, cột name: «y3» dùng 2 lần"),
        ("| tuoi | Tuổi | Age |", "| tuoi | | |", "dòng 6, cột label::Tiếng Việt .vi.: .*không có nhãn"),
        ("| | mang | fb |", "| | mang | zalo |", "sheet choices, dòng 5, cột name: mã «zalo».*dòng 4"),
        ("relevant | constraint |", "relevent | constraint |", "cột relevent: .*«relevant»"),
        ("| survey |", "| suvey |", "«suvey» thành «survey»"),
    ],
)
def test_a_fault_is_named_with_row_column_and_mend(tmp_path, old, new, said):
    assert re.search(said, fault(tmp_path, old, new))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "| survey |\n| | type | name | label |\n| | text | q | Có|không |\n"),
        ("a.csv", "survey\n,type,name,label\n,text,q,Có, không\n"),
    ],
)
def test_cells_beyond_the_heads_are_words_cut_in_two_and_refused(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(QuestionnaireError, match="sheet survey, dòng 2: có nhiều ô hơn dòng tiêu đề"):
        questionnaire.read(tmp_path / name)


def test_what_stands_under_no_head_is_passed_over_in_text_files_as_in_workbooks(tmp_path):
    (tmp_path / "a.csv").write_text("survey,,,,\n,type,name,label,\n,text,q,Q,${ghi chú}\n", encoding="utf-8")
    assert [q.label for q in questionnaire.read(tmp_path / "a.csv").questions] == ["Q"]


def test_choices_of_another_sheet_are_no_misspelt_choices(tmp_path):
    text = "| survey |\n| | type | name | label | choice_filter |\n| | text | t | T | |\n"
    text += "| | select_one_external l | q | Q | a=${t} |\n"
    text += "| external_choices |\n| | list_name | name | label | a |\n| | l | a | A | 1 |\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    assert [q.name for q in questionnaire.read(tmp_path / "a.md").questions] == ["t", "q"]


def test_a_misspelt_sheet_of_choices_is_named(tmp_path):
    text = "| survey |\n| | type | name | label |\n| | select_one l | q | Q |\n| Choice |\n| | list_name | name |\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    with pytest.raises(QuestionnaireError, match="Đổi tên sheet «choice» thành «choices»"):
        questionnaire.read(tmp_path / "a.md")


@pytest.mark.parametrize("text", ["| survey |\n| settings |\n| choices | a |\n", "| survey |\n|\n| | type\n|||||\n"])
def test_tables_without_rows_are_no_questionnaire(tmp_path, text):
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    with pytest.raises(QuestionnaireError, match="không phải phiếu hỏi"):
        questionnaire.read(tmp_path / "a.md")


def test_an_open_group_is_named(tmp_path):
    text = FORM.replace("| | end_group | | | | | |\n\n", "\n")
    (tmp_path / "loi.md").write_text(text, encoding="utf-8")
    with pytest.raises(QuestionnaireError, match="nhóm «p2» không có «end_group»"):
        questionnaire.read(tmp_path / "loi.md")


@needs_forms
def test_a_form_of_another_dialect_is_refused_with_sheet_row_and_mend():
    with pytest.raises(QuestionnaireError, match=r"cột showif: .*«relevant»") as error:
        questionnaire.read(XLSFORMS / "formr_satisfaction.xlsx")
    assert "dòng 5, cột type: không có loại «rating_button 1,6»" in str(error.value)


@needs_forms
@pytest.mark.parametrize(
    ("name", "questions"), [("de_testA", 24), ("de_mitwirken_umfrage", 42), ("play_household_water_survey", 42)]
)
def test_real_forms_are_read(name, questions):
    assert len(questionnaire.read(XLSFORMS / f"{name}.xlsx").questions) == questions


def test_the_code_book_gives_code_label_and_score(form):
    book = questionnaire.codebook(form).query("question == 'y1'")
    assert book[["code", "option", "score"]].values.tolist() == [
        ["1", "Không đồng ý", 1], ["2", "Phân vân", 2], ["3", "Đồng ý", 3], ["kyk", "Không có ý kiến", ""],
    ]  # fmt: skip


def test_the_shipped_questionnaire_serves_the_plan(shipped):
    numbered = {text.split(".")[0] for q in shipped.form.questions for text in (q.label, q.block)}
    assert sum(name.startswith("Câu ") for name in numbered) == 32
    assert [len(battery) for battery in shipped.form.batteries] == [6, 6, 6]  # two without a stem are none
    assert all(len(q.labels) == 2 for q in shipped.form.questions)


@pytest.mark.parametrize("suffix", [".md", ".xlsx"])
def test_letters_typed_in_pieces_are_read_in_one(tmp_path, form, suffix):
    pieces = unicodedata.normalize("NFD", (tmp_path / "questionnaire.md").read_text(encoding="utf-8"))
    other = tmp_path / f"phieu{suffix}"
    if suffix == ".md":
        other.write_text(pieces, encoding="utf-8")
    else:
        sheets = questionnaire.sheets(tmp_path / "questionnaire.md")
        apart = {name: [_in_pieces(row) for row in rows] for name, rows in sheets.items()}
        other.write_bytes(questionnaire.xlsx(apart))
    read = questionnaire.read(other)
    assert read.title == form.title
    assert [(q.label, q.option_labels) for q in read.questions] == [(q.label, q.option_labels) for q in form.questions]


def _in_pieces(row):
    return {heading: unicodedata.normalize("NFD", str(cell)) for heading, cell in row.items()}


def test_a_column_of_ones_own_and_a_condition_on_the_question_itself_are_said(tmp_path):
    path = tmp_path / "phieu.md"
    rows = """
| survey |
| | type | name | label | relevant | ghi chú của Lan | note |
| | text | ten | Tên? | | hỏi lại | đoán |
| | text | vi_sao | Vì sao? | ${vi_sao} != '' | | |
| | text | khac | Khác? | ${ten} != '' | | |
"""
    path.write_text(rows, encoding="utf-8")
    assert questionnaire.read(path).notes == (
        "sheet survey, cột «ghi chú của Lan»: không thuộc XLSForm, bỏ qua.",
        "sheet survey, dòng 3, cột relevant: điều kiện hỏi của «vi_sao» xét chính câu ấy; chưa hỏi thì chưa có"
        " câu trả lời để xét. Ghi tên câu đứng trước.",
    )

"""The questionnaire on paper: every question and choice with its box, skips in words, a sheet for comments."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest
from click.testing import CliRunner

from pipeline import questionnaire
from pipeline.__main__ import cli
from pipeline.report import model
from pipeline.report.paper import paper, skip
from tests import reports
from tests.conftest import FORM


@pytest.fixture
def printed(tmp_path):
    """The folder with the papers that the command wrote of the small questionnaire."""
    (tmp_path / "phieu.md").write_text(FORM, encoding="utf-8")
    ended = CliRunner().invoke(cli, ["questionnaire", str(tmp_path / "phieu.md"), "--print"])
    assert ended.exit_code == 0 and "Phiếu để in:" in ended.output, ended.output
    return tmp_path


def _word(folder):
    with zipfile.ZipFile(folder / "phieu_phieu-giay.docx") as held:
        return re.sub("<[^>]+>", "", held.read("word/document.xml").decode())


def test_every_question_and_every_choice_with_its_box_is_on_the_paper(printed, form):
    said = _word(printed)
    for question in form.questions:
        assert question.label in said
        assert all(f"☐ {choice.label}" in said for choice in question.choices if not question.points)
    assert said.count("☐") == sum(len(q.choices) for q in form.questions)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils reads the PDF")
def test_the_pdf_says_the_same(printed):
    line = ["pdftotext", printed / "phieu_phieu-giay.pdf", "-"]
    said = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    assert "Dùng mạng nào?" in said and "☐ Facebook, Messenger" in said and "GÓP Ý CHO PHIẾU HỎI" in said


def test_a_skip_is_said_in_words(form):
    assert skip(form, form["mang"]).startswith("Chỉ trả lời nếu chọn “Có” ở ")
    assert "chọn “Khác”" in skip(form, form["mang_khac"])
    assert skip(form, form["dung"]) == ""


@pytest.mark.parametrize(("rule", "words"), [
    ("${biet_874} != 'chua' or ${biet_an_ninh_mang} != 'chua'",
     "không chọn “Chưa từng nghe đến” ở Câu 19 hoặc không chọn “Chưa từng nghe đến” ở Câu 20"),
    ("${gap_tin_xau} != ''", "có trả lời Câu 24"),
    ("selected(${nen_tang}, 'zalo') and ${su_dung} = 'co'", "chọn “Zalo” ở Câu 11 và chọn “Có” ở Câu 9"),
    ("${su_dung} = 'co' and count-selected(${nen_tang}) > 1", "Câu này hỏi người chọn từ 2 phương án trở lên ở Câu 11"),
])  # fmt: skip
def test_conditions_of_every_form_are_words(shipped, rule, words):
    assert words in skip(shipped.form, replace(shipped.form["xu_ly"], relevant=rule))


def test_a_long_list_is_a_line_to_write_on_and_tables_bear_no_number(shipped):
    document = paper(shipped.form, shipped)
    said = reports.words(document)
    assert "Cơ quan Đảng số 01" not in said and "Ghi tên: …" in said
    assert [table.number for table in document.of(model.Table)] == [""] * 4
    assert document.of(model.Head)[0].texts["name"] == ["BAN TUYÊN GIÁO"]


GROUPED = """
| survey |
| | type | name | label | relevant | appearance |
| | begin_group | a | A. Chung | | |
| | select_one ck | den | 1. Có đến Một cửa không? | | |
| | end_group | | | | |
| | begin_group | b | B. Lần gần nhất | ${den}="co" | |
| | select_one han or_other | han | 2. Trả đúng hẹn không? | | |
| | select_one ck | xin_loi | 3. Có được xin lỗi không? | ${han} = 'tre' | |
| | select_one ck | nhac | 4. Có được nhắc không? | ${han} != 'tre' | |
| | begin_group | luoi | 5. Hài lòng thế nào với từng điều sau? | | table-list |
| | select_one muc | hl_noi | Nơi chờ | | |
| | select_one muc | hl_nguoi | Thái độ | | |
| | end_group | | | | |
| | end_group | | | | |

| choices |
| | list_name | name | label |
| | ck | co | Có |
| | ck | khong | Không |
| | han | tre | Trễ hẹn |
| | han | dung | Đúng hẹn |
| | muc | 1 | Kém |
| | muc | 2 | Tốt |
"""


@pytest.fixture
def grouped(tmp_path):
    (tmp_path / "phieu.md").write_text(GROUPED, encoding="utf-8")
    return questionnaire.read(tmp_path / "phieu.md")


def test_the_condition_of_a_part_stands_once_under_its_heading(grouped):
    said = reports.words(paper(grouped))
    assert said.count("Chỉ trả lời nếu chọn “Có” ở Câu 1.") == 1
    assert "Chỉ trả lời nếu chọn “Trễ hẹn” ở Câu 2." in said and "Chỉ trả lời nếu không chọn “Trễ hẹn”" in said
    assert "Chỉ trả lời nếu chọn “Khác” ở Câu 2." in said


def test_a_grid_is_a_table_under_its_heading_also_where_no_scale_is_declared(grouped):
    document = paper(grouped)
    (table, _) = document.of(model.Table)
    assert [row.cells[0] for row in table.rows] == ["Nơi chờ", "Thái độ"]
    assert "5. Hài lòng thế nào với từng điều sau?" in reports.words(document)


def test_the_command_names_only_what_it_wrote(tmp_path, grouped):
    line = ["questionnaire", str(tmp_path / "phieu.md")]
    assert "phieu.xlsx và " in CliRunner().invoke(cli, line).output
    before = (tmp_path / "phieu.xlsx").read_bytes()
    said = CliRunner().invoke(cli, ["questionnaire", str(tmp_path / "phieu.xlsx")]).output
    assert "Đã ghi" in said and "phieu.xlsx" not in said and (tmp_path / "phieu.xlsx").read_bytes() == before

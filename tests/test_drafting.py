"""``draft`` tries its own questionnaire on its own file before it says that it has written one."""

import pytest
from click.testing import CliRunner

from pipeline import drafting, ingest, project
from pipeline.__main__ import cli
from tests.files import drafted, table

TRAPS = {
    "Chọn | một": ["A | B", "# c", "${q1}", "`x`", "C \\ D", "<b>đậm</b>", "=1+1", "yes"],
    "Giá ${x} là: \"bao nhiêu\"?\ndòng hai": ["Có", "Không"],
    "select_one": ["true", "false"],
    "type": ["x,y", "z"],
}  # fmt: skip


def run_draft(folder, content):
    (folder / "f.csv").write_bytes(content)
    return CliRunner().invoke(cli, ["draft", str(folder / "f.csv"), "--to", str(folder / "out")])


@pytest.mark.parametrize("head", TRAPS)
def test_marks_of_markdown_and_xlsform_in_heads_and_options_come_back_as_they_were(head, tmp_path):
    cells = TRAPS[head] * 8
    found = drafted(table([["Giới", head], *(["Nam", c] for c in cells)]), tmp_path)
    assert found.by[head] == {c: 8 for c in TRAPS[head]}
    assert found.plan.form["type" if head == "type" else found.plan.form.questions[1].name].label == " ".join(
        head.split()
    )


@pytest.mark.parametrize("cells", [["1", "3", "2"] * 9, [f"Ý kiến riêng số {n} của tôi" for n in range(27)]])
def test_a_file_without_a_closed_question_is_drafted(cells, tmp_path):
    found = drafted(table([["Điều A", "Điều B"], *([c, c] for c in cells)]), tmp_path)
    assert len(found.plan.form.questions) == 2 and not any(q.choices for q in found.plan.form.questions)


def test_draft_says_what_it_tried_and_what_it_asks(tmp_path):
    said = run_draft(
        tmp_path, table([["Giới", "Tuổi"], *(["Nam", str(n)] for n in range(20, 50)), *[["Nữ", "99"]] * 5])
    )
    assert said.exit_code == 0 and "Đã thử đọc lại: 35 phiếu, 2 câu" in said.output
    assert "Cần người quyết định" in said.output and "99 × 5" in said.output
    assert (tmp_path / "out" / "questionnaire.md").is_file()


def test_a_draft_names_the_file_it_was_made_of_for_run_and_lab(tmp_path):
    content = "Giới tính,Tuổi\n" + "".join(f"Nữ,{n}\n" for n in range(20, 60))
    name = 'thu về: "đợt 1" #2.csv'
    (tmp_path / name).write_bytes(content.encode("utf-16"))
    for folder, more in (("a", []), ("b/c", ["--encoding", "utf-16"])):
        line = ["draft", str(tmp_path / name), "--to", str(tmp_path / folder), *more]
        said = CliRunner().invoke(cli, line)
        assert said.exit_code == 0 and "--raw" not in said.output and " lab " in said.output
        path = tmp_path / folder / "survey.yaml"
        assert str(tmp_path) not in path.read_text(encoding="utf-8")
        work = project.at(path)
        assert [(one.path, one.encoding) for one in work.sources] == [(tmp_path / name, more[-1] if more else "")]
        assert len(project.raw_table(work).frame) == 40


def test_a_draft_that_does_not_read_its_own_file_writes_nothing(tmp_path):
    raw = ingest.read(table([["Giới", "Tuổi"], *(["Nam", str(n)] for n in range(20))]), "f.csv")
    draft = ingest.draft(raw, title="T")
    lacking = {**draft.sheets, "choices": [{"list_name": "q1", "name": "x", "label": "Khác hẳn"}]}
    with pytest.raises(drafting.DraftError, match="chưa viết gì: q1: 20 câu trả lời mang mã không có"):
        drafting.write(raw, draft._replace(sheets=lacking), tmp_path / "out")
    assert not (tmp_path / "out").exists()

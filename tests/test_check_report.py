"""Edited Word reports held against their data: untrue edits of eight kinds are all named, honest ones are let be."""

import hashlib
import json
import shutil
import subprocess
from itertools import groupby

import pandas as pd
import pytest
from click.testing import CliRunner

from pipeline import check, claims, export
from pipeline.__main__ import cli
from pipeline.check import order, tokens
from pipeline.export import docx
from pipeline.report import head, model, numbering
from tests import edits, reports
from tests.conftest import ROOT

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt" viewBox="0 0 9 9"></svg>'
TEXT = (ROOT / "tests" / "bao-cao-mau.txt").read_text(encoding="utf-8").splitlines()
HIDDEN = pd.DataFrame(
    [("nen_tang_chinh", "Telegram", None, None, 4495)], columns=["question", "option", "n", "percent", "base"]
)
UNITS = pd.DataFrame([("Doanh nghiệp số 07", None)], columns=["name", "n"])


def _block(kind, lines):
    parts = [line.split("|") for line in lines]
    if kind.startswith("#"):
        return model.Heading(len(kind), parts[0][1], "", parts[0][0])
    if kind == "!":
        question, title, measure = parts[0]
        return model.Figure(
            question, (title,), (measure,), SVG, "hình", 9, 9, rows=pd.DataFrame({"question": [question]})
        )
    if kind == "|":
        columns = tuple(model.Column(f"Cột {n}", 25) for n in range(len(parts[0])))
        return model.Table("Kiến nghị, căn cứ", columns, tuple(model.Row(tuple(cells)) for cells in parts))
    texts = tuple((line,) for line in lines)
    return {
        "": lambda: model.Paragraph(texts[0]),
        "-": lambda: model.Items(texts),
        ">": lambda: model.Box(texts, "Của ai, chắc đến đâu"),
        "=": lambda: model.Box(tuple(tuple(cells) for cells in parts), "Số chính", model.FIGURES),
    }[kind]()


def _blocks():
    rows = [line.split(" ", 1) if not line.startswith("  ") else ["", line[2:]] for line in TEXT]
    for kind, found in groupby(rows, key=lambda row: row[0]):
        lines = [line for _, line in found]
        together = [lines] if kind in ("-", ">", "=", "|") else [[line] for line in lines]
        yield from (_block(kind, one) for one in together)


@pytest.fixture(scope="module")
def edited(tmp_path_factory, shipped):
    """(its bytes as LibreOffice saved it, the sources) of a report like that of the sample."""
    folder = tmp_path_factory.mktemp("sua")
    blocks = (head.block(shipped), *_blocks(), head.signature(shipped))
    document = model.Document("bao-cao", "Báo cáo", "Báo cáo", blocks, "party", "DỮ LIỆU MÔ PHỎNG")
    numbered = numbering.numbered([document])
    path = docx.write(numbered[0], folder / "bao-cao.docx")
    if shutil.which("soffice"):
        profile = f"-env:UserInstallation={(folder / 'p').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", folder / "luu", path]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        path = folder / "luu" / path.name
    tables = {"frequencies": HIDDEN, "units": UNITS}
    return path.read_bytes(), check.sources(shipped, tables, (), numbered)


def _found(edited, old, new):
    content = edits.changed(edited[0], old, new)
    assert content, f"không có: {old}"
    return check.check(check.read(content), edited[1])[1]


def test_a_file_that_was_only_saved_anew_is_clean(edited):
    assert check.check(check.read(edited[0]), edited[1])[1] == []


@pytest.mark.parametrize("kind", sorted({kind for kind, *_ in edits.PLANTED}))
def test_every_untrue_edit_is_named(edited, kind):
    planted = [(old, new) for one, old, new in edits.PLANTED if one == kind]
    assert len(planted) >= 7
    assert [(old, new) for old, new in planted if not _found(edited, old, new)] == []


@pytest.mark.parametrize(("old", "new", "kind"), [
    ("96,5%) dùng mạng xã hội", "95,6%) dùng mạng xã hội", "number"),
    ("60,2%, cao hơn hẳn người", "60,2%, thấp hơn hẳn người", "order"),
    ("20,4% so với 9,4% ở người chưa là đảng viên", "9,4% so với 20,4% ở người chưa là đảng viên", "order"),
    ("Đa số (65,9%) thường xuyên", "Đại đa số (65,9%) thường xuyên", "words"),
    ("“Không có nhu cầu” 71,4% (", "“Không có nhu cầu” 71,4 điểm % (", "unit"),
    ("Giới hạn: Người trả lời tự nguyện", "", "caveat"),
    ("Nữ thường xuyên hoặc luôn luôn kiểm chứng", ">Đa số (63,8%) cho biết đơn vị", "moved"),
    ("trung bình 3,4 (", "trung bình 3,4; có hai đồng chí khai nhiều hơn cả (", "small"),
])  # fmt: skip
def test_the_finding_says_of_which_kind_it_is(edited, old, new, kind):
    assert kind in {one.kind for one in _found(edited, old, new)}


def test_honest_rewordings_are_let_be(edited):
    alarms = [(old, new) for old, new in edits.HONEST if _found(edited, old, new)]
    assert len(edits.HONEST) >= 50 and len(alarms) <= 2, alarms


def _named(edited, where, old, new):
    content = edits.made(edited[0], where, old, new)
    assert content, f"không có: {old}"
    return check.check(check.read(content), edited[1])[1]


@pytest.mark.parametrize(
    ("kind", "where", "old", "new"), [row for row in edits.HARD if row[0] != "honest"], ids=lambda text: text[:24]
)
def test_an_untrue_edit_is_named_wherever_and_however_it_is_made(edited, kind, where, old, new):
    assert _named(edited, where, old, new)


def test_honest_edits_are_let_be_wherever_they_are_made(edited):
    honest = [row[1:] for row in edits.HARD if row[0] == "honest"]
    alarms = [(row, found[0].why) for row in honest if (found := _named(edited, *row))]
    assert len(honest) >= 25 and len(alarms) <= 1, alarms


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A small survey with the tables of its run, and the Word file of its report."""
    folder = tmp_path_factory.mktemp("bao-cao")
    survey, tables = reports.survey(folder), reports.tables()
    (folder / "ra" / "tables").mkdir(parents=True)
    for name, table in tables.items():
        table.to_csv(folder / "ra" / "tables" / f"{name}.csv", index=False, encoding="utf-8-sig")
    documents = reports.made(survey, tables)
    export.write_report(documents, claims.found(survey, tables), folder / "ra" / "report", folder / "ra" / "figures")
    return folder


@pytest.fixture
def run(written, tmp_path):
    """The same in a folder that the test may change."""
    return shutil.copytree(written, tmp_path, dirs_exist_ok=True)


def _command(run, path):
    words = ["check-report", str(path), "--survey", str(run / "s.yaml"), "--out", str(run / "ra")]
    return CliRunner().invoke(cli, words)


@pytest.mark.parametrize("name", ["bao-cao", "phu-luc"])
def test_a_clean_file_gets_a_certificate_with_its_hash(run, name):
    path = shutil.copy(run / "ra" / "report" / f"{name}.docx", run / "sửa.docx")
    ended = _command(run, path)
    assert ended.exit_code == 0 and "ĐẠT" in ended.output, ended.output
    told = json.loads((run / "sửa.kiem-tra.json").read_text(encoding="utf-8"))
    assert told["sha256"] == hashlib.sha256((run / "sửa.docx").read_bytes()).hexdigest()
    assert told["so_con_so_da_doi_chieu"] > 10


def test_a_changed_number_is_named_and_the_old_certificate_goes(run):
    path = run / "ra" / "report" / "bao-cao.docx"
    assert _command(run, path).exit_code == 0
    path.write_bytes(edits.changed(path.read_bytes(), "68,2%", "86,2%"))
    ended = _command(run, path)
    assert ended.exit_code == 1 and "86,2%" in ended.output and "CHƯA ĐẠT: 1 chỗ" in ended.output
    assert not (run / "ra" / "report" / "bao-cao.kiem-tra.json").exists()


def test_a_file_of_other_data_is_told_to_be_so(run):
    table = run / "ra" / "tables" / "frequencies.csv"
    table.write_text(table.read_text(encoding="utf-8-sig").replace("68.24", "86.24"), encoding="utf-8-sig")
    ended = _command(run, run / "ra" / "report" / "bao-cao.docx")
    assert ended.exit_code == 1 and "được viết ra từ số liệu khác" in ended.output and "68,2%" in ended.output


def test_a_changed_cell_of_the_annex_is_named(run):
    path = run / "ra" / "report" / "phu-luc.docx"
    path.write_bytes(edits.changed(path.read_bytes(), "3.412", "3.421"))
    ended = _command(run, path)
    assert ended.exit_code == 1 and "3.421" in ended.output


@pytest.fixture(scope="module")
def annex(tmp_path_factory):
    """(the bytes of the annex of a small survey, its sources)."""
    survey, tables = reports.survey(tmp_path_factory.mktemp("phu")), reports.tables()
    documents = reports.made(survey, tables)
    path = docx.write(reports.drawn(documents)[1], tmp_path_factory.mktemp("luc") / "phu-luc.docx")
    return path.read_bytes(), check.sources(survey, tables, (), documents)


@pytest.mark.parametrize(("old", "new", "kind"), [
    ("3.412", "3.421", "number"), ("Facebook & bạn", "Không dùng Facebook & bạn", "denied"),
    ("Facebook & bạn", "Facebook & bạn ở nữ", "group"), ("Tỷ lệ (%)", "Số phiếu", "unit"), ("61,5", "–", "number"),
])  # fmt: skip
def test_an_edit_of_a_table_of_the_annex_is_named(annex, old, new, kind):
    content = edits.changed(annex[0], old, new)
    assert kind in {one.kind for one in check.check(check.read(content), annex[1])[1]}


@pytest.mark.parametrize(("old", "new"), [("3.412", "3 412"), ("3.412", "3412"), ("61,5", "61.5")])
def test_a_number_of_a_table_written_another_way_is_let_be(annex, old, new):
    assert check.check(check.read(edits.changed(annex[0], old, new)), annex[1])[1] == []


def test_lists_of_contents_that_were_brought_up_to_date_are_let_be(annex):
    assert check.check(check.read(edits.paged(annex[0])), annex[1])[1] == []


@pytest.mark.parametrize("style", ["TOC1", "TableofFigures", "Title", "Head", "BodyText", "Quote"])
def test_a_sentence_is_read_whatever_style_it_was_given(annex, style):
    content = edits.styled(annex[0], style, "Có 87,3% người trả lời dùng mạng xã hội.")
    assert [one.kind for one in check.check(check.read(content), annex[1])[1]] == ["number"]


def test_a_number_at_the_foot_of_the_pages_is_named(annex):
    content = edits.footed(annex[0], "Tin nhanh: 87,3% hài lòng")
    assert [one.text for one in check.check(check.read(content), annex[1])[1]] == ["87,3%"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"khong phai"])
def test_what_is_no_word_file_is_refused(content):
    with pytest.raises(check.CheckError, match="không phải tệp Word"):
        check.read(content, "a.docx")


def test_what_tracked_changes_deleted_is_gone(edited):
    marked = edits.tracked(edited[0], "Người trả lời đề nghị:", "Có 12,3% đề nghị:")
    found = check.check(check.read(marked), edited[1])[1]
    assert [one.kind for one in found] == ["number"] and "12,3%" in found[0].text


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("trung bình 30,5 phút ở nữ, cao hơn 11,7 phút ở nam", [30.5, 11.7]),
        ("37,5 nghìn đồng ở người 60 tuổi trở lên, thấp hơn 41 nghìn đồng", [37.5, 41.0]),
        ("4,40 ở mục d, 2,40 ở mục c", [4.4, 2.4]),
        ("60% so với 50% ở người dùng dưới 2 giờ", [60.0, 50.0]),
    ],
)
def test_means_with_a_unit_are_set_beside_each_other_as_shares_are(text, values):
    assert [number.value for number in order.levels(text)] == values


def test_tables_in_a_row_are_places_and_no_figures():
    text = tokens.plain("Còn khác biệt khác (các bảng PL40, PL42).")
    assert tokens.places(text) == [("bảng", "pl40"), ("bảng", "pl42")] and tokens.numbers(text) == ()
    assert tokens.places(tokens.plain("(các bảng PL40 đến PL42)")) == [("bảng", "pl40"), ("bảng", "pl42")]
    beside = tokens.plain("54,0% (Bảng 10, 45 người)")
    assert tokens.places(beside) == [("bảng", "10")] and [n.value for n in tokens.numbers(beside)] == [54.0, 45.0]

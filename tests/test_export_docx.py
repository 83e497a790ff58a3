"""The Word file of the report: styles, fields and tables read back from it, by itself and after LibreOffice."""

import re
import shutil
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace

import pytest
from docx import Document
from lxml import etree

from pipeline.export import docx
from pipeline.export.typst.letters import width
from pipeline.report import model, numbering
from tests import documents, reports

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBER = re.compile(r"\d[\d.,]*")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The hand-made report as two Word files."""
    folder = tmp_path_factory.mktemp("word")
    return {one.name: (one, docx.write(one, folder / f"{one.name}.docx")) for one in documents.report()}


def _xml(path, name="word/document.xml"):
    with zipfile.ZipFile(path) as held:
        return etree.fromstring(held.read(name))


def _text(element):
    return "".join(one.text or "" for one in element.iter(f"{W}t"))


def _codes(path):
    return [one.text.strip() for one in _xml(path).iter(f"{W}instrText")]


def _styled(path):
    """How many paragraphs, tables and pictures the file has, paragraphs by the name of their style."""
    read = Document(path)
    names = {one.style_id: one.name.lower() for one in read.styles}
    found = Counter(names[one.get(f"{W}val")] for one in _xml(path).iter(f"{W}pStyle"))
    return found | Counter(tables=len(read.tables), pictures=len(read.inline_shapes))


@pytest.mark.parametrize("name", ["bao-cao", "phu-luc"])
def test_every_word_and_number_of_the_document_is_in_the_file(written, name):
    document, path = written[name]
    said = _text(_xml(path)).replace("\u00a0", " ")
    blocks = (model.Head, model.Heading, model.Contents, model.Signature, model.Figure)
    for block in (block for block in document.blocks if not isinstance(block, blocks)):
        numbers = NUMBER.findall(reports.said(block))
        assert [number for number in numbers if number not in said] == []
    for heading in document.of(model.Heading):
        assert heading.text in said


def test_headings_captions_and_lists_are_word_s_own(written):
    _, path = written["bao-cao"]
    found = _styled(path)
    assert (found["heading 1"], found["heading 2"], found["heading 3"], found["caption"]) == (1, 1, 1, 3)
    assert {"SEQ Bảng \\* ARABIC", "SEQ Hình \\* ARABIC", "REF bang_1 \\h", 'TOC \\o "1-3" \\h \\z \\u'} < {
        *_codes(path)
    }
    assert {one.get(f"{W}name") for one in _xml(path).iter(f"{W}bookmarkStart")} > {"bang_1", "hinh_1", "tom_tat"}
    assert Document(path).styles["Body Text"].font.size.pt == 14


def test_fields_carry_their_results(written):
    _, path = written["bao-cao"]
    said = [_text(p) for p in _xml(path).iter(f"{W}p")]
    assert "Bảng 1. Dùng mạng nào?" in said and "Hình 1. Zalo dẫn đầu với 68,2%" in said
    annex = _xml(written["phu-luc"][1])  # the letters of the annex stand in the bookmark, before the field
    (caption,) = [p for p in annex.iter(f"{W}p") if _text(p).startswith("Bảng PL1. Giấy tờ")]
    mark, ends = next(caption.iter(f"{W}bookmarkStart")), next(caption.iter(f"{W}bookmarkEnd"))
    inside = [one for one in mark.itersiblings() if one in [*ends.itersiblings(preceding=True)]]
    assert "".join(map(_text, inside)) == "Bảng PL1" and mark.get(f"{W}name") == "bang_1"
    assert any("hơn Facebook & bạn 48,2\u00a0điểm\u00a0% (Bảng 1)." in text for text in said)


def test_a_place_in_the_annex_is_words_with_a_link_to_its_file(written):
    _, path = written["bao-cao"]
    (link,) = [one for one in _xml(path).iter(f"{W}hyperlink") if "Bảng PL2" in _text(one)]
    assert link.get(f"{W}anchor") == "bang_2"
    with zipfile.ZipFile(path) as held:
        assert b'Target="phu-luc.docx"' in held.read("word/_rels/document.xml.rels")


def test_heads_of_tables_repeat_and_no_row_is_parted(written):
    _, path = written["phu-luc"]
    rows = list(_xml(path).iter(f"{W}tr"))
    assert len([row for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None]) == 3
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_a_wide_table_lies_on_a_page_on_its_side(tmp_path):
    cells = [f"Nghiêng {n}" for n in range(24)]
    wide = documents.table("Rộng", documents.row(*cells), columns=cells, wide=True)
    (document,) = numbering.numbered([model.Document("a", "A", "A", (model.Paragraph(("trước",)), wide))])
    sides = [one.get(f"{W}orient") for one in _xml(docx.write(document, tmp_path / "a.docx")).iter(f"{W}pgSz")]
    assert sides == [None, "landscape"]


def test_heads_that_no_upright_column_holds_stand_on_end(tmp_path):
    heads = ["Phương án", *[f"KhôngNhàThuê{n}" for n in range(8)]]
    wide = documents.table("Rộng", documents.row("có", *["100,0"] * 8), columns=heads, wide=True)
    (document,) = numbering.numbered([model.Document("a", "A", "A", (wide,))])
    page = _xml(docx.write(document, tmp_path / "a.docx"))
    assert [one.get(f"{W}orient") for one in page.iter(f"{W}pgSz")] == [None]
    assert [one.get(f"{W}val") for one in page.iter(f"{W}textDirection")] == ["btLr"] * 8


def test_what_the_clerk_fills_in_are_content_controls(written):
    _, path = written["bao-cao"]
    tags = [one.get(f"{W}val") for one in _xml(path).iter(f"{W}tag")]
    assert tags == ["so-van-ban", "dia-danh-ngay", "noi-nhan-1", "noi-nhan-2", "nguoi-ky"]


def test_pictures_have_their_words_and_pages_their_mark(written):
    document, path = written["bao-cao"]
    assert [shape._inline.docPr.get("descr") for shape in Document(path).inline_shapes] == [
        figure.alt for figure in document.of(model.Figure)
    ]
    assert all(document.mark in _text(_xml(path, f"word/header{n}.xml")) for n in (1, 2))


def test_a_finding_stays_with_its_chart_and_no_line_of_a_box_stands_alone(tmp_path):
    figure, lines = documents.FIGURE, tuple((f"dòng {n}",) for n in range(4))
    blocks = (model.Paragraph(("thường",)), model.Paragraph(("phát hiện",)), figure, model.Box(lines, "Khung"))
    (document,) = numbering.numbered([model.Document("a", "A", "A", blocks)])
    kept = {
        "".join(t.text for t in p.iter(f"{W}t")): p.find(f"{W}pPr/{W}keepNext") is not None
        for p in _xml(docx.write(document, tmp_path / "a.docx")).iter(f"{W}p")
    }
    assert (kept["thường"], kept["phát hiện"]) == (False, True)
    assert [kept[f"dòng {n}"] for n in range(4)] == [False, True, True, False]


def test_the_same_document_gives_the_same_bytes(written, tmp_path):
    document, path = written["bao-cao"]
    assert docx.write(document, tmp_path / "khac.docx").read_bytes() == path.read_bytes()


def test_a_document_without_head_date_or_mark_is_written_too(tmp_path):
    plain = replace(documents.report()[1], blocks=(), mark="", state="", date="")
    assert Document(docx.write(plain, tmp_path / "a.docx")).paragraphs == []


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice opens the file (Debian: libreoffice-writer-nogui)")
def test_libreoffice_opens_it_and_gives_it_back_whole(written, tmp_path):
    _, path = written["bao-cao"]
    profile = f"-env:UserInstallation={(tmp_path / 'p').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", tmp_path, path]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    before, after = _styled(path), _styled(tmp_path / path.name)
    assert {name: after[name] for name in before} == dict(before)
    assert {"SEQ Bảng \\* ARABIC", "REF bang_1 \\h"} <= {*_codes(tmp_path / path.name)}


def test_the_name_of_the_state_takes_one_line_of_the_head(tmp_path):
    texts = {"layout": "state", "superior": ["UBND TỈNH"], "name": ["SỞ NỘI VỤ"], "number": "Số:", "place": "…"}
    (document,) = numbering.numbered([model.Document("a", "A", "A", (model.Head(texts, ("BÁO CÁO",)),), "state")])
    right = _xml(docx.write(document, tmp_path / "a.docx")).findall(f".//{W}gridCol")[1]
    room = int(right.get(f"{W}w")) / 20 - 2 * 3  # points; what a cell keeps free on both sides
    assert width("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True) <= room


@pytest.mark.parametrize(("letters", "points"), [(2000, 10.5), (3000, 10), (4000, 14)])
def test_what_is_too_long_for_one_page_flows_in_the_letters_of_the_body(tmp_path, letters, points):
    head = model.Head({"layout": "party"}, ("BÁO CÁO",))
    blocks = (
        head,
        model.Heading(1, "TÓM TẮT", "tom-tat", whole=True),
        model.Items((("a" * letters,),), is_numbered=True),
    )
    path = docx.write(model.Document("a", "A", "Báo cáo", blocks, "party"), tmp_path / "a.docx")
    assert Document(path).styles["Page List"].font.size.pt == points


def test_what_is_for_one_page_is_in_smaller_letters(tmp_path):
    blocks = (
        model.Heading(1, "TÓM TẮT", "tom-tat", whole=True),
        model.Items((("Một",),), is_numbered=True),
        model.Box((("Hai",),), "Phạm vi"),
        model.Heading(1, "KẾT QUẢ", "ket-qua"),
        model.Items((("Ba",),)),
        model.Box((("Bốn",),), "Cách làm"),
    )
    path = docx.write(model.Document("a", "A", "Báo cáo", blocks, "party"), tmp_path / "a.docx")
    styles = {p.text: p.style.name for p in Document(path).paragraphs}
    assert [styles[text] for text in ("Một", "Hai", "Ba", "Bốn")] == ["Page List", "Page Box", "List Paragraph", "Box"]

"""The PDF of a Document: every word and number of it, links, tags, letters, marks and where things stand on a page."""

import re
import shutil
import subprocess
from dataclasses import replace

import pytest
from typst import Compiler

from pipeline import charts
from pipeline.claims.model import Estimate, Gap
from pipeline.export import pdf
from pipeline.export.typst import letters, places
from pipeline.report.model import (
    AUTHORS,
    FIGURES,
    NOTE,
    Box,
    Column,
    Contents,
    Document,
    Emph,
    Figure,
    Head,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Quote,
    Ref,
    Row,
    Signature,
    Strong,
    Table,
)
from pipeline.report.numbering import numbered, row_key
from tests import filled

pytestmark = pytest.mark.skipif(
    not (shutil.which("pdftotext") and shutil.which("pdftocairo")), reason="poppler-utils reads the PDF"
)
LEFT, RIGHT, BOTTOM = 85, 595 - 42.5, 842 - 56.7  # points: margins of an upright page
HEAD = {
    "superior": ["TỈNH ỦY THÁI NGUYÊN"],
    "name": ["BAN TUYÊN GIÁO"],
    "number": "Số …-BC/BTG",
    "place": "Thái Nguyên, ngày … tháng … năm …",
}
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="450pt" height="{high}pt" viewBox="0 0 450 {high}" font-family='
    '"DejaVu Sans"><path d="M 0 0 L 450 0 L 450 9 z " style="fill: #ffffff"/><text x="5" y="30">Zalo 68,2</text></svg>'
)
LINE = Paragraph(("dòng",))
LONG = "Ông/Bà đã dùng mạng xã hội nào trong ba tháng qua để đọc tin, trao đổi công việc và liên lạc với gia đình? "


def _share(option, value, question="net", base=5000.0):
    return Estimate("frequencies", (("question", question), ("option", option)), "percent", value, "%", base=base)


def _figure(name="net", high=120, title=("Zalo được dùng nhiều nhất",)):
    return Figure(name, title, ("% người trả lời",), SVG.format(high=high), f"Biểu đồ {name}", 450.0, high, labels=())


def _table(rows, widths=(50, 25, 25), **more):
    columns = tuple(Column(f"Cột {n}", width, n > 1) for n, width in enumerate(widths, start=1))
    return Table("Mạng xã hội đã dùng", columns, tuple(rows), **more)


def _document(*blocks, **more):
    about = {"name": "bao-cao", "title": "Báo cáo thử", "called": "Báo cáo", "date": "2022-04-10"} | more
    return Document(blocks=blocks, **about)


def _made(folder, *blocks, **more):
    (document,) = numbered([_document(*blocks, **more)])
    return pdf.write(document, folder / "a.pdf")


def _text(path, *options):
    line = ["pdftotext", *options, path, "-"]
    text = subprocess.run(line, capture_output=True, check=True).stdout.decode()
    return text.replace("\u00a0", " ").replace("\u2060", "")


def _words(path):
    return " ".join(_text(path).split())


def _pages(path, *options):
    return [" ".join(page.split()) for page in _text(path, *options).split("\f")[:-1]]


def _boxes(path):
    """Of every word on the pages: page, left, top, right, bottom, word."""
    found = []
    for page, part in enumerate(_text(path, "-bbox").split("<page ")[1:], start=1):
        for box in re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', part):
            found.append((page, *map(float, box[:4]), box[4]))
    return found


def _structure(path):
    """The tree of tags with its words."""
    found = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, check=True).stdout
    return found.decode(errors="replace")


def _report():
    """The report of every kind of block, and its annex."""
    keys = [row_key("net", option) for option in ("Zalo", "Facebook")]
    rows = [Row((option, "3.412", "68,2%"), (key,)) for option, key in zip(("Zalo", "Facebook"), keys, strict=True)]
    table = _table(
        [*rows, Row(("Số người", "5.000", "100%"), (), True)], notes=("Số người: không gia quyền.",), labels=("net",)
    )
    zalo, facebook = _share("Zalo", 68.24), _share("Facebook", 20.04)
    report = _document(
        Head(HEAD, ("BÁO CÁO", "kết quả điều tra", "“Dùng mạng”")),
        Heading(1, "TÓM TẮT", "tom-tat"),
        Items(((Strong(("Đa số dùng Zalo: ", zalo)), Ref("net", " (", ")")), ("Thứ hai",)), True),
        Box(((zalo, "dùng Zalo"), (facebook, "dùng Facebook")), "Con số chính", FIGURES),
        Box((("Hỏi tất cả 6.689 người.",), (Emph(("Không phải mẫu",)), ".")), "Tin cậy đến đâu"),
        Heading(1, "KẾT QUẢ", "ii", "II."),
        Paragraph(("Zalo hơn Facebook ", Gap(zalo, facebook), Ref("by", " (", ")"), "; dòng một\ndòng hai.")),
        replace(_figure(title=("Zalo được dùng nhiều nhất: ", zalo)), labels=("hinh",)),
        Paragraph(("Chữ nhỏ.",), NOTE),
        Paragraph(("Lời của tác giả",), AUTHORS),
        Items((("Gạch đầu dòng",),), kind=NOTE),
        Quote("mở lớp [ngắn] #panic() $x$ @b *c* _d_ 1. https://a.vn", "Tập huấn"),
        table,
        Signature(("- Thường trực Tỉnh ủy,", "- Lưu."), ("TRƯỞNG BAN",), "Nguyễn Văn A"),
        layout="party",
        mark="DỮ LIỆU MÔ PHỎNG",
        state="DỰ THẢO",
        other=("phu-luc", "Phụ lục"),
    )
    by = _table([Row(("Nhóm",)), Row(("Zalo", "61,5", "81,0"))], labels=("by",), spans=(("Giới", 1),), wide=True)
    lists = (Contents("headings", "Mục lục"), Contents("Bảng", "Danh mục bảng"), Contents("Hình", "Danh mục hình"))
    annex = (*lists, PageBreak(), Heading(1, "Theo nhóm", "p1", "Phụ lục 1."), by, _figure("phu"))
    return numbered([report, _document(*annex, name="phu-luc", title="Phụ lục thử", called="Phụ lục", series="PL")])


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The PDF of the report and of the annex."""
    folder = tmp_path_factory.mktemp("pdf")
    return [pdf.write(document, folder / f"{document.name}.pdf") for document in _report()]


def test_every_kind_of_block_is_printed_in_its_order(printed):
    text, at = _words(printed[0]), 0
    wanted = """TỈNH ỦY THÁI NGUYÊN|BAN TUYÊN GIÁO|BÁO CÁO|“Dùng mạng”|TÓM TẮT
        |1. Đa số dùng Zalo: 68,2% (Bảng 1)|2. Thứ hai|Con số chính|68,2% 20,0% dùng Zalo dùng Facebook
        |Tin cậy đến đâu|Hỏi tất cả 6.689 người.|Không phải mẫu.|II. KẾT QUẢ
        |Zalo hơn Facebook 48,2 điểm % (Bảng PL1); dòng một dòng hai.
        |Hình 1. Zalo được dùng nhiều nhất: 68,2%|% người trả lời|Zalo 68,2|Chữ nhỏ.|Lời của tác giả
        |– Gạch đầu dòng|“mở lớp [ngắn] #panic() $x$ @b *c* _d_ 1. https://a.vn” – Tập huấn
        |Bảng 1. Mạng xã hội đã dùng|Cột 1|Zalo|Số người|3.412|5.000|Số người: không gia quyền.
        |Nơi nhận:|Nguyễn Văn A"""
    for one in wanted.split("|"):
        at = text.index(one.strip(), at)


def test_the_annex_lists_its_headings_tables_and_figures_with_pages_and_spans_its_heads(printed):
    (text,) = _pages(printed[1], "-layout")
    assert re.search(r"Mục lục Phụ lục 1\. Theo nhóm [ .]*1 Danh mục bảng Bảng PL1\. Mạng xã hội đã dùng [ .]*1", text)
    assert re.search(r"Danh mục hình Hình PL1\. Zalo được dùng nhiều nhất [ .]*1", text)
    assert "Giới" in text and "Nhóm Zalo 61,5 81,0" in text


def test_numbers_and_places_are_links(printed):
    """Figures in list, boxes, gap and title lead to their row, the two places to a table and to the other file."""
    listed = subprocess.run(["pdfinfo", "-dests", printed[0]], capture_output=True, text=True, check=True).stdout
    urls = subprocess.run(["pdfinfo", "-url", printed[0]], capture_output=True, text=True, check=True).stdout
    assert "phu-luc.pdf#nameddest=" in urls and "https" not in urls
    source = pdf.typst.markup(_report()[0])
    assert source.count('#link(label("bang-1-d1"))') == 4 and source.count('#link(label("bang-1-d2"))') == 1
    assert _structure(printed[0]).count("Link (inline)") == 7
    assert source.count("#row-place(") == 2 and listed.count("[ XYZ") >= 2


def test_a_block_stands_in_a_file_of_its_own_and_the_pages_are_those_of_one_file():
    """What another block says or where it goes changes no file but its own."""
    document = _report()[0]
    text = pdf.typst.markup(document)
    main, blocks = pdf.typst.apart(text)
    moved, others = pdf.typst.apart(pdf.typst.markup(document, moved={"hinh-1"}, start=9.0, joints=(3,)))
    assert len(blocks) == 4 and main.count("#include") == len(blocks) and moved != main
    assert [name for name in blocks if name not in others] == [n for n, said in blocks.items() if "#picture(" in said]
    beside = {name: one.encode() for name, one in pdf.typst.files(document).items()}
    beside["document.typ"] = (pdf.TEMPLATES / "document.typ").read_bytes()
    whole = Compiler({"main.typ": text.encode(), **beside}, font_paths=pdf.FOLDERS, ignore_system_fonts=True)
    assert whole.compile() == pdf._setter(beside, text, pdf._fonts()).compile()


def test_a_link_from_one_file_leads_to_the_very_table_of_the_other(printed):
    """The place that it names is on the table's page, and no screen reader meets it."""
    urls = subprocess.run(["pdfinfo", "-url", printed[0]], capture_output=True, text=True, check=True).stdout
    listed = subprocess.run(["pdfinfo", "-dests", printed[1]], capture_output=True, text=True, check=True).stdout
    wanted = set(re.findall(r"phu-luc\.pdf#nameddest=(\S+)", urls))
    places = {name: int(page) for page, name in re.findall(r'^ *(\d+) .*"(.+)"$', listed, re.MULTILINE)}
    assert wanted and wanted <= {*places}
    assert "Bảng PL1. Mạng" in _pages(printed[1])[places["bang-1"] - 1]
    assert _structure(printed[1]).count("H1 ") == 4  # three lists, one part


def test_the_pdf_is_tagged_for_archives_and_screen_readers_and_says_its_own_date(printed):
    content = printed[0].read_bytes()
    assert b"<pdfaid:part>2</pdfaid:part>" in content and b"<pdfaid:conformance>A</pdfaid:conformance>" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content and b"<dc:language><rdf:Bag><rdf:li>vi<" in content
    about = subprocess.run(["pdfinfo", printed[0]], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Tagged: +yes", about) and re.search(r"CreationDate: .*Apr 10.* 2022", about)
    tags = _structure(printed[0])
    assert {"H1", "L", "Table", "TH", "TD", "Figure", "Caption", "Link", "BlockQuote"} <= set(
        re.findall(r"^ *([A-Z][A-Za-z0-9]*)\b", tags, re.M)
    )


def test_the_same_document_is_the_same_bytes_in_every_folder(printed, tmp_path):
    assert [pdf.write(one, tmp_path / "b.pdf").read_bytes() for one in _report()] == [p.read_bytes() for p in printed]


def test_no_sign_stands_past_the_margin(tmp_path):
    assert max(box[3] for box in _boxes(_made(tmp_path, Paragraph((LONG * 20,))))) < RIGHT + 0.5


def test_without_a_date_it_is_for_screen_readers_alone_and_holds_no_clock(tmp_path):
    content = _made(tmp_path, Paragraph(("x",)), date="").read_bytes()
    assert b"pdfuaid:part" in content and b"pdfaid" not in content and b"CreationDate" not in content


def test_the_letters_are_the_shipped_ones_with_every_vietnamese_letter(printed):
    listed = subprocess.run(["pdffonts", printed[0]], capture_output=True, text=True, check=True).stdout.splitlines()[
        2:
    ]
    names = {line.split()[0].partition("+")[2] for line in listed}
    assert all(name.startswith(("LiberationSerif", "DejaVuSans")) for name in names) and len(names) > 3
    assert all("yes yes yes" in line for line in listed)
    alphabet = "".join(map(chr, range(0x1EA0, 0x1EFA))) + "ăâđêôơưĂÂĐÊÔƠƯàãéèìĩĩòõúùũýÀÃ–−“”…≥≤×αωχ²κ"
    assert letters.printable(alphabet) == alphabet
    assert {path.name for path in letters.FONTS.glob("*.ttf")} >= {"LiberationSerif-BoldItalic.ttf"}
    assert (
        sum(path.stat().st_size for path in letters.FONTS.iterdir()) < 1_600_000
        and (letters.FONTS / "LICENSE.txt").exists()
    )


def test_marks_lie_on_every_page_as_shapes_and_the_copied_text_holds_the_heads_alone(tmp_path):
    path = _made(tmp_path, *[Paragraph((LONG * 9,))] * 5, mark="DỮ LIỆU MÔ PHỎNG", state="DỰ THẢO")
    pages = _pages(path)
    assert len(pages) > 1 and all(page.count("DỮ LIỆU MÔ PHỎNG") == 1 and "DỰ THẢO" not in page for page in pages)
    unlike = {word for word in " ".join(pages).split() if word not in LONG.split()}
    assert unlike == {"DỮ", "LIỆU", "MÔ", "PHỎNG", "2"}
    svg = letters.outlines(["DỰ THẢO"])
    assert "<text" not in svg and svg.count("Z") >= 9


def test_the_page_number_stands_above_from_page_2_on(tmp_path):
    first, second = _pages(_made(tmp_path, *[LINE] * 32, PageBreak(), Paragraph(("hai",))))
    assert not first.startswith("1") and second == "2 hai"


@pytest.mark.parametrize(("before", "pages"), [(20, 1), (32, 2)])
def test_a_page_break_holds_where_the_page_before_it_is_seven_tenths_full(tmp_path, before, pages):
    """The end of the part after is measured from where this one ends."""
    found = _pages(
        _made(tmp_path, *[LINE] * before, PageBreak(), Paragraph(("sau",)), PageBreak(), Paragraph(("cuối",)))
    )
    assert len(found) == pages and found[-1].endswith("sau cuối")


def test_where_a_figure_alone_stands_on_the_page_after_its_text_the_next_part_begins_under_it(tmp_path):
    figure = (_figure(high=300), Paragraph(("ngay sau hình. " * 90,)))
    found = _pages(_made(tmp_path, *[LINE] * 24, *figure, PageBreak(), Heading(1, "Phần sau"), Paragraph(("x",))))
    assert len(found) == 2 and found[1].startswith("2 Hình") and found[1].endswith("Phần sau x")


@pytest.mark.parametrize(("headings", "pages"), [(1, 1), (27, 2)])
def test_a_new_page_follows_the_lists_where_they_fill_theirs(tmp_path, headings, pages):
    lists = (Contents("headings", "Mục lục"), Contents("Bảng", "Danh mục bảng"))
    parts = [Heading(1, f"Phần {n}") for n in range(headings)]
    found = _pages(_made(tmp_path, *lists, PageBreak(), *parts, Paragraph(("x",))))
    assert found[0].startswith("Mục lục Phần 0") and "Danh mục bảng" not in found[0]
    assert len(found) == pages and found[-1].endswith(f"Phần {headings - 1} x")


@pytest.mark.parametrize(
    ("layout", "there", "absent"),
    [
        ("party", "ĐẢNG CỘNG SẢN VIỆT NAM", "Độc lập"),
        ("state", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập - Tự do - Hạnh phúc", "ĐẢNG"),
        ("plain", "BÁO CÁO", "BAN TUYÊN GIÁO"),
    ],
)
def test_the_head_follows_the_layout(tmp_path, layout, there, absent):
    text = _words(_made(tmp_path, Head(HEAD | {"layout": layout}, ("BÁO CÁO",)), layout=layout))
    assert all(one in text for one in there.split("|")) and absent not in text


def test_an_english_document_says_so_and_has_english_furniture(tmp_path):
    path = _made(tmp_path, Heading(1, "Summary"), Signature(("- Archive.",), ("HEAD",)), language="en")
    assert b"<rdf:li>en<" in path.read_bytes() and "Recipients:" in _words(path)


def test_letters_that_no_font_has_are_a_box_and_no_reason_to_fail(tmp_path):
    figure = replace(_figure(), svg=SVG.format(high=90).replace("Zalo", "Zalo 👍\ue000"), alt="vui 👍")
    path = _made(tmp_path, Paragraph(("Vui 👍🏽🤖, 漢字, \ue000\u0007 ☐ hết",)), figure, title="Báo cáo 👍")
    assert "Vui □□□, □□, □ ☐ hết" in _words(path) and "Zalo □□ 68,2" in _words(path)
    assert "□: chữ mà bộ chữ của bản in không có" in " ".join(_words(path).split())
    assert "□" not in _words(_made(tmp_path, Paragraph(("Vui ☐",))))


def test_headings_that_skip_a_level_or_share_a_place_are_printed_all_the_same(tmp_path):
    path = _made(
        tmp_path, Heading(3, "Ba", "x y"), Heading(1, "Một", "ưu-điểm"), Heading(4, "Bốn", "ưu-điểm"), Heading(1, "")
    )
    assert _words(path) == "Ba Một Bốn"


def test_a_table_head_is_repeated_and_no_row_is_parted(tmp_path):
    rows = [Row((f"Dòng {n}: {LONG * 3}", f"{n}.000", "68,2%")) for n in range(20)]
    pages = _pages(_made(tmp_path, _table(rows, long=True)), "-layout")
    assert len(pages) > 2 and all("Cột 1 Cột 2 Cột 3" in page for page in pages)
    assert all(3 * page.count("Dòng") == page.count("gia đình?") for page in pages)


def test_a_question_without_answers_under_its_head_is_printed(tmp_path):
    """typst stops with a panic where one head of rows follows another right away."""
    rows = [Row(cells) for cells in (("Câu 1",), ("Chưa có câu trả lời.",), ("Câu 2",), ("Có", "1", "2"), ("Câu 3",))]
    text = _pages(_made(tmp_path, _table([*rows, Row(("Chưa có.",))])))[0]
    assert "Câu 1 Chưa có câu trả lời. Câu 2 Có Câu 3 Chưa có." in text


def test_a_row_longer_than_a_page_is_not_lost(tmp_path):
    path = _made(tmp_path, _table([Row((LONG * 60, "1", "2")), Row(("cuối", "3", "4"))]))
    assert _words(path).count("Ông/Bà") == 60 and max(box[4] for box in _boxes(path)) < BOTTOM + 2


@pytest.mark.parametrize("before", [25, 33])
@pytest.mark.parametrize(("rows", "long"), [(14, True), (8, False)])
def test_a_note_stays_with_its_table_a_table_with_its_heading_and_a_short_one_whole(tmp_path, before, rows, long):
    """Whatever stands before it on the page, which has room for 40 lines."""
    table = _table([Row((f"d{n}", "1", "2")) for n in range(rows)], notes=("Ghi chú.", "Lại nữa."), long=long)
    pages = _pages(_made(tmp_path, *[LINE] * before, Heading(1, "Đầu"), table))
    (heading,) = (at for at, page in enumerate(pages) if "Đầu" in page)
    assert "Bảng 1." in pages[heading] and "d1 " in pages[heading]
    assert all("d2" in page or f"d{rows - 1}" in page for page in pages if "Ghi chú" in page or "Lại" in page)
    assert long or f"d{rows - 1}" in pages[heading]


def test_a_table_is_measured_in_its_own_letters(tmp_path):
    """In those of the text, which are larger, it would be too high to be kept whole: its note stands under it, then."""
    table = _table([Row((f"d{n}", "1", "2")) for n in range(20)], notes=("Ghi chú.",))
    text = _words(_made(tmp_path, table))
    assert text.index("d19") < text.index("Ghi chú")


@pytest.mark.parametrize("cells", [("Có", "1", "2"), (LONG, "1", "2"), ("Có", "Không biết, không trả lời", "2")])
def test_a_table_that_nobody_measures_stands_as_if_it_were_measured(tmp_path, monkeypatch, cells):
    """Its height is reckoned, and measured only where that leaves a doubt."""
    heads = [Row(("Nhóm",)) if n % 3 == 0 else Row(cells) for n in range(21)]
    rows = [[Row(cells)] * n for n in range(1, 26, 3)]
    tables = [_table(one, notes=(LONG,) * (len(one) % 4), long=n % 2 == 0) for n, one in enumerate([*rows, heads])]
    reckoned = _made(tmp_path, *tables).read_bytes()
    monkeypatch.setattr(pdf.typst.tables, "SURE", 1e9)
    assert _made(tmp_path, *tables).read_bytes() == reckoned


def _rows_of(page):
    return [int(n) for n in re.findall(r"\bd(\d+)", page)]


@pytest.mark.parametrize("before", [22, 24])
def test_a_table_leaves_no_row_alone_to_the_next_page_and_no_page_half_empty(tmp_path, before):
    """It begins a little lower, so that more rows follow."""
    rows = [*(Row((f"d{n}", "1", "2")) for n in range(20)), Row(("Số người", "3", "4"), (), True)]
    first, second = _pages(_made(tmp_path, *[LINE] * before, _table(rows, long=True)))
    assert _rows_of(first) + _rows_of(second) == [*range(20)] and _rows_of(first)
    assert len(_rows_of(second)) >= 3 and "Số người" in second


def test_no_two_high_rows_under_a_high_head_are_left_alone(tmp_path):
    """As of the base of a filtered question under groups with long names."""
    base = Row(("Số người trả lời (cơ sở; hỏi người dùng mạng xã hội trong 3 tháng qua)", *["3"] * 6), (), True)
    rows = [*(Row((f"d{n}", *["1"] * 6)) for n in range(20)), base]
    table = _table(rows, (22, *[10] * 6), long=True, spans=(("Nhóm", 5),))
    columns = [replace(column, title="Cán bộ lãnh đạo, quản lý") for column in table.columns[1:]]
    _, second = _pages(_made(tmp_path, *[LINE] * 21, replace(table, columns=(table.columns[0], *columns))))
    assert len(_rows_of(second)) > 1


def test_such_a_table_goes_there_as_a_whole_where_the_page_has_no_room_for_more_than_a_few_rows(tmp_path):
    rows = [*(Row((f"d{n}", "1", "2")) for n in range(14)), Row(("Số người", "3", "4"), (), True)]
    first, second = _pages(_made(tmp_path, *[LINE] * 32, _table(rows, long=True)))
    assert (_rows_of(first), _rows_of(second)) == ([], [*range(14)])


def _overlaps(boxes):
    """Pairs of words that lie over each other."""
    return [
        (a[5], b[5])
        for at, a in enumerate(boxes)
        for b in boxes[at + 1 :]
        if a[0] == b[0] and min(a[3], b[3]) - max(a[1], b[1]) > 1 and min(a[4], b[4]) - max(a[2], b[2]) > 4
    ]


@pytest.mark.parametrize(
    ("widths", "cells"),
    [
        (
            (46, 24, 19, 7, 4),
            (
                "Câu 19 (874/QĐ-BTTTT)",
                "Cán bộ lãnh đạo, quản lý",
                "r_hb\u00a0=\u00a0−0,57\u00a0(−0,526;\u00a0−0,632)",
                "Không",
                "1",
            ),
        ),
        ((30, *[10] * 7), ("a", *["Welfare.HousingExpenditures.InformalPossession"] * 7)),
        ((50, *[5] * 10), ("a", *["100,0"] * 9, "4.775")),
        ((4, 96), ("NGHIÊNGNGHIÊNGNGHIÊNG", (Strong(("KhôngcódấucáchKhôngcódấucách" * 9,)),))),
    ],
)
@pytest.mark.parametrize("is_base", [True, False])
def test_no_word_of_a_narrow_cell_lies_over_another_or_past_the_margin(tmp_path, widths, cells, is_base):
    columns = tuple(
        Column(cell if isinstance(cell, str) else "b", width) for cell, width in zip(cells, widths, strict=True)
    )
    boxes = _boxes(_made(tmp_path, Table("Hẹp", columns, (Row(cells, (), is_base),))))
    assert _overlaps(boxes) == []
    assert min(box[1] for box in boxes) > LEFT - 1 and max(box[3] for box in boxes) < RIGHT + 1


@pytest.mark.parametrize("name", ["Welfare." + "IncomeExpenditure." * 5 + "OtherIncome", "x" * 90])
def test_a_name_longer_than_a_line_breaks_within_the_margins_and_is_read_whole(tmp_path, name):
    path = _made(tmp_path, Paragraph((f"Về “{name}” và việc khác.",)), Items(((f"mục {name}",),)))
    assert max(box[3] for box in _boxes(path)) < RIGHT + 1
    assert re.sub(r"\s|\u200b", "", _pages(path)[0]).count(name) == 2


def test_a_word_that_its_column_holds_is_not_broken(tmp_path):
    words = ["(874/QĐ-BTTTT)", "Không", "100,0%", "NGHIÊNG"]
    table = _table([Row((words[0], words[1], words[2])), Row((words[3], "", ""))], widths=(30, 11, 59))
    assert set(words) <= {box[5] for box in _boxes(_made(tmp_path, table))}


@pytest.mark.parametrize(("wide", "columns", "turned"), [(True, 26, True), (True, 12, False), (False, 9, False)])
def test_a_page_lies_on_its_side_for_a_wide_table_with_its_heading_and_no_longer(tmp_path, wide, columns, turned):
    table = _table([Row(tuple(f"{n},0" for n in range(columns)))], widths=(8, *[4] * (columns - 1)), wide=wide)
    path = _made(tmp_path, Paragraph(("trước",)), Heading(1, "Đầu"), table, Paragraph(("sau",)))
    sizes = subprocess.run(["pdfinfo", "-l", "9", path], capture_output=True, text=True, check=True).stdout
    wides = [float(wide) > 800 for wide in re.findall(r"size: +([\d.]+) x", sizes)]
    assert wides == ([False, True, False] if turned else [False])
    assert not turned or "Đầu" in _pages(path)[1]


def test_heads_that_no_upright_column_holds_stand_on_end_over_their_numbers_and_the_page_stays_upright(tmp_path):
    heads = ["Phương án", *[f"KhôngNhàThuê{n}" for n in range(8)]]
    columns = tuple(Column(head, 10, at > 0) for at, head in enumerate(heads))
    path = _made(tmp_path, Table("Rộng", columns, (Row(("có", *["100,0"] * 8)),), (("Nhóm", 7),), wide=True))
    boxes = {box[5]: box for box in _boxes(path)}
    assert re.findall(r"size: +(595)", subprocess.run(["pdfinfo", path], capture_output=True, text=True).stdout)
    assert _overlaps(_boxes(path)) == []
    one = boxes["KhôngNhàThuê7"]
    assert one[4] - one[2] > 3 * (one[3] - one[1])  # higher than it is wide


def test_a_wide_table_stays_upright_where_columns_as_narrow_as_their_words_leave_the_first_one_room(tmp_path):
    heads = ["Item", "Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]
    heads += ["No opinion", "Two highest points", "Weighted mean score", "People with a score", "People who answered"]
    columns = tuple(Column(head, 27 if n == 0 else 7.3) for n, head in enumerate(heads))
    path = _made(tmp_path, Table("Wide", columns, (Row(("a) Gives access", *["4,775"] * 10)),), wide=True))
    boxes = _boxes(path)
    assert _overlaps(boxes) == [] and max(box[3] for box in boxes) < RIGHT + 1
    assert {*" ".join(heads).split()} <= {box[5] for box in boxes}


def _pictures(path):
    """Of every page the top and bottom, in points, of the words "Zalo 68,2" that its charts hold."""
    return [(box[0], box[2]) for box in _boxes(path) if box[5] == "Zalo"]


def test_the_text_after_a_figure_fills_the_page_that_the_figure_does_not_fit_on(tmp_path):
    text = [Paragraph((LONG * 3,))] * 6
    path = _made(tmp_path, *text, _figure(high=300), Paragraph(("ngay sau hình. " * 40,)), *text)
    first, second = _pages(path)[:2]
    assert "Hình 1." not in first and "ngay sau hình" in first and second.startswith("2 Hình 1.")


def test_that_figure_is_looked_for_below_a_page_break_that_is_left_out_too(tmp_path):
    blocks = [*[LINE] * 15, PageBreak(), *[LINE] * 12, _figure(high=300), Paragraph(("ngay sau hình. " * 40,))]
    first, second = _pages(_made(tmp_path, *blocks))
    assert "ngay sau hình" in first and second.startswith("2 Hình 1.")


def test_figures_keep_their_order_where_a_later_one_would_fit_before(tmp_path):
    high, low = _figure("cao", 300, ("Cao",)), _figure("thấp", 60, ("Thấp",))
    text = " ".join(_pages(_made(tmp_path, *[LINE] * 25, high, LINE, low, *[LINE] * 30)))
    assert text.index("Hình 1. Cao") < text.index("Hình 2. Thấp")


def test_a_figure_that_is_all_there_is_under_its_heading_stays_under_it(tmp_path):
    parts = [*[LINE] * 25, Heading(1, "Chỉ có hình"), _figure(high=300), Heading(1, "Kết"), LINE]
    assert "Chỉ có hình Hình 1." in _pages(_made(tmp_path, *parts))[1]


def test_a_chart_is_read_out_by_its_alternative_text(tmp_path):
    said = b"\xfe\xff" + "Biểu đồ mạng".encode("utf-16-be")
    assert said.hex().upper().encode() in _made(tmp_path, _figure("mạng")).read_bytes()


@pytest.mark.parametrize("before", [5, 13])
def test_a_figure_comes_soon_after_what_leads_to_it(tmp_path, before):
    """However many in a row: what leads to the next one waits, but for one that fills a page."""
    parts = [
        p for n in range(5) for p in (Paragraph((f"Dẫn {n}.",)), _figure(f"h{n}", high=330, title=(f"Hình thứ {n}",)))
    ]
    pages = _pages(_made(tmp_path, *[LINE] * before, *parts, Paragraph((LONG * 20,))))
    for n in range(5):
        leads, stands = ([at for at, page in enumerate(pages) if f"{said} {n}" in page] for said in ("Dẫn", "Hình thứ"))
        assert len(leads) == len(stands) == 1 and 0 <= stands[0] - leads[0] <= 2


@pytest.mark.parametrize(("high", "most", "least"), [(500, 842 / 2, 0.7), (900, 600, 0.6)])
def test_a_high_chart_takes_half_a_page_unless_its_words_could_not_be_read_then(tmp_path, high, most, least):
    path = _made(tmp_path, _figure(high=high, title=("Cao",)))
    found = re.search(r"Figure:.*?BBox \[[\d.]+ ([\d.]+) [\d.]+ ([\d.]+)\].*?Zalo 68,2", _structure(path), re.S)
    assert least * high < float(found[2]) - float(found[1]) < most


def test_a_chart_as_it_is_drawn_prints_and_lets_the_mark_through():
    import pandas as pd

    rows = pd.DataFrame(
        {
            "question": "net",
            "label": "Mạng",
            "option": ["Zalo", "Khác"],
            "n": [60, 40],
            "percent": [60.0, 40.0],
            "base": 100,
        }
    )
    svg = charts.svg(charts.bar(rows, title="", ordered=True), name="net", title="t", alt="a")
    (document,) = numbered([_document(replace(_figure(), svg=svg))])
    (kept,) = pdf.typst.files(document).values()
    assert 'style="fill: #ffffff"' in svg and 'style="fill: #ffffff"' not in kept and "60,0" in kept


@pytest.mark.parametrize("last", [Paragraph(("Hết",)), _table([Row(("Hết", "1", "2"))])])
def test_the_signature_stays_whole_with_the_end_of_the_text_and_who_receives_left_of_who_signs(tmp_path, last):
    lines = tuple(f"- Nơi {n}," for n in range(8))
    path = _made(tmp_path, *[LINE] * 34, last, Signature(lines, ("TRƯỞNG BAN",), "Nguyễn Văn A"))
    boxes = {box[5]: box for box in _boxes(path)}
    assert boxes["nhận:"][1] < 200 < 300 < boxes["TRƯỞNG"][1] and boxes["Nguyễn"][4] < BOTTOM
    assert len({boxes[word][0] for word in ("Hết", "nhận:", "TRƯỞNG", "Nguyễn", "7,")}) == 1


def test_no_figure_stands_after_the_signature(tmp_path):
    path = _made(tmp_path, *[LINE] * 25, _figure(high=300), Paragraph(("Hết",)), Signature((), ("TRƯỞNG BAN",)))
    assert re.search("Hình 1.*Hết.*TRƯỞNG BAN", _words(path))


def test_no_picture_stands_within_a_list_that_a_screen_reader_reads(tmp_path):
    lines = [Paragraph((f"Đoạn {n}. {LONG}",)) for n in range(8)]
    lists = [Items(tuple((f"Ý {n}. {LONG}",) for n in range(4)), numbered) for numbered in (False, True)]
    blocks = [b for at in range(6) for b in (*lines[at:], _figure(f"hinh{at}", 380), lists[at % 2])]
    path = _made(tmp_path, Heading(1, "KẾT QUẢ", "kq", "II."), *blocks)  # fails to be set where a list holds a picture
    lists_of = re.split(r"\n  (?=\S)", _structure(path))
    assert sum(part.startswith("L ") for part in lists_of) == 6
    assert not any("Figure" in part for part in lists_of if part.startswith("L "))


def test_what_ends_with_a_colon_stands_on_the_page_of_what_it_leads_to(tmp_path):
    for lines in range(30, 40):
        lead = Paragraph(("Người trả lời đề nghị:",))
        path = _made(tmp_path, *[LINE] * lines, _figure("a", 400), lead, Items(((f"Ý một. {LONG}",), ("Ý hai",))))
        assert not any(page.endswith("đề nghị:") for page in _pages(path))


@pytest.mark.parametrize(("count", "rows"), [(1, [1]), (2, [2]), (4, [2, 2]), (5, [3, 2]), (6, [3, 3])])
def test_the_key_figures_fill_their_rows(tmp_path, count, rows):
    figures = tuple((f"{n}1,5%", f"việc {n}") for n in range(count))
    boxes = _boxes(_made(tmp_path, Box(figures, "Số chính", FIGURES)))
    tops = [round(box[2]) for box in boxes if box[5].endswith("1,5%")]
    assert [tops.count(top) for top in sorted(set(tops))] == rows
    assert max(box[1] for box in boxes if box[5].endswith("1,5%")) < RIGHT - (RIGHT - LEFT) / 3 + 10


@pytest.mark.parametrize("before", [5, 20])
def test_a_figure_stands_under_its_heading_and_never_over_it_on_the_same_page(tmp_path, before):
    """Where what leads to it had to wait for the figures before it."""
    blocks = [LINE] * before
    for n in range(4):
        named = _figure(f"h{n}", high=330, title=(f"Hình thứ {n}",))
        blocks += [Heading(2, f"Phần {n}"), Paragraph((f"Dẫn {n}.",)), named, LINE, LINE]
    for page in _pages(_made(tmp_path, *blocks)):
        held = [n for n in range(4) if f"Hình thứ {n}" in page and f"Phần {n}" in page]
        assert all(page.index(f"Phần {n}") < page.index(f"Hình thứ {n}") for n in held)


@pytest.mark.parametrize("before", [8, 12, 16, 20])
def test_no_figure_stands_after_the_next_heading_and_the_pages_are_full(tmp_path, before):
    """Though it would fit the page better there."""
    blocks = [Head({"layout": "party"}, ("BÁO CÁO",)), *[LINE] * before]
    for n in range(5):
        drawn = _figure(f"h{n}", high=(150, 260, 305)[n % 3], title=(f"Hình thứ {n}",))
        drawn = replace(drawn, svg=drawn.svg.replace("</svg>", f'<rect width="9" height="{drawn.height}"/></svg>'))
        blocks += [Heading(2, f"Phần {n}"), Paragraph((LONG,)), drawn, *[LINE] * (n % 3)]
    path = _made(tmp_path, *blocks, Heading(1, "KẾT"), *[LINE] * 20)
    said = re.findall(r"Phần \d|Hình thứ \d|KẾT", _words(path))
    assert said == [*(part for n in range(5) for part in (f"Phần {n}", f"Hình thứ {n}")), "KẾT"]
    (tmp_path / "x").mkdir()
    assert min(filled.pages(path, tmp_path / "x")[:-1]) >= 70


def test_a_table_fills_the_page_that_the_figure_before_it_does_not_fit_on(tmp_path):
    rows = [Row((f"d{n}", "1", "2")) for n in range(8)]
    blocks = [*[LINE] * 25, Heading(2, "Câu 5"), _figure(high=300), _table(rows), *[LINE] * 20]
    first, second = _pages(_made(tmp_path, *blocks))[:2]
    assert "Câu 5" in first and len(_rows_of(first)) == 8 and second.startswith("2 Hình 1.")


@pytest.mark.parametrize(("before", "figures", "rows"), [(22, 1, 30), (26, 1, 20), (26, 1, 30), (6, 2, 20), (6, 2, 30)])
def test_no_figure_stands_within_a_table_that_goes_on_to_the_next_page(tmp_path, before, figures, rows):
    """It stands behind it, in its order, and before the next heading; the pages stay full."""
    drawn = [_figure(f"f{n}", high=300, title=(f"Hình thứ {n}",)) for n in range(figures)]
    drawn = [replace(f, svg=f.svg.replace("</svg>", '<rect width="9" height="300"/></svg>')) for f in drawn]
    held = [[f"d{40 * table + row}" for row in range(rows)] for table in range(2)]
    tables = [_table([Row((name, "1", "2")) for name in names], long=True) for names in held]
    blocks = [*[LINE] * before, Heading(2, "Câu 5"), *drawn, *tables, Heading(2, "Câu 6")]
    path = _made(tmp_path, *blocks, *[LINE] * 40)
    said = re.findall(r"\bd\d+|Hình thứ \d|Câu \d", _words(path))
    assert all(" ".join(names) in " ".join(said) for names in held)
    assert [one for one in said if one[0] == "H"] == [f"Hình thứ {n}" for n in range(figures)]
    assert (said[0], said[-1]) == ("Câu 5", "Câu 6")
    (tmp_path / "x").mkdir()
    assert min(filled.pages(path, tmp_path / "x")[:-1]) >= 70


def test_a_table_waits_for_a_figure_that_would_leave_a_shorter_page_behind_it(tmp_path):
    high = _figure("cao", 520, ("Cao",))
    high = replace(high, svg=high.svg.replace("</svg>", '<rect width="9" height="520"/></svg>'))
    rows = [Row((f"d{n}", "1", "2")) for n in range(38)]
    blocks = [*[LINE] * 24, Heading(2, "Câu 5"), high, _table(rows, long=True), Heading(2, "Câu 6"), *[LINE] * 40]
    path = _made(tmp_path, *blocks)
    found = re.findall(r"\bd\d+|Cao|Câu \d", _words(path))
    assert found == ["Câu 5", "Cao", *(row.cells[0] for row in rows), "Câu 6"]
    (tmp_path / "x").mkdir()
    assert min(filled.pages(path, tmp_path / "x")[:-1]) > 55  # behind it 45


def test_what_little_would_stand_on_a_last_page_is_drawn_in_by_lower_charts(tmp_path):
    end = [Heading(1, "Kiến nghị"), LINE, LINE]
    blocks = [Head({"layout": "plain"}, ("BÁO CÁO",)), _figure(high=300), *[LINE] * 16, *end]
    pages = _pages(_made(tmp_path, *blocks))
    assert len(pages) == 1 and "Kiến nghị" in pages[0]


@pytest.mark.parametrize(("more", "pages"), [(0, 2), (20, 3)])
def test_a_few_lines_of_an_annex_are_no_page_of_their_own(tmp_path, more, pages):
    """Its last part has smaller letters; not where that would not do."""
    text = [Paragraph((LONG * 3,))] * 9
    blocks = [*[LINE] * 40, Heading(1, "Cách đọc"), *text, *[LINE] * (9 + more)]
    path = _made(tmp_path, *blocks)
    assert len(_pages(path)) == pages
    high = {round(box[4] - box[2], 1) for box in _boxes(path) if box[5] == "dòng"}
    assert len(high) == (2 if pages == 2 else 1)


@pytest.mark.parametrize(
    ("before", "highs", "after", "most"),
    [(17, [150, 150, 150, 200, 300, 300], 15, 4), (21, [150, 150, 250, 150], 9, 3), (19, [150, 250, 300, 250], 14, 3)],
)
def test_a_page_that_would_stay_half_empty_is_filled_by_other_ways_to_set_the_charts(
    tmp_path, before, highs, after, most
):
    """As the charts fall by themselves a page more is needed, or they go beyond their part."""
    figures = [_figure(f"f{n}", high=high, title=(f"Hình thứ {n}",)) for n, high in enumerate(highs)]
    leads = [Paragraph((LONG,))] * len(figures)
    blocks = [Heading(1, "I. Một"), *[LINE] * (before + 1)]
    blocks += [block for pair in zip(leads, figures, strict=True) for block in pair]
    pages = _pages(
        _made(tmp_path, Head({"layout": "party"}, ("BÁO CÁO",)), *blocks, Heading(1, "II. Hai"), *[LINE] * after)
    )
    assert len(pages) == most
    whole = " ".join(pages)
    places = [whole.index(f"Hình thứ {n}") for n in range(len(highs))]
    assert places == sorted(places) and places[-1] < whole.index("II. Hai")


def test_a_letter_that_only_a_chart_holds_has_its_line_too(tmp_path):
    figure = _figure(title=("Mạng",))
    path = _made(tmp_path, replace(figure, svg=figure.svg.replace("Zalo", "微信")))
    assert "□: chữ mà bộ chữ của bản in không có" in " ".join(_words(path).split())


def test_a_table_goes_on_to_the_next_page_where_it_would_leave_one_half_empty(tmp_path):
    rows = [Row((f"d{n}", "1", "2")) for n in range(18)]
    blocks = [*[LINE] * 24, Heading(2, "Câu 6"), _table(rows), *[LINE] * 12]
    first, second = _pages(_made(tmp_path, *blocks))[:2]
    assert "Câu 6" in first and len(_rows_of(first)) > 3 and len(_rows_of(second)) > 1


@pytest.mark.parametrize(("foot", "goes_on"), [(places.FULL - 100, True), (places.FULL + 10, False)])
def test_a_table_goes_on_where_a_page_of_a_chart_alone_would_stay_half_empty(foot, goes_on):
    blocks = [replace(_figure(), anchor="hinh-1"), replace(_table([]), anchor="bang-1")]
    where = {"bang-1-before": (1, places.FULL + 50), "bang-1": (3, places.EDGE), "hinh-1-foot": (2, foot)}
    assert [*places._parted(blocks[1], blocks, where)] == ["bang-1-breaks"] * goes_on

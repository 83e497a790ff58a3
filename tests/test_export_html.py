"""A document of the report as a page: every block, a figure links its row, nothing fetched, one known script."""

import base64
import hashlib
import re
from dataclasses import replace
from html import unescape

import nbformat
import pytest

from pipeline.export import html, made, notebook, pages
from pipeline.report import model
from tests import documents
from tests.conftest import ROOT

REPORT = documents.report()


@pytest.fixture(scope="module")
def page():
    """The page of the report, as text."""
    return html.page(REPORT[0], REPORT)


@pytest.fixture(scope="module")
def annex():
    return html.page(REPORT[1], REPORT)


def words(page):
    """What stands on a page, blanks joined."""
    body = re.sub(r"<(script|style)>.*?</\1>|<svg.*?</svg>|</?(a|b|i|span)\b[^>]*>", "", page, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def one(page, pattern):
    """What a pattern that stands once on a page finds."""
    found = re.findall(pattern, page, re.S)
    assert len(found) == 1, found
    return found[0]


def test_every_kind_of_block_is_shown_and_an_unknown_one_is_refused(page):
    kinds = {kind for kind in vars(model).values() if isinstance(kind, type) and kind.__module__ == model.__name__}
    parts = {model.Strong, model.Emph, model.Ref, model.Column, model.Row, model.Drawn, model.Document}
    assert {type(block) for block in REPORT[0].blocks} == kinds - parts
    with pytest.raises(KeyError):
        html.page(replace(REPORT[0], blocks=(model.Row(()),)), REPORT)


@pytest.mark.parametrize(
    "said",
    [
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "BÁO CÁO kết quả điều tra ----- DỰ THẢO",
        "Zalo: 68,2%, hơn Facebook & bạn 48,2 điểm % (Bảng 1). Hết.",
        "Lời tác giả – Bảng PL2",
        "Cơ sở <5.000>.",
        "Hình 1. Zalo dẫn đầu với 68,2% Tỷ lệ, % của 5.000 người",
        "Bảng 1. Dùng mạng nào?",
        "“mở lớp <b>ngắn</b>”",
        "Nơi nhận: - Thường trực, - Lưu. TRƯỞNG BAN Nguyễn Văn A",
        "DỮ LIỆU MÔ PHỎNG – không phải kết quả điều tra thật",
    ],
)
def test_the_words_of_a_block_stand_on_the_page(page, said):
    assert said in words(page)


def test_a_figure_is_a_link_to_the_row_that_shows_it_with_its_base_and_interval(page):
    linked = one(page, r'<p>Zalo: <a class="so-lieu" href="#(.*?)" title="(.*?)">68,2%</a>')
    assert linked == ("bang-1-d1", "Bảng 1; cơ sở 5.000 người; khoảng tin cậy 95%: 66,9 – 69,5")
    assert "<th" in one(page, r'<tr id="bang-1-d1">(.*?)Zalo')


def test_a_row_of_the_other_document_is_linked_there(page, annex):
    assert one(page, r'Nữ <a class="so-lieu" href="(.*?)"') == "phu-luc.html#bang-2-d2"
    assert "81,0" in one(annex, r'<tr id="bang-2-d2">(.*?)</tr>')
    assert one(annex, r'href="(bao-cao.html#bang-1-d2)" title="Báo cáo, Bảng 1')


def test_a_cell_names_a_table_by_its_number_and_one_that_is_nowhere_not_at_all(annex):
    assert '>20,0%</a> (<a class="dan" href="bao-cao.html#bang-1">Báo cáo, Bảng 1</a>)</td>' in annex


def test_a_figure_that_no_table_shows_is_no_link(page):
    assert "ngoài bảng 55,5%</p>" in page


def test_no_link_of_the_report_leads_nowhere(page, annex):
    ids = {name: set(re.findall(r' id="([^"]+)"', text)) for name, text in (("", page), ("phu-luc.html", annex))}
    links = [link.partition("#") for link in re.findall(r'href="([^".][^"]*)"', page)]
    assert len(links) > 10 and [link for link in links if link[2] and link[2] not in ids[link[0]]] == []


def test_ids_stand_once(page, annex):
    for text in (page, annex):
        found = re.findall(r' id="([^"]+)"', text)
        assert len(found) == len(set(found))


def test_a_table_links_its_file_and_the_notebook_that_made_it(page):
    assert "../tables/frequencies.csv" in page and '"../notebooks/03_describe.html#bang-frequencies">Sổ tay 03<' in page


def test_a_chart_links_its_picture_and_its_figures(page):
    assert "../figures/net.svg" in page and "../figures/net.csv" in page


@pytest.mark.parametrize("name", made.MADE)
def test_a_table_is_made_by_the_notebook_that_is_named(name):
    cells = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4).cells
    source = "".join(cell.source for cell in cells if cell.cell_type == "code")
    saves_all = ("classical_", "pca_", "factor_", "polychoric")  # by the names of what infer returns
    own = [table for table in made.MADE[name] if not table.startswith(saves_all)]
    assert [table for table in own if f'"{table}"' not in source] == []


def test_every_listed_table_has_its_notebook():
    assert [name for name in pages.HELD if name != "codebook" and not made.notebook_of(name)] == []


def test_heads_of_columns_and_rows_are_heads(page, annex):
    assert '<th scope="row" class="dau-dong">Zalo</th>' in page
    assert '<th scope="rowgroup" colspan="4"><span>Theo giới</span></th>' in annex
    assert '<th scope="colgroup" class="nhom" colspan="2">Giới tính</th>' in annex
    assert '<td class="so dau-dong"></td>' not in page


def test_the_only_script_is_the_one_that_the_policy_names(page):
    script = one(page, r"<script>(.*?)</script>")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = one(page, r'Content-Security-Policy" content="(.*?)"')
    assert f"script-src &#39;sha256-{digest}&#39;;" in policy and policy.startswith("default-src &#39;none&#39;;")


def test_nothing_is_fetched(page):
    assert not re.search(r"""(?:src|href)\s*=\s*["']?\s*(?:https?:)?//|url\((?!data:font)|@import|\son\w+=""", page)


def test_the_same_documents_give_the_same_bytes(page):
    again = documents.report()
    assert html.page(again[0], again) == page


def test_marks_of_a_chart_take_the_focus_and_tell_their_figures(page):
    chart = one(page, r'<figure class="hinh" id="hinh-1">(.*?)</figure>')
    assert chart.count('<g class="diem" tabindex="0" role="img" aria-label="Zalo: 68,2% của 5.000 người">') == 1
    assert one(chart, r'<svg[^>]* role="(\w+)"') == "group" and "<title>Câu 2</title>" not in page


def test_a_chart_without_told_marks_stays_one_picture():
    plain = replace(documents.FIGURE, svg=documents.SVG.format(""))
    shown = html.page(replace(REPORT[0], blocks=(plain,)), REPORT)
    assert one(shown, r'<svg[^>]* role="(\w+)"') == "img" and "tabindex" not in one(shown, r"<svg(.*?)</svg>")


def test_the_figures_of_a_chart_stand_beside_it_and_hidden_ones_stay_hidden(page):
    shown = re.findall(r"<tr>(.*?)</tr>", one(page, r'<details class="so-hinh">(.*?)</details>'))
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in shown]
    assert cells == [
        ["Phương án", "Tỷ lệ (%)", "Khoảng tin cậy 95%", "Số người", "Cơ sở"],
        ["Zalo", "68,2", "66,9 – 69,5", "3.412", "5.000"],
        ["Facebook &amp; bạn", "–", "–", "–", "5.000"],
    ]


def test_contents_name_headings_tables_and_charts(page):
    listed = re.findall(r'<li class="cap-\d"><a href="#([^"]+)">([^<]+)</a>', page)
    assert ("nen-tang", "1. Nền tảng") in listed and ("bang-1", "Bảng 1. Dùng mạng nào?") in listed
    assert ("hinh-1", "Hình 1. Zalo dẫn đầu với 68,2%") in listed and '<a href="phu-luc.html">Phụ lục</a>' in page


def test_an_english_document_has_english_furniture():
    english = documents.report(language="en")
    text = html.page(english[0], english)
    assert '<html lang="en"' in text and "Contents" in text and "Data of the chart" in text
    assert "base: 5,000 respondents" in text and "Mục lục" not in text and "Table 1. Dùng mạng nào?" in text


def test_an_issued_report_of_real_data_bears_no_mark(page):
    real = documents.report(mark="", state="")
    text = html.page(real[0], real).split("</style>")[1]
    assert "trang-thai" not in text and "mo-phong" not in text and "trang-thai" in page.split("</style>")[1]


def test_a_document_without_a_head_has_its_title_as_heading(annex):
    assert one(annex, r"<h1>(.*?)</h1>") == "Phụ lục: Dùng mạng"


def test_the_cell_of_a_notebook_that_makes_a_table_is_found_by_its_name(tmp_path):
    book = nbformat.v4.new_notebook()
    texts = ["x = 1", 'project.save_table(work, "scales", scales)', 'a = {\n    "banners": b,\n}', 'd["banners"]']
    book.cells = [nbformat.v4.new_code_cell(text) for text in texts]
    nbformat.write(book, tmp_path / "03.ipynb")
    sections = notebook.notebook_html(tmp_path / "03.ipynb").split("<section>")[1:]
    assert [re.findall(r'id="bang-(\w+)"', section) for section in sections] == [[], ["scales"], ["banners"], []]

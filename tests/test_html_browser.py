"""The page of the report in a real browser: sorted and walked by keyboard, whole on a telephone, light and dark."""

from dataclasses import replace

import nbformat
import pytest

from pipeline import export
from pipeline.claims import Estimate
from pipeline.export import html
from pipeline.report import model
from tests import browser, documents
from tests.test_form_browser import tab, violations  # noqa: F401 – fixtures

pytestmark = pytest.mark.skipif(
    not browser.PROGRAM, reason="no chromium, chromium-browser or google-chrome on the PATH"
)
COLUMN = "[...document.querySelectorAll('#bang-1 tbody tr')].map((row) => row.cells[%d].textContent.trim())"
FOCUS = "document.querySelector(%r).focus()"
OUTSIDE = """[...document.querySelectorAll("main svg, main p, main h1, main h2, main h3, main li, main img")]
  .filter((e) => e.getClientRects().length && !e.closest(".cuon table"))
  .map((e) => [e.getBoundingClientRect(), e]).filter(([box]) => box.left < 0 || box.right > innerWidth)
  .map(([, e]) => e.outerHTML.slice(0, 60))"""
SHUT = "[...document.querySelectorAll('.cuon')].map((e) => [e.scrollWidth > e.clientWidth + 1, e.tabIndex === 0])"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Both pages of the report, side by side."""
    place, report = tmp_path_factory.mktemp("trang"), documents.report()
    for document in report:
        (place / f"{document.name}.html").write_text(html.page(document, report), encoding="utf-8")
    return place


def opened(tab, folder, name="bao-cao.html"):  # noqa: F811
    return tab.open((folder / name).as_uri())


def seen_by_axe(tab):  # noqa: F811
    """What axe finds on a page, on a light screen and on a dark one."""
    return {scheme: violations(tab.media(prefers_color_scheme=scheme)) for scheme in ("light", "dark")}


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", ["bao-cao.html", "phu-luc.html"])
def test_axe_finds_nothing(tab, folder, name, width):  # noqa: F811
    opened(tab.width(width), folder, name)
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert seen_by_axe(tab) == {"light": [], "dark": []}


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("made", ["notebook", "index"])
def test_axe_finds_nothing_in_the_other_pages_of_the_outputs(tab, tmp_path, survey, made, width):  # noqa: F811
    table = "<table><thead><tr><th></th><th>n</th></tr></thead><tbody><tr><th>a</th><td>1</td></tr></tbody></table>"
    outputs = [nbformat.v4.new_output("display_data", {"text/html": table})]
    outputs.append(nbformat.v4.new_output("stream", text="dòng rất dài " * 40))
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# 03 · Mô tả")])
    book.cells.append(nbformat.v4.new_code_cell('save_table(work, "scales", a)', outputs=outputs))
    nbformat.write(book, tmp_path / "03.ipynb")
    page = export.notebook_html(tmp_path / "03.ipynb", synthetic=True)
    page = page if made == "notebook" else export.index_html(replace(survey, synthetic=True), tmp_path, {})
    (tmp_path / "trang.html").write_text(page, encoding="utf-8")
    opened(tab.width(width), tmp_path, "trang.html")
    assert seen_by_axe(tab) == {"light": [], "dark": []}


def test_a_chart_and_its_marks_are_named_for_those_who_hear_them(tab, folder):  # noqa: F811
    opened(tab.width(1280), folder)
    tree = tab.send("Accessibility.getFullAXTree")["nodes"]
    named = {node["name"]["value"] for node in tree if node.get("name", {}).get("value") and not node.get("ignored")}
    assert {"Biểu đồ thanh: cao nhất là Zalo.", "Zalo: 68,2% của 5.000 người", "Hình 1, cuộn ngang được"} <= named


def test_on_a_telephone_the_unit_of_a_key_figure_is_no_word_broken_in_two(tab, tmp_path):  # noqa: F811
    figures = [
        Estimate("numbers", (), "mean", value, unit=unit) for value, unit in ((-5.9, "điểm"), (37.5, "nghìn đồng"))
    ]
    box = model.Box(tuple((figure, "trung bình") for figure in figures), "Số liệu chính", model.FIGURES)
    document = model.Document("bao-cao", "Báo cáo", "Báo cáo", (box,), "plain")
    (tmp_path / "bao-cao.html").write_text(html.page(document, [document]), encoding="utf-8")
    opened(tab.width(360), tmp_path)
    words = """[...document.querySelectorAll(".so-lon")].flatMap((one) => {
      const text = document.createTreeWalker(one, NodeFilter.SHOW_TEXT).nextNode(), range = document.createRange();
      return [...text.data.matchAll(/[^\\s]+/g)].map((word) => {
        range.setStart(text, word.index); range.setEnd(text, word.index + word[0].length);
        return [word[0], range.getClientRects().length]; }); })"""
    assert tab.evaluate(words) == [["−5,9", 1], ["điểm", 1], ["37,5", 1], ["nghìn", 1], ["đồng", 1]]


def test_on_a_telephone_cells_of_words_hold_more_than_a_word_a_line(tab, tmp_path):  # noqa: F811
    columns = tuple(model.Column(title, 25) for title in ("Kiến nghị", "Căn cứ", "Cơ quan thực hiện", "Thời hạn"))
    cells = ("Mở lớp tập huấn", "50,6% đề nghị; thường xuyên hoặc luôn luôn kiểm chứng", "Ban Tuyên giáo", "Quý IV")
    advice = model.Table("Kiến nghị", columns, (model.Row(cells),), number="Bảng 1", anchor="bang-1")
    document = model.Document("bao-cao", "Báo cáo", "Báo cáo", (advice,), "plain")
    (tmp_path / "bao-cao.html").write_text(html.page(document, [document]), encoding="utf-8")
    opened(tab.width(360), tmp_path)
    assert tab.evaluate("Math.min(...[...document.querySelectorAll('td')].map((cell) => cell.offsetWidth))") >= 120


def test_on_a_telephone_nothing_is_cut_and_nothing_scrolls_sideways(tab, folder):  # noqa: F811
    opened(tab.width(360), folder)
    assert tab.evaluate(OUTSIDE) == [] and not tab.evaluate("document.documentElement.scrollWidth > innerWidth")
    opened(tab, folder, "phu-luc.html")
    assert tab.evaluate(OUTSIDE) == [] and not tab.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_frame_takes_the_focus_only_where_it_scrolls(tab, folder):  # noqa: F811
    for width in (1280, 360):
        opened(tab.width(width), folder, "phu-luc.html")
        assert all(scrolls == takes for scrolls, takes in tab.evaluate(SHUT))
    assert any(scrolls for scrolls, _ in tab.evaluate(SHUT))


@pytest.mark.parametrize("width, is_narrow", [(1280, False), (360, True)])
def test_a_chart_drawn_for_telephones_stands_there_in_place_of_the_wide_one(tab, folder, width, is_narrow):  # noqa: F811
    opened(tab.width(width), folder)
    shown = "[...document.querySelectorAll('#hinh-2 svg')].filter((e) => e.getClientRects().length)"
    boxes = tab.evaluate(
        f"{shown}.map((e) => [Math.round(e.viewBox.baseVal.width), e.getBoundingClientRect().right <= innerWidth])"
    )
    assert boxes == [[281 if is_narrow else 454, True]]


def test_a_chart_enlarged_on_a_telephone_scrolls_within_its_frame(tab, folder):  # noqa: F811
    opened(tab.width(360), folder).click(".phong-to input")
    assert tab.evaluate(
        "document.querySelector('.hinh .cuon').tabIndex === 0 && !document.querySelector('.hinh .vuot').hidden"
    )
    assert not tab.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_column_of_numbers_is_sorted_by_keyboard_and_its_base_stays_last(tab, folder):  # noqa: F811
    opened(tab.width(1280), folder).evaluate(FOCUS % "#bang-1 th:nth-child(3) button")
    states = []
    for _ in range(3):
        tab.press("Enter")
        sort = tab.evaluate("document.querySelector('#bang-1 th:nth-child(3)').getAttribute('aria-sort')")
        states.append((sort, tab.evaluate(COLUMN % 2)))
    assert states == [
        ("descending", ["68,2", "20,0", "< 0,5", "–", ""]),
        ("ascending", ["< 0,5", "20,0", "68,2", "–", ""]),
        ("none", ["68,2", "20,0", "–", "< 0,5", ""]),
    ]


def test_thousands_and_words_are_sorted_as_vietnamese_reads_them(tab, folder):  # noqa: F811
    opened(tab.width(1280), folder).click("#bang-1 th:nth-child(2) button")
    assert tab.evaluate(COLUMN % 1) == ["3.412", "1.000", "12", "–", "5.000"]
    tab.click("#bang-1 th:nth-child(1) button")
    assert tab.evaluate(COLUMN % 0) == ["Facebook & bạn", "Mạng khác", "Threads", "Zalo", "Cơ sở"]
    assert tab.evaluate("document.querySelectorAll('#bang-1 [aria-sort]:not([aria-sort=none])').length") == 1


def test_a_table_with_headings_between_its_rows_is_not_sorted(tab, folder):  # noqa: F811
    opened(tab.width(1280), folder, "phu-luc.html")
    assert tab.evaluate("document.querySelectorAll('#bang-2 button').length") == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_a_number_leads_to_its_row_also_without_scripts(tab, folder, scripts):  # noqa: F811
    tab.width(1280).scripts(scripts)
    opened(tab, folder)
    assert tab.evaluate("document.querySelectorAll('button').length > 0") == scripts
    tab.click("main p .so-lieu").wait("location.hash === '#bang-1-d1'")
    assert tab.evaluate("document.querySelector('tr:target').cells[0].textContent") == "Zalo"
    tab.follow(tab.click, "a[href='phu-luc.html#bang-2-d2']")
    assert tab.evaluate("document.querySelector('tr:target').cells[3].textContent") == "81,0"
    assert tab.evaluate("document.querySelector('tr:target').getBoundingClientRect().top > 40")


def test_arrows_walk_from_mark_to_mark_and_each_is_told(tab, folder):  # noqa: F811
    opened(tab.width(1280), folder).evaluate("document.querySelector('.diem').focus()")
    told = "document.querySelector('.doc-diem').textContent"
    first, second = tab.evaluate(told), tab.press("ArrowDown").evaluate(told)
    assert (first, second) == ("Zalo: 68,2% của 5.000 người", "Facebook & bạn: 20,0% của 5.000 người")
    assert tab.evaluate("document.querySelectorAll('#hinh-1 .diem[tabindex=\"0\"]').length") == 1


@pytest.mark.parametrize("width, is_open", [(1280, True), (360, False)])
def test_contents_stay_beside_a_wide_page_and_fold_on_a_telephone(tab, folder, width, is_open):  # noqa: F811
    opened(tab.width(width), folder).evaluate("scrollTo(0, 600)")
    assert tab.evaluate("document.querySelector('nav details').open") == is_open
    assert tab.evaluate("document.querySelector('nav').getBoundingClientRect().bottom > 0") == is_open


def test_the_page_asks_the_network_for_nothing(tab, folder):  # noqa: F811
    opened(tab.width(1280), folder)
    assert [url for url in tab.requests if not url.startswith((folder.as_uri(), "data:"))] == []

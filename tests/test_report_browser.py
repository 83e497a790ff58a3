"""Report and notebook pages in a real browser: accessible by axe-core, charts whole on a telephone and on a screen."""

import pytest

from pipeline import export
from tests import browser
from tests.test_export import _notebook, drawn, full  # noqa: F401 – fixtures
from tests.test_form_browser import tab, violations  # noqa: F401 – fixtures

pytestmark = pytest.mark.skipif(
    not browser.PROGRAM, reason="no chromium, chromium-browser or google-chrome on the PATH"
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
BOXES = """[...document.querySelectorAll("figure svg")].map((chart) => {
  const box = chart.getBoundingClientRect();
  const words = [...chart.querySelectorAll("text")].map((text) => text.getBoundingClientRect());
  return [box.left, box.right, Math.min(...words.map((w) => w.left)), Math.max(...words.map((w) => w.right))];
})"""


@pytest.fixture(params=[1280, 360])
def wide(request, tab):  # noqa: F811
    """A tab of a screen's or a telephone's width, and that width."""
    return tab.width(request.param), request.param


def opened(wide, folder, html):
    (folder / "trang.html").write_text(html, encoding="utf-8")
    wide[0].open((folder / "trang.html").as_uri())
    return wide[0]


def test_charts_are_as_wide_as_the_page_with_all_of_their_words(wide, tmp_path, full):  # noqa: F811
    boxes = opened(wide, tmp_path, full).evaluate(BOXES)
    room = wide[0].evaluate("document.querySelector('main').clientWidth")
    assert len(boxes) == 6 and not wide[0].evaluate("document.documentElement.scrollWidth > innerWidth")
    for left, right, first, last in boxes:
        assert 0 <= left <= first and last <= right <= wide[1] and right - left > 0.9 * room


@pytest.mark.parametrize("page", ["report", "notebook"])
def test_axe_finds_no_breach_of_wcag(wide, tmp_path, full, page):  # noqa: F811
    book = _notebook(tmp_path / "03.ipynb", said="dòng rất dài " * 40)
    html = full if page == "report" else export.notebook_html(book)
    assert violations(opened(wide, tmp_path, html), runOnly=WCAG) == []


def test_a_chart_is_named_for_those_who_hear_it(tab, tmp_path, full):  # noqa: F811
    opened((tab, 0), tmp_path, full)
    tree = tab.send("Accessibility.getFullAXTree")["nodes"]
    named = [node["name"]["value"] for node in tree if node.get("role", {}).get("value") in ("image", "img")]
    assert len(named) == 6 and named[0].startswith("Biểu đồ thanh: cao nhất là Zalo (68,2")

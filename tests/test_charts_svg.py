"""A chart as SVG says the words of the figure, is the same bytes every time, and stands beside others on a page."""

import re
from html import unescape

import pytest

from pipeline import charts
from tests.figures import frequencies, residual, words
from tests.test_charts_picture import SHAPES, hard_case


def drawn(figure, name="ten"):
    return charts.svg(figure, name=name, title="Tên hình", alt='Nói “A” & "B" < C')


def said(picture):
    """All words of the text elements, in order of the alphabet: lines are elements of their own."""
    return sorted(" ".join(map(unescape, re.findall(r"<text[^>]*>([^<]*)</text>", picture))).split())


@pytest.mark.parametrize("shape", SHAPES)
def test_every_word_and_number_of_a_figure_is_text_of_its_svg(shape):
    figure = hard_case(shape)
    assert said(drawn(figure)) == sorted(" ".join(words(figure)).split())


def test_the_same_figure_is_the_same_svg_and_another_name_shares_no_id_with_it():
    first, again, other = (drawn(hard_case("dots of options"), name) for name in ("a", "a", "b"))
    ids = [set(re.findall(r' id="([^"]*)"', picture)) for picture in (first, other)]
    assert first == again and ids[0] and not ids[0] & ids[1]
    assert all(
        set(re.findall(r'href="#([^"]*)"', picture)) == found
        for picture, found in zip((first, other), ids, strict=True)
    )


def test_an_svg_has_a_role_a_title_and_its_words_for_the_ear_and_fetches_and_runs_nothing():
    picture = drawn(charts.bar(frequencies({"A": 40}), title="T"))
    assert picture.startswith("<svg ") and picture.endswith("</svg>") and "<title>Tên hình</title>" in picture
    assert 'role="img" aria-label="Nói “A” &amp; &quot;B&quot; &lt; C"' in picture
    assert not re.search(r"<script|url\(|<metadata|<style|<!|Matplotlib|\d{4}-\d\d-\d\d", picture)


@pytest.mark.parametrize("beyond", [False, True])
def test_an_svg_is_as_wide_as_its_sheet_and_wider_only_where_words_stand_out(beyond):
    figure = charts.residuals(residual([[1.0, 3.0]]), title="T")
    figure.text(0.95, 0.5, "ra ngoài lề rất xa" if beyond else "")
    left, top, wide, high = map(float, re.search(r'viewBox="([^"]*)"', drawn(figure))[1].split())
    size = [72 * inch for inch in figure.get_size_inches()]
    assert (left, top, high) == (0, 0, pytest.approx(size[1])) and (wide == pytest.approx(size[0])) is not beyond
    assert figure.dpi == 200  # as it was


def test_bars_are_as_long_as_their_numbers():
    picture = drawn(charts.bar(frequencies({"A": 80.0, "B": 20.0}), title="T"))
    paths = re.findall(r'<path d="([^"]*)" style="fill: #0072b2', picture)
    edges = [list(map(float, re.findall(r"[ML] ([\d.]+) ", path))) for path in paths]
    lengths = [max(x) - min(x) for x in edges]
    assert lengths[0] / lengths[1] == pytest.approx(4, abs=0.01)

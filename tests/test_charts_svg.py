"""A chart as SVG says the words of the figure, is the same bytes every time, and stands beside others on a page."""

import re
from functools import cache
from html import unescape
from io import StringIO

import pandas as pd
import pytest
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.font_manager import FontProperties

from pipeline import charts
from pipeline.charts import vector
from tests.figures import (
    APART,
    INTERVAL,
    LONG,
    POINTS,
    battery,
    compared,
    frequencies,
    odds_ratios,
    residual,
    words,
)
from tests.hard_charts import SHAPES, hard_case, seen


def drawn(figure, name="ten"):
    return charts.svg(figure, name=name, title="Tên hình", alt='Nói “A” & "B" < C')


@cache
def shown(shape):
    """The worst figure of a shape as SVG."""
    return drawn(seen(shape))


def test_words_that_another_figure_had_are_as_wide_as_matplotlib_measures_them():
    ours, plain = (kind(72, 72, StringIO()) for kind in (vector._Renderer, RendererSVG))
    for size, weight, text in [(9, 400, "Không"), (8, 400, "Không"), (9, 700, "Không"), (9, 400, "Có")] * 2:
        font = FontProperties(size=size, weight=weight)
        wanted = plain.get_text_width_height_descent(text, font, False)
        assert ours.get_text_width_height_descent(text, font, False) == wanted
        assert ours.get_text_width_height_descent(text, font, False) == wanted


def said(picture):
    """All words of the text elements, in order of the alphabet: lines are elements of their own."""
    return sorted(" ".join(map(unescape, re.findall(r"<text[^>]*>([^<]*)</text>", picture))).split())


@pytest.mark.parametrize("shape", SHAPES)
def test_every_word_and_number_of_a_figure_is_text_of_its_svg(shape):
    assert said(shown(shape)) == sorted(" ".join(words(seen(shape))).split())


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


def told(picture):
    return list(map(unescape, re.findall(r"<g><title>([^<]*)</title>", picture)))


POINTED = [
    (lambda: charts.bar(frequencies({"A": 40, "B": None}), title="T"), ["A: 40,0%; cơ sở 1.000 người"]),
    (
        lambda: charts.dots(compared([60.0, None], [200, 90]), title="T", interval=INTERVAL),
        ["Nhóm A: 60,0%; cơ sở 200 người; khoảng tin cậy 95%: 53,1 – 66,5"],
    ),
    (
        lambda: charts.likert(battery([10.0, 20, 30, 25, 5, 10]), points=POINTS, apart=APART, title="T"),
        [f"{LONG} 0 – {point}: {share}%; cơ sở 1.000 người" for point, share in zip(
            [*POINTS, *APART], ["10,0", "20,0", "30,0", "25,0", "5,0", "10,0"], strict=True)],
    ),
    (lambda: charts.forest(odds_ratios((1.5, 1.2, 1.9)), title="T"), ["Nhóm B: 1,50 (1,20–1,90)"]),
    (lambda: charts.residuals(residual([[0.5, None]]), title="T"), ["Zalo 0, Nhóm A: 0,5"]),
    (lambda: charts.histogram(pd.Series([1, 1, 2]), title="T", label="Số"), ["1: 2 người", "2: 1 người"]),
]  # fmt: skip


@pytest.mark.parametrize("chart, expected", POINTED)
def test_a_mark_tells_its_figure_people_and_interval_and_a_hidden_one_nothing(chart, expected):
    assert told(drawn(chart())) == expected


@pytest.mark.parametrize("shape", SHAPES)
def test_a_chart_for_a_telephone_says_the_same_on_a_narrower_sheet(shape):
    with charts.narrow():
        small = hard_case(shape)
    assert small.get_size_inches()[0] == 3.9 and seen(shape).get_size_inches()[0] == 6.3
    assert sorted(told(drawn(small))) == sorted(told(shown(shape)))


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

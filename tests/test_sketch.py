"""Strips beside the figures of a notebook's tables: as long as their numbers, nothing where nothing is told."""

import re

import numpy as np
import pandas as pd
import pytest

from pipeline import show, sketch
from tests.figures import APART, POINTS, battery


def spans(strip):
    """(from, to) of every part of a strip, in percent of it."""
    return [tuple(map(float, part)) for part in re.findall(r"#\w+ ([\d.-]+)% ([\d.-]+)%", strip)]


def test_bars_are_as_long_as_their_numbers_and_a_hidden_one_has_none():
    assert [spans(bar) for bar in sketch.bars([80.0, 20.0, np.nan, 0.0])] == [[(0, 100)], [(0, 25)], [], [(0, 0)]]
    assert sketch.bars([np.nan]) == [""] and spans(sketch.bars([0.0])[0]) == [(0, 0)]


def middle(pair):
    return sum(pair) / 2


def test_a_mark_stands_in_the_band_of_its_interval_on_an_axis_from_nought():
    frame = pd.DataFrame(
        {"percent": [50.0, 25.0, np.nan, 10.0], "low": [40.0, 20.0, np.nan, np.nan], "high": [100.0, 30, 9, 9]}
    )
    first, second, hidden, alone = sketch.intervals(frame)
    (mark, band), (other, low) = spans(first), spans(second)
    assert band[0] < middle(mark) < band[1] and low[0] < middle(other) < low[1]
    nought = 2 * middle(other) - middle(mark)  # 25 is half of 50
    assert nought == pytest.approx(1.6, abs=0.1) and hidden == "" and len(spans(alone)) == 1


def test_ratios_stand_on_a_logarithmic_axis_around_one():
    frame = pd.DataFrame({"odds_ratio": [2.0, 0.5, 3.0], "low": [1.0, 0.25, 0.0], "high": [4.0, 1.0, np.inf]})
    (twice, one, band), (half, same, _), beyond = map(spans, sketch.intervals(frame, around=1))
    assert middle(twice) - middle(one) == pytest.approx(middle(one) - middle(half), abs=0.11)
    assert one == same and band[0] == pytest.approx(middle(one), abs=0.11)
    assert len(beyond) == 2  # without limits that can be drawn: its mark, and the line of no difference


def test_a_battery_is_a_table_with_a_strip_a_row_that_is_left_out_where_a_share_is_hidden():
    rows = battery([10, 20, 30, 25, 10, 5], [10, 20, 30, 25, 10, None])
    page = sketch.scale(rows, "Mức độ", points=POINTS, apart=APART, weighted=True).data
    strips = re.findall(r"<span[^>]*>", page)
    assert [end for _, end in spans(strips[0])] == [10, 30, 60, 85, 95, 100] and len(strips) == 1
    assert ">Mức độ (%, gia quyền)<" in page and page.count(">–<") == 1 and "1.000" in page and "999" in page
    assert len(set(re.findall(r"background: (#\w+)", page))) == len(POINTS) + 1
    assert "gia quyền" not in sketch.scale(rows, "Mức độ", points=POINTS, apart=APART).data


def test_an_option_without_a_row_counts_as_nought():
    rows = battery([10, 20, 30, 30, 10, 0]).query("option not in @APART")
    assert spans(sketch.scale(rows, "T", points=POINTS, apart=APART).data)[-1] == (100, 100)


def test_strips_are_one_more_column_of_a_table_and_words_stay_words():
    frame = pd.DataFrame({"option": ["<b>"], "percent": [50.0], "base": [200]})
    page = show.table(frame, drawn=sketch.bars(frame["percent"])).data
    assert "&lt;b&gt;" in page and page.count("<td") == 4 and '<span style="display' in page and ">Hình<" in page


def test_the_plane_numbers_codes_and_joins_each_to_its_nearest():
    points = pd.DataFrame({"code": ["a", "b", "c"], "name": ["Mạng", "Tin <giả>", "Lớp học"], "n": [10, 1200, 30],
                           "x": [0, 1, 3], "y": [0, 0, 1], "nearest": ["b", "a", "b"]})  # fmt: skip
    page = sketch.plane(points, "Khó khăn gì?", "Càng gần càng giống.").data
    assert re.findall(r"<li>(.*?)</li>", page) == ["Mạng", "Tin &lt;giả&gt;", "Lớp học"]
    assert page.count("<path") == 3 and re.findall(r"<text[^>]*>(\d)", page) == ["1", "2", "3"]
    assert (
        'role="img" aria-label="Khó khăn gì?: Càng gần càng giống."' in page and "<title>Khó khăn gì?</title>" in page
    )
    assert "1200" not in page and "1.200" not in page  # how many people is told by the tables, which hide

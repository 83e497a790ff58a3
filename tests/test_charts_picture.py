"""Pictures are read by everybody: nothing cut or overlapping, large enough in print, told apart without colour."""

import io
import itertools

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from pipeline import charts
from pipeline.charts import canvas
from tests.figures import (
    APART,
    POINTS,
    battery,
    crosstab,
    frequencies,
    residual,
    texts,
    words,
)
from tests.hard_charts import SHAPES, seen

SCALES = [
    POINTS[:2],
    POINTS[1:4],
    (*POINTS[:2], *POINTS[3:]),
    POINTS,
    (*POINTS, "Hoàn toàn đồng ý", "Tuyệt đối đồng ý"),
]


def touching(boxes):
    """Pairs of labels whose boxes overlap; of (label, box)."""
    low, high = np.sort([[box.min, box.max] for _, box in boxes], axis=1).swapaxes(0, 1)
    meet = ((low[:, None] <= high) & (low <= high[:, None])).all(axis=2)
    return [(boxes[one][0], boxes[other][0]) for one, other in np.argwhere(np.triu(meet, 1))]


@pytest.mark.parametrize("shape", SHAPES)
def test_no_words_are_cut_or_overlap(shape):
    figure = seen(shape)
    renderer, frame = figure.canvas.get_renderer(), figure.bbox
    figure.draw(renderer)
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts(figure)]
    for label, box in boxes:
        assert frame.x0 - 1 <= box.x0 and box.x1 <= frame.x1 + 1, f"{label!r} is cut at a side"
        assert frame.y0 - 1 <= box.y0 and box.y1 <= frame.y1 + 1, f"{label!r} is cut above or below"
    assert touching([(label, box.padded(-0.5)) for label, box in boxes]) == []
    assert min(text.get_fontsize() for text in texts(figure)) >= 8


def ratio(one, other):
    """Contrast of two colours by WCAG 2.2, 1 to 21."""
    low, high = sorted([canvas.luminance(one), canvas.luminance(other)])
    return (high + 0.05) / (low + 0.05)


def deuteranope(color):
    """The colour as a deuteranope sees it (Machado, Oliveira & Fernandes 2009, severity 1), linear light."""
    seen = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    return np.array(seen) @ np.array(matplotlib.colors.to_rgb(color)) ** 2.2


@pytest.mark.parametrize("points", SCALES, ids=len)
def test_neighbours_of_a_scale_are_told_apart_in_grey_and_by_colour_blind_readers(points):
    table = frequencies(dict.fromkeys(points, 100 / len(points)))
    figure = charts.likert(table, points=points, title="T")
    bars = [bar.get_facecolor() for bar in figure.axes[0].patches]
    half = len(points) // 2
    for at, (one, other) in enumerate(itertools.pairwise(bars)):
        assert np.abs(deuteranope(one[:3]) - deuteranope(other[:3])).max() > 0.08
        assert ratio(one, other) >= 1.5 or (len(points) % 2 == 0 and at == half - 1)  # halves part at the line of zero


def test_figures_in_segments_and_cells_have_the_contrast_of_wcag_aa():
    figure = charts.likert(battery([20, 20, 20, 20, 20, 0]), points=POINTS, apart=APART, title="T")
    for bar, text in zip(figure.axes[0].patches, figure.axes[0].texts, strict=True):
        assert ratio(bar.get_facecolor(), text.get_color()) >= 4.5
    for figure in (seen("residuals"), seen("heat")):
        mesh = figure.axes[0].collections[0]
        known = [text for text in figure.axes[0].texts if text.get_text() != "ẩn"]
        colors = mesh.cmap(mesh.norm(mesh.get_array().compressed()))
        assert min(ratio(color, text.get_color()) for color, text in zip(colors, known, strict=True)) >= 4.5


def test_words_on_white_have_the_contrast_of_wcag_aa():
    found = [text for shape in SHAPES if shape not in ("likert", "heat", "residuals") for text in texts(seen(shape))]
    assert min(ratio(text.get_color(), "white") for text in found) >= 4.5


@pytest.mark.parametrize(("weighted", "note"), [(True, "Đã gia quyền; n là số người."), (False, "Chưa gia quyền.")])
def test_the_note_says_whether_figures_are_weighted(weighted, note):
    assert note in words(charts.bar(frequencies({"A": 40}), title="T", weighted=weighted))
    assert not any("gia quyền" in word for word in words(charts.bar(frequencies({"A": 40}), title="T")))


def test_what_n_means_is_said_only_where_one_stands():
    bare = words(charts.bar(frequencies({"A": 40}), title="", weighted=True))
    assert "Đã gia quyền." in bare and not any("n là" in word for word in bare)
    scale = charts.likert(battery([10, 20, 30, 25, 10, 5]), points=POINTS, apart=APART, title="", weighted=True)
    assert any(word.endswith("Đã gia quyền; n là số người.") for word in words(scale))


def test_a_picture_is_a_png_of_200_dots_an_inch_as_wide_as_the_text_of_the_report():
    small = charts.heat(pd.concat([crosstab([10], [100]), crosstab([90], [100], option="X")]), title="T")
    figures = small, charts.bar(frequencies({"A": 40}), title="T")
    sizes = [Image.open(io.BytesIO(charts.png(figure))).size for figure in figures]
    assert {round(width / 200 * 25.4) for width, _ in sizes} == {165}  # A4 less margins of 30 and 15 mm


@pytest.mark.parametrize("beyond", [False, True])  # words that stand out of the sheet make it wider
@pytest.mark.parametrize("kind", ["bar", "residuals"])  # under and over 256 colours
def test_a_picture_drawn_once_with_a_palette_looks_as_matplotlib_saves_it_in_full(kind, beyond):
    cells = residual(np.linspace(-9, 9, 12).reshape(3, 4).tolist())
    figure = (
        charts.bar(frequencies({"A": 40, "B": 9}), title="T") if kind == "bar" else charts.residuals(cells, title="T")
    )
    figure.text(0.95, 0.5, "ra ngoài lề" if beyond else "")
    figure.savefig(whole := io.BytesIO(), dpi=200, bbox_inches="tight", pad_inches=0.1, facecolor="white")
    picture = Image.open(io.BytesIO(charts.png(figure)))
    pixels = [np.asarray(each.convert("RGB"), int) for each in (picture, Image.open(whole))]
    far = np.abs(pixels[0] - pixels[1]).max(axis=2)
    assert (picture.mode, len(picture.getcolors()) <= 256, beyond) == ("P", True, picture.width > 1300)
    assert far.max() == 0 if (kind, beyond) == ("bar", False) else (far > 16).mean() < 0.005


def test_drawing_leaves_no_open_figure_no_changed_setting_and_no_changed_table():
    before, table = dict(matplotlib.rcParams), battery([10, 20, 30, 25, 10, 5])
    copy = table.copy()
    charts.png(charts.likert(table, points=POINTS, apart=APART, title="T"))
    charts.histogram(pd.Series([1, 2]), title="T", label="L")
    assert plt.get_fignums() == []
    assert dict(matplotlib.rcParams) == before
    pd.testing.assert_frame_equal(table, copy)


def test_every_letter_of_vietnamese_has_a_shape(recwarn):
    letters = "ăâđêôơưằẳẵắặầẩẫấậềểễếệồổỗốộờởỡớợừửữứựỳỷỹýỵ"
    charts.png(charts.bar(frequencies({letters: 50, letters.upper(): 50}), title=letters, synthetic=True))
    assert not [warning for warning in recwarn if "Glyph" in str(warning.message)]

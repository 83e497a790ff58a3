"""Charts that compare groups: dots with intervals, heat maps, residuals, odds ratios; and scree plots, dumbbells."""

import numpy as np
import pandas as pd
import pytest

from pipeline import charts
from tests.figures import INTERVAL, color_of, compared, crosstab, odds_ratios, residual, rows_of, shape_of, words


def test_dots_stand_by_size_with_their_interval_and_n():
    figure = charts.dots(compared([10, 50], [10, 1200]), title="Zalo theo nhóm", interval=INTERVAL)
    axes = figure.axes[0]
    assert rows_of(axes) == ["Nhóm B", "Nhóm A"]
    assert axes.collections[0].get_offsets()[:, 0].tolist() == [50, 10]
    assert [text.get_text() for text in figure.axes[1].texts] == ["1.200", "10", "n"]
    first, second = (segment[:, 0].tolist() for segment in axes.collections[1].get_segments())
    assert np.allclose(second, [1.78762130950729, 40.4150026795238])  # as above: 1 of 10
    assert first[0] < 50 < first[1]
    assert "Tỷ lệ chọn “Zalo”. Cơ sở: n = 1.210 người trả lời" in words(figure)


def test_hidden_and_empty_groups_say_so():
    table = compared([10, None, None], [100, np.nan, 0])
    figure = charts.dots(table, title="T", interval=INTERVAL, ordered=True)
    assert [text.get_text() for text in figure.axes[1].texts] == ["100", "–", "0", "n"]
    assert {"không nêu", "không có người trả lời"} <= set(words(figure))
    assert "Tỷ lệ chọn “Zalo”. Cơ sở: n = 100 người trả lời (không kể nhóm không nêu)" in words(figure)


def test_one_option_by_several_variables_stands_in_headed_blocks():
    table = pd.concat([compared([10, 50], [100, 200]), compared([30, None], [300, np.nan], by="tuoi")])
    figure = charts.dots(table, title="T", interval=INTERVAL, names={"nhom": "Nhóm", "tuoi": "Tuổi"})
    assert rows_of(figure.axes[0]) == ["Nhóm A", "Nhóm B"] * 2  # as given, not by size
    assert {"Nhóm", "Tuổi", "50,0%", "không nêu"} <= set(words(figure))
    assert "Tỷ lệ chọn “Zalo”. Cơ sở: n = 300 người trả lời (không kể nhóm không nêu)" in words(figure)


def test_several_options_by_one_variable_tell_groups_by_colour_and_shape():
    table = pd.concat([compared([10, 50], [100, 200]), compared([None, 20], [100, 200], option="X")])
    figure = charts.dots(table, title="T", interval="khoảng tin cậy 95%")
    marks = [part for part in figure.axes[0].collections if len(part.get_offsets()) == 2]
    assert rows_of(figure.axes[0]) == ["Zalo", "X"]
    assert np.allclose([mark.get_offsets()[:, 0] for mark in marks], [[10, np.nan], [50, 20]], equal_nan=True)
    shapes, colors = ({str(read(mark)) for mark in marks} for read in (shape_of, color_of))
    assert len(shapes) == len(colors) == 2
    assert {"Nhóm A (n = 100)", "10,0", "không nêu", "Vạch ngang: khoảng tin cậy 95%."} <= set(words(figure))


def test_dots_of_two_options_by_two_variables_or_of_too_many_groups_are_refused():
    four = pd.concat([compared([10], [9], option, by) for option in "XY" for by in "ab"])
    with pytest.raises(ValueError, match="option cần một giá trị"):
        charts.dots(four, title="T", interval=INTERVAL)
    many = pd.concat([compared([10] * 9, [9] * 9, option) for option in "XY"])
    with pytest.raises(ValueError, match="9 nhóm, nhiều nhất 8 nhóm"):
        charts.dots(many, title="T", interval=INTERVAL)


def test_groups_that_marks_cannot_tell_apart_are_compared_on_a_heat_map():
    few, many = (pd.concat([compared([10] * n, [9] * n, option) for option in "XY"]) for n in (8, 9))
    style = {"title": "T", "interval": INTERVAL}
    assert any("Vạch ngang" in word for word in words(charts.compare(few, **style)))
    assert any("phần trăm của nhóm" in word for word in words(charts.compare(many, **style)))


def test_dots_without_intervals_are_refused_by_name():
    with pytest.raises(ValueError, match=r"thiếu cột \['low', 'high'\]"):
        charts.dots(crosstab([10], [100]), title="T", interval=INTERVAL)


def test_a_heat_map_writes_every_percentage_and_hides_what_is_hidden():
    table = pd.concat([crosstab([10, None], [100, 300]), crosstab([None, 80.25], [100, 300], option="X")])
    figure = charts.heat(table, title="T")
    assert rows_of(figure.axes[0]) == ["Zalo", "X"]
    assert [text.get_text() for text in figure.axes[0].texts] == ["10,0", "ẩn", "ẩn", "80,3"]
    assert {"Nhóm A n = 100", "Nhóm B n = 300"} <= set(words(figure))


def test_many_groups_stand_in_lines():
    table = pd.concat([crosstab([10.0] * 12, [100] * 12), crosstab([90.0] * 12, [100] * 12, option="X")])
    assert len(rows_of(charts.heat(table, title="T").axes[0])) == 12


def test_a_heat_map_with_a_cell_twice_is_refused():
    with pytest.raises(ValueError, match=r"ô \['Zalo', 'Nhóm A'\] có nhiều dòng"):
        charts.heat(pd.concat([crosstab([10], [100])] * 2), title="T")


# --- adjusted residuals --------------------------------------------------------------------------------------------


def test_residuals_beyond_the_limit_carry_an_arrow_and_bold_figures():
    figure = charts.residuals(residual([[1.96, -1.97], [12.34, None]]), title="T")
    cells = figure.axes[0].texts
    assert [cell.get_text().replace("\u00a0", " ") for cell in cells] == ["1,96", "↓ −2,0", "↑ 12,3", "ẩn"]
    assert [cell.get_fontweight() for cell in cells] == ["normal", "bold", "bold", "normal"]
    assert {"Nhóm A n = 100", "Nhóm B n = 200"} <= set(words(figure))
    assert any("phần dư hiệu chỉnh" in word for word in words(figure))


def test_residuals_of_nought_are_white_and_opposite_ones_are_orange_and_blue():
    mesh = charts.residuals(residual([[0, 8], [-8, 4]]), title="T").axes[0].collections[0]
    nought, above, below, _ = mesh.cmap(mesh.norm(mesh.get_array().ravel()))[:, :3]
    assert np.allclose(nought, 1, atol=0.02)
    assert above[2] > above[0] and below[0] > below[2]


def test_wholly_suppressed_residuals_are_drawn_without_numbers():
    figure = charts.residuals(residual([[None, None]]), title="T")
    assert words(figure).count("ẩn") == 2


def test_residuals_of_two_questions_or_without_their_column_are_refused():
    table = residual([[1, 2]])
    with pytest.raises(ValueError, match="question cần một giá trị"):
        charts.residuals(pd.concat([table, table.assign(question="q2")]), title="T")
    with pytest.raises(ValueError, match=r"thiếu cột \['residual'\]"):
        charts.residuals(table.drop(columns="residual"), title="T")


# --- odds ratios ---------------------------------------------------------------------------------------------------


def squares(figure):
    """Where the squares of a forest plot stand, and their fill."""
    lines = [line for line in figure.axes[0].lines if line.get_marker() == "s"]
    return [(line.get_xdata()[0], line.get_markerfacecolor()) for line in lines]


def test_a_forest_plot_shows_ratios_on_a_logarithmic_axis_beside_their_reference():
    figure = charts.forest(odds_ratios((1.52, 1.2, 1.93), (0.9, 0.7, 1.2)), title="T", names={"nhom": "Nhóm tuổi"})
    axes = figure.axes[0]
    assert axes.get_xscale() == "log" and axes.lines[0].get_xdata()[0] == 1
    (first, filled), (second, hollow) = squares(figure)
    assert (first, second, hollow) == (1.52, 0.9, "white") and filled != "white"
    assert {"Nhóm tuổi", "Nhóm A", "tham chiếu", "1,52 (1,20–1,93)", "0,90 (0,70–1,20)"} <= set(words(figure))
    assert "Tỷ số chênh (odds ratio) của “Đã đọc”. Cơ sở: n = 4.400 người trong mô hình" in words(figure)


def test_a_ratio_that_could_not_be_computed_tells_why():
    figure = charts.forest(odds_ratios((1.5, 1.2, 1.9), "Không tính được: tách hoàn toàn."), title="T")
    assert "Không tính được: tách hoàn toàn." in words(figure) and len(squares(figure)) == 1


def test_intervals_beyond_the_axis_end_in_an_arrow_and_their_figures_are_written():
    figure = charts.forest(odds_ratios((30, 9, 990), (0.01, 0.001, np.inf)), title="T")
    arrows = [line.get_marker() for line in figure.axes[0].lines if line.get_marker() in "<>"]
    assert sorted(arrows) == ["<", ">", ">"]
    assert {"30,00 (9,00–990,00)", "0,01 (0,00–∞)"} <= set(words(figure))


def test_a_number_without_reference_has_no_reference_row():
    figure = charts.forest(odds_ratios((1.1, 1.0, 1.2)).assign(level=None, reference=None), title="T")
    assert "tham chiếu" not in words(figure) and "mỗi bậc" in words(figure)


def test_ratios_of_two_outcomes_are_refused():
    one = odds_ratios((1.5, 1.2, 1.9))
    with pytest.raises(ValueError, match=r"outcome cần một giá trị, bảng có 2"):
        charts.forest(pd.concat([one, one.assign(outcome="khac")]), title="T")


# --- dumbbells -----------------------------------------------------------------------------------------------------


def margins():
    rows = [("gioi", "Nam", 50.0, 40, 50), ("gioi", "Nữ", 50.0, 60, 50), ("tuoi", "Dưới 30", np.nan, 20, 25)]
    return pd.DataFrame(rows, columns=["margin", "option", "population", "sample", "weighted"])


def test_dumbbells_join_what_list_and_answers_say():
    series = {"population": "Danh sách", "sample": "Chưa gia quyền", "weighted": "Đã gia quyền"}
    style = {"rows": "option", "blocks": "margin", "names": {"gioi": "Giới tính"}, "base": 900}
    figure = charts.dumbbell(margins(), series=series, title="T", **style)
    joins, *marks = figure.axes[0].collections
    assert [segment[:, 0].tolist() for segment in joins.get_segments()] == [[40, 50], [50, 60], [20, 25]]
    assert [mark.get_offsets()[0, 0] for mark in marks] == [50, 40, 50]
    assert {*series.values(), "Giới tính", "tuoi", "Nam"} <= set(words(figure))
    told = charts.alt_dumbbell(margins(), series=series, rows="option", base=[900, 950]).replace("\u00a0", " ")
    assert "lệch nhiều nhất ở “Nam” (Danh sách 50,0%; Chưa gia quyền 40,0%; Đã gia quyền 50,0%)" in told
    assert told.endswith("Cơ sở: n = 900–950 người trả lời.")


def test_a_row_of_dumbbells_without_numbers_says_that_it_is_hidden():
    table = margins().assign(sample=[40, np.nan, 20], population=[50, np.nan, 20])
    style = {"rows": "option", "blocks": "margin", "title": "T", "base": [9, 12]}
    figure = charts.dumbbell(table, series={"population": "A", "sample": "B"}, **style)
    assert words(figure).count("không nêu") == 1


def test_a_dumbbell_of_one_series_is_refused():
    with pytest.raises(ValueError, match="cần hai hoặc ba cột số"):
        charts.dumbbell(margins(), series={"sample": "A"}, rows="option", blocks="margin", title="T", base=9)

"""Charts show the numbers of their tables, in Vietnamese, with nothing cut or overlapping."""

import io
import itertools

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from pipeline import charts

POINTS = ("Rất không đồng ý", "Không đồng ý", "Bình thường", "Đồng ý", "Rất đồng ý")
APART = ("Không có ý kiến",)
LONG = "Mạng xã hội giúp cán bộ, đảng viên nắm bắt thông tin chính thống nhanh chóng, kịp thời, đầy đủ"


def frequencies(shares, base=1000, question="q1", label="Đồng chí dùng mạng nào?"):
    """Rows of one question; a share of None is suppressed."""
    share = pd.array(list(shares.values()), dtype="Float64").astype(float)
    rows = {"question": question, "label": label, "option": list(shares), "n": share * base / 100, "percent": share}
    return pd.DataFrame({**rows, "base": base})


def crosstab(shares, bases, option="Zalo"):
    """Rows of one option by group; a share of None is suppressed."""
    share = pd.array(shares, dtype="Float64").astype(float)
    group = [f"Nhóm {letter}" for letter in "ABCDEFGHIJKLMN"[: len(bases)]]
    rows = {"question": "q1", "option": option, "by": "nhom", "group": group, "n": share, "percent": share}
    return pd.DataFrame({**rows, "base": bases})


def battery(*rows):
    options = [*POINTS, *APART]
    return pd.concat(
        frequencies(dict(zip(options, row, strict=True)), base=1000 - i, question=f"q{i}", label=f"{LONG} {i}")
        for i, row in enumerate(rows)
    )


def texts(figure):
    found = [*figure.texts, *itertools.chain.from_iterable(axes.texts for axes in figure.axes)]
    for axes in figure.axes:
        found += [label for label in (*axes.get_yticklabels(), *axes.get_xticklabels()) if axes.axison]
    return [text for text in found if text.get_visible() and text.get_text()]


def words(figure):
    return [" ".join(text.get_text().replace("\u00a0", " ").split()) for text in texts(figure)]


def rows_of(axes):
    return [label.get_text() for label in axes.get_yticklabels()]


# --- bar -----------------------------------------------------------------------------------------------------------


def test_bars_stand_by_size_with_vietnamese_percentages_and_the_base():
    figure = charts.bar(frequencies({"X": 3.04, "Zalo": 68.2, "Facebook": 52}, base=4812), title="Mạng nào?")
    assert rows_of(figure.axes[0]) == ["Zalo", "Facebook", "X"]
    assert [round(bar.get_width(), 2) for bar in figure.axes[0].patches] == [68.2, 52, 3.04]
    assert {"68,2 %", "52,0 %", "3,0 %", "Cơ sở: n = 4.812 người trả lời", "Mạng nào?"} <= set(words(figure))


def test_ordered_bars_keep_the_order_of_the_table():
    figure = charts.bar(frequencies({"Ít": 10, "Vừa": 60, "Nhiều": 30}), title="Mức", ordered=True)
    assert rows_of(figure.axes[0]) == ["Ít", "Vừa", "Nhiều"]


def test_a_suppressed_answer_has_words_instead_of_a_bar_and_comes_last():
    figure = charts.bar(frequencies({"Lotus": None, "Zalo": 68.2}), title="Mạng nào?")
    assert rows_of(figure.axes[0]) == ["Zalo", "Lotus"]
    assert words(figure).count("ẩn (ít người)") == 1


def test_a_wholly_suppressed_question_is_drawn_without_numbers():
    figure = charts.bar(frequencies({"A": None, "B": None}).assign(base=np.nan), title="Ẩn")
    assert words(figure).count("ẩn (ít người)") == 2
    assert "Cơ sở: ẩn (ít người)" in words(figure)


@pytest.mark.parametrize("synthetic", [True, False])
def test_synthetic_data_carries_its_mark(synthetic):
    figure = charts.bar(frequencies({"A": 40, "B": 60}), title="T", synthetic=synthetic)
    assert ("DỮ LIỆU MÔ PHỎNG" in words(figure)) is synthetic


def test_a_table_without_its_base_is_refused_by_name():
    with pytest.raises(ValueError, match=r"thiếu cột \['base'\]; cần \['question'.* bảng có \['question'"):
        charts.bar(frequencies({"A": 1}).drop(columns="base"), title="T")


def test_bars_of_two_questions_or_of_none_are_refused():
    two = pd.concat([frequencies({"A": 1}), frequencies({"A": 1}, question="q2")])
    with pytest.raises(ValueError, match=r"question cần một giá trị, bảng có 2: \['q1', 'q2'\]"):
        charts.bar(two, title="T")
    with pytest.raises(ValueError, match="không có dòng nào"):
        charts.bar(two.head(0), title="T")


# --- likert --------------------------------------------------------------------------------------------------------


def test_a_battery_is_centred_on_the_middle_of_the_scale():
    # 10 + 20 + half of 30 lies left of zero: 45; the scale ends 30/2 + 25 + 10 = 50 to the right; 5 stands apart
    figure = charts.likert(battery([10, 20, 30, 25, 10, 5]), points=POINTS, apart=APART, title="T")
    main, beside = figure.axes
    edges = sorted((bar.get_x(), bar.get_width()) for bar in main.patches)
    assert np.allclose(edges, [(-45, 10), (-35, 20), (-15, 30), (15, 25), (40, 10)])
    assert [bar.get_width() for bar in beside.patches] == [5]
    assert {"10", "20", "30", "25", "5 %", *POINTS, *APART} <= set(words(figure))


def test_an_even_scale_has_zero_between_its_halves():
    table = frequencies({"Không": 30, "Có": 70})
    figure = charts.likert(table, points=("Không", "Có"), title="T")
    assert [(bar.get_x(), bar.get_width()) for bar in figure.axes[0].patches] == [(-30, 30), (0, 70)]
    assert len(figure.axes) == 1


def test_questions_keep_their_order_and_different_bases_give_a_range():
    figure = charts.likert(battery([10, 20, 30, 25, 10, 5], [20] * 5 + [0]), points=POINTS, apart=APART, title="T")
    assert [row[-1] for row in rows_of(figure.axes[0])] == ["0", "1"]
    assert "Cơ sở: n = 999–1.000 người trả lời" in words(figure)


def test_an_option_without_a_row_is_nought_and_a_suppressed_one_hides_its_row():
    nought = battery([10, 20, 30, 30, 10, 0]).query("option not in @APART")
    figure = charts.likert(nought, points=POINTS, apart=APART, title="T")
    assert "0 %" in words(figure) and "ẩn (ít người)" not in words(figure)
    figure = charts.likert(battery([10, 20, 30, 25, 10, None]), points=POINTS, apart=APART, title="T")
    assert "ẩn (ít người)" in words(figure) and "25" not in words(figure)


def test_options_outside_the_scale_and_short_scales_are_refused():
    with pytest.raises(ValueError, match=r"phương án \['Không có ý kiến'\] không thuộc thang"):
        charts.likert(battery([10, 20, 30, 25, 10, 5]), points=POINTS, title="T")
    with pytest.raises(ValueError, match=r"ít nhất hai mức, nhận được \['Có'\]"):
        charts.likert(frequencies({"Có": 1}), points=("Có",), title="T")


# --- histogram, weights --------------------------------------------------------------------------------------------


def test_whole_numbers_get_a_bar_each_and_missing_ones_do_not_count():
    figure = charts.histogram(pd.Series([1, 1, 2, 4, np.nan]), title="Giờ", label="Số giờ mỗi ngày")
    heights = {bar.get_x() + bar.get_width() / 2: bar.get_height() for bar in figure.axes[0].patches}
    assert {round(at): height for at, height in heights.items() if height} == {1: 2, 2: 1, 4: 1}
    assert "Cơ sở: n = 4 người trả lời; trung vị 1,5" in words(figure)


def test_axis_numbers_are_written_the_vietnamese_way():
    figure = charts.histogram(pd.Series(np.linspace(0, 2500, 101)), title="Tiền", label="Nghìn đồng")
    ticks = [label.get_text() for label in figure.axes[0].get_xticklabels()]
    assert "1.200" in ticks and figure.axes[0].get_xlabel() == "Nghìn đồng"


def test_weights_tell_extremes_and_kishs_design_effect():
    # 4 · (0,25 + 1 + 1 + 2,25) / 4² = 1,125
    figure = charts.weights(pd.Series([0.5, 1, 1, 1.5]))
    assert "n = 4 người; nhỏ nhất 0,50; trung bình 1,00; lớn nhất 1,50; hệ số thiết kế (Kish) 1,12" in words(figure)


def test_equal_weights_are_drawn():
    charts.png(charts.weights(pd.Series([1.0, 1.0, 1 + 1e-16]), synthetic=True))


def test_words_or_nothing_instead_of_numbers_are_refused():
    with pytest.raises(ValueError, match="gio có câu trả lời không phải số"):
        charts.histogram(pd.Series(["hai", "ba"], name="gio"), title="T", label="L")
    with pytest.raises(ValueError, match="gio không có số nào"):
        charts.histogram(pd.Series([np.nan], name="gio"), title="T", label="L")


# --- dots, heat ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "base", "low", "high"),
    [
        # R: prop.test(x, n, correct = FALSE)$conf.int
        (0, 10, 0, 0.277532799862889),
        (1, 10, 0.0178762130950729, 0.404150026795238),
    ],
)
def test_wilson_intervals_equal_r(count, base, low, high):
    assert np.allclose(charts.wilson(100 * count / base, base), [100 * low, 100 * high], atol=1e-9)


def test_wilson_of_nobody_is_missing():
    assert np.isnan(charts.wilson([np.nan, 50], [0, np.nan])).all()


def test_dots_stand_by_size_with_their_interval_and_n():
    figure = charts.dots(crosstab([10, 50], [10, 1200]), title="Zalo theo nhóm")
    axes = figure.axes[0]
    assert rows_of(axes) == ["Nhóm B (n\u00a0=\u00a01.200)", "Nhóm A (n\u00a0=\u00a010)"]
    assert axes.collections[0].get_offsets().tolist() == [[50, 0], [10, 1]]
    first, second = (segment[:, 0].tolist() for segment in axes.collections[1].get_segments())
    assert np.allclose(second, [1.78762130950729, 40.4150026795238])  # as above: 1 of 10
    assert first[0] < 50 < first[1]
    assert "Tỷ lệ chọn “Zalo”. Cơ sở: n = 1.210 người trả lời" in words(figure)


def test_hidden_and_empty_groups_say_so():
    figure = charts.dots(crosstab([10, None, None], [100, np.nan, 0]), title="T", ordered=True)
    assert rows_of(figure.axes[0])[1] == "Nhóm B"
    assert {"ẩn (ít người)", "không có người trả lời"} <= set(words(figure))
    assert "Tỷ lệ chọn “Zalo”. Cơ sở: n = 100 người trả lời (không kể nhóm bị ẩn)" in words(figure)


def test_dots_of_two_options_are_refused():
    two = pd.concat([crosstab([10], [100]), crosstab([20], [100], option="X")])
    with pytest.raises(ValueError, match="option cần một giá trị"):
        charts.dots(two, title="T")


def test_a_heat_map_writes_every_percentage_and_hides_what_is_hidden():
    table = pd.concat([crosstab([10, None], [100, 300]), crosstab([None, 80.25], [100, 300], option="X")])
    figure = charts.heat(table, title="T")
    assert rows_of(figure.axes[0]) == ["Zalo", "X"]
    assert [text.get_text() for text in figure.axes[0].texts] == ["10,0", "ẩn", "ẩn", "80,2"]
    assert {"Nhóm A n = 100", "Nhóm B n = 300"} <= set(words(figure))


def test_many_groups_stand_in_lines():
    table = pd.concat([crosstab([10.0] * 12, [100] * 12), crosstab([90.0] * 12, [100] * 12, option="X")])
    assert len(rows_of(charts.heat(table, title="T").axes[0])) == 12


def test_a_heat_map_with_a_cell_twice_is_refused():
    with pytest.raises(ValueError, match=r"ô \['Zalo', 'Nhóm A'\] có nhiều dòng"):
        charts.heat(pd.concat([crosstab([10], [100])] * 2), title="T")


# --- alternative text ----------------------------------------------------------------------------------------------


def test_alternative_text_of_bars_names_highest_lowest_and_n():
    table = frequencies({"X": 3, "Zalo": 85.2, "YouTube": 52, "Facebook": 59}, base=4812)
    assert charts.alt(table).replace("\u00a0", " ") == (
        "Biểu đồ thanh: cao nhất là Zalo 85,2 %, Facebook 59,0 %, YouTube 52,0 %; thấp nhất là X 3,0 %; n = 4.812."
    )


def test_alternative_text_does_not_count_a_hidden_answer_as_a_number():
    words = charts.alt(frequencies({"Zalo": 85.2, "X": None})).replace("\u00a0", " ")
    assert words == "Biểu đồ thanh: cao nhất là Zalo 85,2 %; n = 1.000. 1 ô bị ẩn vì ít người."


def test_alternative_text_of_a_battery_groups_and_numbers():
    several = charts.alt(battery([10, 20, 30, 25, 10, 5], [10, 20, 20, 45, 0, 5]))
    assert "2 câu hỏi" in several and f"{LONG} 0: Bình thường 30,0" in several and "n = 999–1.000." in several
    one = charts.alt(crosstab([10, 50, None], [100, 100, np.nan])).replace("\u00a0", " ")
    assert one == (
        "Biểu đồ 3 nhóm, tỷ lệ chọn “Zalo”: cao nhất ở Nhóm B 50,0 %, thấp nhất ở Nhóm A 10,0 %. 1 ô bị ẩn vì ít người."
    )
    many = charts.alt(pd.concat([crosstab([10, 50], [9, 9]), crosstab([90, 20], [9, 9], option="X")]))
    assert many.replace("\u00a0", " ").endswith("Nhóm A: X 90,0 %; Nhóm B: Zalo 50,0 %.")
    # quartiles of 1, 2, 3, 4 by R's default (type 7): 1.75, 2.5, 3.25
    assert charts.alt(pd.Series([1, 2, 3, 4, None])) == (
        "Biểu đồ phân bố: từ 1 đến 4, trung vị 2,5, một nửa số người từ 1,75 đến 3,25; n = 4."
    )


def test_alternative_text_of_nothing_is_refused():
    with pytest.raises(ValueError, match="thiếu cột"):
        charts.alt(pd.DataFrame({"option": ["A"]}))
    with pytest.raises(ValueError, match="không có số nào"):
        charts.alt(pd.Series([np.nan], name="gio"))


# --- the picture ---------------------------------------------------------------------------------------------------


def hard_case(shape):
    """The worst tables a report may hold: twelve options, seven long questions, six long groups, fourteen groups."""
    options = {f"{LONG[: 30 + 5 * i]} {i}": 90.0 - 7 * i for i in range(12)}
    groups = crosstab([10.0 * i for i in range(1, 7)], [50 * i for i in range(1, 7)])
    groups["group"] = [f"{LONG[: 20 + 10 * i]} {i}" for i in range(6)]
    many = crosstab([50.0] * 14, [60] * 14)
    style = {"title": f"{LONG} {LONG}", "synthetic": True}
    if shape == "bar":
        return charts.bar(frequencies(options), **style)
    if shape == "likert":
        rows = [[4.0, 21, 15 + i, 30, 25 - i, 5] for i in range(7)]
        return charts.likert(battery(*rows), points=POINTS, apart=APART, **style)
    if shape == "dots":
        return charts.dots(groups, **style)
    table = groups if shape == "heat" else many
    return charts.heat(pd.concat([table.assign(option=name) for name in options]), **style)


@pytest.mark.parametrize("shape", ["bar", "likert", "dots", "heat", "heat of many groups"])
def test_no_words_are_cut_or_overlap(shape):
    figure = hard_case(shape)
    renderer, frame = figure.canvas.get_renderer(), figure.bbox
    figure.draw(renderer)
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts(figure)]
    for words, box in boxes:
        assert frame.x0 - 1 <= box.x0 and box.x1 <= frame.x1 + 1, f"{words!r} is cut at a side"
        assert frame.y0 - 1 <= box.y0 and box.y1 <= frame.y1 + 1, f"{words!r} is cut above or below"
    for (one, first), (other, second) in itertools.combinations(boxes, 2):
        assert not first.padded(-0.5).overlaps(second.padded(-0.5)), f"{one!r} touches {other!r}"


def test_a_picture_is_a_png_of_160_dots_an_inch_and_always_as_wide():
    small = charts.heat(pd.concat([crosstab([10], [100]), crosstab([90], [100], option="X")]), title="T")
    sizes = [Image.open(io.BytesIO(charts.png(figure))).size for figure in (small, charts.weights(pd.Series([1, 2])))]
    assert {round(width / 160, 1) for width, _ in sizes} == {8.2}  # 8 inches and 0,1 round about


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


def coded_table():
    rows = [("Thông tin", "", "nhóm lớn", 30.0), ("Tin giả", "Thông tin", "mã", 20.0)]
    rows += [("Lừa đảo", "Thông tin", "mã", None), ("Mạng chậm", "", "mã", 5.0), ("Chưa mã hóa", "", "ngoài", 40.0)]
    return pd.DataFrame(rows, columns=["name", "net", "level", "percent"]).assign(base=100)


def test_codes_keep_their_order_and_stand_in_under_their_net():
    figure = charts.ranked(coded_table(), title="Khó khăn gì?", synthetic=True)
    place = {text.get_text(): text.get_position() for text in figure.texts}
    assert place["Tin giả"][0] > place["Thông tin"][0] == place["Mạng chậm"][0]
    heights = [place[name][1] for name in coded_table()["name"]]
    assert heights == sorted(heights, reverse=True)
    said = [text.get_text() for text in figure.axes[0].texts]
    assert said == ["30,0\u00a0%", "20,0\u00a0%", "ẩn (ít người)", "5,0\u00a0%", "40,0\u00a0%"]


def test_the_map_numbers_codes_by_size_and_joins_each_to_its_nearest():
    points = pd.DataFrame({"code": ["a", "b", "c"], "name": ["Mạng", "Tin giả", "Lớp học"], "n": [10, 1200, 30],
                           "x": [0, 1, 3], "y": [0, 0, 1], "nearest": ["b", "a", "b"]})  # fmt: skip
    figure = charts.nearness(points, title="Khó khăn gì?", note="Càng gần càng giống.")
    words = [text.get_text() for text in figure.texts if text.get_text()[:2] in ("1.", "2.", "3.")]
    assert words == ["1. Tin giả (1.200)", "2. Lớp học (30)", "3. Mạng (10)"]
    assert len(figure.axes[0].lines) == 3 and figure.axes[0].get_aspect() == 1
    with pytest.raises(ValueError, match="thiếu cột"):
        charts.nearness(points.drop(columns="nearest"), title="x")

"""Charts of one question or battery show the numbers of their tables, in Vietnamese, and say them in words."""

import contextlib

import numpy as np
import pandas as pd
import pytest

from pipeline import charts
from pipeline.charts import breaks
from tests.figures import (
    APART,
    LONG,
    POINTS,
    battery,
    compared,
    crosstab,
    frequencies,
    odds_ratios,
    residual,
    rows_of,
    words,
)

# --- bar -----------------------------------------------------------------------------------------------------------


def test_bars_stand_by_size_with_vietnamese_percentages_and_the_base():
    figure = charts.bar(frequencies({"X": 3.04, "Zalo": 68.2, "Facebook": 52}, base=4812), title="Mạng nào?")
    assert rows_of(figure.axes[0]) == ["Zalo", "Facebook", "X"]
    assert [round(bar.get_width(), 2) for bar in figure.axes[0].patches] == [68.2, 52, 3.04]
    assert figure.axes[0].get_xlim() == (0, 100)  # bars of the answers of a question are all of one scale
    assert {"68,2%", "52,0%", "3,0%", "Cơ sở: n = 4.812 người trả lời", "Mạng nào?"} <= set(words(figure))


def test_ordered_bars_keep_the_order_of_the_table():
    figure = charts.bar(frequencies({"Ít": 10, "Vừa": 60, "Nhiều": 30}), title="Mức", ordered=True)
    assert rows_of(figure.axes[0]) == ["Ít", "Vừa", "Nhiều"]


def test_a_suppressed_answer_has_words_instead_of_a_bar_and_comes_last():
    figure = charts.bar(frequencies({"Lotus": None, "Zalo": 68.2}), title="Mạng nào?")
    assert rows_of(figure.axes[0]) == ["Zalo", "Lotus"]
    assert words(figure).count("không nêu") == 1


def test_a_wholly_suppressed_question_is_drawn_without_numbers():
    figure = charts.bar(frequencies({"A": None, "B": None}).assign(base=np.nan), title="Ẩn")
    assert words(figure).count("không nêu") == 2
    assert "Cơ sở: không nêu" in words(figure)


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


def test_the_sum_of_neighbours_stands_in_a_bracket_beside_them():
    table = frequencies({"Ít": 10.0, "Vừa": 24.0, "Nhiều": 35.9, "Rất nhiều": 30.1}, base=4303)
    sums = (("Nhiều hoặc rất nhiều", ("Nhiều", "Rất nhiều"), 65.9, 4303),)
    figure = charts.bar(table, title="T", ordered=True, sums=sums)
    axes = figure.axes[0]
    (line,), at = axes.lines, axes.get_yticks()
    assert (min(line.get_ydata()), max(line.get_ydata())) == pytest.approx((at[2] - 0.09, at[3] + 0.09))
    assert axes.texts[-1].get_text().replace("\u00a0", " ") == "65,9%" and min(line.get_xdata()) > 100
    assert "Nhiều hoặc rất nhiều: 65,9%; cơ sở 4.303 người" in charts.svg(figure, name="t", title="", alt="")
    assert "; “Nhiều hoặc rất nhiều”: 65,9%." in charts.alt(table, sums=sums).replace("\u00a0", " ")


@pytest.mark.parametrize("share", [5.0, 85.0, 88.0, 90.8, 97.3, 100.0])
def test_a_figure_stands_on_the_strip_or_behind_it_never_over_its_end(share):
    figure = charts.bar(frequencies({"Zalo": share}), title="")
    renderer, axes = figure.canvas.get_renderer(), figure.axes[0]
    figure.draw(renderer)
    text, end = axes.texts[0].get_window_extent(renderer), axes.transData.transform((100, 0))[0]
    bar = axes.patches[0].get_window_extent(renderer)
    assert (text.x1 < end or text.x0 > end) and text.x0 > bar.x1 - 1 and text.x1 < figure.bbox.x1


@pytest.mark.parametrize("shape", ["bar", "ranked"])
def test_bars_with_long_labels_have_half_of_the_page(shape):
    long = {f"{LONG} {n}": 20.0 + n for n in range(3)}
    codes = pd.DataFrame({"name": list(long), "net": "", "level": "nhóm lớn", "percent": long.values(), "base": 900})
    figure = charts.bar(frequencies(long), title="") if shape == "bar" else charts.ranked(codes, title="")
    wide = figure.axes[0].get_position().width
    assert 0.5 <= wide < 0.6


# --- likert --------------------------------------------------------------------------------------------------------


def test_a_battery_is_centred_on_the_middle_of_the_scale():
    # 10 + 20 + half of 30 lies left of zero: 45; the scale ends 30/2 + 25 + 10 = 50 to the right; 5 stands apart
    figure = charts.likert(battery([10, 20, 30, 25, 10, 5]), points=POINTS, apart=APART, title="T")
    main, beside, _ = figure.axes
    edges = sorted((bar.get_x(), bar.get_width()) for bar in main.patches)
    assert np.allclose(edges, [(-45, 10), (-35, 20), (-15, 30), (15, 25), (40, 10)])
    assert [bar.get_width() for bar in beside.patches] == [5]
    assert {"10", "20", "30", "25", "5%", *POINTS, *APART} <= set(words(figure))


@pytest.mark.parametrize("apart", [2, 10, 60])
def test_answers_outside_the_scale_stand_to_the_same_scale(apart):
    rest = (100 - apart) / 5
    figure = charts.likert(battery([rest] * 5 + [apart]), points=POINTS, apart=APART, title="T")
    figure.canvas.draw()
    ends = [axes.transData.transform([(0, 0), (1, 0)])[:, 0] for axes in figure.axes[:2]]
    assert np.diff(ends[0]) == pytest.approx(np.diff(ends[1]), rel=1e-6)


@pytest.mark.parametrize("items", [4, 12])
def test_a_page_holds_many_items_with_long_labels_in_letters_that_can_be_read(items):
    label = (
        "Following the previous question, how do you feel about these comparisons, generally speaking, in social media?"
    )
    rows = [battery([10, 20, 30, 25, 10, 5]).assign(question=f"q{n}", label=f"{n}. {label}") for n in range(items)]
    figure = charts.likert(pd.concat(rows), points=POINTS, apart=APART, title="")
    assert 0.75 * 72 * figure.get_figheight() < 540  # points of a page of 590; three quarters of 8 points are 6


@pytest.mark.parametrize("width", ["page", "telephone"])
@pytest.mark.parametrize("label", [LONG, "Nhanh, kịp thời"])
def test_bars_of_a_battery_take_45_percent_of_the_sheet_and_long_labels_stand_over_them(width, label):
    table, ends = battery([5, 10, 30, 30, 20, 5]).assign(label=label), {"q0": (50.0, 900)}
    with charts.narrow() if width == "telephone" else contextlib.nullcontext():
        about = {"points": POINTS, "apart": APART, "ends": ends, "named": "Đồng ý hoặc rất đồng ý"}
        figure = charts.likert(table, title="", **about)
    assert figure.axes[0].get_position().width >= 0.45
    assert bool(rows_of(figure.axes[0])) == (label != LONG and width == "page")
    assert label in words(figure)


def test_an_even_scale_has_zero_between_its_halves():
    table = frequencies({"Không": 30, "Có": 70})
    figure = charts.likert(table, points=("Không", "Có"), title="T")
    assert [(bar.get_x(), bar.get_width()) for bar in figure.axes[0].patches] == [(-30, 30), (0, 70)]
    assert len(figure.axes) == 2


def test_questions_keep_their_order_and_different_bases_give_a_range():
    figure = charts.likert(battery([10, 20, 30, 25, 10, 5], [20] * 5 + [0]), points=POINTS, apart=APART, title="T")
    assert [word[-1] for word in words(figure) if word.startswith("Mạng xã hội")] == ["0", "1"]
    assert "Cơ sở: n = 999–1.000 người trả lời" in words(figure)


def test_an_option_without_a_row_is_nought_and_a_suppressed_one_hides_its_row():
    nought = battery([10, 20, 30, 30, 10, 0]).query("option not in @APART")
    figure = charts.likert(nought, points=POINTS, apart=APART, title="T")
    assert "0%" in words(figure) and "không nêu" not in words(figure)
    figure = charts.likert(battery([10, 20, 30, 25, 10, None]), points=POINTS, apart=APART, title="T")
    assert "không nêu" in words(figure) and "25" not in words(figure)


def test_options_outside_the_scale_and_short_scales_are_refused():
    with pytest.raises(ValueError, match=r"phương án \['Không có ý kiến'\] không thuộc thang"):
        charts.likert(battery([10, 20, 30, 25, 10, 5]), points=POINTS, title="T")
    with pytest.raises(ValueError, match=r"ít nhất hai mức, nhận được \['Có'\]"):
        charts.likert(frequencies({"Có": 1}), points=("Có",), title="T")


def test_the_share_of_the_two_highest_points_stands_behind_every_row_as_it_was_printed_or_not_given():
    rows = [10, 20, 30, 25, 10, 5], [10, 10, None, 25, 10, 5], [10, 10, 10, 50, 10, 10]
    ends = {"q0": (35.1, 950), "q1": (35.0, 949)}  # 25 + 10 are 35: the figure is never added up
    figure = charts.likert(
        battery(*rows), points=POINTS, apart=APART, ends=ends, named="Đồng ý hoặc cao hơn", title="T"
    )
    column = [" ".join(text.get_text().replace("\u00a0", " ").split()) for text in figure.axes[1].texts]
    assert column == ["35,1%", "35,0%", "không nêu", "Đồng ý hoặc cao hơn"]
    places = [text.get_position()[1] for text in figure.axes[1].texts[:3]]
    assert places == pytest.approx([bar.get_y() + bar.get_height() / 2 for bar in figure.axes[0].patches[:3]])
    told = charts.svg(figure, name="t", title="T", alt="A").replace("\u00a0", " ")
    assert "0 – Đồng ý hoặc cao hơn: 35,1%; cơ sở 950 người" in told


def test_without_printed_shares_of_the_two_highest_points_there_is_no_column_of_them():
    figure = charts.likert(battery([10, 20, 30, 25, 10, 5]), points=POINTS, apart=APART, named="Đồng ý", title="T")
    assert len(figure.axes) == 3 and "Đồng ý hoặc" not in " ".join(words(figure))


def test_a_segment_too_narrow_for_its_figure_has_none():
    figure = charts.likert(battery([1, 20, 49, 20, 10, 0]), points=POINTS, apart=APART, title="T")
    renderer = figure.canvas.get_renderer()
    figure.draw(renderer)
    assert [text.get_text() for text in figure.axes[0].texts] == ["20", "49", "20", "10"]
    for bar, text in zip(figure.axes[0].patches[1:], figure.axes[0].texts, strict=True):
        assert text.get_window_extent(renderer).width < bar.get_window_extent(renderer).width


# --- lines of labels -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("wide", "label"), [
    (36, "Tăng cường tuyên truyền,|giáo dục ý thức sử dụng mạng xã hội"),
    (32, "Tập huấn kỹ năng nhận biết,|kiểm chứng thông tin"),
    (32, "Cung cấp thông tin|chính thống nhanh, kịp thời"),
    (34, "a) Sự lãnh đạo, chỉ đạo|của cấp ủy về sử dụng mạng xã hội"),
    (34, "đ) Kiểm tra, giám sát,|nhắc nhở việc thực hiện quy định"),
    (34, "đ) Dễ tiếp nhận thông tin|chưa được kiểm chứng"),
    (32, "Phát huy vai trò nêu gương|của người đứng đầu"),
    (12, "Không có|ý kiến"),
    (12, "Đồng ý hoặc|rất đồng ý"),
    (26, "Zalo"),
    (6, "a|Khôngngắtđược|b"),
    (20, "How often do you|check what you share"),
])  # fmt: skip
def test_labels_break_where_a_reader_pauses_and_not_inside_a_word_of_two_syllables(wide, label):
    assert breaks.balanced(label.replace("|", " "), wide) == label.replace("|", "\n")


def test_no_line_is_longer_than_asked_and_no_word_is_lost():
    for wide in range(12, 60):
        broken = breaks.balanced(LONG, wide)
        assert max(map(len, broken.split("\n"))) <= wide and broken.replace("\n", " ") == LONG


# --- histogram -----------------------------------------------------------------------------------------------------


def test_whole_numbers_get_a_bar_each_and_missing_ones_do_not_count():
    figure = charts.histogram(pd.Series([1, 1, 2, 4, np.nan]), title="Giờ", label="Số giờ mỗi ngày")
    heights = {bar.get_x() + bar.get_width() / 2: bar.get_height() for bar in figure.axes[0].patches}
    assert {round(at): height for at, height in heights.items() if height} == {1: 2, 2: 1, 4: 1}
    assert "Cơ sở: n = 4 người trả lời; trung vị 1,5" in words(figure)


def test_bars_of_too_few_people_are_not_drawn_and_the_note_says_so():
    numbers = pd.Series([1] * 9 + [2] * 5 + [3] * 4 + [48], name="so")
    figure = charts.histogram(numbers, title="T", label="L", minimum=5)
    heights = {round(bar.get_x() + bar.get_width() / 2): bar.get_height() for bar in figure.axes[0].patches}
    assert heights == {1: 9, 2: 5}
    assert {"Cột dưới 5 người không vẽ.", "Cơ sở: n = 19 người trả lời; trung vị 2"} <= set(words(figure))
    assert "không nêu" in words(charts.histogram(numbers, title="T", label="L", minimum=20))


def test_axis_numbers_are_written_the_vietnamese_way():
    figure = charts.histogram(pd.Series(np.linspace(0, 2500, 101)), title="Tiền", label="Nghìn đồng")
    ticks = [label.get_text() for label in figure.axes[0].get_xticklabels()]
    assert "1.200" in ticks and figure.axes[0].get_xlabel() == "Nghìn đồng"


def test_words_or_nothing_instead_of_numbers_are_refused():
    with pytest.raises(ValueError, match="gio có câu trả lời không phải số"):
        charts.histogram(pd.Series(["hai", "ba"], name="gio"), title="T", label="L")
    with pytest.raises(ValueError, match="gio không có số nào"):
        charts.histogram(pd.Series([np.nan], name="gio"), title="T", label="L")


# --- alternative text ----------------------------------------------------------------------------------------------


def test_alternative_text_of_bars_names_highest_lowest_and_n():
    table = frequencies({"X": 3, "Zalo": 85.2, "YouTube": 52, "Facebook": 59}, base=4812)
    assert charts.alt(table).replace("\u00a0", " ") == (
        "Biểu đồ thanh: cao nhất là Zalo (85,2%), Facebook (59,0%), YouTube (52,0%); thấp nhất là X (3,0%). "
        "Cơ sở: n = 4.812 người trả lời."
    )


def test_alternative_text_does_not_count_a_hidden_answer_as_a_number():
    words = charts.alt(frequencies({"Zalo": 85.2, "X": None})).replace("\u00a0", " ")
    assert words == (
        "Biểu đồ thanh: trong các mục nêu được, cao nhất là Zalo (85,2%). Cơ sở: n = 1.000 người trả lời."
        " 1 ô không nêu số liệu."
    )


def test_alternative_text_of_a_battery_tells_the_ends_of_its_two_highest_points_and_those_apart():
    rows = battery([10, 20, 30, 25, 10, 5], [10, 20, 20, 45, 0, 5], [1, 1, 1, 1, 1, None])
    about = {"ends": {"q0": (35.0, 950), "q1": (45.0, 950)}, "named": "Đồng ý hoặc rất đồng ý"}
    text = charts.alt_likert(rows, points=POINTS, apart=APART, **about)
    assert "Biểu đồ thang đo của 3 mục, từ “Rất không đồng ý” đến “Rất đồng ý”" in text
    assert "“Đồng ý hoặc rất đồng ý”: cao nhất là" in text and text.index("45,0") < text.index("35,0")
    assert "“Không có ý kiến”: 5,0" in text
    assert text.endswith("Cơ sở: n = 998–1.000 người trả lời. 1 mục không nêu số liệu.")


def test_alternative_text_of_groups_and_numbers():
    one = charts.alt(crosstab([10, 50, None], [100, 100, np.nan])).replace("\u00a0", " ")
    assert one == (
        "Biểu đồ so sánh 3 nhóm, tỷ lệ chọn “Zalo”: trong các nhóm nêu được, cao nhất là Nhóm B (50,0%), thấp nhất là"
        " Nhóm A (10,0%). Cơ sở: n = 200 người trả lời (không kể nhóm không nêu). 1 ô không nêu số liệu."
    )
    many = charts.alt(pd.concat([crosstab([10, 50], [9, 9]), crosstab([90, 20], [9, 9], option="X")]))
    assert "chênh nhiều nhất ở “X”, cao nhất là Nhóm A (90%), thấp nhất là Nhóm B (20%)" in many.replace("\u00a0", " ")
    # quartiles of 1, 2, 3, 4 by R's default (type 7): 1.75, 2.5, 3.25
    assert charts.alt(pd.Series([1, 2, 3, 4, None])) == (
        "Biểu đồ phân bố: trung vị 2,5, một nửa số người từ 1,75 đến 3,25. Cơ sở: n = 4 người."
    )


def test_no_alternative_text_is_longer_than_400_letters():
    long = {f"{LONG} {LONG} {i}": 10.0 * i for i in range(6)}
    odds = odds_ratios((1.5, 1.2, 1.9), (0.5, 0.4, 0.7)).assign(level=LONG * 2, reference=LONG * 2, event=LONG * 2)
    texts = [charts.alt(frequencies(long)), charts.alt(odds), charts.alt(residual([[9, -9], [-3, None]], LONG * 2))]
    texts.append(charts.alt(pd.concat([compared([10, 50], [9, 9], name) for name in long])))
    texts.append(charts.alt_likert(battery([10, 20, 30, 25, 10, 5], [9] * 6), points=POINTS, apart=APART))
    assert max(map(len, texts)) <= 400


def test_alternative_text_of_nothing_is_refused():
    with pytest.raises(ValueError, match="thiếu cột"):
        charts.alt(pd.DataFrame({"option": ["A"]}))
    with pytest.raises(ValueError, match="không có số nào"):
        charts.alt(pd.Series([np.nan], name="gio"))


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
    assert said == ["30,0%", "20,0%", "không nêu", "5,0%", "40,0%"]


@pytest.mark.parametrize(("most", "end"), [(22.9, 25), (26.1, 30), (5.0, 5), (0.4, 5), (99.0, 100), (None, 5)])
def test_the_scale_of_codes_ends_near_the_largest_share(most, end):
    table = coded_table().assign(percent=pd.array([most, 0.1, None, None, None], dtype="Float64").astype(float))
    assert charts.ranked(table, title="").axes[0].get_xlim() == (0, end)


@pytest.mark.parametrize(("base", "said"), [(12, "50%"), (120, "50,0%")])
def test_bars_of_few_people_have_no_decimal_and_a_chart_of_hidden_shares_tells_nothing(base, said):
    rows = frequencies({"A": 50.0, "B": 50.0}).assign(base=base)
    texts = [t.get_text().replace("\u00a0", " ") for t in charts.bar(rows, title="T").axes[0].texts]
    assert texts == [said, said]
    assert charts.tells(rows) and not charts.tells(rows.assign(percent=np.nan))


def test_groups_of_which_only_noughts_or_one_are_shown_are_not_compared():
    """Of twelve people: two options, each with one group hidden; then both shown, and nobody chose either."""
    one = pd.concat([compared([0, None], [5, 7], "X"), compared([None, 40], [5, 7], "Y")])
    assert not charts.tells(one) and "chênh" not in charts.alt(one) and "cao nhất" not in charts.alt(one)
    nobody = compared([0, 0], [5, 7])
    assert not charts.tells(nobody) and "Nhóm A, Nhóm B: 0%" in charts.alt(nobody)
    assert charts.tells(compared([0, 40], [5, 7]))


def test_words_of_a_chart_tell_neither_nought_nor_a_hidden_cell_as_an_end():
    bars = charts.alt(frequencies({"Zalo": 47.0, "X": 0.0, "Y": None}))
    assert "cao nhất là Zalo" in bars and "X (" not in bars
    hidden, some = residual([[None, None]]), residual([[0.5, None]])
    assert not charts.tells(hidden) and "vượt" not in charts.alt(hidden)
    assert charts.tells(some) and "không ô nêu được vượt ±1,96" in charts.alt(some)
    assert "thấp nhất" not in charts.alt(odds_ratios((1.5, 1.2, 1.9)))


def test_a_histogram_marks_the_median_of_the_answers_not_of_the_joined_values():
    figure = charts.histogram(pd.Series([5, 5, 5, 9, 9, 9, 9]), title="T", label="x", middle=7.0)
    assert any("trung vị 7" in text.get_text() for text in figure.texts)


def test_answers_beside_a_scale_of_those_who_chose_a_point_are_of_all_who_answered():
    rows = [("q", "Mục", o, 10 * p, p, 900) for o, p in (("Kém", 40.0), ("Tốt", 60.0))]
    columns = ["question", "label", "option", "n", "percent", "base"]
    table = pd.DataFrame([*rows, ("q", "Mục", "Không ý kiến", 100, 10.0, 1000)], columns=columns)
    figure = charts.likert(table, points=("Kém", "Tốt"), apart=("Không ý kiến",), title="")
    svg = charts.svg(figure, name="t", title="T", alt="A").replace("\u00a0", " ")
    assert "Tốt: 60,0%; cơ sở 900 người" in svg and "Không ý kiến: 10,0%; cơ sở 1.000 người" in svg
    assert (
        charts.alt_likert(table, points=("Kém", "Tốt"), apart=("Không ý kiến",))
        .replace("\u00a0", " ")
        .endswith("Cơ sở: n = 900 người trả lời.")
    )

"""Tables in a notebook: words of questions, text left, figures right, a screen of rows and the rest folded."""

import re

import pandas as pd
import pytest

from pipeline import show


@pytest.fixture
def cells(form):
    """A function that shows a frame and gives the texts of its cells, a list a row."""
    show.use(form)

    def read(frame):
        rows = re.findall(r"<tr>(.*?)</tr>", show.table(frame).data)
        return [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in rows]

    yield read
    show._form.clear()


def test_names_of_questions_are_shown_by_their_words(cells):
    frame = pd.DataFrame({"question": ["mang/fb", "y1", "lạ"], "by": ["dung › y1", "tuoi", "(tổng số)"]})
    assert cells(frame) == [
        ["Câu hỏi", "Theo"],
        ["Dùng mạng nào? – Facebook, Messenger", "Có dùng không? › Ý kiến 1"],
        ["Ý kiến 1", "Tuổi"],
        ["lạ", "(tổng số)"],
    ]


def test_a_name_beside_its_label_stays_a_name(cells):
    assert cells(pd.DataFrame({"question": ["y1"], "label": ["Ý kiến 1"]})) == [["Mã", "Nội dung"], ["y1", "Ý kiến 1"]]


def test_whole_numbers_are_whole_and_missing_ones_a_dash(cells):
    frame = pd.DataFrame({"n": [12.0, float("nan")], "median": [15.0, 305.5], "percent": [50.0, 8.25], "x": [3, 4]})
    assert cells(frame)[1:] == [["12", "15", "50,0", "3"], ["–", "305,5", "8,3", "4"]]


def test_numbers_have_the_decimals_that_their_spread_allows(cells):
    columns = ["question", "mean", "sd", "median", "q1", "q3"]
    frame = pd.DataFrame(
        [("a", 0.01751, 0.0901, 0.95, 0, 0.8475), ("b", 45.429, 17.96, 48, 29, 59.25)], columns=columns
    )
    assert [row[1:] for row in cells(frame)[1:]] == [
        ["0,018", "0,090", "0,95", "0", "0,848"],
        ["45,43", "17,96", "48", "29", "59,3"],
    ]


def test_text_stands_left_on_a_column_with_room_and_figures_right(form):
    page = show.table(pd.DataFrame({"label": ["một câu khá dài để xem cột có rộng không"], "n": [5]})).data
    text, figure = re.findall(r'<td style="([^"]*)">', page)
    assert "left" in text and int(re.search(r"min-width: (\d+)em", text)[1]) >= 15
    assert "right" in figure and "nowrap" in figure


def test_a_long_table_shows_a_screen_and_folds_the_rest(cells):
    page = show.table(pd.DataFrame({"n": range(1, 101)}))
    shown, folded = page.data.split("<details>")
    assert shown.count("<td") == 20 and folded.count("<td") == 80 and "Còn 80 dòng" in folded
    assert "<details>" not in show.table(pd.DataFrame({"n": range(25)})).data


def test_an_empty_table_says_that_it_is_empty_and_markup_is_no_markup():
    assert "không có dòng nào" in show.table(pd.DataFrame({"n": []}), "Kết quả").data
    assert "&lt;b&gt;" in show.table(pd.DataFrame({"label": ["<b>"]})).data


def test_a_wide_table_keeps_the_order_and_has_a_base_row():
    frame = pd.DataFrame({"option": ["A", "B"] * 2, "group": ["z", "z", "a", "a"], "percent": [10.0, 90, 40, 60]})
    page = show.wide(frame.assign(base=[10, 10, 5, 5]), "Câu (%)").data
    assert re.findall(r"<td[^>]*>(.*?)</td>", page) == [
        "A",
        "10",
        "40",
        "B",
        "90",
        "60",
        "Cơ sở (n)",
        "10",
        "5",
    ]


def test_effects_are_written_on_the_side_of_their_threshold_where_they_are(form, cells):
    effects = pd.DataFrame({"effect": [0.0987, 0.0987], "effect_name": "V Cramér", "side": [2.0, 3.0]})
    assert [row[0] for row in cells(effects)[1:]] == ["0,099", "0,10"]  # w = V·√2 is over 0,1 either way
    show.use(form, {"V Cramér": 0.0986})
    assert [row[0] for row in cells(effects)[1:]] == ["0,10", "0,10"]
    assert cells(pd.DataFrame({"odds_ratio": [1.2], "low": [1.003], "high": [1.4]}))[1] == ["1,20", "1,003", "1,40"]
    assert cells(pd.DataFrame({"alpha": [0.698], "kmo": [0.497]}))[1] == ["0,698", "0,497"]


def test_a_bound_of_p_is_no_p_and_a_battery_has_the_words_of_its_stem(form, cells):
    pairs = pd.DataFrame({"option": ["Có", "Có", ""], "group_a": "A", "p_adjusted": [0.05, 0.001, 0.0312]})
    assert [row[2] for row in cells(pairs)[1:]] == ["≤ 0,05", "≤ 0,001", "0,031"]
    stem = form["y1"].block
    assert cells(pd.DataFrame({"battery": ["y1"], "term": ["dung"]}))[1] == [stem or "Ý kiến 1", "Có dùng không?"]

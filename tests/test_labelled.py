"""Labelled answers as people have them: any encoding, any separator, blanks, and what no figure can be told of."""

import numpy as np
import pandas as pd
import pytest

from pipeline import cluster
from pipeline.bench import labelled, queue, text, usual

ROWS = pd.DataFrame({"cau": ["Phòng học, quá nóng", "thầy nhiệt tình", "N/A"], "ma": ["CSVC", "GV", "khác"]})
READ = ROWS.set_axis(["text", "codes"], axis=1)
MANY = pd.Series(["GV;CSVC", "GV", "CSVC;khác", "GV;CSVC;khác"])


def refused(answers, codes, several=False):
    rows, _ = labelled.usable(pd.DataFrame({"text": answers, "codes": codes}))
    table, _ = labelled.code_table(rows["codes"], several=several)
    labelled.refuse_unmeasurable(cluster.prepare(rows["text"]), table)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_file_reads_the_same_however_excel_saved_it(tmp_path, encoding, sign):
    ROWS.to_csv(tmp_path / "a.csv", index=False, sep=sign, encoding=encoding)
    pd.testing.assert_frame_equal(labelled.read(tmp_path / "a.csv", "cau", "ma"), READ)


def test_an_answer_of_a_million_characters_is_read(tmp_path):
    ROWS.assign(cau="ngon quá " * 120_000).to_csv(tmp_path / "a.csv", index=False)
    assert len(labelled.read(tmp_path / "a.csv", "cau", "ma")["text"][0]) > 10**6


def test_columns_that_are_not_in_the_file_are_named(tmp_path):
    ROWS.to_csv(tmp_path / "a.csv", index=False)
    with pytest.raises(ValueError, match="không có cột «text»; tệp có «cau», «ma»"):
        labelled.read(tmp_path / "a.csv", "text", "label")
    with pytest.raises(ValueError, match="Không có tệp"):
        labelled.read(tmp_path / "b.csv", "text", "label")


@pytest.mark.parametrize("sign", [";", "; ", ",", ", ", "|", " | ", "#", "/"])
def test_codes_of_one_cell_are_taken_apart_whatever_sign_joins_them(sign):
    table, found = labelled.code_table(MANY.str.replace(";", sign), several=True)
    assert found == sign.strip() and list(table) == ["CSVC", "GV", "khác"]
    assert table.to_numpy().tolist() == [[1, 1, 0], [0, 1, 0], [1, 0, 1], [1, 1, 1]]


def test_codes_written_as_a_list_are_taken_apart():
    table, _ = labelled.code_table(MANY.map(lambda cell: str(cell.split(";"))), several=True)
    assert list(table) == ["CSVC", "GV", "khác"]


def test_a_comma_inside_names_of_codes_takes_nothing_apart():
    table, sign = labelled.code_table(pd.Series(["Giảng viên, trợ giảng", "CSVC"] * 3), several=True)
    assert (list(table), sign) == (["CSVC", "Giảng viên, trợ giảng"], "")


def test_several_codes_in_a_cell_are_refused_where_one_is_expected():
    with pytest.raises(ValueError, match="GV;CSVC.*--multi"):
        labelled.code_table(MANY, several=False)


def test_rows_without_answer_or_code_are_left_out_and_counted():
    rows = pd.DataFrame({"text": ["hay", " ", "dở", "được"], "codes": ["A", "A", "", " B "]})
    kept, line = labelled.usable(rows)
    assert kept["codes"].tolist() == ["A", "B"] and "1 dòng trống câu trả lời và 1 dòng trống mã" in line
    assert labelled.usable(kept)[1] == ""


@pytest.mark.parametrize(
    ("answers", "codes", "why"),
    [
        (["không"] * 30, ["A", "B"] * 15, "Chỉ có 0 câu khác nhau"),
        (["giống nhau cả"] * 30, ["A", "B"] * 15, "Chỉ có 1 câu khác nhau"),
        ([f"ý kiến thứ {n}" for n in range(30)], ["A"] * 30, "chỉ có một mã"),
        ([f"ý kiến thứ {n}" for n in range(30)], [f"mã {n}" for n in range(30)], "30 mã khác nhau ở 30 câu"),
        ([str(n) for n in range(30)], ["A", "B"] * 15, "là số, không phải chữ"),
        (["", " "], ["A", "B"], "trong 0 dòng"),
    ],
)
def test_what_no_figure_can_be_told_of_is_refused(answers, codes, why):
    with pytest.raises(ValueError, match=why):
        refused(answers, codes)


def test_groups_are_not_scored_where_no_answer_has_one_code():
    words = ["máy chậm", "phòng nóng", "thầy vui", "bàn hỏng", "mạng yếu", "ghế gãy", "lớp đông"]
    rows = pd.DataFrame({"text": [f"{a} {b}" for a in words for b in words], "codes": "A;B"})
    rows.loc[::2, "codes"] = "A;C"
    lines = [line for _, line in zip(range(5), text.bench(rows, several=True, seeds=1), strict=False)]
    assert "Các mã trong một ô cách nhau bằng dấu «;»" in lines and "Không chấm được" in lines[-1]


def test_the_usual_recipe_says_what_it_always_saw_where_all_taught_answers_are_alike():
    texts, codes = pd.Series(["phòng nóng", "thầy vui"] * 5), np.array([[True, False]] * 10)
    assert usual.one_vs_rest(texts, [0, 1, 2], codes, several=False, seed=0).tolist() == codes.tolist()


def test_the_page_played_holds_what_a_lesson_found_against_the_lesson_before(tmp_path, monkeypatch):
    words = ["máy chậm", "phòng nóng", "thầy vui", "bàn hỏng", "mạng yếu", "ghế gãy"]
    texts = pd.Series([f"{a} {b}" for a in words for b in words if a != b])
    truth = pd.get_dummies(texts.str.split().str[0]).astype(int)
    desk = queue.opened(tmp_path, texts, truth, several=False, seed=0)
    monkeypatch.setattr(queue, "_record", lambda _, __, gains, ___: [gain["base"] for gain in gains])
    assert [next(queue.until(desk, truth, n)) for n in (16, 28)] == [[8, 16], [24, 28]]

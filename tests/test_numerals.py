"""Numbers as people write them: decided from the whole column, settled by survey.yaml, never a thousand times off."""

import pandas as pd
import pytest

from pipeline import clean, ingest, numerals, survey
from tests.files import drafted, table, with_form, workbook


def read(*cells, **more):
    return numerals.read(pd.Series(cells, dtype="str"), **more)


@pytest.mark.parametrize(
    ("cells", "about", "numbers"),
    [
        (["1.500", "500"], "Chi tiêu", [1500, 500]),
        (["1,500", "12,000"], "", [1500, 12000]),
        (["5.000.000", "7.500.000"], "", [5e6, 7.5e6]),
        (["5 123 000", "7\u00a0000\u202f000", "1'500"], "", [5123000, 7e6, 1500]),
        (["1.234,5", "2.000"], "", [1234.5, 2000]),
        (["1,234.5", "2,000"], "", [1234.5, 2000]),
        (["12,5", "3,25"], "", [12.5, 3.25]),
        (["2.5", "1.250"], "", [2.5, 1.25]),
        (["3.125", "2.750", "1"], "Điểm trung bình", [3.125, 2.75, 1]),
        (["0.125", "0.5"], "", [0.125, 0.5]),
        (["0", "1.500", "3.000"], "Thu nhập", [0, 1500, 3000]),
        (["1e-05", "2.5E3"], "", [1e-5, 2500]),
        (["12 tr", "1tr5", "500 nghìn", "5 tỷ"], "Thu nhập", [12e6, 1.5e6, 5e5, 5e9]),
        (["12 tr", "15"], "Thu nhập (triệu đồng)", [12, 15]),
        (["12 tr", "15000000"], "Thu nhập", [12e6, 15e6]),
        (["12 tr", "15"], "Thu nhập", [12e6, 15e6]),
        (["45 %", "12,5%"], "", [45, 12.5]),
        (["1.500.000 đ", "20000 VNĐ"], "", [1.5e6, 20000]),
        (["−3", "+4"], "", [-3, 4]),
        (["5.000.000", "7,000,000", "500.000", "900000"], "Lương", [5e6, 7e6, 5e5, 9e5]),
        (["1,500,000", "2,000,000", "500.000"], "Lương", [1.5e6, 2e6, 5e5]),
        (["35 tuổi", "42"], "Tuổi", [35, 42]),
        (["3 tiếng", "2,5 giờ", "4h", "1"], "Mấy giờ một ngày?", [3, 2.5, 4, 1]),
        (["3 km", "5km"], "Đến trường bao xa?", [3, 5]),
    ],
)
def test_one_style_is_found_for_the_whole_column(cells, about, numbers):
    found = read(*cells, about=about)
    assert found.numbers.tolist() == pytest.approx(numbers) and found.sound


def test_words_dates_and_telephones_are_no_numbers_and_blanks_stay_blank():
    assert read("ba", "1/2/2022", "090 123 4567", None, "12.34.56").numbers.isna().all()
    assert not numerals.is_number("007")


@pytest.mark.parametrize("endless", ["1e400", "-1e400", "9" * 400, "inf", "-Infinity"])
def test_a_number_beyond_all_others_is_none_and_the_cleaning_log_says_so(form, endless):
    assert numerals.read(pd.Series(["3", endless, "4"])).numbers.fillna(0).tolist() == [3, 0, 4]
    answers, log = clean.typed(pd.DataFrame({"tuoi": pd.Series(["30", endless], dtype="str")}), form)
    assert answers["tuoi"].isna().tolist() == [False, True]
    assert log.query("question == 'tuoi'")[["rule", "rows"]].values.tolist() == [["Không phải số", 1]]


def test_what_stays_open_is_said_and_the_style_given_settles_it():
    assert "1500" in read("1.500", "3.000").guess and read("2.5", "12").guess == ""
    assert read("1.500", style="1,234.5").numbers.tolist() == [1.5]
    assert not read("5.000.000", "7.5").sound and not read("12 tr", "9000").sound


def test_one_odd_cell_never_makes_thousands_of_the_others_decimals_in_silence():
    cells = ["1.500", "2.350", "3.120"] * 10
    assert not read(*cells, "2.5", about="Thu nhập").sound and "30 ô" in read(*cells, "2.5").guess
    assert read(*["1.625", "1.71"] * 10, about="Chiều cao (mét)").guess == ""


def test_draft_and_cleaning_read_a_number_alike_and_survey_yaml_has_the_last_word(tmp_path):
    rows = [["Giới tính", "Thu nhập"], *(["Nam", t] for t in ("1.500", "3.000", "12.000") * 4)]
    found = drafted(table(rows), tmp_path)
    assert found.by["Thu nhập"].mean() == 5500 and 'q2: "1.234,5"  # đoán' in found.plan.path.read_text("utf-8")
    assert any("1500" in line for line in found.drafted.asked) and "Cách viết số (đoán)" not in set(found.log["rule"])
    text = found.plan.path.read_text("utf-8").replace('"1.234,5"  # đoán', '"1,234.5"')
    found.plan.path.write_text(text, encoding="utf-8")
    assert with_form(table(rows), survey.read(found.plan.path)).by["Thu nhập"].mean() == 5.5


@pytest.mark.parametrize(("cells", "about"), [(["30 phút", "2 giờ"], "Bao lâu?"), (["6 tháng", "2"], "Mấy năm?")])
def test_numbers_that_count_other_things_are_never_mixed(cells, about):
    found = read(*cells, "xa", about=about)
    assert not found.sound and found.numbers.dropna().tolist() in ([], [2])


def test_numbers_that_contradict_each_other_are_left_as_words_and_asked(tmp_path):
    found = drafted(table([["A", "Thu nhập"], *(["x", t] for t in ("5.000.000", "7.5", "8.200.000") * 5)]), tmp_path)
    assert found.by["Thu nhập"] == "text" and "lẫn lộn" in found.drafted.asked[0]


@pytest.mark.parametrize(
    ("form", "value", "shown"),
    [
        ("0%", 0.45, 45),
        ("0.0%", 0.125, 12.5),
        ("#,##0", 1500, 1500),
        ('#,##0 "đ"', 1500, 1500),
        ("0.00E+00", 1e-6, 1e-6),
    ],
)
def test_excel_cells_are_read_by_their_format(form, value, shown, tmp_path):
    rows = [["Giới", "Số"], *(["Nam", value * (1 + n % 5)] for n in range(20))]
    assert drafted(workbook(rows, [None, form]), tmp_path, "f.xlsx").by["Số"].mean() == pytest.approx(3 * shown)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("numbers: {tuoi: 1.2}", "«1.2»; ghi"),
        ("numbers: {gop_y: '1.234,5'}", "không phải câu hỏi số"),
        ("numbers: {tuo: '1.234,5'}", "Có phải «tuoi»"),
        ("missing: {tuoi: 99}", "cần danh sách"),
        ("missing: {dun: [99]}", "Có phải «dung»"),
        ("missing: {tuoi: [no]}", "ngoặc kép"),
    ],
)
def test_what_survey_yaml_says_of_cells_is_checked(given, said, write_survey):
    with pytest.raises(survey.SurveyError, match=said):
        write_survey(yaml=f"title: t\n{given}\n")


def test_a_column_of_codes_with_a_decimal_point_is_codes(write_survey):
    text = "dung,y1,y2\n" + "co,1.0,2\n" * 3 + "khong,3.0,01\n"
    found = with_form(text.encode(), write_survey())
    assert found.by["y1"] == {"Không đồng ý": 3, "Đồng ý": 1} and found.by["y2"] == {"Phân vân": 3, "Không đồng ý": 1}


def test_failed_formulas_are_blank_and_counted():
    raw = ingest.read("Giới,Tuổi\nNam,#N/A\n#REF!,20\nNữ,30\n".encode(), "f.csv")
    assert raw.frame.notna().sum().tolist() == [2, 2] and "2 ô lỗi của Excel" in raw.notes[-1]

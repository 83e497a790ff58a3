"""Raw files of every kind become one table of text, or are refused with the mend."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from pipeline import ingest

SHARED = Path(__file__).parents[2] / "shared/data"


def csv_table(text, name="tep.csv"):
    return ingest.read(text.encode(), name)


def workbook(*sheets):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for number, rows in enumerate(sheets):
        sheet = book.active if number == 0 else book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(out)
    return out.getvalue()


def spss(frame, tmp_path, **about):
    pyreadstat.write_sav(frame, str(tmp_path / "x.sav"), **about)
    return ingest.read((tmp_path / "x.sav").read_bytes(), "x.sav")


def shared(place):
    path = SHARED / place
    if not path.is_file():
        pytest.skip(f"không có {path}: tệp thật chỉ nằm cạnh dự án, không nằm trong dự án")
    return ingest.read(path.read_bytes(), path.name)


def test_cells_stay_as_they_came_and_only_empty_ones_are_missing():
    raw = csv_table('mã;trả lời\n007;N/A\n008;\n009;" None"\n')
    assert raw.frame["mã"].tolist() == ["007", "008", "009"]
    assert raw.frame["trả lời"].isna().tolist() == [False, True, False]
    assert raw.frame["trả lời"].tolist()[::2] == ["N/A", " None"]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_even_when_answers_hold_other_marks(mark):
    rows = [["câu 1", "câu 2", "câu 3"], ['"a, b; c"', "x", '"dòng 1\ndòng | 2"'], ["d", "", "e"]]
    raw = csv_table("\n".join(mark.join(row) for row in rows))
    assert raw.frame.iloc[0].tolist() == ["a, b; c", "x", "dòng 1\ndòng | 2"]
    assert raw.frame.index.tolist() == [2, 3] and raw.frame["câu 2"].isna().tolist() == [False, True]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_files_are_read_with_and_without_a_mark_in_front(encoding):
    raw = ingest.read("Dấu thời gian,Ý kiến\n1/2/2022,Tốt\n".encode(encoding), "a.csv")
    assert raw.frame.columns.tolist() == ["Dấu thời gian", "Ý kiến"] and raw.kind == "google"


def test_broken_utf8_is_refused_with_its_place_and_what_was_seen():
    content = "họ,b\nNam".encode() + b"\xe1,1\n"
    with pytest.raises(ingest.IngestError, match=r"dòng 2, byte thứ 11: gặp 0xE1 0x2C.*1 byte hỏng.*CSV UTF-8"):
        ingest.read(content, "hong.csv")


def test_western_bytes_are_never_guessed_but_sound_windows_1258_is_read_with_a_note():
    toned = "Y\u0301 kiê\u0301n\nTô\u0301t lă\u0301m\nĐươ\u0323c\nChâ\u0323m\n".encode("cp1258")
    raw = ingest.read(toned, "cu.csv")
    assert raw.frame["Ý kiến"].tolist()[:2] == ["Tốt lắm", "Được"] and "1258" in raw.notes[0]
    for western in ("a,b\nGrüße,é\n", "a,b\ncafé,1\n"):
        with pytest.raises(ingest.IngestError, match="không phải UTF-8"):
            ingest.read(western.encode("latin-1"), "de.csv")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.csv", "tệp rỗng"),
        (b"\n ,\n,\n", "a.csv", "chỉ có dòng trống"),
        (b"a,b\n", "a.csv", r"chỉ có dòng tiêu đề \(2 cột\)"),
        (b"a,b,a \n1,2,3\n", "a.csv", r"«a» có ở 2 cột \(cột 1, 3\)"),
        (b"a,b\n1,2\n1,2,3\n", "a.csv", "dòng 3 có 3 ô, tiêu đề chỉ có 2 cột"),
        (b'a,b\n1,2\n"x,1\n2,3\n', "a.csv", "dòng 3: dấu ngoặc kép"),
        (b"a,b\n1,\0\n", "a.csv", "nhị phân"),
        (b"\x89PNG\r\n", "a.csv", "ảnh PNG"),
        (b"%PDF-1.7", "a.xlsx", "PDF"),
        (b"<!DOCTYPE html><html>", "a.csv", "trang web"),
        (b"\xd0\xcf\x11\xe0....", "a.xls", "Office đời cũ .* bị cụt"),
        (b"a,b\n1,2\n", "a.xlsx", "nội dung là CSV. Đổi đuôi thành .csv"),
        (b"$FL2 cut", "a.sav", "tệp SPSS hỏng"),
    ],
)
def test_what_is_no_table_of_answers_is_refused_with_the_reason(content, name, said):
    with pytest.raises(ingest.IngestError, match=said):
        ingest.read(content, name)


def test_a_cut_workbook_a_plain_zip_and_a_wrong_suffix_are_refused():
    book, packed = workbook([["a"], ["1"]]), io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", "a\n1\n")
    for content, name, said in [
        (book[: len(book) // 2], "a.xlsx", "bị cụt"),
        (packed.getvalue(), "a.xlsx", "Giải nén"),
        (book, "a.csv", "Đổi đuôi thành .xlsx"),
    ]:
        with pytest.raises(ingest.IngestError, match=said):
            ingest.read(content, name)


def test_excel_cells_read_as_a_person_reads_them():
    when = datetime(2022, 4, 18, 9, 5)
    cells = [3.0, 0.1 + 0.2, when, datetime(2022, 4, 18), True]
    raw = ingest.read(workbook([["n", "x", "t", "d", "b"], cells]), "a.xlsx")
    assert raw.frame.iloc[0].tolist() == ["3", "0.3", "2022-04-18 09:05:00", "2022-04-18", "TRUE"]


def test_blank_cells_at_the_end_of_a_row_of_a_sheet_are_no_news():
    raw = ingest.read(workbook([["a", "b", "c"], ["1", "2", "3"], ["4", "5"]]), "a.xlsx")
    assert raw.frame["c"].isna().tolist() == [False, True] and raw.notes == ()


def test_the_filled_sheet_is_taken_and_lines_above_the_header_are_said():
    sheets = [[["Kết quả khảo sát"], [], ["q1", "q2", "q3"], ["a", None, "c"]], [["ghi", "chú"], ["x", "y"]], []]
    raw = ingest.read(workbook(*sheets), "a.xlsx")
    assert raw.frame.columns.tolist() == ["q1", "q2", "q3"] and raw.frame.index.tolist() == [4]
    assert "không đọc: «Sheet1»" in raw.notes[0] and "«Kết quả khảo sát»" in raw.notes[1]


def test_column1_column2_is_a_banner_only_above_a_real_header():
    assert csv_table("Column1,Column2\nTuổi,Giới\n20,Nam\n").frame.columns.tolist() == ["Tuổi", "Giới"]
    assert csv_table("Column1,Column2\n20,1\n21,2\n").frame.columns.tolist() == ["Column1", "Column2"]


def test_a_formula_saved_without_its_result_is_refused():
    with pytest.raises(ingest.IngestError, match="Sheet!B2 là công thức chưa có kết quả"):
        ingest.read(workbook([["a", "b"], [1, "=A2*2"]]), "a.xlsx")


def test_spss_labels_are_applied_and_user_missing_codes_are_counted(tmp_path):
    data = pd.DataFrame({"hl": [1.0, 2.0, 9.0, None], "tuoi": [20.0, 31.5, 99.0, 40.0]})
    words = {"hl": {1: "Thấp", 2: "Cao", 9: "Từ chối"}}
    about = {"variable_value_labels": words, "column_labels": ["Hài lòng", "Tuổi"]}
    raw = spss(data, tmp_path, missing_ranges={"hl": [9], "tuoi": [{"lo": 90, "hi": 99}]}, **about)
    assert raw.frame["hl"].fillna("–").tolist() == ["Thấp", "Cao", "–", "–"]
    assert raw.frame["tuoi"].fillna("–").tolist() == ["20", "31.5", "–", "40"]
    assert raw.values == {"hl": ["Thấp", "Cao"]} and raw.labels["tuoi"] == "Tuổi"
    assert raw.notes[0] == "hl: 1 giá trị khai báo là thiếu được để trống (9 «Từ chối» × 1)."


@pytest.mark.parametrize(
    ("place", "rows", "columns", "kind"),
    [
        ("surveys/google_forms_social_media.csv", 481, 21, "google"),
        ("surveys/google_forms_vi_small.csv", 21, 8, "google"),
        ("surveys/google_forms_vi_pasted.xlsx", 56, 5, "google"),
        ("surveys/vi_semicolon_checkbox.csv", 937, 14, "generic"),
        ("surveys/vi_patients.csv", 1042, 41, "generic"),
        ("surveys/kobo_export.csv", 381, 243, "kobo"),
        ("sav/zh_birth.sav", 189, 6, "spss"),
    ],
)
def test_real_files_are_read_whole(place, rows, columns, kind):
    raw = shared(place)
    assert (*raw.frame.shape, raw.kind) == (rows, columns, kind)


def test_real_answers_that_look_missing_stay_answers():
    patients = shared("surveys/vi_patients.csv").frame
    assert patients["InsL2"].value_counts()["Nil"] == 285 and patients["Jcond"].value_counts()["N.A."] == 87
    assert shared("surveys/google_forms_social_media.csv").frame.iloc[:, 5].value_counts()["N/A"] == 30


def test_a_chinese_spss_file_keeps_its_labels():
    raw = shared("sav/zh_birth.sav")
    assert raw.frame.iloc[0].tolist() == ["85", "19", "黑人", "不吸烟", "无高血压", "2523"]
    assert raw.values["RACE"] == ["白人", "黑人", "其他"] and raw.labels["AGE"] == "母亲的年龄"

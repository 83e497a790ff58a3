"""Which rows of a file are its header, which are persons, and which are neither."""

import pytest

from pipeline import ingest
from tests.files import table, workbook

HEAD = ["Giới tính", "Tuổi", "Đánh giá"]
PEOPLE = [[("Nam", "Nữ")[n % 2], 20 + n % 7, ("Tốt", "Vừa", "Kém")[n % 3]] for n in range(21)]
LATER = [[f"{n + 1:02d}/03/2022 8:00:00", *person] for n, person in enumerate(PEOPLE)]
STAMPED = ["Dấu thời gian", *HEAD]


def read(*rows):
    return ingest.read(workbook(rows), "f.xlsx")


@pytest.mark.parametrize(
    "above",
    [
        [["BÁO CÁO KẾT QUẢ"], ["Tháng 3/2022"], [], HEAD],
        [HEAD, ["(1)", "(2)", "(3)"]],
        [HEAD, [1, 2, 3]],
        [HEAD, ["A", "B", "C"]],
        [["Unnamed: 0", "Unnamed: 1", "Unnamed: 2"], HEAD],
        [["Cột 1", "Cột 2", "Cột 3"], HEAD],
        [["0", "1", "2"], HEAD],
        [["Thông tin chung", None, "Phần đánh giá"], HEAD],
        [["PHIẾU", None, None], HEAD, ["(1)", "(2)", "(3)"]],
        [HEAD, ["Gender", "Age", "Rating"]],
        [HEAD, ['{"ImportId":"QID1"}', '{"ImportId":"QID2"}', '{"ImportId":"QID3"}']],
    ],
)
def test_every_row_of_the_header_is_header_and_every_person_a_person(above):
    raw = read(*above, *PEOPLE)
    assert raw.frame.columns.tolist() == HEAD and len(raw.frame) == 21


@pytest.mark.parametrize("head", [["Cột 1", "Cột 2", "Cột 3"], ["Unnamed: 0", "Unnamed: 1", "Unnamed: 2"], HEAD])
def test_the_first_person_is_never_taken_for_the_header(head):
    raw = ingest.read(table([head, *PEOPLE]), "f.csv")
    assert len(raw.frame) == 21 and raw.frame.iloc[0].tolist() == ["Nam", "20", "Tốt"]


def test_a_file_without_a_header_loses_nobody_and_says_so():
    raw = ingest.read(table(PEOPLE), "f.csv")
    assert len(raw.frame) == 21 and raw.frame.columns[1] == "(cột 2)" and "không có dòng tiêu đề" in raw.notes[0]


def test_merged_heads_name_a_battery_and_codes_get_their_wording():
    rows = [[f"{n % 5 + 1}", str((n + 2) % 5 + 1), 20 + n] for n in range(15)]
    raw = read(["Hài lòng về", None, "Tuổi"], [None, None, None], ["Thái độ", "Chi phí", None], *rows)
    assert raw.frame.columns.tolist() == ["Hài lòng về [Thái độ]", "Hài lòng về [Chi phí]", "Tuổi"]
    coded = read(["gt", "tuoi", "dg"], ["Giới tính của bạn", "Tuổi của bạn", "Đánh giá chung"], *PEOPLE)
    assert coded.labels == {"gt": "Giới tính của bạn", "tuoi": "Tuổi của bạn", "dg": "Đánh giá chung"}


def test_a_ticked_option_written_out_under_its_own_name_is_an_answer():
    rows = [["Nữ" if n % 2 else "Nam", "Zalo" if n % 3 else None, "Báo" if n % 2 else None] for n in range(12)]
    raw = read(["Giới tính", "Kênh?", None], ["Response", "Zalo", "Báo"], *rows)
    assert raw.frame.columns.tolist() == ["Giới tính", "Kênh? [Zalo]", "Kênh? [Báo]"] and len(raw.frame) == 12


@pytest.mark.parametrize(
    ("behind", "said"),
    [
        ([["Tổng cộng", 21, 480, None]], "dòng tổng"),
        ([["Trung bình", None, 23.4, None]], "tổng"),
        ([[None, None, 23.4, None]], "cuối bảng"),
        ([["Tổng số phiếu: 21"]], "cuối bảng"),
        ([[], ["Nguồn: Sở Nội vụ"], [None, None, "Huế, ngày 5 tháng 3 năm 2022"], [None, None, "Người lập"]], "cuối"),
        ([["Ghi chú: số liệu sơ bộ"]], "cuối bảng"),
        ([[None, None, "Người lập"], [None, None, "Trần Văn B"]], "cuối bảng"),
        ([STAMPED], "tiêu đề lặp lại"),
        ([[" DẤU THỜI GIAN ", "GIỚI TÍNH", "TUỔI", "Đánh giá"]], "tiêu đề lặp lại"),
    ],
)
def test_what_stands_below_the_persons_is_left_out_and_said(behind, said):
    raw = read(STAMPED, *LATER, *behind)
    assert len(raw.frame) == 21 and raw.frame["Tuổi"].astype(int).sum() == 483
    assert said in " ".join(raw.notes) and "Huế" not in " ".join(raw.notes)


def test_rows_in_the_middle_and_rows_numbered_in_advance_are_left_out():
    pages = [HEAD, *PEOPLE[:10], ["Cộng", 10, None], HEAD, *PEOPLE[10:], ["Tổng", 21, None]]
    assert len(read(*pages).frame) == 21
    numbered = [
        ["STT", *HEAD],
        *([n + 1, *p] for n, p in enumerate(PEOPLE)),
        *([n, None, None, None] for n in range(22, 60)),
    ]
    assert len(read(*numbered).frame) == 21


def test_a_row_that_heads_a_part_of_the_table_is_no_person():
    rows = [[n + 1, *p] for n, p in enumerate(PEOPLE)]
    raw = read(["STT", *HEAD], ["I", "Xã A"], *rows[:10], ["II", "Xã B"], *rows[10:], [22, "Nam"])
    assert len(raw.frame) == 22 and "tiêu mục giữa bảng" in " ".join(raw.notes)


def test_a_person_who_left_most_blank_stays():
    assert len(read(STAMPED, *LATER, ["28/03/2022 9:00:00"], [None, "Nam"]).frame) == 23
    assert len(read(["Ý kiến", "Mức"], ["Trung bình", 3], ["Tốt", 5], ["Trung bình", 3], ["Trung bình", 3]).frame) == 4

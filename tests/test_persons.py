"""Columns that tell the person are left out of a draft; questions that only mention such things are not."""

import pytest

from pipeline import ingest
from tests.files import drafted, table

GENDER = ["Nam", "Nữ"] * 15
PEOPLE = [f"{('Nguyễn', 'Trần', 'Lê')[n % 3]} Văn {chr(65 + n)}" for n in range(30)]
NUMBERS = [str(912345678 + 37 * n) for n in range(30)]


def draft(head, cells):
    rows = [["Giới", head], *zip(GENDER, cells, strict=False)]
    return ingest.draft(ingest.read(table(rows), "f.csv"), title="T")


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        *[(head, [f"R_{n}aX" for n in range(30)]) for head in ("ResponseId", "Respondent ID", "token", "Network ID")],
        *[(head, ["x1"] * 30) for head in ("IPAddress", "ipaddr", "_gps_latitude", "username", "RecipientLastName")],
        ("Email", ["anonymous"] * 30), ("SĐT", NUMBERS), ("Zalo (số điện thoại)", NUMBERS), ("Liên hệ", NUMBERS),
        ("Địa chỉ nhà", [f"Số {n} tổ 3" for n in range(30)]), ("Facebook cá nhân (link)", ["a"] * 30),
        ("Họ và tên người trả lời", PEOPLE), ("Tên anh/chị", PEOPLE), ("Người trả lời", PEOPLE),
        ("Vui lòng cho biết họ tên?", PEOPLE), ("Giấy tờ", [f"0010{n:08d}" for n in range(30)]),
        ("Trang", [f"https://fb.com/{n}" for n in range(30)]),
        ("Nơi", [f"21.0{n:03d}, 105.8{n:03d}" for n in range(30)]),
        ("Máy", [f"113.160.{n}.7" for n in range(30)]), ("Ngày sinh", [f"{n % 28 + 1:02d}/05/1980" for n in range(30)]),
        ("Unnamed: 0", [str(n) for n in range(30)]), ("khóa", [f"aB3x{n:04d}Zq" for n in range(30)]),
    ],
)  # fmt: skip
def test_a_column_that_tells_the_person_makes_no_question(head, cells):
    found = draft(head, cells)
    assert [r["label"] for r in found.sheets["survey"] if r["name"]] == ["T", "Giới"]
    assert f"«{head}» –" in found.survey_yaml


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("CCCD gắn chip: anh/chị đã nhận chưa?", ["Đã nhận", "Chưa"]), ("Email", ["Có", "Không"]),
        ("Họ tên lãnh đạo có được công khai không?", ["Có", "Không"]), ("Zalo", ["x", "x"]),
        ("Facebook", ["Hằng ngày", "Hiếm khi"]), ("Mức độ dùng email", ["Cao", "Thấp"]),
        ("Số điện thoại đường dây nóng: có biết không?", ["Có", "Không"]), ("Kênh nào? [Email]", ["1", "0"]),
        ("Câu dài?", ["Tôi cho rằng " + "rất dài " * 14 + word for word in ("a", "b")]),
    ],
)  # fmt: skip
def test_a_question_that_mentions_such_a_thing_stays_with_its_counts(head, cells, tmp_path):
    rows = [["Giới", head], *zip(GENDER, cells * 15, strict=True)]
    assert sum(drafted(table(rows), tmp_path).by[head].values()) == 30


def test_sums_of_nine_digits_are_numbers(tmp_path):
    sums = [str((100 + n) * 1_000_000) for n in range(30)]
    assert (
        drafted(table([["Giới", "Thu nhập năm"], *zip(GENDER, sums, strict=True)]), tmp_path).by["Thu nhập năm"].size
        == 30
    )


TOOL = {
    "__version__": ["vN5xyz"] * 30, "_status": ["submitted_via_web"] * 30, "Status": ["IP Address"] * 30,
    "Duration (in seconds)": [str(90 + n) for n in range(30)],
    "submitdate": [f"2022-03-01 08:{n:02d}:11" for n in range(30)],
    "Lúc nộp": [f"01/03/2022 8:{n:02d}:00" for n in range(30)], "record_id": [str(n) for n in range(30)],
}  # fmt: skip


@pytest.mark.parametrize("head", TOOL)
def test_what_the_tool_writes_of_its_own_and_times_to_the_minute_make_no_question(head):
    assert [r["label"] for r in draft(head, TOOL[head]).sheets["survey"] if r["name"]] == ["T", "Giới"]


def test_a_status_that_people_gave_and_a_clock_time_are_answers(tmp_path):
    rows = [["Status", "Giờ đi làm?"], *([("Chưa", "Xong")[n % 2], ("7:30", "8:00")[n % 2]] for n in range(20))]
    assert drafted(table(rows), tmp_path).by == {
        "Status": {"Chưa": 10, "Xong": 10},
        "Giờ đi làm?": {"7:30": 10, "8:00": 10},
    }

"""Personal data in open answers is masked; people of the microdata share their combination with others; small
numbers outside cross tables are blank."""

import unicodedata

import numpy as np
import pandas as pd
import pytest

from pipeline import privacy

# --- k-anonymity ---------------------------------------------------------------------------------------------------


def test_k_anonymity_counts_people_by_the_size_of_their_class():
    answers = pd.DataFrame({"sex": list("mmmff") + [None], "age": [1, 1, 1, 1, 2, 2]})
    # m1: 3 people; f1, f2, (missing, 2): one person each
    assert privacy.k_anonymity(answers, ["sex", "age"]).to_dict("list") == {"k": [1, 3], "people": [3, 3]}


def test_k_anonymity_refuses_unknown_questions():
    with pytest.raises(ValueError, match=r"Không có câu hỏi \['unit'\]"):
        privacy.k_anonymity(pd.DataFrame({"sex": ["m"]}), ["unit"])


# --- open answers --------------------------------------------------------------------------------------------------

PHONE, MAIL, LINK = "[số điện thoại]", "[thư điện tử]", "[đường dẫn]"
PAPER, ACCOUNT, PERSON = "[số giấy tờ]", "[tài khoản]", "[tên người]"


def scrubbed(text):
    return privacy.scrub(pd.Series([text], dtype="str")).iloc[0]


@pytest.mark.parametrize(
    "number",
    ["0912345678", "0912.345.678", "0912 345 678", "091-234-5678", "+84 912 345 678", "+84912345678", "84912345678"]
    + ["0084 912 345 678", "(+84) 912.345.678", "0208.3855.123", "(0208) 3855 123", "01688 123 456"],
)
def test_phone_numbers_are_masked_however_they_are_spaced(number):
    assert scrubbed(f"gọi {number} nhé.") == f"gọi {PHONE} nhé."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0912345678 0987654321", f"{PHONE} {PHONE}"),
        ("SĐT: 3855123", f"SĐT: {PHONE}"),
        ("gửi nguyen.van-a@thainguyen.gov.vn.", f"gửi {MAIL}."),
        ("gửi nguyenvana @ gmail.com nhé", f"gửi {MAIL} nhé"),
        ("xem https://www.facebook.com/abc?x=1, hay lắm", f"xem {LINK}, hay lắm"),
        ("kết bạn zalo.me/0912345678", f"kết bạn {LINK}"),
        ("trang dukcq.thainguyen.dcs.vn rất hay", f"trang {LINK} rất hay"),
        ("CCCD 019085001234; số 019 085 001 234", f"CCCD {PAPER}; số {PAPER}"),
        ("cmnd số 090123000, khác: 090123456", f"cmnd số {PAPER}, khác: {PAPER}"),
        ("thẻ đảng viên: 12.345678", f"thẻ đảng viên: {PAPER}"),
        ("STK 12345678, hoặc 1903456789012", f"STK {ACCOUNT}, hoặc {ACCOUNT}"),
        ("thẻ 9704 1234 5678 9012", f"thẻ {ACCOUNT}"),
        ("theo dõi @nguyen.vana và @abc.", f"theo dõi {ACCOUNT} và {ACCOUNT}."),
    ],
)
def test_addresses_papers_and_accounts_are_masked(text, expected):
    assert scrubbed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đồng chí Nguyễn Văn A, Bí thư chi bộ", f"đồng chí {PERSON}, Bí thư chi bộ"),
        ("anh Nguyễn Văn B và chị Thu Hà phòng tổ chức", f"anh {PERSON} và chị {PERSON} phòng tổ chức"),
        ("Ông Lê Văn Tám, bà Ma Thị Na.", f"Ông {PERSON}, bà {PERSON}."),
        ("Đ/c Hoàng Thị Thu Hà chỉ đạo", f"Đ/c {PERSON} chỉ đạo"),
        ("đồng chí Phó Bí thư Đảng ủy Khối Trần Thị Bích Ngọc", f"đồng chí Phó Bí thư Đảng ủy Khối {PERSON}"),
        ("giám đốc Trần Hùng", f"giám đốc {PERSON}"),
        ("ĐỒNG CHÍ NGUYỄN VĂN AN", f"ĐỒNG CHÍ {PERSON}"),
        ("anh nguyễn văn hùng làm kém", f"anh {PERSON} làm kém"),
        ("dong chi Nguyen Van A", f"dong chi {PERSON}"),
        ("Tôi tên là Trần Văn B", f"Tôi tên là {PERSON}"),
    ],
)
def test_names_after_a_title_are_masked_and_the_title_stays(text, expected):
    assert scrubbed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "5000 người, 1.234.567.890 đồng, 500000000 đồng, 76,95 triệu, 100 200 300 400",
        "Luật 24/2018/QH14, 874/QĐ-BTTTT, 11-ĐA/TU, 36-HD/VPTW, Nghị định 13/2023/NĐ-CP",
        "từ 01/01/2020 đến 31.12.2021, 08.02.2022 09.03.2022, 8h30-11h30, 2019 - 2025, 2019 2020 2021 2022",
        "tỷ lệ 0.912345678 và 3.14159265358",
        "tư tưởng Hồ Chí Minh; Bác Hồ; Chủ tịch Hồ Chí Minh; đường Nguyễn Huệ; Bà Rịa - Vũng Tàu",
        "đồng chí Đảng viên, các bạn Đoàn Thanh niên, tiếng Anh Việt Pháp, anh chị em Zalo Facebook",
        "ĐỀ NGHỊ ĐỒNG CHÍ LÃNH ĐẠO QUAN TÂM",
        "tôi là Đảng viên. Tốt.Co quan nên làm",
        "",
    ],
)
def test_ordinary_words_and_numbers_are_left_alone(text):
    assert scrubbed(text) == text


def test_missing_answers_stay_missing_and_index_and_name_stay():
    texts = pd.Series(["gọi 0912345678", None, "ổn"], index=[5, 7, 7], name="de_xuat", dtype="str")
    expected = pd.Series([f"gọi {PHONE}", None, "ổn"], index=[5, 7, 7], name="de_xuat", dtype="str")
    pd.testing.assert_series_equal(privacy.scrub(texts), expected)
    assert privacy.scrub(texts.iloc[[1]]).isna().all()


def test_decomposed_letters_are_read_as_composed_ones():
    assert scrubbed(unicodedata.normalize("NFD", "đồng chí Nguyễn Văn Ánh")) == f"đồng chí {PERSON}"


def test_percentages_beside_hidden_cells_are_rounded_and_others_left():
    rows = [("q", "g", None, None), ("q", "g", 40, 12.3456), ("q", "h", 50, 65.4321)]
    table = pd.DataFrame(rows, columns=["question", "by", "n", "percent"])
    assert privacy.coarse(table)["percent"].tolist()[1:] == [12.3, 65.4321]

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


def test_the_blank_that_frees_most_people_is_chosen():
    people = pd.DataFrame({"sex": list("mmmmfffff"), "age": [1, 1, 1, 2, 1, 1, 1, 1, 3]})
    # (m, 2) and (f, 3) stand alone; without age they are still two, without sex too; blanks go on until 2 are alike
    safe, lost = privacy.anonymised(people, ["sex", "age"], k=2)
    assert privacy.k_anonymity(safe.astype(object).fillna("?"), ["sex", "age"])["k"].min() >= 2
    assert lost.sum().sum() == 4 and lost.loc[[3, 8]].all(axis=None)


def test_blanked_and_missing_are_two_values():
    people = pd.DataFrame({"sex": ["m"] * 4 + ["f"] * 4 + [None] * 2, "age": [1] * 9 + [2]})
    safe, lost = privacy.anonymised(people, ["sex", "age"], k=2)
    told = safe.astype(object).where(~lost, "che").fillna("thiếu")
    assert privacy.k_anonymity(told, ["sex", "age"])["k"].min() >= 2


@pytest.mark.parametrize("seed", range(5))
def test_anonymised_random_people_are_never_alone(seed):
    rng = np.random.default_rng(seed)
    people = pd.DataFrame({q: rng.choice(list("abcd"), 60, p=[0.6, 0.25, 0.1, 0.05]) for q in ("q1", "q2", "q3")})
    safe, lost = privacy.anonymised(people, ["q1", "q2", "q3"], k=5)
    told = safe.where(~lost, "che")
    assert privacy.k_anonymity(told, ["q1", "q2", "q3"])["k"].min() >= 5
    assert told.where(~lost).equals(people.where(~lost)) and 0 < lost.to_numpy().mean() < 0.5


def test_a_weight_tells_no_more_than_the_published_columns():
    people = pd.DataFrame({"sex": ["m", "m", "f", "m", "f"], "age": list("aaaab"), "weight": [2.0, 2.0, 1.0, 2.0, 1.0]})
    lost = pd.DataFrame({"sex": [False, False, False, True, True], "age": [False, False, False, False, True]})
    # who shows only the age gets the mean of all of that age, who shows nothing that of all
    assert privacy.level_weights(people, lost, "weight").tolist() == [2, 2, 1, 1.75, 1.6]


def test_numbers_at_the_ends_are_drawn_in_to_what_k_people_reach():
    drawn = privacy.top_coded(pd.Series([1, 2, 3, 4, 5, 6, 90, None]), k=2)
    assert drawn.tolist()[:7] == [2, 2, 3, 4, 5, 6, 6] and np.isnan(drawn[7])
    assert privacy.top_coded(pd.Series([1.0, 90.0]), k=2).isna().all()


# --- small numbers outside cross tables ----------------------------------------------------------------------------


def test_an_extreme_that_one_person_gave_is_blank():
    answers = pd.DataFrame({"q": [1] * 6 + [2, 3, 90]})
    summary = pd.DataFrame([("q", "Câu", 9, 11.0, 1.0, 90.0)], columns=["question", "label", "n", "mean", "min", "max"])
    shown = privacy.numbers(summary, answers, minimum=5).iloc[0]
    assert shown["min"] == 1 and np.isnan(shown["max"]) and shown["mean"] == 11
    assert privacy.numbers(summary.assign(n=3), answers, minimum=5)[["n", "mean", "min"]].isna().all(axis=None)


def test_a_mean_beside_a_hidden_point_of_its_scale_is_blank():
    scales = pd.DataFrame({"item": ["a", "b", "c"], "n": [90, 80, 3], "mean": 2.0, "sd": 1.0})
    scales = scales.assign(top2=30.0, no_opinion=0.0)
    frequencies = pd.DataFrame({"question": ["a", "a", "b"], "n": [None, 40, 30]})
    shown = privacy.means(scales, frequencies, minimum=5)
    assert shown["mean"].isna().tolist() == [True, False, True] and shown["n"].isna().tolist() == [True, False, True]


def test_counts_of_a_list_are_blank_where_few():
    table = pd.DataFrame({"flag": ["a", "b", "c"], "n": [0, 3, 5], "percent": [0.0, 3.0, 5.0]})
    shown = privacy.few(table, ["n"], also=["percent"], minimum=5)
    assert shown["n"].isna().tolist() == shown["percent"].isna().tolist() == [False, True, False]


def test_bars_of_a_histogram_stand_for_enough_people():
    values = pd.Series([1] * 6 + [2, 3, 4] + [5] * 7 + [8, 16, None])
    joined = privacy.binned(values, minimum=5)
    assert joined.value_counts().min() >= 5 and joined.isna().sum() == 1
    assert joined.max() == 5 and joined.min() == 1
    assert privacy.binned(pd.Series([1, 7, 9]), minimum=5).nunique() == 1


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
        ("email lan.nguyen @ gmail . com nhé", f"email {MAIL} nhé"),
        ("MSSV 20521234, mã số thuế 0101234567-001", f"MSSV {PAPER}, mã số thuế {PAPER}"),
        ("xe 29a1 234.56 và 51F-123.45, 30A-1234, bks 59X112345", "xe B và B, B, bks B".replace("B", "[biển số xe]")),
        ("em ở 12/5 đường Lê Lợi, số nhà 7 ngõ 32 Đội Cấn", "em ở [địa chỉ], [địa chỉ]"),
        ("nhà 25 Lê Lợi phường Bến Thành", "nhà [địa chỉ] phường Bến Thành"),
        ("ở 159-161 Lê Văn Việt, Quận 9; 416 Hậu Giang q6", "ở [địa chỉ], Quận 9; [địa chỉ] q6"),
        ("cửa hàng 121 Võ Văn Ngân, 2a Trần Hưng Đạo.", "cửa hàng [địa chỉ], [địa chỉ]."),
        ("12/3A Trường Chinh - P. 14, số nhà 7 Bà Huyện Thanh Quan", "[địa chỉ] - P. 14, [địa chỉ]"),
        ("nhà ngõ 5 Láng Hạ, hẻm 45/3 Lê Lợi; kiệt 25 đường Hải Phòng", "nhà [địa chỉ], [địa chỉ]; [địa chỉ]"),
        ("ở K25/7 Hải Phòng, số nhà 12 đường nguyễn huệ ạ", "ở [địa chỉ], [địa chỉ] ạ"),
        ("số không chín một hai ba bốn năm sáu bảy tám nhé", f"số {PHONE} nhé"),
        ("theo dõi @nguyen.vana và @abc.", f"theo dõi {ACCOUNT} và {ACCOUNT}."),
    ],
)
def test_addresses_papers_and_accounts_are_masked(text, expected):
    assert scrubbed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đồng chí Nguyễn Văn A, Bí thư chi bộ", f"đồng chí {PERSON}, Bí thư chi bộ"),
        ("Chị Lan phòng tổ chức, đồng chí Hùng", f"Chị {PERSON} phòng tổ chức, đồng chí {PERSON}"),
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
        "25 Cán Bộ Xã Tân Lập, 12 Đảng Viên phường Bến Thành, năm 2022 Thành phố Huế, Tháng 12 Trường Học Quận 1",
        "lớp 12 Trường Tiểu Học Quận 3, 30 hộ xã Tân Lập, 5 Hội Viên huyện Phú Bình, 2 Tổ Dân Phố phường Quang Trung",
        "lớp 12 Nguyễn Huệ phường 3, khối 10 Lê Lợi quận 1; ngõ 5 ngập sâu, hẻm 12 Chi bộ, Nghị quyết K12/3 Đại hội",
        "2 đường dây nóng, 3 phố cổ, 16GB 12345, giá 50k 15000 đồng, 10h 2024, xe 16 chỗ 2023, một hai ba bốn năm",
        "",
    ],
)
def test_ordinary_words_and_numbers_are_left_alone(text):
    assert scrubbed(text) == text


@pytest.mark.parametrize("sign", [".", "-", "www.", "đồng chí "])
def test_a_line_of_one_sign_that_never_ends_is_read_once(sign):
    text = (sign * 100_000)[:100_000]
    assert privacy.scrub(pd.Series([text + " gọi 0912345678"]))[0].endswith("gọi [số điện thoại]")


def test_missing_answers_stay_missing_and_index_and_name_stay():
    texts = pd.Series(["gọi 0912345678", None, "ổn"], index=[5, 7, 7], name="de_xuat", dtype="str")
    expected = pd.Series([f"gọi {PHONE}", None, "ổn"], index=[5, 7, 7], name="de_xuat", dtype="str")
    pd.testing.assert_series_equal(privacy.scrub(texts), expected)
    assert privacy.scrub(texts.iloc[[1]]).isna().all()


def test_decomposed_letters_are_read_as_composed_ones():
    assert scrubbed(unicodedata.normalize("NFD", "đồng chí Nguyễn Văn Ánh")) == f"đồng chí {PERSON}"


def test_a_histogram_is_drawn_where_joining_leaves_most_people_where_they_are():
    few, many = pd.Series([1.0, 4, 9, 15, 20, 22, 24, 25, 26, 28, 29, 30]), pd.Series([0.0, 1, 2] * 20)
    assert not privacy.keeps_shape(few, minimum=5) and privacy.keeps_shape(many, minimum=5)

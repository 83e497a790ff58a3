"""Answers put in order, and options found in columns of text."""

import pytest

from pipeline.ingest.options import multiple, single
from pipeline.ingest.scales import order


@pytest.mark.parametrize(
    "low_to_high",
    [
        "Rất không hài lòng|Không hài lòng|Bình thường|Hài lòng|Rất hài lòng",
        "Strongly disagree|Disagree|Neither agree nor disagree|Agree|Strongly agree",
        "Không quan trọng|Ít quan trọng|Quan trọng|Rất quan trọng",
        "Không bao giờ|Hiếm khi|Thỉnh thoảng|Thường xuyên|Luôn luôn",
        "Less than an Hour|Between 1 and 2 hours|Between 2 and 3 hours|More than 5 hours",
        "Dưới 30 phút|30 - 60 phút|1-2 giờ|Trên 2 giờ",
        "Dưới 30 tuổi|Từ 30 đến 39 tuổi|Từ 40 đến 49 tuổi|Từ 50 tuổi trở lên",
        "1 lít|1,5 lít|2 lít|2.5 lít",
        "Dưới 5 triệu|5 - 10 triệu|Trên 10 triệu",
        "Rất kém|Kém|Trung bình|Khá|Tốt|Rất tốt",
        "THCS|THPT|Cao đẳng|Đại học|Thạc sĩ",
        "Nil|Lo|Med|Hi",
    ],
)
def test_scales_of_words_and_bands_are_put_low_to_high(low_to_high):
    points = low_to_high.split("|")
    assert order(sorted(points, key=lambda p: p[::-1]))[0] == points


def test_answers_apart_stand_outside_the_scale():
    assert order(["Hài lòng", "Không có ý kiến", "Không hài lòng", "Rất hài lòng"])[:2] == (
        ["Không hài lòng", "Hài lòng", "Rất hài lòng"],
        ["Không có ý kiến"],
    )


@pytest.mark.parametrize("plain", ["Nam|Nữ|Khác", "Hà Nội|Huế|Đà Nẵng", "Có|Không|N/A", "Hài lòng|Đồng ý|Tốt", "A|B|C"])
def test_other_words_are_no_scale(plain):
    assert order(plain.split("|")) is None


def test_checkbox_options_are_what_recurs():
    answers = ["Zalo, Facebook", "Zalo", "Zalo, TikTok", "Facebook, TikTok", "Zalo, Facebook, TikTok"] * 10
    assert multiple(answers).labels == ["Zalo", "Facebook", "TikTok"]
    assert multiple([*answers, "Zalo, máy fax của ông nội"])[:2] == (["Zalo", "Facebook", "TikTok"], 1)


def test_an_option_may_hold_commas():
    answers = ["Đọc báo, tạp chí, Nghe đài", "Nghe đài", "Đọc báo, tạp chí", "Mạng (Zalo, Facebook), Nghe đài"] * 3
    found = multiple([*answers, "Mạng (Zalo, Facebook)"]).labels
    assert found == ["Nghe đài", "Đọc báo, tạp chí", "Mạng (Zalo, Facebook)"]
    one_choice = ["THẦY CÔ, BẠN BÈ"] * 5 + ["SỞ THÍCH"] * 5
    assert multiple(one_choice) is None and single(one_choice).labels == ["THẦY CÔ, BẠN BÈ", "SỞ THÍCH"]


def test_there_are_more_ways_of_ticking_than_options():
    one_choice = ["CÓ, THƯỜNG XUYÊN", "CÓ, THỈNH THOẢNG", "KHÔNG"] * 5
    assert multiple(one_choice) is None and len(single(one_choice).labels) == 3


def test_sentences_are_no_options():
    sentences = [f"Cần tập huấn thêm cho cán bộ đơn vị số {n}, sớm nhất có thể" for n in range(60)]
    assert multiple(sentences) is None and single(sentences) is None
    assert single([*sentences, *["N/A"] * 60]) is None

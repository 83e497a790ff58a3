"""Coding of Vietnamese open answers. Expected values are written by hand or follow from arithmetic."""

import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_mutual_info_score

from pipeline import cluster

TITLES = Path(__file__).parents[2] / "shared" / "data" / "text" / "news_titles_8_topics.csv"
CHECKING = [
    "Cần kiểm chứng thông tin trước khi chia sẻ",
    "kiểm chứng nguồn tin rồi mới chia sẻ",
    "Tin giả tràn lan, khó kiểm chứng",
    "Phải xem nguồn tin chính thống để tránh tin giả",
    "Không chia sẻ tin giả khi chưa kiểm chứng",
    "nhiều tin giả trên mxh quá, ko biết nguồn tin nào đúng",
    "Kiểm chứng thông tin qua báo chính thống",
    "Nên có cổng kiểm chứng tin giả",
    "can kiem chung thong tin truoc khi chia se",
    "tin gia nhieu qua, phai kiem chung nguon tin",
    "Chỉ chia sẻ nguồn tin chính thống",
    "Không có thời gian kiểm chứng thông tin",
    "Xử phạt người tung tin giả",
    "Thông tin sai sự thật, tin giả lan nhanh",
    "chia sẻ thông tin phải có nguồn tin rõ ràng",
]
TRAINING = [
    "Mở lớp tập huấn kỹ năng số cho cán bộ",
    "Tổ chức tập huấn kỹ năng sử dụng mạng an toàn",
    "Đề nghị mở lớp bồi dưỡng kỹ năng cho đảng viên",
    "tập huấn cho cb mỗi năm một lần",
    "Cần lớp bồi dưỡng kỹ năng số",
    "Bồi dưỡng kỹ năng cho cán bộ lớn tuổi",
    "mo lop tap huan ky nang so cho can bo",
    "Mời chuyên gia tập huấn kỹ năng",
    "Cán bộ cần được tập huấn thường xuyên",
    "Tổ chức lớp bồi dưỡng ngắn ngày",
    "can tap huan ky nang cho dang vien",
    "Có tài liệu tập huấn kỹ năng số",
    "Mở thêm lớp tập huấn tại cơ quan",
    "lớp tập huấn cần thực hành nhiều hơn",
    "Tập huấn, bồi dưỡng cho đảng viên trẻ",
]
DEVICES = [
    "Máy tính cơ quan quá cũ, chạy chậm",
    "Mạng internet chậm, hay mất kết nối",
    "Nâng cấp máy tính và đường truyền internet",
    "wifi cơ quan yếu, kết nối chậm",
    "Trang bị máy tính mới",
    "may tinh cu, chay cham",
    "Đường truyền internet yếu",
    "Máy tính cũ, wifi yếu",
    "mạng chậm quá, nâng cấp đường truyền đi",
    "Cần trang bị máy tính, máy in mới",
    "Kết nối internet hay bị mất",
    "duong truyen internet cham",
    "wifi chậm, máy tính cũ",
    "Thiếu máy tính, wifi yếu lắm",
    "Nâng cấp wifi và máy tính",
]
TOPIC = ["tin"] * 15 + ["tập huấn"] * 15 + ["máy"] * 15
NOTHING = ["không", "Ko có ý kiến", ".", "k", "chưa nghĩ ra", "Không có", "không ạ", "khong co y kien gi", "N/A", "...",
           "Không có đề xuất, kiến nghị gì thêm ạ", "không biết trả lời sao", "[số điện thoại]"]  # fmt: skip
SOMETHING = ["không có thời gian kiểm chứng", "không biết cách kiểm chứng", "chưa có quy định", "không tin", "chùa",
             "5", "không rõ nguồn tin", "khong co thoi gian", "chưa nghĩ đến hậu quả", "góp ý qua Zalo"]  # fmt: skip


@pytest.fixture(scope="module")
def answers():
    people = [f"p{number:02d}" for number in range(49)]
    texts = [*CHECKING, *TRAINING, *DEVICES, "không", "ko có ý kiến", None, "  "]
    return pd.Series(texts, index=people, name="gop_y", dtype="str")


@pytest.fixture(scope="module")
def coded(answers):
    return cluster.code(answers)


def test_spellings_of_one_answer_become_one():
    new, old = "Hoà bình, thuỷ lợi!", "hòa bình  thủy lợi"
    texts = pd.Series([new, old, unicodedata.normalize("NFD", new), "HÒA BÌNH... thủy\u200b lợi"])
    assert set(cluster.normalise(texts)) == {"hòa bình thủy lợi"}


def test_tone_marks_go_to_the_older_place():
    typed = "qúy quý tòan khoẻ gìn già mùa khuỷu tuỳ thuở café người hoàng"
    assert cluster.normalise(pd.Series([typed]))[0] == "quý quý toàn khỏe gìn già mùa khuỷu tùy thuở café người hoàng"


def test_short_forms_are_written_out():
    texts = pd.Series(["ko dc dùng fb, mxh", "Tik Tok đẹp quáaaa"])
    assert cluster.normalise(texts).tolist() == ["không được dùng facebook mạng xã hội", "tiktok đẹp quá"]


def test_normalising_keeps_the_index_and_what_is_missing():
    got = cluster.normalise(pd.Series(["Tốt.", None, "?!"], index=[7, 3, 5]))
    assert got.index.tolist() == [7, 3, 5] and got[7] == "tốt" and pd.isna(got[3]) and got[5] == ""


def test_masks_of_personal_data_are_no_words():
    texts = pd.Series(["Gọi [số điện thoại] hoặc [thư điện tử], xem [đường dẫn] [mới]"])
    assert cluster.normalise(texts)[0] == "gọi hoặc xem mới"


@pytest.mark.parametrize("text", NOTHING)
def test_an_answer_that_says_nothing_is_found(text):
    assert cluster.non_answers(pd.Series([text])).tolist() == [True]


@pytest.mark.parametrize("text", SOMETHING)
def test_an_opinion_that_looks_like_none_is_kept(text):
    assert cluster.non_answers(pd.Series([text])).tolist() == [False]


def test_a_missing_answer_is_not_an_answer_that_says_nothing():
    assert cluster.non_answers(pd.Series([None, "không"], index=["a", "b"])).to_dict() == {"a": False, "b": True}


def test_words_of_several_syllables_stay_together():
    words = cluster.segment(pd.Series(["cán bộ dùng mạng xã hội", None], index=[4, 9]))
    assert "cán bộ" in words[4] and words[9] == []


def test_words_met_in_a_sample_are_looked_up_in_the_other_answers(monkeypatch):
    monkeypatch.setattr("pipeline.cluster.words.READ", 3)
    words = cluster.segment(pd.Series(["xã hội chậm", "cán bộ dùng mạng xã hội", "mạng xã hội", None, "xã hội hỏng"]))
    assert words.tolist()[1:4] == [["cán", "bộ", "dùng", "mạng", "xã hội"], ["mạng", "xã hội"], []]


def test_groups_follow_the_topics(answers, coded):
    spoken = coded.iloc[:45]
    table = pd.crosstab(spoken["code"], np.array(TOPIC))
    assert table.max(axis=1).sum() / 45 >= 0.9
    three = cluster.code(answers, groups=3).iloc[:45]
    assert pd.crosstab(three["code"], np.array(TOPIC)).max(axis=1).sum() >= 43


def test_answers_without_marks_join_those_with_them(answers):
    three = cluster.code(answers, groups=3)
    typed = [answers[answers == text].index[0] for text in CHECKING[8:10] + [TRAINING[6], TRAINING[10]]]
    assert three.loc[typed[:2], "code"].eq(three["code"].iloc[0]).all()
    assert three.loc[typed[2:], "code"].eq(three["code"].iloc[15]).all()


def test_an_answer_typed_without_marks_equals_its_marked_twin():
    texts = pd.Series(["Mở lớp tập huấn", "mo lop tap huan", "Mạng chậm", "mang cham", "xin cam on zalo"])
    coded = cluster.code(texts)
    assert coded["code"].tolist() == ["1", "1", "2", "2", "3"]
    assert coded["normal"][1] == "mo lop tap huan" and coded["name"][1] == "mở lớp tập huấn"


@pytest.mark.skipif(not TITLES.exists(), reason="the labelled news titles are not beside this project")
def test_eight_topics_of_news_titles_are_found():
    # Adjusted mutual information with the true topics; chance is 0, TF-IDF with k-means 0.05-0.14.
    titles = pd.read_csv(TITLES, keep_default_na=False).iloc[::2]  # half of them, to be quick; all give 0.55
    coded = cluster.code(titles["text"], groups=8)
    assert adjusted_mutual_info_score(titles["label"], coded["code"]) > 0.45


def test_coding_returns_a_row_for_everybody_who_wrote(answers, coded):
    assert coded.columns.tolist() == ["code", "name", "sureness", "normal"]
    assert coded.index.tolist() == answers.index[:47].tolist()
    assert coded["sureness"].between(0, 1).all()
    assert coded.loc[["p45", "p46"], "name"].eq("Không có ý kiến cụ thể").all()


def test_the_same_seed_gives_the_same_codes_and_the_input_stays(answers, coded):
    before = answers.copy()
    pd.testing.assert_frame_equal(cluster.code(answers, seed=0), coded)
    pd.testing.assert_series_equal(answers, before)


def test_codes_run_from_the_largest_group(coded):
    sizes = coded.loc[coded["code"] != "0", "code"].value_counts()
    assert sizes.sort_index(key=lambda code: code.astype(int)).is_monotonic_decreasing


def test_names_are_phrases_of_their_own_answers(answers):
    found = cluster.code(answers, groups=3)
    names = " | ".join(found["name"].unique())
    assert found.groupby("name")["code"].nunique().eq(1).all()
    assert all(topic in names for topic in ("tin giả", "tập huấn", "máy tính"))


def test_equal_answers_are_one_item():
    texts = pd.Series(["Hoà giải"] * 6 + ["hòa giải!"] * 3 + ["Đi họp"] * 2)
    got = cluster.code(texts).value_counts(["code", "name"])
    assert got.to_dict() == {("1", "hòa giải"): 9, ("2", "đi họp"): 2}


@pytest.mark.parametrize("size", [0, 1, 3, 11, 21])
def test_few_answers_are_coded_without_harm(size):
    texts = pd.Series((CHECKING + TRAINING)[:size], dtype="str")
    got = cluster.code(texts)
    assert len(got) == size and got["code"].ne("0").all()


@pytest.mark.parametrize("texts", [pd.Series([None, None], dtype="str"), pd.Series([" ", ""]), pd.Series([np.nan])])
def test_nobody_wrote_anything(texts):
    got = cluster.code(texts)
    assert got.empty


def test_numbers_and_a_wrong_number_of_groups_are_refused():
    with pytest.raises(ValueError, match="tuoi: cột này là số"):
        cluster.code(pd.Series([35, 41], name="tuoi"))
    with pytest.raises(ValueError, match="nguyên từ 1 trở lên, nhận được 0"):
        cluster.code(pd.Series(["a b c"]), groups=0)


def test_answers_that_share_no_word_are_coded_without_harm():
    texts = pd.Series([f"từ{number}" for number in range(30)])
    assert len(cluster.code(texts)) == 30
    mixed = pd.Series(["a1 b", "a2 b", *texts])
    assert len(cluster.code(mixed, groups=7)) == 32

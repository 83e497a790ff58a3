"""Coding of Vietnamese open answers. Expected values are written by hand or follow from arithmetic."""

import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_mutual_info_score

from pipeline import cluster
from pipeline.cluster import mixture
from pipeline.cluster.casing import as_written
from pipeline.cluster.names import name_groups, titles
from pipeline.cluster.negation import negated

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
def three(answers):
    """Group numbers and the table of three groups."""
    return cluster.groups(cluster.prepare(answers), 3)


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


def test_groups_follow_the_topics(answers, three):
    proposed, _ = cluster.groups(cluster.prepare(answers))
    assert pd.crosstab(proposed.iloc[:45].to_numpy(), np.array(TOPIC)).max(axis=1).sum() / 45 >= 0.9
    assert pd.crosstab(three[0].iloc[:45].to_numpy(), np.array(TOPIC)).max(axis=1).sum() >= 43


def test_answers_without_marks_join_those_with_them(answers, three):
    labels, _ = three
    typed = [answers[answers == text].index[0] for text in CHECKING[8:10] + [TRAINING[6], TRAINING[10]]]
    assert labels[typed[:2]].eq(labels.iloc[0]).all() and labels[typed[2:]].eq(labels.iloc[15]).all()


def test_an_answer_typed_without_marks_equals_its_marked_twin():
    texts = pd.Series(["Mở lớp tập huấn", "mo lop tap huan", "Mạng chậm", "mang cham", "xin cam on zalo"])
    prepared = cluster.prepare(texts)
    labels, table = cluster.groups(prepared)
    assert labels.tolist() == [1, 1, 2, 2, 3] and table["name"][0] == "Mở lớp tập huấn"
    assert prepared["normal"][1] == "mo lop tap huan"


@pytest.mark.skipif(not TITLES.exists(), reason="the labelled news titles are not beside this project")
def test_eight_topics_of_news_titles_are_found():
    # Adjusted mutual information with the true topics; chance is 0, TF-IDF with k-means 0.05-0.14.
    titles = pd.read_csv(TITLES, keep_default_na=False).iloc[::2]  # half of them, to be quick; all give 0.55
    labels, _ = cluster.groups(cluster.prepare(titles["text"]), 8)
    assert adjusted_mutual_info_score(titles["label"], labels) > 0.45


def test_only_answers_with_content_get_a_group(answers, three):
    labels, table = three
    assert labels.index.equals(answers.index) and labels.notna().tolist() == [True] * 45 + [False] * 4
    assert table["n"].sum() == 45 and table["base"].eq(45).all()


def test_the_same_seed_gives_the_same_groups_and_the_input_stays(answers, three):
    before = answers.copy()
    labels, table = cluster.groups(cluster.prepare(answers), 3)
    pd.testing.assert_series_equal(labels, three[0])
    pd.testing.assert_frame_equal(table, three[1])
    pd.testing.assert_series_equal(answers, before)


def test_groups_run_from_the_largest(three):
    assert (
        three[1]["n"].is_monotonic_decreasing
        and three[0].value_counts().sort_index().tolist() == three[1]["n"].tolist()
    )


def test_names_and_words_are_phrases_of_their_own_answers(three):
    _, table = three
    assert table["name"].is_unique
    assert all(topic in " | ".join(table["words"]) for topic in ("tin giả", "tập huấn", "máy tính"))


def test_equal_answers_are_one_item():
    texts = pd.Series(["Hoà giải"] * 6 + ["hòa giải!"] * 3 + ["Đi họp"] * 2)
    labels, table = cluster.groups(cluster.prepare(texts))
    assert table[["name", "n"]].to_numpy().tolist() == [["Hòa giải", 9], ["Đi họp", 2]]
    assert labels.tolist() == [1] * 9 + [2] * 2


def test_a_name_bears_the_capitals_people_give_it_inside_a_sentence():
    texts = ["Vì Việt Nam", "yêu việt nam", "Ở Việt Nam vui", "ĐI VIỆT NAM", "Mạng ở Việt  Nam. Mạng", "Mạng. Mạng."]
    assert as_written("việt nam; mạng, xe", texts) == "Việt Nam; mạng, xe"
    assert as_written("việt nam", texts[:2]) == "việt nam"


@pytest.mark.parametrize("size", [0, 1, 3, 11, 21])
def test_few_answers_are_grouped_without_harm(size):
    labels, table = cluster.groups(cluster.prepare(pd.Series((CHECKING + TRAINING)[:size], dtype="str")))
    assert len(labels) == size and labels.notna().all() and table["n"].sum() == size


@pytest.mark.parametrize("texts", [pd.Series([None, None], dtype="str"), pd.Series([" ", ""]), pd.Series([np.nan])])
def test_nobody_wrote_anything(texts):
    labels, table = cluster.groups(cluster.prepare(texts))
    assert labels.isna().all() and table.empty


def test_numbers_and_a_wrong_number_of_groups_are_refused():
    with pytest.raises(ValueError, match="tuoi: cột này là số"):
        cluster.prepare(pd.Series([35, 41], name="tuoi"))
    with pytest.raises(ValueError, match="nguyên từ 1 trở lên, nhận được 0"):
        cluster.groups(cluster.prepare(pd.Series(["a b c"])), 0)


def test_answers_that_share_no_word_are_grouped_without_harm():
    texts = pd.Series([f"từ{number}" for number in range(30)])
    assert cluster.groups(cluster.prepare(texts))[0].notna().all()
    mixed = pd.Series(["a1 b", "a2 b", *texts])
    assert cluster.groups(cluster.prepare(mixed), 7)[1]["n"].sum() == 32


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["tôi", "không", "hài lòng"], ["tôi", "không hài lòng"]),
        (["chưa", "được", "tập huấn"], ["chưa được tập huấn"]),
        (["không", "có", "gì", "không", "hài lòng"], ["hài lòng"]),
        (["không", "biết"], ["không", "biết"]),
    ],
)
def test_a_negation_belongs_to_the_word_that_it_negates(words, told):
    assert negated(words) == told


@pytest.mark.parametrize(
    ("text", "name", "is_denied"),
    [
        ("rất không hài lòng .", "Hài lòng, cảm ơn", True),
        ("rất không hài lòng .", "Không hài lòng", False),
        ("không có gì không hài lòng", "Hài lòng", False),
        ("Chưa được tập huấn", "Thiếu tập huấn", False),
        ("không nói gì", "Hài lòng", False),
    ],
)
def test_an_answer_denies_a_name_whose_word_it_negates(text, name, is_denied):
    assert cluster.denies(text, name) == is_denied


def test_a_group_of_contented_answers_is_not_named_by_what_they_deny():
    good = [["rất", "hài lòng", "với", thing] for thing in "abcdefghijklm"]
    good += [["không", "có", "gì", "không", "hài lòng", "về", thing] for thing in "abcde"]
    bad = [["không", "hài lòng", "với", thing, "ồn", "quá"] for thing in "abcdefg"]
    other = [["học phí", "cao", "quá", "mức"]] * 20
    labels = [0] * len(good) + [1] * len(bad) + [2] * 20
    found = name_groups(good + bad + other, labels, [1] * len(labels))
    told = titles(good + bad + other, labels, [1] * len(labels), found)
    assert "không" not in told[0] and "hài lòng" in told[0] and "không hài lòng" in found[1] + told[1]


def coded_by_clauses(own, many):
    """Right or wrong of answers × codes, learned from the first ``many``; ``own``: what each answer speaks of, 0-2."""
    draw, codes = np.random.default_rng(0), ["K0", "K1", "K2"]
    syllables = draw.permutation([a + b for a in "bcdghklmnprs" for b in ("an", "ông", "iên", "uy", "ưới")])
    said = [", ".join(" ".join(draw.choice(syllables[20 * t :][:20], 3, replace=False)) for t in some) for some in own]
    read, true = cluster.prepare(pd.Series(said)), np.array([[t in some for t in range(3)] for some in own])
    hand = pd.DataFrame({"key": read["key"][:many], "codes": [";".join(codes[t] for t in two) for two in own[:many]]})
    found = cluster.suggest(cluster.learn(read, pd.DataFrame({"code": codes, "phrases": ""}), hand, several=True))
    return (found.ge(0.5).to_numpy() == true)[many:]


def two_of_three(many):
    draw = np.random.default_rng(1)
    return [sorted(draw.choice(3, 2, replace=False)) for _ in range(many)]


def test_few_hand_codes_teach_several_codes_by_what_the_clauses_speak_of():
    assert coded_by_clauses(two_of_three(400), 8).mean() > 0.9  # groups of whole answers: 0.73


def test_answers_of_two_codes_each_teach_which_clause_has_which():
    right = coded_by_clauses(two_of_three(200) + [[0], [1], [2]] * 20, 34)[166:]
    assert right.all(axis=1).mean() > 0.9  # by whole answers alone: 0.73


def test_answers_that_are_all_alike_are_one_group_and_nothing_is_warned_of(monkeypatch):
    monkeypatch.setattr(mixture.warnings, "simplefilter", lambda *_: None)  # as where another thread undoes it
    alike = mixture.k_means(np.zeros((30, 5), np.float32), 10, np.random.default_rng(0))
    apart = mixture.k_means(np.repeat(np.eye(3, dtype=np.float32), 4, axis=0), 10, np.random.default_rng(0))
    assert set(alike) == {0} and len(set(apart)) == 3

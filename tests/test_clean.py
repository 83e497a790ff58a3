"""Text becomes typed answers; skip logic, codes and flags are checked, and every change is in the log."""

import unicodedata
from datetime import date

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline import clean
from tests.conftest import FORM

ROW = {"dung": "co", "mang": "zalo", "mang_khac": None, "tuoi": "30", "y1": "1", "y2": "2", "y3": "3", "gop_y": None}
SAID = "Đề nghị tăng cường tập huấn kỹ năng kiểm chứng thông tin cho cán bộ, đảng viên"


def people(*changes):
    frame = pd.DataFrame([ROW | change for change in changes], dtype="str")
    return frame.reindex(columns=list(dict.fromkeys([*ROW, *frame.columns])))


def typed(form, *changes):
    coded, _ = clean.codes(clean.tidy_text(people(*changes), form)[0], form)
    return clean.typed(coded, form)


def test_labels_in_either_language_and_codes_become_the_same_answer(form):
    decomposed = unicodedata.normalize("NFD", "CÓ")
    answers, _ = typed(form, {"dung": "co"}, {"dung": "Có"}, {"dung": " yes "}, {"dung": decomposed})
    assert answers["dung"].tolist() == ["Có"] * 4


def test_a_scale_is_ordered_and_no_opinion_comes_last(form):
    answers, _ = typed(form, {"y1": "kyk"})
    assert answers["y1"].cat.ordered
    assert answers["y1"].cat.categories.tolist() == ["Không đồng ý", "Phân vân", "Đồng ý", "Không có ý kiến"]


@pytest.mark.parametrize("written", ["zalo fb", "Zalo, Facebook, Messenger", "Facebook, Messenger;Zalo"])
def test_several_choices_are_split_though_a_label_holds_a_comma(form, written):
    answers, _ = typed(form, {"mang": written})
    assert answers[["mang/zalo", "mang/fb", "mang/khac"]].iloc[0].tolist() == [True, True, False]


def test_choices_that_differ_only_in_case_stay_two(write_survey):
    form = write_survey(FORM.replace("| Khác | Other |", "| ZALO | Other |")).form
    answers, _ = typed(form, {"mang": "Zalo"}, {"mang": "ZALO"})
    assert answers[["mang/zalo", "mang/khac"]].values.tolist() == [[True, False], [False, True]]


def test_an_unanswered_several_choices_question_is_missing_not_false(form):
    answers, _ = typed(form, {"mang": None})
    assert answers["mang/zalo"].isna().all()


def test_a_text_that_is_no_choice_goes_to_the_other_question(form):
    coded, log = clean.codes(people({"mang": "Zalo, Lotus"}), form)
    assert coded.loc[0, ["mang", "mang_khac"]].tolist() == ["zalo khac", "Lotus"]
    assert log["rule"].tolist() == ["Phương án tự ghi"]


def test_a_text_that_was_once_a_label_is_told_with_the_code_that_was_made_of_it(form):
    with pytest.raises(clean.CleanError) as error:
        clean.codes(people({"y1": "K.Y.K"}), form)
    assert "«K.Y.K» là «kyk»? Nếu phải, ghi «K.Y.K» ở cột raw_text của dòng «kyk», sheet choices." in str(error.value)


def test_unknown_codes_stop_with_question_count_values_and_mend(form):
    with pytest.raises(clean.CleanError) as error:
        clean.codes(people({"y1": "8"}, {"y1": "88"}, {"y1": "8"}), form)
    assert str(error.value) == (
        "y1: 3 câu trả lời mang mã không có trong phiếu: [8, 88]; phiếu có [1, 2, 3, kyk]."
        " Thêm mã vào sheet choices, hoặc sửa tệp gốc."
    )


def test_an_answer_that_was_not_asked_is_blanked_and_logged(form):
    kept, asked, log = clean.apply_skips(people({"dung": "khong", "mang": "zalo"}, {}), form)
    assert kept["mang"].isna().tolist() == [True, False]
    assert asked["mang"].tolist() == [False, True]
    assert log[["question", "rows", "after"]].values.tolist() == [["mang", 1, "không áp dụng"]]


@pytest.mark.parametrize(("wrong", "said"), [(2, ["Bước nhảy của phiếu bỏ 20% câu trả lời ở 1 câu"]), (0, [])])
def test_a_form_that_skips_what_many_answered_is_said_not_to_fit(form, wrong, said):
    frame = people(*[{"dung": "khong", "mang": "zalo"}] * wrong, *[{"dung": "co", "mang": "zalo"}] * (10 - wrong))
    _, asked, _ = clean.apply_skips(frame, form)
    assert [text.split(",")[0] for text in clean.skips_said(frame[["dung", "mang"]], asked)] == said


def test_not_applicable_no_answer_and_no_opinion_stay_three_things(form):
    frame = people({"dung": "khong", "mang": None}, {"dung": "co", "mang": None}, {"y1": "kyk"})
    kept, asked, _ = clean.apply_skips(frame, form)
    answers, _ = clean.typed(kept, form)
    assert asked["mang"].tolist() == [False, True, True]
    assert answers["mang/zalo"].isna().tolist() == [True, True, False]
    assert answers["y1"].iloc[2] == "Không có ý kiến"


def test_decimal_commas_are_numbers_and_broken_constraints_are_logged(form):
    answers, log = typed(form, {"tuoi": "30,5"}, {"tuoi": "7"}, {"tuoi": "ba mươi"}, {"tuoi": None})
    assert answers["tuoi"].isna().tolist() == [False, True, True, True]
    assert log[["rule", "rows", "before"]].values.tolist() == [
        ["Không phải số", 1, "ba mươi"], ["Trái ràng buộc của câu hỏi", 1, "7"],
    ]  # fmt: skip


def test_nfd_text_and_blanks_are_tidied_and_logged(form):
    decomposed = unicodedata.normalize("NFD", "Tốt")
    tidy, log = clean.tidy_text(people({"gop_y": decomposed}, {"gop_y": " rất  tốt "}, {"gop_y": " "}), form)
    assert tidy["gop_y"].tolist()[:2] == ["Tốt", "rất tốt"] and pd.isna(tidy["gop_y"][2])
    assert dict(zip(log["rule"], log["rows"], strict=True)) == {"Dạng Unicode về NFC": 1, "Bỏ khoảng trắng thừa": 1}


def flagged(survey, frame, **more):
    coded, _ = clean.codes(frame, survey.form)
    answers, _ = clean.typed(coded, survey.form)
    return clean.flags(frame, coded, answers, survey.form, quality=survey.quality, **more)


def test_speed_straight_lines_and_duplicates_are_flagged(survey):
    frame = people({"_seconds": "59"}, {"_seconds": "60", "tuoi": "40"}, {"y2": "1", "y3": "1", "_seconds": None}, {})
    flags = flagged(survey, frame)
    assert flags["flag.too_fast"].tolist() == [True, False, False, False]
    assert flags["flag.straight_line"].tolist() == [False, False, True, False]
    table = clean.quality_table(flags.assign(blank=False), drop=(), items=3).set_index("flag")
    assert table.loc["straight_line", "label"].endswith("ở mọi mục của các bảng thang đo có từ 3 mục")
    assert flags["flag.duplicate"].tolist() == [False, False, False, True]


def test_a_flag_that_the_data_cannot_tell_has_no_column_no_row_and_drops_nobody(write_survey):
    survey = write_survey(yaml="title: t\nquality: {min_seconds: 60, drop: [too_fast]}\n")
    frame = people({}, {"tuoi": "31"}).drop(columns=["_seconds", "_day"], errors="ignore")
    flags = flagged(survey, frame)
    assert not {"flag.too_fast", "flag.outside_window", "flag.contradiction"} & {*flags}
    status = clean.status(frame, flags, drop=survey.dropped_flags)
    assert status["analysed"].all()
    assert (
        "too_fast" not in clean.quality_table(flags.join(status), drop=survey.dropped_flags, items=5)["flag"].tolist()
    )


def test_whom_a_filter_sends_home_early_repeats_nobody(survey):
    home = dict.fromkeys(ROW) | {"dung": "khong"}
    flags = flagged(survey, people({}, home, home, {"tuoi": "40"}, {}))
    assert flags["flag.duplicate"].tolist() == [False, False, False, False, True]


def test_days_outside_the_window_are_flagged(survey):
    frame = people({"_day": "2022-03-27"}, {"_day": "2022-03-28"}, {"_day": "2022-04-11"}, {"_day": None})
    flags = flagged(survey, frame, window=(date(2022, 3, 28), date(2022, 4, 10)))
    assert flags["flag.outside_window"].tolist() == [True, False, True, False]


def test_long_near_identical_texts_are_flagged_short_ones_not(survey):
    frame = people({"gop_y": SAID}, {"gop_y": SAID + " ạ."}, {"gop_y": "không"}, {"gop_y": "không"})
    assert flagged(survey, frame)["flag.near_duplicate"].tolist() == [False, True, False, False]


def test_texts_flagged_are_those_of_which_a_whole_table_of_cosines_tells_an_earlier_like_one(survey):
    draw = np.random.default_rng(5)
    words = f"{SAID} ở xã phường ngay trong năm nay".split()
    said = [" ".join(draw.permutation(words)[: draw.integers(14, 20)]) for _ in range(150)]
    said += [" ".join(np.delete(text.split(), draw.integers(14))) for text in said for _ in range(2)]
    said += [f"{text} số {n % 40}" for n, text in enumerate(said[:120])]
    flags = flagged(survey, people(*({"gop_y": text} for text in said)))["flag.near_duplicate"].to_numpy()
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4)).fit_transform(said)
    cosines = np.tril((vectors @ vectors.T).toarray(), -1)
    assert flags.tolist() == (cosines >= 0.9).any(axis=1).tolist()
    assert 0.3 < flags.mean() < 0.8 and ((cosines > 0.85) & (cosines < 0.9)).any()


def test_text_questions_nobody_answered_are_not_flagged(survey):
    assert not flagged(survey, people({}, {"tuoi": "31"}))["flag.near_duplicate"].any()


def test_a_contradiction_is_an_expression_of_the_survey(write_survey):
    rule = "quality: {contradictions: [{label: x, when: \"${dung} = 'co' and ${tuoi} < 20\"}]}"
    survey = write_survey(yaml=f"title: t\n{rule}\n")
    assert flagged(survey, people({"tuoi": "19"}, {"tuoi": "30"}))["flag.contradiction"].tolist() == [True, False]


def test_the_case_flow_adds_up(survey):
    frame = people({"_seconds": "5"}, {"_seconds": "500"}, dict.fromkeys(ROW) | {"_seconds": "500"})
    answers, _ = clean.typed(clean.codes(frame, survey.form)[0], survey.form)
    status = clean.status(answers, flagged(survey, frame), drop=survey.quality.drop)
    assert clean.case_flow(status)["n"].tolist() == [3, 1, 2, 1, 1]


def test_personal_data_in_texts_are_masked_and_counted(form):
    answers, _ = typed(form, {"gop_y": "gọi 0900 000 001"}, {"gop_y": "không"}, {"gop_y": None})
    masked, log = clean.scrub(answers, form, lambda texts: texts.str.replace(r"0\d+[ \d]*", "[số]", regex=True))
    assert masked["gop_y"].tolist()[:2] == ["gọi [số]", "không"]
    assert log["rows"].tolist() == [1]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (["2022-04-02", "2022-03-28", "2022-04-09", None], ["2022-03-28", "2022-04-02"]),  # the third is dropped
        ([None, None, None, None], []),
        (None, []),
    ],
)
def test_the_days_of_the_first_and_the_last_kept_answer_are_those_of_the_file(days, told):
    responses = pd.DataFrame({"dung": ["co"] * 4}) if days is None else pd.DataFrame({"_day": days})
    table = clean.collection(responses, pd.Series([True, True, False, True]))
    assert table["value"].tolist() == told and list(table.columns) == ["measure", "value"]
    assert table["measure"].is_unique

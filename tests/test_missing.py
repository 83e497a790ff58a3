"""Codes and words that may be no answer: draft asks with counts, ``missing:`` settles, the cleaning log counts."""

import pytest

from pipeline import clean, ingest, survey
from tests.conftest import FORM
from tests.files import drafted, table, with_form

AGES = [str(n) for n in range(20, 60)]
WORDS = ["Có", "Không"] * 20


def column(head, cells, folder, other=None):
    rows = [["Giới", head], *zip(other or ["Nam", "Nữ"] * len(cells), cells, strict=False)]
    return drafted(table(rows), folder)


@pytest.mark.parametrize(
    "code", ["99", "-99", "−99", "88", "999", "-9", "9999", "99.0", "NA", "n/a", "NULL", "-", "#N/A"]
)
def test_a_number_is_not_averaged_with_a_code_for_no_answer(code, tmp_path):
    found = column("Tuổi", [*AGES, *[code] * 8], tmp_path)
    assert found.by["Tuổi"].mean() == 39.5 and found.by["Tuổi"].notna().sum() == 40


def test_the_draft_asks_with_counts_and_a_real_99_stays(tmp_path):
    asked = column("Tuổi", [*AGES, *["99"] * 8], tmp_path)
    assert "coi 99 × 8 là không trả lời (các số khác từ 20 đến 59)" in asked.drafted.asked[0]
    assert 'q2: ["99"]  # đoán' in asked.plan.path.read_text("utf-8")
    assert asked.log.query("rule == 'Giá trị coi là không trả lời'")[["rows", "before"]].values.tolist() == [[8, "99"]]
    old = [str(n) for n in range(60, 99)] + ["99"]
    assert column("Tuổi", old, tmp_path).by["Tuổi"].notna().sum() == 40


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("Thay đổi thu nhập", ["-9", "-5", "0", "12", "20"]),
        ("Điểm", ["-2", "+3", "+10", "4"]),
        ("Điểm", list(range(-3, 4))),
    ],
)
def test_a_negative_number_among_changes_is_an_answer(head, cells, tmp_path):
    assert column(head, [str(c) for c in cells] * 8, tmp_path).by[head].notna().all()


@pytest.mark.parametrize("code", ["9", "99", "-99"])
def test_a_code_beside_a_scale_stands_apart_and_is_asked(code, tmp_path):
    found = column("Hài lòng", [*"12345" * 8, *[code] * 6], tmp_path)
    assert found.by["Hài lòng"][code] == 6 and found.plan.form["q2"].points == tuple("12345")
    assert "đứng ngoài thang 1–5" in found.drafted.asked[0]


@pytest.mark.parametrize("marker", ["NULL", "nan", "#N/A", "-", "."])
def test_what_programs_write_for_an_empty_cell_is_no_option(marker, tmp_path):
    assert column("Có dùng?", [*WORDS, *[marker] * 5], tmp_path).by["Có dùng?"] == {"Có": 20, "Không": 20}


@pytest.mark.parametrize("answer", ["N/A", "Không áp dụng", "N.A.", "None"])
def test_what_a_person_can_choose_stays_an_option(answer, tmp_path):
    assert column("Có dùng?", [*WORDS, *[answer] * 5], tmp_path).by["Có dùng?"][answer] == 5


def test_a_code_of_letters_is_no_marker_and_skipped_blocks_are(tmp_path):
    assert column("Tỉnh", ["HN", "NA", "TH"] * 10, tmp_path).by["Tỉnh"]["NA"] == 10
    blocks = [["Nam", "N/A", "N/A"] if n % 4 == 0 else ["Nữ", "Có", ("Ít", "Nhiều")[n % 2]] for n in range(20)]
    found = drafted(table([["Giới", "A?", "B?"], *blocks]), tmp_path)
    assert found.by["A?"] == {"Có": 15} or "N/A" not in found.by["B?"]
    assert "N/A × 10" in found.drafted.asked[0]


def test_missing_of_survey_yaml_holds_for_one_question_or_all_and_spares_the_forms_own_choice(write_survey):
    form = FORM.replace("| co_khong | khong | Không | No |", "| co_khong | khong | Không áp dụng | n/a |")
    plan = write_survey(form, 'title: t\nmissing: {all: ["n/a", "không rõ"], tuoi: [99]}\n')
    text = "dung,tuoi,gop_y\nn/a,99,Không rõ\nco,40,n/a\n,98,tốt\n"
    found = with_form(text.encode(), plan)
    assert found.by["dung"] == {"Không áp dụng": 1, "Có": 1} and found.by["tuoi"].tolist()[1:] == [40, 98]
    counted = found.log.query("rule == 'Giá trị coi là không trả lời'")[["question", "rows", "before"]]
    assert counted.values.tolist() == [["tuoi", 1, "99"], ["gop_y", 1, "Không rõ"], ["gop_y", 1, "n/a"]]


def test_without_the_key_only_what_programs_write_counts_and_an_empty_key_takes_everything(write_survey):
    text = "dung,gop_y\nco,NULL\nco,không có\n".encode()
    said = survey.read(write_survey(yaml="title: t\n").path)
    assert [len(with_form(text, p).log) for p in (said, write_survey(yaml="title: t\nmissing: {}\n"))] == [1, 0]


# ---------------------------------------------------------------- an option that counts as no answer

PLACES = ["Trường, Công ty", "Trường", "Công ty"] * 10 + ["N/A"] * 6 + ["Trường, N/A"] * 5


def places(missing, folder, label="N/A"):
    """The survey drafted from such answers, its option relabelled, with a ``missing`` of its own; and its answers."""
    rows = [["Giới", "Nơi nào?"], *(["Nam", cell] for cell in PLACES)]
    found = drafted(table(rows), folder)
    form, yaml = (folder / name for name in ("questionnaire.md", "survey.yaml"))
    form.write_text(form.read_text("utf-8").replace("| N/A |", f"| {label} |"), encoding="utf-8")
    yaml.write_text(yaml.read_text("utf-8").replace("missing: {}", f"missing: {{q2: [{missing}]}}"), encoding="utf-8")
    return found, table(rows), survey.read(yaml)


def test_the_draft_counts_an_unclear_option_beside_other_ticks_too(tmp_path):
    found, _, _ = places("", tmp_path)
    assert "«N/A» là một lựa chọn (N/A × 11)" in found.drafted.asked[0]


@pytest.mark.parametrize("named", ['"N/A"', "n_a"])
def test_an_option_that_is_no_answer_is_taken_out_beside_other_ticks_which_stay(named, tmp_path):
    _, content, plan = places(named, tmp_path)
    found = with_form(content, plan)
    assert found.of["q2"] == {"Trường": 25, "Công ty": 20} and found.answers["q2/truong"].notna().sum() == 35
    assert found.log.query("rule == 'Giá trị coi là không trả lời'")[["rows", "before", "after"]].values.tolist() == [
        [5, "N/A", "bỏ, giữ phương án chọn cùng"],
        [6, "N/A", "để trống"],
    ]


def test_an_option_that_is_no_answer_is_none_anywhere_but_in_the_form(write_survey):
    yaml = "title: t\nscales: {dong_y: {apart: [kyk]}}\nmissing: {y1: [Không có ý kiến], mang: [khac]}\n"
    plan = write_survey(yaml=yaml)
    found = with_form(table([["mang", "y1", "y2"], ["fb", "kyk", "kyk"], ["fb khac", "1", "2"]]), plan)
    assert found.answers["y1"].cat.categories.tolist() == ["Không đồng ý", "Phân vân", "Đồng ý"]
    assert found.by["y2"] == {"Không có ý kiến": 1, "Phân vân": 1} and "mang/khac" not in found.answers
    assert [c.name for c in plan.form["y1"].offered] == ["1", "2", "3", "kyk"] and not plan.form["y1"].apart
    assert [[q.name for q in run] for run in plan.form.batteries] == []  # y1 has other options than y2 and y3


def test_columns_of_one_option_each_are_read_though_one_of_them_is_no_answer(write_survey):
    plan = write_survey(yaml="title: t\nmissing: {mang: [Zalo]}\n")
    found = with_form(table([["dung", "mang/zalo", "mang/fb"], ["co", "1", "0"], ["co", "1", "1"]]), plan)
    assert found.of["mang"] == {"Facebook, Messenger": 1} and found.answers["mang/fb"].isna().tolist() == [True, False]


def test_a_question_is_left_with_an_option(write_survey):
    with pytest.raises(survey.SurveyError, match="missing › dung: mọi phương án"):
        write_survey(yaml="title: t\nmissing: {dung: [co, Không]}\n")


@pytest.mark.parametrize("more", ["tables: {nets: {mang: {Cả hai: [fb, zalo]}}}", "report: {good: [mang/zalo]}",
                                  "tables: {contrasts: [[mang, fb, zalo]]}"])  # fmt: skip
def test_what_still_names_an_option_that_is_no_answer_is_told_why_it_is_none(more, write_survey):
    with pytest.raises(survey.SurveyError, match="«zalo». Lựa chọn này tính là không trả lời \\(missing › mang\\)"):
        write_survey(yaml=f"title: t\nmissing: {{mang: [Zalo]}}\n{more}\n")


def test_a_value_that_met_no_answer_is_told_with_the_nearest(write_survey):
    plan = write_survey(yaml="title: t\nmissing: {mang: [Zallo], tuoi: [99, 98], dung: [Có], gop_y: [x]}\n")
    responses = ingest.match(ingest.read(b"dung,mang,tuoi\nco,zalo,98.0\nco,fb,40\n", "a.csv"), plan.form).responses
    tidy, log = clean.tidy_text(responses, plan.form)
    said = clean.missing_said(responses, plan.form, plan.missing, log)
    mend = " Sửa hoặc bỏ giá trị này ở survey.yaml."
    assert said == [
        f"missing › mang: không câu trả lời nào là «Zallo»; gần nhất là «Zalo».{mend}",
        f"missing › tuoi: không câu trả lời nào là «99».{mend}",
    ]

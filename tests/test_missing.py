"""Codes and words that may be no answer: draft asks with counts, ``missing:`` settles, the cleaning log counts."""

import pytest

from pipeline import survey
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

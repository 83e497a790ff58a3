"""Several files of one survey, what a person corrected in them, and what was decided: told wherever a reader looks."""

import pandas as pd
import pytest

from pipeline import clean, ingest, project
from pipeline.report import method
from tests.commands import typed
from tests.conftest import FORM, SURVEY

WEB = "dung,mang,tuoi,y1,y2,y3,gop_y\n" + "co,zalo fb,30,1,2,3,cần tập huấn\nkhong,,41,2,2,1,mạng chậm quá\n" * 12
PAPER = "dung;mang;tuoi;y1;y2;y3\n" + "Có;Zalo;52;Đồng ý;Phân vân;Phân vân\nKhông;;15 tuổi;Đồng ý;Phân vân;Đồng ý\n" * 9
RAW = "raw: [{file: mang.csv, mode: biểu mẫu}, {file: giay.csv, mode: phiếu giấy}]\n"
HEAD = "khóa;câu hỏi;giá trị mới;lý do;người sửa\n"
PLAN = "privacy: {min_cell: 0, min_quote_group: 1}\n"


@pytest.fixture
def work(tmp_path):
    """Writes a survey of two files (or of those given), and opens it."""

    def write(yaml=RAW, files=(("mang.csv", WEB), ("giay.csv", PAPER)), corrections=""):
        (tmp_path / "questionnaire.md").write_text(FORM, encoding="utf-8")
        (tmp_path / "survey.yaml").write_text(SURVEY + PLAN + yaml, encoding="utf-8")
        for name, text in files:
            (tmp_path / name).write_text(text, encoding="utf-8")
        if corrections:
            (tmp_path / "dinh-chinh.csv").write_text(HEAD + corrections, encoding="utf-8")
        return project.at(str(tmp_path / "survey.yaml"), out=str(tmp_path / "ra"))

    return write


def gathered(work, across=""):
    return ingest.gathered(project.raw_tables(work), work.survey.form, across=across)


def corrected(work):
    responses, form = gathered(work).responses, work.survey.form
    fixed, log, touched = clean.corrected(clean.tidy_text(responses, form)[0], form, project.corrections(work))
    return clean.codes(fixed, form)[0], log, touched


# ---------------------------------------------------------------- several sources


def test_every_row_of_several_files_knows_its_file_and_its_mode(work):
    matched = gathered(work())
    assert matched.responses["_mode"].value_counts().to_dict() == {"biểu mẫu": 24, "phiếu giấy": 18}
    assert matched.responses.loc[24, ["_file", "_row", "mang"]].tolist() == ["giay.csv", "2", "Zalo"]
    assert set(matched.columns["file"]) == {"mang.csv", "giay.csv"} and matched.notes[0].startswith("mang.csv: ")


@pytest.mark.parametrize("yaml", ["raw: mang.csv\n", "raw: [mang.csv]\n", "raw: {file: mang.csv, encoding: utf-8}\n"])
def test_one_file_is_named_in_any_of_three_ways_and_has_no_mode(work, yaml):
    assert "_mode" not in gathered(work(yaml)).responses


def test_a_given_file_keeps_the_mode_that_survey_yaml_says(work, tmp_path):
    work()
    given = project.at(str(tmp_path / "survey.yaml"), [str(tmp_path / "giay.csv"), str(tmp_path / "mang.csv")])
    assert [source.mode for source in given.sources] == ["phiếu giấy", "biểu mẫu"]


@pytest.mark.parametrize(
    ("yaml", "why"),
    [
        ("raw: [mang.csv, mang.csv]\n", "«mang.csv» nêu hai lần"),
        ("raw: [mang.csv, ban-sao.csv]\n", "ban-sao.csv và mang.csv là cùng một tệp"),
        ("raw: [{file: mang.csv, mod: x}]\n", "không có khóa «mod». Có phải «mode»?"),
        ("raw: [{mode: x}]\n", "thiếu khóa «file»"),
        ("raw: [mang.csv, thieu.csv]\n", "Không tìm thấy tệp phiếu trả lời .*thieu.csv"),
        ("duplicates_across: bo\n", "«bo»; dùng keep"),
    ],
)
def test_sources_that_cannot_be_meant_are_refused(work, yaml, why):
    with pytest.raises(ValueError, match=why):
        project.raw_tables(work(yaml, [("mang.csv", WEB), ("ban-sao.csv", WEB)]))


def test_of_several_files_the_one_that_does_not_fit_is_named(work):
    with pytest.raises(ValueError, match="la.csv: Không cột nào"):
        gathered(work("raw: [mang.csv, la.csv]\n", [("mang.csv", WEB), ("la.csv", "x,z\n1,2\n")]))


def test_corrections_that_nobody_would_read_stop_the_run(work, tmp_path):
    (tmp_path / "dinh-chinh.xlsx").write_bytes(b"PK")
    with pytest.raises(ValueError, match="«dinh-chinh.xlsx» không được đọc: lưu thành dinh-chinh.csv"):
        project.corrections(work())


ID = [("a.csv", "tuoi,_uuid\n20,u1\n30,u2\n"), ("b.csv", "tuoi,_uuid\n31,u2\n40,u3\n")]
TIME = [
    ("a.csv", "Timestamp,tuoi\n1/2/2022 8:00:00,20\n"),
    ("b.csv", "Timestamp,tuoi\n1/2/2022 8:00:00,20\n1/3/2022,20\n"),
]


@pytest.mark.parametrize("files", [ID, TIME])
def test_an_answer_that_is_certainly_in_two_files_is_asked_about_then_dropped_or_kept(work, files):
    at = work("raw: [a.csv, b.csv]\n", files)
    with pytest.raises(ingest.IngestError, match=r"b\.csv: 1 phiếu.*«duplicates_across: drop»"):
        gathered(at)
    for across, rows, done in (("drop", -1, "bỏ ở tệp sau: b.csv: 1"), ("keep", 0, "giữ cả hai: b.csv: 1")):
        matched = gathered(at, across)
        assert len(matched.responses) == sum(len(f[1].splitlines()) - 1 for f in files) + rows
        assert done in matched.notes[0]


def test_equal_answers_of_two_files_are_flagged_kept_and_said_until_somebody_decides(work):
    at = work(
        "raw: [a.csv, b.csv]\n", [("a.csv", "tuoi,y1\n20,1\n20,1\n"), ("b.csv", "tuoi,y1\n20,Không đồng ý\n31,2\n")]
    )
    form, responses = at.survey.form, gathered(at).responses
    coded = clean.codes(responses, form)[0]
    flags = clean.flags(responses, coded, clean.typed(coded, form)[0], form, quality=at.survey.quality)
    assert flags["flag.duplicate_across"].tolist() == [False, False, True, False]
    assert "1 phiếu trùng hoàn toàn với một phiếu ở tệp khác: vẫn giữ" in clean.across_said(flags, "")[0]
    dropping = work("raw: [a.csv, b.csv]\nduplicates_across: drop\n").survey.dropped_flags
    assert clean.status(coded, flags, drop=dropping)["analysed"].tolist() == [True, True, False, True]
    of_one_file = flags.drop(columns="flag.duplicate_across")
    assert clean.status(coded, of_one_file, drop=dropping)["analysed"].all()


# ---------------------------------------------------------------- a person's corrections


def test_a_row_s_key_stays_when_rows_are_added_before_it_and_tells_no_id(work):
    lines = ["tuoi,_uuid,y1", "20,uuid-1,1", "30,uuid-2,2", "30,uuid-3,2"]
    keys = gathered(work("raw: a.csv\n", [("a.csv", "\n".join(lines))])).responses["_key"].tolist()
    lines[1:1] = ["44,uuid-9,3"]
    again = gathered(work("raw: a.csv\n", [("a.csv", "\n".join(lines))])).responses["_key"].tolist()
    assert again[1:] == keys and len(set(again)) == 4
    assert all(key.startswith("k") and "uuid" not in key for key in again)


def test_rows_without_an_id_are_told_apart_by_their_answers_and_equal_ones_by_a_number(work):
    first = (
        gathered(work("raw: a.csv\n", [("a.csv", "tuoi,y1,la\n20,1,x\n30,2,y\n20,1,z\n")])).responses["_key"].tolist()
    )
    moved = gathered(work("raw: a.csv\n", [("a.csv", "y1,tuoi\n2,30\n1,20\n1,20\n")])).responses["_key"].tolist()
    assert first[2] == f"{first[0]}-2" and sorted(moved) == sorted(first)


def test_corrections_by_code_or_label_are_laid_over_the_answers_and_counted(work):
    keys = gathered(work()).responses["_key"]
    lines = [
        f"{keys[0]};tuoi;51;xem lại;An",
        f'{keys[0]};mang;"Zalo; Facebook, Messenger";x;An',
        f"{keys[1]};gop_y;;x;An",
    ]
    coded, log, touched = corrected(work(corrections="\n".join([*lines, "0000000000;tuoi;20;x;An"])))
    assert coded.loc[0, ["tuoi", "mang"]].tolist() == ["51", "zalo fb"] and pd.isna(coded.loc[1, "gop_y"])
    assert touched[touched].index.tolist() == [0, 1]
    assert clean.corrections_said(log, touched) == [
        "Đã đính chính 3 câu trả lời của 2 phiếu theo dinh-chinh.csv.",
        "1 đính chính không còn khớp phiếu nào: dòng 5 của dinh-chinh.csv.",
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("K;tuổi;20;x;An", "dòng 2, cột «câu hỏi»: phiếu không có câu «tuổi». Có phải «tuoi»?"),
        ("K;TUOI;20;x;An", "phiếu không có câu «TUOI». Có phải «tuoi»?"),
        ("K;y1;9;x;An", "dòng 2, cột «giá trị mới»: «9» không trả lời được câu y1: cần mã hoặc nhãn: 1 .Không đồng ý."),
        ("K;mang;zalo tiktok;x;An", "«zalo tiktok» không trả lời được câu mang: .* cách nhau bằng «;»"),
        ("K;tuoi;mười;x;An", "«mười» không trả lời được câu tuoi: cần một số"),
        ("K;tuoi;7;x;An", "«7» không trả lời được câu tuoi: cần một số thỏa ràng buộc"),
        ("K;tuoi;20;x;An\nK;tuoi;21;x;An", "dòng 3: phiếu K, câu tuoi đã có ở dòng 2"),
        ("K;tuoi;20;;An", "dòng 2: cột «lý do» trống"),
        (";tuoi;20;x;An", "dòng 2: cột «khóa» trống"),
    ],
)
def test_a_wrong_correction_is_refused_with_its_line_and_the_mend(work, line, why):
    with pytest.raises(ValueError, match=f"dinh-chinh.csv, {why}" if why.startswith("dòng") else why):
        corrected(work(corrections=line))


def test_cells_that_did_not_become_answers_are_listed_with_the_key_to_correct_them(work):
    at = work(files=[("mang.csv", WEB), ("giay.csv", "dung;mang;tuoi\nkhong;zalo;1o\n")])
    form, responses = at.survey.form, gathered(at).responses
    coded = clean.codes(responses, form)[0]
    kept, asked, _ = clean.apply_skips(coded, form)
    found = clean.doubtful(responses, coded, asked, clean.typed(kept, form)[0], form)
    assert found[["file", "row", "question", "found", "why"]].values.tolist() == [
        ["giay.csv", "2", "mang", "zalo", "không thuộc diện hỏi"],
        ["giay.csv", "2", "tuoi", "1o", "không đọc được"],
    ]
    assert found["key"].tolist() == [responses["_key"].iloc[-1]] * 2


# ---------------------------------------------------------------- told everywhere


def test_a_required_question_that_skip_logic_asks_of_somebody_needs_a_column(write_survey):
    required = FORM.replace("| relevant | constraint |", "| relevant | constraint | required |")
    form = write_survey(required.replace("selected(${mang}, 'khac') | |", "selected(${mang}, 'khac') | | yes |")).form
    columns = pd.DataFrame({"question": ["mang_khac"], "how": ["thiếu"]})
    clean.refuse_lacking(columns, pd.DataFrame({"mang_khac": [False, False]}), form)
    with pytest.raises(clean.CleanError, match=r"1 câu bắt buộc không có cột nào trong tệp: mang_khac \(1 người"):
        clean.refuse_lacking(columns, pd.DataFrame({"mang_khac": [False, True]}), form)


def test_the_method_note_tells_modes_decisions_and_no_small_count(survey):
    tables = {
        "case_flow": pd.DataFrame({"step": ["Phiếu nhận được", "– phiếu giấy"], "n": [42, 18]}),
        "reading": pd.DataFrame({"note": ["a.csv: Đọc sheet «x».", "hl: 9 giá trị (9 «Từ chối» × 2, 8 × 7)."]}),
        "decisions": pd.DataFrame({"note": ["Đã đính chính 3 câu trả lời của 2 phiếu theo dinh-chinh.csv."]}),
    }
    items = dict(method.items(survey, tables))
    assert items["Cách thu phiếu"] == ["phiếu giấy: 18 phiếu."]
    assert items["Đọc tệp phiếu"] == ["a.csv: Đọc sheet «x».", "hl: 9 giá trị (9 «Từ chối» × dưới 5, 8 × 7)."]
    assert items["Đính chính, phiếu trùng, bước nhảy"] == tables["decisions"]["note"].tolist()


def test_draft_tells_what_was_decided_and_takes_an_encoding(tmp_path):
    text = "Giíi tÝnh,Møc ®é\n" + "N÷,B×nh th­êng\nNam,RÊt hµi lßng\n" * 6
    (tmp_path / "a.csv").write_bytes(text.encode("latin-1"))
    done = typed("draft", tmp_path / "a.csv", "--to", tmp_path / "p", "--encoding", "tcvn3")
    assert done.returncode == 0 and "• Bảng mã: TCVN3 (theo --encoding)." in done.stdout
    assert "Giới tính" in (tmp_path / "p" / "questionnaire.md").read_text(encoding="utf-8")

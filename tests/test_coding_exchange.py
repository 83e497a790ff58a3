"""Code frames taken over from another survey, and coded verbatims handed to the analyst, nobody told by them."""

import pandas as pd
import pyreadstat
import pytest
from click.testing import CliRunner

from pipeline import coding, project
from pipeline.__main__ import cli
from pipeline.coding import files, frame
from tests.test_coding_page import FRAME, TEXTS, work  # noqa: F401 – fixture

OTHER = "mã;tên;cụm từ khóa\nK1;Mất thời gian;tốn thời gian; lãng phí\nT7;Mạng chậm;mạng chậm\n"
TOLD = [*TEXTS, "Tin giả, liên hệ Nguyễn Thị Hoa 0912345678", *["=Máy tính cũ"] * 2]


def ask(work, *words):  # noqa: F811
    """A command on the small survey: its output, or the error it ends with."""
    line = [*words, "--survey", str(work.survey.path), "--out", str(work.out)]
    told = CliRunner().invoke(cli, line)
    return str(told.exception) if told.exception else told.output


@pytest.fixture
def run(work):  # noqa: F811
    """What a run leaves of these answers; returns the command that exports them."""

    def exported(texts, decided=()):
        answers = pd.DataFrame({"gop_y": texts, "analysed": True, "dung": "Có"})
        for text, codes in decided:
            key = files.prepared(answers[answers["gop_y"].eq(text)], "gop_y")["key"].iloc[0]
            files.append(work, "gop_y", key, text, codes, "An", "trang")
        project.save_data(work, "answers", answers)
        project.save_data(work, "ma_hoa", coding.last_codes(coding.studies(work, answers.drop(columns="analysed"))))
        return ask(work, "export", "codes", "gop_y")

    return exported


def test_verbatims_are_masked_beside_their_codes_in_three_files(run, work):  # noqa: F811
    told = run(TOLD, [("Tràn lan tin giả", ["K1"])])
    assert "loi-van-gop_y.sav" in told
    sheet = pd.read_csv(work.out / "data" / "loi-van-gop_y.csv", encoding="utf-8-sig")
    data, about = pyreadstat.read_sav(work.out / "data" / "loi-van-gop_y.sav")
    book = pd.read_excel(work.out / "data" / "loi-van-gop_y.xlsx", header=1)
    assert len(sheet) == len(data) == len(book) and list(sheet) == list(book)
    text = sheet.to_csv() + book.to_csv() + data.to_csv()
    assert "Hoa" not in text and "0912345678" not in text and "[tên người]" in text
    by_hand = sheet[sheet["Câu trả lời (đã che)"].eq("Tràn lan tin giả")]
    assert set(by_hand["Cách mã hóa"]) == {"người"} and by_hand["Tin giả"].eq(1).all()
    assert about.column_names_to_labels["ma_K1"] == "Tin giả" and data["ma_K1"].sum() == sheet["Tin giả"].sum()


def test_nothing_of_a_person_stands_beside_the_words(run, work):  # noqa: F811
    run(TOLD)
    sheet = pd.read_csv(work.out / "data" / "loi-van-gop_y.csv", encoding="utf-8-sig")
    assert {"Câu trả lời (đã che)", "Mã", "Cách mã hóa", "Xác suất của máy"} <= set(sheet)
    assert set(sheet) <= {"Câu trả lời (đã che)", "Mã", "Cách mã hóa", "Xác suất của máy", "Tin giả", "Mất thời gian",
                          "Thiếu tập huấn", "Ý kiến khác", "Không có ý kiến cụ thể"}  # fmt: skip
    first = sheet["Câu trả lời (đã che)"].tolist()
    run(TOLD[::-1])
    assert pd.read_csv(work.out / "data" / "loi-van-gop_y.csv", encoding="utf-8-sig").iloc[:, 0].tolist() == first


def test_no_heading_of_the_export_is_a_formula(run, work):  # noqa: F811
    files.frame_path(work, "gop_y").write_text(FRAME.replace("Tin giả", "'=SUM(A1:A9)"), encoding="utf-8-sig")
    run(TOLD, [(text, ["K1"]) for text in TEXTS[:4]])
    heads = pd.read_csv(work.out / "data" / "loi-van-gop_y.csv", encoding="utf-8-sig").columns
    assert "'=SUM(A1:A9)" in heads and not [head for head in heads if head.startswith(("=", "+", "-", "@"))]


def test_no_code_of_fewer_people_than_the_thresholds_is_told(run, work):  # noqa: F811
    files.frame_path(work, "gop_y").write_text(FRAME + "K4,Thiết bị,,,,,đã duyệt,\n", encoding="utf-8-sig")
    run(TOLD, [("=Máy tính cũ", ["K4"]), *[(text, ["K1"]) for text in TEXTS[:4]]])
    sheet = pd.read_csv(work.out / "data" / "loi-van-gop_y.csv", encoding="utf-8-sig")
    counts = sheet["Mã"].str.split("; ").explode().value_counts()
    assert counts.min() >= 10 and not {"Thiết bị", "Ý kiến khác"} & {*sheet, *counts.index}
    assert "Máy tính cũ" not in sheet.to_csv()


def test_too_few_answers_are_refused_and_nothing_is_written(run, work):  # noqa: F811
    assert "Chưa xuất: câu hỏi này có ít hơn 10 người" in run(["Tin giả nhiều quá"] * 9)
    assert not (work.out / "data").exists()


def test_without_a_code_frame_the_mend_is_said(run, work):  # noqa: F811
    run(TOLD)
    files.frame_path(work, "gop_y").unlink()
    assert "không có codeframe-gop_y.csv" in ask(work, "export", "codes", "gop_y")


def test_before_a_run_and_for_a_closed_question_the_mend_is_said(work):  # noqa: F811
    project.save_data(work, "answers", pd.DataFrame({"gop_y": TEXTS, "analysed": True}))
    assert "chạy lại lệnh run như lần trước" in ask(work, "export", "codes", "gop_y")
    assert "«tuoi» không có trong open_questions" in ask(work, "export", "codes", "tuoi")


def test_codes_of_another_survey_come_with_their_phrases_and_names_that_are_there_are_united(work, tmp_path):  # noqa: F811
    (tmp_path / "khac.csv").write_text(OTHER.replace("; l", ", l"), encoding="utf-8-sig")
    told = ask(work, "code", "gop_y", "--import", str(tmp_path / "khac.csv"))
    kept = files.read_frame(work, "gop_y").set_index("code")
    assert kept.loc["K2", "phrases"] == "thời gian; tốn thời gian; lãng phí" and kept.loc["K1", "name"] == "Tin giả"
    assert kept.loc["T7", ["name", "phrases"]].tolist() == ["Mạng chậm", "mạng chậm"]
    assert "thêm 1 mã từ khac.csv; 1 mã trùng tên" in told


def test_a_code_in_use_gets_a_fresh_letter_and_untouched_proposals_make_room(work, tmp_path):  # noqa: F811
    (tmp_path / "khac.csv").write_text("mã,tên\nK1,Mạng chậm\n", encoding="utf-8-sig")
    ask(work, "code", "gop_y", "--import", str(tmp_path / "khac.csv"))
    assert files.read_frame(work, "gop_y").iloc[-1][["code", "name"]].tolist() == ["K4", "Mạng chậm"]
    files.frame_path(work, "gop_y").write_text(FRAME.replace("đã duyệt", "đề xuất"), encoding="utf-8-sig")
    assert "cất ở codeframe-gop_y.de-xuat.csv" in ask(work, "code", "gop_y", "--import", str(tmp_path / "khac.csv"))
    assert files.read_frame(work, "gop_y")["name"].tolist() == ["Mạng chậm"]


def test_of_codes_that_differ_in_capitals_alone_one_gets_a_fresh_letter(work, tmp_path):  # noqa: F811
    (tmp_path / "khac.csv").write_text("mã,tên\nk1,Mạng chậm\nk9,Máy cũ\n", encoding="utf-8-sig")
    ask(work, "code", "gop_y", "--import", str(tmp_path / "khac.csv"))
    assert files.read_frame(work, "gop_y")["code"].tolist() == ["K1", "K2", "K3", "K4", "k9"]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_short_last_rows_of_another_surveys_frame_are_codes(work, tmp_path, suffix):  # noqa: F811
    rows = [[f"T{n}", f"ý {n}", f"nhóm {n}", f"['cụm {n}']", "đã duyệt"] for n in range(6)]
    rows += [["K99", "Học phí", "", "", ""], ["T98", "Tổng số giờ học", "", "", ""]]
    table = pd.DataFrame(rows, columns=["mã", "tên", "nhóm lớn", "cụm từ khóa", "tình trạng"])
    path = tmp_path / f"khac.{suffix}"
    table.to_csv(path, index=False) if suffix == "csv" else table.to_excel(path, index=False)
    assert "thêm 8 mã" in ask(work, "code", "gop_y", "--import", str(path))
    kept = files.read_frame(work, "gop_y").iloc[3:]
    assert kept["name"].tolist() == [row[1] for row in rows] and kept["phrases"].tolist()[0] == "['cụm 0']"


def test_a_code_merged_or_forbidden_here_does_not_come_back_from_another_survey(work, tmp_path):  # noqa: F811
    here = FRAME.replace("K2,Mất thời gian,,thời gian,,,đã duyệt,", "K2,Mất thời gian,,thời gian,,,đã duyệt,K1")
    files.frame_path(work, "gop_y").write_text(here.replace("đề xuất", "cấm"), encoding="utf-8-sig")
    (tmp_path / "khac.csv").write_text("mã,tên,cụm từ khóa\nA,MẤT THỜI GIAN,lãng phí\nB,Thiếu tập huấn,lớp\n", "utf-8")
    told = ask(work, "code", "gop_y", "--import", str(tmp_path / "khac.csv"))
    assert "thêm 0 mã" in told and f"--out {work.out}" in told
    (one,) = frame.live(files.read_frame(work, "gop_y")).to_dict("records")
    assert one["code"] == "K1" and one["phrases"] == "tin giả; thời gian; lãng phí"


@pytest.mark.parametrize(
    ("content", "said"),
    [("tuổi,giới\n20,nam\n", "khac.csv: thiếu cột «mã», «tên»"), ("mã,tên\nK1,A\nk1,B\n", "dòng 3: mã «k1» đã"),
     ("tên\nTin giả\nMạng chậm\n", "tệp có tên. "),
     ("", "khac.csv"), (None, "Không có tệp khac.csv")],
)  # fmt: skip
def test_a_file_that_is_no_code_frame_is_said_and_changes_nothing(work, tmp_path, content, said):  # noqa: F811
    if content is not None:
        (tmp_path / "khac.csv").write_text(content, encoding="utf-8-sig")
    before = files.frame_path(work, "gop_y").read_bytes()
    assert said in ask(work, "code", "gop_y", "--import", str(tmp_path / "khac.csv"))
    assert files.frame_path(work, "gop_y").read_bytes() == before

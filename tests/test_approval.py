"""trich-dan.csv: a quote stands in the report where a person approved it, and no run undoes what a person marked."""

from dataclasses import replace

import pandas as pd
import pytest

from pipeline import coding, project
from pipeline.coding.approval import path_of
from pipeline.coding.frame import FrameError

HEAD = "câu,mã,ý,trích dẫn,duyệt"


@pytest.fixture
def work(survey, tmp_path):
    return project.Project(survey, None, None, tmp_path)


def proposed(*quotes):
    """What a run proposes of one code."""
    rows = [("gop_y", "K1", "Tập huấn", quote) for quote in quotes]
    return pd.DataFrame(rows, columns=["question", "code", "name", "quote"])


def marked(work, *marks, encoding="utf-8-sig"):
    """A person's marks in the file, a row a quote in order."""
    lines = path_of(work).read_text(encoding="utf-8-sig").splitlines()
    rows = [HEAD, *(line[: line.rindex(",") + 1] + mark for line, mark in zip(lines[1:], marks, strict=True))]
    path_of(work).write_text("\r\n".join(rows) + "\r\n", encoding=encoding)


def kept(work, *quotes):
    """Quote → approved, of a run that proposes these quotes."""
    found = coding.approved(work, proposed(*quotes))
    return dict(zip(found["quote"], found["approved"], strict=True))


def test_the_first_run_proposes_and_approves_nothing(work):
    assert kept(work, "mở lớp", "thêm máy") == {"mở lớp": "", "thêm máy": ""}
    lines = path_of(work).read_text(encoding="utf-8-sig").splitlines()
    assert lines == [HEAD, "gop_y,K1,Tập huấn,mở lớp,", "gop_y,K1,Tập huấn,thêm máy,"]


def test_without_quotes_no_file_is_written(work):
    assert kept(work) == {} and not path_of(work).exists()


def test_a_pilot_or_a_rehearsal_proposes_no_quote_for_the_real_survey(work):
    pilot = replace(work.survey, collection=replace(work.survey.collection, pilot=True))
    assert kept(replace(work, survey=pilot), "mở lớp") == {"mở lớp": ""} and not path_of(work).exists()
    (work.processed / "source.json").write_text('{"kind": "rehearsal"}')
    assert kept(work, "mở lớp") == {"mở lớp": ""} and not path_of(work).exists()


def test_a_mark_is_kept_over_reruns_in_any_order_beside_new_quotes(work):
    kept(work, "mở lớp", "thêm máy")
    marked(work, "x", "")
    assert kept(work, "mới", "thêm máy", "mở lớp") == {"mới": "", "thêm máy": "", "mở lớp": "x"}
    before = path_of(work).read_bytes()
    assert kept(work, "mới", "thêm máy", "mở lớp")["mở lớp"] == "x" and path_of(work).read_bytes() == before


def test_an_approved_quote_that_is_proposed_no_more_is_kept_and_one_without_a_mark_goes(work):
    kept(work, "mở lớp", "thêm máy")
    marked(work, "x", "")
    assert kept(work, "mới") == {"mới": "", "mở lớp": "x"} == kept(work, "mới")
    assert kept(work) == {"mở lớp": "x"}


@pytest.mark.parametrize("mark", ["x", "X", "có", "1", "đã duyệt", "✓"])
def test_any_mark_but_a_refusal_approves(work, mark):
    kept(work, "mở lớp")
    marked(work, mark)
    assert kept(work, "mở lớp")["mở lớp"] != ""


@pytest.mark.parametrize("mark", ["không", "Không", "ko", "k", "0", "-", "chưa", "KHÔNG DUYỆT"])
def test_a_refusal_is_no_approval_and_stays_in_the_file(work, mark):
    kept(work, "mở lớp")
    marked(work, mark)
    assert kept(work, "mở lớp", "mới") == {"mở lớp": "", "mới": ""}
    assert f",mở lớp,{mark}" in path_of(work).read_text(encoding="utf-8-sig").replace("'-", "-")


@pytest.mark.parametrize("quote", ["=1+1", "+84 912", "- một\nhai", "@ai", "nói, “hay”", '="a"'])
def test_no_spreadsheet_takes_a_quote_for_a_formula_and_its_mark_is_kept(work, quote):
    kept(work, quote)
    table = pd.read_csv(path_of(work), dtype=str, keep_default_na=False)
    assert table["trích dẫn"].str[0].isin(["'", "n"]).all()
    project.write(path_of(work), table.assign(duyệt="x").to_csv(index=False).encode("utf-8-sig"))
    assert kept(work, quote) == {quote: "x"}


@pytest.mark.parametrize(("separator", "encoding"), [(";", "utf-8"), ("\t", "utf-16"), (",", "utf-8")])
def test_the_file_is_read_however_a_spreadsheet_saved_it(work, separator, encoding):
    kept(work, "mở lớp", "thêm máy")
    table = pd.read_csv(path_of(work), dtype=str, keep_default_na=False).assign(duyệt=["x", ""])
    path_of(work).write_bytes(table.to_csv(index=False, sep=separator).encode(encoding))
    assert kept(work, "mở lớp", "thêm máy") == {"mở lớp": "x", "thêm máy": ""}


def test_quotes_that_read_like_the_foot_of_a_table_are_rows_and_a_heading_alone_is_none(work):
    said = ["Lãnh đạo cần quan tâm", "Lưu ý cho tôi", "Nguồn tin chưa rõ"]
    kept(work, "mở lớp", *said)
    marked(work, "x", "x", "x", "x")
    assert kept(work, "mở lớp") == dict.fromkeys(["mở lớp", *said], "x")
    path_of(work).write_text(f"{HEAD}\n", encoding="utf-8-sig")
    assert kept(work, "mở lớp") == {"mở lớp": ""}


def test_a_file_without_its_columns_is_named_with_the_mend_and_left_as_it_is(work):
    path_of(work).write_text("câu,trích dẫn\ngop_y,mở lớp\n", encoding="utf-8")
    with pytest.raises(FrameError, match="trich-dan.csv thiếu cột «mã», «ý», «duyệt»; thêm lại, hoặc xóa tệp"):
        coding.approved(work, proposed("mở lớp"))
    assert path_of(work).read_text(encoding="utf-8") == "câu,trích dẫn\ngop_y,mở lớp\n"


def test_the_same_words_of_another_question_are_not_approved_with_it(work):
    kept(work, "mở lớp")
    marked(work, "x")
    both = pd.concat([proposed("mở lớp"), proposed("mở lớp").assign(question="khac")], ignore_index=True)
    assert coding.approved(work, both)["approved"].tolist() == ["x", ""]


def test_an_approved_quote_of_a_code_that_too_few_people_name_now_is_kept_but_not_told(work):
    kept(work, "mở lớp", "thêm máy")
    marked(work, "x", "")
    told = coding.approved(work, proposed("thêm máy"), enough={("gop_y", "K2"): "Máy"})
    assert told.empty and kept(work, "thêm máy") == {"thêm máy": "", "mở lớp": "x"}


def test_an_approved_quote_goes_under_the_name_that_its_code_bears_now(work):
    assert coding.approved(work, proposed(), enough={}).columns.tolist()[-2:] == ["quote", "approved"]
    kept(work, "mở lớp")
    marked(work, "x")
    told = coding.approved(work, proposed(), enough={("gop_y", "K1"): "Mở lớp tập huấn"})
    assert told[["name", "quote", "approved"]].values.tolist() == [["Mở lớp tập huấn", "mở lớp", "x"]]

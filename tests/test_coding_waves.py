"""New answers in the folder of earlier ones: what was approved or decided of those is not told as said by these."""

import pandas as pd
import pytest

from pipeline import coding
from pipeline.coding import approval, files, said
from tests.test_coding_page import TEXTS, client_of, work  # noqa: F401 – fixture

NEW = [text for text in TEXTS if text != "Tràn lan tin giả"]


def asked(work, texts):  # noqa: F811
    """What notebook 05 prints of these answers: quotes, sentences, notes."""
    found = coding.studies(work, pd.DataFrame({"gop_y": texts}))
    proposed = coding.all_quotes(found, minimum=10)
    gone = coding.gone(work, proposed, found)
    quotes = coding.approved(work, proposed, coding.quotable(found, minimum=10), gone)
    told = quotes.loc[quotes["approved"].eq("x"), "quote"].tolist()
    return told, coding.all_summaries(found, minimum=10)["summary"].tolist(), coding.notes(work, found, gone)["note"]


def approve(work, code, *quotes):  # noqa: F811
    rows = pd.DataFrame([(code, "tên", quote) for quote in quotes], columns=["code", "name", "quote"])
    approval.choose(work, "gop_y", rows, set(quotes), approval.version_of(work))


def sum_up(work, sentence, code="K1"):  # noqa: F811
    codes = files.read_frame(work, "gop_y")
    files.write_frame(work, "gop_y", codes.assign(summary=codes["summary"].mask(codes["code"].eq(code), sentence)))


def test_a_quote_that_no_answer_says_any_more_is_not_printed_stays_in_the_file_and_is_told(work):  # noqa: F811
    approve(work, "K1", "Tràn lan tin giả", "Tin giả khó nhận ra", "nhiều tin giả")  # the last one cut by a person
    assert set(asked(work, TEXTS)[0]) == {"Tràn lan tin giả", "Tin giả khó nhận ra", "nhiều tin giả"}
    assert asked(work, TEXTS)[2].empty
    quotes, _, notes = asked(work, NEW)
    assert set(quotes) == {"Tin giả khó nhận ra", "nhiều tin giả"}
    assert notes.tolist() == ["1 trích dẫn đã duyệt không còn trong dữ liệu này nên không in; vẫn giữ ở trich-dan.csv."]
    assert set(asked(work, TEXTS)[0]) == {"Tràn lan tin giả", "Tin giả khó nhận ra", "nhiều tin giả"}


def test_a_quote_whose_answer_bears_another_code_now_is_not_printed(work):  # noqa: F811
    approve(work, "K1", "nhiều thời gian")
    assert asked(work, TEXTS)[0] == [] and len(asked(work, TEXTS)[2]) == 1
    approve(work, "K2", "nhiều thời gian")
    assert asked(work, TEXTS)[0] == ["nhiều thời gian"]


def test_a_sentence_is_printed_while_each_of_its_clauses_stands_in_an_answer(work):  # noqa: F811
    sum_up(work, "Tràn lan tin giả; khó nhận ra.")
    assert asked(work, TEXTS)[1] == ["Tràn lan tin giả; khó nhận ra."] and asked(work, TEXTS)[2].empty
    _, sentences, notes = asked(work, NEW)
    assert sentences == [] and notes.tolist() == [
        "Câu tóm tắt đã duyệt của mã K1 có vế không còn trong dữ liệu này nên không in; vẫn giữ ở cột «tóm tắt» của"
        " codeframe-gop_y.csv."
    ]
    assert files.read_frame(work, "gop_y")["summary"].tolist() == ["Tràn lan tin giả; khó nhận ra.", "", ""]


def test_the_page_says_of_what_was_chosen_that_it_is_not_printed(work):  # noqa: F811
    approve(work, "K1", "Tràn lan tin giả")
    sum_up(work, "Tràn lan tin giả; khó nhận ra.")
    for texts, times in ((TEXTS, 0), (NEW, 2)):
        desk = coding.desk.open_desk(work, pd.DataFrame({"gop_y": texts}), "gop_y", "An")
        page = client_of(desk).get("/bi-mat/trich-dan", base_url="http://127.0.0.1:8010/").get_data(as_text=True)
        assert "Tràn lan tin giả" in page and page.count("không còn trong dữ liệu này, không in") == times


@pytest.mark.parametrize(
    ("quote", "answer", "is_said"),
    [("Lớp của [tên người] vui.", "lớp của Nguyễn Văn Nam vui 😀", True),
     ("Lớp của Nguyễn Văn Nam vui", "lớp của Nguyễn Văn Nam vui", False),  # masked today
     ("phòng học … máy lạnh", "Phòng học nóng, thiếu máy lạnh.", True), ("máy lạnh phòng", "phòng máy lạnh", False),
     ("hoà đồng", "thầy cô hòa  đồng!", True), ("lạnh", "máy lạnhh", False), ("…", "phòng", False)],
)  # fmt: skip
def test_a_quote_is_said_by_an_answer_that_holds_its_words_as_they_are_masked(quote, answer, is_said):
    rows, answers = pd.DataFrame({"code": ["K1"], "quote": [quote]}), pd.Series(["khác", answer, "K"])
    assert said.quoted(rows, answers, pd.Series(["K2", "K1;K2"], [0, 1]), {"K1": "K1"}) == [is_said]

"""New answers in the folder of earlier ones: what was approved or decided of those is not told as said by these."""

import re

import pandas as pd
import pytest
from click.testing import CliRunner

from pipeline import coding, project
from pipeline.__main__ import cli
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


def by_hand(work, rows):  # noqa: F811
    """Hand codes that a person wrote into the file, a row a text."""
    lines = [f',"{text}",K1,An' for text in rows]
    files.hand_path(work, "gop_y").write_text(
        "\n".join(["khóa,câu trả lời,mã,người mã hóa", *lines]) + "\n", "utf-8-sig"
    )


def test_decisions_that_belong_to_no_answer_are_told_with_their_rows_and_without_their_words(work):  # noqa: F811
    once = list(dict.fromkeys(TEXTS))
    by_hand(work, once + ["2026-04-03"])
    assert asked(work, TEXTS)[2].tolist() == [
        "1 trong 13 quyết định của ma-hoa-gop_y.csv không thuộc câu trả lời nào của dữ liệu này (dòng 14): chỉ dạy máy,"
        " như quyết định của đợt trước. Hầu hết quyết định khác đều khớp: xem ở các dòng ấy câu trả lời có bị bảng tính"
        " đổi (3/4 thành ngày, 1e5 thành 100000) hay bị sửa chữ không."
    ]
    by_hand(work, [f"đợt trước nói {n}" for n in "abcdefg"] + once)
    assert asked(work, TEXTS)[2].tolist() == [
        "7 trong 19 quyết định của ma-hoa-gop_y.csv không thuộc câu trả lời nào của dữ liệu này (dòng 2, 3, 4, 5, 6,"
        " …): chỉ dạy máy, như quyết định của đợt trước."
    ]


def test_the_page_tells_them_among_its_figures_and_the_console_where_it_opens(work, monkeypatch):  # noqa: F811
    by_hand(work, ["Tràn lan tin giả", "đợt trước nói"])
    told = "1 trong 2 quyết định của ma-hoa-gop_y.csv không thuộc câu trả lời nào của dữ liệu này"
    desk = coding.desk.open_desk(work, pd.DataFrame({"gop_y": TEXTS}), "gop_y", "An")
    page = client_of(desk).get("/bi-mat/", base_url="http://127.0.0.1:8010/").get_data(as_text=True)
    assert told in re.search("<details>.*?</details>", page, re.DOTALL)[0]
    out = pd.DataFrame({"gop_y": ["phiếu bị loại", None], "analysed": False})  # answers of these data, not counted
    project.save_data(work, "answers", pd.concat([pd.DataFrame({"gop_y": TEXTS, "analysed": True}), out]))
    by_hand(work, ["Tràn lan tin giả", "đợt trước nói", "phiếu bị loại"])
    told = told.replace("trong 2", "trong 3")
    monkeypatch.setattr("pipeline.coding.page.serve", lambda desk, port: None)  # it would wait for Ctrl+C
    line = ["code", "gop_y", "--survey", str(work.survey.path), "--out", str(work.out)]
    assert f"{told} (dòng 3): chỉ dạy máy" in CliRunner().invoke(cli, line).output


def test_a_row_with_the_answer_as_it_came_is_found_though_personal_data_are_masked(work):  # noqa: F811
    texts = [*TEXTS, "@thầy gọi 0912345678 không ai trả lời"]
    by_hand(work, texts[-1:])
    one = coding.studies(work, pd.DataFrame({"gop_y": texts}))["gop_y"]
    assert one.coded["codes"].iloc[-1] == "K1" and one.coded["how"].iloc[-1] == "người"
    assert asked(work, texts)[2].empty


@pytest.mark.parametrize(("new", "is_told"), [(0, False), (1, False), (120, True)])
def test_new_answers_before_many_coded_draws_are_told_and_a_single_one_is_not(work, new, is_told):  # noqa: F811
    texts = [f"ý kiến số {n} về tin giả" for n in range(200 + new)]
    old = coding.study(work, pd.DataFrame({"gop_y": texts[:200]}), "gop_y")
    lot = coding.next_answers(old, 60)["khóa"]
    coding.decide(work, old, dict.fromkeys(lot, "K1"), coder="An")
    notes = asked(work, texts)[2]
    assert notes.str.contains("chưa được tính vào mẫu").tolist() == [True] * is_told

"""The signed report and its annex: what they say, from the claims and printed tables of a tiny survey."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from pipeline import claims, report
from pipeline.claims import Estimate
from pipeline.claims.asked import asked_of
from pipeline.export import html_chart
from pipeline.questionnaire import Question
from pipeline.report import (
    batteries,
    bygroup,
    coded,
    compare,
    figures,
    grid,
    model,
    numbering,
    results,
    summary,
    told,
    topline,
)
from pipeline.report.source import Source
from pipeline.survey import Survey
from tests import reports
from tests.reports import frame, made, rows_of, table_of, text_under, words
from tests.test_claims import form

NAN = float("nan")
LONG = "Loại hình cơ quan, đơn vị sự nghiệp, doanh nghiệp nhà nước hoặc tổ chức nơi Ông/Bà công tác"
WEIGHTS = {"weights": frame("weights", ("sex", "Nam", 1, 50, 40, 50))}


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """(signed report, annex) of the whole tiny survey."""
    return made(reports.survey(tmp_path_factory.mktemp("survey")), reports.tables())


@pytest.fixture
def survey(tmp_path):
    return reports.survey(tmp_path)


def test_percent_and_base_come_from_the_table(full):
    first = text_under(full[0], "TÓM TẮT")
    assert "Được chọn nhiều nhất về “Dùng mạng nào”: “Zalo” (68,2% của 5.000 người trả lời; Bảng PL1)." in first
    said = "Về “Nhanh”, đa số (68%) trả lời “Có” hoặc “Rất có”. Tỷ lệ này không tính người trả lời “Không có ý kiến”"
    assert f"{said} (Bảng PL" in first
    assert ["Zalo", "3.412", "68,2", "–"] in rows_of(table_of(full[1], "question:net"))


def test_every_figure_that_the_documents_print_is_one_of_a_claim(survey):
    tables, remarks = reports.coded(), "# Ưu điểm\n\nCó {net/z} dùng; nữ: {net/z@sex/f}.\n"
    documents = made(survey, tables, remarks)
    found = [*claims.found(survey, tables), *report.claims_of(report.read(remarks, survey, tables))]
    assert reports.loose(documents, found) == set() and len(reports.loose(documents, [])) > 8


def test_the_first_page_gives_verdicts_key_figures_and_of_whom_they_are(full):
    findings, figures, sure = reports.under(full[0], "TÓM TẮT")
    assert len(findings.items) == 4 and all(isinstance(item[0], model.Strong) for item in findings.items)
    assert figures.kind == model.FIGURES and figures.paragraphs[1][0].text == "68%"
    assert (
        reports.said(model.Paragraph(figures.paragraphs[1]))
        == "68%trả lời “Có” hoặc “Rất có” (“Nhanh”), trong 95 người, không kể người trả lời “Không có ý kiến”"
    )
    assert "hồ sơ không ghi họ được chọn thế nào" in reports.said(sure)  # survey.yaml has no collection


def test_columns_of_a_table_of_the_authors_are_as_wide_as_their_words(survey):
    long, short = "Dài " * 50, "Ngắn"
    text = f"# Kiến nghị\n\n| Việc | Căn cứ | Hạn |\n|---|---|---|\n| {short} | {long} | {short} |\n"
    (block,) = report.read(text, survey, reports.coded())["Kiến nghị"]
    first, grounds, last = (column.width for column in block.columns)
    assert grounds > 3 * first and grounds > 3 * last and first + grounds + last == pytest.approx(100, abs=0.2)


def test_the_body_names_no_file(full):
    assert not re.search(r"survey\.yaml|\.csv|_", words(full[0]))


def test_what_stands_beside_a_verdict_does_not_say_its_topic_again(full):
    findings = text_under(full[0], "TÓM TẮT").splitlines()
    assert [line.count("Bảng") for line in findings[:4]] == [2, 1, 1, 1]
    greatest = (
        "Trong các khác biệt được nêu, lớn nhất (tính theo điểm %) là theo giới tính, nổi bật là 81,0% nhóm “Nữ” chọn"
    )
    assert f"; Bảng PL1). {greatest} “Zalo”, so với" in findings[0]


def _gap(high, low, forms=(), **more):
    """A difference between shares, as a claim."""
    told = tuple(Estimate("t", (), "percent", share, "%", base=1000) for share in (high, low))
    more = {"table": "tests", "size": "vừa", "strength": 1.0} | more
    return claims.Claim("difference", questions=("a",), forms=forms or (told,), **more)


def _sure_gap(high, low, half, by):
    """The same with intervals of that half width."""
    gap = _gap(high, low)
    told = tuple(replace(e, low=e.value - half, high=e.value + half) for e in gap.estimates)
    return replace(gap, forms=(told,), groups=(by,), shown=(("A", None),))


@pytest.mark.parametrize(("half", "by", "is_alone"), [(3, "b", True), (4, "b", False), (4, "a", True)])
def test_the_greatest_difference_is_called_so_where_no_other_kind_of_group_reaches_it(half, by, is_alone):
    first, other = _sure_gap(63.0, 13.0, half, "a"), _sure_gap(60.0, 20.0, half, by)
    assert claims.reach(first) == pytest.approx((50 - half * 2**0.5, 50 + half * 2**0.5))  # 4,2: 45,8 > 44,2
    assert summary._is_by_alone([first, other], first) == is_alone
    bare = replace(_gap(30.0, 20.0), groups=("b",), shown=(("A", None),))
    assert not summary._is_by_alone([first, bare], first)  # without an interval nothing is known


def test_the_greatest_difference_says_which_kinds_have_a_greater_one():
    told = _gap(60.0, 40.0)
    more = [_gap(60.0, 39.9, is_near=True), _gap(80.0, 20.0, table="open_tests")]
    told_of = [summary.but([told, *part], told) for part in ((), more[:1], more, [replace(more[0], size="")])]
    close = " (trừ những câu gắn liền nhau"
    assert told_of == ["", f"{close})", f"{close} và câu trả lời bằng lời)", ""]


def test_differences_are_put_in_order_by_the_points_a_reader_sees_and_not_by_the_effect_of_a_test():
    wide, deep, mean = _gap(63.3, 11.1), _gap(49.2, 11.5, strength=3.0), _gap(0, 0, strength=2.0, forms=(("x",),))
    near = _gap(90.0, 10.0, is_near=True)
    assert claims.strongest([mean, near, deep, wide]) == [wide, deep, mean, near]
    assert [claims.points(claim) for claim in (wide, deep, mean)] == [52.2, 37.7, 0.0]


def test_of_two_questions_that_hang_together_a_difference_is_told_where_there_is_no_other_and_one_alone(survey):
    near = [_gap(90.0, low, is_near=True, shown=(("A", None),), label="family:A") for low in (10.0, 20.0)]
    far, unit = replace(_gap(60.0, 40.0), shown=(("A", None),), label="family:B"), (survey.form["net"],)
    told_of = [replace(c, questions=("net",), groups=("net",)) for c in (*near, far)]
    source = Source(survey, {}, tuple(told_of[:2]))
    assert results._differences(source, unit) == (told_of[:1], told_of[1:2])
    (first, close, _) = "".join(map(str, results._beside(source, unit, told_of[0], apart=False))).partition(
        results.CLOSE
    )
    assert first and close  # and that the two hang together is said
    assert results._differences(replace(source, claims=tuple(told_of)), unit)[0] == told_of[2:]


def test_of_neighbouring_sentences_on_one_table_the_last_names_it():
    one = [(f"{name} (11%", model.Ref(label, "; "), ").") for name, label in (("A", "x"), ("B", "x"), ("C", "y"))]
    two = ("D", model.Ref("y", " ("), model.Ref("z", "; ", ")"), ".")
    merged = told.once([*one, two])
    assert [part.label for part in merged if isinstance(part, model.Ref)] == ["x", "y", "y", "z"]
    assert "".join(part for part in merged if isinstance(part, str)) == "A (11%). B (11%). C (11%). D."
    assert told.once([]) == ()


def test_where_the_first_page_is_full_the_longest_finding_loses_what_stands_beside_it_and_the_greatest_never():
    made = [summary._Finding(("một",), (" " + "a" * length,), length == 90) for length in (10, 90, 40, 30)]
    told_of = summary._on_one_page(made, 150)
    assert [len(parts) for parts in told_of] == [2, 2, 1, 2] and summary._letters(told_of) <= 150
    assert summary._on_one_page(made, 0) == [("một",), made[1].whole, ("một",), ("một",)]
    assert summary._on_one_page(made, 999) == [one.whole for one in made]


@pytest.mark.parametrize(("low", "is_told"), [(77.0, True), (78.9, False)])
def test_shares_that_hardly_differ_are_no_finding_of_the_first_page(low, is_told):
    gap = replace(_gap(82.0, low), shown=(("A", None),))
    assert bool(summary._strongest([gap], ("a", "b"))) == is_told


def test_a_key_figure_that_is_not_of_everybody_says_of_how_many_people_it_is(survey):
    flow = {"case_flow": frame("case_flow", ("Phiếu đưa vào phân tích", 5000))}
    box = reports.under(made(survey, reports.tables() | flow)[0], "TÓM TẮT")[1]
    zalo, agree, hours = (reports.said(model.Paragraph(one)) for one in box.paragraphs)
    assert box.title == "Số liệu chính (nếu không ghi khác, tính trên mọi phiếu phân tích)"
    assert not zalo.endswith("người") and ", trong 95 người, không kể" in agree and hours.endswith(", trong 90 người")


def test_a_share_of_several_answers_says_on_the_first_page_of_whom_it_is(survey):
    lead = text_under(made(survey, reports.tables())[0], "TÓM TẮT").splitlines()[0]
    assert "“Zalo” (68,2% của 5.000 người trả lời; Bảng PL1)" in lead


def test_the_words_for_shares_are_printed(full):
    rows = rows_of(table_of(full[1], "table:words"))
    assert rows[:4] == [
        ["tất cả người trả lời", "100%"], ["tuyệt đại đa số", "từ 90%"], ["đại đa số", "từ 75%"], ["đa số", "trên 50%"],
    ]  # fmt: skip


def test_only_differences_that_matter_are_told(full):
    assert rows_of(table_of(full[1], "table:families")) == [["Mức độ", "2", "1", "0", "1", "0", "1"]]
    assert "tỷ lệ chọn “Facebook" not in words(*full)
    (table,) = [b for b in reports.under(full[1], "Mức độ") if isinstance(b, model.Table)]
    by, (what, groups, _) = rows_of(table)
    assert by == ["Theo “Giới tính”"] and what.endswith("tỷ lệ chọn “Zalo”")
    assert groups == "Nam: 61,5% (56,5–66,5; 488); Nữ: 81,0% (77,4–84,2; 512)"


def test_a_test_of_a_whole_scale_says_so_beside_the_shares_of_some_of_its_points(survey):
    told = (("A", Estimate("t", (), "percent", 68.0, "%", base=95)),)
    claim = replace(_gap(60.0, 40.0), shown=told)
    cases = {"i1": "cả thang: ", "net/zalo": "", "hours": ""}
    assert cases == {name: compare._whole(survey.form, replace(claim, questions=(name,))) for name in cases}
    block = grid.table("T", compare.COLUMNS, [["a", "b", "cả thang: ε² = 0,02"], ["a", "b", "V = 0,2"]])
    assert "nơi ghi “cả thang”, độ mạnh" in compare._marked([block])
    assert compare._marked([replace(block, rows=block.rows[1:])]) == ""
    mean = (("A", Estimate("t", (), "mean", 2.5, "", 2)),)
    assert compare._whole(survey.form, replace(claim, questions=("i1",), shown=mean)) == ""


def test_a_figure_by_group_stands_only_where_the_groups_differ(full):
    names = [figure.name for figure in full[1].of(model.Figure)]
    assert "net_theo_sex" in names and "i1_theo_sex" not in names


@pytest.mark.parametrize(("row", "is_apart"), [("net", True), ("option", False)])
def test_a_chart_by_group_titled_with_answers_taken_together_says_where_their_figures_are(survey, row, is_apart):
    figures = tuple(Estimate("banners", (("row", row),), "percent", share, "%", base=500) for share in (60.0, 40.0))
    claim = replace(_gap(60.0, 40.0, forms=(figures,)), questions=("net",), groups=("sex",), label="family:A")
    drawn = bygroup._picture(Source(survey, reports.tables(), (claim,)), survey.form["net"], "sex")
    assert ([part for part in drawn.measure if isinstance(part, model.Ref)] != []) == is_apart


def test_every_chart_has_names_of_its_own_and_can_be_heard(full):
    drawn = [figure for document in reports.drawn(full) for figure in document.of(model.Figure)]
    assert [figure.name for figure in drawn] == ["hours", "i1_thang", "say_y_kien", "net_theo_sex"]
    ids = [found for figure in drawn for found in re.findall(r' id="([^"]*)"', figure.svg)]
    assert ids and len(ids) == len(set(ids))
    assert all(figure.alt and figure.title and figure.measure and len(figure.rows) for figure in drawn)


def test_answers_that_say_nothing_are_no_main_theme(full):
    assert "“Tập huấn” (40,0%)" in words(full[0]) and "Không nêu ý kiến" not in words(full[0])
    rows = [row[0] for row in rows_of(table_of(full[1], "question:say"))]
    assert rows == ["Tập huấn", "Không nêu ý kiến", "Số người có ghi ý kiến (cơ sở)"]


def test_suppressed_cells_are_dashes_with_a_note(full):
    table = table_of(full[1], "groups:net:sex")
    assert rows_of(table)[0] == ["Zalo", "68,2", "61,5", "–"]
    assert table.notes[0] == "Được chọn nhiều phương án." and "– : không nêu, vì có từ 1 đến 4 người" in table.notes[1]


@pytest.mark.parametrize(("people", "said"), [(None, "Có từ 1 đến 4 người trả lời"), (0, "Chưa có câu trả lời.")])
def test_a_question_too_few_answered_is_not_said_to_have_no_answer(survey, people, said):
    untold = reports.tables()["frequencies"].head(2).assign(n=people, percent=None, base=people)
    _, annex = made(survey, {"frequencies": untold.astype({"percent": float, "n": float, "base": float})})
    (asked, why) = rows_of(table_of(annex, "question:net"))
    assert asked[0].startswith("Câu 2") and why[0].startswith(said)


def test_a_picture_where_every_figure_is_hidden_is_left_out(survey):
    hidden = {"frequencies": reports.tables()["frequencies"].head(2).assign(n=float("nan"), percent=float("nan"))}
    assert [document.of(model.Figure) for document in made(survey, hidden)] == [[], []]


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        ((None, None, None, None, None, None, None), "Ít người ghi, nên không nêu số liệu."),
        ((20, 8, 0, 0, None, 12, None), "máy gợi ý, chưa kiểm chứng 12 và còn lại là máy hoặc chưa mã hóa."),
        ((12, 0, 0, 0, 0, None, None), "theo cách mã hóa: máy gợi ý, chưa kiểm chứng hoặc chưa mã hóa."),
    ],
)
def test_how_few_open_answers_were_coded_is_said_in_one_sentence(ways, said):
    coding = {"open_coding": frame("open_coding", ("say", *ways, *[None] * 5)).fillna(float("nan"))}
    assert coded.coded_how(coding, "say").endswith(said)


def test_nothing_is_said_of_when_the_thresholds_were_set_for_nothing_shows_it(full):
    said = words(*full)
    assert "các ngưỡng này ghi trong hồ sơ cuộc điều tra" in said and "ấn định trước" not in said


def test_missing_values_are_never_printed(full, tmp_path):
    bare = made(reports.survey(tmp_path, "false", "plain", ""), {})
    for documents in (full, bare):
        assert not re.search(r"\bnan\b|\bNaN\b|\bNone\b|\bNaT\b|<NA>|\(\)", words(*documents))


def test_a_survey_without_tables_says_so_and_lists_nothing(tmp_path):
    signed, annex = made(reports.survey(tmp_path, "false", "plain", ""), {})
    for said in ("Chưa có câu hỏi nào đủ số liệu", "Chưa có bảng kết quả", "Không khai báo thời gian mở và đóng phiếu"):
        assert said in words(signed)
    assert "không khai báo phép so sánh" in words(annex) and "Không gia quyền" in words(annex)
    assert [listed.of for listed in annex.of(model.Contents)] == ["headings"]  # no list of tables where there is none


def _lead(folder, lead, tables):
    found = told.of_question(claims.found(reports.survey(folder, lead=lead), tables), lead)
    return [claim.sentence for claim in found]


def test_the_most_chosen_is_not_claimed_where_an_answer_is_hidden(tmp_path):
    hidden = reports.tables()["frequencies"].head(2).assign(n=[None, 1000.0], percent=[None, 20.0])
    (found,) = _lead(tmp_path, "net", {"frequencies": hidden})
    assert found.startswith("Trong các phương án nêu được số liệu, về “Dùng mạng nào”: “Facebook & bạn” (20,0%)")


def test_of_a_scale_with_a_hidden_answer_no_two_ends_are_told(tmp_path):
    hidden = reports.tables()["frequencies"].query("question == 'i1'")
    hidden = hidden.assign(percent=hidden["percent"].where(hidden["percent"] > 5))
    (found,) = _lead(tmp_path, "i1", {"frequencies": hidden, "banners": reports.tables()["banners"]})
    assert found.startswith("Trong các phương án nêu được số liệu, về “Nhanh”: “Rất không” 10,0%")


@pytest.mark.parametrize(("top", "bottom"), [(68.9, None), (None, 31.1)])
def test_with_a_hidden_end_of_a_scale_none_is_told(tmp_path, top, bottom):
    boxes = [("i1", row, "", "(tổng số)", "", 60, share, 95) for row, share in (("top2", top), ("bottom2", bottom))]
    boxes = {"banners": frame("banners", *boxes).astype({"percent": float})}
    (found,) = _lead(tmp_path, "i1", reports.tables() | boxes)
    assert found.startswith(
        "Về “Nhanh”, nhiều nhất là một trong các phương án “Có” 40,0% và “Rất có” 25,0% (100\u00a0người trả lời"
    )


@pytest.mark.parametrize(("synthetic", "mark"), [("true", "DỮ LIỆU MÔ PHỎNG"), ("false", "")])
def test_both_documents_are_marked_of_simulated_data_and_not_of_real_ones(tmp_path, synthetic, mark):
    assert [document.mark for document in made(reports.survey(tmp_path, synthetic), {})] == [mark, mark]


@pytest.mark.parametrize(
    ("layout", "place"), [("party", "Số …-BC/…"), ("state", "Số: …/BC-…"), ("plain", "Số: …/BC-…")]
)
def test_head_and_foot_follow_the_layout(tmp_path, layout, place):
    (signed, annex) = made(reports.survey(tmp_path, layout=layout), {})
    (head,) = signed.of(model.Head)
    assert (head.texts["layout"], head.texts["number"]) == (layout, place)
    assert len(signed.of(model.Signature)) == (layout != "plain") and {signed.layout, annex.layout} == {layout}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("kind: điều tra dư luận xã hội, ", "kết quả điều tra dư luận xã hội"),
        ("", "kết quả điều tra"),
    ],
)
def test_what_kind_of_survey_it_is_only_the_survey_says(tmp_path, more, said):
    signed, _ = made(reports.survey(tmp_path, layout=f"state, {more}language: vi"), {})
    (head,), text = signed.of(model.Head), words(signed)
    assert head.title[1] == said
    assert f"Ban Tuyên giáo báo cáo {said} như sau:" in text
    assert f"Trên đây là báo cáo {said} của Ban Tuyên giáo./." in text
    assert ("dư luận" in text) == bool(more)


def test_who_signs_and_receives_is_what_the_survey_says(tmp_path):
    signed = made(reports.survey(tmp_path), {})[0].of(model.Signature)[0]
    assert signed == model.Signature(("- …,", "- Lưu …"), ("…",))
    foot = reports.survey(tmp_path, lead="] , signer: [Trưởng ban], signed_by: Lê A, receivers: [Ban Thường vụ")
    assert made(foot, {})[0].blocks[-1] == model.Signature(("- Ban Thường vụ.",), ("TRƯỞNG BAN",), "Lê A")


def test_the_composition_of_list_and_answers_is_drawn_where_weights_are_fitted_to_a_list(survey):
    rows = frame(
        "weights", ("sex", "Nam", 40, 50.0, 40.0, 50.0, "raking"), ("sex", "Nữ", 60, 50.0, 60.0, 50.0, "raking")
    )
    effect = {"Số phiếu phân tích": 100.0, "Số phiếu hiệu dụng": 96, "Hiệu ứng": 1.04, "Nhỏ nhất": 0.8, "Lớn nhất": 1.2}
    size = frame("design_effect", *((measure, value, "raking") for measure, value in effect.items()))
    _, annex = made(survey, reports.tables() | {"weights": rows, "design_effect": size})
    (drawn,) = [figure for figure in reports.drawn([annex])[0].of(model.Figure) if figure.name == "co_cau"]
    assert "Danh sách 50,0" in drawn.svg and "n = 100 người" in drawn.svg
    assert "Cơ cấu phiếu trước và sau gia quyền" in text_under(annex, "Tham gia, cơ cấu phiếu")


def test_codes_stand_under_their_net_with_how_they_were_decided_and_how_far_coders_agree(survey):
    signed, annex = made(survey, reports.coded())
    part, table = text_under(annex, "Ý kiến trả lời câu hỏi mở"), table_of(annex, "question:say")
    assert [row[0] for row in rows_of(table)][:4] == ["Học tập", "– Tập huấn", "– Tài liệu", "Chưa mã hóa"]
    assert "người mã hóa 10, quy tắc và cụm từ khóa 20, máy 20 và chưa mã hóa 50." in part
    assert "độ chính xác 90%; đo trên 60 câu rút ngẫu nhiên do người mã hóa: ít nhất 93%" in part
    assert "30 câu được ít nhất hai người mã hóa độc lập (kể cả câu của phiếu không đưa vào phân tích, nếu có)" in part
    assert "giống hệt nhau 90%." in part and ": κ = 0,81, α Krippendorff = 0,80." in part
    assert "tỷ lệ nêu “Tập huấn” khác nhau theo “Giới tính”." in part and "nhiều hơn" not in part
    assert "So sánh trên nhiều nhất 100 người rút ngẫu nhiên, mã do người gán." in part
    assert "1 nhóm đã được người phân tích duyệt, 1 nhóm còn là đề xuất của máy." in part
    note = "Tỷ lệ theo mã hiện có, tính trên mọi người có ghi ý kiến, gồm 50 người chưa mã hóa; có thể thấp hơn thật."
    assert table.notes[1] == note.replace("50 ", "50\u00a0")
    bent = "trong từng nhóm có thể thấp hay cao hơn thật, không dùng để so sánh các nhóm."
    assert table_of(annex, "groups:say:sex").notes[0] == table.notes[1].replace("có thể thấp hơn thật.", bent)
    assert "(theo mã hiện có): nhóm ý “Học tập” (ít nhất 50,0%)." in words(signed)


def test_codes_that_no_group_names_more_often_are_not_said_to_be_alike(survey):
    alike = ("χ² Pearson", 100, 0.9, 0.01, "V Cramér", "")
    _, annex = made(survey, reports.coded() | {"open_tests": frame("open_tests", ("say/K1", "sex", *alike))})
    part = text_under(annex, "Ý kiến trả lời câu hỏi mở")
    assert (
        "Chưa đủ căn cứ nói các nhóm khác nhau đáng kể (1 phép so sánh theo giới tính, đã hiệu chỉnh" in part
        and "nhiều hơn" not in part
    )


@pytest.mark.parametrize(("mark", "times"), [("x", 2), ("", 0), (None, 0)])
def test_a_quote_stands_where_a_person_approved_it_and_nowhere_else(survey, mark, times):
    quote = frame("quotes", ("say", "1", "Tập huấn", "mở lớp <b>ngắn</b>", mark))
    documents = made(survey, reports.tables() | {"quotes": quote})
    assert [len(document.of(model.Quote)) for document in documents] == [times // 2] * 2
    assert words(*documents).count("mở lớp <b>ngắn</b>") == times


def test_a_theme_is_summed_up_where_a_person_approved_it_and_its_people_are_shown(survey):
    told = frame("open_summaries", ("say", "1", "Tập huấn", "Mở lớp ngắn."), ("say", "9", "Khác", "Không in."))
    annex = words(made(survey, reports.tables() | {"open_summaries": told})[1])
    assert "Tập huấn: “Mở lớp ngắn.”" in annex and "Không in." not in annex
    assert "Tóm tắt từng nhóm ý kiến" not in words(*made(survey, reports.tables()))


def test_a_mean_stands_beside_its_quartiles_and_keeps_its_interval():
    row = {"question": "amount", "n": 90, "mean": 2.5, "low": 2.1, "high": 2.9, "median": 2, "q1": 1, "q3": 3.5}
    tables = {"numbers": pd.DataFrame([row]), "weights": pd.DataFrame({"margin": ["sex"], "option": ["Nam"]})}
    (found,) = claims.found(Survey("T", form=form(Question("amount", "integer", "Số giờ"))), tables)
    assert found.sentence.startswith(
        "“Số giờ”: trung bình 2,5 (khoảng tin cậy 95%: 2,1 đến 2,9); một nửa số người ở giữa nằm"
    )
    assert found.estimates[0].low == 2.1 and "gia quyền" not in found.sentence


def test_numbered_labels_are_parted_and_others_kept():
    assert grid.split("Câu 9. Trong 3 tháng?") == ("Câu 9", "Trong 3 tháng?")
    assert grid.split("3) Học ở đâu?") == ("Câu 3", "Học ở đâu?")
    assert grid.split("3–4 buổi?") == ("", "3–4 buổi?") and grid.split(None) == ("", "")


@pytest.mark.parametrize(("more", "name", "said"), [(WEIGHTS, "tỷ lệ gia quyền", 1), ({}, "tỷ lệ", 0)])
def test_weighted_percents_are_called_so_and_unweighted_ones_are_not(tmp_path, more, name, said):
    _, annex = made(reports.survey(tmp_path), reports.tables() | more)
    counted, groups, battery = (table_of(annex, label) for label in ("question:net", "groups:net:sex", "question:i1"))
    assert counted.columns[2].title == f"{name.capitalize()} (%)"
    assert f": {name} trong từng nhóm (%)" in groups.caption and battery.caption.endswith(f"– {name} (%)")
    assert all(table.notes.count("Số người: không gia quyền.") == said for table in (counted, groups, battery))


@pytest.mark.parametrize(("more", "said"), [(WEIGHTS, " gia quyền"), ({}, "")])
def test_a_mean_stands_beside_the_people_it_rests_on_and_says_whether_it_is_weighted(tmp_path, more, said):
    battery = table_of(made(reports.survey(tmp_path), reports.tables() | more)[1], "question:i1")
    mean, scored, base = (column.title for column in battery.columns[-3:])
    assert (mean, scored, base) == (f"Điểm trung bình{said}", "Số người có điểm", "Số người trả lời")
    assert [column.title for column in battery.columns[-6:-4]] == ["Hai mức thấp nhất", "Hai mức cao nhất"]
    assert rows_of(battery)[0][-6:-4] == ["32", "68"]  # 30 and 65 of 95
    assert rows_of(battery)[0][-2:] == ["95", "100"] and rows_of(battery)[1][-2:] == ["–", "–"]  # nobody asked i2


def test_whom_a_whole_battery_was_asked_is_said_once_and_of_unlike_items_each(tmp_path):
    source = Source(reports.survey(tmp_path), reports.tables())
    i1, i2 = (source.form[name] for name in ("i1", "i2"))
    for own, said in (
        ("${sex} = 'f'", ["Hỏi người trả lời “Nữ” ở Câu 1."]),
        ("", ["a) Nhanh: hỏi người trả lời “Nữ” ở Câu 1."]),
    ):
        battery = (replace(i1, relevant="${sex} = 'f'"), replace(i2, relevant=own))
        assert [note for note in batteries.table_of(source, battery).notes if "ỏi người" in note] == said


def test_a_finding_without_a_figure_says_of_whom_it_is_where_not_everybody_was_asked(survey):
    said = text_under(made(survey, reports.tables())[0], "KẾT QUẢ")
    assert "“Zalo” (68,2%" in said and "Tính trên" not in said
    (section,) = survey.form.sections
    women = tuple(replace(q, relevant="${sex} = 'f'") if q.name == "net" else q for q in section.questions)
    asked = replace(survey, form=replace(survey.form, sections=(replace(section, questions=women),)))
    said = text_under(made(asked, reports.tables())[0], "KẾT QUẢ")
    assert "Tính trên 5.000 người trả lời (hỏi người trả lời “Nữ” ở Câu 1)." in said.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("label", "shorts", "head", "caption"),
    [
        (f"Câu 7. {LONG}?", {"vi": "loại hình cơ quan"}, "Câu 7. Loại hình cơ quan", "Câu 7"),
        (f"Câu 7. {LONG}?", {}, f"Câu 7. {LONG}?", "Câu 7"),
        (LONG, {"vi": "loại hình cơ quan"}, "Loại hình cơ quan", "Loại hình cơ quan"),
        (LONG, {}, LONG, LONG),
    ],
)
def test_no_name_is_cut_over_columns_or_in_a_caption(survey, label, shorts, head, caption):
    asked = replace(survey.form["net"], label=label, labels={}, shorts=shorts)
    assert (grid.headed(form(asked), "net"), grid.about(asked)) == (head, caption)
    assert grid.headed(form(asked), "net/z") == f"{head} – Zalo"


def test_a_caption_that_begins_with_a_bare_number_names_it_as_a_question(tmp_path):
    source = Source(reports.survey(tmp_path), reports.tables())
    hours = replace(source.form["hours"], label="3. Bao nhiêu giờ?")
    assert topline.number_table(source, hours).caption == "Câu 3. Bao nhiêu giờ?"
    assert grid.captioned("Bao nhiêu giờ?") == "Bao nhiêu giờ?"


def test_numbers_with_a_small_spread_have_the_same_decimals_in_sentence_table_and_chart(tmp_path):
    """Shares of costs: mean 0,0175, middle half 0–0,8475; in one decimal they would be 0,0 and 0,8."""
    rows = frame("numbers", ("hours", "Câu 3", 90, 0.01751, 0.0901, 0.05, 0, 0.8475, 0, 1, 0.0120, 0.0230))
    given = frame("distributions", ("hours", 0, 60, "không"), ("hours", 0.848, 30, "không"))
    tables = reports.tables() | {"numbers": rows, "distributions": given}
    signed, annex = made(reports.survey(tmp_path, lead="hours"), tables)
    assert "trung bình 0,018" in words(signed)
    table = table_of(annex, "question:hours")
    assert rows_of(table) == [["90", "0,018", "0,090", "0", "0", "0,05", "0,848", "1"]]
    assert table.notes[0] == "Khoảng tin cậy 95% của trung bình: 0,012 đến 0,023."
    (figure,) = [one for one in signed.of(model.Figure) if one.name == "hours"]
    assert figure.rows["given"].tolist() == [0, 0.848] and figure.heard.given["quartiles"].tolist() == [0, 0.05, 0.848]
    assert html_chart.figures(figure, "vi")[1] == [[(True, "0"), (True, "60")], [(True, "0,848"), (True, "30")]]


def test_a_filtered_base_says_whom_the_question_was_asked(write_survey):
    survey = write_survey()
    asked = survey.form
    assert asked_of(asked, asked["mang"]) == "hỏi người trả lời “Có” ở câu “Có dùng không”"
    assert asked_of(asked, asked["mang_khac"]) == "hỏi người chọn “Khác” ở câu “Dùng mạng nào”"
    assert grid.base_name(asked, asked["dung"]) == "Số người trả lời (cơ sở)"
    counts = {"frequencies": frame("frequencies", ("mang", "Mạng", "Zalo", 30, 60.0, 50))}
    (found,) = told.of_question(claims.found(survey, counts), "mang")
    assert "người trả lời (hỏi người trả lời “Có” ở câu “Có dùng không”)." in found.sentence
    table = table_of(made(survey, counts)[1], "question:mang")
    assert rows_of(table)[0] == [
        "Dùng mạng nào? (hỏi người trả lời “Có” ở câu “Có dùng không”; được chọn nhiều phương án)"
    ]


def test_a_filter_names_the_question_by_its_number(shipped):
    assert asked_of(shipped.form, shipped.form["nen_tang"]) == "hỏi người dùng mạng xã hội trong 3 tháng qua"


def test_places_in_the_other_file_are_called_so_and_those_in_ones_own_are_not(survey):
    full = made(survey, reports.coded())
    refs = [[p for b in d.blocks for p in reports.parts_of(b) if isinstance(p, model.Ref)] for d in full]
    assert {ref.file for ref in refs[0]} == {"phu-luc"} and {ref.file for ref in refs[1]} == {""}
    assert all(ref.text.startswith("Bảng PL") for ref in refs[0])
    for ref in (*refs[0], *refs[1]):
        (table,) = [table for table in full[1].of(model.Table) if table.anchor == ref.anchor]
        assert ref.label in table.labels and ref.text.endswith(table.number)


def test_no_table_or_figure_of_the_annex_is_called_as_one_of_the_report(full):
    for document, series in zip(full, ("", "PL"), strict=True):
        for kind, word in ((model.Table, "Bảng"), (model.Figure, "Hình")):
            numbers = [block.number for block in document.of(kind)]
            assert numbers == [f"{word} {series}{at}" for at in range(1, len(numbers) + 1)]
    refs = [part for block in full[0].blocks for part in reports.parts_of(block) if isinstance(part, model.Ref)]
    assert {(ref.file, ref.text.rpartition(" ")[2].rstrip("0123456789")) for ref in refs} == {("phu-luc", "PL")}


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("Có 68%", model.Ref("lost", " (", ")"), "."), "Có 68%."),
        (("Có 68% (100 người", model.Ref("lost", "; "), ")."), "Có 68% (100 người)."),
        ((model.Strong(("Có 68%", model.Ref("lost", " (", ")"), ".")),), "Có 68%."),
    ],
)
def test_a_place_that_no_document_holds_leaves_a_proper_sentence(parts, said):
    (document,) = numbering.numbered([model.Document("a", "A", "A", (model.Paragraph(parts),))])
    assert words(document) == said


def test_a_changed_cell_changes_the_sentences_that_rest_on_it_and_no_others(survey):
    tables = reports.coded()
    other = {name: table.copy() for name, table in tables.items()}
    at = other["banners"]["group"].eq("Nữ")
    other["banners"].loc[at, "percent"] = 80.4
    before, after = ([line for d in made(survey, t) for b in d.blocks for line in reports.said(b).splitlines()]
                     for t in (tables, other))  # fmt: skip
    assert len(before) == len(after)
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    cells = ("81,0% (77,4–84,2;", "80,4% (76,7–83,6;"), ("81,0%", "80,4%")
    assert changed and all(b in (a.replace(*cells[0]), a.replace(*cells[1])) for a, b in changed)
    assert not any("81,0%" in line for line in after)


def test_the_same_input_gives_the_same_documents(survey):
    first, second = (reports.drawn(made(survey, reports.coded())) for _ in range(2))
    drawn = [[figure.svg for document in both for figure in document.of(model.Figure)] for both in (first, second)]
    assert words(*first) == words(*second) and drawn[0] == drawn[1] and len(drawn[0]) == 4


def test_a_row_that_bears_a_figure_is_found_by_its_key(survey):
    documents = made(survey, reports.tables())
    found = report.places(documents)
    (order,) = [c for c in claims.found(survey, reports.tables()) if c.kind == "order"]
    for figure in order.estimates[:2]:
        name, anchor = found[report.key_of(figure)]
        place, row = anchor.rsplit("-d", 1)
        (table,) = [t for d in documents if d.name == name for t in d.of(model.Table) if t.anchor == place]
        assert figure.number in table.rows[int(row) - 1].cells


def test_a_difference_whose_figures_are_hidden_has_its_test_in_the_table_it_names(survey):
    tables = reports.tables()
    hidden = tables["banners"].assign(percent=tables["banners"]["percent"].mask(tables["banners"]["by"].eq("sex")))
    _, annex = made(survey, tables | {"banners": hidden})
    by, (what, said, test) = rows_of(table_of(annex, "family:Mức độ"))
    assert by == ["Theo “Giới tính”"] and what == "Về “Dùng mạng nào”, tỷ lệ chọn “Zalo”"
    assert "khác nhau" in said and test == "V = 0,35 (0,20; 0,50), p = 0,010"


def test_a_chart_of_themes_says_that_shares_are_at_least_so_much_where_answers_are_not_coded(survey):
    (part,) = [f for f in made(survey, reports.coded())[0].of(model.Figure) if f.kind == "themes"]
    (whole,) = [f for f in made(survey, reports.tables())[0].of(model.Figure) if f.kind == "themes"]
    measure = "nêu từng ý theo mã hiện có, ít nhất, % trong 100 người có ghi ý kiến, gồm 50 người chưa mã hóa"
    assert claims.said(part.measure).replace("\u00a0", " ").endswith(measure)
    assert "ít nhất" not in claims.said(whole.measure)
    assert part.title == whole.title == ("Các ý được nêu về “Kiến nghị” (theo mã hiện có)",)  # in no order


@pytest.mark.parametrize("people", [20, 40])
def test_a_chart_of_themes_says_that_one_person_named_several_where_somebody_did(survey, people):
    codes = [("say", f"K{n}", f"Ý {n}", people, people, 60, "", "mã", "") for n in range(3)]
    told = reports.drawn(made(survey, reports.coded() | {"open_answers": frame("open_answers", *codes)}))
    (chart,) = [figure for figure in told[0].of(model.Figure) if figure.kind == "themes"]
    assert ("nêu nhiều ý" in chart.svg) == (people == 40)


def test_shares_that_hold_the_machines_guesses_are_called_no_lower_bound_and_an_estimate_has_no_count(survey):
    held = reports.coded()
    told = dict(question="say", by="(tổng số)", group="(tổng số)", low=25.0, high=38.0, n=60, base=100)
    named = ("K1", "Tập huấn", 31.0), ("K2", "Tài liệu", 30.0)
    shares = pd.DataFrame([told | {"code": c, "name": n, "percent": p, "level": "mã"} for c, n, p in named])
    for guess in (0, 20, None):
        coding = held["open_coding"].assign(guess=guess).astype({"guess": float})
        signed, annex = made(survey, held | {"open_coding": coding, "open_shares": shares})
        part = table_of(annex, "question:say")
        assert [column.title for column in part.columns[1:3]] == ["Số người", "Tỷ lệ theo mã hiện có (%)"]
        assert any("sửa bằng 60 câu" in note for note in part.notes)
        for table, is_bent in ((part, guess != 0), (table_of(annex, "groups:say:sex"), True)):
            (note,) = [note for note in table.notes if note.startswith("Tỷ lệ theo mã hiện có")]
            assert ("gồm câu do máy gợi ý" in note) == (guess != 0)
            assert ("thấp hay cao hơn thật" in note) == is_bent
        (figure,) = [f for f in signed.of(model.Figure) if f.kind == "themes"]
        titles, rows = html_chart.figures(figure, "vi")
        assert [title for _, title in titles] == ["Ý kiến", "Tỷ lệ (%)", "Khoảng tin cậy 95%", "Cơ sở"]
        assert [cell for _, cell in rows[0]][1:3] == ["31,0", "25,0 – 38,0"]


def test_beside_estimates_it_is_said_how_many_answers_are_not_coded_and_what_becomes_of_them(survey):
    told = dict(question="say", by="(tổng số)", group="(tổng số)", low=25.0, high=38.0, n=60, base=100, level="mã")
    named = ("K1", "Tập huấn", 40.0), ("K2", "Tài liệu", 30.0)
    shares = pd.DataFrame([told | {"code": c, "name": n, "percent": p} for c, n, p in named])
    signed, annex = made(survey, reports.coded() | {"open_shares": shares})
    left = "gồm 50 người chưa mã hóa"
    assert f"100 người có ghi ý kiến, {left} (tính theo máy)" in text_under(signed, "KẾT QUẢ")
    (chart,) = [figure for figure in signed.of(model.Figure) if figure.kind == "themes"]
    assert f"có ghi ý kiến, {left} (tính theo máy)" in claims.said(chart.measure).replace("\u00a0", " ")
    (note,) = [n for n in table_of(annex, "question:say").notes if n.startswith("Ước lượng trên mọi người")]
    assert f"{left}: tỷ lệ theo máy" in note.replace("\u00a0", " ") and "tính theo xác suất máy gán" in note
    whole = reports.tables()["open_answers"].assign(question="say")
    assert "xác suất" not in coded.how_estimated({"open_shares": shares, "open_answers": whole}, "say")
    known = {"open_answers": whole, "open_shares": shares.assign(low=[40.0, 25.0])}
    is_told = [" Khoảng bắt đầu ở" in coded.how_estimated({"open_answers": whole, "open_shares": shares}, "say")]
    assert [*is_told, " Khoảng bắt đầu ở" in coded.how_estimated(known, "say")] == [False, True]


def test_by_group_the_estimates_of_a_code_stand_in_place_of_the_shares_of_the_coded_answers(survey):
    held, of_all = reports.coded(), "(tổng số)"
    told = dict(question="say", code="K1", name="Tập huấn", net="Học tập", level="mã", n=60)
    cells = (of_all, of_all, 42.0, 12.0, 400), ("sex", "Nam", 33.0, 18.0, 240), ("sex", "Nữ", 55.5, 22.0, 160)
    shares = pd.DataFrame([dict(told, by=b, group=g, percent=p, low=p - w / 2, high=p + w / 2, width=w, base=n)
                           for b, g, p, w, n in cells])  # fmt: skip
    annex = made(survey, held | {"open_shares": shares})[1]
    table = table_of(annex, "groups:say:sex")
    assert "ước lượng trong từng nhóm (%)" in table.caption and table.source == "open_shares"
    assert reports.rows_of(table)[:2] == [
        ["– Tập huấn", "42,0", "33,0", "55,5"], ["Khoảng 95% rộng nhất (điểm)", "12,0", "18,0", "22,0"],
    ]  # fmt: skip
    assert not any("theo mã hiện có trong từng nhóm" in one.caption for one in annex.of(model.Table))
    said = " ".join(reports.said(block) for block in annex.of(model.Items))
    told = "nêu “Tập huấn” nhiều hơn: 55,5% so với 33,0% ở nhóm “Nam” (ước lượng; theo “Giới tính”; "
    assert f"{told}{table.number})" in said
    (claim,) = [c for c in claims.found(survey, held | {"open_shares": shares}) if c.table == "open_tests"]
    assert {numbering.key_of(figure) for figure in claim.estimates} <= {key for row in table.rows for key in row.keys}


def test_sentiments_are_told_and_drawn_as_estimated_and_counted_ones_say_how_many_are_guesses(survey):
    held, none = reports.coded(), [float("nan")] * 3
    tones = ("Tích cực", 513, 71.5, 62.4, 52.4, 71.4), ("Tiêu cực", 204, 28.5, 37.6, 28.3, 47.9)
    coding = pd.concat([held["open_coding"], held["open_coding"].assign(question="say_sac_thai", guess=1081)])
    for is_estimated in (True, False):
        rows = [("say", "K1", "Tập huấn", t, n, p, 717, *(ends if is_estimated else none)) for t, n, p, *ends in tones]
        annex = made(survey, held | {"open_coding": coding, "open_tones": frame("open_tones", *rows)})[1]
        counted = table_of(annex, "tones:say")
        assert rows_of(counted)[0] == ["Tập huấn", "717", "71,5", "28,5"]
        assert any("chưa kiểm chứng: sắc thái của 1.081 câu; tỷ lệ" in note for note in counted.notes)
        (figure,) = [f for f in annex.of(model.Figure) if f.name == "say_sac_thai"]
        assert figure.rows["percent"].tolist() == ([62.4, 37.6] if is_estimated else [71.5, 28.5])
        assert ("ước lượng" in claims.said(figure.measure)) == is_estimated
        assert ("gồm câu do máy gợi ý" in claims.said(figure.measure)) != is_estimated
        said = [said for block in annex.of(model.Paragraph) if (said := reports.said(block)).startswith("Sắc thái hay")]
        assert len(said) == is_estimated
        if is_estimated:
            place = table_of(annex, "tones-all:say").number
            assert said[0].endswith(f"(62,4%, khoảng 52,4–71,4%) (ước lượng; khoảng tin cậy 95%; {place}).")


def test_differences_that_no_table_holds_are_told_without_a_place():
    claim = claims.Claim("difference", "open_tests", ("o/K1",), (), ("g",))
    assert told.placed("Còn khác biệt", [claim]) == ("Còn khác biệt", ".")
    (_, place, end) = told.placed("Còn khác biệt", [claim, replace(claim, label="family:x")])
    assert place.label == "family:x" and end == "."


def test_where_nobody_was_drawn_groups_are_not_compared_and_the_annex_says_so(survey):
    held = reports.coded()
    annex = made(survey, held | {"open_tests": held["open_tests"].iloc[:0]})[1]
    items = " ".join(reports.said(block) for block in annex.of(model.Items))
    assert "Chưa so sánh các nhóm: chưa đủ câu rút ngẫu nhiên do người mã hóa." in items


@pytest.mark.parametrize(("whole", "is_apart"), [(51.0, False), (55.2, True), (29.0, True)])
def test_a_group_whose_estimate_is_no_possible_sum_of_its_themes_says_that_each_is_estimated_by_itself(whole, is_apart):
    rows = [("Nhóm X", "", "nhóm lớn", whole), ("A", "Nhóm X", "mã", 30.0), ("B", "Nhóm X", "mã", 25.0)]
    shares = pd.DataFrame(rows, columns=["name", "net", "level", "percent"]).assign(
        question="say", code=["X", "A", "B"], by="(tổng số)", group="(tổng số)", low=1.0, high=2.0, n=150, base=200
    )
    assert bool(coded.singly({"open_shares": shares, "open_answers": shares}, "say")) == is_apart


def test_a_chart_is_drawn_from_the_shares_that_its_table_prints(survey):
    """13,4919… is 13,5 in the table, and 13,5 in whole numbers is 14; 5 of 11 people are 45 %, not 46."""
    held = reports.tables()
    names = "frequencies", "on_scale"
    for percent, base, shown in ((13.49192392, 4775, 13.5), (500 / 11, 11, 45)):
        signed = made(survey, held | {name: held[name].assign(percent=percent, base=base) for name in names})[0]
        drawn = [figure.draw.rows for figure in signed.of(model.Figure) if figure.kind in ("bars", "scale")]
        assert drawn and all(one["percent"].dropna().eq(shown).all() for one in drawn)


@pytest.mark.parametrize(("base", "is_said"), [(95, False), (None, True)])
def test_a_chart_of_a_scale_says_where_its_table_prints_other_shares(survey, base, is_said):
    """Where how many stand outside the scale is hidden of one item, its table is of all who answered."""
    rows = reports.tables()["on_scale"]
    other = rows[rows["question"].eq("i1")].assign(question="i2", label="b) Vui", base=base)
    tables = reports.tables() | {
        "on_scale": pd.concat([rows, other if base else other.assign(n=NAN, percent=NAN, base=NAN)])
    }
    source, battery = Source(survey, tables), [survey.form["i1"], survey.form["i2"]]
    said = claims.said(figures.scale(source, battery, ("a",), "Đánh giá").measure)
    assert ("ở bảng của phụ lục từng mức tính trên mọi người trả lời" in said) == is_said
    notes = " ".join(batteries.table_of(source, battery).notes)
    assert ("Từng mức, hai mức cao nhất, điểm: trong người chọn một mức" in notes) != is_said


def test_a_chart_says_what_it_means_that_a_share_is_not_given(survey):
    rows = reports.tables()["frequencies"]
    hidden = rows.assign(percent=rows["percent"].where(rows["option"].ne("Zalo") & rows["option"].ne("Rất không")))
    source, net, i1 = Source(survey, {"frequencies": hidden}), survey.form["net"], survey.form["i1"]
    whole = hidden[hidden["question"].eq("i1")].assign(question="i2", label="b) Vui", percent=20.0)
    both = Source(survey, {"on_scale": pd.concat([hidden[hidden["question"].eq("i1")], whole])})
    told_of = [
        figures.answers(source, net, hidden[hidden["question"].eq("net")], ("a",)),
        figures.scale(both, (i1, survey.form["i2"]), ("a",), "Đánh giá"),
        figures.answers(Source(survey, {"frequencies": rows}), net, rows[rows["question"].eq("net")], ("a",)),
    ]
    said = [claims.said(figure.measure).partition("; “không nêu”: ")[2] for figure in told_of]
    end = "hoặc nêu thì suy ra được số như vậy"
    assert said == [
        "có từ 1 đến 4 người, hoặc để không suy ra được số như vậy",
        f"mục có mức từ 1 đến 4 người chọn, {end}",
        "",
    ]


@pytest.mark.parametrize(
    ("given", "joined", "said", "is_joined"),
    [
        ((1.0, 41.0), "không", "ghi từng giá trị;", False),
        ((1.0, 42.0), "không", "ghi giá trị trong từng khoảng;", False),
        ((1.0, 41.0), "có", "các giá trị liền nhau được gộp để mỗi khoảng có ít nhất 5 người", True),
    ],
)
def test_a_chart_of_numbers_says_of_what_its_bars_are(tmp_path, given, joined, said, is_joined):
    rows = frame("distributions", *(("hours", one, 30, joined) for one in given))
    source = Source(reports.survey(tmp_path), reports.tables() | {"distributions": rows}, ())
    figure = figures.numbers(source, source.form["hours"], "T")
    assert said in claims.said(figure.measure) and ("được gộp" in figure.draw.given["label"]) == is_joined

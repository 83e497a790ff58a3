"""nhan-dinh.md: the authors' words stand where their headings say, and their numbers follow the printed tables."""

import pytest

from pipeline import claims, export, privacy, report
from pipeline.report import model
from pipeline.survey import SurveyError
from tests import reports
from tests.reports import frame, made, text_under

BY = frame("banners", *(("i1", "top2", "", "sex", group, n, share, 50) for group, n, share in (
    ("Nam", 30, 60.0), ("Nữ", 38, 76.0))))  # fmt: skip


@pytest.fixture
def survey(tmp_path):
    return reports.survey(tmp_path, more="tables: {nets: {net: {Cả hai: [z, f]}}}\n")


@pytest.fixture
def tables():
    """The printed tables with a scale by group and a net."""
    given = reports.tables()
    net = frame("banners", ("net", "net", "Cả hai", "(tổng số)", "Tổng số", 4000, 80.0, 5000))
    return given | {"banners": reports.pd.concat([given["banners"], BY, net], ignore_index=True)}


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# Tóm tắt", "TÓM TẮT"),
        ("# Mục đích", "MỤC ĐÍCH"),
        ("# A. Chung", "Chung"),
        ("## chung", "Chung"),
        ("# Ưu điểm", "Ưu điểm"),
        ("# HẠN CHẾ", "Hạn chế"),
        ("# 3. Nguyên nhân", "Nguyên nhân"),
        ("# Chưa kết luận được", "Những điều chưa kết luận được"),
        ("# Kiến nghị", "KIẾN NGHỊ"),
    ],
)
def test_words_stand_under_the_heading_that_names_their_place_and_first(survey, tables, heading, title):
    signed, annex = made(survey, tables, f"{heading}\n\nLời của *tác giả*.\n")
    first = reports.under(signed, title)[0]
    assert first == model.Paragraph(("Lời của ", model.Emph(("tác giả",)), "."), model.AUTHORS)
    assert reports.words(signed, annex).count("Lời của tác giả.") == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# Ưu điêm\n\nTốt.\n", "nhan-dinh.md: không có chỗ «Ưu điêm». Có phải «Ưu điểm»?"),
        ("# Kết luận\n\nTốt.\n", "nhan-dinh.md: không có chỗ «Kết luận»."),
        ("Tốt.\n", "nhan-dinh.md: chữ đứng trước mọi tiêu đề"),
        ("# Ưu điểm\n\nCó {nett/z}.\n", "{nett/z}: không có câu «nett». Có phải «net»?"),
        ("# Ưu điểm\n\nCó {net/x}.\n", "{net/x}: không bảng nào in số ấy"),
        ("# Ưu điểm\n\nCó {net/z@sexx/m}.\n", "{net/z@sexx/m}: không"),
        ("# Ưu điểm\n\n| A |\n|---|\n| {say} |\n", "{say}: không bảng nào in số ấy"),
    ],
)
def test_what_is_no_place_or_no_printed_number_is_refused_in_vietnamese(survey, tables, text, said):
    with pytest.raises(SurveyError) as error:
        report.read(text, survey, tables)
    assert said in str(error.value)


def test_every_wrong_reference_is_named_at_once(survey, tables):
    with pytest.raises(SurveyError) as error:
        report.read("# Ưu điểm\n\nCó {a}, {net/x} và {a}.\n\n# Gì\n\nLời.\n", survey, tables)
    assert len(str(error.value).splitlines()) == 3


def test_a_comment_before_the_first_heading_is_no_word_of_the_authors(survey, tables):
    assert report.read("<!-- ghi chú {a} -->\n\n# Ưu điểm\n", survey, tables) == {}
    assert report.read("", survey, tables) == {} == report.read(None, survey, tables)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("net/z", "68,2%"),  # an option by its code
        ("net/Zalo", "68,2%"),  # or by its words
        ("net/Cả hai", "80,0%"),  # a net
        ("i1", "68%"),  # a scale: its two highest points
        ("i1/3", "40,0%"),
        ("hours", "2,5"),  # a number: its mean
        ("net/z@sex/f", "81,0%"),
        ("net/z@sex/Nữ", "81,0%"),
        ("i1@sex/m", "60%"),
        (" net/z ", "68,2%"),
    ],
)
def test_a_reference_is_the_printed_number(survey, tables, name, said):
    signed, _ = made(survey, tables, f"# Ưu điểm\n\nCó **{{{name}}}**.\n")
    assert text_under(signed, "Ưu điểm").splitlines()[0] == f"Có {said}."


def test_the_authors_numbers_follow_the_tables(survey, tables):
    text = "# Ưu điểm\n\n- Có {net/z}.\n- Nữ: {net/z@sex/f}.\n"
    other = {name: table.copy() for name, table in tables.items()}
    other["frequencies"].loc[0, "percent"] = 71.5
    said = [text_under(made(survey, given, text)[0], "Ưu điểm").splitlines() for given in (tables, other)]
    assert said == [["Có 68,2%.", "Nữ: 81,0%."], ["Có 71,5%.", "Nữ: 81,0%."]]


def test_a_table_of_the_authors_stands_in_the_report_with_its_numbers(survey, tables):
    text = "# Kiến nghị\n\n| Kiến nghị | Căn cứ |\n|---|---|\n| Mở lớp | {net/z} **đã dùng** |\n| | |\n"
    signed, _ = made(survey, tables, text)
    (table,) = signed.of(model.Table)
    assert table.caption == "Kiến nghị, căn cứ, cơ quan thực hiện và thời hạn" and table.number == "Bảng 1"
    assert [column.title for column in table.columns] == ["Kiến nghị", "Căn cứ"]
    assert reports.rows_of(table)[0] == ["Mở lớp", "68,2% đã dùng"]


def test_the_authors_figures_are_claims_and_the_auditor_reads_them(survey, tables):
    read = report.read("# Ưu điểm\n\nCó **{net/z}**.\n\nLời suông.\n\n- Nữ: {net/z@sex/f}.\n", survey, tables)
    found = report.claims_of(read)
    assert [[e.text for e in c.estimates] for c in found] == [["68,2%"], ["81,0%"]]
    assert [c.kind for c in found] == ["authors", "authors"] and found[0].sentence == "Có 68,2%."
    rows = claims.rows(found)
    assert rows[["table", "column", "value"]].values.tolist() == [["frequencies", "percent", 68.24],
                                                                  ["banners", "percent", 81.0]]  # fmt: skip


def test_a_figure_of_the_authors_that_no_table_prints_stops_the_export(survey, tables):
    found = report.claims_of(report.read("# Ưu điểm\n\nNữ: {net/z@sex/f}.\n", survey, tables))
    now = {"banners": tables["banners"].assign(percent=tables["banners"]["percent"].where(lambda p: p != 81.0))}
    audited = export.audited(survey, now, found)
    assert "câu chữ nêu số mà bảng không in" in " ".join(audited.loc[~audited["safe"], "reason"])
    with pytest.raises(ValueError, match="không lộ câu trả lời của ít người"):
        privacy.refuse_leaks(audited)


def test_words_with_markup_stay_words(survey, tables):
    signed, _ = made(survey, tables, "# Ưu điểm\n\nMột <b>lời</b> & #panic(1) [chỗ](http://x.vn) `mã`.\n")
    said = text_under(signed, "Ưu điểm").splitlines()[0]
    assert said.startswith("Một <b>lời</b> & #panic(1) chỗ") and "http" not in said


def test_paragraphs_lists_and_line_breaks_are_kept(survey, tables):
    text = "# Hạn chế\n\nMột dòng\nnối tiếp.\n\n1. Một\n2. Hai\n\n# Ưu điểm\n\n- A\n"
    signed, _ = made(survey, tables, text)
    first, second = reports.under(signed, "Hạn chế")[:2]
    assert reports.said(first) == "Một dòng nối tiếp." and second.is_numbered and second.kind == model.AUTHORS
    assert [reports.said(model.Paragraph(item)) for item in second.items] == ["Một", "Hai"]


def test_what_is_not_kept_is_refused_and_not_lost_without_a_word(survey, tables):
    for text, start in (("```\nmã {a}\n```", "mã {a}"), ("> trích", "trích"), ("<div>x</div>", "<div>x</div>")):
        with pytest.raises(SurveyError) as error:
            report.read(f"# Ưu điểm\n\n{text}\n", survey, tables)
        assert f"nhan-dinh.md: không in được «{start}»; chỉ viết đoạn văn, danh sách, bảng." in str(error.value)


def test_a_list_in_a_list_keeps_its_lines_apart_and_a_rule_is_no_word(survey, tables):
    signed, _ = made(survey, tables, "# Ưu điểm\n\n- A\n  - B {net/z}\n  - C\n\n---\n\n<!-- ghi chú -->\n")
    assert text_under(signed, "Ưu điểm").splitlines()[:3] == ["A", "B 68,2%", "C"]


def test_a_number_that_is_hidden_is_said_to_be_none_and_claims_nothing(survey, tables):
    held = report.read("# Ưu điểm\n\nCó {net/f@sex/f} nói vậy.\n", survey, tables)
    assert held["Ưu điểm"][0].parts == ("Có ", "(không nêu được số liệu)", " nói vậy.")
    assert report.claims_of(held) == []

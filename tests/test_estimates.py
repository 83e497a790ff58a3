"""Means, NPS, ratios, differences and worths as the report, the book and the charts print them."""

import io
import re

import openpyxl
import pandas as pd
import pytest

from pipeline import charts, clean, describe, privacy, weight
from pipeline.claims import said
from pipeline.export import book as books
from pipeline.export import drawing
from pipeline.report import estimates
from pipeline.report.model import Figure, Heading, Table
from pipeline.report.told import figures_of
from tests import reports
from tests.conftest import ROOT
from tests.test_kinds import FORM as SHELL

FORM = SHELL.replace(
    "| | {} | hoi | Câu được xét |",
    "| | integer | nps | Câu 2. Giới thiệu? |\n| | integer | gio | Câu 3. Giờ dùng? |\n"
    "| | integer | viec | Câu 4. Giờ làm việc? |\n| | rank muc | hang | Câu 5. Xếp hạng |",
)
YAML = """
title: Cuộc hỏi thử
banners: [nhom]
tables: {nps: [nps], ratios: [[viec, gio]], contrasts: [[nhom, a, b]]}
report: {lead: [nps, gio, hang, nhom]}
"""


@pytest.fixture
def survey(write_survey):
    return write_survey(FORM, YAML)


@pytest.fixture
def tables(survey):
    """What notebook 03 prints of 120 people, half of them weighing twice the others."""
    rows = pd.DataFrame({
        "nhom": ["a", "b"] * 60, "nps": [*map(str, [10, 3, 9, 8, 9, 7])] * 20, "gio": ["10", "20", "30"] * 40,
        "viec": ["2", "4", "9"] * 40, "hang": ["1 2 3", "2 1", "1 3 2", "3 1 2"] * 30,
    })  # fmt: skip
    answers, form, plan = clean.typed(rows, survey.form)[0], survey.form, survey.tables
    answers, asked = answers.assign(weight=[2 / 3, 4 / 3] * 60), describe.tabulated(answers, form)
    weighted, banners = {"weight": "weight"}, [form["nhom"]]
    table = describe.all_banners(answers, asked, banners, plan=plan, **weighted)
    ratios = describe.all_ratios(answers, form, banners, plan=plan, **weighted)
    sums = weight.sums(answers, describe.together(answers, asked, plan), **weighted)
    found = {
        "frequencies": describe.all_frequencies(answers, describe.closed(answers, form), **weighted), "banners": table,
        "means": describe.all_means(answers, asked, banners, plan=plan, **weighted), "ratios": ratios,
        "sums": describe.following.sums(sums, table),
        "differences": describe.all_differences(answers, asked, banners, plan=plan, **weighted),
        "contrasts": describe.all_contrasts(answers, form, banners, plan=plan, **weighted),
        "numbers": describe.numbers(answers, [form[name] for name in ("nps", "gio", "viec")], **weighted),
        "ranks": describe.ranks(answers, [form["hang"]], **weighted),
        "weights": pd.DataFrame({"margin": ["nhom"], "option": ["Phương án A"]}),
    }  # fmt: skip
    found["ranks"] = privacy.ranks(found["ranks"], found["frequencies"], minimum=5)
    return found


def value(table, column, digits=1, **where):
    for name, wanted in where.items():
        table = table[table[name].eq(wanted)]
    return f"{table[column].iloc[0]:.{digits}f}".replace(".", ",").replace("-", "−")


def test_the_report_prints_every_estimate_with_its_interval_and_its_people(survey, tables):
    signed, annex = reports.made(survey, tables)
    page, rows = reports.words(annex), [row for table in annex.of(Table) for row in reports.rows_of(table)]
    nps = value(tables["means"], "mean", row="nps", group="Tổng số")
    low, high = (value(tables["means"], end, row="nps", group="Tổng số") for end in ("low", "high"))
    assert [row[2:] for row in rows if row[0] == "NPS"] == [[nps, f"{low} đến {high}"]]
    told = reports.words(signed)
    assert f"điểm ủng hộ (NPS) là {nps} điểm. Đó là tỷ lệ ủng hộ (9–10) trừ" in told
    assert f"(0–6) (khoảng tin cậy 95%: {low} đến {high}; Bảng PL" in told
    assert f"{nps} điểmNPS (tỷ lệ cho 9–10 trừ tỷ lệ cho 0–6) – " in told.replace("\u00a0", " ")
    assert "NPS (điểm ủng hộ): tỷ lệ người cho điểm 9–10" in page
    assert "Giá trị (mô hình Plackett–Luce)" in page and "người không xếp gì" in page
    assert "Tỷ số gia quyền của hai số" in page and "“Phương án A” trừ “Phương án B”" in page
    assert "Khoảng tin cậy 95% của trung bình" in page and "của trung vị không nêu, vì nhiều người" in page


def test_intervals_are_of_a_model_where_no_design_is_declared_and_of_replicates_where_there_are(write_survey):
    def how(lines):
        return estimates.how(write_survey(FORM, f"{YAML}{lines}\n"))

    assert how("") == "Khoảng tin cậy 95% theo mô hình: tuyến tính hóa Taylor, t của Student."
    assert "theo thiết kế mẫu: tuyến tính hóa Taylor, t của Student trên số bậc tự do" in how("design: {psu: xa}")
    assert "theo thiết kế mẫu: trọng số lặp" in how("design: {replicates: {columns: r*, kind: JK1}}")


def test_no_table_of_estimates_has_nothing_to_show(survey, tables):
    ranks = tables["ranks"].assign(mean_rank_asked=float("nan"), borda=float("nan"), worth=float("nan"))
    means = tables["means"].assign(mean=float("nan"), low=float("nan"), high=float("nan"))
    assert estimates.means_table(survey, tables) and estimates.means_table(survey, {"means": means}) is None
    page = reports.words(*reports.made(survey, tables | {"ranks": ranks}))
    assert "Plackett–Luce" not in page
    assert "Chênh lệch tỷ lệ gia quyền giữa hai phương án" in page and "chưa làm tròn" in page


def test_no_weighted_mean_stands_beside_an_unweighted_median(survey, tables):
    page = reports.words(*reports.made(survey, tables))
    assert "Trung bình, độ lệch chuẩn, trung vị, tứ phân vị đã gia quyền" in page
    assert "trung vị, tứ phân vị đếm người" not in page and "không gia quyền: trung vị" not in page


def test_the_heading_over_the_estimates_names_what_stands_under_it(survey, tables):
    def heading(held):
        heads = [block.text for block in reports.made(survey, held)[1].of(Heading)]
        return next(head for head in heads if head.endswith("với khoảng tin cậy"))

    assert heading(tables) == "Trung bình, điểm ủng hộ (NPS), tỷ số, chênh lệch với khoảng tin cậy"
    left = {name: frame for name, frame in tables.items() if name not in ("ratios", "contrasts")}
    assert heading(left) == "Trung bình, điểm ủng hộ (NPS) với khoảng tin cậy"


def test_what_is_hidden_is_a_dash_with_its_reason(survey, tables):
    gone = {"low": float("nan"), "high": float("nan"), "n": float("nan")}
    hidden = {"means": tables["means"].assign(mean=float("nan"), **gone),
              "ratios": tables["ratios"].assign(ratio=float("nan"), **gone)}  # fmt: skip
    _, annex = reports.made(survey, tables | hidden)
    for caption in ("Điểm ủng hộ (NPS) gia quyền theo nhóm", "Tỷ số gia quyền của hai số"):
        (table,) = [table for table in annex.of(Table) if table.caption.startswith(caption)]
        assert any(note.startswith("– : không nêu, vì có từ 1 đến 4 người") for note in table.notes)


def sheets(survey, tables):
    return openpyxl.load_workbook(io.BytesIO(books.book(survey, tables)))


def test_the_book_lists_the_estimates_and_sets_limits_under_the_means(survey, tables):
    book = sheets(survey, tables)
    listed = {
        "Tỷ số": "ratios",
        "Hai phương án": "contrasts",
        "Nhóm và phần còn lại": "differences",
        "Xếp hạng": "ranks",
    }
    for name, table in listed.items():
        (rows,) = book[name].tables.values()
        assert len(book[name][rows.ref]) == 1 + len(tables[table])
    (rows,) = book["Tỷ số"].tables.values()
    ratio = [cell.value for cell in book["Tỷ số"][rows.ref][1]]
    assert ratio[5] == pytest.approx(tables["ratios"]["ratio"].iloc[0])
    labels = [row[1].value for row in book["Phần một"].iter_rows()]
    assert {"95%: từ", "95%: đến", "NPS"} <= set(labels)
    titles = {f"{name}: ước lượng và khoảng 95%" for name in ("Tỷ số", "Xếp hạng")}
    assert titles <= {cell.value for row in book["Mục lục"].iter_rows() for cell in row}


def test_the_chart_of_mean_ranks_says_its_figures_and_what_is_hidden(tables):
    rows = tables["ranks"]
    figure = charts.mean_ranks(rows, title="Câu 5")
    told = " ".join(text.get_text() for axes in figure.axes for text in axes.texts)
    best = rows.sort_values("mean_rank")["option"].iloc[0]
    for figure_of in (told, charts.alt_mean_ranks(rows)):
        assert all(value(rows, name, option=best, digits=2) in figure_of for name in ("mean_rank", "low", "high"))
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()][0] == best
    blank = rows.assign(mean_rank=float("nan"), low=float("nan"), high=float("nan"))
    drawn = charts.mean_ranks(blank, title="Câu 5")
    assert "không nêu" in " ".join(text.get_text() for axes in drawn.axes for text in axes.texts)
    assert "không nêu số liệu" in charts.alt_mean_ranks(blank)


def test_the_chart_of_a_ranking_shows_the_mean_ranks_that_its_title_tells(survey, tables):
    signed, _ = reports.made(survey, tables)
    (figure,) = [figure for figure in signed.of(Figure) if figure.name == "hang"]
    (told,) = figures_of(figure.title)[:1]
    assert told.column == "mean_rank" and told.number in drawing.picture(figure, signed).svg
    assert figure.rows["mean_rank"].min() == pytest.approx(told.value, abs=0.005)
    measure = said(figure.measure).replace("\u00a0", " ")
    assert "thứ hạng trung bình gia quyền (1 là đầu, 3 là cuối) của 120 người có xếp hạng" in measure
    hidden = tables | {"ranks": tables["ranks"].assign(mean_rank=float("nan"))}
    signed, _ = reports.made(survey, hidden)
    (figure,) = [figure for figure in signed.of(Figure) if figure.name == "hang"]
    assert "xếp ở hạng nhất" in said(figure.measure) and "xếp thứ nhất" in said(figure.title)


def test_the_page_names_every_column_of_every_table_in_order(survey, tables):
    lines = (ROOT / "docs" / "uoc-luong.md").read_text(encoding="utf-8").splitlines()
    told = {cells[1].strip(" `"): re.findall(r"`(\w+)`", cells[3]) for line in lines if (cells := line.split("|"))[1:2]
            and cells[1].strip().endswith(".csv`")}  # fmt: skip
    names = ("means", "sums", "ratios", "differences", "contrasts", "numbers", "ranks")
    assert told == {f"{name}.csv": list(tables[name].columns) for name in names}


def test_the_picture_of_numbers_marks_the_median_of_the_table():
    values, told = pd.Series([1, 1, 1, 9, 9.0]), pd.Series({"q1": 1.0, "median": 9.0, "q3": 9.0})
    figure = charts.histogram(values, title="T", label="L", middle=told["median"])
    assert "trung vị 9" in " ".join(text.get_text() for text in figure.texts)
    assert "trung vị 9, một nửa số người từ 1 đến 9" in charts.alt(values, quartiles=told)
    assert "trung vị 1, một nửa số người từ 1 đến 9" in charts.alt(values)

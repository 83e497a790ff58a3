"""The table book as a reader opens it: re-read with openpyxl, and in LibreOffice where it is installed."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO

import numpy as np
import openpyxl
import pandas as pd
import pytest

from pipeline import describe, export, infer, privacy, wording
from pipeline import survey as surveys
from pipeline.export.book import book, lines, style
from pipeline.export.book import statistics as statistics_sheets
from pipeline.export.book.frames import named
from pipeline.export.book.sheet import WEIGHTED
from pipeline.infer.rules import SOURCES
from pipeline.report import method, weighting
from pipeline.survey.model import Comparison
from tests import reports
from tests.conftest import FORM, SURVEY
from tests.test_english import VIETNAMESE, WRITTEN, english, translated

PLAN = """
synthetic: true
tables:
  nested: [[dung, mang]]
  three_way: [[y1, y2, dung]]
  nets: {y1: {Rõ ý: ["1", "3"]}}
"""


def answers(n=400):
    """Answers of ``n`` people to the small form, a weight among them; few have no opinion on y2."""
    rng = np.random.default_rng(7)
    scale = ["Không đồng ý", "Phân vân", "Đồng ý", "Không có ý kiến"]
    frame = pd.DataFrame({"dung": pd.Categorical(rng.choice(["Có", "Không"], n), ["Có", "Không"])})
    for name in ("y1", "y2", "y3"):
        frame[name] = pd.Categorical(rng.choice(scale, n, p=[0.3, 0.3, 0.39, 0.01]), scale, ordered=True)
    ticks = {f"mang/{c}": pd.array(rng.random(n) < 0.4, dtype="boolean") for c in ("zalo", "fb")}
    ticks["mang/khac"] = ~(ticks["mang/zalo"] | ticks["mang/fb"])  # who answered ticked something
    ticks = {name: pd.Series(column).mask(frame["dung"].eq("Không")) for name, column in ticks.items()}
    return frame.assign(**ticks, tuoi=rng.integers(18, 60, n).astype(float), weight=rng.uniform(0.5, 1.5, n))


def tables_of(survey, frame):
    """The suppressed tidy tables as notebook 03 makes them."""
    form, plan, least = survey.form, survey.tables, survey.privacy.min_cell
    nested = [tuple(form[name] for name in names) for names in plan.nested]
    banners = describe.all_banners(
        frame,
        describe.tabulated(frame, form),
        [form[b] for b in survey.banners],
        nested=nested,
        plan=plan,
        weight="weight",
    )
    found = {"banners": banners, "three_way": describe.all_three_way(frame, form, plan, weight="weight")}
    counts = {name: describe.cells(table) for name, table in found.items()}
    known = privacy.known(form, describe.sums(form, plan))
    shown = privacy.suppress(counts, minimum=least, known=known)
    return {name: describe.hide(table, shown[name], nets=known.nets, minimum=least) for name, table in found.items()}


def test_a_median_and_a_mean_of_small_spread_have_the_number_format_of_their_decimals():
    cell = {"row": "mean", "option": "x", "by": "", "group": "", "mean": 0.0175, "sd": 0.09, "median": 0.95, "n": 90}
    rows = pd.DataFrame(
        [cell | {"base": 90, "effective_base": 90, "letters": "", "small": False, "low": 0.01, "high": 0.02}]
    )
    looks = {line.statistic: line.look for line in lines.lines(rows, (2, 3))}
    assert (looks["Trung vị"], looks["Trung bình"], looks["Độ lệch chuẩn"]) == (
        "2 decimals",
        "3 decimals",
        "3 decimals",
    )
    assert style.NUMBERS["3 decimals"] == "0.000"


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """The small survey with nets, a nested banner and a three-way table."""
    folder = tmp_path_factory.mktemp("khao-sat")
    (folder / "questionnaire.md").write_text(FORM, encoding="utf-8")
    (folder / "survey.yaml").write_text(SURVEY + PLAN, encoding="utf-8")
    return surveys.read(folder / "survey.yaml")


@pytest.fixture(scope="module")
def made(planned):
    """The survey's tidy tables and its book."""
    tables = tables_of(planned, answers())
    return tables, book(planned, tables)


def opened(content):
    """The workbook as openpyxl reads it."""
    return openpyxl.load_workbook(BytesIO(content))


def untold(title):
    """A title without what it says of the weights."""
    return str(title).removesuffix(WEIGHTED)


def table_rows(sheet, title):
    """{(label, statistic): cells from the first figure on} of the table under a title; its heads under ("", "")."""
    rows = list(sheet.iter_rows())
    start = next(n for n, row in enumerate(rows) if untold(row[0].value) == title)
    head = next(n for n in range(start, len(rows)) if rows[n][1].value)
    found = {("", ""): rows[head][2:]}
    for row in rows[head + 1 :]:
        if not row[1].value:
            return found
        found[row[0].value, row[1].value] = row[2:]
    return found


def test_the_index_links_to_every_table_and_every_sheet_links_back(made, planned):
    workbook = opened(made[1])
    assert workbook.sheetnames == ["Mục lục", "Ghi chú", "Phương pháp", "Phần 1", "Phần 2", "Đa chiều 1"]
    links = [c.hyperlink.location for row in workbook["Mục lục"].iter_rows() for c in row if c.hyperlink]
    titles = [workbook[re.match("'(.+)'!", x)[1]][x.split("!")[1]].value for x in links][2:]
    assert all(title.endswith(WEIGHTED) for title in titles)  # the survey is weighted
    assert [*map(untold, titles)] == [q.label for q in describe.tabulated(answers(), planned.form)] + ["Ý kiến 1"]
    back = {workbook[name]["A2"].hyperlink.location for name in workbook.sheetnames[1:]}
    assert back == {"'Mục lục'!A1"}


def test_cells_are_numbers_in_number_formats_equal_to_the_table(made):
    tables, content = made
    rows = table_rows(opened(content)["Phần 2"], "Ý kiến 1")
    want = tables["banners"].query("question == 'y1' and option == 'Đồng ý' and by == '(tổng số)'").iloc[0]
    percent, people = rows["Đồng ý", "% cột"][0], rows["Đồng ý", "n"][0]
    assert (percent.data_type, percent.number_format) == ("n", "0.0") and percent.value == pytest.approx(
        want["percent"]
    )
    assert (people.value, people.number_format) == (want["n"], "#,##0")
    assert rows["Điểm trung bình (1–3)", "Trung bình"][0].number_format == "0.00"
    assert rows["Số người trả lời", "n"][0].value == 400


def test_every_shown_figure_of_the_tidy_table_is_in_the_book_and_no_hidden_one(made):
    tables, content = made
    hidden = tables["banners"].query("question == 'y2' and n.isna()")
    assert len(hidden)
    rows = table_rows(opened(content)["Phần 2"], "Ý kiến 2")
    places = {
        c.value.rpartition(": ")[2].removesuffix(")").rpartition(" (")[0]: at for at, c in enumerate(rows["", ""])
    }
    for cell in hidden[hidden["by"].ne("dung › mang") & hidden["row"].isin(["option", "apart"])].itertuples():
        assert rows[cell.option, "n"][places[cell.group]].value == "–"
        assert rows[cell.option, "% cột"][places[cell.group]].value == "–"


def test_letters_stand_under_the_percent_they_belong_to(planned):
    frame = answers(4000)
    frame["y1"] = frame["y1"].mask(frame["y1"].eq("Không có ý kiến") | frame["dung"].eq("Có"), "Đồng ý")
    rows = table_rows(opened(book(planned, tables_of(planned, frame)))["Phần 2"], "Ý kiến 1")
    assert rows["Đồng ý", "% cột"][1].value == 100
    assert [cell.value or "" for cell in rows["Đồng ý", "cao hơn cột"][:3]] == ["", "B", ""]


def test_heads_are_frozen_and_repeated_on_paper_of_a4_landscape(made):
    for sheet in opened(made[1]).worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        if len(sheet.tables) == 1 and sheet.max_column < 6:
            assert sheet.freeze_panes and sheet.print_title_rows
        else:
            assert (sheet.freeze_panes, sheet.print_title_cols) == ("C2", "$A:$B")


def test_every_table_says_its_base_and_the_notes_say_weighting_test_and_hidden_cells(made):
    said = [c.value for c in opened(made[1])["Phần 2"]["A"] if isinstance(c.value, str)]
    assert sum("Không có ý kiến" in x and x.startswith("Cơ sở:") for x in said) == 3
    first = [c.value for c in opened(made[1])["Phần 1"]["A"] if isinstance(c.value, str)]
    assert sum("(hỏi người trả lời “Có” ở câu “Có dùng không”)." in x for x in first) == 1
    notes = dict(opened(made[1])["Ghi chú"].iter_rows(min_row=5, values_only=True))
    assert "đã gia quyền" in notes["Gia quyền"] and "hiệu chỉnh Bonferroni" in notes["cao hơn cột"]
    assert "từ 1 đến 4 người" in notes["–"]


def test_every_sheet_is_one_a_screen_reader_can_read(made):
    found = {}
    for sheet in opened(made[1]).worksheets:
        assert sheet["A1"].value and not sheet.merged_cells.ranges and sheet.sheet_view.selection[-1].activeCell
        for table in sheet.tables.values():
            heads = [cell.value for cell in sheet[table.ref][0]]
            assert len(set(heads)) == len(heads) and all(heads) and table.headerRowCount == 1
            assert all(row[0].value is not None for row in sheet[table.ref])
            found[table.name] = table.ref
    assert {"Bang_Muc_luc", "Bang_Ghi_chu", "Bang_y1", "Bang_y1_2", "Bang_mang"} <= set(found)
    assert b"<dc:language>vi</dc:language>" in parts(made[1])["docProps/core.xml"]


def test_no_name_in_the_contents_is_clipped(write_survey):
    long = "Phần này có một tên rất dài, dài hơn hẳn ba mươi mốt chữ cái mà Excel cho phép đặt tên một trang tính"
    survey = write_survey(form=FORM.replace("| Phần 1 |", f"| {long} |").replace("| Ý kiến 1 |", f"| {3 * long} |"))
    held = opened(book(survey, tables_of(survey, answers())))
    cells = [str(c.value) for row in held["Mục lục"].iter_rows() for c in row if c.value]
    assert 3 * long in cells and "…" not in "".join(held.sheetnames)
    assert long in [sheet["A1"].value for sheet in held.worksheets]


def test_the_base_of_a_scale_names_the_option_left_out(planned):
    rows = table_rows(opened(book(planned, tables_of(planned, answers(4000))))["Phần 2"], "Ý kiến 1")
    assert ("Số người chọn một mức của thang (không kể “Không có ý kiến”)", "n") in rows


def test_synthetic_data_say_so_on_every_sheet_and_real_data_do_not(planned, made, write_survey):
    marked = [[c.value for row in s.iter_rows(max_row=6) for c in row] for s in opened(made[1]).worksheets]
    assert len(marked) == 6
    assert all("DỮ LIỆU MÔ PHỎNG" in cells for cells in marked)
    real = write_survey(yaml=SURVEY + PLAN.replace("synthetic: true", ""))
    assert "DỮ LIỆU MÔ PHỎNG".encode() not in b"".join(parts(book(real, made[0])).values())


def parts(content):
    """Files inside the workbook."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_same_tables_give_the_same_bytes_and_no_trace_of_a_machine(planned, made):
    assert book(planned, made[0]) == made[1]
    properties = opened(made[1]).properties
    assert properties.creator in (None, "") and properties.lastModifiedBy in (None, "")
    assert properties.created.isoformat() == "2000-01-01T00:00:00"


@pytest.mark.parametrize("start", ["=1+1", "+84", "-2", "@SUM(A1)", "http://x.vn"])
def test_a_label_that_looks_like_a_formula_stays_text(write_survey, start):
    form = (
        FORM.replace("| Ý kiến 1 |", f"| {start} |")
        .replace("| Phần 2 |", f"| {start} |")
        .replace("| Đồng ý |", f"| {start} |")
    )
    survey = write_survey(form=form, yaml=SURVEY)
    frame = answers().assign(y1=lambda d: d["y1"].cat.rename_categories({"Đồng ý": start}))
    content = book(survey, tables_of(survey, frame.drop(columns=["y2", "y3"])))
    assert not [name for name, text in parts(content).items() if b"<f>" in text or b"TargetMode" in text]
    assert any(c.value == start and c.data_type == "s" for s in opened(content) for row in s.iter_rows() for c in row)


def test_sheet_names_are_what_excel_allows_and_differ(write_survey):
    form = FORM.replace("| Phần 1 |", "| A/B: [một] phần có tên rất dài *và* lạ? |")
    form = form.replace("| Phần 2 |", "| A/B: [một] phần có tên rất dài *và* khác |")
    survey = write_survey(form=form)
    names = opened(book(survey, tables_of(survey, answers()))).sheetnames
    assert len({n.casefold() for n in names}) == 5
    assert all(len(n) <= 31 and not re.search(r"[\[\]:*?/\\]", n) for n in names)


def test_without_tables_there_is_still_an_index(planned):
    assert opened(book(planned, {})).sheetnames == ["Mục lục", "Ghi chú"]


def test_the_book_read_back_from_csv_is_the_same(planned, made, tmp_path):
    kept = {}
    for name, table in made[0].items():
        table.to_csv(tmp_path / f"{name}.csv", index=False)
        kept[name] = pd.read_csv(tmp_path / f"{name}.csv", keep_default_na=False, na_values=[""])
    assert book(planned, kept) == made[1]


def test_the_outputs_page_lists_the_book(planned, made, tmp_path):
    assert export.write_book(planned, made[0], tmp_path / "tables").name == "bang-so-lieu.xlsx"
    page = export.index_html(planned, tmp_path, {})
    assert 'href="tables/bang-so-lieu.xlsx"' in page and "Sổ bảng số liệu" in page


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed here")
def test_libreoffice_opens_the_book_and_prints_it(planned, made, tmp_path):
    path = export.write_book(planned, made[0], tmp_path)
    line = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/lo",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        tmp_path,
        path,
    ]
    subprocess.run(line, check=True, capture_output=True, timeout=300)
    pdf = (tmp_path / "bang-so-lieu.pdf").read_bytes()
    assert pdf.startswith(b"%PDF") and len(pdf) > 10_000


def statistics():
    """Tables of notebook 04: correlations with weights, items, reliability, classical ones."""
    frame = answers().assign(w=lambda d: d["weight"])
    return frame, Comparison("A", ("tuoi", "y1"), ("dung", "y2"))


def test_tests_and_measures_have_sheets_of_their_own_with_the_weighted_beside(planned, made):
    (frame, comparison), form = statistics(), planned.form
    tables = made[0] | {
        "correlations": infer.correlations(frame, [form["y1"], form["tuoi"]], weight="w"),
        "batteries": infer.all_batteries(frame, infer.sets(form, frame), weight="w"),
        "reliability": infer.all_reliability(frame, form.batteries, weight="w"),
    }
    held = opened(book(planned, tables))
    assert held.sheetnames[-3:] == ["Tương quan", "So sánh mục", "Độ tin cậy"]
    rows = list(held["Tương quan"].iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if "Giá trị, có gia quyền" in row)
    assert "p theo sai số chuẩn khi hai câu không liên hệ" in " ".join(str(row[0]) for row in rows[:head])
    lines = rows[head:]
    at = lines[0].index("Giá trị, có gia quyền")
    assert [line[at] for line in lines[1:5]] == pytest.approx(tables["correlations"]["value_weighted"].tolist())
    assert lines[1][:2] == ("Ý kiến 1", "Tuổi") and lines[1][lines[0].index("Giá trị")] != lines[1][at]
    links = [cell.value for cell in held["Mục lục"]["C"] if cell.value and "Hệ số tương quan" in str(cell.value)]
    assert len(links) == 1
    classical = infer.classical(frame, [comparison], form)._asdict()
    held = opened(book(planned, made[0] | classical))
    assert held.sheetnames[-3:] == ["Student, ANOVA", "PCA giá trị riêng", "PCA varimax"]  # nothing for Tukey to tell
    assert not set(opened(made[1]).sheetnames) & {"Student, ANOVA", "PCA varimax", "Tương quan"}


def listed(book_, name):
    """The rows of the one table of a sheet, each head → cell."""
    (table,) = book_[name].tables.values()
    heads, *rows = ([cell.value for cell in row] for row in book_[name][table.ref])
    return [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """(tables, book) of the small survey of the report, with coded answers, estimates, units and response."""
    survey, tables = reports.survey(tmp_path_factory.mktemp("so")), reports.coded()
    del tables["banners"]
    shares = ("say", "K1", "Tập huấn", "Học tập", "mã", "(tổng số)", "(tổng số)", 43.25, 38.1, 48.9, 10.8, 60, 150)
    tables["open_shares"] = reports.frame("open_shares", shares)
    tables["open_pairs"] = reports.frame("open_pairs", ("say/K1", "Tập huấn", "sex", "z hai tỷ lệ", "Nam", "Nữ", 0.01))
    tables["units"] = reports.frame("units", ("u1", "Sở Một", 40, 20, 50.0, ""), ("u2", "Sở Hai", 30, None, None, "ít"))
    tables["response"] = reports.frame("response", ("RR1", 90, 45.0), ("RR2", 100, 50.0))
    return tables, opened(book(survey, tables))


def test_open_answers_have_their_codes_shares_intervals_and_how_they_were_made(told):
    codes = {row["Ý kiến"]: row for row in listed(told[1], "Câu hỏi mở")}
    assert [codes["Tập huấn"][c] for c in ("Số người", "Ước lượng (%)", "95%: từ", "95%: đến")] == [
        40, 43.25, 38.1, 48.9,
    ]  # fmt: skip
    assert codes["Tập huấn"]["Tính bằng cách nào"].startswith("tỷ lệ theo máy")
    assert (
        codes["Tài liệu"]["Ước lượng (%)"] == "–" and codes["Tài liệu"]["Tính bằng cách nào"] == "đếm theo mã hiện có"
    )
    assert any("60 câu rút ngẫu nhiên" in str(row[0].value) for row in told[1]["Câu hỏi mở"].iter_rows())
    assert [row["% trong nhóm"] for row in listed(told[1], "Câu hỏi mở theo nhóm")] == [31.5, 50]
    crossed = told[1]["Câu hỏi mở theo nhóm"]
    assert "trong từng nhóm có thể thấp hay cao hơn thật" in crossed["A4"].value
    assert crossed["F7"].number_format == "0"  # of 60 people: no decimal


def test_every_comparison_has_its_adjusted_p_its_effect_and_what_it_says(told):
    rows = {row["Câu hỏi"]: row for row in listed(told[1], "Kiểm định")}
    assert len(rows) == len(told[0]["tests"]) + 1  # that of a code of the open answers
    said = " ".join(str(row[0].value) for row in told[1]["Kiểm định"].iter_rows(max_row=9))
    assert "Câu hỏi mở: so sánh trên người rút ngẫu nhiên" in said
    assert rows["Câu 2. Dùng mạng nào? – Zalo"]["p hiệu chỉnh"] == 0.01
    pairs = listed(told[1], "Từng cặp nhóm")
    assert "Câu 5. Kiến nghị? – Tập huấn" in rows  # a code by its name
    assert pairs[-1]["Câu hỏi"] == "Câu 5. Kiến nghị? – Tập huấn"
    assert rows["Câu 3. Bao nhiêu giờ?"]["Diễn giải"] == "Không tính được."
    assert rows["Câu 3. Bao nhiêu giờ?"]["Lý do không tính được, lưu ý"] == reports.FAILED


@pytest.mark.parametrize(("p", "size", "said"), [
    (0.2, "lớn", "Chưa đủ căn cứ nói các nhóm khác nhau."), (float("nan"), "", "Không tính được."),
    (0.01, "không đáng kể", "Khác nhau có ý nghĩa thống kê nhưng không đáng kể."),
    (0.01, "vừa", "Khác nhau có ý nghĩa thống kê, mức độ vừa."), (0.01, "", "Khác nhau có ý nghĩa thống kê."),
])  # fmt: skip
def test_a_comparison_is_told_in_words(p, size, said):
    assert statistics_sheets.in_words({"p_adjusted": p, "size": size}) == said


def test_units_and_response_and_the_method_have_sheets(told):
    units = {row["Nhóm, đơn vị"]: row for row in listed(told[1], "Đơn vị")}
    assert (units["Sở Một"]["Tỷ lệ (%)"], units["Sở Hai"]["Số phiếu"], units["Sở Hai"]["Ghi chú"]) == (50, "–", "ít")
    assert [row["% danh sách"] for row in listed(told[1], "Tỷ lệ trả lời")] == [45, 50]
    items = dict.fromkeys(row["Mục"] for row in listed(told[1], "Phương pháp"))
    assert [item.split(", ")[0] for item in items] == [item.split(", ")[0] for item, _ in method.AAPOR]


def test_of_a_drawn_sample_the_list_is_the_population_and_gives_no_rate_of_response(tmp_path, told):
    drawn = opened(book(reports.survey(tmp_path, more="design: {strata: sex}\n"), told[0]))
    assert "Tỷ lệ trả lời" not in drawn.sheetnames
    assert weighting.NO_RATE in [str(row[0].value) for row in drawn["Đơn vị"].iter_rows()]


def test_the_contents_name_every_sheet_and_its_base(told):
    rows = listed(told[1], "Mục lục")
    assert {row["Trang (bấm để mở)"].partition(", bảng")[0] for row in rows} == set(told[1].sheetnames) - {"Mục lục"}
    assert all(row["Bảng"] and row["Có gì"] for row in rows)


def test_a_book_in_english_has_no_vietnamese(both_languages):
    (_, vi), (_, en) = both_languages
    said = [str(c.value or "") for s in en.worksheets for row in s.iter_rows() for c in row if s.title != "Method"]
    left = [text for text in said if VIETNAMESE.search(text.replace("Cramér", ""))]
    assert left == [] and not VIETNAMESE.search("".join(en.sheetnames))
    numbers = [[c.value for s in held.worksheets[3:] for row in s.iter_rows() for c in row
                if isinstance(c.value, (int, float))] for held in (vi, en)]  # fmt: skip
    assert numbers[0] == numbers[1] and len(numbers[0]) > 100
    assert "5. Proposals? – Training" in [row["Question"] for row in listed(both_languages[1][1], "Tests")]


def test_a_test_and_a_net_are_named_in_english():
    with wording.spoken("en", {"Có": "Agree", "Rất có": "Strongly agree"}):
        told = [named(f"{method}{more}") for method in SOURCES for more in ("", " (dạng điểm số)", ", F(3; 460,0)")]
        nets = named("Hai mức cao nhất (Có + Rất có)")
        assert named("χ² Rao–Scott, F(3,00; 3.592,3)") == "Rao–Scott χ², F(3.00; 3,592.3)"
    assert [text for text in told if VIETNAMESE.search(text)] == [] and "Lumley–Scott rank test (score form)" in told
    assert nets == "Two highest points (Agree + Strongly agree)"
    assert named("χ² Rao–Scott, F(3,00; 3.592,3)") == "χ² Rao–Scott, F(3,00; 3.592,3)"


def test_what_the_authors_say_in_english_stands_in_the_book_too(both_languages):
    survey = english(both_languages[0][0])
    survey = replace(survey, report=replace(survey.report, english={survey.title: "Being online"}))
    first = opened(book(survey, {})).worksheets[0]
    assert "Being online" in [cell.value for row in first.iter_rows() for cell in row]


@pytest.fixture(scope="module")
def both_languages(tmp_path_factory):
    """(survey, book) of one small survey in Vietnamese and in English."""
    folder = tmp_path_factory.mktemp("hai")
    (folder / "q.md").write_text(translated(reports.FORM), encoding="utf-8")
    text = reports.YAML.format(synthetic="true", layout="party", lead="net, i1, hours")
    for vi, en in WRITTEN.items():
        text = text.replace(vi, en)
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    survey = surveys.read(folder / "s.yaml")
    tables = reports.coded() | {"banners": small_banners(survey)}
    tables["open_answers"] = tables["open_answers"].assign(
        name=["Learning", "Training", "Material", "Not coded"], net=""
    )
    tables["open_crosstabs"] = tables["open_crosstabs"].assign(option="Training")
    tables["tests"] = tables["tests"].assign(family="Use", note="", size="nhỏ")
    return [(s, opened(book(s, tables))) for s in (survey, english(survey))]


def small_banners(survey):
    """The banner table of a hundred people drawn for the form of the report's small survey."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"sex": pd.Categorical(rng.choice(["Nam", "Nữ"], 300), ["Nam", "Nữ"])})
    labels = [c.label for c in survey.form["i1"].choices]
    for item in ("i1", "i2"):
        frame[item] = pd.Categorical(rng.choice(labels, 300), labels, ordered=True)
    for code in ("z", "f"):
        frame[f"net/{code}"] = pd.array(rng.random(300) < 0.5, dtype="boolean")
    frame["hours"] = rng.integers(1, 9, 300).astype(float)
    asked = describe.tabulated(frame, survey.form)
    return describe.all_banners(frame, asked, [survey.form["sex"]], plan=survey.tables)


def test_a_section_called_like_a_sheet_of_statistics_is_told_apart(planned):
    form = planned.form
    named = replace(
        planned, form=replace(form, sections=(replace(form.sections[0], label="Tương quan"), *form.sections[1:]))
    )
    tables = tables_of(named, answers()) | {"correlations": infer.correlations(answers(), [form["y1"], form["tuoi"]])}
    assert [name for name in opened(book(named, tables)).sheetnames if "Tương quan" in name] == [
        "Tương quan (2)",
        "Tương quan",
    ]

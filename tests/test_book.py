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

from pipeline import describe, export, infer, privacy
from pipeline import survey as surveys
from pipeline.export.book import book
from pipeline.export.book.sheet import WEIGHTED
from pipeline.survey.model import Comparison
from tests.conftest import FORM, SURVEY

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
    shown = privacy.suppress(counts, minimum=least, known=privacy.known(form, plan.nets))
    return {name: describe.hide(table, shown[name], minimum=least) for name, table in found.items()}


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
    """{(label, statistic): cells from the first figure on} of the table under a title."""
    rows = list(sheet.iter_rows())
    start = next(n for n, row in enumerate(rows) if untold(row[0].value) == title)
    found, label = {}, ""
    for row in rows[start + 1 :]:
        if not row[1].value:
            return found
        label = row[0].value or label
        found[label, row[1].value] = row[2:]
    return found


def test_the_index_links_to_every_table_and_every_sheet_links_back(made, planned):
    workbook = opened(made[1])
    assert workbook.sheetnames == ["Mục lục", "Phần 1", "Phần 2", "Đa chiều 1"]
    links = [c.hyperlink.location for row in workbook["Mục lục"].iter_rows() for c in row if c.hyperlink]
    titles = [workbook[re.match("'(.+)'!", x)[1]][x.split("!")[1]].value for x in links]
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
    sheet, rows = opened(content)["Phần 2"], table_rows(opened(content)["Phần 2"], "Ý kiến 2")
    places = {c.value: c.column - 3 for c in sheet[4] if c.value}
    for cell in hidden[hidden["by"].ne("dung › mang") & hidden["row"].isin(["option", "apart"])].itertuples():
        assert rows[cell.option, "n"][places[cell.group]].value == "–"
        assert rows[cell.option, "% cột"][places[cell.group]].value == "–"


def test_letters_stand_beside_the_percent_they_belong_to(planned):
    frame = answers(4000)
    frame["y1"] = frame["y1"].mask(frame["y1"].eq("Không có ý kiến") | frame["dung"].eq("Có"), "Đồng ý")
    rows = table_rows(opened(book(planned, tables_of(planned, frame)))["Phần 2"], "Ý kiến 1")
    cells = rows["Đồng ý", "% cột"]
    assert [cells[2].value, cells[3].value, cells[5].value] == [100.0, "B", None]


def test_heads_are_frozen_and_repeated_on_paper_of_a4_landscape(made):
    for sheet in opened(made[1]).worksheets[1:]:
        assert sheet.freeze_panes == "C6"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$5", "$A:$B")


def test_every_foot_says_base_weighting_test_and_hidden_cells(made):
    feet = [c.value for c in opened(made[1])["Phần 2"]["A"] if isinstance(c.value, str)]
    assert sum("Không có ý kiến" in x and x.startswith("Cơ sở:") for x in feet) == 3
    assert sum("đã gia quyền" in x for x in feet) == sum("hiệu chỉnh Bonferroni" in x for x in feet) == 3
    assert sum("dưới 5 người" in x for x in feet) == 3
    first = [c.value for c in opened(made[1])["Phần 1"]["A"] if isinstance(c.value, str)]
    assert sum("(hỏi người trả lời “Có” ở câu “Có dùng không”)." in x for x in first) == 1


def test_the_base_of_a_scale_names_the_option_left_out(planned):
    rows = table_rows(opened(book(planned, tables_of(planned, answers(4000))))["Phần 2"], "Ý kiến 1")
    assert ("Số người chọn một mức của thang (không kể “Không có ý kiến”)", "n") in rows


def test_synthetic_data_say_so_on_every_sheet_and_real_data_do_not(planned, made, write_survey):
    marked = [[c.value for row in s.iter_rows(max_row=6) for c in row] for s in opened(made[1]).worksheets]
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
    assert len({n.casefold() for n in names}) == 3
    assert all(len(n) <= 31 and not re.search(r"[\[\]:*?/\\]", n) for n in names)


def test_without_tables_there_is_still_an_index(planned):
    assert opened(book(planned, {})).sheetnames == ["Mục lục"]


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
    lines = list(held["Tương quan"].iter_rows(min_row=4, values_only=True))
    at = lines[0].index("Giá trị, có gia quyền")
    assert [line[at] for line in lines[1:5]] == pytest.approx(tables["correlations"]["value_weighted"].tolist())
    assert lines[1][:2] == ("Ý kiến 1", "Tuổi") and lines[1][lines[0].index("Giá trị")] != lines[1][at]
    links = [cell.value for cell in held["Mục lục"]["C"] if cell.value and "Hệ số tương quan" in str(cell.value)]
    assert len(links) == 1
    classical = infer.classical(frame, [comparison], form)._asdict()
    held = opened(book(planned, made[0] | classical))
    assert held.sheetnames[-3:] == ["Student, ANOVA", "PCA giá trị riêng", "PCA varimax"]  # nothing for Tukey to tell
    assert not set(opened(made[1]).sheetnames) & {"Student, ANOVA", "PCA varimax", "Tương quan"}


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

"""docs/cau-hoi.md says which step has what for which kind of question; here every cell of its table is walked."""

from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest

from pipeline import charts, clean, describe, export, infer, ingest, privacy
from pipeline.export import microdata
from pipeline.form import create_app
from tests import reports
from tests.conftest import ROOT

TYPES = {
    "`select_one`": "select_one ab",
    "`select_one`, thang đo": "select_one muc",
    "`select_multiple`": "select_multiple ab",
    "`rank`": "rank ab",
    "`integer`": "integer",
    "`decimal`": "decimal",
    "`range`": "range",
    "`text`": "text",
    "`date`": "date",
    "`note`": "note",
}
ANSWERS = {
    "select_one ab": ["a", "b"],
    "select_one muc": ["1", "2", "3"],
    "select_multiple ab": ["a b", "b", "a"],
    "rank ab": ["b a", "a b", "b"],
    "integer": ["3", "7"],
    "decimal": ["1.5", "2"],
    "range": ["2", "9", "5", "7"],
    "text": ["tốt", "chậm"],
    "date": ["2026-05-01"],
    "note": ["x"],
}
FORM = """
| survey |
| | type | name | label |
| | begin_group | p | Phần một |
| | select_one ab | nhom | Nhóm |
| | {} | hoi | Câu được xét |
| | end_group | | |

| choices |
| | list_name | name | label |
| | ab | a | Phương án A |
| | ab | b | Phương án B |
| | muc | 1 | Thấp |
| | muc | 2 | Vừa |
| | muc | 3 | Cao |

| settings |
| | form_title | form_id |
| | Phiếu thử | kieu |
"""
SURVEY = """
title: Mọi kiểu câu
scales: {}
banners: [nhom]
privacy: {quasi_identifiers: [nhom]}
"""


def table():
    """Type → {step: whether the table of the page says that it has something}."""
    lines = (ROOT / "docs" / "cau-hoi.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return {row[0]: dict(zip(rows[0][1:], (cell == "có" for cell in row[1:]), strict=True)) for row in rows[2:]}


@pytest.fixture
def made(request, write_survey, tmp_path):
    """Everything the steps make of ninety people's answers to one question of the type asked for."""
    kind = request.param
    survey = write_survey(FORM.format(kind), SURVEY.replace("{}", "{muc: {}}") if "muc" in kind else SURVEY)
    found = SimpleNamespace(survey=survey, question=survey.form.by_name.get("hoi"), tmp=tmp_path)
    told = (ANSWERS[kind] * 90)[:90]
    rows = pd.DataFrame({"nhom": ["a", "a", "b"] * 30, "hoi": told})
    raw = ingest.read(rows.to_csv(index=False).encode(), "tra-loi.csv")
    found.responses = ingest.match(raw, survey.form).responses
    tidy = clean.codes(clean.tidy_text(found.responses, survey.form)[0], survey.form)[0]
    found.answers = clean.typed(tidy, survey.form)[0].assign(weight=1.0)
    found.tables = tables(found)
    found.documents = reports.made(found.survey, {name: rows for name, rows in found.tables.items() if len(rows)})
    return found


def tables(found):
    """The tables of 03 and 04 that hold the question."""
    answers, form = found.answers, found.survey.form
    closed, groups = describe.closed(answers, form), [form["nhom"]]
    banners = describe.all_banners(answers, describe.tabulated(answers, form), groups)
    ranked, numbers = ([q for q in form.questions if q.kind == kind] for kind in ("rank", "number"))
    frequencies = describe.all_frequencies(answers, closed)
    return {
        "frequencies": frequencies,
        "crosstabs": describe.all_crosstabs(answers, closed, groups),
        "banners": banners,
        "ranks": privacy.ranks(describe.ranks(answers, ranked), frequencies, minimum=5),
        "numbers": describe.numbers(answers, numbers),
        "scales": describe.scales(answers, form.batteries),
        "three_way": banners.iloc[:0],
    }


def on_the_form(found):
    app = create_app(found.survey, database=found.tmp / "kho.sqlite", kind="live")
    app.testing = True
    return "q.hoi" in app.test_client().get("/", follow_redirects=True).get_data(as_text=True)


def compared(found):
    if found.question is None or found.question.kind == "none":
        return False
    return bool(infer.compare(found.answers, found.question, found.survey.form["nhom"])["p"].notna().any())


def drawn(found):
    rows = found.tables["frequencies"].query("question == 'hoi'")
    if len(rows):
        return bool(charts.png(charts.bar(rows, title=found.question.counted)))
    if found.question is not None and found.question.kind == "number":
        return bool(charts.png(charts.histogram(found.answers["hoi"], title="Câu được xét", label="Giá trị")))
    return False


def in_the_report(found, part):
    signed, annex = found.documents
    first = reports.text_under(signed, "TÓM TẮT")
    return "Câu được xét" in (first if part == "câu chính" else reports.words(annex))


def in_the_book(found):
    path = export.write_book(found.survey, found.tables, found.tmp)
    sheets = openpyxl.load_workbook(path).worksheets
    return any("Câu được xét" in str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)


STEPS = {
    "đọc tệp": lambda found: found.responses.get("hoi", pd.Series(dtype=object)).notna().sum() == 90,
    "làm sạch": lambda found: any(c.split("/")[0] == "hoi" for c in found.answers),
    "bảng": lambda found: any("hoi" in set(found.tables[n]["question"]) for n in ("frequencies", "numbers")),
    "theo nhóm": lambda found: found.tables["banners"].query("question == 'hoi' and by == 'nhom'")["base"].gt(0).any(),
    "so sánh": compared,
    "hình": drawn,
    "câu chính": lambda found: in_the_report(found, "câu chính"),
    "báo cáo": lambda found: in_the_report(found, "báo cáo"),
    "sổ bảng": in_the_book,
    "dữ liệu vi mô": lambda found: "hoi" in set(microdata.anonymous(found.answers, found.survey)[1]["question"]),
    "biểu mẫu": on_the_form,
}


def test_the_page_has_every_type_and_every_step():
    assert set(table()) == set(TYPES)
    assert all(set(steps) == set(STEPS) for steps in table().values())


@pytest.mark.parametrize(("named", "made"), TYPES.items(), indirect=["made"], ids=TYPES.values())
def test_every_cell_of_the_table_holds(named, made, monkeypatch):
    monkeypatch.setenv("FORM_SECRET_KEY", "a key for tests only, never used")
    assert {step: bool(has(made)) for step, has in STEPS.items()} == {step: table()[named][step] for step in STEPS}

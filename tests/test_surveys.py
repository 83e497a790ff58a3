"""Files that people collected elsewhere: every closed question of every one counted as plain counting counts it."""

import csv
from collections import Counter
from pathlib import Path

import openpyxl
import pyreadstat
import pytest

from pipeline import describe, survey
from tests.files import drafted, with_form

DATA = Path(__file__).parents[2] / "shared/data"
FILES = sorted(p for d in ("surveys", "sav") for p in (DATA / d).glob("*") if p.suffix in (".csv", ".xlsx", ".sav"))
SURVEYS = [(p, DATA / "new_survey/survey.yaml") for p in sorted((DATA / "new_survey/raw").glob("*.csv"))]
pytestmark = pytest.mark.skipif(not FILES, reason="các tệp thật nằm cạnh dự án, không nằm trong dự án")
CLOSED = {"nominal", "ordinal", "multiple", "rank"}
DELIMITERS = {"vi_semicolon_checkbox.csv": ";"}
BLANK = {"kobo_export.csv": "NA"}  # what the exporting tool writes where nothing was asked
OTHER = "Khác"  # where a draft counts what few people wrote


def plain(path):
    """Column → its cells in single blanks, read by csv, openpyxl or pyreadstat alone; "" where nobody answered."""
    if path.suffix == ".sav":
        frame, _ = pyreadstat.read_sav(path, apply_value_formats=True)
        head, rows = list(frame), frame.astype(object).where(frame.notna(), "").to_numpy()
    elif path.suffix == ".xlsx":
        head, *rows = list(openpyxl.load_workbook(path).active.values)[1:]  # below a row Column1, Column2 …
    else:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head, *rows = csv.reader(file, delimiter=DELIMITERS.get(path.name, ","))
    cells = ([" ".join(str(c or "").split()) for c in column] for column in zip(*rows, strict=True))
    return {name: ["" if c == BLANK.get(path.name) else c for c in column] for name, column in zip(head, cells)}


def chosen(cell, question, names):
    """The options a cell holds: the whole of it, the first of those ranked, or those between its separators."""
    if question.kind != "multiple":
        return {cell.split()[0] if question.kind == "rank" and cell else cell}
    parts = cell.split() if set(cell.split()) <= set(names) else cell.split(", ")
    return {part if part in names else OTHER for part in parts}


def check(found, columns, names_of):
    """Every closed question that has a column; returns how many there were."""
    told = {column: found.plan.form[name] for column, name in found.columns.items()}
    told = {column: question for column, question in told.items() if question.kind in CLOSED}
    for column, question in told.items():
        names = {names_of(c): c.label for c in question.choices}
        want = Counter(names.get(o, OTHER) for c in columns[column] for o in chosen(c, question, names) if o)
        rows = describe.frequencies(found.answers, question)
        assert {o: n for o, n in zip(rows["option"], rows["n"], strict=True) if n} == want, column
    return len(told)


@pytest.mark.parametrize(
    ("name", "questions"),
    [
        ("pyreadstat_ordered_category.sav", 1), ("pyreadstat_sample.sav", 2), ("pyreadstat_sample_missing.sav", 2),
        ("zh_birth.sav", 3), ("google_forms_social_media.csv", 19), ("google_forms_vi_pasted.xlsx", 3),
        ("google_forms_vi_small.csv", 7), ("kobo_export.csv", 128), ("vi_patients.csv", 21),
        ("vi_semicolon_checkbox.csv", 14),
    ],
)  # fmt: skip
def test_every_closed_question_of_a_drafted_file_is_counted_as_plain_counting_does(name, questions, tmp_path):
    path = next(p for p in FILES if p.name == name)
    found = drafted(path.read_bytes(), tmp_path, name)
    assert check(found, plain(path), lambda choice: choice.label) == questions


def test_no_file_of_the_collection_is_left_out():
    drawn = next(m for m in globals()["pytestmark"].args)
    assert not drawn


@pytest.mark.parametrize(("path", "yaml"), SURVEYS, ids=lambda p: p.stem)
def test_every_question_of_a_survey_of_two_files_is_counted_as_plain_counting_does(path, yaml):
    found = with_form(path.read_bytes(), survey.read(yaml), path.name)
    columns = plain(path)
    assert check(found, columns, lambda choice: choice.name) == 18
    for name in ("so_lan", "phut_cho", "diem"):
        assert Counter(found.answers[name].dropna()) == Counter(float(c) for c in columns[name] if c)


def test_a_kobo_export_is_counted_with_its_own_form(tmp_path):
    path = DATA / "surveys/kobo_export.csv"
    (tmp_path / "form.xls").write_bytes((DATA / "surveys/kobo_export_form.xls").read_bytes())
    (tmp_path / "survey.yaml").write_text("title: Thử\nquestionnaire: form.xls\nraw: f.csv\n", encoding="utf-8")
    found = with_form(path.read_bytes(), survey.read(tmp_path / "survey.yaml"), path.name)
    assert check(found, plain(path), lambda choice: choice.name) > 100

"""Files that people collected elsewhere: every closed question of every one counted as plain counting counts it."""

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from pipeline import describe, rules, survey
from tests.files import drafted, with_form

DATA = Path(__file__).parents[2] / "shared/data"
FILES = sorted(p for d in ("surveys", "sav") for p in (DATA / d).glob("*") if p.suffix in (".csv", ".xlsx", ".sav"))
SURVEYS = [(p, DATA / "new_survey/survey.yaml") for p in sorted((DATA / "new_survey/raw").glob("*.csv"))]
pytestmark = pytest.mark.skipif(not FILES, reason="các tệp thật nằm cạnh dự án, không nằm trong dự án")
CLOSED = {"nominal", "ordinal", "multiple", "rank"}
DELIMITERS = {"vi_semicolon_checkbox.csv": ";"}
BLANK = "NA"  # what an exporting tool writes where nothing was asked, unless it is a choice of the question
OTHER = "khac"  # code of the option under which a draft counts what few people wrote


@cache
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
    return {
        name: [" ".join(str("" if c is None else c).split()) for c in cells]
        for name, cells in zip(head, zip(*rows, strict=True), strict=True)
    }


def chosen(cell, question, names):
    """The options a cell holds: the whole of it, the first of those ranked, or those between its separators."""
    if question.kind != "multiple":
        return {cell.split()[0] if question.kind == "rank" else cell}
    parts = cell.split() if set(cell.split()) <= set(names) else cell.split(", ")
    return {part if part in names else OTHER for part in parts}


def check(found, columns, names_of):
    """Every closed question that has a column, among those who are asked it; returns how many there were."""
    form = found.plan.form
    given = pd.DataFrame({name: columns[column] for column, name in found.columns.items()}).replace(["", BLANK], None)
    asked = rules.asked_frame(form, given)
    told = {c: form[name] for c, name in found.columns.items() if form[name].kind in CLOSED}
    for column, question in told.items():
        names = {names_of(c): c.label for c in question.choices}
        cells = pd.Series(columns[column])[asked.get(question.name, slice(None))]
        cells = [c for c in cells if c and (c != BLANK or c in names)]
        other = next((c.label for c in question.choices if c.name == OTHER), "")
        want = Counter(names.get(option, other) for c in cells for option in chosen(c, question, names))
        rows = describe.frequencies(found.answers, question)
        assert {o: n for o, n in zip(rows["option"], rows["n"], strict=True) if n} == want, column
    return len(told)


QUESTIONS = {
    "pyreadstat_ordered_category.sav": 1, "pyreadstat_sample.sav": 2, "pyreadstat_sample_missing.sav": 2,
    "zh_birth.sav": 3, "google_forms_social_media.csv": 19, "google_forms_vi_pasted.xlsx": 3,
    "google_forms_vi_small.csv": 7, "kobo_export.csv": 128, "vi_patients.csv": 21, "vi_semicolon_checkbox.csv": 14,
}  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_closed_question_of_a_drafted_file_is_counted_as_plain_counting_does(path, tmp_path):
    found = drafted(path.read_bytes(), tmp_path, path.name)
    labels = {c: " ".join(found.raw.labels.get(c, c).split()) for c in found.columns}
    assert {c: found.plan.form[q].label for c, q in found.columns.items()} == labels
    assert check(found, plain(path), lambda choice: choice.label) == QUESTIONS[path.name]


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

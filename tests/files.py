"""A raw file taken the way its user takes it: drafted (or matched with its own form), coded, typed – and counted."""

import csv
import io
from functools import lru_cache
from typing import NamedTuple

import openpyxl
import pandas as pd

from pipeline import clean, drafting, ingest, survey
from pipeline.questionnaire import all_places


class Counted(NamedTuple):
    """``by``: column → {option: people} (a ranking: {option: {place: people}}), the Series of its numbers, or its type.

    ``of``: the same by question; ``log``: the cleaning log; ``answers``: typed; ``columns``: column → question.
    """

    raw: ingest.RawTable
    drafted: ingest.Draft
    plan: survey.Survey
    by: dict
    of: dict
    log: pd.DataFrame
    answers: pd.DataFrame
    columns: dict


read = lru_cache(4)(ingest.read)  # what is drafted from a file and what is counted with a form of its own begin alike


def table(rows, separator=","):
    """Rows as the bytes of a CSV file."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode()


def workbook(rows, formats=()):
    """Rows as the bytes of an Excel file; ``formats``: number format of each column below the header."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    for row in book.active.iter_rows(min_row=2):
        for cell, form in zip(row, formats, strict=False):
            cell.number_format = form or "General"
    book.save(out)
    return out.getvalue()


def drafted(content, folder, name="f.csv"):
    """The file read, a questionnaire drafted from it and written to ``folder``, and the answers counted with it."""
    raw = read(content, name)
    draft = ingest.draft(raw, title="Thử")
    drafting.write(raw, draft, folder)
    return _counted(raw, draft, survey.read(folder / "survey.yaml"))


def with_form(content, plan, name="f.csv"):
    """The file read and counted with a survey that is there already."""
    return _counted(read(content, name), None, plan)


def _counted(raw, draft, plan):
    form, matched = plan.form, ingest.match(raw, plan.form)
    tidy, first = clean.tidy_text(matched.responses, form)
    coded, second = clean.codes(tidy, form)
    typed, third = clean.typed(clean.apply_skips(coded, form)[0], form)
    taken = matched.columns.dropna(subset=["column", "question"])
    of = {q.name: _answers(typed, q) for q in form.questions if q.kind != "none"}
    columns = {c: q for c, q in zip(taken["column"], taken["question"], strict=True) if q in of}
    by, log = {c: of[q] for c, q in columns.items()}, pd.concat([first, second, third], ignore_index=True)
    return Counted(raw, draft, plan, by, of, log, typed, columns)


def _answers(typed, question):
    if question.kind == "multiple":
        ticks = {c.label: int(typed[f"{question.name}/{c.name}"].sum()) for c in question.choices}
        return {label: n for label, n in ticks.items() if n}
    if question.kind == "rank":
        placed = all_places(typed, question)
        return {label: {f"{at:g}": int(n) for at, n in placed[label].value_counts().items()} for label in placed}
    if question.kind in ("nominal", "ordinal"):
        return {label: int(n) for label, n in typed[question.name].value_counts().items() if n}
    return typed[question.name] if question.kind == "number" else question.type

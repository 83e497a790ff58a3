"""The table book: suppressed tidy tables → an Excel workbook: contents, notes, method, a sheet a section, lists."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter

from pipeline import files
from pipeline.claims import names
from pipeline.export import zipped
from pipeline.export.book import contents, lists, notes, opinions, response, statistics, style
from pipeline.export.book.pages import pages
from pipeline.export.book.sheet import draw_page
from pipeline.export.book.tidy import draw_tidy
from pipeline.report.speaking import written
from pipeline.wording import say

NAME = "bang-so-lieu.xlsx"
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FONT = {"font_name": "Arial", "font_size": 10, "font_scheme": "none"}
UNDATED = datetime(2000, 1, 1)  # a workbook must have a date, and the clock's would make every run another file
LISTED = (lists.lists, opinions.codes, opinions.by_group, statistics.tests, statistics.pairs, statistics.measures,
          response.rates, response.units)  # fmt: skip


def write_book(survey, tables, folder):
    """Writes ``bang-so-lieu.xlsx`` to ``folder``; returns its path. See ``book``."""
    path = Path(folder) / NAME
    files.whole(path, book(survey, tables))
    return path


def book(survey, tables):
    """The table book as bytes, the same bytes for the same tables, in the language of the report.

    ``tables``: as privacy leaves them; nothing else is read, so what is hidden there is in no cell, formula or property
    of the book. Every figure is a number in a number format; every text is a text, whatever sign it begins with. Each
    table is marked as one, with one row of heads and no merged cell; each sheet says so when the data are synthetic.
    """
    stream = BytesIO()
    options = {"in_memory": True, "default_format_properties": dict(FONT), **SAFE}  # xlsxwriter writes into its options
    with names.spoken(survey), xlsxwriter.Workbook(stream, options) as workbook:
        survey = written(survey)
        workbook.set_properties({"title": survey.title[:255], "created": _date(survey)})
        workbook.set_size(24000, 14000)
        _draw(workbook, survey, tables)
    language = f"<dc:language>{survey.report.language}</dc:language></cp:coreProperties>"
    return zipped.told(stream.getvalue(), "docProps/core.xml", "</cp:coreProperties>", language)


def _draw(workbook, survey, tables):
    looks, taken = style.styles(workbook), set()
    after = [tidy for made in LISTED for tidy in made(survey, tables)]
    before = [response.how(survey, tables)] if tables else []
    named = [say(style.CONTENTS), say(style.NOTES), *(tidy.name for tidy in (*before, *after))]
    shown = pages(survey, tables, named)
    before = [notes.notes(survey, shown), *before]
    first = workbook.add_worksheet(say(style.CONTENTS))
    for tidy in before:
        draw_tidy(workbook.add_worksheet(tidy.name), tidy, survey, looks, taken)
    placed = [(page, draw_page(workbook.add_worksheet(page.name), page, survey, looks, taken)) for page in shown]
    for tidy in after:
        draw_tidy(workbook.add_worksheet(tidy.name), tidy, survey, looks, taken)
    draw_tidy(first, contents.contents(survey, before, placed, after), survey, looks, taken)


def _date(survey):
    closes = survey.collection.closes
    return closes.replace(tzinfo=None) if closes else UNDATED

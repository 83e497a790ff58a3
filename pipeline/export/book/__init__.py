"""The table book: suppressed tidy tables → one Excel workbook: an index, a sheet a section, feet that explain."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter

from pipeline import files
from pipeline.export.book.index import draw_index
from pipeline.export.book.lists import draw_list, lists
from pipeline.export.book.pages import pages
from pipeline.export.book.sheet import draw_page
from pipeline.export.book.statistics import draw_statistics, found
from pipeline.export.book.style import styles

NAME = "bang-so-lieu.xlsx"
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FONT = {"font_name": "Arial", "font_size": 10, "font_scheme": "none"}
UNDATED = datetime(2000, 1, 1)  # a workbook must have a date, and the clock's would make every run another file


def write_book(survey, tables, folder):
    """Writes ``bang-so-lieu.xlsx`` to ``folder``; returns its path. See ``book``."""
    path = Path(folder) / NAME
    files.whole(path, book(survey, tables))
    return path


def book(survey, tables):
    """The table book as bytes, the same bytes for the same tables.

    ``tables`` hold ``banners``, ``three_way`` and the lists of estimates as privacy leaves them, and the tables of
    tests and measures of ``statistics.SHEETS`` as notebook 04 saves them; nothing else is read, so what is hidden there
    is in no cell, formula or property of the book. Every figure is a number in a number format; every text is a text,
    whatever sign it begins with. Each sheet says so when the data are synthetic.
    """
    stream = BytesIO()
    options = {"in_memory": True, "default_format_properties": dict(FONT), **SAFE}  # xlsxwriter writes into its options
    with xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties({"title": survey.title[:255], "created": _date(survey)})
        workbook.set_size(24000, 14000)
        looks, statistics, listed = styles(workbook), found(tables), lists(tables)
        index, shown = workbook.add_worksheet("Mục lục"), pages(survey, tables, listed)
        placed = [(page, draw_page(workbook.add_worksheet(page.name), page, survey, looks)) for page in shown]
        for name in listed:
            draw_list(workbook.add_worksheet(name), name, tables, survey, looks)
        for name, heading, rows in statistics:
            draw_statistics(workbook.add_worksheet(name), heading, rows, survey, looks)
        after = [(name, f"{name}: ước lượng và khoảng 95%") for name in listed]
        draw_index(index, placed, after + [(name, heading) for name, heading, _ in statistics], survey, looks)
    return stream.getvalue()


def _date(survey):
    closes = survey.collection.closes
    return closes.replace(tzinfo=None) if closes else UNDATED

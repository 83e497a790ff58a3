"""A sheet of one tidy table: title, what is to be known of it, one row of heads, a line a row; marked as a table."""

import unicodedata
from dataclasses import dataclass
from textwrap import wrap

import pandas as pd

from pipeline import vi
from pipeline.export.book.style import high, set_up

START = 3  # rows of title, link and mark
LETTERS = 150  # of a line over a table


@dataclass(frozen=True)
class Column:
    """Head, width, and the look of its numbers ("text" where it has words)."""

    head: str
    width: float
    look: str = "text"


@dataclass(frozen=True)
class Tidy:
    """``name`` of the sheet, ``title``, ``columns``, ``rows`` of as many cells – texts, numbers, NaN for what is not
    told, or (number, look) –, ``notes`` over the table, ``people`` that it rests on."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: list
    notes: tuple[str, ...] = ()
    people: float = float("nan")
    links: tuple = ()  # (row of the table, column, place in the book)


def draw_tidy(sheet, tidy, survey, looks, taken):
    """Draws the sheet; returns the row of its heads."""
    set_up(sheet, survey, tidy.title, looks)
    notes = [line for note in tidy.notes for line in wrap(note, LETTERS)]
    for row, note in enumerate(notes, start=START):
        sheet.write_string(row, 0, note, looks["said"])
    head = START + len(notes)
    for at, column in enumerate(tidy.columns):
        sheet.set_column(at, at, column.width)
    mark_up(sheet, head, head + len(tidy.rows), [c.head for c in tidy.columns], looks["head"], tidy.name, taken)
    sheet.set_row(head, 4 + high(*((c.head, c.width) for c in tidy.columns)))
    for row, cells in enumerate(tidy.rows, start=head + 1):
        _line(sheet, row, cells, tidy.columns, looks)
    for row, column, place in tidy.links:
        text = tidy.rows[row][column]
        sheet.write_url(head + 1 + row, column, f"internal:{place}", looks["wrapped_link"], string=text[:255])
        sheet.write_string(head + 1 + row, column, text, looks["wrapped_link"])
    sheet.freeze_panes(head + 1, 1)
    sheet.repeat_rows(head)
    return head


def mark_up(sheet, first, last, heads, look, name, taken):
    """Marks rows of a sheet as a table with one row of heads, each head and each table's name once."""
    heads = [_once(head, heads[:at]) for at, head in enumerate(heads)]
    columns = [{"header": head, "header_format": look} for head in heads]
    about = {"name": _table_name(name, taken), "columns": columns, "autofilter": False, "style": None}
    sheet.add_table(first, 0, max(last, first + 1), len(heads) - 1, about)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # options that are called "1" are names


def _once(head, before):
    return f"{head} ({before.count(head) + 1})" if head in before else head


def _table_name(name, taken):
    """A name as Excel allows it for a table, every one once: "Bang_" and letters, digits."""
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(c if c.isalnum() else "_" for c in plain if c.isascii())[:60].strip("_")
    found = [f"Bang_{plain}", *(f"Bang_{plain}_{n}" for n in range(2, 10_000))]
    free = next(one for one in found if one.casefold() not in taken)
    taken.add(free.casefold())
    return free


def _line(sheet, row, cells, columns, looks):
    texts = []
    for at, (cell, column) in enumerate(zip(cells, columns, strict=True)):
        value, look = cell if isinstance(cell, tuple) else (cell, column.look)
        if isinstance(value, str):
            sheet.write_string(row, at, value, looks["text"])
            texts.append((value, column.width))
        elif pd.isna(value):
            sheet.write_string(row, at, vi.MISSING, looks["missing"])
        else:
            sheet.write_number(row, at, float(value), looks[look])
    tall = high(*texts) if texts else 0
    if tall > 14:
        sheet.set_row(row, tall)


def of_few(value, base):
    """A share with the look that its base allows: of few people without a decimal, and then as the table has it unless
    that would round it up twice (``vi.unrounded``)."""
    if pd.isna(value) or base >= vi.SURE:
        return value, "percent"
    exact = vi.unrounded(value, base)
    return (value if vi.rounded(value) == vi.rounded(exact) else exact), "whole"

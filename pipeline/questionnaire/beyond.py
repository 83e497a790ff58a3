"""Cells of a text file that stand beyond the heads of their sheet: a bar or a comma that was meant as text."""

import csv
from io import StringIO

from pyxform.xls2json_backends import _md_table_to_ss_structure

SHEETS = ("survey", "choices", "settings")  # of any other name the file may be no form, and its cells answers
MENDS = {
    ".md": "dấu | trong ô viết là \\|; bỏ ô thừa hoặc thêm tiêu đề cột",
    ".csv": "đặt ô có dấu phẩy trong ngoặc kép; bỏ ô thừa hoặc thêm tiêu đề cột",
}


def cells_beyond(text, suffix):
    """Lines naming sheet, row and mend of every row that is longer than its heads; ``suffix`` is .md or .csv."""
    tables = _md_tables(text) if suffix == ".md" else _csv_tables(text)
    return [
        f"sheet {name}, dòng {number}: có nhiều ô hơn dòng tiêu đề ({len(rows[0])} cột). Sửa: {MENDS[suffix]}."
        for name, rows in tables.items()
        if name.lower() in SHEETS
        for number, row in enumerate(rows, start=1)
        if any(row[len(rows[0]) :])
    ]


def _md_tables(text):
    return {name: rows for name, rows in _md_table_to_ss_structure(text).items() if name and rows}


def _csv_tables(text):
    found, rows = {}, []
    for name, *cells in filter(None, csv.reader(StringIO(text, newline=""))):
        if name.strip():
            rows = found.setdefault(name.strip(), [])
        rows += [cells] if any(cell.strip() for cell in cells) else []
    return found

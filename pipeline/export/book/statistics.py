"""Sheets of the book that hold tidy tables of notebook 04 as they are: tests and measures, the weighted beside."""

import pandas as pd

from pipeline import vi
from pipeline.export.book.style import MARK, set_up
from pipeline.infer.classical.planned import TITLES
from pipeline.report.grid import name_of, words
from pipeline.show import COUNTS, HEADINGS, NAMED, P_VALUES

BESIDE = "Không gia quyền; cột “có gia quyền” tính theo thiết kế mẫu."
SHEETS = {
    "correlations": ("Tương quan", f"Hệ số tương quan của từng cặp câu. {BESIDE}"),
    "batteries": ("So sánh mục", f"Các mục, phương án do cùng người trả lời: kiểm định chung và từng cặp. {BESIDE}"),
    "reliability": ("Độ tin cậy", f"Bảng thang đo: Cronbach α, McDonald ω, từng mục. {BESIDE}"),
} | {
    name: (sheet, f"{TITLES[name]}. Không gia quyền; không thay phép kiểm định đã chọn của báo cáo.")
    for name, sheet in {
        "classical_tests": "Student, ANOVA",
        "classical_pairs": "Tukey",
        "pca_eigenvalues": "PCA giá trị riêng",
        "pca_loadings": "PCA varimax",
    }.items()
}
HEAD, WIDE, NARROW = 4, 34, 11


def found(tables):
    """(sheet name, heading, rows) of every such table that has rows."""
    held = [(*named, tables[name]) for name, named in SHEETS.items() if name in tables]
    return [(sheet, heading, rows.dropna(axis=1, how="all")) for sheet, heading, rows in held if len(rows)]


def draw_statistics(sheet, heading, rows, survey, looks):
    """Draws one sheet: headings, a line a row, numbers as numbers."""
    set_up(sheet, survey, heading, scale=None)
    sheet.merge_range(0, 0, 0, 7, "", looks["heading"])
    sheet.write_string(0, 0, heading, looks["heading"])
    sheet.set_row(0, 34)
    sheet.write_url(1, 0, "internal:'Mục lục'!A1", looks["link"], string="← Mục lục")
    sheet.write_string(2, 0, MARK if survey.synthetic else "", looks["mark"])
    for column, name in enumerate(rows.columns):
        is_text = not pd.api.types.is_numeric_dtype(rows[name])
        sheet.set_column(column, column, WIDE if is_text else NARROW)
        sheet.write_string(HEAD - 1, column, HEADINGS.get(name, name), looks["by"])
        for row, value in enumerate(rows[name], start=HEAD):
            _cell(sheet, row, column, value, name, survey, looks)
    sheet.freeze_panes(HEAD, 1)
    sheet.repeat_rows(HEAD - 1)


def _cell(sheet, row, column, value, name, survey, looks):
    if isinstance(value, str) or pd.api.types.is_bool(value):
        text = {True: "có", False: "không"}.get(value) or (
            name_of(survey.form, value) if name in NAMED else words(value)
        )
        sheet.write_string(row, column, text, looks["text"])
    elif pd.isna(value):
        sheet.write_string(row, column, vi.MISSING, looks["missing"])
    else:
        look = "number" if name in COUNTS else "p" if name in P_VALUES or name.endswith("_p") else "measure"
        sheet.write_number(row, column, float(value), looks[look])

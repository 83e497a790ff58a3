"""Sheets that list estimates a line each: ratios, differences, ranked options, with their 95% limits."""

import pandas as pd

from pipeline.describe.groups import TOTAL
from pipeline.export.book.sheet import number
from pipeline.export.book.style import MARK, set_up
from pipeline.report import estimates
from pipeline.report.grid import name_of, take, topic, words

TEXT, FIGURE = 34, 13  # widths of columns
HEAD = 4
LIMITS = {"se": ("Sai số chuẩn", "mean"), "low": ("95%: từ", "mean"), "high": ("95%: đến", "mean")}
GROUPED = {"by": "Theo", "group": "Nhóm"}
LISTS = {
    "Tỷ số": (
        "ratios",
        {"question": "Tử số", "of": "Mẫu số", **GROUPED},
        {"n": ("Số người ghi cả hai", "count"), "ratio": ("Tỷ số", "mean"), **LIMITS},
        "{how}",
    ),
    "Hai phương án": (
        "contrasts",
        {"question": "Câu hỏi", "option": "Phương án", "against": "Trừ phương án", **GROUPED},
        {"n": ("Số người chọn", "count"), "n_other": ("Số người chọn phương án sau", "count")}
        | {"difference": ("Chênh lệch (điểm %)", "percent"), **LIMITS, "base": ("Cơ sở", "count")},
        "{how}",
    ),
    "Nhóm và phần còn lại": (
        "differences",
        {"question": "Câu hỏi", "option": "Phương án", **GROUPED},
        {"n": ("Số người chọn", "count"), "percent": ("% trong nhóm", "percent")}
        | {"rest": ("% ở phần còn lại", "percent"), "difference": ("Chênh lệch (điểm %)", "percent"), **LIMITS}
        | {"base": ("Cơ sở", "count")},
        "Phần còn lại: mọi nhóm khác của cùng biến. Khoảng chưa hiệu chỉnh cho nhiều phép so sánh. {how}",
    ),
    "Xếp hạng": (
        "ranks",
        {"question": "Câu hỏi", "option": "Phương án"},
        {"base": ("Số người xếp hạng", "count"), "mean_rank": ("Hạng trung bình", "mean"), "low": LIMITS["low"]}
        | {"high": LIMITS["high"], "asked": ("Số người được hỏi", "count")}
        | {"mean_rank_asked": ("Hạng trung bình, mọi người được hỏi", "mean"), "borda": ("Điểm Borda", "mean")}
        | {"worth": ("Giá trị (%)", "percent"), "worth_low": ("Giá trị: từ", "percent")}
        | {"worth_high": ("Giá trị: đến", "percent")},
        f"{estimates.PLACES} {estimates.MODEL} {{how}}",
    ),
}


def lists(tables):
    """Names of the sheets that have something to list."""
    return [name for name, (table, *_) in LISTS.items() if not take(tables, table).empty]


def draw_list(sheet, name, tables, survey, looks):
    """One list: frozen heads, a filter over them, a line an estimate; "–" where it is hidden."""
    table, texts, figures, note = LISTS[name]
    how = note.format(how=estimates.how(survey))
    rows, last = take(tables, table), len(texts) + len(figures) - 1
    set_up(sheet, survey, name, scale=None)
    sheet.set_column(0, len(texts) - 1, TEXT)
    sheet.set_column(len(texts), last, FIGURE)
    for row, (text, look) in enumerate([(name, "heading"), (MARK if survey.synthetic else "", "mark"), (how, "foot")]):
        sheet.merge_range(row, 0, row, last, "", looks[look])
        sheet.write_string(row, 0, text, looks[look])
    sheet.set_row(2, 36)
    sheet.set_row(HEAD - 1, 44)
    for at, title in enumerate([*texts.values(), *(title for title, _ in figures.values())]):
        sheet.write_string(HEAD - 1, at, title, looks["by"])
    sheet.freeze_panes(HEAD, 1)
    sheet.repeat_rows(HEAD - 1)
    sheet.autofilter(HEAD - 1, 0, HEAD - 1 + len(rows), last)
    sheet.ignore_errors({"number_stored_as_text": "A1:F20000"})  # options that are called "1" are names
    for row, line in enumerate(rows.to_dict("records"), start=HEAD):
        for at, column in enumerate(texts):
            sheet.write_string(row, at, _named(survey.form, column, line[column]), looks["option", "label", True])
        for at, (column, (_, look)) in enumerate(figures.items(), start=len(texts)):
            number(sheet, row, at, line[column], looks["option", look, True])


def _named(form, column, value):
    if pd.isna(value) or value == TOTAL:
        return ""
    if column in ("question", "of"):
        return name_of(form, value)
    return topic(form, value) if column == "by" else words(value)

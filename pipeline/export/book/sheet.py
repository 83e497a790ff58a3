"""One sheet of the book drawn: a table a question, one below the other, each with its base and its own row of heads."""

from textwrap import wrap

import pandas as pd

from pipeline import vi
from pipeline.claims.printed import OF_MEANS
from pipeline.export.book.lines import lines
from pipeline.export.book.notes import ITSELF, base, is_weighted
from pipeline.export.book.pages import head_of, title_of
from pipeline.export.book.style import high, set_up
from pipeline.export.book.tidy import LETTERS, mark_up, of_few
from pipeline.privacy.printed import SCORED
from pipeline.wording import say

SEVERAL = "Trang này có {n} bảng, mỗi bảng một câu hỏi. Ký hiệu, gia quyền, kiểm định: xem trang Ghi chú."
WEIGHTED = " (tỷ lệ, trung bình: gia quyền)"
LABEL, STATISTIC, FIGURE = 32, 13, 10  # widths of columns
TOP, FIXED = 5, 2  # rows over the first table, frozen columns
SCALE, PAGE_WIDTH, PAGE_HEIGHT = 62, 175, 670  # print scale; widths and points of what then fits a page
ROW = 14  # points


def draw_page(sheet, page, survey, looks, taken):
    """Draws the sheet; returns [(question, row of its table, people who answered)] for the contents."""
    set_up(sheet, survey, page.heading, looks, scale=SCALE)
    _columns(sheet, len(page.columns))
    at, room, placed, breaks = TOP, PAGE_HEIGHT, [], []
    heads = [say("Phương án"), say("Số đo"), *(head_of(survey.form, *column) for column in page.columns)]
    tables = [(survey.form[name], rows) for name, rows in page.rows.groupby("question", sort=False)]
    sheet.write_string(3, 0, say(SEVERAL, n=len(tables)), looks["said"])
    for question, rows in tables:
        found = lines(_with_ticks(rows), page.digits.get(question.name, (1, OF_MEANS)))
        told = wrap(" ".join(base(survey, question)), LETTERS)
        height = (len(found) + 1 + len(told)) * ROW + _head_height(heads)
        if height > room and at > TOP:
            breaks.append(at)
            room = PAGE_HEIGHT
        room = max(room - height, 0)
        placed.append((question, at, _people(rows)))
        title = title_of(question) + (say(WEIGHTED) if is_weighted(rows) else "")
        at = _table(sheet, at, title, told, heads, found, page, looks, taken, question.name)
    sheet.set_h_pagebreaks(breaks)
    sheet.set_v_pagebreaks(_vertical(page))
    return placed


def _columns(sheet, figures):
    """Widths of the columns; labels and statistics stay in sight and stand on every printed page."""
    sheet.set_column(0, 0, LABEL)
    sheet.set_column(1, 1, STATISTIC)
    sheet.set_column(FIXED, FIXED + figures - 1, FIGURE)
    sheet.freeze_panes(1, FIXED)
    sheet.repeat_columns(0, FIXED - 1)
    sheet.outline_settings(True, False)


def _with_ticks(rows):
    """Whether the question has percentages of ticks is told by its rows as a whole, hidden ones or not."""
    return rows.assign(ticks=rows["responses_percent"].notna().any())


def _people(rows):
    """People who answered: the base of everybody's column."""
    return rows["base"].iloc[0] if rows["row"].iloc[0] == "mean" else rows.loc[~rows["row"].isin(SCORED), "base"].max()


def _head_height(heads):
    return 6 + 0.72 * high(*((head, FIGURE) for head in heads[FIXED:]))


def _table(sheet, at, title, told, heads, found, page, looks, taken, name):
    """Title, base, heads and lines from row ``at`` on; returns the row after them and a blank one."""
    sheet.write_string(at, 0, title, looks["title"])
    for row, line in enumerate(told, start=at + 1):
        sheet.write_string(row, 0, line, looks["said"])
    head = at + 1 + len(told)
    mark_up(sheet, head, head + len(found), heads, looks["group"], name, taken)
    sheet.set_row(head, _head_height(heads))
    places = {(by, group): FIXED + n for n, (by, group, _) in enumerate(page.columns)}
    for row, line in enumerate(found, start=head + 1):
        _line(sheet, row, line, places, looks)
    return head + len(found) + 2


def _line(sheet, row, line, places, looks):
    label, figure = (looks[line.kind, look, line.first] for look in ("label", line.look))
    sheet.write_string(row, 0, line.label, label)
    sheet.write_string(row, 1, line.statistic, label)
    tall = max(high((line.label, LABEL)), ROW) if line.first else ROW
    sheet.set_row(row, tall, None, {} if line.first else {"level": 1})
    for key, place in places.items():
        value = line.values.get(key, ITSELF)
        if isinstance(value, str):
            sheet.write_string(row, place, value, looks[line.kind, "mark", line.first])
            continue
        few = line.bases is not None and not line.bases[key] >= vi.SURE
        value = of_few(value, line.bases[key])[0] if few else value
        number(sheet, row, place, value, looks[line.kind, "whole", line.first] if few else figure)


def number(sheet, row, column, value, look):
    """Writes a number, or the sign of a missing one."""
    if pd.isna(value):
        sheet.write_string(row, column, vi.MISSING, look)
    else:
        sheet.write_number(row, column, float(value), look)


def _vertical(page):
    """Sheet columns before which a printed page ends: banner variables stay whole where they fit."""
    breaks, room, full = [], PAGE_WIDTH - LABEL - STATISTIC, PAGE_WIDTH - LABEL - STATISTIC
    for *_, first, last in page.runs:
        width = (last - first + 1) * FIGURE
        if width > room and room < full:
            breaks.append(FIXED + first)
            room = full
        room = room - width if width <= room else full
    return breaks

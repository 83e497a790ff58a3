"""One sheet of the book drawn: frozen heads, its tables one below the other, each with bases and foot."""

from math import ceil

import pandas as pd

from pipeline import vi
from pipeline.export.book.foot import foot, is_weighted
from pipeline.export.book.lines import lines
from pipeline.export.book.pages import inner, over, title_of
from pipeline.export.book.style import MARK, set_up
from pipeline.privacy.printed import SCORED

WEIGHTED = " (tỷ lệ, trung bình: gia quyền)"
LABEL, STATISTIC, FIGURE, LETTERS = 32, 12.5, 6, 4  # widths of columns
HEAD, FIXED = 5, 2  # frozen rows and columns
SCALE, PAGE_WIDTH, PAGE_HEIGHT = 62, 175, 670  # print scale; widths and points of what then fits a page
ROW, FOOT_LINE, FOOT_LETTERS = 14, 11.5, 1.25  # points; letters of the foot to a width of one


def draw_page(sheet, page, survey, looks):
    """Draws the sheet; returns [(question, row of its table, people who answered)] for the index."""
    set_up(sheet, survey, page.heading, scale=SCALE)
    _head(sheet, page, survey, looks)
    at, room, placed, breaks = HEAD, PAGE_HEIGHT, [], []
    for name, rows in page.rows.groupby("question", sort=False):
        question, found = survey.form[name], lines(_with_ticks(rows))
        notes = foot(survey, question, rows)
        height = (len(found) + 2) * ROW + sum(_height(note, page) for note in notes)
        if height > room and at > HEAD:
            breaks.append(at)
            room = PAGE_HEIGHT
        breaks += _inside(at, found) if height > PAGE_HEIGHT else []
        room = max(room - height, 0)
        placed.append((question, at, _people(rows)))
        title = title_of(question) + (WEIGHTED if is_weighted(rows) else "")
        at = _table(sheet, at, title, found, notes, page, looks)
    sheet.set_h_pagebreaks(breaks)
    sheet.set_v_pagebreaks(_vertical(page))
    return placed


def _inside(at, found):
    """Where a table taller than a page is parted: before the row of options in its middle, not before its foot."""
    starts = [at + 1 + n for n, line in enumerate(found) if line.first and n >= len(found) / 2]
    return starts[:1]


def _with_ticks(rows):
    """Whether the question has percentages of ticks is told by its rows as a whole, hidden ones or not."""
    return rows.assign(ticks=rows["responses_percent"].notna().any())


def _people(rows):
    """People who answered: the base of everybody's column."""
    return rows["base"].iloc[0] if rows["row"].iloc[0] == "mean" else rows.loc[~rows["row"].isin(SCORED), "base"].max()


def _head(sheet, page, survey, looks):
    sheet.set_column(0, 0, LABEL)
    sheet.set_column(1, 1, STATISTIC)
    for at in range(len(page.columns)):
        sheet.set_column(_figure(at), _figure(at), FIGURE)
        sheet.set_column(_figure(at) + 1, _figure(at) + 1, LETTERS)
    _merged(sheet, 0, 0, 1, page.heading, looks["heading"])
    sheet.set_row(0, 34)
    sheet.write_url(1, 0, "internal:'Mục lục'!A1", looks["link"], string="← Mục lục")
    sheet.write_string(2, 0, MARK if survey.synthetic else "", looks["mark"])
    sheet.set_row(2, 30)
    sheet.set_row(3, 48)
    for by, outer, first, last in page.runs:
        _merged(sheet, 2, _figure(first), _figure(last) + 1, over(survey.form, by, outer), looks["by"])
    for at, (by, group, letter) in enumerate(page.columns):
        _merged(sheet, 3, _figure(at), _figure(at) + 1, inner(by, group), looks["group"])
        _merged(sheet, 4, _figure(at), _figure(at) + 1, f"({letter})" if letter else "", looks["group"])
    sheet.freeze_panes(HEAD, FIXED)
    sheet.repeat_rows(0, HEAD - 1)
    sheet.repeat_columns(0, FIXED - 1)
    sheet.outline_settings(True, False)
    sheet.ignore_errors({"number_stored_as_text": "A1:B5000"})  # options that are called "1" are names


def _figure(at):
    """Sheet column of a table column's figures; its letters are beside it."""
    return FIXED + 2 * at


def _merged(sheet, row, first, last, text, look):
    sheet.merge_range(row, first, row, last, "", look)
    sheet.write_string(row, first, text, look)


def _table(sheet, at, title, found, notes, page, looks):
    """Title, lines and foot from row ``at`` on; returns the row after them and a blank one."""
    for column in range(_widest(page) + 1, _figure(len(page.columns))):
        sheet.write_blank(at, column, None, looks["title"])
    _merged(sheet, at, 0, _widest(page), title, looks["title"])
    places = {(by, group): _figure(n) for n, (by, group, _) in enumerate(page.columns)}
    for row, line in enumerate(found, start=at + 1):
        _line(sheet, row, line, places, looks)
    at += 1 + len(found)
    for note in notes:
        _merged(sheet, at, 0, _widest(page), note, looks["foot"])
        sheet.set_row(at, _height(note, page))
        at += 1
    return at + 1


def _line(sheet, row, line, places, looks):
    label, figure, mark = (looks[line.kind, look, line.first] for look in ("label", line.look, "mark"))
    sheet.write_string(row, 0, line.label, label)
    sheet.write_string(row, 1, line.statistic, label)
    tall = ROW * max(ceil(1.1 * len(line.label) / LABEL), 1)
    sheet.set_row(row, tall, None, {} if line.first else {"level": 1})
    marks = {key: text for key, text in (line.marks or {}).items() if text and pd.notna(text)}
    for key in (key for key in places if key not in line.values):
        sheet.write_blank(row, places[key], None, figure)
    for key in (key for key in places if key not in marks):
        sheet.write_blank(row, places[key] + 1, None, mark)
    for key, value in line.values.items():
        few = line.bases is not None and not line.bases[key] >= vi.SURE
        value = vi.unrounded(value, line.bases[key]) if few and pd.notna(value) else value
        number(sheet, row, places[key], value, looks[line.kind, "whole", line.first] if few else figure)
    for key, text in marks.items():
        sheet.write_string(row, places[key] + 1, _close(text), mark)


def number(sheet, row, column, value, look):
    """Writes a number, or the sign of a missing one."""
    if pd.isna(value):
        sheet.write_string(row, column, vi.MISSING, look)
    else:
        sheet.write_number(row, column, float(value), look)


def _close(letters):
    """Letters without blanks where each is one letter."""
    return "".join(letters.split()) if all(len(x) == 1 for x in letters.split()) else letters


def _height(note, page):
    width = LABEL + STATISTIC + (_widest(page) + 1 - FIXED) / 2 * (FIGURE + LETTERS)
    return FOOT_LINE * ceil(len(note) / (FOOT_LETTERS * width))


def _vertical(page):
    """Sheet columns before which a printed page ends: banner variables stay whole where they fit."""
    breaks, room, full = [], PAGE_WIDTH - LABEL - STATISTIC, PAGE_WIDTH - LABEL - STATISTIC
    for *_, first, last in page.runs:
        width = (last - first + 1) * (FIGURE + LETTERS)
        if width > room and room < full:
            breaks.append(_figure(first))
            room = full
        room = room - width if width <= room else full
    return breaks


def _widest(page):
    """Last sheet column of the first printed page, over which the foot is written."""
    first_break = _vertical(page)[:1]
    return (first_break[0] if first_break else _figure(len(page.columns))) - 1

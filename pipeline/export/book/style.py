"""Looks of the book: cell formats, widths, and how a sheet is printed."""

from math import ceil

from pipeline import vi
from pipeline.report.grid import words
from pipeline.wording import say

MARK = "DỮ LIỆU MÔ PHỎNG"
CONTENTS, NOTES = "Mục lục", "Ghi chú"
FORMATS = {
    "heading": {"bold": True, "font_size": 14},
    "mark": {"bold": True, "font_color": "#B00020"},
    "link": {"font_color": "#0B5394", "underline": 1},
    "wrapped_link": {"font_color": "#0B5394", "underline": 1, "text_wrap": True, "valign": "top"},
    "text": {"text_wrap": True, "valign": "top"},
    "said": {"font_color": "#444444"},
    "number": {"num_format": "#,##0", "valign": "top"},
    "order": {"num_format": "0", "align": "center", "valign": "top"},
    "percent": {"num_format": "0.0", "valign": "top"},
    "whole": {"num_format": "0", "valign": "top"},
    "p": {"num_format": "0.000", "valign": "top"},
    "measure": {"num_format": "0.00", "valign": "top"},
    "missing": {"align": "right", "valign": "top"},
    "head": {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#D9E2EC", "border": 1,
             "border_color": "#FFFFFF"},
    "group": {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#D9E2EC",
              "border": 1, "border_color": "#FFFFFF", "font_size": 9},
    "title": {"bold": True, "font_size": 11},
}  # fmt: skip
NUMBERS = {"percent": "0.0", "whole": "0", "count": "#,##0"}
NUMBERS |= {f"{digits} decimals": f"0.{'0' * digits}" for digits in range(1, vi.MOST + 1)}
ROWS = {"option": {}, "apart": {"italic": True}, "net": {"bold": True, "bg_color": "#F2F2F2"}}
ROWS |= {"top2": ROWS["net"], "bottom2": ROWS["net"], "mean": {"bg_color": "#EAF4EA"}, "base": {"bg_color": "#EDF2F7"}}
LINE = 13.5  # points a line of text is high


def styles(workbook):
    """Name → format; for the lines of tables (kind, look, first) with look "label", "mark" or a number's."""
    found = {name: workbook.add_format(look) for name, look in FORMATS.items()}
    for kind, own in ROWS.items():
        for first in (True, False):
            quiet = {} if first else {"font_color": "#595959", "bold": False}
            rule = {"top": 4, "top_color": "#BBBBBB"} if first else {}
            common = own | quiet | rule | {"valign": "top"}
            found[kind, "label", first] = workbook.add_format(common | {"text_wrap": first})
            found[kind, "mark", first] = workbook.add_format(
                common | {"bold": True, "font_color": "#8A4B08", "font_size": 9, "align": "right"}
            )
            for look, shape in NUMBERS.items():
                found[kind, look, first] = workbook.add_format(common | {"num_format": shape, "align": "right"})
    return found


def set_up(sheet, survey, heading, looks, *, scale=None):
    """Title in A1, the way back to the contents, the mark of simulated data; A4 landscape with what paper says at head
    and foot; no scale: as wide as the page."""
    sheet.write_string(0, 0, heading, looks["heading"])
    sheet.set_row(0, 21)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.set_print_scale(scale) if scale else sheet.fit_to_pages(1, 0)
    mark = say(MARK) if survey.synthetic else ""
    sheet.set_header(f"&L&8{_plain(heading)}&R&8&B{mark}")
    sheet.set_footer(f"&L&8&A&R&8{say('Trang')} &P/&N")
    sheet.hide_gridlines(2)
    if sheet.name != say(CONTENTS):
        sheet.write_url(1, 0, f"internal:'{say(CONTENTS)}'!A1", looks["link"], string=f"← {say(CONTENTS)}")
    if mark:
        sheet.write_string(2, 0, mark, looks["mark"])


def high(*texts):
    """Points of a row that shows these (text, width of its column) whole."""
    return LINE * max(sum(ceil(1.1 * len(line) / width) or 1 for line in text.split("\n")) for text, width in texts)


def _plain(text):
    """Text for a printed head, where "&" begins a code."""
    return words(text)[:100].replace("&", "&&")

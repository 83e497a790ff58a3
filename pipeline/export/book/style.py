"""Looks of the book: cell formats, widths, and how a sheet is printed."""

from pipeline.report.grid import words

MARK = "DỮ LIỆU MÔ PHỎNG"
FORMATS = {
    "heading": {"bold": True, "font_size": 12, "text_wrap": True, "valign": "vcenter"},
    "mark": {"bold": True, "font_color": "#B00020"},
    "link": {"font_color": "#0B5394", "underline": 1},
    "wrapped_link": {"font_color": "#0B5394", "underline": 1, "text_wrap": True, "valign": "top"},
    "text": {"text_wrap": True, "valign": "top"},
    "order": {"align": "center", "valign": "top"},
    "number": {"num_format": "#,##0", "valign": "top"},
    "p": {"num_format": "0.000", "valign": "top"},
    "measure": {"num_format": "0.00", "valign": "top"},
    "missing": {"align": "right", "valign": "top"},
    "by": {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#D9E2EC", "border": 1,
           "border_color": "#FFFFFF"},
    "group": {"text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#EDF2F7", "border": 1,
              "border_color": "#FFFFFF", "font_size": 9},
    "title": {"bold": True, "bg_color": "#F4E9D0", "top": 1},
    "foot": {"text_wrap": True, "valign": "top", "font_size": 8, "font_color": "#444444"},
}  # fmt: skip
NUMBERS = {"percent": "0.0", "whole": "0", "count": "#,##0", "mean": "0.00"}
ROWS = {"option": {}, "apart": {"italic": True}, "net": {"bold": True, "bg_color": "#F2F2F2"}}
ROWS |= {"top2": ROWS["net"], "bottom2": ROWS["net"], "mean": {"bg_color": "#EAF4EA"}, "base": {"bg_color": "#EDF2F7"}}


def styles(workbook):
    """Name → format; for the lines of tables (kind, look, first) with look "label", "mark" or a number's."""
    found = {name: workbook.add_format(look) for name, look in FORMATS.items()}
    for kind, own in ROWS.items():
        for first in (True, False):
            quiet = {} if first else {"font_color": "#666666", "bold": False}
            rule = {"top": 4, "top_color": "#BBBBBB"} if first else {}
            common = own | quiet | rule | {"valign": "top"}
            found[kind, "label", first] = workbook.add_format(common | {"text_wrap": True})
            found[kind, "mark", first] = workbook.add_format(
                common | {"bold": True, "font_color": "#B45309", "font_size": 8}
            )
            for look, shape in NUMBERS.items():
                found[kind, look, first] = workbook.add_format(common | {"num_format": shape, "align": "right"})
    return found


def set_up(sheet, survey, heading, *, scale):
    """A4 landscape, margins, what the printed page says at head and foot; no scale: as wide as the page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.set_print_scale(scale) if scale else sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L&8{_plain(heading)}&R&8&B{MARK if survey.synthetic else ''}")
    sheet.set_footer("&L&8&A&R&8Trang &P/&N")
    sheet.hide_gridlines(2)


def _plain(text):
    """Text for a printed head, where "&" begins a code."""
    return words(text)[:100].replace("&", "&&")

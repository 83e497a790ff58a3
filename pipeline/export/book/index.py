"""The first sheet of the book: what the survey is, how to read the tables, and a link to every table."""

from math import ceil

from pipeline.export.book.pages import title_of
from pipeline.export.book.style import MARK, set_up
from pipeline.report.head import window

TITLES = ("STT", "Phần", "Bảng (bấm để mở)", "Kiểu câu hỏi", "Số người trả lời")
WIDTHS = (6, 34, 90, 24, 14)
KINDS = {
    "nominal": "chọn một",
    "ordinal": "thang thứ bậc",
    "multiple": "chọn nhiều",
    "rank": "xếp hạng",
    "number": "ghi số",
}
READING = (
    "Mỗi trang tính là một phần của phiếu; mỗi bảng là một câu hỏi, các cột là Tổng số và các nhóm. Mỗi phương án có"
    " % cột, n (số người), % hàng; chữ cái nhỏ cạnh tỷ lệ chỉ cột thấp hơn có ý nghĩa thống kê. Nút 1, 2 ở lề trái"
    " thu gọn còn % cột hoặc mở đủ số liệu. Chân mỗi bảng nói cơ sở, gia quyền, kiểm định và ô không nêu."
)


def draw_index(sheet, placed, statistics, survey, looks):
    """Draws the index: ``placed`` is [(page, [(question, row, people)])] in the order of the sheets, ``statistics`` the
    (name, heading) of those after them."""
    set_up(sheet, survey, survey.title, scale=None)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    said = ["SỔ BẢNG SỐ LIỆU", survey.title, opening_of(survey), READING, MARK if survey.synthetic else ""]
    for row, text in enumerate(said):
        look = looks[{0: "heading", 4: "mark"}.get(row, "text")]
        sheet.merge_range(row, 0, row, len(WIDTHS) - 1, "", look)
        sheet.write_string(row, 0, text, look)
    sheet.set_row(1, 32)
    sheet.set_row(3, 48)
    head = len(said)
    for column, title in enumerate(TITLES):
        sheet.write_string(head, column, title, looks["by"])
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(head)
    row = _links(sheet, head + 1, placed, looks)
    for name, heading in statistics:
        sheet.write_string(row, 1, "Thống kê", looks["text"])
        sheet.set_row(row, 13.5 * ceil(len(heading) / (1.1 * WIDTHS[2])))
        sheet.write_url(row, 2, f"internal:'{name}'!A1", looks["wrapped_link"], string=heading, tip=f"Mở trang {name}")
        row += 1


def opening_of(survey):
    """Who asked, when."""
    owner = ", ".join(filter(None, [survey.owner.name, survey.owner.superior]))
    return " ".join(filter(None, [f"{owner}." if owner else "", f"Thời gian thu phiếu: {window(survey)}"]))


def _links(sheet, row, placed, looks):
    """A line a table; returns the row after them."""
    found = [(page, *table) for page, tables in placed for table in tables]
    for number, (page, question, at, people) in enumerate(found, start=1):
        title = title_of(question)
        sheet.set_row(row, 13.5 * max(ceil(len(page.heading) / WIDTHS[1]), ceil(len(title) / (1.1 * WIDTHS[2]))))
        sheet.write_number(row, 0, number, looks["order"])
        sheet.write_string(row, 1, page.heading, looks["text"])
        sheet.write_url(
            row, 2, f"internal:'{page.name}'!A{at + 1}", looks["wrapped_link"], string=title[:255],
            tip=f"Mở trang {page.name}",
        )  # fmt: skip
        sheet.write_string(row, 3, KINDS[question.kind], looks["text"])
        sheet.write_number(row, 4, people, looks["number"]) if people == people else None
        row += 1
    return row

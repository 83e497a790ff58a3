"""The first sheet of the book: what the survey is, and a line a table: where it is, what it holds, of how many."""

from pipeline import wording
from pipeline.export.book.pages import title_of
from pipeline.export.book.style import CONTENTS
from pipeline.export.book.tidy import Column, Tidy
from pipeline.report.head import window
from pipeline.wording import say

KINDS = {
    "nominal": "chọn một",
    "ordinal": "thang thứ bậc",
    "multiple": "chọn nhiều",
    "rank": "xếp hạng",
    "number": "ghi số",
}
READING = (
    "Bấm vào tên trang để mở; đầu mỗi trang có đường về đây. Mỗi bảng có một hàng tiêu đề, không có ô gộp; ký hiệu và"
    " cách tính ở trang Ghi chú. Chỉ lập từ các bảng đã ẩn ô ít người; cùng số liệu với báo cáo."
)
CROSSED = "{kind}; Tổng số và {columns} nhóm"


def contents(survey, before, placed, after):
    """The sheet of contents: ``placed`` is [(page, [(question, row, people)])] in the order of the sheets, ``before``
    and ``after`` the Tidys around them."""
    rows, links = [], []
    lines = [*map(_sheet, before), *_questions(placed), *map(_sheet, after)]
    for at, (part, title, place, holds, people) in enumerate(lines):
        rows.append((at + 1, part, title, holds, people if people == people else ""))
        links.append((at, 1, place))
    columns = (
        Column(say("STT"), 6, "order"), Column(say("Trang (bấm để mở)"), 26), Column(say("Bảng"), 90),
        Column(say("Có gì"), 44), Column(say("Số người trả lời (cơ sở)"), 14, "number"),
    )  # fmt: skip
    said = [survey.title, opening_of(survey), say(READING)]
    return Tidy(say(CONTENTS), say("Sổ bảng số liệu"), columns, rows, tuple(said), links=tuple(links))


def _sheet(tidy):
    heads = [column.head for column in tidy.columns]
    holds = say("{rows} dòng: {heads}", rows=len(tidy.rows), heads=", ".join([*heads[:4], *["…"] * (len(heads) > 4)]))
    return tidy.name, tidy.title, f"'{tidy.name}'!A1", holds, tidy.people


def _questions(placed):
    for page, tables in placed:
        for number, (question, at, people) in enumerate(tables, start=1):
            part = say("{page}, bảng {number}", page=page.name, number=number)
            kind, groups = wording.label(say(KINDS[question.kind])), len(page.columns) - 1
            holds = say(CROSSED, kind=kind, columns=groups) if groups else kind
            yield part, title_of(question), f"'{page.name}'!A{at + 1}", holds, people


def opening_of(survey):
    """Who asked, when."""
    owner = ", ".join(filter(None, [survey.owner.name, survey.owner.superior]))
    when = say("Thời gian thu phiếu: {window}", window=window(survey))
    return " ".join(filter(None, [f"{owner}." if owner else "", when]))

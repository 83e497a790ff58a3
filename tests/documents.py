"""A small report of two documents that has every kind of block, made by hand."""

from dataclasses import replace

import pandas as pd

from pipeline.claims import Estimate, Gap
from pipeline.report import model, numbering

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Biểu đồ thanh: cao nhất là Zalo." width="453.6pt"'
    ' height="60pt" viewBox="0 0 453.6 60" font-family="DejaVu Sans, Verdana, sans-serif"><title>Câu 2</title>{}'
    '<g><text style="font-size: 9px; fill: #222222" x="20" y="40">Zalo 68,2%</text></g></svg>'
)
BAR = (
    '<g><title>Zalo: 68,2% của 5.000 người</title><path d="M 90 5 L 300 5 L 300 20 L 90 20 z" style="fill: #0072b2"/>'
    "</g>"
)
TWO = BAR + BAR.replace("Zalo: 68,2%", "Facebook &amp; bạn: 20,0%").replace("5 L", "25 L").replace("20 L", "45 L")


def share(option, value, question="net", base=5000.0, by="", **more):
    """One printed share as claims hold it."""
    key = (("question", question), ("option", option), ("by", by))
    return Estimate("frequencies", key, "percent", value, "%", base=base, **more)


ZALO, FACEBOOK = share("Zalo", 68.24, low=66.9, high=69.5), share("Facebook & bạn", 20.0)
YOUNG, NOWHERE = share("Zalo", 81.0, by="sex"), share("Zalo", 55.5, question="lost")
ROWS = pd.DataFrame(
    [("Zalo", 3412, 68.24, 66.9, 69.5, 5000), ("Facebook & bạn", None, None, None, None, 5000)],
    columns=["option", "n", "percent", "low", "high", "base"],
)


def table(caption, *rows, columns=("Phương án", "Số người", "Tỷ lệ (%)"), label="", **about):
    """A table whose first column is words and whose others are numbers."""
    heads = tuple(model.Column(title, 100 / len(columns), at > 0) for at, title in enumerate(columns))
    return model.Table(caption, heads, rows, labels=(label,), **about)


def row(*cells, key="", base=False):
    """A row of a table."""
    return model.Row(cells, (key,) if key else (), base)


NET = table(
    "Dùng mạng nào?",
    row("Zalo", "3.412", "68,2", key="net|Zalo"),
    row("Facebook & bạn", "1.000", "20,0", key="net|Facebook & bạn"),
    row("Mạng khác", "–", "–"),
    row("Threads", "12", "< 0,5"),
    row("Cơ sở", "5.000", "", base=True),
    label="net",
    notes=("Số người: không gia quyền.",),
    source="frequencies",
)
BY_SEX = table(
    "Dùng mạng nào? – theo giới tính",
    row("Theo giới"),
    row("Zalo", "5.000", "61,5", "81,0", key="net|Zalo|sex"),
    row("Facebook & bạn", "5.000", (FACEBOOK, model.Ref("net", " (", ")"), model.Ref("lost", " [", "]")), "–"),
    columns=("Phương án", "Tất cả", "Nam", "Nữ"),
    spans=(("Giới tính", 2),),
    wide=True,
    label="net/sex",
    source="banners",
)
FIGURE = model.Figure(
    "net", ("Zalo dẫn đầu với ", ZALO), ("Tỷ lệ, % của 5.000 người",), SVG.format(TWO), "Biểu đồ thanh", 453.6, 60,
    "bars", ROWS, labels=("figure:net",),
)  # fmt: skip
PHONE = replace(FIGURE, name="net-2", narrow=SVG.format(TWO).replace("453.6", "280.8"), rows=None)
HEAD = {
    "layout": "party",
    "superior": ["ĐẢNG ỦY"],
    "name": ["BAN", "TUYÊN GIÁO"],
    "number": "Số …-BC/…",
    "place": "Thái Nguyên, ngày …",
}
BLOCKS = (
    model.Head(HEAD, ("BÁO CÁO", "kết quả điều tra")),
    model.Contents("headings", "MỤC LỤC"),
    model.Heading(1, "TÓM TẮT", "tom-tat"),
    model.Paragraph(("Zalo: ", ZALO, ", hơn Facebook & bạn ", Gap(ZALO, FACEBOOK), model.Ref("net", " (", ").\nHết."))),
    model.Paragraph(("Nữ ", YOUNG, "; ngoài bảng ", NOWHERE), model.NOTE),
    model.Paragraph((model.Emph(("Lời ", model.Strong(("tác giả",)))), model.Ref("net/sex", " – ")), model.AUTHORS),
    model.Items((("một",), (model.Strong((ZALO,)),)), True),
    model.Items((("gạch",),), kind=model.NOTE),
    model.Box((("Cơ sở <5.000>.",),), "Của ai?"),
    model.Box(((ZALO, "dùng Zalo"), (FACEBOOK, "dùng Facebook")), "Số chính", model.FIGURES),
    model.Heading(2, "Nền tảng", "nen-tang", "1."),
    FIGURE,
    PHONE,
    NET,
    model.Quote("mở lớp <b>ngắn</b>", "Tập huấn"),
    model.PageBreak(),
    model.Heading(3, "Nhỏ", "", "a)"),
    model.Heading(4, "Nhỏ nữa"),
    model.Signature(("- Thường trực,", "- Lưu."), ("TRƯỞNG BAN",), "Nguyễn Văn A"),
    model.Contents("Bảng", "Danh mục bảng"),
    model.Contents("Hình", "Danh mục hình"),
)


def report(**about):
    """The two numbered documents."""
    about = {"layout": "party", "mark": "DỮ LIỆU MÔ PHỎNG", "state": "DỰ THẢO", "date": "2022-04-10", **about}
    first = model.Document("bao-cao", "Báo cáo: Dùng mạng", "Báo cáo", BLOCKS, other=("phu-luc", "Phụ lục"), **about)
    annex = (
        model.Heading(1, "Bảng theo nhóm", "theo-nhom", "Phụ lục 1."),
        table("Giấy tờ", row("a", "1", "2")),
        BY_SEX,
    )
    about |= {"other": ("bao-cao", "Báo cáo"), "series": "PL"}
    return numbering.numbered([first, model.Document("phu-luc", "Phụ lục: Dùng mạng", "Phụ lục", annex, **about)])

"""Sheets that list estimates a line each: ratios, differences, ranked options, with their 95% limits."""

from pipeline.export.book.frames import listed
from pipeline.report import estimates
from pipeline.report.grid import take
from pipeline.wording import say

LIMITS = {"se": ("Sai số chuẩn", "measure"), "low": ("95%: từ", "measure"), "high": ("95%: đến", "measure")}
GROUPED = {"by": ("Theo", "topic"), "group": ("Nhóm", "option")}
ASKED = {"question": ("Câu hỏi", "question"), "option": ("Phương án", "option")}
LISTS = {
    "Tỷ số": (
        "ratios",
        {"question": ("Tử số", "question"), "of": ("Mẫu số", "question"), **GROUPED}
        | {"n": ("Số người ghi cả hai", "number"), "ratio": ("Tỷ số", "measure"), **LIMITS},
        (),
    ),
    "Hai phương án": (
        "contrasts",
        {**ASKED, "against": ("Trừ phương án", "text"), **GROUPED}
        | {"n": ("Số người chọn", "number"), "n_other": ("Số người chọn phương án sau", "number")}
        | {"difference": ("Chênh lệch (điểm %)", "measure"), **LIMITS, "base": ("Cơ sở", "number")},
        (),
    ),
    "Nhóm và phần còn lại": (
        "differences",
        {**ASKED, **GROUPED, "n": ("Số người chọn", "number"), "percent": ("% trong nhóm", "percent")}
        | {"rest": ("% ở phần còn lại", "measure"), "difference": ("Chênh lệch (điểm %)", "measure"), **LIMITS}
        | {"base": ("Cơ sở", "number")},
        ("Phần còn lại: mọi nhóm khác của cùng biến. Khoảng chưa hiệu chỉnh cho nhiều phép so sánh.",),
    ),
    "Xếp hạng": (
        "ranks",
        {**ASKED, "base": ("Số người xếp hạng", "number"), "mean_rank": ("Hạng trung bình", "measure")}
        | {"low": LIMITS["low"], "high": LIMITS["high"], "asked": ("Số người được hỏi", "number")}
        | {"mean_rank_asked": ("Hạng trung bình, mọi người được hỏi", "measure"), "borda": ("Điểm Borda", "measure")}
        | {"worth": ("Giá trị (%)", "percent"), "worth_low": ("Giá trị: từ", "percent")}
        | {"worth_high": ("Giá trị: đến", "percent")},
        (estimates.PLACES, estimates.MODEL),
    ),
}


def lists(survey, tables):
    """The sheets that have something to list."""
    made = []
    for name, (table, columns, notes) in LISTS.items():
        rows = take(tables, table)
        if len(rows):
            notes = [*map(say, notes), estimates.how(survey)]
            title = say("{name}: ước lượng và khoảng 95%", name=say(name))
            made.append(listed(name, title, rows, columns, survey.form, notes))
    return made

"""Tidy tables as a Vietnamese reader sees them in a notebook: Vietnamese headings, decimal commas, no blanks as NaN."""

import pandas as pd

from pipeline import vi

HEADINGS = {
    "question": "Câu hỏi", "label": "Nội dung", "option": "Phương án", "n": "Số người", "percent": "%",
    "base": "Cơ sở (n)", "by": "Theo", "group": "Nhóm", "method": "Phương pháp", "statistic": "Thống kê",
    "df": "Bậc tự do", "p": "p", "p_adjusted": "p hiệu chỉnh", "effect": "Mức độ", "effect_name": "Thước đo",
    "effect_low": "Cận dưới 95 %", "effect_high": "Cận trên 95 %", "sentence": "Diễn giải",
    "family": "Họ kiểm định", "code": "Mã", "name": "Tên", "mean": "Trung bình", "sd": "Độ lệch chuẩn",
    "median": "Trung vị", "q1": "Tứ phân vị 1", "q3": "Tứ phân vị 3", "min": "Nhỏ nhất", "max": "Lớn nhất",
    "battery": "Bảng thang đo", "item": "Mục", "top2": "% hai mức cao nhất", "no_opinion": "% ngoài thang",
    "alpha": "α Cronbach", "alpha_low": "α, cận dưới 95 %", "alpha_high": "α, cận trên 95 %",
    "item_rest": "Tương quan biến–tổng", "alpha_if_dropped": "α nếu bỏ mục", "note": "Ghi chú",
    "asked": "Được hỏi", "answered": "Có trả lời", "not_applicable": "Không áp dụng",
    "no_answer": "Không trả lời", "step": "Bước", "flag": "Cờ", "dropped": "Loại khỏi phân tích",
    "percent_all": "% mọi phiếu hợp lệ", "percent_clean": "% sau khi loại", "difference": "Chênh lệch (điểm %)",
    "unit": "Mã đơn vị", "headcount": "Số người theo danh sách", "rate": "Tỷ lệ trả lời (%)",
    "margin": "Biến gia quyền", "population": "% theo danh sách", "sample": "% trong mẫu",
    "weighted": "% sau gia quyền", "rule": "Quy tắc", "rows": "Số phiếu", "before": "Trước", "after": "Sau",
    "column": "Cột trong tệp", "how": "Khớp theo", "filled": "Ô có nội dung", "quote": "Trích nguyên văn",
    "measure": "Chỉ số", "value": "Giá trị", "section": "Phần",
    "net": "Nhóm lớn", "level": "Loại", "status": "Tình trạng", "phrases": "Cụm từ khóa", "person": "Người mã hóa",
    "model": "Máy mã hóa", "guess": "Máy gợi ý", "uncoded": "Chưa mã hóa", "precision": "Độ chính xác yêu cầu (%)",
    "expected": "Độ chính xác ước lượng (%)", "hand": "Số câu mã hóa tay", "by_rule": "Theo quy tắc",
    "both": "Mọi người cùng gán", "either": "Có người gán", "agreement": "% giống nhau", "kappa": "κ Cohen",
    "krippendorff": "α Krippendorff", "silent": "Không có ý kiến",
    "change": "Thay đổi", "now": "Nay", "way": "Cách quyết định",
}  # fmt: skip
COUNTS = ("n", "base", "df", "rows", "asked", "answered", "not_applicable", "no_answer", "headcount", "filled",
          "person", "by_rule", "model", "guess", "uncoded", "hand", "silent", "both", "either")  # fmt: skip
P_VALUES = ("p", "p_adjusted")
TWO_DIGITS = ("effect", "effect_low", "effect_high", "mean", "sd", "statistic", "value", "alpha", "alpha_low",
              "alpha_high", "item_rest", "alpha_if_dropped", "kappa", "krippendorff")  # fmt: skip


def table(frame, caption=""):
    """The frame as a Styler: same rows and columns, Vietnamese headings, numbers as 1.234,5; missing shown as "–"."""
    shown = frame.copy()
    for column in frame.columns:
        if pd.api.types.is_bool_dtype(frame[column]):
            shown[column] = frame[column].map({True: "có", False: "không"})
        elif pd.api.types.is_numeric_dtype(frame[column]):
            shown[column] = [_text(value, column) for value in frame[column]]
    shown = shown.astype(object).where(frame.notna(), "–").rename(columns=HEADINGS)
    return shown.style.hide(axis="index").set_caption(caption)


def wide(frame, *, rows="option", columns="group", values="percent"):
    """A tidy table pivoted for the eye, rows and columns in their first order, one figure a cell, with a base row."""
    body = frame.pivot(index=rows, columns=columns, values=values)
    body = body.loc[frame[rows].unique(), frame[columns].unique()].map(lambda v: _text(v, values))
    base = frame.groupby(columns, sort=False)["base"].first().map(lambda v: _text(v, "base"))
    return (
        pd.concat([body, base.rename("Cơ sở (n)").to_frame().T]).rename_axis("").reset_index().style.hide(axis="index")
    )


def _text(value, column):
    if pd.isna(value):
        return "–"
    if column in P_VALUES:
        return vi.p_value(value).removeprefix("p = ").removeprefix("p ")
    if column in COUNTS:
        return vi.number(value, 0)
    return vi.number(value, 2 if column in TWO_DIGITS else 1)

"""Tidy tables as a Vietnamese reader sees them in a notebook: Vietnamese headings, decimal commas, no blanks as NaN."""

import pandas as pd

from pipeline import vi

HEADINGS = {
    "question": "Câu hỏi", "label": "Nội dung", "option": "Phương án", "n": "Số người", "percent": "%",
    "base": "Cơ sở (n)", "by": "Theo", "group": "Nhóm", "method": "Phương pháp", "statistic": "Thống kê",
    "df": "Bậc tự do", "p": "p", "p_adjusted": "p hiệu chỉnh", "effect": "Mức độ", "effect_name": "Thước đo",
    "effect_low": "Cận dưới 95 %", "effect_high": "Cận trên 95 %", "sentence": "Diễn giải", "family": "Họ kiểm định",
    "code": "Mã", "name": "Tên", "mean": "Trung bình", "sd": "Độ lệch chuẩn", "median": "Trung vị",
    "q1": "Tứ phân vị 1", "q3": "Tứ phân vị 3", "min": "Nhỏ nhất", "max": "Lớn nhất", "battery": "Bảng thang đo",
    "item": "Mục", "top2": "% hai mức cao nhất", "no_opinion": "% ngoài thang", "alpha": "α Cronbach",
    "alpha_low": "α, cận dưới 95 %", "alpha_high": "α, cận trên 95 %", "item_rest": "Tương quan biến–tổng",
    "alpha_if_dropped": "α nếu bỏ mục", "note": "Ghi chú", "alpha_std": "α chuẩn hóa",
    "mean_r": "Tương quan trung bình", "split_half": "Chia đôi (λ4)", "omega": "ω McDonald",
    "omega_low": "ω, cận dưới 95 %", "omega_high": "ω, cận trên 95 %", "omega_note": "Ghi chú về ω",
    "alpha_ordinal": "α thứ bậc", "omega_ordinal": "ω thứ bậc", "n_any": "Số người có trả lời",
    "alpha_pairwise": "α theo từng cặp", "turned": "Đã đảo chiều", "kmo": "KMO / MSA", "factor": "Nhân tố",
    "eigenvalue": "Giá trị riêng", "variance": "% phương sai", "cumulative": "% lũy kế", "kept": "Giữ lại",
    "by_chance": "Mức ngẫu nhiên (95 %)", "loading": "Hệ số tải", "communality": "Phần chung", "other": "Với",
    "correlation": "Tương quan", "pearson": "Pearson", "polychoric": "Đa chuỗi", "asked": "Được hỏi",
    "answered": "Có trả lời", "not_applicable": "Không áp dụng", "no_answer": "Không trả lời", "step": "Bước",
    "flag": "Cờ", "dropped": "Loại khỏi phân tích", "percent_all": "% mọi phiếu hợp lệ",
    "percent_clean": "% sau khi loại", "difference": "Chênh lệch (điểm %)", "unit": "Mã đơn vị",
    "headcount": "Số người theo danh sách", "rate": "Tỷ lệ trả lời (%)", "margin": "Biến gia quyền",
    "population": "% theo danh sách", "sample": "% trong mẫu", "weighted": "% sau gia quyền", "rule": "Quy tắc",
    "rows": "Số phiếu", "before": "Trước", "after": "Sau", "column": "Cột trong tệp", "how": "Khớp theo",
    "filled": "Ô có nội dung", "quote": "Trích nguyên văn", "row": "Loại dòng", "row_percent": "% hàng",
    "responses_percent": "% lượt chọn", "letters": "Cao hơn cột", "letter": "Cột",
    "effective_base": "Cơ sở hiệu dụng", "small": "Ít người", "bottom2": "% hai mức thấp nhất", "se": "Sai số chuẩn",
    "q1_spss": "Tứ phân vị 1 (SPSS)", "q3_spss": "Tứ phân vị 3 (SPSS)", "skewness": "Độ lệch", "kurtosis": "Độ nhọn",
    "measure": "Chỉ số", "value": "Giá trị", "section": "Phần", "relative": "Chệch tương đối (%)",
    "early": "% phiếu sớm", "late": "% phiếu muộn", "categories": "Số nhóm", "sweeps": "Vòng raking",
    "cycles": "Lần cắt trọng số", "deviation": "Lệch lớn nhất (điểm %)", "converged": "Hội tụ",
    "percent_unweighted": "% chưa gia quyền", "percent_weighted": "% sau gia quyền", "low": "Cận dưới 95 %",
    "high": "Cận trên 95 %", "answer": "Câu hỏi là", "groups": "Nhóm theo", "weights": "Gia quyền",
    "follow_up": "So sánh tiếp theo", "source": "Nguồn và hàm R cho cùng kết quả", "size": "Đánh giá",
    "group_a": "Nhóm A", "group_b": "Nhóm B", "item_a": "Mục A", "item_b": "Mục B", "outcome": "Kết quả",
    "event": "Được xét", "term": "Yếu tố", "level": "Mức", "reference": "So với (mức đầu)",
    "odds_ratio": "Tỷ số chênh (OR)", "model": "Mô hình", "mcfadden": "R² McFadden", "nagelkerke": "R² Nagelkerke",
    "test": "Kiểm định mô hình", "df2": "Bậc tự do 2", "check": "Kiểm tra dạng mô hình", "check_p": "p của kiểm tra",
    "check_statistic": "Thống kê kiểm tra", "check_df": "Bậc tự do kiểm tra", "place": "Hạng",
    "mean_rank": "Hạng trung bình", "expected": "Kỳ vọng", "residual": "Phần dư hiệu chỉnh", "net": "Nhóm lớn",
    "status": "Tình trạng", "phrases": "Cụm từ khóa", "person": "Người mã hóa", "guess": "Máy gợi ý",
    "uncoded": "Chưa mã hóa", "precision": "Độ chính xác yêu cầu (%)", "hand": "Số câu mã hóa tay",
    "by_model": "Máy mã hóa", "expected_precision": "Độ chính xác ước lượng (%)",
    "held_out": "Máy trùng người trên câu để riêng (%)", "found": "Số mã của người máy nêu được (%)",
    "by_rule": "Theo quy tắc", "both": "Mọi người cùng gán", "either": "Có người gán", "agreement": "% giống nhau",
    "kappa": "κ Cohen", "krippendorff": "α Krippendorff", "silent": "Không có ý kiến", "change": "Thay đổi",
    "now": "Nay", "typical": "Câu tiêu biểu", "doubtful": "Câu máy phân vân nhất", "way": "Cách quyết định",
}  # fmt: skip
COUNTS = (
    "n", "base", "df", "rows", "asked", "answered", "not_applicable", "no_answer", "headcount", "filled", "n_any",
    "factor", "categories", "sweeps", "cycles", "place", "check_df", "df2", "person", "by_rule", "model", "guess",
    "uncoded", "hand", "silent", "both", "either", "by_model", "số người",
)  # fmt: skip
P_VALUES = ("p", "p_adjusted", "check_p")
TWO_DIGITS = (
    "effect", "effect_low", "effect_high", "mean", "sd", "statistic", "value", "alpha", "alpha_low", "alpha_high",
    "item_rest", "alpha_if_dropped", "alpha_std", "mean_r", "split_half", "omega", "omega_low", "omega_high",
    "alpha_ordinal", "omega_ordinal", "alpha_pairwise", "kmo", "eigenvalue", "by_chance", "loading", "communality",
    "correlation", "pearson", "polychoric", "se", "skewness", "kurtosis", "odds_ratio", "low", "high", "mcfadden",
    "nagelkerke", "check_statistic", "mean_rank", "kappa", "krippendorff",
)  # fmt: skip


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


def loadings(frame, *, least=0.3):
    """Loadings of one set of items, items × factors; those under ``least`` in size are left blank."""
    if frame["loading"].isna().any():
        return table(frame[["battery", "n", "note"]])
    items = frame.drop_duplicates("item").set_index("item")
    sizes = frame.pivot(index="item", columns="factor", values="loading").loc[items.index]
    shown = sizes.map(lambda size: vi.number(size, 2) if abs(size) >= least else "")
    shown.columns = [f"Nhân tố {factor:.0f}" for factor in shown.columns]
    shown.insert(0, "Mục", items["label"])
    shown["Phần chung"] = items["communality"].map(lambda part: vi.number(part, 2))
    first = frame.iloc[0]
    about = [f"{first['battery']}: n = {vi.number(first['n'])}", first["method"], first["note"]]
    return shown.style.hide(axis="index").set_caption(" · ".join(filter(None, about)))


def _text(value, column):
    if pd.isna(value):
        return "–"
    if column in P_VALUES:
        return vi.p_value(value).removeprefix("p = ").removeprefix("p ")
    if column in COUNTS:
        return vi.number(value, 0)
    return vi.number(value, 2 if column in TWO_DIGITS else 1)

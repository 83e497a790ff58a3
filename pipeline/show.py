"""Tidy tables as a Vietnamese reader sees them in a notebook: Vietnamese headings, the words of questions instead of
their names, decimal commas, no blanks as NaN; text to the left, figures to the right, a screen of rows and the rest
folded."""

import re

import pandas as pd
from IPython.display import HTML
from markupsafe import escape

from pipeline import vi

SCREEN, SPARE = 20, 5  # rows shown at once, and how many more are not worth folding
DRAWN = "Hình"  # over cells of ``sketch``
NARROW = 28  # letters of a text that stays on one line
# columns that name questions
NAMED = ("question", "by", "item", "battery", "margin", "outcome", "term", "item_a", "item_b", "other", "of")
JOINED = re.compile("( › | × )")  # nested groups, interactions
HEAD = re.compile(r"white-space: [a-z-]+;? ?")  # headings may be broken between words
_form = {}  # name → question of the survey whose tables are shown
_negligible = {}  # effect → size under which its survey calls it negligible

HEADINGS = {
    "question": "Câu hỏi", "label": "Nội dung", "option": "Phương án", "n": "Số người", "percent": "%",
    "base": "Cơ sở (n)", "by": "Theo", "group": "Nhóm", "method": "Phương pháp", "statistic": "Thống kê",
    "df": "Bậc tự do", "p": "p", "p_adjusted": "p hiệu chỉnh", "effect": "Mức độ", "effect_name": "Thước đo",
    "trend_method": "Kiểm định xu hướng", "trend_statistic": "Trị xu hướng",
    "trend_p": "p xu hướng", "trend_p_adjusted": "p xu hướng hiệu chỉnh",
    "trend_effect": "Mức độ xu hướng", "trend_effect_name": "Thước đo xu hướng", "effect_low": "Cận dưới 95%",
    "effect_high": "Cận trên 95%", "sentence": "Diễn giải", "family": "Họ kiểm định",
    "code": "Mã", "name": "Tên", "mean": "Trung bình", "sd": "Độ lệch chuẩn", "median": "Trung vị",
    "q1": "Tứ phân vị 1", "q3": "Tứ phân vị 3", "min": "Nhỏ nhất", "max": "Lớn nhất", "battery": "Bảng thang đo",
    "item": "Mục", "top2": "% hai mức cao nhất", "no_opinion": "% ngoài thang", "alpha": "α Cronbach",
    "alpha_low": "α, cận dưới 95%", "alpha_high": "α, cận trên 95%", "item_rest": "Tương quan biến–tổng",
    "alpha_if_dropped": "α nếu bỏ mục", "note": "Ghi chú", "alpha_std": "α chuẩn hóa",
    "mean_r": "Tương quan trung bình", "split_half": "Chia đôi (λ4)", "omega": "ω McDonald",
    "omega_low": "ω, cận dưới 95%", "omega_high": "ω, cận trên 95%", "omega_note": "Ghi chú về ω",
    "alpha_ordinal": "α thứ bậc", "omega_ordinal": "ω thứ bậc", "n_any": "Số người có trả lời",
    "alpha_pairwise": "α theo từng cặp", "turned": "Đã đảo chiều", "kmo": "KMO / MSA", "factor": "Nhân tố",
    "eigenvalue": "Giá trị riêng", "variance": "% phương sai", "cumulative": "% lũy kế", "kept": "Giữ lại",
    "by_chance": "Mức ngẫu nhiên (95%)", "loading": "Hệ số tải", "communality": "Phần chung", "other": "Với",
    "correlation": "Tương quan", "pearson": "Pearson", "polychoric": "Đa chuỗi", "asked": "Được hỏi",
    "answered": "Có trả lời", "not_applicable": "Không áp dụng", "no_answer": "Không trả lời", "step": "Bước",
    "flag": "Cờ", "dropped": "Loại khỏi phân tích", "percent_all": "% mọi phiếu hợp lệ",
    "percent_clean": "% sau khi loại", "difference": "Chênh lệch (điểm %)", "unit": "Mã đơn vị",
    "headcount": "Số người theo danh sách", "rate": "Tỷ lệ trả lời (%)", "margin": "Biến gia quyền",
    "population": "% theo danh sách", "sample": "% trong mẫu", "weighted": "% sau gia quyền", "rule": "Quy tắc",
    "rows": "Số phiếu", "before": "Trước", "after": "Sau", "column": "Cột trong tệp", "how": "Khớp theo",
    "filled": "Có nội dung", "quote": "Trích nguyên văn", "row": "Loại dòng", "row_percent": "% hàng",
    "responses_percent": "% lượt chọn", "letters": "Cao hơn cột", "letter": "Cột",
    "effective_base": "Cơ sở hiệu dụng", "small": "Ít người", "bottom2": "% hai mức thấp nhất", "se": "Sai số chuẩn",
    "q1_spss": "Tứ phân vị 1 (SPSS)", "q3_spss": "Tứ phân vị 3 (SPSS)", "skewness": "Độ lệch", "kurtosis": "Độ nhọn",
    "measure": "Chỉ số", "value": "Giá trị", "section": "Phần", "relative": "Chệch tương đối (%)",
    "categories": "Số nhóm", "sweeps": "Vòng raking",
    "cycles": "Lần cắt trọng số", "deviation": "Lệch lớn nhất (điểm %)", "converged": "Hội tụ",
    "percent_unweighted": "% chưa gia quyền", "percent_weighted": "% sau gia quyền", "top": "Số hạng đầu",
    "n_top": "Số người xếp trong các hạng đầu", "percent_top": "% xếp trong các hạng đầu",
    "placed": "Số người có xếp hạng", "partial": "Số người không xếp hết", "low": "Cận dưới 95%",
    "estimate": "Ước lượng (%)", "tone": "Sắc thái",
    "high": "Cận trên 95%", "answer": "Câu hỏi là", "groups": "Nhóm theo", "weights": "Gia quyền",
    "follow_up": "So sánh tiếp theo", "source": "Nguồn và hàm R cho cùng kết quả", "size": "Đánh giá",
    "group_a": "Nhóm A", "group_b": "Nhóm B", "side": "Chiều ít mức",
    "item_a": "Mục A", "item_b": "Mục B", "outcome": "Kết quả",
    "event": "Được xét", "term": "Yếu tố", "level": "Mức", "reference": "So với (mức đầu)",
    "odds_ratio": "Tỷ số chênh (OR)", "model": "Mô hình", "mcfadden": "R² McFadden", "nagelkerke": "R² Nagelkerke",
    "b": "Hệ số b", "beta": "β chuẩn hóa", "outcome_sd": "Độ lệch chuẩn của kết quả", "r2": "R²",
    "adjusted_r2": "R² hiệu chỉnh", "ame": "AME (điểm %)", "ame_low": "AME, cận dưới 95%",
    "ame_high": "AME, cận trên 95%", "robust_low": "HC3, cận dưới 95%", "robust_high": "HC3, cận trên 95%",
    "robust_p": "p theo HC3", "joint_statistic": "Kiểm định chung của yếu tố", "joint_df": "Bậc tự do chung",
    "joint_df2": "Bậc tự do chung 2", "joint_p": "p chung", "joint_p_adjusted": "p chung hiệu chỉnh",
    "test": "Kiểm định mô hình", "df2": "Bậc tự do 2", "check": "Kiểm tra dạng mô hình", "check_p": "p của kiểm tra",
    "check_statistic": "Thống kê kiểm tra", "check_df": "Bậc tự do kiểm tra", "place": "Hạng",
    "mean_rank": "Hạng trung bình", "expected": "Kỳ vọng", "residual": "Phần dư hiệu chỉnh", "net": "Nhóm lớn",
    "status": "Tình trạng", "phrases": "Cụm từ khóa", "person": "Người mã hóa", "guess": "Máy gợi ý",
    "uncoded": "Chưa mã hóa", "precision": "Độ chính xác yêu cầu (%)", "hand": "Số câu rút ngẫu nhiên",
    "by_model": "Máy mã hóa", "expected_precision": "Độ chính xác ít nhất (%)",
    "held_out": "Máy trùng người trên câu để riêng (%)", "found": "Số mã của người máy nêu được (%)",
    "caught": "Số người dùng", "tried": "Rút ngẫu nhiên", "right": "Đúng", "state": "Kết luận",
    "width": "Bề rộng (điểm %)",
    "by_rule": "Theo quy tắc", "both": "Mọi người cùng gán", "either": "Có người gán", "agreement": "% giống nhau",
    "kappa": "κ Cohen", "krippendorff": "α Krippendorff", "silent": "Không có ý kiến", "change": "Thay đổi",
    "rest": "% ở phần còn lại", "against": "Trừ phương án", "n_other": "Số người chọn phương án sau",
    "of": "Trên (mẫu số)", "given": "Số đã ghi", "ratio": "Tỷ số",
    "mean_rank_asked": "Hạng trung bình, mọi người được hỏi",
    "borda": "Điểm Borda", "worth": "Giá trị Plackett–Luce (%)", "worth_low": "Giá trị, cận dưới 95%",
    "worth_high": "Giá trị, cận trên 95%", "median_low": "Trung vị, cận dưới 95%",
    "median_high": "Trung vị, cận trên 95%",
    "method_weighted": "Phương pháp, có gia quyền",
    "value_weighted": "Giá trị, có gia quyền", "low_weighted": "Cận dưới 95%, có gia quyền",
    "high_weighted": "Cận trên 95%, có gia quyền", "statistic_weighted": "Thống kê, có gia quyền",
    "df_weighted": "Bậc tự do, có gia quyền", "df2_weighted": "Bậc tự do 2, có gia quyền",
    "p_weighted": "p, có gia quyền", "p_adjusted_weighted": "p hiệu chỉnh, có gia quyền",
    "effect_weighted": "Mức độ, có gia quyền", "effect_low_weighted": "Mức độ, cận dưới, có gia quyền",
    "effect_high_weighted": "Mức độ, cận trên, có gia quyền", "mean_weighted": "Trung bình, có gia quyền",
    "mean_rank_weighted": "Hạng trung bình, có gia quyền", "alpha_weighted": "α, có gia quyền",
    "alpha_low_weighted": "α, cận dưới, có gia quyền", "alpha_high_weighted": "α, cận trên, có gia quyền",
    "omega_weighted": "ω, có gia quyền", "omega_low_weighted": "ω, cận dưới, có gia quyền",
    "omega_high_weighted": "ω, cận trên, có gia quyền", "item_rest_weighted": "Tương quan biến–tổng, có gia quyền",
    "alpha_if_dropped_weighted": "α nếu bỏ mục, có gia quyền", "t": "t theo cặp (Student)",
    "t_df": "Bậc tự do của t", "t_p": "p của t", "t_p_adjusted": "p của t, hiệu chỉnh", "d_z": "d_z",
    "d_z_low": "d_z, cận dưới 95%", "d_z_high": "d_z, cận trên 95%",
    "levene_mean": "Levene quanh trung bình", "levene_mean_p": "p Levene quanh trung bình",
    "levene_median": "Levene quanh trung vị", "levene_median_p": "p Levene quanh trung vị",
    "rotated": "Tổng bình phương hệ số tải sau xoay", "rotated_variance": "% phương sai sau xoay",
    "now": "Nay", "typical": "Câu tiêu biểu", "doubtful": "Câu máy phân vân nhất", "way": "Cách quyết định",
}  # fmt: skip
COUNTS = (
    "df_weighted", "df2_weighted", "t_df",
    "n", "base", "df", "rows", "asked", "answered", "not_applicable", "no_answer", "headcount", "n_any",
    "factor", "categories", "sweeps", "cycles", "place", "check_df", "df2", "joint_df", "person", "by_rule", "model",
    "guess", "joint_df2", "top", "n_top", "side", "placed", "partial", "uncoded", "hand", "silent", "both", "either",
    "by_model", "n_other", "số người",
)  # fmt: skip
AS_GIVEN = ("given", "min", "max", "median", "q1", "q3", "q1_spss", "q3_spss")  # numbers of people's own: 15, but 305,5
AS_GIVEN += ("median_low", "median_high")
OF_SCALES = (0.7, 0.95)
BOUNDS = dict.fromkeys(("alpha", "alpha_low", "alpha_high", "omega", "omega_low", "omega_high"), OF_SCALES) | {
    "alpha_ordinal": OF_SCALES,
    "omega_ordinal": OF_SCALES,
    "item_rest": (0.3,),
    "kmo": (0.5, 0.8),
    "eigenvalue": (1,),
    "loading": (-0.5, -0.3, 0.3, 0.5),
    "odds_ratio": (1,),
    "residual": (-1.96, 1.96),
}  # what a figure is judged by: it is written with the decimals that tell on which side it is
NAMES = {
    "effect": "effect_name",
    "effect_low": "effect_name",
    "effect_high": "effect_name",
    "trend_effect": "trend_effect_name",
    "value": "measure",
    "low": "measure",
    "high": "measure",
}  # of effects
WEIGHED = (
    "percent",
    "row_percent",
    "responses_percent",
    "percent_top",
    "top2",
    "bottom2",
    "no_opinion",
    "mean",
    "sd",
    "mean_rank",
    "worth",
    "odds_ratio",
    "b",
    "ame",
)  # weighted, where a table is
BOUND = ("≤", None)
SHARES = ("percent", "row_percent", "responses_percent", "estimate", "low", "high")  # of few people without a decimal
P_VALUES = ("p", "p_adjusted", "check_p", "trend_p", "trend_p_adjusted", "p_weighted", "p_adjusted_weighted", "t_p")
P_VALUES += ("t_p_adjusted", "levene_mean_p", "levene_median_p", "joint_p", "joint_p_adjusted", "robust_p")
TWO_DIGITS = (
    "trend_effect", "trend_statistic", "levene_mean", "levene_median", "rotated",
    "t", "d_z", "d_z_low", "d_z_high", "value_weighted", "low_weighted",
    "high_weighted", "statistic_weighted", "effect_weighted", "effect_low_weighted", "effect_high_weighted",
    "mean_weighted", "mean_rank_weighted", "alpha_weighted", "alpha_low_weighted", "alpha_high_weighted",
    "omega_weighted", "omega_low_weighted", "omega_high_weighted", "item_rest_weighted", "alpha_if_dropped_weighted",
    "effect", "effect_low", "effect_high", "mean", "sd", "statistic", "value", "alpha", "alpha_low", "alpha_high",
    "item_rest", "alpha_if_dropped", "alpha_std", "mean_r", "split_half", "omega", "omega_low", "omega_high",
    "alpha_ordinal", "omega_ordinal", "alpha_pairwise", "kmo", "eigenvalue", "by_chance", "loading", "communality",
    "correlation", "pearson", "polychoric", "se", "skewness", "kurtosis", "odds_ratio", "low", "high", "mcfadden",
    "nagelkerke", "check_statistic", "mean_rank", "mean_rank_asked", "borda", "ratio", "kappa", "krippendorff",
    "r2", "adjusted_r2", "b", "beta", "outcome_sd", "robust_low", "robust_high", "joint_statistic",
)  # fmt: skip


def use(form, negligible=None):
    """From here on tables say the words of this questionnaire's questions where they hold names, and write effects with
    the decimals that tell on which side of these thresholds (else the published ones) they are."""
    _form.clear()
    _form.update(form.by_name)
    _negligible.clear()
    _negligible.update(negligible or {})


def table(frame, caption="", *, weighted=False, drawn=None):
    """The frame for a notebook: same rows and columns, Vietnamese headings, numbers as 1.234,5, missing as "–".

    Questions named in NAMED columns are shown by their labels (see ``use``), by their names beside a ``label``. Rows
    beyond a screen are folded under "Còn … dòng". ``weighted``: the headings of WEIGHED columns say so.
    ``drawn``: cells of one more column, of ``sketch``, before the numbers.
    """
    columns, cells = [], []
    for name in frame.columns:
        is_number = pd.api.types.is_numeric_dtype(frame[name]) and not pd.api.types.is_bool_dtype(frame[name])
        beside = "label" in frame and name in ("question", "item")
        heading = HEADINGS.get(name, str(name)) + (" (gia quyền)" if weighted and name in WEIGHED else "")
        columns.append(("Mã" if beside else heading, is_number))
        judged = _judged(frame, name)
        pairs = zip(frame[name], judged, strict=True)
        cells.append([_shown(value, name, of, by_label=not beside) for value, of in pairs])
    if drawn is not None:
        before = next((at for at, (_, is_number) in enumerate(columns) if is_number), len(columns)) or 1
        columns.insert(before, (DRAWN, None))
        cells.insert(before, drawn)
    return page(columns, list(zip(*cells, strict=True)), caption)


def _judged(frame, name):
    """(name of the effect, side of its table) for every cell of a column of effects; None for other cells."""
    if name == "p_adjusted" and {"option", "group_a"} <= {*frame}:  # of shares a bound, from which no cell is told
        return [BOUND if option else None for option in frame["option"]]
    if name in ("low", "high") and "odds_ratio" in frame:
        return [("OR", float("nan")) if ratio == ratio else None for ratio in frame["odds_ratio"]]
    if name in SHARES and {"percent", "base"} <= {*frame}:
        return [("%", base) for base in frame["base"]]
    if NAMES.get(name) not in frame:
        return [None] * len(frame)
    sides = frame["side"] if "side" in frame else [float("nan")] * len(frame)
    return list(zip(frame[NAMES[name]], sides, strict=True))


def _shown(value, name, judged=None, *, by_label=True):
    if pd.api.types.is_bool(value):
        return "có" if value else "không"
    if pd.api.types.is_number(value):
        return text(value, name, judged)
    if pd.isna(value):
        return "–"
    if name == "battery" and value in _form and _form[value].block:
        return " ".join(_form[value].block.split())
    return named(value) if by_label and name in NAMED else str(value)


def named(name):
    """The words of a question named in a table: "hl1" → its label, "q/choice" → label – choice, "a › b" and "a × b"
    one by one; a name that the questionnaire in use does not have stays."""
    return "".join(_label(part) for part in JOINED.split(str(name)))


def _label(name):
    question, _, choice = name.partition("/")
    if question not in _form:
        return name
    label = " ".join(_form[question].label.split())
    chosen = next((c.label for c in _form[question].choices if c.name == choice), choice)
    return f"{label} – {chosen}" if choice else label


def wide(frame, caption="", *, rows="option", columns="group", values="percent", weighted=False):
    """A tidy table pivoted for the eye, rows and columns in their first order, one figure a cell, with a base row."""
    body = frame.pivot(index=rows, columns=columns, values=values)
    body = body.loc[frame[rows].unique(), frame[columns].unique()]
    base = frame.groupby(columns, sort=False)["base"].first()
    shares = [("%", base[column]) if values in SHARES else None for column in body.columns]
    lines = [
        [str(row), *(text(v, values, of) for v, of in zip(line, shares, strict=True))]
        for row, line in zip(body.index, body.to_numpy(), strict=True)
    ]
    caption += " (gia quyền)" if weighted else ""
    lines.append(["Cơ sở (n)", *(text(base[column], "base") for column in body.columns)])
    return page([("", False), *((str(column), True) for column in body.columns)], lines, caption)


def loadings(frame, *, least=0.3):
    """Loadings of one set of items, items × factors; those under ``least`` in size are left blank."""
    if frame["loading"].isna().any():
        return table(frame[["battery", "n", "note"]])
    items = frame.drop_duplicates("item").set_index("item")
    sizes = frame.pivot(index="item", columns="factor", values="loading").loc[items.index]
    shown = sizes.map(lambda size: vi.beside(size, *BOUNDS["loading"]) if abs(size) >= least else "")
    lines = [
        [label, *line, vi.number(common, 2)]
        for label, line, common in zip(items["label"], shown.to_numpy(), items["communality"], strict=True)
    ]
    columns = [("Mục", False), *((f"Nhân tố {factor:.0f}", True) for factor in sizes.columns), ("Phần chung", True)]
    first = frame.iloc[0]
    about = [f"{named(first['battery'])}: n = {vi.number(first['n'])}", first["method"], first["note"]]
    return page(columns, lines, " · ".join(filter(None, about)))


def page(columns, lines, caption):
    """A table for a notebook. ``columns``: (heading, is a number; None: is drawn); ``lines``: texts, or Markup.

    The style stands in every cell: Lab has one of its own.
    """
    said = f"<p>{escape(caption)}: bảng không có dòng nào.</p>" if caption else "<p>Bảng không có dòng nào.</p>"
    if not lines:
        return HTML(said)
    looks = [_look(heading, number, [line[at] for line in lines]) for at, (heading, number) in enumerate(columns)]
    shown = lines if len(lines) <= SCREEN + SPARE else lines[:SCREEN]
    sheet = _sheet(columns, looks, shown, caption)
    if rest := lines[len(shown) :]:
        sheet += (
            f"<details><summary>Còn {vi.number(len(rest))} dòng</summary>{_sheet(columns, looks, rest, '')}</details>"
        )
    return HTML(sheet)


def _look(heading, is_number, texts):
    """The style of a column's cells: a figure or a short text on one line, a long text never a word wide."""
    if is_number is None:
        return "text-align: left"
    if is_number:
        return f"text-align: right; white-space: nowrap; min-width: {min(len(heading) / 2, 7):.1f}em"
    longest = max((len(part) for text in texts for part in text.split("\n")), default=0)
    room = f"min-width: {min(longest / 2, 24):.0f}em; white-space: pre-line" if longest > NARROW else "white-space: pre"
    return f"text-align: left; {room}"


def _sheet(columns, looks, lines, caption):
    heads = "".join(
        f'<th style="{HEAD.sub("", look)}">{escape(heading)}</th>'
        for (heading, _), look in zip(columns, looks, strict=True)
    )
    rows = "".join(f"<tr>{''.join(map(_cell, line, looks))}</tr>" for line in lines)
    title = f'<caption style="text-align: left">{escape(caption)}</caption>' if caption else ""
    return f"<table>{title}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(text, look):
    return f'<td style="{look}">{escape(text)}</td>'


def text(value, column, judged=None):
    """One number as its column writes it; "–" for a missing one. ``judged``: see ``_judged``."""
    if pd.isna(value):
        return "–"
    if judged:
        if judged[0] == "%":
            return vi.share(value, judged[1])
        if judged == BOUND:
            return f"≤ {vi.number(value, 3 if value < 0.01 else 2)}"
        from pipeline.infer import effects  # scipy: only where there are effects

        if judged[0] in effects.BANDS:
            return effects.text(value, judged[0], _negligible, judged[1])
    if column in P_VALUES:
        return vi.p_value(value).removeprefix("p = ").removeprefix("p ")
    if column in COUNTS or (column in AS_GIVEN and float(value).is_integer()) or isinstance(value, int):
        return vi.number(value, 0)
    return vi.beside(value, *BOUNDS.get(column, ()), digits=2 if column in TWO_DIGITS else 1)

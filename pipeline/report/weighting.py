"""Response, non-response and weighting as the report tells them: sentences for part II, tables for the appendix."""

import pandas as pd

from pipeline import vi, weight
from pipeline.claims import names
from pipeline.report.grid import cell, even, is_weighted, keyed, name_of, table, take, topic, words
from pipeline.report.model import row_key
from pipeline.wording import say

SMALL_PART = 5  # percent of the population up to which the finite population correction is left out (Cochran 1977, 2.6)

HOW = {
    "rake": "hiệu chỉnh đồng thời theo các biên",
    "post": "hiệu chỉnh theo từng ô chéo của các biên",
    "greg": "thay đổi trọng số ít nhất để khớp các biên",
}
STEPS = {"rake": ("Raking", "vòng"), "post": ("Phân tầng sau", "bước"), "greg": ("Hiệu chỉnh tuyến tính", "bước")}


def response(tables, drawn=False):
    """Response rates in AAPOR's terms in one paragraph; of a sample that was drawn, why none; empty without a list."""
    rows = take(tables, "response").dropna(subset=["rate"])
    if rows.empty:
        return ""
    if drawn:
        return say(OF_A_SAMPLE, listed=cell(rows["n"].iloc[0], 0))
    by_unit = "; tỷ lệ theo đơn vị chỉ tính trên phiếu có ghi đơn vị, nên là cận dưới"
    lower = "" if take(tables, "units").empty else say(by_unit)
    first, second = (rows[rows["measure"].str.contains(name)].iloc[0]["rate"] for name in ("RR1", "RR2"))
    rates = {"first": vi.percent(first), "second": vi.percent(second)}
    return say(RATES, listed=cell(rows["n"].iloc[0], 0), **rates, lower=lower)


OF_A_SAMPLE = (
    "Danh sách có {listed} người là tổng thể mà mẫu được chọn ra, không phải số người được mời trả lời, nên không nêu"
    " tỷ lệ trả lời; nơi chọn mẫu nêu theo số người đã chọn."
)
RATES = (
    "Danh sách có {listed} người, gồm mọi người thuộc diện hỏi và chỉ những người đó, nên không có trường hợp chưa rõ"
    " thuộc diện. Theo định nghĩa của AAPOR (2023), tỷ lệ trả lời RR1 (phiếu hoàn thành: trả lời trên 80% số câu được"
    " hỏi) là {first}; RR2 (kể cả phiếu trả lời 50–80% số câu) là {second}. Phiếu loại khi kiểm tra chất lượng không"
    " tính là trả lời. Tỷ lệ theo nhóm là RR2{lower}."
)


def bias(survey, tables):
    """The category whose share among the respondents is farthest from the list; empty without a list."""
    rows = take(tables, "nonresponse_bias").dropna(subset=["difference"])
    if rows.empty:
        return ""
    most = rows.loc[rows["difference"].abs().idxmax()]
    option = names.option(survey.form, most["question"], words(most["option"]))
    where, gap = f"{name_of(survey.form, most['question'])} – “{option}”", cell(abs(most["difference"]))
    shares = {"sample": vi.percent(most["sample"]), "listed": vi.percent(most["population"])}
    return say(BIAS, gap=gap, where=where, **shares)


BIAS = (
    "Trước gia quyền, cơ cấu người trả lời lệch khỏi danh sách nhiều nhất {gap} điểm % ({where}: {sample} người trả"
    " lời, {listed} trong danh sách). Bảng đầy đủ ở phần “Tham gia, cơ cấu phiếu”."
)


def waves(tables):
    """Whether late answers differ from early ones, or that nobody can tell; empty when it was not looked at."""
    if "early_late" not in tables:
        return ""
    said = weight.early_late_said(take(tables, "early_late"))
    if not said:
        return "Không so sánh được phiếu sớm với phiếu muộn: phiếu không ghi ngày, hoặc chỉ có một ngày."
    return f"So sánh nửa đầu với nửa sau của đợt thu phiếu ở mọi câu đóng (theo ngày, không gia quyền): {said}"


DRAWN = "trọng số chọn mẫu (số đơn vị trong tổng thể chia cho số đơn vị đã chọn của từng tầng)"


def weighting(survey, tables):
    """How the answers were weighted – base weight, method, margins, convergence, bounds, groups, cost – or not."""
    if not is_weighted(tables):
        return "Không gia quyền: mỗi phiếu được tính như nhau."
    counted = " Số người (n, cơ sở) luôn là số đếm, không gia quyền."
    first = f"Tỷ lệ đã được gia quyền {_made(survey, tables)}.{_converged(survey, tables)}{_bounds(survey)}{counted}"
    last = "Gia quyền không sửa được những khác biệt khác giữa người trả lời và người không trả lời."
    return [first, *_notes(survey, tables), " ".join(filter(None, [_cost(tables), _moved(tables), last]))]


def purpose(survey, tables):
    """What the weights are there for, in the reading guide: to fit the list only where they were fitted to it."""
    if not take(tables, "weights").empty:
        return say("để cơ cấu phiếu khớp danh sách")
    brought = say("mà tệp phiếu mang theo" if survey.base_weight else "theo thiết kế mẫu")
    return say("{brought}, không hiệu chỉnh theo danh sách", brought=brought)


def _made(survey, tables):
    """By which weights: of the file, and fitted to which margins how."""
    column, rows = survey.base_weight, take(tables, "weights")
    brought = f"trọng số gốc mà tệp phiếu mang theo (cột “{column}”)" if column else DRAWN
    if rows.empty:
        return f"bằng {brought}, đưa về trung bình bằng 1, không hiệu chỉnh theo danh sách"
    margins = ", ".join(f"“{topic(survey.form, m)}”" for m in survey.weighting.margins)
    start = f", bắt đầu từ {brought}" if column else ""
    name = weight.method_name(method=survey.weighting.method, based=bool(column))
    how = HOW[survey.weighting.method]
    return f"({name}: {how}{start}) để cơ cấu phiếu khớp với danh sách ở các câu {margins}"


def _converged(survey, tables):
    rows = take(tables, "convergence")
    if rows.empty:
        return ""
    cycles = int(rows["cycles"].max())
    cut = f" và {cycles} lần cắt trọng số" if cycles else ""
    name, steps = STEPS[survey.weighting.method]
    if survey.weighting.method == "post" and not cycles:
        return ""
    most = rows["deviation"].max()
    left = f"cơ cấu còn lệch nhiều nhất {cell(most, 2)} điểm %" if most >= 0.005 else "cơ cấu đã khớp danh sách"
    return f" {name} hội tụ sau {cell(rows['sweeps'].max(), 0)} {steps}{cut}; {left}."


def _bounds(survey):
    rules = survey.weighting
    if rules.bounds:
        low, high = (cell(v, 2) for v in rules.bounds)
        return f" Tỷ số so với trọng số ban đầu được giữ trong khoảng {low}–{high}."
    if rules.percentile:
        low, high = (f"{v:g}".replace(".", ",") for v in rules.percentile)
        return f" Trọng số được giữ giữa phân vị {low} và {high} của trọng số chưa cắt."
    return (
        f" Trọng số được giữ trong khoảng {cell(rules.trim[0], 2)}–{cell(rules.trim[1], 2)} (trung bình bằng 1)."
        if rules.trim
        else ""
    )


def _notes(survey, tables):
    """What was done with groups and people without an answer, a sentence each."""
    for row in take(tables, "weighting_notes").itertuples():
        names = " × ".join(topic(survey.form, name) for name in words(row.margin).split(" × "))
        option = f", nhóm “{words(row.option)}”" if words(row.option) else ""
        yield f"{names}{option} ({cell(row.n, 0)} người): {words(row.note)}."


def _cost(tables):
    found = take(tables, "design_effect")
    if found.empty:
        return ""
    everyone, effective, effect, low, high, *base = found["value"]
    own = f"; riêng trọng số gốc: {cell(base[0], 2)}" if base else ""
    return (
        f"Trọng số từ {cell(low, 2)} đến {cell(high, 2)}; {cell(everyone, 0)} phiếu có độ chính xác của"
        f" {cell(effective, 0)} phiếu không gia quyền (hiệu ứng thiết kế Kish {cell(effect, 2)}{own})."
    )


def _moved(tables):
    most = take(tables, "weight_effect")["difference"].abs().max()
    return "" if pd.isna(most) else f"Ở các câu chính, gia quyền làm tỷ lệ thay đổi nhiều nhất {cell(most)} điểm %."


def intervals(survey, tables):
    """What the 95% intervals are, how they were computed and what they leave out; empty when there are none."""
    rows = take(tables, "estimates")
    if rows.empty:
        return ""
    of_replicates = survey.design.replicates.kind and "thiết kế mẫu" in words(rows["note"].iloc[0])
    errors = "Sai số chuẩn tính bằng tuyến tính hóa Taylor; " if not of_replicates else "Các "
    return (
        f"Khoảng nêu trong bảng là {words(rows['note'].iloc[0])}. {errors}khoảng tính trên thang logit;"
        " tỷ lệ 0% và 100% dùng khoảng Clopper–Pearson trên số phiếu hiệu dụng."
        f"{_raked(survey, tables)}{_uncorrected(survey, tables)}"
    )


def _uncorrected(survey, tables):
    """That the finite population is left out of account, where its part that answered is no small one."""
    rates = take(tables, "response").dropna(subset=["rate"])
    rates = rates.loc[rates["measure"].str.contains("RR2"), "rate"]
    if survey.weighting.fpc or survey.design.fpc or not rates.gt(SMALL_PART).any():
        return ""
    answered = vi.percent(rates.max())
    return f" Không hiệu chỉnh tổng thể hữu hạn ({answered} danh sách đã trả lời), nên khoảng rộng hơn."


def _raked(survey, tables):
    """That the intervals heed the weighting, by its margins; "" where nothing was fitted to a list."""
    margins = [f"“{topic(survey.form, name)}”" for name in take(tables, "weights")["margin"].unique()]
    if not margins:
        return ""
    return (
        f" Khoảng có tính đến {weight.METHODS[survey.weighting.method]} theo {vi.listing(margins)}; tỷ lệ của chính"
        " các câu này khớp danh sách nên khoảng gần như bằng không."
    )


def response_tables(survey, tables):
    """Dispositions and rates; rates by category of the list; without a list nothing."""
    rows = take(tables, "response").dropna(subset=["rate"])
    if rows.empty:
        return []
    body = [keyed([words(r.measure), cell(r.n, 0), cell(r.rate)], row_key(r.measure)) for r in rows.itertuples()]
    columns = [("Trường hợp", 66, "chu"), ("Số người", 17, "so"), ("% danh sách", 17, "so")]
    overall = table("Tỷ lệ trả lời so với danh sách (định nghĩa của AAPOR)", columns, body)
    by = _grouped(survey, take(tables, "response_by"), "margin", ["headcount", "n", "rate"])
    columns = [("Đặc điểm", 46, "chu"), *even(["Danh sách", "Số phiếu", "Tỷ lệ (%)"], first=46)]
    return [overall, table("Tỷ lệ trả lời (RR2) theo đặc điểm trong danh sách", columns, by) if by else None]


def bias_table(survey, tables):
    """Share in the list and among the respondents, difference, relative bias; None without a list."""
    columns = ["population", "sample", "difference", "relative"]
    body = _grouped(survey, take(tables, "nonresponse_bias"), "question", columns)
    titles = ["Danh sách (%)", "Người trả lời (%)", "Chênh lệch (điểm %)", "Chệch tương đối (%)"]
    caption = "Người trả lời so với danh sách, trước gia quyền"
    return table(caption, [("Đặc điểm", 36, "chu"), *even(titles, first=36)], body) if body else None


def _grouped(survey, rows, by, columns):
    """A heading row for every question, then its options with figures; counts without decimals."""
    body = []
    for question, part in rows.groupby(by, sort=False):
        body.append([name_of(survey.form, question)])
        for row in part.to_dict("records"):
            body.append(
                [
                    names.option(survey.form, question, words(row["option"])),
                    *(_figure(row, column) for column in columns),
                ]
            )
    return body


def _figure(row, column):
    """A cell: counts without decimals, shares with their limits as exact as their base allows."""
    if "base" in row and column in ("percent", "low", "high"):
        return vi.share(row[column], row["base"])
    return cell(row[column], {"headcount": 0, "n": 0, "base": 0}.get(column, 1))

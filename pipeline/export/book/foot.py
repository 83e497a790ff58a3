"""The foot of a table of the book: base, weighting, test, what "–" means – in the words of this survey."""

from pipeline import privacy, vi, weight
from pipeline.report.grid import asked, topic

ADJUSTED = {
    "bonferroni": "hiệu chỉnh Bonferroni",
    "bh": "hiệu chỉnh Benjamini–Hochberg",
    "none": "không hiệu chỉnh cho nhiều phép so sánh",
}


def foot(survey, question, rows):
    """The sentences under one table, a line each."""
    return [
        f"Cơ sở: {_base(survey, question)}",
        _weighting(survey, rows),
        _test(survey, rows),
        _hidden(survey.privacy.min_cell, rows),
    ]


def _hidden(least, rows):
    thin = f", cả biến nhóm bình quân dưới {least} người một ô," if len(privacy.withheld({"": rows})) else ""
    return f"“–”: không nêu, vì có dưới {least} người{thin} hoặc để không suy ra được ô như vậy."


def _base(survey, question):
    whom = asked(survey.form, question)
    said = f"người được hỏi và có trả lời câu này{f' ({whom})' if whom else ''}."
    if question.kind == "multiple":
        said += " Mỗi người chọn được nhiều phương án nên tổng % cột có thể quá 100; % lượt chọn: trên mọi lượt chọn."
    if question.kind == "rank":
        said += " % cột: xếp phương án ở hạng nhất; thứ hạng trung bình tính trên mọi người có xếp hạng, phương án"
        said += " không xếp nhận trung bình các hạng còn lại."
    if question.apart:
        where = "tính trong" if survey.tables.no_opinion == "in" else "để ngoài"
        apart = vi.listing([f"“{c.label}”" for c in question.choices if c.name in question.apart])
        said += f" {apart} nêu riêng, {where} cơ sở của các phương án; điểm và hai mức đầu, cuối: trên người chọn một"
        said += " mức của thang."
    if question.name in survey.tables.nps:
        said += " NPS: % người ủng hộ (9–10) trừ % người không ủng hộ (0–6), từ −100 đến 100; so các cột bằng t Welch."
    if question.name in survey.tables.nets:
        said += " Nhóm gộp đếm mỗi người một lần."
    return said


def is_weighted(rows):
    """Whether the figures of a table are weighted: its effective bases are not its people."""
    return not (rows["effective_base"] - rows["base"]).abs().fillna(0).le(1e-6).all()


def _weighting(survey, rows):
    if not is_weighted(rows):
        return "Không gia quyền; n là số người."
    margins = ", ".join(f"“{topic(survey.form, name)}”" for name in survey.weighting.margins)
    rules, based = survey.weighting, bool(survey.base_weight)
    name = weight.method_name(method=rules.method, based=based, margins=bool(margins))
    by = (f" ({name})" if based or rules.method != "rake" else "") + (f" theo {margins}" if margins else "")
    return (
        f"Tỷ lệ, trung bình, độ lệch chuẩn, trung vị đã gia quyền{by}; n, cơ sở đếm người, không gia quyền;"
        " cơ sở hiệu dụng = (Σw)²/Σw² (Kish)."
    )


def _test(survey, rows):
    kinds = set(rows["row"]) - {"nps"}
    shares = "z gộp cho hai tỷ lệ" if kinds - {"mean"} else ""
    means = "t Welch cho trung bình" if "mean" in kinds else ""
    return (
        "Chữ sau số: cao hơn có ý nghĩa thống kê (p < 0,05) so với cột mang chữ đó trong cùng biến nhóm; kiểm định"
        f" {vi.listing(filter(None, [shares, means]))} trên cơ sở hiệu dụng,"
        f" {ADJUSTED[survey.tables.letters]} trong từng hàng của mỗi biến nhóm.{_overlaps(survey)} Không so với cột"
        f" Tổng số và với cột có cơ sở hiệu dụng dưới {survey.tables.small_base} (*)."
    )


def _overlaps(survey):
    several = any(survey.form[name].kind == "multiple" for name in survey.banners)
    return " Hai cột có chung người: t của hiệu số theo thiết kế mẫu, có tính phần chung." if several else ""

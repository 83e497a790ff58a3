"""What the tables of the book say besides their numbers: the base over each of them, signs and methods on one sheet."""

from pipeline import privacy, vi, weight, wording
from pipeline.claims import names
from pipeline.claims.asked import asked_of
from pipeline.export.book.style import NOTES
from pipeline.export.book.tidy import Column, Tidy
from pipeline.report.grid import few, topic
from pipeline.wording import say

ADJUSTED = {
    "bonferroni": "hiệu chỉnh Bonferroni",
    "bh": "hiệu chỉnh Benjamini–Hochberg",
    "none": "không hiệu chỉnh cho nhiều phép so sánh",
}
ITSELF, HIGHER, SMALL = "x", "cao hơn cột", "*"
WEIGHTED = (
    "Tỷ lệ, trung bình, độ lệch chuẩn, trung vị đã gia quyền{by}; n, cơ sở đếm người, không gia quyền; cơ sở hiệu dụng"
    " = (Σw)²/Σw² (Kish)."
)
LETTERS = (
    "Chữ là tên cột, ghi trong ngoặc ở tiêu đề. Tỷ lệ hay trung bình ở dòng trên cao hơn có ý nghĩa thống kê (p <"
    " {alpha}) so với cột mang chữ đó trong cùng biến nhóm: z gộp cho hai tỷ lệ, t Welch cho trung bình, trên cơ sở"
    " hiệu dụng, {adjusted} trong từng hàng của mỗi biến nhóm.{overlaps} Không so với cột Tổng số và với cột có cơ sở"
    " hiệu dụng dưới {least} (*). Ô trống: không cao hơn cột nào."
)
OVERLAPS = " Hai cột có chung người: t của hiệu số theo thiết kế mẫu, có tính phần chung."
RANKED = (
    "% cột: xếp phương án ở hạng nhất; thứ hạng trung bình tính trên mọi người có xếp hạng, phương án không xếp nhận"
    " trung bình các hạng còn lại."
)
NPS = "NPS: % người ủng hộ (9–10) trừ % người không ủng hộ (0–6), từ −100 đến 100; so các cột bằng t Welch."
APART_IN = (
    "{apart} nêu riêng, tính trong cơ sở của các phương án; điểm và hai mức đầu, cuối: trên người chọn một mức của"
    " thang."
)
APART_OUT = (
    "{apart} nêu riêng, để ngoài cơ sở của các phương án; điểm và hai mức đầu, cuối: trên người chọn một mức của thang."
)
HIDDEN = "Không nêu, vì có {few}{thin} hoặc để không suy ra được ô như vậy; cũng dùng khi không có số liệu."
THIN = ", cả biến nhóm bình quân dưới {least} người một ô,"
SIGNS = (
    ("% cột", "Tỷ lệ trên những người của cột có trả lời câu hỏi; cơ sở ở dòng “Số người trả lời”."),
    ("% hàng", "Trong những người chọn phương án, tỷ lệ thuộc về cột."),
    ("% lượt chọn", "Tỷ lệ trên mọi lượt chọn của câu chọn nhiều."),
    ("n", "Số người, không gia quyền."),
    ("Số lẻ của tỷ lệ", "Tỷ lệ trên dưới {sure} người ghi không có số lẻ."),
    ("Nút 1, 2 ở lề trái", "Thu gọn còn dòng chính, hoặc mở đủ n, % hàng, chữ so sánh."),
)


def base(survey, question):
    """The base of a question's table in a sentence or more: who was asked, what the percentages add up to."""
    whom, said = asked_of(survey.form, question), [say("Cơ sở: người được hỏi và có trả lời câu này.")]
    if whom:
        said = [say("Cơ sở: người được hỏi và có trả lời câu này ({whom}).", whom=whom)]
    if question.kind == "multiple":
        said.append(say("Mỗi người chọn được nhiều phương án nên tổng % cột có thể quá 100."))
    if question.kind == "rank":
        said.append(say(RANKED))
    said += [_apart(survey, question)] if question.apart else []
    if question.name in survey.tables.nps:
        said.append(say(NPS))
    if question.name in survey.tables.nets:
        said.append(say("Nhóm gộp đếm mỗi người một lần."))
    return said


def _apart(survey, question):
    named = [names.option(survey.form, question.name, c.label) for c in question.choices if c.name in question.apart]
    apart = vi.listing(f"“{name}”" for name in named)
    return say(APART_IN if survey.tables.no_opinion == "in" else APART_OUT, apart=apart)


def is_weighted(rows):
    """Whether the figures of a table are weighted: its effective bases are not its people."""
    return not (rows["effective_base"] - rows["base"]).abs().fillna(0).le(1e-6).all()


def notes(survey, pages):
    """The sheet of notes: what every sign and kind of number of the tables means."""
    rows = [(say(sign), say(meaning, sure=vi.SURE)) for sign, meaning in SIGNS] if pages else []
    least = survey.privacy.min_cell
    thin = any(len(privacy.withheld({"": page.rows})) for page in pages)
    rows.append((vi.MISSING, say(HIDDEN, few=few(survey), thin=say(THIN, least=least) if thin else "")))
    if pages:
        rows += [
            (ITSELF, say("Không lập: câu hỏi không chia theo chính nó, hay theo nhóm không được hỏi câu ấy.")),
            (say(HIGHER), _letters(survey)),
            (SMALL, say("Cột có cơ sở hiệu dụng dưới {least}: số liệu kém chắc.", least=survey.tables.small_base)),
            (say("Gia quyền"), _weighting(survey, pages)),
        ]
    rows.append((say("Ô trống"), say("Không có gì để ghi (như cột ghi chú của dòng không có ghi chú).")))
    columns = (Column(say("Ký hiệu, mục"), 26), Column(say("Nghĩa"), 120))
    return Tidy(say(NOTES), say("Ghi chú: ký hiệu, cách tính"), columns, rows)


def _letters(survey):
    several = any(survey.form[name].kind == "multiple" for name in survey.banners)
    told = {"adjusted": say(ADJUSTED[survey.tables.letters]), "least": survey.tables.small_base}
    return say(LETTERS, alpha=vi.number(0.05, 2), overlaps=say(OVERLAPS) if several else "", **told)


def _weighting(survey, pages):
    if not any(is_weighted(page.rows) for page in pages):
        return say("Không gia quyền; n là số người.")
    margins = ", ".join(f"“{topic(survey.form, name)}”" for name in survey.weighting.margins)
    rules, based = survey.weighting, bool(survey.base_weight)
    name = wording.label(weight.method_name(method=rules.method, based=based, margins=bool(margins)))
    by = f" ({name})" if based or rules.method != "rake" else ""
    return say(WEIGHTED, by=by + (say(" theo {margins}", margins=margins) if margins else ""))

"""Annex: how to read the report – words and from which figure on, wanted answers, terms."""

import pandas as pd

from pipeline import vi
from pipeline.claims import factors, names, scale
from pipeline.describe.rows import FEWEST, has_ends
from pipeline.infer.verdict import ADJUSTMENTS
from pipeline.report import weighting
from pipeline.report.assessment import EACH, WANTED, judged, rule
from pipeline.report.grid import effects_note, few, headed, is_weighted, share, table, take
from pipeline.wording import say

GUIDE = (
    (
        "whole",
        "Tỷ lệ (%)",
        "tính trong số người trả lời câu đó. Do làm tròn, các tỷ lệ cộng lại có thể khác 100 một ít.",
    ),
    (
        "apart",
        "Tỷ lệ (%)",
        "tính trong số người trả lời câu đó, trừ nơi ghi là của người chọn một mức của thang. Do làm tròn, các tỷ lệ"
        " cộng lại có thể khác 100 một ít.",
    ),
    ("always", "Cơ sở", "số người trả lời câu đó (số đếm). Người không được hỏi hoặc bỏ trống không tính vào cơ sở."),
    (
        "skipped",
        "Hai trường hợp khác nhau",
        "“không trả lời” là được hỏi nhưng bỏ trống; “không áp dụng” là phiếu không hỏi câu đó.",
    ),
    (
        "unskipped",
        "Hai trường hợp khác nhau",
        "“không trả lời” là được hỏi nhưng bỏ trống; “không có ý kiến” là đã chọn phương án này, có tính vào cơ sở, trừ"
        " nơi ghi là của người chọn một mức của thang.",
    ),
    (
        "both",
        "Ba trường hợp khác nhau",
        "“không trả lời” là được hỏi nhưng bỏ trống; “không áp dụng” là phiếu không hỏi câu đó; “không có ý kiến” là đã"
        " chọn phương án này, có tính vào cơ sở, trừ nơi ghi là của người chọn một mức của thang.",
    ),
    (
        "weights",
        "Gia quyền",
        "mỗi phiếu được nhân với một trọng số {weighted}; trọng số trung bình bằng 1. Tỷ lệ và điểm trung bình đã gia"
        " quyền, số người thì không.",
    ),
    (
        "steps",
        "Tỷ lệ gia quyền cạnh ô không nêu",
        "tỷ lệ của phương án có ô không nêu ở một nhóm được làm tròn đến số nguyên khi cơ sở dưới 1.000 người; có câu"
        " không nêu số người chọn, tỷ lệ của dưới 100 người khi đó tròn 5\u00a0%, để không tính ngược ra ô ấy; khoảng"
        " tin cậy rộng ra theo.",
    ),
    ("scales", "Điểm trung bình", "điểm của thang, 1 là mức thấp nhất."),
    (
        "unscaled",
        "Điểm trung bình",
        "điểm của thang, 1 là mức thấp nhất; không tính người không có ý kiến.",
    ),
    (
        "nps",
        "NPS (điểm ủng hộ)",
        "tỷ lệ người cho điểm 9–10 (ủng hộ) trừ tỷ lệ người cho 0–6 (không ủng hộ), từ −100 đến 100 điểm; người cho 7–8"
        " là trung lập, có tính vào cơ sở.",
    ),
    (
        "tests",
        "Giá trị p",
        "khả năng gặp khác biệt lớn như vậy hoặc lớn hơn nếu thực ra các nhóm như nhau. Trong mỗi họ so sánh, p được"
        " hiệu chỉnh theo cách {adjust} vì làm nhiều phép cùng lúc (giữ ở 5%: {kept}); dưới 0,05"
        " thì coi là có ý nghĩa thống kê.",
    ),
    (
        "effects",
        "Độ mạnh",
        "khác biệt lớn đến đâu, không phụ thuộc số phiếu. Khi có hàng nghìn phiếu, khác biệt rất nhỏ cũng có thể có ý"
        " nghĩa thống kê, nên cần xem cả hai. Trong ngoặc là khoảng tin cậy 95%,"
        " chưa hiệu chỉnh cho nhiều phép so sánh; số lẻ nhiều hơn ở nơi làm tròn thì sang bên kia ngưỡng. {thresholds}",
    ),
    (
        "always",
        "Nhiều nhất, cao nhất, thấp nhất; tiếp theo",
        "chỉ nói khi khoảng tin cậy 95% của phương án (mục, nhóm) tách khỏi mọi phương án (mục, nhóm) còn lại; khoảng"
        " của vài phương án (mục) chạm nhau thì nêu cùng nhau. “Một trong các phương án”, “trong số phương án được chọn"
        " nhiều có”: phương án không nêu có thể ngang phương án đã nêu.",
    ),
    (
        "tests",
        "Cao dần, thấp dần",
        "so các nhóm theo thứ tự, không theo thời gian: khoảng tin cậy 95% của hai nhóm liền nhau nào cũng tách nhau;"
        " “nhìn chung”: số in bước nào cũng cùng chiều, bỏ bước lớn nhất vẫn có hai khoảng tách nhau; của con số, hồi"
        " quy: một hệ số chung.",
    ),
    (
        "regressions",
        "Tỷ số chênh (OR)",
        "so sánh khả năng xảy ra kết quả của một nhóm với nhóm đối chiếu khi các yếu tố khác trong mô hình như nhau:"
        " lớn hơn 1 là cao hơn, nhỏ hơn 1 là thấp hơn. Đây"
        " không phải tỷ lệ phần trăm, và không nói lên nguyên nhân.",
    ),
    (
        "always",
        "Dấu “–”",
        "không có số liệu, hoặc không nêu vì có {few} hay để không suy ra được ô như vậy.",
    ),
)


def guide(survey, tables, *, is_sized):
    """How to read the figures: (word, [meaning]), only for what this report holds; ``is_sized``: the size of some
    difference is printed."""
    apart, scales = any(question.apart for question in survey.form.questions), not take(tables, "scales").empty
    skipped = pd.to_numeric(take(tables, "nonresponse")["not_applicable"]).gt(0).any()
    held = {
        "always": True,
        "apart": apart,
        "whole": not apart,
        "both": apart and skipped,
        "skipped": skipped and not apart,
        "unskipped": apart and not skipped,
        "scales": scales and not apart,
        "unscaled": scales and apart,
        "weights": is_weighted(tables),
        "steps": is_weighted(tables) and take(tables, "crosstabs")["n"].isna().any(),
        "tests": not take(tables, "tests").empty,
        "effects": is_sized,
        "regressions": take(tables, "regressions")["odds_ratio"].notna().any(),
        "nps": take(tables, "means")["row"].eq("nps").any(),
    }
    name, _, kept = ADJUSTMENTS[survey.inference.adjust]
    told = {"few": few(survey), "adjust": name, "kept": say(kept)}
    told["weighted"] = weighting.purpose(survey, tables)
    told["thresholds"] = effects_note(_effects(tables), survey.inference.negligible)
    return [(say(word), [say(meaning, **told)]) for when, word, meaning in GUIDE if held[when]]


def _effects(tables):
    """Names of the effects that the annex prints."""
    tested = [take(tables, name)["effect_name"].dropna() for name in ("tests", "open_tests")]
    return list(dict.fromkeys(name for names_of in tested for name in names_of))


WEAKER = "Khi khoảng tin cậy vượt qua một ngưỡng thì dùng chữ của mức thấp hơn; dưới mức thấp nhất chỉ ghi số."
EXPLAINED = "giải thích {much}"
SQUARED = "R² của mô hình (logit: Nagelkerke) {between}"


def words_table(source):
    """Every word that stands for a share, for how much a model explains or for a hidden number, and when it is used;
    None where nothing is told."""
    if not source.claims:
        return None
    rows = [[word, shares] for shares, word in scale.told(source.survey.report.words or None)]
    rows += _explained() if any(claim.kind == "fit" for claim in source.claims) else []
    columns = [("Chữ", 40, "chu"), ("Khi nào dùng", 60, "chu")]
    return table("Chữ chỉ tỷ lệ và khi nào dùng", columns, rows, notes=[WEAKER], labels=["table:words"])


def _explained():
    """The words for how much a model explains, each from which R² on to which."""
    ends = [vi.number(end, 2) for end, _ in factors.PARTS[:-1]]
    between = [say("dưới {most}", most=ends[0])]
    between += [say("từ {least} đến dưới {most}", least=a, most=b) for a, b in zip(ends, ends[1:], strict=False)]
    between.append(say("từ {least}", least=ends[-1]))
    told = zip(between, factors.PARTS, strict=True)
    return [[say(EXPLAINED, much=say(much)), say(SQUARED, between=one)] for one, (_, much) in told]


def wanted_table(source):
    """Every answer that survey.yaml hopes for (report › good), of which share and interval part III judges; None where
    it names none."""
    asked = [name for name in source.survey.report.good if source.form[name.partition("/")[0]].choices]
    if not asked:
        return None
    found = judged(source)
    rows = [_wanted(source, name, found.get(name)) for name in asked]
    named = f"{share(source.tables).capitalize()} (%)"
    columns = [("Câu hỏi, mục", 42, "chu"), ("Câu trả lời mong muốn", 32, "chu"), (named, 12, "so")]
    columns.append(("Khoảng 95%", 14, "so"))
    silent = [_silent(source, name) for name in asked if name not in found]
    notes = [f"{''.join(rule(source))}.", say(KEPT, most=EACH), *silent]
    caption = "Câu trả lời mà cuộc điều tra mong muốn, theo khai báo"
    return table(caption, columns, rows, notes=notes, labels=[WANTED])


KEPT = "Mỗi phần nêu nhiều nhất {most} kết quả."


def _silent(source, name):
    """Why a wanted answer has no share."""
    asked, _, option = name.partition("/")
    question = source.form[asked]
    no_sum = not option and not has_ends(question, source.survey.tables)
    why = say(NO_SUM, least=FEWEST) if no_sum else say(HIDDEN, few=few(source.survey))
    return f"{headed(source.form, asked)}: {why}"


NO_SUM = (
    "không có tỷ lệ, vì chỉ thang có điểm, từ {least} mức trở lên, mới tính gộp hai mức cao nhất; khai báo rõ phương"
    " án hay nhóm gộp mong muốn thì có tỷ lệ để xét."
)
HIDDEN = "không có tỷ lệ, vì chưa có câu trả lời, hay có {few} hoặc để không suy ra được số như vậy."


def _wanted(source, name, claim):
    """The question, its wanted answers, their printed share and interval."""
    asked, _, option = name.partition("/")
    shown = [vi.MISSING, vi.MISSING]
    if claim:
        figure = claim.key_figure[0]
        shown = [figure.number, "–".join(figure.ends) or vi.MISSING]
    left = "" if option else names.without(source.form[asked])
    return [headed(source.form, asked), f"{_answers(source.form, asked, option)}{left}", *shown]


def _answers(form, name, option):
    """The wanted answers of a question, quoted: an option, a net, or the two highest points of its scale."""
    labels = {choice.name: choice.label for choice in form[name].choices}
    wanted = [labels.get(option, option)] if option else [labels[point] for point in form[name].points[-2:]]
    return say(" hoặc ").join(f"“{names.option(form, name, one)}”" for one in wanted)

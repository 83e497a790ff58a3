"""Which questions each key of survey.yaml may name: they are in the questionnaire, of the right kind, named once."""

from pipeline.questionnaire.model import KIND_WORDS
from pipeline.questionnaire.names import hint
from pipeline.questionnaire.tones import tone_name
from pipeline.survey.model import SurveyError

ONE, CLOSED = ("nominal", "ordinal"), ("nominal", "ordinal", "multiple")
TOLD = (*CLOSED, "rank", "number")
SCALED = ("ordinal", "number")
TERMS = (*ONE, "number")
ALLOWED = {
    ONE: "câu chọn một đáp án hoặc thang đo",
    CLOSED: "câu chọn phương án (một hay nhiều) hoặc thang đo",
    (*CLOSED, "rank"): "câu chọn phương án, thang đo hoặc câu xếp hạng",
    (*CLOSED, "number"): "câu chọn phương án (một hay nhiều), thang đo hoặc câu ghi số",
    TOLD: "câu chọn phương án, thang đo, câu xếp hạng hoặc câu ghi số",
    TERMS: "câu chọn một đáp án, thang đo hoặc câu ghi số",
    SCALED: "thang đo hay con số",
    ("ordinal",): "thang đo",
    ("number",): "câu ghi số",
    ("text",): "câu trả lời bằng lời",
    (*TOLD, "text"): "câu chọn phương án, thang đo, câu xếp hạng, câu ghi số hoặc câu trả lời bằng lời",
}


def uses(survey):
    """Every place that names questions: (key, names, kinds allowed)."""
    yield "banners", survey.banners, CLOSED
    yield "open_questions", survey.open_questions, ("text",)
    yield "sentiment", survey.sentiment, ("text",)
    yield "several_codes", tuple(survey.several_codes), ("text",)
    yield "report › lead", survey.report.lead, TOLD
    yield "report › good", tuple(dict.fromkeys(name.partition("/")[0] for name in survey.report.good)), CLOSED
    yield "report › nets", tuple(survey.report.nets), CLOSED
    yield "report › proposals", survey.report.proposals, (*TOLD, "text")
    yield "population › unit", tuple(filter(None, [survey.population.unit])), ONE
    yield "weighting › margins", survey.weighting.margins, TERMS if survey.weighting.method == "greg" else ONE
    yield "privacy › quasi_identifiers", survey.privacy.quasi_identifiers, ONE
    yield "tables › nets", tuple(survey.tables.nets), (*CLOSED, "rank")
    yield "tables › unscored", survey.tables.unscored, ("ordinal",)
    yield "tables › nps", survey.tables.nps, SCALED
    for names in survey.tables.ratios:
        yield "tables › ratios", names, ("number",)
    for names in survey.tables.contrasts:
        yield "tables › contrasts", names[:1], (*CLOSED, "rank")
    for names in survey.tables.nested:
        yield "tables › nested", names, CLOSED
    for names in survey.tables.three_way:
        yield "tables › three_way", names[:1], TOLD
        yield "tables › three_way", names[1:], CLOSED
    for n, family in enumerate(survey.comparisons, start=1):
        where = f"comparisons › {family.name or n}"
        yield f"{where} › questions", family.questions, TOLD
        yield f"{where} › by", family.by, TERMS
    yield "inference › correlations", survey.inference.correlations, SCALED
    yield "inference › reversed", survey.inference.reversed, ("ordinal",)
    for outcome in survey.inference.outcomes:
        yield "inference › outcomes › question", (outcome.question,), (*CLOSED, "number")
        yield f"inference › outcomes › {outcome.question} › by", outcome.by, TERMS


def problems(survey):
    """What is wrong with the questions that survey.yaml names, one sentence each: key, what was found, the mend."""
    for where, names, kinds in uses(survey):
        for name in names:
            if told := _wrong(survey, name, kinds):
                yield f"{where}: {told}"
        if twice := next((name for n, name in enumerate(names) if name in names[:n]), ""):
            yield f"{where}: nêu một câu hai lần («{twice}»). Bỏ bớt một."
    for name, told in survey.several_codes.items():
        if not isinstance(told, bool):
            yield f"several_codes › {name}: «{told}». Ghi true (một câu trả lời có thể mang nhiều mã) hoặc false."
    for name in (name for name in survey.sentiment if name in survey.form):
        if name not in survey.open_questions:
            yield f"sentiment: «{name}» không có trong open_questions. Thêm vào open_questions, hoặc bỏ ở đây."
        if (taken := tone_name(name)) in {q.name for q in survey.form.questions}:
            yield f"sentiment: phiếu đã có câu hỏi «{taken}», tên dành cho sắc thái của «{name}». Đổi tên câu ấy."
    yield from _families(survey.comparisons)


def _wrong(survey, name, kinds):
    form = survey.form
    if name in survey.groups and name not in form:
        return ""  # ``bands`` says why it could not be made
    asked = {q.name: q.label for q in form.variables if q.kind in kinds}
    if name not in form:
        return f"phiếu không có câu hỏi «{name}». {hint(name, asked or form.by_name, asked)}"
    if (kind := form[name].kind) in kinds:
        return ""
    scale = f" {form[name].in_groups}" if kind == "number" and "ordinal" in kinds else ""
    if "ordinal" in kinds and "nominal" not in kinds and kind == "nominal":
        scale = f" Nếu là thang đo, khai báo danh sách «{form[name].list_name}» ở scales."
    fit = f"Câu dùng được: {', '.join(list(asked)[:6])}{', …' if len(asked) > 6 else ''}."
    mend = fit if asked else "Phiếu không có câu nào như vậy: bỏ khóa này."
    return f"«{name}» không phải {ALLOWED[kinds]} (là {KIND_WORDS[kind]}).{scale} {mend}"


def _families(comparisons):
    names = [family.name for family in comparisons]
    for family in comparisons:
        where = f"comparisons › {family.name}"
        if names.count(family.name) > 1:
            yield f"{where}: hai họ so sánh cùng tên. Đặt tên khác cho một họ."
        for key in ("questions", "by"):
            if not getattr(family, key):
                yield f"{where} › {key}: danh sách trống. Ghi ít nhất một câu hỏi, hoặc bỏ họ so sánh này."
        if family.questions and family.by and set(family.questions) == set(family.by) and len(family.by) == 1:
            yield f"{where}: chỉ so sánh «{family.by[0]}» với chính nó. Ghi một câu hỏi khác ở by."


def check(survey):
    """SurveyError with every problem of the questions named; nothing where all can be used."""
    if found := list(dict.fromkeys(problems(survey))):
        raise SurveyError("\n".join(found))

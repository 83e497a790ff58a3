"""Checks of survey.yaml › report: wanted answers that the questionnaire has, states in their order."""

from dataclasses import replace

from pipeline import wording
from pipeline.questionnaire.names import choice_hint, hint
from pipeline.questionnaire.short import VIETNAMESE
from pipeline.survey.model import ISSUED, STATES, SurveyError


def applied(form, nets):
    """The questionnaire with what the people of its nets did (report › nets) at every question that has some."""
    sections = tuple(
        replace(s, questions=tuple(replace(q, nets=_said(nets.get(q.name))) for q in s.questions))
        for s in form.sections
    )
    return replace(form, sections=sections)


def _said(nets):
    return {str(net): str(did).strip() for net, did in nets.items()} if isinstance(nets, dict) else {}


def check(survey):
    """SurveyError names the first wanted answer that is no answer, state that is none, or state out of order."""
    _language(survey)
    for name in survey.report.good:
        _wanted(survey, *name.partition("/")[::2])
    for name, nets in survey.report.nets.items():
        _nets(name, nets, survey.tables.nets.get(name, {}))
    order = []
    for step in survey.report.states:
        if step.state not in STATES:
            raise SurveyError(f"report › states: «{step.state}»; dùng một trong {', '.join(STATES)}.")
        order.append(STATES.index(step.state))
    if order != sorted(order):
        raise SurveyError(f"report › states: viết theo thứ tự {' → '.join(STATES)}.")
    if survey.report.issued and survey.report.state != ISSUED:
        raise SurveyError(f"report › issued: chỉ ghi khi trạng thái cuối là «{ISSUED}».")


def _language(survey):
    """A report in English needs a questionnaire that has English: of its labels, or as its only language."""
    if survey.report.language not in wording.LANGUAGES:
        raise SurveyError(
            f"report › language: «{survey.report.language}»; dùng một trong {', '.join(wording.LANGUAGES)}."
        )
    asked = [question for question in survey.form.questions if question.kind != "none"]
    has_english = any(wording.in_language(q.labels, wording.EN) for q in asked)
    if survey.report.language == wording.EN and not has_english and any(VIETNAMESE.search(q.label) for q in asked):
        raise SurveyError(
            "report › language: en cần nhãn tiếng Anh, nhưng phiếu chỉ có nhãn tiếng Việt. Thêm cột"
            " «label::English (en)» ở sheet survey và choices, hoặc bỏ dòng language."
        )


def _nets(name, nets, declared):
    """Every phrase is one of a net that tables › nets declares."""
    where = f"report › nets › {name}"
    if not isinstance(nets, dict) or not all(isinstance(did, str) and did.strip() for did in nets.values()):
        raise SurveyError(f"{where}: cần các dòng «tên nhóm gộp: điều người thuộc nhóm đã làm».")
    for net in (net for net in nets if net not in declared):
        raise SurveyError(f"{where}: tables › nets không có nhóm gộp «{net}» của câu này. {hint(net, list(declared))}")


def _wanted(survey, name, option):
    if name not in survey.form:
        return  # ``uses`` says so
    question, nets = survey.form[name], survey.tables.nets.get(name, {})
    if not option and not question.points:
        raise SurveyError(f"report › good: «{name}» không phải thang đo; ghi rõ phương án, như «{name}/mã phương án».")
    known = [c.name for c in question.choices] + list(nets)
    if option and option not in known:
        mend = choice_hint(option, question, known)
        raise SurveyError(f"report › good: câu «{name}» không có phương án «{option}». {mend}")

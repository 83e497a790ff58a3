"""Checks of survey.yaml › report: wanted answers that the questionnaire has, states in their order."""

from pipeline import wording
from pipeline.questionnaire.names import hint
from pipeline.questionnaire.short import VIETNAMESE
from pipeline.survey.model import ISSUED, STATES, SurveyError


def check(survey):
    """SurveyError names the first wanted answer that is no answer, state that is none, or state out of order."""
    _language(survey)
    for name in survey.report.good:
        _wanted(survey, *name.partition("/")[::2])
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


def _wanted(survey, name, option):
    if name not in survey.form:
        return  # ``uses`` says so
    question, nets = survey.form[name], survey.tables.nets.get(name, {})
    if not option and not question.points:
        raise SurveyError(f"report › good: «{name}» không phải thang đo; ghi rõ phương án, như «{name}/mã phương án».")
    known = [c.name for c in question.choices] + list(nets)
    if option and option not in known:
        raise SurveyError(f"report › good: câu «{name}» không có phương án «{option}». {hint(option, known)}")

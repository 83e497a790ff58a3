"""Choice lists that survey.yaml declares scales: applied to the questionnaire, and what cannot be one."""

from dataclasses import replace

from pipeline.questionnaire.names import hint
from pipeline.survey.model import SurveyError


def applied(form, scales):
    """The questionnaire with ``points`` set on every single-choice question whose choice list is a scale."""
    sections = tuple(replace(s, questions=tuple(_scaled(q, scales) for q in s.questions)) for s in form.sections)
    return replace(form, sections=sections)


def _scaled(question, scales):
    if question.type != "select one" or question.list_name not in scales:
        return question
    said = scales[question.list_name]
    apart = said.get("apart") if isinstance(said, dict) else []
    apart = [str(name) for name in apart] if isinstance(apart, list) else []
    return replace(question, points=tuple(c.name for c in question.choices if c.name not in apart))


def check(survey):
    """SurveyError with every list of ``scales`` that is none of the questionnaire's or no scale."""
    if wrong := [told for name, said in survey.scales.items() if (told := _problem(name, said, survey.form))]:
        raise SurveyError("\n".join(wrong))


def _problem(name, said, form):
    """Why a choice list is no scale, "" where it is one."""
    users = [q for q in form.questions if q.list_name == name]
    single = sorted({q.list_name for q in form.questions if q.type == "select one"})
    if not users:
        named = form.by_name.get(name)
        mend = (
            f"«{name}» là tên câu hỏi; danh sách của câu này là «{named.list_name}»." if named else hint(name, single)
        )
        return f"scales: phiếu không có danh sách lựa chọn «{name}». {mend}"
    if name not in single:
        return f"scales › {name}: không câu chọn một đáp án nào dùng danh sách này. Danh sách: {', '.join(single)}."
    said = {} if said is None else said
    if not isinstance(said, dict) or set(said) - {"apart"} or not isinstance(said.get("apart", []), list):
        return f"scales › {name}: gặp {said!r}; viết {{}}, hoặc {{apart: [lựa chọn ngoài thang, …]}}."
    return _apart(name, [str(choice) for choice in said.get("apart", [])], users[0])


def _apart(name, apart, question):
    known = {c.name: c.label for c in question.offered}
    for choice in (c for c in apart if c not in known):
        return f"scales › {name} › apart: danh sách không có lựa chọn «{choice}». {hint(choice, known, known)}"
    left = len({c.name for c in question.choices} - set(apart))
    return "" if left > 1 else f"scales › {name}: thang còn {left} mức; cần ít nhất hai."

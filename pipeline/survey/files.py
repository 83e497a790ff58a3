"""How the cells of a raw file are read: what counts as no answer, how numbers are written – by question."""

from dataclasses import replace
from difflib import get_close_matches
from unicodedata import normalize

from pipeline.numerals import STYLES
from pipeline.survey.model import EVERY, SurveyError


def with_reading(form, missing, numbers):
    """The questionnaire with ``missing`` and ``numbers`` set on its questions.

    What stands under "all" holds for every question but where it is a choice of the form ("Không áp dụng" survives);
    what a question names itself holds without exception: a choice named by its code or a label of it is left in
    ``listed`` alone. Raises SurveyError for an unknown question, a value that is no list, a style that is none, a
    question left without a choice.
    """
    names = {q.name for q in form.questions}
    _known("missing", [n for n in missing if n != EVERY], names)
    _known("numbers", numbers, names)
    listed = {name: _texts(f"missing › {name}", values) for name, values in missing.items()}
    for name, style in numbers.items():
        _check_style(form[name], style)
    sections = tuple(
        replace(s, questions=tuple(_read_as(q, listed, numbers) for q in s.questions)) for s in form.sections
    )
    return replace(form, sections=sections)


def _read_as(question, listed, numbers):
    own = {text.casefold() for c in question.offered for text in c.written}
    shared = tuple(text for text in listed.get(EVERY, ()) if text.casefold() not in own)
    missing = tuple(dict.fromkeys((*listed.get(question.name, ()), *shared)))
    question = _without(question, {text.casefold() for text in listed.get(question.name, ())})
    return replace(question, missing=missing, numbers=numbers.get(question.name, ""))


def _without(question, texts):
    """The question without the choices that its own ``missing`` names; the form offers them still."""
    dropped = {c.name for c in question.offered if texts & {text.casefold() for text in c.written}}
    left = tuple(c for c in question.choices if c.name not in dropped)
    if dropped and not left:
        raise SurveyError(
            f"survey.yaml › missing › {question.name}: mọi phương án của câu đều tính là không trả lời; bỏ bớt."
        )
    return replace(question, choices=left, listed=question.offered) if dropped else question


def _texts(where, values):
    if not isinstance(values, list) or any(isinstance(v, list | dict | bool) or v is None for v in values):
        raise SurveyError(
            f'survey.yaml › {where}: cần danh sách mã hoặc chữ, như [99, "n/a"], nhưng gặp {values!r}.'
            " Chữ như no, null đặt trong ngoặc kép."
        )
    return tuple(normalize("NFC", " ".join(str(value).split())) for value in values)


def _check_style(question, style):
    if question.kind != "number":
        raise SurveyError(f"survey.yaml › numbers › {question.name}: câu này không phải câu hỏi số. Bỏ dòng này.")
    if style not in STYLES:
        raise SurveyError(
            f'survey.yaml › numbers › {question.name}: «{style}»; ghi "1.234,5" (dấu chấm ngăn hàng nghìn)'
            ' hoặc "1,234.5" (dấu phẩy ngăn hàng nghìn).'
        )


def _known(key, names, known):
    for name in names:
        if name not in known:
            near = get_close_matches(str(name), sorted(known), n=1, cutoff=0.5)
            hint = f"Có phải «{near[0]}»?" if near else f"Có: {EVERY}, {', '.join(sorted(known)[:12])}."
            raise SurveyError(f"survey.yaml › {key}: phiếu không có câu hỏi «{name}». {hint}")

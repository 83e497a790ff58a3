"""What is wrong with a person's answers, question by question, in words for that person."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cached_property

from pipeline.rules.evaluate import left, path_of, settled
from pipeline.rules.memory import worked_out
from pipeline.rules.sheet import rule_of
from pipeline.rules.xpath import truth

REQUIRED = "Vui lòng trả lời câu hỏi này."
INVALID = "Câu trả lời chưa hợp lệ, mời xem lại."
UNKNOWN = "Mời chọn lại trong các phương án đã cho."


@dataclass(frozen=True)
class Examined:
    """One person's answers seen through the rules: ``answers`` in one spelling and with calculates filled in, blank
    where not asked; ``asked`` and ``choices`` for every question.
    """

    page: object
    answers: dict[str, str]
    asked: dict[str, bool]
    choices: dict[str, tuple]

    def message(self, question):
        """What is wrong with the answer to a question, "" when nothing is or it is not asked."""
        return _message(self.page, question, self.choices) if self.asked[question.name] else ""

    @cached_property
    def messages(self):
        """Name → message for what is wrong, over all questions."""
        found = {q.name: self.message(q) for q in self.page.form.questions}
        return {name: message for name, message in found.items() if message}


class _Offered(dict):
    """Name → choices left after the filter, worked out when first asked for: a filter over a long list takes time."""

    def __init__(self, page, questions):
        self.page, self.questions = page, questions

    def __missing__(self, name):
        self[name] = left(self.page, self.questions[name])
        return self[name]


def examine(form, answers):
    """Everything a page of the form needs to know of one person's answers, at the cost of a single evaluation."""
    questions = form.by_name
    page = settled(form, _tidy(questions, answers))
    steps = [step for step in page.rules.steps if step.name in questions]
    return Examined(
        page=page,
        answers={step.name: page.answers[step.path] for step in steps},
        asked={step.name: page.shown[step.path] for step in steps},
        choices=_Offered(page, questions),
    )


def violations(form, answers):
    """Name → message for every asked question whose answer is missing though required, of a wrong kind, not among
    the choices, or against its constraint; an empty dict when all is well. Questions not asked are not looked at.
    """
    return examine(form, answers).messages


def normal(question, answer):
    """An answer as it is stored: trimmed; ``1.234,5`` → ``1234.5``, ``31/12/2025`` → ``2025-12-31``.

    What cannot be read stays as typed, for ``violations`` to report.
    """
    answer = str(answer or "").strip()
    if question.type in ("integer", "int", "decimal", "range"):
        return _number_text(answer)
    if question.type == "date" and (found := re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", answer)):
        return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
    if question.type == "time" and (found := re.fullmatch(r"(\d{1,2})[:hg](\d{2})", answer)):
        return f"{int(found[1]):02d}:{found[2]}"
    return answer


def _tidy(questions, answers):
    """Answers in one spelling; calculates are left to be calculated, except those that keep their value by once()."""
    given = [(questions[name], answer) for name, answer in answers.items() if name in questions]
    return {q.name: normal(q, answer) for q, answer in given if not q.calculation or "once(" in q.calculation}


def _number_text(answer):
    answer = re.sub(r"(?<=\d)\s(?=\d{3}\b)", "", answer)
    if "," in answer:
        answer = answer.replace(".", "").replace(",", ".")
    return answer


def _message(page, question, offered):
    path = path_of(page, question)
    answer = page.answers[path]
    if question.calculation or question.type in ("note", "hidden"):
        return ""
    if not answer:
        return _required(page, path) if _is_required(page, path) else ""
    return _wrong_kind(question, answer, offered) or _broken(page, question, path)


def _is_required(page, path):
    rule = rule_of(page, path, "required")
    return rule is not None and worked_out(page, rule, truth)


def _required(page, path):
    message = page.rules.required_messages[path]
    return message if message and "itext(" not in message else REQUIRED


def _broken(page, question, path):
    rule = rule_of(page, path, "constraint")
    if rule is None or worked_out(page, rule, truth):
        return ""
    return question.constraint_message or INVALID


def _wrong_kind(question, answer, offered):
    if question.choices:
        return _wrong_codes(question, answer.split(), {c.name for c in offered[question.name]})
    check = {
        "integer": _wrong_integer,
        "int": _wrong_integer,
        "decimal": _wrong_decimal,
        "range": _wrong_range,
        "date": _wrong_date,
        "time": _wrong_time,
        "datetime": _wrong_moment,
        "dateTime": _wrong_moment,
    }.get(question.type)
    return check(question, answer) if check else ""


def _wrong_codes(question, codes, known):
    if question.type == "rank":
        is_whole = sorted(codes) == sorted(known)
        return "" if is_whole else f"Mời xếp thứ tự đủ {len(known)} mục, mỗi mục một thứ hạng."
    single = question.type == "select one"
    wrong = set(codes) - known or len(set(codes)) < len(codes) or (single and len(codes) > 1)
    return UNKNOWN if wrong else ""


def _wrong_integer(question, answer):
    return "" if re.fullmatch(r"[+-]?\d{1,15}", answer) else "Mời ghi một số nguyên, chỉ dùng chữ số."


def _wrong_decimal(question, answer):
    return "" if re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,17})?", answer) else "Mời ghi một số, ví dụ 2 hoặc 1,5."


def _wrong_range(question, answer):
    start, end, step = (Decimal(question.parameters[key]) for key in ("start", "end", "step"))
    low, high = min(start, end), max(start, end)
    try:
        figure = Decimal(answer)
    except InvalidOperation:
        figure = high + 1
    if low <= figure <= high and (figure - start) % abs(step) == 0:
        return ""
    return f"Mời chọn một số từ {_vietnamese(low)} đến {_vietnamese(high)}."


def _vietnamese(figure):
    return f"{figure}".replace(".", ",")


def _wrong_date(question, answer):
    return _unreadable(date.fromisoformat, answer, r"\d{4}-\d\d-\d\d", "Mời ghi ngày có thật, dạng ngày/tháng/năm.")


def _wrong_time(question, answer):
    return _unreadable(time.fromisoformat, answer, r"\d\d:\d\d(:\d\d)?", "Mời ghi giờ và phút, dạng 07:30.")


def _wrong_moment(question, answer):
    return _unreadable(datetime.fromisoformat, answer, r"\d{4}-\d\d-\d\dT\d\d:\d\d.*", "Mời ghi ngày và giờ.")


def _unreadable(reader, answer, shape, message):
    try:
        reader(answer)
    except ValueError:
        return message
    return "" if re.fullmatch(shape, answer) else message

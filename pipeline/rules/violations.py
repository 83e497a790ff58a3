"""What is wrong with a person's answers, question by question, in words for that person."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property

from pipeline.rules.evaluate import left, path_of, settled
from pipeline.rules.memory import worked_out
from pipeline.rules.sheet import rule_of, sheet
from pipeline.rules.spelling import normal
from pipeline.rules.xpath import truth

REQUIRED = "Vui lòng trả lời câu hỏi này."
INVALID = "Câu trả lời chưa hợp lệ, mời xem lại."
WHOLE = "Mời ghi một số nguyên, chỉ dùng chữ số 0–9 (không dấu chấm, phẩy)."
LONG = "Số có quá nhiều chữ số (nhiều nhất 15, sau dấu phẩy 17); mời xem lại."
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

    @property
    def kept(self):
        """What the person keeps of what was worked out: the values of once()."""
        return {name: self.answers[name] for name in self.page.rules.once if self.answers.get(name)}

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


def examine(form, answers, person=None):
    """Everything a page of the form needs to know of one person's answers, at the cost of a single evaluation; with a
    ``person``, chance and clock are hers.
    """
    questions = form.by_name
    page = settled(form, _tidy(form, answers), person)
    steps = [step for step in page.rules.steps if step.name in questions and not step.is_group]
    return Examined(
        page=page,
        answers={step.name: page.answers[step.path] for step in steps},
        asked={step.name: page.shown[step.path] for step in steps},
        choices=_Offered(page, questions),
    )


def wrong_alone(form, question, values):
    """Those of the values of a question that are wrong where nothing else is answered, as ``examine`` would say it."""
    page, path = settled(form, {}), path_of(sheet(form), question)
    rules = [rule for step in page.rules.steps for rule in (step.relevant, step.calculate) if rule]
    if question.calculation or any(path in rule.reads for rule in rules):
        return {value for value in values if examine(form, {question.name: value}).message(question)}
    offered, found = _Offered(page, form.by_name), set()
    for value in values if page.shown[path] else ():
        page.answers[path] = normal(question, value)
        if _message(page, question, offered):
            found.add(value)
    return found


def violations(form, answers):
    """Name → message for every asked question whose answer is missing though required, of a wrong kind, not among
    the choices, or against its constraint; an empty dict when all is well. Questions not asked are not looked at.
    """
    return examine(form, answers).messages


def _tidy(form, answers):
    """Answers in one spelling; calculates are left to be calculated, except those that keep what they were."""
    questions, lasting = form.by_name, sheet(form).rules.lasting
    given = [(questions[name], answer) for name, answer in answers.items() if name in questions]
    return {q.name: normal(q, answer) for q, answer in given if not q.calculation or q.name in lasting}


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
        codes = [answer] if question.type == "select one" else answer.split()  # one code may hold blanks
        return _wrong_codes(question, codes, {c.name for c in offered[question.name]})
    check = {
        "integer": _wrong_integer,
        "decimal": _wrong_decimal,
        "range": _wrong_range,
        "date": _wrong_date,
        "time": _wrong_time,
        "datetime": _wrong_moment,
    }.get(question.type)
    return check(question, answer) if check else ""


def _wrong_codes(question, codes, known):
    if question.type == "rank":
        is_whole = sorted(codes) == sorted(known)
        return "" if is_whole else f"Mời xếp thứ tự đủ {len(known)} mục, mỗi mục một thứ hạng."
    return UNKNOWN if set(codes) - known or len(set(codes)) < len(codes) else ""


def _wrong_integer(question, answer):
    if re.fullmatch(r"-?[0-9]{1,15}", answer):
        return ""
    return LONG if re.fullmatch(r"-?[0-9]+", answer) else WHOLE


def _wrong_decimal(question, answer):
    if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,17})?", answer):
        return ""
    return LONG if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", answer) else "Mời ghi một số, ví dụ 2 hoặc 1,5."


def _wrong_range(question, answer):
    start, end, step = (Decimal(question.parameters[key]) for key in ("start", "end", "step"))
    low, high = min(start, end), max(start, end)
    figure = high + 1 if _wrong_decimal(question, answer) else Decimal(answer)
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
    return "" if re.fullmatch(shape, answer, re.ASCII) else message

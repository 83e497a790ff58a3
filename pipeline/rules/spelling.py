"""The one spelling in which an answer is compared and stored."""

import re

MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)", re.ASCII)


def normal(question, answer):
    """An answer as it is stored: trimmed; ``1.234,5`` → ``1234.5``, ``31/12/2025`` → ``2025-12-31``, moments to the
    minute as the form shows them.

    What cannot be read stays as typed, for ``violations`` to report.
    """
    answer = str(answer or "").strip()
    if question.type in ("integer", "int", "decimal", "range"):
        return _number_text(answer)
    if question.type == "date" and (found := re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", answer, re.ASCII)):
        return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
    if question.type == "date" and (found := MOMENT.match(answer)):  # a date cell of Excel comes with its midnight
        return found[1]
    if question.type == "time" and (found := re.fullmatch(r"(\d{1,2})[:hg](\d{2})", answer, re.ASCII)):
        return f"{int(found[1]):02d}:{found[2]}"
    if question.type == "datetime" and (found := MOMENT.match(answer)):
        return f"{found[1]}T{found[2]}"
    return answer


def _number_text(answer):
    answer = re.sub(r"(?<=\d)\s(?=\d{3}\b)", "", answer)
    if "," in answer:
        answer = answer.replace(".", "").replace(",", ".")
    return answer

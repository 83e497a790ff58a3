"""The one spelling in which an answer is compared and stored."""

import re

VIETNAMESE = re.compile(r"[+-]?([0-9]+|[0-9]{1,3}(\.[0-9]{3})+),[0-9]+")
GROUPED = re.compile(r"[+-]?[0-9]{1,3}((\.[0-9]{3}){2,}|(,[0-9]{3}){2,})")  # 1.000.000, 1,000,000
ONE_MARK = re.compile(r"([+-]?[1-9][0-9]{0,2})[.,]([0-9]{3})")
COMMA_FIRST = re.compile(r"([+-]?[1-9][0-9]{0,2}),([0-9]{3})\.([0-9]+)")
# what keyboards and copying put into numbers unseen: the wide digits and signs of Asian keyboards, signs of no width
WIDE = {0xFEE0 + ord(sign): sign for sign in "0123456789.,:/+-"} | {0x2212: "-"}
UNSEEN = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])
WRITTEN = ("integer", "int", "decimal", "range", "date", "time", "datetime")
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)", re.ASCII)


def normal(question, answer):
    """An answer as it is stored: trimmed; ``1.234,5`` → ``1234.5``, ``31/12/2025`` → ``2025-12-31``, moments to the
    minute as the form shows them.

    What cannot be read stays as typed, for ``violations`` to report.
    """
    answer = str(answer or "").strip()
    answer = _plain(answer) if question.type in WRITTEN else answer
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


def readings(answer):
    """The two numbers that a text may stand for, each so written that it stands for one only; () for any other text.

    A dot or comma before exactly three digits may part thousands or decimals (1.000: 1000, 1.0), and so may the marks
    of 1,234.5 (1234.5, 1.2345). "0.125" and "1234.567" are one number each.
    """
    answer = re.sub(r"\s", "", _plain(answer))
    if found := ONE_MARK.fullmatch(answer):
        decimals = found[2].rstrip("0") or "0"
        return found[1] + found[2], f"{found[1]}.{decimals}{'0' if len(decimals) == 3 else ''}"
    found = COMMA_FIRST.fullmatch(answer)
    return (f"{found[1]}{found[2]}.{found[3]}", f"{found[1]}.{found[2]}{found[3]}") if found else ()


def _plain(answer):
    return answer.translate(WIDE | UNSEEN).strip()


def _number_text(answer):
    answer = re.sub(r"^\+\s*(?=[0-9])", "", answer)
    answer = re.sub(r"(?<=\d)\s(?=\d{3}\b)", "", answer)
    if GROUPED.fullmatch(answer):
        return re.sub("[.,]", "", answer)
    return answer.replace(".", "").replace(",", ".") if VIETNAMESE.fullmatch(answer) else answer

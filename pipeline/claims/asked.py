"""Whom a question with a condition was asked, in the words of the answers that the condition names."""

import re

from pipeline import vi
from pipeline.claims import names
from pipeline.questionnaire.gates import CODE
from pipeline.wording import say

NAME = re.compile(r"\$\{([\w.-]+)\}")
TEST = re.compile(
    rf"""\s*(?:\$\{{[\w.-]+\}}\s*(?P<sign>!?=)\s*{CODE}"""
    r"""|(?P<no>not\(\s*)?selected\([^,]*,\s*['"](?P<ticked>[^'"]*)['"]\s*\)\s*\)?"""
    r"""|count-selected\([^)]*\)\s*(?P<more>>=?)\s*(?P<least>\d+))\s*"""
)
BLANK = ""  # no answer, as a condition spells it
MOST = re.compile(r"count-selected\(\s*\.\s*\)\s*(?P<sign><=?)\s*(?P<most>\d+)")


def several(question):
    """That a question takes several answers, and how many at most where its constraint says so; "" of any other."""
    if question.kind != "multiple":
        return ""
    most = most_of(question)
    return say("được chọn nhiều phương án (tối đa {most})" if most else "được chọn nhiều phương án", most=most)


def most_of(question):
    """How many answers a question takes at most, where its constraint says so plainly; else 0."""
    limits = [] if " or " in question.constraint else MOST.findall(question.constraint)
    return min((int(most) - (sign == "<") for sign, most in limits), default=0)


def asked_of(form, question):
    """Whom a question was asked ("hỏi người trả lời “Có” ở Câu 9"); "" where everybody was; where its condition is no
    plain list of answers, the questions that it asks for."""
    rule = question.condition
    if not rule:
        return ""
    if told := _told(form, rule):
        return told
    places = [names.place(form, name) for name in dict.fromkeys(NAME.findall(rule)) if name in form]
    return say("hỏi tùy câu trả lời ở {places}", places=vi.listing(places)) if places else say("không hỏi mọi người")


def _told(form, rule):
    """Whom a condition lets pass, by what they did, or whom it does not; "" where it is no plain list of answers."""
    word = "and" if " and " in rule else "or"
    parts, held = rule.split(f" {word} "), {}
    for part in parts:
        name, test = next(iter(NAME.findall(part)), ""), TEST.fullmatch(part)
        if name not in form or not test:
            return ""
        held.setdefault(name, []).append(test)
    if word == "and":  # who answered the one question passed the condition on the other by that
        implied = {
            form[name].condition.strip() for name, tests in held.items() if not _lets_blank_pass(form[name], tests)
        }
        held = {name: tests for name, tests in held.items() if not all(t[0].strip() in implied for t in tests)}
    if word == "or" and len(held) > 1 and (spared := _spared(form, held)):
        return say("không hỏi người trả lời {spared}", spared=spared)
    told = [_of_one(form, form[name], tests, word) for name, tests in held.items()]
    joined = say(" và " if word == "and" else " hoặc ").join(told)
    return say("hỏi người {told}", told=joined) if all(told) else ""


def _spared(form, held):
    """The answers, one to each of several questions, of those who alone are not asked: any other, or none, to one of
    them lets pass; "" where it is not so."""
    answers = {}
    for name, tests in held.items():
        if form[name].kind == "multiple" or not _lets_blank_pass(form[name], tests):
            return ""
        codes = set.union(*(_codes(form[name], test) for test in tests))
        left = [names.option(form, name, c.label) for c in form[name].choices if c.name not in codes]
        answers[names.place(form, name)] = say(" hoặc ").join(f"“{label}”" for label in left)
    if not all(answers.values()):
        return ""
    if len({*answers.values()}) == 1:
        return say("{answer} ở cả {places}", answer=next(iter(answers.values())), places=vi.listing([*answers]))
    return vi.listing([say("{answer} ở {place}", answer=own, place=place) for place, own in answers.items()])


def _of_one(form, question, tests, word):
    """What those did whom the tests on one question let pass, and where; "" where that is not told."""
    place = names.place(form, question.name)
    if question.kind == "multiple":
        is_one = len(tests) == 1 and not tests[0]["sign"]
        return say("{done} ở {place}", done=_ticked(form, question, tests[0]), place=place) if is_one else ""
    if any(test["more"] for test in tests):
        return ""
    passed = [_codes(question, test) for test in tests]
    return _answered(form, question, set.union(*passed) if word == "or" else set.intersection(*passed), place)


def _lets_blank_pass(question, tests):
    """Whether all tests on one question let those pass who did not answer it."""
    if question.kind == "multiple" or tests[0]["more"]:
        return all(test["no"] or test["sign"] == "!=" for test in tests)
    return all(BLANK in _codes(question, test) for test in tests)


def _codes(question, test):
    """The codes of a question with one answer that a test lets pass."""
    code = test["code"] if test["sign"] else test["ticked"]
    every = {BLANK, *(choice.name for choice in question.choices)}
    return every - {code} if test["sign"] == "!=" or test["no"] else every & {code}


def _answered(form, question, codes, place):
    """What those did who gave one of these answers, and where; of many what they did not answer; "" of codes that no
    choice has."""
    given, left = ([c.label for c in question.choices if (c.name in codes) is inside] for inside in (True, False))
    if not left:
        return say("có trả lời {place}", place=place)
    if not given and BLANK not in codes:
        return ""
    if BLANK not in codes and len(given) <= len(left):
        done = names.did(form, question.name, given, "trả lời")  # in words of its own it does not quote the answer
        return say("{done} ở {place}", done=done, place=place) if "“" in done else done
    joint = say(" hoặc " if BLANK in codes else " và ")
    listed = joint.join(f"“{names.option(form, question.name, label)}”" for label in left)
    way = "không trả lời {listed} ở {place}" if BLANK in codes else "trả lời khác {listed} ở {place}"
    return say(way, listed=listed, place=place)


def _ticked(form, question, test):
    """What those did who ticked an option, did not, or ticked several."""
    if test["more"]:
        return say("chọn từ {least} phương án trở lên", least=int(test["least"]) + (test["more"] == ">"))
    label = next((c.label for c in question.choices if c.name == test["ticked"]), test["ticked"])
    option = names.option(form, question.name, label)
    return say("không chọn “{option}”" if test["no"] else "chọn “{option}”", option=option)

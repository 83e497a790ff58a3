"""One respondent over HTTP: a browser without scripts that answers whatever questions the page in front of it shows."""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import quote_plus, urlencode

from pipeline.rehearse.browser import POST, SEND

FORM = re.compile(rb'<form method="post" action="([^"]+)".*?name="csrf_token" value="([^"]+)"', re.S)
BUTTON = re.compile(rb'<button class="unseen" name="di" value="([^"]+)"')
SHOWN = re.compile(rb'name="hien" value="([^"]*)"')
ERROR = re.compile(rb'<p class="error" id="loi-([^"]+)"[^>]*>([^<]*)</p>')
FULL = "đã nhận đủ số phiếu".encode()
THANKS, DOOR = "/cam-on", "/ma"
STEPS = 200  # pages after which a respondent goes in circles


@dataclass
class Visit:
    """What became of one visit: "stored", "full", "closed", "refused", "busy", "code" (turned away at the door),
    "lost" (went in circles) or "error"; ``said`` is question → message of a refused page; ``times`` (kind, seconds).
    """

    outcome: str
    said: dict[str, str] = field(default_factory=dict)
    times: list[tuple[str, float]] = field(default_factory=list)


def sheet(form, answers):
    """Question → what a browser sends for it, from answers as ``simulate.draw`` gives them ("" where blank)."""
    return {q.name: _sent(q, answers.get(q.name, "")) for q in form.questions}


def visit(browser, sheet, *, code=""):
    """Fills in the whole questionnaire and sends it; returns the Visit. ``code`` opens a survey with codes."""
    reply = go_on(browser, enter(browser, code), sheet)
    return Visit(outcome(reply), messages(reply), browser.times)


def enter(browser, code=""):
    """The first page, or the reason why there is none."""
    reply = browser.get("/")
    if code and reply.path == DOOR:
        reply = browser.post(DOOR, coded(reply, code))
    return reply


def go_on(browser, reply, sheet):
    """Page after page from the one in ``reply``; the reply returned is the first that is no page of questions."""
    for _ in range(STEPS):
        if not is_page(reply):
            break
        reply = advance(browser, reply, sheet)
    return reply


def advance(browser, reply, sheet, *, button=""):
    """Answers the page of ``reply`` from the sheet, presses its main button (or ``button``); returns the next reply."""
    button = button or main_button(reply)
    return browser.post(action(reply), posting(reply, sheet, button), kind=SEND if button == "gui" else POST)


def finish(browser, sheet, *, code=""):
    """Fills in everything; the reply returned is the last page, on which only the sending is left."""
    reply = enter(browser, code)
    for _ in range(STEPS):
        if not is_page(reply) or "bao=cuoi" in reply.path:
            break
        reply = advance(browser, reply, sheet, button="tiep")
    return reply


def posting(reply, sheet, button="", *, token=True):
    """The body a browser would send: token, questions shown, button, and the answers to just those questions."""
    names = shown(reply)
    answers = "".join(sheet.get(name, "") for name in names.split())
    head = {"hien": names, "di": button, "ngay": "1"} | (
        {"csrf_token": FORM.search(reply.page)[2].decode()} if token else {}
    )
    return urlencode(head) + answers


def coded(reply, code):
    """The body of the door's page with a code typed in."""
    return urlencode({"csrf_token": FORM.search(reply.page)[2].decode(), "ma": code})


def shown(reply):
    """Names of the questions on the page, separated by blanks."""
    return unescape(_first(SHOWN, reply).decode())


def is_page(reply):
    """Whether a reply is a page of questions to go on from."""
    return reply.status == 200 and bool(SHOWN.search(reply.page))


def action(reply):
    """Where the page's form is sent."""
    return unescape(_first(FORM, reply).decode())


def main_button(reply):
    """What the page's main button says: "tiep" (on) or "gui" (send)."""
    return _first(BUTTON, reply).decode()


def outcome(reply):
    """The last reply of a visit in one word, as Visit has it."""
    if reply.status == 200:
        return "stored" if reply.path == THANKS else "lost"
    if reply.status == 410:
        return "full" if FULL in reply.page else "closed"
    if reply.path == DOOR or reply.status == 409:
        return "code"
    return {422: "refused", 503: "busy"}.get(reply.status, "error")


def messages(reply):
    """Question → message of what the page finds wrong."""
    return {name.decode(): unescape(text.decode()) for name, text in ERROR.findall(reply.page)}


def _first(pattern, reply):
    found = pattern.search(reply.page)
    return found[1] if found else b""


def _sent(question, answer):
    name = f"q.{question.name}"
    if question.type in ("acknowledge", "trigger"):
        answer = "OK"
    if question.type == "rank":
        pairs = [(f"{name}.{code}", place) for place, code in enumerate(answer.split(), start=1)]
    elif question.type == "select all that apply":
        pairs = [(name, code) for code in answer.split()]
    else:
        pairs = [(name, answer.replace("\n", "\r\n"))]
    return "".join(f"&{quote_plus(key)}={quote_plus(str(value))}" for key, value in pairs)

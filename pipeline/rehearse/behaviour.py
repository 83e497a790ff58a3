"""How people behave in front of a form – honestly, hastily, wrongly – and what must come of it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.form import draft
from pipeline.rehearse import respondent
from pipeline.rehearse.browser import SEND

REJECTED = "rejected"


@dataclass(frozen=True)
class Person:
    """Who answers how: ``kind`` names the behaviour, ``row`` the drawn answers (-1: nobody's), ``sheet`` what the
    browser sends; ``wrong`` is (question, its mistaken answer as sent), ``pages`` after how many the person leaves.
    """

    kind: str
    row: int
    sheet: dict
    code: str = ""
    wrong: tuple = ()
    pages: int = 0


@dataclass(frozen=True)
class Result:
    """What one person met: the outcome in a word, whether thanks were said (the answers count as stored)."""

    kind: str
    row: int
    outcome: str
    thanked: bool = False
    said: dict = field(default_factory=dict)
    times: tuple = ()


class Kind(NamedTuple):
    """A behaviour: how the record calls it, what must come of it (in words, and as outcome), and the doing."""

    label: str
    expected: str
    outcome: str
    act: object


def honest(browser, person):
    """Answers everything once."""
    return respondent.visit(browser, person.sheet, code=person.code).outcome


def double_click(browser, person):
    """Presses the last button twice at the same moment."""
    last = respondent.finish(browser, person.sheet, code=person.code)
    if not respondent.is_page(last):
        return respondent.outcome(last)
    action, body = respondent.action(last), respondent.posting(last, person.sheet, "gui")
    twin = browser.twin()
    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(twin.post, action, body, kind=SEND)
        first = respondent.outcome(browser.post(action, body, kind=SEND))
        other = respondent.outcome(second.result())
    twin.close()
    return first if first == other else " + ".join(sorted((first, other)))


def reload(browser, person):
    """Loads every page twice, and after the thanks sends the last page once more."""
    reply = last = respondent.enter(browser, person.code)
    while respondent.is_page(reply):
        again = browser.get(respondent.action(reply))
        if respondent.shown(again) != respondent.shown(reply):
            return "changed"
        last, body = again, respondent.posting(again, person.sheet, respondent.main_button(again))
        reply = respondent.advance(browser, again, person.sheet)
    if respondent.outcome(reply) != "stored":
        return respondent.outcome(reply)
    repeated = browser.post(respondent.action(last), body)
    return "stored" if repeated.path != respondent.THANKS else "stored twice"


def leave(browser, person):
    """Goes away in the middle, at the latest in front of the last button."""
    reply = respondent.enter(browser, person.code)
    for _ in range(person.pages):
        if respondent.main_button(reply) != "tiep":
            break
        reply = respondent.advance(browser, reply, person.sheet)
    return "left" if respondent.is_page(reply) else respondent.outcome(reply)


def mistaken(browser, person):
    """Gives an answer that is not allowed, reads the message, mends it."""
    name, fragment = person.wrong
    refused = respondent.go_on(browser, respondent.enter(browser, person.code), {**person.sheet, name: fragment})
    if refused.status != 422 or name not in respondent.messages(refused):
        return f"not refused ({respondent.outcome(refused)})"
    mended = respondent.advance(browser, refused, person.sheet)
    return respondent.outcome(respondent.go_on(browser, mended, person.sheet))


def without_token(browser, person):
    """Another site's page sends the form: the token is missing."""
    last = respondent.finish(browser, person.sheet, code=person.code)
    if not respondent.is_page(last):
        return respondent.outcome(last)
    body = respondent.posting(last, person.sheet, "gui", token=False)
    reply = browser.request("POST", respondent.action(last), body, kind=SEND)
    return REJECTED if reply.status == 400 else respondent.outcome(browser.follow(reply))


def at_the_door(browser, person):
    """Tries a code that opens nothing."""
    page = browser.get(respondent.DOOR)
    return respondent.outcome(browser.post(respondent.DOOR, respondent.coded(page, person.code)))


def forged_draft(browser, person):
    """Changes the answers kept in the browser: the signature no longer fits."""
    last = respondent.finish(browser, person.sheet, code=person.code)
    if not respondent.is_page(last):
        return respondent.outcome(last)
    name, kept = next(cookie for cookie in browser.cookies.items() if cookie[0].startswith(draft.NAME))
    browser.cookies[name] = kept[:40] + ("A" if kept[40] != "A" else "B") + kept[41:]
    body = respondent.posting(last, person.sheet, "gui")
    reply = browser.request("POST", respondent.action(last), body, kind=SEND)
    return REJECTED if reply.status == 400 else respondent.outcome(browser.follow(reply))


KINDS = {
    "honest": Kind("Trả lời bình thường", "ghi nhận", "stored", honest),
    "double": Kind("Bấm «Gửi phiếu» hai lần cùng lúc", "hai lần đều thấy lời cảm ơn, ghi một phiếu", "stored",
                   double_click),
    "reload": Kind("Tải lại từng trang; gửi lại sau khi đã gửi", "ghi một phiếu, lần gửi lại không ghi", "stored",
                   reload),
    "mistaken": Kind("Trả lời sai quy định rồi sửa", "báo lỗi đúng câu (422), sửa xong thì ghi nhận", "stored",
                     mistaken),
    "left": Kind("Bỏ dở giữa chừng", "không ghi gì", "left", leave),
    "token": Kind("Gửi giả mạo: thiếu dấu phiên làm việc (CSRF)", "từ chối (400)", REJECTED, without_token),
    "forged": Kind("Gửi giả mạo: sửa bản nháp trong cookie", "từ chối (400)", REJECTED, forged_draft),
    "mistyped": Kind("Gõ sai mã phiếu", "từ chối ở cửa (422)", "code", at_the_door),
    "unknown": Kind("Mã phiếu không có trong danh sách", "từ chối ở cửa (422)", "code", at_the_door),
    "used": Kind("Mã phiếu đã dùng", "từ chối ở cửa (409)", "code", at_the_door),
    "late": Kind("Đến sau khi đủ chỉ tiêu", "từ chối lịch sự (410)", "full", honest),
    "slow": Kind("Đang trả lời thì đủ chỉ tiêu", "từ chối lịch sự khi gửi (410)", "full", None),
}  # fmt: skip

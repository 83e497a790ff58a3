"""The door of a survey with one-time codes: a page asks for the code, and the draft carries its keyed hash."""

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from pipeline.form import codes, notices
from pipeline.form import draft as drafts

blueprint = Blueprint("entry", __name__, template_folder="templates")
# Counted: only well-formed codes that were never made. A slip of the finger fails the check sign and a used code is
# known, so an office behind one address is not locked out by honest people, and a right code always passes.
GUESSES = RateLimitItemPerMinute(20, 10)
LIMITER = FixedWindowRateLimiter(MemoryStorage())
SAID = {
    "mistyped": "Mã gõ chưa đúng. Mã gồm 12 chữ và số, như in trên phiếu mã; mời Ông/Bà xem lại từng nhóm 4 ký tự.",
    "unknown": "Không có mã này trong cuộc điều tra. Mời Ông/Bà kiểm tra lại, hoặc hỏi người phát phiếu mã.",
    "used": "Mã này đã được dùng để gửi một phiếu. Mỗi mã chỉ gửi được một phiếu.",
    "too_many": "Có quá nhiều mã sai từ mạng này. Mời Ông/Bà thử lại sau 10 phút; mã đúng vẫn dùng được ngay.",
}
STATUS = {"mistyped": 422, "unknown": 422, "used": 409, "too_many": 429}


def outside():
    """Where somebody is sent who has not shown a code in a survey that asks for one; None: come in."""
    draft = drafts.read()
    is_in = not _asks() or (draft is not None and draft.code)
    return None if is_in else redirect(url_for("entry.ask"), 303)


@blueprint.before_request
def _only_where_codes_are_asked_for():
    return None if _asks() else redirect(url_for("form.start"), 303)


@blueprint.get("/ma")
def ask():
    """Asks for the code; the page's script fills it in from the part of the address after #, which no server sees."""
    return _door()


@blueprint.post("/ma")
def check():
    """Opens a draft for a code that is free, or says what is wrong with it."""
    if not drafts.is_posted():
        return notices.no_token()
    draft, code = drafts.read(), codes.typed(request.form.get("ma", "")[:100], current_app.secret_key)
    found = codes.status(_served().engine, code) if code else "mistyped"
    if found == "unknown" and not LIMITER.hit(GUESSES, request.remote_addr or ""):
        found = "too_many"
    if found != "free":
        return _door(found)
    if draft.code != code.digest:  # somebody else at this computer begins with a blank form
        draft = _served().fresh_draft(code.digest)
    return drafts.write(make_response(redirect(url_for("form.start", tiep=1), 303)), draft)


def _door(wrong=""):
    draft = drafts.read() or _served().fresh_draft()
    filling = {
        "survey": _served().survey,
        "own_language": "vi",
        "error": SAID.get(wrong, ""),
        "token": drafts.token(draft),
    }
    response = drafts.write(make_response(render_template("door.html", **filling), STATUS.get(wrong, 200)), draft)
    if wrong == "too_many":
        response.headers["Retry-After"] = "600"
    return response


def _asks():
    return _served().survey.collection.mode == "codes"


def _served():
    return current_app.extensions["survey"]

"""The organiser's page: /theo-doi behind a password, and the same figures as CSV."""

import csv
import hashlib
import hmac
import io
import os
import secrets
from datetime import timedelta
from threading import Lock
from time import time

from flask import Blueprint, abort, current_app, g, make_response, render_template, request
from itsdangerous import BadSignature, TimestampSigner
from limits import RateLimitItemPerMinute
from werkzeug.security import check_password_hash

from pipeline.form import draft as drafts
from pipeline.form.entry import LIMITER
from pipeline.form.figures import figures, in_words

blueprint = Blueprint("organiser", __name__, template_folder="templates")
# Wrong passwords, of all who never had the right one together: by address an office or a proxy would be one person, and
# a thousand addresses a thousand. A browser that once had the right one is counted by itself.
TRIES = RateLimitItemPerMinute(10)
CHECKING = Lock()  # to check a password takes a tenth of a second: of strangers', one thread does so at a time
COOKIE = "to_chuc"
KNOWN = timedelta(days=90)


@blueprint.before_request
def _only_with_password():
    kept = os.environ.get("FORM_PASSWORD_HASH") or current_app.extensions["survey"].survey.collection.password_hash
    if not kept:
        abort(404)
    given = request.authorization
    if given is None or given.password is None:
        return _said("Trang này cần mật khẩu của đơn vị tổ chức.", 401, {"WWW-Authenticate": 'Basic realm="Theo doi"'})
    g.kept, who = kept, _known(kept)
    if not LIMITER.test(TRIES, "organiser", who):
        return _later(LIMITER.get_window_stats(TRIES, "organiser", who).reset_time - time())
    if not who and not CHECKING.acquire(blocking=False):
        return _later(1)
    try:
        is_right = _is_right(kept, given.password)
    finally:
        if not who:
            CHECKING.release()
    if is_right:
        return None
    LIMITER.hit(TRIES, "organiser", who)
    return _said("Mật khẩu chưa đúng.", 401, {"WWW-Authenticate": 'Basic realm="Theo doi"'})


@blueprint.after_request
def _remember(response):
    """A browser that had the right password is known from now on; it still has to send it every time."""
    if response.status_code == 200 and not _known(g.kept):
        signed = _signer(g.kept).sign(secrets.token_urlsafe(12)).decode()
        about = {**current_app.config["COOKIES"], "samesite": "Lax", "partitioned": False}
        response.set_cookie(_cookie(), signed, max_age=KNOWN, **about)
    return response


@blueprint.get("/theo-doi")
def watch():
    """Answers so far against the target, by day and by unit."""
    served = current_app.extensions["survey"]
    filling = {"survey": served.survey, "kind": served.kind, "own_language": "vi", "in_words": in_words}
    return render_template("organiser.html", figures=figures(served), **filling)


@blueprint.get("/theo-doi.csv")
def table():
    """The same as CSV (UTF-8 with BOM): nhom, ten, so_nguoi, tu, den – a count between ``tu`` and ``den``."""
    found, sheet = figures(current_app.extensions["survey"]), io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(["nhom", "ten", "so_nguoi", "tu", "den"])
    most = found.total if found.is_exact else found.total + found.step - 1
    writer.writerow(["tổng", "Số phiếu đã nhận", found.target or "", found.total, most])
    for group, rows in (("ngày", found.days), ("đơn vị", found.units)):
        for row in rows:
            writer.writerow([group, row.name, row.headcount or "", row.shown, row.shown + found.step - 1])
    response = make_response(sheet.getvalue().encode("utf-8-sig"))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = "attachment; filename=theo-doi.csv"
    return response


def _is_right(kept, password):
    try:
        return check_password_hash(kept, password)
    except ValueError:
        current_app.logger.error("password_hash không đúng dạng; tạo lại bằng: python3 run.py form password")
        return False


def _known(kept):
    """The name of a browser that once had the password that is kept now, or ""."""
    try:
        name = _signer(kept).unsign(request.cookies.get(_cookie(), ""), max_age=KNOWN.total_seconds())
    except BadSignature:
        return ""
    return name.decode()


def _cookie():
    return f"{COOKIE}_{drafts.store_name()}"


def _signer(kept):
    key = hmac.digest(current_app.secret_key.encode(), f"organiser:{kept}".encode(), "sha256")
    return TimestampSigner(key, salt=COOKIE, digest_method=hashlib.sha256)


def _later(seconds):
    text = (
        "Có nhiều mật khẩu sai vừa được thử; mời thử lại sau {} giây. Trình duyệt từng mở được trang này vào được ngay."
    )
    wait = max(1, int(seconds) + 1)
    return _said(text.format(wait), 429, {"Retry-After": str(wait)})


def _said(text, status, headers):
    response = make_response(text, status, headers)
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    return response

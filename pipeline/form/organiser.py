"""The organiser's page: /theo-doi behind a password, and the same figures as CSV."""

import csv
import io
import os

from flask import Blueprint, abort, current_app, make_response, render_template, request
from limits import RateLimitItemPerMinute
from werkzeug.security import check_password_hash

from pipeline.form.entry import LIMITER
from pipeline.form.figures import figures, in_words

blueprint = Blueprint("organiser", __name__, template_folder="templates")
TRIES = RateLimitItemPerMinute(10, 10)  # wrong passwords from one address


@blueprint.before_request
def _only_with_password():
    kept = os.environ.get("FORM_PASSWORD_HASH") or current_app.extensions["survey"].survey.collection.password_hash
    if not kept:
        abort(404)
    given, who = request.authorization, ("organiser", request.remote_addr or "")
    if not LIMITER.test(TRIES, *who):
        return _said("Đã thử sai quá nhiều lần; mời thử lại sau 10 phút.", 429, {"Retry-After": "600"})
    if given and given.password is not None and check_password_hash(kept, given.password):
        return None
    if given:
        LIMITER.hit(TRIES, *who)
    return _said("Trang này cần mật khẩu của đơn vị tổ chức.", 401, {"WWW-Authenticate": 'Basic realm="Theo doi"'})


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


def _said(text, status, headers):
    response = make_response(text, status, headers)
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    return response

"""Pages that say one thing instead of showing questions, and what the form says when something goes wrong."""

from flask import current_app, make_response, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import BadRequest, HTTPException

from pipeline.form import draft as drafts
from pipeline.form import gate
from pipeline.form.database import StoreError


def page(shown, *, again=False):
    """The response that shows a gate.Notice; ``again`` adds a button back to the form ("moi": to a new answer)."""
    survey = current_app.extensions["survey"].survey
    text = render_template("notice.html", notice=shown, again=again, survey=survey, own_language="vi")
    return make_response(text, shown.status, shown.headers)


def register(app):
    """Makes an application say courteously what went wrong; called before its blueprints are registered."""
    app.before_request(_only_readable)
    app.register_error_handler(SQLAlchemyError, _no_store)
    app.register_error_handler(StoreError, _no_store)
    app.register_error_handler(HTTPException, _http_error)


def _only_readable():
    """Takes the request apart once, before anybody relies on a part of it: bytes that are no text end here."""
    try:
        for part in ("args", "cookies", "authorization", "form"):
            getattr(request, part)
    except ValueError:
        raise BadRequest from None


def _no_store(error):
    current_app.logger.error("Không dùng được kho phiếu, biểu mẫu trả lời 503: %s", in_short(error))
    return page(gate.busy())


def in_short(error):
    """The first line of an error: a locked store refuses many, and each in a line of the log."""
    return (str(error).splitlines() or [type(error).__name__])[0]


def no_token():
    """A page sent without its draft's token: another draft was opened, it is gone, cookies are off, another site."""
    other = "Trang vừa gửi thuộc một phiếu đã được thay hoặc đã xóa trong trình duyệt này. Mời mở lại biểu mẫu."
    foreign = (
        "Trình duyệt không còn giữ phiếu của trang vừa gửi, chỉ còn phiếu của một biểu mẫu khác: biểu mẫu này đã được"
        " lập lại, hoặc phiếu đã bị xóa. Trang vừa rồi chưa được ghi nhận. Mời mở lại biểu mẫu."
    )
    lost = "Trình duyệt không gửi kèm dấu của phiếu đang trả lời. Mời bật cookie cho trang này, rồi mở lại biểu mẫu."
    text = other if drafts.read() else foreign if drafts.is_of_another() else lost
    return page(gate.Notice(400, "Chưa nhận được câu trả lời", (text,), {}), again=True)


def no_cookies():
    """A form was opened, and its draft did not come back with the next page."""
    text = "Biểu mẫu cần cookie để giữ câu trả lời từ trang này sang trang khác. Mời bật cookie, rồi mở lại biểu mẫu."
    return page(gate.Notice(400, "Trình duyệt chưa bật cookie", (text,), {}), again=True)


def _http_error(error):
    if error.code == 400:  # no browser of a person sends such a thing, and of its address no link can be made
        return make_response("Yêu cầu không đọc được.\n", 400, {"Content-Type": "text/plain; charset=utf-8"})
    said = {404: "Không có trang này", 405: "Không có trang này", 413: "Nội dung gửi lên quá lớn"}
    headline = said.get(error.code, "Trang gặp lỗi")
    return page(gate.Notice(error.code, headline, ("Mời Ông/Bà trở lại biểu mẫu.",), {}), again=True)

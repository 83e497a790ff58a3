"""The coder's page: on this machine only, behind a random address, usable by keyboard and without scripts."""

import secrets
import sys
from contextlib import suppress
from pathlib import Path

import waitress
from flask import Blueprint, Flask, abort, current_app, redirect, render_template, request, url_for

from pipeline import form, project, vi
from pipeline.cluster.promise import FEWEST
from pipeline.coding import desk as desks
from pipeline.coding import files, frame, hand, lost, page_codes, recent, shown
from pipeline.coding.frame import FrameError
from pipeline.ingest.raw import IngestError

HOST = "127.0.0.1"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
SHOWN = 3000  # characters of an answer on the page
GONE = dict.fromkeys(
    (404, 405), "Không có trang này. Mỗi lần chạy lệnh, trang có địa chỉ mới: mở địa chỉ in ở cửa sổ lệnh."
)
GONE[403] = "Chưa ghi: trang này mở từ lần chạy trước. Tải lại trang (hoặc mở địa chỉ in ở cửa sổ lệnh) rồi chọn lại."
GONE[421] = "Trang này chỉ mở bằng địa chỉ in ở cửa sổ lệnh, trên chính máy đang chạy lệnh."
GONE[413] = "Chưa ghi: chọn quá nhiều câu một lần. Quay lại, chọn ít câu hơn."

blueprint = Blueprint("coding", __name__, template_folder="templates", static_folder="static", static_url_path="/tinh")


def create_app(desk, *, token, port):
    """The page of one desk as a Flask application under ``/<token>/``, for requests to 127.0.0.1:``port`` alone."""
    app = Flask(
        "pipeline.form", static_folder=str(Path(form.__file__).parent / "static"), static_url_path=f"/{token}/chung"
    )
    app.config.update(MAX_CONTENT_LENGTH=400_000)
    app.extensions["desk"], app.extensions["csrf"] = desk, secrets.token_urlsafe(24)
    app.extensions["hosts"] = {f"{name}:{port}" for name in (HOST, "localhost")}
    app.jinja_env.globals.update(number=vi.number, percent=vi.percent, at_least=vi.at_least, lost=lost.told)
    sys.setswitchinterval(0.0005)  # who waits for a page goes before what is learned beside it
    app.before_request(_only_from_here)
    app.after_request(_with_headers)
    for part in (blueprint, page_codes.blueprint):
        app.register_blueprint(part, url_prefix=f"/{token}")
    return app


def serve(desk, *, port):
    """Runs the page until interrupted, and prints its address; nothing but this machine reaches it.

    Raises KeyboardInterrupt then, as every command does.
    """
    token = secrets.token_urlsafe(16)
    app = create_app(desk, token=token, port=port)
    server = waitress.create_server(app, host=HOST, port=port, threads=4, ident=None)
    print(f"Trang mã hóa: http://{HOST}:{port}/{token}/  (dừng: Ctrl+C; mọi quyết định đã ở trên đĩa)", flush=True)
    server.run()  # ends by Ctrl+C alone
    with suppress(FrameError, IngestError, OSError):
        desks.reread(desk)  # what was overwritten since the last request is put aside, too
    if desk.learning:
        desk.learning.join()  # a thread deep in numbers at the end of the interpreter would abort it
    raise KeyboardInterrupt


def _only_from_here():
    """A foreign name for this machine (DNS rebinding) or a form on another site reaches nothing."""
    if request.host not in current_app.extensions["hosts"]:
        abort(421)
    if request.method == "POST":
        origin = request.headers.get("Origin", f"http://{request.host}")
        given, ours = request.form.get("csrf", "").encode("utf-8", "replace"), current_app.extensions["csrf"].encode()
        if origin != f"http://{request.host}" or not secrets.compare_digest(given, ours):
            abort(403)


def _with_headers(response):
    response.headers.update(HEADERS)
    return response


@blueprint.get("/")
def ask():
    """The next answer, or the one named by ?khoa=; ?tim= lists answers with these words. After an undo, ?ma= and
    ?sac_thai= stand ticked for as long as nothing was decided since (?buoc=)."""
    desk = current_app.extensions["desk"]
    desks.reread(desk)
    words, key = request.args.get("tim", "").strip()[:80], request.args.get("khoa", "")
    key = key if key in desk.answers.index else next(iter(desks.upcoming(desk)), "")
    found = shown.searched(desk, words) if words else None
    is_still = request.args.get("buoc") == recent.mark_of(desk)
    ticks = {"chosen": request.args.getlist("ma"), "tone": request.args.get("sac_thai", "")} if is_still else {}
    return _page(desk, key, words=words, found=found, **ticks)


@blueprint.post("/")
def decide():
    """Keeps a decision, skips, or takes the last decision back; then on to the next answer."""
    desk, key, act = current_app.extensions["desk"], request.form.get("khoa", ""), request.form.get("viec", "luu")
    if act == "bo-qua":
        desks.skip(desk, key)
        return redirect(url_for("coding.ask"), 303)
    if act == "hoan-tac":
        return _taken_back(desk, key)
    suggested = request.form.get("goi_y", "").split(";")
    codes = suggested if act == "goi-y" else request.form.getlist("ma")
    new_name = "" if act == "goi-y" else request.form.get("moi", "")
    tone = request.form.get("sac_thai", "")
    try:
        with desks.alone(desk):
            if _is_kept(desk, key, codes, new_name, tone):
                return redirect(url_for("coding.ask"), 303)
            desks.keep(desk, key, codes, new_name, suggested[0], tone)
    except FrameError as error:
        return _page(desk, key, error=str(error), chosen=codes, tone=tone, new_name=new_name), 422
    desks.relearn_aside(desk)
    return redirect(url_for("coding.ask"), 303)


def _is_kept(desk, key, codes, new_name, tone):
    """Was this very decision kept already, as by a second click? FrameError where this coder has decided otherwise
    since the page was shown, in another window: what is old does not overwrite what is new."""
    known = desks.facts(desk)
    now = known.given.get(key, ("",))[0]
    if request.form.get("da_co", now) == now:
        return False
    has_tone = tone in ("", *(code for code, *_, is_given in shown.tones(desk, key) if is_given))
    if now and hand.joined(codes) == now and not new_name.strip() and has_tone:
        return True
    said = ", ".join(known.names.get(code, code) for code in hand.parted(now)) or "chưa mã hóa"
    raise FrameError(
        f"Câu này vừa được đổi ở cửa sổ khác (hiện là: {said}), nên chưa ghi. Xem lại; muốn đổi thì lưu lần nữa."
    )


def _taken_back(desk, key):
    """On to where what was taken back is seen and decided anew: the answer with its ticks as they were, or the list."""
    try:
        back = recent.undo(desk, request.form.get("buoc", ""))
    except FrameError as error:
        return _page(desk, key, error=str(error)), 422
    if not back:
        told = {"da": "Không còn việc nào của mình để hoàn tác.", "buoc": recent.mark_of(desk)}
        return redirect(url_for("coding.ask", **told), 303)
    what, to = recent.told(desk, back)
    key, codes, tone, before, _, is_listed = back[0]
    told = {"da": f"Đã hoàn tác {what}. Nay trở lại: {to}.", "buoc": recent.mark_of(desk)}
    if is_listed and not desk.sample:
        code = next(iter([*before, *shown.guessed(desk, key), *codes]), frame.UNCODED)
        return redirect(url_for("codes.list_page", ma=code, **told), 303)
    ticks = {} if is_listed else {"ma": codes, "sac_thai": tone or None}
    return redirect(url_for("coding.ask", khoa=key, **ticks, **told), 303)


@blueprint.app_errorhandler(FrameError)
@blueprint.app_errorhandler(IngestError)
@blueprint.app_errorhandler(project.ProjectError)
@blueprint.app_errorhandler(OSError)
def _cannot_go_on(error):
    """A file that cannot be read or written: said with its mend; what was not acknowledged was not kept."""
    words = f"Không đọc hoặc ghi được tệp: {project.in_vietnamese(error)}" if isinstance(error, OSError) else str(error)
    return render_template("coding_notice.html", words=words), 409


@blueprint.app_errorhandler(403)
@blueprint.app_errorhandler(404)
@blueprint.app_errorhandler(405)
@blueprint.app_errorhandler(413)
@blueprint.app_errorhandler(421)
def _no_such_page(error):
    """An address or a form of an earlier sitting, in plain words: a page would tell the random address in its links."""
    return GONE[error.code], error.code, {"Content-Type": "text/plain; charset=utf-8"}


def _page(desk, key, *, error="", chosen=(), tone="", new_name="", words="", found=None):
    item = shown.item(desk, key) if key in desk.answers.index else None
    apart = [(frame.OTHER, frame.APART[frame.OTHER], "k"), (frame.NO_OPINION, frame.APART[frame.NO_OPINION], "0")]
    filling = {"item": item, "codes": shown.codes(desk), "apart": apart, "names": desks.facts(desk).names}
    filling |= {"error": error, "new_name": new_name, "words": words, "found": found, "shown": SHOWN, "fewest": FEWEST}
    return render_template(
        "coding.html",
        desk=desk,
        chosen=list(chosen) if chosen or error or not item else item["ticked"],
        last=[one for one in recent.last(desk) if not (item and item["is_anew"] and one[0] == key)],
        mark=recent.mark_of(desk),
        done=recent.still(desk, request.args.get("da", ""), request.args.get("buoc")),
        several=shown.is_several(desk),
        one=files.bears_one(desk.work, desk.question.name),
        tones=shown.tones(desk, key, tone),
        progress=shown.progress(desk),
        csrf=current_app.extensions["csrf"],
        **filling,
    )

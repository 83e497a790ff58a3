"""The pages of the form: one a section, redirect after post, and the last one stores the answer."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import time
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from pipeline import rules
from pipeline.form import draft as drafts
from pipeline.form import entry, fields, frames, gate, notices, secret, store
from pipeline.form.codes import Code
from pipeline.form.frames import served
from pipeline.form.web import Seats

blueprint = Blueprint("form", __name__, template_folder="templates", static_folder="static", static_url_path="/tinh")


@dataclass(frozen=True)
class Served:
    """What a running form serves: the survey, its pages, the name of their version, its store and the store's kind."""

    survey: object
    layout: object
    version: str
    engine: object
    kind: str
    frames: dict = field(default_factory=dict)
    seats: Seats = field(default_factory=Seats)

    @property
    def zone(self):
        """Time zone of the survey."""
        return ZoneInfo(self.survey.collection.timezone)

    def fresh_draft(self, code=""):
        """A draft with nothing in it but the questionnaire's defaults."""
        draft = drafts.new(self.survey.form.languages[0], {}, code)
        return draft.having(answers=rules.defaults(self.survey.form, self.person(draft)))

    def person(self, draft):
        """What rules may know of who fills in a draft: draws of her own, and the moment she began."""
        seed = secret.seed(current_app.secret_key, draft.nonce)
        return rules.Person(seed, datetime.fromtimestamp(draft.started, self.zone))


@blueprint.before_app_request
def _only_while_open():
    if request.endpoint not in ("form.start", "form.show", "form.take", "entry.ask", "entry.check"):
        return None
    draft = drafts.read()
    try:
        closed = gate.notice(served(), draft and draft.started)
        return _sent_before(draft) or notices.page(closed) if closed else None
    except SQLAlchemyError:
        if request.method == "POST":  # what was typed is kept first; storing it looks at the window and target again
            return None
        raise


@blueprint.before_request
def _only_from_a_page_and_with_a_code():
    """Every page but the thanks: what is sent comes from a page of this draft, and where codes are asked for the draft
    was opened by one.
    """
    if request.endpoint in ("form.static", "form.thanks"):
        return None
    if request.method == "POST" and not drafts.is_posted():  # perhaps from a second tab, after the first has sent
        return _sent_before(None) or notices.no_token()
    return entry.outside()


@blueprint.get("/")
def start():
    """Opens a fresh draft; where one is begun, asks whose it is before any answer is shown ("tiep": it was asked).

    What was typed and not sent yet is known to the page's script alone, which has it asked, too ("hoi").
    """
    draft = drafts.read()
    if draft and ("hoi" in request.args or _is_begun(draft)) and "tiep" not in request.args:
        return _kept_or_erased(draft, "begun.html")
    if draft is None and drafts.sent_mark() in request.cookies and "moi" not in request.args:
        return notices.page(gate.again(), again="moi")
    tried = {"thu": 1} if draft is None and "thu" in request.args else {}
    draft = draft or served().fresh_draft()
    return _saved(_to(_first_visible(draft), **tried), draft)


@blueprint.get("/phan/<int:number>")
def show(number):
    """Shows one section with what was typed before.

    Where no draft comes along the form is opened ("thu"); when it still does not, the browser takes no cookies.
    """
    draft = drafts.read()
    if draft is None:
        return notices.no_cookies() if "thu" in request.args else redirect(url_for("form.start", thu=1), 303)
    if not 1 <= number <= len(served().layout.pages):
        return redirect(url_for("form.start"), 303)
    seen = _examined(draft)
    if not fields.visible(frames.page(number), seen):
        other = frames.visible_after(number, seen) or frames.visible_before(number, seen)
        return _to(other) if other else notices.page(gate.nothing(), again=True)
    wrong = _wrong(frames.page(number), seen, draft) if "xem" in request.args else {}
    return frames.rendered(number, draft, seen, wrong=wrong, note=request.args.get("bao", ""))


@blueprint.post("/phan/<int:number>")
def take(number):
    """Takes one section's answers and goes where the button says: on, back, in another language, or to the end."""
    draft = drafts.read()
    if not 1 <= number <= len(served().layout.pages):
        return redirect(url_for("form.start"), 303)
    draft = draft.having(answers={**draft.answers, **fields.typed(frames.page(number), request.form)})
    seen = _examined(draft)
    draft = draft.having(answers={**draft.answers, **seen.kept})
    try:
        return _taken(number, draft, seen, request.form.get("di", "tiep"))
    except drafts.DraftTooLong:  # no cookie holds it: the page itself keeps what was typed
        wrong = _wrong(frames.page(number), seen, draft)
        return frames.rendered(number, draft, seen, wrong=wrong, note="dai", status=413)


def _taken(number, draft, seen, button):
    if button == "cap_nhat":  # the page's script asks what the page looks like now; nothing is kept
        return frames.rendered(number, draft, seen)
    if button.startswith("ngon_ngu:"):
        return _saved(_to(number), draft.having(language=_language(button)))
    if button == "lui":
        return _saved(_shown(frames.visible_before(number, seen) or number, draft, seen), draft)
    return _forward(number, draft, seen, button)


@blueprint.get("/lam-lai")
def ask_again():
    """Asks whether to erase what was typed, as somebody at a shared computer would."""
    draft = drafts.read()
    if draft is None:
        return redirect(url_for("form.start"), 303)
    return _kept_or_erased(draft, "restart.html")


@blueprint.post("/lam-lai")
def erase():
    """Erases the draft; nothing of it was ever stored."""
    text = "Không có gì được gửi đi và không còn gì trong trình duyệt."
    return drafts.clear(notices.page(gate.Notice(200, "Đã xóa nội dung đã ghi", (text,), {}), again=True))


@blueprint.get("/cam-on")
def thanks():
    """Thanks, the same each time it is asked for."""
    sentences = ("Phiếu của Ông/Bà đã được ghi nhận. Ông/Bà có thể đóng trang này.",)
    return notices.page(gate.Notice(200, "Trân trọng cảm ơn Ông/Bà", sentences, {}))


def _is_begun(draft):
    given = {name: answer for name, answer in draft.answers.items() if answer}
    return given != rules.defaults(served().survey.form, served().person(draft))


def _kept_or_erased(draft, template):
    return render_template(template, survey=served().survey, own_language="vi", token=drafts.token(draft))


def _forward(number, draft, seen, button):
    """On to the next section, unless something here is wrong or newly asked; after the last one, to the store."""
    page, on_screen = frames.page(number), set(request.form.get("hien", "").split())
    wrong = {name: text for name, text in _wrong(page, seen, draft).items() if name in on_screen}
    if wrong:
        return _saved(frames.rendered(number, draft, seen, wrong=wrong, status=422), draft)
    fresh = [f.question.name for f in fields.visible(page, seen) if f.question.name not in on_screen]
    if fresh:
        return _saved(_shown(number, draft, seen, bao="them", _anchor=f"cau-{fresh[0]}"), draft)
    after = frames.visible_after(number, seen)
    if after:
        return _saved(_shown(after, draft, seen), draft)
    return _sent(number, draft, seen) if button == "gui" else _saved(_to(number, bao="cuoi"), draft)


def _shown(number, draft, seen, **parameters):
    """A section: drawn at once for a page whose script sets the address right, else by redirect."""
    if request.form.get("ngay"):
        return frames.rendered(number, draft, seen, note=parameters.get("bao", ""), here=parameters.get("_anchor", ""))
    return _to(number, **parameters)


def _sent(number, draft, seen):
    for other, page in enumerate(served().layout.pages, start=1):
        if _wrong(page, seen, draft):
            return _saved(_to(other, xem="1"), draft)
    try:
        with served().seats.taken():
            outcome = _store(draft, seen)
    except SQLAlchemyError as error:
        current_app.logger.error("Chưa lưu được một phiếu, biểu mẫu trả lời 503: %s", notices.in_short(error))
        response = frames.rendered(number, draft, seen, note="ban", status=503)
        response.headers["Retry-After"] = "60"
        return _saved(response, draft)
    if outcome in ("stored", "repeated"):
        return _thanked()
    if outcome == "closed":
        return notices.page(gate.notice(served(), draft.started) or gate.late(None))
    if outcome == "full":
        return notices.page(gate.full())
    return drafts.clear(notices.page({"used": gate.used, "unknown": gate.unknown}[outcome](), again=True))


def _sent_before(draft):
    """What is said to who sent the answer of this draft, or of the page that is sent now, before; or None."""
    nonce = drafts.posted_nonce() or (draft.nonce if draft else "")
    if not nonce or not store.is_spent(served().engine, secret.mark(current_app.secret_key, nonce)):
        return None
    is_same = draft is not None and draft.nonce == nonce  # another draft in this browser is somebody else's
    return _thanked() if is_same else notices.page(gate.stored())


def _thanked():
    """Nothing of the answers stays in the browser, but a mark, alike for everyone, that one was sent from it."""
    response = drafts.clear(make_response(redirect(url_for("form.thanks"), 303)))
    if served().survey.collection.mode == "open":
        response.set_cookie(drafts.sent_mark(), "1", max_age=timedelta(days=60), **current_app.config["COOKIES"])
    return response


def _store(draft, seen):
    survey, now = served().survey, datetime.now(UTC)
    return store.accept(
        served().engine,
        _kept(draft, seen),
        version=served().version,
        day=now.astimezone(served().zone).date().isoformat(),
        too_fast=time() - draft.started < survey.quality.min_seconds,
        mark=secret.mark(current_app.secret_key, draft.nonce),
        now=now,
        closes=gate.last_moment(served(), draft.started),
        target=None if served().kind == "pilot" else survey.collection.target,
        code=Code(draft.code, current_app.secret_key) if draft.code else None,
    )


def _kept(draft, seen):
    """What is stored: answers to questions that were asked, and what was calculated; nothing blank, nothing hidden, no
    moment and no uuid.
    """
    form = served().survey.form
    names = [f.question.name for page in served().layout.pages for f in fields.visible(page, seen)]
    names += [q.name for q in form.questions if q.calculation]
    answers = {name: seen.answers[name] for name in names if seen.answers[name]}
    return rules.storable(form, answers, served().person(draft))


def _examined(draft):
    return rules.examine(served().survey.form, draft.answers, served().person(draft))


def _wrong(page, seen, draft):
    return fields.problems(fields.visible(page, seen), seen, draft.answers, served().layout, draft.language)


def _first_visible(draft):
    return frames.visible_after(0, _examined(draft)) or 1


def _language(button):
    languages = served().survey.form.languages
    places = {f"ngon_ngu:{place}": language for place, language in enumerate(languages)}
    return places.get(button, languages[0])


def _to(number, **parameters):
    return make_response(redirect(url_for("form.show", number=number, **parameters), 303))


def _saved(response, draft):
    return drafts.write(response, draft)

"""The collection form: any questionnaire of ours served as a web form, one page a section, without JavaScript.

``create_app(survey)`` makes the Flask application, ``serve(survey)`` runs it; ``store.responses`` reads what came in.
"""

import weakref
from contextlib import contextmanager

from flask import Flask, current_app, request
from flask.sessions import SessionInterface

from pipeline.form import entry, following, notices, organiser, pages, places, secret, store, whose
from pipeline.form.database import StoreError, connect, register, version_of
from pipeline.form.layout import FormError, layout
from pipeline.form.limits import limits
from pipeline.form.places import data_folder, default_store
from pipeline.form.web import MAX_BODY, SERVER, TURN, listening

__all__ = [
    "SERVER",
    "TURN",
    "FormError",
    "StoreError",
    "create_app",
    "data_folder",
    "default_store",
    "listening",
    "serve",
]

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors"
)
HEADERS = [("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin")]


def create_app(survey, *, database=None, kind=None):
    """The form of a survey as a Flask application.

    ``database`` is a SQLite path or a database URL; without it the survey's own store (``places``). ``kind`` is
    "live", "pilot" (open at any time, no target, every page marked) or "rehearsal" (open at any time); without it as
    survey.yaml says. Each kind has a store of its own. FormError names the rows whose type the form does not serve;
    StoreError says when the store there holds answers of another kind or of another survey.
    """
    app = Flask(__name__)
    kind = kind or ("pilot" if survey.collection.pilot else "live")
    pages_of_form = layout(survey.form)
    engine, key = connected(survey, kind, database=database)
    weakref.finalize(app, engine.dispose)
    app.config.update(_settings(key), STORE=f"{kind}:{whose.id_in(engine)}")
    version = register(engine, survey.form)
    _settle(app, pages.Served(survey, pages_of_form, version, engine, kind))
    app.session_interface = NoSession()
    notices.register(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(entry.blueprint)
    app.register_blueprint(organiser.blueprint)
    app.after_request(_with_headers)
    return app


def serve(survey, *, host="127.0.0.1", port=8000, database=None, kind=None, proxy=None):
    """Runs the form until interrupted (KeyboardInterrupt, as every command); waitress, so it runs on Windows too.

    ``proxy`` is the address of a reverse proxy whose X-Forwarded-For and X-Forwarded-Proto are believed.
    """
    app = create_app(survey, database=database, kind=kind)
    following.follow(app, _settle)
    server = listening(app, host=host, port=port, proxy=proxy)
    for said in (*survey.form.notes, *limits(survey.form)):
        print(f"Lưu ý – {said}")
    if left := places.left_behind(survey, kind or ("pilot" if survey.collection.pilot else "live")):
        print(f"Lưu ý – {left} còn giữ phiếu của cuộc điều tra này; khi phân tích, ghi thêm tệp ấy vào «raw:».")
    print(f"Biểu mẫu: http://{host}:{port}/  (dừng: Ctrl+C)", flush=True)
    server.run()  # ends by Ctrl+C alone
    raise KeyboardInterrupt


def connected(survey, kind, *, database=None):
    """An engine on the store of a survey – at ``database`` or its own place – and the secret key that goes with it."""
    about = {"kind": kind, "mode": survey.collection.mode, "check": whose.claim(survey, kind)}
    engine = connect(database or places.address(survey, kind), **about)
    try:
        older = None if engine.is_new else places.older_folder(survey)
        return engine, secret.key(places.folder(survey, kind), older)
    except Exception:
        engine.dispose()
        raise


@contextmanager
def opened(survey, kind):
    """The store of a survey with what it serves, for the organiser's commands; closed at the end.

    FileNotFoundError when the embedded store is not there yet.
    """
    with store.opened(places.address(survey, kind), kind=kind, check=whose.claim(survey, kind)) as engine:
        yield pages.Served(survey, layout(survey.form), version_of(survey.form), engine, kind)


def _settings(key):
    return {"SECRET_KEY": key, "MAX_CONTENT_LENGTH": MAX_BODY, "MAX_FORM_MEMORY_SIZE": MAX_BODY}


def _settle(app, served):
    """Serves this from now on, under its mode: the store takes nothing without a code where codes are asked for."""
    served.engine.mode = served.survey.collection.mode
    app.config["COOKIES"] = _cookies(served)
    app.extensions["survey"] = served


def _cookies(served):
    """A form shown inside another site's page needs cookies that go along there; they need TLS, which trials lack."""
    is_live, collection = served.kind == "live", served.survey.collection
    is_tls = is_live and collection.url.startswith("https://")
    is_inside = is_live and bool(collection.frame_ancestors)
    site = "None" if is_inside else "Lax"
    return {"httponly": True, "samesite": site, "secure": is_tls, "partitioned": is_inside}


class NoSession(SessionInterface):
    """The draft is all a browser carries: no second cookie is opened and signed with every page."""

    def open_session(self, app, request):
        """None: Flask puts an empty session that refuses to be written in its place."""
        return None


def _with_headers(response):
    policy = " ".join([POLICY, "'self'", *current_app.extensions["survey"].survey.collection.frame_ancestors])
    response.headers.extend([*HEADERS, ("Content-Security-Policy", policy)])
    if request.endpoint != "form.static":
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response

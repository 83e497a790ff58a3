"""The collection form: any questionnaire of ours served as a web form, one page a section, without JavaScript.

``create_app(survey)`` makes the Flask application, ``serve(survey)`` runs it; ``store.responses`` reads what came in.
"""

import os
import weakref
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from flask import Flask, request
from flask.sessions import SessionInterface

from pipeline.form import entry, notices, organiser, pages, secret, store
from pipeline.form.database import StoreError, connect, register, version_of
from pipeline.form.layout import FormError, layout
from pipeline.form.limits import limits
from pipeline.form.web import MAX_BODY, SERVER, TURN, listening

__all__ = ["SERVER", "TURN", "FormError", "StoreError", "create_app", "listening", "serve"]

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors"
)
HEADERS = [("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin")]


def create_app(survey, *, database=None, kind=None):
    """The form of a survey as a Flask application.

    ``database`` is a SQLite path or a database URL; without it FORM_DATABASE_URL, then data/raw/form.sqlite beside the
    survey. ``kind`` is "live", "pilot" (open at any time, no target, every page marked) or "rehearsal" (open at any
    time); without it as survey.yaml says. Each kind has a store of its own. FormError names the rows whose type the
    form does not serve; StoreError says when the store there holds answers of another kind.
    """
    app = Flask(__name__)
    kind = kind or ("pilot" if survey.collection.pilot else "live")
    folder = data_folder(survey)
    app.config.update(_settings(survey, secret.key(folder), is_live=kind == "live"))
    pages_of_form = layout(survey.form)
    address = database or os.environ.get("FORM_DATABASE_URL") or default_store(folder, kind)
    engine = connect(address, kind=kind, mode=survey.collection.mode)
    weakref.finalize(app, engine.dispose)
    version = register(engine, survey.form)
    app.extensions["survey"] = pages.Served(survey, pages_of_form, version, engine, kind)
    app.session_interface = NoSession()
    notices.register(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(entry.blueprint)
    app.register_blueprint(organiser.blueprint)
    app.after_request(partial(_with_headers, " ".join([POLICY, "'self'", *survey.collection.frame_ancestors])))
    return app


def serve(survey, *, host="127.0.0.1", port=8000, database=None, kind=None, proxy=None):
    """Runs the form until interrupted; waitress, so it runs on Windows too.

    ``proxy`` is the address of a reverse proxy whose X-Forwarded-For and X-Forwarded-Proto are believed.
    """
    app = create_app(survey, database=database, kind=kind)
    server = listening(app, host=host, port=port, proxy=proxy)
    for said in (*survey.form.notes, *limits(survey.form)):
        print(f"Lưu ý – {said}")
    print(f"Biểu mẫu: http://{host}:{port}/  (dừng: Ctrl+C)", flush=True)
    server.run()


@contextmanager
def opened(survey, kind):
    """The store of a survey with what it serves, for the organiser's commands; closed at the end.

    FileNotFoundError when the embedded store is not there yet.
    """
    address = os.environ.get("FORM_DATABASE_URL") or default_store(data_folder(survey), kind)
    with store.opened(address, kind=kind) as engine:
        yield pages.Served(survey, layout(survey.form), version_of(survey.form), engine, kind)


def _settings(survey, key, *, is_live):
    """A form shown inside another site's page needs cookies that go along there; they need TLS, which trials lack."""
    is_tls = is_live and survey.collection.url.startswith("https://")
    is_inside = is_live and bool(survey.collection.frame_ancestors)
    site = "None" if is_inside else "Lax"
    return {
        "SECRET_KEY": key,
        "MAX_CONTENT_LENGTH": MAX_BODY,
        "MAX_FORM_MEMORY_SIZE": MAX_BODY,
        "COOKIES": {"httponly": True, "samesite": site, "secure": is_tls, "partitioned": is_inside},
    }


class NoSession(SessionInterface):
    """The draft is all a browser carries: no second cookie is opened and signed with every page."""

    def open_session(self, app, request):
        """None: Flask puts an empty session that refuses to be written in its place."""
        return None


def _with_headers(policy, response):
    response.headers.extend([*HEADERS, ("Content-Security-Policy", policy)])
    if request.endpoint != "form.static":
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def data_folder(survey):
    """``data`` of the project the survey lies in: beside the folder that holds survey.yaml."""
    path = getattr(survey, "path", None)
    root = Path(path).parent.parent if path and Path(path).name else Path.cwd()
    return root / "data"


def default_store(folder, kind):
    """The embedded store of a kind: data/raw/form.sqlite, form-pilot.sqlite or form-rehearsal.sqlite."""
    return folder / "raw" / ("form.sqlite" if kind == "live" else f"form-{kind}.sqlite")

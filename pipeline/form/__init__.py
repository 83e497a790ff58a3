"""The collection form: any questionnaire of ours served as a web form, one page a section, without JavaScript.

``create_app(survey)`` makes the Flask application, ``serve(survey)`` runs it; ``store.responses`` reads what came in.
"""

import os
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import waitress
from flask import Flask
from flask_wtf import CSRFProtect

from pipeline.form import pages, secret, store
from pipeline.form.layout import FormError, layout

__all__ = ["FormError", "create_app", "serve"]

POLICY = "; ".join(
    [
        *("default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self'", "connect-src 'self'"),
        *("form-action 'self'", "base-uri 'none'", "frame-ancestors 'self'"),
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
MAX_BODY = 1_000_000  # bytes; the longest questionnaire of ours posts a few kilobytes a page


def create_app(survey, *, database=None, pilot=False):
    """The form of a survey as a Flask application.

    ``database`` is a SQLite path or a database URL; without it FORM_DATABASE_URL, then data/raw/form.sqlite beside the
    survey. ``pilot`` opens the form at any time, marks every page, and keeps its answers in a store of its own.
    FormError names the rows whose type the form does not serve.
    """
    app = Flask(__name__)
    folder = _data_folder(survey)
    app.config.update(
        SECRET_KEY=secret.key(folder),
        MAX_CONTENT_LENGTH=MAX_BODY,
        WTF_CSRF_TIME_LIMIT=None,  # a page left open over lunch can still be sent
        SESSION_COOKIE_NAME="phien",
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=1),
    )
    engine = store.connect(database or os.environ.get("FORM_DATABASE_URL") or _default_store(folder, pilot))
    store.register(engine, survey.form)
    app.extensions["survey"] = pages.Served(
        survey, layout(survey.form), engine, ZoneInfo(survey.collection.timezone), pilot
    )
    CSRFProtect(app)
    app.register_blueprint(pages.blueprint)
    app.after_request(_with_headers)
    return app


def serve(survey, *, host="127.0.0.1", port=8000, database=None, pilot=False, threads=8):
    """Runs the form until interrupted; waitress, so it runs on Windows too."""
    app = create_app(survey, database=database, pilot=pilot)
    print(f"Biểu mẫu: http://{host}:{port}/  (dừng: Ctrl+C)", flush=True)
    waitress.serve(app, host=host, port=port, threads=threads, ident=None)


def _with_headers(response):
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _data_folder(survey):
    """``data`` of the project the survey lies in: beside the folder that holds survey.yaml."""
    path = getattr(survey, "path", None)
    root = Path(path).parent.parent if path and Path(path).name else Path.cwd()
    return root / "data"


def _default_store(folder, pilot):
    return folder / "raw" / ("form-pilot.sqlite" if pilot else "form.sqlite")

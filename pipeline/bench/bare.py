"""A bare Flask + waitress form to measure ours against: ``python -m pipeline.bench.bare SURVEY STORE PAGES``.

Pages of the same number and size drawn by Jinja, redirect after post, one durable INSERT at the last; no rules, no
checks, no drafts, no tokens. PAGES is a JSON list of [names of the questions shown, bytes of the page].
"""

import json
import logging
import sqlite3
import sys
import threading

import waitress
from flask import Flask, redirect, request

from pipeline import survey as surveys
from pipeline.form import SERVER
from pipeline.rehearse.serve import end_with_parent

PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<form method="post" action="/phan/{{ number }}"><input type="hidden" name="csrf_token" value="x">
<button class="unseen" name="di" value="{{ 'gui' if last else 'tiep' }}"></button>
<input type="hidden" name="hien" value="{{ names }}">
{% for q in questions %}<fieldset id="{{ q.name }}"><legend>{{ q.label }}</legend>
{% for c in q.choices %}<label><input type="radio" name="q.{{ q.name }}" value="{{ c.name }}"> {{ c.label }}</label>
{% else %}<input name="q.{{ q.name }}">{% endfor %}</fieldset>
{% endfor %}</form><p>{{ filler }}</p></body></html>"""


def bare_app(form, path, pages):
    """The bare form as a Flask application."""
    app = Flask(__name__)
    database, template = _store(path), app.jinja_env.from_string(PAGE)
    shown = [_page(template, form, pages, number) for number in range(1, len(pages) + 1)]

    @app.get("/")
    def start():
        return redirect("/phan/1", 303)

    @app.get("/phan/<int:number>")
    def show(number):
        return template.render(shown[number - 1])

    @app.post("/phan/<int:number>")
    def take(number):
        given = request.form.to_dict(flat=False)
        if number < len(pages):
            return redirect(f"/phan/{number + 1}", 303)
        database().execute("INSERT INTO answers VALUES (?)", [json.dumps(given)])
        return redirect("/cam-on", 303)

    @app.get("/cam-on")
    def thanks():
        return "Cảm ơn"

    return app


def _page(template, form, pages, number):
    """What a page is drawn from, filled up to its size."""
    names, size = pages[number - 1]
    page = {"title": form.title, "number": number, "last": number == len(pages), "names": names, "filler": ""}
    page["questions"] = [form[name] for name in names.split()]
    return page | {"filler": "x" * max(0, size - len(template.render(page).encode()))}


def _store(path):
    """A function that gives this thread's connection to the store, as durable as that of the real form."""
    local = threading.local()

    def database():
        if not hasattr(local, "connection"):
            local.connection = sqlite3.connect(path, isolation_level=None)
            local.connection.execute("PRAGMA journal_mode=WAL")
            local.connection.execute("PRAGMA synchronous=FULL")
            local.connection.execute("CREATE TABLE IF NOT EXISTS answers (content TEXT)")
        return local.connection

    return database


def main(survey, store, pages):
    """Serves the bare form on a free port of this machine until standard input ends."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    app = bare_app(surveys.read(survey).form, store, json.loads(pages))
    server = waitress.create_server(app, host="127.0.0.1", port=0, **SERVER)
    threading.Thread(target=end_with_parent, daemon=True).start()
    print(server.effective_port, flush=True)
    server.run()


if __name__ == "__main__":
    main(*sys.argv[1:])

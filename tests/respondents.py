"""Respondents for the tests: they fill in a form as a browser without JavaScript would, in the process or over HTTP."""

import http.client
import ssl
import time
from functools import partial
from http.cookies import SimpleCookie
from types import SimpleNamespace
from urllib.parse import urlencode, urlsplit

from bs4 import BeautifulSoup

from pipeline.form import draft as drafts


class Person:
    """One browser: opens pages, fills them in, presses buttons."""

    def __init__(self, app, path="/"):
        self.client = app.test_client()
        self.take(self.client.get(path, follow_redirects=True))

    def take(self, response):
        self.response, self.page = response, BeautifulSoup(response.text, "html.parser")
        return self

    def names(self):
        hidden = self.page.find("input", {"name": "hien"})
        return hidden["value"].split() if hidden else []

    def posting(self, answers, button=None):
        """What the browser would send: what the page holds, changed by ``answers``."""
        button = button or self.page.select_one("button.main")["value"]
        return {**held(self.page), **{f"q.{name}": answer for name, answer in answers.items()}, "di": button}

    def press(self, button=None, **answers):
        action = self.page.form["action"]
        return self.take(self.client.post(action, data=self.posting(answers, button), follow_redirects=True))

    def text(self):
        return self.page.get_text(" ", strip=True)


def draft_cookie(app):
    """Name of the cookie that carries a short draft of a form."""
    with app.app_context():
        return drafts.cookie(0)


def held(page):
    """Name → values of every control that has one, as a browser would send the page untouched."""
    found = {}
    for control in page.select("input, textarea"):
        is_choice = control.get("type") in ("radio", "checkbox")
        if control.get("name") and (not is_choice or control.has_attr("checked")):
            value = control.get_text().removeprefix("\n") if control.name == "textarea" else control.get("value", "")
            found.setdefault(control["name"], []).append(value)
    chosen = {s["name"]: s.select_one("option[selected]") for s in page.select("select")}
    return found | {name: [option["value"]] for name, option in chosen.items() if option}


def any_answers(person):
    """Some valid answer to everything on a page: the first choice, a 1, a day, a word."""
    answers = {}
    for control in person.page.select("#cau-hoi [name^='q.']"):
        name = control["name"].removeprefix("q.")
        if control.name == "select" and "." in name:
            answers[name] = str(1 + sum(k.rsplit(".", 1)[0] == name.rsplit(".", 1)[0] for k in answers))
        elif control.name == "select":
            answers[name] = control.select("option")[1]["value"]
        else:
            filler = {"date": "2025-01-31", "time": "08:00", "datetime-local": "2025-01-31T08:00"}
            word = "a@b.de" if "mail" in name else filler.get(control.get("type"), "20")
            answers.setdefault(name, control.get("value") or word)
    return answers


def walked(app, **given):
    """A person who answers every page until the thanks, and how many pages that took; what is not given is anything."""
    person = Person(app)
    for pages in range(1, 60):
        if person.page.form is None:
            return person, pages
        asked = {name: answer for name, answer in given.items() if name in person.names()}
        person.press(**{**any_answers(person), **asked})
        assert person.response.status_code == 200, person.text()
    raise AssertionError("the form never ends")


class Distant:
    """A form at an address, standing where tests put a Flask application; each client of it has its own cookies.

    A client with ``patience`` tries again for so many seconds when the form cannot be reached or asks to wait (503).
    One who is ``hasty`` sends every page, hangs up, and sends it again.
    """

    def __init__(self, address, *, patience=0, hasty=False):
        self.host, self.patience, self.hasty = urlsplit(address).netloc, patience, hasty
        trusting = {"context": ssl._create_unverified_context()} if address.startswith("https") else {}
        self.line = partial(
            http.client.HTTPSConnection if trusting else http.client.HTTPConnection, timeout=60, **trusting
        )

    def test_client(self):
        """A fresh browser."""
        return _Browser(self)


class _Browser:
    def __init__(self, form):
        self.form, self.cookies = form, {}

    def get(self, path, follow_redirects=True):
        return self._asked("GET", path, None)

    def post(self, path, data, follow_redirects=True):
        if self.form.hasty:
            self._said("POST", path, data, hangs_up=True)
        return self._asked("POST", path, data)

    def _asked(self, method, path, data):
        reply = self._patiently(method, path, data)
        while reply.status_code in (302, 303):
            reply = self._patiently("GET", reply.headers["Location"], None)
        return reply

    def _patiently(self, method, path, data):
        until = time.monotonic() + self.form.patience
        while True:
            reply = self._said(method, path, data)
            if reply is not None and reply.status_code != 503 or time.monotonic() > until:
                assert reply is not None, f"{self.form.host} cannot be reached"
                return reply
            time.sleep(0.2)

    def _said(self, method, path, data, *, hangs_up=False):
        """One request; None when it was not answered to the end."""
        line = self.form.line(self.form.host)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None if data is None else urlencode(data, doseq=True)
        kind = {} if data is None else {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            line.request(method, path, body, headers | kind)
            return None if hangs_up else self._read(line.getresponse())
        except (OSError, http.client.HTTPException):
            return None
        finally:
            line.close()

    def _read(self, response):
        text = response.read().decode()
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, cookie in SimpleCookie(line).items():
                self.cookies[name] = cookie.value
                if cookie["max-age"] == "0":
                    del self.cookies[name]
        return SimpleNamespace(status_code=response.status, headers=response.headers, text=text)

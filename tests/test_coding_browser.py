"""The coder's page in a real browser: accessible, by keyboard alone, without scripts, asking nobody else."""

import threading
from contextlib import contextmanager

import pytest
from werkzeug.serving import make_server

from pipeline.coding import page
from tests import browser
from tests.test_coding_page import answers, desk, on_disk, work  # noqa: F401 – fixtures
from tests.test_form_browser import Quiet, faults, tab, violations  # noqa: F401 – fixtures

pytestmark = pytest.mark.skipif(
    not browser.PROGRAM, reason="no chromium, chromium-browser or google-chrome on the PATH"
)


@contextmanager
def served(desk):  # noqa: F811
    """The page of a desk on a port of this machine; yields its address."""
    app = page.create_app(desk, token="bi-mat", port=0)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    app.extensions["hosts"] = {f"127.0.0.1:{server.port}"}
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/bi-mat/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def site(desk):  # noqa: F811
    with served(desk) as address:
        yield address


def asked(tab):  # noqa: F811
    return tab.evaluate("document.querySelector('blockquote').innerText")


def test_no_state_of_the_page_has_an_accessibility_fault_on_light_or_dark_screens(tab, site):  # noqa: F811
    tab.open(site)
    assert faults(tab) == []
    tab.follow(tab.click, "button.main")
    assert "⚠" in tab.evaluate("document.title") and faults(tab) == []
    tab.open(f"{site}?tim=tin")
    assert faults(tab) == []
    tab.media(prefers_color_scheme="dark")
    assert violations(tab, runOnly=["color-contrast"]) == []


def test_answers_are_coded_by_keys_alone(tab, site, work):  # noqa: F811
    tab.open(site)
    first = asked(tab)
    tab.press("1")
    tab.follow(tab.press, "Enter")
    assert asked(tab) != first and len(on_disk(work)) == 1
    tab.follow(tab.press, "u")
    assert asked(tab) == first and tab.evaluate("!document.querySelector('[name=ma]:checked')")
    tab.press("n").write("Mạng chậm")
    tab.follow(tab.press, "Enter")
    assert on_disk(work)["mã"].tolist()[-1] == "K4"


def test_single_keys_can_be_switched_off_and_stay_off(tab, site):  # noqa: F811
    tab.open(site)
    tab.click("#phim").open(site)
    tab.press("1")
    assert tab.evaluate("!document.querySelector('[name=ma]:checked') && !document.querySelector('#phim').checked")


def test_codes_are_filtered_as_typed_without_marks(tab, site):  # noqa: F811
    visible = "[...document.querySelectorAll('.options .option')].filter((e) => !e.hidden).length"
    everything = tab.open(site).evaluate(visible)
    tab.press("/").write("y kien khac")
    assert tab.evaluate(visible) == 1
    tab.press("Enter")
    assert tab.evaluate("[...document.querySelectorAll('[name=ma]:checked')].map((e) => e.value)") == ["khac"]
    assert tab.evaluate(visible) == everything and tab.evaluate("document.activeElement.id") != "loc"


def test_everything_works_without_scripts(tab, site, work):  # noqa: F811
    tab.scripts(False).open(site)
    assert tab.evaluate("typeof narrow") == "undefined"
    tab.click("[name=ma]").follow(tab.click, "button.main")
    assert len(on_disk(work)) == 1


def test_the_page_asks_nobody_but_this_machine(tab, site):  # noqa: F811
    tab.open(site).follow(tab.click, "button.main")
    assert tab.requests and all(url.startswith(site) for url in tab.requests)

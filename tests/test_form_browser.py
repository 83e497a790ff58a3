"""The form in a real browser: accessible by axe-core (WCAG 2.2 AA), by keyboard alone, without scripts or network.

Every page is looked at as on a phone of 320 px and on a screen of 1000 px, in both languages.
"""

import json
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from werkzeug.security import generate_password_hash
from werkzeug.serving import WSGIRequestHandler, make_server

from pipeline import form
from pipeline.form import store
from tests import browser
from tests.conftest import ROOT
from tests.test_form import FORM, described

pytestmark = pytest.mark.skipif(
    not browser.PROGRAM, reason="no chromium, chromium-browser or google-chrome on the PATH"
)
PHONE, SCREEN = 320, 1000
AXE = (ROOT / "tests" / "axe.min.js").read_text(encoding="utf-8")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,  # of style sheets and sounds, for a rule that is on trial and one that only asks for a review
}
SMALLEST = 24  # px, WCAG 2.2 AA 2.5.8
ANSWER = """(() => {
  const names = new Set();
  for (const control of document.querySelectorAll("#cau-hoi [name^='q.']")) {
    if (names.has(control.name)) continue;
    names.add(control.name);
    if (control.type === "radio" || control.type === "checkbox") control.checked = true;
    else if (control.tagName === "SELECT") control.selectedIndex = control.id.endsWith(".1") ? 2 : 1;
    else if (!control.value) control.value = {date: "2025-12-31", time: "07:30"}[control.type] || "20";
  }
})()"""
FOCUS = """(() => { const e = document.activeElement, box = (e.closest(".option") || e).getBoundingClientRect();
  const style = getComputedStyle(e.closest(".option") || e);
  const isDone = e.type === "radio" && !!document.querySelector(`[name="${CSS.escape(e.name)}"]:checked`) ||
    e.type === "checkbox" && !!document.querySelector(`[name="${CSS.escape(e.name)}"]:checked`) ||
    !["radio", "checkbox"].includes(e.type) && !!e.value;
  return {id: e.id, kind: e.tagName === "BUTTON" ? "button" : e.tagName === "SELECT" ? "select" : e.type || e.tagName,
    isMain: e.matches("button.main"), isDone, outline: parseFloat(style.outlineWidth) * (style.outlineStyle !== "none"),
    isInView: box.top < innerHeight && box.bottom > 0}; })()"""
TIGHT = f"""[...document.querySelectorAll("button, a, select, input, textarea")]
  .filter((e) => !e.closest(".unseen, .skip") && e.type !== "hidden").map((e) => e.closest(".option") || e)
  .filter((e) => Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height) < {SMALLEST})
  .map((e) => e.outerHTML.slice(0, 80))"""
CUT = """[...document.querySelectorAll("body *")].filter((e) => !e.closest(".unseen, .skip, progress, select, .survey"))
  .filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline")
  .map((e) => e.outerHTML.slice(0, 80))"""


class Quiet(WSGIRequestHandler):
    """Says nothing about requests."""

    def log(self, *anything):
        pass


@contextmanager
def served(app, database=None):
    """The application on a port of this machine: its address, and its stored answers."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield SimpleNamespace(url=f"http://127.0.0.1:{server.port}/", stored=lambda: store.responses(database))
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True, scope="module")
def _key():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORM_SECRET_KEY", "a key for tests only, never used")
        yield


@pytest.fixture
def tab(new_tab):
    """A fresh tab on a phone."""
    with new_tab() as fresh:
        yield fresh.width(PHONE)


@pytest.fixture
def real(tmp_path, shipped):
    """The shipped questionnaire, served."""
    database = tmp_path / "that.sqlite"
    with served(form.create_app(shipped, database=database, kind="pilot"), database) as site:
        yield site


@pytest.fixture
def small(tmp_path):
    """A questionnaire with a control of each kind, served."""
    database = tmp_path / "nho.sqlite"
    with served(form.create_app(described(tmp_path), database=database), database) as site:
        yield site


def violations(tab, **options):
    """What axe-core finds wrong on the page: rule and place."""
    if not tab.evaluate("!!window.axe"):
        tab.evaluate(AXE)
    found = tab.evaluate(f"axe.run({json.dumps(RULES | options)}).then((said) => said.violations)")
    return [f"{rule['id']} {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def enlarged(tab):
    """What is cut or scrolls sideways on a phone when the text is twice as large."""
    tab.evaluate("document.documentElement.style.fontSize = '200%'")
    found = tab.evaluate(CUT)
    if tab.evaluate("document.documentElement.scrollWidth") > PHONE:
        found.append("scrolls sideways")
    tab.evaluate("document.documentElement.style.fontSize = ''")
    return found


def faults(tab):
    """Everything wrong with a page at both widths: what axe finds, sideways scrolling, targets too small to hit."""
    found = []
    for width in (SCREEN, PHONE):
        tab.width(width)
        found += [f"{width} px: {fault}" for fault in [*violations(tab), *tab.evaluate(TIGHT)]]
        if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{width} px: scrolls sideways")
    return found


def pages(tab):
    """Answers page after page until the form ends; yields the number of each page while it is shown, blank."""
    for number in range(1, 20):
        if not tab.evaluate("!!document.forms.length"):
            return
        yield number
        tab.evaluate(ANSWER)
        tab.follow(tab.click, "button.main")
    raise AssertionError("the form never ends")


def kept(tab):
    return tab.evaluate("Object.keys(sessionStorage).length + Object.keys(localStorage).length")


def value(tab, name):
    return tab.evaluate(f"document.getElementById('q.{name}').value")


def shows(name):
    return f"!!document.getElementById('cau-{name}')"


def said(tab):
    return tab.evaluate("document.body.innerText")


@pytest.fixture(scope="module", params=["vi", "en"])
def walk(request, new_tab, shipped, tmp_path_factory):
    """The shipped form walked to its end in one language: what is wrong with each page, and all that was asked for."""
    database, seen = tmp_path_factory.mktemp("walk") / "that.sqlite", SimpleNamespace(faults=[], cut=[], langs=[])
    app = form.create_app(shipped, database=database, kind="pilot")
    with served(app, database) as site, new_tab() as tab:
        tab.width(PHONE).open(site.url)
        if request.param == "en":
            tab.follow(tab.click, "button.link")
        for number in pages(tab):
            seen.langs.append(tab.evaluate("document.documentElement.lang"))
            seen.faults.append(faults(tab))
            seen.cut.append(enlarged(tab))
            if number == 2:
                tab.follow(tab.click, "button.main")
                assert "⚠" in tab.evaluate("document.title")
                seen.faults.append(faults(tab))
        seen.faults.append(faults(tab))
        seen.language, seen.pages, seen.stored = request.param, number, site.stored()
        seen.elsewhere = [address for address in tab.requests if not address.startswith(site.url)]
        seen.requests = len(tab.requests)
    return seen


def test_no_page_of_the_shipped_form_has_an_accessibility_fault(walk):
    assert set(walk.langs) == {walk.language}
    assert walk.faults == [[]] * (walk.pages + 2) and walk.pages >= 8 and len(walk.stored) == 1


def test_text_twice_as_large_is_neither_cut_nor_scrolled_sideways(walk):
    assert walk.cut == [[]] * walk.pages


def test_nothing_is_asked_of_anybody_else(walk):
    assert walk.requests > 20 and walk.elsewhere == []


@pytest.mark.parametrize("walk", ["vi"], indirect=True)
def test_without_scripts_the_same_answers_are_stored(tab, walk, real):
    tab.scripts(False).open(real.url)
    assert tab.evaluate("typeof form") == "undefined"
    for _ in pages(tab):
        pass
    first, second = (stored.iloc[0].dropna().to_dict() for stored in (walk.stored, real.stored()))
    assert first == second and len(first) > 30


def test_every_kind_of_control_is_accessible_on_light_and_dark_screens(tab, small):
    tab.open(small.url)
    for _ in pages(tab):
        tab.media(prefers_color_scheme="light")
        assert faults(tab) == []
        tab.media(prefers_color_scheme="dark")
        assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(25, 29, 33)"
        assert violations(tab, runOnly=["color-contrast"]) == []
        tab.evaluate(ANSWER)
        tab.follow(tab.click, "button.main")
    assert violations(tab, runOnly=["color-contrast"]) == []


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ("Biểu mẫu chưa mở", {"opens": datetime.now() + timedelta(days=2)}),
        ("Đã hết thời gian", {"closes": datetime.now() - timedelta(days=2)}),
        ("Đã nhận đủ số phiếu", {"target": 0}),
    ],
)
def test_a_notice_has_no_accessibility_fault(tab, tmp_path, words, window):
    with served(form.create_app(described(tmp_path, **window), database=tmp_path / "a.sqlite")) as site:
        tab.open(site.url)
    assert words in said(tab) and faults(tab) == []


def test_what_cannot_be_found_and_what_cannot_be_stored_is_said_without_accessibility_faults(tab, small, monkeypatch):
    tab.open(f"{small.url}khong-co")
    assert "Không có trang này" in said(tab) and faults(tab) == []
    tab.follow(tab.click, "a.button")

    def locked(*args, **rest):
        raise store.sa.exc.OperationalError("insert", {}, Exception("database is locked"))

    monkeypatch.setattr(store, "accept", locked)
    for _ in pages(tab):
        if "CHƯA được gửi" in said(tab):
            assert faults(tab) == [] and value(tab, "y_kien") == "20"
            monkeypatch.undo()
    assert len(small.stored()) == 1


def type_in(tab, focus):
    """Answers the control that has the focus by keyboard, if it is still blank."""
    if focus["kind"] in ("radio", "checkbox"):
        tab.press(" ")
    elif focus["kind"] == "select":
        for _ in range(2 if focus["id"].endswith(".1") else 1):  # the second of a ranking gets the second place
            tab.press("ArrowDown")
    elif focus["kind"] in ("date", "time"):
        for digit in "12312025" if focus["kind"] == "date" else "0730A":
            tab.press(digit)
    else:
        tab.write("20")


def by_keyboard(tab):
    """Fills in the page with Tab, Space, arrows and letters, and presses Enter on the main button."""
    for step in range(200):
        if step or not tab.evaluate("document.activeElement.id"):  # after a mistake the focus is on the wrong question
            tab.press("Tab")
        focus = tab.evaluate(FOCUS)
        assert focus["outline"] >= 2 and focus["isInView"], focus
        if focus["isMain"]:
            return tab.follow(tab.press, "Enter")
        if focus["kind"] != "button" and not focus["isDone"] and focus["id"]:
            type_in(tab, focus)
    raise AssertionError("Tab never reaches the button")


@pytest.mark.parametrize("site", ["real", "small"])
def test_the_whole_form_can_be_filled_in_by_keyboard_with_the_focus_always_seen(tab, request, site):
    site = request.getfixturevalue(site)
    tab.open(site.url)
    for _ in range(20):
        if tab.evaluate("!document.forms.length"):
            break
        by_keyboard(tab)
    assert "cảm ơn" in said(tab) and len(site.stored()) == 1


def test_after_wrong_answers_the_focus_is_on_the_first_wrong_question_and_its_text_in_view(tab, real):
    tab.open(real.url).follow(tab.click, "button.main")
    tab.click("[id='q.gioi_tinh.0']").follow(tab.click, "button.main")
    assert tab.evaluate("document.activeElement.id") == "q.nhom_tuoi.0"
    tab.wait("document.querySelector('#cau-nhom_tuoi legend').getBoundingClientRect().top >= 0")
    assert tab.evaluate("document.querySelector('#cau-nhom_tuoi .error').getBoundingClientRect().bottom <= innerHeight")


def test_what_is_typed_and_ticked_survives_a_reload_and_a_crash(tab, small):
    tab.open(small.url).click("[value=co]").wait(shows("gio"))
    tab.click("[id='q.gio']").write("7").click("[id='q.kenh.1']")
    tab.follow(tab.send, "Page.reload").wait(shows("gio"))
    assert value(tab, "gio") == "7"
    assert tab.evaluate("[...document.querySelectorAll(':checked')].map((e) => e.value)") == ["co", "fb"]
    address = tab.evaluate("location.href")
    tab.crash()
    tab.open(address).wait(shows("gio"))
    assert value(tab, "gio") == "7"


ASKED = "performance.getEntriesByType('resource').filter((e) => e.name.endsWith('/phan/1')).length == {}"
NEXT_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"


def test_a_long_text_is_counted_near_the_limit_and_never_cut(tab, small):
    tab.open(small.url)
    for _ in range(3):
        tab.evaluate(ANSWER)
        tab.follow(tab.click, "button.main")
    counted = "document.querySelector('#cau-y_kien .count').innerText"
    tab.click("[id='q.y_kien']")
    tab.write("Ý kiến dài. " * 100)
    assert tab.evaluate(counted) == ""
    tab.write("Ý kiến dài. " * 150 + "CUỐI")
    assert "3.004 trên 2.000 ký tự" in tab.evaluate(counted) and not faults(tab)
    tab.evaluate(ANSWER)
    tab.follow(tab.click, "button.main")
    assert value(tab, "y_kien").endswith("CUỐI") and "dài quá 2.000 ký tự" in said(tab)


def test_a_slow_click_counts_though_new_questions_come_while_the_button_is_down(tab, small):
    tab.open(small.url).click("[value=co]").wait(shows("gio")).click("[id='q.gio']").write("7")
    with tab.pressing("[id='q.kenh.1']"):  # the number is left, so the page asks what it should look like now
        tab.wait(ASKED.format(2)).evaluate(NEXT_FRAMES)
    assert tab.evaluate("document.getElementById('q.kenh.1').checked")
    tab.wait(ASKED.format(3)).evaluate(NEXT_FRAMES)
    assert value(tab, "gio") == "7" and tab.evaluate("document.getElementById('q.kenh.1').checked")


def test_a_space_bar_held_down_ticks_though_new_questions_come_meanwhile(tab, small):
    tab.open(small.url).click("[value=co]").wait(shows("gio")).click("[id='q.gio']").write("7").press("Tab")
    space = {"key": " ", "windowsVirtualKeyCode": 32}
    tab.send("Input.dispatchKeyEvent", type="keyDown", text=" ", **space)
    tab.wait(ASKED.format(2)).evaluate(NEXT_FRAMES)
    tab.send("Input.dispatchKeyEvent", type="keyUp", **space)
    assert tab.evaluate("document.getElementById('q.kenh.0').checked")


def test_what_was_typed_does_not_come_back_over_what_the_server_took_later(tab, small):
    tab.open(small.url).click("[value=co]").wait(shows("gio"))
    tab.click("[id='q.gio']").write("7").follow(tab.click, "button.main")
    assert tab.evaluate("Object.keys(sessionStorage).join()").count("/phan/1") == 0
    tab.follow(tab.click, "button[value=lui]")
    assert value(tab, "gio") == "7"


def test_after_sending_nothing_typed_is_left_in_the_browser(tab, small):
    tab.open(small.url).click("[value=co]").wait(shows("gio"))
    assert kept(tab) > 0
    for _ in pages(tab):
        pass
    assert "cảm ơn" in said(tab) and kept(tab) == 0


def test_where_a_code_is_asked_for_nothing_of_the_person_before_is_left(tab, tmp_path):
    survey = described(tmp_path)
    survey.collection = replace(survey.collection, mode="codes")
    with served(form.create_app(survey, database=tmp_path / "a.sqlite")) as site:
        tab.open(site.url)
        tab.evaluate("sessionStorage.setItem('phieu:thu:/phan/1', '{}')")
        tab.open(site.url)
        assert "Nhập mã phiếu" in said(tab) and kept(tab) == 0 and faults(tab) == []


def test_back_forward_and_reload_ask_for_pages_and_send_none_again(tab, small):
    tab.open(small.url).click("[value=khong]").follow(tab.click, "button.main")
    where = "location.pathname + ' ' + document.querySelector('#phan').textContent"
    assert tab.evaluate(where) == "/phan/3 Phần 3 trên 3"  # the second part is skipped
    for step, place in (("back()", 1), ("forward()", 3), ("go(0)", 3)):
        tab.follow(tab.evaluate, f"void setTimeout(() => history.{step})")  # the answer comes before the page goes
        assert tab.evaluate(where) == f"/phan/{place} Phần {place} trên 3"
        assert [url for url in tab.requests if "/phan/" in url][-1].endswith(f"/phan/{place}")  # not sent to page 1


def test_what_was_written_can_be_erased_and_is_gone_from_the_browser(tab, small):
    tab.open(small.url).click("[value=khong]").follow(tab.click, "button.main")
    tab.follow(tab.click, ".restart a")
    assert "Xóa nội dung đã ghi?" in said(tab) and faults(tab) == []
    tab.follow(tab.click, "button.main")
    assert "Đã xóa" in said(tab) and kept(tab) == 0 and faults(tab) == []


def test_who_opens_the_link_on_a_shared_phone_is_asked_whose_the_begun_answers_are(tab, small):
    tab.open(small.url).click("[value=khong]").follow(tab.click, "button.main")
    tab.open(small.url)
    assert "Có một phiếu đang trả lời dở" in said(tab) and faults(tab) == [] and enlarged(tab) == []
    tab.follow(tab.click, "main button")
    assert "Đã xóa" in said(tab) and kept(tab) == 0
    tab.follow(tab.click, "main .button")
    assert not tab.evaluate("document.querySelector(':checked')")


def test_what_was_typed_and_not_sent_is_not_shown_to_who_opens_the_link_in_the_same_tab(tab, small):
    tab.open(small.url).click("[value=co]").wait(shows("gio")).click("[id='q.gio']").write("7")
    tab.open(small.url).wait("document.body.innerText.includes('Có một phiếu đang trả lời dở')")
    tab.follow(tab.click, "main .button").wait(shows("gio"))
    assert value(tab, "gio") == "7"
    tab.open(small.url).wait("document.body.innerText.includes('Có một phiếu đang trả lời dở')")
    tab.follow(tab.click, "main button")
    assert "Đã xóa" in said(tab) and kept(tab) == 0


def test_the_organisers_page_has_no_accessibility_fault(tab, tmp_path, monkeypatch, shipped):
    monkeypatch.setenv("FORM_PASSWORD_HASH", generate_password_hash("mat-khau-dai", method="pbkdf2:sha256:1000"))
    with served(form.create_app(shipped, database=tmp_path / "a.sqlite", kind="pilot")) as site:
        tab.open(site.url.replace("//", "//ban:mat-khau-dai@") + "theo-doi")
    assert "Theo dõi thu phiếu" in said(tab) and faults(tab) == []


def test_a_double_click_sends_once(tab, small):
    tab.open(small.url).click("[value=khong]").follow(tab.click, "button.main")
    twice = "for (const n of [1, 2]) document.querySelector('button.main').click()"
    tab.requests.clear()
    tab.follow(tab.evaluate, twice)
    tab.evaluate("1")
    assert [address for address in tab.requests if "/phan/" in address] == [f"{small.url}phan/3"]
    assert "cảm ơn" in said(tab) and len(small.stored()) == 1


def test_a_lost_network_is_said_and_what_was_typed_can_be_sent_later(tab, small):
    tab.open(small.url).click("[value=khong]").follow(tab.click, "button.main")
    tab.click("[id='q.y_kien']").write("Ý kiến dài")
    tab.offline().click("button.main").wait("document.getElementById('tin').textContent.includes('Mất kết nối mạng')")
    assert value(tab, "y_kien") == "Ý kiến dài" and faults(tab) == []
    assert tab.evaluate("document.querySelector('button.main').ariaDisabled") != "true"
    tab.offline(False).follow(tab.click, "button.main")
    assert small.stored()["y_kien"].tolist() == ["Ý kiến dài"]


def test_an_answer_opens_and_closes_questions_at_once_and_hidden_answers_are_not_stored(tab, small):
    tab.open(small.url).evaluate("window.same = true")
    tab.click("[value=co]").wait(shows("gio")).click("[id='q.gio']").write("7")
    tab.click("[value=khong]").wait(f"!{shows('gio')}").click("[value=co]").wait(shows("gio"))
    assert value(tab, "gio") == "7" and tab.evaluate("document.getElementById('them').textContent") != ""
    tab.click("[value=khong]").wait(f"!{shows('gio')}")
    assert tab.evaluate("window.same && document.activeElement.value") == "khong"
    tab.follow(tab.click, "button.main").follow(tab.click, "button.main")
    assert set(small.stored().iloc[0].dropna().index) == {"dung", "diem", "_day", "_too_fast"}


def test_an_optional_choice_can_be_taken_back(tab, small):
    tab.open(small.url).click("[value=khong]").follow(tab.click, "button.main")
    assert "Để trống câu này" in said(tab)
    tab.click("[id='q.diem.9999']").follow(tab.click, "button.main")
    assert set(small.stored().iloc[0].dropna().index) == {"dung", "_day", "_too_fast"}


def test_when_the_question_in_focus_is_closed_the_focus_goes_to_the_one_before(tab, small):
    tab.open(small.url).click("[value=co]").wait(shows("gio"))
    tab.evaluate("document.querySelector('[value=khong]').click(); document.getElementById('q.kenh.1').focus()")
    tab.wait(f"!{shows('gio')}")
    assert tab.evaluate("document.activeElement.value") == "khong"


def test_a_letter_half_typed_is_not_disturbed_when_questions_open(tab, tmp_path):
    text = FORM.replace("| | note | chao |", "| | text | ten | Tên | Name |\n| | note | chao |")
    with served(form.create_app(described(tmp_path, text), database=tmp_path / "a.sqlite")) as site:
        tab.open(site.url).click("[id='q.ten']").write("Nguyê")
        tab.evaluate("window.box = document.activeElement")
        tab.evaluate("document.querySelector('[value=co]').click()")
        tab.wait(shows("gio"))
        assert tab.evaluate("document.activeElement === window.box && window.box.isConnected")
        assert value(tab, "ten") == "Nguyê"

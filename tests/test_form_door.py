"""Nobody in without a code: every page, every draft and the store itself, over HTTP with a browser's own cookies."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipeline import form
from pipeline.form import codes, database, store
from tests.respondents import Distant, draft_cookie

SECRET = "a key for tests only, never used"
LAST = {"q.y1": "1", "hien": "y1 y2 y3 gop_y", "di": "gui"}
WAYS = {
    "start": ("get", "/"),
    "show": ("get", "/phan/1"),
    "show with its problems": ("get", "/phan/2?xem=1"),
    "take": ("post", "/phan/1", {"q.dung": "khong", "hien": "dung", "di": "tiep"}),
    "back": ("post", "/phan/2", {**LAST, "di": "lui"}),
    "language": ("post", "/phan/1", {"di": "ngon_ngu:1"}),
    "update": ("post", "/phan/1", {"q.dung": "co", "hien": "dung", "di": "cap_nhat"}),
    "send": ("post", "/phan/2", LAST),
    "send at once": ("post", "/phan/2", {**LAST, "ngay": "1"}),
    "restart": ("get", "/lam-lai"),
}


@pytest.fixture
def make(tmp_path, monkeypatch, survey):
    """Makes an application on one SQLite file; keyword arguments change the collection."""
    monkeypatch.setenv("FORM_SECRET_KEY", SECRET)
    monkeypatch.delenv("FORM_DATABASE_URL", raising=False)

    def maker(kind="live", **collection):
        changed = replace(survey, collection=replace(survey.collection, **collection))
        return form.create_app(changed, database=tmp_path / f"{kind}.sqlite", kind=kind)

    return maker


def engine_of(app):
    return app.extensions["survey"].engine


def token(page):
    return page.text.split('name="csrf_token" value="')[1].split('"')[0]


def asked(client, mark, way):
    """The response to one of the WAYS, with a page's token where something is sent."""
    method, path, *data = way
    return getattr(client, method)(path, **({"data": {"csrf_token": mark, **data[0]}} if data else {}))


def entered(app, code):
    client = app.test_client()
    assert client.post("/ma", data={"csrf_token": token(client.get("/ma")), "ma": code}).status_code == 303
    return client


def new_code(app):
    (code,) = codes.fresh(1)
    codes.add(engine_of(app), [code], SECRET)
    return code


def test_over_http_nothing_is_stored_from_who_only_looked_at_the_page_that_asks_for_the_code(
    serve, write_survey, tmp_path
):
    server = serve(write_survey(yaml="title: Có mã\ncollection: {mode: codes}\n"), tmp_path / "kho.sqlite")
    browser = Distant(server.address).test_client()
    mark = token(browser.get("/ma"))
    for path in ("/phan/1", "/phan/2"):
        assert "Nhập mã phiếu" in browser.get(path).text
        assert "Nhập mã phiếu" in browser.post(path, {"csrf_token": mark, **LAST}).text
    assert store.responses(tmp_path / "kho.sqlite").empty


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("kind", ["live", "pilot", "rehearsal"])
def test_without_a_code_every_page_leads_to_the_one_that_asks_for_it(make, kind, way):
    app = make(kind, mode="codes")
    client = app.test_client()
    response = asked(client, token(client.get("/ma")), way)
    assert (response.status_code, response.location) == (303, "/ma")
    assert store.accepted(engine_of(app)) == 0


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_draft_begun_while_the_form_was_open_to_all_needs_a_code_once_codes_are_asked_for(make, way):
    page = (client := (app := make()).test_client()).get("/", follow_redirects=True)
    later = make(mode="codes").test_client()
    later.set_cookie(draft_cookie(app), client.get_cookie(draft_cookie(app)).value)
    assert asked(later, token(page), way).location == "/ma"


def test_the_store_refuses_an_answer_without_a_code_whoever_calls(make):
    engine = engine_of(make(mode="codes"))
    about = {"version": "1", "day": "2025-01-01", "too_fast": False, "now": datetime.now(UTC)}
    assert store.accept(engine, {"y1": "1"}, mark="một", **about) == "unknown"
    assert store.accepted(engine) == 0 and store.contents(engine) == []


def test_a_code_edited_into_the_cookie_is_not_believed(make):
    client = entered(app := make(mode="codes"), new_code(app))
    whole = client.get_cookie(draft_cookie(app)).value
    draft, sign = whole.rsplit(".", 1)
    for forged in (draft, f"{draft}.", f"{draft[:-4]}AAAA.{sign}", f"{draft}.{sign[::-1]}", f"z{draft}.{sign}"):
        client.set_cookie(draft_cookie(app), forged)
        assert client.get("/phan/1").location == "/ma"


@pytest.mark.parametrize("other", ["pilot", "rehearsal"])
def test_a_draft_of_a_trial_opens_no_page_of_the_real_form(make, other):
    tried = entered(trial := make(other, mode="codes"), new_code(trial))
    page, real = tried.get("/phan/1"), make(mode="codes")
    client = real.test_client()
    for name in (draft_cookie(real), "phieu0"):
        client.set_cookie(name, tried.get_cookie(draft_cookie(trial)).value)
    assert page.status_code == 200 and client.get("/phan/1").location == "/ma"


def test_a_code_that_was_used_meanwhile_leads_back_to_where_a_code_is_asked_for(make):
    app = make(mode="codes")
    code = new_code(app)
    quick, slow = entered(app, code), entered(app, code)
    assert "cảm ơn" in sent(quick).text
    assert (late := sent(slow)).status_code == 409 and "chưa được ghi nhận" in late.text
    assert slow.get("/").location == "/ma" and store.accepted(engine_of(app)) == 1


def test_a_code_that_is_no_longer_in_the_store_opens_nothing(make):
    app = make(mode="codes")
    client = entered(app, new_code(app))
    with engine_of(app).begin() as connection:
        connection.execute(database.CODES.delete())
    assert sent(client).status_code == 409 and store.accepted(engine_of(app)) == 0
    assert client.get("/").location == "/ma"


def test_where_no_code_is_asked_for_none_can_be_entered(make):
    app = make()
    client = app.test_client()
    page, code = client.get("/", follow_redirects=True), new_code(app)
    reply = client.post("/ma", data={"csrf_token": token(page), "ma": code})
    assert (reply.status_code, reply.location) == (303, "/")
    assert "cảm ơn" in sent(client).text and codes.status(engine_of(app), codes.typed(code, SECRET)) == "free"


def sent(client):
    """Fills in both pages of the small survey and sends; the last response."""
    page = client.get("/phan/1")
    first = {"csrf_token": token(page), "hien": "dung mang mang_khac tuoi", "q.dung": "khong", "di": "tiep"}
    client.post("/phan/1", data=first)
    return client.post("/phan/2", data={"csrf_token": token(page), **LAST}, follow_redirects=True)


def second_tab(client):
    """The first page, as it stands in a second tab while the first goes on to the end."""
    page = client.get("/phan/1")
    assert "cảm ơn" in sent(client).text
    return {"csrf_token": token(page), "hien": "dung", "q.dung": "co", "di": "tiep"}


@pytest.mark.parametrize("mode", ["open", "codes"])
@pytest.mark.parametrize("button", ["tiep", "gui", "cap_nhat", "ngon_ngu:1"])
def test_a_second_tab_is_told_that_the_answer_is_stored_and_not_asked_to_send_again(make, mode, button):
    app = make(mode=mode)
    client = entered(app, new_code(app)) if mode == "codes" else app.test_client()
    client.get("/")
    late = client.post("/phan/1", data={**second_tab(client), "di": button})
    assert late.status_code == 200 and "đã được ghi nhận" in late.text and "data-ended" in late.text
    assert "cookie" not in late.text.lower() and "không cần gửi lại" in late.text
    assert store.accepted(engine_of(app)) == 1


def test_a_second_tab_is_told_so_after_the_form_has_filled_up_too(make):
    app = make(target=1)
    (client := app.test_client()).get("/")
    assert "đã được ghi nhận" in client.post("/phan/1", data=second_tab(client)).text


def test_what_the_next_person_at_this_computer_began_is_kept_when_an_old_tab_is_sent(make):
    (client := make().test_client()).get("/")
    old = second_tab(client)
    page = client.get("/?moi=1", follow_redirects=True)
    client.post("/phan/1", data={"csrf_token": token(page), "hien": "dung tuoi", "q.dung": "khong", "q.tuoi": "41"})
    assert "đã được ghi nhận" in client.post("/phan/1", data=old).text
    assert 'name="q.tuoi" id="q.tuoi" value="41"' in client.get("/phan/1").text


def test_a_page_of_a_draft_that_was_erased_is_not_blamed_on_cookies(make):
    (client := make().test_client()).get("/")
    old = token(client.get("/phan/1"))
    client.post("/lam-lai", data={"csrf_token": old})
    client.get("/")
    late = client.post("/phan/1", data={"csrf_token": old, "di": "tiep"})
    assert late.status_code == 400 and "cookie" not in late.text and "đã xóa" in late.text
    assert "bật cookie" in make().test_client().post("/phan/1", data={"csrf_token": old}).text

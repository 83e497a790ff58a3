"""One-time codes, window, grace and kinds of store, through a real client and a real SQLite file."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest

from pipeline import form, project
from pipeline.form import codes, entry, store
from pipeline.form.database import connect
from tests.respondents import Person, draft_cookie

SECRET = "a key for tests only, never used"


@pytest.fixture
def make(tmp_path, monkeypatch, survey):
    """Makes an application on a fresh SQLite file; keyword arguments change the collection."""
    monkeypatch.setenv("FORM_SECRET_KEY", SECRET)
    monkeypatch.delenv("FORM_DATABASE_URL", raising=False)
    monkeypatch.setattr(entry, "LIMITER", type(entry.LIMITER)(type(entry.LIMITER.storage)()))

    def maker(**collection):
        changed = replace(survey, collection=replace(survey.collection, **collection))
        return form.create_app(changed, database=tmp_path / "kho.sqlite")

    return maker


def token(response):
    return response.text.split('name="csrf_token" value="')[1].split('"')[0]


def enter(client, code):
    page = client.get("/ma")
    return client.post("/ma", data={"csrf_token": token(page), "ma": code})


def send(client):
    """Fills in both pages of the small survey; the last response, thanks or refusal."""
    for answers in ({"q.dung": "khong", "q.tuoi": "40"}, {"q.y1": "1"}):
        page = client.get("/", follow_redirects=True) if "q.tuoi" in answers else client.get("/phan/2")
        number = page.request.path.rsplit("/", 1)[-1] if page.status_code == 200 else "1"
        if page.status_code != 200:
            return page
        hidden = page.text.split('name="hien" value="')[1].split('"')[0]
        button = {"di": "tiep" if number == "1" else "gui"}
        last = client.post(f"/phan/{number}", data={"csrf_token": token(page), "hien": hidden, **button, **answers})
        last = client.get(last.location) if last.status_code == 303 else last
    return last


def test_a_code_opens_the_form_once(make):
    app = make(mode="codes")
    (code,) = codes.fresh(1)
    codes.add(app.extensions["survey"].engine, [code], SECRET)
    first = app.test_client()
    assert first.get("/").location == "/ma"
    assert enter(first, f"  {code.lower().replace('-', ' ')} ").status_code == 303
    assert "cảm ơn" in send(first).text and store.accepted(app.extensions["survey"].engine) == 1
    again = enter(app.test_client(), code)
    assert again.status_code == 409 and "đã được dùng" in again.text


def test_of_two_browsers_with_one_code_only_one_is_stored(make):
    app = make(mode="codes")
    engine, made = app.extensions["survey"].engine, codes.fresh(2)
    codes.add(engine, made, SECRET)
    quick, slow = app.test_client(), app.test_client()
    assert {enter(c, made[0]).status_code for c in (quick, slow)} == {303}
    assert send(quick).status_code == 200
    refused = send(slow)
    assert refused.status_code == 409 and "chưa được ghi nhận" in refused.text
    assert store.accepted(engine) == len(store.contents(engine)) == 1


def test_every_single_slip_of_the_finger_is_known_as_one():
    (code,) = codes.fresh(1)
    plain = code.replace("-", "")
    wrong = [plain[:i] + sign + plain[i + 1 :] for i in range(12) for sign in codes.ALPHABET if sign != plain[i]]
    for i, j in combinations(range(12), 2):
        signs = list(plain)
        signs[i], signs[j] = signs[j], signs[i]
        wrong += ["".join(signs)] if signs[i] != signs[j] else []
    assert codes.typed(code, SECRET) and not any(codes.typed(text, SECRET) for text in wrong)


def test_guessing_is_slowed_down_but_slips_and_right_codes_of_the_same_address_are_not(make):
    app = make(mode="codes")
    engine, made = app.extensions["survey"].engine, codes.fresh(60)
    codes.add(engine, made[:2], SECRET)
    slip = made[2][:-1] + next(s for s in codes.ALPHABET if s != made[2][-1])
    assert {enter(app.test_client(), slip).status_code for _ in range(30)} == {422}
    answers = [enter(app.test_client(), guess).status_code for guess in made[2:30]]
    assert answers == [422] * 20 + [429] * 8
    assert enter(app.test_client(), made[0]).status_code == 303
    late = enter(app.test_client(), made[40])
    assert late.headers["Retry-After"] == "600" and "10 phút" in late.text


def test_codes_made_later_join_those_made_and_used_before(make):
    app = make(mode="codes")
    engine, made = app.extensions["survey"].engine, codes.fresh(30)
    codes.add(engine, made[:9], SECRET)
    client = app.test_client()
    enter(client, made[0])
    send(client)
    codes.add(engine, made[9:], SECRET)
    found = [codes.status(engine, codes.typed(code, SECRET)) for code in made]
    assert found == ["used"] + ["free"] * 29


def test_another_secret_key_is_said_and_uses_up_nothing(make):
    app = make(mode="codes")
    engine, made = app.extensions["survey"].engine, codes.fresh(1)
    codes.add(engine, made, SECRET)
    stranger = codes.Code(codes.digest(made[0], SECRET), "another key of enough length")
    with pytest.raises(form.StoreError, match="Khóa bí mật không phải"):
        codes.status(engine, stranger)


def test_a_second_answer_from_the_same_browser_is_asked_about_first(make):
    client = make().test_client()
    assert send(client).status_code == 200
    again = client.get("/")
    assert again.status_code == 200 and "đã có một phiếu được gửi" in again.text and "/?moi=1" in again.text
    assert client.get("/?moi=1").location == "/phan/1"
    (mark,) = (c.value for c in client._cookies.values() if c.key.startswith("da_gui"))
    assert mark == "1"  # alike for everyone


def test_who_began_before_the_deadline_has_the_grace_that_survey_yaml_gives(make):
    closes = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
    app = make(closes=closes + timedelta(seconds=3600), grace=10)
    late, begun = app.test_client(), app.test_client()
    begun.get("/")
    served = app.extensions["survey"]
    ended = replace(served.survey.collection, closes=datetime.now(closes.tzinfo))
    app.extensions["survey"] = replace(served, survey=replace(served.survey, collection=ended))
    assert late.get("/").status_code == 410
    assert "cảm ơn" in send(begun).text
    over = replace(ended, closes=ended.closes - timedelta(minutes=11))
    app.extensions["survey"] = replace(served, survey=replace(served.survey, collection=over))
    assert begun.get("/").status_code == 410


def test_a_closing_by_hand_holds_until_it_is_taken_back(make):
    app = make()
    engine, client = app.extensions["survey"].engine, app.test_client()
    client.get("/")
    store.close(engine, datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")))
    assert client.get("/phan/1").status_code == 410 and store.state(engine).closed == "organiser"
    store.reopen(engine, datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")))
    assert send(client).status_code == 200


def test_a_store_of_one_kind_is_refused_for_another(make, tmp_path):
    make(pilot=True)
    with pytest.raises(form.StoreError, match="giữ phiếu chạy thử, không nhận phiếu thật"):
        connect(tmp_path / "kho.sqlite", kind="live")


def test_the_analysis_never_takes_trial_answers_for_real_ones(make, tmp_path, survey):
    assert send(make(pilot=True).test_client()).status_code == 200
    here = project.Project(survey, tmp_path / "kho.sqlite", tmp_path, tmp_path)
    with pytest.raises(project.ProjectError, match="Hai loại không được trộn"):
        project.raw_table(here)
    trial = replace(survey, collection=replace(survey.collection, pilot=True))
    assert len(project.raw_table(replace(here, survey=trial)).frame) == 1


def test_a_consent_text_changed_under_the_same_version_number_is_another_version(make, survey):
    app = make()
    send(app.test_client())
    xform = survey.form.xform.replace("Có dùng không?", "Có dùng không ạ?")
    later = form.database.register(app.extensions["survey"].engine, replace(survey.form, xform=xform))
    ((_, version, _, _),) = store.contents(app.extensions["survey"].engine)
    assert version == form.database.version_of(survey.form) != later


def test_a_form_inside_another_site_sends_cookies_that_go_along_there_and_names_the_site(make):
    site = {"url": "https://phieu.example.vn", "frame_ancestors": ("https://www.example.vn",)}
    page = make(**site).test_client().get("/", base_url="https://phieu.example.vn")
    assert "frame-ancestors 'self' https://www.example.vn" in page.headers["Content-Security-Policy"]
    assert page.headers["Strict-Transport-Security"].startswith("max-age=")
    for cookie in page.headers.getlist("Set-Cookie"):
        assert {"Secure", "HttpOnly", "SameSite=None", "Partitioned"} <= set(cookie.split("; "))


def test_without_tls_nothing_is_said_of_it(make):
    page = make().test_client().get("/")
    assert "Strict-Transport-Security" not in page.headers and "Secure" not in page.headers["Set-Cookie"]


def test_who_comes_to_a_shared_computer_can_erase_what_the_last_person_wrote(make):
    client = (app := make()).test_client()
    page = client.get("/", follow_redirects=True)
    sent = {
        "csrf_token": token(page),
        "hien": "dung mang mang_khac tuoi",
        "q.tuoi": "41",
        "di": "tiep",
        "q.dung": "khong",
    }
    assert client.post("/phan/1", data=sent).status_code == 303 and 'value="41"' in client.get("/phan/1").text
    asked = client.get("/lam-lai")
    assert client.post("/lam-lai", data={"csrf_token": "x"}).status_code == 400
    assert "Đã xóa" in client.post("/lam-lai", data={"csrf_token": token(asked)}).text
    assert client.get_cookie(draft_cookie(app)) is None
    assert 'value="41"' not in client.get("/", follow_redirects=True).text  # a token may hold "41"


def test_who_comes_by_the_link_to_a_begun_draft_is_asked_before_any_answer_is_shown(make):
    person = Person(make())
    assert person.client.get("/").location == "/phan/1"  # nothing is written yet
    person.press(dung="khong", tuoi="41")
    asked = person.client.get("/")
    assert asked.status_code == 200 and "đang trả lời dở" in asked.text and 'value="41"' not in asked.text
    assert 'value="41"' in person.client.get("/?tiep=1", follow_redirects=True).text
    person.client.post("/lam-lai", data={"csrf_token": token(asked)})
    assert 'value="41"' not in person.client.get("/", follow_redirects=True).text


def test_who_shows_the_code_of_a_begun_draft_goes_on_and_others_are_asked(make):
    (code,) = codes.fresh(1)
    codes.add((app := make(mode="codes")).extensions["survey"].engine, [code], SECRET)
    client = app.test_client()
    enter(client, code)
    sent = {"csrf_token": token(client.get("/phan/1")), "hien": "dung mang mang_khac tuoi", "q.tuoi": "41", "di": "lui"}
    client.post("/phan/1", data=sent)
    assert "đang trả lời dở" in client.get("/").text and 'value="41"' not in client.get("/").text
    asked = client.post("/ma", data={"csrf_token": token(client.get("/ma")), "ma": code}, follow_redirects=True)
    assert 'value="41"' in asked.text


def test_thanks_lost_on_the_way_are_given_again_after_the_form_has_filled_up(make):
    app = make(target=1)
    client = app.test_client()
    client.get("/")
    kept = client.get_cookie(draft_cookie(app)).value
    assert "cảm ơn" in send(client).text
    client.set_cookie(draft_cookie(app), kept)  # as if the reply had never arrived
    again = client.get("/phan/2")
    assert again.status_code == 303 and again.location == "/cam-on"
    assert app.test_client().get("/").status_code == 410

"""Two surveys on one host: a browser carries the cookies of both, and neither knows what was done in the other."""

import pytest

from pipeline import form
from tests.conftest import FORM, SURVEY
from tests.respondents import Person, draft_cookie, walked
from tests.test_form_surveys import OTHER, written

KEY = "one key for both, as FORM_SECRET_KEY gives it"


@pytest.fixture
def both(tmp_path, monkeypatch):
    """The forms of two surveys that share the secret key and most questions: (the first, the second)."""
    monkeypatch.setenv("FORM_SECRET_KEY", KEY)
    monkeypatch.delenv("FORM_DATABASE_URL", raising=False)
    other = written(tmp_path / "b", OTHER, SURVEY.replace("hỏi thử", "hỏi khác"))
    return form.create_app(written(tmp_path / "a", FORM)), form.create_app(other)


def carried(client, app):
    """A browser of another form with all the cookies of this one, as the ports of one host share them."""
    browser = app.test_client()
    for cookie in client._cookies.values():
        browser.set_cookie(cookie.key, cookie.value)
    return browser


def test_who_answered_one_survey_is_not_told_that_she_answered_the_other(both):
    person, _ = walked(both[0], dung="khong", tuoi="40")
    assert "đã có một phiếu được gửi" in person.client.get("/").text
    assert carried(person.client, both[1]).get("/").location == "/phan/1"


def test_what_is_typed_in_one_survey_does_not_stand_in_the_other(both):
    person = Person(both[0])
    person.press(dung="khong", tuoi="47")
    assert 'value="47"' in person.client.get("/phan/1").text
    assert 'value="47"' not in carried(person.client, both[1]).get("/phan/1", follow_redirects=True).text


def test_two_forms_in_one_browser_leave_each_others_drafts_alone(both):
    first = Person(both[0])
    first.press(dung="khong", tuoi="47")
    second = Person(both[1])
    second.client = carried(first.client, both[1])
    second.take(second.client.get("/", follow_redirects=True)).press(dung="khong", tuoi="52")
    first.client = carried(second.client, both[0])
    assert first.press(gop_y="Hay").response.status_code == 200 and "cảm ơn" in first.text()
    assert 'value="52"' in second.client.get("/phan/1").text


def test_a_draft_under_the_older_name_goes_on_and_leaves_nothing(both):
    begun = Person(both[0])
    begun.press(dung="khong", tuoi="47")
    name = draft_cookie(both[0])
    begun.client.set_cookie("phieu0", begun.client.get_cookie(name).value)
    begun.client.delete_cookie(name)
    assert "cảm ơn" in begun.press(gop_y="Hay").text()
    assert not [cookie for cookie in begun.client._cookies.values() if cookie.key.startswith("phieu")]


def test_who_sends_a_page_whose_draft_is_gone_is_told_so_and_not_that_cookies_are_off(both):
    first = Person(both[0])
    second = Person(both[1])
    first.client = carried(second.client, both[0])
    assert first.press(dung="khong").response.status_code == 400
    assert "lập lại" in first.text() and "bật cookie" not in first.text()
    first.client.delete_cookie(draft_cookie(both[1]))
    first.client.set_cookie("phieu0", second.client.get_cookie(draft_cookie(both[1])).value)
    assert first.client.get("/", follow_redirects=True).status_code == 200


def test_a_trial_is_no_answer_to_the_real_form(both, tmp_path):
    survey = both[0].extensions["survey"].survey
    person, _ = walked(form.create_app(survey, kind="pilot"), dung="khong", tuoi="40")
    assert carried(person.client, both[0]).get("/").location == "/phan/1"

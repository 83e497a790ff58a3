"""Two surveys on one host: a browser carries the cookies of both, and neither knows what was done in the other."""

import pytest

from pipeline import form
from tests.conftest import FORM, SURVEY
from tests.respondents import Person, walked
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


def test_a_trial_is_no_answer_to_the_real_form(both, tmp_path):
    survey = both[0].extensions["survey"].survey
    person, _ = walked(form.create_app(survey, kind="pilot"), dung="khong", tuoi="40")
    assert carried(person.client, both[0]).get("/").location == "/phan/1"

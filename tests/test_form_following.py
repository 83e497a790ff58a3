"""A running form and its commands say the same of survey.yaml: what is changed there holds from the next request on."""

import os

import pytest

from pipeline.form import store
from tests.respondents import Distant, Person
from tests.test_form_durable import SHORT, SURVEY, on_last_page


@pytest.fixture
def server(serve, write_survey, tmp_path):
    return serve(write_survey(SHORT, SURVEY), tmp_path / "kho.sqlite")


def says(tmp_path, text):
    """Writes survey.yaml as somebody did a minute ago."""
    file = tmp_path / "survey.yaml"
    file.write_text(text, encoding="utf-8")
    past = file.stat().st_mtime - 60 - len(text)
    os.utime(file, (past, past))


def seen(server):
    return Person(Distant(server.address)).text()


def test_a_deadline_and_a_target_that_are_moved_hold_at_once(server, tmp_path):
    assert Person(Distant(server.address)).names() == ["ma", "dung"]
    says(tmp_path, "title: Cuộc hỏi ngắn\ncollection: {closes: 08:00 01/03/2022}\n")
    assert "kết thúc lúc 08:00 ngày 01/03/2022" in seen(server)
    says(tmp_path, "title: Cuộc hỏi ngắn\ncollection: {target: 1}\n")
    first, second = on_last_page(Distant(server.address)), on_last_page(Distant(server.address))
    assert "cảm ơn" in first[0].press(**first[1]).text() and "đủ số phiếu" in second[0].press(**second[1]).text()
    says(tmp_path, "title: Cuộc hỏi ngắn\ncollection: {target: 2}\n")
    second[0].take(second[0].client.get("/phan/2"))
    assert "cảm ơn" in second[0].press(**second[1]).text()


def test_where_codes_are_asked_for_from_now_on_nobody_goes_on_without_one(server, tmp_path):
    person, last = on_last_page(Distant(server.address))
    says(tmp_path, "title: Cuộc hỏi ngắn\ncollection: {mode: codes}\n")
    assert "Nhập mã phiếu" in seen(server) and "Nhập mã phiếu" in person.press(**last).text()
    assert store.responses(server.database).empty


def test_a_file_that_cannot_be_used_changes_nothing_and_is_told_once(server, tmp_path):
    says(tmp_path, "title: Cuộc hỏi ngắn\ncollection: {mode: codes}\n")
    assert "Nhập mã phiếu" in seen(server)
    for text in ("title: Cuộc hỏi ngắn\n", "title: Cuộc hỏi ngắn\ncollection: {mode: mở}\n", "title: [\n"):
        says(tmp_path, text)
        assert "Nhập mã phiếu" in seen(server) and "Nhập mã phiếu" in seen(server)
    (tmp_path / "survey.yaml").unlink()
    assert "Nhập mã phiếu" in seen(server)
    told = server.log.read_text(encoding="utf-8")
    assert told.count("vẫn theo survey.yaml lúc trước") == 4 and told.count("Biểu mẫu đã theo") == 1
    assert "không còn phần collection" in told and "mode: «mở»" in told and "Traceback" not in told

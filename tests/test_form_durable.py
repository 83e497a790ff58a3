"""What was acknowledged is there, once: kills, crashes of the database, a full disk and locks, all of them real."""

import itertools
import os
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import SQLAlchemyError

from pipeline import form
from pipeline.form import database, store
from tests.respondents import Distant, Person, walked

SHORT = """
| survey |
| | type | name | label |
| | begin_group | mot | Phần một |
| | text | ma | Mã |
| | select_one co_khong | dung | Có dùng không? |
| | end_group |
| | begin_group | hai | Phần hai |
| | text | gop_y | Góp ý |
| | end_group |
| choices |
| | list_name | name | label |
| | co_khong | co | Có |
| | co_khong | khong | Không |
"""
SURVEY = "title: Cuộc hỏi ngắn\ncollection: {target: 100000}\n"
SENTINEL = "Chữ người trả lời gõ vào"


@pytest.fixture
def short(write_survey, monkeypatch):
    """A survey of two short pages, open now, with a target far away."""
    monkeypatch.setenv("FORM_SECRET_KEY", "a key for tests only, never used")
    return write_survey(SHORT, SURVEY)


@contextmanager
def crowd(address, lines=8):
    """Lines of respondents who come one after another until the ``with`` ends; yields the codes of who was thanked.

    Each writes a code of their own on both pages, and tries again until thanked; every third is hasty.
    """
    thanked, over = [], threading.Event()

    def come(line):
        for turn in itertools.count():
            if over.is_set():
                return
            code = f"{line}-{turn}"
            walked(Distant(address, patience=60, hasty=turn % 3 == 0), ma=code, gop_y=code)
            thanked.append(code)

    with ThreadPoolExecutor(lines) as pool:
        coming = [pool.submit(come, line) for line in range(lines)]
        try:
            yield thanked
        finally:
            over.set()
    [line.result() for line in coming]


def wait_for_more(thanked, chance):
    """Waits until some more people were thanked, and then a moment more."""
    enough = len(thanked) + chance.randint(8, 16)
    while len(thanked) < enough:
        time.sleep(0.005)
    time.sleep(chance.random() / 20)


def assert_each_is_stored_once(database, thanked):
    answers = store.responses(database)
    engine = store.connect(database)
    assert sorted(answers["ma"]) == sorted(thanked)
    assert (answers["ma"] == answers["gop_y"]).all() and answers["dung"].eq("co").all()
    assert store.accepted(engine) == len(thanked)
    engine.dispose()


def test_three_kills_in_the_middle_of_a_load_lose_nothing_and_double_nothing(serve, short, tmp_path):
    server, chance = serve(short, tmp_path / "kho.sqlite"), random.Random(3)
    with crowd(server.address) as thanked:
        for _ in range(3):
            wait_for_more(thanked, chance)
            server.kill()
            server.start()
        wait_for_more(thanked, chance)
    assert_each_is_stored_once(tmp_path / "kho.sqlite", thanked)


def test_crashes_of_postgresql_and_of_the_form_lose_nothing_and_double_nothing(serve, short, postgres, postgres_server):
    server, chance = serve(short, postgres), random.Random(4)
    with crowd(server.address) as thanked:
        wait_for_more(thanked, chance)
        server.kill()
        server.start()
        wait_for_more(thanked, chance)
        os.kill(a_backend(postgres_server, postgres), signal.SIGKILL)
        wait_for_more(thanked, chance)
        with postgres_server.stopped():
            pass
        wait_for_more(thanked, chance)
    assert_each_is_stored_once(postgres, thanked)


def a_backend(server, database):
    """The process of PostgreSQL that serves one of the form's connections."""
    name = database.split("/")[3].split("?")[0]
    query = f"SELECT pid FROM pg_stat_activity WHERE datname = '{name}'"
    while not (found := server.ask(query)):
        time.sleep(0.01)
    return found[0][0]


def on_last_page(app, code="một"):
    """A person who has only the last page to send, and what they will write there."""
    return Person(app).press(ma=code, dung="co"), {"gop_y": f"{SENTINEL} {code}"}


def sent(engine, mark):
    about = {"version": "1", "day": "2025-01-01", "too_fast": False, "target": 2, "now": datetime.now(UTC)}
    return store.accept(engine, {"gop_y": f"{SENTINEL} {mark}"}, mark=mark, **about)


def test_an_answer_that_fails_half_way_leaves_no_trace_and_its_error_does_not_quote_it(database):
    engine = store.connect(database)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE answers RENAME TO elsewhere")
    with pytest.raises(SQLAlchemyError) as failed:
        sent(engine, "một")
    assert SENTINEL not in str(failed.value) and store.accepted(engine) == 0
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO answers")
    assert sent(engine, "một") == "stored" and store.accepted(engine) == len(store.responses(database)) == 1
    engine.dispose()


def test_only_a_page_that_was_stored_before_passes_for_stored(database, monkeypatch):
    engine = store.connect(database)
    monkeypatch.setattr(store.secrets, "token_hex", lambda size: "0" * 2 * size)
    assert sent(engine, "một") == "stored" and sent(engine, "một") == "repeated"
    with pytest.raises(SQLAlchemyError):  # refused by the database, for another reason than being sent before
        sent(engine, "hai")
    assert store.accepted(engine) == 1
    engine.dispose()


def assert_asked_to_wait(person, typed=None):
    """A courteous page with 503 and Retry-After; what was typed is still on it."""
    assert person.response.status_code == 503 and int(person.response.headers["Retry-After"]) > 0
    assert "đang bận" in person.text()
    if typed:
        assert person.page.find(id="q.gop_y")["value"] == typed["gop_y"]


def test_while_postgresql_is_away_the_form_says_so_keeps_what_was_typed_and_then_works_again(
    short, postgres, postgres_server
):
    app = form.create_app(short, database=postgres)
    person, typed = on_last_page(app)
    first = Person(app)
    with postgres_server.stopped():
        assert_asked_to_wait(person.press(**typed), typed)
        assert_asked_to_wait(Person(app))
        assert_asked_to_wait(first.press(ma="hai", dung="co"))
    assert Person(app).response.status_code == 200
    assert person.press().response.status_code == 200 and "cảm ơn" in person.text()
    first.take(first.client.get("/phan/2"))
    assert first.press(**typed).response.status_code == 200
    assert sorted(store.responses(postgres)["ma"]) == ["hai", "một"]
    with postgres_server.stopped():
        pass
    assert Person(app).response.status_code == 200  # a restart that nobody saw troubles nobody
    store_of(app).dispose()


def store_of(app):
    return app.extensions["survey"].engine


@contextmanager
def held_by_another_process(database):
    """Another process holds the lock of the SQLite file inside the ``with``."""
    code = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute('BEGIN EXCLUSIVE'); print(); input()"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-u", "-S", "-c", code, database], text=True, **pipes) as other:
        other.stdout.readline()
        yield
        other.communicate("\n")


def test_a_sqlite_file_held_by_another_process_is_waited_for_only_so_long(short, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(database, "WAIT", 0.2)
    app = form.create_app(short, database=tmp_path / "kho.sqlite")
    person, typed = on_last_page(app)
    with held_by_another_process(tmp_path / "kho.sqlite"):
        assert_asked_to_wait(person.press(**typed), typed)
        assert Person(app).response.status_code == 200  # pages are read beside a writer
    assert "Chưa lưu được một phiếu" in caplog.text and len(caplog.text.splitlines()) == 1
    assert person.press().response.status_code == 200 and "cảm ơn" in person.text()
    assert store.responses(tmp_path / "kho.sqlite")["gop_y"].tolist() == [typed["gop_y"]]


def test_a_row_of_postgresql_held_by_another_is_waited_for_only_so_long(short, postgres, monkeypatch):
    monkeypatch.setattr(database, "WAIT", 1)
    app = form.create_app(short, database=postgres)
    person, typed = on_last_page(app)
    with store_of(app).begin() as other:
        other.execute(store.STATE.update().values(accepted=0))
        assert_asked_to_wait(person.press(**typed), typed)
    assert person.press().response.status_code == 200 and len(store.responses(postgres)) == 1
    store_of(app).dispose()


def test_a_store_that_cannot_be_opened_shows_a_courteous_page_on_every_page(short, tmp_path):
    (tmp_path / "o").mkdir()
    app = form.create_app(short, database=tmp_path / "o" / "kho.sqlite")
    person, typed = on_last_page(app)
    (tmp_path / "o").rename(tmp_path / "mất")
    store_of(app).glanced = None  # half a second later
    assert_asked_to_wait(Person(app))
    assert_asked_to_wait(Person(app, "/phan/1"))
    assert_asked_to_wait(person.press(**typed), typed)
    (tmp_path / "mất").rename(tmp_path / "o")
    assert person.press().response.status_code == 200 and "cảm ơn" in person.text()


@contextmanager
def full_disk(server, room):
    """No file of the server may grow past ``room`` bytes inside the ``with``: writing fails as on a full disk."""
    resource = pytest.importorskip("resource", reason="only Linux limits the size of another process's files")
    if not hasattr(resource, "prlimit"):
        pytest.skip("only Linux limits the size of another process's files")
    before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    yield
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, before)


def test_a_full_disk_loses_nothing_acknowledged_and_what_was_typed_can_be_sent_when_there_is_room(
    serve, short, tmp_path
):
    database, thanked = tmp_path / "kho.sqlite", []
    server = serve(short, database)
    with full_disk(server, database.stat().st_size + 20_000):
        for code in map(str, range(200)):
            person, typed = on_last_page(Distant(server.address), code)
            typed["gop_y"] += " dài" * 400
            if person.press(**typed).response.status_code != 200:
                break
            thanked.append(code)
        assert_asked_to_wait(person, typed)
        assert sorted(store.responses(database)["ma"]) == sorted(thanked) != []
    assert SENTINEL not in server.log.read_text(encoding="utf-8")
    assert person.press().response.status_code == 200 and "cảm ơn" in person.text()
    assert sorted(store.responses(database)["ma"]) == sorted([*thanked, code])


@pytest.mark.parametrize("kept", [True, False], ids=["connected", "fresh"])
def test_a_store_that_was_moved_is_asked_for_back_and_no_empty_one_is_made_in_its_place(short, tmp_path, caplog, kept):
    file, away = tmp_path / "kho.sqlite", tmp_path / "nơi khác.sqlite"
    app = form.create_app(short, database=file)
    person, typed = on_last_page(app)
    file.rename(away)
    if not kept:
        store_of(app).dispose()
    store_of(app).glanced = None  # half a second later
    assert_asked_to_wait(Person(app))
    assert_asked_to_wait(person.press(**typed), typed)
    assert not file.exists() and f"Không thấy tệp kho phiếu {file}" in caplog.text
    away.rename(file)
    assert person.press().response.status_code == 200 and "cảm ơn" in person.text()
    assert len(store.responses(file)) == 1


def test_a_fresh_machine_begins_with_a_new_store(short, tmp_path):
    file = tmp_path / "mới" / "kho.sqlite"
    person, typed = on_last_page(form.create_app(short, database=file))
    assert "cảm ơn" in person.press(**typed).text() and len(store.responses(file)) == 1

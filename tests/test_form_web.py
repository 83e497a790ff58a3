"""The form's web server under strain, real sockets and a real process: who is slow or greedy troubles nobody else."""

import contextlib
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from pipeline import form
from pipeline.form import database, store, web
from tests import servers
from tests.respondents import Distant, Person
from tests.test_form_durable import SHORT, SURVEY, held_by_another_process, on_last_page


@pytest.fixture
def server(serve, write_survey, tmp_path):
    """The form in a process of its own."""
    return serve(write_survey(SHORT, SURVEY), tmp_path / "kho.sqlite")


def line_to(server):
    host, port = urlsplit(server.address).netloc.split(":")
    return socket.create_connection((host, int(port)), timeout=60)


def first_line(line):
    with contextlib.suppress(ConnectionResetError):
        return line.recv(4096).split(b"\r\n")[0]
    return b""


def test_who_only_reads_is_served_while_eight_wait_to_write(write_survey, tmp_path, monkeypatch):
    monkeypatch.setenv("FORM_SECRET_KEY", "a key for tests only, never used")
    monkeypatch.setattr(database, "WAIT", 120)  # whoever waits for the database waits until it is free
    file, refused = tmp_path / "kho.sqlite", threading.Semaphore(0)
    app = form.create_app(write_survey(SHORT, SURVEY), database=file)

    def press(person, typed):
        if person.press(**typed).response.status_code == 503:
            refused.release()
        return person

    with servers.listening(app) as address, ThreadPoolExecutor(8) as pool:
        people = [on_last_page(Distant(address), str(n)) for n in range(8)]
        with held_by_another_process(file):
            waiting = [pool.submit(press, *one) for one in people]
            assert all(refused.acquire(timeout=60) for _ in range(8 - web.THREADS + 1))  # all others have a place
            assert {Person(Distant(address), path).response.status_code for path in ("/", "/phan/1", "/cam-on")} == {
                200
            }
            assert sum(not one.done() for one in waiting) == web.THREADS - 1
        people = [one.result() for one in waiting]
        again = [person for person in people if person.response.status_code == 503]
        assert all("CHƯA được gửi" in person.text() and person.page.find(id="q.gop_y")["value"] for person in again)
        assert len(again) == 5 and {person.press().response.status_code for person in again} == {200}
    assert len(store.responses(file)) == 8

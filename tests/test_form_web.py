"""The form's web server under strain, real sockets and a real process: who is slow or greedy troubles nobody else."""

import contextlib
import os
import signal
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


@pytest.mark.skipif(os.name == "nt", reason="Windows ends programs otherwise")
def test_ctrl_c_ends_the_form_as_it_ends_every_command(server):
    os.kill(server.process.pid, signal.SIGINT)
    assert server.process.wait() == 130 and "Traceback" not in server.log.read_text(encoding="utf-8")


def line_to(server):
    host, port = urlsplit(server.address).netloc.split(":")
    return socket.create_connection((host, int(port)), timeout=60)


def first_line(line):
    with contextlib.suppress(ConnectionResetError):
        return line.recv(4096).split(b"\r\n")[0]
    return b""


def test_who_only_reads_is_served_while_eight_wait_to_write(write_survey, tmp_path, monkeypatch, caplog):
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
    assert {record.getMessage()[:14] for record in caplog.records} == {"Chưa lưu được "}  # that some waited is no news


@pytest.mark.parametrize("proxy", [[], ["--proxy", "192.0.2.1"]], ids=["none named", "another named"])
def test_a_proxy_that_is_not_believed_is_told_of_once(serve, write_survey, tmp_path, proxy):
    server = serve(write_survey(SHORT, SURVEY), tmp_path / "kho.sqlite", *proxy)
    for _ in range(3):
        with line_to(server) as line:
            line.sendall(b"GET /cam-on HTTP/1.0\r\nX-Forwarded-For: 203.0.113.7\r\n\r\n")
            assert first_line(line).endswith(b"200 OK")
    log = server.log.read_text(encoding="utf-8")
    assert log.count("X-Forwarded-*") == log.count("form --proxy") == 1 and "203.0.113.7" not in log


def test_a_proxy_that_is_believed_is_not_complained_of(serve, write_survey, tmp_path):
    server = serve(write_survey(SHORT, SURVEY), tmp_path / "kho.sqlite", "--proxy", "127.0.0.1")
    with line_to(server) as line:
        line.sendall(b"GET /cam-on HTTP/1.0\r\nX-Forwarded-Proto: https\r\n\r\n")
        assert b"Strict-Transport-Security" in line.recv(65536)
    assert "X-Forwarded" not in server.log.read_text(encoding="utf-8")


def endless(head, piece):
    """What somebody sends who wants to send a thousand million bytes."""
    yield head
    for _ in range(20_000):
        yield piece * 50


@pytest.mark.parametrize(
    ("header", "piece"),
    [(b"Content-Length: 1000000000", b"x" * 1000), (b"Transfer-Encoding: chunked", b"3e8\r\n" + b"x" * 1000 + b"\r\n")],
    ids=["its length told", "in chunks"],
)
def test_a_body_without_end_is_refused_early_and_not_kept(server, header, piece):
    sent = 0
    with line_to(server) as line, contextlib.suppress(OSError):  # closed in the middle
        for part in endless(b"POST /phan/1 HTTP/1.1\r\nHost: x\r\n" + header + b"\r\n\r\n", piece):
            line.sendall(part)
            sent += len(part)
    assert sent < 100_000_000  # what the sockets of this machine hold, and no more
    with line_to(server) as line:
        line.sendall(b"POST /phan/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n")
        assert b"413" in first_line(line)


def test_a_body_a_little_too_long_is_refused_in_words(server):
    body = b"csrf_token=" + b"x" * web.MAX_BODY
    with line_to(server) as line:
        line.sendall(b"POST /phan/1 HTTP/1.0\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        reply = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    assert " 413 " in reply.split("\r\n")[0] and "Nội dung gửi lên quá lớn" in reply


@contextlib.contextmanager
def slow_lines(server, count, request):
    """So many connections from one address that begin a request and never end it, each a little livelier than still."""
    lines = []
    try:
        for _ in range(count):
            lines.append(line_to(server))
            lines[-1].sendall(request)
        yield lines
    finally:
        [line.close() for line in lines]


@pytest.fixture
def many_files():
    """This process may open two thousand files."""
    resource = pytest.importorskip("resource", reason="Windows limits open files in another way")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(3000, hard) if hard != resource.RLIM_INFINITY else 3000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize(
    "request_", [b"", b"GET / HTTP/1.1\r\nX: ", b"POST /phan/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"]
)
def test_a_thousand_slow_connections_from_one_address_make_the_form_deaf_to_nobody(server, many_files, request_):
    with slow_lines(server, 1050, request_) as lines:
        person, typed = on_last_page(Distant(server.address))
        for line in lines[-50:]:  # they keep talking
            line.sendall(b"x")
        assert "cảm ơn" in person.press(**typed).text()
    assert len(store.responses(server.database)) == 1

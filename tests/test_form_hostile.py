"""Whatever bytes come, the form answers in words: never a 500, never a traceback, over a real socket."""

import base64
import contextlib
import random
import socket
from urllib.parse import quote_from_bytes, urlsplit

import pytest

from tests import servers
from tests.conftest import FORM, SURVEY
from tests.respondents import Distant

NASTY = {
    "no UTF-8": b"\xff\xfe\x80",
    "beyond ASCII": "é€".encode(),
    "NUL": b"a\0b",
    "half a surrogate": b"\xed\xa0\x80",
    "beyond the basic plane": "😀\u202e\ufffe".encode(),
    "lines": b"a\r\nSet-Cookie: x=1",
    "controls": bytes(range(32)) + b"\x7f",
    "markup": b"'\"><script>alert(1)</script>{{7*7}}${y1}%s",
    "blank": b"",
    "long": b"9" * 5000,
    "other digits": "٣²①".encode(),
    "a number out of range": b"1e999",
    "not a number": b"nan",
    "below": b"-99999999999999999999",
    "a day that is none": b"0000-00-00",
    "Latin letters taken apart": "e\u0302\u0301".encode() * 50,
}
QUESTIONS = "dung mang mang_khac tuoi y1 y2 gop_y tien ngay luc bao_gio hang.zalo hang.fb la"
EXTRA = """| | decimal | tien | Tiền | | | |
| | date | ngay | Ngày | | | |
| | datetime | bao_gio | Bao giờ | | | |
| | time | luc | Lúc | | | |
| | rank mang | hang | Xếp hạng | | | |
| | text | gop_y |"""
PATHS = (b"/", b"/phan/1", b"/lam-lai", b"/cam-on", b"/ma", b"/theo-doi", b"/theo-doi.csv", b"/tinh/form.js")
KINDS = (
    b"multipart/form-data; boundary=x",
    *(b"multipart/form-data", b"multipart/form-data; boundary=\xe9", b"application/json", b"text/plain", b""),
    *(b"application/x-www-form-urlencoded", b"application/x-www-form-urlencoded; charset=utf-7"),
)


@pytest.fixture(scope="module")
def sites(tmp_path_factory, compiled):
    """The form in processes of their own: open to all, and with codes."""
    folder, running = tmp_path_factory.mktemp("doc"), {}
    for mode in ("open", "codes"):
        (folder / mode).mkdir()
        form = FORM.replace("| | text | gop_y |", EXTRA)
        (folder / mode / "questionnaire.md").write_text(form, encoding="utf-8")
        file, yaml = folder / mode / "survey.yaml", f"{SURVEY}\ncollection: {{mode: {mode}}}\n"
        file.write_text(yaml, encoding="utf-8")
        environment = {"FORM_SECRET_KEY": "a key for tests only, never used", "FORM_PASSWORD_HASH": "x", **compiled}
        log, database = folder / f"{mode}.log", folder / f"{mode}.sqlite"
        running[mode] = servers.FormServer(file, database, log, **environment)
    yield running
    [site.kill() for site in running.values()]


@pytest.fixture
def site(request, sites):
    """The one that is open to all unless the test names one, and afterwards a look at its log."""
    server = sites[getattr(request, "param", "open")]
    yield server
    assert "Traceback" not in server.log.read_text(encoding="utf-8")
    assert Distant(server.address, patience=60).test_client().get("/").status_code == 200


def raw(server, request):
    """Everything that comes back for some bytes on a connection of their own."""
    host, port = urlsplit(server.address).netloc.split(":")
    reply = b""
    with socket.create_connection((host, int(port)), timeout=60) as line:
        line.sendall(request)
        with contextlib.suppress(ConnectionResetError):  # refused before all of it was read
            while piece := line.recv(65536):
                reply += piece
    return reply


def status(server, method, path, body=b"", *headers):
    """Status of the answer to a request; 0 when the connection was only closed."""
    lines = [b"Connection: close", b"Content-Length: %d" % len(body), *headers]
    lines += [] if any(line.startswith(b"Host:") for line in headers) else [b"Host: x"]
    reply = raw(server, b"\r\n".join([method + b" " + path + b" HTTP/1.1", *lines, b"", body]))
    return int(reply.split(b" ")[1]) if reply else 0


def posted(server, path, body, kind=b"application/x-www-form-urlencoded", cookie=b""):
    return status(server, b"POST", path, body, b"Content-Type: " + kind, b"Cookie: " + cookie)


def begun(server):
    """Cookies and token of somebody who has begun."""
    browser = Distant(server.address, patience=60).test_client()
    mark = browser.get("/").text.split('name="csrf_token" value="')[1].split('"')[0]
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items()).encode(), mark.encode()


@pytest.mark.parametrize("site", ["open", "codes"], indirect=True)
@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_any_bytes_in_any_field(site, nasty):
    cookie, mark = begun(site)
    for text in (quote_from_bytes(nasty).encode(), nasty):
        answers = b"&".join(
            b"q.%s=%s&q.%s=%s" % (name.encode(), text, name.encode(), text) for name in QUESTIONS.split()
        )
        whole = b"csrf_token=%s&hien=%s&%s&di=" % (mark, QUESTIONS.replace(" ", "+").encode(), answers)
        for path, button in (
            (b"/phan/1", b"cap_nhat"),
            (b"/phan/1", b"tiep"),
            (b"/phan/2", b"gui"),
            (b"/phan/2", text),
            (b"/phan/1", b"ngon_ngu:" + b"9" * 4401),
        ):
            assert posted(site, path, whole + button, cookie=cookie) in (200, 303, 400, 422)
        assert posted(site, b"/ma", b"csrf_token=%s&ma=%s" % (mark, text), cookie=cookie) in (303, 400, 422)
        assert posted(site, b"/lam-lai", b"csrf_token=%s&di=%s" % (text, text), cookie=cookie) == 400
        assert posted(site, b"/phan/2", b"csrf_token=%s&hien=%s&%s=1" % (mark, text, text), cookie=cookie) < 500


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_any_bytes_in_path_query_and_headers(site, nasty):
    cookie, _ = begun(site)
    for place in (b"/phan/%s", b"/%s", b"/tinh/%s", b"/phan/1?xem=%s", b"/phan/1?bao=%s", b"/?moi=%s", b"/ma?%s=1"):
        for text in (quote_from_bytes(nasty).encode(), nasty):
            assert status(site, b"GET", place % text, b"", b"Cookie: " + cookie) < 500
    basic = b"Authorization: Basic "
    for path, header in (
        *((b"/phan/1", b"Cookie: phieu0=%s" % nasty), (b"/", b"Cookie: %s" % nasty), (b"/phan/1", b"Host: %s" % nasty)),
        (b"/phan/1", b"Cookie: %s=%s" % (cookie.split(b"=")[0], nasty)),
        *((b"/theo-doi", basic + nasty), (b"/theo-doi.csv", basic + base64.b64encode(b"ban:" + nasty))),
        *((b"/theo-doi", b"Authorization: %s" % nasty), (b"/tinh/form.js", b"Range: %s" % nasty)),
        *((b"/tinh/form.js", b"If-None-Match: %s" % nasty), (b"/tinh/form.js", b"If-Modified-Since: %s" % nasty)),
    ):
        assert status(site, b"GET", path, b"", header) < 500, header


@pytest.mark.parametrize(
    ("request_line", "headers", "code", "said"),
    [
        (b"POST /phan/1", b"Content-Length: 600000", 413, "Nội dung gửi lên quá lớn"),
        (b"GET /" + b"x" * 70_000, b"X: y", 431, "Địa chỉ trang hoặc cookie quá dài"),
        (b"GET http://[", b"X: y", 400, "Yêu cầu không đọc được"),
        (b"POST /phan/1", b"Transfer-Encoding: gzip", 501, "Trang gặp lỗi"),
        (b"PUT /phan/1", b"Content-Length: 0", 405, "Không có trang này"),
    ],
)
def test_what_is_refused_is_refused_in_vietnamese(site, request_line, headers, code, said):
    reply = raw(site, request_line + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + b"\r\n\r\n").decode()
    assert reply.startswith(f"HTTP/1.1 {code} ") or reply.startswith(f"HTTP/1.0 {code} ")
    assert said in reply and 'lang="vi"' in reply and "generated by" not in reply


@pytest.mark.parametrize("kind", KINDS)
def test_any_body_of_any_kind(site, kind):
    cookie, mark = begun(site)
    chance = random.Random(str(kind))
    for path in (b"/phan/1", b"/ma", b"/lam-lai", b"/khong-co"):
        nasty = chance.choice([*NASTY.values(), mark])
        names = chance.choices([b"csrf_token", b"q.dung", b"q.tuoi", b"hien", b"di", b"ma", nasty], k=4)
        about = chance.choice([b"", b'; filename="' + nasty + b'"', b"; charset=" + nasty])
        parts = [(b'name="' + name + b'"' + about, mark if name == b"csrf_token" else nasty) for name in names]
        several = b"".join(b"--x\r\nContent-Disposition: form-data; " + b"\r\n\r\n".join(p) + b"\r\n" for p in parts)
        for body in (nasty, several, several + b"--x--", b'{"csrf_token": [1]}', b"&" * 5000, b"=" + nasty):
            assert posted(site, path, body, kind, cookie) < 500, body


def test_any_method_and_any_framing(site):
    for method in (b"PUT", b"DELETE", b"OPTIONS", b"HEAD", b"TRACE", b"CONNECT", b"BREW", b"get"):
        for path in PATHS:
            assert status(site, method, path) < 500
    post = b"POST /phan/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    wrong = [
        b"GET http://[ HTTP/1.1\r\n\r\n",
        b"\xff\xfe\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
    ]
    wrong += [
        post + b"Content-Length: " + number + b"\r\n\r\n" for number in (b"9" * 5000, b"-1", "٣".encode(), b"1e9")
    ]
    for request in wrong:
        assert raw(site, request).split(b" ")[1] in (b"400", b"431")

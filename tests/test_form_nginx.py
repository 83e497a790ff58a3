"""The shipped nginx.conf in a real nginx before a real form."""

import datetime
import os
import shutil
import socket
import ssl
import subprocess
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from pipeline.form import store
from tests.conftest import ROOT
from tests.respondents import Distant
from tests.servers import _answers, _free_port
from tests.test_form_durable import SHORT, SURVEY, on_last_page
from tests.test_form_web import many_files, slow_lines  # noqa: F401 – a fixture

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = pytest.mark.skipif(not NGINX, reason="nginx is not installed here (Debian: apt-get install nginx-light)")


def certificate(folder):
    """A certificate signed by itself, as files."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (folder / "phieu.crt").write_bytes(pem)
    private = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "phieu.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, *private))


def placed(folder, form, port):
    """The shipped file with the places and ports of this test, and nothing else changed."""
    text, form_port = (ROOT / "docs" / "nginx.conf").read_text(encoding="utf-8"), urlsplit(form).port
    changes = {
        **{"user www-data;": "user root;" if os.getuid() == 0 else "", "/run/nginx.pid": f"{folder}/nginx.pid"},
        **{"/var/log/nginx/error.log": f"{folder}/error.log", "/etc/ssl/": f"{folder}/"},
        **{"listen 80;": f"listen 127.0.0.1:{_free_port()};", "listen 443 ": f"listen 127.0.0.1:{port} "},
        **{"127.0.0.1:8000": f"127.0.0.1:{form_port}", "http {": f"http {{ {temporary(folder)}"},
    }
    for old, new in changes.items():
        assert text.count(old) >= 1, old
        text = text.replace(old, new)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")


def temporary(folder):
    return "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    )


@pytest.fixture
def site(serve, write_survey, tmp_path):
    """The address of nginx, with the form behind it."""
    form = serve(write_survey(SHORT, SURVEY), tmp_path / "kho.sqlite", "--proxy", "127.0.0.1")
    folder, port = tmp_path / "nginx", _free_port()
    folder.mkdir()
    certificate(folder)
    placed(folder, form.address, port)
    command = [NGINX, "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "start.log", "-g", "daemon off;"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as nginx:
        while not _answers(port):
            assert nginx.poll() is None, nginx.stderr.read().decode()
        form.nginx, form.address = folder, f"https://127.0.0.1:{port}/"
        yield form
        nginx.terminate()
        nginx.communicate()


def asked(site, request, until=b"\0"):
    """Everything that comes back for a raw request over TLS, up to what is waited for where nginx waits for more."""
    trusting = ssl._create_unverified_context()
    address = ("127.0.0.1", urlsplit(site.address).port)
    with socket.create_connection(address, timeout=60) as plain, trusting.wrap_socket(plain) as line:
        line.sendall(request)
        reply = b""
        with suppress(ConnectionResetError):  # nginx may close before it has read our farewell
            while until not in reply and (piece := line.recv(65536)):
                reply += piece
    return reply


def test_an_answer_goes_through_with_the_longest_draft_and_nobody_is_written_down(site, tmp_path):
    person, _ = on_last_page(Distant(site.address))
    long = " ".join(f"{n * 7919 % 100_003:x}" for n in range(300))  # packs badly
    assert "cảm ơn" in person.press(gop_y=long).text()
    assert store.responses(tmp_path / "kho.sqlite")["gop_y"].tolist() == [long]
    logs = [file.read_text(encoding="utf-8") for file in (*site.nginx.glob("*.log"), site.log)]
    assert not any("/phan" in log or "X-Forwarded" in log for log in logs)


def test_headers_of_the_size_of_a_full_draft_are_taken_both_ways(site):
    cookies = "; ".join(f"phieu{n}={'x' * 3800}" for n in range(8)).encode()
    reply = asked(site, b"GET /ma HTTP/1.0\r\nHost: x\r\nCookie: " + cookies + b"\r\n\r\n")
    assert reply.split(b" ")[1] == b"303"


def test_pages_come_compressed_with_hsts_and_what_a_sender_claims_of_itself_is_overwritten(site):
    claims = b"X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\nX-Forwarded-For: 203.0.113.7\r\n"
    page = asked(site, b"GET /phan/9 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + claims + b"\r\n")
    assert b"evil.example" not in page
    css = asked(site, b"GET /tinh/form.css HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept-Encoding: gzip\r\n\r\n")
    assert b"Content-Encoding: gzip" in css and b"Strict-Transport-Security: max-age" in css


def test_a_body_too_large_is_refused_in_vietnamese_before_it_is_sent(site):
    head = b"POST /phan/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1000000000\r\n\r\n"
    said = "Nội dung gửi lên quá lớn"
    reply = asked(site, head, until=said.encode()).decode(errors="replace")
    assert " 413 " in reply.split("\r\n")[0] and said in reply


def test_while_the_form_is_down_people_are_told_to_wait(site):
    site.kill()
    reply = asked(site, b"GET / HTTP/1.0\r\nHost: x\r\n\r\n").decode()
    assert " 503 " in reply.split("\r\n")[0] and "Retry-After: 30" in reply and "vẫn còn" in reply
    site.address = site.address.replace("https", "http")


@pytest.mark.parametrize("request_", [b"", b"\x16\x03\x01"], ids=["silent", "in the middle of TLS"])
def test_one_address_with_a_thousand_slow_connections_makes_the_form_deaf_to_nobody(site, many_files, request_):  # noqa: F811
    with slow_lines(site, 1050, request_):
        person, typed = on_last_page(Distant(site.address))
        assert "cảm ơn" in person.press(**typed).text()

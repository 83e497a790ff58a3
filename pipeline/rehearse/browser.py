"""A browser without scripts: one connection kept alive, cookies, redirects, and how long each request took.

It reads HTTP/1.1 with a stated length, as the form's server writes it, at a fraction of the cost of ``http.client``:
a load generator must not take the processor from the server it measures.
"""

import re
import socket
import time
from dataclasses import dataclass
from http import HTTPStatus

OPEN, POST, SEND = "mở trang", "gửi trang", "gửi phiếu"  # what a request was for, as the record names it
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)
LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.I)
COOKIE = re.compile(rb"\r\nset-cookie: *([^=]+)=([^;\r]*)([^\r]*)", re.I)
CLOSING = re.compile(rb"\r\nconnection: *close", re.I)
PIECE = 65_536
TIMEOUT = 60
TRIES, PAUSE = 5, 0.5  # how often, and after how many seconds, a busy form is asked again


@dataclass(frozen=True)
class Reply:
    """What the server answered: status, path it came from, where it points to, and the page."""

    status: int
    path: str
    location: str
    page: bytes


class Browser:
    """One person's browser; ``think`` seconds pass before each sending, ``times`` collects (kind, seconds)."""

    def __init__(self, host, port, *, think=0.0):
        self.address, self.think = (host, port), think
        self.cookies, self.times, self._socket = {}, [], None

    def get(self, path):
        """A page, redirects followed."""
        return self.follow(self.request("GET", path, kind=OPEN))

    def post(self, path, body, *, kind=POST):
        """A form sent off, redirects followed; a busy server is asked again after a pause."""
        time.sleep(self.think)
        for _ in range(TRIES):
            reply = self.request("POST", path, body, kind=kind)
            if reply.status != HTTPStatus.SERVICE_UNAVAILABLE:
                break
            time.sleep(PAUSE)
        return self.follow(reply)

    def follow(self, reply):
        """Where the redirects of a reply lead; more than ten in a row are a circle."""
        for _ in range(10):
            if reply.status not in (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER):
                break
            reply = self.get_once(reply.location.split("#")[0])
        return reply

    def get_once(self, path):
        """A page, redirects not followed."""
        return self.request("GET", path, kind=OPEN)

    def request(self, method, path, body="", *, kind):
        """One request and its Reply; raises OSError when there is no whole reply."""
        start = time.perf_counter()
        if self._socket is None:
            self._connect()
        self._socket.sendall(self._written(method, path, body.encode()))
        head, page = self._read()
        self.times.append((kind, time.perf_counter() - start))
        self._keep(COOKIE.findall(head))
        location = LOCATION.search(head)
        return Reply(int(STATUS.match(head)[1]), path, location[1].decode() if location else "", page)

    def twin(self):
        """A second connection of the same browser: the same cookies, as when a button is pressed twice at once."""
        other = Browser(*self.address)
        other.cookies = dict(self.cookies)
        return other

    def close(self):
        """Ends the connection; the next request opens another."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _connect(self):
        self._socket = socket.create_connection(self.address, TIMEOUT)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _written(self, method, path, body):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.address[0]}:{self.address[1]}"]
        lines += [f"Cookie: {cookies}"] if cookies else []
        if method == "POST":
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def _read(self):
        received = self._more()
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head = received[:end]
        length = LENGTH.search(head)
        if length is None:
            raise OSError("trả lời của máy chủ không ghi độ dài")
        pieces, missing = [received[end + 4 :]], int(length[1]) - (len(received) - end - 4)
        while missing > 0:
            pieces.append(self._more())
            missing -= len(pieces[-1])
        if CLOSING.search(head):
            self.close()
        return head, b"".join(pieces)

    def _more(self):
        piece = self._socket.recv(PIECE)
        if not piece:
            self.close()
            raise ConnectionError("máy chủ ngắt kết nối giữa chừng")
        return piece

    def _keep(self, cookies):
        for name, value, rest in cookies:
            self.cookies.pop(name.decode(), None)
            if b"Max-Age=0" not in rest:
                self.cookies[name.decode()] = value.decode()

"""The web server of the form: waitress, told how much it takes from anybody and whom it leaves when too many come."""

import logging
import select
import sys
import threading
from contextlib import contextmanager
from time import monotonic

import waitress
from sqlalchemy.exc import TimeoutError as NoTurn
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import BaseWSGIServer
from waitress.task import ErrorTask

THREADS = 4
MAX_BODY = 500_000  # bytes; ten times what a draft's cookies can carry
# open connections, a few for each phone: without poll (Windows) no more than 512 can be watched
CROWD = 900 if hasattr(select, "poll") else 400
# A body a little too long still comes to the form, which says so in Vietnamese; a longer one is refused by its headers
# or in the middle. None is ever laid on the disk, as waitress does from 524,288 bytes on. Headers carry the draft, up
# to eight cookies of 4 KB. An idle connection is left alone for a minute or so.
SERVER = {
    **{"threads": THREADS, "ident": None, "asyncore_use_poll": True, "connection_limit": CROWD + 100},
    **{"channel_timeout": 60, "cleanup_interval": 10, "max_request_header_size": 65_536},
    "max_request_body_size": MAX_BODY + 20_000,
}
# seconds a thread computes before another may: with Python's 0.005 the one that reads and writes the sockets waits that
# long at every call while pages are drawn, and a crowd of people waits with it
TURN = 0.0005
UNTRUSTED = (
    "Lưu ý: có yêu cầu mang X-Forwarded-* mà biểu mẫu không tin, vì không chạy với --proxy hoặc --proxy ghi địa chỉ"
    " khác. Nếu có nginx, Caddy hoặc IIS đứng trước, chạy lại với địa chỉ của máy chủ đó, ví dụ: form --proxy 127.0.0.1"
)
REFUSED = {  # what never comes to the form: headline, and what the person may do
    413: ("Nội dung gửi lên quá lớn", "Mời trở lại trang trước và rút gọn câu trả lời."),
    431: ("Địa chỉ trang hoặc cookie quá dài", "Mời xóa cookie của trang này trong trình duyệt, rồi mở lại biểu mẫu."),
    400: ("Yêu cầu không đọc được", "Mời mở lại biểu mẫu."),
}
FAILED = ("Trang gặp lỗi", "Mời mở lại biểu mẫu.")
SHORT_PAGE = (
    '<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{0}</title></head><body><main><h1>{0}</h1><p>{1}</p></main></body></html>\n"
)
STUCK = 0.5  # seconds in which no answer was stored and none given up


def listening(app, *, host, port, proxy=None):
    """The server of a form's application, listening; its ``run`` serves until interrupted.

    ``proxy`` is the address of a reverse proxy whose X-Forwarded-For, -Proto and -Host are believed; when they come
    from elsewhere, this is said once, on the screen.
    """
    logging.basicConfig()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that people wait a moment is no news
    sys.setswitchinterval(TURN)
    _allow_files()
    believed = {f"x-forwarded-{what}" for what in ("for", "proto", "host")}
    behind = {"trusted_proxy": proxy, "trusted_proxy_count": 1, "trusted_proxy_headers": believed} if proxy else {}
    server = waitress.create_server(app, host=host, port=port, clear_untrusted_proxy_headers=True, **SERVER, **behind)
    for door in [server, *getattr(server, "map", {}).values()]:  # a name may stand for several addresses
        if isinstance(door, BaseWSGIServer):
            door.channel_class = Connection
            door.application = _telling(door.application, proxy)
    app.extensions["survey"].seats.leave_one_of(THREADS)
    return server


def _telling(application, proxy):
    untold = [UNTRUSTED]

    def asked(environ, start_response):
        is_forwarded = any(f"HTTP_{name}" in environ for name in ("X_FORWARDED_FOR", "X_FORWARDED_PROTO", "FORWARDED"))
        if untold and is_forwarded and environ["REMOTE_ADDR"] != proxy:
            print(untold.pop(), flush=True)
        return application(environ, start_response)

    return asked


class Request(HTTPRequestParser):
    """A request whose numbers or address Python cannot read is a bad one, and no trouble of the server's."""

    def parse_header(self, header_plus):
        """Reads the headers; ParsingError is answered with 400."""
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            raise ParsingError("Malformed request") from error


class Refusal(ErrorTask):
    """What the server itself refuses is said in Vietnamese, too, on one short page."""

    def execute(self):
        """Writes the page and closes the connection."""
        error = self.request.error
        body = SHORT_PAGE.format(*REFUSED.get(error.code, FAILED)).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", "text/html; charset=utf-8"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Connection(HTTPChannel):
    """When too many are open, the one that was silent longest is closed – not the newest kept out.

    Whoever opens a thousand connections and says nothing in them only loses those; whose browser kept one in reserve
    opens another and sees nothing of it. Nothing is counted by address: a whole province may come from one.
    """

    parser_class = Request
    error_task_class = Refusal

    def __init__(self, server, sock, addr, adj, map=None):
        super().__init__(server, sock, addr, adj, map=map)
        others = [c for c in map.values() if isinstance(c, Connection) and c is not self]
        idle = [c for c in others if not c.requests]
        if len(others) >= CROWD and idle:
            min(idle, key=lambda connection: connection.last_activity).handle_close()


class Seats:
    """How many threads may store answers or wait for their turn to: all but one, which stays for who only reads.

    That one stores, too, while the turn passes on; when nothing has moved for a while – another program holds the
    database – it refuses at once, and what was typed is kept for sending again.
    """

    def __init__(self):
        self._free, self._moved = None, monotonic()

    def leave_one_of(self, threads):
        """Sets the number; before, there is no limit."""
        self._free = threading.Semaphore(threads - 1)

    @contextmanager
    def taken(self):
        """One of the seats; SQLAlchemy's TimeoutError when there is none to be had."""
        free = self._free
        if free and not free.acquire(timeout=max(0, self._moved + STUCK - monotonic())):
            raise NoTurn("all seats to wait for the database are taken")
        self._moved = monotonic()
        try:
            yield
        finally:
            self._moved = monotonic()
            if free:
                free.release()


def _allow_files():
    """As many open files as connections need, where the system starts programs with fewer."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CROWD + 300
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))

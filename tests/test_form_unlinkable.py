"""Nobody who holds the database files, the log and every code can tell which code brought which answer.

Chance pairs one of N; more than HITS of one strategy happens by chance once in a million. Every strategy is shown to
pair nearly all in a store that leaks what it looks for.
"""

import hashlib
import os
import re
import secrets
import signal
import socket
import sqlite3
import time
from contextlib import suppress
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from random import SystemRandom
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from scipy.stats import spearmanr

from pipeline.form import codes, store
from pipeline.form.database import ANSWERS, connect, reading
from tests import attacker, warm
from tests.conftest import FORM, SURVEY

SECRET = "a key for tests only, never used"
N, HITS = 40, 9
AGENT = "Trinh-duyet-thu/7.3"


class Server:
    """The form in a process of its own, its log in a file."""

    def __init__(self, folder):
        (folder / "questionnaire").mkdir()
        (folder / "questionnaire" / "questionnaire.md").write_text(FORM, encoding="utf-8")
        yaml = SURVEY + "collection: {mode: codes}"
        (folder / "questionnaire" / "survey.yaml").write_text(yaml, encoding="utf-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.database, self.log = folder / "data" / "raw" / "form.sqlite", folder / "log"
        words = ["form", "--port", str(self.port), "--survey", str(folder / "questionnaire" / "survey.yaml")]
        environment = {k: v for k, v in os.environ.items() if k != "FORM_DATABASE_URL"} | {"FORM_SECRET_KEY": SECRET}
        self.process = warm.command(words, environment, self.log)
        self.wait()

    def wait(self):
        for _ in range(600):
            try:
                return Browser(self.port).get("/ma")
            except URLError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text(encoding="utf-8"))

    def copy(self, folder):
        """The database files as they are now: bytes of each, and the rows read from the copy."""
        files = {p.name: p.read_bytes() for p in sorted(self.database.parent.glob("form.sqlite*"))}
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
        return files, attacker.rows(folder / "form.sqlite")


class Browser:
    """One person's browser: pages, their forms, and cookies."""

    def __init__(self, port):
        self.address, self.jar = f"http://127.0.0.1:{port}", CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))
        self.opener.addheaders = [("User-Agent", AGENT)]
        self.sent = []

    def get(self, path, data=None):
        with self.opener.open(self.address + path, data and urlencode(data).encode(), timeout=30) as response:
            self.path, self.page = response.url.removeprefix(self.address), response.read().decode()
        self.sent += [cookie.value for cookie in self.jar]
        return self.page

    def post(self, **data):
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', self.page))
        return self.get(self.path.split("?")[0], hidden | {k.replace("__", "."): v for k, v in data.items()})

    def answer(self, code, text):
        """Enters a code and fills in the small survey, ``text`` in the open question."""
        self.get("/ma")
        self.post(ma=code)
        self.post(q__dung="khong", q__tuoi="40", di="tiep")
        return self.post(q__y1=secrets.choice("123"), q__gop_y=text, di="gui")


@pytest.fixture(scope="module")
def taken(tmp_path_factory):
    """N answers sent to a real server, each with a code, in random order; the copies, the truth, and the browsers."""
    folder = tmp_path_factory.mktemp("unlinkable")
    server, (spare, *made) = Server(folder), codes.fresh(N + 1)
    engine = connect(server.database)
    codes.add(engine, [spare, *made], SECRET)
    engine.dispose()
    truth = {code: _token() for code in _shuffled(made)}
    copies, browsers = [server.copy(folder / "0")], []
    try:
        for number, (code, answer) in enumerate(truth.items(), start=1):
            browsers.append(Browser(server.port))
            filler = " góp ý thêm" * secrets.randbelow(120)
            assert "cảm ơn" in browsers[-1].answer(code, answer + filler)
            copies.append(server.copy(folder / str(number)))
        log = server.log.read_text(encoding="utf-8")
        late = _broken(server, spare)
    finally:
        server.process.send_signal(signal.SIGKILL)
        server.process.wait()
    killed = server.copy(folder / "killed")
    evidence = attacker.Evidence(
        {code: (code, code.replace("-", ""), codes.digest(code, SECRET)) for code in made},
        tuple(_shuffled(truth.values())),
        [files for files, _ in copies] + [killed[0]],
        [tables for _, tables in copies] + [killed[1]],
        log,
    )
    yield evidence, truth, browsers, server.log.read_text(encoding="utf-8"), late


def _broken(server, code):
    """One more answer, while the database is out of order: what the log says then must not name it either."""
    connection = sqlite3.connect(server.database)
    connection.execute("ALTER TABLE spent RENAME TO spent_away")
    text = _token()
    with pytest.raises(HTTPError, match="503") as refused:
        Browser(server.port).answer(code, text)
    refused.value.close()
    connection.execute("ALTER TABLE spent_away RENAME TO spent")
    connection.close()
    return code, text


def _token():
    return f"y-kien-{secrets.token_hex(8)}"


def _shuffled(items):
    items = list(items)
    SystemRandom().shuffle(items)
    return items


def hits(guesses, truth):
    return sum(truth[code] == answer for code, answer in guesses.items())


@pytest.mark.parametrize("strategy", attacker.STRATEGIES)
def test_no_strategy_pairs_codes_with_answers_better_than_chance(taken, strategy):
    evidence, truth, *_ = taken
    found = {name: hits(guesses, truth) for name, guesses in strategy(evidence)}
    assert len(found) >= 1 and {name: n for name, n in found.items() if n >= HITS} == {}


LEAKS = {
    "rows in the order of use": attacker.by_order,
    "a flag beside the code": attacker.by_change,
    "a list of used codes in plain bits": attacker.by_bit,
    "an answer's id made from its code": attacker.by_hash,
    "the code in the answer's row": attacker.by_distance,
    "a line in the log": attacker.by_log,
}


@pytest.mark.parametrize("leak", LEAKS)
def test_every_strategy_pairs_nearly_all_in_a_store_that_leaks_what_it_looks_for(tmp_path, leak):
    evidence, truth = _leaky(tmp_path, leak)
    assert max(hits(guesses, truth) for _, guesses in LEAKS[leak](evidence)) >= 0.9 * N


def _leaky(folder, leak):
    """A store as somebody in a hurry writes it, with one leak, filled as ours was."""
    made = codes.fresh(N)
    marks = {code: (code, codes.digest(code, SECRET)) for code in made}
    truth, log, copies = {code: _token() for code in _shuffled(made)}, "", []
    path = folder / "leaky.sqlite"
    base = sqlite3.connect(path)
    base.executescript(
        "PRAGMA synchronous=OFF; CREATE TABLE codes (digest TEXT, place INTEGER, used INTEGER);"
        "CREATE TABLE redeemed (digest TEXT); CREATE TABLE state (used BLOB);"
        "CREATE TABLE answers (id TEXT PRIMARY KEY, code TEXT, content TEXT) WITHOUT ROWID"
    )
    base.executemany("INSERT INTO codes VALUES (?, ?, 0)", [(marks[c][1], n) for n, c in enumerate(made)])
    base.execute("INSERT INTO state VALUES (?)", [bytes(N // 8)])
    base.commit()
    copies.append(({path.name: path.read_bytes()}, attacker.rows(path)))
    for code, answer in truth.items():
        _use_carelessly(base, leak, marks[code][1], made.index(code))
        name = hashlib.sha256(code.encode()).hexdigest()[:32] if "id" in leak else secrets.token_hex(16)
        beside = marks[code][1] if "row" in leak.split("'s ")[-1] else ""
        base.execute("INSERT INTO answers VALUES (?, ?, ?)", [name, beside, f'{{"gop_y": "{answer}"}}' + " " * 64])
        base.commit()
        log += f"POST /ma {code} … {answer}\n" if "log" in leak else ""
        copies.append(({path.name: path.read_bytes()}, attacker.rows(path)))
    base.close()
    moments, tables = zip(*copies, strict=True)
    return attacker.Evidence(marks, tuple(_shuffled(truth.values())), list(moments), list(tables), log), truth


def _use_carelessly(base, leak, digest, place):
    if "order" in leak:
        base.execute("INSERT INTO redeemed VALUES (?)", [digest])
    if "flag" in leak:
        base.execute("UPDATE codes SET used = 1 WHERE digest = ?", [digest])
    if "bits" in leak:
        bits = bytearray(base.execute("SELECT used FROM state").fetchone()[0])
        bits[place // 8] |= 1 << place % 8
        base.execute("UPDATE state SET used = ?", [bytes(bits)])


def test_no_write_after_the_first_names_a_code(taken):
    evidence, *_ = taken
    logs, first = [files["form.sqlite-wal"] for files in evidence.moments[1:-1]], evidence.moments[0]["form.sqlite"]
    assert logs == [b""] * N
    pages = [_changed(first, files["form.sqlite"]) for files in evidence.moments[1:-1]]
    named = [m for ms in evidence.marks.values() for m in ms if any(m.encode() in changed for changed in pages)]
    assert all(pages) and named == []


def _changed(before, after, page=4096):
    """The pieces of a file that are not as they were."""
    pieces = [(before[n : n + page], after[n : n + page]) for n in range(0, len(after), page)]
    return b"".join(new for old, new in pieces if old != new)


def test_the_log_names_no_code_answer_browser_address_or_time(taken):
    evidence, truth, browsers, whole, late = taken
    told = [m for marks in evidence.marks.values() for m in marks] + list(truth.values()) + [AGENT, *late]
    told += [row[0] for table in ("answers", "spent") for row in evidence.tables[-1][table]]
    told += [codes.digest(late[0], SECRET)] + [value for browser in browsers for value in browser.sent]
    assert [text for text in told if text in whole] == []
    assert "Chưa lưu được một phiếu" in whole and "Chưa lưu được" not in evidence.log  # the log is being read
    assert re.findall(r"\d\d:\d\d|127\.0\.0\.1(?!:\d+/ )", evidence.log) == []


def test_after_thanks_the_browser_keeps_nothing_of_code_or_answer(taken):
    _, _, browsers, *_ = taken
    assert [cookie.name for browser in browsers for cookie in browser.jar] == []


def test_even_with_the_secret_key_one_copy_of_the_files_shows_one_state_of_the_used_codes(taken):
    evidence, *_ = taken
    counts = [[bits.bit_count() for bits in _opened(files)] for files in evidence.moments[1:-1]]
    assert counts == [[number] for number in range(1, N + 1)]


@pytest.fixture
def engine(tmp_path):
    """A store of our own with N codes, at a distance from any server: (engine, its folder, the codes)."""
    made = codes.fresh(N)
    engine = connect(tmp_path / "form.sqlite")
    codes.add(engine, made, SECRET)
    yield engine, tmp_path, made
    engine.dispose()


def test_a_reader_resting_in_the_pool_does_not_keep_history_in_the_write_ahead_log(engine):
    engine, folder, made = engine
    with engine.connect() as one, reading(engine) as other:
        store.contents(engine)
        one.rollback()
        other.rollback()
        seen = [_sent(engine, folder, code) for code in made[:6]]
    assert [len(states) for states in seen] == [1] * 6


def test_what_a_long_reader_keeps_in_the_write_ahead_log_is_gone_two_answers_after_it_ends(engine):
    engine, folder, made = engine
    _sent(engine, folder, made[0])
    with reading(engine) as reader:
        reader.execute(sa.text("SELECT count(*) FROM answers")).scalar()
        during = [len(_sent(engine, folder, code)) for code in made[1:5]]
    after = [len(_sent(engine, folder, code)) for code in made[5:7]]
    assert max(during) > 1 and after[-1] == 1


def _sent(engine, folder, code):
    """Stores an answer with a code; what a copy of the files then shows to who has the key."""
    _stored(engine, _token(), codes.typed(code, SECRET))
    return _opened({path.name: path.read_bytes() for path in folder.glob("form.sqlite*")})


def _stored(engine, text, code=None):
    details = {"version": "1", "day": "2022-03-28", "too_fast": False, "mark": secrets.token_hex(32)}
    assert store.accept(engine, {"gop_y": text}, **details, now=datetime.now(UTC), code=code) == "stored"


def _opened(files):
    """Every state of the used codes (bits as a number) that can be deciphered anywhere in the files."""
    length, box = 12 + (N + 8) // 8 + 16, ChaCha20Poly1305(codes._key(SECRET))
    found = set()
    for content in files.values():
        for at in attacker._all(content, "live"):
            for start in range(at + 4, at + 8):  # after the kind comes the number of answers, 0 to 2 bytes
                for size in (length, length - 1):
                    with suppress(InvalidTag):
                        sealed = content[start : start + size]
                        found.add(int.from_bytes(box.decrypt(sealed[:12], sealed[12:], None), "little"))
    return found


def test_the_places_of_long_answers_in_the_file_do_not_tell_who_came_when(engine, tmp_path):
    engine, folder, _ = engine
    texts = [f"{'dài ' * (300 + secrets.randbelow(300))}{_token()}" for _ in range(60)]
    for text in texts:
        _stored(engine, text)
    assert abs(_agreement(folder / "form.sqlite", texts)) < 0.65  # five standard deviations of chance
    careless = connect(tmp_path / "careless.sqlite")
    for text in texts:
        row = {"id": secrets.token_hex(16), "day": "", "version": "", "too_fast": False, "content": text}
        with careless.begin() as connection:
            connection.execute(ANSWERS.insert(), row)
    careless.dispose()
    assert _agreement(tmp_path / "careless.sqlite", texts) > 0.95


def _agreement(path, texts):
    """Rank correlation of the order of sending with the order of the answers' ends in the file."""
    content = path.read_bytes()
    return spearmanr(range(len(texts)), [content.find(text[-20:].encode()) for text in texts])[0]

"""Who copies the store's files after every answer, without the key, cannot tell which answer came last.

Two server processes store the answers. Chance names the last of k answers once in k times; of the rows written with it
(NEIGHBOURS and itself) once in so many. ``bound`` is what chance exceeds less than once in ten million times.
"""

import os
import re
import secrets
import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import numpy as np
import pytest

from pipeline import survey as surveys
from pipeline.form import store
from pipeline.form.database import connect, reading
from tests.conftest import FORM, SURVEY
from tests.respondents import Distant, walked
from tests.servers import FormServer

BEFORE, SENT = 30, 40  # answers that are there when the copying begins, and answers sent while he copies
TOKEN = re.compile(rb"y-kien-[0-9a-f]{16}")
INDEX = 136  # bytes of the head of a -shm file; the numbers of the pages last written follow


def token():
    return f"y-kien-{secrets.token_hex(8)}"


@pytest.fixture(scope="module")
def served(tmp_path_factory, compiled):
    """A store with some answers in it, served by two processes: (its path, their addresses)."""
    folder, key = tmp_path_factory.mktemp("copies"), {"FORM_SECRET_KEY": "a key for tests only, never used"}
    (folder / "questionnaire.md").write_text(FORM, encoding="utf-8")
    (folder / "survey.yaml").write_text(SURVEY, encoding="utf-8")
    survey, path = surveys.read(folder / "survey.yaml"), folder / "kho.sqlite"
    servers = [FormServer(survey.path, path, folder / f"log-{n}", **compiled, **key) for n in "ab"]
    engine = connect(path)
    about = {"version": "1", "day": "2022-03-28", "too_fast": False, "now": datetime.now(UTC)}
    for n in range(BEFORE):
        store.accept(engine, {"gop_y": filler() + token()}, mark=f"{n}", **about)
    engine.dispose()
    yield path, [server.address for server in servers]
    [server.kill() for server in servers]


def filler():
    return "góp ý thêm " * (60 + secrets.randbelow(100))


@contextmanager
def nobody(path):
    yield


@contextmanager
def a_reader(path):
    """Somebody reads the store the whole time that an answer comes, as a backup of a large store would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM answers").fetchone()
        yield


def sent_and_copied(served, meanwhile, many=SENT):
    """Sends answers, each to the other process; yields each one's token and the files as they are after its thanks."""
    path, addresses = served
    for number in range(many):
        last = token()
        with meanwhile(path):
            person, _ = walked(Distant(addresses[number % 2]), dung="khong", tuoi="40", gop_y=filler() + last)
            assert "cảm ơn" in person.text()
            yield last, {end: _bytes(f"{path}{end}") for end in ("", "-wal", "-shm")}


def _bytes(name):
    if not os.path.exists(name):
        return b""
    with open(name, "rb") as file:
        return file.read()


def guesses(files, folder):
    """Name of a way of guessing → the token that it takes for the last, from one copy of the files."""
    order = _by_id(files, folder)
    for name, content in {"file": files[""], "log": _logged(files), "pages last written": _written(files)}.items():
        found = [m[0].decode() for m in TOKEN.finditer(content)]
        if found:
            yield f"first in the {name}", found[0]
            yield f"last in the {name}", found[-1]
            yield f"least id in the {name}", min(found, key=order.index)
            yield f"greatest id in the {name}", max(found, key=order.index)


def _by_id(files, folder):
    """The tokens in the order of the ids, read from the copied files."""
    for end, content in files.items():
        (folder / f"copy.sqlite{end}").write_bytes(content)
    connection = sqlite3.connect(folder / "copy.sqlite")
    rows = connection.execute("SELECT content FROM answers ORDER BY id").fetchall()
    connection.close()
    return [TOKEN.search(content.encode())[0].decode() for (content,) in rows]


def _logged(files):
    """The pages of the last transaction in the log: those after the last commit but one."""
    log, size, pages, last = files["-wal"], _page(files), [], b""
    for start in range(32, len(log), 24 + size):
        if log[start + 8 : start + 16] != log[16:24]:  # left from before the log began anew
            break
        pages.append(log[start + 24 : start + 24 + size])
        if any(log[start + 4 : start + 8]):  # a commit
            last, pages = b"".join(pages), []
    return last


def _written(files):
    """The pages that the -shm file lists as written last."""
    listed, size = np.frombuffer(files["-shm"][INDEX : INDEX + 4 * 4062], dtype="=u4"), _page(files)
    numbers = sorted(set(listed[: int(np.argmin(listed))].tolist())) if len(listed) else []
    return b"".join(files[""][(n - 1) * size : n * size] for n in numbers)


def _page(files):
    return int.from_bytes(files[""][16:18], "big")


def bound(first):
    """Hits that chance exceeds less than once in ten million times, over SENT copies from ``first`` answers on."""
    chances = [max(1 / (first + n), 1 / (store.NEIGHBOURS + 1)) for n in range(1, SENT + 1)]
    several = np.array([1.0])
    for p in chances:
        several = np.convolve(several, [1 - p, p])
    return int(np.argmax(several[::-1].cumsum()[::-1] < 1e-7))


@pytest.mark.parametrize("meanwhile", [nobody, a_reader])
def test_no_copy_of_the_files_names_the_answer_that_came_last(served, meanwhile, tmp_path):
    engine = connect(served[0])
    hits, first = {}, store.accepted(engine)
    engine.dispose()
    for last, files in sent_and_copied(served, meanwhile):
        for name, guess in guesses(files, tmp_path):
            hits[name] = hits.get(name, 0) + (guess == last)
    assert len(hits) >= 3 and {name: n for name, n in hits.items() if n >= bound(first)} == {}


def test_a_copy_taken_after_an_answer_holds_no_log_of_it(served):
    assert [len(files["-wal"]) for _, files in sent_and_copied(served, nobody, 4)] == [0] * 4


def test_two_copies_or_one_taken_while_somebody_reads_name_what_came_between(served):
    before, named = _bytes(served[0]), []
    for last, files in sent_and_copied(served, nobody, 3):
        named.append(_tokens(files[""]) - _tokens(before) == {last.encode()})
        before = files[""]
    for last, files in sent_and_copied(served, a_reader, 3):
        named.append(_tokens(files["-wal"]) - _tokens(files[""]) == {last.encode()})
    assert named == [True] * 6  # README › Collecting answers says so


def _tokens(content):
    return set(TOKEN.findall(content))


def test_what_a_reader_held_back_is_gone_when_that_reader_or_the_next_answer_is_done(served, tmp_path):
    engine, about = connect(tmp_path / "kho.sqlite"), {"version": "1", "day": "2022-03-28", "too_fast": False}
    sizes, log = [], f"{tmp_path / 'kho.sqlite'}-wal"
    with reading(engine) as reader:
        store.contents(engine)
        reader.exec_driver_sql("SELECT count(*) FROM answers").scalar()
        store.accept(engine, {"gop_y": token()}, mark="1", now=datetime.now(UTC), **about)
        sizes.append(len(_bytes(log)))
    sizes.append(len(_bytes(log)))
    with a_reader(tmp_path / "kho.sqlite"):
        store.accept(engine, {"gop_y": token()}, mark="2", now=datetime.now(UTC), **about)
        sizes.append(len(_bytes(log)))
    store.accept(engine, {"gop_y": token()}, mark="3", now=datetime.now(UTC), **about)
    sizes.append(len(_bytes(log)))
    engine.dispose()
    assert [size > 0 for size in sizes] == [True, False, True, False]


def test_closing_leaves_no_older_order_in_the_file_and_no_log(tmp_path):
    engine, about = connect(tmp_path / "kho.sqlite"), {"version": "1", "day": "2022-03-28", "too_fast": False}
    for n in range(60):
        store.accept(engine, {"gop_y": filler() + token()}, mark=f"{n}", now=datetime.now(UTC), **about)
    before, server = _bytes(tmp_path / "kho.sqlite"), connect(tmp_path / "kho.sqlite")  # a server that goes on running
    store.close(engine, datetime.now(UTC))
    after = _bytes(tmp_path / "kho.sqlite")
    assert _bytes(f"{tmp_path / 'kho.sqlite'}-wal") == b"" and len(_tokens(after)) == 60
    assert TOKEN.findall(after) != TOKEN.findall(before)
    [one.dispose() for one in (engine, server)]

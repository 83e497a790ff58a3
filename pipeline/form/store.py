"""What the form stores and reads: one person's answers in one transaction with all that decides whether they may be."""

import json
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom
from time import monotonic
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa

from pipeline.form import codes, whose
from pipeline.form.database import ANSWERS, HISTORY, SPENT, STATE, VERSIONS, connect, reading, scatter, writing

GLANCE = 0.5  # seconds
NEIGHBOURS = 23  # rewritten with each answer: whoever sees what was written last sees one of so many and one


@dataclass(frozen=True)
class State:
    """Where the collection stands: kind of store, answers so far, why and when (to the minute) it closed, or ""."""

    kind: str
    accepted: int
    closed: str
    closed_at: str


class Event(NamedTuple):
    """``act`` is "closed" or "reopened", ``reason`` "target", "window" or "organiser", ``moment`` to the minute."""

    act: str
    reason: str
    moment: str


def accept(engine, answers, *, version, day, too_fast, mark, now, closes=None, target=None, code=None):
    """Stores one person's answers, in one transaction with everything that decides whether they may be stored.

    Returns "stored", "repeated" (this mark was spent before: nothing is stored twice), "closed" (``now`` is past
    ``closes``, or the organiser closed), "full" (``target`` answers are there), or of a ``code`` (a codes.Code)
    "used" or "unknown" – as also when none is given and the engine's mode is "codes". What is returned as stored is on
    disk.
    """
    row = {"day": day, "version": version, "too_fast": too_fast, "content": json.dumps(answers, ensure_ascii=False)}
    with writing(engine) as connection:
        found = connection.execute(sa.select(STATE).with_for_update()).one()  # from here on one writer at a time
        refused = _refusal(connection, found, mark, now, closes, target)
        is_asked = engine.mode == "codes" or code is not None
        used, refused = codes.use(connection, found.used, code) if is_asked and not refused else (found.used, refused)
        if refused:
            return refused
        connection.execute(SPENT.insert().values(mark=mark))
        _write(connection, {"id": secrets.token_hex(16), **row})
        connection.execute(STATE.update().values(accepted=found.accepted + 1, used=used))
        if found.accepted + 1 == target:
            _close(connection, "target", now)
        return "stored"


def state(engine):
    """The State of a store."""
    with reading(engine) as connection:
        columns = (STATE.c.kind, STATE.c.accepted, STATE.c.closed, STATE.c.closed_at)
        return State(*connection.execute(sa.select(*columns)).one())


def glance(engine):
    """The State as it was at most half a second ago, for pages that promise nothing: storing looks again, exactly."""
    seen = engine.glanced
    if seen is None or monotonic() - seen[0] > GLANCE:
        seen = engine.glanced = monotonic(), state(engine)
    return seen[1]


def accepted(engine):
    """How many answers are stored."""
    return state(engine).accepted


def is_spent(engine, mark):
    """Whether an answer was stored under this mark."""
    with reading(engine) as connection:
        return _is_spent(connection, mark)


def close(engine, now):
    """Closes by the organiser's word, whatever the window says, and lays the answers anew in random order."""
    with writing(engine) as connection:
        if connection.execute(sa.select(STATE.c.closed)).scalar_one() != "organiser":
            _close(connection, "organiser", now)
    scatter(engine)


def reopen(engine, now):
    """Takes back the organiser's closing; from now on window and target decide again, as they had before."""
    with writing(engine) as connection:
        if connection.execute(sa.select(STATE.c.closed)).scalar_one() != "organiser":
            return
        _note(connection, "reopened", "organiser", now.isoformat(timespec="minutes"))
        own = [event for event in _events(connection) if event.reason != "organiser"]
        closed, moment = (own[-1].reason, own[-1].moment) if own else ("", "")
        connection.execute(STATE.update().values(closed=closed, closed_at=moment))


def history(engine):
    """Every closing and reopening, in order, as Event."""
    with reading(engine) as connection:
        return _events(connection)


def contents(engine, survey=None):
    """Every stored answer in random order: (survey day, version, too fast, question → text).

    With a ``survey`` its own only: older stores may have been shared by several.
    """
    with reading(engine) as connection:
        others = whose.foreign(connection, survey) if survey else ()
        rows = connection.execute(sa.select(ANSWERS).where(ANSWERS.c.version.not_in(others))).all()
    SystemRandom().shuffle(rows)
    return [(r.day, r.version, r.too_fast, json.loads(r.content)) for r in rows]


def responses(address, survey=None):
    """Every stored answer as a table of text: a column a question (codes; NaN = blank), ``_day`` and ``_too_fast``.

    Rows come in random order. ``address`` is a SQLite path or a database URL; FileNotFoundError when there is no file.
    With a ``survey``: StoreError when the store is another's, and of an old store that several shared its answers only.
    """
    with opened(address, check=survey and whose.readable(survey)) as engine:
        others = _others(engine, survey)
        told = contents(engine, survey)
        people = [{**given, "_day": day, "_too_fast": str(int(fast))} for day, _, fast, given in told]
        names = _names(engine, others)
    return pd.DataFrame(people, columns=[*names, "_day", "_too_fast"], dtype="str")


def versions(address, survey):
    """How many versions of the questionnaire the stored answers are of, and the questions answered, in no order that
    tells of anybody: sorted."""
    with opened(address, check=whose.readable(survey)) as engine:
        told = contents(engine, survey)
    return len({version for _, version, *_ in told}), sorted({n for *_, given in told for n in given if given[n]})


def kind_of(address):
    """What a store holds: "live", "pilot" or "rehearsal"; FileNotFoundError when there is no file."""
    with opened(address) as engine:
        return state(engine).kind


@contextmanager
def opened(address, *, kind=None, check=None):
    """An engine on an existing store (of a kind), closed at the end; FileNotFoundError when there is no file."""
    if "://" not in str(address) and not Path(address).is_file():
        raise FileNotFoundError(f"Không tìm thấy kho câu trả lời {address}; biểu mẫu chưa chạy lần nào ở đây?")
    engine = connect(address, kind=kind, check=check)
    try:
        yield engine
    finally:
        engine.dispose()


def _others(engine, survey):
    if survey is None:
        return set()
    with reading(engine) as connection:
        return whose.foreign(connection, survey)


def _names(engine, others):
    with reading(engine) as connection:
        versions = connection.execute(sa.select(VERSIONS).order_by(VERSIONS.c.version)).all()
    return list(dict.fromkeys(n for v in versions if v.version not in others for n in json.loads(v.questions)))


def _is_spent(connection, mark):
    return connection.execute(sa.select(SPENT).where(SPENT.c.mark == mark)).first() is not None


def _refusal(connection, found, mark, now, closes, target):
    if _is_spent(connection, mark):
        return "repeated"
    is_full = target is not None and found.accepted >= target
    if closes and now >= closes:
        if not (is_full or found.closed == "organiser"):
            _close(connection, "window", closes)
        return "closed"
    if found.closed == "organiser":
        return "closed"
    return "full" if is_full else ""


def _write(connection, row):
    """Writes an answer together with others – neighbours of its random id – all afresh, in random order.

    SQLite orders rows by their key but lays their bytes down one after another: alone, the last bytes written would
    always be the last answer. Which of the neighbours is the new one is a matter of chance, too. (PostgreSQL numbers
    its transactions in any case.)
    """
    if connection.dialect.name != "sqlite":
        connection.execute(ANSWERS.insert(), row)
        return
    rows = [tuple(row[column.name] for column in ANSWERS.columns), *_neighbours(connection, row["id"])]
    SystemRandom().shuffle(rows)
    connection.exec_driver_sql("INSERT INTO answers VALUES (?, ?, ?, ?, ?)", rows)  # others wait: in the shortest way


def _neighbours(connection, key):
    """NEIGHBOURS rows around a key, taken out: a random number before it, the others after it, the ends joined."""
    before = secrets.randbelow(NEIGHBOURS + 1)
    lower = _taken_out(connection, "id < ? ORDER BY id DESC", key, before)
    lower += _taken_out(connection, "id > ? ORDER BY id DESC", key, before - len(lower))
    upper = _taken_out(connection, "id > ? ORDER BY id", key, NEIGHBOURS - before)
    return lower + upper + _taken_out(connection, "id < ? ORDER BY id", key, NEIGHBOURS - before - len(upper))


def _taken_out(connection, where, key, count):
    if not count:
        return []
    chosen = f"SELECT id FROM answers WHERE {where} LIMIT {count}"
    taken = connection.exec_driver_sql(f"DELETE FROM answers WHERE id IN ({chosen}) RETURNING *", (key,))
    return [tuple(row) for row in taken]


def _close(connection, reason, moment):
    """Notes why and when the form closed; not again for everybody who comes after the same deadline."""
    at = moment.isoformat(timespec="minutes")
    if _events(connection)[-1:] != [Event("closed", reason, at)]:
        _note(connection, "closed", reason, at)
        connection.execute(STATE.update().values(closed=reason, closed_at=at))


def _note(connection, act, reason, at):
    is_first = connection.execute(sa.select(HISTORY.c.place)).first() is None
    events = [*(_events(connection) if is_first else ()), Event(act, reason, at)]
    connection.execute(HISTORY.insert(), [event._asdict() for event in events])


def _events(connection):
    """The history; of a store that was closed before there was one, as its state tells."""
    columns = (HISTORY.c.act, HISTORY.c.reason, HISTORY.c.moment)
    found = connection.execute(sa.select(*columns).order_by(HISTORY.c.place)).all()
    state = connection.execute(sa.select(STATE.c.closed, STATE.c.closed_at)).one()
    if not found and state.closed:
        return [Event("closed", *state)]
    return [Event(*row) for row in found]

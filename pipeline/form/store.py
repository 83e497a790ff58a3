"""What the form stores and reads: one person's answers in one transaction with all that decides whether they may be."""

import json
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import SystemRandom

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from pipeline.form import codes
from pipeline.form.database import ANSWERS, SPENT, STATE, VERSIONS, connect, reading


@dataclass(frozen=True)
class State:
    """Where the collection stands: kind of store, answers so far, why and when (to the minute) it closed, or ""."""

    kind: str
    accepted: int
    closed: str
    closed_at: str


class _Refused(Exception):
    """Ends the transaction without a trace."""


def accept(engine, answers, *, version, day, too_fast, mark, now, closes=None, target=None, code=None):
    """Stores one person's answers, in one transaction with everything that decides whether they may be stored.

    Returns "stored", "repeated" (this mark was spent before: nothing is stored twice), "closed" (``now`` is past
    ``closes``, or the organiser closed), "full" (``target`` answers are there), or of a ``code`` (a codes.Code)
    "used" or "unknown". What is returned as stored is on disk.
    """
    row = {"day": day, "version": version, "too_fast": too_fast, "content": json.dumps(answers, ensure_ascii=False)}
    try:
        with engine.begin() as connection:
            if _is_spent(connection, mark):
                return "repeated"
            if _is_late(connection, now, closes):
                return "closed"
            _take_place(connection, mark, target, now)
            if code and (refused := codes.use(connection, code)):
                raise _Refused(refused)
            connection.execute(SPENT.insert().values(mark=mark))
            connection.execute(ANSWERS.insert().values(id=secrets.token_hex(16), **row))
            return "stored"
    except IntegrityError:  # the same page sent twice at once: the other one was first
        return "repeated"
    except _Refused as refused:
        return str(refused)


def state(engine):
    """The State of a store."""
    with reading(engine) as connection:
        columns = (STATE.c.kind, STATE.c.accepted, STATE.c.closed, STATE.c.closed_at)
        return State(*connection.execute(sa.select(*columns)).one())


def accepted(engine):
    """How many answers are stored."""
    return state(engine).accepted


def close(engine, now):
    """Closes by the organiser's word, whatever the window says; a closing already recorded stays."""
    with engine.begin() as connection:
        _close(connection, "organiser", now)


def reopen(engine):
    """Takes back a closing; from now on window and target decide again."""
    with engine.begin() as connection:
        connection.execute(STATE.update().values(closed="", closed_at=""))


def contents(engine):
    """Every stored answer in random order: (survey day, version, too fast, question → text)."""
    with reading(engine) as connection:
        rows = connection.execute(sa.select(ANSWERS)).all()
    SystemRandom().shuffle(rows)
    return [(r.day, r.version, r.too_fast, json.loads(r.content)) for r in rows]


def responses(address):
    """Every stored answer as a table of text: a column a question (codes; NaN = blank), ``_day`` and ``_too_fast``.

    Rows come in random order. ``address`` is a SQLite path or a database URL; FileNotFoundError when there is no file.
    """
    with opened(address) as engine:
        people = [{**given, "_day": day, "_too_fast": str(int(fast))} for day, _, fast, given in contents(engine)]
        names = _names(engine)
    return pd.DataFrame(people, columns=[*names, "_day", "_too_fast"], dtype="str")


def kind_of(address):
    """What a store holds: "live", "pilot" or "rehearsal"; FileNotFoundError when there is no file."""
    with opened(address) as engine:
        return state(engine).kind


@contextmanager
def opened(address):
    """An engine on an existing store, closed at the end; FileNotFoundError when there is no file."""
    if "://" not in str(address) and not Path(address).is_file():
        raise FileNotFoundError(f"Không tìm thấy kho câu trả lời {address}; biểu mẫu chưa chạy lần nào ở đây?")
    engine = connect(address)
    try:
        yield engine
    finally:
        engine.dispose()


def _names(engine):
    with reading(engine) as connection:
        versions = connection.execute(sa.select(VERSIONS.c.questions).order_by(VERSIONS.c.version)).scalars().all()
    return list(dict.fromkeys(name for version in versions for name in json.loads(version)))


def _is_spent(connection, mark):
    return connection.execute(sa.select(SPENT).where(SPENT.c.mark == mark)).first() is not None


def _is_late(connection, now, closes):
    if connection.execute(sa.select(STATE.c.closed)).scalar_one() == "organiser":
        return True
    if closes and now >= closes:
        _close(connection, "window", closes)
    return bool(closes and now >= closes)


def _take_place(connection, mark, target, now):
    """Counts one more answer, unless the target is reached; the row's lock makes it exact among many writers."""
    free = sa.true() if target is None else STATE.c.accepted < target
    if not connection.execute(STATE.update().where(free).values(accepted=STATE.c.accepted + 1)).rowcount:
        raise _Refused("repeated" if _is_spent(connection, mark) else "full")  # its twin may have taken the last place
    if target is not None and connection.execute(sa.select(STATE.c.accepted)).scalar_one() >= target:
        _close(connection, "target", now)


def _close(connection, reason, moment: datetime):
    first = STATE.update().where(STATE.c.closed == "")
    connection.execute(first.values(closed=reason, closed_at=moment.isoformat(timespec="minutes")))

"""Where answers are kept: SQLite (write-ahead log, every commit on disk) or PostgreSQL, through SQLAlchemy Core.

An answer has a random id, the survey day, the questionnaire's version and whether it came too fast; no time, address or
browser. A page's nonce is kept only as a keyed hash, in a table that shares nothing with the answers.
"""

import json
import secrets
from pathlib import Path
from random import SystemRandom

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

METADATA = sa.MetaData()
# without row ids SQLite keeps a table in the order of its random key, not in the order of sending
UNORDERED = {"sqlite_with_rowid": False}
ANSWERS = sa.Table(
    "answers",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("version", sa.String(40), nullable=False),
    sa.Column("too_fast", sa.Boolean, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    **UNORDERED,
)
SPENT = sa.Table("spent", METADATA, sa.Column("mark", sa.String(64), primary_key=True), **UNORDERED)
VERSIONS = sa.Table(
    "versions",
    METADATA,
    sa.Column("version", sa.String(40), primary_key=True),
    sa.Column("questions", sa.Text, nullable=False),
    **UNORDERED,
)
STATE = sa.Table(
    "state",
    METADATA,
    sa.Column("one", sa.Integer, primary_key=True),
    sa.Column("accepted", sa.Integer, nullable=False),
    sa.Column("closed", sa.String(10), nullable=False),
    sa.Column("closed_at", sa.String(25), nullable=False),
)
WAIT = 5  # seconds a writer waits for the one before it; then the form asks the person to press again


def connect(address):
    """An engine on a SQLite path or a database URL, its tables made where they are missing."""
    # an answer must not reach a log by way of an error message
    engine = sa.create_engine(_url(address), hide_parameters=True, **_settings(_url(address)))
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _durable)
        sa.event.listen(engine, "begin", _begin)
    with engine.begin() as connection:
        METADATA.create_all(connection)
        connection.execute(_if_new(engine, STATE).values(one=1, accepted=0, closed="", closed_at=""))
    return engine


def register(engine, form):
    """Notes the names of the questions of this version, in order, for whoever reads the answers later."""
    names = json.dumps([q.name for q in form.questions if q.kind != "none" or q.calculation])
    with engine.begin() as connection:
        connection.execute(_if_new(engine, VERSIONS).values(version=form.version, questions=names))


def accept(engine, answers, *, version, day, too_fast, mark, now, closes=None, target=None):
    """Stores one person's answers, in one transaction with everything that decides whether they may be stored.

    Returns "stored", "repeated" (this mark was spent before: nothing is stored twice), "closed" (``now`` is past
    ``closes``) or "full" (``target`` answers are there). What is returned as stored is on disk.
    """
    try:
        with engine.begin() as connection:
            if _is_spent(connection, mark):
                return "repeated"
            if closes and now >= closes:
                _close(connection, "window", closes)
                return "closed"
            if not _take_place(connection, target, now):
                return "repeated" if _is_spent(connection, mark) else "full"  # its twin may have taken the last place
            connection.execute(SPENT.insert().values(mark=mark))
            row = {"id": secrets.token_hex(16), "day": day, "version": version, "too_fast": too_fast}
            connection.execute(ANSWERS.insert().values(content=json.dumps(answers, ensure_ascii=False), **row))
            return "stored"
    except IntegrityError:  # the same page sent twice at once: the other one was first
        with _reading(engine) as connection:
            if not _is_spent(connection, mark):  # no twin: this answer is not stored, and must not pass for stored
                raise
        return "repeated"


def accepted(engine):
    """How many answers are stored."""
    with _reading(engine) as connection:
        return connection.execute(sa.select(STATE.c.accepted)).scalar_one()


def responses(address):
    """Every stored answer as a table of text: a column a question (codes; NaN = blank), ``_day`` and ``_too_fast``.

    Rows come in random order. ``address`` is a SQLite path or a database URL; FileNotFoundError when there is no file.
    """
    if "://" not in str(address) and not Path(address).is_file():
        raise FileNotFoundError(f"Không tìm thấy kho câu trả lời {address}; biểu mẫu chưa chạy lần nào ở đây?")
    engine = connect(address)
    with _reading(engine) as connection:
        rows = connection.execute(sa.select(ANSWERS)).all()
        versions = connection.execute(sa.select(VERSIONS.c.questions).order_by(VERSIONS.c.version)).scalars().all()
    engine.dispose()
    SystemRandom().shuffle(rows)
    names = dict.fromkeys(name for version in versions for name in json.loads(version))
    people = [{**json.loads(r.content), "_day": r.day, "_too_fast": str(int(r.too_fast))} for r in rows]
    return pd.DataFrame(people, columns=[*names, "_day", "_too_fast"], dtype="str")


def _url(address):
    text = str(address)
    if "://" not in text:
        Path(address).parent.mkdir(parents=True, exist_ok=True)
        return sa.URL.create("sqlite", database=text)
    is_bare = text.startswith(("postgresql://", "postgres://"))
    return "postgresql+psycopg://" + text.split("://", 1)[1] if is_bare else text


def _settings(url):
    """SQLite connections are closed after each use: opening one costs little, and none is left behind or shared.

    PostgreSQL's are tried before use, so that the form works again by itself after the database was restarted.
    """
    if sa.make_url(url).drivername.startswith("sqlite"):
        return {"poolclass": sa.pool.NullPool, "connect_args": {"timeout": WAIT}}
    waits = {"connect_timeout": WAIT, "options": f"-c lock_timeout={WAIT}s"}
    return {"pool_pre_ping": True, "connect_args": waits}


def _durable(connection, record):
    connection.isolation_level = None  # transactions begin where we say, with the write lock at once
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def _begin(connection):
    """A writer takes the lock at once, so that it never fails half-way; a reader waits for nobody."""
    is_reader = connection.get_execution_options().get("reader", False)
    connection.exec_driver_sql("BEGIN" if is_reader else "BEGIN IMMEDIATE")


def _reading(engine):
    return engine.connect().execution_options(reader=True)


def _if_new(engine, table):
    insert = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing()


def _is_spent(connection, mark):
    return connection.execute(sa.select(SPENT).where(SPENT.c.mark == mark)).first() is not None


def _take_place(connection, target, now):
    """Counts one more answer, unless the target is reached; the row's lock makes it exact among many writers."""
    free = sa.true() if target is None else STATE.c.accepted < target
    taken = connection.execute(STATE.update().where(free).values(accepted=STATE.c.accepted + 1)).rowcount
    if taken and target is not None:
        is_last = connection.execute(sa.select(STATE.c.accepted)).scalar_one() >= target
        if is_last:
            _close(connection, "target", now)
    return bool(taken)


def _close(connection, reason, moment):
    first = STATE.update().where(STATE.c.closed == "")
    connection.execute(first.values(closed=reason, closed_at=moment.isoformat(timespec="minutes")))

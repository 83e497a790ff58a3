"""The form's database: its tables, and opening it – SQLite (write-ahead log, every commit on disk) or PostgreSQL.

An answer has a random id, the survey day, the questionnaire's version and whether it came too fast; no time, address or
browser. A page's nonce is kept only as a keyed hash. A code is a row that never changes after it is made: which codes
are used is one enciphered field of ``state``, rewritten whole with every answer, so that no row, page, transaction or
log record of a code moves when its answer does.

Who holds the secret key as well reads from two copies of the files which codes were used in between. SQLite keeps no
such copies; PostgreSQL keeps old versions of rows until closing, and its write-ahead log longer.
"""

import hashlib
import json
import os
import threading
import weakref
from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.form import embedded

METADATA = sa.MetaData()
# without row ids SQLite keeps a table in the order of its random key, not in the order of sending
UNORDERED = {"sqlite_with_rowid": False}
ANSWERS = sa.Table(
    "answers",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("version", sa.String(60), nullable=False),
    sa.Column("too_fast", sa.Boolean, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    **UNORDERED,
)
SPENT = sa.Table("spent", METADATA, sa.Column("mark", sa.String(64), primary_key=True), **UNORDERED)
CODES = sa.Table(
    "codes",
    METADATA,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("place", sa.Integer, nullable=False, unique=True),
    **UNORDERED,
)
VERSIONS = sa.Table(
    "versions",
    METADATA,
    sa.Column("version", sa.String(60), primary_key=True),
    sa.Column("questions", sa.Text, nullable=False),
    sa.Column("texts", sa.Text, nullable=False),
    **UNORDERED,
)
STATE = sa.Table(
    "state",
    METADATA,
    sa.Column("one", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("accepted", sa.Integer, nullable=False),
    sa.Column("closed", sa.String(10), nullable=False),
    sa.Column("closed_at", sa.String(25), nullable=False),
    sa.Column("used", sa.LargeBinary, nullable=True),
)
HISTORY = sa.Table(
    "history",
    METADATA,
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("act", sa.String(10), nullable=False),
    sa.Column("reason", sa.String(10), nullable=False),
    sa.Column("moment", sa.String(25), nullable=False),
)
OWNER = sa.Table(
    "survey",
    METADATA,
    sa.Column("one", sa.Integer, primary_key=True),
    sa.Column("id", sa.String(32), nullable=False),
    sa.Column("form_id", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
)
SHOWN = sa.Table(
    "shown",
    METADATA,
    sa.Column("one", sa.Integer, primary_key=True),
    sa.Column("at", sa.String(25), nullable=False),
    sa.Column("accepted", sa.Integer, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
)
KINDS = {"live": "phiếu thật", "pilot": "phiếu chạy thử", "rehearsal": "phiếu diễn tập (mô phỏng)"}
WAIT = 5  # seconds a writer waits for the one before it; then the form asks the person to press again


class StoreError(ValueError):
    """A store that must not be used for this; the message says why and what to do."""


def connect(address, *, kind=None, mode="open", check=None):
    """An engine on a SQLite path or a database URL, its tables made where they are missing, all in one transaction.

    ``kind`` is "live", "pilot" or "rehearsal": a new store becomes one of that kind, and StoreError is raised when the
    store there is of another; None opens whatever is there (a new one is live). ``check`` is called with the
    connection before anything is kept, and raises StoreError when the store is another survey's (``whose``).
    ``engine.is_new`` says whether the store was made just now; through an engine of the mode "codes" no answer is
    stored without a code.
    """
    # an answer must not reach a log by way of an error message
    engine = sa.create_engine(_url(address), hide_parameters=True, **_settings(_url(address)))
    if engine.dialect.name == "sqlite":
        Path(engine.url.database).touch(0o600)  # only here: a file that is gone later is missed, not made anew
    engine.turn, engine.waiting = threading.Lock(), []
    engine.glanced, engine.mode = None, mode
    weakref.finalize(engine, engine.pool.dispose)  # whoever drops an engine leaves no connection behind
    if engine.dialect.name == "sqlite":
        embedded.listen(engine)
    try:
        _prepare(engine, kind, check)
    except Exception:
        engine.dispose()
        raise
    return engine


def register(engine, form):
    """Keeps the wording of this questionnaire – every label, consent included – and returns the name of that version.

    The name is the questionnaire's own version and a fingerprint of its content: a consent text changed under an
    unchanged version number is another version all the same.
    """
    name = version_of(form)
    names = json.dumps([q.name for q in form.questions if q.kind != "none" or q.calculation])
    with engine.begin() as connection:
        row = {"version": name, "questions": names, "texts": form.xform}
        connection.execute(if_new(engine, VERSIONS).values(**row))
    return name


def version_of(form):
    """Version of a questionnaire as kept with each answer: its own version and eight digits of its content's hash."""
    return f"{form.version[:50]}-{hashlib.sha256(form.xform.encode()).hexdigest()[:8]}".removeprefix("-")


def reading(engine):
    """A connection that only reads: it waits for no writer and holds none up."""
    return engine.connect().execution_options(reader=True)


@contextmanager
def writing(engine):
    """A transaction that writes. Threads of one process take turns: SQLite would let them poll, and some wait long."""
    try:
        with engine.connect() as connection:  # given back, and the log emptied, when the turn is the next one's
            engine.waiting.append(None)
            has_turn = engine.turn.acquire(timeout=WAIT)
            engine.waiting.pop()
            if not has_turn:
                raise sa.exc.TimeoutError(f"no turn to write within {WAIT} s")
            try:
                with connection.begin():
                    yield connection
            finally:
                engine.turn.release()
    finally:
        engine.glanced = None  # also when no connection was to be had: the next page looks, and says so


def if_new(engine, table):
    """An INSERT that leaves an existing row as it is."""
    insert = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing()


def scatter(engine):
    """Writes answers and marks anew, so that neither file nor row headers keep the order in which they came."""
    if engine.dialect.name == "postgresql":  # rows written in one transaction look alike
        with engine.begin() as connection:
            connection.execute(sa.select(STATE).with_for_update())  # no answer is stored meanwhile
            for table in (ANSWERS, SPENT):
                _rewrite(connection, connection, table)
    whole = [f"VACUUM FULL {table}" for table in (ANSWERS, SPENT, STATE)]  # old versions of their rows go, too
    statements = whole if engine.dialect.name == "postgresql" else ["VACUUM"]
    raw = engine.raw_connection()
    try:
        if engine.dialect.name == "postgresql":
            raw.driver_connection.autocommit = True
        for statement in statements:
            raw.cursor().execute(statement)
    finally:
        raw.invalidate()
        raw.close()
    engine.connect().close()  # SQLite laid them down in its log only; given back, a connection empties that


def backup(engine, path):
    """A copy of the whole store, taken while the form runs, as a SQLite store at ``path``; rows in random order."""
    fresh = Path(f"{path}.moi")
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        copy = connect(fresh)
        try:
            with _snapshot(engine) as source, copy.begin() as target:
                for table in METADATA.sorted_tables:
                    _rewrite(source, target, table)
        finally:
            copy.dispose()
        os.replace(fresh, path)
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):  # what a full disk leaves
            Path(f"{fresh}{ending}").unlink(missing_ok=True)


def _snapshot(engine):
    level = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    return engine.connect().execution_options(reader=True, **level)


def _rewrite(source, target, table):
    """Copies a table's rows in random order; within one database they replace those that were there."""
    rows = [row._asdict() for row in source.execute(sa.select(table))]
    SystemRandom().shuffle(rows)
    target.execute(table.delete())
    if rows:
        target.execute(table.insert(), rows)


def _prepare(engine, kind, check):
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":  # server processes that start together make the tables once
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(28032022)"))
        METADATA.create_all(connection)
        if len(sa.inspect(connection).get_columns("state")) != len(STATE.columns):
            raise StoreError(
                "Kho phiếu do bản phần mềm trước tạo ra; dùng một kho mới, hoặc bản phần mềm đã tạo kho này."
            )
        fresh = {"one": 1, "kind": kind or "live", "accepted": 0, "closed": "", "closed_at": ""}
        engine.is_new = connection.execute(if_new(engine, STATE).values(**fresh)).rowcount == 1
        found = connection.execute(sa.select(STATE.c.kind)).scalar_one()
        if kind and found != kind:
            raise StoreError(
                f"Kho này giữ {KINDS[found]}, không nhận {KINDS[kind]}: hai loại không được trộn. Dùng một kho riêng."
            )
        if check:
            check(connection)


def _url(address):
    text = str(address)
    if "://" not in text:
        Path(address).parent.mkdir(parents=True, exist_ok=True)
        return sa.URL.create("sqlite", database=text)
    is_bare = text.startswith(("postgresql://", "postgres://"))
    return "postgresql+psycopg://" + text.split("://", 1)[1] if is_bare else text


def _settings(url):
    """PostgreSQL's connections are tried before use: the form works again by itself after the database restarted."""
    if sa.make_url(url).drivername.startswith("sqlite"):
        return {"connect_args": {"timeout": WAIT}}
    waits = {"connect_timeout": WAIT, "options": f"-c lock_timeout={WAIT}s"}
    return {"pool_pre_ping": True, "connect_args": waits}

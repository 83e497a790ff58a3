"""The embedded store: one SQLite file, every commit on disk, no log left behind, never made anew when it is lost."""

import os
import sqlite3
from functools import partial
from pathlib import Path

import sqlalchemy as sa

# The log is copied back with every commit, when other processes may already write, and then emptied (_emptied).
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "wal_autocheckpoint=1")


def listen(engine):
    """Makes every connection of an engine such a one."""
    sa.event.listen(engine, "do_connect", _to_the_file_there)
    sa.event.listen(engine, "connect", _durable)
    sa.event.listen(engine, "checkout", _still_there)
    sa.event.listen(engine, "begin", _begin)
    sa.event.listen(engine, "checkin", partial(_emptied, engine.turn, engine.waiting))


def _to_the_file_there(dialect, record, arguments, settings):
    """Opens the file, never an empty one in its place: SQLite would make that of itself when the store was moved."""
    path = Path(arguments[0]).resolve()
    if not path.is_file():
        raise sqlite3.OperationalError(
            f"Không thấy tệp kho phiếu {path}. Đưa tệp trở lại chỗ cũ, biểu mẫu tự chạy tiếp; hoặc dừng biểu mẫu."
        )
    arguments[0], settings["uri"] = f"{path.as_uri()}?mode=rw", True


def _durable(connection, record):
    record.info["path"] = connection.execute("PRAGMA database_list").fetchone()[2]
    record.info["file"] = _identity(record.info["path"])
    connection.isolation_level = None  # transactions begin where we say, with the write lock at once
    for setting in PRAGMAS:
        connection.execute(f"PRAGMA {setting}")


def _emptied(turn, waiting, connection, record):
    """Copies SQLite's log back and empties it: nobody who copies the files finds in it what came last.

    Without waiting: what a reader or a writer of the moment holds back is emptied when that one is done in turn.
    """
    if connection is None or waiting or turn.locked() or not _size(f"{record.info['path']}-wal"):
        return
    try:
        (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
        for setting in ("busy_timeout=0", "wal_checkpoint(TRUNCATE)", f"busy_timeout={patience}"):
            connection.execute(f"PRAGMA {setting}").fetchall()
    except sqlite3.Error:  # a full disk, a lost file: the answer is in the log, and stored
        record.invalidate()


def _size(path):
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return 0


def _still_there(connection, record, proxy):
    """A file moved away or replaced under a kept connection is opened anew: no answer goes into a lost file."""
    if record.info["file"] != _identity(record.info["path"]):
        raise sa.exc.DisconnectionError("the file of the store was replaced")


def _identity(path):
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _begin(connection):
    """A writer takes the lock at once, so that it never fails half-way; a reader waits for nobody."""
    is_reader = connection.get_execution_options().get("reader", False)
    connection.exec_driver_sql("BEGIN" if is_reader else "BEGIN IMMEDIATE")

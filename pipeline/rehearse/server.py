"""Starts the form for a rehearsal and makes sure it ends with it."""

import os
import secrets
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline import project
from pipeline.form import codes, database, store

HOST = "127.0.0.1"
SECRET_BYTES = 32


class RehearseError(ValueError):
    """A rehearsal that cannot start; the message says why and the mend."""


def serving(survey, address, *, target, secret):
    """The port of the form, served by another process from the store at ``address`` until the block ends."""
    return running("pipeline.rehearse.serve", survey.path, address, str(target or ""), FORM_SECRET_KEY=secret)


@contextmanager
def running(module, *words, **environment):
    """The port that a module run as a process prints; the process ends with the block."""
    paths = os.pathsep.join(filter(None, [str(project.ROOT), os.environ.get("PYTHONPATH")]))
    environment = os.environ | {"PYTHONPATH": paths} | environment
    with subprocess.Popen(
        [sys.executable, "-m", module, *words],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=project.ROOT, env=environment, text=True,
    ) as process:  # fmt: skip
        try:
            port = process.stdout.readline().strip()
            if not port.isdecimal():
                raise RehearseError("Máy chủ biểu mẫu không khởi động được; lý do ở dòng trên. Sửa rồi chạy lại.")
            yield int(port)
        finally:
            _end(process)


def fresh_store(address, *, count=0):
    """A new rehearsal store in place of an older one; returns the form's secret and ``count`` one-time codes.

    RehearseError when the file there is no rehearsal store: other answers are never deleted.
    """
    _remove_rehearsed(Path(address))
    secret, made = secrets.token_urlsafe(SECRET_BYTES), codes.fresh(count)
    engine = database.connect(address, kind="rehearsal")
    if made:
        codes.add(engine, made, secret)
    engine.dispose()
    return secret, made


def _remove_rehearsed(path):
    from sqlalchemy.exc import DatabaseError

    if not path.exists():
        return
    kind = ""
    with suppress(DatabaseError):
        kind = store.kind_of(path)
    if kind != "rehearsal":
        raise RehearseError(f"{path} không phải kho của lần diễn tập trước. Chọn một thư mục trống ở --out.")
    for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        file.unlink(missing_ok=True)


def _end(process):
    with suppress(OSError):
        process.stdin.close()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()

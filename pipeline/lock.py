"""One command at a time writes into a folder; a second one is told who does."""

import os
from contextlib import contextmanager, suppress
from datetime import datetime

from filelock import FileLock, Timeout

LOCK, HOLDER = ".khoa-ghi", ".khoa-ghi.txt"


class LockError(ValueError):
    """Another process is writing into the folder; the message says which, since when, and the mend."""


@contextmanager
def alone(folder, what):
    """Holds ``folder`` (made if need be) for this process until the block ends; ``what`` names the command.

    The lock is the operating system's, so that of a killed process is free at once. Within one process it may be
    taken again. Raises LockError when another process holds it, OSError when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK, timeout=0, is_singleton=True)
    try:
        lock.acquire()
    except Timeout:
        raise LockError(f"{folder}: {_holder(folder)} Đợi lệnh đó xong, dừng nó, hoặc chọn thư mục khác.") from None
    is_first, holder = lock.lock_counter == 1, folder / HOLDER
    try:
        if is_first:
            holder.write_text(f"{what}\n{os.getpid()}\n{datetime.now():%H:%M ngày %d/%m/%Y}", encoding="utf-8")
        yield
    finally:
        if is_first:
            holder.unlink(missing_ok=True)
            with suppress(OSError):  # Windows deletes it after the release; elsewhere whoever waits for it sees it gone
                (folder / LOCK).unlink()
        lock.release()


def _holder(folder):
    try:
        what, process, since = (folder / HOLDER).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):  # it is just beginning or ending
        return "một lệnh khác đang ghi vào đây."
    return f"lệnh «{what}» (tiến trình số {process}) đang ghi vào đây từ {since}."

"""A PostgreSQL with its data and its socket in one folder, for measuring and testing with the real one."""

import itertools
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg


class Postgres:
    """A PostgreSQL with its data and its socket in one folder; it listens on no network port."""

    def __init__(self, programs, folder):
        self._programs, self._folder, self._count = programs, folder, itertools.count(1)
        self._user = _plain_user()
        if self._user:
            shutil.chown(folder, self._user["user"], self._user["group"])
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync")
        self.start()

    def start(self):
        """Starts the server and waits until it takes connections."""
        options = f"-k {self._folder} -c listen_addresses={_synced_at_once(self._programs)}"
        self._run("pg_ctl", "start", "-w", "-l", self._folder / "log", "-o", options)

    def stop(self):
        """Stops it as a crash would: no connection is ended in order, nothing is written first."""
        self._run("pg_ctl", "stop", "-w", "-m", "immediate")

    @contextmanager
    def stopped(self):
        """The server is away inside the ``with``."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def new_database(self):
        """The address of a fresh, empty database."""
        name = f"thu_{next(self._count)}"
        self.ask(f"CREATE DATABASE {name}")
        return f"postgresql://postgres@/{name}?host={self._folder}"

    def ask(self, query):
        """Rows of a query asked beside the form, as the administrator; None when it returns none."""
        place = {"host": str(self._folder), "user": "postgres", "dbname": "postgres"}
        with psycopg.connect(**place, autocommit=True) as connection:
            cursor = connection.execute(query)
            return cursor.fetchall() if cursor.description else None

    def _run(self, program, *words):
        command = [self._programs / program, "-D", self._folder / "data", *words]
        subprocess.run(command, check=True, cwd=self._folder, stdout=subprocess.DEVNULL, **self._user)


@cache
def _synced_at_once(programs):
    """The option by which a server that crashed has the system write out all files at once, not each of thousands."""
    line = [programs / "postgres", "--describe-config"]
    known = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    can = sys.platform.startswith("linux") and "recovery_init_sync_method" in known
    return " -c recovery_init_sync_method=syncfs" if can else ""


def programs_of_postgres():
    """The folder with initdb and pg_ctl of the newest PostgreSQL here, or None."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(debian, key=lambda path: float(path.parts[-3]), default=None) or shutil.which("initdb")
    return Path(newest).resolve().parent if newest else None


def _plain_user():
    """Whom PostgreSQL runs as where we are root: it refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    user = next(u for u in pwd.getpwall() if u.pw_name in ("postgres", "nobody"))
    return {"user": user.pw_name, "group": user.pw_gid, "extra_groups": []}

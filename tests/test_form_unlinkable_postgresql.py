"""The attacker of test_form_unlinkable, on PostgreSQL: data files, row versions, transaction numbers, its log."""

import os
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from pipeline.form import codes, store
from pipeline.form.database import METADATA, connect
from tests import attacker
from tests.test_form_unlinkable import SECRET, _shuffled, _token, hits

N, HITS = 24, 9
PROGRAMS = Path("/usr/lib/postgresql/15/bin")
if found := shutil.which("pg_ctl"):
    PROGRAMS = Path(found).resolve().parent

pytestmark = pytest.mark.skipif(not (PROGRAMS / "initdb").exists(), reason="no PostgreSQL server on this machine")


@pytest.fixture(scope="module")
def cluster():
    """A fresh PostgreSQL of its own: (folder of its data, SQLAlchemy URL)."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    if user:  # PostgreSQL does not run as root
        shutil.chown(folder, "postgres", "postgres")

    def run(program, *options):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([PROGRAMS / program, "-D", folder / "data", *options], check=True, cwd=folder, **quiet, **user)

    settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    try:
        run("initdb", "-A", "trust", "-U", "postgres", "--no-sync")
        run("pg_ctl", "-w", "-l", folder / "log", "-o", settings, "start")
        yield folder, f"postgresql://postgres@/postgres?host={folder}"
        run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def taken(cluster):
    """What the attacker of our store holds, the truth, the relations' files, and what the write-ahead log holds."""
    folder, address = cluster
    engine = connect(address)
    yield _collected(engine, folder)
    engine.dispose()


def _collected(engine, folder):
    """N answers stored as the form does, each code first looked up at the door."""
    made = codes.fresh(N)
    codes.add(engine, made, SECRET)
    truth = {code: _token() for code in _shuffled(made)}
    copies, start = [_copy(engine, folder)], _log_position(engine)
    for code, answer in truth.items():
        known = codes.typed(code, SECRET)
        assert codes.status(engine, known) == "free"
        options = {"version": "1", "day": "2022-03-28", "too_fast": False, "mark": os.urandom(32).hex()}
        assert store.accept(engine, {"gop_y": answer}, **options, now=datetime.now(UTC), code=known) == "stored"
        copies.append(_copy(engine, folder))
    marks = {code: (code, code.replace("-", ""), codes.digest(code, SECRET)) for code in made}
    moments, tables = zip(*copies, strict=True)
    last = {"codes": _rows(engine, "codes")}
    evidence = attacker.Evidence(
        marks, tuple(_shuffled(truth.values())), list(moments), [held | last for held in tables]
    )
    return evidence, truth, _files(engine), _written(folder, start)


def _copy(engine, folder):
    """Bytes of the files of all our tables and indexes; rows of all but the codes: reading them would touch them."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
    files = {name: (folder / "data" / path).read_bytes() for name, path in _files(engine).items()}
    return files, {table: _rows(engine, table) for table in METADATA.tables if table != "codes"}


def _files(engine):
    with engine.connect() as connection:
        return dict(tuple(row) for row in connection.execute(sa.text(RELATIONS)))


def _rows(engine, table):
    """Every row with its transaction number and place."""
    query = "SELECT xmin::text::int, split_part(trim('()' from ctid::text), ',', 2)::int, * FROM "
    with engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query + table)]


def _log_position(engine):
    with engine.connect() as connection:
        return connection.exec_driver_sql("SELECT pg_current_wal_insert_lsn()::text").scalar()


def _written(folder, start):
    """What the write-ahead log holds since ``start``, as text: a line a record, with the relations it changed."""
    (segment,) = (folder / "data" / "pg_wal").glob("0" * 7 + "1*")
    # ends with an error where the log does
    shown = subprocess.run([PROGRAMS / "pg_waldump", "-s", start, segment], capture_output=True, text=True)
    return shown.stdout


RELATIONS = """
SELECT relname, pg_relation_filepath(oid) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i') ORDER BY relname
"""


@pytest.mark.parametrize("strategy", attacker.STRATEGIES)
def test_no_strategy_pairs_codes_with_answers_better_than_chance(taken, strategy):
    evidence, truth, *_ = taken
    found = {name: hits(guesses, truth) for name, guesses in strategy(evidence)}
    assert len(found) >= 1 and {name: n for name, n in found.items() if n >= HITS} == {}


def test_the_write_ahead_log_of_the_answers_names_no_file_of_the_codes(taken):
    *_, files, written = taken
    changed = {name for name, path in files.items() if f"/{path.rsplit('/', 1)[1]} " in written}
    assert {"answers", "spent", "state"} <= changed and not {name for name in changed if name.startswith("codes")}


def test_without_the_freezing_of_new_codes_their_file_would_tell_which_code_was_looked_up(cluster, monkeypatch):
    monkeypatch.setattr(codes, "_settle", lambda engine: None)
    folder, address = cluster
    first = connect(address)
    with first.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CREATE DATABASE careless")
    first.dispose()
    engine = connect(address.replace("/postgres?", "/careless?"))
    evidence, truth, *_ = _collected(engine, folder)
    engine.dispose()
    ((_, guesses),) = attacker.by_change(evidence)
    assert hits(guesses, truth) >= 0.9 * N


def test_closing_leaves_no_older_version_of_a_row_and_one_transaction_for_all_answers(cluster, taken):
    folder, address = cluster
    engine = connect(address)
    store.close(engine, datetime.now(UTC))
    files, rows = _copy(engine, folder)
    engine.dispose()
    assert files["state"].count(b"live") == 1 and len({row[0] for row in rows["answers"]}) == 1

"""Small surveys made in a temporary folder; the shipped one is read where it is."""

import gc
import importlib
import os
import shutil
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import replace
from functools import cache, wraps
from pathlib import Path

import pytest

# on small tables and short pages threads only wait for each other
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), "1")

gc.disable()  # nothing that is loaded before the first test goes
ROOT = Path(__file__).resolve().parent.parent
FORM = """
| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | relevant | constraint |
| | begin_group | p1 | Phần 1 | Part 1 | | |
| | select_one co_khong | dung | Có dùng không? | Do you use it? | | |
| | select_multiple mang | mang | Dùng mạng nào? | Which ones? | ${dung} = 'co' | |
| | text | mang_khac | Mạng khác | Other | selected(${mang}, 'khac') | |
| | decimal | tuoi | Tuổi | Age | | . >= 18 and . <= 99 |
| | end_group | | | | | |
| | begin_group | p2 | Phần 2 | Part 2 | | |
| | select_one dong_y | y1 | Ý kiến 1 | Item 1 | | |
| | select_one dong_y | y2 | Ý kiến 2 | Item 2 | | |
| | select_one dong_y | y3 | Ý kiến 3 | Item 3 | | |
| | text | gop_y | Góp ý | Comments | | |
| | end_group | | | | | |

| choices |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | co_khong | co | Có | Yes |
| | co_khong | khong | Không | No |
| | mang | zalo | Zalo | Zalo |
| | mang | fb | Facebook, Messenger | Facebook, Messenger |
| | mang | khac | Khác | Other |
| | dong_y | 1 | Không đồng ý | Disagree |
| | dong_y | 2 | Phân vân | Neither |
| | dong_y | 3 | Đồng ý | Agree |
| | dong_y | kyk | Không có ý kiến | No opinion |

| settings |
| | form_title | form_id | default_language |
| | Phiếu thử | thu | Tiếng Việt (vi) |
"""
SURVEY = """
title: Cuộc hỏi thử
scales: {dong_y: {apart: [kyk]}}
quality: {min_seconds: 60, straight_line_items: 3, drop: [too_fast]}
open_questions: [gop_y]
banners: [dung]
"""


SAMPLE = pytest.StashKey()  # folder and process of the run of the sample beside the tests
LONG = (  # in the order of the time they take, so that what is left to the end is short
    "form_browser", "run", "run_again", "command_line", "whole", "coding", "coding_browser",
    "set_up", "surveys", "coding_page", "learning", "check_report", "coding_workbench", "rehearse", "suppress",
    "form_durable", "export_pdf", "charts_picture", "charts_svg", "report_parts", "command_files",
    "html_browser", "reliability", "book", "pipeline", "bench_run", "form_surveys", "simulate", "own_weights", "report",
    "nulls", "form_race", "coding_tones", "remarks", "xlsform", "infer", "form", "kinds", "coverage", "sources",
    "claims", "cases", "same_bytes", "form_unlinkable", "cluster",
)  # fmt: skip
LAST = (
    "pipeline.run.kernel",  # before all others: it leaves out what none of them needs
    "scipy.stats", "sklearn.cluster", "matplotlib.pyplot", "IPython", "docx", "pptx", "underthesea",
)  # fmt: skip


def pytest_sessionstart(session):
    """The run of the sample begins before the tests where all of them are dealt out to workers: it takes the time that
    they leave, and has ended when they come to it."""
    words = session.config.invocation_params.args
    if session.config.getoption("dist", "no") != "no" and not any(".py" in str(word) for word in words):
        from tests import sample

        folder = tempfile.mkdtemp(prefix="mau-")
        session.config.stash[SAMPLE] = folder, sample.started(folder)


def pytest_configure_node(node):
    """Tells a worker where that run is."""
    node.workerinput["sample"], _ = node.config.stash.get(SAMPLE, ("", None))


def pytest_sessionfinish(session):
    """Nothing of that run is left, ended or not."""
    if SAMPLE in session.config.stash:
        folder, process = session.config.stash[SAMPLE]
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def pytest_collection(session):
    """Loads what tests share where tests run: the process that deals them out to workers needs none of it.

    Each worker begins elsewhere. In a fresh environment nothing is compiled yet: so each compiles a part, and finds the
    others done.
    """
    if session.config.pluginmanager.hasplugin("dsession"):
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    if worker != "gw0":
        _import(LAST if worker == "gw1" else LAST[:1])
        _shared()
        tests = sorted((path.stem for path in ROOT.glob("tests/test_*.py")), reverse=True)
        at = 0 if worker == "gw1" else len(tests) // 2
        _import(tests[at:] + tests[:at])
    _shared()


def _import(names):
    for name in names:
        with suppress(Exception, pytest.skip.Exception):  # whoever needs it says why it cannot be had
            importlib.import_module(name)


def _shared():
    import flask

    from pipeline import project  # noqa: F401 – says how pandas holds text
    from pipeline import questionnaire as forms

    flask.Flask.jinja_options = {"bytecode_cache": _compiled_templates()}
    if not hasattr(forms.read, "__wrapped__"):
        forms.read = _read_once(forms.read)


def _read_once(read):
    """``questionnaire.read`` that keeps what it made of a file's name and content: nothing can change it, and many
    tests ask for the same. What it refuses is read and told every time."""
    kept = {}

    @wraps(read)
    def kept_or_read(path):
        path = Path(path)
        if not path.is_file() or path.stat().st_size > 1_000_000:
            return read(path)
        about = path.name, path.read_bytes()
        if about not in kept:
            kept[about] = read(path)
        return kept[about]

    return kept_or_read


@cache
def _compiled_templates():
    """Templates compiled once for all applications of this process, as one application would: by their content."""
    import jinja2

    class Compiled(jinja2.BytecodeCache):
        kept = {}

        def load_bytecode(self, bucket):
            if bucket.key in self.kept:
                bucket.bytecode_from_string(self.kept[bucket.key])

        def dump_bytecode(self, bucket):
            self.kept[bucket.key] = bucket.bytecode_to_string()

    return Compiled()


def pytest_collection_modifyitems(items):
    """Long files first; that on the sample when its run has ended."""
    place = {f"test_{name}.py": at for at, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.path.name, len(LONG)))


def pytest_xdist_make_scheduler(config, log):
    """Files that look at one run of a small survey, or at the same charts, go to one worker."""
    from xdist.scheduler import LoadFileScheduling

    class Together(LoadFileScheduling):
        def _split_scope(self, nodeid):
            scope = super()._split_scope(nodeid).replace("test_run_again.py", "test_run.py")
            return scope.replace("test_charts_svg.py", "test_charts_picture.py")

    return Together(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_finish():
    """What is loaded by now stays to the end: Python need not look through it again for what is no longer used.

    Tables are many small objects that live: of what comes it looks through larger heaps, as a run does.
    """
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    gc.enable()


@pytest.fixture(autouse=True)
def nothing_learns_on():
    """What a coder's page still learns in a thread of its own when its test ends is waited for, and belongs to it."""
    yield
    for thread in threading.enumerate():
        if "(relearn)" in thread.name:
            thread.join()


@pytest.fixture
def write_survey(tmp_path):
    """Writes a questionnaire and a survey.yaml, and reads them; either text can be replaced."""

    from pipeline import survey as surveys

    def write(form=FORM, yaml=SURVEY):
        if (form, yaml) == (FORM, SURVEY):
            return small_survey(tmp_path)
        _write(tmp_path, form, yaml)
        return surveys.read(tmp_path / "survey.yaml")

    return write


def small_survey(folder):
    """The small survey, written to a folder."""
    _write(folder, FORM, SURVEY)
    return replace(_small(), path=(folder / "survey.yaml").resolve())


def _write(folder, form, yaml):
    (folder / "questionnaire.md").write_text(form, encoding="utf-8")
    (folder / "survey.yaml").write_text(yaml, encoding="utf-8")


@cache
def _small():
    """The small survey, which nothing can change, read once for all tests."""
    from pipeline import survey as surveys

    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), FORM, SURVEY)
        return surveys.read(Path(folder) / "survey.yaml")


@pytest.fixture
def survey(write_survey):
    """The small survey."""
    return write_survey()


@pytest.fixture
def form(survey):
    """The questionnaire of the small survey."""
    return survey.form


@pytest.fixture(scope="session")
def shipped():
    """The survey in questionnaire/."""
    from pipeline import survey as surveys

    return surveys.read(ROOT / "questionnaire" / "survey.yaml")


@pytest.fixture(scope="session")
def small_run(tmp_path_factory):
    """(copy of the project, folder of the small survey in it, how its runs of a bad day ended); results in ra."""
    from tests import runs

    copy, folder = runs.copied(tmp_path_factory.mktemp("điều tra"))
    return copy, folder, runs.bad_day(copy)


@pytest.fixture(scope="session")
def new_tab(tmp_path_factory):
    """Makes tabs of one running browser."""
    from tests import browser

    with browser.chromium(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture(scope="session")
def postgres_server():
    """A real PostgreSQL for this run of the tests, gone afterwards."""
    from pipeline.bench.postgres import Postgres, programs_of_postgres

    programs = programs_of_postgres()
    if programs is None:
        pytest.skip("PostgreSQL is not installed here (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # pytest's own folders are closed to the user it runs as
    server = Postgres(programs, folder)
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture
def postgres(postgres_server):
    """The address of a fresh, empty PostgreSQL database."""
    return postgres_server.new_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """The address of a fresh store: once a SQLite file, once a PostgreSQL database."""
    return tmp_path / "kho.sqlite" if request.param == "sqlite" else request.getfixturevalue("postgres")


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    """Where processes of the tests keep compiled modules when this one may not: later starts are three times faster."""
    folder = {"PYTHONPYCACHEPREFIX": str(tmp_path_factory.mktemp("pyc")), "PYTHONDONTWRITEBYTECODE": ""}
    return folder if sys.dont_write_bytecode else {}


@pytest.fixture
def serve(tmp_path, monkeypatch, compiled):
    """Serves a survey from a process of its own, killed when the test ends."""
    from tests import servers

    monkeypatch.setenv("FORM_SECRET_KEY", "a key for tests only, never used")
    running = []

    def start(survey, database, *options):
        running.append(servers.FormServer(survey.path, database, tmp_path / "form.log", *options, **compiled))
        return running[-1]

    yield start
    for server in running:
        server.kill()

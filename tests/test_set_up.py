"""A clone and its environment: moved folders run their own code, and no answer reaches git or a package."""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
import venv
from importlib.util import cache_from_source
from pathlib import Path

import pytest

import run
from pipeline import git_filter
from tests.commands import typed
from tests.conftest import FORM, ROOT, SURVEY

COPIED = (".gitattributes", ".gitignore", "notebooks", "pipeline", "questionnaire", "data/raw")
PIP = importlib.util.find_spec("pip")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "form*.sqlite*", ".ipynb_checkpoints")


def ran(*line, folder, **settings):
    """What a program printed; it must end well."""
    done = subprocess.run(
        [str(word) for word in line], cwd=folder, capture_output=True, text=True, encoding="utf-8", **settings
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


EACH = """
import contextlib, io, json, sys
from pipeline.__main__ import main
for words in json.loads(sys.argv[1]):
    sys.argv, said = ["pipeline", *words], io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = main()
        except SystemExit as ended:
            code = ended.code
    is_told = isinstance(code, str)  # as the interpreter does with sys.exit("text")
    print(json.dumps([1 if is_told else code or 0, said.getvalue() + (code if is_told else "")]))
"""


def each(*lines, after="", **settings):
    """(exit code, what was printed) of several commands, and what code ``after`` them prints, in one process."""
    told = ran(sys.executable, "-c", EACH + after, json.dumps([*lines]), **settings)
    return [json.loads(line) for line in told.splitlines()]


def git(folder, *words):
    """What git says in a folder."""
    return ran("git", "-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false", *words, folder=folder)


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    """A repository with the project as it stands here."""
    folder = tmp_path_factory.mktemp("kho gốc")
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        more = {"ignore": LEFT_OUT} if (ROOT / name).is_dir() else {}
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / name, folder / name, **more)
    git(folder, "init", "-q")
    git(folder, "add", "-f", ".")
    git(folder, "commit", "-qm", "a")
    return folder


@pytest.fixture
def clone(origin, tmp_path):
    """A fresh clone of it, its modules compiled."""
    git(tmp_path, "clone", "-q", origin, "bản sao")
    for path in packaged():
        compiled_as_here(path, tmp_path / "bản sao")
    return tmp_path / "bản sao"


@pytest.fixture(scope="module")
def kept_clone(origin, tmp_path_factory):
    """A clone for all who leave it as they found it."""
    git(folder := tmp_path_factory.mktemp("chung"), "clone", "-q", origin, "bản sao")
    return folder / "bản sao"


def answered(path, tag=""):
    """Writes into a notebook what Run All leaves there, an answer among it."""
    book = json.loads(path.read_text(encoding="utf-8"))
    book["metadata"] |= {
        "kernelspec": {"display_name": "Khác", "language": "python", "name": "khac"},
        "widgets": {"a": 1},
    }
    for number, cell in enumerate(c for c in book["cells"] if c["cell_type"] == "code"):
        if "nbval-check-output" not in cell["metadata"].get("tags", []):
            shown = {"data": {"text/plain": ["lương thấp quá"]}, "execution_count": number, "metadata": {}}
            cell["outputs"] = [shown | {"output_type": "execute_result"}]
        cell["execution_count"] = number + 3
        cell["metadata"] |= {"execution": {"iopub.execute_input": "2026"}, "scrolled": True}
    path.write_text(json.dumps(book), encoding="utf-8")


# nbconvert without what builds a grammar of web addresses, a second of its start
NBCONVERT = "import sys; sys.modules['rfc3987_syntax'] = None; from nbconvert.nbconvertapp import main; main()"


def test_a_notebook_run_in_place_is_no_change_for_git(clone):
    words = ["--to", "notebook", "--execute", "--inplace", "notebooks/01_ingest.ipynb"]
    # in a process of its own: where tests had kernels forked, those of this one are of this project, not of the clone
    ran(sys.executable, "-c", NBCONVERT, *words, folder=clone, env=os.environ | {"PYTHONPATH": str(clone)})
    assert '"execution_count": 3' in (clone / "notebooks" / "01_ingest.ipynb").read_text(encoding="utf-8")
    assert git(clone, "status", "--porcelain") == "" and git(clone, "diff") == ""


def test_answers_in_outputs_are_never_stored(clone):
    ran(sys.executable, "-m", "pipeline", "--help", folder=clone, env=os.environ | {"PYTHONPATH": str(clone)})
    for path in (clone / "notebooks").glob("*.ipynb"):
        answered(path)
    shutil.copy(clone / "notebooks" / "05_cluster.ipynb", clone / "của tôi.ipynb")
    assert git(clone, "status", "--porcelain", "-z") == "?? của tôi.ipynb\0"
    git(clone, "add", "-A")
    stored = git(clone, "show", ":của tôi.ipynb")
    assert "lương thấp" not in stored and "open_answers" in stored and "người có ghi" in stored
    assert git(clone, "diff", "--cached", "--name-only", "-z") == "của tôi.ipynb\0"


def test_a_filter_that_cannot_run_stores_nothing(clone):
    git_filter.set_up(clone)
    git(clone, "config", "filter.so-tay.clean", "khong-co-chuong-trinh-nay")
    answered(clone / "notebooks" / "05_cluster.ipynb")
    refused = subprocess.run(["git", "add", "-A"], cwd=clone, capture_output=True, text=True)
    assert refused.returncode != 0 and "so-tay" in refused.stderr
    assert git(clone, "diff", "--cached", "--name-only") == ""
    git_filter.set_up(clone)
    assert git(clone, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    "name",
    [
        *("data/raw/phieu.csv", "data/raw/phieu.xlsx", "data/raw/form.sqlite", "phieu.sav", "sao-luu-live-2026.sqlite"),
        *("questionnaire/ma-hoa-gop_y.csv", "khac/ma-hoa-gop_y.csv", "questionnaire/dinh-chinh.csv"),
    ],
)
def test_files_with_answers_are_passed_over_by_git(kept_clone, name):
    assert not (kept_clone / name).exists() and git(kept_clone, "status", "--porcelain") == ""
    (kept_clone / name).parent.mkdir(parents=True, exist_ok=True)
    (kept_clone / name).write_text("một câu trả lời", encoding="utf-8")
    assert git(kept_clone, "status", "--porcelain") == ""
    (kept_clone / name).unlink()


def test_a_real_survey_whose_answers_git_would_store_is_warned(clone):
    for name, text in (("questionnaire.md", FORM), ("survey.yaml", SURVEY)):
        (clone / "questionnaire" / name).write_text(text, encoding="utf-8")
    (clone / "thu về.csv").write_text("dung\n", encoding="utf-8")
    (clone / "data" / "raw" / "thu.csv").write_text("dung\n", encoding="utf-8")
    line = ("run", "--survey", "questionnaire/survey.yaml", "--out", "ra", "--raw")
    told = typed(*line, "thu về.csv", folder=clone).stderr
    assert "git lưu thu về.csv" in told and "git rm --cached --ignore-unmatch 'thu về.csv'" in told
    assert "git lưu questionnaire/ma-hoa-kho_khan.csv" in told
    passed = typed(*line, "data/raw/thu.csv", folder=clone)
    assert "git lưu data" not in passed.stderr and passed.returncode == 1


def test_the_shipped_notebooks_pass_the_filter_unchanged():
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        assert git_filter.cleaned(text) == text


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """A project folder with an environment that run.py takes for its own: no package but a stand-in of the pipeline."""
    folder = tmp_path_factory.mktemp("cũ") / "dự án"
    (folder / "pipeline").mkdir(parents=True)
    (folder / "pipeline" / "__init__.py").touch()
    (folder / "pipeline" / "__main__.py").write_text("print(__file__)\n")
    shutil.copy(ROOT / "run.py", folder)
    lock = folder / "requirements.lock"
    lock.touch()
    venv.create(folder / ".venv", symlinks=os.name != "nt")
    stamp = hashlib.sha256(lock.read_bytes()).hexdigest() + f" {sys.version_info[0]}.{sys.version_info[1]}"
    (folder / ".venv" / "installed.txt").write_text(stamp)
    return folder


@pytest.mark.parametrize("is_old_there", [True, False])
def test_a_folder_copied_or_moved_with_its_environment_runs_its_own_code(environment, tmp_path, is_old_there):
    old, new = tmp_path / "cũ", tmp_path / "mới"
    shutil.copytree(environment, old, symlinks=True)
    ran(sys.executable, old / "run.py", folder=old)
    (old / ".venv" / "bin" / "cong-cu").write_text(
        f"#!{old}/.venv/bin/python\nimport pipeline; print(pipeline.__file__)\n"
    )
    (old / ".venv" / "bin" / "cong-cu").chmod(0o755)
    shutil.copytree(old, new, symlinks=True)
    if not is_old_there:
        shutil.rmtree(old)
    assert ran(sys.executable, new / "run.py", folder=tmp_path) == str(new / "pipeline" / "__main__.py")
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {"LC_ALL": "C"}
    code = "import pipeline; print(pipeline.__file__)"
    assert ran(new / ".venv/bin/python", "-c", code, folder=tmp_path, env=plain) == str(
        new / "pipeline" / "__init__.py"
    )
    told = ran("sh", "-c", '"$0"', new / ".venv/bin/python", folder=tmp_path, env=plain, input=code)
    assert told == str(new / "pipeline" / "__init__.py")
    assert (new / ".venv/bin/cong-cu").read_text().startswith(f"#!{new}/.venv/bin/python\n")
    if is_old_there:
        assert ran(old / ".venv/bin/python", "-c", code, folder=tmp_path, env=plain).startswith(str(old))


@pytest.mark.skipif(not shutil.which("uv") and not PIP, reason="neither uv nor pip is here")
def test_the_optional_package_is_added_once_by_its_own_lock_and_stays(environment, tmp_path, monkeypatch):
    if PIP:  # the bare environment has none of its own
        monkeypatch.setenv("PYTHONPATH", str(Path(PIP.origin).parent.parent))
    folder = tmp_path / "dự án"
    shutil.copytree(environment, folder, symlinks=True)
    (folder / "requirements-nghia.lock").write_text("khong-co-goi-nay-o-dau ; python_version < '3'\n")
    stamp = folder / ".venv" / "installed.txt"
    before = stamp.read_text()
    assert ran(sys.executable, folder / "run.py", "--nghia", folder=tmp_path).endswith("__main__.py")
    added = stamp.read_text()
    assert added.startswith(f"{before} --nghia ")
    assert (
        ran(sys.executable, folder / "run.py", folder=tmp_path).endswith("__main__.py") and stamp.read_text() == added
    )


@pytest.mark.skipif(not importlib.util.find_spec("ensurepip"), reason="Debian: apt-get install python3-venv")
def test_a_python_without_pip_sets_itself_up_by_the_one_that_it_holds_ready(environment, tmp_path):
    for name in ("run.py", "pipeline"):
        (shutil.copytree if name == "pipeline" else shutil.copy)(environment / name, tmp_path / name)
    (tmp_path / "requirements.lock").write_text("pip==1 ; python_version < '3'\n", encoding="utf-8")
    bare = environment / ".venv" / "bin" / "python"
    told = ran(bare, "-I", tmp_path / "run.py", folder=tmp_path, env={"PATH": ""})
    assert told.endswith("__main__.py") and (tmp_path / ".venv" / "installed.txt").is_file()
    assert ran(tmp_path / ".venv" / "bin" / "python", "-m", "pip", "--version", folder=tmp_path).startswith("pip ")


def test_the_halves_of_a_lock_hold_every_package_with_its_hashes_once(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "VENV", tmp_path)
    halves = [half.read_text(encoding="utf-8") for half in run.halves(ROOT / "requirements.lock")]
    whole = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert len(halves) == 2 and sorted("".join(halves).splitlines()) == sorted(whole.splitlines())
    named = [re.findall(r"^[\w.-]+==", half, flags=re.MULTILINE) for half in halves]
    assert abs(len(named[0]) - len(named[1])) <= 1 and len(named[0]) > 50
    assert all(half.count(" \\\n    --hash=") >= len(names) for half, names in zip(halves, named, strict=True))
    (tmp_path / "mot.lock").write_text("mot==1 \\\n    --hash=sha256:00\n", encoding="utf-8")
    assert [half.read_text(encoding="utf-8")[:6] for half in run.halves(tmp_path / "mot.lock")] == ["mot==1"]


WAITS = """
import time
try:
    print("đợi", flush=True)
    time.sleep(600)
except KeyboardInterrupt:
    print("dừng")
    raise SystemExit(130)
"""


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C is sent to a group of processes otherwise on Windows")
def test_ctrl_c_is_left_to_the_command_and_told_by_its_exit_code(environment, tmp_path):
    folder = tmp_path / "dự án"
    shutil.copytree(environment, folder, symlinks=True)
    (folder / "pipeline" / "__main__.py").write_text(WAITS, encoding="utf-8")
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
    with subprocess.Popen([sys.executable, folder / "run.py"], start_new_session=True, **pipes) as running:
        assert running.stdout.readline() == "đợi\n", running.stdout.read()
        os.killpg(running.pid, signal.SIGINT)
        assert running.stdout.read() == "dừng\n" and running.wait() == 130


@pytest.mark.skipif(os.name == "nt", reason="Windows ends programs otherwise")
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGHUP])
def test_what_is_ended_by_its_process_id_is_gone(environment, tmp_path, sent):
    folder = tmp_path / "dự án"
    shutil.copytree(environment, folder, symlinks=True)
    (folder / "pipeline" / "__main__.py").write_text(WAITS, encoding="utf-8")
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
    with subprocess.Popen([sys.executable, folder / "run.py"], start_new_session=True, **pipes) as running:
        assert running.stdout.readline() == "đợi\n", running.stdout.read()
        running.send_signal(sent)
        assert running.communicate(timeout=60)[0] == "" and running.returncode == -sent  # nobody holds the pipe


def packaged():
    """Files under pipeline/ that a package of this project holds, as pyproject.toml says."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    assert told["packages"]["find"]["include"] == ["pipeline*"]
    for folder in (path.parent for path in (ROOT / "pipeline").rglob("__init__.py")):
        for pattern in ("*.py", *told["package-data"]["*"]):
            yield from (path.relative_to(ROOT) for path in folder.glob(pattern) if path.is_file())


def compiled_as_here(path, folder):
    """Puts a module's compiled form beside its copy in a folder; it is told to be of the same time, as it must."""
    compiled = Path(cache_from_source(path))
    if path.suffix == ".py" and (ROOT / compiled).is_file():
        shutil.copystat(ROOT / path, folder / path)
        (folder / compiled).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / compiled, folder / compiled)


def test_a_package_holds_every_module_template_script_and_picture():
    there = {
        p.relative_to(ROOT) for p in (ROOT / "pipeline").rglob("*") if p.is_file() and "__pycache__" not in p.parts
    }
    assert there == set(packaged())


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder into which the package alone is installed."""
    folder = tmp_path_factory.mktemp("site")
    for path in packaged():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, folder / path)
        compiled_as_here(path, folder)  # as pip leaves them beside the modules
    return folder


def test_an_installed_package_drafts_checks_and_says_what_needs_the_project_folder(installed, tmp_path):
    (tmp_path / "phieu.csv").write_text("dung,y1\n" + "Có,Đồng ý\nKhông,Phân vân\n" * 20, encoding="utf-8")
    alone = {"env": os.environ | {"PYTHONPATH": str(installed)}, "folder": tmp_path}
    draft, form = "draft phieu.csv --to nhap", "questionnaire nhap/questionnaire.md"
    lines = (draft, form, "run --survey nhap/survey.yaml --raw phieu.csv", "lab", "simulate", "codes -n 1")
    style = "from pipeline import export, project; print(json.dumps([export.notebook._style(), project.__file__]))"
    drafted, read, *refused, styled = each(*map(str.split, lines), after=style, **alone)
    assert "python3 -m pipeline run" in drafted[1] and "Phiếu hợp lệ" in read[1]
    assert all(code == 1 and "vào đó rồi chạy: python3 run.py" in told for code, told in refused) and len(refused) == 4
    assert styled[0] and styled[1].startswith(str(installed))


def test_the_package_is_built_with_all_of_it(tmp_path):
    for path in (*packaged(), "pyproject.toml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    for other in ("notebooks", "questionnaire", "data"):
        (tmp_path / other).mkdir()
    code = "from setuptools import setup; setup(script_args=['-q', 'build_py', '--build-lib', 'gói'])"
    ran(sys.executable, "-W", "ignore", "-c", code, folder=tmp_path)
    built = tmp_path / "gói"
    assert {path.relative_to(built) for path in built.rglob("*") if path.is_file()} == set(packaged())

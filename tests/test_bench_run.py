"""What a run costs is counted with every process it starts; random edits change what they say they change."""

import ast
import json
import random
import subprocess
import sys

import pytest

from pipeline.bench import edits, run, small, watched
from pipeline.bench.run import HEAD
from pipeline.run import NOTEBOOKS
from tests.commands import typed
from tests.conftest import ROOT

ORPHAN = """
import os, time
if os.fork() == 0:
    if os.fork() == 0:
        while time.process_time() < 0.2: pass
    os._exit(0)
"""
MEASURE = """
import sys
from pipeline.bench.measured import measured
print(measured([sys.executable, "-c", sys.argv[1]], None, None).cpu)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="orphans are adopted on Linux alone")
def test_a_process_that_outlives_its_command_is_counted():
    done = subprocess.run([sys.executable, "-c", MEASURE, ORPHAN], cwd=ROOT, capture_output=True, text=True, check=True)
    assert float(done.stdout) > 0.2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what a command costs is measured on Linux alone")
def test_a_size_too_small_for_weights_is_a_line_of_the_table_and_runs_without_them(tmp_path, monkeypatch):
    (tmp_path / "pipeline").mkdir()
    (tmp_path / "pipeline" / "__init__.py").touch()
    refuses = "import sys; 'run' in sys.argv and 'phieu-12' in sys.argv[3] and '-p' not in sys.argv"
    refuses += " and sys.exit('Lỗi: 12 phiếu.\\nGiữ ở đó.')"
    (tmp_path / "pipeline" / "__main__.py").write_text(refuses, encoding="utf-8")
    monkeypatch.setattr(run, "ROOT", tmp_path)
    lines = list(run.bench("", 0, 0, 0, (12, 30)))
    assert "| cả lần chạy 12 phiếu | dừng: 12 phiếu. |  |" in lines
    for ran in ("12 phiếu, không gia quyền", "30 phiếu"):
        assert [line for line in lines if f"cả lần chạy {ran} | " in line and "giây CPU" in line]


def test_each_kind_of_edit_of_the_code_still_parses_and_differs():
    draw, nothing = random.Random(1), {name: {"ran": []} for name in NOTEBOOKS}
    for _ in range(20):
        path, after, _, uses = edits.EDITS["mã"](draw, nothing)
        assert after != path.read_bytes() and ast.parse(after) and not uses


def test_a_comment_in_survey_yaml_is_an_edit_that_nobody_uses(tmp_path, monkeypatch):
    monkeypatch.setattr(edits, "SURVEY", tmp_path / "survey.yaml")
    edits.SURVEY.write_text(small.SURVEY, encoding="utf-8")
    reads = {name: {"ran": [["pipeline/export/report.py", 1, ["owner"]]] * name.startswith("06")} for name in NOTEBOOKS}
    found = [edits._said(random.Random(seed), reads) for seed in range(30)]
    assert {frozenset(uses) for _, after, _, uses in found if b"# ghi" in after} == {frozenset()}
    assert {frozenset(uses) for _, after, _, uses in found if b"owner" in after} == {frozenset(["06_export"])}
    assert len({after for _, after, *_ in found}) > 10


def test_what_a_notebook_uses_is_watched_and_not_what_merely_loads(tmp_path):
    for name, text in (("questionnaire.md", small.FORM), ("survey.yaml", small.SURVEY), ("phieu.csv", small.rows(24))):
        (tmp_path / name).write_text(text, encoding="utf-8")
    line = [sys.executable, "-m", watched.__name__, "01_ingest", tmp_path / "survey.yaml", tmp_path / "ra"]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)
    used = json.loads(done.stdout)
    ran = {path for path, *_ in used["ran"]}
    assert {"pipeline/ingest/formats.py", "pipeline/project.py"} <= ran <= {*used["loaded"]}
    assert "pipeline/paths.py" in used["loaded"] and "pipeline/form/pages.py" not in ran


def test_what_a_notebook_declares_is_found_without_the_plan(tmp_path):
    files = edits._imported(tmp_path / "so-tay.py", "04_infer")
    assert {"pipeline/infer/pairs.py", "pipeline/ingest/formats.py"} <= {*files}
    assert not [
        file for file in files if file.startswith(("pipeline/export/", "pipeline/rehearse/", "pipeline/bench/"))
    ]


def test_a_revision_that_git_does_not_know_is_named():
    done = typed("bench", "run", "--before", "khong-co", "--pairs", "0", "--edits", "0")
    assert done.returncode == 1 and "--before khong-co: git không có bản này" in done.stderr
    assert done.stdout.splitlines() == list(HEAD)

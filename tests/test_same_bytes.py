"""What is found in open answers is the same to the last byte on another machine, and in a run that finds its files."""

import os
import subprocess
import sys
from hashlib import sha256

import pytest

from tests.conftest import FORM, ROOT, SURVEY

CODED = """
import hashlib, sys, pandas as pd
from pipeline import coding, project, survey
folder, answers = sys.argv[1], pd.DataFrame({"gop_y": [f"{t} {p}" for p in range(9) for t in
    ("Tin giả tràn lan", "Mất thời gian", "Chưa được tập huấn", "Mạng chậm", "không")]})
work = project.Project(survey.read(f"{folder}/survey.yaml"), None, project.Path(folder), project.Path(folder))
found = coding.studies(work, answers, seed=3)
counts = coding.all_counts(answers, found)
tables = [counts, coding.all_coverage(found, counts), coding.all_quotes(found, minimum=2),
          coding.last_codes(found), coding.map_of(found["gop_y"], minimum=2)[0]]
told = "".join(table.to_csv() for table in tables).encode()
told += (project.Path(folder) / "codeframe-gop_y.csv").read_bytes()
print(hashlib.sha256(told).hexdigest())
"""
LEARNED = """
import hashlib, pandas as pd
from pipeline import cluster
from tests.test_cluster import CHECKING, DEVICES, TRAINING
prepared = cluster.prepare(pd.Series([*CHECKING, *TRAINING, *DEVICES]))
labels, table = cluster.groups(prepared, 3, seed=1)
hand = pd.DataFrame({"key": prepared["key"].iloc[::2], "codes": ["1"] * 8 + ["2"] * 7 + ["3"] * 8})
frame = pd.DataFrame({"code": ["1", "2", "3"], "phrases": ["tin giả", "tập huấn", "wifi"]})
models = [cluster.learn(prepared, frame, hand, several=several, seed=1) for several in (False, True)]
found = [str(cluster.threshold(models[0], hand, prepared.index)), *(model.probability.to_csv() for model in models)]
print(hashlib.sha256("".join([labels.to_csv(), table.to_csv(), *found]).encode()).hexdigest())
"""
# another order of sets, other numbers of threads, another processor
OTHER = {"PYTHONHASHSEED": "2", "OMP_NUM_THREADS": "2", "OPENBLAS_CORETYPE": "Haswell"}
OTHER |= {"NPY_DISABLE_CPU_FEATURES": "AVX512F", "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the small survey."""
    folder = tmp_path_factory.mktemp("máy")
    for name, text in (("questionnaire.md", FORM), ("survey.yaml", SURVEY)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def other(folder):
    """What the other machine, whose run is the first in the folder, tells: of codes, and of what is learned."""
    line = [sys.executable, "-W", "ignore", "-c", CODED + LEARNED, str(folder)]
    told = subprocess.run(line, cwd=ROOT, env=os.environ | OTHER, capture_output=True, text=True, check=True).stdout
    assert [len(digest) for digest in told.split()] == [len(sha256().hexdigest())] * 2
    return told.splitlines(keepends=True)


def test_two_machines_agree_byte_for_byte_from_the_first_run_on(other, folder, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["", str(folder)])
    exec(CODED, {})  # this process finds the frame of the other
    (folder / "codeframe-gop_y.csv").unlink()
    exec(CODED, {})  # and has a first run of its own
    assert capsys.readouterr().out == 2 * other[0]


def test_other_processors_and_numbers_of_threads_give_the_same_bytes(other, capsys):
    exec(LEARNED, {})
    assert capsys.readouterr().out == other[1]

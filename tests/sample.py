"""The six notebooks run by nbval on the shipped sample, in a copy of the project, once for all who look at it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ("notebooks", "pipeline", "questionnaire", "data/raw")
ENDED = "ket-thuc.json"  # what nbval printed and its exit code; there when it has ended


def started(folder):
    """The process that makes the copy in a folder and runs it, with less weight than the tests beside it."""
    light = ["nice", "-n", "10"] if shutil.which("nice") else []
    return subprocess.Popen([*light, sys.executable, __file__, str(folder)])


def result(folder):
    """(copy, what nbval printed and its exit code) once the process has ended."""
    while not (ended := Path(folder) / ENDED).is_file():
        time.sleep(0.2)
    return Path(folder) / "du-an", subprocess.CompletedProcess([], **json.loads(ended.read_text(encoding="utf-8")))


def _run(folder):
    copy = folder / "du-an"
    for name in KEPT:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    line = [sys.executable, "-m", "pytest", "-q", "--nbval-lax", "--nbval-cell-timeout=240", "-p", "no:cacheprovider"]
    paths = sorted((copy / "notebooks").glob("0*.ipynb"))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (copy, ROOT)))}
    environment.pop("PIPELINE_OUT", None)
    settings = {"cwd": copy, "env": environment, "capture_output": True, "text": True}
    done = subprocess.run([*line, "-p", "tests.forked_kernels", *paths], **settings)
    told = {"returncode": done.returncode, "stdout": done.stdout, "stderr": done.stderr}
    (folder / "moi.json").write_text(json.dumps(told), encoding="utf-8")
    os.replace(folder / "moi.json", folder / ENDED)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # ends what it runs, too
    _run(Path(sys.argv[1]))

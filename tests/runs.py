"""A small survey with its answers in two files, run by the command in a copy of the project for all who look: as on a
bad day, when it is stopped, killed, fails, and is finished in the end."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from pipeline import ingest, project
from tests.conftest import FORM, ROOT, SURVEY

OF = "RUN_OF"  # names the folder in the environment of a run and of its kernels

COPIED = ("pipeline", "notebooks", "requirements.lock")
HEADER = "dung,mang,tuoi,y1,y2,y3,gop_y,_seconds\n"
ROWS = """co,zalo fb,30,1,2,3,cần tập huấn kỹ năng kiểm chứng thông tin,300
co,zalo,41,3,3,3,không,400
khong,,25,2,1,kyk,mạng chậm quá,50
co,fb,28,2,2,1,nên có quy định cụ thể của cơ quan,500
"""
PLAN = """comparisons: [{name: So sánh, questions: [y1, mang], by: [dung]}]
privacy: {min_cell: 0, min_quote_group: 1}
population: {file: danh-sach.csv}
weighting: {margins: [y2]}
raw: [phieu.csv, giay.csv]
"""
PARAMETERS = ("-p", "seed=7", "-p", "weight_column=")


def copied(copy):
    """The project in another folder, and in it the survey: in a folder with a blank and Vietnamese letters."""
    for name in COPIED:
        kept = shutil.ignore_patterns(".ipynb_checkpoints")  # compiled modules are taken along: nothing compiles anew
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(
            ROOT / name, copy / name, **({"ignore": kept} if (ROOT / name).is_dir() else {})
        )
    folder = copy / "phiếu thử"
    folder.mkdir()
    _write(folder)
    return copy, folder


def _write(folder):
    texts = {"questionnaire.md": FORM, "survey.yaml": SURVEY + PLAN, "danh-sach.csv": "y2,so_nguoi\n2,100\n3,900\n"}
    texts |= {"phieu.csv": HEADER + ROWS * 10, "giay.csv": HEADER + ROWS * 2}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    work = project.at(str(folder / "survey.yaml"), [str(folder / "giay.csv")])
    key = ingest.gathered(project.raw_tables(work), work.survey.form).responses["_key"][0]
    correction = f"khóa,câu hỏi,giá trị mới,lý do,người sửa\n{key},y3,Đồng ý,nhập sai,An\n0000000000,y3,1,x,An\n"
    (folder / "dinh-chinh.csv").write_text(correction, encoding="utf-8")


def options(copy):
    """What the command is told of the survey in a copy."""
    folder = copy / "phiếu thử"
    raw = [word for name in ("phieu.csv", "giay.csv") for word in ("--raw", str(folder / name))]
    return ["--survey", str(folder / "survey.yaml"), "--out", str(copy / "ra"), *raw, *PARAMETERS]


def command(copy, *words):
    """`python -m pipeline run` in the copy; its finished process."""
    line, settings = _run(copy)
    return subprocess.run([*line, *words], capture_output=True, **settings)


def _run(copy):
    line = [sys.executable, "-P", "-m", "pipeline", "run", *options(copy)]
    return line, {"env": os.environ | {"PYTHONPATH": str(copy), OF: str(copy)}, "cwd": copy, "text": True}


def bad_day(copy):
    """How a run of the copy ended → (its process, what it left among the results, its kernels that stayed).

    Stopped by Ctrl+C in the fifth step; killed there when it went on; failed in the fourth by a fault in the code; and
    finished when that was mended. "at work": the kernels that there were before it was killed.
    """

    def after(ended):
        return ended, {path.name for path in (copy / "ra").iterdir()}, stayed(copy)

    line, settings = _run(copy)
    day = {"stopped": after(interrupted(line, "05 Câu hỏi mở", **settings))}
    ended, at_work = _killed(copy, "05 Câu hỏi mở")
    day |= {"killed": after(ended), "at work": at_work}
    faulty = copy / "pipeline" / "infer" / "correlations.py"
    before = faulty.read_text(encoding="utf-8")
    faulty.write_text(f'{before}\n\ndef correlations(*_, **__):\n    raise ValueError("dừng thử")\n', encoding="utf-8")
    day["failed"] = after(command(copy))
    faulty.write_text(before, encoding="utf-8")
    return day | {"finished": after(command(copy))}


def interrupted(line, until, **settings):
    """Presses Ctrl+C when ``until`` appears in what a command prints; its ended process with all it printed."""
    settings |= {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "start_new_session": True}
    with subprocess.Popen(line, **settings) as running:
        told = ""
        while until not in told and (letter := running.stdout.read(1)):
            told += letter
        os.killpg(running.pid, signal.SIGINT)
        told += running.stdout.read()
    return subprocess.CompletedProcess(line, running.returncode, told)


def _killed(copy, until):
    line, settings = _run(copy)
    with subprocess.Popen(line, stderr=subprocess.PIPE, **settings) as running:
        told = ""
        while until not in told and (row := running.stderr.readline()):
            told += row
        at_work = kernels(copy)
        running.kill()
    return subprocess.CompletedProcess(line, running.returncode, stderr=told), at_work


def stayed(folder):
    """The kernels of a run of this folder that do not end with it: the warm process goes a moment later."""
    for _ in range(300):
        if not kernels(folder):
            break
        time.sleep(0.1)
    return kernels(folder)


def kernels(folder):
    """Process ids of the kernels of runs of this folder, forked or not; other tests have runs of their own."""
    pattern = f"^{sys.executable} .*(-m ipykernel|-c from multiprocessing.forkserver)"
    found = subprocess.run(["pgrep", "-f", pattern], capture_output=True, text=True).stdout.split()
    return {process for process in found if _is_of(folder, Path("/proc") / process / "environ")}


def _is_of(folder, environment):
    """Whether a process was started with the environment of a run there; true where a system does not tell."""
    try:
        return f"{OF}={folder}".encode() in environment.read_bytes()
    except OSError:  # it has just ended
        return not Path("/proc/self").exists()

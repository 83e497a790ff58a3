"""A small survey with its answers in two files, run once by the command in a copy of the project for all who look."""

import os
import shutil
import subprocess
import sys

from pipeline import ingest, project
from tests.conftest import FORM, ROOT, SURVEY

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
    line = [sys.executable, "-P", "-m", "pipeline", "run", *options(copy), *words]
    environment = os.environ | {"PYTHONPATH": str(copy)}
    return subprocess.run(line, env=environment, cwd=copy, capture_output=True, text=True)

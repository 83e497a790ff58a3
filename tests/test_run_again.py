"""What is not changed is not run again, and whatever a step rests on makes it run: decided by content, told by name."""

import json
import os
import re
import subprocess
import sys

import nbformat
import pytest

from pipeline.run import NOTEBOOKS, code, preload
from pipeline.run.steps import FACES, REPORT, SPOKEN
from tests.conftest import ROOT
from tests.runs import command, options


@pytest.fixture(scope="module")
def copy(small_run):
    """A copy of the project with a small survey that has been run in it."""
    assert small_run[2]["finished"][0].returncode == 0
    return small_run[0]


ASKED = """
import json, os, sys
from pipeline.__main__ import main
from pipeline.run import NOTEBOOKS, code
for name in NOTEBOOKS:
    code.of_notebook(name)
for line in sys.stdin:
    if not (child := os.fork()):
        sys.argv = ["pipeline", *json.loads(line)]
        main()
    os.waitpid(child, 0)
    print("", flush=True)
"""


ALL = {"01", "02", "03", "04", "05", "06"}
NAMES = {f"06 {title}": name for name, title in FACES.items()}


def told(lines):
    """First digits of each step, or the name of a face of the report → what is said of it."""
    parts = [line.strip().partition(": ") for line in lines]
    return {NAMES.get(title, title[:2]): said for title, _, said in parts}


@pytest.fixture(scope="module")
def explained(copy):
    """Step → what `--dry-run` says of it: each command in a process forked from one that has read the code once."""
    if not hasattr(os, "fork"):
        yield lambda *words: told(command(copy, "--dry-run", *words).stdout.splitlines())
        return
    about = ["run", *options(copy), "--dry-run"]
    settings = {"env": os.environ | {"PYTHONPATH": str(copy), "PYTHONUTF8": "1"}, "cwd": copy, "encoding": "utf-8"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-P", "-c", ASKED], **settings, **pipes) as asked:

        def ask(*words):
            asked.stdin.write(f"{json.dumps([*about, *words])}\n")
            asked.stdin.flush()
            return told(iter(asked.stdout.readline, "\n"))

        yield ask
        asked.stdin.close()


def changed(explained):
    """The steps that run, or may have to: their first digits, of faces of the report those alone that run for sure."""
    sure = {step for step, told in explained.items() if told.startswith("chạy lại")}
    return sure | {step for step, told in explained.items() if step not in FACES and not told.startswith("không đổi")}


@pytest.fixture
def edited(copy):
    """Writes another text into a file of the copy for one test."""
    before = {}

    def edit(path, change):
        file = copy / path
        before.setdefault(file, file.read_bytes() if file.exists() else None)
        file.write_text(change(file.read_text(encoding="utf-8") if file.exists() else ""), encoding="utf-8")

    yield edit
    for file, content in before.items():
        file.unlink() if content is None else file.write_bytes(content)


def test_an_unchanged_run_touches_nothing_and_says_so(copy):
    before = {p: p.stat().st_mtime_ns for p in (copy / "ra").rglob("*")}
    done = command(copy)
    assert "Không có gì thay đổi" in done.stdout and "Phiếu đưa vào phân tích: 36" in done.stdout
    assert {p: p.stat().st_mtime_ns for p in (copy / "ra").rglob("*")} == before
    said = told(command(copy, "--dry-run").stdout.splitlines())
    assert len(said) == len(NOTEBOOKS) + len(FACES) and set(said.values()) == {"không đổi, dùng lại"}


def ran(done):
    """The steps that a run says it has made: first digits, or the names of faces."""
    found = re.findall(r"^((\d\d) .*): xong sau", done.stderr, re.M)
    return {NAMES.get(title, digits) for title, digits in found}


def function(name, line):
    """Puts a line at the head of a function's body, behind its docstring."""
    return lambda text: re.sub(rf'(def {name}\((?:.|\n)*?"""(?:.|\n)*?"""\n)', rf"\1    {line}\n", text, count=1)


@pytest.mark.parametrize(
    ("path", "change", "steps", "told"),
    [
        ("pipeline/infer/pairs.py", function("pairs", "x = 1"), {"04", "05", "06"}, "infer/pairs.py (pairs)"),
        ("pipeline/report/results.py", function("results", "x = 1"), {"06"}, "report/results.py (results)"),
        ("pipeline/export/templates/document.typ", lambda t: t + "\n// x", {"pdf"}, "templates/document.typ"),
        ("pipeline/export/typst/fonts/LICENSE.txt", lambda t: t + "\n", {"pdf", "docx"}, "fonts/LICENSE.txt"),
        ("pipeline/charts/shares.py", function("bar", "x = 1"), {"hinh"}, "charts/shares.py (bar)"),
        ("pipeline/charts/words.py", lambda t: t.replace("đồ thanh", "thanh"), {"hinh"}, "charts/words.py (_bars)"),
        ("pipeline/sketch.py", function("bars", "x = 1"), {"03", "04", "05", "06"}, "sketch.py (bars)"),
        ("pipeline/cluster/names.py", lambda t: t + "\nX = 1\n", {"05", "06"}, "cluster/names.py (X)"),
        ("pipeline/form/pages.py", lambda t: t + "\nX = 1\n", set(), ""),
        ("pipeline/bench/race.py", lambda t: t + "\nX = 1\n", set(), ""),
        ("notebooks/04_infer.ipynb", lambda t: t.replace("seed = 2022", "seed = 2023"), {"04", "06"}, "04_infer.ipynb"),
        ("phiếu thử/phieu.csv", lambda t: t.replace("30,1", "31,1", 1), ALL, "phieu.csv"),
        ("phiếu thử/survey.yaml", lambda t: t.replace("60", "61"), {*ALL, "so"}, "yaml › quality"),
        ("phiếu thử/survey.yaml", lambda t: t + "\n# ghi chú\n", set(), ""),
        ("phiếu thử/survey.yaml", lambda t: t.replace("hỏi thử", "a"), {*ALL, "so"}, "› title"),
        ("phiếu thử/survey.yaml", lambda t: t + "owner: {name: Ban Tuyên giáo}\n", {"06", "so"}, "survey.yaml › owner"),
        ("phiếu thử/survey.yaml", lambda t: t + "report: {lead: [y1]}\n", {"03", "06", "so"}, "survey.yaml › report"),
        ("phiếu thử/survey.yaml", lambda t: t + "title: [\n", {*ALL, "so"}, "survey.yaml"),
        ("pipeline/form/static/form.css", lambda t: t + "\n", set(), ""),
        ("phiếu thử/dinh-chinh.csv", lambda _: "x", {"02", "03", "04", "05", "06"}, "dinh-chinh.csv"),
        ("phiếu thử/ma-hoa-gop_y.csv", lambda _: "x", {"05", "06"}, "ma-hoa-gop_y.csv"),
        ("phiếu thử/trich-dan.csv", lambda _: "x", {"05", "06"}, "trich-dan.csv"),
        ("phiếu thử/nhan-dinh.md", lambda _: "# Ưu điểm", {"06"}, "nhan-dinh.md"),
        ("phiếu thử/codeframe-gop_y.csv", lambda t: t + " ", {"05", "06"}, "codeframe-gop_y.csv"),
        ("requirements.lock", lambda t: t + "# x", {*ALL, *FACES}, "môi trường"),
        ("ra/tables/tests.csv", lambda t: t + "x", {"04", "06"}, "kết quả lần trước đã bị sửa"),
    ],
)  # fmt: skip
def test_what_a_step_rests_on_makes_it_run_and_is_named(explained, edited, path, change, steps, told):
    edited(path, change)
    found = explained()
    assert changed(found) == steps
    first = min(steps, default="01")
    assert told in found[first]


def _asked(explained):
    return {step for step, told in explained.items() if "theo yêu cầu" in told}


def test_parameters_and_words_choose_steps(copy, explained):
    assert changed(explained()) == set()
    assert "tham số precision" in explained("-p", "precision=0.8")["05"]
    asked = {word: _asked(explained(*word.split())) for word in ("--from 04", "--only 03", "--force")}
    assert asked["--from 04"] == {"04", "05", "06", *FACES} and asked["--only 03"] == {"03"}
    assert asked["--force"] == {*ALL, *FACES}
    assert "--only 09: không có bước này" in command(copy, "--only", "09").stderr


def test_a_changed_template_or_label_of_a_chart_writes_the_report_anew_and_loses_no_work(copy, edited):
    kept = [copy / "ra" / "notebooks" / f"03_describe.{kind}" for kind in ("ipynb", "html")]
    before = [path.stat().st_mtime_ns for path in kept]
    edited("pipeline/export/templates/page.html.j2", lambda text: text.replace("</main>", "<!-- mới --></main>", 1))
    edited(
        "pipeline/charts/canvas.py",
        lambda text: text.replace("n là số người.", "n là số phiếu.").replace("Chưa gia quyền.", "Không gia quyền."),
    )
    own, word = (copy / "ra" / "report" / name for name in ("ban-ky.docx", "bao-cao.docx"))
    own.write_text("của tôi")
    word.write_text("đã sửa")
    done = command(copy)
    assert ran(done) == {*FACES} - {"so"}, done.stderr
    aside = copy / "ra" / "ban-da-sua" / "report" / "bao-cao.docx"
    assert f"bản đã sửa giữ ở {aside}" in done.stderr
    assert own.read_text() == "của tôi" and aside.read_text() == "đã sửa" and word.stat().st_size > 10_000
    report = (copy / "ra" / "report" / "bao-cao.html").read_text(encoding="utf-8")
    assert "<!-- mới -->" in report and re.search(r"n là số phiếu\.|>Không gia quyền\.", report)
    assert [path.stat().st_mtime_ns for path in kept] == before


def begun(told):
    """The notebooks that a run says it begins: their digits."""
    return set(re.findall(r"^(\d\d) .*: đang chạy", told, re.M))


@pytest.mark.parametrize("how", ["stopped", "killed", "failed"])
def test_a_run_that_ends_before_its_time_leaves_what_is_finished_and_no_kernel(small_run, how):
    ended, left, kernels = small_run[2][how]
    assert not kernels and ".do-dang" in left and not left & {"tables", "report", "run.lock"}
    assert (ended.returncode, how) in {(130, "stopped"), (-9, "killed"), (1, "failed")}


def test_ctrl_c_is_answered_in_one_line(small_run):
    told = small_run[2]["stopped"][0].stdout
    assert "Đã dừng theo Ctrl+C." in told and not re.search("Traceback|Kernel died", told)
    assert small_run[2]["stopped"][1] == {".gitignore", ".do-dang"}


def test_a_run_goes_on_at_the_step_where_the_last_one_ended(small_run):
    killed, failed, finished = (small_run[2][how][0].stderr for how in ("killed", "failed", "finished"))
    assert not begun(killed) & {"01", "02"} and (small_run[2]["at work"] or not preload.CAN_FORK)
    assert "Sổ tay 04_infer dừng ở ô" in failed and "dừng thử" in failed and begun(failed) == {"03", "04", "05"}
    assert begun(finished) == {"04", "06"} and small_run[2]["finished"][1] >= {"tables", "report", "run.lock"}
    assert ".do-dang" not in small_run[2]["finished"][1]


def test_no_step_reads_a_key_of_survey_yaml_that_is_said_to_other_steps_alone():
    apart = ("pipeline/survey/", "pipeline/form/whose.py", "pipeline/project.py")  # checks all; reads stores; in a lab
    for name in set(NOTEBOOKS) - set(REPORT):
        unread = [key for key, steps in SPOKEN.items() if name not in steps]
        told, paths = re.compile(rf"survey\.({'|'.join(unread)})\b"), code.of_notebook(name)
        texts = {path: (ROOT / path).read_text(encoding="utf-8") for path in paths if path.endswith(".py")}
        assert not [path for path, text in texts.items() if told.search(text) and not path.startswith(apart)]
        assert not told.search((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))


def test_a_notebook_sees_nothing_that_another_left(copy):
    books = [nbformat.read(copy / "ra" / "notebooks" / f"{name}.ipynb", as_version=4) for name in NOTEBOOKS]
    firsts = [next(c.execution_count for c in book.cells if c.cell_type == "code") for book in books]
    assert firsts == [1] * len(NOTEBOOKS)


def test_the_lock_file_names_no_machine_and_holds_no_answer(copy):
    text = (copy / "ra" / "run.lock").read_text(encoding="utf-8")
    assert str(copy) not in text and "tập huấn" not in text and set(json.loads(text)["steps"]) >= set(NOTEBOOKS)


def test_no_notebook_rests_on_the_charts_of_the_report_or_on_its_faces():
    telling = {"pipeline/charts/__init__.py", "pipeline/charts/telling.py"}  # whether there is anything to draw
    drawn = {path.relative_to(ROOT).as_posix() for path in (ROOT / "pipeline" / "charts").glob("*.py")} - telling
    reached = {name: set(code.of_notebook(name)) for name in NOTEBOOKS}
    assert not [name for name, paths in reached.items() if paths & {*drawn, "pipeline/export/html.py"}]
    assert "pipeline/sketch.py" not in reached["06_export"]

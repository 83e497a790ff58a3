"""A run of the sample beside the bare computation, and how rightly it is decided what runs again."""

import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from pipeline import vi
from pipeline.bench.measured import BenchError, measured, middle
from pipeline.paths import ROOT

HEAD = ("| phép đo | kết quả | ngưỡng |", "|---|---|---|")
TRIED = 10  # edits that are carried out, of those that are planned
QUICK = 5  # times that a command of a second is repeated
CHANGES = (
    ("một mẫu trình bày", "pipeline/export/templates/page.html.j2", "</main>", "<!-- mới --></main>"),
    ("một nhãn của hình", "pipeline/charts/canvas.py", "Cơ sở: n = ", "Nền: n = "),
)
CODE = ("pipeline", "notebooks", "requirements.lock")


def bench(before="", pairs=3, forks=200, edits=500, sizes=()):
    """Yields the rows of a table in Vietnamese, each as soon as it is measured.

    ``before``: a revision of git that the same sample is run with, in the same turns; ``sizes``: numbers of simulated
    answers that are run besides; 0 leaves a measurement out.
    """
    yield from HEAD
    with tempfile.TemporaryDirectory(prefix="do-") as name:
        folder = Path(name)
        old = _checked_out(before, folder / "truoc") if before else None
        yield from _costs(folder, old, pairs)
        for size in sizes:
            yield from _grown(folder, old, size)
        yield from _quick(old)
        yield from _forks(forks)
        yield from _edits(folder / "sua", edits)


def _row(name, result, bar=""):
    return f"| {name} | {result} | {bar} |"


def _checked_out(revision, folder):
    """The project as it was at a revision, in a folder of its own. BenchError where git does not know it."""
    done = subprocess.run(["git", "archive", revision], cwd=ROOT, capture_output=True)
    if done.returncode:
        raise BenchError(f"--before {revision}: git không có bản này ({done.stderr.decode().strip()}).")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def _costs(folder, old, pairs):
    """Turn by turn: the plain script, the run, the run as it was; the middle of each figure. Memory is looked at in a
    turn before, as that takes time of both cores."""
    if not pairs:
        return
    turns = [_turn(folder, old, turn, memory=not turn) for turn in range(pairs + 1)]
    peaks, (plain, run, *was) = turns[0], zip(*turns[1:], strict=True)
    again = _cost(ROOT, "pipeline", "run", "--out", folder / "chay")
    report = _cost(ROOT, "pipeline", "run", "--only", "06", "--out", folder / "chay")
    yield from _compared(plain, run, *was, peaks=peaks)
    yield _row("chạy lại khi không có gì thay đổi, cả lệnh", _seconds(again), "≤ 1 giây")
    yield _row("chỉ báo cáo và các mặt của nó (--only 06)", _seconds(report), "≤ 8 giây")
    for told, path, old_text, new_text in CHANGES:
        yield _row(f"đổi {told}, rồi chạy", _seconds(_changed(folder, path, old_text, new_text)), "≤ 8 giây")


def _turn(folder, old, turn, memory):
    """Costs of the plain script, of the run, and of the run as it was."""
    costs = [
        _cost(ROOT, "pipeline.bench.plain", folder / f"tho-{turn}", memory=memory),
        _cost(ROOT, "pipeline", "run", "--force", "--out", folder / "chay", memory=memory),
    ]
    was = [_cost(old, "pipeline", "run", "--out", folder / f"cu-{turn}", memory=memory)] if old else []
    return [*costs, *was]


def _changed(folder, path, before, after):
    """The cost of a run of the project's copy after one change, on the results that are there."""
    copy = folder / "sua-mot-dong"
    if not copy.exists():
        for name in (*CODE, "questionnaire", "data/raw"):
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, _made(copy / name))
        _cost(copy, "pipeline", "run", "--out", copy / "ra")
    file = copy / path
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    if text == file.read_text(encoding="utf-8"):
        raise BenchError(f"{path}: không còn «{before}».")
    return _cost(copy, "pipeline", "run", "--out", copy / "ra", memory=False)


def _made(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _compared(plain, run, was=(), *, peaks):
    bare, ours = middle(plain)._replace(peak=peaks[0].peak), middle(run)._replace(peak=peaks[1].peak)
    turns = f"trung vị của {len(run)} lượt xen kẽ"
    yield _row("một đoạn mã chạy các ô của sáu sổ tay, một tiến trình", f"{_seconds(bare)}, {_memory(bare)}")
    yield _row("cả lần chạy, kể cả nhân sổ tay, trang HTML", f"{_seconds(ours)}, {_memory(ours)}", "≤ 1,2 GiB")
    yield _row(f"CPU: lần chạy / đoạn mã ({turns})", _ratio(run, plain, "cpu"), "≤ 1,1 ×")
    yield _row("thời gian chờ: lần chạy / đoạn mã", _ratio(run, plain, "wall"), "≤ 0,7 × (hai nhân rảnh)")
    if was:
        yield _row("cả lần chạy, bản trước", f"{_seconds(middle(was))}, {_memory(peaks[-1])}")
        yield _row("CPU: lần chạy / bản trước", _ratio(run, was, "cpu"), "≤ 0,40 ×")
        yield _row("thời gian chờ: lần chạy / bản trước", _ratio(run, was, "wall"))


def _grown(folder, old, size):
    """So many simulated answers drawn and run, beside the version before."""
    where, words = folder / f"phieu-{size}", ("simulate", "-n", size, "--to")
    drawn = _cost(ROOT, "pipeline", *words, where)
    run = ("run", "--raw", where / "mau_mo_phong.csv", "--out")
    yield _row(f"sinh {vi.number(size)} phiếu", _seconds(drawn))
    told, unweighted = f"cả lần chạy {vi.number(size)} phiếu", ("-p", "weighted=false")
    try:
        ran = _cost(ROOT, "pipeline", *run, folder / f"lon-{size}")
    except BenchError as error:  # few answers may be too few for the weights that survey.yaml asks for: the run says so
        yield _row(told, f"dừng: {_said(error)}")
        try:
            ran = _cost(ROOT, "pipeline", *run, folder / f"lon-{size}", *unweighted)
        except BenchError:
            return
        told += ", không gia quyền"
    yield _row(told, f"{_seconds(ran)}, {_memory(ran)}", "≤ 1,5 GiB")
    if old:
        before = (
            _cost(old, "pipeline", *words, folder / f"phieu-cu-{size}"),
            _cost(old, "pipeline", *run, folder / "lon-cu"),
        )
        ratios = [f"{vi.number(now.cpu / was.cpu, 2)} ×" for now, was in zip((drawn, ran), before, strict=True)]
        yield _row(f"CPU {vi.number(size)} phiếu / bản trước: sinh; chạy", "; ".join(ratios), "≤ 0,4 × (50.000 phiếu)")


def _said(error):
    """What a command that failed told its user, in one line."""
    told = str(error).rpartition("Lỗi: ")[2].strip().splitlines()
    return told[0].replace("|", "/") if told else ""


def _ratio(ours, others, figure):
    """Each turn's ratio by itself, so that a busy moment of the machine meets both; the middle and the range."""
    found = sorted(getattr(a, figure) / getattr(b, figure) for a, b in zip(ours, others, strict=True))
    span = f" ({vi.number(found[0], 2)}–{vi.number(found[-1], 2)})" if len(found) > 1 else ""
    return f"{vi.number(statistics.median(found), 2)} ×{span}"


def _seconds(cost):
    return f"{vi.number(cost.cpu, 1)} giây CPU, chờ {vi.number(cost.wall, 1)} giây"


def _memory(cost):
    return f"đỉnh {vi.number(cost.peak, 2)} GiB"


def _cost(project, module, *words, memory=True):
    """What a module of a project costs with one thread for small tables, as a kernel of ours has."""
    line = [sys.executable, "-P", "-m", module, *map(str, words)]
    return measured(line, _environment(project), project, memory=memory)


def _environment(project):
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIPELINE_")}
    return kept | threads | {"PYTHONPATH": str(project), "PYTHONUTF8": "1"}


def _quick(old):
    """The command's help beside a bare start of Python, and beside that of the version before."""
    start = [sys.executable, "-P", "-c", "pass"]
    bare = middle([measured(start, _environment(ROOT), ROOT) for _ in range(QUICK)])
    ours = middle([_cost(ROOT, "pipeline", "--help") for _ in range(QUICK)])
    spent = f"{vi.number(1000 * ours.cpu)} ms CPU; python -c pass: {vi.number(1000 * bare.cpu)} ms"
    yield _row("--help", spent)
    if old:
        was = middle([_cost(old, "pipeline", "--help") for _ in range(QUICK)])
        yield _row("CPU: --help / bản trước", f"{vi.number(ours.cpu / was.cpu, 2)} ×", "≤ 0,4 ×")


def _forks(count):
    if not count:
        return
    line = [sys.executable, "-P", "-m", "pipeline.bench.forks", str(count)]
    done = subprocess.run(line, env=_environment(ROOT), cwd=ROOT, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    yield _row(f"{told['count']} nhân rẽ nhánh từ một tiến trình: bị treo", vi.number(told["hung"]), "0")
    means = f"{vi.number(told['fork'], 2)} giây; nhân thường {vi.number(told['plain'], 2)} giây"
    yield _row("tới khi một nhân đã nạp đủ thư viện và trả lời, trung bình", means)


def _edits(folder, count):
    """Random edits in a copy of the project; whatever was decided wrongly is named."""
    if not count:
        return
    for name in CODE:
        copied = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        folder.mkdir(exist_ok=True)
        copied(ROOT / name, folder / name)
    line = [sys.executable, "-P", "-m", "pipeline.bench.edits", str(count), str(TRIED)]
    done = subprocess.run(line, env=_environment(folder), cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise BenchError(f"pipeline.bench.edits: {done.stderr[-800:]}")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    total = {key: sum(len(one[key]) for one in told) for key in ("skipped", "run", "needless", "unused")}
    tried = [one for one in told if "same" in one]
    differ = [one for one in tried if not one["same"]]
    yield _row(f"{len(told)} thay đổi ngẫu nhiên: bước bị bỏ qua sai", vi.number(total["skipped"]), "0")
    yield _row("bước chạy lại thừa, trong số bước chạy lại", _share(total["needless"], total["run"]), "≤ 5 %")
    yield _row("bước chạy lại vì mã đã nạp, dù chỗ sửa không chạy tới", _share(total["unused"], total["run"]))
    yield _row(f"{len(tried)} thay đổi chạy thật: khác bản chạy lại tất cả", vi.number(len(differ)), "0")
    for one in [one for one in told if one["skipped"] or one["needless"] or one in differ]:
        steps = {name: one[name] for name in ("skipped", "needless") if one[name]}
        yield _row(f"→ {one['edit']}", json.dumps(steps) if steps else "khác byte")


def _share(part, whole):
    return f"{vi.number(part)}/{vi.number(whole)} ({vi.percent(100 * part / max(whole, 1), 1)})"

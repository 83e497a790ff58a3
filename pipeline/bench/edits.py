"""Random edits of a small survey and of the code: ``python -m pipeline.bench.edits N TRIED`` in a copy.

For each edit the plan says which steps run. The truth is watched, not planned: every notebook is run once by itself,
and what code ran, which files were opened and which modules were loaded is noted. A step that used what was edited and
is not run would be a false skip. What a step declares is found without the plan, too, by Python's own ``modulefinder``:
a step that runs although it neither imports nor opens what was edited is a needless rerun; one that imports it and came
to no line of it is counted apart. ``TRIED`` of the edits are carried out besides: the run that takes over what it can
must leave the bytes that a whole run leaves.
"""

import ast
import json
import os
import random
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from modulefinder import ModuleFinder
from pathlib import Path

from pipeline.bench import small
from pipeline.paths import ROOT
from pipeline.run import FOLDER, NOTEBOOKS, inputs, plan
from pipeline.run.steps import FACES

SURVEY, OUT = ROOT / "phieu" / "survey.yaml", ROOT / "ra"
QUOTES = SURVEY.with_name("trich-dan.csv")
KINDS = ("mã",) * 5 + ("mẫu trình bày", "tham số", "phiếu", "lock", "bảng mã", "survey.yaml", "phiếu hỏi")
COMPARED = ("tables", "figures", "report", "processed")
SAID = {  # keys of survey.yaml, or a comment, and another value for each
    "# ghi chú": "# ghi chú {}",
    "owner": "owner: {{name: Ban {}}}",
    "privacy": "privacy: {{min_quote_group: {}}}",
    "quality": "min_seconds: {}",
    "schedule": "schedule: [{{item: '{}', work: Họp}}]",
    "subject": "subject: Đề tài {}",
    "weighting": "weighting: {{trim: [0.3, {}]}}",
}
STEPS = (*NOTEBOOKS, *FACES)
SEED, AT_ONCE = 2022, os.cpu_count() or 2


def main(count, tried):
    """Prints JSON: what of every edit was expected, planned and, of some, carried out."""
    _write_survey()
    draw, first = random.Random(SEED), _run(OUT)
    if first.returncode:
        sys.exit(first.stderr)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        seen = dict(zip(STEPS, pool.map(_watched, STEPS), strict=True))
    quotes = QUOTES.read_bytes()  # a run writes its proposals beside survey.yaml: no edit of the next one
    carried_out = set(draw.sample(range(count), min(tried, count)))
    for number in range(count):
        path, after, words, uses = EDITS[draw.choice(KINDS)](draw, seen)
        before = path.read_bytes()
        path.write_bytes(after)
        told = _judged(path, words, uses, seen)
        if number in carried_out:
            told["same"] = _same_bytes(words)
            QUOTES.write_bytes(quotes)
        path.write_bytes(before)
        print(json.dumps(told, ensure_ascii=False), flush=True)


def _judged(path, words, uses, seen):
    """One edit beside its plan: what was edited, steps skipped wrongly, run, and run without need."""
    inputs.environment.cache_clear()
    file = path.relative_to(ROOT).as_posix()
    run = {name for name, _ in plan.pending(plan.job(str(SURVEY), out=str(OUT), parameters=words)) if name in STEPS}
    may = {name for name in STEPS if name in uses or _is_declared(file, seen[name])}
    lists = {"skipped": uses - run, "run": run, "needless": run - may, "unused": run & may - uses}
    return {"edit": " ".join([file, *words])} | {key: sorted(names) for key, names in lists.items()}


def _is_declared(file, used):
    """Whether a notebook rests on a file: it is imported, was loaded or opened, or lies in a package that was."""
    packages = {str(Path(path).parent) for path in used["loaded"]} - {"pipeline"}
    beside = not file.endswith(".py") and any(str(parent) in packages for parent in Path(file).parents)
    return beside or any(file in used[how] for how in ("imported", "loaded", "opened"))


def _write_survey():
    SURVEY.parent.mkdir(exist_ok=True)
    for name, text in (("questionnaire.md", small.FORM), ("survey.yaml", small.SURVEY), ("phieu.csv", small.rows())):
        (SURVEY.parent / name).write_text(text, encoding="utf-8")


def _run(out, words=()):
    line = [sys.executable, "-P", "-m", "pipeline", "run", "--survey", SURVEY, "--out", out]
    parameters = [part for word in words for part in ("-p", word)]
    return subprocess.run([*line, *parameters], cwd=ROOT, capture_output=True, text=True)


def _watched(name):
    """What one notebook uses, run on the results of the others."""
    out = shutil.copytree(OUT, ROOT / f"xem-{name}")
    line = [sys.executable, "-P", "-m", "pipeline.bench.watched", name, str(SURVEY), str(out)]
    told = json.loads(subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    return told | {"imported": _imported(out / f"{name}.py", name)}


def _imported(script, name):
    """Files of the project that the code cells of a notebook import, through every import statement on the way."""
    script.write_text(plan.FACE_CODE[name][0] if name in FACES else _cells(name), encoding="utf-8")
    finder = ModuleFinder([str(ROOT)])
    finder.run_script(str(script))
    files = {module.__file__ for module in finder.modules.values() if module.__file__} - {str(script)}
    return sorted(Path(file).relative_to(ROOT).as_posix() for file in files)


def _cells(name):
    cells = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def _same_bytes(words):
    """Whether the run that takes over what it can ends as a whole run does: for the same reason, or byte for byte."""
    folders = [ROOT / "tiep", ROOT / "moi"]
    shutil.copytree(OUT, folders[0])
    with ThreadPoolExecutor(AT_ONCE) as pool:
        ends = list(pool.map(lambda folder: _run(folder, words), folders))
    left = [_content(folder) if not end.returncode else _stop(end) for folder, end in zip(folders, ends, strict=True)]
    for folder in folders:
        shutil.rmtree(folder)
    return left[0] == left[1]


def _stop(ended):
    """Why it stopped: a wrong file is named by the notebook that reads it, or before, where that runs for another."""
    found = re.search(r"Lỗi: (?:Sổ tay \w+ dừng ở ô \d+: )?(.*)", ended.stderr)
    return found[1] if found else ended.stderr.splitlines()[-1]


def _content(folder):
    """Every result, but for the tables of what changed since the run before: a whole run has none before it."""
    paths = (path for name in COMPARED for path in (folder / name).rglob("*") if path.is_file())
    paths = (path for path in paths if not path.name.startswith("thay-doi-ma-hoa"))
    return {path.relative_to(folder): path.read_bytes() for path in paths}


def _code(draw, seen):
    """A constant inside some function, class or value of the code is changed, or a line put in."""
    path = draw.choice(sorted((ROOT / "pipeline").rglob("*.py")))
    source = path.read_text(encoding="utf-8")
    nodes = [node for node in ast.parse(source).body if not isinstance(node, ast.Import | ast.ImportFrom | ast.Expr)]
    if not nodes:
        return path, (source + "\nx = 1\n").encode(), (), set()
    node = draw.choice(nodes)
    uses = {name for name, used in seen.items() if _has_run(node, path.relative_to(ROOT).as_posix(), used)}
    return path, _with_constant_changed(source, node, draw).encode(), (), uses


def _has_run(node, file, used):
    """Whether a part of a module ran – a value: whether code of its module that ran reads it."""
    names = {target.id for target in getattr(node, "targets", []) if isinstance(target, ast.Name)}
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
    ran = [(line, read) for path, line, read in used["ran"] if path == file]
    return any(names & {*read} if names else first <= line <= node.end_lineno for line, read in ran)


def _with_constant_changed(source, node, draw):
    inside = {id(part) for one in ast.walk(node) if isinstance(one, ast.JoinedStr | ast.Expr) for part in ast.walk(one)}
    spots = [one for one in ast.walk(node) if isinstance(one, ast.Constant) and type(one.value) in (int, str)]
    spots = [one for one in spots if id(one) not in inside and one.lineno == one.end_lineno]
    if not spots:
        return source + "\nx = 1\n"
    spot, lines = draw.choice(spots), source.splitlines(keepends=True)
    line, new = lines[spot.lineno - 1].encode(), spot.value + (1 if isinstance(spot.value, int) else "·")
    changed = line[: spot.col_offset] + repr(new).encode() + line[spot.end_col_offset :]
    lines[spot.lineno - 1] = changed.decode()
    return "".join(lines)


def _template(draw, seen):
    files = [p for p in (ROOT / "pipeline").rglob("*") if p.is_file() and p.suffix not in (".py", ".pyc", ".R")]
    path = draw.choice(sorted(files))
    file = path.relative_to(ROOT).as_posix()
    return path, path.read_bytes() + b"\n", (), {name for name in seen if file in seen[name]["opened"]}


def _parameter(draw, _):
    """A value in a notebook's own parameter cell, or one given on the command line."""
    name = draw.choice(NOTEBOOKS)
    path, known = ROOT / "notebooks" / f"{name}.ipynb", plan.known_parameters()
    own = sorted(set().union(*known.values()) - {"survey", "raw", "encoding"})
    if draw.random() < 0.5:
        word = draw.choice(own)
        return path, path.read_bytes(), (f"{word}=7",), {name for name in NOTEBOOKS if word in known[name]}
    book = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in book["cells"] if "parameters" in cell["metadata"].get("tags", []))
    cell["source"] = ["".join(cell["source"]).rstrip() + f"\nx = {draw.randrange(99)}"]
    return path, json.dumps(book, ensure_ascii=False).encode(), (), {name}


def _cell_of(path, steps):
    """A letter or digit somewhere behind the heading of a CSV file is changed."""

    def edit(draw, seen):
        text = path.read_text(encoding="utf-8-sig")
        at = draw.choice([at for at, sign in enumerate(text) if sign.isalnum() and at > text.index("\n")])
        new = draw.choice("123" if text[at].isdigit() else "abc")
        uses = set(steps) if new != text[at] else set()
        return (
            path,
            b"\xef\xbb\xbf" * path.read_bytes().startswith(b"\xef\xbb\xbf")
            + (text[:at] + new + text[at + 1 :]).encode(),
            (),
            uses,
        )

    return edit


def _line_of(path, steps):
    """Some line of a file is changed."""

    def edit(draw, seen):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        at = draw.randrange(len(lines))
        lines[at] = lines[at].rstrip("\n") + " \n"
        return path, "".join(lines).encode(), (), set(steps)

    return edit


def _said(draw, seen):
    """Something that survey.yaml says, or a comment in it, is changed; it counts for who reads that key by name."""
    key, line = draw.choice(sorted(SAID.items()))
    text, new = SURVEY.read_text(encoding="utf-8"), line.format(draw.randrange(61, 99))
    after = text.replace("min_seconds: 60", new) if key == "quality" else f"{text}{new}\n"
    return SURVEY, after.encode(), (), {name for name in seen if _reads_key(key, name, seen[name])}


def _reads_key(key, name, used):
    asked = any(key in read for path, _, read in used["ran"] if not path.startswith("pipeline/survey/"))
    return asked or name not in FACES and f"survey.{key}" in _cells(name)


EDITS = {
    "mã": _code,
    "mẫu trình bày": _template,
    "tham số": _parameter,
    "phiếu": _cell_of(SURVEY.with_name("phieu.csv"), NOTEBOOKS[:1]),
    "lock": _line_of(ROOT / "requirements.lock", STEPS),
    "bảng mã": _cell_of(SURVEY.with_name("codeframe-gop_y.csv"), ["05_cluster"]),
    "survey.yaml": _said,
    "phiếu hỏi": _line_of(SURVEY.with_name("questionnaire.md"), (*NOTEBOOKS, "so")),
}

if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

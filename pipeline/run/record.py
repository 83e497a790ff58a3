"""The lock file of a run: what every step rested on and what it wrote, by checksum; portable, readable, no answers."""

import json

from pipeline import files
from pipeline.paths import ROOT
from pipeline.run import code
from pipeline.run.inputs import checksum

NAME = "run.lock"
MOST = 3  # reasons told of one step


def read(folder):
    """{"steps": {name: {"inputs", "outputs"}}, "functions": {file: {function: checksum}}}; empty where none is."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return found if found.get("steps") is not None else {"steps": {}, "functions": {}}
    except (OSError, ValueError, AttributeError):
        return {"steps": {}, "functions": {}}


def write(folder, steps, last):
    """Writes the lock file whole or not at all, with the functions of all code the steps rest on.

    ``last``: what the run before wrote; of files that are the same its functions are, too.
    """
    now, before = _code(steps), _code(last["steps"])
    same = {path: last["functions"].get(path) for path, told in now.items() if before.get(path) == told}
    parts = {path: same.get(path) or code.functions(ROOT / path) for path in now if (ROOT / path).is_file()}
    text = json.dumps({"steps": steps, "functions": parts}, ensure_ascii=False, indent=0, sort_keys=True)
    files.whole(folder / NAME, text.encode())


def _code(steps):
    """Every file of code that steps rest on, with its checksum."""
    used = {path: told for step in steps.values() for path, told in step["inputs"]["mã"].items()}
    return {path: used[path] for path in sorted(used) if path.endswith(".py")}


def is_whole(outputs, place):
    """Whether everything a step wrote is still there as it was; ``place`` gives the path of a key."""
    return all(checksum(place(key)) == told for key, told in outputs.items())


def reasons(step, inputs, found, place):
    """Why a step must run, in Vietnamese, the most telling first; empty where it need not."""
    before = found["steps"].get(step)
    if before is None:
        return ["chưa chạy lần nào"]
    told = [one for kind in inputs for one in _changed(kind, before["inputs"].get(kind, {}), inputs[kind], found)]
    if not told and not is_whole(before["outputs"], place):
        told = ["kết quả lần trước đã bị sửa hoặc xóa"]
    return told


def _changed(kind, before, now, found):
    names = [name for name in {*before, *now} if before.get(name) != now.get(name)]
    names.sort(key=lambda name: (name not in now, name))  # a survey.yaml that cannot be read names no files
    return [f"{_named(kind, name, found)}{'' if name in now else ' không còn'}" for name in names]


def _named(kind, name, found):
    if kind == "mã" and name.endswith(".py") and (ROOT / name).is_file():
        return code.folder_of(name) + _parts(name, found["functions"].get(name))
    words = {"tham số": f"tham số {name}", "môi trường": "môi trường (gói phần mềm, Python)"}
    return words.get(kind, code.folder_of(name))


def _parts(name, was):
    """The functions of a module that changed, in brackets."""
    if was is None:
        return ""
    now = code.functions(ROOT / name)
    parts = [part or "phần đầu" for part in sorted({*was, *now}) if was.get(part) != now.get(part)]
    return f" ({', '.join(parts[:MOST]) or 'chỉ chú thích'})"

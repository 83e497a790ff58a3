"""Where results lie, and how new ones take the place of old ones: all of them or none."""

import itertools
import os
import shutil
from pathlib import Path

from pipeline import files
from pipeline.paths import ROOT
from pipeline.run.inputs import checksum
from pipeline.run.steps import HALF, PRODUCTS, WORKING, RunError

KEPT = ("figures", "notebooks", "report", "tables")  # where people's own files stay
OFFICE = (".docx", ".pptx", ".xlsx")  # what people write into
EDITED = "ban-da-sua"
DATA, OLD = "data", "du-lieu-truoc"  # what the export commands wrote, and in it what they wrote of other answers
EXPORTS = {  # what they write → the result it was made of
    "loi-van-*.*": "processed/ma_hoa.parquet",
    **dict.fromkeys(("du-lieu.*", "bang-ma.csv", "doc-truoc.txt"), "processed/answers.parquet"),
}


def of(out, processed):
    """The path of a result by its key: "processed/…" may lie elsewhere than the rest."""
    return lambda key: processed / key.removeprefix("processed/") if key.startswith("processed/") else out / key


def processed_of(out):
    """The folder of processed data that belongs to a folder of results."""
    return ROOT / "data" / "processed" if out == ROOT / "outputs" else out / "processed"


def refuse_foreign(out):
    """RunError when a folder holds other people's files: results replace results only."""
    ours = out == ROOT / "outputs" or (out / "run.json").is_file()
    foreign = [name for name in PRODUCTS if (out / name).exists()]
    if foreign and not ours:
        raise RunError(
            f"{out} đã có {', '.join(foreign)} mà không phải kết quả của lần chạy trước (không có run.json)."
            " Chọn một thư mục trống ở --out."
        )


def clear_killed_runs(out):
    """Deletes the working folders of runs that were killed: no other run is alive in a folder that is locked."""
    for folder in out.glob(f"{WORKING}*"):
        shutil.rmtree(folder, ignore_errors=True)


def keep_out_of_git(out):
    """Results hold answers: git passes them over wherever the folder is; a person's own .gitignore stays as it is."""
    if not (out / ".gitignore").exists() and not out.is_relative_to(ROOT / "outputs"):
        names = (*PRODUCTS, EDITED, "data", "loi", "run.json", "run.lock", f"{WORKING}*", HALF)
        files.whole(out / ".gitignore", "".join(f"/{name}\n" for name in names).encode())


def link(source, target):
    """The same file at another place: a second name where the disk can, else a copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def keep_own(fresh, out, steps):
    """Keeps what people put among the results or wrote into them; returns where the latter now lie.

    ``steps``: the record of the last run. A file that it did not write stays where it is. A document that it wrote and
    that somebody changed since goes to EDITED. "processed" is the pipeline's own room: nothing of it is kept.
    """
    known = {key: told for step in steps.values() for key, told in step["outputs"].items()}
    edited = []
    for path in sorted(path for name in KEPT for path in (out / name).rglob("*")):
        key = path.relative_to(out).as_posix()
        if "/." in key or not path.is_file() or not known:
            continue
        if key not in known and not (fresh / key).exists():
            link(path, fresh / key)
        elif (key not in known or path.suffix in OFFICE) and checksum(path) not in (
            known.get(key),
            checksum(fresh / key),
        ):
            edited.append(_free(out / EDITED / key))
            link(path, edited[-1])
    return edited


def put_exports_aside(out, before, now):
    """Moves what was exported of answers or codes that are others now: it does not stay beside tables of these;
    returns where it lies. ``before``, ``now``: the records of the steps of the last run and of this one."""
    was, new = ({k: told for step in steps.values() for k, told in step["outputs"].items()} for steps in (before, now))
    stale = [pattern for pattern, key in EXPORTS.items() if key in was and was[key] != new.get(key)]
    moved = []
    for path in sorted(path for pattern in stale for path in (out / DATA).glob(pattern)):
        moved.append(_free(out / DATA / OLD / path.name))
        moved[-1].parent.mkdir(exist_ok=True)
        os.replace(path, moved[-1])
    return moved


def _free(path):
    """The path, or with the first number that no file has yet."""
    tried = (path.with_stem(f"{path.stem}-{n}") for n in itertools.count(2))
    return path if not path.exists() else next(name for name in tried if not name.exists())


def put_in_place(fresh, out, processed):
    """Old results are moved aside, the new ones in, then the old deleted: a kill in between loses neither. Where one of
    the old cannot be moved (Windows: open in Excel), all stay as they were."""
    places = [(new, processed if new.name == "processed" else out / new.name) for new in sorted(fresh.iterdir())]
    moves, aside = [move for pair in places for move in _moves(*pair)], []
    try:
        for _, place in moves:
            aside += _put_aside(place)
    except OSError:
        for old, place in aside:
            os.replace(old, place)
        raise
    for new, place in moves:
        os.replace(new, place)
    for old, _ in aside:
        _remove(old)


def _moves(new, place):
    """(new, place): what renaming puts in place. A place that is a disk of its own stays, its files are exchanged."""
    for kept in place.glob(".git*"):
        shutil.copy(kept, new)
    if os.path.ismount(place):
        return [(_near(part, place / part.name), place / part.name) for part in sorted(new.iterdir())]
    return [(_near(new, place), place)]


def _near(new, place):
    """The same on the disk of its place, which may be another than that of the results."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if new.stat().st_dev == place.parent.stat().st_dev:
        return new
    beside = place.with_name(f"{files.ASIDE}{place.name}")
    _remove(beside)
    return Path((shutil.copytree if new.is_dir() else shutil.copy2)(new, beside))


def _put_aside(place):
    old = place.with_name(f".cu-{place.name}")
    _remove(old)
    if not place.exists():
        return []
    os.replace(place, old)
    return [(old, place)]


def _remove(path):
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)

"""What the results of each notebook rest on, and whether that is still so: in JupyterLab each is run by itself.

Every notebook leaves a small file of checksums beside the answers. A run needs none: its plan knows.
"""

import hashlib
import json
from dataclasses import fields, is_dataclass

from pipeline import files
from pipeline.sources import CORRECTIONS, ProjectError

DRAWN = ("weighting", "design")
RESTS = {  # keys of survey.yaml that decide what a notebook writes; what only the report prints is none
    "01_ingest": ("raw", "duplicates_across", "missing", "weighting › from", "design"),
    "02_clean": (
        *("missing", "numbers", "groups", "scales", "population › unit", "quality", "duplicates_across", *DRAWN),
        *("collection › opens", "collection › closes", "privacy › min_cell", "inference › adjust"),
    ),
    "03_describe": (
        *("scales", "banners", "comparisons", "tables", "report › lead", *DRAWN),
        *("population › unit", "privacy › min_cell"),
    ),
    "04_infer": (
        *("scales", "banners", "comparisons", "inference", "tables › unscored", *DRAWN),
        "privacy › min_cell",
    ),
    "05_cluster": (
        *("open_questions", "several_codes", "sentiment", "banners"),
        *("privacy › min_cell", "privacy › min_quote_group", "inference › adjust"),
    ),
}
FROM = {"02_clean": "responses", "03_describe": "answers", "04_infer": "answers", "05_cluster": "answers"}
MADE = {"responses": ("01_ingest",), "answers": ("01_ingest", "02_clean")}
FIELDS, WEIGHT = {"from": "base"}, "weight"  # keys that are no words of Python


def finished(project, step, weight=""):
    """Writes what the results of a notebook rest on, as its last deed.

    ``weight``: the column of weights they were made with; "" where every weight is one, or none was used.
    """
    told = _now(project, step) | {WEIGHT: weight or ""}
    files.whole(_path(project, step), json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode())


def check(project, steps):
    """ProjectError where results of these notebooks rest on another survey.yaml, questionnaire or data than there are
    now: what differs, and which notebooks to run. What has no file of checksums is taken as it is."""
    held = {step: _last(project, step) for step in steps}
    told = {step: _changed(held[step], _now(project, step)) for step in steps if held[step]}
    if stale := [step for step in steps if told.get(step)]:
        names = dict.fromkeys(name for step in stale for name in told[step])
        run = {name: ", ".join(step for step in stale if name in told[step]) for name in names}
        lines = [f"  - «{name}» không còn như khi chạy {run[name]}." for name in names]
        raise ProjectError("\n".join(["Kết quả có sẵn đã cũ:", *lines, _mend(stale, steps)]))
    _refuse_mixed({step: found[WEIGHT] for step, found in held.items() if found and step[:2] in ("03", "04", "05")})


def _mend(stale, steps):
    """A notebook that reads what another writes is run after it."""
    first = stale[0]
    again = [s for s in steps if s >= first] if first in MADE["answers"] else stale
    return f"Chạy lại {', '.join(again)} (hoặc lệnh run), rồi chạy lại từ đầu sổ tay hay lệnh này."


def _refuse_mixed(weights):
    """ProjectError where tables that stand in one report were made with different weights."""
    if len(set(weights.values())) > 1:
        told = [f"{step} {f'có gia quyền («{w}»)' if w else 'không gia quyền'}" for step, w in weights.items()]
        raise ProjectError(
            f"Các bảng dùng trọng số khác nhau: {', '.join(told)}. Đặt weight_column giống nhau ở các sổ tay ấy, chạy"
            " lại sổ tay đã đổi, rồi chạy lại từ đầu sổ tay này."
        )


def _changed(before, now):
    return [name for name in now if before.get(name) != now[name]]


def _now(project, step):
    """name → checksum: keys of survey.yaml, files beside it, the data that the notebook reads."""
    survey = project.declared or project.survey
    found = {name: _digest(repr(value).encode()) for key in RESTS[step] for name, value in _said(survey, key)}
    beside = {"questionnaire": survey.questionnaire}
    beside |= {"population › file": survey.population.file, CORRECTIONS: CORRECTIONS} if step == "02_clean" else {}
    found |= {key: _checksum(survey.path.parent / name) for key, name in beside.items() if name}
    if step in FROM:
        found[f"{FROM[step]}.parquet"] = _checksum(project.processed / f"{FROM[step]}.parquet")
    return found


def _said(survey, key):
    """What survey.yaml says under a key: (key, value), of a section each of its own."""
    value = survey
    for part in key.split(" › "):
        value = getattr(value, FIELDS.get(part, part))
    if not is_dataclass(value):
        return [(key, value)]
    return [(f"{key} › {f.metadata.get('key', f.name)}", getattr(value, f.name)) for f in fields(value)]


def _last(project, step):
    path = _path(project, step)
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _path(project, step):
    return project.processed / f"can-cu-{step}.json"


def _checksum(path):
    return _digest(path.read_bytes()) if path.is_file() else ""


def _digest(content):
    """A short checksum of bytes."""
    return hashlib.sha256(content).hexdigest()[:16]

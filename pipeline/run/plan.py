"""What a run would do, decided by content before anything heavy is imported."""

import ast
import json
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline import yaml_text
from pipeline.paths import ROOT, SURVEY, path_of, relative
from pipeline.run import code, inputs, place, record
from pipeline.run.steps import FACES, FOLDER, HALF, NOTEBOOKS, TITLES, RunError

PAGES = "trang"
PAGE_CODE, INDEX_CODE = (f"from pipeline import export\nexport.{name}" for name in ("notebook_html", "index_html"))
PAGE_LOOK = ("templates/style.css", "templates/notebook.css", "templates/notebook/*/*")  # not the report's
FACE_CODE = {  # what makes a face: its words, and which of the files beside the code are for it
    "so": ("from pipeline import project\nfrom pipeline.export import book\nbook, project.at", ()),
    "hinh": ("from pipeline.export import drawing, kept\ndrawing, kept", ()),
    "html": ("from pipeline.export import html, kept\nhtml, kept", ("templates/*.j2", "templates/*.js", "*.css")),
    "pdf": ("from pipeline.export import pdf, kept\npdf, kept", ("templates/document.typ", "fonts/*")),
    "docx": ("from pipeline.export import docx, kept\ndocx, kept", ("docx/*", "fonts/*")),
    "pptx": ("from pipeline.export import pptx, kept\npptx, kept", ("pptx/*",)),
}
ASKED, MAYBE = "theo yêu cầu", "chỉ chạy lại nếu kết quả bước trước đổi"


class Job(NamedTuple):
    """One run: the survey, the words it was started with, and where its results lie."""

    survey: Path
    out: Path
    processed: Path
    parameters: dict


class Store(NamedTuple):
    """Finished steps that a run can take over: their lock file's content, and the path of every key."""

    found: dict
    place: object


def job(survey="", raw=(), out="", parameters=(), encoding=""):
    """The ``Job`` of a command's words. RunError for an unknown parameter, ProjectError without notebooks."""
    if not FOLDER.is_dir():
        from pipeline import project

        project.needs_folder()
    paths = [relative(path) for path in ([raw] if isinstance(raw, str) else raw)]
    given = {"survey": relative(survey), "raw": paths if len(paths) > 1 else "".join(paths), "encoding": encoding}
    given = {name: value for name, value in given.items() if value} | _chosen(parameters)
    target = path_of(out or "outputs")
    return Job(path_of(survey or SURVEY), target, place.processed_of(target), given)


def known_parameters():
    """Names of the parameters of every notebook: notebook name → {name}."""
    return {name: _assigned(json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))) for name in NOTEBOOKS}


def _assigned(book):
    cells = [c for c in book["cells"] if "parameters" in c["metadata"].get("tags", [])]
    nodes = [node for cell in cells for node in code.parsed("".join(cell["source"])).body]
    return {target.id for node in nodes if isinstance(node, ast.Assign) for target in node.targets}


def _chosen(texts):
    known = set().union(*known_parameters().values()) if texts else set()
    chosen = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise RunError(f"-p {text}: viết theo dạng tên=giá_trị.")
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"Có phải «{near[0]}»?" if near else f"Có: {', '.join(sorted(known))}."
            raise RunError(f"-p {text}: không sổ tay nào có tham số «{name}». {hint}")
        try:
            chosen[name] = yaml_text.parsed(value) if value else ""
        except yaml_text.YamlError as error:
            raise RunError(f"-p {name}=…: {error}") from error
    return chosen


def stores(todo):
    """Where finished steps may be taken from: first those of a run that failed later, then the last results."""
    half = todo.out / HALF
    last = Store(record.read(todo.out), place.of(todo.out, todo.processed))
    return [Store(record.read(half), place.of(half, half / "processed")), last]


def touched(todo):
    """Names of the steps of the last run whose code, as it was followed then, is not the same: found in a moment."""
    steps, now = record.read(todo.out)["steps"], cache(lambda path: inputs.checksum(ROOT / path))
    return {name for name, step in steps.items() for path, told in step["inputs"]["mã"].items() if now(path) != told}


def step_inputs(todo, name, results, held):
    """What a step rests on now; ``results``: key → checksum of what the steps before wrote."""
    before = next((store.found["steps"][name]["inputs"] for store in held if name in store.found["steps"]), None)
    if name == PAGES:
        books = {key: told for key, told in results.items() if key.endswith(".ipynb")}
        page = code.of_words(PAGE_CODE, PAGE_LOOK, before and before["mã"])
        index = code.of_words(INDEX_CODE, ("*",), before and before["mục lục"])
        return {"mã": page, "mục lục": index, "bước trước": books, "tệp": inputs.of_survey(todo.survey)}
    if name in FACES:
        return _face_inputs(todo, name, results, before)
    return inputs.of_step(name, todo.survey, todo.parameters, results, before)


def _face_inputs(todo, name, results, before):
    return {
        "mã": code.of_words(*FACE_CODE[name], before and before["mã"]),
        "tệp": inputs.of_survey(todo.survey) if name == "so" else {},
        "bước trước": {key: results[key] for key in inputs.read(name, results)},
        "môi trường": {"gói": inputs.environment()},
    }


def taken_over(name, now, held):
    """The store whose finished step rests on the same, its outputs whole; None where the step must run."""
    return next((store for store in held if not record.reasons(name, now, store.found, store.place)), None)


def forced(force=False, since="", only=""):
    """Names of the steps that run whatever was done before. RunError for a step that there is none of."""
    names = [*NOTEBOOKS, *FACES, PAGES]
    for word, given in (("--from", since), ("--only", only)):
        if given and not [n for n in NOTEBOOKS if n.startswith(given)]:
            raise RunError(f"{word} {given}: không có bước này. Có: {', '.join(n[:2] for n in NOTEBOOKS)}.")
    if only:
        return {name for name in NOTEBOOKS if name.startswith(only)}
    first = 0 if force else next(at for at, n in enumerate(names) if n.startswith(since)) if since else len(names)
    return set(names[first:])


def pending(todo, again=()):
    """[(step, reasons)] of the steps that must run; one that only reads what such a step writes may have to."""
    held, results, found = stores(todo), {}, []
    for name in (*NOTEBOOKS, *FACES, PAGES):
        now = step_inputs(todo, name, results, held)
        store = None if name in again else taken_over(name, now, held)
        if store is None:
            last = next((s for s in reversed(held) if name in s.found["steps"]), held[-1])
            told = record.reasons(name, now, last.found, last.place)
            found.append((name, [ASKED] if name in again else told))
        held_by = store or next((s for s in reversed(held) if name in s.found["steps"]), None)
        results |= held_by.found["steps"][name]["outputs"] if held_by else {}
    return found


def explained(todo, again=()):
    """Lines that say of every step whether it runs, and what changed."""
    must, last, perhaps, lines = dict(pending(todo, again)), stores(todo)[-1].found["steps"], {}, []
    for name in (*NOTEBOOKS, *FACES):
        reads = name in must or inputs.read(name, perhaps)
        perhaps |= last.get(name, {}).get("outputs", {}) if reads else {}
        told = f"chạy lại – {_listed(must[name])}" if name in must else MAYBE if reads else "không đổi, dùng lại"
        title = f"06 {FACES[name]}" if name in FACES else f"{name[:2]} {TITLES[name]}"
        lines.append(f"{title}: {told}")
    return lines


def _listed(reasons):
    rest = len(reasons) - record.MOST
    return "; ".join(reasons[: record.MOST]) + (f"; và {rest} thay đổi khác" if rest > 0 else "")

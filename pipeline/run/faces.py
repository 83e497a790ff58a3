"""The faces of the report, each made from what the last notebook said, in a process of its own."""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

from pipeline.run import kernel
from pipeline.run.inputs import checksum
from pipeline.run.steps import FACES, THREADS, RunError

STAGES = (("hinh",), ("pdf", "html", "docx", "pptx"))  # after the notebooks; all of the last print drawn charts
PARTS = 2  # processes that draw charts side by side
DOCUMENTS = (1, 0)  # of a report: its annex, which as PDF takes longest of all and goes first, and what is signed
_LANES = threading.Semaphore(2)  # printed at a time: more would take memory and no less time


def made(name, todo, fresh):
    """Makes a face of the results in ``fresh``; returns its files: key → checksum. RunError says which one failed."""
    began = time.perf_counter()
    try:
        with ThreadPoolExecutor(PARTS, THREADS) as pool:
            list(pool.map(lambda part: kernel.aside(draw, fresh, part), range(PARTS) if name == "hinh" else ()))
            parts = DOCUMENTS if name == "pdf" else (None,)
            keys = pool.map(lambda part: _print(name, todo.survey, fresh, part), parts)
            found = {key: checksum(fresh / key) for made in keys for key in made}
    except Exception as error:
        raise RunError(f"{FACES[name]} không viết được: {error}") from error
    seconds = f"{time.perf_counter() - began:.1f}".replace(".", ",")
    print(f"06 {FACES[name]}: xong sau {seconds} giây\n", end="", file=sys.stderr, flush=True)
    return found


def _print(name, survey, fresh, part):
    with _LANES:
        return kernel.aside(face, name, survey, fresh, part)


def face(name, survey, fresh, part=None):
    """Makes a face here, of one document where ``part`` tells which; returns the keys of its files.

    Charts must have been drawn (``draw``).
    """
    if name in ("so", "hinh"):
        keys = _book(survey, fresh) if name == "so" else _put_together(fresh)
    else:
        keys = _printed(name, fresh, part)
    return [path.relative_to(fresh).as_posix() for path in keys]


def draw(fresh, part):
    """Draws every PARTS-th chart and leaves it beside."""
    from pipeline.export import drawing, kept

    documents, mark = kept.kept(fresh / "processed" / kept.SAID)
    found = [drawing.picture(*one) for one in drawing.figures(documents)[part::PARTS]]
    kept.keep(found, mark, fresh / f"{part}.pickle")


def _book(survey, fresh):
    from pipeline import project
    from pipeline.export import book

    work = project.at(str(survey), out=str(fresh))
    return [book.write_book(work.survey, project.report_tables(work), fresh / "tables")]


def _put_together(fresh):
    from pipeline.export import drawing, kept

    documents, mark = kept.kept(fresh / "processed" / kept.SAID)
    parts = [fresh / f"{part}.pickle" for part in range(PARTS)]
    documents = drawing.drawn(documents, {one.name: one for part in parts for one in kept.kept(part)[0]})
    for part in parts:
        part.unlink()
    path = kept.keep(documents, mark, fresh / "processed" / kept.DRAWN)
    (fresh / "figures").mkdir(exist_ok=True)
    return [path, *drawing.write(documents, fresh / "figures")]


def _printed(name, fresh, part):
    from pipeline.export import kept

    folder = fresh / "report"
    folder.mkdir(exist_ok=True)
    documents, mark = kept.kept(fresh / "processed" / kept.DRAWN)
    documents = documents if part is None else documents[part : part + 1]
    return import_module(f"pipeline.export.{name}").face(documents, folder, mark)

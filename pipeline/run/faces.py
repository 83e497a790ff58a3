"""The faces of the report, each made from what the last notebook said, in a process of its own."""

from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

from pipeline.run import kernel
from pipeline.run.inputs import checksum
from pipeline.run.steps import FACES, THREADS, RunError

STAGES = (("hinh",), ("html", "pdf", "docx", "pptx"))  # after the notebooks; all of the last print drawn charts
PARTS = 2  # processes that draw charts side by side


def made(name, todo, fresh):
    """Makes a face of the results in ``fresh``; returns its files: key → checksum. RunError says which one failed."""
    try:
        keys = kernel.aside(_book, todo, fresh) if name == "so" else _drawn(fresh) if name == "hinh" else None
        keys = keys or kernel.aside(_printed, name, fresh)
    except Exception as error:
        raise RunError(f"{FACES[name]} không viết được: {error}") from error
    return {key: checksum(fresh / key) for key in keys}


def _book(todo, fresh):
    from pipeline import export, project

    work = project.at(str(todo.survey), out=str(fresh))
    return [_key(export.write_book(work.survey, project.report_tables(work), fresh / "tables"), fresh)]


def _drawn(fresh):
    with ThreadPoolExecutor(PARTS, THREADS) as pool:
        list(pool.map(lambda part: kernel.aside(_draw, fresh, part), range(PARTS)))
    return kernel.aside(_put_together, fresh)


def _draw(fresh, part):
    """Draws every so manieth chart and leaves it for ``_put_together``."""
    from pipeline.export import drawing, kept

    documents, mark = kept.kept(fresh / "processed" / kept.SAID)
    found = [drawing.picture(*one) for one in drawing.figures(documents)[part::PARTS]]
    kept.keep(found, mark, fresh / f"{part}.pickle")


def _put_together(fresh):
    from pipeline.export import drawing, kept

    documents, mark = kept.kept(fresh / "processed" / kept.SAID)
    parts = [fresh / f"{part}.pickle" for part in range(PARTS)]
    documents = drawing.drawn(documents, {one.name: one for part in parts for one in kept.kept(part)[0]})
    for part in parts:
        part.unlink()
    path = kept.keep(documents, mark, fresh / "processed" / kept.DRAWN)
    (fresh / "figures").mkdir(exist_ok=True)
    return [_key(one, fresh) for one in (path, *drawing.write(documents, fresh / "figures"))]


def _printed(name, fresh):
    from pipeline.export import kept

    folder = fresh / "report"
    folder.mkdir(exist_ok=True)
    documents, mark = kept.kept(fresh / "processed" / kept.DRAWN)
    face = import_module(f"pipeline.export.{name}").face
    return [_key(path, fresh) for path in face(documents, folder, mark)]


def _key(path, fresh):
    return path.relative_to(fresh).as_posix()

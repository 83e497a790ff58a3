"""All faces of the report at once, for who runs the notebook by hand; a run makes each as a step of its own.

They are imported by name: the notebook does not rest on their code, so that a changed template is no reason to say the
report anew.
"""

from importlib import import_module
from pathlib import Path

from pipeline import claims, files
from pipeline.export.ledger import write_claims

FACES = ("html", "pdf", "docx", "pptx")


def write_report(documents, told, folder, figures):
    """Writes what is claimed and every face of the report to ``folder``: each document as HTML, PDF and DOCX, the first
    as slides; every chart as SVG, with its printed figures as CSV, to ``figures``.

    Returns the paths: claims.json, the pages, then the charts.
    """
    drawing, mark = _module("drawing"), claims.mark(told)
    documents = drawing.drawn(documents)
    with files.together(Path(folder)) as aside:
        made = [write_claims(told, aside)]
        made += [path for name in FACES for path in _module(name).face(documents, aside, mark)]
    with files.together(Path(figures)) as aside:
        charts = drawing.write(documents, aside)
    return [Path(folder) / path.name for path in made] + [Path(figures) / path.name for path in charts]


def write_book(survey, tables, folder):
    """Writes the table book to ``folder``; returns its path. See ``book.book``."""
    return _module("book").write_book(survey, tables, folder)


def _module(name):
    return import_module(f"pipeline.export.{name}")

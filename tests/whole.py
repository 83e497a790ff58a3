"""The notebooks' code in the process of the tests: a whole run in seconds, without kernels and progress bars."""

import os
from contextlib import nullcontext

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat.v4 import new_output

from pipeline import export, project, run


def notebooks(survey, out, around=nullcontext):
    """Runs every code cell of the six notebooks on one survey as kernels would, and keeps books and pages in ``out``.

    ``around(name)`` is the context in which the cells of each run. Returns the tables they wrote.
    """
    os.environ["PIPELINE_OUT"] = str(out)
    try:
        for name in run.NOTEBOOKS:
            book = nbformat.read(run.FOLDER / f"{name}.ipynb", as_version=4)
            with around(name):
                _executed(book, {"survey": str(survey)})
            path = out / "notebooks" / f"{name}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(book, path)
            path.with_suffix(".html").write_text(export.notebook_html(path), encoding="utf-8")
    finally:
        del os.environ["PIPELINE_OUT"]
    return project.tables(project.at(str(survey), out=str(out)))


def _executed(book, parameters):
    shell = InteractiveShell(user_ns={})
    for cell in (c for c in book.cells if c.cell_type == "code"):
        with capture_output() as got:
            shell.run_cell(cell.source).raise_error()
        shown = [
            new_output("display_data", {k: v for k, v in one.data.items() if k != "image/png"}) for one in got.outputs
        ]
        cell.outputs = [new_output("stream", text=got.stdout), *shown]
        if "parameters" in cell.metadata.get("tags", []):
            shell.user_ns |= {name: value for name, value in parameters.items() if name in shell.user_ns}

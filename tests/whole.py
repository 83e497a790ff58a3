"""The notebooks' code in the process of the tests: a whole run in seconds, without kernels, pages and progress bars."""

import os
from contextlib import redirect_stdout
from io import StringIO

import nbformat
from IPython.core.interactiveshell import InteractiveShell

from pipeline import project, run


def notebooks(survey, out, names=run.NOTEBOOKS):
    """Runs every code cell of the notebooks on one survey as a kernel would; returns the tables they wrote."""
    os.environ["PIPELINE_OUT"] = str(out)
    try:
        for name in names:
            _execute(name, str(survey))
    finally:
        del os.environ["PIPELINE_OUT"]
    return project.tables(project.at(str(survey), out=str(out)))


def _execute(name, survey):
    shell = InteractiveShell(user_ns={})
    shell.run_line_magic("matplotlib", "agg") if False else None
    for cell in nbformat.read(run.FOLDER / f"{name}.ipynb", as_version=4).cells:
        if cell.cell_type == "code":
            with redirect_stdout(StringIO()):
                shell.run_cell(cell.source).raise_error()
            if "parameters" in cell.metadata.get("tags", []):
                shell.user_ns["survey"] = survey

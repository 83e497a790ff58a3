"""JupyterLab on the six notebooks, for one survey: what is chosen on the command line holds in every kernel."""

import os
import sys

from pipeline import project, terminal

QUIET = ("--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")
SETTINGS = project.ROOT / "pipeline" / "jupyter"  # switches off the extension that asks whether to fetch news


def open_lab(survey="", out="", *, port=8888, browser=True):
    """Serves the notebooks until Ctrl+C; where this process is not JupyterLab's from then on, returns the exit code.

    The survey (checked here, before anything opens) and the results' folder reach the kernels as PIPELINE_SURVEY and
    PIPELINE_OUT, which ``project.at`` reads.
    """
    work = project.at(survey, out=out)
    print(project.told(work), flush=True)
    return terminal.handed_over(command(port=port, browser=browser), environment(survey, out))


def command(*, port, browser):
    """The command line of JupyterLab: our notebooks, no question about news."""
    words = [sys.executable, "-m", "jupyterlab", "--notebook-dir", str(project.ROOT / "notebooks"), "--port", str(port)]
    root = ["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []  # in a container; it asks a token
    return [*words, *QUIET, *root, *([] if browser else ["--no-browser"])]


def environment(survey, out):
    """The variables of this process, the project on the kernels' path, and the survey and folder chosen."""
    first = {"PYTHONPATH": project.ROOT, "JUPYTER_CONFIG_PATH": SETTINGS}
    paths = {k: os.pathsep.join(filter(None, [str(path), os.environ.get(k)])) for k, path in first.items()}
    chosen = {"PIPELINE_SURVEY": survey, "PIPELINE_OUT": out}
    return os.environ | paths | {name: path for name, path in chosen.items() if path}

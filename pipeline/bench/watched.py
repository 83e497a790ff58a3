"""What a step really uses: ``python -m pipeline.bench.watched NAME SURVEY OUT`` runs its cells, or prints a face of the
report, and prints JSON.

``ran``: [file, first line, names it reads] of every piece of the pipeline's code that ran; ``opened``: files of the
project that were opened; ``loaded``: files of the modules that were imported. Paths are relative to the project.
"""

import json
import os
import sys
import threading
from contextlib import redirect_stdout
from pathlib import Path

from pipeline.paths import ROOT
from pipeline.run.steps import FACES

LOOKED_FOR = f"{ROOT}{os.sep}"


def watch(name, survey, out):
    """Makes one step here and returns what it used."""
    os.environ["PIPELINE_OUT"], ran, opened = out, set(), set()
    make = _maker(name, survey, out)  # imports before anything is watched

    def note_call(frame, event, _):
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(LOOKED_FOR) and code not in ran and not _is_loading(frame):
            ran.add(code)

    def note_file(event, given):
        if event == "open" and str(given[0]).startswith(LOOKED_FOR):
            opened.add(str(given[0]))

    sys.addaudithook(note_file)
    threading.setprofile(note_call)
    sys.setprofile(note_call)
    make()
    sys.setprofile(None)
    code = [[_near(one.co_filename), one.co_firstlineno, sorted({*one.co_names})] for one in ran if not _watches(one)]
    return {"ran": code, "opened": sorted(map(_near, opened)), "loaded": _loaded()}


def _maker(name, survey, out):
    """What makes the step, or prints the face, when it is called."""
    import pandas  # noqa: F401 – modules of others load slowly while each of their calls is noted
    import pyxform  # noqa: F401

    from pipeline.bench import plain
    from pipeline.run import faces

    def face():
        for part in range(faces.PARTS * (name == "hinh")):
            faces.draw(Path(out), part)
        faces.face(name, survey, Path(out))

    return face if name in FACES else lambda: plain.cells(name, {"survey": survey, "faces": False})


def _loaded():
    """Files of the project whose modules are imported now."""
    files = [str(module.__file__) for module in list(sys.modules.values()) if getattr(module, "__file__", None)]
    return [_near(path) for path in files if path.startswith(LOOKED_FOR)]


def _watches(code):
    """Whether a piece of code is of the measurement, which runs the cells here and in no run."""
    return _near(code.co_filename).startswith("pipeline/bench/")


def _is_loading(frame):
    """Whether a piece of code runs because a module is being imported: that is no use of it."""
    while frame:
        if frame.f_code.co_name == "<module>" and frame.f_code.co_filename.startswith(LOOKED_FOR):
            return not frame.f_code.co_filename.endswith(("watched.py", "plain.py", "run/faces.py"))
        frame = frame.f_back
    return False


def _near(path):
    return Path(path).relative_to(ROOT).as_posix()


if __name__ == "__main__":
    with redirect_stdout(sys.stderr):
        found = watch(*sys.argv[1:])
    print(json.dumps(found))

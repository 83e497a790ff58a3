"""One notebook, run in a folder of its own that holds what it reads and nothing else."""

import asyncio
import os
import shutil
import sys
from contextlib import suppress

from pipeline import files
from pipeline.paths import ROOT
from pipeline.run import kernel, place
from pipeline.run.inputs import checksum
from pipeline.run.steps import FOLDER, TITLES, WORKING, RunError


def get_ready():
    """Loads what runs notebooks: it takes a while. Its door to other file systems, a quarter of that, stays shut."""
    held = sys.modules.setdefault("pyarrow", None)
    import papermill  # noqa: F401

    if held is None:
        del sys.modules["pyarrow"]


def execute(name, out, parameters, inputs):
    """Runs a notebook; returns the folder with what it wrote, and its outputs: key → checksum.

    ``inputs``: key → path of what it reads. RunError names the cell and the reason; the failed notebook is kept in
    ``out/loi``, and the results stay as they were.
    """
    from papermill.exceptions import PapermillExecutionError

    folder = out / f"{WORKING}{os.getpid()}-{name}"
    for key, path in inputs.items():
        place.link(path, folder / key)
    done = folder / "notebooks" / f"{name}.ipynb"
    done.parent.mkdir(parents=True, exist_ok=True)
    try:
        _papermill(name, done, folder, parameters)
    except PapermillExecutionError as error:
        if error.ename == "KeyboardInterrupt":  # Ctrl+C reached a kernel that was at work: nothing of it failed
            raise KeyboardInterrupt from error
        raise _failed(name, done, folder, out, error) from error
    return folder, _written(folder, inputs)


def _papermill(name, done, folder, parameters):
    import papermill

    source = FOLDER / f"{name}.ipynb"
    known = papermill.inspect_notebook(str(source))
    wanted = {k: v for k, v in (parameters | {"faces": False}).items() if k in known}  # faces are steps of their own
    manager = kernel.manager_class(_environment(folder), str(FOLDER))
    try:
        papermill.execute_notebook(
            str(source), str(done), wanted, kernel_name="python3", language="python", progress_bar=False,
            extra_arguments=["--log-level=50"], kernel_manager_class=manager, request_save_on_cell_execute=False,
        )  # fmt: skip
    finally:
        _close_loop()


def _close_loop():
    """Closes the event loop that was made for this thread, which nobody else does."""
    with suppress(RuntimeError):  # none was made
        asyncio.get_event_loop_policy().get_event_loop().close()


def _environment(folder):
    """The kernel's: where results go, the project on the path."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return os.environ | {"PIPELINE_OUT": str(folder), "PYTHONPATH": path}


def _failed(name, done, folder, out, error):
    kept, keys = _keep(done, out), folder / "processed" / "khoa-phieu.csv"
    mend = f" Đính chính từng phiếu ở dinh-chinh.csv: khóa ở {_keep(keys, out)}." if keys.is_file() else ""
    reason = error.evalue if error.ename.endswith("Error") else f"{error.ename}: {error.evalue}"
    return RunError(
        f"Sổ tay {name} dừng ở ô {error.cell_index + 1}: {reason}\n"
        f"Bản chạy hỏng giữ ở {kept}; kết quả có từ trước (nếu có) không bị thay đổi.{mend}"
    )


def _keep(file, out):
    kept = out / "loi" / file.name
    files.whole(kept, file.read_bytes())
    return kept


def _written(folder, inputs):
    """What a step left that was not handed to it, or that it changed."""
    found = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        key = path.relative_to(folder).as_posix()
        if key not in inputs or not path.samefile(inputs[key]):
            found[key] = checksum(path)
    return found


def say(name, told):
    """One line of progress, in one piece: other steps tell theirs at the same time."""
    print(f"{name[:2]} {TITLES[name]}: {told}\n", end="", file=sys.stderr, flush=True)


def forget(folder):
    """A folder of a step that is done with."""
    shutil.rmtree(folder, ignore_errors=True)

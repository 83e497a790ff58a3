"""Commands as a user types them: in a process of their own, or – many times faster – in this one."""

import contextlib
import io
import subprocess
import sys
from typing import NamedTuple
from unittest import mock

from pipeline import __main__ as command_line
from tests import warm
from tests.conftest import ROOT


class Finished(NamedTuple):
    """What a command printed and its exit code."""

    returncode: int
    stdout: str
    stderr: str


def process(*words, folder=ROOT, **settings):
    """A finished ``python -m pipeline …``."""
    line = [sys.executable, "-m", "pipeline", *map(str, words)]
    return subprocess.run(line, cwd=folder, capture_output=True, text=True, encoding="utf-8", **settings)


def typed(*words, folder=ROOT):
    """The same command through the same ``main`` within this process; a run's kernels are forked as servers are."""
    if words[0] == "run":
        warm.context()
    out, err = io.StringIO(), io.StringIO()
    with contextlib.ExitStack() as around:
        around.enter_context(mock.patch.object(sys, "argv", ["pipeline", *map(str, words)]))
        around.enter_context(contextlib.chdir(folder))
        around.enter_context(contextlib.redirect_stdout(out))
        around.enter_context(contextlib.redirect_stderr(err))
        code = _exit_code(command_line.main)
    if isinstance(code, str):  # as the interpreter does with sys.exit("text")
        print(code, file=err)
    return Finished(1 if isinstance(code, str) else code or 0, out.getvalue(), err.getvalue())


def _exit_code(main):
    try:
        return main()
    except SystemExit as ended:
        return ended.code

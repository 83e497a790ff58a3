"""Modules loaded before a fork: imports only, and none that starts a thread of its own (polars does): a thread that is
there at the fork is gone after."""

import gc
import importlib
import signal
import sys
from contextlib import suppress

ROOMY = (50_000, 20, 20)  # frames make many short-lived objects: look for rubbish seldom


def load(names):
    """Imports them, and leaves them out of every later look for rubbish: their pages stay shared with every fork.

    Ctrl+C while they load ends this process, too, without a word; who started it answers.
    """
    answered = signal.signal(signal.SIGINT, signal.SIG_DFL)
    held = signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    gc.disable()  # nothing that is imported becomes rubbish
    sys.modules.setdefault("polars", None)  # statsmodels would load it, and its threads; the step that needs it does
    for name in names:
        with suppress(Exception):  # a module that cannot be imported is said by the step that needs it
            importlib.import_module(name)
    if sys.modules["polars"] is None:
        del sys.modules["polars"]
    gc.freeze()
    gc.set_threshold(*ROOMY)
    gc.enable()
    signal.pthread_sigmask(signal.SIG_SETMASK, held)
    signal.signal(signal.SIGINT, answered)

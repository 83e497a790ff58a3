"""Modules loaded before a fork: imports only, and none that starts a thread of its own (polars does): a thread that is
there at the fork is gone after."""

import gc
import importlib
import selectors
import signal
import sys
from contextlib import suppress

FIRST = (  # what the first notebook needs
    "pipeline.run.kernel",  # before all others: it leaves out what none of them needs
    "ipykernel.kernelapp", "pipeline.project", "pipeline.show", "pipeline.ingest",
)  # fmt: skip
NEXT = (  # all else, in the order in which it is asked for
    "matplotlib.backends.backend_agg", "scipy.special", "scipy.optimize", "scipy.stats", "seaborn", "pipeline.clean",
    "pipeline.weight", "pipeline.describe", "pipeline.privacy", "sklearn.linear_model", "pipeline.coding",
    "statsmodels.regression.linear_model", "statsmodels.stats.diagnostic", "pingouin", "sklearn.cluster",
    "pipeline.infer", "pipeline.sketch", "xlsxwriter", "nbconvert.exporters", "pipeline.export",
    "pipeline.export.book", "pipeline.export.drawing", "pipeline.export.html", "pipeline.export.pdf",
)  # fmt: skip
ROOMY = (50_000, 20, 20)  # frames make many short-lived objects: look for rubbish seldom


def load(names):
    """Imports them, and leaves them out of every later look for rubbish: their pages stay shared with every fork.

    Ctrl+C while they load ends this process, too, without a word; who started it answers.
    """
    answered = signal.signal(signal.SIGINT, signal.SIG_DFL)
    held = signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    _import(names)
    signal.pthread_sigmask(signal.SIG_SETMASK, held)
    signal.signal(signal.SIGINT, answered)


def load_between(names):
    """Imports them one by one while nobody asks for a fork: what is asked for is forked with what is loaded so far."""
    usual, left = selectors.DefaultSelector, list(names)

    class Waiting(usual):
        """What the loop of ``multiprocessing.forkserver`` waits with."""

        def select(self, timeout=None):
            while left and not (asked := super().select(0)):
                _import([left.pop(0)])
            return asked if left else super().select(timeout)

    def first():
        selectors.DefaultSelector = usual  # a fork waits as it always would
        return Waiting()

    selectors.DefaultSelector = first


def _import(names):
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

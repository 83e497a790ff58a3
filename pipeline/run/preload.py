"""The warm process, which loads once what every step needs; started before anything else is decided or loaded."""

import multiprocessing
import os
import signal
import sys

from pipeline.run.steps import NOTEBOOKS

CAN_FORK = sys.platform.startswith("linux")  # macOS's own libraries do not survive a fork
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")


def warm_up_for(steps):
    """``warm_up`` with what these steps (a set of names) need."""
    early = "pipeline.run.warm_early" if NOTEBOOKS[0] in steps else "pipeline.run.warm"
    warm_up(early if steps & {*NOTEBOOKS} else "pipeline.run.warm_faces")


def warm_up(module="pipeline.run.warm"):
    """Starts the warm process; it imports what ``module`` does while the first step is being prepared. One that runs
    already stays as it is; nothing starts where forking is not had.

    Sums of small tables are made, and pages set, by one thread, here and in every process started from here: several
    only wait for each other, and how many there are is read once, when the libraries are loaded.
    """
    for name in THREADS:
        os.environ.setdefault(name, "1")
    if CAN_FORK:
        from multiprocessing import forkserver, resource_tracker  # parts that other systems need not have

        multiprocessing.set_forkserver_preload([module])
        resource_tracker.ensure_running()  # it lets signals through again, so it comes first
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # Ctrl+C is for us to answer
        forkserver.ensure_running()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

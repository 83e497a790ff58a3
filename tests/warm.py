"""Processes forked from one that has the pipeline imported, as the run forks its kernels.

A start takes a twentieth of the time of a fresh interpreter. Where forking is not had, a fresh one it is.
"""

import multiprocessing
import os
import subprocess
import sys
from functools import cache
from multiprocessing import forkserver

from pipeline.paths import ROOT
from pipeline.run import kernel, preload

IMPORTED = ["pipeline.run.warm", "pipeline.form", "pipeline.__main__"]


def command(words, environment, log):
    """A running ``python -m pipeline`` with these words; what it says is added to a file."""
    if preload.CAN_FORK:
        return process(_serve, words, environment, log)
    with log.open("ab") as file:
        line = [sys.executable, "-m", "pipeline", *words]
        return subprocess.Popen(line, cwd=ROOT, env=environment, stdout=file, stderr=file)


def process(target, *arguments):
    """A function of a module, running in a process of its own: poll, wait, kill, pid as subprocess.Popen has them."""
    started = context().Process(target=target, args=arguments, daemon=True)
    started.start()
    return kernel._Child(started)


@cache
def context():
    if not preload.CAN_FORK:
        return multiprocessing.get_context("spawn")
    multiprocessing.set_forkserver_preload(IMPORTED)
    forkserver.ensure_running()
    return multiprocessing.get_context("forkserver")


def _serve(words, environment, log):
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for stream in (1, 2):
        os.dup2(file, stream)
    sys.argv = ["pipeline", *words]
    from pipeline.__main__ import main

    main()

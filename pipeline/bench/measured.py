"""What a command costs with every process it starts: processor seconds, seconds on the clock, memory at its peak.

Kernels are forked from a process that outlives the command for a moment, so no parent of ours ever waits for them: on
Linux this process adopts such orphans (PR_SET_CHILD_SUBREAPER), waits for each and adds what the system counted of it.
"""

import ctypes
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from typing import NamedTuple

import psutil

ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER of Linux
EVERY = 0.25  # seconds between two looks at the memory
NAP = 0.05  # seconds between two looks at whether all have ended


class BenchError(ValueError):
    """A measurement that cannot be made here, or a measured command that failed; the message says why."""


class Cost(NamedTuple):
    """Processor seconds, seconds on the clock until the command came back, GiB (shared pages counted once)."""

    cpu: float
    wall: float
    peak: float


def measured(words, environment, folder, *, memory=True):
    """The ``Cost`` of one command. BenchError with its last words when it fails, or where this is no Linux.

    Without ``memory`` nobody looks at it (peak 0): the look takes a seventh of two busy cores.
    """
    if not sys.platform.startswith("linux"):
        raise BenchError("bench run đo cả những tiến trình rẽ nhánh, việc này chỉ làm được trên Linux.")
    ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1, 0, 0, 0)
    with tempfile.TemporaryFile() as told:
        began, over, peaks, before = time.perf_counter(), threading.Event(), [0], _children()
        watch = threading.Thread(target=_watch, args=(over, peaks))
        command = subprocess.Popen(words, env=environment, cwd=folder, stdout=subprocess.DEVNULL, stderr=told)
        if memory:
            watch.start()
        cpu, wall, code = _all_ended(command, began, before)
        over.set()
        if memory:
            watch.join()
        if code:
            told.seek(0)
            raise BenchError(f"{' '.join(map(str, words))}: {told.read().decode(errors='replace')[-800:]}")
    return Cost(cpu, wall, max(peaks) / 2**30)


def _all_ended(command, began, before):
    """Waits for the command and for every orphan it leaves: processor seconds of all, seconds and code of the command.

    What a process counts holds that of the children it waited for, so nothing is counted twice. No child that was
    there ``before`` is waited for.
    """
    cpu = wall = code = 0
    with suppress(ChildProcessError):
        while _children() - before:
            pid, status, used = os.wait4(-1, os.WNOHANG)
            if not pid:
                time.sleep(NAP)
            cpu += used.ru_utime + used.ru_stime if pid else 0
            if pid == command.pid:
                wall, code = time.perf_counter() - began, os.waitstatus_to_exitcode(status)
                command.returncode = code
    return cpu, wall, code


def _children():
    return {child.pid for child in psutil.Process().children()}


def _watch(over, peaks):
    """Sums the memory of all processes below this one, a page that several share in parts (PSS)."""
    here = psutil.Process()
    while not over.wait(EVERY):
        peaks.append(sum(map(_memory, here.children(recursive=True))))


def _memory(process):
    with suppress(psutil.Error):
        return process.memory_full_info().pss
    return 0


def middle(costs):
    """The median of several costs, each figure by itself."""
    return Cost(*(statistics.median(figures) for figures in zip(*costs, strict=True)))

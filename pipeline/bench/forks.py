"""Kernels forked from the warm process beside plain ones: ``python -m pipeline.bench.forks N`` prints JSON.

``hung``: forked kernels that did not answer in a minute; ``fork``, ``plain``: mean seconds from the start of a kernel
to its answer, everything a notebook needs imported and the libraries that start threads at work.
"""

import asyncio
import json
import os
import statistics
import sys
import time

from jupyter_client.manager import AsyncKernelManager

from pipeline.paths import ROOT
from pipeline.run import FOLDER, kernel, preload

PLAIN, PATIENCE = 5, 60
CODE = """
import numpy, pandas, polars, pyarrow
from pipeline import charts, clean, coding, describe, export, infer, ingest, privacy, project, show, weight
polars.DataFrame({"a": [1, 2]}).group_by("a").len()
pyarrow.array([1, 2]).cast("string")
numpy.ones((300, 300)) @ numpy.ones((300, 300))
"""


async def seconds(manager):
    """Seconds until a kernel has answered; None when it did not."""
    began = time.perf_counter()
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=PATIENCE)
        reply = await client.execute_interactive(CODE, timeout=PATIENCE, output_hook=lambda _: None)
        return time.perf_counter() - began if reply["content"]["status"] == "ok" else None
    except (RuntimeError, TimeoutError):
        return None
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)


async def main(count):
    """Plain kernels first: afterwards every kernel is a forked one."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    os.environ |= environment
    plain = [await seconds(AsyncKernelManager(kernel_name="python3")) for _ in range(PLAIN)]
    preload.warm_up()
    manager = kernel.manager_class(environment, str(FOLDER))
    await seconds(manager(kernel_name="python3"))  # the warm process is ready when the first has answered
    forked = [await seconds(manager(kernel_name="python3")) for _ in range(count)]
    known = [s for s in forked if s is not None]
    figures = {"fork": statistics.mean(known), "plain": statistics.mean(plain)}
    print(json.dumps({"hung": forked.count(None), "count": count, **figures}))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))

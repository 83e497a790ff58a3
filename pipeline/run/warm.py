"""What every kernel needs, imported once: this is the process that kernels are forked from.

Imports only, and none that starts a thread of its own (polars does): a thread that is there at the fork is gone after.
"""

import gc
import importlib
import sys
from contextlib import suppress

NEEDED = (
    "pipeline.run.kernel",  # before all others: it leaves out what none of them needs
    "ipykernel.kernelapp", "matplotlib.backends.backend_agg", "seaborn", "scipy.stats", "statsmodels.api", "pingouin",
    "sklearn.cluster", "xlsxwriter", "pipeline.project", "pipeline.show", "pipeline.sketch", "pipeline.ingest",
    "pipeline.clean", "pipeline.weight", "pipeline.describe", "pipeline.infer", "pipeline.privacy", "pipeline.coding",
    "pipeline.export", "pipeline.export.book", "pipeline.export.drawing", "pipeline.export.html", "pipeline.export.pdf",
    "nbconvert.exporters",
)  # fmt: skip
ROOMY = (50_000, 20, 20)  # frames make many short-lived objects: look for rubbish seldom
gc.disable()  # nothing that is imported becomes rubbish
sys.modules.setdefault("polars", None)  # statsmodels would load it, and its threads; the step that needs it does
for name in NEEDED:
    with suppress(Exception):  # a module that cannot be imported is said by the notebook that needs it
        importlib.import_module(name)
if sys.modules["polars"] is None:
    del sys.modules["polars"]
gc.freeze()  # what is loaded is never looked through for rubbish again: its pages stay shared with every fork
gc.set_threshold(*ROOMY)
gc.enable()

"""What every kernel needs, imported once: this is the process that kernels are forked from.

Imports only, and none that starts a thread of its own (polars does): a thread that is there at the fork is gone after.
"""

import importlib
from contextlib import suppress

NEEDED = (
    "ipykernel.kernelapp", "matplotlib.backends.backend_agg", "seaborn", "scipy.stats", "statsmodels.api", "pingouin",
    "sklearn.cluster", "xlsxwriter", "pipeline.project", "pipeline.show", "pipeline.sketch", "pipeline.ingest",
    "pipeline.clean", "pipeline.weight", "pipeline.describe", "pipeline.infer", "pipeline.privacy", "pipeline.coding",
    "pipeline.export",
)  # fmt: skip
for name in NEEDED:
    with suppress(Exception):  # a module that cannot be imported is said by the notebook that needs it
        importlib.import_module(name)

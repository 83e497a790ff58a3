"""What every kernel needs, imported once: this is the process that kernels are forked from."""

from pipeline.run.loading import load

NEEDED = (
    "pipeline.run.kernel",  # before all others: it leaves out what none of them needs
    "ipykernel.kernelapp", "matplotlib.backends.backend_agg", "seaborn", "scipy.stats", "statsmodels.api", "pingouin",
    "sklearn.cluster", "xlsxwriter", "pipeline.project", "pipeline.show", "pipeline.sketch", "pipeline.ingest",
    "pipeline.clean", "pipeline.weight", "pipeline.describe", "pipeline.infer", "pipeline.privacy", "pipeline.coding",
    "pipeline.export", "pipeline.export.book", "pipeline.export.drawing", "pipeline.export.html", "pipeline.export.pdf",
    "nbconvert.exporters",
)  # fmt: skip
load(NEEDED)

"""What the faces of a report need, where no notebook runs before them."""

from pipeline.run.loading import load

load(("matplotlib.backends.backend_agg", "pipeline.project", "pipeline.export.book", "pipeline.export.drawing",
      "pipeline.export.html", "pipeline.export.pdf", "pipeline.export.kept"))  # fmt: skip

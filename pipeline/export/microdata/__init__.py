"""Anonymised microdata for others: SPSS with labels and missing codes, its syntax, CSV, code book."""

from pipeline.export.microdata.anonymous import anonymous
from pipeline.export.microdata.files import write

__all__ = ["anonymous", "write"]

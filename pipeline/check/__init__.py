"""An edited Word report against its run: which numbers, comparisons, groups and caveats the tables no longer bear."""

from pipeline.check.certificate import certificate
from pipeline.check.found import KINDS, Finding
from pipeline.check.read import CheckError, read
from pipeline.check.source import sources
from pipeline.check.whole import check, counted

__all__ = ["KINDS", "CheckError", "Finding", "certificate", "check", "counted", "read", "sources"]

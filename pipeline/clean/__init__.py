"""Text → typed answers, and a log of every change; quality flags; the case flow."""

from pipeline.clean.answers import CleanError, apply_skips, codes, log, scrub, tidy_text, typed
from pipeline.clean.flags import FLAG_LABELS, case_flow, flags, quality_table, status

__all__ = [
    "FLAG_LABELS",
    "CleanError",
    "apply_skips",
    "case_flow",
    "codes",
    "flags",
    "log",
    "quality_table",
    "scrub",
    "status",
    "tidy_text",
    "typed",
]

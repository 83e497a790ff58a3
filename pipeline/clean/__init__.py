"""Text → typed answers, and a log of every change; quality flags; the case flow."""

from pipeline.clean.answers import (
    CleanError,
    apply_skips,
    codes,
    log,
    refuse_lacking,
    scrub,
    skips_said,
    tidy_text,
    typed,
)
from pipeline.clean.carried import carried, refuse_unusable
from pipeline.clean.corrections import corrected, corrections_said, doubtful
from pipeline.clean.flags import FLAG_LABELS, across_said, case_flow, collection, flags, quality_table, status
from pipeline.clean.groups import grouped, grouped_said
from pipeline.clean.missing import missing_said

__all__ = [
    "FLAG_LABELS",
    "CleanError",
    "across_said",
    "apply_skips",
    "carried",
    "case_flow",
    "codes",
    "collection",
    "corrected",
    "corrections_said",
    "doubtful",
    "flags",
    "grouped",
    "grouped_said",
    "log",
    "missing_said",
    "quality_table",
    "refuse_lacking",
    "refuse_unusable",
    "scrub",
    "skips_said",
    "status",
    "tidy_text",
    "typed",
]

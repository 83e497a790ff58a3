"""Open answers coded with a person in the loop: a code frame that is hers, hand codes, agreement, results.

    found = coding.studies(work, answers, seed=2022)
    coding.all_counts(answers, found)

The frame and the hand codes lie beside survey.yaml and outlive every run; ``python -m pipeline code <question>``
shows where one more decision helps most.
"""

from pipeline.coding.approval import approved, gone
from pipeline.coding.cell import decide, next_answers
from pipeline.coding.estimates import printable
from pipeline.coding.frame import FrameError
from pipeline.coding.notes import notes
from pipeline.coding.openended import (
    disagreements,
    keep_meanings,
    listed,
    map_of,
    new_groups,
    quotable,
    renewed,
    set_apart,
    studies,
    study,
    typical_and_doubtful,
)
from pipeline.coding.results import hidden, printed, stepped
from pipeline.coding.tables import (
    all_agreement,
    all_counts,
    all_coverage,
    all_crosstabs,
    all_drift,
    all_pairs,
    all_phrases,
    all_quotes,
    all_shares,
    all_summaries,
    all_tests,
    all_tones,
    last_codes,
)

__all__ = [
    "FrameError",
    "all_agreement",
    "all_counts",
    "all_coverage",
    "all_crosstabs",
    "all_drift",
    "all_quotes",
    "all_pairs",
    "all_phrases",
    "all_shares",
    "all_summaries",
    "all_tests",
    "all_tones",
    "approved",
    "decide",
    "disagreements",
    "gone",
    "hidden",
    "keep_meanings",
    "last_codes",
    "listed",
    "map_of",
    "new_groups",
    "next_answers",
    "notes",
    "printable",
    "printed",
    "quotable",
    "renewed",
    "set_apart",
    "stepped",
    "studies",
    "study",
    "typical_and_doubtful",
]

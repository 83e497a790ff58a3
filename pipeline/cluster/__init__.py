"""Open answers in Vietnamese → coded groups, with names, counts and quotes, and a place for a person to correct them.

    coded = cluster.code(privacy.scrub(answers["gop_y"]))
    cluster.counts(coded)

Groups come from a consensus of Dirichlet multinomial mixtures on words and on syllables (:mod:`.mixture`).
"""

from pipeline.cluster.codebook import apply_codeframe, counts, quotes
from pipeline.cluster.codeframe import all_counts, all_quotes, codeframe, finish
from pipeline.cluster.coding import code
from pipeline.cluster.grouping import groups
from pipeline.cluster.learning import ask_next, learn, suggest
from pipeline.cluster.nonanswer import non_answers
from pipeline.cluster.normal import normalise
from pipeline.cluster.prepared import ideas, prepare
from pipeline.cluster.promise import threshold
from pipeline.cluster.words import segment

__all__ = [
    "all_counts",
    "all_quotes",
    "apply_codeframe",
    "ask_next",
    "code",
    "codeframe",
    "counts",
    "finish",
    "groups",
    "ideas",
    "learn",
    "non_answers",
    "normalise",
    "prepare",
    "quotes",
    "segment",
    "suggest",
    "threshold",
]

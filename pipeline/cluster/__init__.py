"""Open answers in Vietnamese → groups with names, and codes learned from a person's key phrases and decisions.

    prepared = cluster.prepare(privacy.scrub(answers["gop_y"]))
    labels, table = cluster.groups(prepared, seed=2022)
    model = cluster.learn(prepared, frame, hand)

Groups come from a consensus of Dirichlet multinomial mixtures on words and on syllables (:mod:`.mixture`).
"""

from pipeline.cluster.alike import alike, likeness
from pipeline.cluster.draws import behind, beside, drawn, line, waiting
from pipeline.cluster.grouping import groups
from pipeline.cluster.learning import NothingToLearn, ask_next, learn, suggest
from pipeline.cluster.negation import denies
from pipeline.cluster.nonanswer import non_answers
from pipeline.cluster.normal import normalise
from pipeline.cluster.parting import BIMODAL, apart, bimodality, vectors
from pipeline.cluster.phrases import by_code
from pipeline.cluster.prepared import keyed, prepare
from pipeline.cluster.promise import ABOVE, excluded, held_out, kept, taken, threshold
from pipeline.cluster.words import segment

__all__ = [
    "ABOVE",
    "BIMODAL",
    "NothingToLearn",
    "alike",
    "apart",
    "ask_next",
    "bimodality",
    "by_code",
    "denies",
    "behind",
    "beside",
    "drawn",
    "excluded",
    "groups",
    "held_out",
    "kept",
    "keyed",
    "learn",
    "likeness",
    "line",
    "non_answers",
    "normalise",
    "prepare",
    "segment",
    "suggest",
    "taken",
    "threshold",
    "vectors",
    "waiting",
]

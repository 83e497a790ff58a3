"""Tables with bases: who answered what, weighted where a weight is given, counted always."""

from pipeline.describe.banners import all_banners, banner, tabulated
from pipeline.describe.compared import compared
from pipeline.describe.crosstabs import all_crosstabs, crosstab
from pipeline.describe.frequencies import all_frequencies, closed, frequencies, indicators, is_weighted, labels
from pipeline.describe.groups import columns
from pipeline.describe.hidden import cells, hide
from pipeline.describe.missing import nonresponse, sensitivity
from pipeline.describe.numbers import distribution, numbers, scales
from pipeline.describe.ranks import ranks
from pipeline.describe.rows import sums
from pipeline.describe.three_way import all_three_way, three_way
from pipeline.questionnaire import given

__all__ = [
    "all_banners",
    "all_crosstabs",
    "all_frequencies",
    "all_three_way",
    "banner",
    "cells",
    "closed",
    "columns",
    "compared",
    "crosstab",
    "distribution",
    "frequencies",
    "hide",
    "indicators",
    "is_weighted",
    "labels",
    "nonresponse",
    "numbers",
    "ranks",
    "scales",
    "sensitivity",
    "sums",
    "tabulated",
    "three_way",
]

CLOSED = ("nominal", "ordinal", "multiple", "rank")
GROUPS = CLOSED[:3]
given.guard(
    globals(),
    __all__,
    all_banners={"questions": (*CLOSED, "number"), "banners": GROUPS},
    all_crosstabs={"questions": CLOSED, "banners": GROUPS},
    all_frequencies={"questions": CLOSED},
    banner={"question": (*CLOSED, "number")},
    columns={"banners": GROUPS},
    crosstab={"question": CLOSED, "by": GROUPS},
    frequencies={"question": CLOSED},
    indicators={"question": CLOSED},
    numbers={"questions": ("number",)},
    ranks={"questions": ("rank",)},
    scales={"batteries": ("ordinal",)},
    three_way={"question": (*CLOSED, "number"), "by": GROUPS, "within": GROUPS},
)

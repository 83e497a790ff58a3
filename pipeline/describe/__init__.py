"""Tables with bases: who answered what, weighted where a weight is given, counted always."""

from pipeline.describe import following
from pipeline.describe.banners import all_banners, banner, tabulated
from pipeline.describe.compared import compared
from pipeline.describe.crosstabs import all_crosstabs, crosstab
from pipeline.describe.differences import all_contrasts, all_differences
from pipeline.describe.frequencies import (
    all_frequencies,
    closed,
    frequencies,
    indicators,
    is_weighted,
    labels,
    on_scale,
)
from pipeline.describe.groups import columns
from pipeline.describe.hidden import cells, hide
from pipeline.describe.means import all_means, all_ratios
from pipeline.describe.missing import nonresponse, sensitivity
from pipeline.describe.numbers import distribution, distributions, medians_told, numbers, scales
from pipeline.describe.ranks import ranks
from pipeline.describe.rows import parts, sums, together
from pipeline.describe.steps import coarsening
from pipeline.describe.three_way import all_three_way, three_way
from pipeline.questionnaire import given

__all__ = [
    "all_banners",
    "all_contrasts",
    "all_crosstabs",
    "all_differences",
    "all_frequencies",
    "all_means",
    "all_ratios",
    "all_three_way",
    "banner",
    "cells",
    "closed",
    "coarsening",
    "columns",
    "compared",
    "crosstab",
    "distribution",
    "distributions",
    "following",
    "frequencies",
    "hide",
    "indicators",
    "is_weighted",
    "labels",
    "medians_told",
    "nonresponse",
    "numbers",
    "on_scale",
    "parts",
    "ranks",
    "scales",
    "sensitivity",
    "sums",
    "tabulated",
    "three_way",
    "together",
]

CLOSED = ("nominal", "ordinal", "multiple", "rank")
GROUPS = CLOSED[:3]
given.guard(
    globals(),
    __all__,
    all_banners={"questions": (*CLOSED, "number"), "banners": GROUPS},
    all_crosstabs={"questions": CLOSED, "banners": GROUPS},
    all_contrasts={"banners": GROUPS},
    all_differences={"questions": (*CLOSED, "number"), "banners": GROUPS},
    all_frequencies={"questions": CLOSED},
    all_means={"questions": (*CLOSED, "number"), "banners": GROUPS},
    all_ratios={"banners": GROUPS},
    banner={"question": (*CLOSED, "number")},
    columns={"banners": GROUPS},
    crosstab={"question": CLOSED, "by": GROUPS},
    frequencies={"question": CLOSED},
    indicators={"question": CLOSED},
    numbers={"questions": ("number",)},
    on_scale={"questions": CLOSED},
    ranks={"questions": ("rank",)},
    scales={"batteries": ("ordinal",)},
    three_way={"question": (*CLOSED, "number"), "by": GROUPS, "within": GROUPS},
)

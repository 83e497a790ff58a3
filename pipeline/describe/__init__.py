"""Tables with bases: who answered what, weighted where a weight is given, counted always."""

from pipeline.describe.banners import all_banners, banner, tabulated
from pipeline.describe.compared import compared
from pipeline.describe.crosstabs import all_crosstabs, crosstab
from pipeline.describe.frequencies import all_frequencies, closed, frequencies, indicators, labels
from pipeline.describe.groups import columns
from pipeline.describe.hidden import cells, hide
from pipeline.describe.missing import nonresponse, sensitivity
from pipeline.describe.numbers import distribution, numbers, scales
from pipeline.describe.rows import sums
from pipeline.describe.three_way import all_three_way, three_way

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
    "labels",
    "nonresponse",
    "numbers",
    "scales",
    "sensitivity",
    "sums",
    "tabulated",
    "three_way",
]

"""The few chart shapes of the report: tidy tables in, matplotlib figures out; no files, no windows."""

from pipeline.charts.battery import likert
from pipeline.charts.canvas import png
from pipeline.charts.change import dumbbell
from pipeline.charts.eigenvalues import scree
from pipeline.charts.groups import dots
from pipeline.charts.heatmap import heat, residuals
from pipeline.charts.odds import forest
from pipeline.charts.opinions import nearness, ranked
from pipeline.charts.pairs import compare
from pipeline.charts.shares import bar, tells
from pipeline.charts.spread import histogram, weights
from pipeline.charts.words import alt, alt_dumbbell, alt_forest, alt_likert
from pipeline.charts.worth import alt_worths, worths

__all__ = [
    "alt",
    "alt_dumbbell",
    "alt_forest",
    "alt_likert",
    "alt_worths",
    "bar",
    "compare",
    "dots",
    "dumbbell",
    "forest",
    "heat",
    "histogram",
    "likert",
    "nearness",
    "png",
    "ranked",
    "residuals",
    "scree",
    "tells",
    "weights",
    "worths",
]

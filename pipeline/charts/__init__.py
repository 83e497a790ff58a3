"""The few chart shapes of the report: tidy tables in, matplotlib figures out; no files, no windows."""

from pipeline.charts.battery import likert
from pipeline.charts.canvas import narrow, png
from pipeline.charts.change import dumbbell
from pipeline.charts.groups import dots
from pipeline.charts.heatmap import heat, residuals
from pipeline.charts.mean_ranks import alt_mean_ranks, mean_ranks
from pipeline.charts.odds import forest
from pipeline.charts.opinions import ranked
from pipeline.charts.pairs import compare
from pipeline.charts.shares import bar
from pipeline.charts.spread import histogram
from pipeline.charts.telling import is_of_one, tells
from pipeline.charts.vector import svg
from pipeline.charts.words import alt, alt_dumbbell, alt_forest, alt_likert

__all__ = [
    "alt",
    "alt_dumbbell",
    "alt_forest",
    "alt_likert",
    "alt_mean_ranks",
    "bar",
    "compare",
    "dots",
    "dumbbell",
    "forest",
    "heat",
    "histogram",
    "is_of_one",
    "likert",
    "mean_ranks",
    "narrow",
    "png",
    "ranked",
    "residuals",
    "svg",
    "tells",
]

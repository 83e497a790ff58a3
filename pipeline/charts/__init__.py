"""The few chart shapes of the report: tidy tables in, matplotlib figures out; no files, no windows."""

from pipeline.charts.battery import likert
from pipeline.charts.canvas import png
from pipeline.charts.groups import dots, wilson
from pipeline.charts.heatmap import heat
from pipeline.charts.opinions import nearness, ranked
from pipeline.charts.shares import bar
from pipeline.charts.spread import histogram, weights
from pipeline.charts.words import alt

__all__ = ["alt", "bar", "dots", "heat", "histogram", "likert", "nearness", "png", "ranked", "weights", "wilson"]

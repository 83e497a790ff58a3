"""How the answers were drawn and weighted, and what sampling error that leaves in any statistic of them."""

from pipeline.design.estimates import Estimates, contrast, linear, ratios, totals
from pipeline.design.model import Calibration, Design, DesignError, Replicates
from pipeline.design.quantiles import quantile
from pipeline.design.sample import Sample, is_plain, sample
from pipeline.design.variance import covariance, degf, deviations

__all__ = [
    "Calibration",
    "Design",
    "DesignError",
    "Estimates",
    "Replicates",
    "Sample",
    "contrast",
    "covariance",
    "degf",
    "deviations",
    "is_plain",
    "linear",
    "quantile",
    "ratios",
    "sample",
    "totals",
]

"""How the answers were drawn and weighted, and what sampling error that leaves in any statistic of them."""

from pipeline.design.estimates import Estimates, contrast, effective_base, linear, logits, of_totals, ratios, totals
from pipeline.design.model import LONELY, REPLICATES, Calibration, Design, DesignError, Replicates
from pipeline.design.quantiles import quantile
from pipeline.design.sample import Sample, is_plain, sample
from pipeline.design.variance import covariance, degf, deviations

__all__ = [
    "LONELY",
    "REPLICATES",
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
    "effective_base",
    "is_plain",
    "linear",
    "logits",
    "of_totals",
    "quantile",
    "ratios",
    "sample",
    "totals",
]

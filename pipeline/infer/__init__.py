"""Tests chosen by the kinds of two questions, with effect size, adjusted p and a sentence; reliability of scales."""

from pipeline.infer.alpha import reliability
from pipeline.infer.choose import compare
from pipeline.infer.correlations import correlations, scales
from pipeline.infer.plan import families, notable
from pipeline.infer.regression import regressions
from pipeline.infer.residuals import all_residuals, residuals
from pipeline.infer.scales import all_reliability, by_battery, by_item, factor_analysis
from pipeline.infer.twoway import twoway
from pipeline.infer.verdict import family

__all__ = [
    "all_reliability",
    "all_residuals",
    "by_battery",
    "by_item",
    "compare",
    "correlations",
    "factor_analysis",
    "families",
    "family",
    "notable",
    "regressions",
    "reliability",
    "residuals",
    "scales",
    "twoway",
]

"""Tests chosen by the kinds of two questions, with effect size, adjusted p and a sentence; reliability of scales."""

from pipeline.infer.alpha import reliability
from pipeline.infer.choose import compare
from pipeline.infer.plan import families, notable
from pipeline.infer.scales import all_reliability, by_battery, by_item, factor_analysis
from pipeline.infer.verdict import family

__all__ = [
    "all_reliability",
    "by_battery",
    "by_item",
    "compare",
    "factor_analysis",
    "families",
    "family",
    "notable",
    "reliability",
]

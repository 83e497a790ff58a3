"""Tests chosen by the kinds of two questions, with effect size, adjusted p and no words; reliability of scales."""

from pipeline.infer.battery import all_batteries, battery, ranking, sets
from pipeline.infer.choose import compare
from pipeline.infer.classical.groups import tukey
from pipeline.infer.classical.planned import TITLES, classical
from pipeline.infer.correlations import correlations, scale_questions
from pipeline.infer.pairs import all_pairs, pairs
from pipeline.infer.plan import bordering, families, notable, telling
from pipeline.infer.regress.planned import factor_tests, regressions
from pipeline.infer.regress.reading import by_model
from pipeline.infer.residuals import all_residuals, residuals
from pipeline.infer.rules import rules
from pipeline.infer.scale.alpha import reliability
from pipeline.infer.scale.scales import all_reliability, by_battery, by_item, factor_analysis
from pipeline.infer.twins import told, twins
from pipeline.infer.twoway import twoway
from pipeline.infer.verdict import family
from pipeline.infer.verdict import name_of as adjustment
from pipeline.questionnaire import given

__all__ = [
    "TITLES",
    "adjustment",
    "all_batteries",
    "all_pairs",
    "all_reliability",
    "all_residuals",
    "battery",
    "bordering",
    "by_battery",
    "by_item",
    "by_model",
    "classical",
    "compare",
    "correlations",
    "factor_analysis",
    "factor_tests",
    "families",
    "family",
    "notable",
    "pairs",
    "ranking",
    "regressions",
    "reliability",
    "residuals",
    "rules",
    "scale_questions",
    "sets",
    "telling",
    "told",
    "tukey",
    "twins",
    "twoway",
]

SCALES = ("ordinal", "number")
given.guard(
    globals(),
    __all__,
    battery={"questions": (*SCALES, "multiple", "rank")},
    correlations={"questions": SCALES},
    tukey={"question": SCALES, "by": ("nominal", "ordinal")},
    ranking={"batteries": ("ordinal",)},
    reliability={"questions": ("ordinal",)},
    all_reliability={"batteries": ("ordinal",)},
    factor_analysis={"batteries": ("ordinal",)},
    residuals={"question": ("nominal", "ordinal", "multiple"), "by": ("nominal", "ordinal")},
)

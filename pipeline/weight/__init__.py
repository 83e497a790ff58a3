"""From the people who answered to the staff list: response rates, raking, what weighting costs, and intervals."""

from pipeline.questionnaire import given
from pipeline.weight.balance import DESIGN_EFFECT, METHODS, effect, effective, margins, method_name, sampling
from pipeline.weight.calibration import calibrate
from pipeline.weight.errors import WeightError
from pipeline.weight.hidden import nests, small_categories_hidden, small_units_hidden
from pipeline.weight.intervals import estimates, interval_name, means, proportion_interval, quantiles, sums
from pipeline.weight.response import (
    RESPONDING,
    dispositions,
    list_variables,
    nonresponse_bias,
    response_by,
    response_rates,
    response_summary,
)
from pipeline.weight.targets import targets
from pipeline.weight.trimming import trimmed
from pipeline.weight.waves import early_late, early_late_said, waves, waves_said

__all__ = [
    "DESIGN_EFFECT",
    "METHODS",
    "RESPONDING",
    "WeightError",
    "calibrate",
    "dispositions",
    "early_late",
    "early_late_said",
    "effect",
    "effective",
    "estimates",
    "interval_name",
    "list_variables",
    "margins",
    "means",
    "method_name",
    "nests",
    "nonresponse_bias",
    "proportion_interval",
    "quantiles",
    "response_by",
    "response_rates",
    "response_summary",
    "sampling",
    "small_categories_hidden",
    "small_units_hidden",
    "sums",
    "targets",
    "trimmed",
    "waves",
    "waves_said",
]

CLOSED = ("nominal", "ordinal", "multiple", "rank")
given.guard(
    globals(),
    __all__,
    effect={"questions": CLOSED},
    estimates={"questions": CLOSED, "by": CLOSED[:3]},
    means={"questions": ("ordinal", "number")},
    quantiles={"questions": ("ordinal", "number")},
)

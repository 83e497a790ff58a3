"""From the people who answered to the staff list: response rates, raking, what weighting costs, and intervals."""

from pipeline.weight.errors import WeightError
from pipeline.weight.intervals import estimates, interval_name, means, proportion_interval
from pipeline.weight.margins import effective, margins, rake, response_rates, shares, small_units_hidden

__all__ = [
    "WeightError",
    "effective",
    "estimates",
    "interval_name",
    "margins",
    "means",
    "proportion_interval",
    "rake",
    "response_rates",
    "shares",
    "small_units_hidden",
]

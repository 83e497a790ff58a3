"""The rules of a questionnaire – skip logic, constraints, calculations, choice filters – evaluated as ODK does."""

from pipeline.rules.evaluate import asked, calculate, choices, defaults, parse
from pipeline.rules.table import asked_frame, holds
from pipeline.rules.violations import Examined, examine, normal, violations
from pipeline.rules.xpath import RuleError

__all__ = [
    "Examined",
    "RuleError",
    "asked",
    "asked_frame",
    "calculate",
    "choices",
    "defaults",
    "examine",
    "holds",
    "normal",
    "parse",
    "violations",
]

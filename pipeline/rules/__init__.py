"""The rules of a questionnaire – skip logic, constraints, calculations, choice filters – evaluated as ODK does."""

from pipeline.rules.evaluate import asked, calculate, choices, defaults, fleeting, parse, storable, unserved
from pipeline.rules.person import Person
from pipeline.rules.sheet import question_names
from pipeline.rules.spelling import normal, readings
from pipeline.rules.table import asked_frame, holds
from pipeline.rules.violations import Examined, examine, violations, wrong_alone
from pipeline.rules.xpath import RuleError

__all__ = [
    "Examined",
    "Person",
    "RuleError",
    "asked",
    "asked_frame",
    "calculate",
    "choices",
    "defaults",
    "examine",
    "fleeting",
    "holds",
    "normal",
    "parse",
    "question_names",
    "readings",
    "storable",
    "unserved",
    "violations",
    "wrong_alone",
]

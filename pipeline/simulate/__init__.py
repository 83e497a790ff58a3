"""Respondents drawn from any questionnaire, with a known truth planted where truth.yaml describes one."""

from pipeline.simulate.sample import draw, write
from pipeline.simulate.spec import SimulateError

__all__ = ["SimulateError", "draw", "write"]

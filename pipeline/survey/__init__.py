"""survey.yaml → Survey: title, owner, window, target, population, plan of analysis, privacy, layout."""

from pipeline.survey.headcount import HEADCOUNT
from pipeline.survey.model import Comparison, Outcome, Survey, SurveyError, Tables
from pipeline.survey.read import FLAGS, collection, read

__all__ = ["FLAGS", "HEADCOUNT", "Comparison", "Outcome", "Survey", "SurveyError", "Tables", "collection", "read"]

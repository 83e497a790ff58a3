"""XLSForm (.md .xlsx .xls .csv) → Questionnaire: sections, questions, choices and rules, read through pyxform."""

from pipeline.questionnaire.book import codebook, markdown, xlsx
from pipeline.questionnaire.model import Choice, Question, Questionnaire, QuestionnaireError, Section, scores
from pipeline.questionnaire.ranks import IMPROPER, all_places, first_places, places
from pipeline.questionnaire.read import read, sheets

__all__ = [
    "IMPROPER",
    "Choice",
    "Question",
    "Questionnaire",
    "QuestionnaireError",
    "Section",
    "all_places",
    "codebook",
    "first_places",
    "markdown",
    "places",
    "read",
    "scores",
    "sheets",
    "xlsx",
]

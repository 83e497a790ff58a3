"""XLSForm (.md .xlsx .xls .csv) → Questionnaire: sections, questions, choices and rules, read through pyxform."""

from pipeline.questionnaire.book import codebook, markdown, xlsx
from pipeline.questionnaire.model import Choice, Question, Questionnaire, QuestionnaireError, Section, scores
from pipeline.questionnaire.read import read, sheets

__all__ = [
    "Choice",
    "Question",
    "Questionnaire",
    "QuestionnaireError",
    "Section",
    "codebook",
    "markdown",
    "read",
    "scores",
    "sheets",
    "xlsx",
]

"""Net Promoter Score of a 0–10 question: who would recommend (9–10) less who would not (0–6; Reichheld 2003)."""

from pipeline import questionnaire
from pipeline.questionnaire import QuestionnaireError

PARTS = {"Người không ủng hộ (0–6)": (0, 6), "Người trung lập (7–8)": (7, 8), "Người ủng hộ (9–10)": (9, 10)}
NPS = "NPS (% ủng hộ − % không ủng hộ)"
POINTS = 11


def parts(values, question):
    """{part: 1 in it, 0 not, NaN not answered} of answers to a number question, or a scale of eleven points.

    QuestionnaireError says how many answers are no whole number from 0 to 10.
    """
    points = _points(values, question)
    return {name: points.between(*ends).astype(float).where(points.notna()) for name, ends in PARTS.items()}


def score(values, question):
    """100 of a promoter, −100 of a detractor, 0 between: their mean is the NPS. NaN not answered."""
    against, _, promoting = parts(values, question).values()
    return 100 * (promoting - against)


def choices(question):
    """{part: [choice names]} of a scale of eleven points."""
    return {name: list(question.points[low : high + 1]) for name, (low, high) in PARTS.items()}


def _points(values, question):
    if question.points:
        return questionnaire.scores(values, question) - 1
    given = values.astype(float)
    wrong = int((given.notna() & ~(given.between(0, POINTS - 1) & given.mod(1).eq(0))).sum())
    if wrong:
        raise QuestionnaireError(
            f"tables › nps › {question.name}: {wrong} câu trả lời không phải số nguyên từ 0 đến 10. NPS chỉ tính cho"
            " câu hỏi thang 0–10; sửa số liệu gốc, hoặc bỏ câu này khỏi tables › nps."
        )
    return given

"""Places that make no ranking – one given twice or passed over, words: kept as they came until answers are typed."""

from pipeline.questionnaire import IMPROPER


def improper(column, question):
    """Whether each answer of the question holds such places; of other kinds of question none does."""
    return column.str.startswith(IMPROPER, na=False) & (question.kind == "rank")


def row(column, question):
    """The log's rows, none or one, on those left blank."""
    n = int(improper(column, question).sum())
    why = "hạng trùng, bỏ cách, hoặc không phải số"
    return [("Không thành thứ hạng", question.name, n, why, "để trống")] if n else []

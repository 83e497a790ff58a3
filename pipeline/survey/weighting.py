"""Refuses rules of weighting that cannot be carried out."""

from pipeline.survey.model import SurveyError

EMPTY = ("refuse", "merge", "drop")
BLANK = ("keep", "refuse")


def check(survey):
    """SurveyError when the ``weighting`` of a survey names a rule, bounds or a correction that cannot be had."""
    rules = survey.weighting
    for key, value, known in (("empty", rules.empty, EMPTY), ("blank", rules.blank, BLANK)):
        if value not in known:
            raise SurveyError(f"weighting › {key}: «{value}»; dùng một trong {', '.join(known)}.")
    if rules.trim and (len(rules.trim) != 2 or not 0 <= rules.trim[0] < 1 < rules.trim[1]):
        raise SurveyError(
            f"weighting › trim: {list(rules.trim)}; cần hai số [thấp nhất, cao nhất] ở hai phía của trọng số trung bình"
            " 1, như [0.3, 3]."
        )
    for key in ("margins", "trim", "fpc"):
        if getattr(rules, key) and not survey.population.file:
            raise SurveyError(
                f"weighting › {key} cần population › file: thêm danh sách số người, hoặc bỏ weighting › {key}."
            )
    if rules.trim and not rules.margins:
        raise SurveyError("weighting › trim cần weighting › margins: ghi các câu để gia quyền, hoặc bỏ trim.")

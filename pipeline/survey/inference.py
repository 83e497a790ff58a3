"""What survey.yaml says of correlations, planned regressions and negligible effects, held against the questionnaire."""

from pipeline.questionnaire.names import choice_hint, hint
from pipeline.survey.model import SurveyError

ADJUST = ("holm", "bh", "by")  # those of infer.verdict, which a form that only serves pages need not import
MODELS = ("logit", "linear")


def check(survey):
    """SurveyError where a value of ``inference`` cannot be used: names the key, what was found and the mend."""
    form, plan = survey.form, survey.inference
    for name, threshold in plan.negligible.items():
        _check_threshold(name, threshold)
    if plan.adjust not in ADJUST:
        raise SurveyError(f"inference › adjust: «{plan.adjust}»; dùng một trong {', '.join(ADJUST)}.")
    if len(plan.correlations) == 1:
        raise SurveyError("inference › correlations: cần ít nhất hai câu hỏi, nhưng chỉ có một.")
    for outcome in plan.outcomes:
        _check_outcome(form, outcome)
        _check_model(survey, outcome)
        _check_interactions(outcome)


def _check_threshold(name, threshold):
    from pipeline.infer.effects import BANDS  # scipy: not for a form that only serves pages

    if name not in BANDS:
        raise SurveyError(f"inference › negligible: không có thước đo «{name}». Có: {', '.join(BANDS)}.")
    if isinstance(threshold, bool) or not isinstance(threshold, int | float) or threshold <= 0:
        raise SurveyError(f"inference › negligible › {name}: cần một số dương, nhưng gặp {threshold!r}.")
    if name == "OR" and threshold < 1:
        raise SurveyError(f"inference › negligible › OR: cần số từ 1 trở lên, nhưng gặp {threshold!r}.")


def _check_outcome(form, outcome):
    where, question = f"inference › outcomes › {outcome.question}", form[outcome.question]
    if not outcome.event and question.kind not in ("ordinal", "number"):
        raise SurveyError(f"{where}: câu này không phải thang đo, cần «event: [lựa chọn, …]» nói kết quả nào được xét.")
    known = [c.name for c in question.choices if not question.points or c.name in question.points]
    if wrong := [name for name in outcome.event if name not in known]:
        labels = {c.name: c.label for c in question.choices}
        mend = choice_hint(wrong[0], question, known, labels)
        raise SurveyError(f"{where} › event: câu này không có lựa chọn «{wrong[0]}». {mend}")
    if outcome.event and question.kind != "multiple" and len(set(outcome.event)) == len(known):
        raise SurveyError(f"{where} › event: nêu mọi lựa chọn thì không còn gì để so sánh. Bỏ bớt lựa chọn.")
    if not outcome.by:
        raise SurveyError(f"{where} › by: cần ít nhất một câu hỏi giải thích.")
    if outcome.question in outcome.by:
        raise SurveyError(
            f"{where} › by: «{outcome.question}» không dùng làm biến giải thích được: là chính câu kết quả."
        )


def _check_model(survey, outcome):
    where, question = f"inference › outcomes › {outcome.question}", survey.form[outcome.question]
    if outcome.model not in ("", *MODELS):
        raise SurveyError(f"{where} › model: không có mô hình «{outcome.model}». Có: {', '.join(MODELS)}.")
    if question.kind == "number" and (outcome.event or outcome.model == "logit"):
        raise SurveyError(f"{where}: câu ghi số chỉ có hồi quy tuyến tính. Bỏ event và «model: logit».")
    if outcome.model == "linear" and (outcome.event or question.kind not in ("ordinal", "number")):
        raise SurveyError(f"{where} › model: «linear» cần thang đo hoặc câu ghi số, không có event.")
    if outcome.model == "linear" and outcome.question in survey.tables.unscored:
        raise SurveyError(
            f"{where} › model: «linear» tính điểm trung bình, mà câu này ở tables › unscored (thang là khoảng, bậc)."
            " Bỏ «model: linear»: mô hình logit thứ bậc dùng được cho thang này."
        )


def _check_interactions(outcome):
    where, pairs = f"inference › outcomes › {outcome.question} › interactions", outcome.interactions
    for pair in pairs:
        if len(pair) != 2 or pair[0] == pair[-1]:
            raise SurveyError(f"{where}: mỗi tương tác là hai câu khác nhau, như [[a, b]], nhưng gặp {list(pair)}.")
        if wrong := [name for name in pair if name not in outcome.by]:
            raise SurveyError(f"{where}: «{wrong[0]}» không có ở by. {hint(wrong[0], outcome.by)}")
    if len({frozenset(pair) for pair in pairs}) < len(pairs):
        raise SurveyError(f"{where}: nêu một tương tác hai lần. Bỏ bớt một.")

"""Refuses quality rules that no answer could meet: unknown flags, conditions that the questionnaire cannot hold."""

import re

import pandas as pd

from pipeline import rules
from pipeline.questionnaire.names import hint
from pipeline.survey.model import SurveyError

FLAGS = ("too_fast", "straight_line", "duplicate", "near_duplicate", "contradiction", "outside_window")
COMPARED = re.compile(r"""\$\{\s*(\w+)\s*\}\s*(?:!?=|,)\s*(?:'([^']*)'|"([^"]*)")""")


def check(survey):
    """SurveyError with every flag, and every condition of a contradiction, that cannot be used."""
    wrong = [f"quality › drop: không có cờ «{flag}». {hint(flag, FLAGS)}" for flag in survey.quality.drop
             if flag not in FLAGS]  # fmt: skip
    for contradiction in survey.quality.contradictions:
        where = f"quality › contradictions › {contradiction.label}"
        wrong += [f"{where}: {told}" for told in _condition(survey.form, contradiction.when)]
    if wrong:
        raise SurveyError("\n".join(wrong))


def _condition(form, when):
    """What is wrong with one condition: names, codes, then the expression itself."""
    names = re.findall(r"\$\{\s*([^}]+?)\s*\}", when)
    for name in (n for n in names if n not in form):
        yield f"phiếu không có câu hỏi «{name}». {hint(name, form.by_name, {q.name: q.label for q in form.questions})}"
    if any(name not in form for name in names):
        return
    for name, *codes in COMPARED.findall(when):
        known, code = {c.name: c.label for c in form[name].choices}, codes[0] or codes[1]
        if known and code and code not in known:
            yield f"câu «{name}» không có lựa chọn «{code}». {hint(code, known, known)}"
    try:
        rules.holds(form, pd.DataFrame(index=[0]), when)
    except rules.RuleError as error:
        yield f"{error}."

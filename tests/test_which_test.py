"""The table of which test is used for which kinds of questions says what the tests do."""

from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline import infer
from pipeline.questionnaire import Choice, Question

PEOPLE = 480
ANSWERS = {
    "hai phương án (hoặc một phương án của câu chọn nhiều)": "two",
    "ba phương án trở lên": "three",
    "thang đo": "scale",
    "một phương án của câu xếp hạng": "ranked",
    "con số": "number",
}
WEIGHTS = (None, "weight")
WITHIN = {
    "các mục của một bảng thang đo": ("scale", "ordered"),
    "các phương án của một câu": ("several",),
    "các phương án của một câu xếp hạng": ("ranked",),
}
GROUPS = {
    "hai nhóm": "two_groups",
    "ba nhóm trở lên": "three_groups",
    "nhóm có thứ tự": "ordered",
    "con số": "other_number",
}


def test_every_row_of_the_rules_is_what_the_tests_do_on_such_questions():
    answers, form = _sample()
    how = [{"weight": weight, "adjust": "holm"} for weight in WEIGHTS]
    sparse = ("phương án, bảng thưa", form["three"]), ("nhóm", form["three_groups"])
    rows = [_row(answers.iloc[:12], *sparse, how[0])]
    rows += [
        _row(answers, (answer, form[one]), (groups, form[by]), each)
        for answer, one in ANSWERS.items() for groups, by in GROUPS.items() for each in how
    ]  # fmt: skip
    rows += [_within(answers, kind, [form[n] for n in names], each) for kind, names in WITHIN.items() for each in how]
    pd.testing.assert_frame_equal(infer.rules().drop(columns="source"), pd.DataFrame(rows))


def _row(answers, answer, groups, how):
    (kind, question), (by_kind, by) = answer, groups
    test = infer.compare(answers, question, by, weight=how["weight"]).iloc[0]
    name = test["method"].split(", F(")[0]
    row = {"answer": kind, "groups": by_kind, "weights": "có" if how["weight"] else "không"}
    row |= {"method": name, "effect_name": test["effect_name"], "trend_method": test["trend_method"]}
    return row | {"follow_up": _follow_up(answers, question, by, how)}


def _follow_up(answers, question, by, how):
    cells = ["phần dư hiệu chỉnh của từng ô"] if question.kind == "nominal" and by.kind != "number" else []
    methods = sorted(set(infer.pairs(answers, question, by, **how)["method"]))
    return "; ".join(cells + ([f"{', '.join(methods)} từng cặp nhóm"] if methods else []))


def _within(answers, kind, questions, how):
    rows, weighted = infer.battery(answers, questions, **how), bool(how["weight"])
    methods = rows["method_weighted" if weighted else "method"]
    name = methods.iloc[0].split(" (")[0]
    row = {"answer": kind, "groups": "cùng những người trả lời", "weights": "có" if weighted else "không"}
    row |= {"method": name, "effect_name": rows["effect_name"].iloc[0], "trend_method": ""}
    beside = " và t Student theo cặp" if not weighted and rows["t"].notna().any() else ""
    return row | {"follow_up": f"{methods.iloc[1]}{beside} từng cặp mục"}


def _sample():
    """A made-up table with a question of every kind, without chance."""
    n = np.arange(PEOPLE)
    columns = {"two": n * 7 % 2, "three": n * 5 % 3, "scale": n * 11 % 5, "two_groups": n // 3 % 2}
    columns |= {"three_groups": n // 7 % 3, "ordered": n // 5 % 4}
    answers = pd.DataFrame({name: values.astype(str) for name, values in columns.items()})
    form = {name: _question(name, sorted(set(answers[name])), name in ("scale", "ordered")) for name in columns}
    numbers = {"number": n * 37 % 101 / 3, "other_number": n * 53 % 97 / 7, "weight": 1 + n % 4 / 4}
    options = {f"several/{c}": pd.array(n * k % 4 == 0, dtype="boolean") for c, k in (("a", 1), ("b", 2), ("c", 3))}
    form |= {name: Question(name, "decimal", name) for name in numbers}
    options |= {f"ranked/{c}": ((n * 7 + k) % 3 + 1).astype(float) for k, c in enumerate("abc")}
    form["ranked"] = replace(_question("ranked", "abc", False), type="rank")
    form["several"] = replace(_question("several", "abc", False), type="select all that apply")
    return answers.assign(**numbers, **options), form


def _question(name, options, scale):
    choices = tuple(Choice(option, option) for option in options)
    return Question(name, "select one", name, choices=choices, points=tuple(options) if scale else ())

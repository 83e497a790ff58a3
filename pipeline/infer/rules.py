"""Which test is used for which kinds of questions, found by asking the code itself."""

from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.infer.battery import battery
from pipeline.infer.choose import compare
from pipeline.infer.pairs import pairs
from pipeline.questionnaire import Choice, Question

COLUMNS = ["answer", "groups", "weights", "method", "effect_name", "trend_method", "follow_up", "source"]
PEOPLE = 480
SOURCES = {
    "χ² Pearson": "Pearson 1900, không hiệu chỉnh Yates; R chisq.test(correct = FALSE)",
    "Fisher chính xác": "Freeman & Halton 1951, khi có ô kỳ vọng dưới 1 hay quá 20 % ô dưới 5; R fisher.test",
    "χ² Monte-Carlo, 100.000 lần": "khi bảng thưa quá lớn cho Fisher; R chisq.test(simulate.p.value = TRUE)",
    "χ² Rao–Scott": "Rao & Scott 1984, hiệu chỉnh bậc hai; R survey::svychisq; bảng thưa: dạng điểm số, bậc một",
    "Mann–Whitney": "Mann & Whitney 1947, có hiệu chỉnh liên tục (như dấu hạng Wilcoxon); R wilcox.test",
    "Kruskal–Wallis": "Kruskal & Wallis 1952; R kruskal.test",
    "t Welch": "Welch 1947; R t.test",
    "ANOVA Welch": "Welch 1951; R oneway.test; nhiều nhóm nhỏ: dạng điểm số",
    "Kiểm định hạng Lumley–Scott": "Lumley & Scott 2013, hạng giữa; R survey::svyglm; nhóm nhỏ: dạng điểm số",
    "Kiểm định t có gia quyền": "R survey::svyttest; nhóm nhỏ: dạng điểm số (Rao, Scott & Skinner 1998)",
    "Xu hướng Cochran–Armitage": "Cochran 1954, Armitage 1955; R prop.trend.test",
    "Xu hướng Jonckheere–Terpstra": "Terpstra 1952, Jonckheere 1954; z của R cor.test(method = \"kendall\")",
    "Xu hướng tuyến tính theo thiết kế": "độ dốc trên điểm của thang; R survey::svyglm",
    "Spearman": "Spearman 1904; R cor.test(method = \"spearman\")",
    "Cochran Q": "Cochran 1950; R friedman.test trên 0/1",
    "Friedman": "Friedman 1937, có hạng trùng; R friedman.test",
    "Wald trên hạng": "Korn & Graubard 1990, trên hạng trong mỗi người; R survey::svymean; ít người: dạng điểm số",
}  # fmt: skip
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


def rules(*, adjust="holm"):
    """The tests of ``compare``, ``pairs`` and ``battery`` by kinds of questions.

    Every row is asked of those functions on a made-up table, so that it cannot differ from what they do: kind of the
    question (``answer``), of the ``groups``, ``weights`` or not, ``method``, ``effect_name``, ``trend_method`` (told
    beside, of ordered groups), ``follow_up`` (between pairs and cells) and ``source`` with the function of R that gives
    the same numbers. ``adjust``: how p is adjusted (see ``verdict.adjusted``).
    """
    answers, form = _sample()
    rows = [
        _row(answers, form, (answer, form[one]), (groups, form[by]), {"weight": weight, "adjust": adjust})
        for answer, one in ANSWERS.items()
        for groups, by in GROUPS.items()
        for weight in WEIGHTS
    ]
    few = answers.iloc[:12]
    rows.insert(
        0,
        _row(
            few,
            form,
            ("phương án, bảng thưa", form["three"]),
            ("nhóm", form["three_groups"]),
            {"weight": None, "adjust": adjust},
        ),
    )
    for kind, names in WITHIN.items():
        rows += [_within(answers, kind, [form[n] for n in names], {"weight": w, "adjust": adjust}) for w in WEIGHTS]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(answers, form, answer, groups, how):
    (kind, question), (by_kind, by) = answer, groups
    test = compare(answers, question, by, weight=how["weight"]).iloc[0]
    name = test["method"].split(", F(")[0]
    row = {"answer": kind, "groups": by_kind, "weights": "có" if how["weight"] else "không"}
    row |= {"method": name, "effect_name": test["effect_name"], "source": SOURCES[name.split(" (")[0]]}
    trend = test["trend_method"]
    beside = f"{trend}: {SOURCES[trend]}" if trend else ""
    return (
        row
        | {"trend_method": trend, "follow_up": _follow_up(answers, question, by, how)}
        | {"source": "; ".join(filter(None, [row["source"], beside]))}
    )


def _follow_up(answers, question, by, how):
    cells = ["phần dư hiệu chỉnh của từng ô"] if question.kind == "nominal" and by.kind != "number" else []
    methods = sorted(set(pairs(answers, question, by, **how)["method"]))
    return "; ".join(cells + ([f"{', '.join(methods)} từng cặp nhóm"] if methods else []))


def _within(answers, kind, questions, how):
    rows, weighted = battery(answers, questions, **how), bool(how["weight"])
    methods = rows["method_weighted" if weighted else "method"]
    name = methods.iloc[0].split(" (")[0]
    row = {"answer": kind, "groups": "cùng những người trả lời", "weights": "có" if weighted else "không"}
    row |= {"method": name, "effect_name": rows["effect_name"].iloc[0], "trend_method": "", "source": SOURCES[name]}
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

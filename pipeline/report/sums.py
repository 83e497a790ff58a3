"""Several answers of a chart as one: sums that its title tells, the two highest points of the items of a battery."""

import pandas as pd

from pipeline.claims import names
from pipeline.questionnaire.short import lowered
from pipeline.report import rounding, told
from pipeline.wording import say

SUMMED = ("row", "option", "n", "percent", "base")  # of a row of several answers as one


def told_of(source, question, title, drawn):
    """[(printed row, options)] of every sum of neighbouring bars that a title tells."""
    keys = [dict(figure.key) for figure in told.figures_of(title)]
    called = {c.name: names.option(source.form, question.name, c.label) for c in question.choices}
    found = []
    for row, choices in rounding.sums(source, question):
        options = tuple(called[str(name)] for name in choices)
        at = sorted(drawn.index(option) for option in options if option in drawn)
        is_told = any(all(key.get(name) == row[name] for name in ("row", "option")) for key in keys)
        if is_told and len(at) == len(options) > 1 and at[-1] - at[0] == len(at) - 1:
            name = names.option(source.form, question.name, row["option"])
            found.append((summed(row, name if row["row"] == "net" else together(options)), options))
    return found


def summed(row, name):
    """The printed row of several answers as a row of a chart, under the name of all."""
    return row | {"option": name, "percent": rounding.printed(row["percent"], row["base"])}


def beside(rows, more):
    """The rows of a chart and after them those of several answers as one, which ``row`` names."""
    told_of = [rows.head(1).assign(**{name: row[name] for name in SUMMED}) for row in more]
    return pd.concat([rows, *told_of])


def together(options):
    """Answers as one: "Đồng ý hoặc rất đồng ý"."""
    first, *others = options
    return say(" hoặc ").join([first, *map(lowered, others)])


def two_highest(source, battery, named):
    """Item → the printed row of the two highest points of its scale, the highest first; last those without one."""
    found = {item.name: {} for item in battery}
    for name in found:
        rows = [row for row in source.together(name) if row["row"] == "top2"]
        found[name] = summed(rows[0], named) if rows else {}
    return dict(sorted(found.items(), key=lambda one: -one[1].get("percent", -1)))

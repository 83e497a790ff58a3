"""Tidy tables of the notebooks as sheets: which columns, under which heads, questions by their words."""

import pandas as pd

from pipeline import wording
from pipeline.claims import names
from pipeline.describe.groups import TOTAL, WITHIN
from pipeline.export.book.tidy import Column, Tidy, of_few
from pipeline.report.grid import name_of, topic, words
from pipeline.show import COUNTS, HEADINGS, NAMED, P_VALUES
from pipeline.wording import say
from pipeline.wording.english_notes import named

WIDE, NARROW = 34, 13
NUMBERS = ("number", "percent", "measure", "p", "order")
YES = {True: "có", False: "không"}


def listed(name, title, rows, columns, form, notes=()):
    """A Tidy of the columns of a frame: ``columns``: its column → (head, look); look "question", "topic" and "option"
    are names in the words of the form, "text" stays, the others are those of numbers. A share of few people – the
    frame's "base" – has no decimal."""
    made = [_cells(rows, column, look, form) for column, (_, look) in columns.items()]
    heads = tuple(
        Column(say(head), NARROW if look in NUMBERS else WIDE, look if look in NUMBERS else "text")
        for head, look in columns.values()
    )
    return Tidy(say(name), say(title), heads, list(zip(*made, strict=True)), tuple(notes))


def as_made(name, title, rows, form, notes=(), leave=()):
    """A Tidy of a whole frame under the heads that the notebooks have, columns without a value left out."""
    kept = rows.dropna(axis=1, how="all").drop(columns=list(leave), errors="ignore")
    columns = {column: (HEADINGS.get(column, column), _look(kept[column], column)) for column in kept}
    return listed(name, title, kept, columns, form, notes)


def _look(values, column):
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        return "question" if column in NAMED else "option" if column in ("option", "group") else "text"
    if column in COUNTS:
        return "number"
    return "p" if column in P_VALUES or column.endswith("_p") else "measure"


def _cells(rows, column, look, form):
    values = rows[column].tolist()
    if look == "percent" and "base" in rows:
        return [of_few(value, base) for value, base in zip(values, rows["base"].tolist(), strict=True)]
    if look in NUMBERS:
        return values
    whose = (
        rows["question" if column == "option" else "by"] if look == "option" and column in ("option", "group") else []
    )
    keys = list(zip(values, whose, strict=True)) if len(whose) else [(value, "") for value in values]
    told = {key: _text(*key, look, form) for key in dict.fromkeys(keys)}
    return [told[key] for key in keys]


def _text(value, of, look, form):
    if isinstance(value, bool):
        return wording.label(YES[value])
    if value is None or value != value or words(value) == "":
        return ""
    if value == TOTAL:
        return say("Tổng số")
    if look == "question":
        return " × ".join(name_of(form, one) for one in words(value).split(" × "))
    if look == "topic":
        return WITHIN.join(topic(form, one) for one in words(value).split(WITHIN))
    parts = words(value).split(WITHIN)
    of = [*words(of).split(WITHIN), *[""] * len(parts)]
    options = [names.option(form, by.partition("/")[0], part) for by, part in zip(of, parts, strict=False)]
    return WITHIN.join(map(named, options))

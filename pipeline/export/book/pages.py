"""What stands on which sheet of the book: a sheet a section of the questionnaire, and one a three-way grouping."""

import re
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from pipeline.claims import names, printed
from pipeline.describe.groups import TOTAL, WITHIN
from pipeline.report.grid import name_of, split, take, words
from pipeline.wording import label, say

LONGEST = 31  # letters of a sheet's name in Excel
COLUMN = ["by", "group", "letter"]


@dataclass(frozen=True)
class Page:
    """One sheet: its name, its heading, the tidy rows of its tables and the columns they share."""

    name: str
    heading: str
    rows: pd.DataFrame
    digits: dict  # number question → decimals of its median and of its mean

    @cached_property
    def columns(self):
        """(by, group, letter) of every column, in order; the first is everybody."""
        found = self.rows[COLUMN].fillna("").drop_duplicates(["by", "group"])
        return list(found.itertuples(index=False, name=None))

    @cached_property
    def runs(self):
        """(by, outer group, first column, last column) of every banner variable; nested ones by outer group."""
        found = {}
        for at, (by, group, _) in enumerate(self.columns):
            outer = group.rpartition(WITHIN)[0] if WITHIN in by else ""
            found.setdefault((by, outer), [at, at])[1] = at
        return [(*key, first, last) for key, (first, last) in found.items()]


def pages(survey, tables, beside=()):
    """The sheets of the book in the order of the questionnaire, three-way tables last; sections without tables left
    out. ``beside``: names of other sheets."""
    banners, three_way = (_table(tables, name) for name in ("banners", "three_way"))
    banners = _with_limits(banners, tables.get("means"))
    planned = [
        (
            label(section.label) or say("Bảng số liệu"),
            label(section.label) or survey.title,
            banners[_of(banners, section)],
        )
        for section in survey.form.sections
    ]
    bys = [by for by in three_way["by"].unique() if by != TOTAL]
    planned += [
        (say("Đa chiều {n}", n=n), heading_of(survey.form, by), _within(three_way, by))
        for n, by in enumerate(bys, start=1)
    ]
    taken, is_long = {*beside}, any(len(words(name)) > LONGEST for name, *_ in planned)
    least = (1, printed.OF_MEANS)
    digits = {row["question"]: [printed.decimals(row, n) for n in least]
              for row in take(tables, "numbers").to_dict("records")}  # fmt: skip
    return [
        Page(_sheet_name(name, at, taken, is_long), heading, _ordered(rows, survey), digits)
        for at, (name, heading, rows) in enumerate(planned, start=1)
        if len(rows)
    ]


def _table(tables, name):
    table = tables.get(name)
    empty = pd.DataFrame(columns=["question", *COLUMN])
    return empty if table is None else table


def _with_limits(banners, means):
    """The banner table with the 95 % limits of its means."""
    if means is None or banners.empty:
        return banners
    key = ["question", "row", "option", "by", "group"]
    return banners.merge(means[[*key, "low", "high"]], on=key, how="left")


def _of(banners, section):
    return banners["question"].isin([q.name for q in section.variables])


def _within(three_way, by):
    """The questions of one grouping, with everybody's column."""
    rows = three_way[three_way["by"].isin([TOTAL, by])]
    return rows[rows["question"].isin(rows.loc[rows["by"].eq(by), "question"].unique())]


def _ordered(rows, survey):
    """Rows in the order of the survey's banners, so that a question that lacks one – itself – shifts no column."""
    order = [TOTAL, *survey.banners, *map(WITHIN.join, survey.tables.nested)]
    place = rows["by"].map({by: at for at, by in enumerate(order)}).fillna(len(order))
    return rows.loc[place.sort_values(kind="stable").index]


def heading_of(form, by):
    """Name of a banner variable; of nested ones, outer first."""
    return "" if by == TOTAL else WITHIN.join(_noun(form, name) for name in by.split(WITHIN))


def _noun(form, name):
    """What a variable is called in the head of a column: its noun, else its number, else its label, short."""
    told = names.topic(form, name)
    told = told if not told.startswith("“") else split(name_of(form, name))[0] or told.strip("“”")
    return f"{told[:1].upper()}{told[1:]}"


def head_of(form, by, group, letter):
    """The head of one column: the variable, its group, its letter."""
    if by == TOTAL:
        return say("Tổng số")
    parts = zip(by.split(WITHIN), group.split(WITHIN), strict=False)
    told = WITHIN.join(names.option(form, one, part) for one, part in parts)
    return f"{heading_of(form, by)}: {told}{f' ({letter})' if letter else ''}"


def title_of(question):
    """Text of a question over its table; of an item of a battery, after the stem it shares."""
    return " – ".join(filter(None, [words(names.stem(question)), words(names.labelled(question))]))


def _sheet_name(text, at, taken, is_long):
    """The text as Excel allows a sheet to be called, every name once: no signs of paths, at most 31 letters. Where one
    is longer all are called by their numbers; the whole name stands on the sheet and in the contents."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", words(text)).strip()
    number = re.match(r"\w{1,4}(?=[.)])", plain)
    if is_long and (number or len(plain) > LONGEST):
        plain = say("Phần {number}", number=number[0] if number else at)
    for tail in ("", *(f" ({n})" for n in range(2, 1000))):
        name = plain[: LONGEST - len(tail)].rstrip() + tail
        if name.casefold() not in {t.casefold() for t in taken}:
            taken.add(name)
            return name
    raise ValueError(f"Quá nhiều phần cùng tên «{text}».")

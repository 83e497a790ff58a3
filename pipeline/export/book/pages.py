"""What stands on which sheet of the book: a sheet a section of the questionnaire, and one a three-way grouping."""

import re
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from pipeline.describe.groups import TOTAL, WITHIN
from pipeline.export.book.statistics import SHEETS
from pipeline.report.grid import brief, words

LONGEST = 31  # letters of a sheet's name in Excel
COLUMN = ["by", "group", "letter"]


@dataclass(frozen=True)
class Page:
    """One sheet: its name, its heading, the tidy rows of its tables and the columns they share."""

    name: str
    heading: str
    rows: pd.DataFrame

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
        (section.label or "Bảng số liệu", section.label or survey.title, banners[_of(banners, section)])
        for section in survey.form.sections
    ]
    bys = [by for by in three_way["by"].unique() if by != TOTAL]
    planned += [
        (f"Đa chiều {n}", heading_of(survey.form, by), _within(three_way, by)) for n, by in enumerate(bys, start=1)
    ]
    taken = {"Mục lục", *beside, *(name for name, _ in SHEETS.values())}
    return [
        Page(_sheet_name(name, taken), heading, _ordered(rows, survey)) for name, heading, rows in planned if len(rows)
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
    return banners["question"].isin([q.name for q in section.questions])


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
    return "" if by == TOTAL else WITHIN.join(brief(form, name) for name in by.split(WITHIN))


def over(form, by, outer):
    """What stands over the columns of a run: the variable, after the outer group they are in."""
    return WITHIN.join([outer, heading_of(form, by.rpartition(WITHIN)[2])]) if outer else heading_of(form, by)


def inner(by, group):
    """Name of a column under its run's heading."""
    return group.rpartition(WITHIN)[2] if WITHIN in by else group


def title_of(question):
    """Text of a question over its table; of an item of a battery, after the stem it shares."""
    return " – ".join(filter(None, [words(question.block), words(question.label)]))


def _sheet_name(text, taken):
    """The text as Excel allows a sheet to be called: no signs of paths, at most 31 letters, every name once."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", words(text)).strip()
    for tail in ("", *(f" ({n})" for n in range(2, 1000))):
        room = LONGEST - len(tail)
        name = (plain if len(plain) <= room else f"{plain[: room - 1].rstrip()}…") + tail
        if name.casefold() not in {t.casefold() for t in taken}:
            taken.add(name)
            return name
    raise ValueError(f"Quá nhiều phần cùng tên «{text}».")

"""Tests printed as they would be whether one, two, three or four people stand where a table hides so few.

Who knows how many answered, and every count that is printed, can tell how many are left out by any exact figure that
moves with them: a number of people, t² / d², the width of an interval, ten digits of a mean. So every test is made of
*twins* of the answers, which differ only in how many the few are, and is printed with the digits in which all twins
agree: whatever their number, there is a survey that prints the same. (What is told hardly depends on one person, as
Dwork et al. 2006 ask, for a known secret and without noise.)
"""

import numpy as np
import pandas as pd

from pipeline import vi
from pipeline.infer.variables import FEWEST
from pipeline.infer.verdict import sized

SIZES = range(1, FEWEST)
PEOPLE = ("n", "base", "n_any")
NAMING = ("family", "question", "option", "by", "other", "measure", "battery", "item", "item_a", "item_b", "group_a")
NAMING += ("group_b", "outcome", "event", "term", "level", "factor", "name")
LEAST_P = 0.0009  # printed "p < 0,001": a smaller p tells the statistic
DIGITS, F_RATIO = 6, ", F("


def twins(answers, survey):
    """The answers as they would be if 1, 2, 3 or 4 people stood where so few do: four frames; [answers] if none do.

    Few may choose a choice apart from a scale ("không có ý kiến"), or be a group of a question by which others are
    compared. People move between it and the rarest other choice, which tables hide beside it: first those who belong to
    the same groups.
    """
    by = [*survey.banners, *(name for planned in survey.comparisons for name in planned.by)]
    by = dict.fromkeys([*by, *(name for planned in survey.inference.outcomes for name in planned.by)])
    asked = [question for question in survey.form.variables if question.choices and question.name in answers]
    moves = [move for question in asked for move in [*_moves(answers, question, by)][:1]]
    return [_twin(answers, moves, size) for size in SIZES] if moves else [answers]


def _moves(answers, question, by):
    """(question, choice of few, rarest other choice, the few, who may join them): of a choice apart first, since the
    rarest other, from which people come, may be one of few, too."""
    people = answers[question.name].value_counts().reindex([c.label for c in question.choices], fill_value=0)
    apart = {c.label for c in question.choices if c.name in question.apart}
    for label in sorted(people.index[people.between(1, FEWEST - 1)], key=lambda label: label not in apart):
        others = people[people.gt(0) & (people.index != label) & ~people.index.isin(apart)]
        if len(others) and (label in apart or question.name in by):
            few, rest = (answers.index[answers[question.name].eq(one)] for one in (label, others.idxmin()))
            groups = answers[[name for name in by if name in answers and name != question.name]]
            yield question.name, label, others.idxmin(), [*few], _nearest(groups, few, rest)


def _nearest(groups, few, rest):
    """Those of ``rest``, first who are in the same groups as one of ``few``."""
    same = np.max([groups.loc[rest].eq(groups.loc[one]).sum(axis=1).to_numpy() for one in few], axis=0)
    return [*rest[np.argsort(-same, kind="stable")]]


def _twin(answers, moves, size):
    twin = answers.copy()
    for name, label, other, few, joining in moves:
        twin.loc[few[size:], name] = other
        twin.loc[joining[: max(size - len(few), 0)], name] = label
    return twin


def told(twins, test, *given, **named):
    """``test`` of each of the :func:`twins`, in the digits in which they agree: as it may be printed.

    ``test``: takes answers, ``given`` and ``named``, and returns a frame or several. A row that is alike in all twins
    stays as it is. Elsewhere numbers of people are rounded down to ten, a figure is the mean of the twins with decimals
    about as fine as they differ, a p the greatest; a row, or a figure, that one of them lacks is left out.
    """
    found = [test(twin, *given, **named) for twin in twins]
    if len(found) == 1:
        return found[0]
    if isinstance(found[0], pd.DataFrame):
        return _agreed(found, named.get("negligible"))
    tables = [_agreed(tables, named.get("negligible")) for tables in zip(*found, strict=True)]
    return type(found[0])(*tables) if hasattr(found[0], "_fields") else tuple(tables)


def _agreed(tables, negligible):
    rows = [_named(table) for table in tables]
    common = rows[0].index[np.logical_and.reduce([rows[0].index.isin(other.index) for other in rows[1:]])]
    rows = [table.loc[common] for table in rows]
    told = {name: [table[name].to_numpy() for table in rows] for name in tables[0]}
    own = [name for name in told if "adjusted" not in name]  # which the other tests of a family move, too
    moved = np.logical_or.reduce([_differ(told[name]) for name in own]) & np.ones(len(common), bool)
    table = pd.DataFrame({name: _column(name, values, moved) for name, values in told.items()}, columns=[*told])
    return sized(table, negligible) if "size" in table else table


def _named(table):
    """The rows by what names them, and how often it has named one before."""
    naming = table[[c for c in NAMING if c in table]].astype(object)
    names = naming.where(naming.notna(), "").astype(str).agg("|".join, axis=1) if len(table) else pd.Series()
    return table.set_axis([names, names.groupby(names).cumcount()])


def _differ(values):
    """Which rows of a column are not alike in all twins."""
    texts = np.array([[str(value) for value in column] for column in values])
    return (texts != texts[0]).any(axis=0)


def _column(name, values, moved):
    """A column as all twins tell it; ``moved``: the rows in which something differs."""
    if np.asarray(values[0]).dtype.kind != "f" and name not in PEOPLE:
        return [_words(name, words) for words in zip(*values, strict=True)]
    figures, differ = np.array(values, float), _differ(values)
    if name in PEOPLE:
        return np.where(differ, figures.min(axis=0) // 10 * 10, values[0]).astype(values[0].dtype)
    blurred = (_greatest if _is_p(name) else _blurred)(figures)
    return np.where(moved | differ, blurred, values[0])


def _is_p(name):
    return "p" in name.split("_")


def _words(name, words):
    """What is told where twins differ: why there is no number; a method without its degrees of freedom."""
    if len({*map(str, words)}) == 1:
        return words[0]
    return str(words[0]).partition(F_RATIO)[0] if name == "method" else next((word for word in words if word), words[0])


def _greatest(p):
    """The greatest p of the twins in two digits, LEAST_P at least; missing where one of them is."""
    return [_rounded(max(one, LEAST_P), LEAST_P < one < 1 and one / 30) for one in p.max(axis=0)]


def _blurred(figures):
    """The mean of the twins with decimals about as fine as they differ, or four digits; missing where one is."""
    means = figures.mean(axis=0)
    return [_rounded(*one) for one in zip(means, np.maximum(np.ptp(figures, axis=0), abs(means) / 3000), strict=True)]


def _rounded(figure, unit):
    """A figure with the decimals that are nearest to a unit."""
    if not (np.isfinite(figure) and unit):
        return figure
    return vi.rounded(figure, int(min(round(-np.log10(unit)), DIGITS))) + 0.0  # not −0.0

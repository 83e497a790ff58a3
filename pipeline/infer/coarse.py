"""Figures of tests where an exact one would tell how few people are not among those tested.

A table hides how many people (1 to FEWEST − 1) gave no opinion; who knows how many answered knows it by the exact
number of those tested, and that by any two figures of which one grows with it: t² / d², χ² / V², a p beside its
statistic, degrees of freedom, a mean with ten digits. (Dinur & Nissim 2003: what is exact enough can be solved.)
"""

import re

import numpy as np

from pipeline import vi
from pipeline.infer import effects
from pipeline.infer.variables import FEWEST
from pipeline.infer.verdict import ALPHA

R2 = ("mcfadden", "nagelkerke", "r2", "adjusted_r2")
PEOPLE = ("n", "base", "n_any")
GONE = re.compile(r"(.*_)?(statistic|df|df2|t|t_p|t_p_adjusted|d_z_low|d_z_high|levene_mean|levene_median)(_weighted)?")
KEPT = ("joint_df", "place", "factor", "side")  # these do not grow with the number of people
P = re.compile(r"(.*_)?p(_adjusted)?(_weighted)?")
LIMIT = re.compile(r"(.*_)?(low|high)(_weighted)?|by_chance|mean(_rank)?(_weighted)?")
LEAST, LEAST_P = 0.001, 0.0009  # a p under the first stands as the second, "p < 0,001": exact it tells the statistic
MANY = 400  # people from which on a limit with two decimals does not tell four of them, not even in ten tests
F_RATIO = re.compile(r", F\([^)]*\)")


def leaves_few(n, answers, questions, by=None):
    """Whether ``n`` would tell of 1 to FEWEST − 1 of those who answered all ``questions``.

    They are all who are left out together, or those of a choice apart from a scale ("không có ý kiến"), or a group of
    the question ``by`` too small to be tested. Blanks are no secret: bases are printed.
    """
    given = answers[np.logical_and.reduce([_answered(answers, q.name) for q in questions])]
    apart = [given[q.name].eq(c.label).sum() for q in questions for c in q.choices if c.name in q.apart]
    groups = given[by.name].value_counts() if by is not None and by.kind in ("nominal", "ordinal") else []
    left = len(given) - n
    return left > 0 and any(0 < people < FEWEST for people in (left, *apart, *groups))


def coarse_tests(rows, answers, questions, negligible=None):
    """The rows of tests of ``question`` by ``by``, those that tell of few ``coarse``; ``questions`` by name."""
    asked = [(questions[r.question.partition("/")[0]], questions[r.by], r.n) for r in rows.itertuples()]
    return coarse(rows, [leaves_few(n, answers, (question, by), by) for question, by, n in asked], negligible)


def pairs_leave_few(rows, answers, question, by):
    """For each pair of groups, whether its figures would tell how few of one of them stand apart from the scale."""
    apart = answers[question.name].isin([c.label for c in question.choices if c.name in question.apart])
    people = apart.groupby(answers[by.name], observed=True).sum()
    few = set(people.index[people.between(1, FEWEST - 1)])
    return [row.group_a in few or row.group_b in few for row in rows.itertuples()]


def _answered(answers, name):
    columns = [c for c in answers if c == name or c.startswith(f"{name}/")]
    return answers[columns].notna().any(axis=1).to_numpy()


def coarse(rows, few, negligible=None):
    """The rows, those of ``few`` (one bool, or one a row) with figures that do not tell the number of people.

    There ``n`` and ``base`` are rounded down to ten; statistics, degrees of freedom and the paired t have no number; p
    keeps one digit, down to LEAST_P; coefficients of a regression two digits or decimals, R² three; others two decimals
    (limits and means of fewer than MANY people one), or as many more as it takes to stand on the same side of 0 – odds
    ratios: of 1 – and of the bands of ``effects.size`` (``negligible``: see there).
    """
    few = np.broadcast_to(np.asarray(few, bool), len(rows))
    if not few.any():
        return rows
    told, dimmed = rows.copy(), rows[few]
    for name in [c for c in rows if c not in KEPT and rows[c].dtype.kind in "fi"]:
        told[name] = rows[name].astype(float).mask(few).astype(float)
        told.loc[few, name] = _told(dimmed[name].to_numpy(float), name, dimmed, negligible)
    if "method" in rows:
        told.loc[few, "method"] = [F_RATIO.sub("", method) for method in dimmed["method"]]
    return told.astype(rows.dtypes[[c for c in PEOPLE if c in rows and rows[c].dtype.kind == "i"]])


def _told(values, name, rows, negligible):
    if name in PEOPLE:
        return values // 10 * 10
    if GONE.fullmatch(name):
        return np.nan
    if P.fullmatch(name):
        return [_p(p) for p in values]
    if name in R2:
        return vi.rounded(values, 3)
    if "odds_ratio" in rows:
        return [_beside(value, (0, 1), 2 + _zeros(value)) for value in values]
    people = rows[next(c for c in PEOPLE if c in rows)]
    least = np.where(people.lt(MANY) & (LIMIT.fullmatch(name) is not None), 1, 2)
    effect = next((rows[c] for c in _namers(name) if c in rows), [""] * len(rows))
    sides = rows["side"] if "side" in rows else [np.nan] * len(rows)
    return [_figure(*one, negligible) for one in zip(values, effect, sides, least, strict=True)]


def _namers(name):
    """Columns that may hold the name of the effect that a column is a figure of."""
    if "effect" in name:
        return ("trend_effect_name",) if name.startswith("trend_") else ("effect_name",)
    return ("measure",) if name.partition("_")[0] in ("value", "low", "high") else ()


def _figure(value, effect, side, least, negligible):
    if effect in effects.BANDS and np.isfinite(value):
        return vi.rounded(value, effects.digits(value, effect, negligible, side, least))
    return _beside(value, (0,), least)


def _p(value):
    """One digit of a p, more where it takes them to tell it from 0,05."""
    return LEAST_P if value < LEAST else _beside(value, (ALPHA,), 1 + _zeros(value))


def _zeros(value):
    """How many zeros follow the point of a number under 1: 0.03 has one."""
    return int(-np.log10(abs(value))) if 0 < abs(value) < 1 else 0


def _beside(value, bounds, least):
    """The value with ``least`` decimals, or as many more as it takes that it stays on its side of the bounds."""
    where = [np.sign(value - bound) for bound in bounds]
    written = (vi.rounded(value, digits) for digits in range(least, 7))
    return next((x for x in written if [np.sign(x - bound) for bound in bounds] == where), vi.rounded(value, least))

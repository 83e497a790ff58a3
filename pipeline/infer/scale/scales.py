"""Every battery of a survey judged as a scale: reliability, fitness for factors, factors."""

from typing import NamedTuple

import pandas as pd

from pipeline.infer.scale import factors, weighted
from pipeline.infer.scale.alpha import COLUMNS, ITEM, WHOLE, reliability
from pipeline.infer.variables import rounded

LEAST = 10  # people under whom no reliability is told, whatever privacy asks for
TOGETHER = "tất cả"  # name of the analysis of all batteries at once


class FactorTables(NamedTuple):
    """The tables of ``factor_analysis``, batteries one below the other."""

    factor_adequacy: pd.DataFrame
    factor_eigenvalues: pd.DataFrame
    factor_loadings: pd.DataFrame
    factor_correlations: pd.DataFrame
    polychoric: pd.DataFrame


LAYOUT = FactorTables(factors.ADEQUACY, factors.EIGENVALUES, factors.LOADINGS, factors.RELATED, factors.POLYCHORIC)


def all_reliability(answers, batteries, *, turned=(), least=0, weight=None):
    """``reliability`` of every battery, one below the other; ValueError where ``turned`` names no item of them.

    Under LEAST people only the reason is given.
    """
    _refuse_unknown(batteries, turned)
    asked = {"turned": turned, "least": max(least, LEAST), "weight": weight}
    tables = [_rounded(reliability(answers, list(battery), **asked), answers, battery) for battery in batteries]
    return _stack(tables, tables[0].columns if tables else COLUMNS)


def _rounded(table, answers, questions):
    """The table with the number of complete people as it may be printed, see ``variables.rounded``."""
    if "n" not in table:
        return table
    names = [q.name for q in questions]
    printed = {n: rounded(n, answers, names) for n in table["n"].dropna().unique()}
    return table.assign(n=table["n"].map(printed))


def _refuse_unknown(batteries, turned):
    names = [q.name for battery in batteries for q in battery]
    if unknown := [name for name in turned if name not in names]:
        raise ValueError(
            f"survey.yaml › inference › reversed: «{', '.join(unknown)}» không nằm trong bảng thang đo nào."
            f" Chỉ mục của bảng thang đo mới đảo chiều được: {', '.join(names) or 'phiếu này không có bảng nào'}."
        )


def by_battery(table):
    """What ``all_reliability`` says of each battery as a whole, one row each; ``note``: what is missing and why."""
    first = table.drop_duplicates("battery")
    said = first.assign(note=first["note"].where(first["alpha"].isna(), first["omega_note"]))
    beside = [c for c in weighted.WHOLE if c in said]
    return said[["battery", *WHOLE, *beside, "note"]].drop(columns="omega_note")


def by_item(table):
    """What ``all_reliability`` says of each item."""
    beside = [c for c in weighted.ITEM if c in table]
    return table[["battery", "item", "label", "turned", "n", *ITEM, *beside, "note"]]


def factor_analysis(answers, batteries, *, turned=(), least=0, rotation="promax", kind="pearson", seed=0):
    """Exploratory factor analysis of every battery and, with more than one, of all their items together.

    Returns FactorTables: ``factor_adequacy`` (KMO, Bartlett), ``factor_eigenvalues`` beside those of chance,
    ``factor_loadings`` of as many factors as parallel analysis keeps, ``factor_correlations``, and ``polychoric``
    correlations within each battery.
    Unweighted, on the people who answered every item; where fewer than ``least`` did, or nothing can be computed,
    each table has one row with the reason in ``note``. ``rotation`` is varimax or promax, ``kind`` pearson or
    polychoric.
    """
    sets = sets_of(batteries)
    asked = {"turned": turned, "least": least}
    found = [_one(answers, name, items, asked, rotation, kind, seed) for name, items in sets.items()]
    return FactorTables(*(_stack(tables, columns) for tables, columns in zip(_columns(found), LAYOUT, strict=True)))


def sets_of(batteries):
    """Name → items of every battery and, with more than one, of all together."""
    sets = {battery[0].name: list(battery) for battery in batteries}
    return sets | ({TOGETHER: [q for battery in batteries for q in battery]} if len(sets) > 1 else {})


def _columns(found):
    return zip(*found, strict=True) if found else [[]] * len(LAYOUT)


def _one(answers, name, questions, asked, rotation, kind, seed):
    items, reason = factors.complete(answers, questions, **asked)
    pairs = pd.DataFrame() if name == TOGETHER else factors.polychorics(items, questions, least=asked["least"])
    if reason:
        n = len(items) if len(items) >= asked["least"] else None
        said = pd.DataFrame([{"battery": name, "n": n, "kept": False, "note": reason}])
        return said, said, said, pd.DataFrame(), pairs.assign(battery=name)
    roots = factors.eigenvalues(items, seed=seed)
    loaded, related = factors.loadings(items, questions, int(roots["kept"].sum()), rotation=rotation, kind=kind)
    tables = (factors.adequacy(items, questions), roots, loaded, related, pairs)
    return tuple(_rounded(table, answers, questions).assign(battery=name) for table in tables)


def _stack(tables, columns):
    rows = [row for table in tables for row in table.to_dict("records")]
    return pd.DataFrame(rows, columns=columns)

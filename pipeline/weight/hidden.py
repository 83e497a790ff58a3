"""Small units and categories hidden, with others beside them, so that no printed total gives them away.

The attacker knows every total (of the list, of a margin's category that units nest in), every shown figure and every
headcount. What is hidden under one total adds up to a known sum; enough is hidden when that sum and the headcounts
still leave each hidden figure a range of at least ``minimum`` people (or of all its people, where it has fewer).
"""

import numpy as np
import pandas as pd


def small_units_hidden(rates, *, minimum, nests=()):
    """The response table by unit with n, rate and note blank where under ``minimum`` (but some) answered.

    ``nests``: Series unit → group, a total of which is printed elsewhere (``nests`` finds them); the whole table is
    one such group. The smallest shown units of a group are hidden too until the hidden ones cannot be worked out.
    """
    inside = rates["unit"].ne("")
    groups = [pd.Series("", index=rates.index), *(rates["unit"].map(nest) for nest in nests)]
    return _blanked(rates, _hidden(rates, inside, groups, minimum))


def small_categories_hidden(table, *, minimum):
    """Any table with margin or question, and n: n and what tells it blank in small categories, and in one more each.

    A category is small with fewer than ``minimum`` (but some) people; the categories of a question add up to a known
    total.
    """
    question = table["margin" if "margin" in table else "question"]
    return _blanked(table, _hidden(table, pd.Series(True, index=table.index), [question], minimum))


def nests(headcount, unit, questions, *, count):
    """For every question whose categories units nest in (all people of a unit in one): a Series unit → category."""
    if unit is None:
        return []
    held = headcount[headcount[count] > 0]
    inside = [held.groupby(unit.name)[q.name].agg(["nunique", "first"]) for q in questions if q.name != unit.name]
    return [found["first"] for found in inside if found["nunique"].le(1).all()]


def _hidden(table, inside, groups, minimum):
    n = table["n"].to_numpy(float)
    room = table["headcount"].to_numpy(float) if "headcount" in table else np.full(len(n), np.inf)
    room = np.where(np.isnan(room), np.inf, np.maximum(room, n))
    hidden = inside.to_numpy() & (n > 0) & (n < minimum)
    parts = [np.flatnonzero(inside & group.eq(value)) for group in groups for value in group[inside].dropna().unique()]
    changed = True
    while changed:
        changed = any([_one_more(n, room, hidden, part, minimum) for part in parts])
    return hidden


def _one_more(n, room, hidden, part, minimum):
    """Hides the smallest shown unit of a group where the hidden ones could be worked out; False if none was needed."""
    own, shown = part[hidden[part]], part[~hidden[part]]
    if not len(own) or not len(shown) or _safe(n[own], room[own], minimum):
        return False
    order = shown[np.lexsort((n[shown], n[shown] == 0))]
    hidden[order[0]] = True
    return True


def _safe(n, room, minimum):
    others = (
        room.sum() - room if np.isfinite(room).all() else np.array([np.delete(room, i).sum() for i in range(len(n))])
    )
    low, high = np.maximum(0, n.sum() - others), np.minimum(room, n.sum())
    return bool((high - low >= np.minimum(minimum, room)).all())


def _blanked(table, hidden):
    told = [c for c in ("n", "rate", "sample", "weighted", "difference", "relative") if c in table]
    shown = table.assign(**{c: table[c].astype(float).mask(hidden) for c in told})
    return shown.assign(note=shown["note"].mask(hidden, "không nêu")) if "note" in shown else shown

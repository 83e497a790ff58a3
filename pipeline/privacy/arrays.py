"""All counts of a set of tables as arrays, and which of them are secret before anything is worked out from others."""

from dataclasses import dataclass

import numpy as np

from pipeline.privacy.bounds import System, system
from pipeline.privacy.printed import ANY


@dataclass(frozen=True)
class Counts:
    """A column of ``system`` a count: ``number`` (NaN where no table prints it), ``price``, what moving it costs, and
    ``rank``, how many conditions it has (0 for a base); of every printed line the columns of its count and its base
    (−1: nobody can be in it), ``n`` and ``base``.
    """

    system: System
    number: np.ndarray
    price: np.ndarray
    rank: np.ndarray
    cell: np.ndarray
    people: np.ndarray
    n: np.ndarray
    base: np.ndarray


def arrays(web):
    """The Counts of a Web in which every number is printed."""
    found = system(web, web.values)
    at = {cell: n for n, cell in enumerate(found.cells)}
    number = np.array([web.values.get(cell, np.nan) for cell in found.cells], float)
    cell, people = (np.array([at.get(c, -1) for c in web.facts[column]], int) for column in ("cell", "people"))
    price = _price(np.nan_to_num(number), people, cell)
    rank = np.array([sum(value != ANY for _, value in cell) for cell in found.cells])
    rank[people[people >= 0]] = 0
    return Counts(found, number, price, rank, cell, people, *(web.facts[c].to_numpy(float) for c in ("n", "base")))


def _price(number, people, cell):
    """What a person more or less in a shown count costs: as many as it holds, and of a base all that rests on it.

    In one of nobody it costs as many as in most, for a reader may know why it is empty.
    """
    pairs = np.unique(np.stack([people, cell])[:, people >= 0], axis=1)
    is_base = np.isin(np.arange(len(number)), pairs[0])
    own = number + 1
    price = own.copy()
    np.add.at(price, pairs[0], own[pairs[1]])
    empty = (number == 0) & ~is_base
    price[empty] = np.median(own[~is_base]) if empty.any() else 1
    return price


def small(counts, minimum):
    """Counts of 1 to ``minimum`` − 1 people and those that leave as many over: columns as bool."""
    found = (counts.number > 0) & (counts.number < minimum)
    left = counts.base - counts.n
    found[counts.cell[(left > 0) & (left < minimum)]] = True
    found[[not cell for cell in counts.system.cells]] = False
    few = (counts.base > 0) & (counts.base < minimum)
    found[counts.cell[few]] = True
    return rested(counts, found)


def rested(counts, hidden):
    """``hidden`` with everything that rests on a hidden base."""
    found = hidden.copy()
    while True:
        gone = counts.cell[(counts.people >= 0) & found[counts.people]]
        if found[gone].all():
            return found
        found[gone] = True

"""All relations between the counts of a set of tables as one linear system, and what of it can still move."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

CLOSE = 1e-6
NODES = 2000  # of a search in whole people; beyond them the ends found so far stand, which are never too wide


@dataclass(frozen=True)
class System:
    """Every relation between counts: a column a cell, a row a relation, ``low`` ≤ matrix × counts ≤ ``high``."""

    cells: list
    matrix: csr_matrix
    low: np.ndarray
    high: np.ndarray

    def held(self, free, numbers):
        """What can still move when only the cells of ``free`` (bool, a column) do and the others have their number."""
        columns = np.flatnonzero(free)
        known = self.matrix @ np.where(free, 0, numbers)
        matrix = self.matrix[:, columns]
        rows = np.flatnonzero(np.diff(matrix.indptr))
        matrix = matrix[rows]
        limits = (self.low - known)[rows], (self.high - known)[rows]
        return Part(columns, matrix, *limits, _label(matrix), beyond(numbers))


def beyond(numbers):
    """More than anybody can print: a count that reaches it has no end."""
    return 4 * max(np.nanmax(numbers, initial=0), 2500)


def _label(matrix):
    """Which columns hang together through rows: a number each."""
    lines, columns = matrix.shape
    at = matrix.tocoo()
    edges = csr_matrix((np.ones(matrix.nnz), (at.row, lines + at.col)), shape=(lines + columns,) * 2)
    return connected_components(edges, directed=False)[1][lines:]


@dataclass(frozen=True)
class Part:
    """The counts that can move (``columns`` of the system), their relations, and which hang together (``label``).

    ``most`` is more than anybody can print: a count that reaches it has no end.
    """

    columns: np.ndarray
    matrix: csr_matrix
    low: np.ndarray
    high: np.ndarray
    label: np.ndarray
    most: float

    def solve(self, cost, *, whole=False):
        """Counts that keep every relation and cost least, in whole people if asked; None when there are none."""
        if not len(cost):
            return cost
        return milp(
            cost, constraints=LinearConstraint(self.matrix, self.low, self.high), bounds=Bounds(0, self.most),
            integrality=np.full(len(cost), int(whole)), options={"node_limit": NODES} if whole else None,
        ).x  # fmt: skip

    def some(self, labels):
        """The counts of some labels alone."""
        columns = np.isin(self.label, labels)
        rows = np.flatnonzero(np.diff(self.matrix[:, columns].indptr))
        parts = self.low[rows], self.high[rows], self.label[columns], self.most
        return Part(self.columns[columns], self.matrix[rows][:, columns], *parts)

    def is_whole(self, counts):
        """True for every count of those that hang together where all are whole numbers."""
        broken = np.abs(counts - counts.round()) > CLOSE
        return ~np.isin(self.label, self.label[broken])


def system(web, starts, fixed=()):
    """The System of every relation reached from some cells, through cells that are not in ``fixed``."""
    at, families, rows, waiting = {}, set(), [], list(starts)
    at = {cell: n for n, cell in enumerate(waiting)}
    while waiting:
        cell = waiting.pop()
        for family in () if cell in fixed else web.families(cell):
            if family in families:
                continue
            families.add(family)
            for parts, low, high in web.relations(*family):
                rows.append((parts, low, high))
                fresh = [c for c in parts if c not in at]
                at |= {c: len(at) + n for n, c in enumerate(fresh)}
                waiting += fresh
    return System(list(at), _matrix(rows, at), *(np.array([row[n] for row in rows], float) for n in (1, 2)))


def _matrix(rows, at):
    ends = np.cumsum([0, *(len(parts) for parts, _, _ in rows)])
    column = [at[cell] for parts, _, _ in rows for cell in parts]
    value = [k for parts, _, _ in rows for k in parts.values()]
    return csr_matrix((value, column, ends), shape=(len(rows), len(at)), dtype=float)


def outer_ends(m, lowest, highest, most):
    """Ends no count can be beyond, relation by relation: never narrower than the true ones, at no program's cost."""
    row = np.repeat(np.arange(m.shape[0]), np.diff(m.indptr))
    low, high = np.zeros(m.shape[1]), np.full(m.shape[1], most)
    up = m.data > 0
    for _ in range(20):
        least = np.where(up, m.data * low[m.indices], m.data * high[m.indices])
        largest = np.where(up, m.data * high[m.indices], m.data * low[m.indices])
        room = highest[row] - (np.bincount(row, least, m.shape[0])[row] - least)
        need = lowest[row] - (np.bincount(row, largest, m.shape[0])[row] - largest)
        above, below = np.where(up, room, need) / m.data, np.where(up, need, room) / m.data
        before = low.sum() - high.sum()
        np.minimum.at(high, m.indices, np.floor(above + CLOSE))
        np.maximum.at(low, m.indices, np.ceil(below - CLOSE))
        if low.sum() - high.sum() == before:
            break
    return low, high

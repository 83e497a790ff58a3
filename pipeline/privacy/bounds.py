"""The smallest and largest number a hidden count can be, given every printed one: linear programs."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

CLOSE = 1e-6


@dataclass(frozen=True)
class Component:
    """Counts that hang together through relations; what is fixed has gone into ``low`` and ``high``."""

    cells: list
    matrix: csr_matrix
    low: np.ndarray
    high: np.ndarray

    def solve(self, cost, *, whole=False):
        """Counts ≥ 0 that keep every relation and cost least; in whole people if asked. None when there are none."""
        found = milp(
            cost, constraints=LinearConstraint(self.matrix, self.low, self.high), bounds=Bounds(0, np.inf),
            integrality=np.full(len(cost), int(whole)),
        )  # fmt: skip
        return found.x


def component(web, start, fixed):
    """Everything that hangs together with one cell; ``fixed``: cell → number for what does not move."""
    cells, families, rows = {start: 0}, set(), []
    waiting = [start]
    while waiting:
        for family in [f for f in web.families(waiting.pop()) if f not in families]:
            families.add(family)
            for parts, low, high in web.relations(*family):
                free = {cell: k for cell, k in parts.items() if cell not in fixed}
                known = sum(k * fixed[cell] for cell, k in parts.items() if cell in fixed)
                if free:
                    rows.append((free, low - known, high - known))
                    waiting += [cell for cell in free if cell not in cells]
                    cells |= {cell: len(cells) + n for n, cell in enumerate(c for c in free if c not in cells)}
    return Component(list(cells), _matrix(rows, cells), *(np.array([row[n] for row in rows], float) for n in (1, 2)))


def _matrix(rows, cells):
    at = [(n, cells[cell], k) for n, (parts, _, _) in enumerate(rows) for cell, k in parts.items()]
    line, column, value = (list(part) for part in zip(*at, strict=True)) if at else ([], [], [])
    return csr_matrix((value, (line, column)), shape=(len(rows), len(cells)), dtype=float)


def ranges(web, cells):
    """Cell → (lowest, highest) whole number it can be for somebody who has read every table.

    ValueError when the printed numbers cannot all be true.
    """
    fixed = {cell: n for cell, n in web.values.items() if n == n}
    found = {cell: (fixed[cell], fixed[cell]) for cell in cells if cell in fixed}
    for cell in cells:
        if cell not in found:
            part = component(web, cell, fixed)
            mine = [(n, c) for n, c in enumerate(part.cells) if c in cells]
            found |= {c: (_end(part, n, 1), _end(part, n, -1)) for n, c in mine}
    return found


def _end(part, at, sign):
    """Lowest (sign 1) or highest (−1) number of one count. A fractional optimum is sought again in whole people."""
    cost = np.zeros(len(part.cells))
    cost[at] = sign
    best = part.solve(cost)
    if best is not None and np.abs(best - best.round()).max() > CLOSE:
        best = part.solve(cost, whole=True)
    if best is None:
        return _endless(part, cost)
    return float(round(best[at]))


def _endless(part, cost):
    if part.solve(np.zeros_like(cost)) is None:
        raise ValueError("Các bảng mâu thuẫn nhau: không có bộ số người nào khớp mọi số đã in. Hãy lập lại các bảng.")
    return float("inf")

"""The counts of all tables in the order in which they hang on each other: margins first, then what adds up to them."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack
from scipy.sparse.csgraph import connected_components


@dataclass(frozen=True)
class Block:
    """One table, or a cross of three questions with its margins: the columns of its counts (``own``) and of those of
    earlier blocks that stand in its relations (``margins``), ``low`` ≤ inside × own + outside × margins ≤ ``high``.

    ``above``: the numbers of those earlier blocks; ``moves``: inside for what is added to a count and what is taken.
    """

    own: np.ndarray
    margins: np.ndarray
    inside: csr_matrix
    outside: csr_matrix
    low: np.ndarray
    high: np.ndarray
    above: tuple
    is_margin: bool
    moves: csr_matrix


def blocks(counts, web):
    """The Blocks of a system of counts; every relation belongs to the last block that one of its counts stands in."""
    system = counts.system
    at = _order(counts, web)
    last = np.maximum.reduceat(at[system.matrix.indices], system.matrix.indptr[:-1])
    below = np.repeat(last, np.diff(system.matrix.indptr))
    margins = {*at[system.matrix.indices[at[system.matrix.indices] != below]]}
    return [_block(system, at, n, np.flatnonzero(last == n), n in margins) for n in range(at.max() + 1)]


def _block(system, at, n, rows, is_margin):
    part, own = system.matrix[rows], np.flatnonzero(at == n)
    used = np.unique(part.indices)
    margins = used[at[used] != n]
    inside = part[:, own]
    above = tuple(np.unique(at[margins]))
    limits = system.low[rows], system.high[rows]
    return Block(
        own, margins, inside, part[:, margins], *limits, above, is_margin, hstack([inside, -inside], format="csc")
    )


def _order(counts, web):
    """The number of every count's block; blocks that hang on each other in a ring are one."""
    names = [frozenset(question for question, _ in cell) for cell in counts.system.cells]
    known = sorted(dict.fromkeys(names), key=lambda name: (len(name), sum(_behind(web, q) for q in name)))
    rank, joined = {name: n for n, name in enumerate(known)}, _joined(known, web)
    first = {block: n for n, block in enumerate(dict.fromkeys(joined.values()))}
    table = np.array([rank[name] for name in names])
    block = np.array([first[joined[name]] for name in known])
    matrix = counts.system.matrix
    owner = np.maximum.reduceat(table[matrix.indices], matrix.indptr[:-1])
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return _levelled(block[table[matrix.indices]], block[owner[rows]], len(first))[block[table]]


def _behind(web, question):
    """How many filters a question stands behind."""
    source = web.known.filters.get(question)
    return 1 + _behind(web, source[0]) if source else 0


def _joined(names, web):
    """Name of a table → that of its block: a cross of three goes together with the crosses of its question by one."""
    asked = {}
    for cell, (question, _) in zip(web.facts["cell"], web.facts["own"], strict=True):
        asked.setdefault(frozenset(q for q, _ in cell), set()).add(question)
    groups = {q for name, questions in asked.items() if len(name) > 2 for q in name - questions}
    block = {name: name for name in names}
    for name in (name for name in names if len(name) > 2):
        own = min(name - groups or asked.get(name, name))
        for margin in (m for m in names if len(m) == 2 and own in m and m < name):
            block = {n: block[name] if b == block[margin] else b for n, b in block.items()}
    return block


def _levelled(before, after, size):
    """The place of each of ``size`` things, given pairs of one that comes before another."""
    hangs = csr_matrix((np.ones(len(before)), (before, after)), shape=(size, size)).tocoo()
    _, ring = connected_components(hangs, connection="strong")
    before, after = ring[hangs.row], ring[hangs.col]
    level, apart = np.zeros(size, int), before != after
    for _ in range(size):
        np.maximum.at(level, after[apart], level[before[apart]] + 1)
    place = np.empty(size, int)
    place[np.lexsort((np.arange(size), level))] = np.arange(size)
    return np.unique(place[ring], return_inverse=True)[1]

"""Worlds that print the same: whole-people solutions of all relations that leave every printed number as it is.

Two worlds in which a hidden count lies far enough apart prove that it is safe. Every block is solved with its margins
held as they are in a world found before: a few dozen counts a program, however many tables there are.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from pipeline.privacy.arrays import rested
from pipeline.privacy.bounds import CLOSE, beyond, outer_ends

NEXT_TO_NOTHING, DEAREST, NODES = 0.01, 500, 100


@dataclass
class Search:
    """What is hidden so far (``hidden``, a bool a column), ``truth``, the least and greatest number of every count in
    the worlds found (``low``, ``high``), and those worlds: number of a block → its counts, where not the truth.

    ``may_hide``: whether more may be hidden; ``programs``: how many were solved.
    """

    counts: object
    blocks: list
    hidden: np.ndarray
    truth: np.ndarray
    low: np.ndarray
    high: np.ndarray
    enough: float
    may_hide: bool
    worlds: list = field(default_factory=list)
    programs: int = 0


@dataclass(frozen=True)
class Base:
    """A world to move a block in: its margins there, the block's counts, and ends these cannot be beyond."""

    world: dict
    margins: np.ndarray
    start: np.ndarray
    low: np.ndarray
    high: np.ndarray


def base_of(found, n, world):
    """The Base of a block in a world in which the blocks it hangs on have their counts."""
    block = found.blocks[n]
    margins = _margins(found, block, world)
    off = block.outside @ margins
    ends = outer_ends(block.inside, block.low - off, block.high - off, beyond(found.counts.number))
    return Base(world, margins, world.get(n, found.truth[block.own]), *ends)


def _margins(found, block, world):
    values = found.truth[block.margins].copy()
    for n in (n for n in block.above if n in world):
        at = np.searchsorted(found.blocks[n].own, block.margins)
        mine = np.take(found.blocks[n].own, at, mode="clip") == block.margins
        values[mine] = world[n][at[mine]]
    return values


def narrow(found, n):
    """Columns of the hidden counts of a block that are not yet seen far enough apart."""
    own = found.blocks[n].own
    secret = own[found.hidden[own] & ~np.isnan(found.counts.number[own])]
    return secret[found.high[secret] - found.low[secret] < found.enough]


def keep(found, n, world, counts):
    """Takes a world in, if it shows a narrow count where it was not seen and all blocks that hang on it can follow;
    what is shown and moves in it is hidden. Whether it was taken."""
    if counts is None or not _is_news(found, n, counts):
        return False
    new = {m: c for m, c in world.items() if m < n} | {n: counts}
    if found.blocks[n].is_margin:
        for m in range(n + 1, len(found.blocks)):
            if not _follow(found, m, world, new):
                return False
        found.worlds.append(new)
    for m in new:
        _take(found, found.blocks[m], new[m])
    return True


def _is_news(found, n, counts):
    secret = narrow(found, n)
    seen = counts[np.searchsorted(found.blocks[n].own, secret)]
    return ((seen > found.high[secret]) | (seen < found.low[secret])).any()


def _follow(found, n, world, new):
    """Gives a world that differs from another before this block its counts here; False where there are none."""
    block = found.blocks[n]
    if not any(m in new for m in block.above):
        return True
    margins = _margins(found, block, new)
    if (margins == found.truth[block.margins]).all():
        return True
    start = world.get(n, found.truth[block.own])
    same = n in world and (margins == _margins(found, block, world)).all()
    counts = start if same else moved(found, n, margins, start, far=True)
    if counts is not None:
        new[n] = counts
    return counts is not None


def _take(found, block, counts):
    own = block.own
    found.low[own], found.high[own] = np.minimum(found.low[own], counts), np.maximum(found.high[own], counts)
    fresh = own[(counts != found.truth[own]) & ~np.isnan(found.counts.number[own]) & ~found.hidden[own]]
    if len(fresh):
        found.hidden[fresh] = True
        found.hidden = rested(found.counts, found.hidden)


def moved(found, n, margins, start, *, wish=0, at=None, limit=0, rank=0, far=False):
    """Whole counts of a block with these margins, moved from ``start`` as ``wish`` has it at the least price; or None.

    Shown counts move at their price, if at all; hidden ones for next to nothing, but not ``far`` unless asked.
    """
    found.programs += 1
    block = found.blocks[n]
    own, size = block.own, len(block.own)
    unprinted = np.isnan(found.counts.number[own])
    shown = ~unprinted & ~found.hidden[own]
    start = np.where(shown, found.truth[own], start)
    held = shown & ((found.counts.rank[own] < rank) | (not found.may_hide))
    up = np.where(held, 0.0, np.where(shown | unprinted | far, np.inf, found.enough))
    down = np.minimum(up, start)
    if at is not None:
        (up if wish[at] > 0 else down)[at] = max(limit, 0)
    price = NEXT_TO_NOTHING + np.where(shown, np.minimum(found.counts.price[own], DEAREST), 0)
    off = block.outside @ margins + block.inside @ start
    cost = np.concatenate([price - wish, price + wish])
    limits = Bounds(0, np.concatenate([up, down]))
    rows = LinearConstraint(block.moves, block.low - off, block.high - off) if len(off) else None
    for whole in (0, 1):
        kinds, options = np.full(2 * size, whole), {"node_limit": NODES} if whole else None
        moves = milp(cost, constraints=rows, bounds=limits, integrality=kinds, options=options).x
        if moves is None:
            return None
        counts = (start + moves[:size] - moves[size:]).round()
        if np.abs(counts - start - moves[:size] + moves[size:]).max(initial=0) < CLOSE:
            return counts
    return None

"""The cheapest shown counts that have to be hidden with others, found block by block: worlds that print the same.

A world is a solution of all relations between the counts, in whole people, in which every printed number is as it is.
Two worlds in which a hidden count lies far enough apart prove that it is safe. Every block is solved with its margins
held as they are in a world found before: a few dozen counts a program, however many tables there are. That a count is
moved at the least price of shown counts that move along is the program of Kelly, Golden & Assad (1992, Networks 22).
"""

from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from pipeline.privacy.arrays import rested
from pipeline.privacy.bounds import CLOSE, beyond, outer_ends

NEXT_TO_NOTHING, ALONG, WANTED, DEAREST = 0.01, 0.05, 1e5, 500
PAIRS, NODES = 50, 100


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


def search(counts, blocks, hidden, enough, truth=None):
    """A Search with all partners, and the columns that stay too narrow whatever of their own block is hidden.

    With a ``truth`` to start from nothing more is hidden: so looks who does not know it.
    """
    may_hide, truth = truth is None, _truth(counts) if truth is None else truth
    found = Search(counts, blocks, hidden, truth, truth.copy(), truth.copy(), enough, may_hide)
    for n in range(len(blocks)):
        _widen(found, n)
    return found, np.concatenate([_narrow(found, n) for n in range(len(blocks))])


def _truth(counts):
    """Every count as it is; what no table prints takes some number that fits."""
    part = counts.system.held(np.isnan(counts.number), counts.number)
    found = part.solve(np.zeros(len(part.columns)), whole=True)
    if found is None:
        raise ValueError("Các bảng mâu thuẫn nhau: không có bộ số người nào khớp mọi số đã in. Hãy lập lại các bảng.")
    truth = counts.number.copy()
    truth[part.columns] = found.round()
    return truth


def _widen(found, n):
    """Worlds that show the hidden counts of a block to be wide, and what has to be hidden for it."""
    bases = [_base(found, n, world) for world in ({}, *found.worlds) if not world or n in world]
    _look(found, n, bases)
    pairs, stuck = None, []
    while waiting := [c for c in _narrow(found, n) if c not in stuck]:
        cell = min(waiting, key=lambda c: (found.high[c] - found.low[c], c))
        if _reach(found, n, bases, cell):
            continue
        pairs = _pairs(found, n, bases) if pairs is None else pairs
        if not _reach(found, n, pairs, cell):
            stuck.append(cell)


@dataclass(frozen=True)
class Base:
    """A world to move a block in: its margins there, the block's counts, and ends these cannot be beyond."""

    world: dict
    margins: np.ndarray
    start: np.ndarray
    low: np.ndarray
    high: np.ndarray


def _base(found, n, world):
    block = found.blocks[n]
    margins = _margins(found, block, world)
    off = block.outside @ margins
    ends = outer_ends(block.inside, block.low - off, block.high - off, beyond(found.counts.number))
    return Base(world, margins, world.get(n, found.truth[block.own]), *ends)


def _pairs(found, n, bases):
    """Two worlds in one, where no block before this one differs in both; those after it follow."""
    some = [{m: c for m, c in base.world.items() if m < n} for base in bases if base.world]
    two = ({**a, **b} for at, a in enumerate(some) for b in some[at + 1 :] if not {*a} & {*b})
    return [_base(found, n, world) for world in islice(two, PAIRS)]


def _narrow(found, n):
    own = found.blocks[n].own
    secret = own[found.hidden[own] & ~np.isnan(found.counts.number[own])]
    return secret[found.high[secret] - found.low[secret] < found.enough]


def _margins(found, block, world):
    values = found.truth[block.margins].copy()
    for n in (n for n in block.above if n in world):
        at = np.searchsorted(found.blocks[n].own, block.margins)
        mine = np.take(found.blocks[n].own, at, mode="clip") == block.margins
        values[mine] = world[n][at[mine]]
    return values


def _look(found, n, bases):
    """Worlds that move many narrow counts of a block at once, each to where its base lets it, without hiding more."""
    draw, left = np.random.default_rng(0), bases
    while left:
        helped = []
        for base in left:
            narrow = _narrow(found, n)
            wish = _wish(found, n, base, narrow, draw)
            if wish.any():
                _keep(found, n, base.world, _moved(found, n, base.margins, base.start, wish=wish, rank=np.inf))
                helped += [base] if len(_narrow(found, n)) < len(narrow) else []
        left = helped


def _wish(found, n, base, narrow, draw):
    """Where the narrow counts of a block may go beyond what was seen of them, in one direction each."""
    at, wish = np.searchsorted(found.blocks[n].own, narrow), np.zeros(len(base.start))
    up, down = base.high[at] - found.high[narrow], found.low[narrow] - base.low[at]
    wish[at] = np.where(up >= down, up > 0, -(down > 0).astype(float)) * draw.uniform(1, 2, len(at))
    return wish


def _keep(found, n, world, counts):
    """Takes a world in, if it shows a narrow count where it was not seen and all blocks that hang on it can follow;
    what is shown and moves in it is hidden. Whether it was taken."""
    narrow = _narrow(found, n)
    if counts is None or not _is_news(found, n, narrow, counts):
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


def _is_news(found, n, narrow, counts):
    seen = counts[np.searchsorted(found.blocks[n].own, narrow)]
    return ((seen > found.high[narrow]) | (seen < found.low[narrow])).any()


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
    counts = start if same else _moved(found, n, margins, start, far=True)
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


def _reach(found, n, bases, cell):
    """Worlds that put one hidden count far enough apart, at the least price of shown ones; False where there are none.

    The first base that allows it is taken; ways that fall short are put together only if none is enough.
    """
    at = np.searchsorted(found.blocks[n].own, cell)
    highest = max([found.high[cell], *(base.high[at] for base in bases)])
    lowest = min([found.low[cell], *(base.low[at] for base in bases)])
    if highest - lowest < found.enough:
        return False
    for rank in dict.fromkeys((max(found.counts.rank[cell], 1), 1, 0) if found.may_hide else (0,)):
        if _cheapest(found, n, bases, cell, rank):
            return True
    return False


def _cheapest(found, n, bases, cell, rank):
    short = []
    for base in bases:
        gain, _, ways = _best(found, n, base, cell, rank)
        enough = gain >= found.enough - (found.high[cell] - found.low[cell])
        if enough and all([_keep(found, n, base.world, counts) for counts in ways]):
            return True
        short += [(gain, base, ways)] if gain else []
    if sum(gain for gain, *_ in short) >= found.enough - (found.high[cell] - found.low[cell]):
        for _, base, ways in sorted(short, key=lambda item: -item[0]):
            for counts in ways:
                _keep(found, n, base.world, counts)
    return found.high[cell] - found.low[cell] >= found.enough


def _best(found, n, base, cell, rank):
    """(gain in range, price, [counts of the block]) of moving a count up, down or both, where that is possible."""
    need, ways = found.enough - (found.high[cell] - found.low[cell]), []
    at = np.searchsorted(found.blocks[n].own, cell)
    for sign, seen, end in ((1, found.high[cell], base.high[at]), (-1, -found.low[cell], -base.low[at])):
        if end > seen:
            counts = _put(found, n, base, at, sign * (seen + min(need, end - seen)), sign, rank)
            gain = 0 if counts is None else sign * counts[at] - seen
            ways += [(min(gain, need), _price(found, n, counts), [counts])] if gain > 0 else []
    whole = [way for way in ways if way[0] >= need]
    if not whole and len(ways) == 2:
        return min(need, ways[0][0] + ways[1][0]), ways[0][1] + ways[1][1], ways[0][2] + ways[1][2]
    return min(whole, key=lambda way: way[1]) if whole else max(ways, key=lambda way: way[0], default=(0, 0, []))


def _put(found, n, base, at, target, sign, rank):
    """The block's counts with one of them as near to ``target`` as it goes."""
    wish = np.zeros(len(base.start))
    others = np.searchsorted(found.blocks[n].own, _narrow(found, n))
    wish[others] = ALONG * np.where(others % 2, 1, -1)
    wish[at] = sign * WANTED
    limit = sign * (target - base.start[at])
    return _moved(found, n, base.margins, base.start, wish=wish, at=at, limit=limit, rank=rank)


def _price(found, n, counts):
    block = found.blocks[n]
    shown = ~np.isnan(found.counts.number[block.own]) & ~found.hidden[block.own]
    return float((found.counts.price[block.own] * np.abs(counts - found.truth[block.own]))[shown].sum())


def _moved(found, n, margins, start, *, wish=0, at=None, limit=0, rank=0, far=False):
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

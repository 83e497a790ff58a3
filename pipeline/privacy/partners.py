"""The cheapest shown counts that have to be hidden with others, found block by block.

That a hidden count is moved at the least price of the shown counts that move along, which are then hidden too, is the
program of Kelly, Golden & Assad (1992, Networks 22, "Cell suppression: disclosure protection for sensitive tabular
data").
"""

from itertools import islice

import numpy as np

from pipeline.privacy.worlds import Search, base_of, keep, moved, narrow

ALONG, WANTED, PAIRS = 0.05, 1e5, 50


def search(counts, blocks, hidden, enough, truth=None):
    """A Search with all partners, and the columns that stay too narrow whatever of their own block is hidden.

    With a ``truth`` to start from nothing more is hidden: so looks who does not know it.
    """
    may_hide, truth = truth is None, _truth(counts) if truth is None else truth
    found = Search(counts, blocks, hidden, truth, truth.copy(), truth.copy(), enough, may_hide)
    for n in range(len(blocks)):
        _widen(found, n)
    return found, np.concatenate([narrow(found, n) for n in range(len(blocks))])


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
    bases = [base_of(found, n, world) for world in ({}, *found.worlds) if not world or n in world]
    _look(found, n, bases)
    pairs, stuck = None, []
    while waiting := [c for c in narrow(found, n) if c not in stuck]:
        cell = min(waiting, key=lambda c: (found.high[c] - found.low[c], c))
        if _reach(found, n, bases, cell):
            continue
        pairs = _pairs(found, n, bases) if pairs is None else pairs
        if not _reach(found, n, pairs, cell):
            stuck.append(cell)


def _pairs(found, n, bases):
    """Two worlds in one, where no block before this one differs in both; those after it follow."""
    some = [{m: c for m, c in base.world.items() if m < n} for base in bases if base.world]
    two = ({**a, **b} for at, a in enumerate(some) for b in some[at + 1 :] if not {*a} & {*b})
    return [base_of(found, n, world) for world in islice(two, PAIRS)]


def _look(found, n, bases):
    """Worlds that move many narrow counts of a block at once, each to where its base lets it, without hiding more."""
    draw, left = np.random.default_rng(0), bases
    while left:
        helped = []
        for base in left:
            secret = narrow(found, n)
            wish = _wish(found, n, base, secret, draw)
            if wish.any():
                keep(found, n, base.world, moved(found, n, base.margins, base.start, wish=wish, rank=np.inf))
                helped += [base] if len(narrow(found, n)) < len(secret) else []
        left = helped


def _wish(found, n, base, secret, draw):
    """Where the narrow counts of a block may go beyond what was seen of them, in one direction each."""
    at, wish = np.searchsorted(found.blocks[n].own, secret), np.zeros(len(base.start))
    up, down = base.high[at] - found.high[secret], found.low[secret] - base.low[at]
    wish[at] = np.where(up >= down, up > 0, -(down > 0).astype(float)) * draw.uniform(1, 2, len(at))
    return wish


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
    """``_reach`` with shown counts that have at least so many conditions; bases, of 0, move last."""
    short = []
    for base in bases:
        gain, _, ways = _best(found, n, base, cell, rank)
        enough = gain >= found.enough - (found.high[cell] - found.low[cell])
        if enough and all([keep(found, n, base.world, counts) for counts in ways]):
            return True
        short += [(gain, base, ways)] if gain else []
    if sum(gain for gain, *_ in short) >= found.enough - (found.high[cell] - found.low[cell]):
        for _, base, ways in sorted(short, key=lambda item: -item[0]):
            for counts in ways:
                keep(found, n, base.world, counts)
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
    others = np.searchsorted(found.blocks[n].own, narrow(found, n))
    wish[others] = ALONG * np.where(others % 2, 1, -1)
    wish[at] = sign * WANTED
    limit = sign * (target - base.start[at])
    return moved(found, n, base.margins, base.start, wish=wish, at=at, limit=limit, rank=rank)


def _price(found, n, counts):
    block = found.blocks[n]
    shown = ~np.isnan(found.counts.number[block.own]) & ~found.hidden[block.own]
    return float((found.counts.price[block.own] * np.abs(counts - found.truth[block.own]))[shown].sum())

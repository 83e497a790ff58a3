"""Hiding small counts in a whole set of tables at once, so that no hidden count can be told from all of them together.

Primary cells are the small counts. Then, until the auditor's linear programs find nothing, each cell that can be told
too closely gets the cheapest partners: the linear program of Kelly, Golden & Assad (1992, Networks 22, "Cell
suppression: disclosure protection for sensitive tabular data") moves the cell to the far end of the range it must have,
at a price of the people in every shown cell that has to move with it; those are hidden. The range is required as in the
sliding protection of Fischetti & Salazar (2001, Management Science 47).
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack, identity, vstack

from pipeline.privacy.bounds import CLOSE, component, ranges
from pipeline.privacy.equations import Web
from pipeline.privacy.printed import ANY, Known, beside_hidden

SHARES = ("percent", "row_percent", "se", "low", "high", "difference")
SHARES += ("percent_unweighted", "percent_weighted", "percent_all", "percent_clean")
BLANKED = ("n", *SHARES, "letters", "rate", "expected", "residual", "deff")
OF_BASE = ("base", "effective_base")
OF_ROW = ("row_percent", "expected", "residual")  # each tells how many chose the option in all groups together


def suppress(tables, *, minimum, known=None):
    """The same tables with small counts hidden, and the cheapest others that would tell them: name → frame.

    ``tables``: as for ``audit``, with every number in place; all tables that share people must be given together.
    Hidden (NaN in n and in what is worked out from it, see BLANKED; the bases too where a base itself is hidden):

    * a count of 1 to ``minimum`` − 1 people, or one that leaves that many people of its base over;
    * every count of a group or base of 1 to ``minimum`` − 1 people, with that base;
    * others until each hidden count can be any of a range at least ``minimum`` wide, read from all tables together.

    A count of nobody and of everybody is shown: that a group of at least ``minimum`` people spoke with one voice is a
    result. Bases are shown, and with them how many left a question blank. Percentages of a question × by (× within)
    with hidden cells keep one decimal; what tells how many chose an option in all groups (OF_ROW) goes where that
    number is hidden. The same names, rows and columns come back; ``minimum`` 0 or 1 hides nothing.
    """
    if minimum <= 1:
        return {name: table.copy() for name, table in tables.items()}
    web = Web(tables, known or Known())
    _check(web.facts)
    true, hidden = dict(web.values), _primary(web, minimum)
    waiting, unsafe = hidden, {}
    while waiting:
        unsafe = _unsafe(web, waiting | _hide(web, true, hidden), minimum)
        added = _all_partners(web, true, hidden, unsafe, minimum)
        hidden |= added
        waiting = unsafe | added if added else {}
    hidden = _still_secret(web, true, hidden, unsafe, minimum)
    return {name: _blank(web, table, web.facts[web.facts["table"].eq(name)], hidden) for name, table in tables.items()}


def _still_secret(web, true, hidden, unsafe, minimum):
    """The hidden cells without those that are told whatever is hidden, where they and what they leave are not few."""
    told = {cell for cell, (low, high) in unsafe.items() if low == high and not 0 < low < minimum}
    facts = web.facts[web.facts["cell"].isin(told)]
    left = facts["base"].sub(facts["cell"].map(true)).between(1, minimum - 1)
    told -= {*facts.loc[left, "cell"]}
    while resting := {*web.facts.loc[web.facts["people"].isin(set(hidden) - told), "cell"]} & told:
        told -= resting
    return {cell: None for cell in hidden if cell not in told}


def _check(facts):
    if facts["n"].isna().any():
        raise ValueError("Có bảng đã ẩn ô từ trước: ẩn thêm thì không kiểm được. Hãy gọi suppress trên bảng gốc.")
    wrong = facts[(facts["n"] < 0) | (facts["n"] > facts["base"])]
    if len(wrong):
        raise ValueError(f"{len(wrong)} ô có n âm hoặc lớn hơn cơ sở, ví dụ ở bảng {wrong['table'].iloc[0]}.")


def _primary(web, minimum):
    """Small counts, what leaves few people over, and everything that rests on few people: the keys of a dict."""
    facts = web.facts
    small = {cell: n for cell, n in web.values.items() if 0 < n < minimum and cell}
    left = (facts["base"] - facts["n"]).between(1, minimum - 1)
    rests = facts["people"].isin(set(small)) | facts["base"].between(1, minimum - 1)
    return dict.fromkeys([*small, *facts.loc[left | rests, "cell"]])


def _hide(web, true, hidden):
    """Takes hidden counts from the printed ones, and with them what rests on a hidden base; returns the latter."""
    facts, resting = web.facts, {}
    while fresh := {c: None for c in facts.loc[facts["people"].isin(set(hidden)), "cell"] if c not in hidden}:
        resting |= fresh
        hidden |= fresh
    web.values = {cell: np.nan if cell in hidden else n for cell, n in true.items()}
    return resting


def _unsafe(web, cells, minimum):
    """Cells of too narrow a range → that range; widest first, so that the narrow ones find partners already there."""
    everybody = max((n for n in web.values.values() if n == n), default=0)
    narrow = [(ends[0] - ends[1], cell, ends) for cell, ends in ranges(web, cells).items()]
    narrow = [item for item in narrow if -item[0] < min(minimum, everybody)]
    return {cell: ends for _, cell, ends in sorted(narrow, key=lambda item: item[0])}


def _all_partners(web, true, hidden, unsafe, minimum):
    """Partners of every unsafe cell, each found with those before it; all that is around where that adds nothing."""
    added = {}
    for cell, ends in unsafe.items():
        added |= _partners(web, true, hidden | added, cell, ends, minimum)
    fresh = {cell: None for cell in added if cell not in hidden}
    if fresh or not unsafe:
        return fresh
    around = (component(web, cell, _fixed(true, hidden, 1, ())).cells for cell in unsafe)
    return {c: None for cells in around for c in cells if c in true and c not in hidden and c}


def _partners(web, true, hidden, cell, ends, minimum):
    """The cheapest shown counts that have to be hidden for ``cell`` to have its range; none where that cannot be.

    Bases stay if they can, those behind skip logic last; so do counts under fewer conditions than the cell's, which
    stand in more tables.
    """
    bases = set(web.facts["people"].dropna())
    filters = {source[0] for source in web.known.filters.values() if source}
    plain = {base for base in bases if not filters & {question for question, _ in base}}
    tries = [(depth, kept) for kept in (bases, plain) for depth in range(_depth(cell), 0, -1)]
    tries += [(1, ()), (0, (frozenset(),))]  # at last how many answered a question; how many there are stays
    for depth, kept in dict.fromkeys((depth, frozenset(kept)) for depth, kept in tries):
        part = component(web, cell, _fixed(true, hidden, depth, kept))
        for floor in range(int(ends[0]), max(int(ends[1]) - minimum, 0) - 1, -1):
            moved = [_cheapest(part, true, hidden, part.cells.index(cell), n) for n in (floor, floor + minimum)]
            if None not in moved:
                return moved[0] | moved[1]
    return {}


def _fixed(true, hidden, depth, kept):
    return {c: n for c, n in true.items() if c not in hidden and (_depth(c) < depth or c in kept)}


def _depth(cell):
    return sum(value != ANY for _, value in cell)


def _cheapest(part, true, hidden, at, target):
    """Shown cells that move when one cell is put at ``target`` at the least price; None where that cannot be.

    A person more or less in a shown cell costs as many as the cell holds; in one of nobody as many as in the largest,
    for a reader may know why it is empty. Hidden cells, and sums that nobody prints, move for nothing.
    """
    shown = [n for n, c in enumerate(part.cells) if c in true and c not in hidden]
    number = np.array([true[part.cells[n]] for n in shown], float)
    price = np.where(number > 0, number, number.max(initial=0)) + 1
    low, high = np.zeros(len(part.cells) + len(shown)), np.full(len(part.cells) + len(shown), np.inf)
    low[at] = high[at] = target
    found = milp(
        np.concatenate([np.zeros(len(part.cells)), price]),
        constraints=_with_moves(part, shown, number),
        bounds=Bounds(low, high),
    )
    if found.x is None:
        return None
    return {part.cells[n]: None for n, far in zip(shown, found.x[len(part.cells) :], strict=True) if far > CLOSE}


def _with_moves(part, shown, number):
    """The relations, and one more column a shown cell: how far it is from its number."""
    far, free = identity(len(shown)), np.full(len(shown), -np.inf)
    pick = csr_matrix((np.ones(len(shown)), (range(len(shown)), shown)), shape=(len(shown), len(part.cells)))
    lines = [part.matrix, csr_matrix((part.matrix.shape[0], len(shown)))], [pick, -far], [-pick, -far]
    return LinearConstraint(
        vstack([hstack(line) for line in lines]),
        np.concatenate([part.low, free, free]),
        np.concatenate([part.high, number, -number]),
    )


def _blank(web, table, lines, hidden):
    """The table without its hidden counts: the lines of a hidden cell, and the bases that are hidden themselves."""
    shown = table.copy()
    gone, groups = lines["row"][lines["cell"].isin(set(hidden))], lines["row"][lines["people"].isin(set(hidden))]
    wholes = [web.spell(frozenset({pair})) in hidden for pair in lines["own"]]
    for columns, rows in ((BLANKED, gone), (OF_BASE, groups), (OF_ROW, lines["row"][wholes])):
        for column in (c for c in columns if c in shown):
            at = np.isin(np.arange(len(shown)), rows)
            shown[column] = shown[column].mask(at)
    return coarse(shown)


def coarse(table):
    """Percentages to one decimal, and no letters, wherever a block of the table has hidden cells.

    A block is a question × by (× within). Weighted percentages at full precision are a second equation beside the
    counts: with the totals and the weights they would tell hidden cells that the counts alone do not.
    """
    hidden = beside_hidden(table)
    shares = {
        c: table[c].mask(hidden, table[c].round(1)) for c in (*SHARES, "expected", "residual", "deff") if c in table
    }
    return table.assign(**shares, **({"letters": table["letters"].mask(hidden)} if "letters" in table else {}))

"""Hiding small counts in a whole set of tables at once, so that no hidden count can be told from all of them together.

Primary cells are the small counts. Each of them gets the cheapest partners with which it can be any of a range, as in
the sliding protection of Fischetti & Salazar (2001, Management Science 47); ``partners`` says how they are found.
"""

import numpy as np
import pandas as pd

from pipeline import vi
from pipeline.privacy.arrays import arrays, small
from pipeline.privacy.blocks import blocks
from pipeline.privacy.bounds import beyond, outer_ends
from pipeline.privacy.equations import Web
from pipeline.privacy.partners import search
from pipeline.privacy.printed import SHARES, Known, beside_hidden, facts

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

    Withheld whole, bases included (``withheld`` names them): crossed tables too thin to print, with on average fewer
    than ``minimum`` people a cell, before cells are looked at; and those in which a hidden count finds no partner.

    A count of nobody and of everybody is shown: that a group of at least ``minimum`` people spoke with one voice is a
    result. Bases are shown, and with them how many left a question blank. Percentages of a question × by (× within)
    with hidden cells keep one decimal; what tells how many chose an option in all groups (OF_ROW) goes where that
    number is hidden. The same names, rows and columns come back; ``minimum`` 0 or 1 hides nothing.
    """
    if minimum <= 1:
        return {name: table.copy() for name, table in tables.items()}
    known = known or Known()
    lines = facts(tables, known)[0]
    _check(lines)
    web, hidden, lost = _hidden(tables, known, lines, _thin(lines, minimum), minimum)
    shown = {name: _blank(web, table, lines[lines["table"].eq(name)], hidden) for name, table in tables.items()}
    return {name: _withheld(table, _of(lost, lines, name, table)) for name, table in shown.items()}


def withheld(tables):
    """The crossed tables without any number: a row a question × by (× within), in their order."""
    rows = []
    for table in (t for t in tables.values() if {"question", "by", "n", "base"} <= {*t}):
        keys = [c for c in ("question", "by", "within") if c in table]
        empty = table["n"].isna() & table["base"].isna()
        whole = empty.groupby([table[c].astype(object).fillna("") for c in keys], sort=False).all()
        rows += [dict(zip(keys, key, strict=True)) for key in whole[whole].index]
    found = pd.DataFrame(rows, columns=["question", "by", "within"], dtype=object).fillna("")
    return found[found["by"].ne("")].drop_duplicates(ignore_index=True)


def _names(cell):
    """The questions that a count is about."""
    return frozenset(question for question, _ in cell)


def _of(lost, lines, name, table):
    """True for the lines of a table about any of some sets of questions."""
    mine = lines[lines["table"].eq(name)]
    gone = [any(of <= _names(cell) if len(of) == 1 else of == _names(cell) for of in lost) for cell in mine["cell"]]
    return np.isin(np.arange(len(table)), mine["row"][np.array(gone, bool)])


def _thin(lines, minimum):
    """The crosses with on average fewer than ``minimum`` people a cell; cells of groups of nobody are not counted."""
    once = lines[lines["base"] > 0].drop_duplicates("cell")
    average = once["n"].groupby(once["cell"].map(_names)).mean()
    return {name for name, people in average.items() if len(name) > 1 and people < minimum}


def _hidden(tables, known, lines, thin, minimum):
    """(Web, hidden cells, sets of questions whose table is withheld) of everything that is printed."""
    web = Web({name: table[~_of(thin, lines, name, table)] for name, table in tables.items()}, known)
    counts = arrays(web)
    enough = min(minimum, np.nanmax(counts.number, initial=0))
    found, stuck = search(counts, blocks(counts, web), small(counts, minimum), enough)
    told, secret = _told(counts, found.hidden, stuck, minimum)
    cells = {counts.system.cells[c] for c in np.flatnonzero(found.hidden) if c not in told}
    return web, cells, thin | {_names(counts.system.cells[c]) for c in secret}


def _told(counts, hidden, stuck, minimum):
    """Of counts that found no partner those that are told whatever is hidden, where they and what they leave are not
    few and nothing hidden rests on them; and those that are secret, if there can be anybody at all."""
    part = counts.system.held(hidden | np.isnan(counts.number), counts.number)
    ends = zip(part.columns, *outer_ends(part.matrix, part.low, part.high, beyond(counts.number)), strict=True)
    ends = {c: (low, high) for c, low, high in ends if c in {*stuck}}
    told = {c for c, (low, high) in ends.items() if low == high and not 0 < low < minimum}
    told -= {*counts.cell[(counts.base > counts.n) & (counts.base - counts.n < minimum)]}
    while (
        resting := {*counts.cell[np.isin(counts.people, [c for c in np.flatnonzero(hidden) if c not in told])]} & told
    ):
        told -= resting
    return told, [c for c, (_, high) in ends.items() if c not in told and high > 0]


def _check(facts):
    if facts["n"].isna().any():
        raise ValueError("Có bảng đã ẩn ô từ trước: ẩn thêm thì không kiểm được. Hãy gọi suppress trên bảng gốc.")
    wrong = facts[(facts["n"] < 0) | (facts["n"] > facts["base"])]
    if len(wrong):
        raise ValueError(f"{len(wrong)} ô có n âm hoặc lớn hơn cơ sở, ví dụ ở bảng {wrong['table'].iloc[0]}.")


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


def _withheld(table, lost):
    """The table without any number in the lines that are withheld."""
    columns = [c for c in (*BLANKED, *OF_BASE) if c in table]
    return table.assign(**{c: table[c].mask(lost) for c in columns})


def coarse(table):
    """Percentages to one decimal, and no letters, wherever a block of the table has hidden cells.

    A block is a question × by (× within). Weighted percentages at full precision are a second equation beside the
    counts: with the totals and the weights they would tell hidden cells that the counts alone do not.
    """
    hidden = beside_hidden(table)
    columns = [c for c in (*SHARES, "expected", "residual", "deff") if c in table]
    cut = {c: vi.coarse(table[c], table["base"]) if "percent" in c else vi.rounded(table[c], 1) for c in columns}
    shares = {c: table[c].mask(hidden, cut[c]) for c in columns}
    return table.assign(**shares, **({"letters": table["letters"].mask(hidden)} if "letters" in table else {}))

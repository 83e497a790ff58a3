"""What a reader has in hand: every count of every printed table, and what the questionnaire tells of the counts.

A count is named by the conditions it counts people under, ``frozenset({("q1", "Có"), ("nhom_tuoi", "30–39")})``; the
same people counted in two tables - a table and its transpose, a nested banner and a three-way table - have one name.
``(question, ANY)`` means "answered the question"; the empty set is everybody.
"""

import re
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd

ANY = "*"
SCALE = "(một mức của thang)"
NESTED = " › "
PAIRS = (("question", "option"), ("question", "code"), ("by", "group"), ("within", "level"))
SCORED = ("mean", "nps")  # rows that are no count of an option
SHARES = ("percent", "row_percent", "se", "low", "high", "difference")
SHARES += ("percent_unweighted", "percent_weighted", "percent_all", "percent_clean")
CLOSED = ("nominal", "ordinal", "multiple", "rank")  # of a rank question first places are counted: one a person
ONE = ("nominal", "ordinal")
TOTALS = ("", "Tổng", "Tổng số", "Chung")


@dataclass(frozen=True)
class Known:
    """What everybody knows of the questions, whoever answered: it is in the questionnaire.

    ``options``: question → labels; ``several``: questions of which more than one option may be chosen; ``filters``:
    question → (question, label) of those who are asked it; ``ticked``: the same where it is one of several choices, a
    count but no part of a sum; ``nests``: question → (outer question, {label: outer
    label}), as units in blocks; ``nets``: question → {sum: [labels]}, among them SCALE, whoever chose a point of the
    scale; ``scores``: question → {label: score}; ``numbers``: questions answered with a number; ``groups``: question →
    the number that it puts in groups: who is in one gave a number, and nobody else did; ``people``: how many there are
    in all, missing where the largest base is everybody.
    """

    options: dict = field(default_factory=dict)
    several: frozenset = frozenset()
    filters: dict = field(default_factory=dict)
    nests: dict = field(default_factory=dict)
    nets: dict = field(default_factory=dict)
    scores: dict = field(default_factory=dict)
    numbers: frozenset = frozenset()
    people: float = float("nan")
    ticked: dict = field(default_factory=dict)
    groups: dict = field(default_factory=dict)


def known(form, nets=(), parts=(), people=float("nan")):
    """``Known`` of a questionnaire; ``nets``: question → {net or other sum of a table: [choice names]}; ``parts``:
    number question → names of the parts that its numbers are counted in, one a person; ``people``: how many answered
    the questionnaire, which is more than answered any question where every question was left blank by some."""
    closed = {q.name: q for q in form.variables if q.choices and q.kind in CLOSED}
    labels = {name: {c.name: c.label for c in q.choices} for name, q in closed.items()}
    single = {name: found for name, found in labels.items() if closed[name].kind in ONE}
    several = {name: found for name, found in labels.items() if closed[name].kind == "multiple"}
    ticks = [q for q in form.variables if q.condition.lstrip().startswith("selected(")]
    return Known(
        {name: list(found.values()) for name, found in labels.items()} | dict(parts),
        frozenset(several),
        {q.name: pair for q in form.variables if (pair := _filter(q, single))},
        {name: nest for name, q in closed.items() if (nest := _nest(q, labels))},
        {q: {net: [labels[q][c] for c in names] for net, names in found.items()} for q, found in _sums(closed, nets)},
        {
            name: {labels[name][p]: at for at, p in enumerate(q.points, start=1)}
            for name, q in closed.items()
            if q.points
        },
        frozenset(q.name for q in form.questions if q.kind == "number"),
        people,
        {q.name: pair for q in ticks if (pair := _filter(q, several))},
        {group.name: group.of for group in form.groups},
    )


def _sums(closed, nets):
    """The nets of every question, with the points of a scale where a choice stands apart from it."""
    scales = {name: {SCALE: list(q.points)} for name, q in closed.items() if q.points and q.apart}
    nets = {name: found for name, found in dict(nets).items() if name in closed}
    return [(name, scales.get(name, {}) | dict(nets.get(name, {}))) for name in closed if name in {*scales, *nets}]


def _filter(question, labels):
    name, code = question.gate or ("", "")
    return (name, labels[name][code]) if code in labels.get(name, ()) else None


def _nest(question, labels):
    inside = re.fullmatch(r"\s*(\w+) = \$\{(\w+)\}\s*", question.choice_filter)
    if not inside or inside[2] not in labels:
        return None
    outer, column = labels[inside[2]], inside[1]
    return inside[2], {c.label: outer[c.filter[column]] for c in question.choices if c.filter.get(column) in outer}


def facts(tables, known):
    """Every printed count, a row a line of a table: table, row (its position), own (question, option), cell, people
    (its base), n, base;
    and the function that gives any set of conditions its one name.

    ``tables``: name → tidy frame with question and option (or code), and by, group, within, level where it has them;
    lines that are no count of an option or a net (means, tests) are left out, but how many gave a number is counted.
    Where a line's base is smaller than its column's largest, it is whoever chose a point of the scale. Numbers as
    printed, NaN where hidden. A block (question × by × within) without any number is not printed: it has no lines.
    """
    found = [_lines(name, table, known) for name, table in tables.items() if {"question", "n", "base"} <= {*table}]
    whole = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=_COLUMNS)
    spell = _spelling(whole, known)
    named = whole.assign(cell=[spell(c) for c in whole["cell"]], people=[spell(c) for c in whole["people"]])
    return named.dropna(subset="cell"), spell


_COLUMNS = ["table", "row", "own", "cell", "people", "n", "base"]


def _lines(name, table, known):
    pairs, rows = [pair for pair in PAIRS if set(pair) <= {*table}], []
    columns = [_counted(table, known), *(table[column].astype(object) for pair in pairs for column in pair)]
    below = _below(table)
    is_printed = _is_printed(table)
    for at, (option, *texts, n, base) in enumerate(zip(*columns, table["n"], table["base"], strict=True)):
        (question, _), *groups = zip(texts[::2], texts[1::2], strict=True)
        nets = known.nets.get(question, {})
        if is_printed[at] and (option == ANY or option in known.options.get(question, [option]) or option in nets):
            around, answered = _conditions(groups), SCALE if below[at] and SCALE in nets else ANY
            own = (question, option)
            rows.append((name, at, own, around | {own}, around | {(question, answered)}, n, base))
    return pd.DataFrame(rows, columns=_COLUMNS)


def _is_printed(table):
    """Lines of blocks in which any count, base, share or mean is printed."""
    figures = table[[c for c in ("n", "base", "mean", *SHARES) if c in table]]
    return figures.notna().any(axis=1).groupby(_block(table)).transform("any").to_numpy()


def _block(table):
    return [table[c].astype(object).fillna("") for c in ("question", "by", "within") if c in table]


def _counted(table, known):
    """The option that every line counts: ANY where it counts who gave a number, missing where it is another mean."""
    options = table["option" if "option" in table else "code"].astype(object)
    if "row" not in table:
        return options
    means = table["row"].eq("mean")
    whole = known.numbers - set(known.options)  # numbers counted in parts have their base beside the parts
    return options.mask(table["row"].isin(SCORED), None).mask(means & table["question"].isin(whole), ANY)


def _below(table):
    """Lines of a table of several kinds of rows whose base is smaller than that of their column."""
    if "row" not in table:
        return np.zeros(len(table), bool)
    column = [table[c].astype(object).fillna("") for c in ("question", "by", "group", "within", "level") if c in table]
    return table["base"].lt(table["base"].groupby(column).transform("max")).to_numpy()


def means(tables, known):
    """Every printed mean of a scale: table, row, cell (the groups it is of), question, mean and half a printed digit.

    A mean has two decimals, or as many as the longest beside it in its block of the table.
    """
    found = [_means(name, table, known) for name, table in tables.items() if "mean" in table]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=_MEANS)


_MEANS = ["table", "row", "cell", "question", "mean", "half"]


def _means(name, table, known):
    question = table["item" if "item" in table else "question"].astype(object)
    pairs = [pair for pair in PAIRS[2:] if set(pair) <= {*table}]
    groups = list(zip(*(table[c].astype(object) for pair in pairs for c in pair), strict=True)) or [()] * len(table)
    block = [question, *(table[by].astype(object).fillna("") for by, _ in pairs)]
    digits = table["mean"].map(_decimals, na_action="ignore").groupby(block).transform("max")
    scored = table["row"].ne("nps") if "row" in table else [True] * len(table)
    rows = [
        (name, at, _conditions(zip(g[::2], g[1::2], strict=True)), q, mean, 0.5 * 10.0 ** -max(d, 2) + 1e-9)
        for at, (q, g, mean, d, is_mean) in enumerate(zip(question, groups, table["mean"], digits, scored, strict=True))
        if is_mean and q in known.scores and mean == mean
    ]
    return pd.DataFrame(rows, columns=_MEANS)


def _decimals(number):
    return len(f"{number:.10f}".rstrip("0").partition(".")[2])


def beside_hidden(table):
    """True for every line of a block (question × by × within) in which a count is hidden."""
    return table["n"].isna().groupby(_block(table)).transform("any")


def _conditions(pairs):
    """The conditions of the groups: nested banners are taken apart, totals are no condition."""
    apart = [
        pair
        for by, group in pairs
        if not pd.isna(by) and not pd.isna(group)
        for pair in zip(str(by).split(NESTED), str(group).split(NESTED), strict=False)
    ]
    return frozenset((by, group) for by, group in apart if by not in TOTALS and group not in TOTALS)


def _spelling(lines, known):
    """A function that gives every cell its one name, or None where nobody can be in it.

    Who answered a question that everybody answered is everybody; who answered a question asked of those who chose an
    option is those, where the numbers are equal; who is in a unit is in its block; who is in a group gave its number.
    """
    one, of = lines[lines["people"].map(len) == 1], known.groups
    names = [next(iter(cell))[0] for cell in one["people"]]
    sizes = {of.get(name, name): base for name, base in zip(names, one["base"], strict=True) if base == base}
    counts = dict(zip(one["cell"], one["n"], strict=True))
    total = known.people if known.people == known.people else lines["base"].max()

    @cache
    def spell(cell):
        named, grouped = set(), {of.get(question) for question, value in cell if value != ANY}
        for question, value in cell:
            question = of.get(question, question) if value == ANY else question
            source = known.filters.get(question)
            if value == ANY and question in grouped:
                continue
            if value == ANY and sizes.get(question) == total:
                continue
            same = value == ANY and source and counts.get(frozenset({source})) == sizes.get(question, -1)
            named.add(source if same else (question, value))
        return _consistent(named, known.nests)

    return spell


def _consistent(named, nests):
    values = {}
    for question, value in sorted(named, key=lambda pair: pair[1] != ANY):
        if values.get(question, ANY) not in (ANY, value):
            return None
        values[question] = value
    for inner, (outer, inside) in nests.items():
        block = inside.get(values.get(inner))
        if block and values.pop(outer, block) not in (block, ANY):
            return None
    return frozenset(values.items())

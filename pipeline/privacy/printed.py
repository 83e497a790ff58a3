"""What a reader has in hand: every count of every printed table, and what the questionnaire tells of the counts.

A count is named by the conditions it counts people under, ``frozenset({("q1", "Có"), ("nhom_tuoi", "30–39")})``; the
same people counted in two tables - a table and its transpose, a nested banner and a three-way table - have one name.
``(question, ANY)`` means "answered the question"; the empty set is everybody.
"""

import re
from dataclasses import dataclass, field

import pandas as pd

ANY = "*"
NESTED = " › "
PAIRS = (("question", "option"), ("question", "code"), ("by", "group"), ("within", "level"))
CLOSED = ("nominal", "ordinal", "multiple", "rank")  # of a rank question first places are counted: one a person
TOTALS = ("", "Tổng", "Tổng số", "Chung")


@dataclass(frozen=True)
class Known:
    """What everybody knows of the questions, whoever answered: it is in the questionnaire.

    ``options``: question → labels; ``several``: questions of which more than one option may be chosen; ``filters``:
    question → (question, label) of those who are asked it; ``nests``: question → (outer question, {label: outer
    label}), as units in blocks; ``nets``: question → {net: [labels]}.
    """

    options: dict = field(default_factory=dict)
    several: frozenset = frozenset()
    filters: dict = field(default_factory=dict)
    nests: dict = field(default_factory=dict)
    nets: dict = field(default_factory=dict)


def known(form, nets=()):
    """``Known`` of a questionnaire; ``nets`` as in survey.yaml: question → {net: [choice names]}."""
    closed = {q.name: q for q in form.questions if q.choices and q.kind in CLOSED}
    labels = {name: {c.name: c.label for c in q.choices} for name, q in closed.items()}
    return Known(
        {name: list(found.values()) for name, found in labels.items()},
        frozenset(name for name, q in closed.items() if q.kind == "multiple"),
        {q.name: pair for q in form.questions if (pair := _filter(q, labels))},
        {name: nest for name, q in closed.items() if (nest := _nest(q, labels))},
        {q: {net: [labels[q][c] for c in names] for net, names in found.items()} for q, found in dict(nets).items()},
    )


def _filter(question, labels):
    asked = re.fullmatch(r"\s*\$\{(\w+)\} = '(\w+)'\s*", question.relevant)
    return asked and asked[1] in labels and (asked[1], labels[asked[1]].get(asked[2]))


def _nest(question, labels):
    inside = re.fullmatch(r"\s*(\w+) = \$\{(\w+)\}\s*", question.choice_filter)
    if not inside or inside[2] not in labels:
        return None
    outer, column = labels[inside[2]], inside[1]
    return inside[2], {c.label: outer[c.filter[column]] for c in question.choices if c.filter.get(column) in outer}


def facts(tables, known):
    """Every printed count, one row a line of a table: table, row (its position), cell, people (its base), n, base;
    and the function that gives any set of conditions its one name.

    ``tables``: name → tidy frame with question and option (or code), and by, group, within, level where it has them;
    lines that are no count of an option or a net (means, tests) are left out. Numbers as printed, NaN where hidden.
    """
    found = [_lines(name, table, known) for name, table in tables.items() if {"question", "n", "base"} <= {*table}]
    whole = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=_COLUMNS)
    spell = _spelling(whole, known)
    named = whole.assign(cell=[spell(c) for c in whole["cell"]], people=[spell(c) for c in whole["people"]])
    return named.dropna(subset="cell"), spell


_COLUMNS = ["table", "row", "cell", "people", "n", "base"]


def _lines(name, table, known):
    pairs = [pair for pair in PAIRS if set(pair) <= {*table}]
    columns = [table[column].astype(object) for pair in pairs for column in pair]
    rows = []
    for at, (*texts, n, base) in enumerate(zip(*columns, table["n"], table["base"], strict=True)):
        (question, option), *groups = zip(texts[::2], texts[1::2], strict=True)
        if option in known.options.get(question, [option]) or option in known.nets.get(question, {}):
            around = _conditions(groups)
            rows.append((name, at, around | {(question, option)}, around | {(question, ANY)}, n, base))
    return pd.DataFrame(rows, columns=_COLUMNS)


def beside_hidden(table):
    """True for every line of a block (question × by × within) in which a count is hidden."""
    keys = [table[c].fillna("") for c in ("question", "by", "within") if c in table]
    return table["n"].isna().groupby(keys).transform("any")


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
    option is those, where the numbers are equal; who is in a unit is in its block.
    """
    one = lines[lines["people"].map(len) == 1]
    sizes = {next(iter(cell))[0]: base for cell, base in zip(one["people"], one["base"], strict=True) if base == base}
    counts = dict(zip(one["cell"], one["n"], strict=True))
    total = lines["base"].max()

    def spell(cell):
        named = set()
        for question, value in cell:
            source = known.filters.get(question)
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

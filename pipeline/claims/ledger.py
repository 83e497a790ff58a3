"""All claims of a survey, and the same as rows of a table, as records of a file, as cells for the auditor."""

import hashlib
import json
import math

import pandas as pd

from pipeline.claims import factors, groups, items, names, scope, shares, themes, tones, wanted
from pipeline.claims.model import numbered, told
from pipeline.claims.printed import Printed

COLUMNS = ["claim", "kind", "of", "family", "question", "by", "sure", "size", "sentence", "figure", "text", "value",
           "unit", "base", "low", "high", "table", "row", "column"]  # fmt: skip
CELLS = ["question", "row", "option", "by", "group", "n", "percent", "mean", "base"]
COUNTED = ("frequencies", "banners", "compared")


def found(survey, tables):
    """Every claim that the printed tables bear, in the order of the report: answers, items, groups, factors, themes.

    ``tables``: tidy tables by name as printed, what privacy hides missing; the input is not changed. A figure comes
    from one cell that is printed; where one that a sentence needs is hidden, it names none. Of three or more groups,
    or options, two groups are named only where ``pairs`` (``open_pairs``) tells them apart; a trend only where the
    intervals of its steps bear it out. Tests that were not computed make no claim.
    """
    printed = Printed(survey, tables)
    with names.spoken(survey):
        made = [
            shares.claims(printed),
            items.claims(printed),
            groups.in_order(groups.closed(printed)),
            factors.claims(printed),
        ]
        made += [
            themes.claims(printed),
            tones.claims(printed),
            groups.in_order(groups.opened(printed)),
            scope.claims(printed),
        ]
        made.append(wanted.claims(printed))
    return told(numbered([claim for part in made for claim in part]))


def rows(claims):
    """A row a figure of every claim (of one without figures one row): COLUMNS; ``row`` is the key of its table.

    How far two figures lie apart has a row of its own, without a place.
    """
    lines = []
    for claim in claims:
        start = [claim.key, claim.kind, claim.table, claim.family, claim.questions[0], "; ".join(claim.groups)]
        start += [claim.sure, claim.size, claim.sentence]
        figures = [
            [e.text, e.value, e.unit, e.base, e.low, e.high, e.table, _key(e), e.column] for e in claim.estimates
        ]
        figures += [[gap.text, gap.value, gap.unit, *[None] * 6] for gap in claim.gaps]
        numbered = [[at, *figure] for at, figure in enumerate(figures, start=1)]
        lines += [[*start, *figure] for figure in numbered or [[0, *[None] * 9]]]
    return pd.DataFrame(lines, columns=COLUMNS)


def _key(estimate):
    return "; ".join(f"{column}={value}" for column, value in estimate.key)


def records(claims):
    """The claims as plain values: every sentence in its parts, a figure as a reference to its table and row."""
    return [_record(claim) for claim in claims]


def _record(claim):
    figures = claim.estimates
    plain = {name: getattr(claim, name) for name in ("key", "kind", "table", "family", "sure", "size", "sentence")}
    return plain | {
        "questions": list(claim.questions),
        "groups": list(claim.groups),
        "strength": round(claim.strength, 6),
        "parts": [_part(part, figures) for part in claim.parts],
        "figures": [_figure(estimate) for estimate in figures],
    }


def mark(claims):
    """A short mark of everything that is claimed: the same claims, words and numbers have the same one."""
    told = json.dumps(records(claims), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _part(part, figures):
    if isinstance(part, str):
        return part
    if part in figures:
        return {"figure": figures.index(part)}
    return {"gap": [figures.index(part.high), figures.index(part.low)], "text": part.text}


def _figure(estimate):
    names = ("text", "table", "column", "value", "unit", "digits", "base", "low", "high")
    plain = {name: getattr(estimate, name) for name in names}
    known = {k: v for k, v in plain.items() if not (isinstance(v, float) and math.isnan(v))}
    return known | {"row": dict(estimate.key)}


def cells(claims, tables):
    """What the claims say of closed questions as a table for the auditor: CELLS, ``n`` as the figure's own table
    prints it (missing where that hides it), no base, which that table tells; and the figures of any table that it does
    not print as they are said."""
    figures = list(dict.fromkeys(e for claim in claims for e in (*claim.estimates, *(f for _, f in claim.shown))))
    lines, untrue, indexes = [], [], {}
    for estimate in figures:
        line = _printed(estimate, tables, indexes)
        now = line.get(estimate.column, float("nan"))
        if now != estimate.value:
            untrue.append(estimate)
        if estimate.table in COUNTED and estimate.column in ("percent", "mean"):
            where = dict(estimate.key)
            own = {"row": where.get("row", "option"), "by": where.get("by", ""), "group": where.get("group", "")}
            said = {"percent": float("nan"), "mean": float("nan")} | {estimate.column: estimate.value}
            lines.append(where | own | said | {"n": line.get("n"), "base": float("nan")})
    return pd.DataFrame(lines, columns=CELLS), untrue


def _printed(estimate, tables, indexes):
    """The one row of its table that a figure names, as a dict; {} where there is none."""
    columns = tuple(column for column, _ in estimate.key)
    if (estimate.table, columns) not in indexes:
        table = tables.get(estimate.table)
        known = table is not None and set(columns) <= {*table}
        keys = (
            zip(*(table[c].astype(object).where(table[c].notna(), "").map(str) for c in columns), strict=True)
            if known
            else ()
        )
        indexes[estimate.table, columns] = dict(zip(keys, table.to_dict("records"), strict=True)) if known else {}
    return indexes[estimate.table, columns].get(tuple(value for _, value in estimate.key), {})

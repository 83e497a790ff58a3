"""Where everything stands: tables, figures and references numbered, and which printed row a figure is of."""

import re
from dataclasses import replace
from itertools import groupby

from pipeline.report.model import Emph, Figure, Head, Heading, Ref, Strong, Table

SEVERAL, TO = {"vi": "các bảng", "en": "Tables"}, {"vi": " đến ", "en": " to "}
NUMBERED = {"vi": {Table: "Bảng", Figure: "Hình"}, "en": {Table: "Table", Figure: "Figure"}}


def numbered(documents):
    """The documents with every table, figure and heading numbered and every ``Ref`` turned to the number it names.

    Tables and figures are counted in each document apart ("Bảng 1"), behind the letters of its ``series`` where it has
    one ("Bảng PL1"); a place in the other file is ``named``. The first document that holds a label bears it.
    """
    counted = [replace(document, blocks=tuple(_counted(document))) for document in documents]
    places = {}
    for document in counted:
        for block in (*document.of(Table), *document.of(Figure)):
            for label in block.labels:
                places.setdefault(label, []).append((document, block))
    return [replace(one, blocks=tuple(_resolved(block, one, places) for block in one.blocks)) for one in counted]


def _counted(document):
    counts = {Table: 0, Figure: 0}
    for block in document.blocks:
        if type(block) in counts:
            counts[type(block)] += 1
            word, slug = NUMBERED[document.language][type(block)], {Table: "bang", Figure: "hinh"}[type(block)]
            number = f"{word} {document.series}{counts[type(block)]}"
            block = replace(block, number=number, anchor=f"{slug}-{counts[type(block)]}")
        yield block


def named(document, block):
    """What a table or figure is called by who reads another file: "Bảng PL14", "Báo cáo, Bảng 1"."""
    return block.number if document.series else f"{document.called}, {block.number}"


def _resolved(block, document, places):
    changed = {}
    for name in ("parts", "title", "measure"):
        found = getattr(block, name, None)
        if isinstance(found, tuple) and not isinstance(block, (Head, Heading)):
            changed[name] = _parts(found, document, places)
    for name in ("items", "paragraphs"):
        if hasattr(block, name):
            changed[name] = tuple(_parts(parts, document, places) for parts in getattr(block, name))
    if isinstance(block, Table):
        changed["rows"] = tuple(replace(row, cells=_cells(row.cells, document, places)) for row in block.rows)
    return replace(block, **changed) if changed else block


def _cells(cells, document, places):
    return tuple(cell if isinstance(cell, str) else _parts(cell, document, places) for cell in cells)


def _parts(parts, document, places):
    found = []
    for part in parts:
        if isinstance(part, (Strong, Emph)):
            part = replace(part, parts=_parts(part.parts, document, places))
        if isinstance(part, Ref):
            part = _place(part, document, places)
        found += [] if part is None else [part]
    return _together(found, document.language)


def _together(parts, language):
    """The same; tables of the other file that are named one right behind the other share the words before their
    numbers ("các bảng PL40, PL42"): each is a link of its own."""
    found = []
    for is_place, run in groupby(parts, key=lambda part: isinstance(part, Ref) and bool(part.file)):
        run = list(run)
        found += _in_a_row(run, language) if is_place else run
    return tuple(found)


def _in_a_row(refs, language):
    around, refs = (refs[0].before, refs[-1].after), list({ref.anchor: ref for ref in refs}.values())
    if len(refs) == 1:
        return [replace(refs[0], before=around[0], after=around[1])]
    called, numbers = "".join(refs[0].text.rpartition(", ")[:2]), [ref.text.rpartition(" ")[2] for ref in refs]
    between = ", "
    if _in_turn(numbers):
        refs, numbers, between = [refs[0], refs[-1]], [numbers[0], numbers[-1]], TO[language]
    first, *others = (
        replace(ref, before=between, text=number, after="") for ref, number in zip(refs, numbers, strict=True)
    )
    *others, last = others
    return [replace(first, before=f"{around[0]}{called}{SEVERAL[language]} "), *others, replace(last, after=around[1])]


def _in_turn(numbers):
    """Whether numbers, more than two, follow each other: "PL41" to "PL45"."""
    places = [int(re.search(r"\d+$", number)[0]) for number in numbers]
    return len(places) > 2 and places == [*range(places[0], places[0] + len(places))]


def _place(ref, document, places):
    held = places.get(ref.label, [])
    own = [(d, b) for d, b in held if d.name == document.name and isinstance(b, Table)]
    for holder, block in own or [(d, b) for d, b in held if isinstance(b, Table)] or held:
        other = holder.name != document.name
        text = named(holder, block) if other else block.number
        return replace(ref, text=text, file=holder.name if other else "", anchor=block.anchor)
    return None


def places(documents):
    """Row key → (name of the document, anchor of the row) of the first row that shows it, the annex's tables included.

    The anchor of a row is its table's with the place of the row, counted from 1: "bang-3-d7".
    """
    found = {}
    for document in documents:
        for table in document.of(Table):
            for at, row in enumerate(table.rows, start=1):
                for key in row.keys:
                    found.setdefault(key, (document.name, f"{table.anchor}-d{at}"))
    return found


def row_key(question, option="", by=""):
    """The name of one printed row: what an ``Estimate`` and the row of a table that shows it have in common.

    ``option``: an option's text, or "mean", "top2" …; ``by``: of a table by groups, whose columns are the groups.
    """
    return "|".join(map(str, (question, option, by))).rstrip("|")


def key_of(estimate):
    """The printed row that a figure of a claim stands in; "" where it is of no question."""
    where = dict(estimate.key)
    names = ("question", "battery", "outcome", "measure")
    question = next((where[name] for name in names if where.get(name)), "")
    option = where.get("option", where.get("code", where.get("item", "")))
    option = option if where.get("row", "option") in ("option", "net", "") else where["row"]
    by = where.get("by", "")
    return row_key(question, option, "" if by.startswith("(") else by) if question else ""

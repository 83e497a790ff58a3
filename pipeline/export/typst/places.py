"""Where figures and tables of a document fell, and which of them have to move."""

from pipeline.export.typst.document import waiting
from pipeline.export.typst.tables import is_turned
from pipeline.report.model import Box, Figure, Heading, Items, Paragraph, Quote, Table

EDGE, FULL = 56.7, 566.0  # points from the upper edge of the paper: of the text, of the end of a page seven tenths full
LITTLE = 170  # points of a last page that is hardly begun
HEADING, ROWS = 40, 95  # points at the most: of a heading, of a table's head with two rows
UNDER = 60  # points at the most from a chart at the head of a page to the rows of a table that goes on under it
TEXT = (Box, Items, Paragraph, Quote)


def places_of(records):
    """Name → (page, y); of a name told twice the first."""
    return {one["name"]: (one["page"], float(one["y"].removesuffix("pt"))) for one in reversed(records)}


def end_of(records):
    """How far down its last page the whole document goes."""
    return float(records[-1]["y"].removesuffix("pt"))


def late(blocks, places):
    """Names of what has to move, in order: of figures and tables, and ``waiting`` of a figure for what leads to it."""
    last, headings = (0, 0.0), 0
    for block, after in zip(blocks, (*blocks[1:], None), strict=True):
        if isinstance(block, Figure):
            page, y = place = places[block.anchor]
            before, lead = places[f"{block.anchor}-before"]
            begins = page > before or page > 1 and y < EDGE + 5 + HEADING * headings
            if begins and not (headings and _is_alone(after)) or place < last:
                yield block.anchor
            if place < (before, lead):  # over its own heading
                yield from _parted(after, places)
                yield f"{block.anchor}-stays"
            if page > before + 1:
                yield waiting(block)
            if _waits_in_vain(block, blocks, places):
                yield f"{block.anchor}-goes"
            last = place
        yield from _parted(block, places)
        if isinstance(block, Table) and _leaves_rows(block, blocks, places):
            yield from [f"{block.anchor}-lower"] if places[block.anchor][1] < FULL else []
            yield block.anchor
        headings = headings + 1 if isinstance(block, Heading) else 0


def _waits_in_vain(figure, blocks, places):
    """Whether a page stays half empty because what leads to a figure waits: that on which the text before it ends, or
    one of figures alone after that."""
    page, y = places.get(f"{figure.anchor}-ends", (0, FULL))
    feet, (before, _) = {}, places[f"{figure.anchor}-before"]
    for foot, low in (places[f"{one.anchor}-foot"] for one in blocks if isinstance(one, Figure)):
        feet[foot] = max(low, feet.get(foot, 0.0))
    return y < FULL or page and any(feet.get(at, FULL) < FULL for at in range(page + 1, before))


def _parted(block, places):
    """That a table goes on to the next page, where a page stays half empty because it is kept whole."""
    page, y = places.get(f"{getattr(block, 'anchor', '')}-before", (0, FULL))
    if isinstance(block, Table) and places[block.anchor][0] > page and y < FULL and not is_turned(block):
        yield f"{block.anchor}-breaks"


def _is_alone(after):
    """Whether nothing would be left under a heading without the figure that this follows."""
    return not isinstance(after, (*TEXT, Table)) or isinstance(after, Table) and is_turned(after)


def _leaves_rows(table, blocks, places):
    """Whether a row or two of a table stand alone on the next page, at its head or under the figures there."""
    (first, _), (page, y) = places[table.anchor], places[f"{table.anchor}-end"]
    feet = [places[f"{block.anchor}-foot"] for block in blocks if isinstance(block, Figure)]
    over = max((low + UNDER for at, low in feet if at == page and low < y), default=EDGE)
    return page > first and y < over + ROWS

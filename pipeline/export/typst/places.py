"""Where figures and tables of a document fell, and which of them have to move."""

from pipeline.export.typst.document import waiting
from pipeline.export.typst.order import arranged, behind, first, floating
from pipeline.export.typst.tables import BEGUN, GAPS, is_turned, tail
from pipeline.report.model import Box, Figure, Heading, Items, Paragraph, Quote, Table

# points from the upper edge of the paper: of the text, of the end of a page seven tenths full, with what is left free
# after it, and of the last line
EDGE, FULL, BOTTOM = 56.7, 582.0, 785.0
HALF = 16  # points of a line: of what FULL leaves free
LITTLE = 170  # points of a last page that is hardly begun
HEADING, ROWS = 40, 95  # points at the most of a heading; at the least of a table's head with two rows
TEXT = (Box, Items, Paragraph, Quote)


def places_of(records):
    """Name → (page, y); of a name told twice the first."""
    return {one["name"]: (one["page"], float(one["y"].removesuffix("pt"))) for one in reversed(records)}


def end_of(records):
    """How far down its last page the whole document goes."""
    return float(records[-1]["y"].removesuffix("pt"))


def late(blocks, places, moved=()):
    """Names of what has to move, in order: of figures and tables, ``behind`` of a figure within a table, ``waiting`` of
    one for what leads to it. ``moved``: what has moved before."""
    last, headings, blocks = (0, 0.0), 0, arranged(blocks, moved)
    for at, (block, after) in enumerate(zip(blocks, (*blocks[1:], None), strict=True)):
        if isinstance(block, Figure):
            page, y = place = places[block.anchor]
            before, lead = places[f"{block.anchor}-before"]
            begins = page > before or page > 1 and y < EDGE + 5 + HEADING * headings
            if begins and not (headings and _is_alone(blocks, at, headings, places)) or place < last:
                yield floating(block, moved)
                yield from _next_ones(blocks, at) if headings else ()
            if place < (before, lead):  # over its own heading
                yield from _parted(after, blocks, places)
                yield f"{block.anchor}-stays"
            if (name := first(block, moved)) and _is_hole(block, after, blocks, places):
                yield name
            if page > before + 1 and not (at and isinstance(blocks[at - 1], Figure)):
                yield waiting(block)
            if _waits_in_vain(block, blocks, places):
                yield f"{block.anchor}-goes"
            last = place
        yield from _parted(block, blocks, places)
        if isinstance(block, Table):
            yield from (behind(figure, block) for figure in _within(block, blocks[:at], places))
        if isinstance(block, Table) and _leaves_rows(block, places):
            yield from _lowered(block, places)
            yield block.anchor
        headings = headings + 1 if isinstance(block, Heading) else 0


def _is_hole(figure, after, blocks, places):
    """Whether a figure behind a table leaves the page that this ends on shorter than if the table waited for it."""
    page, y = places[f"{figure.anchor}-before"]
    table = next(b for b in blocks[blocks.index(figure) :: -1] if isinstance(b, Table))
    begins = places[f"{table.anchor}-before"]
    is_filled = isinstance(after, (*TEXT, Table, Figure))
    return places[figure.anchor][0] > page > begins[0] and y < min(FULL, begins[1]) and not is_filled


def _waits_in_vain(figure, blocks, places):
    """Whether a page stays half empty because what leads to a figure waits: that on which the text before it ends, or
    one of figures alone after that."""
    page, y = places.get(f"{figure.anchor}-ends", (0, FULL))
    before, _ = places[f"{figure.anchor}-before"]
    return y < FULL or page and _is_bare(range(page + 1, before), blocks, places)


def _is_bare(pages, blocks, places):
    """Whether one of these pages holds figures alone, and is half empty."""
    feet = {}
    for foot, low in (places[f"{one.anchor}-foot"] for one in blocks if isinstance(one, Figure)):
        feet[foot] = max(low, feet.get(foot, 0.0))
    return any(feet.get(page, FULL) < FULL for page in pages)


def _parted(block, blocks, places):
    """That a table goes on to the next page, where a page stays half empty because it is kept whole: that before it, or
    one of figures alone after that."""
    page, y = places.get(f"{getattr(block, 'anchor', '')}-before", (0, FULL))
    if not isinstance(block, Table) or is_turned(block):
        return
    begins, _ = places[block.anchor]
    if begins > page and (y < FULL or page and _is_bare(range(page + 1, begins), blocks, places)):
        yield f"{block.anchor}-breaks"


def _next_ones(blocks, at):
    """The figures that follow one at a place, one after the other: a heading would go with the first that stays."""
    for block in blocks[at + 1 :]:
        if not isinstance(block, Figure):
            return
        yield block.anchor


def _is_alone(blocks, at, headings, places):
    """Whether nothing would be left under its headings without the figure at a place: no text or table follows, or, it
    being the first of several figures, no table that the page before has room for."""
    after = next((block for block in blocks[at + 1 :] if not isinstance(block, Figure)), None)
    if not isinstance(after, (*TEXT, Table)) or isinstance(after, Table) and is_turned(after):
        return True
    return after is not blocks[at + 1] and not _has_room(blocks[at - headings - 1], headings, after, places)


def _has_room(before, headings, table, places):
    """Whether a table, whole, fits under headings on the page that the figure or table before them ends on."""
    name = f"{before.anchor}-foot" if isinstance(before, Figure) else f"{getattr(before, 'anchor', '')}-end"
    if not isinstance(table, Table) or name not in places:
        return False
    (first, top), (last, end) = places[table.anchor], places[f"{table.anchor}-end"]
    return first == last and places[name][1] + HEADING * headings + end - top <= BOTTOM


def _lowered(table, places):
    """That a table begins lower, by as much as the page has room for; not where it has none."""
    _, start = places[table.anchor]
    if start <= BOTTOM - GAPS["low"] - BEGUN:
        yield f"{table.anchor}-{'lower' if start < FULL - HALF else 'low'}"


def _within(table, before, places):
    """The figures before a table that fell between its first row and its last."""
    begins, ends = places[table.anchor], places[f"{table.anchor}-end"]
    return [block for block in before if isinstance(block, Figure) and begins < places[block.anchor] < ends]


def _leaves_rows(table, places):
    """Whether a row or two of a table stand alone on the next page."""
    (first, _), (page, y) = places[table.anchor], places[f"{table.anchor}-end"]
    return page > first and y < EDGE + max(ROWS, tail(table))

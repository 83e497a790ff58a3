"""Pages that stay short although everything was moved: what may stand otherwise, tried on the whole document."""

from pipeline.export.typst.document import PARTS
from pipeline.export.typst.places import EDGE, FULL, LITTLE, TEXT, end_of, late, places_of
from pipeline.report.model import Contents, Figure, Heading, Table

PAGES, LEAST = 120, 4  # that are set again at the most to find another way; ways that are measured of any document
LOOSE = ("-waits", "-goes")  # text that comes long before its figure: better than a page half empty


def filled(document, measured, moved, joined):
    """(what is moved, which page breaks are left out): as given, or otherwise where less of the pages stays empty.

    ``measured``: the same → (records of the whole document with every block's place, page breaks left out). For every
    short page in turn the figures on it and on the next one are moved otherwise; of the ways in which no figure stands
    over its heading, before the one before it or beyond its part, the one is kept that needs the fewest pages and
    leaves the least of them empty.
    """
    records, joined = measured(moved, joined)
    left, given_up = max(LEAST, PAGES // records[-1]["page"]), set()
    while left and (page := min({*_empty(document, records)} - given_up, default=0)):
        ways, tried, found = _ways(document, places_of(records), page, moved), [], [(moved, records, joined)]
        while ways and left:
            way = ways.pop(0)
            other, without = measured(way, joined)
            left, tried = left - 1, [*tried, way]
            wrong = _wrong(document.blocks, places_of(other)) - way
            found += [] if wrong or _is_begun(other, records) else [(way, other, without)]
            is_near = wrong and page not in _empty(document, other) and way | wrong not in tried
            ways[:0] = [way | wrong] if is_near else []
        moved, records, joined = min(found, key=lambda one: _cost(document, one[1]))
        given_up.add(page)
    return moved, joined


def _cost(document, records):
    """By what the best way is chosen: pages, and points of them that stay empty."""
    return records[-1]["page"], sum(_empty(document, records).values())


def _is_begun(records, before):
    """Whether the last page would be one of a few lines, and was not."""
    return end_of(records) < EDGE + LITTLE <= end_of(before)


def _wrong(blocks, places):
    """What would have to move too, so that nothing stands over its heading, before its like or beyond its part."""
    wrong, waiting = set(), []
    for at, block in enumerate(blocks):
        waiting += [block.anchor] if isinstance(block, Figure) else []
        if isinstance(block, Heading) and block.level == 1:
            wrong |= {PARTS} if any(places[anchor] > places[f"joint-{at}"] for anchor in waiting) else set()
            waiting = []
    wrong |= {name for name in late(blocks, places) if not name.endswith(LOOSE)}
    return wrong - {name.removesuffix("-lower") for name in wrong if name.endswith("-lower")}  # one after the other


def _empty(document, records):
    """Page → points under seven tenths, of all that end before but the last one."""
    feet = {}
    for one in records:
        feet[one["page"]] = max(feet.get(one["page"], 0.0), float(one["y"].removesuffix("pt")))
    feet |= dict.fromkeys(_gone_through(document, places_of(records)), FULL)
    return {page: FULL - foot for page, foot in feet.items() if foot < FULL and page < records[-1]["page"]}


def _gone_through(document, places):
    """Pages that a text or a table goes on from to the next: these are full."""
    for at, block in enumerate(document.blocks[:-1]):
        if isinstance(block, Table):
            yield from range(places[block.anchor][0], places[f"{block.anchor}-end"][0])
        elif isinstance(block, (*TEXT, Contents)):
            yield from range(places[f"joint-{at}"][0], places[f"joint-{at + 1}"][0])


def _ways(document, places, page, moved):
    """Other ways to move the figures of a page and of the next one, what changes least first."""
    here = {page, page + 1}
    near = [f.anchor for f in document.of(Figure) if {places[f.anchor][0], places[f"{f.anchor}-before"][0]} & here]
    loose = {f"{name}-stays" for name in near} & moved
    going = {f"{name}-goes" for name in near if f"{name}-waits" in moved} - moved
    runs = [{*run} for run in _runs(document.blocks) if places[run[0]][0] == page + 1]
    ways = [(moved - loose) | going, *((moved | run) - {f"{name}-stays" for name in run} for run in runs)]
    ways += [moved | {f"{name}-small" for name in near}]
    ways += [*(moved - {name} for name in sorted(loose)), *(moved | {name} for name in sorted(going))]
    return [way for at, way in enumerate(ways) if way != moved and way not in ways[:at]]


def _runs(blocks):
    """Anchors of figures that follow one another."""
    runs, before = [], None
    for block in blocks:
        if isinstance(block, Figure):
            runs += [] if isinstance(before, Figure) else [[]]
            runs[-1].append(block.anchor)
        before = block
    return runs

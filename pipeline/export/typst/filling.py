"""Pages that stay short although everything was moved: what may stand otherwise, tried on the whole document."""

from pipeline.export.typst.order import arranged
from pipeline.export.typst.places import EDGE, FULL, LITTLE, TEXT, end_of, late, places_of
from pipeline.report.model import Contents, Figure, Table

PAGES = 100  # that are set again at the most to find another way: many ways of a short document, hardly one of a long
LOOSE = ("-waits", "-goes")  # text that comes long before its figure: better than a page half empty


def filled(document, measured, moved, joined):
    """(what is moved, which page breaks are left out): as given, or otherwise where less of the pages stays empty.

    ``measured``: the same → (records of the whole document with every block's place, page breaks left out). Where a
    figure stands over its heading or before the one before it, and for every short page in turn, the figures are moved
    otherwise; of these ways the best is kept: with the least of that, the fewest pages, the least of them empty.
    """
    records, joined = measured(moved, joined)
    left, given_up = PAGES // records[-1]["page"], set()
    while left and (page := min(_amiss(document, records, moved) - given_up, default=None)) is not None:
        wrong = _wrong(document, records, moved)
        ways = _ways(document, places_of(records), page, moved) if page else [moved | wrong]
        tried, found = [], [(moved, records, joined)]
        while ways and left:
            way = ways.pop(0)
            other, without = measured(way, joined)
            left, tried = left - 1, [*tried, way]
            found += [] if _is_begun(other, records) else [(way, other, without)]
            more = way | _wrong(document, other, way)
            ways[:0] = [more] if more not in tried and page not in _empty(document, other, way) else []
            wrong, pages, empty = _cost(document, way, other)
            if not wrong and not empty and pages <= records[-1]["page"]:  # nothing left to mend
                break
        moved, records, joined = min(found, key=lambda one: _cost(document, one[0], one[1]))
        given_up.add(page)
    return moved, joined


def _amiss(document, records, moved):
    """The pages that are short; 0 where something has still to move."""
    return {*_empty(document, records, moved)} | ({0} if _wrong(document, records, moved) else set())


def _cost(document, moved, records):
    """By what the best way is chosen: what stands wrong, pages, points of them that stay empty."""
    wrong = _wrong(document, records, moved)
    return len(wrong), records[-1]["page"], sum(_empty(document, records, moved).values())


def _is_begun(records, before):
    """Whether the last page would be one of a few lines, and was not."""
    return end_of(records) < EDGE + LITTLE <= end_of(before)


def _wrong(document, records, moved):
    """What would have to move too, so that nothing stands over its heading, before its like or within a table."""
    found = late(document.blocks, places_of(records), moved)
    wrong = {name for name in found if not name.endswith(LOOSE)}
    lower = {name.rpartition("-")[0] for name in wrong if name.endswith(("-lower", "-low"))}
    return wrong - lower - moved  # one after the other


def _empty(document, records, moved):
    """Page → points under seven tenths, of all that end before but the last one."""
    feet = {}
    for one in records:
        feet[one["page"]] = max(feet.get(one["page"], 0.0), float(one["y"].removesuffix("pt")))
    feet |= dict.fromkeys(_gone_through(arranged(document.blocks, moved), places_of(records)), FULL)
    return {page: FULL - foot for page, foot in feet.items() if foot < FULL and page < records[-1]["page"]}


def _gone_through(blocks, places):
    """Pages that a text or a table goes on from to the next: these are full."""
    for at, block in enumerate(blocks[:-1]):
        if isinstance(block, Table):
            yield from range(places[block.anchor][0], places[f"{block.anchor}-end"][0])
        elif isinstance(block, (*TEXT, Contents)):
            end = places.get(f"flush-{at + 1}", places[f"joint-{at + 1}"])  # figures after it are no text that goes on
            yield from range(places[f"joint-{at}"][0], end[0])


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

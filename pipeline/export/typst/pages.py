"""How the pages fall: figures, tables and page breaks moved so that no page stays half empty and no row alone."""

from dataclasses import replace
from functools import partial

from pipeline.export.typst.document import CLOSER, markup, turned, whole
from pipeline.export.typst.filling import filled
from pipeline.export.typst.places import EDGE, FULL, LITTLE, end_of, late, places_of
from pipeline.report.model import Contents, Figure, Head, Heading, PageBreak, Table

WINDOW = 24  # blocks that are set together at least while it is found out where they fall
AGAIN = 5  # rounds at the most in which the whole document is looked at


def settled(document, positions):
    """The document's markup once every page is as it should be.

    A figure that does not fit on its page stands at the top of the next one, and the text after it, as far as the next
    heading, fills this one; figures keep their order, and what leads to one waits where it would come more than a page
    before it, unless the page would stay half empty; one that would fall within a table stands behind it. A table that
    would leave one so goes on to the next page; one that would leave a row or two to it leaves more of them, or goes
    there as a whole. A page break holds only where the page before it is full; what little stands on the last page of
    what is signed stands on the one before where lower charts make room, of an annex where smaller letters do.

    ``positions``: markup → records of name, page and y of what ``#place-of`` names in it. Parts between page breaks are
    looked at one after the other, each until nothing moves.
    """
    moved, joined = _settled(document, positions, {})
    records = _whole(document, positions, moved, joined)
    ends = _ends(document, records)
    if any(_is_short(blocks, ends[at]) != (at in joined) for at, blocks in list(_parts(document.blocks))[:-1]):
        moved, joined = _settled(document, positions, ends)
        records = _whole(document, positions, moved, joined)
    for _ in range(AGAIN):  # a few blocks set by themselves may fall otherwise than in the whole
        more, short = _untidy(document.blocks, places_of(records), moved), _half_empty(document, records, joined)
        if not more and not short:
            break
        moved, joined = moved | more, joined | short
        records = _whole(document, positions, moved, joined)
    if document.of(Head):  # of a long annex every try costs as much as all before
        moved, joined = filled(document, partial(_joining, document, positions), moved, joined)
        records = _whole(document, positions, moved, joined)
    moved = _drawn_in(document, positions, moved, joined, records)
    return _marked(document, moved, joined)  # what was measured last is set already


def _untidy(blocks, places, moved):
    """What is still to move in each part: figures over their own headings, else what comes first."""
    moving = set()
    for _, part in _parts(blocks):
        found = [name for name in late(part, places, moved) if name not in moved]
        moving |= {name for name in found if name.endswith("-stays")} or {*found[:1]}
    return moving


def _half_empty(document, records, joined):
    """The first page break that holds although the page before it is not full."""
    ends = _ends(document, records)
    return {
        *[at for at, blocks in _parts(document.blocks) if at not in joined and _is_short(blocks, ends.get(at, FULL))][
            :1
        ]
    }


def _joining(document, positions, moved, joined):
    """(records of the whole document, page breaks left out): those too that then hold after a page that is short."""
    records = _whole(document, positions, moved, joined)
    while short := _half_empty(document, records, joined):
        joined = joined | short
        records = _whole(document, positions, moved, joined)
    return records, joined


def _drawn_in(document, positions, moved, joined, records):
    """The same, and which charts are lower, or of an annex that its last part has smaller letters, so that the last
    page is not one of a few lines."""
    last = records[-1]["page"]
    if last < 2 or end_of(records) >= EDGE + LITTLE:
        return moved
    places = places_of(records)
    before = {f"{f.anchor}-small" for f in document.of(Figure) if places[f.anchor][0] == last - 1}
    before = before if document.of(Head) else {CLOSER}
    is_drawn_in = before and _whole(document, positions, moved | before, joined)[-1]["page"] < last
    return moved | before if is_drawn_in else moved


def _whole(document, positions, moved, joined):
    """The records of the whole document, of every block where it begins."""
    return positions(_marked(document, moved, joined))


def _marked(document, moved, joined):
    return markup(document, moved, joined, measured=_breaks(document), joints=range(len(document.blocks)))


def _settled(document, positions, ends):
    """What has to move and which page breaks to leave out; ``ends``: where the parts end, as far as it is known."""
    moved, joined, start = set(), set(), 0.0
    for at, blocks in _parts(document.blocks):
        if any(isinstance(block, Contents) for block in blocks):  # lists what is in all parts
            before = _outline(document, at)
            end = ends.get(at) or _ends(before, _whole(before, positions, moved, joined | {at})).get(at, 0.0)
        else:
            places = _settle(replace(document, blocks=blocks), positions, moved, start)
            end = ends.get(at) or places["end"][1]
        joined |= {at} if _is_short(blocks, end) else set()
        start = end - EDGE if at in joined else 0.0
    return moved, joined


def _is_short(blocks, end):
    """Whether the page that a part ends on has room for the next one."""
    return bool(blocks) and end < FULL and not turned(blocks)[-1]


def _ends(document, records):
    """Place of a page break → points from the edge of the paper to the end of the part before it, in the whole: of its
    text, or of a figure that stands on a later page."""
    ends = [(one["page"], float(one["y"].removesuffix("pt"))) for one in records if one["name"] == "end"]
    places, found, first = places_of(records), {}, 0
    for at, end in zip(_breaks(document), ends, strict=False):
        feet = (f"{block.anchor}-foot" for block in document.blocks[first:at] if isinstance(block, Figure))
        found[at], first = max([end, *(places[foot] for foot in feet if foot in places)])[1], at
    return found


def _breaks(document):
    return [at for at, block in enumerate(document.blocks) if isinstance(block, PageBreak)]


def _outline(document, at):
    """The document up to a place, and of what comes after it what is listed: headings, figures, tables with a row."""
    rest = [block for block in document.blocks[at:] if isinstance(block, (Heading, Figure, Table, PageBreak))]
    short = (replace(block, rows=block.rows[:1]) if isinstance(block, Table) else block for block in rest)
    return replace(document, blocks=(*document.blocks[:at], *short))


def _parts(blocks):
    """Place of the page break that ends it (or of the end) and the blocks of every part."""
    first = 0
    for at, block in enumerate((*blocks, PageBreak())):
        if isinstance(block, PageBreak):
            yield at, blocks[first:at]
            first = at + 1


def _settle(part, positions, moved, start):
    """Moves what is to be moved in a part that begins ``start`` points below the head of a page, the first thing first,
    since all after it then moves too; returns name → (page, y).

    A few blocks at a time: what was looked at is not set again when something after it moves.
    """
    joints, at, turn, until = [*_joints(part.blocks), len(part.blocks)], 0, 0, 0
    while True:
        until = next(joint for joint in joints if joint >= min(max(until, at + WINDOW), joints[-1]))
        window = replace(part, blocks=part.blocks[at:until])
        inside = [joint - at for joint in joints if at < joint < until]
        records = positions(markup(window, moved, start=start, joints=inside))
        places = {name: (page + turn, y) for name, (page, y) in places_of(records).items()}
        found = next((name for name in late(window.blocks, places, moved) if name not in moved), "")
        moved |= {found} if found else set()
        if not found and until == joints[-1]:
            return places
        clear = None if found else _clear(window.blocks, inside, places)
        if clear:
            turn, start = places[f"joint-{clear}"][0] - 1, places[f"joint-{clear}"][1] - EDGE
        at, until = at + (clear or 0), until + (0 if found else 1)


def _joints(blocks):
    """Places of headings that a page may be looked at from: on end, in nothing that is kept whole."""
    begins, ends = whole(blocks)
    sides, found, inside = turned(blocks), [], False
    for at, block in enumerate(blocks):
        inside = at in begins or inside and at not in ends
        if isinstance(block, Heading) and not (inside or sides[at]):
            found.append(at)
    return found


def _clear(blocks, joints, places):
    """The last joint of a window that no moved figure before it is still to come after; 0 where there is none."""
    for joint in reversed(joints):
        pages = [places[block.anchor][0] for block in blocks[:joint] if isinstance(block, Figure)]
        if max(pages, default=0) <= places[f"joint-{joint}"][0]:
            return joint
    return 0

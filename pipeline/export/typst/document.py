"""A Document as typst markup, block after block, and the pictures that it shows."""

import hashlib
import re
from datetime import date
from itertools import pairwise

from pipeline.export.typst import tables
from pipeline.export.typst.blocks import WRITERS, picture_file
from pipeline.export.typst.letters import UNKNOWN, outlines, printable
from pipeline.export.typst.order import arranged, awaited
from pipeline.export.typst.words import Here, figures, string, words
from pipeline.report import model, numbering
from pipeline.report.numbering import key_of

BODY, ANNEX = "14pt", "13.5pt"
SHEET = re.compile(r'<path d="[^"]*" style="fill: #ffffff"/>')  # the white paper of a chart: the mark shows through
APART = ("#sheet(", "#picture(", "#par[", "#with-next[#par[", "#frame(")  # what begins a block that is whole by itself
CLOSER = (
    "closer"  # what ``moved`` holds where the last part has smaller letters, so that a last page of few lines is none
)
LAST = (model.Paragraph, model.Items, model.Box, model.Table)


def files(document):
    """What the printed document is made of beside its markup: file name → text, its pictures."""
    marks = [printable(mark) for mark in (document.mark, document.state) if mark]
    charts = {picture_file(figure): printable(SHEET.sub("", figure.svg)) for figure in document.of(model.Figure)}
    return charts | ({"mark.svg": outlines(marks)} if marks else {})


def markup(document, moved=(), joined=(), start=0.0, joints=(), measured=()):
    """The document as markup; pages lie on their side where a table needs it.

    ``moved``: anchors of the figures and tables that go to the next page, ``waiting`` of figures, ``behind`` of those
    that would fall within a table; ``joined``: which
    page breaks are left out, by place; ``start``: points that its first page begins below its head; ``joints``: places
    of blocks that are named for ``#place-of`` ("joint-3"; "flush-3": before the figures that it waits for);
    ``measured``: the page breaks of which is told where the text before them ends.
    """
    here, blocks = _here(document, moved), arranged(document.blocks, moved)
    before = zip(_sheets(blocks, here.moved), _places(blocks, here.moved, joints, measured), strict=True)
    found = [_opening(document), f"#v({start:.1f}pt)" if start else ""]
    for at, (block, (sheet, places)) in enumerate(zip(blocks, before, strict=True)):
        found += [*sheet, *places]
        if at not in joined:
            text = WRITERS[type(block)](block, document, here)
            found.append(f"#with-next[{text}]" if _is_signed(blocks, at) else text)
    found += ["]"] if len(blocks) in whole(blocks)[1] else []
    found += ["#place.flush()", *_lacking(document, found)]
    return "\n\n".join([*found, '#place-of("end")', "#places()"]) + "\n"


def _sheets(blocks, moved):
    """Lines before each block: smaller letters of the last part, what is for one page, a page that turns."""
    turns, (begins, ends) = [False, *turned(blocks)], whole(blocks)
    tops = [at for at, block in enumerate(blocks) if isinstance(block, model.Heading) and block.level == 1]
    closing = tops[-1] if tops and CLOSER in moved else None
    for at, (was, now) in enumerate(pairwise(turns)):
        lines = ["#set text(size: 0.94em)"] if at == closing else []
        lines += (["]"] if at in ends else []) + (["#fitted["] if at in begins else [])
        yield lines + (["#place.flush()", f"#set page(flipped: {'true' if now else 'false'})"] if was != now else [])


def _places(blocks, moved, joints, measured):
    """Lines before each block: figures that wait are set where none may be left behind, places are named."""
    waits, lower, befores = _waits(blocks, moved), _lower(blocks, moved), _befores(blocks, moved)
    for at, block in enumerate(blocks):
        is_first = at in waits or _is_signed(blocks, at) or isinstance(block, (model.Heading, model.Signature))
        is_after = isinstance(block, model.Table) and awaited(block, moved)
        is_in_order = isinstance(block, model.Figure) and f"{block.anchor}-stays" in moved
        lines = [f'#place-of("{anchor}-before")' for anchor in befores.get(at, ())]
        lines += [f'#place-of("{waits[at]}-ends")'] if at in waits else []
        lines += [f'#place-of("flush-{at}")'] if is_first and at in joints else []
        lines += ["#place.flush()"] * (is_first + is_after + is_in_order)
        lines += [f"#foot({lower[at]}pt)"] if at in lower else []
        lines += [f'#place-of("joint-{at}")'] if at in joints else []
        yield lines + (['#place-of("end")'] if at in measured else [])


def apart(text):
    """(markup that includes its blocks, file name → block): every block in a file that is named by what it says.

    typst knows a block that it has set by the place in its file, too: so one is not set again because of another.
    """
    pieces, beside = text.split("\n\n"), {}
    for at, piece in enumerate(pieces):
        if piece.startswith(APART):
            name = f"{hashlib.sha256(piece.encode()).hexdigest()[:16]}.typ"
            beside[name] = f'#import "document.typ": *\n{piece}'
            pieces[at] = f'#include "{name}"'
    return "\n\n".join(pieces), beside


LACKING = {
    "vi": f"{UNKNOWN}: chữ mà bộ chữ của bản in không có (chữ Hán, hình mặt cười …); bản HTML ghi đủ.",
    "en": f"{UNKNOWN}: a letter that the printed fonts lack (Chinese, a smiley …); the HTML file has it.",
}


def _lacking(document, found):
    """What the box in place of a letter means, where there is one, in the text or in a chart."""
    charts = (printable(figure.svg) for figure in document.of(model.Figure))
    is_lacking = any(UNKNOWN in one for one in found) or any(UNKNOWN in one for one in charts)
    return [f"#note[#par[{words(LACKING[document.language])}]]"] if is_lacking else []


def whole(blocks):
    """Places where what is for one page begins, and where it ends."""
    begins, ends = set(), set()
    for at, block in enumerate(blocks):
        if isinstance(block, model.Heading) and block.whole:
            later = [
                n for n, b in enumerate(blocks) if n > at and isinstance(b, model.Heading) and b.level <= block.level
            ]
            begins, ends = begins | {at}, ends | {later[0] if later else len(blocks)}
    return begins, ends


def _opening(document):
    day = date.fromisoformat(document.date) if document.date else None
    about = {
        "title": string(document.title),
        "date": f"datetime(year: {day.year}, month: {day.month}, day: {day.day})" if day else "none",
        "lang": string(document.language),
        "size": BODY if document.of(model.Head) else ANNEX,
        "mark": string(document.mark),
        "watermark": '"mark.svg"' if document.mark or document.state else "none",
    }
    said = ", ".join(f"{name}: {value}" for name, value in about.items())
    return f'#import "document.typ": *\n#show: report.with({said})'


def _here(document, moved):
    """The places of the document; of its rows those that one of its figures stands in."""
    wanted = {key_of(figure) for block in document.blocks for parts in _texts(block) for figure in figures(parts)}
    rows = {key: anchor for key, (_, anchor) in numbering.places([document]).items() if key in wanted}
    anchors = (getattr(block, "anchor", "") for block in document.blocks)
    return Here(frozenset(filter(None, anchors)), rows, frozenset(moved))


def _texts(block):
    if isinstance(block, model.Table):
        return [cell for row in block.rows for cell in row.cells]
    several = (*getattr(block, "items", ()), *getattr(block, "paragraphs", ()))
    return [*several, *(getattr(block, name, ()) for name in ("parts", "title", "measure"))]


def turned(blocks):
    """For every block whether its page lies on its side: wide tables, and headings and notes right before them."""
    found, follows = [], False
    for block in reversed(blocks):
        leads = isinstance(block, (model.Heading, model.PageBreak)) or getattr(block, "kind", "") == model.NOTE
        follows = tables.is_turned(block) if isinstance(block, model.Table) else follows and leads
        found.append(follows)
    return found[::-1]


def waiting(figure):
    """The name by which ``moved`` holds that what leads to a figure waits until the figures before it stand."""
    return f"{getattr(figure, 'anchor', '')}-waits"


def _waits(blocks, moved):
    """Place of the first block of what leads to a figure that it waits for → the figure's anchor."""
    held = [(at, b) for at, b in enumerate(blocks) if waiting(b) in moved and f"{b.anchor}-goes" not in moved]
    return {_leading(blocks, at): block.anchor for at, block in held}


def _lower(blocks, moved):
    """Place of the first block of what leads to a table that begins lower, so that more rows go to the next page → by
    how many points."""
    tables_of = [(at, b) for at, b in enumerate(blocks) if isinstance(b, model.Table) and b.anchor not in moved]
    gaps = [(at, tables.lowered(b, moved)) for at, b in tables_of]
    return {_leading(blocks, at, 0): gap for at, gap in gaps if gap}


def _befores(blocks, moved):
    """Place of the first block of what leads to tables → their anchors: it is told where the text before that ends."""
    found = {}
    for at, block in enumerate(blocks):
        if isinstance(block, model.Table):
            found.setdefault(_leading(blocks, at, 0, moved), []).append(block.anchor)
    return found


def _leading(blocks, at, paragraphs=1, moved=()):
    """Place of the first block of what leads to the one at a place: a paragraph and the headings before it; ``moved``:
    figures that do not part them."""
    at -= paragraphs if at and isinstance(blocks[at - 1], model.Paragraph) else 0
    while at and (isinstance(blocks[at - 1], model.Heading) or getattr(blocks[at - 1], "anchor", None) in moved):
        at -= 1
    return at


def _is_signed(blocks, at):
    """Whether the foot of the document follows, which must not stand alone on a page."""
    return isinstance(blocks[at], LAST) and at + 1 < len(blocks) and isinstance(blocks[at + 1], model.Signature)

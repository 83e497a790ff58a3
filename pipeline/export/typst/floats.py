"""Which figures stand at the top of the page after: those that would leave the rest of their own page empty."""

from pipeline.export.typst.blocks import markup
from pipeline.report.model import Box, Figure, Heading, Items, Paragraph, Quote

TOP = 62  # points from the edge of the paper: what begins above stands at the top of its page
TEXT = (Box, Items, Paragraph, Quote)
HEADING = 40  # points that a heading takes at the most; one right before a figure goes with it


def settled(document, positions):
    """The document's markup once every figure has its place. ``positions``: markup → of every figure a record of name,
    page, x and y (typst lengths) as it would be set.

    Figures keep their order. Each pass floats the first that is late and looks again, so that all after it may move up.
    """
    floating, figures = frozenset(), list(_figures(document.blocks))
    while True:
        text = markup(document, floating)
        late = _late(figures, {one["name"]: one for one in positions(text)}, floating)
        if not late:
            return text
        floating |= {late}


def _figures(blocks):
    """Of every figure: its anchor, how many headings stand right before it, whether it is all there is under them."""
    headings = 0
    for block, after in zip(blocks, (*blocks[1:], None), strict=True):
        if isinstance(block, Figure):
            yield block.anchor, headings, bool(headings) and not isinstance(after, TEXT)
        headings = headings + 1 if isinstance(block, Heading) else 0


def _late(figures, places, floating):
    """Anchor of the first figure in the text that begins a page or stands before the one before it; "" for none."""
    last = (0, 0.0)
    for anchor, headings, alone in figures:
        place = places[anchor]
        here = (place["page"], float(place["y"].removesuffix("pt")))
        begins = here[0] > 1 and here[1] < TOP + HEADING * headings
        if anchor not in floating and (begins and not alone or here < last):
            return anchor
        last = here
    return ""

"""A figure as SVG: part of a page or a file of its own, small, the same bytes every time, read out by its words."""

import io
import re
from functools import lru_cache
from html import escape

import matplotlib
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.textpath import text_to_path

from pipeline.charts.canvas import TOLD, WORDS

FONT = "DejaVu Sans"  # what widths were measured with
_PAST = 0.05 * 72  # points of white around words that stand out of the sheet
_ROOT = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" aria-label="{alt}"'
    ' width="{wide:g}pt" height="{high:g}pt" viewBox="{left:g} {top:g} {wide:g} {high:g}"'
    ' font-family="{font}, Verdana, sans-serif" stroke-linejoin="round"><title>{title}</title>'
)
_LEFT_OUT = re.compile(
    r"<metadata>.*?</metadata>|<style.*?</style>|<defs>\s*</defs>|<!--.*?-->| transform=\"rotate\(-0 [^\"]*\)\""
    rf"| ?font-family: '{FONT}';?| clip-path=\"[^\"]*\"|<clipPath.*?</clipPath>",
    re.S,
)
_TOLD = re.compile(rf'<g id="{TOLD}([^"]*)">')
_ID, _USED = re.compile(r' id="([^"]*)"'), re.compile(r'href="#([^"]*)"')
_TAG, _LONG = re.compile(r"<[^>]+>"), re.compile(r"-?\d+\.\d{3,}")
_EMPTY = re.compile(r"<(g|defs)>\s*</\1>|<g/>")


class _Renderer(RendererSVG):
    """One for which words are measured that no figure had before: most stand in several."""

    def get_text_width_height_descent(self, s, prop, ismath):
        return _measured(s, prop.copy(), ismath)


@lru_cache(maxsize=WORDS)
def _measured(text, font, ismath):
    return text_to_path.get_text_width_height_descent(text, font, ismath)


def svg(figure: Figure, *, name: str, title: str, alt: str) -> str:
    """The figure as an <svg> element; words stay words (in FONT), so that they are found, read out and small.

    ``name`` salts the ids within, so that several pictures may stand on one page; ``title`` and ``alt``: its name and
    the text in its place; a mark that tells what it shows (``canvas.told``) bears that as title. As large as its sheet,
    and larger only where words stand out of it. No date, no script.
    """
    picture, (wide, high), dpi = io.StringIO(), figure.get_size_inches(), figure.dpi
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.dpi = 72
        renderer = _Renderer(72 * wide, 72 * high, picture, metadata={"Date": None})
        figure.draw(renderer)
        box = figure.get_tightbbox(renderer)  # with the widths that were measured for drawing
        renderer.finalize()
        figure.dpi = dpi
    body = re.search(r"<svg[^>]*>(.*)</svg>", picture.getvalue(), re.S)[1]
    root = _ROOT.format(title=escape(title), alt=escape(alt), font=FONT, **_frame(box, wide, high))
    return f"{root}{_small(body)}</svg>"


def _frame(box, wide, high):
    """Left, top, width and height in points: the sheet and what stands out of it, of inches from its lower left."""
    sides = [72 * max(far, 0) for far in (-box.x0, box.y1 - high, box.x1 - wide, -box.y0)]
    left, top, right, bottom = (side + _PAST if side > 0.5 else 0 for side in sides)
    return {"left": -left, "top": -top, "wide": 72 * wide + left + right, "high": 72 * high + top + bottom}


def _small(body):
    """The drawing without what no reader sees: ids nobody refers to, clips of what lies inside, digits past a hundredth
    of a point."""
    body = _TOLD.sub(r"<g><title>\1</title>", _LEFT_OUT.sub("", body))
    used = set(_USED.findall(body))
    body = _ID.sub(lambda found: found[0] if found[1] in used else "", body)
    body = _TAG.sub(lambda tag: _LONG.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), tag[0]), body)
    while (less := _EMPTY.sub("", body)) != body:
        body = less
    return re.sub(r"\s*\n\s*", " ", re.sub(r">\s*\n\s*", ">", body)).strip()

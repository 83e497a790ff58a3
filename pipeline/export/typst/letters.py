"""The letters of the printed pages: which there are, how wide a word is, where one too wide for its cell may break."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from pipeline.export import lettering

FONTS = Path(__file__).parent / "fonts"  # Liberation Serif, with its licence
FAMILY = "Liberation Serif"
FALLBACK = lettering.FOLDER / "DejaVuSans.ttf"  # of the charts; for signs such as ☐ that the first one lacks
UNKNOWN = "□"  # for a letter that neither has, such as a smiley: archives take no page with a letter missing
BREAK = "\u200b"
SAID = 20_000  # texts remembered: the pages of a document are set several times
_WRITTEN = re.compile(r"[^ \n]+")


@lru_cache(maxsize=SAID)
def printable(text):
    """The text with every letter that the fonts lack as "□"; marks that show nothing are left out."""
    text = unicodedata.normalize("NFC", text).replace("\t", " ").replace("\r", "")
    signs = {ord(letter): _sign(letter) for letter in {*text}}
    other = {code: sign for code, sign in signs.items() if chr(code) != sign}
    return text.translate(other) if other else text


def _sign(letter):
    if letter == "\n" or (ord(letter) in _known() and unicodedata.category(letter) != "Co"):
        return letter
    return "" if unicodedata.category(letter) in ("Cc", "Cf", "Mn") else UNKNOWN


def broken(text, room, size, bold=False):
    """The text with places to break in words wider than ``room`` points, which would lie over the cell beside them."""

    def fitting(word):
        word = word[0]
        if width(word, size, bold) <= room:
            return word
        if "\u00a0" in word:
            return broken(word.replace("\u00a0", " "), room, size, bold)
        return BREAK.join(_pieces(word, room, size, bold))

    return _WRITTEN.sub(fitting, text)


def _pieces(word, room, size, bold):
    piece, used = "", 0.0
    for letter in word:
        more = width(letter, size, bold)
        if piece and used + more > room:
            yield piece
            piece, used = "", 0.0
        piece, used = piece + letter, used + more
    yield piece


def width(text, size, bold=False):
    """Width of a line of text in points at ``size`` points."""
    return _wide(text, bold) * size


@lru_cache(maxsize=SAID)
def _wide(text, bold):
    advances = _advances(bold)
    return sum(advances.get(ord(letter), 0.7) for letter in text)


@cache
def _known():
    with _font(FALLBACK) as font:
        return frozenset(_advances(False)) | frozenset(font.getBestCmap())


@cache
def _advances(bold):
    with _font(FONTS / f"LiberationSerif-{'Bold' if bold else 'Regular'}.ttf") as font:
        widths, per_em = font["hmtx"], font["head"].unitsPerEm
        return {code: widths[name][0] / per_em for code, name in font.getBestCmap().items()}


def _font(path):
    from fontTools.ttLib import TTFont

    return TTFont(path, lazy=True)


def outlines(lines, size=100):
    """Lines of bold capitals as an SVG picture slanted over a page: shapes, not letters that could be copied."""
    wide = max(width(line, size, bold=True) for line in lines)
    placed = []
    for at, line in enumerate(lines):
        left = (wide - width(line, size, bold=True)) / 2
        for letter in line:
            placed.append((letter, left, size * (1.1 + 1.35 * at)))
            left += width(letter, size, bold=True)
    return _slanted(_shapes(placed, size), wide, size * (1.35 * len(lines) + 0.1))


def _shapes(placed, size):
    """Letters, each with its place, as one path."""
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    with _font(FONTS / "LiberationSerif-Bold.ttf") as font:
        glyphs, names, scale = font.getGlyphSet(), font.getBestCmap(), size / font["head"].unitsPerEm
        pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.1f}")
        for letter, left, base in placed:
            if ord(letter) in names:
                glyphs[names[ord(letter)]].draw(TransformPen(pen, (scale, 0, 0, -scale, left, base)))
        return pen.getCommands()


def _slanted(path, wide, high):
    side, turned = (wide + high) * 0.8, f"rotate(-52) translate({-wide / 2:.1f} {-high / 2:.1f})"
    frame = f"{-side / 2:.1f} {-side / 2:.1f} {side:.1f} {side:.1f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side:.1f}pt" height="{side:.1f}pt" viewBox="{frame}">'
        f'<path transform="{turned}" fill="#eeeeee" d="{path}"/></svg>'
    )

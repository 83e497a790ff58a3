"""The sheet every chart is drawn on: theme, measured margins, title, base, mark of synthetic data, Vietnamese numbers.

Sheets are as wide as the text of an A4 page of the report, so that print keeps their sizes of type. Places are given
in inches from the top left, so that nothing depends on a layout engine or on the backend. Figures are made without
pyplot: none stays open, and no backend is asked for.
"""

import io
import math
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache

import matplotlib
import numpy as np
import seaborn as sns
from matplotlib import transforms
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from PIL import Image

from pipeline import vi, wording
from pipeline.charts.breaks import balanced
from pipeline.wording import say

WIDTH = 6.3  # inches; 165 mm of text on an A4 page, less the edge that ``png`` puts around
NARROW = 3.9  # of a telephone's screen: 360 px at which nine points are still read
DPI = 200
COLOURS = 256  # of a PNG with a palette
ACCENT = "#0072B2"  # blue of Okabe & Ito's palette for colour-blind readers
LOW, HIGH = "#A34A00", "#084A91"  # ends of the diverging scale: orange and blue, told apart by every reader
GREY, PALE, INK = "#666666", "#E6E6E6", "#222222"
SIZE, SMALL, LINE = 9, 8, 0.165  # points of ordinary and of the smallest text, inches a line of the first takes
WORDS = 5000  # whose widths are remembered
BAR = 0.18  # inches a bar is thick
LETTERS = 40  # of a line of labels, at the most
SOFT = "#444444"  # words that explain
TOLD = "cho biết: "  # before what a mark tells, in its id
HIDDEN = "không nêu"
_WEIGHTING = {None: "", True: "Đã gia quyền.", False: "Chưa gia quyền."}
_COUNTED = "Đã gia quyền; n là số người."
_WIDE = ContextVar("width", default=WIDTH)
EDGE, _TITLE = 0.08, {"fontsize": 11, "fontweight": "bold"}


def theme():
    """A context with the charts' look; the caller's matplotlib settings come back after it."""
    look = {"font.family": "DejaVu Sans", "font.size": SIZE, "text.color": INK, "axes.labelcolor": INK}
    return matplotlib.rc_context({**sns.axes_style("white"), **sns.plotting_context("paper"), **look})


def width() -> float:
    """Inches of the sheets that are drawn now."""
    return _WIDE.get()


@contextmanager
def narrow():
    """A context in which every chart is drawn for a telephone: as large in type, less wide."""
    before = _WIDE.set(NARROW)
    try:
        yield
    finally:
        _WIDE.reset(before)


def steps(most: int) -> int:
    """How many steps an axis has room for that has ``most`` of them on a page."""
    return most if width() == WIDTH else most // 2


def png(figure: Figure) -> bytes:
    """The figure as a PNG picture: 200 dots an inch, all sheets equally wide, and wider only where words stand out.

    It is drawn and measured once, and only where words stand out drawn anew; at most COLOURS colours are kept.
    """
    canvas, picture = figure.canvas, io.BytesIO()
    canvas.draw()
    box, (wide, high) = figure.get_tightbbox(canvas.get_renderer()), figure.get_size_inches()
    if max(-box.x0, -box.y0, box.x1 - wide, box.y1 - high) > 1e-6:
        canvas.print_figure(io.BytesIO(), format="raw", dpi=DPI, bbox_inches=box.padded(0.1))
        pixels = np.asarray(canvas.buffer_rgba())
    else:
        edge = DPI // 10
        pixels = np.pad(canvas.buffer_rgba(), ((edge, edge), (edge, edge), (0, 0)), constant_values=255)
    _few_colours(pixels).save(picture, format="png", dpi=(DPI, DPI))
    return picture.getvalue()


def _few_colours(pixels) -> Image.Image:
    """Opaque pixels (height × width × RGBA) with a palette: the commonest colours as they are, each other one as the
    nearest of them."""
    codes = np.ascontiguousarray(pixels).view("<u4")[..., 0] & 0xFFFFFF
    found = sorted(Image.fromarray(pixels, "RGBX").getcolors(codes.size), reverse=True)
    colours = np.array([colour[:3] for _, colour in found])
    kept, places, place = colours[:COLOURS], colours @ [1, 1 << 8, 1 << 16], np.zeros(1 << 24, dtype=np.uint8)
    place[places] = ((colours[:, None] - kept) ** 2).sum(axis=2).argmin(axis=1)
    drawn, shown = codes != places[0], np.zeros(codes.shape, dtype=np.uint8)
    shown[drawn] = place[codes[drawn]]
    picture = Image.fromarray(shown, "P")
    picture.putpalette(kept.astype(np.uint8).tobytes())
    return picture


def sheet(
    title: str,
    subtitle: str,
    *,
    body: float,
    note: str = "",
    synthetic: bool = False,
    weighted: bool | None = None,
    counted: bool = False,
) -> tuple[Figure, float]:
    """An empty figure with its words, and how far from the top (inches) the body may begin.

    ``body`` is the height in inches the chart needs under the subtitle, axis labels included. ``weighted`` adds to the
    note whether the figures are weighted; None says nothing. ``counted``: it has a column n; every subtitle
    names one.
    """
    room = width() - 2 * EDGE
    title, subtitle = _fit(title, room, **_TITLE), _fit(subtitle, room, fontsize=SIZE)
    weighting = say(_COUNTED if weighted and (subtitle or counted) else _WEIGHTING[weighted])
    note = _fit(f"{note} {weighting}".strip(), room - (1.45 if synthetic else 0), fontsize=SMALL)
    top = EDGE + 0.21 * lines(title) + LINE * lines(subtitle) + (0.16 if title or subtitle else 0)
    foot = (0.14 * lines(note) + 0.2) if note or synthetic else EDGE
    figure = Figure(figsize=(width(), top + body + foot), dpi=DPI)
    FigureCanvasAgg(figure)
    figure.add_artist(Rectangle((0, 0), 1, 1, facecolor="none", linewidth=0))  # so that a tight cut keeps the width
    write = _writer(figure)
    write(EDGE, EDGE, title, va="top", **_TITLE)
    write(EDGE, EDGE + 0.21 * lines(title) + 0.03, subtitle, color=SOFT, va="top")
    write(EDGE, top + body + foot - 0.06, note, fontsize=SMALL, color=SOFT, va="bottom")
    if synthetic:
        place = top + body + foot - 0.06
        write(width() - EDGE, place, say("DỮ LIỆU MÔ PHỎNG"), fontsize=SMALL, color=GREY, ha="right", va="bottom")
    return figure, top


def panel(figure: Figure, *, left: float, top: float, width: float, height: float):
    """Bare axes at a place in inches from the top left of the figure."""
    wide, high = figure.get_size_inches()
    axes = figure.add_axes((left / wide, 1 - (top + height) / high, width / wide, height / high))
    sns.despine(ax=axes, left=True, bottom=True)
    axes.tick_params(length=0, labelsize=SIZE)
    return axes


def write(figure: Figure, left: float, top: float, words: str, **style):
    """Words at a place in inches from the top left of the figure."""
    return _writer(figure)(left, top, words, **style)


def percent_axis(axes, top: float):
    """A horizontal axis from 0 to ``top`` percent with a light grid."""
    axes.set(xlim=(0, top), xlabel="", ylabel="")
    axes.xaxis.set_major_locator(MaxNLocator(steps(6), integer=True))
    axes.xaxis.set_major_formatter(lambda value, _: percent(value, 0))
    axes.tick_params(axis="x", labelsize=SMALL)
    axes.grid(axis="x", color="#E8E8E8", linewidth=0.7)
    axes.set_axisbelow(True)


def extent(words: list[str], **style) -> float:
    """Inches the widest of ``words`` takes in this text style."""
    return max((_extent(word, **{"fontsize": SIZE, **style}) for word in words), default=0)


@lru_cache(maxsize=WORDS)
def _extent(word, **style):
    figure, renderer = _scratch()
    return Text(0, 0, word, figure=figure, **style).get_window_extent(renderer).width / 100


@cache
def _scratch():
    figure = Figure(dpi=100)
    return figure, FigureCanvasAgg(figure).get_renderer()


def wrapped(labels, wide: int) -> list[str]:
    """Labels broken into lines of at most ``wide`` letters (fewer on a narrow sheet)."""
    return broken(labels, max(round(wide * width() / WIDTH), 10))


def broken(labels, wide: int) -> list[str]:
    """Labels broken into lines of at most ``wide`` letters and of like length, so that no single word hangs over."""
    return [balanced(str(label), wide) for label in labels]


def fitted(labels, room: float, bold=()) -> tuple[list[str], float]:
    """Labels broken into as few lines as ``room`` inches allow, those ``bold`` in bold, and the inches they take."""
    weights = ["bold" if label in bold else "normal" for label in labels]
    names = [_within(str(label), room, weight) for label, weight in zip(labels, weights, strict=True)]
    return names, max(extent([name], fontweight=weight) for name, weight in zip(names, weights, strict=True))


def _within(label, room, weight):
    ways = (balanced(label, wide) for wide in range(LETTERS, 8, -1))
    return next((way for way in ways if extent([way], fontweight=weight) <= room), balanced(label, 9))


def lines(words: str) -> int:
    """How many lines the words take (none for no words)."""
    return words.count("\n") + 1 if words else 0


def flow(words: list[str], room: float) -> list[list[tuple[str, float]]]:
    """A legend's entries in lines that fit the room: lists of (word, inches from the left)."""
    rows, at = [[]], 0.0
    for word in words:
        wide = extent([word], fontsize=SMALL) + 0.36
        if rows[-1] and at + wide > room:
            rows, at = [*rows, []], 0.0
        rows[-1].append((word, at))
        at += wide
    return rows


def row_height(labels: list[str], least: float = 0.3) -> float:
    """Inches a row needs so that its wrapped label does not touch the next one."""
    return max(least, LINE * max(map(lines, labels)) + 0.07)


def places(labels: list[str], least: float = 0.27) -> tuple[np.ndarray, float]:
    """Where the middles of rows with these labels lie, in inches from the top, and how high all are."""
    high = np.array([row_height([label], least) for label in labels])
    return high.cumsum() - high / 2, float(high.sum())


def number(value: float, places: int = 0) -> str:
    """1234.5 → "1.234,5": dot for thousands, decimal comma."""
    return vi.number(value, places)


def short(value: float) -> str:
    """1234.5 → "1.234,5", 2.0 → "2": only the decimals there are."""
    return _spoken(f"{value:,.10g}")


def _spoken(text):
    return text if wording.language() == wording.EN else text.translate(str.maketrans(",.", ".,"))


def percent(value: float, places: int = 1) -> str:
    """68.21 → "68,2%", without a blank."""
    return f"{number(value, places)}%"


def people(base) -> str:
    """ "Cơ sở: n = 4.812 người trả lời", or a range where bases differ; what is hidden does not count."""
    known = np.atleast_1d(np.asarray(base, float))
    known = known[~np.isnan(known)]
    if not len(known):
        return say("Cơ sở: {hidden}", hidden=say(HIDDEN))
    ends = dict.fromkeys([number(known.min()), number(known.max())])
    return say("Cơ sở: n = {people} người trả lời", people="–".join(ends))


def luminance(color) -> float:
    """Relative luminance of WCAG 2, 0 (black) to 1 (white)."""
    channels = np.asarray(matplotlib.colors.to_rgb(color))
    linear = np.where(channels <= 0.03928, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(color) -> str:
    """White or black, whichever is read better on this colour: always at least 4.5 : 1 as WCAG 2 asks."""
    light = luminance(color) + 0.05
    return "white" if 1.05 / light > light / 0.05 else "black"


def block_head(axes, middle: float, words: str):
    """Bold words over a block of rows, from the sheet's left edge, on white so that no grid line runs through them."""
    place = transforms.blended_transform_factory(axes.figure.transFigure, axes.transData)
    plate = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    style = {"va": "center", "fontweight": "bold", "bbox": plate, "zorder": 2.5}
    axes.text(EDGE / width(), middle, words, transform=place, **style)


def require(table, columns: list[str], what: str):
    """Refuse a table without these columns, or without rows."""
    absent = [name for name in columns if name not in table.columns]
    if absent:
        raise ValueError(f"{what}: thiếu cột {absent}; cần {columns}, bảng có {list(table.columns)}.")
    if not len(table):
        raise ValueError(f"{what}: bảng không có dòng nào; cần ít nhất một phương án.")


def told(name, figure: str, *, base=math.nan, low=math.nan, high=math.nan) -> dict:
    """Style of a mark that tells in an ``svg`` what it shows: "Zalo: 68,2%; cơ sở 5.000 người"."""
    is_known = not (np.isnan(low) or np.isnan(high))
    ends = say("; khoảng tin cậy 95%: {low} – {high}", low=number(low, 1), high=number(high, 1)) if is_known else ""
    people = "" if np.isnan(base) else say("; cơ sở {people} người", people=number(base))
    return {"gid": f"{TOLD}{' '.join(str(name).split())}: {figure}{people}{ends}"}


def after(right: float, up: float = 0) -> dict:
    """Style of an annotation that stands some points beside its place."""
    return {"xytext": (right, up), "textcoords": "offset points", "annotation_clip": False}


def require_one(table, column: str, what: str):
    """Refuse a table with several values where a chart shows one."""
    found = table[column].unique().tolist()
    if len(found) > 1:
        raise ValueError(f"{what}: cột {column} cần một giá trị, bảng có {len(found)}: {found[:5]}. Hãy lọc trước.")


def _fit(words, room, **style):
    """Words broken to lines that are not wider than ``room`` inches, counting with their mean letter."""
    wide = extent([words], **style)
    return words if 1.02 * wide <= room else balanced(words, int(len(words) * room / wide * 0.96))


def _writer(figure):
    wide, high = figure.get_size_inches()
    return lambda left, top, words, **style: figure.text(left / wide, 1 - top / high, words, **style)

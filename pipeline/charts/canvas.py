"""The sheet every chart is drawn on: theme, measured margins, title, base, mark of synthetic data, Vietnamese numbers.

Places are given in inches from the top left, so that nothing depends on a layout engine or on the backend. Figures
are made without pyplot: none stays open, and no backend is asked for.
"""

import io
import textwrap

import matplotlib
import numpy as np
import seaborn as sns
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

WIDTH = 8.0
ACCENT = "#0072B2"  # blue of Okabe & Ito's palette for colour-blind readers
GREY, PALE, INK = "#8A8A8A", "#E3E3E3", "#222222"
SIZE, LINE = 9.5, 0.17  # points of ordinary text, inches a line of it takes
HIDDEN = "ẩn (ít người)"
_EDGE, _TITLE = 0.12, {"fontsize": 12, "fontweight": "bold"}


def theme():
    """A context with the charts' look; the caller's matplotlib settings come back after it."""
    look = {"font.family": "DejaVu Sans", "font.size": SIZE, "text.color": INK, "axes.labelcolor": INK}
    return matplotlib.rc_context({**sns.axes_style("white"), **sns.plotting_context("paper"), **look})


def png(figure: Figure) -> bytes:
    """The figure as a PNG picture: 160 dots an inch, all sheets equally wide, and wider only where words stand out."""
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=160, bbox_inches="tight", pad_inches=0.1, facecolor="white")
    return picture.getvalue()


def sheet(title: str, subtitle: str, *, body: float, note: str = "", synthetic: bool = False) -> tuple[Figure, float]:
    """An empty figure with its words, and how far from the top (inches) the body may begin.

    ``body`` is the height in inches the chart needs under the subtitle, axis labels included.
    """
    room = WIDTH - 2 * _EDGE
    title, subtitle = _fit(title, room, **_TITLE), _fit(subtitle, room, fontsize=SIZE)
    note = _fit(note, room - (1.5 if synthetic else 0), fontsize=8)
    top = _EDGE + 0.23 * lines(title) + LINE * lines(subtitle) + 0.16
    foot = (0.15 * lines(note) + 0.2) if note or synthetic else _EDGE
    figure = Figure(figsize=(WIDTH, top + body + foot))
    FigureCanvasAgg(figure)
    figure.add_artist(Rectangle((0, 0), 1, 1, facecolor="none", linewidth=0))  # so that a tight cut keeps the width
    write = _writer(figure)
    write(_EDGE, _EDGE, title, va="top", **_TITLE)
    write(_EDGE, _EDGE + 0.23 * lines(title) + 0.03, subtitle, color="#555555", va="top")
    write(_EDGE, top + body + foot - 0.06, note, fontsize=8, color="#555555", va="bottom")
    if synthetic:
        place = top + body + foot - 0.06
        write(WIDTH - _EDGE, place, "DỮ LIỆU MÔ PHỎNG", fontsize=8, color=GREY, ha="right", va="bottom")
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


def extent(words: list[str], **style) -> float:
    """Inches the widest of ``words`` takes in this text style."""
    scratch = Figure(dpi=100)
    renderer = FigureCanvasAgg(scratch).get_renderer()
    style = {"fontsize": SIZE, **style}
    drawn = [scratch.text(0, 0, text, **style).get_window_extent(renderer).width for text in words]
    return max(drawn, default=0) / 100


def wrapped(labels, wide: int) -> list[str]:
    """Labels broken into lines of at most ``wide`` letters and of like length, so that no single word hangs over."""
    return [_balanced(str(label), wide) for label in labels]


def lines(words: str) -> int:
    """How many lines the words take (none for no words)."""
    return words.count("\n") + 1 if words else 0


def row_height(labels: list[str], least: float = 0.3) -> float:
    """Inches a row needs so that its wrapped label does not touch the next one."""
    return max(least, LINE * max(map(lines, labels)) + 0.12)


def number(value: float, places: int = 0) -> str:
    """1234.5 → "1.234,5": dot for thousands, decimal comma."""
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def short(value: float) -> str:
    """1234.5 → "1.234,5", 2.0 → "2": only the decimals there are."""
    return f"{value:,.10g}".translate(str.maketrans(",.", ".,"))


def percent(value: float, places: int = 1) -> str:
    """68.21 → "68,2 %", with a blank that does not break."""
    return f"{number(value, places)}\u00a0%"


def people(base) -> str:
    """ "Cơ sở: n = 4.812 người trả lời", or a range where bases differ; what is hidden does not count."""
    known = np.asarray(base, float)
    known = known[~np.isnan(known)]
    if not len(known):
        return f"Cơ sở: {HIDDEN}"
    ends = dict.fromkeys([number(known.min()), number(known.max())])
    return f"Cơ sở: n = {'–'.join(ends)} người trả lời"


def contrast(color) -> str:
    """White or dark ink, whichever is read on this colour (relative luminance of WCAG 2)."""
    channels = np.asarray(matplotlib.colors.to_rgb(color))
    linear = np.where(channels <= 0.03928, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return "white" if linear @ [0.2126, 0.7152, 0.0722] < 0.3 else INK


def require(table, columns: list[str], what: str):
    """Refuse a table without these columns, or without rows."""
    absent = [name for name in columns if name not in table.columns]
    if absent:
        raise ValueError(f"{what}: thiếu cột {absent}; cần {columns}, bảng có {list(table.columns)}.")
    if not len(table):
        raise ValueError(f"{what}: bảng không có dòng nào; cần ít nhất một phương án.")


def require_one(table, column: str, what: str):
    """Refuse a table with several values where a chart shows one."""
    found = table[column].unique().tolist()
    if len(found) > 1:
        raise ValueError(f"{what}: cột {column} cần một giá trị, bảng có {len(found)}: {found[:5]}. Hãy lọc trước.")


def _balanced(label, wide):
    best = textwrap.fill(label, wide, break_long_words=False)
    for narrower in range(wide - 1, wide // 2, -1):
        attempt = textwrap.fill(label, narrower, break_long_words=False)
        if lines(attempt) > lines(best):
            break
        best = attempt
    return best


def _fit(words, room, **style):
    """Words broken to lines that are not wider than ``room`` inches, counting with their mean letter."""
    wide = extent([words], **style)
    return words if wide <= room else textwrap.fill(words, int(len(words) * room / wide * 0.96))


def _writer(figure):
    wide, high = figure.get_size_inches()
    return lambda left, top, words, **style: figure.text(left / wide, 1 - top / high, words, **style)

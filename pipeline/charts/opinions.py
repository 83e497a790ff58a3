"""Codes of open answers as ranked bars with nets."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from pipeline import vi
from pipeline.charts import canvas
from pipeline.charts.canvas import (
    ACCENT,
    GREY,
    HIDDEN,
    INK,
    extent,
    panel,
    people,
    require,
    row_height,
    sheet,
    theme,
    wrapped,
    write,
)
from pipeline.wording import say

LEVELS = {"nhóm lớn": INK, "mã": ACCENT, "ngoài": GREY}
INDENT = 0.22
LETTERS, LEAST = 52, 0.26  # of a name in a line; inches of a row: many rows that must fit a page with others


def ranked(table: pd.DataFrame, *, title: str, synthetic: bool = False, weighted: bool | None = None) -> Figure:
    """Bars of codes in the order of the table on a scale of 0 to 100: nets in dark, their codes set in under them, the
    rest in grey.

    ``table``: ``name``, ``net``, ``level`` ("nhóm lớn", "mã", "ngoài"), ``percent``, ``base``. A suppressed code has
    no bar but the words "không nêu".
    """
    require(table, ["name", "net", "level", "percent", "base"], "Biểu đồ mã")
    names = wrapped(table["name"], LETTERS)
    with theme():
        height, left = row_height(names, LEAST) * len(names), 0.35 + INDENT + extent(names, fontweight="bold")
        marks = {"synthetic": synthetic, "weighted": weighted, "note": _note(table)}
        figure, top = sheet(title, people(table["base"]) if title else "", body=height, **marks)
        axes = panel(figure, left=left, top=top, width=canvas.width() - left - 0.9, height=height)
        _bars(axes, names, table)
        canvas.whole(axes, len(names))
        _call(figure, names, table, top, height)
        for row, (share, base) in enumerate(zip(table["percent"].to_numpy(float), table["base"], strict=True)):
            _end(axes, row, share, base)
    return figure


def _note(table):
    bold = "Đậm: nhóm lớn (người nêu ít nhất một ý trong nhóm). "
    nets = say(bold) if table["level"].eq("nhóm lớn").any() else ""
    return say("{nets}Một người có thể nêu nhiều ý.", nets=nets)


def _bars(axes, names, table):
    """A bar a code, which says what it shows; none of a suppressed one."""
    shares, colors = table["percent"].to_numpy(float), table["level"].map(LEVELS)
    bars = axes.barh(np.arange(len(names)), np.nan_to_num(shares), color=colors, height=canvas.BAR)
    for one, name, share, base in zip(bars, names, shares, table["base"], strict=True):
        if not np.isnan(share):
            one.set(**canvas.told(name, f"{vi.share(share, base)}%", base=base))


def _call(figure, names, table, top, height):
    """The names before the bars: nets bold, their codes set in."""
    inside = table["level"].eq("mã") & table["net"].ne("")
    for row, (name, is_inside, level) in enumerate(zip(names, inside, table["level"], strict=True)):
        place = top + height * (row + 0.5) / len(names)
        bold = "bold" if level == "nhóm lớn" else "normal"
        write(figure, 0.12 + INDENT * is_inside, place, name, va="center", fontweight=bold)


def _end(axes, row, share, base):
    said = (
        {"s": say(HIDDEN), "color": GREY, "fontstyle": "italic"} if np.isnan(share) else {"s": vi.share_of(share, base)}
    )
    axes.annotate(said.pop("s"), (0 if np.isnan(share) else share, row), va="center", xytext=(4, 0),
                  textcoords="offset points", annotation_clip=False, **said)  # fmt: skip

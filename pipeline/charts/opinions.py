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
    no bar but the words "ẩn (ít người)".
    """
    require(table, ["name", "net", "level", "percent", "base"], "Biểu đồ mã")
    names, shares = wrapped(table["name"], LETTERS), table["percent"].to_numpy(float)
    with theme():
        height, left = row_height(names, LEAST) * len(names), 0.35 + INDENT + extent(names, fontweight="bold")
        marks = {"synthetic": synthetic, "weighted": weighted, "note": _note(table)}
        figure, top = sheet(title, people(table["base"]) if title else "", body=height, **marks)
        axes = panel(figure, left=left, top=top, width=canvas.width() - left - 0.9, height=height)
        colours, places = table["level"].map(LEVELS), np.arange(len(names))
        bars = axes.barh(places, np.nan_to_num(shares), color=colours, height=canvas.BAR)
        for one, name, share, base in zip(bars, names, shares, table["base"], strict=True):
            if not np.isnan(share):
                one.set(**canvas.told(name, f"{vi.share(share, base)}%", base=base))
            _end(axes, one.get_y() + one.get_height() / 2, share, base)
        canvas.whole(axes, len(names))
        _call(figure, table, names, top, height / len(names))
    return figure


def _note(table):
    nets = say("Đậm: nhóm lớn (người nêu ít nhất một ý trong nhóm). ") if table["level"].eq("nhóm lớn").any() else ""
    return say("{nets}Một người có thể nêu nhiều ý.", nets=nets)


def _call(figure, table, names, top, row):
    """The names at the left: of nets in bold, of their codes set in."""
    for at, (name, net, level) in enumerate(zip(names, table["net"], table["level"], strict=True)):
        left = 0.12 + INDENT * (level == "mã" and net != "")
        bold = "bold" if level == "nhóm lớn" else "normal"
        write(figure, left, top + row * (at + 0.5), name, va="center", fontweight=bold)


def _end(axes, row, share, base):
    said = (
        {"s": say(HIDDEN), "color": GREY, "fontstyle": "italic"} if np.isnan(share) else {"s": vi.share_of(share, base)}
    )
    axes.annotate(said.pop("s"), (0 if np.isnan(share) else share, row), va="center", xytext=(4, 0),
                  textcoords="offset points", annotation_clip=False, **said)  # fmt: skip

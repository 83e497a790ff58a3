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


def ranked(table: pd.DataFrame, *, title: str, synthetic: bool = False, weighted: bool | None = None) -> Figure:
    """Bars of codes in the order of the table on a scale of 0 to 100: nets in dark, their codes set in under them, the
    rest in grey.

    ``table``: ``name``, ``net``, ``level`` ("nhóm lớn", "mã", "ngoài"), ``percent``, ``base``. A suppressed code has
    no bar but the words "ẩn (ít người)".
    """
    require(table, ["name", "net", "level", "percent", "base"], "Biểu đồ mã")
    names, shares = wrapped(table["name"], 42), table["percent"].to_numpy(float)
    inside = table["level"].eq("mã") & table["net"].ne("")
    with theme():
        height, left = row_height(names) * len(names), 0.35 + INDENT + extent(names, fontweight="bold")
        nets = (
            say("Đậm: nhóm lớn (người nêu ít nhất một ý trong nhóm). ") if table["level"].eq("nhóm lớn").any() else ""
        )
        note = say("{nets}Một người có thể nêu nhiều ý.", nets=nets)
        marks = {"synthetic": synthetic, "weighted": weighted}
        figure, top = sheet(title, people(table["base"]) if title else "", body=height, note=note, **marks)
        axes = panel(figure, left=left, top=top, width=canvas.width() - left - 0.9, height=height)
        bars = axes.barh(
            np.arange(len(names)), np.nan_to_num(shares), color=table["level"].map(LEVELS), height=canvas.BAR
        )
        for one, name, share, base in zip(bars, names, shares, table["base"], strict=True):
            if not np.isnan(share):
                one.set(**canvas.told(name, f"{vi.share(share, base)}%", base=base))
        canvas.whole(axes, len(names))
        for row, (name, share) in enumerate(zip(names, shares, strict=True)):
            bold = "bold" if table["level"].iloc[row] == "nhóm lớn" else "normal"
            place = top + height * (row + 0.5) / len(names)
            write(figure, 0.12 + INDENT * inside.iloc[row], place, name, va="center", fontweight=bold)
            _end(axes, row, share, table["base"].iloc[row])
    return figure


def _end(axes, row, share, base):
    said = (
        {"s": say(HIDDEN), "color": GREY, "fontstyle": "italic"} if np.isnan(share) else {"s": vi.share_of(share, base)}
    )
    axes.annotate(said.pop("s"), (0 if np.isnan(share) else share, row), va="center", xytext=(4, 0),
                  textcoords="offset points", annotation_clip=False, **said)  # fmt: skip

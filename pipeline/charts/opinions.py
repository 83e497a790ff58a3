"""Codes of open answers: ranked bars with nets, and a map on which near codes are spoken of in like words."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from pipeline import vi
from pipeline.charts.canvas import (
    ACCENT,
    GREY,
    HIDDEN,
    INK,
    LINE,
    PALE,
    WIDTH,
    contrast,
    extent,
    number,
    panel,
    people,
    require,
    row_height,
    sheet,
    theme,
    wrapped,
    write,
)

LEVELS = {"nhóm lớn": INK, "mã": ACCENT, "ngoài": GREY}
INDENT = 0.22
_PLANE = 4.6  # inches of the map's height


def ranked(table: pd.DataFrame, *, title: str, synthetic: bool = False, weighted: bool | None = None) -> Figure:
    """Bars of codes in the order of the table, nets in dark with their codes set in under them, the rest in grey.

    ``table``: ``name``, ``net``, ``level`` ("nhóm lớn", "mã", "ngoài"), ``percent``, ``base``. A suppressed code has
    no bar but the words "ẩn (ít người)".
    """
    require(table, ["name", "net", "level", "percent", "base"], "Biểu đồ mã")
    names, shares = wrapped(table["name"], 42), table["percent"].to_numpy(float)
    inside = table["level"].eq("mã") & table["net"].ne("")
    with theme():
        height, left = row_height(names) * len(names), 0.35 + INDENT + extent(names, fontweight="bold")
        nets = "Đậm: nhóm lớn (người nêu ít nhất một ý trong nhóm). " * bool(table["level"].eq("nhóm lớn").any())
        note = f"{nets}Một người có thể nêu nhiều ý."
        marks = {"synthetic": synthetic, "weighted": weighted}
        figure, top = sheet(title, people(table["base"]), body=height, note=note, **marks)
        axes = panel(figure, left=left, top=top, width=WIDTH - left - 0.9, height=height)
        axes.barh(np.arange(len(names)), np.nan_to_num(shares), color=table["level"].map(LEVELS), height=0.68)
        axes.set(xlim=(0, max(np.nanmax(np.append(shares, 0)), 1)), ylim=(len(names) - 0.5, -0.5), xticks=[], yticks=[])
        for row, (name, share) in enumerate(zip(names, shares, strict=True)):
            bold = "bold" if table["level"].iloc[row] == "nhóm lớn" else "normal"
            place = top + height * (row + 0.5) / len(names)
            write(figure, 0.12 + INDENT * inside.iloc[row], place, name, va="center", fontweight=bold)
            _end(axes, row, share, table["base"].iloc[row])
    return figure


def _end(axes, row, share, base):
    said = {"s": HIDDEN, "color": GREY, "fontstyle": "italic"} if np.isnan(share) else {"s": vi.share_of(share, base)}
    axes.annotate(said.pop("s"), (0 if np.isnan(share) else share, row), va="center", xytext=(4, 0),
                  textcoords="offset points", annotation_clip=False, **said)  # fmt: skip


def nearness(points: pd.DataFrame, *, title: str, note: str = "", synthetic: bool = False) -> Figure:
    """Codes as numbered circles: area by people, near where their answers use like words, a line to the nearest.

    ``points``: ``code``, ``name``, ``n``, ``x``, ``y``, ``nearest``. ``note`` says what distance means and how well
    the plane keeps it.
    """
    require(points, ["code", "name", "n", "x", "y", "nearest"], "Bản đồ mã")
    rows = points.sort_values(["n", "code"], ascending=[False, True], kind="stable").reset_index(drop=True)
    labels = [
        f"{at}. {label} ({number(n)})" for at, label, n in zip(rows.index + 1, rows["name"], rows["n"], strict=True)
    ]
    with theme():
        said = wrapped(labels, 34)
        height = max(_PLANE, LINE * sum(text.count("\n") + 1.35 for text in said))
        legend = extent(said) + 0.2
        figure, top = sheet(title, "Trong ngoặc: số người nêu ý này", body=height, note=note, synthetic=synthetic)
        axes = panel(figure, left=0.12, top=top, width=WIDTH - legend - 0.3, height=height)
        _circles(axes, rows)
        place = top
        for text in said:
            write(figure, WIDTH - legend, place, text, va="top")
            place += LINE * (text.count("\n") + 1.35)
    return figure


def _circles(axes, rows):
    spot = dict(zip(rows["code"], zip(rows["x"], rows["y"], strict=True), strict=True))
    for row in rows[rows["nearest"].isin(spot)].itertuples():
        axes.plot(*zip((row.x, row.y), spot[row.nearest], strict=True), color=PALE, linewidth=1.4, zorder=1)
    axes.scatter(rows["x"], rows["y"], s=160 + 1400 * rows["n"] / rows["n"].max(), color=ACCENT, alpha=0.85,
                 edgecolors="white", zorder=2, clip_on=False)  # fmt: skip
    for at, row in enumerate(rows.itertuples(), 1):
        axes.annotate(
            str(at), (row.x, row.y), ha="center", va="center", color=contrast(ACCENT), fontweight="bold", zorder=3
        )
    axes.set_aspect("equal", adjustable="datalim")
    axes.margins(0.14)
    axes.set(xticks=[], yticks=[])

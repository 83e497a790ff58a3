"""Codes of open answers as ranked bars with nets."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from pipeline import vi
from pipeline.charts import canvas
from pipeline.charts.canvas import ACCENT, BAR, GREY, INK, panel, people, places, require, sheet, theme, write
from pipeline.charts.shares import RIGHT, end_label, room_for
from pipeline.wording import say

LEVELS = {"nhóm lớn": INK, "mã": ACCENT, "ngoài": GREY}
INDENT, LEAST = 0.15, 0.23  # inches: that a code is set in; of a row, for many must fit a page with other charts
STEP, AXIS = 5, 0.2  # percent, of which the end of the scale is a multiple; inches of the scale's own figures


def ranked(
    table: pd.DataFrame,
    *,
    title: str,
    several: bool = False,
    synthetic: bool = False,
    weighted: bool | None = None,
) -> Figure:
    """Bars of codes in the order of the table on a scale from 0 to near the largest: nets in dark, their codes set in
    under them, the rest in grey. At least half of a page is theirs. ``several``: somebody named more than one.

    ``table``: ``name``, ``net``, ``level`` ("nhóm lớn", "mã", "ngoài"), ``percent``, ``base``. A suppressed code has
    no bar but the words "không nêu".
    """
    require(table, ["name", "net", "level", "percent", "base"], "Biểu đồ mã")
    with theme():
        names, left = room_for(table["name"], [*table.loc[table["level"].eq("nhóm lớn"), "name"]], more=INDENT)
        at, height = places(names, LEAST)
        marks = {"synthetic": synthetic, "weighted": weighted, "note": _note(table, several)}
        figure, top = sheet(title, people(table["base"]) if title else "", body=height + AXIS, **marks)
        axes = panel(figure, left=left, top=top, width=canvas.width() - left - RIGHT, height=height)
        canvas.percent_axis(axes, max(STEP * np.ceil(np.nanmax([*table["percent"], 0]) / STEP), STEP))
        axes.set(ylim=(height, 0), yticks=[])
        _bars(axes, at, names, table)
        _call(figure, names, table, top + at)
    return figure


def _note(table, several):
    nets = say("Đậm: nêu ít nhất một ý của nhóm.") if table["level"].eq("nhóm lớn").any() else ""
    return " ".join(filter(None, [nets, say("Một người có thể nêu nhiều ý.") if several else ""]))


def _bars(axes, at, names, table):
    """A bar a code, which says what it shows; none of a suppressed one."""
    shares, colors = table["percent"].to_numpy(float), table["level"].map(LEVELS)
    bars = axes.barh(at, np.nan_to_num(shares), color=colors, height=BAR)
    for one, middle, name, share, base in zip(bars, at, names, shares, table["base"], strict=True):
        if not np.isnan(share):
            one.set(**canvas.told(name, f"{vi.share(share, base)}%", base=base))
        end_label(axes, middle, share, base)


def _call(figure, names, table, places):
    """The names before the bars: nets bold, their codes set in."""
    inside = table["level"].eq("mã") & table["net"].ne("")
    for place, name, is_inside, level in zip(places, names, inside, table["level"], strict=True):
        bold = "bold" if level == "nhóm lớn" else "normal"
        write(figure, 0.12 + INDENT * is_inside, place, name, va="center", fontweight=bold)

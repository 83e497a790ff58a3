"""Bars for the answers of one question."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from pipeline import vi
from pipeline.charts import canvas
from pipeline.charts.canvas import ACCENT, GREY, HIDDEN, HIGH, after
from pipeline.wording import say

_COLUMNS = ["question", "label", "option", "n", "percent", "base"]


def bar(
    table: pd.DataFrame,
    *,
    title: str,
    ordered: bool = False,
    nets: tuple[str, ...] = (),
    synthetic: bool = False,
    weighted: bool | None = None,
) -> Figure:
    """Horizontal bars of one question's percentages on a scale of 0 to 100, each with its figure; the base stands in
    the subtitle.

    ``table``: rows of ``frequencies``. Largest on top, unless ``ordered`` keeps the order of the table (scales).
    Options named in ``nets`` are sums of others: they stand first, dark, in bold. A suppressed answer has no bar but
    the words "không nêu". ValueError for several questions or missing columns.
    """
    canvas.require(table, _COLUMNS, "Biểu đồ thanh")
    canvas.require_one(table, "question", "Biểu đồ thanh")
    rows = table if ordered else table.sort_values("percent", ascending=False, na_position="last", kind="stable")
    rows = pd.concat([rows[rows["option"].isin(nets)], rows[~rows["option"].isin(nets)]])
    names, net = canvas.wrapped(rows["option"], 32), rows["option"].isin(nets).to_numpy()
    note = say("Thanh sẫm: nhóm gộp của các phương án bên dưới.") if net.any() else ""
    marks = {"synthetic": synthetic, "weighted": weighted}
    with canvas.theme():
        height, left = canvas.row_height(names, 0.27) * len(names), 0.2 + canvas.extent(names, fontweight="bold")
        figure, top = canvas.sheet(title, canvas.people(rows["base"]) if title else "", body=height, note=note, **marks)
        axes = canvas.panel(figure, left=left, top=top, width=canvas.width() - left - 0.85, height=height)
        _draw(axes, names, rows["percent"].to_numpy(float), net, rows["base"].to_numpy(float))
    return figure


def _draw(axes, names, shares, net, bases):
    at = np.arange(len(names))
    axes.barh(at, shares, height=canvas.BAR, color=ACCENT)
    canvas.whole(axes, len(names))
    axes.set_yticks(at, names)
    for row in np.flatnonzero(net):
        axes.get_yticklabels()[row].set_fontweight("bold")
    for one, name, share, base, is_net in zip(axes.patches, names, shares, bases, net, strict=True):
        if is_net:
            one.set_facecolor(HIGH)
        if not np.isnan(share):
            one.set(**canvas.told(name, f"{vi.share(share, base)}%", base=base))
    for row, (share, base) in enumerate(zip(shares, bases, strict=True)):
        _end_label(axes, row, share, base)


def _end_label(axes, row, share, base):
    if np.isnan(share):
        axes.annotate(say(HIDDEN), (0, row), color=GREY, fontstyle="italic", va="center", **after(4))
    else:
        axes.annotate(vi.share_of(share, base), (share, row), va="center", **after(4))

"""Bars for the answers of one question."""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from pipeline.charts.canvas import (
    ACCENT,
    GREY,
    HIDDEN,
    WIDTH,
    extent,
    panel,
    people,
    percent,
    require,
    require_one,
    row_height,
    sheet,
    theme,
    wrapped,
)

_COLUMNS = ["question", "label", "option", "n", "percent", "base"]


def bar(table: pd.DataFrame, *, title: str, ordered: bool = False, synthetic: bool = False) -> Figure:
    """Horizontal bars of one question's percentages, each with its figure; the base stands in the subtitle.

    ``table``: rows of ``frequencies``. Largest on top, unless ``ordered`` keeps the order of the table (scales).
    A suppressed answer has no bar but the words "ẩn (ít người)". ValueError for several questions or missing columns.
    """
    require(table, _COLUMNS, "Biểu đồ thanh")
    require_one(table, "question", "Biểu đồ thanh")
    rows = table if ordered else table.sort_values("percent", ascending=False, na_position="last", kind="stable")
    names, shares = wrapped(rows["option"], 42), rows["percent"].to_numpy(float)
    with theme():
        height, left = row_height(names) * len(names), 0.25 + extent(names)
        figure, top = sheet(title, people(rows["base"]), body=height, synthetic=synthetic)
        axes = panel(figure, left=left, top=top, width=WIDTH - left - 0.9, height=height)
        sns.barplot(x=shares, y=np.arange(len(names)), orient="h", color=ACCENT, saturation=1, width=0.68, ax=axes)
        axes.set(xlim=(0, max(np.nanmax(np.append(shares, 0)), 1)), xticks=[], xlabel="", ylabel="")
        axes.set_yticks(range(len(names)), names)
        for row, share in enumerate(shares):
            _end_label(axes, row, share)
    return figure


def _end_label(axes, row, share):
    style = {"va": "center", "xytext": (4, 0), "textcoords": "offset points", "annotation_clip": False}
    if np.isnan(share):
        axes.annotate(HIDDEN, (0, row), color=GREY, fontstyle="italic", **style)
    else:
        axes.annotate(percent(share), (share, row), **style)

"""Mean ranks of options: a dot an option with its interval."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from pipeline.charts import canvas
from pipeline.charts.canvas import ACCENT, GREY, HIDDEN, INK, SMALL, after
from pipeline.wording import say

_COLUMNS = ["question", "option", "mean_rank", "low", "high", "base"]
_FIGURES = 1.5  # inches at the right for "2,31 (2,25–2,37)"


def mean_ranks(table: pd.DataFrame, *, title: str, synthetic: bool = False, weighted: bool | None = None) -> Figure:
    """Mean ranks of one question's options, 1 (first) at the left, the best on top, with their 95% intervals.

    ``table``: rows of ``ranks``, all options. The dashed line is where every option would lie were all placed alike. An
    option without an interval has its dot alone; a suppressed one the words "không nêu". ValueError for several
    questions or missing columns.
    """
    canvas.require(table, _COLUMNS, "Biểu đồ thứ hạng")
    canvas.require_one(table, "question", "Biểu đồ thứ hạng")
    rows = table.sort_values("mean_rank", na_position="last", kind="stable")
    limits = say(" Vạch ngang: khoảng tin cậy 95%.") if rows["low"].notna().any() else ""
    note = say("Hạng 1 là đầu. Đường đứt: mọi phương án được xếp như nhau.{limits}", limits=limits)
    with canvas.theme():
        names, left = canvas.fitted(rows["option"], (canvas.width() - _FIGURES) / 2)
        at, height = canvas.places(names)
        people = canvas.people(rows["base"]) if title else ""
        marks = {"synthetic": synthetic, "weighted": weighted}
        figure, top = canvas.sheet(title, people, body=height + 0.3, note=note, **marks)
        wide = canvas.width() - left - 0.3 - _FIGURES
        axes = canvas.panel(figure, left=left + 0.3, top=top, width=wide, height=height)
        axes.set(ylim=(height, 0))
        _draw(axes, at, names, rows)
    return figure


def _draw(axes, at, names, rows):
    last = len(names)
    axes.set(xlim=(0.9, last + 0.1), xticks=range(1, last + 1))
    axes.set_yticks(at, names)
    axes.tick_params(axis="x", labelsize=SMALL)
    axes.axvline((1 + last) / 2, color=GREY, linewidth=1, linestyle="--")
    for middle, row in zip(at, rows.itertuples(), strict=True):
        axes.hlines(middle, row.low, row.high, color=ACCENT, linewidth=1.6)
        axes.plot(row.mean_rank, middle, "o", color=ACCENT, markersize=6, clip_on=False)
        beside = {"xycoords": ("axes fraction", "data"), "va": "center", "fontsize": SMALL, **after(8)}
        about = canvas.told(row.option, _told(row), base=row.base) if row.mean_rank == row.mean_rank else {}
        axes.annotate(_told(row), (1, middle), color=INK if about else GREY, **about, **beside)


def _told(row):
    if np.isnan(row.mean_rank):
        return say(HIDDEN)
    limits = f" ({canvas.number(row.low, 2)}–{canvas.number(row.high, 2)})"
    return canvas.number(row.mean_rank, 2) + (limits if np.isfinite(row.low) else "")


def alt_mean_ranks(table: pd.DataFrame) -> str:
    """The figure in one sentence, for those who hear it."""
    told = table.dropna(subset=["mean_rank"]).sort_values("mean_rank", kind="stable")
    if told.empty:
        return say("Biểu đồ thứ hạng trung bình: không nêu số liệu vì có ô ít người.")
    parts = "; ".join(f"{row.option} {_told(row)}" for row in told.itertuples())
    return say("Biểu đồ thứ hạng trung bình, 1 là đầu (khoảng tin cậy 95%): {parts}.", parts=parts)

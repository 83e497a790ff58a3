"""Worths of ranked options: a dot an option with its interval."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from pipeline.charts import canvas
from pipeline.charts.canvas import ACCENT, GREY, HIDDEN, INK, SMALL, after
from pipeline.wording import say

_COLUMNS = ["question", "option", "worth", "worth_low", "worth_high", "base"]
_FIGURES = 1.5  # inches at the right for "12,3 (10,1–15,6)"


def worths(table: pd.DataFrame, *, title: str, synthetic: bool = False, weighted: bool | None = None) -> Figure:
    """Plackett–Luce worths of one question's options in percent, the largest on top, with their 95% intervals.

    ``table``: rows of ``ranks``. The dashed line is the worth of every option were all alike. An option without an
    interval has its dot alone; a suppressed one the words "không nêu". ValueError for several questions or missing
    columns.
    """
    canvas.require(table, _COLUMNS, "Biểu đồ giá trị xếp hạng")
    canvas.require_one(table, "question", "Biểu đồ giá trị xếp hạng")
    rows = table.sort_values("worth", ascending=False, na_position="last", kind="stable")
    names = canvas.wrapped(rows["option"], 32)
    note = say(
        "Giá trị cộng lại bằng 100%: xác suất được chọn thứ nhất theo mô hình Plackett–Luce. Vạch ngang: khoảng"
        " tin cậy 95%. Đường đứt: mọi phương án như nhau."
    )
    with canvas.theme():
        height, left = canvas.row_height(names, 0.27) * len(names), 0.3 + canvas.extent(names)
        marks = {"synthetic": synthetic, "weighted": weighted}
        figure, top = canvas.sheet(
            title, canvas.people(rows["base"]) if title else "", body=height + 0.3, note=note, **marks
        )
        axes = canvas.panel(figure, left=left, top=top, width=canvas.width() - left - _FIGURES, height=height)
        _draw(axes, names, rows)
    return figure


def _draw(axes, names, rows):
    shown = rows[["worth", "worth_high"]].to_numpy(float)
    axes.set(xlim=(0, 1.05 * max(np.nanmax(np.append(shown, 0)), 1)), ylim=(len(names) - 0.5, -0.5))
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(axis="x", labelsize=SMALL)
    axes.axvline(100 / len(names), color=GREY, linewidth=1, linestyle="--")
    for at, row in enumerate(rows.itertuples()):
        axes.hlines(at, row.worth_low, row.worth_high, color=ACCENT, linewidth=1.6)
        axes.plot(row.worth, at, "o", color=ACCENT, markersize=6, clip_on=False)
        beside = {"xycoords": ("axes fraction", "data"), "va": "center", "fontsize": SMALL, **after(8)}
        about = canvas.told(row.option, _told(row), base=row.base) if row.worth == row.worth else {}
        axes.annotate(_told(row), (1, at), color=INK if about else GREY, **about, **beside)


def _told(row):
    if np.isnan(row.worth):
        return say(HIDDEN)
    limits = f" ({canvas.number(row.worth_low, 1)}–{canvas.number(row.worth_high, 1)})"
    return canvas.percent(row.worth) + (limits if np.isfinite(row.worth_low) else "")


def alt_worths(table: pd.DataFrame) -> str:
    """The figure in one sentence, for those who hear it."""
    told = table.dropna(subset=["worth"]).sort_values("worth", ascending=False, kind="stable")
    if told.empty:
        return say("Biểu đồ giá trị xếp hạng: không nêu số liệu vì có ô ít người.")
    parts = "; ".join(f"{row.option} {_told(row)}" for row in told.itertuples())
    return say("Biểu đồ giá trị xếp hạng Plackett–Luce (khoảng tin cậy 95%): {parts}.", parts=parts)

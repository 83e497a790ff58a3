"""One option compared between groups, with intervals."""

from statistics import NormalDist

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from pipeline.charts import canvas
from pipeline.charts.canvas import ACCENT, GREY, HIDDEN, INK, WIDTH

_COLUMNS = ["question", "option", "by", "group", "n", "percent", "base"]
_NOBODY = "không có người trả lời"


def wilson(share, base, *, level: float = 0.95):
    """Wilson's interval of a proportion, in percent: arrays (low, high) for ``share`` 0-100 of ``base`` people.

    NaN where the base is 0 or missing. Wilson 1927; equals R's prop.test(x, n, correct = FALSE)$conf.int.
    """
    share, base = np.asarray(share, float) / 100, np.asarray(base, float)
    base = np.where(base > 0, base, np.nan)
    z = NormalDist().inv_cdf((1 + level) / 2)
    middle = (share + z**2 / (2 * base)) / (1 + z**2 / base)
    half = z / (1 + z**2 / base) * np.sqrt(share * (1 - share) / base + z**2 / (4 * base**2))
    return 100 * np.clip(middle - half, 0, 1), 100 * np.clip(middle + half, 0, 1)


def dots(table: pd.DataFrame, *, title: str, ordered: bool = False, synthetic: bool = False) -> Figure:
    """Percentage of one option in each group: a dot with its Wilson 95 % interval, n beside the group's name.

    ``table``: rows of ``crosstabs`` of one question, one ``by`` and one option. Largest on top, unless ``ordered``
    keeps the table's order. Suppressed groups say "ẩn (ít người)". The interval takes the people of a group as a
    simple random sample and its unweighted base; weighted percentages are a little less certain than it shows.
    ValueError for missing columns or more than one question, grouping or option.
    """
    canvas.require(table, _COLUMNS, "Biểu đồ theo nhóm")
    for column in ("question", "by", "option"):
        canvas.require_one(table, column, "Biểu đồ theo nhóm")
    rows = table if ordered else table.sort_values("percent", ascending=False, na_position="last", kind="stable")
    names = [named(group, base, 34) for group, base in zip(rows["group"], rows["base"], strict=True)]
    note = "Vạch ngang: khoảng tin cậy Wilson 95\u00a0%, coi người trả lời mỗi nhóm như một mẫu ngẫu nhiên đơn giản."
    with canvas.theme():
        height, left = canvas.row_height(names) * len(names), 0.25 + canvas.extent(names)
        words = f"Tỷ lệ chọn “{rows['option'].iloc[0]}”. {answering(rows)}"
        figure, top = canvas.sheet(title, words, body=height + 0.3, note=note, synthetic=synthetic)
        axes = canvas.panel(figure, left=left, top=top, width=WIDTH - left - 0.8, height=height)
        _draw_dots(axes, rows["percent"].to_numpy(float), rows["base"].to_numpy(float))
        axes.set_yticks(range(len(names)), names)
    return figure


def named(group, base: float, wide: int) -> str:
    """ "Nam (n = 1.200)", wrapped; the name alone where the base is hidden."""
    count = "" if np.isnan(base) else f" (n\u00a0=\u00a0{canvas.number(base)})"
    return canvas.wrapped([f"{group}{count}"], wide)[0]


def answering(rows: pd.DataFrame) -> str:
    """ "Cơ sở: n = 4.812 người trả lời": the people of all groups shown."""
    bases = rows.drop_duplicates("group")["base"]
    return canvas.people([bases.sum()]) + (" (không kể nhóm bị ẩn)" if bases.isna().any() else "")


def _draw_dots(axes, shares, base):
    low, high = wilson(shares, base)
    rows = np.arange(len(shares))
    sns.scatterplot(x=shares, y=rows, color=ACCENT, s=52, linewidth=0, ax=axes, zorder=3)
    axes.hlines(rows, low, high, color=ACCENT, linewidth=1.6)
    for row in rows:
        words = canvas.percent(shares[row])
        if np.isnan(shares[row]):
            words = _NOBODY if base[row] == 0 else HIDDEN
        style = {"color": GREY, "fontstyle": "italic"} if np.isnan(shares[row]) else {"color": INK}
        at = (np.nan_to_num(high[row]), row)
        axes.annotate(words, at, xytext=(5, 0), textcoords="offset points", va="center", annotation_clip=False, **style)
    top = max(np.nanmax(np.append(high, 0)), 1)
    axes.set(xlim=(0, top), ylim=(len(rows) - 0.5, -0.5), xlabel="", ylabel="")
    axes.xaxis.set_major_formatter(lambda value, _: canvas.percent(value, 0))
    axes.grid(axis="x", color="#E6E6E6", linewidth=0.7)
    axes.set_axisbelow(True)

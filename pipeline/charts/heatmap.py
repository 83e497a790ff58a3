"""Every option in every group at once."""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from pipeline.charts import canvas
from pipeline.charts.canvas import ACCENT, GREY, WIDTH
from pipeline.charts.groups import answering, named

_COLUMNS = ["question", "option", "by", "group", "n", "percent", "base"]
_SMALL = 8.5


def heat(table: pd.DataFrame, *, title: str, synthetic: bool = False) -> Figure:
    """Percentages of every option within every group, as a heat map with the figures written in.

    ``table``: rows of ``crosstabs`` of one question and one ``by``, in the order to be shown. Options stand in lines
    and groups in columns with their n; where there are over eight groups, and more groups than options, they change
    places. Suppressed cells are grey and say "ẩn"; cells of an empty group, or without a row, say "–".
    ValueError for missing columns, several questions or groupings, or repeated cells.
    """
    canvas.require(table, _COLUMNS, "Bản đồ nhiệt")
    for column in ("question", "by"):
        canvas.require_one(table, column, "Bản đồ nhiệt")
    shares, words, base = _matrices(table)
    groups, options = list(base.items()), list(shares.index)
    if len(groups) > max(8, len(options)):
        names = [named(group, n, 34) for group, n in groups]
        return _draw(shares.T, words.T, names, options, table, title, synthetic)
    return _draw(shares, words, canvas.wrapped(options, 36), groups, table, title, synthetic)


def _matrices(table):
    """Percentages and the words on them, options × groups, and the groups' bases, all in the table's order."""
    repeated = table[table.duplicated(["option", "group"])][["option", "group"]].to_numpy().tolist()
    if repeated:
        raise ValueError(f"Bản đồ nhiệt: ô {repeated[0]} có nhiều dòng; mỗi phương án × nhóm chỉ được một dòng.")
    plain = table.astype({"option": str, "group": str})
    plain["words"] = [_word(*cell) for cell in zip(plain["percent"], plain["base"], strict=True)]
    place = {"index": plain["option"].unique(), "columns": plain["group"].unique()}
    wide = plain.set_index(["option", "group"])[["percent", "words"]].unstack()
    base = plain.drop_duplicates("group").set_index("group")["base"].astype(float)
    return wide["percent"].reindex(**place), wide["words"].reindex(**place).fillna("–"), base


def _word(share, base):
    if np.isnan(share):
        return "–" if base == 0 else "ẩn"
    return canvas.number(share, 1)


def _draw(shares, words, names, columns, table, title, synthetic):
    with canvas.theme():
        left = 0.25 + canvas.extent(names)
        cell = min((WIDTH - left - 0.15) / len(columns), 2)
        heads, tilt = _heads(columns, cell)
        above = (canvas.extent(heads, fontsize=_SMALL) if tilt else 0.155 * max(map(canvas.lines, heads))) + 0.12
        height = canvas.row_height(names, 0.34) * len(names)
        note = "Số trong ô: phần trăm của nhóm."
        figure, top = canvas.sheet(title, answering(table), body=above + height, note=note, synthetic=synthetic)
        axes = canvas.panel(figure, left=left, top=top + above, width=cell * len(columns), height=height)
        _paint(axes, shares.to_numpy(float), words.to_numpy(str))
        axes.set_yticks(np.arange(len(names)) + 0.5, names, rotation=0)
        axes.set_xticks(np.arange(len(heads)) + 0.5, heads, rotation=tilt, fontsize=_SMALL)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
    return figure


def _heads(columns, cell):
    """Column headings that fit a cell's width, or upright ones where they do not."""
    groups = [column if isinstance(column, tuple) else (column, np.nan) for column in columns]
    flat = [f"{_wrap(name, cell)}\n{_count(n)}".rstrip() for name, n in groups]
    if canvas.extent(flat, fontsize=_SMALL) < cell - 0.04 and max(map(canvas.lines, flat)) <= 7:
        return flat, 0
    most = max(int(cell / 0.155), 1)
    return [named(name, n, max(32, len(name) // most + 12)) for name, n in groups], 90


def _wrap(name, cell):
    return canvas.wrapped([name], max(int(cell / 0.085), 6))[0]


def _count(n):
    return "" if np.isnan(n) else f"n\u00a0=\u00a0{canvas.number(n)}"


def _paint(axes, shares, words):
    axes.set_facecolor("#EDEDED")
    colors = sns.light_palette(ACCENT, as_cmap=True)
    top = max(np.nanmax(np.append(shares, 0)), 1)
    sns.heatmap(shares, cmap=colors, vmin=0, vmax=top, cbar=False, linewidths=1.5, linecolor="white", ax=axes)
    for (row, column), word in np.ndenumerate(words):
        known = not np.isnan(shares[row, column])
        ink = canvas.contrast(colors(shares[row, column] / top)) if known else GREY
        axes.text(column + 0.5, row + 0.5, word, ha="center", va="center", color=ink, fontsize=_SMALL)

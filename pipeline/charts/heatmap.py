"""Every option in every group at once: percentages, or adjusted residuals."""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from pipeline import vi
from pipeline.charts import canvas
from pipeline.charts.canvas import GREY, SMALL
from pipeline.charts.groups import answering, named

LIMIT = 1.96  # of the standard normal: beyond it an adjusted residual is rare where nothing differs
BELOW, ABOVE = "#E08A2E", "#5BA3D0"  # orange and blue on which black figures are read; the arrows serve grey print
_CELLS = ["question", "option", "by", "group", "n"]


def heat(table: pd.DataFrame, *, title: str, synthetic: bool = False, weighted: bool | None = None) -> Figure:
    """Percentages of every option within every group, as a heat map with the figures written in.

    ``table``: rows of ``crosstabs`` of one question and one ``by``, in the order to be shown. Options stand in lines
    and groups in columns with their n; where there are over eight groups, and more groups than options, they change
    places. Suppressed cells are grey and say "ẩn"; cells of an empty group, or without a row, say "–".
    ValueError for missing columns, several questions or groupings, or repeated cells.
    """
    shares, words, base = _matrices(table, "percent", vi.share)
    look = sns.light_palette(ABOVE, as_cmap=True), 0, max(np.nanmax(np.append(shares, 0)), 1)
    style = {"title": title, "note": "Số trong ô: phần trăm của nhóm.", "synthetic": synthetic, "weighted": weighted}
    return _draw(shares, words, base, answering(table), look, **style)


def residuals(table: pd.DataFrame, *, title: str, synthetic: bool = False, weighted: bool | None = None) -> Figure:
    """Adjusted residuals of a cross-table as a heat map: orange below, blue above what independence would give.

    ``table``: one question and one ``by`` with ``residual`` (standard normal where nothing differs) and ``base``
    (people of the group). Cells beyond ±1,96 carry an arrow and bold figures; hidden cells are grey and say "ẩn".
    Colour is centred at 0 and runs to the largest residual either way. ValueError as ``heat``.
    """
    found, words, base = _matrices(table, "residual", _arrowed)
    top = max(np.nanmax(np.abs(np.append(found, 0))), 2 * LIMIT)
    look = LinearSegmentedColormap.from_list("residuals", [BELOW, "white", ABOVE]), -top, top
    note = (
        "Số trong ô: phần dư hiệu chỉnh – số người thực tế lệch bao nhiêu sai số chuẩn so với khi hai câu không liên "
        "quan. ↑ cao hơn, ↓ thấp hơn quá 1,96 (khoảng 5% số ô vượt mức này dù không có khác biệt)."
    )
    style = {"title": title, "note": note, "synthetic": synthetic, "weighted": weighted}
    return _draw(found, words, base, answering(table), look, **style)


def _arrowed(residual, _):
    arrow = "↑\u00a0" if residual > LIMIT else "↓\u00a0" if residual < -LIMIT else ""
    return arrow + beyond_or_not(residual)


def beyond_or_not(residual):
    """One decimal, or as many more as it takes to tell on which side of ±LIMIT it is."""
    return vi.beside(residual, -LIMIT, LIMIT, digits=1)


def _matrices(table, column, write):
    """Numbers and the words on them, options × groups, and the groups' bases, all in the table's order."""
    canvas.require(table, [*_CELLS, column, "base"], "Bản đồ nhiệt")
    for key in ("question", "by"):
        canvas.require_one(table, key, "Bản đồ nhiệt")
    repeated = table[table.duplicated(["option", "group"])][["option", "group"]].to_numpy().tolist()
    if repeated:
        raise ValueError(f"Bản đồ nhiệt: ô {repeated[0]} có nhiều dòng; mỗi phương án × nhóm chỉ được một dòng.")
    plain = table.astype({"option": str, "group": str})
    cells = zip(plain[column], plain["base"], strict=True)
    plain["words"] = ["–" if base == 0 else "ẩn" if np.isnan(value) else write(value, base) for value, base in cells]
    place = {"index": plain["option"].unique(), "columns": plain["group"].unique()}
    wide = plain.set_index(["option", "group"])[[column, "words"]].unstack()
    base = plain.drop_duplicates("group").set_index("group")["base"].astype(float)
    return wide[column].reindex(**place), wide["words"].reindex(**place).fillna("–"), base


def _draw(values, words, base, people, look, *, title, **style):
    groups, options = list(base.items()), list(values.index)
    names, columns = canvas.wrapped(options, 30), groups
    if len(groups) > max(8, len(options)):
        values, words, columns = values.T, words.T, options
        names = [named(group, n, 28) for group, n in groups]
    with canvas.theme():
        left = 0.2 + canvas.extent(names)
        cell = min((canvas.width() - left - 0.1) / len(columns), 1.6)
        heads, tilt = _heads(columns, cell)
        above = (canvas.extent(heads, fontsize=SMALL) if tilt else 0.145 * max(map(canvas.lines, heads))) + 0.12
        height = canvas.row_height(names, 0.28) * len(names)
        figure, top = canvas.sheet(title, people, body=above + height, **style)
        axes = canvas.panel(figure, left=left, top=top + above, width=cell * len(columns), height=height)
        _paint(axes, values, words.to_numpy(str), *look)
        axes.set_yticks(np.arange(len(names)) + 0.5, names, va="center")
        axes.set_xticks(np.arange(len(heads)) + 0.5, heads, rotation=tilt, fontsize=SMALL)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
    return figure


def _heads(columns, cell):
    """Column headings that fit a cell's width, or upright ones where they do not."""
    groups = [column if isinstance(column, tuple) else (column, np.nan) for column in columns]
    flat = [f"{_wrap(name, cell)}\n{_count(n)}".rstrip() for name, n in groups]
    if canvas.extent(flat, fontsize=SMALL) < cell - 0.04 and max(map(canvas.lines, flat)) <= 7:
        return flat, 0
    most = max(int(cell / 0.155), 1)
    return [named(name, n, max(32, len(name) // most + 12)) for name, n in groups], 90


def _wrap(name, cell):
    return canvas.broken([name], max(int(cell / 0.072), 6))[0]


def _count(n):
    return "" if np.isnan(n) else f"n\u00a0=\u00a0{canvas.number(n)}"


def _paint(axes, table, words, colors, low, high):
    values = table.to_numpy(float)
    axes.set_facecolor("#EDEDED")
    style = {"cmap": colors, "vmin": low, "vmax": high, "linewidths": 1.5, "edgecolor": "white"}
    axes.pcolormesh(np.ma.masked_invalid(values), **style)  # seaborn's heatmap draws the whole sheet to see its labels
    axes.set(xlim=(0, values.shape[1]), ylim=(values.shape[0], 0))
    for (row, column), word in np.ndenumerate(words):
        known = not np.isnan(values[row, column])
        ink = canvas.contrast(colors((values[row, column] - low) / (high - low))) if known else GREY
        weight = "bold" if word[0] in "↑↓" else "normal"
        style = {"ha": "center", "va": "center", "color": ink, "fontsize": SMALL, "fontweight": weight}
        style |= canvas.told(f"{table.index[row]}, {table.columns[column]}", word) if known else {}
        axes.text(column + 0.5, row + 0.5, word, **style)

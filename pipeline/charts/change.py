"""Dumbbells: the same shares seen two or three times – list, answers, weighted answers; early and late answers."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from pipeline.charts import canvas
from pipeline.charts.canvas import ACCENT, GREY, HIDDEN, INK, after
from pipeline.charts.options import legend
from pipeline.wording import say

_MARKS = ((ACCENT, "o", "hollow"), ("#D55E00", "s"), (INK, "D"))  # the last lies inside the first where both agree
_SIZES = (80, 34, 14)


def dumbbell(
    table: pd.DataFrame,
    *,
    series: dict[str, str],
    rows: str,
    blocks: str,
    title: str,
    base,
    names: dict[str, str] | None = None,
    synthetic: bool = False,
    weighted: bool | None = None,
) -> Figure:
    """Two or three percentages a row, joined by a line: how far apart they are is seen at once.

    ``series``: column → its words, in the order of the legend; ``rows`` and ``blocks`` name the columns of the rows'
    words and of the variable they belong to (``names``: variable → its words); ``base``: people, one number or many.
    The first is a ring, in which the last lies where both agree. Rows show the numbers there are, or "không nêu".
    ValueError for missing columns or more than three series.
    """
    canvas.require(table, [rows, blocks, *series], "Biểu đồ so sánh hai lần")
    if not 2 <= len(series) <= 3:
        raise ValueError(f"Biểu đồ so sánh hai lần: cần hai hoặc ba cột số, nhận được {list(series)}.")
    with canvas.theme():
        style = {"subtitle": canvas.people(base), "synthetic": synthetic, "weighted": weighted}
        return _draw(table.reset_index(drop=True), _lines(table, rows, blocks, names or {}), series, title, **style)


def _draw(table, lines, series, title, **style):
    heads = np.array([head for *_, head in lines])
    size = np.array([0.1 + 0.14 * canvas.lines(words) + 0.05 * head for words, _, head in lines])
    at, labels = size.cumsum() - size / 2, [words for words, _, head in lines if not head]
    keys, left = canvas.flow(list(series.values()), canvas.width()), 0.2 + canvas.extent(labels)
    above = 0.2 * len(keys) + 0.08
    figure, top = canvas.sheet(title, body=above + size.sum() + 0.3, **style)
    legend(figure, top, keys, dict(zip(series.values(), _MARKS, strict=False)))
    axes = canvas.panel(figure, left=left, top=top + above, width=canvas.width() - left - 0.25, height=size.sum())
    found = table.loc[[row for _, row, head in lines if not head], list(series)].to_numpy(float)
    _draw_marks(axes, at[~heads], found)
    axes.set(ylim=(size.sum(), 0))
    axes.set_yticks(at[~heads], labels)
    for label, shares in zip(axes.get_yticklabels(), found, strict=True):
        told = [f"{name} {canvas.number(n, 1)}%" for name, n in zip(series.values(), shares, strict=True) if n == n]
        label.set(**canvas.told(label.get_text(), "; ".join(told)) if told else {})
    for middle, (words, _, head) in zip(at, lines, strict=True):
        if head:
            canvas.block_head(axes, middle + 0.02, words)
    return figure


def _lines(table, rows, blocks, names):
    """(words, index of the row, whether it is a block's heading) from top to bottom."""
    found = []
    for block, part in table.reset_index(drop=True).groupby(blocks, sort=False, observed=True):
        found.append((canvas.wrapped([names.get(block, block)], 60)[0], None, True))
        found += [(canvas.wrapped([part.at[row, rows]], 32)[0], row, False) for row in part.index]
    return found


def _draw_marks(axes, at, found):
    low, high = np.fmin.reduce(found, axis=1), np.fmax.reduce(found, axis=1)
    axes.hlines(at, low, high, color=GREY, linewidth=1.2, zorder=2)
    for where in at[np.isnan(low)]:
        axes.annotate(say(HIDDEN), (0, where), color=GREY, fontstyle="italic", va="center", **after(4))
    for values, (color, shape, *hollow), area in zip(found.T, _MARKS, _SIZES, strict=False):
        fill = "white" if hollow else color
        axes.scatter(values, at, facecolor=fill, edgecolor=color, marker=shape, s=area, linewidth=1.4, zorder=3)
    canvas.percent_axis(axes, max(np.nanmax(np.append(found, 1)) * 1.03, 1))

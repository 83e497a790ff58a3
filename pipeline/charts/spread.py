"""Distributions of numbers."""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from pipeline import vi
from pipeline.charts import canvas
from pipeline.charts.canvas import ACCENT, GREY
from pipeline.charts.telling import STEPS
from pipeline.wording import say

_MARK = "#A34A00"  # orange dark enough to be read as words


def histogram(
    series: pd.Series, *, title: str, label: str, minimum: int = 1, middle: float | None = None, synthetic: bool = False
) -> Figure:
    """How many people gave which number; the median is marked. Missing answers are left out of n.

    ``label`` names the number and its unit under the axis. Whole numbers with at most 40 steps get a bar each. Bars of
    fewer than ``minimum`` people are not drawn, and the note says so; n and median are of all (``middle``: the median
    before values were joined). Where no bar has enough people the words "không nêu" stand in their place.
    ValueError when no number is left, or for other answers.
    """
    values = _numbers(series)
    middle = vi.rounded(np.median(values), 1) if middle is None else float(middle)
    words = "Cơ sở: n = {people} người trả lời; trung vị {middle}"
    words = say(words, people=canvas.number(len(values)), middle=canvas.short(middle))
    shown = _frequent(values, minimum)
    note = say("Cột dưới {minimum} người không vẽ.", minimum=minimum) if len(shown) < len(values) else ""
    with canvas.theme():
        style = {"title": title, "subtitle": words, "note": note, "synthetic": synthetic}
        return _draw(shown, label, (say("trung vị"), middle), **style) if len(shown) else _draw_nothing(**style)


def _frequent(values, minimum):
    """Values in bars of at least ``minimum`` people, whose bars are then drawn anew over what is left."""
    while len(values):
        places = np.digitize(values, _edges(values))
        _, place, people = np.unique(places, return_inverse=True, return_counts=True)
        kept = values[people[place] >= minimum]
        if len(kept) == len(values):
            break
        values = kept
    return values


def _draw_nothing(*, title, subtitle, **style):
    figure, top = canvas.sheet(title, subtitle, body=0.4, **style)
    canvas.write(
        figure, canvas.width() / 2, top + 0.15, say(canvas.HIDDEN), ha="center", color=GREY, fontstyle="italic"
    )
    return figure


def _edges(values):
    """Edges of the bars: each whole number its own (several where there are over 40), else 30 of equal width."""
    if not _whole(values):
        return np.histogram_bin_edges(values, 30)
    wide = max(1, int(np.ceil(np.ptp(values) / STEPS)))
    return np.arange(values.min() - 0.5, values.max() + wide, wide)


def _numbers(series):
    try:
        values = pd.to_numeric(series).dropna().to_numpy(float).round(9)
    except (ValueError, TypeError) as error:
        raise ValueError(f"Biểu đồ phân bố: {series.name} có câu trả lời không phải số; cần cột số.") from error
    if not len(values):
        raise ValueError(f"Biểu đồ phân bố: {series.name} không có số nào; cần ít nhất một câu trả lời bằng số.")
    return values


def _whole(values):
    return bool((values == values.round()).all())


def _draw(values, label, mark, *, title, **style):
    """A histogram with one value marked: (name, where)."""
    body, left = 2.9, 0.7
    figure, top = canvas.sheet(title, body=body, **style)
    axes = canvas.panel(figure, left=left, top=top + 0.1, width=canvas.width() - left - 0.15, height=body - 0.6)
    shrink = 0.9 if _whole(values) else 1
    sns.histplot(x=values, bins=_edges(values), shrink=shrink, color=ACCENT, alpha=1, edgecolor="white", ax=axes)
    _tell(axes.patches, whole=_whole(values))
    axes.set(xlabel=label, ylabel=say("Số người"), ylim=(0, axes.get_ylim()[1] * 1.08))
    _mark(axes, *mark)
    _ticks(axes, whole=_whole(values))
    return figure


def _tell(bars, *, whole):
    """Names every bar by its value, or where it begins and ends."""
    for bar in bars:
        ends = bar.get_x(), bar.get_x() + bar.get_width()
        places = (np.ceil(ends[0]), np.floor(ends[1])) if whole else ends
        name = "–".join(dict.fromkeys(canvas.short(vi.rounded(place, 2)) for place in places))
        if bar.get_height():
            bar.set(**canvas.told(name, say("{n} người", n=canvas.number(bar.get_height()))))


def _mark(axes, name, where):
    axes.axvline(where, color=_MARK, linewidth=1.4, linestyle="--")
    late = where > np.mean(axes.get_xlim())
    beside = {
        "xytext": (-4 if late else 4, 0),
        "textcoords": "offset points",
        "va": "top",
        "ha": "right" if late else "left",
    }
    axes.annotate(name, (where, 1), xycoords=("data", "axes fraction"), color=_MARK, **beside)


def _ticks(axes, *, whole):
    axes.xaxis.set_major_locator(MaxNLocator(10, integer=whole))
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: canvas.short(value)))
    axes.spines["bottom"].set(visible=True, color=GREY)
    axes.grid(axis="y", color="#E8E8E8", linewidth=0.7)
    axes.set_axisbelow(True)

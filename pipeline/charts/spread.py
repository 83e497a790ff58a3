"""Distributions of numbers: answers in numbers, and weights."""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from pipeline.charts import canvas
from pipeline.charts.canvas import ACCENT, GREY, WIDTH

_MARK = "#D55E00"  # vermilion of the same palette as the accent


def histogram(series: pd.Series, *, title: str, label: str, synthetic: bool = False) -> Figure:
    """How many people gave which number; the median is marked. Missing answers are left out of n.

    ``label`` names the number and its unit under the axis. Whole numbers with at most 40 steps get a bar each.
    ValueError when no number is left or the answers are no numbers.
    """
    values = _numbers(series)
    middle = float(np.median(values))
    words = f"Cơ sở: n = {canvas.number(len(values))} người trả lời; trung vị {canvas.short(round(middle, 1))}"
    steps = _whole(values) and np.ptp(values) <= 40
    bins = {"discrete": True, "shrink": 0.9} if steps else {"bins": 30}
    with canvas.theme():
        return _draw(values, label, ("trung vị", middle), title=title, subtitle=words, synthetic=synthetic, **bins)


def weights(series: pd.Series, *, synthetic: bool = False) -> Figure:
    """Distribution of the weights with the mean marked; the subtitle gives extremes and Kish's design effect.

    Design effect = n Σw² / (Σw)² (Kish 1965). ValueError when no number is left.
    """
    values = _numbers(series)
    effect = len(values) * (values**2).sum() / values.sum() ** 2
    facts = [("nhỏ nhất", values.min()), ("trung bình", values.mean()), ("lớn nhất", values.max())]
    facts.append(("hệ số thiết kế (Kish)", effect))
    words = "; ".join(f"{name} {canvas.number(value, 2)}" for name, value in facts)
    words = {"title": "Phân bố trọng số", "subtitle": f"n = {canvas.number(len(values))} người; {words}"}
    mark = ("trung bình", values.mean())
    with canvas.theme():
        return _draw(values, "Trọng số (trung bình bằng 1)", mark, synthetic=synthetic, bins=30, **words)


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


def _draw(values, label, mark, *, title, subtitle, synthetic, **bins):
    """A histogram with one value marked: (name, where)."""
    body, left = 3.4, 0.85
    figure, top = canvas.sheet(title, subtitle, body=body, synthetic=synthetic)
    axes = canvas.panel(figure, left=left, top=top + 0.1, width=WIDTH - left - 0.2, height=body - 0.7)
    sns.histplot(x=values, color=ACCENT, alpha=1, edgecolor="white", ax=axes, **bins)
    axes.set(xlabel=label, ylabel="Số người", ylim=(0, axes.get_ylim()[1] * 1.08))
    _mark(axes, *mark)
    _ticks(axes, whole=_whole(values))
    return figure


def _mark(axes, name, where):
    axes.axvline(where, color=_MARK, linewidth=1.4, linestyle="--")
    beside = {"xytext": (4, 0), "textcoords": "offset points", "va": "top"}
    axes.annotate(name, (where, 1), xycoords=("data", "axes fraction"), color=_MARK, **beside)


def _ticks(axes, *, whole):
    axes.xaxis.set_major_locator(MaxNLocator(10, integer=whole))
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: canvas.short(value)))
    axes.spines["bottom"].set(visible=True, color=GREY)
    axes.grid(axis="y", color="#E6E6E6", linewidth=0.7)
    axes.set_axisbelow(True)

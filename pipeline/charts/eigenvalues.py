"""Scree plot: how many factors stand out from chance."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from pipeline.charts import canvas
from pipeline.charts.canvas import ACCENT, GREY, SMALL, WIDTH, after

_COLUMNS = ["factor", "n", "eigenvalue", "by_chance", "kept"]
_CHANCE = "#A34A00"


def scree(table: pd.DataFrame, *, title: str, synthetic: bool = False) -> Figure:
    """Eigenvalues from the largest on, with the line of parallel analysis; factors kept are filled.

    ``table``: one battery's factor (1, 2, …), n (people), eigenvalue, by_chance (the same rank's eigenvalue of random
    answers), kept (True for those above chance). ValueError for missing columns, or eigenvalues that are missing.
    """
    canvas.require(table, _COLUMNS, "Biểu đồ giá trị riêng")
    if table[["eigenvalue", "by_chance"]].isna().any(axis=None):
        raise ValueError("Biểu đồ giá trị riêng: có giá trị riêng bị thiếu; chỉ vẽ bảng đã tính được.")
    note = "Nhân tố được giữ (điểm đặc) khi giá trị riêng lớn hơn giá trị của dữ liệu ngẫu nhiên cùng cỡ."
    with canvas.theme():
        figure, top = canvas.sheet(title, canvas.people(table["n"]), body=3.0, note=note, synthetic=synthetic)
        axes = canvas.panel(figure, left=0.6, top=top + 0.05, width=WIDTH - 0.75, height=2.5)
        _draw(axes, table)
    return figure


def _draw(axes, table):
    at, found, chance = table["factor"], table["eigenvalue"], table["by_chance"]
    axes.plot(at, found, color=ACCENT, linewidth=1.4)
    axes.plot(at, chance, color=_CHANCE, linewidth=1.4, linestyle="--")
    fill = [ACCENT if kept else "white" for kept in table["kept"]]
    axes.scatter(at, found, s=36, color=fill, edgecolor=ACCENT, zorder=3)
    for line in table[table["kept"].astype(bool)].itertuples():
        axes.annotate(canvas.number(line.eigenvalue, 2), (line.factor, line.eigenvalue), **after(5, 4), fontsize=SMALL)
    last = at.iloc[-1], chance.iloc[-1]
    style = {"color": _CHANCE, "ha": "right", "va": "bottom", "fontsize": SMALL}
    axes.annotate("dữ liệu ngẫu nhiên (phân tích song song)", last, **after(0, 7), **style)
    axes.set(xlabel="Nhân tố", ylabel="Giá trị riêng", ylim=(0, found.max() * 1.15), xlim=(0.7, at.max() + 0.5))
    axes.xaxis.set_major_locator(MaxNLocator(20, integer=True))
    axes.yaxis.set_major_formatter(lambda value, _: canvas.short(round(value, 2)))
    axes.spines["bottom"].set(visible=True, color=GREY)
    axes.grid(axis="y", color="#E8E8E8", linewidth=0.7)
    axes.set_axisbelow(True)

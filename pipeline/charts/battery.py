"""Diverging stacked bars for questions that share one scale."""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from pipeline.charts import canvas
from pipeline.charts.canvas import GREY, HIDDEN, LINE, PALE, WIDTH

_COLUMNS = ["question", "label", "option", "n", "percent", "base"]
_BESIDE = 1.15  # inches at the right for the answers outside the scale


def likert(
    table: pd.DataFrame, *, points: tuple[str, ...], title: str, apart: tuple[str, ...] = (), synthetic: bool = False
) -> Figure:
    """Diverging stacked bars of a battery, one row a question, centred on the middle of the scale.

    ``table``: rows of ``frequencies`` of questions with the same options; ``points`` are the option labels of the
    scale, low to high; ``apart`` those outside it ("Không có ý kiến"), drawn grey at the right. Percentages stay on the
    base of the table, so scale and apart add up to 100; an option without a row counts as 0. A question with a
    suppressed answer shows "ẩn (ít người)" instead of its bars.
    ValueError for missing columns, a scale under two points, options that are in neither list, or repeated ones.
    """
    canvas.require(table, _COLUMNS, "Biểu đồ thang đo")
    _check_options(table, points, apart)
    shares = _shares(table, [*points, *apart])
    names = canvas.wrapped(table.drop_duplicates("question")["label"], 46)
    with canvas.theme():
        row, left, right = canvas.row_height(names, 0.36), 0.25 + canvas.extent(names), _BESIDE if apart else 0.1
        legend = _flow(points, WIDTH - right - 0.3)
        heading = canvas.wrapped([" / ".join(apart)], 16)[0]
        head = max(0.25 * len(legend), LINE * canvas.lines(heading)) + 0.08
        figure, top = canvas.sheet(
            title, canvas.people(table["base"]), body=head + row * len(names), note=_note(apart), synthetic=synthetic
        )
        colors, place = _colors(len(points)), {"top": top + head, "height": row * len(names)}
        _draw_legend(figure, top, legend, dict(zip(points, colors, strict=True)))
        axes = canvas.panel(figure, left=left, width=WIDTH - left - right, **place)
        _diverge(axes, shares[:, : len(points)], colors)
        axes.set_yticks(range(len(names)), names)
        if apart:
            beside = canvas.panel(figure, left=WIDTH - right + 0.15, width=right - 0.65, **place)
            _bars_apart(beside, shares[:, len(points) :].sum(axis=1), heading)
    return figure


def _check_options(table, points, apart):
    if len(points) < 2:
        raise ValueError(f"Biểu đồ thang đo: thang cần ít nhất hai mức, nhận được {list(points)}.")
    strange = sorted(set(table["option"]) - {*points, *apart})
    if strange:
        raise ValueError(
            f"Biểu đồ thang đo: bảng có phương án {strange} không thuộc thang {list(points)} và không để riêng "
            f"{list(apart)}. Thêm vào points hoặc apart."
        )
    repeated = table[table.duplicated(["question", "option"])]["question"].unique().tolist()
    if repeated:
        raise ValueError(f"Biểu đồ thang đo: câu {repeated} có phương án lặp lại; mỗi phương án chỉ một dòng.")


def _shares(table, options):
    """Questions × options in percent; a whole row is NaN where one of its answers is suppressed."""
    wide = table.astype({"option": str}).pivot(index="question", columns="option", values="percent")
    listed = table.assign(one=1).astype({"option": str}).pivot(index="question", columns="option", values="one")
    full = wide.where(listed.notna(), 0).reindex(columns=options, fill_value=0).loc[table["question"].unique()]
    return full.where(full.notna().all(axis=1)).to_numpy(float)


def _note(apart):
    beside = " Màu xám bên phải: trả lời ngoài thang đo." if apart else ""
    return "Số trong ô: phần trăm làm tròn, tính trên mọi người trả lời câu hỏi; ô dưới 5\u00a0% không ghi số." + beside


def _colors(count):
    """Orange for low, blue for high, pale grey for a middle: told apart with every kind of colour blindness."""
    half = count // 2
    low = sns.blend_palette(["#B35806", "#FDC384"], half) if half > 1 else ["#E08214"]
    high = sns.blend_palette(["#A6CFE8", "#08519C"], half) if half > 1 else ["#2C7FB8"]
    return [*low, *([PALE] * (count % 2)), *high]


def _flow(words, room):
    """The legend's entries in lines that fit the room: lists of (word, inches from the left)."""
    rows, at = [[]], 0.0
    for word in words:
        wide = canvas.extent([word]) + 0.42
        if rows[-1] and at + wide > room:
            rows, at = [*rows, []], 0.0
        rows[-1].append((word, at))
        at += wide
    return rows


def _draw_legend(figure, top, rows, colors):
    wide, high = figure.get_size_inches()
    for line, entries in enumerate(rows):
        for word, at in entries:
            left, middle = 0.12 + at, top + 0.25 * line + 0.08
            box = Rectangle(
                (left / wide, 1 - (middle + 0.07) / high), 0.18 / wide, 0.14 / high, color=colors[word], linewidth=0
            )
            figure.add_artist(box)
            canvas.write(figure, left + 0.24, middle, word, va="center_baseline")


def _diverge(axes, shares, colors):
    """Stack each row so that the middle of the scale lies on zero; rows with anything hidden stay empty."""
    half = len(colors) // 2
    start = -shares[:, :half].sum(axis=1) - (shares[:, half] / 2 if len(colors) % 2 else 0)
    edges = np.column_stack([start, start[:, None] + shares.cumsum(axis=1)])
    rows = np.arange(len(shares))
    for point, color in enumerate(colors):
        axes.barh(rows, shares[:, point], left=edges[:, point], color=color, height=0.7, linewidth=0)
        for row in rows[shares[:, point] >= 5]:
            middle, words = edges[row, point : point + 2].mean(), canvas.number(shares[row, point])
            axes.text(middle, row, words, ha="center", va="center", color=canvas.contrast(color), fontsize=8.5)
    for row in rows[np.isnan(start)]:
        plate = {"facecolor": "white", "edgecolor": "none", "pad": 2}
        axes.text(0, row, HIDDEN, ha="center", va="center", color=GREY, fontstyle="italic", bbox=plate)
    axes.axvline(0, color=GREY, linewidth=0.8, zorder=0)
    ends = np.nanmin(np.append(edges, -1)), np.nanmax(np.append(edges, 1))
    axes.set(xlim=ends, ylim=(len(shares) - 0.5, -0.5), xticks=[])


def _bars_apart(axes, shares, heading):
    rows = np.arange(len(shares))
    axes.barh(rows, shares, color="#A6A6A6", height=0.7, linewidth=0)
    axes.axvline(0, color=GREY, linewidth=0.8)
    for row in rows[~np.isnan(shares)]:
        axes.annotate(canvas.percent(shares[row], 0), (shares[row], row), **_after(3), va="center", fontsize=8.5)
    axes.annotate(heading, (0, 1), xycoords="axes fraction", **_after(-4, 4), color="#555555", fontsize=8.5)
    ends = 0, max(np.nanmax(np.append(shares, 0)), 1)
    axes.set(xlim=ends, ylim=(len(shares) - 0.5, -0.5), xticks=[], yticks=[])


def _after(right, up=0):
    return {"xytext": (right, up), "textcoords": "offset points", "annotation_clip": False}

"""Diverging stacked bars for questions that share one scale."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from pipeline import vi
from pipeline.charts import canvas, columns
from pipeline.charts.canvas import GREY, HIDDEN, HIGH, LINE, LOW, PALE, SMALL
from pipeline.wording import say

_COLUMNS = ["question", "label", "option", "n", "percent", "base"]
_VALUE = 0.4  # inches for the figure after the bar of answers outside the scale
_BARS = 0.45  # of the sheet's width, that the bars of the scale take at least
_LINES, _LETTERS = 2, 84  # of a label before its bars, at most; letters of a line over them, on a page
_ROW = 0.3  # inches of a row, at least
_BAR = {"height": 0.25, "edgecolor": "white", "linewidth": 0.8}  # white seams part neighbours in grey print too


def likert(
    table: pd.DataFrame,
    *,
    points: tuple[str, ...],
    title: str,
    apart: tuple[str, ...] = (),
    ends: dict[str, tuple[float, float]] | None = None,
    named: str = "",
    synthetic: bool = False,
    weighted: bool | None = None,
) -> Figure:
    """Diverging stacked bars of a battery, one row a question, centred on the middle of the scale; n at the right.

    ``table``: rows of ``frequencies`` of questions with the same options; ``points`` are the option labels of the
    scale, low to high; ``apart`` those outside it ("Không có ý kiến"), drawn grey beside it to the same scale.
    Percentages stay on the base of their row: that of the scale is the one of a question's first row, and where that
    of the answers apart is larger, they are of all who answered; an option without a row counts as 0. Labels that
    would leave the bars too little of the width stand over them.
    ``ends``: question → (percent, base) of its two highest points, which ``named`` calls, in a column behind the bars.
    Rows as in the table. A question with a suppressed answer shows "không nêu" instead of its bars, and so does one
    without ``ends`` in their column.
    ValueError for missing columns, a scale under two points, options that are in neither list, or repeated ones.
    """
    canvas.require(table, _COLUMNS, "Biểu đồ thang đo")
    _check_options(table, points, apart)
    shares, items = shares_of(table, [*points, *apart]), table.drop_duplicates("question")
    with canvas.theme():
        note = _note(apart, _all(table, items, apart).gt(items["base"].to_numpy(float)).any())
        items = items.assign(all=_all(table, items, apart).to_numpy())
        held = [(ends or {}).get(question, (np.nan, np.nan)) for question in items["question"]]
        columns = {"ends": held, "named": named if ends else ""}
        return _draw(shares, items, points, apart, columns, title, note, synthetic, weighted)


def _all(table, items, apart):
    """Of how many people the answers apart are, a question a value; those of the scale where it has none."""
    outside = table[table["option"].isin(apart)].groupby("question")["base"].max()
    return outside.reindex(items["question"]).fillna(items.set_index("question")["base"]).astype(float)


def _draw(shares, items, points, apart, high, title, note, synthetic, weighted):
    (over, more), heading = columns.over(high["named"]), canvas.wrapped([" / ".join(apart)], 12)[0]
    outside, ends = shares[:, len(points) :].sum(axis=1), _edges(shares[:, : len(points)])[1]
    most = max(np.nanmax(np.append(outside, 0)), 1)
    right, beside = 0.1 + columns.COUNT + more, _Beside(ends[1] - ends[0], most if apart else 0, heading)
    names, left, at, height, is_over = _placed(items["label"], _room(right, beside))
    main, inch = _widths(canvas.width() - left - right, beside)
    legend, head = _heads(points, left + main, max(canvas.lines(over), canvas.lines(heading)))
    base = items["base"].to_numpy(float)
    style = {"note": note, "synthetic": synthetic, "weighted": weighted, "counted": True}
    figure, top = canvas.sheet(title, canvas.people(base) if title else "", body=head + height, **style)
    colors, place = _colors(len(points)), {"top": top + head, "height": height}
    _draw_legend(figure, top, legend, dict(zip(points, colors, strict=True)))
    axes = _rows(figure, left=left, width=main, **place)
    _diverge(axes, at, shares[:, : len(points)], colors, inch)
    _tell(axes.patches, points, names, shares, base)
    _call(figure, axes, at, names, top + head if is_over else None)
    if over:
        columns.ends(_rows(figure, left=left + main + 0.08, width=more, **place), at, over, high, names)
    if apart:
        grey = _rows(figure, left=left + main + 0.12 + more, width=most * inch, **place)
        columns.apart(grey, at, outside, heading, most, _BAR["height"])
        _tell(grey.patches, [" / ".join(apart)], names, outside[:, None], items["all"].to_numpy(float))
    columns.people(figure, base, at, **place)
    return figure


def _rows(figure, **place):
    """Axes whose rows lie in inches from their top."""
    axes = canvas.panel(figure, **place)
    axes.set(ylim=(place["height"], 0), xticks=[], yticks=[])
    return axes


def _is_page():
    return canvas.width() == canvas.WIDTH


class _Beside(NamedTuple):
    """Beside the scale: percentage points of its axis, of that of the answers outside it (0: none), their heading."""

    span: float
    most: float
    heading: str


def _room(right, beside):
    """Inches for labels before the bars, that leave these their part of the width."""
    main = _BARS * canvas.width()
    grey = max(main / beside.span * beside.most + _VALUE, _headed(beside)) if beside.most else 0
    return canvas.width() - main - right - grey - 0.2


def _placed(labels, room):
    """(labels in lines, inches left of the bars, middles of the bars in inches from the top, inches of all rows,
    whether labels stand over their bars, having no room before them)."""
    names, taken = canvas.fitted(labels, room)
    if taken <= room and max(map(canvas.lines, names)) <= _LINES:
        return names, 0.2 + taken, *canvas.places(names, _ROW), False
    names = canvas.broken(labels, _LETTERS if _is_page() else canvas.LETTERS)
    high = np.array([LINE * canvas.lines(name) + _ROW + 0.07 for name in names])
    return names, 0.1, high.cumsum() - _ROW / 2, high.sum(), True


def _call(figure, axes, at, names, top):
    """Labels before their bars, or over them; then ``top`` is how many inches the rows begin below the top."""
    if top is None:
        axes.set_yticks(at, names)
        return
    for middle, name in zip(at, names, strict=True):
        canvas.write(figure, 0.1, top + middle - _BAR["height"] / 2 - 0.04, name, va="bottom")


def _heads(points, left, others):
    """(legend in lines, inches over the rows): over the bars, beside heads of columns of so many lines; on a telephone
    over these."""
    legend = canvas.flow(points, left if _is_page() else canvas.width())
    high, beside = 0.22 * len(legend), LINE * max(others, 1)
    return legend, (max(high, beside) if _is_page() else high + beside) + 0.1


def _tell(bars, points, names, shares, bases):
    """Names the bars, which were drawn point by point, by item and point."""
    cells = [(point, row) for point in range(len(points)) for row in range(len(names))]
    for bar, (point, row) in zip(bars, cells, strict=True):
        if not np.isnan(shares[row, point]):
            figure = f"{vi.share(shares[row, point], bases[row])}%"
            bar.set(**canvas.told(f"{names[row]} – {points[point]}", figure, base=bases[row]))


def _widths(wide, beside):
    """Inches of the scale's axis, and of a percentage point on both axes: the grey bars stand to the same scale."""
    if not beside.most:
        return wide, wide / beside.span
    inch = (wide - _VALUE) / (beside.span + beside.most)
    if beside.most * inch + _VALUE < _headed(beside):
        inch = (wide - _headed(beside)) / beside.span
    return beside.span * inch, inch


def _headed(beside):
    """Inches that the heading over the grey bars needs."""
    return canvas.extent([beside.heading], fontsize=SMALL) + 0.1


def _check_options(table, points, apart):
    if len(points) < 2:
        raise ValueError(f"Biểu đồ thang đo: thang cần ít nhất hai mức, nhận được {list(points)}.")
    strange = sorted(set(table["option"]) - {*points, *apart})
    if strange:
        raise ValueError(
            f"Biểu đồ thang đo: bảng có phương án {strange} không thuộc thang {list(points)} và không để riêng "
            f"{list(apart)}. points, apart là nhãn: describe.labels(câu, câu.points), không phải mã."
        )
    repeated = table[table.duplicated(["question", "option"])]["question"].unique().tolist()
    if repeated:
        raise ValueError(f"Biểu đồ thang đo: câu {repeated} có phương án lặp lại; mỗi phương án chỉ một dòng.")


def shares_of(table, options):
    """Questions × options in percent, a numpy array; a whole row is NaN where one of its answers is suppressed."""
    wide = table.astype({"option": str}).pivot(index="question", columns="option", values="percent")
    listed = table.assign(one=1).astype({"option": str}).pivot(index="question", columns="option", values="one")
    full = wide.where(listed.notna(), 0).reindex(columns=options, fill_value=0).loc[table["question"].unique()]
    return full.where(full.notna().all(axis=1)).to_numpy(float)


def _note(apart, is_parted):
    """``is_parted``: the scale is of those who chose a point, the answers apart of all who answered."""
    grey = " Màu xám bên phải: “{apart}”, % mọi người trả lời." if is_parted else GREY_NOTE
    beside = say(grey, apart=" / ".join(apart)) if apart else ""
    told = "Số trong ô: phần trăm làm tròn trên mọi người trả lời mục đó; ô không đủ chỗ thì không ghi số.{beside}"
    scale = "Số trong ô: phần trăm làm tròn trên người chọn một mức; ô không đủ chỗ thì không ghi số.{beside}"
    return say(scale if is_parted else told, beside=beside)


GREY_NOTE = " Màu xám bên phải: “{apart}”, ngoài thang đo."


def _colors(count):
    """Orange for low, blue for high, pale grey for a middle: told apart with every kind of colour blindness."""
    half = count // 2
    low = sns.blend_palette([LOW, "#F2A65A"], half) if half > 1 else ["#E08214"]
    high = sns.blend_palette(["#7FB3DB", HIGH], half) if half > 1 else ["#2C7FB8"]
    return [*low, *([PALE] * (count % 2)), *high]


def _draw_legend(figure, top, rows, colors):
    wide, high = figure.get_size_inches()
    for line, entries in enumerate(rows):
        for word, at in entries:
            left, middle = 0.08 + at, top + 0.22 * line + 0.08
            box = Rectangle(
                (left / wide, 1 - (middle + 0.06) / high), 0.16 / wide, 0.12 / high, color=colors[word], linewidth=0
            )
            figure.add_artist(box)
            canvas.write(figure, left + 0.21, middle, word, va="center_baseline", fontsize=SMALL)


def _edges(shares):
    """Where every segment of a row begins and ends, the middle of the scale on zero; the ends of the axis."""
    half, odd = divmod(shares.shape[1], 2)
    start = -shares[:, :half].sum(axis=1) - (shares[:, half] / 2 if odd else 0)
    edges = np.column_stack([start, start[:, None] + shares.cumsum(axis=1)])
    return edges, (np.nanmin(np.append(edges, -1)), np.nanmax(np.append(edges, 1)))


def _diverge(axes, at, shares, colors, inch):
    """Stack each row so that the middle of the scale lies on zero; rows with anything hidden stay empty."""
    edges, ends = _edges(shares)
    for point, color in enumerate(colors):
        axes.barh(at, shares[:, point], left=edges[:, point], color=color, **_BAR)
        middles = edges[:, point : point + 2].mean(axis=1)
        _write_shares(axes, at, shares[:, point], middles, inch, canvas.contrast(color))
    for row in at[np.isnan(edges[:, 0])]:
        axes.text(0, row, say(HIDDEN), ha="center", va="center", color=GREY, fontstyle="italic")
    columns.middle(axes, at[~np.isnan(edges[:, 0])], _BAR["height"])
    axes.set(xlim=ends)


def _write_shares(axes, at, shares, middles, inch, ink):
    """Rounded percentages inside the segments that are wide enough; ``inch``: inches a percentage point takes."""
    for row, share, middle in zip(at, shares, middles, strict=True):
        words = "" if np.isnan(share) else canvas.number(share)
        if words and share * inch > canvas.extent([words], fontsize=SMALL) + 0.05:
            axes.text(middle, row, words, ha="center", va="center", color=ink, fontsize=SMALL)

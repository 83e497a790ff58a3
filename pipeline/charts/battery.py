"""Diverging stacked bars for questions that share one scale."""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from pipeline import vi
from pipeline.charts import canvas
from pipeline.charts.canvas import GREY, HIDDEN, HIGH, LINE, LOW, PALE, SMALL, after
from pipeline.wording import say

_COLUMNS = ["question", "label", "option", "n", "percent", "base"]
_BESIDE = 0.9  # inches at the right, at least, for answers outside the scale
_VALUE = 0.45  # of them for the figure after the bar
_LETTERS, _ROWS = (26, 36, 46), 7.0  # of a line of labels; inches for all rows: more would be drawn smaller in print
_BAR = {"height": 0.7, "edgecolor": "white", "linewidth": 0.8}  # white seams part neighbours in grey print too


def likert(
    table: pd.DataFrame,
    *,
    points: tuple[str, ...],
    title: str,
    apart: tuple[str, ...] = (),
    ranked: bool = False,
    synthetic: bool = False,
    weighted: bool | None = None,
) -> Figure:
    """Diverging stacked bars of a battery, one row a question, centred on the middle of the scale; n at the right.

    ``table``: rows of ``frequencies`` of questions with the same options; ``points`` are the option labels of the
    scale, low to high; ``apart`` those outside it ("Không có ý kiến"), drawn grey beside it to the same scale.
    Percentages stay on the base of their row: that of the scale is the one of a question's first row, and where that
    of the answers apart is larger, they are of all who answered; an option without a row counts as 0.
    Rows as asked, or ``ranked`` by the share of the two highest points. A question with a suppressed answer shows
    "không nêu" instead of its bars, and comes last when ranked.
    ValueError for missing columns, a scale under two points, options that are in neither list, or repeated ones.
    """
    canvas.require(table, _COLUMNS, "Biểu đồ thang đo")
    _check_options(table, points, apart)
    shares, items = shares_of(table, [*points, *apart]), table.drop_duplicates("question")
    order = np.argsort(-top_two(shares, points), kind="stable") if ranked else np.arange(len(items))
    with canvas.theme():
        note = _note(apart, ranked, _all(table, items, apart).gt(items["base"].to_numpy(float)).any())
        items = items.assign(all=_all(table, items, apart).to_numpy())
        return _draw(shares[order], items.iloc[order], points, apart, title, note, synthetic, weighted)


def _all(table, items, apart):
    """Of how many people the answers apart are, a question a value; those of the scale where it has none."""
    outside = table[table["option"].isin(apart)].groupby("question")["base"].max()
    return outside.reindex(items["question"]).fillna(items.set_index("question")["base"]).astype(float)


def top_two(shares, points):
    """Percent on the two highest points of the scale, a question a row of ``shares``."""
    return shares[:, len(points) - 2 : len(points)].sum(axis=1)


def _draw(shares, items, points, apart, title, note, synthetic, weighted):
    names = _names(items["label"])
    row, left, right = canvas.row_height(names, 0.3), 0.2 + canvas.extent(names), 0.1 + canvas.COUNT
    outside, ends = shares[:, len(points) :].sum(axis=1), _edges(shares[:, : len(points)])[1]
    most = max(np.nanmax(np.append(outside, 0)), 1)
    main, inch = _widths(canvas.width() - left - right, ends[1] - ends[0], most if apart else None)
    right = canvas.width() - left - main
    legend, heading = canvas.flow(points, canvas.width() - right), canvas.wrapped([" / ".join(apart)], 12)[0]
    head = max(0.22 * len(legend), LINE * canvas.lines(heading)) + 0.1
    body, base = head + row * len(names), items["base"].to_numpy(float)
    figure, top = canvas.sheet(
        title, canvas.people(base) if title else "", body=body, note=note, synthetic=synthetic, weighted=weighted
    )
    colors, place = _colors(len(points)), {"top": top + head, "height": row * len(names)}
    _draw_legend(figure, top, legend, dict(zip(points, colors, strict=True)))
    axes = canvas.panel(figure, left=left, width=main, **place)
    _diverge(axes, shares[:, : len(points)], colors, inch)
    _tell(axes.patches, points, names, shares, base)
    axes.set_yticks(range(len(names)), names)
    if apart:
        beside = canvas.panel(figure, left=left + main + 0.12, width=most * inch, **place)
        _bars_apart(beside, outside, heading, most)
        _tell(beside.patches, [" / ".join(apart)], names, outside[:, None], items["all"].to_numpy(float))
    canvas.count_column(figure, base, row * (np.arange(len(names)) + 0.5), **place)
    return figure


def _names(labels):
    """The labels in lines as short as leave all rows on one page, in letters that can be read there."""
    ways = (canvas.wrapped(labels, wide) for wide in _LETTERS)
    return next(
        (way for way in ways if canvas.row_height(way, 0.3) * len(way) <= _ROWS), canvas.wrapped(labels, _LETTERS[-1])
    )


def _tell(bars, points, names, shares, bases):
    """Names the bars, which were drawn point by point, by item and point."""
    cells = [(point, row) for point in range(len(points)) for row in range(len(names))]
    for bar, (point, row) in zip(bars, cells, strict=True):
        if not np.isnan(shares[row, point]):
            figure = f"{vi.share(shares[row, point], bases[row])}%"
            bar.set(**canvas.told(f"{names[row]} – {points[point]}", figure, base=bases[row]))


def _widths(wide, span, most):
    """Inches of the scale's axis, and of a percentage point on both axes: the grey bars stand to the same scale."""
    if most is None:
        return wide, wide / span
    inch = (wide - _VALUE) / (span + most)
    if most * inch + _VALUE < _BESIDE:  # the heading needs this much
        inch = (wide - _BESIDE) / span
    return span * inch, inch


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


def _note(apart, ranked, is_parted):
    """``is_parted``: the scale is of those who chose a point, the answers apart of all who answered."""
    grey = " Màu xám bên phải: “{apart}”, % mọi người trả lời." if is_parted else GREY_NOTE
    beside = say(grey, apart=" / ".join(apart)) if apart else ""
    order = say(" Các mục xếp theo tổng tỷ lệ hai mức cao nhất.") if ranked else ""
    told = "Số trong ô: phần trăm làm tròn trên mọi người trả lời mục đó; ô quá hẹp không ghi số.{beside}{order}"
    scale = "Số trong ô: phần trăm làm tròn trên người chọn một mức; ô quá hẹp không ghi số.{beside}{order}"
    return say(scale if is_parted else told, beside=beside, order=order)


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


def _diverge(axes, shares, colors, inch):
    """Stack each row so that the middle of the scale lies on zero; rows with anything hidden stay empty."""
    edges, ends = _edges(shares)
    for point, color in enumerate(colors):
        axes.barh(np.arange(len(shares)), shares[:, point], left=edges[:, point], color=color, **_BAR)
        _write_shares(axes, shares[:, point], edges[:, point : point + 2].mean(axis=1), inch, canvas.contrast(color))
    for row in np.flatnonzero(np.isnan(edges[:, 0])):
        plate = {"facecolor": "white", "edgecolor": "none", "pad": 2}
        axes.text(0, row, say(HIDDEN), ha="center", va="center", color=GREY, fontstyle="italic", bbox=plate)
    axes.axvline(0, color=GREY, linewidth=0.8, zorder=0)
    axes.set(xlim=ends, ylim=(len(shares) - 0.5, -0.5), xticks=[])


def _write_shares(axes, shares, middles, inch, ink):
    """Rounded percentages inside the segments that are wide enough; ``inch``: inches a percentage point takes."""
    for row, (share, middle) in enumerate(zip(shares, middles, strict=True)):
        words = "" if np.isnan(share) else canvas.number(share)
        if words and share * inch > canvas.extent([words], fontsize=SMALL) + 0.05:
            axes.text(middle, row, words, ha="center", va="center", color=ink, fontsize=SMALL)


def _bars_apart(axes, shares, heading, most):
    rows = np.arange(len(shares))
    axes.barh(rows, shares, color="#A6A6A6", height=0.7, linewidth=0)
    axes.axvline(0, color=GREY, linewidth=0.8)
    for row in rows[~np.isnan(shares)]:
        axes.annotate(canvas.percent(shares[row], 0), (shares[row], row), **after(3), va="center", fontsize=SMALL)
    axes.annotate(heading, (0, 1), xycoords="axes fraction", **after(-4, 4), color=canvas.SOFT, fontsize=SMALL)
    axes.set(xlim=(0, most), ylim=(len(shares) - 0.5, -0.5), xticks=[], yticks=[])

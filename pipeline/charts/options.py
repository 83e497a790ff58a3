"""Several options of one question in the groups of one variable: an option a row, a mark a group."""

import numpy as np
from matplotlib.lines import Line2D

from pipeline import vi
from pipeline.charts import canvas
from pipeline.charts.canvas import GREY, INK, SMALL, after
from pipeline.wording import say

# Okabe and Ito's colours dark enough for white paper, each with a shape of its own for grey print.
MARKS = (
    ("#0072B2", "o"),
    ("#D55E00", "s"),
    ("#007A5A", "^"),
    ("#A04A80", "D"),
    ("#000000", "v"),
    ("#8A6D00", "P"),
    ("#3B3B98", "X"),
    ("#7A2E0E", "*"),
)
_PITCH = 0.12  # inches between two groups of a row


def draw_options(table, base, *, title, **style):
    """The figure, in the table's order. ValueError for more groups than there are marks, or a cell twice."""
    cells = table.astype({"option": str, "group": str})
    groups, options = cells["group"].unique(), cells["option"].unique()
    _check(cells, groups)
    people = cells.drop_duplicates("group").set_index("group")["base"]
    keys = [_key(group, people[group]) for group in groups]
    names = canvas.wrapped(options, 30)
    with canvas.theme():
        key_lines, left = canvas.flow(keys, canvas.width()), 0.2 + canvas.extent(names)
        row, head = max(canvas.row_height(names, 0.26), _PITCH * len(groups) + 0.07), 0.2 * len(key_lines) + 0.08
        figure, top = canvas.sheet(title, base, body=head + row * len(names) + 0.22, **style)
        legend(figure, top, key_lines, dict(zip(keys, MARKS, strict=False)))
        place = {"left": left, "top": top + head, "height": row * len(names)}
        axes = canvas.panel(figure, width=canvas.width() - left - 0.6, **place)
        for at, group in enumerate(groups):
            step = (at - (len(groups) - 1) / 2) * _PITCH / row
            one = cells[cells["group"] == group].set_index("option").reindex(options)
            _draw_group(axes, group, one, np.arange(len(options)) + step, *MARKS[at])
        axes.set(ylim=(len(options) - 0.5, -0.5))
        axes.set_yticks(range(len(options)), names)
        for between in range(1, len(options)):
            axes.axhline(between - 0.5, color="#CCCCCC", linewidth=0.6)
        canvas.percent_axis(axes, max(np.nanmax([*cells["high"], *cells["percent"], 1.0]), 1))
    return figure


def _check(cells, groups):
    if len(groups) > len(MARKS):
        raise ValueError(
            f"Biểu đồ theo nhóm: {len(groups)} nhóm, nhiều nhất {len(MARKS)} nhóm phân biệt được bằng màu và hình. "
            "Dùng bản đồ nhiệt (heat)."
        )
    twice = cells[cells.duplicated(["option", "group"])][["option", "group"]].to_numpy().tolist()
    if twice:
        raise ValueError(f"Biểu đồ theo nhóm: ô {twice[0]} có nhiều dòng; mỗi phương án × nhóm chỉ được một dòng.")


def _key(group, people):
    return group if np.isnan(people) else f"{group} (n\u00a0=\u00a0{canvas.number(people)})"


def legend(figure, top, rows, marks):
    """Marks and words in the lines of ``canvas.flow``; ``marks``: word → (colour, shape), a third entry: hollow."""
    wide, high = figure.get_size_inches()
    for line, entries in enumerate(rows):
        for word, at in entries:
            color, shape, *hollow = marks[word]
            fill = {"markerfacecolor": "white"} if hollow else {}
            place = [(0.16 + at) / wide], [1 - (top + 0.2 * line + 0.08) / high]
            style = {"color": color, "marker": shape, "markersize": 6, "linestyle": "none", **fill}
            figure.add_artist(Line2D(*place, transform=figure.transFigure, **style))
            canvas.write(figure, 0.29 + at, top + 0.2 * line + 0.08, word, va="center_baseline", fontsize=SMALL)


def _draw_group(axes, group, rows, at, color, shape):
    share, high = rows["percent"].to_numpy(float), rows["high"].to_numpy(float)
    axes.hlines(at, rows["low"], high, color=color, linewidth=1.3)
    axes.scatter(share, at, color=color, marker=shape, s=26, linewidth=0, zorder=3)
    for where, part, end, option, row in zip(at, share, high, rows.index, rows.to_dict("records"), strict=True):
        base = row["base"]
        known = not np.isnan(part)
        words = vi.share(part, base) if known else "–" if base == 0 else say("không nêu")
        about = canvas.told(f"{option}, {group}", f"{words}%", base=base, low=row["low"], high=end) if known else {}
        style = {"color": INK, **about} if known else {"color": GREY, "fontstyle": "italic"}
        axes.annotate(
            words, (np.nan_to_num(np.fmax(end, part)), where), **after(4), va="center", fontsize=SMALL, **style
        )

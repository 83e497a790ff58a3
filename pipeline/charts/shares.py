"""Bars for the answers of one question."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from pipeline import vi
from pipeline.charts import canvas
from pipeline.charts.canvas import ACCENT, BAR, GREY, HIDDEN, HIGH, INK, after
from pipeline.wording import say

_COLUMNS = ["question", "label", "option", "n", "percent", "base"]
LEFT, RIGHT = 0.18, 0.58  # inches beside the labels; behind the bars, for a figure that has no room on its strip
LABELS = 1.4  # inches that labels have on a telephone, too


def bar(
    table: pd.DataFrame,
    *,
    title: str,
    ordered: bool = False,
    nets: tuple[str, ...] = (),
    sums: tuple = (),
    synthetic: bool = False,
    weighted: bool | None = None,
) -> Figure:
    """Horizontal bars of one question's percentages on a scale of 0 to 100, each with its figure; the base stands in
    the subtitle. At least half of a page is theirs.

    ``table``: rows of ``frequencies``. Largest on top, unless ``ordered`` keeps the order of the table (scales).
    Options named in ``nets`` are sums of others: they stand first, dark, in bold. ``sums``: (name, options that stand
    together, percent, base), each a bracket behind its bars. A suppressed answer has no bar but the words "không nêu".
    ValueError for several questions or missing columns.
    """
    canvas.require(table, _COLUMNS, "Biểu đồ thanh")
    canvas.require_one(table, "question", "Biểu đồ thanh")
    rows = table if ordered else table.sort_values("percent", ascending=False, na_position="last", kind="stable")
    rows = pd.concat([rows[rows["option"].isin(nets)], rows[~rows["option"].isin(nets)]])
    net = rows["option"].isin(nets).to_numpy()
    note = say("Thanh sẫm: nhóm gộp của các phương án bên dưới.") if net.any() else ""
    marks = {"synthetic": synthetic, "weighted": weighted}
    with canvas.theme():
        names, left = room_for(rows["option"], net)
        at, height = canvas.places(names)
        figure, top = canvas.sheet(title, canvas.people(rows["base"]) if title else "", body=height, note=note, **marks)
        axes = canvas.panel(figure, left=left, top=top, width=canvas.width() - left - RIGHT, height=height)
        axes.set(xlim=(0, 100), ylim=(height, 0), xticks=[], xlabel="", ylabel="")
        _draw(axes, at, names, rows["percent"].to_numpy(float), net, rows["base"].to_numpy(float))
        for each in sums:
            _bracket(axes, at, rows["option"].tolist(), *each)
    return figure


def room_for(labels, bold, more=0.0):
    """(labels in lines, inches to the left of the bars): bars take half of a page at least."""
    names, taken = canvas.fitted(labels, max(canvas.width() / 2 - LEFT - RIGHT, LABELS) - more, bold)
    return names, LEFT + more + taken


def _draw(axes, at, names, shares, net, bases):
    """A bar an answer on the pale strip of the whole, which says what it shows."""
    for middle in at:
        axes.broken_barh([(0, 100)], (middle - BAR / 2, BAR), facecolor="#F1F1F1", zorder=0.5)
    bars = axes.barh(at, shares, height=BAR, color=[HIGH if is_net else ACCENT for is_net in net])
    axes.set_yticks(at, names)
    for row in np.flatnonzero(net):
        axes.get_yticklabels()[row].set_fontweight("bold")
    for one, name, share, base, middle in zip(bars, names, shares, bases, at, strict=True):
        if not np.isnan(share):
            one.set(**canvas.told(name, f"{vi.share(share, base)}%", base=base))
        end_label(axes, middle, share, base, strip=100)


def end_label(axes, middle, share, base, strip=np.inf):
    """The figure behind its bar, and where it would stand over the end of the ``strip``, behind that."""
    if np.isnan(share):
        axes.annotate(say(HIDDEN), (0, middle), color=GREY, fontstyle="italic", va="center", **after(4))
        return
    words = vi.share_of(share, base)
    inch = axes.get_xlim()[1] / (axes.get_position().width * canvas.width())
    needed = (canvas.extent([words]) + 0.1) * inch
    axes.annotate(words, (strip if share + needed > strip else share, middle), va="center", **after(4))


def _bracket(axes, at, options, name, together, share, base):
    """A bracket behind the bars of options that stand together, with the figure of all of them."""
    first, *_, last = sorted(at[options.index(option)] for option in together)
    inch = 100 / (axes.get_position().width * canvas.width())
    ends, sides = (first - BAR / 2, last + BAR / 2), (100 + 0.05 * inch, 100 + 0.11 * inch)
    axes.plot([sides[0], *[sides[1]] * 2, sides[0]], np.repeat(ends, 2), color=INK, linewidth=1, clip_on=False)
    figure, about = vi.share_of(share, base), canvas.told(name, f"{vi.share(share, base)}%", base=base)
    axes.annotate(figure, (sides[1], sum(ends) / 2), va="center", fontweight="bold", **after(3), **about)

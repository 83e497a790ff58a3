"""Bars for the answers of one question."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from pipeline import vi
from pipeline.charts import canvas
from pipeline.charts.canvas import ACCENT, BAR, GREY, HIDDEN, INK, after
from pipeline.wording import say

_COLUMNS = ["question", "label", "option", "n", "percent", "base"]
LEFT, RIGHT = 0.18, 0.58  # inches beside the labels; behind the bars, for a figure that has no room on its strip
LABELS = 1.4  # inches that labels have on a telephone, too


def bar(
    table: pd.DataFrame,
    *,
    title: str,
    ordered: bool = False,
    sums: tuple = (),
    synthetic: bool = False,
    weighted: bool | None = None,
) -> Figure:
    """Horizontal bars of one question's percentages on a scale of 0 to 100, each with its figure; the base stands in
    the subtitle. At least half of a page is theirs.

    ``table``: rows of ``frequencies``. Largest on top, unless ``ordered`` keeps the order of the table (scales).
    ``sums``: (name, options that stand together, percent, base), each a bracket behind its bars. A suppressed answer
    has no bar but the words "không nêu". ValueError for several questions or missing columns.
    """
    canvas.require(table, _COLUMNS, "Biểu đồ thanh")
    canvas.require_one(table, "question", "Biểu đồ thanh")
    rows = table if ordered else table.sort_values("percent", ascending=False, na_position="last", kind="stable")
    marks = {"synthetic": synthetic, "weighted": weighted}
    with canvas.theme():
        names, left = room_for(rows["option"])
        at, height = canvas.places(names)
        figure, top = canvas.sheet(title, canvas.people(rows["base"]) if title else "", body=height, **marks)
        axes = canvas.panel(figure, left=left, top=top, width=canvas.width() - left - RIGHT, height=height)
        axes.set(xlim=(0, 100), ylim=(height, 0), xticks=[])
        _draw(axes, at, names, rows)
        _brackets(axes, dict(zip(rows["option"], at, strict=True)), sums)
    return figure


def room_for(labels, bold=(), more=0.0):
    """(labels in lines, inches to the left of the bars): bars take half of a page at least."""
    names, taken = canvas.fitted(labels, max(canvas.width() / 2 - LEFT - RIGHT, LABELS) - more, bold)
    return names, LEFT + more + taken


def _draw(axes, at, names, rows):
    """A bar an answer on the pale strip of the whole, which says what it shows."""
    shares, bases = (rows[name].to_numpy(float) for name in ("percent", "base"))
    for middle in at:
        axes.broken_barh([(0, 100)], (middle - BAR / 2, BAR), facecolor="#F1F1F1", zorder=0.5)
    bars = axes.barh(at, shares, height=BAR, color=ACCENT)
    axes.set_yticks(at, names)
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


def _brackets(axes, places, sums):
    """A bracket behind the bars of options that stand together, with the figure of all of them."""
    inch = 100 / (axes.get_position().width * canvas.width())
    near, far = 100 + 0.05 * inch, 100 + 0.11 * inch
    for name, together, share, base in sums:
        middles = [places[option] for option in together]
        ends = min(middles) - BAR / 2, max(middles) + BAR / 2
        axes.plot([near, far, far, near], np.repeat(ends, 2), color=INK, linewidth=1, clip_on=False)
        about = {"va": "center", "fontweight": "bold", **canvas.told(name, f"{vi.share(share, base)}%", base=base)}
        axes.annotate(vi.share_of(share, base), (far, sum(ends) / 2), **after(3), **about)

"""What stands in columns behind the bars of a chart: the share of two points, answers apart, people."""

import numpy as np
from matplotlib.figure import Figure

from pipeline import vi
from pipeline.charts import canvas
from pipeline.charts.canvas import GREY, HIDDEN, SMALL, after
from pipeline.wording import say

COUNT = 0.55  # inches at the right for the people of each row
FIGURE, MOST, HEAD = 0.5, 0.85, 13  # inches for "99,9%"; for what stands over it, at most, and letters of a line of it


def people(figure: Figure, base, middles, *, top: float, height: float):
    """People beside each row, set right at the sheet's edge under "n"; ``middles`` are inches below ``top``."""
    axes = canvas.panel(figure, left=canvas.width() - COUNT, top=top, width=COUNT - canvas.EDGE, height=height)
    axes.set(xlim=(0, 1), ylim=(height, 0), xticks=[], yticks=[])
    for middle, many in zip(middles, base, strict=True):
        words = "–" if np.isnan(many) else canvas.number(many)
        axes.text(1, middle, words, ha="right", va="center", fontsize=SMALL)
    style = {"ha": "right", "va": "bottom", "color": canvas.SOFT, "fontsize": SMALL}
    axes.annotate("n", (1, 1), xycoords="axes fraction", **after(0, 4), **style)


def over(named):
    """(what stands over the column of the two highest points, inches of it): the names of both, where there is room for
    them; nothing where it has no name."""
    if not named:
        return "", 0
    names, short = canvas.wrapped([named, say("Hai mức cao nhất")], HEAD)
    fits = canvas.lines(names) <= 3 and canvas.extent([names], fontsize=SMALL) < MOST
    head = names if fits else short
    return head, max(canvas.extent([head], fontsize=SMALL), FIGURE) + 0.12


def ends(axes, at, head, high, names):
    """The share of the two highest points of every row, right beside its bars."""
    axes.set(xlim=(0, 1))
    for row, name, (share, base) in zip(at, names, high["ends"], strict=True):
        if np.isnan(share):
            axes.text(0, row, say(HIDDEN), va="center", color=GREY, fontstyle="italic", fontsize=SMALL)
        else:
            about = canvas.told(f"{name} – {high['named']}", f"{vi.share(share, base)}%", base=base)
            axes.text(0, row, vi.share_of(share, base), va="center", fontweight="bold", **about)
    axes.annotate(head, (0, 1), xycoords="axes fraction", **after(0, 4), color=canvas.SOFT, fontsize=SMALL)


def middle(axes, at, high):
    """The line that bars begin at, no longer than they are ``high``, so that it runs through no label over them."""
    axes.vlines(0 * at, at - high / 2 - 0.03, at + high / 2 + 0.03, color=GREY, linewidth=0.8, zorder=0)


def apart(axes, at, shares, head, most, high):
    """Grey bars of answers outside a scale, ``high`` inches each, with their figures; their axis ends at ``most``."""
    axes.barh(at, shares, color="#A6A6A6", height=high, linewidth=0)
    middle(axes, at, high)
    for row, share in zip(at, shares, strict=True):
        if not np.isnan(share):
            axes.annotate(canvas.percent(share, 0), (share, row), **after(3), va="center", fontsize=SMALL)
    axes.annotate(head, (0, 1), xycoords="axes fraction", **after(-4, 4), color=canvas.SOFT, fontsize=SMALL)
    axes.set(xlim=(0, most))

"""Figures drawn beside themselves in a table of a notebook: strips of colour on one axis, and a plane of codes.

The notebooks' own face. The report's charts (``charts``) are drawn from the printed tables when it is written: a word
changed in one of them runs no analysis again.
"""

import numpy as np
import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from pipeline import show

INK, PALE, GREY = "#0072B2", "#A9CFE6", "#BDBDBD"
LOW, MIDDLE, HIGH = (0xD5, 0x7A, 0x2A), (0xE6, 0xE6, 0xE6), (0x08, 0x49, 0x91)  # ends of a scale for every eye
TICK = 0.8  # percent of the axis: half of a mark's width
SIDE, ROOM = 300, 18  # of the plane and its edge


def bars(values):
    """A bar from nought to each number, the largest as wide as its column; nothing for a missing one."""
    values = pd.Series(values, dtype=float)
    most = max(values.max(), 1e-9) if values.notna().any() else 1
    return [_strip([(INK, 0, 100 * value / most)]) if value == value else Markup("") for value in values]


def intervals(frame, around=None):
    """A mark a row for its figure in the band of its interval: ``frame`` has the columns figure, low, high in order.

    ``around`` marks what is no difference: 0 of differences, 1 of ratios, which stand on a logarithmic axis. A row
    without figure stays empty; without limits it has its mark alone.
    """
    found = frame.to_numpy(float, copy=True)
    found = np.log(np.where(found > 0, found, np.nan)) if around == 1 else found
    found[~np.isfinite(found)] = np.nan
    ends = [0.0, *found[~np.isnan(found)]]
    first, wide = min(ends), max(max(ends) - min(ends), 1e-9)
    places = 2 * TICK + (100 - 4 * TICK) * (found - first) / wide
    nought = [(GREY, *_around(2 * TICK - (100 - 4 * TICK) * first / wide))] if around is not None else []
    return [_strip(_marks(*row, nought)) if row[0] == row[0] else Markup("") for row in places]


def _marks(place, low, high, nought):
    band = [(PALE, low, high)] if low == low and high == high else []
    return [(INK, *_around(place)), *nought, *band]


def _around(place):
    return place - TICK, place + TICK


def _strip(parts):
    """A strip of 14 em with parts (colour, from, to) in percent of it, the first on top."""
    layers = ", ".join(
        f"linear-gradient(90deg, transparent {low:.1f}%, {color} {low:.1f}% {high:.1f}%, transparent {high:.1f}%)"
        for color, low, high in parts
    )
    return Markup(
        '<span style="display: inline-block; width: 14em; height: .8em; print-color-adjust: exact;'
        f' background: {layers}"></span>'
    )


def scale(rows, title, *, points, apart=(), weighted=False):
    """A battery as a table, an item a row: percent on every point, on what stands apart, base, and a strip of them all.

    ``rows``: rows of ``frequencies``; ``points`` from low to high and ``apart`` are labels of options. An option
    without a row counts as 0; an item with a hidden share has no strip.
    """
    colors = dict(zip([*points, *apart], [*_colors(len(points)), *[GREY] * len(apart)], strict=True))
    swatch = Markup('{} <i style="background: {}">\u2003</i>')
    heads = [(swatch.format(option, color), True) for option, color in colors.items()]
    lines = [_item(item, colors) for _, item in rows.groupby("question", sort=False)]
    caption = f"{title} (%{', gia quyền' if weighted else ''})"
    return show.page([("Nội dung", False), (show.DRAWN, None), *heads, ("Cơ sở (n)", True)], lines, caption)


def _item(rows, colors):
    """The line of one item: its words, its strip, a share an option, its base."""
    shares = rows.astype({"option": str}).set_index("option")["percent"].reindex([*colors], fill_value=0.0)
    base, ends = rows["base"].max(), [0.0, *shares.cumsum()]
    strip = "" if shares.isna().any() else _strip(zip(colors.values(), ends[:-1], ends[1:], strict=True))
    told = [show.text(share, "percent", ("%", base)) for share in shares]
    return [rows["label"].iloc[0], strip, *told, show.text(base, "base")]


def _colors(count):
    """From orange over pale grey to blue, as many as there are points."""
    found = []
    for at in np.linspace(-1, 1, count):
        end = LOW if at < 0 else HIGH
        found.append("#" + "".join(f"{round(m + abs(at) * (e - m)):02X}" for m, e in zip(MIDDLE, end, strict=True)))
    return found


def plane(points, title, note):
    """Codes as numbered circles, near where they are spoken of in like words, each joined to its nearest.

    ``points``: code, name, x, y, nearest. ``note`` says what distance means and how well the plane keeps it.
    """
    spots = points[["x", "y"]].to_numpy(float)
    reach = max(np.ptp(spots, axis=0).max(), 1e-9)
    spots = ROOM + (SIDE - 2 * ROOM) * (spots - spots.min(axis=0)) / reach
    where = dict(zip(points["code"], spots, strict=True))
    joins = [(one, where[near]) for one, near in zip(spots, points["nearest"], strict=True) if near in where]
    drawn = "".join(f'<path d="M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}" stroke="{GREY}"/>' for a, b in joins)
    for at, (x, y) in enumerate(spots, 1):
        drawn += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="10" fill="{INK}"/>'
        drawn += f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" font-size="11" fill="#fff">{at}</text>'
    names = Markup("").join(Markup("<li>{}</li>").format(name) for name in points["name"])
    return HTML(
        Markup(
            '<p><b>{title}</b></p><svg role="img" aria-label="{title}: {note}" viewBox="0 0 {side} {side}"'
            ' style="width: 24em; max-width: 100%"><title>{title}</title>{drawn}</svg><ol>{names}</ol><p>{note}</p>'
        ).format(title=title, note=note, side=SIDE, drawn=Markup(drawn), names=names)
    )

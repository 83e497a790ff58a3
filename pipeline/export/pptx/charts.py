"""What a chart shows, as series of a native chart that can be edited: the printed numbers and no others."""

import html
import math
import re
from dataclasses import dataclass, replace

from pipeline import vi
from pipeline.export.html_chart import DIGITS, decimals
from pipeline.wording import say

COLOURS = {  # of series, as in the report's charts; of a scale from the lowest level to the highest
    1: ("0072B2",),
    2: ("0072B2", "D55E00"),
    3: ("0072B2", "D55E00", "009E73"),
}
MORE = ("0072B2", "D55E00", "009E73", "CC79A7", "E69F00", "56B4E9", "666666", "000000")
SCALE = ("B35806", "F1A340", "D9D9D9", "67A9CF", "2166AC", "999999", "666666", "BDBDBD")
DARK = ("B35806", "2166AC", "666666")
ONE = {"bars": "option", "themes": "name", "ranks": "option", "histogram": "given"}
MEASURE = {"ranks": "mean_rank", "histogram": "n"}
SERIES = {"n": "Số người", "percent": "Tỷ lệ (%)", "mean_rank": "Thứ hạng trung bình"}
MARGINS = {"population": "Danh sách", "sample": "Trước gia quyền", "weighted": "Sau gia quyền"}
SUMS = ("top2", "bottom2", "net")  # rows of several answers as one
SHARED = ("percent", "population", "sample", "weighted")


@dataclass(frozen=True)
class Shown:
    """``categories``, ``series``: (name, numbers as printed; None where hidden); ``digits`` of the numbers; ``sign``
    behind them; ``stacked``: on one bar, ``standing``: bars stand; ``whole``: on a scale up to 100 %; ``beside``: what
    the figure in brackets behind a category is of."""

    categories: tuple[str, ...]
    series: tuple
    digits: int = 1
    sign: str = "%"
    stacked: bool = False
    standing: bool = False
    whole: bool = True
    beside: str = ""

    @property
    def colours(self):
        """One for every series."""
        if self.stacked:
            return SCALE
        return COLOURS.get(len(self.series), MORE)


def shown(figure):
    """What the chart of a figure shows, in the order of its drawing; None where it has no rows or is of no kind that
    slides draw."""
    held = _shown(figure)
    if held is None or held.standing:
        return held
    held = _as_drawn(held, html.unescape(figure.svg))
    return _with_ends(held, figure.rows) if figure.kind == "scale" else held


def _as_drawn(held, svg):
    """The categories in the order in which the drawing names its marks; those that it does not name stay behind."""
    titles = re.findall(r"<title>([^<]*)</title>", svg)
    places = {
        name: next(
            (at for at, title in enumerate(titles) if title.startswith((f"{name}: ", f"{name} – "))), len(titles)
        )
        for name in held.categories
    }
    order = sorted(range(len(held.categories)), key=lambda at: places[held.categories[at]])
    series = tuple((name, tuple(values[at] for at in order)) for name, values in held.series)
    return replace(held, categories=tuple(held.categories[at] for at in order), series=series)


def _shown(figure):
    rows = figure.rows
    if rows is None or not len(rows):
        return None
    if figure.kind in ONE:
        held = _one(rows, ONE[figure.kind], MEASURE.get(figure.kind, "percent"), figure.kind == "histogram")
        return replace(held, whole=figure.kind != "themes")
    if figure.kind == "scale":
        return _crossed(_on_scale(rows), "label", "option", stacked=True)
    if figure.kind == "groups":
        return _crossed(rows, "option", "group")
    if figure.kind == "margins":
        return _margins(rows)
    return _odds(rows) if figure.kind == "odds" else None


def _on_scale(rows):
    """The rows of a scale without the answers outside it where these are of more people: one bar is of one base; and
    without those of several points as one."""
    return rows[rows["base"].eq(rows.groupby("label")["base"].transform("first")) & ~_is_end(rows)]


def _is_end(rows):
    return rows.reindex(columns=["row"])["row"].eq("top2")


def _with_ends(held, rows):
    """The share of the two highest points behind the name of every item that has one."""
    ends = {row["label"]: row for row in rows[_is_end(rows)].to_dict("records")}
    told = {name: f"{name} ({vi.share_of(row['percent'], row['base'])})" for name, row in ends.items()}
    categories = tuple(told.get(name, name) for name in held.categories)
    return replace(held, categories=categories, beside=next((row["option"] for row in ends.values()), ""))


def _one(rows, names, measure, standing):
    values = tuple(_printed(row, measure) for row in rows.to_dict("records"))
    called = [vi.given(n, vi.MOST) if standing and not isinstance(n, str) else str(n) for n in rows[names]]
    is_sum = rows.reindex(columns=["row"])["row"].isin(SUMS)
    names = tuple(say("Tính gộp: {name}", name=n) if s else n for n, s in zip(called, is_sum, strict=True))
    sign, series = "%" if measure in SHARED else "", ((say(SERIES[measure]), values),)
    return Shown(names, series, _digits(values, measure), sign, False, standing)


def _crossed(rows, over, across, stacked=False):
    categories, series = (tuple(map(str, dict.fromkeys(rows[name]))) for name in (over, across))
    held = {(str(row[over]), str(row[across])): _printed(row, "percent") for row in rows.to_dict("records")}
    made = tuple((one, tuple(held.get((category, one)) for category in categories)) for one in series)
    return Shown(categories, made, _digits([v for _, values in made for v in values], "percent"), "%", stacked)


def _margins(rows):
    names = [name for name in MARGINS if rows[name].notna().any()]
    made = tuple((say(MARGINS[n]), tuple(_printed(row, n) for row in rows.to_dict("records"))) for n in names)
    return Shown(tuple(map(str, rows["option"])), made)


def _odds(rows):
    measure = next(name for name in EFFECTS if name in rows and rows[name].notna().any())
    values = tuple(_printed(row, measure) for row in rows.to_dict("records"))
    names = tuple(
        row["level"] + say(" (so với {reference})", reference=row["reference"]) for row in rows.to_dict("records")
    )
    digits = max(decimals(value, measure) for value in rows[measure])
    return Shown(names, ((say(EFFECTS[measure]), values),), digits, "")


EFFECTS = {"odds_ratio": "Tỷ số chênh", "b": "Hệ số", "ame": "Điểm %"}


def _printed(row, name):
    """A number as the report prints it."""
    value = row[name]
    if value is None or math.isnan(value):
        return None
    text = vi.share(value, row.get("base", math.nan)) if name == "percent" else vi.number(value, decimals(value, name))
    return vi.read(text)


def _digits(values, measure):
    if measure == "n":
        return 0
    whole = all(value is None or value == int(value) for value in values)
    return 0 if whole else DIGITS.get(measure, 1)

"""Groups compared, with intervals: one option by one or several variables, or several options by one variable."""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from pipeline import vi
from pipeline.charts import canvas, columns
from pipeline.charts.canvas import ACCENT, GREY, HIDDEN, INK, SMALL, after
from pipeline.charts.options import draw_options
from pipeline.wording import say

_COLUMNS = ["question", "option", "by", "group", "n", "percent", "low", "high", "base"]
_NOBODY = "không có người trả lời"


def dots(
    table: pd.DataFrame,
    *,
    title: str,
    interval: str,
    ordered: bool = False,
    names: dict[str, str] | None = None,
    synthetic: bool = False,
    weighted: bool | None = None,
) -> Figure:
    """Percentages in groups as dots with the interval ``low``–``high`` (percent) of the table.

    ``table``: rows of ``crosstabs`` of one question with ``low`` and ``high``: one option by one ``by`` (largest on
    top, unless ``ordered``), one option by several (blocks headed by ``names``: variable → its words; table's order),
    or several options by one (an option a row, groups told by colour and shape). ``interval`` names the interval in
    the note. Suppressed groups say "không nêu"; their n is not shown.
    ValueError for missing columns, several questions, or several options by several variables.
    """
    canvas.require(table, _COLUMNS, "Biểu đồ theo nhóm")
    canvas.require_one(table, "question", "Biểu đồ theo nhóm")
    if table["by"].nunique() > 1:
        canvas.require_one(table, "option", "Biểu đồ theo nhóm")
    style = {
        "title": title,
        "note": say("Vạch ngang: {interval}.", interval=interval),
        "synthetic": synthetic,
        "weighted": weighted,
    }
    if table["option"].nunique() > 1:
        return draw_options(table, answering(table), **style)
    ranked = table["by"].nunique() == 1 and not ordered
    rows = table.sort_values("percent", ascending=False, na_position="last", kind="stable") if ranked else table
    return _draw(rows, names or {}, **style)


def named(group, base: float, wide: int) -> str:
    """ "Nam (n = 1.200)", wrapped; the name alone where the base is hidden."""
    count = "" if np.isnan(base) else f" (n\u00a0=\u00a0{canvas.number(base)})"
    return canvas.wrapped([f"{group}{count}"], wide)[0]


def answering(rows: pd.DataFrame) -> str:
    """ "Cơ sở: n = 4.812 người trả lời": the people of all groups shown, or a range over several variables."""
    people = rows.groupby(["by", "group"], observed=True)["base"].max()
    hidden = say(" (không kể nhóm không nêu)") if 0 < people.isna().sum() < len(people) else ""
    return canvas.people(people.groupby("by", observed=True).sum(min_count=1)) + hidden


def _draw(rows, headings, *, title, **style):
    lines = _lines(rows, headings)
    names = [canvas.wrapped([name], 60 if head else 32)[0] for name, head in lines.itertuples(index=False)]
    with canvas.theme():
        size = np.array([0.15 * canvas.lines(name) + 0.1 for name in names]) + 0.06 * lines["head"]
        at, height = (size.cumsum() - size / 2).to_numpy(), size.sum()
        shown, heads = ~lines["head"].to_numpy(), np.flatnonzero(lines["head"])
        left = 0.2 + canvas.extent([name for name, one in zip(names, shown, strict=True) if one])
        words = say("Tỷ lệ chọn “{option}”. {people}", option=rows["option"].iloc[0], people=answering(rows))
        figure, top = canvas.sheet(title, words, body=height + 0.3, **style)
        place = {"top": top + 0.08, "height": height}
        axes = canvas.panel(figure, left=left, width=canvas.width() - left - columns.COUNT - 0.6, **place)
        _draw_dots(axes, at[shown], rows)
        axes.set(ylim=(height, 0))
        axes.set_yticks(at[shown], [name for name, one in zip(names, shown, strict=True) if one])
        columns.people(figure, rows["base"].to_numpy(float), at[shown], **place)
        for head in heads:
            canvas.block_head(axes, at[head] + 0.03, names[head])
    return figure


def _lines(rows, headings):
    """A line a group, and over each block one with its variable's words where there are several: name, head."""
    found, several = [], rows["by"].nunique() > 1
    for by, block in rows.groupby("by", sort=False, observed=True):
        found += [(headings.get(by, str(by)), True)] if several else []
        found += [(group, False) for group in block["group"].astype(str)]
    return pd.DataFrame(found, columns=["name", "head"])


def _draw_dots(axes, at, rows):
    share, low, high = (rows[name].to_numpy(float) for name in ("percent", "low", "high"))
    sns.scatterplot(x=share, y=at, color=ACCENT, s=42, linewidth=0, ax=axes, zorder=3)
    axes.hlines(at, low, high, color=ACCENT, linewidth=1.6)
    for row, (name, base) in enumerate(zip(rows["group"], rows["base"], strict=True)):
        known = not np.isnan(share[row])
        words = vi.share_of(share[row], base) if known else say(_NOBODY if base == 0 else HIDDEN)
        figure = f"{vi.share(share[row], base)}%"
        about = canvas.told(name, figure, base=base, low=low[row], high=high[row]) if known else {}
        style = {"color": INK, **about} if known else {"color": GREY, "fontstyle": "italic"}
        place = (np.nan_to_num(np.fmax(high[row], share[row])), at[row])
        axes.annotate(words, place, **after(5), va="center", fontsize=SMALL, **style)
    canvas.percent_axis(axes, max(np.nanmax([*high, *share, 1.0]), 1))

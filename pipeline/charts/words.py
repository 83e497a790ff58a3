"""Text in place of the picture, for those who cannot see it, computed from the same table."""

import textwrap

import pandas as pd

from pipeline import vi
from pipeline.charts import canvas
from pipeline.charts.battery import shares_of
from pipeline.charts.groups import answering
from pipeline.charts.heatmap import LIMIT, beyond_or_not
from pipeline.charts.odds import PRODUCT, WITHHELD, measured, worded, written
from pipeline.wording import say

_BRIEF = 42  # letters of a label; the whole text stays under some 400


def alt(table: pd.DataFrame | pd.Series, *, quartiles: pd.Series | None = None, sums: tuple = ()) -> str:
    """Vietnamese alternative text of the chart drawn from ``table``: highest, lowest, base, how much is hidden.

    Rows of ``frequencies`` of one question (bar), of ``crosstabs`` (dots, heat), with ``residual`` (residuals), with
    ``odds_ratio`` (forest), or a Series of numbers (histogram). Suppressed cells are counted, never named with a
    figure; missing numbers are left out. ``quartiles`` (q1, median, q3): those of the tables, weighted where they are.
    ``sums``: of ``bar``.
    ValueError for another or an empty table.
    """
    if isinstance(table, pd.Series):
        return _spread(table, quartiles)
    for column, write in (("residual", _residuals), ("odds_ratio", alt_forest), ("group", _groups)):
        if column in table.columns:
            return write(table)
    canvas.require(table, ["question", "option", "percent", "base"], "Văn bản thay thế")
    canvas.require_one(table, "question", "Văn bản thay thế")
    return _bars(table, sums)


def alt_likert(
    table: pd.DataFrame,
    *,
    points: tuple[str, ...],
    apart: tuple[str, ...] = (),
    ends: dict[str, tuple[float, float]] | None = None,
    named: str = "",
) -> str:
    """Alternative text of ``likert``: the items with the most and the least on the two highest points (``ends``), and
    those apart."""
    shares, items = shares_of(table, [*points, *apart]), table.drop_duplicates("question")
    words = say("Biểu đồ thang đo của {n} mục, từ “{low}” đến “{high}”", n=len(items), low=points[0], high=points[-1])
    high = items[["label"]].assign(ends=items["question"].map(ends or {})).dropna()
    if len(high):
        told, bases = zip(*high["ends"], strict=True)
        words += f"; “{named}”: {_ends(pd.Series(told, high['label']), min(bases))}"
    beside = pd.Series(shares[:, len(points) :].sum(axis=1)).dropna()
    if apart and len(beside):
        words += f"; “{' / '.join(apart)}”: {_range(beside, table['base'].min())}"
    hidden = int(pd.isna(shares).any(axis=1).sum())
    return f"{words}. {canvas.people(items['base'])}.{_hidden(hidden, 'mục')}"  # of a scale whoever chose a point


def alt_dumbbell(table: pd.DataFrame, *, series: dict[str, str], rows: str, base) -> str:
    """Alternative text of ``dumbbell``: the row where the first two of the series differ most."""
    first, second = list(series)[:2]
    gap = (table[second] - table[first]).dropna()
    words = say("Biểu đồ so sánh {series} ở {n} dòng", series=" – ".join(series.values()), n=len(table))
    if gap.empty:
        return f"{words}: {say(canvas.HIDDEN)}. {canvas.people(base)}."
    most = table.loc[gap.abs().idxmax()]
    pair = "; ".join(f"{name} {canvas.percent(most[column])}" for column, name in series.items())
    words += say(": lệch nhiều nhất ở “{row}” ({pair})", row=_brief(most[rows]), pair=pair)
    return f"{words}. {canvas.people(base)}."


def _spread(values, quartiles=None):
    values = values.dropna().astype(float)
    if values.empty:
        raise ValueError(f"Văn bản thay thế: {values.name} không có số nào; cần ít nhất một câu trả lời bằng số.")
    told = quartiles is not None and len(quartiles) == 3
    q1, middle, q3 = (
        canvas.short(v) for v in (quartiles if told else vi.rounded(values.quantile([0.25, 0.5, 0.75]), 2))
    )
    told = "Biểu đồ phân bố: trung vị {middle}, một nửa số người từ {q1} đến {q3}. Cơ sở: n = {people} người."
    people = canvas.number(len(values))
    return say(told, middle=middle, q1=q1, q3=q3, people=people)  # no lowest and highest: each may be one person's


def _bars(table, sums):
    ranked = table.dropna(subset="percent").sort_values("percent", ascending=False, kind="stable")
    hidden = len(ranked) < len(table)  # a few people: more than none, and perhaps fewer than the least shown
    ranked = ranked[ranked["percent"] > 0] if hidden else ranked
    base = table["base"].min()
    first = ranked.head(vi.untied([vi.share(share, base) for share in ranked["percent"]], 3))
    words = [_pair(row.option, row.percent, base) for row in first.itertuples()]
    if len(ranked) > len(first) and not hidden:
        last = _pair(ranked["option"].iloc[-1], ranked["percent"].iloc[-1], base)
        words[-1] += say("; thấp nhất là {last}", last=last)
    of = say("trong các mục nêu được, ") if hidden and words else ""  # one hidden beside a small one may be the largest
    first = ", ".join(words) or say(canvas.HIDDEN)
    first += "".join(f"; “{name}”: {vi.share_of(share, base)}" for name, _, share, base in sums)
    shown = say(
        "Biểu đồ thanh: {of}cao nhất là {first}. {people}.", of=of, first=first, people=canvas.people(table["base"])
    )
    return shown + _hidden_cells(table, "percent")


def _groups(table):
    canvas.require(table, ["question", "option", "by", "group", "percent", "base"], "Văn bản thay thế")
    groups, options = table.drop_duplicates(["by", "group"]).shape[0], table["option"].nunique()
    if options > 1:
        words = say("Biểu đồ so sánh {groups} nhóm ở {options} phương án", groups=groups, options=options) + _widest(
            table
        )
    else:
        option = _brief(table["option"].iloc[0])
        words = say("Biểu đồ so sánh {groups} nhóm, tỷ lệ chọn “{option}”", groups=groups, option=option)
        known = table.set_index(table["group"].astype(str))["percent"].dropna()
        of = say("trong các nhóm nêu được, ") if 1 < len(known) < len(table) else ""
        words += f": {of}{_ends(known, table['base'].min())}" if len(known) else f": {say(canvas.HIDDEN)}"
    return f"{words}. {answering(table)}.{_hidden_cells(table, 'percent')}"


def _widest(table):
    """Where the groups lie farthest apart, of the options of which two groups are shown."""
    known = table.dropna(subset="percent").astype({"option": str, "group": str})
    known = known[known.groupby("option")["group"].transform("nunique") > 1]
    spread = known.groupby("option", sort=False)["percent"].agg(lambda shares: shares.max() - shares.min())
    if spread.empty:
        return f": {say(canvas.HIDDEN)}"
    option = spread.idxmax()
    shares = known[known["option"] == option].set_index("group")["percent"]
    of = "" if table["percent"].notna().all() else say("trong các ô nêu được, ")
    ends = _ends(shares, table["base"].min())
    return say(": {of}chênh nhiều nhất ở “{option}”, {ends}", of=of, option=_brief(option), ends=ends)


def _residuals(table):
    canvas.require(table, ["option", "by", "group", "residual", "base"], "Văn bản thay thế")
    known = table.dropna(subset="residual")
    beyond = int((known["residual"].abs() > LIMIT).sum())
    if known.empty:
        return f"Bản đồ nhiệt phần dư hiệu chỉnh: {canvas.HIDDEN}. {answering(table)}."
    cells = "ô" if len(known) == len(table) else "ô nêu được"
    words = f"Bản đồ nhiệt phần dư hiệu chỉnh: {beyond or 'không'} {cells} vượt ±1,96"
    if beyond:
        ends = known.loc[[known["residual"].idxmax(), known["residual"].idxmin()]]
        high, low = (
            f"“{_brief(e.option)}” ở {_brief(e.group)} ({beyond_or_not(e.residual)})" for e in ends.itertuples()
        )
        words += f"; cao nhất: {high}; thấp nhất: {low}"
    return f"{words}. {answering(table)}.{_hidden_cells(table, 'residual')}"


def alt_forest(table: pd.DataFrame, *, measure: str = "") -> str:
    """Alternative text of ``forest``: the terms with the highest and the lowest figure of this measure."""
    drawn = measured(table, measure)
    canvas.require(table, ["event", "term", "level", "reference", "base", *drawn.columns], "Văn bản thay thế")
    value, first, last = drawn.columns
    table = table[~table["term"].astype(str).str.contains(PRODUCT, regex=False)] if value == "ame" else table
    known = table.dropna(subset=value)
    words = "Biểu đồ {name} của {event}, {n} mức so với nhóm tham chiếu"
    event = _brief(worded(table["event"].iloc[0]))
    products = int(table["term"].astype(str).str.contains(PRODUCT, regex=False).sum())
    words = say(words, name=say(drawn.name), event=event, n=len(table) - products)
    words += say(", {n} dòng tương tác", n=products) if products else ""
    if len(known):
        ends = known.loc[[known[value].idxmax(), known[value].idxmin()]]
        high, low = (_term(line, drawn) for line in ends.to_dict("records"))
        ends = say("cao nhất {high}; thấp nhất {low}", high=high, low=low) if len(known) > 1 else high
        clear = int(((known[first] > drawn.nought) | (known[last] < drawn.nought)).sum())
        told = ": {ends}; {clear} khoảng tin cậy không chứa {nought}"
        words += say(told, ends=ends, clear=clear or say("không"), nought=drawn.nought)
    lost = table.loc[table[value].isna(), "note"].astype("string").fillna("").str.startswith(WITHHELD)
    ways = ((" {lost} mức không nêu.", lost.sum()), (" {lost} mức không tính được.", (~lost).sum()))
    return f"{words}. {canvas.people(table['base'])}." + "".join(say(way, lost=n) for way, n in ways if n)


def _term(line, drawn):
    value, *ends = (written(line[name], drawn.nought, drawn.digits) for name in drawn.columns)
    reference = _brief(line["reference"]) if isinstance(line["reference"], str) and line["reference"] else ""
    against = say(" so với {reference}", reference=reference) if reference else ""
    return f"{_brief(line['level'])}{against} {value} ({('–' if drawn.nought else '; ').join(ends)})"


def _ends(shares, base):
    """The highest and the lowest of a Series of percentages by name, one share where they are alike."""
    if shares.nunique() == 1:
        names = ", ".join(map(_brief, shares.index[:3])) + (" …" if len(shares) > 3 else "")
        return f"{names}: {vi.share_of(shares.iloc[0], base)}"
    high, low = (_pair(shares.index[at], shares.iloc[at], base) for at in (shares.argmax(), shares.argmin()))
    return say("cao nhất là {high}, thấp nhất là {low}", high=high, low=low)


def _range(shares, base):
    return "–".join(dict.fromkeys(vi.share(share, base) for share in (shares.min(), shares.max()))) + "%"


def _pair(name, share, base):
    return f"{_brief(name)} ({vi.share_of(share, base)})"


def _brief(label):
    return textwrap.shorten(str(label), _BRIEF, placeholder=" …")


def _hidden_cells(table, column):
    return _hidden(int((table[column].isna() & (table["base"] != 0)).sum()), "ô")


def _hidden(count, what):
    return say(f" {{count}} {what} không nêu số liệu.", count=count) if count else ""

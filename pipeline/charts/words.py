"""Text in place of the picture, for those who cannot see it, computed from the same table."""

import pandas as pd

from pipeline.charts import canvas


def alt(table: pd.DataFrame | pd.Series) -> str:
    """Vietnamese alternative text of the chart drawn from ``table``.

    Rows of ``frequencies`` of one question (bar), of several (likert), rows of ``crosstabs`` (dots, heat), or a
    Series of numbers (histogram, weights). Suppressed cells are counted, never named with a figure; missing numbers
    are left out. ValueError for a table that is neither, or an empty one.
    """
    if isinstance(table, pd.Series):
        return _spread(table)
    if "group" in table.columns:
        canvas.require(table, ["option", "group", "percent", "base"], "Văn bản thay thế")
        words = _groups(table)
    else:
        canvas.require(table, ["question", "label", "option", "percent", "base"], "Văn bản thay thế")
        words = _bars(table) if table["question"].nunique() == 1 else _battery(table)
    hidden = int((table["percent"].isna() & (table["base"] != 0)).sum())
    return words + (f" {hidden} ô bị ẩn vì ít người." if hidden else "")


def _spread(values):
    values = values.dropna().astype(float)
    if values.empty:
        raise ValueError(f"Văn bản thay thế: {values.name} không có số nào; cần ít nhất một câu trả lời bằng số.")
    low, q1, middle, q3, high = (canvas.short(round(value, 2)) for value in values.quantile([0, 0.25, 0.5, 0.75, 1]))
    return (
        f"Biểu đồ phân bố: từ {low} đến {high}, trung vị {middle}, một nửa số người từ {q1} đến {q3}; "
        f"n = {canvas.number(len(values))}."
    )


def _bars(table):
    ranked = table.dropna(subset="percent").sort_values("percent", ascending=False, kind="stable")
    first = ranked.head(3 if len(ranked) < 5 else 4)
    words = [_pair(row.option, row.percent) for row in first.itertuples()]
    if len(ranked) > len(first):
        words[-1] += f"; thấp nhất là {_pair(ranked['option'].iloc[-1], ranked['percent'].iloc[-1])}"
    return f"Biểu đồ thanh: cao nhất là {', '.join(words) or canvas.HIDDEN}; {_base(table)}."


def _battery(table):
    rows = [rows for _, rows in table.groupby("question", sort=False, observed=True)]
    items = [f"{item['label'].iloc[0]}: {_top(item)}" for item in rows]
    return (
        f"Biểu đồ thanh chồng của {len(items)} câu hỏi, phương án nhiều người chọn nhất: {'; '.join(items)}; "
        f"{_base(table)}."
    )


def _groups(table):
    if table["option"].nunique() > 1:
        items = [f"{group}: {_top(rows)}" for group, rows in table.groupby("group", sort=False, observed=True)]
        return f"Bản đồ nhiệt {len(items)} nhóm, phương án nhiều người chọn nhất: {'; '.join(items)}."
    ranked = table.dropna(subset="percent").sort_values("percent", ascending=False, kind="stable")
    if ranked.empty:
        return f"Biểu đồ theo nhóm: “{table['option'].iloc[0]}” {canvas.HIDDEN}."
    ends = [_pair(ranked["group"].iloc[at], ranked["percent"].iloc[at]) for at in (0, -1)]
    option = table["option"].iloc[0]
    return f"Biểu đồ {len(table)} nhóm, tỷ lệ chọn “{option}”: cao nhất ở {ends[0]}, thấp nhất ở {ends[1]}."


def _top(rows):
    shown = rows.dropna(subset="percent")
    if shown.empty:
        return canvas.HIDDEN
    best = shown.iloc[shown["percent"].argmax()]
    return _pair(best["option"], best["percent"])


def _pair(name, share):
    return f"{name} {canvas.percent(share)}"


def _base(table):
    return canvas.people(table["base"]).removeprefix("Cơ sở: ").removesuffix(" người trả lời")

"""Tidy tables as a Vietnamese reader sees them in a notebook: Vietnamese headings, the words of questions instead of
their names, decimal commas, no blanks as NaN; text to the left, figures to the right, a screen of rows and the rest
folded."""

import re

import pandas as pd
from IPython.display import HTML
from markupsafe import escape

from pipeline import vi
from pipeline.headings import (
    AS_GIVEN,
    BOUNDS,
    COUNTS,
    HEADINGS,
    NAMED,
    NAMES,
    P_VALUES,
    SHARES,
    TWO_DIGITS,
    WEIGHED,
)  # fmt: skip

SCREEN, SPARE = 20, 5  # rows shown at once, and how many more are not worth folding
DRAWN = "Hình"  # over cells of ``sketch``
NARROW = 28  # letters of a text that stays on one line
JOINED = re.compile("( › | × )")  # nested groups, interactions
HEAD = re.compile(r"white-space: [a-z-]+;? ?")  # headings may be broken between words
_form = {}  # name → question of the survey whose tables are shown
_negligible = {}  # effect → size under which its survey calls it negligible
BOUND = ("≤", None)
SPREAD = ("mean", "sd", "low", "high", *AS_GIVEN)  # of numbers, with the decimals that their spread allows


def use(form, negligible=None):
    """From here on tables say the words of this questionnaire's questions where they hold names, and write effects with
    the decimals that tell on which side of these thresholds (else the published ones) they are."""
    _form.clear()
    _form.update(form.by_name)
    _negligible.clear()
    _negligible.update(negligible or {})


def table(frame, caption="", *, weighted=False, drawn=None):
    """The frame for a notebook: same rows and columns, Vietnamese headings, numbers as 1.234,5, missing as "–".

    Questions named in NAMED columns are shown by their labels (see ``use``), by their names beside a ``label``. Rows
    beyond a screen are folded under "Còn … dòng". ``weighted``: the headings of WEIGHED columns say so.
    ``drawn``: cells of one more column, of ``sketch``, before the numbers.
    """
    columns, cells = [], []
    for name in frame.columns:
        is_number = pd.api.types.is_numeric_dtype(frame[name]) and not pd.api.types.is_bool_dtype(frame[name])
        beside = "label" in frame and name in ("question", "item")
        heading = HEADINGS.get(name, str(name)) + (" (gia quyền)" if weighted and name in WEIGHED else "")
        columns.append(("Mã" if beside else heading, is_number))
        judged = _judged(frame, name)
        pairs = zip(frame[name], judged, strict=True)
        cells.append([_shown(value, name, of, by_label=not beside) for value, of in pairs])
    if drawn is not None:
        before = next((at for at, (_, is_number) in enumerate(columns) if is_number), len(columns)) or 1
        columns.insert(before, (DRAWN, None))
        cells.insert(before, drawn)
    return page(columns, list(zip(*cells, strict=True)), caption)


def _judged(frame, name):
    """(name of the effect, side of its table) for every cell of a column of effects; None for other cells."""
    if name == "p_adjusted" and {"option", "group_a"} <= {*frame}:  # of shares a bound, from which no cell is told
        return [BOUND if option else None for option in frame["option"]]
    if name in ("low", "high") and "odds_ratio" in frame:
        return [("OR", float("nan")) if ratio == ratio else None for ratio in frame["odds_ratio"]]
    if name in SHARES and {"percent", "base"} <= {*frame}:
        return [("%", base) for base in frame["base"]]
    if name in SPREAD and {"sd", "q1", "q3"} <= {*frame}:
        least, spreads = 1 if name in AS_GIVEN else 2, zip(frame["sd"], frame["q3"] - frame["q1"], strict=True)
        return [("decimals", vi.decimals(*both, least=least)) for both in spreads]
    if NAMES.get(name) not in frame:
        return [None] * len(frame)
    sides = frame["side"] if "side" in frame else [float("nan")] * len(frame)
    return list(zip(frame[NAMES[name]], sides, strict=True))


def _shown(value, name, judged=None, *, by_label=True):
    if pd.api.types.is_bool(value):
        return "có" if value else "không"
    if pd.api.types.is_number(value):
        return text(value, name, judged)
    if pd.isna(value):
        return "–"
    if name == "battery" and value in _form and _form[value].block:
        return " ".join(_form[value].block.split())
    return named(value) if by_label and name in NAMED else str(value)


def named(name):
    """The words of a question named in a table: "hl1" → its label, "q/choice" → label – choice, "a › b" and "a × b"
    one by one; a name that the questionnaire in use does not have stays."""
    return "".join(_label(part) for part in JOINED.split(str(name)))


def _label(name):
    question, _, choice = name.partition("/")
    if question not in _form:
        return name
    label = " ".join(_form[question].label.split())
    chosen = next((c.label for c in _form[question].choices if c.name == choice), choice)
    return f"{label} – {chosen}" if choice else label


def wide(frame, caption="", *, rows="option", columns="group", values="percent", weighted=False):
    """A tidy table pivoted for the eye, rows and columns in their first order, one figure a cell, with a base row."""
    body = frame.pivot(index=rows, columns=columns, values=values)
    body = body.loc[frame[rows].unique(), frame[columns].unique()]
    base = frame.groupby(columns, sort=False)["base"].first()
    shares = [("%", base[column]) if values in SHARES else None for column in body.columns]
    lines = [
        [str(row), *(text(v, values, of) for v, of in zip(line, shares, strict=True))]
        for row, line in zip(body.index, body.to_numpy(), strict=True)
    ]
    caption += " (gia quyền)" if weighted else ""
    lines.append(["Cơ sở (n)", *(text(base[column], "base") for column in body.columns)])
    return page([("", False), *((str(column), True) for column in body.columns)], lines, caption)


def loadings(frame, *, least=0.3):
    """Loadings of one set of items, items × factors; those under ``least`` in size are left blank."""
    if frame["loading"].isna().any():
        return table(frame[["battery", "n", "note"]])
    items = frame.drop_duplicates("item").set_index("item")
    sizes = frame.pivot(index="item", columns="factor", values="loading").loc[items.index]
    shown = sizes.map(lambda size: vi.beside(size, *BOUNDS["loading"]) if abs(size) >= least else "")
    lines = [
        [label, *line, vi.number(common, 2)]
        for label, line, common in zip(items["label"], shown.to_numpy(), items["communality"], strict=True)
    ]
    columns = [("Mục", False), *((f"Nhân tố {factor:.0f}", True) for factor in sizes.columns), ("Phần chung", True)]
    first = frame.iloc[0]
    about = [f"{named(first['battery'])}: n = {vi.number(first['n'])}", first["method"], first["note"]]
    return page(columns, lines, " · ".join(filter(None, about)))


def page(columns, lines, caption):
    """A table for a notebook. ``columns``: (heading, is a number; None: is drawn); ``lines``: texts, or Markup.

    The style stands in every cell: Lab has one of its own.
    """
    said = f"<p>{escape(caption)}: bảng không có dòng nào.</p>" if caption else "<p>Bảng không có dòng nào.</p>"
    if not lines:
        return HTML(said)
    looks = [_look(heading, number, [line[at] for line in lines]) for at, (heading, number) in enumerate(columns)]
    shown = lines if len(lines) <= SCREEN + SPARE else lines[:SCREEN]
    sheet = _sheet(columns, looks, shown, caption)
    if rest := lines[len(shown) :]:
        sheet += (
            f"<details><summary>Còn {vi.number(len(rest))} dòng</summary>{_sheet(columns, looks, rest, '')}</details>"
        )
    return HTML(sheet)


def _look(heading, is_number, texts):
    """The style of a column's cells: a figure or a short text on one line, a long text never a word wide."""
    if is_number is None:
        return "text-align: left"
    if is_number:
        return f"text-align: right; white-space: nowrap; min-width: {min(len(heading) / 2, 7):.1f}em"
    longest = max((len(part) for text in texts for part in text.split("\n")), default=0)
    room = f"min-width: {min(longest / 2, 24):.0f}em; white-space: pre-line" if longest > NARROW else "white-space: pre"
    return f"text-align: left; {room}"


def _sheet(columns, looks, lines, caption):
    heads = "".join(
        f'<th style="{HEAD.sub("", look)}">{escape(heading)}</th>'
        for (heading, _), look in zip(columns, looks, strict=True)
    )
    rows = "".join(f"<tr>{''.join(map(_cell, line, looks))}</tr>" for line in lines)
    title = f'<caption style="text-align: left">{escape(caption)}</caption>' if caption else ""
    return f"<table>{title}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(text, look):
    return f'<td style="{look}">{escape(text)}</td>'


def text(value, column, judged=None):
    """One number as its column writes it; "–" for a missing one. ``judged``: see ``_judged``."""
    if pd.isna(value):
        return "–"
    if judged:
        if judged[0] == "%":
            return vi.share(value, judged[1])
        if judged[0] == "decimals":
            return vi.given(value, judged[1]) if column in AS_GIVEN else vi.number(value, judged[1])
        if judged == BOUND:
            return f"≤ {vi.number(value, 3 if value < 0.01 else 2)}"
        from pipeline.infer import effects  # scipy: only where there are effects

        if judged[0] in effects.BANDS:
            return effects.text(value, judged[0], _negligible, judged[1])
    if column in P_VALUES:
        return vi.p_value(value).removeprefix("p = ").removeprefix("p ")
    if column in COUNTS or (column in AS_GIVEN and float(value).is_integer()) or isinstance(value, int):
        return vi.number(value, 0)
    return vi.beside(value, *BOUNDS.get(column, ()), digits=2 if column in TWO_DIGITS else 1)

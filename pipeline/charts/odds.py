"""Forest plot: odds ratios, coefficients or average marginal effects of one regression with their intervals."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from pipeline import vi, wording
from pipeline.charts import canvas
from pipeline.charts.canvas import ACCENT, GREY, INK, SMALL, after
from pipeline.wording import say

_HEAD = ["outcome", "event", "term", "level", "reference", "base", "note"]
_STEPS = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50]
_FIGURES = 1.65  # inches at the right for "12,34 (10,12–15,67)"
PRODUCT = " × "
WITHHELD = "Không nêu"  # how a note begins of what could be computed, but rests on few people


class _Measure(NamedTuple):
    """What is drawn: its name, columns of the figure and its limits, the value of no difference, decimals, words."""

    name: str
    columns: tuple
    nought: float
    digits: int
    axis: str
    subtitle: str
    note: str


_SQUARES = "Vạch ngang: khoảng tin cậy 95%. Ô đặc: khoảng không chứa {nought}; ô rỗng: có chứa {nought}. "
_ALIKE = "hơn nhóm tham chiếu khi các biến khác trong mô hình như nhau."
MEASURES = {
    "odds_ratio": _Measure(
        "tỷ số chênh",
        ("odds_ratio", "low", "high"),
        *(1, 2, "Tỷ số chênh (trục logarit)", "Tỷ số chênh (odds ratio) của {event}"),
        _SQUARES.format(nought=1) + f"Lớn hơn 1: khả năng cao {_ALIKE}",
    ),
    "b": _Measure(
        "hệ số b",
        ("b", "low", "high"),
        *(0, 2, "Hệ số b (đơn vị của câu hỏi)", "Chênh lệch (hệ số b) của {event}"),
        _SQUARES.format(nought=0) + f"Lớn hơn 0: cao {_ALIKE}",
    ),
    "ame": _Measure(
        "tác động biên trung bình (AME, điểm phần trăm)",
        ("ame", "ame_low", "ame_high"),
        *(
            0,
            1,
            "Điểm phần trăm",
            "Thay đổi trung bình của tỷ lệ {event} (tác động biên trung bình, AME), điểm phần trăm",
        ),
        _SQUARES.format(nought=0) + f"Lớn hơn 0: tỷ lệ cao {_ALIKE}",
    ),
}
_ORDINAL, _TOP = "mức cao hơn", "ở mức cao nhất của thang"


def forest(
    table: pd.DataFrame,
    *,
    title: str,
    names: dict[str, str] | None = None,
    measure: str = "",
    caveat: str = "",
    synthetic: bool = False,
    weighted: bool | None = None,
) -> Figure:
    """Odds ratios of one outcome on a logarithmic axis, a block a variable, the reference category named.

    ``table``: outcome, event (in words), term, level, reference, base (people in the model), odds_ratio, low, high
    (95 % interval), note. ``names``: variable → its words; "a × b" is named by both. ``measure``: "odds_ratio", "b"
    (of a linear model, whose low and high are drawn; the default where there is no odds ratio but b) or "ame" with
    ame_low and ame_high, both on an even axis. ``caveat`` stands under the picture. A filled square's interval leaves
    out 1 (0). A row without figure tells its ``note``; odds beyond 0,02–50 end in an arrow.
    ValueError for missing columns or several outcomes.
    """
    drawn = measured(table, measure)
    canvas.require(table, [*_HEAD, *drawn.columns], "Biểu đồ tỷ số chênh")
    for column in ("outcome", "event"):
        canvas.require_one(table, column, "Biểu đồ tỷ số chênh")
    if "ame" in drawn.columns:  # the effect of a product is in those of its questions
        table = table[~table["term"].astype(str).str.contains(PRODUCT, regex=False)]
    people = canvas.people(table["base"]).replace(say("người trả lời"), say("người trong mô hình"))
    event = str(table["event"].iloc[0])
    event = _TOP if "ame" in drawn.columns and event == _ORDINAL else event
    subtitle = f"{say(drawn.subtitle, event=worded(event))}. {people}"
    crossed = table["term"].astype(str).str.contains(PRODUCT, regex=False).any()
    note = " ".join(filter(None, [say(drawn.note), _of_products(drawn) if crossed else "", caveat]))
    lines = _lines(table, names or {}, drawn)
    with canvas.theme():
        return _draw(lines, drawn, title, subtitle, note=note, synthetic=synthetic, weighted=weighted)


def measured(table, measure=""):
    """What is drawn of a regression: the measure named, else b where the model is linear, else odds ratios."""
    linear = "b" in table and table["b"].notna().any()
    measure = measure or ("b" if linear else "odds_ratio")
    if measure not in MEASURES:
        raise ValueError(f"Biểu đồ hồi quy: không có đại lượng «{measure}»; dùng một trong {', '.join(MEASURES)}.")
    return MEASURES[measure]


def _of_products(drawn):
    what = "tỷ số của hai tỷ số chênh" if drawn.nought else "chênh lệch giữa hai chênh lệch"
    told = "Dòng có dấu ×: {what}, cho biết chênh lệch của nhóm này khác đi bao nhiêu ở nhóm kia."
    return say(told, what=say(what))


def _draw(lines, drawn, title, subtitle, **style):
    heads = lines["kind"].eq("head")
    labels = [canvas.wrapped([name], 60 if head else 28)[0] for name, head in zip(lines["label"], heads, strict=True)]
    reasons = canvas.wrapped(lines["reason"], 44)
    tall = np.maximum([*map(canvas.lines, labels)], [*map(canvas.lines, reasons)])
    size = 0.145 * tall + 0.08 + 0.06 * heads.to_numpy()
    at = size.cumsum() - size / 2
    left = 0.3 + canvas.extent([label for label, head in zip(labels, heads, strict=True) if not head])
    figure, top = canvas.sheet(title, subtitle, body=size.sum() + 0.42, **style)
    axes = canvas.panel(figure, left=left, top=top, width=canvas.width() - left - _FIGURES, height=size.sum())
    axes.set(ylim=(size.sum(), 0), yticks=[])
    _axis(axes, lines, drawn)
    for middle, label, reason, line in zip(at, labels, reasons, lines.itertuples(), strict=True):
        if line.kind == "head":
            canvas.block_head(axes, middle + 0.03, label)
            continue
        canvas.write(figure, 0.2, top + middle, label, va="center")
        _draw_line(axes, middle, line, reason, drawn)
    return figure


def _lines(table, names, drawn):
    """What stands in each line: kind (head, reference, level), label, value, low, high, reason."""
    rows = []
    for term, block in table.groupby("term", sort=False, observed=True):
        named = PRODUCT.join(names.get(part, part) for part in str(term).split(PRODUCT))
        rows.append(("head", named, np.nan, np.nan, np.nan, ""))
        reference = block["reference"].dropna()
        if len(reference) and reference.iloc[0]:
            rows.append(("reference", str(reference.iloc[0]), drawn.nought, np.nan, np.nan, ""))
        for line in (
            block.astype({"note": object, "level": object}).fillna({"note": "", "level": ""}).to_dict("records")
        ):
            figures = [line[name] for name in drawn.columns]
            reason = "" if figures[0] == figures[0] else _reason(str(line["note"]), line.get("odds_ratio"))
            rows.append(("level", str(line["level"]) or say("mỗi bậc"), *figures, reason))
    return pd.DataFrame(rows, columns=["kind", "label", "value", "low", "high", "reason"])


def _reason(note, ratio):
    """Why a level has no figure: its note; of one whose odds ratio is told, that its effect is withheld, or that it
    could not be computed."""
    if note.startswith(WITHHELD) and ratio == ratio:
        return say(canvas.HIDDEN)
    return wording.label(note) or say("không tính được")


def _axis(axes, lines, drawn):
    limits = lines[["value", "low", "high"]].to_numpy(float)
    limits = limits[np.isfinite(limits)]
    if drawn.nought:
        _ratios(axes, limits[limits > 0])
    else:
        _differences(axes, limits)
    axes.set_xlabel(say(drawn.axis))
    axes.xaxis.label.set_fontsize(SMALL)
    axes.grid(axis="x", color="#E8E8E8", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.axvline(drawn.nought, color=GREY, linewidth=1)


def _ratios(axes, limits):
    low, high = max(limits.min(initial=0.8) / 1.1, _STEPS[0]), min(limits.max(initial=1.25) * 1.1, _STEPS[-1])
    axes.set_xscale("log")
    axes.set(xlim=(low, high))
    steps = [step for step in _STEPS if low <= step <= high]
    axes.set_xticks(steps, [canvas.short(step) for step in steps], fontsize=SMALL)
    axes.set_xticks([], minor=True)


def _differences(axes, limits):
    low, high = limits.min(initial=0), limits.max(initial=0)
    room = 0.05 * (high - low) or 1
    axes.set(xlim=(low - room, high + room))
    found = MaxNLocator(canvas.steps(6)).tick_values(low - room, high + room)
    steps = [step for step in found if low - room <= step <= high + room]
    axes.set_xticks(steps, [canvas.short(round(step, 9)).replace("-", "−") for step in steps], fontsize=SMALL)


def _draw_line(axes, at, line, reason, drawn):
    beside = {"xycoords": ("axes fraction", "data"), "va": "center", "fontsize": SMALL, **after(8)}
    if line.kind == "reference":
        axes.plot(drawn.nought, at, "D", color=GREY, markersize=4, clip_on=False)
        axes.annotate(say("tham chiếu"), (1, at), color=GREY, fontstyle="italic", **beside)
    elif reason:
        plate = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
        style = {"ha": "right", "color": GREY, "fontstyle": "italic", "fontsize": SMALL, "bbox": plate}
        axes.annotate(reason, (1, at), xycoords=("axes fraction", "data"), va="center", **after(112), **style)
    elif line.kind == "level":
        _interval(axes, at, line, drawn.nought)
        told = _figures(line, drawn)
        axes.annotate(told, (1, at), color=INK, **canvas.told(line.label, told), **beside)


def _figures(line, drawn):
    value, *ends = (written(end, drawn.nought, drawn.digits) for end in (line.value, line.low, line.high))
    return f"{value} ({('–' if drawn.nought else '; ').join(ends)})"


def written(value, nought, digits):
    """A figure beside the line of no difference, on its own side of it."""
    return vi.beside(value, nought, digits=digits) if np.isfinite(value) else "∞"


def _interval(axes, at, line, nought):
    first, last = axes.get_xlim()
    low, high = max(line.low, first), min(line.high, last)
    axes.hlines(at, low, high, color=ACCENT, linewidth=1.6)
    for end, beyond, shape in ((first, line.low < first, "<"), (last, line.high > last, ">")):
        if beyond:
            axes.plot(end, at, shape, color=ACCENT, markersize=5, clip_on=False)
    fill = "white" if line.low <= nought <= line.high else ACCENT
    style = {"markersize": 6, "markerfacecolor": fill, "markeredgecolor": ACCENT}
    axes.plot(np.clip(line.value, first, last), at, "s", **style)


def worded(event):
    """An outcome of a model in the language that is spoken, where it is answers: each of them."""
    return say(" hoặc ").join(
        f"“{wording.label(answer.strip('“”'))}”" if answer.startswith("“") else wording.label(answer)
        for answer in str(event).split(" hoặc ")
    )

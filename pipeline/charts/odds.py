"""Forest plot: odds ratios of one regression with their intervals."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from pipeline import vi
from pipeline.charts import canvas
from pipeline.charts.canvas import ACCENT, GREY, INK, SMALL, WIDTH, after

_COLUMNS = ["outcome", "event", "term", "level", "reference", "base", "odds_ratio", "low", "high", "note"]
_STEPS = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50]
_FIGURES = 1.65  # inches at the right for "12,34 (10,12–15,67)"


def forest(
    table: pd.DataFrame,
    *,
    title: str,
    names: dict[str, str] | None = None,
    synthetic: bool = False,
    weighted: bool | None = None,
) -> Figure:
    """Odds ratios of one outcome on a logarithmic axis, a block a variable, the reference category named.

    ``table``: outcome, event (in words), term, level, reference, base (people in the model), odds_ratio, low, high
    (95 % interval), note. ``names``: variable → its words. A filled square's interval leaves out 1. A row without
    odds ratio tells its ``note``; intervals beyond 0,02–50 end in an arrow.
    ValueError for missing columns or several outcomes.
    """
    canvas.require(table, _COLUMNS, "Biểu đồ tỷ số chênh")
    for column in ("outcome", "event"):
        canvas.require_one(table, column, "Biểu đồ tỷ số chênh")
    people = canvas.people(table["base"]).replace("người trả lời", "người trong mô hình")
    subtitle = f"Tỷ số chênh (odds ratio) của {table['event'].iloc[0]}. {people}"
    note = (
        "Vạch ngang: khoảng tin cậy 95\u00a0%. Ô đặc: khoảng không chứa 1; ô rỗng: có chứa 1. Lớn hơn 1: khả năng cao "
        "hơn nhóm tham chiếu khi các biến khác trong mô hình như nhau."
    )
    with canvas.theme():
        return _draw(_lines(table, names or {}), title, subtitle, note=note, synthetic=synthetic, weighted=weighted)


def _draw(lines, title, subtitle, **style):
    heads = lines["kind"].eq("head")
    labels = [canvas.wrapped([name], 60 if head else 28)[0] for name, head in zip(lines["label"], heads, strict=True)]
    reasons = canvas.wrapped(lines["reason"], 44)
    tall = np.maximum([*map(canvas.lines, labels)], [*map(canvas.lines, reasons)])
    size = 0.145 * tall + 0.08 + 0.06 * heads.to_numpy()
    at = size.cumsum() - size / 2
    left = 0.3 + canvas.extent([label for label, head in zip(labels, heads, strict=True) if not head])
    figure, top = canvas.sheet(title, subtitle, body=size.sum() + 0.42, **style)
    axes = canvas.panel(figure, left=left, top=top, width=WIDTH - left - _FIGURES, height=size.sum())
    axes.set(ylim=(size.sum(), 0), yticks=[])
    _axis(axes, lines)
    for middle, label, reason, line in zip(at, labels, reasons, lines.itertuples(), strict=True):
        if line.kind == "head":
            canvas.block_head(axes, middle + 0.03, label)
            continue
        canvas.write(figure, 0.2, top + middle, label, va="center")
        _draw_line(axes, middle, line, reason)
    return figure


def _lines(table, names):
    """What stands in each line: kind (head, reference, level), label, odds_ratio, low, high, reason."""
    rows = []
    for term, block in table.groupby("term", sort=False, observed=True):
        rows.append(("head", names.get(term, str(term)), np.nan, np.nan, np.nan, ""))
        reference = block["reference"].dropna()
        if len(reference) and reference.iloc[0]:
            rows.append(("reference", str(reference.iloc[0]), 1.0, np.nan, np.nan, ""))
        for line in block.fillna({"note": "", "level": ""}).itertuples():
            reason = "" if line.odds_ratio > 0 else str(line.note) or "không tính được"
            rows.append(("level", str(line.level) or "mỗi bậc", line.odds_ratio, line.low, line.high, reason))
    return pd.DataFrame(rows, columns=["kind", "label", "odds_ratio", "low", "high", "reason"])


def _axis(axes, lines):
    limits = lines[["odds_ratio", "low", "high"]].to_numpy(float)
    limits = limits[np.isfinite(limits) & (limits > 0)]
    low, high = max(limits.min(initial=0.8) / 1.1, _STEPS[0]), min(limits.max(initial=1.25) * 1.1, _STEPS[-1])
    axes.set_xscale("log")
    axes.set(xlim=(low, high), xlabel="Tỷ số chênh (trục logarit)")
    axes.xaxis.label.set_fontsize(SMALL)
    steps = [step for step in _STEPS if low <= step <= high]
    axes.set_xticks(steps, [canvas.short(step) for step in steps], fontsize=SMALL)
    axes.set_xticks([], minor=True)
    axes.grid(axis="x", color="#E8E8E8", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.axvline(1, color=GREY, linewidth=1)


def _draw_line(axes, at, line, reason):
    beside = {"xycoords": ("axes fraction", "data"), "va": "center", "fontsize": SMALL, **after(8)}
    if line.kind == "reference":
        axes.plot(1, at, "D", color=GREY, markersize=4, clip_on=False)
        axes.annotate("tham chiếu", (1, at), color=GREY, fontstyle="italic", **beside)
    elif reason:
        plate = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
        style = {"ha": "right", "color": GREY, "fontstyle": "italic", "fontsize": SMALL, "bbox": plate}
        axes.annotate(reason, (1, at), xycoords=("axes fraction", "data"), va="center", **after(112), **style)
    elif line.kind == "level":
        _interval(axes, at, line)
        ends = "–".join(vi.beside(end, 1) if np.isfinite(end) else "∞" for end in (line.low, line.high))
        axes.annotate(f"{vi.beside(line.odds_ratio, 1)} ({ends})", (1, at), color=INK, **beside)


def _interval(axes, at, line):
    first, last = axes.get_xlim()
    low, high = max(line.low, first), min(line.high, last)
    axes.hlines(at, low, high, color=ACCENT, linewidth=1.6)
    for end, beyond, shape in ((first, line.low < first, "<"), (last, line.high > last, ">")):
        if beyond:
            axes.plot(end, at, shape, color=ACCENT, markersize=5, clip_on=False)
    fill = "white" if line.low <= 1 <= line.high else ACCENT
    style = {"markersize": 6, "markerfacecolor": fill, "markeredgecolor": ACCENT}
    axes.plot(np.clip(line.odds_ratio, first, last), at, "s", **style)

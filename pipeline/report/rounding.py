"""Printed shares that do not add up to the printed share of all of them: said where it happens, and by how much."""

from pipeline import vi
from pipeline.claims.model import POINTS
from pipeline.report.grid import cell, take
from pipeline.wording import say

NOTE = "do làm tròn, tổng các số có thể lệch {gap}"


def note(source, *questions):
    """That the shares of these questions may add up to another number than their printed sums; "" where they do not."""
    most = max((_gap(source, question) for question in questions), default=0)
    points = f"{cell(most, 1)}{vi.NBSP}{say(POINTS).replace(' ', vi.NBSP)}"
    return say(NOTE, gap=points) if most else ""


def _gap(source, question):
    """By how many points, at most, printed answers of one choice each miss a printed net or end of the scale."""
    nets = source.survey.tables.nets.get(question.name, {})
    if question.kind == "multiple" or not (nets or question.points):
        return 0
    parts = {"top2": question.points[-2:], "bottom2": question.points[:2]}
    sums = [(row, nets.get(row["option"], parts.get(row["row"]))) for row in source.together(question.name)]
    return max((_missed(source, question, row, names) for row, names in sums if names), default=0)


def _missed(source, question, row, names):
    held = "on_scale" if question.apart and row["row"] != "net" else "frequencies"
    rows, labels = take(source.tables, held, question=question.name), {c.name: c.label for c in question.choices}
    parts = rows[rows["option"].isin([labels[str(name)] for name in names])]
    if parts.empty or parts["percent"].isna().any():
        return 0
    added = sum(_printed(share, base) for share, base in zip(parts["percent"], parts["base"], strict=True))
    return round(abs(added - _printed(row["percent"], row["base"])), 6)


def _printed(share, base):
    return float(vi.rounded(vi.unrounded(share, base), int(base >= vi.SURE)))

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


def sentence(source, questions):
    """That shares may miss their printed sums by rounding, as a sentence."""
    told = note(source, *questions)
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def _gap(source, question):
    """By how many points, at most, printed answers of one choice each miss a printed net or end of the scale."""
    return max((_missed(source, question, row, names) for row, names in sums(source, question)), default=0)


def sums(source, question):
    """[(printed row, names of its choices)] of the nets and the ends of the scale of a question with one answer."""
    nets = source.survey.tables.nets.get(question.name, {})
    if question.kind == "multiple":
        return []
    ends = {"top2": question.points[-2:], "bottom2": question.points[:2]}
    found = [(row, nets.get(row["option"], ends.get(row["row"]))) for row in source.together(question.name)]
    return [(row, names) for row, names in found if names]


def _missed(source, question, row, names):
    held = "on_scale" if question.apart and row["row"] != "net" else "frequencies"
    rows, labels = take(source.tables, held, question=question.name), {c.name: c.label for c in question.choices}
    parts = rows[rows["option"].isin([labels[str(name)] for name in names])]
    if parts.empty or parts["percent"].isna().any():
        return 0
    added = sum(printed(share, base) for share, base in zip(parts["percent"], parts["base"], strict=True))
    return round(abs(added - printed(row["percent"], row["base"])), 6)


def printed(share, base):
    """A share as its table prints it: of few people a whole one."""
    return float(vi.rounded(vi.unrounded(share, base), int(base >= vi.SURE)))

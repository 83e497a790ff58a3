"""Annex: the declared families of comparisons – what differs first, what it rests on."""

import re

from pipeline import claims, vi, wording
from pipeline.infer import effects
from pipeline.report import told
from pipeline.report.findings import differing
from pipeline.report.grid import (
    take,
    words,
)
from pipeline.report.model import Heading, Items, Paragraph
from pipeline.wording import say

METHOD = re.compile(r", F\(")  # degrees of freedom differ from test to test; the name does not
QUOTED = re.compile("“[^”]*”")
ALONE = "So sánh giữa các nhóm"
PICTURES = 2  # of each family
FEW = "Với ít người trả lời như vậy chỉ khác biệt rất lớn mới thấy được: không thấy không có nghĩa là không có."
NEIGHBOURS = 8  # just under a threshold, that are named


def families(source):
    """The blocks of every family, in the order of survey.yaml: heading, summary, what differs, what is near."""
    found = [_family(source, name, rows) for name, rows in grouped(source.survey, source.tables)]
    return [block for blocks in found for block in blocks]


def grouped(survey, tables):
    """(name, tests) of every family; tests that name none are one family of their own."""
    tests = take(tables, "tests")
    tests = tests.assign(family=tests["family"].map(words).replace("", ALONE))
    declared = [f.name for f in survey.comparisons]
    names = sorted(dict.fromkeys(tests["family"]), key=lambda n: declared.index(n) if n in declared else len(declared))
    return [(name, tests[tests["family"].eq(name)]) for name in names]


def _family(source, name, rows):
    differs = differing(rows)
    own = [c for c in source.claims if c.table == "tests" and (c.family or ALONE) == name]
    said, near = [c for c in own if claims.matters(c)], [c for c in own if c.sure == claims.BORDER]
    label = said[0].label if said else near[0].label if near else ""
    shown = told.figures_table(
        say("{name}: số liệu của các nhận định", name=wording.label(name)),
        [*said, *near],
        label,
        _tested(source.survey),
        source.tables,
    )
    blocks = [Heading(2, name), Paragraph((_summary(rows, differs),))]
    blocks += [Items(tuple(told.sentence(c) for c in said))] if said else []
    blocks += [Paragraph((say(NEAR),)), Items(tuple(neighbours(near)))] if near else []
    return [*blocks, shown] if shown else blocks


NEAR = "Sát ngưỡng đáng kể, cần đọc thận trọng:"


def neighbours(near):
    """Sentences of what is estimated just under its threshold and may lie over it, so that no list of what matters
    ends between two neighbours; of many the first, and how many more there are."""
    said = [told.sentence(claim) for claim in near[:NEIGHBOURS]]
    more = len(near) - len(said)
    return [*said, (say("Và {more} phép so sánh khác sát ngưỡng đáng kể.", more=more),)] if more else said


def _tested(survey):
    """What stands beside the figures of a claim: how strong, how sure."""

    def told_of(claim):
        row = claim.tested
        judged = words(row["effect_name"]), survey.inference.negligible, row.get("side", float("nan"))
        size = f"{effects.symbol(judged[0])} = {effects.text(row['effect'], *judged)}"
        ends = [row.get(end, float("nan")) for end in ("effect_low", "effect_high")]
        limits = effects.limits(dict(zip(("effect_low", "effect_high"), ends, strict=True)), *judged)
        return f"{size} {limits}".strip() + f", {vi.p_value(row['p_adjusted'])}"

    return told_of


def _summary(rows, differs):
    computed = int(rows["p"].notna().sum())
    left = len(rows) - computed
    lost = say("{left} phép so sánh không tính được (lý do ở sổ bảng số liệu). ", left=left) if left else ""
    if not computed:
        return say("{all} phép so sánh đều không tính được; lý do ở sổ bảng số liệu.", all=len(rows))
    if differs.empty:
        few = f" {say(FEW)}" if rows["n"].max() < vi.SURE else ""
        told = "{lost}Trong {computed} phép so sánh, chưa đủ căn cứ nói có khác biệt đáng kể.{few}"
        return say(told, lost=lost, computed=computed, few=few)
    return say(DIFFERS, lost=lost, computed=computed, differs=len(differs))


DIFFERS = (
    "{lost}Trong {computed} phép so sánh, {differs} phép cho thấy khác biệt có ý nghĩa thống kê và đáng kể, xếp từ rõ"
    " nhất:"
)

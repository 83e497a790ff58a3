"""Annex: planned regressions, and the test of ranked options."""

from dataclasses import replace

import pandas as pd

from pipeline import claims, vi
from pipeline.claims import names
from pipeline.infer.regress import reading
from pipeline.infer.verdict import ALPHA
from pipeline.report import figures, regressed, told
from pipeline.report.grid import (
    about,
    average,
    cell,
    take,
    words,
)
from pipeline.report.model import Heading, Items, Paragraph

MEANS = (("mean", "Điểm trung bình"), ("mean_rank", "Hạng trung bình"))


def regressions(source):
    """The blocks of every planned outcome, in order: heading, what may be said, picture and table."""
    rows, fits = (take(source.tables, name) for name in ("regressions", "regression_fit"))
    rows, fits = (frame.assign(event=frame["event"].map(words)) for frame in (rows, fits))
    read = {(model.outcome, model.fit["event"]): model for model in reading.by_model(rows, fits)}
    found = [_regression(source, fit, read.get((fit["outcome"], fit["event"]))) for fit in fits.to_dict("records")]
    return [block for blocks in found for block in blocks]


def _regression(source, fit, model):
    survey, question = source.survey, source.survey.form[fit["outcome"]]
    title = f"{about(question)}: {fit['event']}"
    if model is None:
        return [Heading(2, title), Paragraph((words(fit["note"]),))]
    rows, own = reading.strengths(model.rows), _own(source.claims, fit)
    factors = [c for c in own if c.kind == "factor"]
    caveat = reading.caveat(fit) if factors else ""
    said = [*(told.sentence(c) for c in own), *([(caveat,)] if caveat else [])]
    measure = next(iter(model.pictures))
    named = average(source.tables, "hệ số" if measure == "b" else "tỷ số chênh")
    caption = f"{title}: {named} của từng yếu tố"
    label = f"model:{fit['outcome']}:{fit['event']}"
    shown = replace(regressed.table_of(survey, caption, rows, model), labels=(label,), source="regressions")
    summary = "" if any(c.sure == claims.SURE for c in factors) else _none_told(rows["p_adjusted"], factors)
    heading = Heading(2, f"Các yếu tố liên quan: {names.topic(survey.form, fit['outcome'])}")
    blocks = [heading, *([Paragraph((summary,))] if summary else [])]
    blocks += [Items(tuple(said))] if said else []
    found = told.title(factors[0]) if factors else caption
    return [*blocks, figures.regression(source, model, found), shown]


def _own(found, fit):
    """The claims of one model."""
    own = [c for c in found if c.table in ("regressions", "regression_fit")]
    return [c for c in own if (c.questions[0], c.family) == (fit["outcome"], fit["event"])]


def _none_told(p, near):
    """What may be said where no factor is told: that none matters only where every level differs and none borders."""
    if p.isna().all():
        return "Không mức nào nêu được số liệu."
    lost = f" {p.isna().sum()} mức không nêu được số liệu." if p.isna().any() else ""
    if p.lt(ALPHA).all() and not near:
        return "Không yếu tố nào có liên hệ đáng kể."
    return f"Chưa đủ căn cứ nói yếu tố nào có liên hệ đáng kể; không thấy không có nghĩa là không có.{lost}"


def options_note(tables, question):
    """The test of the options of one ranked question by the people who ranked them, and the same by weight."""
    whole = take(tables, "batteries", battery=question.name)
    whole = whole[whole["item_a"].map(words).eq("") & whole["p_adjusted"].notna()].to_dict("records")
    if not whole:
        return ""
    row = whole[0]
    told = f"χ² = {cell(row['statistic'], 2)}, bậc tự do {cell(row['df'], 0)}, {vi.p_value(row['p_adjusted'])}"
    same = f"So các phương án do cùng người xếp, {words(row['method'])}: {told}; W = {cell(row['effect'], 2)}."
    return f"{same} {_by_weight(row)}".strip()


def _by_weight(row):
    """The same test of all items by the design of the survey; empty without weights."""
    if pd.isna(row["p_adjusted_weighted"]):
        return ""
    second = f"; {cell(row['df2_weighted'], 0)}" if row["df2_weighted"] == row["df2_weighted"] else ""
    told = f"{words(row['method_weighted'])} = {cell(row['statistic_weighted'], 2)}"
    told += f", bậc tự do {cell(row['df_weighted'], 0)}{second}, {vi.p_value(row['p_adjusted_weighted'])}"
    return f"Có gia quyền: {told}; W = {cell(row['effect_weighted'], 2)}."

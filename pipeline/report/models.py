"""Annex: planned regressions, and the test of ranked options."""

from dataclasses import replace

import pandas as pd

from pipeline import claims, vi, wording
from pipeline.claims import names
from pipeline.infer.regress import reading
from pipeline.infer.regress.terms import TIMES
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
from pipeline.wording import say
from pipeline.wording.english_notes import named, noted

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
    title = f"{about(question)}: {_event(survey.form, fit)}"
    if model is None:
        return [Heading(2, title), Paragraph((noted(words(fit["note"])),))]
    model = model._replace(rows=_worded(survey.form, model.rows))
    rows, own = reading.strengths(model.rows), _own(source.claims, fit)
    factors = [c for c in own if c.kind == "factor"]
    caveat = noted(reading.caveat(fit)) if factors else ""
    said = [*(told.sentence(c, told.asked(survey.form, c)) for c in own), *([(caveat,)] if caveat else [])]
    measure = next(iter(model.pictures))
    size = average(source.tables, "hệ số" if measure == "b" else "tỷ số chênh")
    caption = say("{title}: {named} của từng yếu tố", title=title, named=size)
    label = f"model:{fit['outcome']}:{fit['event']}"
    shown = replace(regressed.table_of(survey, caption, rows, model), labels=(label,), source="regressions")
    summary = "" if any(c.sure == claims.SURE for c in factors) else _none_told(rows["p_adjusted"], factors)
    heading = Heading(2, say("Các yếu tố liên quan: {topic}", topic=names.topic(survey.form, fit["outcome"])))
    blocks = [heading, *([Paragraph((summary,))] if summary else [])]
    blocks += [Items(tuple(said))] if said else []
    found = told.title(factors[0]) if factors else caption
    told_by = [f.column for c in factors[:1] for f in c.estimates if f.column in model.pictures]
    return [*blocks, figures.regression(source, model, found, next(iter(told_by), measure)), shown]


def _event(form, fit):
    """The outcome of a model in words: quoted answers, or what the model has in place of them."""
    if not fit["event"].startswith("“"):
        return wording.label(fit["event"])
    answers = [text.strip("“”") for text in fit["event"].split(" hoặc ")]
    return say(" hoặc ").join(f"“{names.option(form, fit['outcome'], text)}”" for text in answers)


def _worded(form, rows):
    """The rows with levels and references as the report calls them."""

    def called(row, column):
        asked, labels = str(row["term"]).split(TIMES), words(row[column]).split(TIMES)
        return TIMES.join(names.option(form, name, label) for name, label in zip(asked, labels, strict=False))

    if wording.language() == wording.VI:
        return rows
    made = {column: [called(row, column) for row in rows.to_dict("records")] for column in ("level", "reference")}
    return rows.assign(**made)


def _own(found, fit):
    """The claims of one model."""
    own = [c for c in found if c.table in ("regressions", "regression_fit")]
    return [c for c in own if (c.questions[0], c.family) == (fit["outcome"], fit["event"])]


def _none_told(p, near):
    """What may be said where no factor is told: that none matters only where every level differs and none borders."""
    if p.isna().all():
        return say("Không mức nào nêu được số liệu.")
    lost = say(" {lost} mức không nêu được số liệu.", lost=p.isna().sum()) if p.isna().any() else ""
    if p.lt(ALPHA).all() and not near:
        return say("Không yếu tố nào có liên hệ đáng kể.")
    none = "Chưa đủ căn cứ nói yếu tố nào có liên hệ đáng kể; không thấy không có nghĩa là không có.{lost}"
    return say(none, lost=lost)


def items_note(tables, first):
    """The test of the items of a battery, known by its first, by those who rated them all: p and W alone, for the
    statistic with its degrees of freedom tells how many they were, and so how few stood outside the scale."""
    row = next((r for r in _whole(tables, first)), None)
    if row is None:
        return ""
    weight = row["p_adjusted_weighted"] == row["p_adjusted_weighted"]
    method, p, w = (row[f"{name}_weighted" if weight else name] for name in ("method", "p_adjusted", "effect"))
    return say(RATED, method=named(words(method)), p=vi.p_value(p), w=cell(w, 2))


RATED = "So các mục do cùng người trả lời, {method}: {p}; W = {w}."


def _whole(tables, question):
    """The rows of the tests of all items or options of a question."""
    rows = take(tables, "batteries", battery=question.name)
    return rows[rows["item_a"].map(words).eq("") & rows["p_adjusted"].notna()].to_dict("records")


def options_note(tables, question):
    """The test of the options of one ranked question by the people who ranked them, and the same by weight."""
    whole = _whole(tables, question)
    if not whole:
        return ""
    row = whole[0]
    df = say("bậc tự do {df}", df=cell(row["df"], 0))
    same = "So các phương án do cùng người xếp, {method}: {told}; W = {w}."
    told = f"χ² = {cell(row['statistic'], 2)}, {df}, {vi.p_value(row['p_adjusted'])}"
    same = say(same, method=named(words(row["method"])), told=told, w=cell(row["effect"], 2))
    return f"{same} {_by_weight(row)}".strip()


def _by_weight(row):
    """The same test of all items by the design of the survey; empty without weights."""
    if pd.isna(row["p_adjusted_weighted"]):
        return ""
    second = f"; {cell(row['df2_weighted'], 0)}" if row["df2_weighted"] == row["df2_weighted"] else ""
    told = f"{named(words(row['method_weighted']))} = {cell(row['statistic_weighted'], 2)}"
    df = say("bậc tự do {df}", df=f"{cell(row['df_weighted'], 0)}{second}")
    told += f", {df}, {vi.p_value(row['p_adjusted_weighted'])}"
    return say("Có gia quyền: {told}; W = {w}.", told=told, w=cell(row["effect_weighted"], 2))

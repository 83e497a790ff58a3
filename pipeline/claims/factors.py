"""Claims of the planned regressions: one a factor, all its levels together, in points and units a reader knows."""

import numpy as np

from pipeline import vi
from pipeline.claims import names, printed
from pipeline.claims.model import BORDER, POINTS, SURE, Claim
from pipeline.claims.printed import word
from pipeline.infer import effects
from pipeline.infer.regress import reading
from pipeline.infer.regress.planned import HIGHER
from pipeline.infer.regress.terms import TIMES
from pipeline.infer.verdict import ALPHA
from pipeline.wording import parts as worded
from pipeline.wording import say

ALIKE, BESIDE = "khi các yếu tố khác như nhau, ", "xét cùng các yếu tố khác, "
EXPLAINED = "các yếu tố đã xét giải thích {much} khác biệt giữa mọi người về {topic}{without}."
PARTS = ((0.02, "rất ít"), (0.13, "một phần nhỏ"), (0.26, "một phần"), (1.01, "một phần đáng kể"))  # Cohen 1988, R²


def claims(tables):
    """Claims of every factor that matters or borders, and of how much a model explains, in the order of the table."""
    rows = tables.rows("regressions")
    if rows.empty:
        return []
    rows = reading.strengths(rows.assign(event=rows["event"].map(word)))
    fits = {(f["outcome"], word(f["event"])): f for f in tables.rows("regression_fit").to_dict("records")}
    found = []
    for (outcome, event), model in rows.groupby(["outcome", "event"], sort=False):
        for term, part in model.groupby("term", sort=False):
            found.append(_factor(tables, outcome, event, term, part.to_dict("records"), model))
        if model["p_adjusted"].notna().any():  # no levels printed, nothing to explain by
            found.append(_explained(tables, outcome, event, fits.get((outcome, event), {})))
    return [claim for claim in found if claim]


def _size(row, limits):
    return effects.size(row["effect"], row["effect_name"], limits) if row["effect"] == row["effect"] else ""


def _factor(tables, outcome, event, term, rows, model):
    """One claim of all levels of a factor: a level under the threshold beside others over it is told with them."""
    limits = tables.survey.inference.negligible
    found = [r for r in rows if r["p_adjusted"] < ALPHA and r["effect"] == r["effect"]]
    sizes = [_size(r, limits) for r in found]
    over = [effects.borders(r["effect"], (r["effect_low"], r["effect_high"]), r["effect_name"], limits) for r in found]
    matters = any(size != effects.WORDS[0] for size in sizes)
    if not found or not (matters or any(over)):
        return None
    forms = (
        _crossed(tables, outcome, term) if TIMES in term else _levels(tables, outcome, event, term, rows, found, model)
    )
    strength = max(effects.standing(r["effect"], r["effect_name"]) for r in found)
    border = "" if matters else say("; mức khác nhau chưa chắc đáng kể")
    after = f"{border}{names.without(tables.form[outcome])}."
    groups = tuple(word(r["level"]) for r in found)
    return Claim("factor", "regressions", (outcome, term), tuple((*form, after) for form in forms), groups,
                 family=event, sure=SURE if matters else BORDER, size=max(sizes, key=effects.WORDS.index),
                 strength=strength, label=f"model:{outcome}:{event}")  # fmt: skip


def _crossed(tables, outcome, term):
    one, other = (names.topic(tables.form, part) for part in term.split(TIMES)[:2])
    topic = names.topic(tables.form, outcome)
    return (worded("liên hệ của {one} với {topic} khác nhau theo {other}", one=one, topic=topic, other=other),)


def _levels(tables, outcome, event, term, rows, found, model):
    """Who stands higher or lower than the level all are compared with, and by how much."""
    measured, column, unit, digits = _measured(tables, outcome, event, rows)
    is_average = column == "ame" and any(r["ame"] == r["ame"] for r in found)  # of everybody, in whatever group
    at = "" if is_average else _within(tables, model, term)
    if not word(found[0]["reference"]):
        return (_slope(tables, term, measured, column, unit, digits, found[0], at),)
    reference = names.group(tables.form, term, word(found[0]["reference"]))
    parts = []
    for way, sign in (("cao hơn", 1), ("thấp hơn", -1)):
        told = [r for r in found if np.sign(r[column] if r[column] == r[column] else _turn(r)) == sign]
        known = [r for r in told if r[column] == r[column]]
        if known:
            parts += ["; " if parts else "", say(f"{way} "), *_named(tables, term, known, column, unit, digits)]
        if hidden := [r for r in told if r[column] != r[column]]:  # of these only the direction: no figure is theirs
            silent = say(f"{way} (không nêu bao nhiêu) ")
            parts += ["; " if parts else "", silent, *_named(tables, term, hidden, column, unit, digits)]
    rest = [names.group(tables.form, term, word(r["level"])) for r in rows if r not in found and word(r["level"])]
    more = say("; chưa đủ căn cứ nói khác ở {rest}", rest=say(" và ").join(rest)) if rest else ""
    start = say("so với {reference}, {measured}{at} ", reference=reference, measured=measured, at=at)
    return (f"{say(ALIKE)}{start}", *parts, more), (f"{say(BESIDE)}{start}", *parts, more)


def _turn(row):
    """On which side of no difference an effect lies."""
    return row["effect"] - 1 if row["effect_name"] == "OR" else row["effect"]


def _named(tables, term, rows, column, unit, digits):
    """By how much, where: each level."""
    parts = []
    for at, row in enumerate(rows):
        parts += ["" if at == 0 else say(" và ") if at == len(rows) - 1 else ", "]
        parts += [_figure(row, column, unit, digits), " "] if row[column] == row[column] else []
        parts += [say("ở {group}", group=names.group(tables.form, term, word(row["level"])))]
    return parts


def _figure(row, column, unit, digits):
    ends = ("ame_low", "ame_high") if column == "ame" else ("low", "high")
    digits = vi.needed(row[column], 0, digits=digits)  # as its table: never 0,0 of what is none
    return printed.figure(
        "regressions", row, column, unit=unit, digits=digits, is_size=True, low=row[ends[0]], high=row[ends[1]]
    )


def _slope(tables, term, measured, column, unit, digits, row, at):
    way = "cao" if (row[column] if row[column] == row[column] else _turn(row)) > 0 else "thấp"
    told = {"start": say(ALIKE), "topic": names.topic(tables.form, term), "measured": measured, "at": at}
    form = worded(f"{{start}}nhìn chung {{topic}} càng cao thì {{measured}}{{at}} càng {way}", **told)
    known = row[column] == row[column]
    return (*form, *worded(" (mỗi đơn vị: {figure})", figure=_figure(row, column, unit, digits))) if known else form


def _measured(tables, outcome, event, rows):
    """What is higher or lower, and the column, unit and digits that tell by how much."""
    question, topic = tables.form[outcome], names.topic(tables.form, outcome)
    if any(row["b"] == row["b"] for row in rows):
        return say("trung bình của {topic}", topic=topic), "b", "", 2
    if event == HIGHER:
        top = (
            question.option_labels[-1:]
            if not question.points
            else [c.label for c in question.choices if c.name == question.points[-1]]
        )
        of = "" if names.is_clear(tables.form, outcome, top) else say(" về {topic}", topic=topic)
        return say("tỷ lệ {did}{of}", did=names.did(tables.form, outcome, top, "trả lời"), of=of), "ame", say(POINTS), 1
    did, is_clear = _chose(tables, question, event)
    of = "" if is_clear else say(" về {topic}", topic=topic)
    return say("tỷ lệ {did}{of}", did=did, of=of), "ame", say(POINTS), 1


def _chose(tables, question, event):
    """(what those did who gave one of the answers of an outcome: of the declared net with exactly these its name;
    whether it says of what)."""
    labels = {c.name: c.label for c in question.choices}
    for net, codes in tables.survey.tables.nets.get(question.name, {}).items():
        if set(event.split(" hoặc ")) == {f"“{labels.get(str(code), '')}”" for code in codes}:
            is_clear = names.is_clear(tables.form, question.name, [net])
            return names.in_net(tables.form, question.name, net, len(codes)), is_clear
    answers = [text.strip("“”") for text in event.split(" hoặc ")] if event.startswith("“") else [event]
    named = say(" hoặc ").join(f"“{names.option(tables.form, question.name, text)}”" for text in answers)
    return say("chọn {options}", options=named), False


def _within(tables, model, term):
    """Where a level that takes part in an interaction is compared: at the references of the other questions."""
    pairs = [name.split(TIMES) for name in dict.fromkeys(model["term"].astype(str)) if TIMES in name]
    others = [name for pair in pairs if term in pair for name in pair if name != term]
    references = {r.term: word(r.reference) for r in model.itertuples()}
    where = [_at(tables.form, name, references.get(name, "")) for name in others]
    return say(" (xét riêng {where})", where=say(" và ").join(where)) if where else ""


def _at(form, name, reference):
    return names.group(form, name, reference) if reference else say("{topic} bằng 0", topic=names.topic(form, name))


def _explained(tables, outcome, event, fit):
    """How much of the differences between people a model explains, in words; None where that may be chance."""
    if fit.get("p") is not None and fit["p"] >= ALPHA:
        return None
    square = next(
        (fit[key] for key in ("nagelkerke", "r2") if fit.get(key) == fit.get(key) and fit.get(key) is not None), None
    )
    if square is None:
        return None
    much, topic = next(say(said) for limit, said in PARTS if square < limit), names.topic(tables.form, outcome)
    told = worded(EXPLAINED, much=much, topic=topic, without=names.without(tables.form[outcome]))
    return Claim("fit", "regression_fit", (outcome,), (told,), family=event, label=f"model:{outcome}:{event}")

"""Part I: the answers that matter, each sentence computed from the tables."""

from itertools import zip_longest

import numpy as np
import pandas as pd

from pipeline.claims.themes import APART
from pipeline.infer import effects
from pipeline.report.grid import cell, take, words
from pipeline.wording import say


def leads(survey, tables):
    """Questions of the first page: those survey.yaml names, else six closed ones that are no background, the first of
    each section before the second of any; of a number in groups these."""
    form = survey.form
    if survey.report.lead:
        return [form[name] for name in survey.report.lead]
    counted = set(take(tables, "frequencies")["question"]) | set(take(tables, "numbers")["question"])
    background = {*survey.banners, *survey.weighting.margins, survey.population.unit}
    own = counted - background - {group.of for group in form.groups}
    fit = [[q for q in s.variables if q.name in own and len(q.choices) <= 15] for s in form.sections]
    chosen = [q for turn in zip_longest(*fit) for q in turn if q is not None][:6]
    return [q for q in form.variables if q in chosen]


def differing(tests):
    """The tests that found a difference worth telling – adjusted p under 0,05, effect not negligible – strongest first.

    ``size`` says what is negligible (the thresholds of survey.yaml), where the table has it.
    Adds ``strength``: where the effect stands between "không đáng kể" (0–1) and "lớn" (3–4) on its own scale.
    """
    sides = tests["side"] if "side" in tests else [np.nan] * len(tests)
    judged = zip(tests["effect"], tests["effect_name"], sides, strict=True)
    graded = tests.assign(strength=[effects.standing(*row) for row in judged])
    said = graded["size"].map(words) if "size" in graded else pd.Series("", index=graded.index)
    matters = said.ne(effects.WORDS[0]).where(said.ne(""), graded["strength"].ge(1)).astype(bool)
    found = graded[graded["p_adjusted"].lt(0.05) & matters]
    return found.sort_values("strength", ascending=False, kind="stable")


def reviewed(rows, is_tone):
    """Says how many of a question's codes a person has approved; sentiments are four, which nobody edits."""
    if is_tone:
        return say("Sắc thái theo danh sách cố định.")
    approved = rows["status"].map(words).eq("đã duyệt").sum()
    proposed = rows["status"].map(words).eq("đề xuất").sum()
    if approved and proposed:
        told = "{approved} nhóm đã được người phân tích duyệt, {proposed} nhóm còn là đề xuất của máy."
        return say(told, approved=cell(approved, 0), proposed=cell(proposed, 0))
    return "Nhóm đã được người phân tích duyệt." if approved else "Nhóm do máy gợi ý, chưa có người gộp và duyệt."


def set_apart(codes):
    """Which codes hold no theme: no opinion ("0"), small codes folded together ("khac"), not coded ("chua")."""
    return codes.map(words).isin(APART)

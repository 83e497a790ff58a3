"""Sentiment of open answers: a second axis, taught by the same decisions, promised and estimated alike."""

from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline import describe
from pipeline.coding import deciding
from pipeline.coding.frame import APPROVED, HEADINGS
from pipeline.questionnaire import Choice
from pipeline.questionnaire.tones import TONES, tone_name

COLUMNS = ["question", "code", "name", "tone", "n", "percent", "base"]


def frame():
    """The four sentiments as a code frame that nobody edits."""
    rows = pd.DataFrame({"code": list(TONES), "name": list(TONES.values()), "status": APPROVED})
    return rows.reindex(columns=list(HEADINGS), fill_value="").astype("str")


def hand(decisions):
    """What persons said of the sentiment, as decisions on codes; a decision that was taken back takes it back too."""
    told = decisions[decisions["tone"].ne("") | decisions["codes"].eq("")]
    return told.assign(codes=told["tone"].where(told["codes"].ne(""), ""))


def decide(prepared, decisions, *, precision, seed=0):
    """``deciding.decide`` of the sentiments: (coded, quality)."""
    return deciding.decide(prepared, frame(), hand(decisions), precision=precision, several=False, seed=seed)


def beside(answers, tone):
    """The answers with the sentiment as a column, and it as a question of one answer, by which codes are crossed: None
    where all are alike. Its groups are the rows of its own table, so that ``privacy`` hides both together."""
    labels = {choice.name: choice.label for choice in tone.question.choices}
    column = tone.shown["codes"].map(labels).reindex(answers.index)
    rows = answers.assign(**{tone.question.name: column.astype(pd.CategoricalDtype([*labels.values()]))})
    choices = tuple(Choice(label, label) for label in labels.values())
    return rows, replace(tone.question, type="select one", choices=choices) if len(choices) > 1 else None


def table(answers, one, tone, crossed, *, weight=None):
    """Code × sentiment of one question: ``percent`` (0-100, weighted) of those who name a code speak so.

    ``crossed``: ``openended.all_crosstabs`` with small cells hidden; a code that lacks a cell there has no shares here.
    """
    rows, banner = beside(answers, tone)
    if banner is None or not one.question.choices:
        return pd.DataFrame(columns=COLUMNS)
    share = describe.crosstab(rows, banner, one.question, weight=weight).set_index(["group", "option"])["percent"]
    cells = crossed[crossed["question"].eq(one.question.name) & crossed["by"].eq(banner.name)]
    known = cells.pivot_table("n", "option", "group", aggfunc="first", dropna=False)
    made = []
    for choice in one.question.choices:
        own = known.loc[choice.label].reindex([c.label for c in banner.choices])
        base = own.sum() if own.notna().all() else np.nan
        for told, n in own.items():
            # Of a row that lacks a cell no share is told: they add up to 100, and n ÷ share is the number of people.
            percent = share.get((choice.label, told), np.nan) if pd.notna(base) else np.nan
            made.append([one.question.name, choice.name, choice.label, told, n, round(percent, 1), base])
    return pd.DataFrame(made, columns=COLUMNS)


def of(found, name):
    """The study of the sentiment of a question among the studies, or None."""
    return found.get(tone_name(name))

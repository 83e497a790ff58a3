"""Sentiment of open answers: a second axis, taught by the same decisions, promised and estimated alike."""

from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline import describe, vi
from pipeline.cluster import shares
from pipeline.coding import deciding, estimates
from pipeline.coding.frame import APPROVED, HEADINGS, UNCODED
from pipeline.coding.hand import upheld
from pipeline.questionnaire import Choice
from pipeline.questionnaire.tones import TONES, tone_name

COLUMNS = ["question", "code", "name", "tone", "n", "percent", "base", "estimate", "low", "high"]


def frame():
    """The four sentiments as a code frame that nobody edits."""
    rows = pd.DataFrame({"code": list(TONES), "name": list(TONES.values()), "status": APPROVED})
    return rows.reindex(columns=list(HEADINGS), fill_value="").astype("str")


def hand(decisions):
    """What persons said of the sentiment, as decisions on codes: who says nothing of it later, as in a list, leaves it
    as it was; a decision that was taken back takes it back too."""
    stand = upheld(decisions)
    told = stand[stand["tone"].ne("") | stand["codes"].eq("")]
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
    """Code × sentiment of one question: ``percent`` (0-100, weighted) of those coded so who speak so.

    ``crossed``: ``tables.all_crosstabs`` with small cells hidden; a code that lacks a cell there has no shares here.
    ``estimate``, ``low``, ``high`` (95 % interval): of all who name the code, also those not coded yet; missing where
    too few answers drawn at random have the code (:func:`estimated`), or a cell is hidden.
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
            made.append([one.question.name, choice.name, choice.label, told, n, vi.rounded(percent, 1), base])
    found = pd.DataFrame(made, columns=COLUMNS[:7]).merge(
        estimated(answers, one, tone, weight=weight), on=["code", "tone"], how="left"
    )
    hidden = found["percent"].isna()
    # One digit, as of the share beside them: more would tell how many of the few drawn answers speak so.
    return found.assign(**{c: vi.rounded(found[c].mask(hidden), 1) for c in ("estimate", "low", "high")})[COLUMNS]


def estimated(answers, one, tone, *, weight=None):
    """Of all who name a code of a study, also those not coded yet, the share (0-100, weighted) who speak so, and its
    95 % interval: ``code tone estimate low high``.

    The answers drawn at random whose code and sentiment a person told put the machine's shares right
    (``cluster.shares.ratio``): an interval of the share among the coded would tell of the draw of answers, not of the
    machine's errors. No row of a code that fewer than ``cluster.shares.FEWEST`` of them have, nor of no sentiment, nor
    where a person coded everything.
    """
    rows = answers.loc[one.coded.index]
    asked = one.prepared.loc[rows.index, "kind"].eq("content").to_numpy()
    people = estimates.people(rows, weight)[asked]
    themes, tones = (estimates.known(own) for own in (one, tone))
    choices = [] if estimates.is_counted(one) and estimates.is_counted(tone) else one.question.choices
    drawn, made = np.flatnonzero((themes.drawn & tones.drawn)[asked]), []
    for choice in (c for c in choices if c.name != UNCODED):
        whole, has = estimates.having(one, choice, themes)
        lot = has[asked][drawn]
        for told in (c for c in tone.question.choices if c.name in TONES and lot.sum() >= shares.FEWEST):
            part, both = estimates.having(tone, told, tones)
            said = whole[asked], (whole * part)[asked]
            found = shares.ratio(said, people, drawn, (lot, lot * both[asked][drawn]))
            made.append([choice.name, told.label, *(100 * found[name] for name in ("share", "low", "high"))])
    return pd.DataFrame(made, columns=["code", "tone", "estimate", "low", "high"]).astype(
        dict.fromkeys(COLUMNS[7:], float)
    )


def of(found, name):
    """The study of the sentiment of a question among the studies, or None."""
    return found.get(tone_name(name))

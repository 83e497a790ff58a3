"""A rank question whose options have a column each, with the place given to it: joined into one answer."""

import re

import pandas as pd

from pipeline import questionnaire
from pipeline.ingest import headers, ticks
from pipeline.ingest.text import fold, spaced

PLACE = re.compile(r"\D*(\d+)(?:\.0+)?\D*")


def columns(raw, asked, groups):
    """Column → (question name, choice name) for the columns of one option each of the rank questions.

    Numbers as names are passed over: the column "q/1" may be the first option or the first place.
    """
    ranked = [q for q in asked if q.kind == "rank"]
    keys, own = headers.option_keys(ranked, groups), headers.own_heads(asked)
    found = {}
    for column in (c for c in raw.frame if ranked and fold(c) not in own):
        heads = [headers.joints(text) for text in headers.texts_of(raw, column, "nhãn")]
        heads += [end for head in heads for end in headers.endings(head)]
        meant = next((keys[h] for h in heads if keys.get(h) and not h.rpartition("/")[2].isdigit()), None)
        found |= {column: meant} if meant else {}
    return found


def joined(frame, options, question):
    """One column of choice names from the first place to the last; missing where nobody was given a place.

    Blank, 0 and what counts as no answer are no place. Who gave one place twice or left a place out between has the
    cells as an answer that is none, so that it is counted and shown for correction.
    """
    names, drop = {c.name: c.label for c in question.offered}, {spaced(text) for text in question.missing or ()}
    given = pd.DataFrame({option: frame[column] for column, option in options.items()})
    return given.apply(lambda row: _answer(row, names, drop), axis=1).astype("str")


def _answer(row, names, drop):
    cells = {option: spaced(text) for option, text in row.dropna().items()}
    cells = {o: t for o, t in cells.items() if t and t not in drop and fold(t) not in ticks.NO}
    places = {option: int(m[1]) for option, text in cells.items() if (m := PLACE.fullmatch(text))}
    order = sorted(places, key=places.get)
    if len(places) == len(cells) and [places[o] for o in order] == list(range(1, len(order) + 1)):
        return " ".join(order) or None
    return questionnaire.IMPROPER + "; ".join(f"{names[option]} = {text}" for option, text in cells.items())

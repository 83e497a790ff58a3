"""Every answer sent against every answer stored, as multisets: nothing lost, nothing twice, nothing changed."""

import unicodedata
from collections import Counter
from typing import NamedTuple

from pipeline import rules
from pipeline.form import store


class Comparison(NamedTuple):
    """Answers whose senders were thanked, rows stored, the store's own count, what is missing and what is too much,
    and how many are marked as too fast.
    """

    thanked: int
    stored: int
    counted: int
    missing: int
    surplus: int
    too_fast: int


def compare(form, sent, address):
    """The Comparison of the answers ``sent`` (dicts, skip logic applied) with the store at ``address``.

    Sent answers are brought into the spelling the form promises to store; stored ones are taken as they are.
    Calculated questions are left out, since nobody sends them.
    """
    names = [q.name for q in form.questions if q.kind != "none" and not q.calculation]
    table = store.responses(address).fillna("")
    given = Counter(tuple(canonical(form[n], answers.get(n, "")) for n in names) for answers in sent)
    kept = Counter(table[names].itertuples(index=False, name=None))
    with store.opened(address) as engine:
        counted = store.accepted(engine)
    return Comparison(
        thanked=given.total(),
        stored=len(table),
        counted=counted,
        missing=(given - kept).total(),
        surplus=(kept - given).total(),
        too_fast=int(table["_too_fast"].eq("1").sum()),
    )


def canonical(question, answer):
    """An answer as it must be stored: NFC, no control signs, numbers and dates in one spelling, ticks in order."""
    text = unicodedata.normalize("NFC", answer)
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c) != "Cc").strip()
    if question.kind == "multiple":
        ticked = text.split()
        return " ".join(c.name for c in question.choices if c.name in ticked)
    return rules.normal(question, text)

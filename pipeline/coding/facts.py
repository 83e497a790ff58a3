"""What the files say, as the requests of a page ask it again and again: read once for each state of them."""

from typing import NamedTuple

import pandas as pd

from pipeline.coding import frame
from pipeline.coding.frame import NO_OPINION
from pipeline.coding.hand import counted, latest, singly
from pipeline.coding.tones import hand as sentiment


class Facts(NamedTuple):
    """What requests ask of the files again and again, read once for each state of them.

    ``live``: the codes in use; ``names``, ``ends``: name of a code, the code it counts as; ``given``: answer → (codes
    as they count now, how) as this coder last decided, in the order of first decisions; ``seen``: answers decided by
    whom the desk may know of; ``alone``: those of them not from a list;
    ``toneless``: those that say something and have no sentiment, where some have.
    """

    live: pd.DataFrame
    names: dict
    ends: dict
    given: dict
    seen: set
    alone: set
    toneless: set


def facts(desk):
    """The :class:`Facts` of the files as they were last read."""
    with desk.lock:
        if desk.known is None or desk.known[0] != desk.seen:
            desk.known = desk.seen, _facts(desk)
        return desk.known[1]


def _facts(desk):
    hand, last = counted(mine(desk), desk.frame), {}
    for key, codes, coder, how in zip(*(hand[name].tolist() for name in ("key", "codes", "coder", "how")), strict=True):
        last[key, coder] = codes, how
    stand = {pair: told for pair, told in last.items() if told[0]}
    given = {key: told for (key, coder), told in stand.items() if coder == desk.coder}
    seen = {key for key, _ in stand}
    if desk.framed is None or desk.framed[0] is not desk.frame:
        read = frame.live(desk.frame), frame.names(desk.frame), frame.resolved(desk.frame)
        desk.framed = desk.frame, read
    return Facts(*desk.framed[1], given, seen, seen & singly(hand), _toneless(desk, stand))


def _toneless(desk, stand):
    noted = latest(sentiment(mine(desk)))["key"] if desk.question.name in desk.work.survey.sentiment else ()
    return {key for (key, _), told in stand.items() if told[0] != NO_OPINION} - {*noted} if len(noted) else set()


def mine(desk):
    """The decisions the desk may know of: in a blind sample only the coder's own."""
    return desk.hand[desk.hand["coder"].eq(desk.coder)] if desk.sample else desk.hand

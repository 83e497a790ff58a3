"""Whose turn it is: answers where the model is in doubt teach it most, answers drawn at random say how good it is."""

from itertools import islice

from pipeline import cluster
from pipeline.coding import deciding
from pipeline.coding import hand as hands

FIRST = 50  # decisions at the start that are all drawn at random: a model that knows nothing has no doubts to go by
EVERY = 2  # then one of so many; of the others every second measures key phrases, while there are any to measure
TRIED = 60  # of the answers that hold a code's phrases, drawn until the phrases are found good or bad

SAID = {hands.DRAWN: "rút ngẫu nhiên từ mọi câu", hands.CAUGHT: "rút ngẫu nhiên từ các câu có cụm từ khóa", "": ""}


def tried(prepared, frame, hand, line):
    """The lines of answers that hold key phrases still to be measured, the phrase that most people used first."""
    hits = deciding.matches(prepared, frame)
    known = deciding.measured(prepared, frame, hand, hits)
    known = known[known["state"].eq(deciding.UNKNOWN) & known["tried"].lt(TRIED) & known["caught"].ge(cluster.ABOVE)]
    codes = known.sort_values("caught", ascending=False, kind="stable")["code"]
    return [line[hits[code].reindex(line.index)].drop_duplicates().tolist() for code in codes]


def drawn(line, phrases, decided, skipped, decisions):
    """Key of the answer drawn at random after so many decisions, of all or of those with phrases; "" where it is not
    the turn of one."""
    at_large = decisions < FIRST or decisions % EVERY == 0
    parts = [line] if at_large else phrases if decisions // EVERY % 2 else []
    return next((key for part in parts for key in _next(part, decided, skipped)), "")


def mark(line, phrases, decided, skipped, key):
    """How a decision on this answer is written down: drawn at random if its turn had come, however it was asked."""
    if key in _turns(line, decided, skipped):
        return hands.DRAWN
    return hands.CAUGHT if any(key in _turns(part, decided, skipped) for part in phrases) else ""


def _turns(line, decided, skipped):
    """The next answer, and the next but those skipped."""
    return {*_next(line, decided, ()), *_next(line, decided, skipped)}


def _next(part, decided, skipped):
    return list(islice((key for key in part if key not in decided and key not in skipped), 1))

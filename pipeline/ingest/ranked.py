"""Columns that are the places given to the options of one question: guessed to be one rank question."""

import os
import re

import pandas as pd

from pipeline.ingest.places import PLACE
from pipeline.ingest.text import fold, spaced

OPTION = re.compile(r"(.+?)\s*\[([^\[\]]+)\]|(.+)(?:\s[–—-]|[/:])\s*([^/:]+)")
FEWEST, PROPER = 10, 0.95


def joined(found, raw):
    """The guesses with those of such columns made one of type "rank" at the first of them.

    Three options or more have the same words before them, and 95 % of those who gave a place gave 1, 2 … to different
    options, most of them to more than one; a battery of points repeats them.
    """
    groups = {}
    for guess in (g for g in found if g.type):
        split = OPTION.fullmatch(spaced(raw.labels.get(guess.column, guess.column)))
        head, option = [text for text in split.groups() if text] if split else ("", "")
        if option and not option.isdigit():
            groups.setdefault(head, {})[guess.column] = option
    for head, options in groups.items():
        if len(options) > 2 and len({*map(fold, options.values())}) == len(options) and _ranks(raw.frame[[*options]]):
            found = [_one(guess, head, options) for guess in found]
    return found


def _one(guess, head, options):
    if guess.column not in options:
        return guess
    first, labels = next(iter(options)), tuple(options.values())
    if guess.column != first:
        return guess._replace(type="", note=f"cột tách của câu «{head[:60]}»", labels=(), scale="", asked=())
    note = f"đoán: câu xếp hạng, {len(labels)} phương án, mỗi phương án một cột ghi thứ hạng"
    return type(guess)(first, "rank", note, labels, parts=options, head=head)


def name(guess):
    """A name for the question: what the heads of its columns begin with ("c7_1", "c7_2" → "c7")."""
    return re.sub(r"[\W_]+$", "", os.path.commonprefix(list(guess.parts)))


def _ranks(frame):
    cells = frame.map(spaced, na_action="ignore").replace("", None)
    places = cells.apply(lambda column: column.str.fullmatch(PLACE.pattern)).where(cells.notna()).fillna(True)
    if not places.to_numpy().all():
        return False
    given = cells.apply(lambda column: pd.to_numeric(column.str.extract(PLACE, expand=False)))
    given = given.mask(given == 0).dropna(how="all")
    placed = given.notna().sum(axis=1)
    proper = (given.nunique(axis=1) == placed) & (given.max(axis=1) == placed)
    return len(given) >= FEWEST and proper.mean() >= PROPER and (placed > 1).mean() > 0.5

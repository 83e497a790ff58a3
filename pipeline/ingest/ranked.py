"""Columns of one option each – ticks, or the places given – guessed to be one question of several choices or ranks."""

import os
import re

import pandas as pd

from pipeline.ingest.places import PLACE
from pipeline.ingest.text import fold, spaced

OPTION = re.compile(r"(.+?)\s*\[([^\[\]]+)\]|(.+)(?:\s[–—-]|[/:])\s*([^/:]+)")
FEWEST, PROPER = 10, 0.95
TICKED = ("1", "1.0", "true", "x", "✓", "checked", "selected", "quoted", *map(fold, ("chọn", "đã chọn")))
LEFT = ("0", "0.0", "false", "unchecked", "not selected", "not quoted", fold("không chọn"))  # "Không" may be an answer


def joined(found, raw):
    """The guesses with those of such columns made one at the first of them, of type "rank" or "select_multiple".

    The options have the same words before them. Of a rank question they are three or more, and 95 % of those who gave a
    place gave 1, 2 … to different options, most of them to more than one; a battery of points repeats them. Of several
    choices they are two or more, and every cell is a tick or says that there is none ("Chọn", "0", but not "Không").
    """
    groups = {}
    for guess in (g for g in found if g.type):
        split = OPTION.fullmatch(spaced(raw.labels.get(guess.column, guess.column)))
        head, option = [text for text in split.groups() if text] if split else ("", "")
        if option and not option.isdigit():
            groups.setdefault(head, {})[guess.column] = option
    for head, options in groups.items():
        apart = len({*map(fold, options.values())}) == len(options) > 1
        kind = _kind(raw.frame[[*options]]) if apart else ""
        found = [_one(guess, head, options, kind) for guess in found] if kind else found
    return found


def _kind(frame):
    if frame.shape[1] > 2 and _ranks(frame):
        return "rank"
    return "select_multiple" if _ticks(frame) else ""


def _one(guess, head, options, kind):
    if guess.column not in options:
        return guess
    first, labels = next(iter(options)), tuple(options.values())
    if guess.column != first:
        return guess._replace(type="", note=f"cột tách của câu «{head[:60]}»", labels=(), scale="", asked=())
    note = f"đoán: {NOTES[kind].format(many=len(labels))}"
    return type(guess)(first, kind, note, labels, parts=options, head=head)


NOTES = {
    "rank": "câu xếp hạng, {many} phương án, mỗi phương án một cột ghi thứ hạng",
    "select_multiple": "nhiều lựa chọn, {many} phương án, mỗi phương án một cột đánh dấu",
}


def name(guess):
    """A name for the question: what the heads of its columns begin with ("c7_1", "c7_2" → "c7")."""
    return re.sub(r"[\W_]+$", "", os.path.commonprefix(list(guess.parts)))


def _ticks(frame):
    """Whether each column holds ticks and their lack – or ticks and blanks – and nothing else."""
    cells = frame.map(fold, na_action="ignore").replace("", None)
    known = cells.isin([*TICKED, *LEFT]) | cells.isna()
    ticked = cells.isin(TICKED)
    return bool(known.to_numpy().all() and ticked.any().all() and not ticked.all().any() and len(cells) >= FEWEST)


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

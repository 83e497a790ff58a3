"""Cells that may be no answer though they hold something: 99, −99, NA, NULL, "-" – counted, and asked about."""

import re
from itertools import combinations

from pipeline.ingest.text import spaced

ALWAYS = re.compile(r"null|nan|<na>|#n/a|undefined|[-–—_.*/\\]+", re.IGNORECASE)
CODES = re.compile(r"9{1,9}|8{1,9}|7{2,9}|9*[678]|-(?:\d|[6-9]{2,9}|1\d\d\d)")
SHOWN = 6


def markers(frame):
    """Texts that programs write for an empty cell → how many cells of the whole table hold them.

    NULL, nan, "-", "." … are never an answer. "NA" and "n/a" count where the columns that hold them have no blank cell,
    in two columns or more ("NA" in one, if it is no code among codes); "N/A" only where whole blocks of questions have
    it at the same people, who were not asked. Anything else stays an answer, and is asked about.
    """
    held = {}
    for column in frame:
        times = frame[column].value_counts()
        for text in (t for t in times.index if len(t) <= 12 and (ALWAYS.fullmatch(t.strip()) or _na(t))):
            held.setdefault(text.strip(), {})[column] = int(times[text])
    found = {text: columns for text, columns in held.items() if _is_empty(text, columns, frame)}
    return {text: sum(columns.values()) for text, columns in found.items()}


def _na(text):
    return text.strip().casefold() in ("na", "n/a")


def _is_empty(text, columns, frame):
    if not _na(text):
        return True
    if text.casefold() == "n/a" and text != "n/a":
        return _skipped_together(text, columns, frame)
    full = [c for c in columns if frame[c].notna().all()]
    if len(full) >= 2:
        return True
    return text == "NA" and len(full) == 1 and len(columns) == 1 and not _codes_of_letters(frame[full[0]], text)


def _skipped_together(text, columns, frame):
    """Whether two or more columns have the text at exactly the same people, several of them."""
    where = {c: frozenset(frame.index[frame[c].eq(text)]) for c in list(columns)[:200]}
    return any(a == b and len(a) >= 3 for a, b in combinations(list(where.values())[:60], 2))


def _codes_of_letters(column, text):
    others = column[column.ne(text)].dropna()
    return others.str.fullmatch(r"[A-ZĐ]{2,3}").mean() > 0.8


def stray_codes(numbers, *, signed=False):
    """Values of a column of numbers that look like codes for no answer → how many people, those far off alone.

    A code is a run of nines, eights or sevens (99, 998, −9 …). It must lie apart from all other values, or hold many
    more people than the values next to it. Negative numbers are answers where ``signed``, and on a scale from −n to n.
    """
    times = numbers.dropna().value_counts()
    coded = {v: int(n) for v, n in times.items() if v == int(v) and CODES.fullmatch(str(int(v)))}
    if signed or (len(times) and numbers.min() == -numbers.max()):
        coded = {v: n for v, n in coded.items() if v > 0}
    rest = times[[v not in coded for v in times.index]]
    if rest.empty or not coded:
        return {}
    return {int(v): n for v, n in sorted(coded.items()) if n >= 2 and _stands_apart(v, n, rest, coded)}


def _stands_apart(value, people, rest, coded):
    low, high = rest.index.min(), rest.index.max()
    spread = max(high - low, 1)
    if value < 0:
        return low >= 0 or value < low - spread
    if value < low:
        return value >= 7 and value * 10 < low
    if value <= high:
        return False
    gap, near = value - high, rest[(rest.index >= value - 10) & (rest.index < value)].sum()
    if value < 10:
        return gap >= 3 and people >= rest.get(high, 0)
    return gap > max(2, 0.15 * spread) or people >= max(3, 3 * near)


def shown(counts):
    """ "99 × 8, −9 × 2" of value → people."""
    return ", ".join(f"{spaced(str(v)).replace('-', '−') if str(v)[1:] else v} × {n}" for v, n in counts.items())


def without(frame, texts):
    """The table with the cells that hold one of the texts blank."""
    return frame.apply(lambda column: _blanked(column, set(texts))) if texts else frame


def _blanked(column, texts):
    held = [text for text in column.dropna().unique() if text.strip() in texts]
    return column.where(~column.isin(held)) if held else column

"""The choices named in a cell: codes or labels, one or several, whatever parts them – decided from the whole column."""

import re
import unicodedata
from functools import cache

from pipeline import vi
from pipeline.numerals import whole

OTHER = ("khac", "other")
MARKS = r"\s*[,;|\n；，、]\s*"
BLANKS = r"\s*[,;|\n；，、]\s*|\s+"
BY_HAND = r"\s*[,;|\n；，、/+&]\s*|\s+(?:[-–]|và|and)\s+"
ENDS = " \n\t,;|；，"


def comparable(text):
    """The text as compared: NFC, single blanks, straight quotes, lower case."""
    return spelt(text).casefold()


def spelt(text):
    """The text in NFC with single blanks and straight quotes, case kept."""
    return " ".join(vi.straight(unicodedata.normalize("NFC", str(text))).split())


def column_codes(column, question):
    """Every distinct answer of a column → (codes found, texts that are no choice); and whether blanks part the codes.

    An answer of a one-choice question is one choice or none. Several choices may be parted by commas, semicolons,
    bars, lines or – where the column as a whole is written so – by blanks, or by "/", "+", "-", "và" as people type
    them; a label may hold any of these: the reading that leaves nothing over wins, the longest label first. What is no
    choice does not cost the choices beside it.
    """
    lookup, answers = choice_lookup(question), list(column.dropna().unique())
    if question.kind not in ("multiple", "rank"):
        return {value: _one(value, lookup) for value in answers}, False
    labels = _by_start(lookup)
    whole = {value: _whole(value, lookup, labels) for value in answers}
    ways = [found[1] for found in whole.values() if found]
    parted = max((MARKS, BLANKS, BY_HAND), key=ways.count)
    readers = [_piece_reader(lookup, gap) for gap in dict.fromkeys((parted, BY_HAND))]
    pieces = {value: [read(value) for read in readers] for value, found in whole.items() if not found}
    best = {value: next((read for read in ways if read[0]), ways[0]) for value, ways in pieces.items()}
    return {value: best.get(value) or (found[0], []) for value, found in whole.items()}, parted == BLANKS


def choice_lookup(question):
    """Code of every way to write a choice: as it stands first, then without regard to case where that is one choice.

    What the form says that files have for a choice (``raw``) goes before codes, these before labels. A code that is a
    number is also found as 1.0 or 01.
    """
    labelled = _codes_of_labels(question, spelt)
    written = {label: names[0] for label, names in labelled.items() if len(names) == 1}
    written |= {spelt(c.name): c.name for c in question.offered}
    written |= {spelt(text): c.name for c in question.offered for text in c.raw}
    folded = {}
    for text, name in written.items():
        folded.setdefault(text.casefold(), set()).add(name)
        if number := whole(text):
            folded.setdefault(f"#{number}", set()).add(name)
    return {text: names.pop() for text, names in folded.items() if len(names) == 1} | written


def twins(question, texts):
    """The labels among ``texts`` that several codes share: label as compared → those codes."""
    met = set(map(comparable, texts))
    return {k: names for k, names in _codes_of_labels(question, comparable).items() if k in met and len(names) > 1}


def _codes_of_labels(question, read):
    found = {}
    for choice in (*question.choices, *question.listed):  # a repeated code has the labels of all its rows
        for label in (*choice.labels.values(), choice.label):
            found.setdefault(read(label), {})[choice.name] = True
    return {label: list(names) for label, names in found.items()}


def _find(text, lookup):
    for key in (text, text.casefold(), f"#{whole(text)}"):
        if key in lookup:
            return lookup[key]
    return None


def _one(value, lookup):
    text = spelt(value)
    found = _find(text, lookup) or _find(text.strip(ENDS), lookup)
    return ([found], []) if found else ([], [value])


def _by_start(lookup):
    """First letter → choices beginning with it, the longest first."""
    found = {}
    for label in sorted((key for key in lookup if not key.startswith("#")), key=len, reverse=True):
        found.setdefault(label[:1].casefold(), []).append(label)
    return found


def _lines(value):
    return "\n".join(filter(None, map(spelt, str(value).strip(ENDS).split("\n"))))


def _whole(value, lookup, labels):
    """(codes, what parts them – "" for one) where choices cover the whole answer, else None."""
    found = _find(spelt(value), lookup) or _find(spelt(str(value).strip(ENDS)), lookup)
    if found:
        return [found], ""
    for parted in (MARKS, BLANKS, BY_HAND):
        codes = _cover(_lines(value), lookup, labels, re.compile(parted))
        if codes:
            return list(dict.fromkeys(codes)), parted
    return None


def _cover(text, lookup, labels, gap):
    """Codes of the choices that make up the whole text, or None."""

    @cache
    def rest(at):
        if at == len(text):
            return ()
        for end, code in _choices_at(text, at, lookup, labels):
            between = gap.match(text, end)
            if between or end == len(text):
                behind = rest(between.end() if between else end)
                if behind is not None:
                    return (code, *behind)
        return None

    return rest(0)


def _choices_at(text, at, lookup, labels):
    """Pairs (end, code) of the choices that stand at a place of the text, the longest first."""
    for label in labels.get(text[at].casefold(), ()):
        end = at + len(label)
        if text[at:end].casefold() == label.casefold():
            yield end, _find(text[at:end], lookup) or lookup[label]
    number = re.compile(r"-?\d+(?:[.,]0+)?(?![\w.])").match(text, at)
    if number and (code := _find(number[0], lookup)):
        yield number.end(), code


def _piece_reader(lookup, parted):
    """Reads an answer that also holds something else: the choices in it, and what is none."""
    longest = sorted((key for key in lookup if not key.startswith("#")), key=len, reverse=True)
    gap = r"[\s,;|]" if parted == BLANKS else parted
    label = re.compile(rf"(?:^|{gap})({'|'.join(map(re.escape, longest))})(?={gap}|$)", re.IGNORECASE)
    piece = MARKS if parted == BLANKS else parted

    def read(value):
        text = _lines(value)
        found = [_find(m[1], lookup) for m in label.finditer(text)]
        rest = [piece.strip(ENDS) for piece in re.split(piece, label.sub("\n", text))]
        return list(dict.fromkeys(filter(None, found))), list(filter(None, rest))

    return read

"""The language that a report speaks: Vietnamese as the code has it, or English by a list of what each text becomes.

The code that makes a sentence holds its Vietnamese text with places (``{one}``); ``english`` holds the same text in
English with the same places. So what is claimed is decided once, and a text without English stays Vietnamese.
"""

import re
from contextlib import contextmanager
from contextvars import ContextVar

from pipeline.wording import english, english_book, english_claims

LANGUAGES = VI, EN = "vi", "en"
PLACE = re.compile(r"\{(\w+)\}")
WORDS = english_book.WORDS | english_claims.WORDS | english.WORDS

_speaking = ContextVar("speaking", default=(VI, {}))


@contextmanager
def spoken(language, labels=None):
    """Inside, every text, number and date is in ``language``; ``labels``: of the questionnaire → the same in it."""
    token = _speaking.set((language, labels or {}))
    try:
        yield
    finally:
        _speaking.reset(token)


def language():
    """The language that is spoken, "vi" or "en"."""
    return _speaking.get()[0]


def say(text, /, **places):
    """A text in the language that is spoken, its places filled with text."""
    return PLACE.sub(lambda place: str(places.get(place[1], place[0])), _known(text))


def parts(text, /, **places):
    """The same as parts of a sentence: a place may hold words, a figure, or parts."""
    found = []
    for at, piece in enumerate(PLACE.split(_known(text))):
        value = places[piece] if at % 2 else piece
        found += value if isinstance(value, (tuple, list)) else [value]
    return tuple(part for part in found if part != "")


def label(text):
    """A text of a table: a label of the questionnaire, or one of our own words; any other stays."""
    known, labels = _speaking.get()
    return text if known == VI else labels.get(text) or WORDS.get(text, text)


def in_language(labels, language):
    """The label in a language of an XLSForm ("English (en)", "en", "English"); "" where there is none."""
    names = {EN: ("en", "english"), VI: ("vi", "tiếng việt")}[language]
    return next((text for name, text in labels.items() if text and _is(name.lower(), names)), "")


def _is(name, names):
    return name.strip() in names or name.strip().endswith(f"({names[0]})")


def _known(text):
    return text if language() == VI else WORDS.get(text, text)

"""How long a finding may be: about how many words it has, and what makes it shorter."""

import re

from pipeline import claims, wording
from pipeline.questionnaire.names import unaccented
from pipeline.questionnaire.short import BREAKS

WORDS = 20  # that a finding in bold may have
SYLLABLES, QUOTED = 1.3, 1.1  # of a word in Vietnamese sentences, in a label: more of its words have but one
SYLLABLE = re.compile(r"(?:ngh?|[cgkpt]h|nh|gi|qu|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|nh|ng|[cmnpt])?")
NAMED, LEAST = re.compile("“([^“”]*)”"), 16  # a quoted name; letters that one keeps at least
WHOLE = 4  # syllables of a name that is never cut: “Không bao giờ” without its end says something else


def words(parts):
    """About how many words these parts have; a number, and a word of another language, is one."""
    own, quoted = NAMED.sub(" ", text := claims.said(parts)), " ".join(NAMED.findall(text))
    return _words(own, SYLLABLES) + _words(quoted, QUOTED)


def _words(text, syllables):
    told = re.findall(r"[^\W\d_]+|\d[\d.,]*", text)
    sounds = sum(wording.language() == wording.VI and bool(SYLLABLE.fullmatch(unaccented(word))) for word in told)
    return len(told) - sounds + sounds / syllables


def fits(parts):
    """Whether these parts are no longer than a finding may be."""
    return words(parts) <= WORDS


def fitting(parts):
    """The same parts; where quoted names make them too long, the longest of these that has a place to end loses what
    stands behind its last part, again and again. A name of one part stays whole: cut, it would say something else.

    The whole name stands under the chart and over the table.
    """
    while not fits(parts):
        names = [name for part in parts if isinstance(part, str) for name in NAMED.findall(part)]
        longest = max((name for name in names if _cut(name)), key=len, default="")
        if not longest:
            break
        parts = tuple(part.replace(longest, _cut(longest)) if isinstance(part, str) else part for part in parts)
    return parts


def _cut(name):
    """A name that ends where its last part begins; "" of one part, or of one whose first part is short."""
    places = [found.start() for found in BREAKS.finditer(name) if found.start() > max(LEAST, len(name) / 3)]
    return f"{name[: places[-1]].rstrip()}…" if places and len(name.split()) > WHOLE else ""

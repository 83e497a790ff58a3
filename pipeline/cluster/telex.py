"""Answers typed on a Vietnamese keyboard whose Telex was off: "tuyeen truyeefn" → "tuyên truyền"."""

import re
import unicodedata

from pipeline.cluster.normal import place_tone

TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
SHAPES = [("uwow", "ươ"), ("uow", "ươ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư")]
SYLLABLE = re.compile(r"([bcdđghklmnpqrstvx]*)([aeiouy][a-z]*)")
KNOWN = 0.7  # share of syllables that the other answers must know before an answer is taken for Telex


def decode(answers, unmarked):
    """Turn unmarked answers that are raw Telex into marked ones; all others come back as they are.

    ``answers`` are lists of syllables. An answer counts as Telex when most of its decoded syllables stand in the
    marked answers, and more of them than of those typed.
    """
    known = {part for parts, plain in zip(answers, unmarked, strict=True) if not plain for part in parts}
    return [_read(parts, known) if plain else parts for parts, plain in zip(answers, unmarked, strict=True)]


def _read(parts, known):
    read = [_syllable(part) for part in parts]
    share = sum(part in known for part in read) / max(len(parts), 1)
    typed = sum(part in known for part in parts) / max(len(parts), 1)
    return read if read != parts and share >= KNOWN and share > typed else parts


def _syllable(part):
    found = SYLLABLE.fullmatch(part)
    if not found:
        return part
    onset, rest = found.group(1).replace("dd", "đ"), found.group(2)
    tones = [letter for letter in rest if letter in TONES]
    rest = "".join(letter for letter in rest if letter not in TONES)
    for typed, shape in SHAPES:
        rest = rest.replace(typed, shape)
    vowel = max((place for place, letter in enumerate(rest) if letter in "aăâeêioôơuưy"), default=0)
    marked = rest[: vowel + 1] + (TONES[tones[-1]] if tones else "") + rest[vowel + 1 :]
    return place_tone(unicodedata.normalize("NFC", onset + marked))

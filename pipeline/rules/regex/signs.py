r"""Sets of characters as Java names them (``\d``, ``\p{L}``, ``[a-z&&[^aeiou]]``): sorted ranges of code points."""

import re
import sys
import unicodedata
from functools import lru_cache
from itertools import groupby

LAST = sys.maxunicode
BREAKS = ((10, 13), (0x85, 0x85), (0x2028, 0x2029))
BREAKS_OF_DOT = ((10, 10), (13, 13), (0x85, 0x85), (0x2028, 0x2029))
ESCAPES = {
    "d": ((48, 57),),
    "w": ((48, 57), (65, 90), (95, 95), (97, 122)),
    "s": ((9, 13), (32, 32)),
    "h": ((9, 9), (32, 32), (0xA0, 0xA0), (0x1680, 0x1680), (0x180E, 0x180E), (0x2000, 0x200A))
    + ((0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000)),
    "v": BREAKS,
}  # fmt: skip
ASCII = {
    "lower": "a-z", "upper": "A-Z", "ascii": r"\x00-\x7f", "alpha": "a-zA-Z", "digit": "0-9", "alnum": "a-zA-Z0-9",
    "punct": r"!-/:-@\[-`{-~", "graph": "!-~", "print": " -~", "blank": r" \t", "cntrl": r"\x00-\x1f\x7f",
    "xdigit": "0-9a-fA-F", "space": r" \t-\r",
}  # fmt: skip
PROPERTIES = {
    "alphabetic": ("L", "Nl"), "letter": ("L",), "digit": ("Nd",), "lowercase": ("Ll",), "uppercase": ("Lu",),
    "titlecase": ("Lt",), "punctuation": ("P",), "control": ("Cc",), "assigned": (), "white_space": ("Z",),
    "javalowercase": ("Ll",), "javauppercase": ("Lu",), "javaletter": ("L",), "javadigit": ("Nd",),
    "javaletterordigit": ("L", "Nd"), "javaalphabetic": ("L", "Nl"), "javawhitespace": ("Z",),
}  # fmt: skip


def union(*sets):
    """All of their characters."""
    merged = []
    for low, high in sorted(pair for one in sets for pair in one):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return tuple(merged)


def complement(signs):
    """Every other character."""
    edges = [-1, *(edge for pair in union(signs) for edge in pair), LAST + 1]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    return tuple((low + 1, high - 1) for low, high in gaps if low + 1 <= high - 1)


def intersection(first, second):
    """The characters of both."""
    return complement(union(complement(first), complement(second)))


def folded(signs, flags):
    """With the other case of each letter where ``i`` is set: of ASCII letters only, of all with ``u``."""
    if "i" not in flags:
        return signs
    reach = LAST if set(flags) & {"u", "U"} else 127
    few = [chr(c) for low, high in signs for c in range(low, min(high, reach) + 1)][:5000]
    other = {case for c in few for case in (c.lower(), c.upper()) if len(case) == 1}
    return union(signs, tuple((ord(c), ord(c)) for c in other))


def tester(signs):
    """A function that says of one character whether it is in the set."""
    ranges = "".join(rf"\U{low:08x}-\U{high:08x}" for low, high in signs)
    return re.compile(f"[{ranges}]").match if ranges else _never


def named(name):
    r"""The set of ``\p{name}``: a general category, a script, a POSIX or Java class; None when there is none."""
    plain = re.sub(r"^(general_category|gc|script|sc)=", "", name.lower())
    is_long = plain == name.lower()
    if is_long and plain in ASCII:
        return _spelt(ASCII[plain])
    plain = plain.removeprefix("is") if is_long else plain
    if plain in PROPERTIES and PROPERTIES[plain]:
        spaces = ((9, 13), (0x85, 0x85)) if "white" in plain else ()
        return union(spaces, *map(_category, PROPERTIES[plain]))
    if plain == "assigned":
        return complement(_category("Cn"))
    return _category(plain.capitalize()) or _script(plain.replace("_", " ").upper())


def _spelt(ranges):
    test = re.compile(f"[{ranges}]")
    return union(*(((c, c),) for c in range(128) if test.match(chr(c))))


@lru_cache(maxsize=64)
def _category(name):
    if name == "Lc":
        return union(*map(_category, ("Lu", "Ll", "Lt")))
    found = (range_ for code, ranges in _categories().items() if name in (code, code[0]) for range_ in ranges)
    return union(tuple(found))


@lru_cache(maxsize=1)
def _categories():
    found, start = {}, 0
    for code, run in groupby(map(unicodedata.category, map(chr, range(LAST + 1)))):
        length = sum(1 for _ in run)
        found.setdefault(code, []).append((start, start + length - 1))
        start += length
    return found


@lru_cache(maxsize=16)
def _script(name):
    """Letters and marks whose Unicode name begins with the script's."""
    name = {"HAN": "CJK UNIFIED IDEOGRAPH"}.get(name, name)
    of_it = re.compile(rf"(FULLWIDTH )?{re.escape(name)}[ -]").match
    letters = (c for low, high in union(_category("L"), _category("M")) for c in range(low, high + 1))
    found = [c for c in letters if of_it(unicodedata.name(chr(c), ""))]
    return union(tuple((c, c) for c in found))


def _never(character):
    return None

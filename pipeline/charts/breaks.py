"""Where a label is broken into lines: at like lengths, and where a reader pauses rather than inside a word."""

import math
import re
import textwrap
from functools import cache, lru_cache

LINKS = re.compile(
    "và|hoặc|hay|nhưng|mà|của|cho|để|đến|trong|ngoài|trên|về|với|khi|do|từ|tại|theo|ở"
    "|and|or|but|of|for|to|in|on|with|when|by|from|at",
    re.IGNORECASE,
)
NEGATIONS = ("không", "chưa", "not")  # before which a reader pauses, too, but of words of two syllables
# what a break costs where nobody pauses, and a line more, beside the lines' distances from their mean length
EVEN, ODD, LINE = 0.1, 0.4, 0.25


@lru_cache(maxsize=5000)
def balanced(label: str, wide: int) -> str:
    """The label in as few lines of at most ``wide`` letters as hold it, a longer word alone in its own; in one more
    where that keeps a word together.

    A break stands best after a comma or before a word that links; elsewhere an even number of syllables after the last
    such place, for most Vietnamese words have two.
    """
    words = re.split("[ \t\n]+", label.strip(" \t\n"))
    least = len(textwrap.wrap(label, wide, break_long_words=False, break_on_hyphens=False))
    if least < 2:
        return " ".join(words)
    one, more = (_parted(words, wide, many) for many in (least, min(least + 1, len(words))))
    return "\n".join(min(one, (more[0] + LINE, more[1]))[1])


def _parted(words, wide, many):
    """(cost, lines) of the best way to part words into so many lines."""
    costs, mean = _costs(words), len(" ".join(words)) / many

    @cache
    def best(first, left):
        ways = [(math.inf, ())]
        for after in range(first + 1, len(words) - left + 2) if left > 1 else [len(words)]:
            line = " ".join(words[first:after])
            if len(line) <= wide or after == first + 1:
                cost, others = best(after, left - 1) if left > 1 else (0, ())
                ways.append(((1 - len(line) / mean) ** 2 + costs[first] + cost, (line, *others)))
        return min(ways)

    return best(0, many)


def _costs(words):
    """What a break before each of the words costs."""
    found, since = [], 0  # syllables since a reader paused
    for before, word in zip(["", *words], words, strict=False):
        is_link = bool(LINKS.fullmatch(word))
        since = 0 if before.endswith((",", ";", ":", ".", "–", ")")) else since
        is_held = bool(LINKS.fullmatch(before))  # it stands with the word after it
        pauses = is_link or not since or word.startswith("(") or word.lower() in NEGATIONS
        found.append(ODD if is_held else 0 if pauses else ODD if since % 2 else EVEN)
        since = 0 if is_link else since + 1
    return found

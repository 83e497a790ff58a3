"""Names as people write them: "Việt Nam", although features are read without capitals."""

import re
from collections import Counter
from unicodedata import normalize

READ = 2000  # answers of a group looked at
FEWEST, MOSTLY = 3, 0.6  # times a spelling must have been met, and its share of all
INSIDE = r"(?<![.!?…:;\"'“‘(\n–-])(?<![.!?…:;\n–-] )\b"  # at the head of a sentence a capital says nothing of the word


def as_written(name, texts):
    """A name whose parts (joined by ", " or "; ") bear the capitals that most of ``texts`` give them in a sentence.

    Answers all in capitals are not asked; a part that nobody wrote so stays as it is.
    """
    lines = [text for text in texts[:READ] if not text.isupper()]
    written = "\n" + normalize("NFC", "\n".join(lines))
    return re.sub(r"[^,; ][^,;]*", lambda part: _most_often(part.group(), written), name)


def _most_often(part, written):
    spelt = re.escape(part).replace(r"\ ", r"\s+")
    found = Counter(" ".join(one.split()) for one in re.findall(rf"{INSIDE}{spelt}\b", written, re.IGNORECASE))
    best = max(sorted(found), key=found.get, default=part)
    return best if found[best] >= max(FEWEST, MOSTLY * found.total()) else part

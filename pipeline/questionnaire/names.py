"""A name that is not there, in words: what was found, and the nearest right one."""

import unicodedata
from difflib import get_close_matches

MOST = 12  # names listed where none is near


def hint(name, known, labels=None):
    """ "Có phải «x»?" of the nearest of ``known``, else what there is.

    ``labels``: name → text beside it, for whoever wrote the words of a question and not its name.
    """
    known = [str(k) for k in known]
    found = nearest(name, known) or nearest(name, list((labels or {}).values()))
    for right in (k for k in known if found and found in (k, (labels or {}).get(k))):
        return f"Có phải «{right}»?"
    more = ", …" if len(known) > MOST else ""
    return f"Có: {', '.join(known[:MOST])}{more}." if known else "Không có tên nào."


def choice_hint(choice, question, known, labels=None):
    """The same of a choice that a question has not, or that it counts as no answer."""
    if str(choice) in [c.name for c in question.unanswered]:
        return f"Lựa chọn này tính là không trả lời (missing › {question.name}); bỏ ở đây, hoặc bỏ ở missing."
    return hint(choice, known, labels)


def nearest(name, known):
    """The name of ``known`` most like ``name``, whatever the case and the accents; "" where none is like it."""
    plain = {}
    for right in known:
        plain.setdefault(unaccented(right), right)
    if found := get_close_matches(str(name), list(known), n=1, cutoff=0.5):
        return found[0]
    found = get_close_matches(unaccented(name), plain, n=1, cutoff=0.5)
    return plain[found[0]] if found else ""


def unaccented(text):
    """A text in small letters without accents."""
    marked = unicodedata.normalize("NFD", str(text).casefold().replace("đ", "d"))
    return "".join(c for c in marked if not unicodedata.combining(c))

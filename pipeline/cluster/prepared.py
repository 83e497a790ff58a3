"""Raw open answers → one row an answer, with its kind, its key and the features that grouping and learning read."""

from hashlib import blake2b

import pandas as pd

from pipeline.cluster.accents import restore
from pipeline.cluster.nonanswer import non_answer_rules
from pipeline.cluster.normal import expand, is_unmarked, syllables
from pipeline.cluster.telex import decode
from pipeline.cluster.words import segment

LONGEST = 2000  # characters read of one answer: about 400 words, more than anybody codes


def prepare(texts):
    """Read open answers: one row an answer on the index of ``texts``, the text itself unchanged.

    Returns what :func:`keyed` does, and ``syllables`` and ``words`` (features: marks restored where an answer was typed
    without; blanks between, "_" inside a word). Missing and blank answers are "empty". Raises ValueError for numbers.
    """
    rows, typed = _keyed(texts)
    spelt, unmarked = [expand(parts) for parts in typed], [is_unmarked(parts) for parts in typed]
    decoded = decode(spelt, unmarked)
    # An answer typed without marks stays one when a short form was written out in it ("k" → "không").
    bare = [plain and before == after for plain, before, after in zip(unmarked, spelt, decoded, strict=True)]
    restored = restore(decoded, bare)
    rows["syllables"] = [" ".join(parts) for parts in restored]
    return rows.assign(words=_words(rows["syllables"]))


def keyed(texts):
    """The answers without the features that grouping and learning read, which take most of the time.

    Returns ``text`` (as given), ``normal`` (one spelling), ``kind`` ("content", "nonanswer", "empty", "other"),
    ``rule`` (how the kind was found, "" for content) and ``key`` (the same for answers equal after normalising,
    whatever the data beside them). Missing and blank answers are "empty". Raises ValueError for numbers.
    """
    return _keyed(texts)[0]


def _keyed(texts):
    if pd.api.types.is_numeric_dtype(texts) and texts.notna().any():
        raise ValueError(f"{texts.name}: cột này là số, không phải câu trả lời mở. Hãy chọn một câu hỏi dạng text.")
    rows = pd.DataFrame({"text": texts.astype("str").where(texts.notna(), "")}, index=texts.index)
    read = rows["text"].str[:LONGEST]
    typed = [syllables(text) for text in read]
    rows["normal"] = [" ".join(expand(parts)) for parts in typed]
    rows["key"] = [_key(normal) for normal in rows["normal"]]
    rows["kind"], rows["rule"] = _kinds(read, rows["normal"])
    return rows, typed


def _key(normal):
    return (
        "a" + blake2b(normal.encode(), digest_size=6).hexdigest()
    )  # a letter first: Excel takes 12e45678 for a number


def _kinds(read, normal):
    """Kind and rule: blank; symbols only; no opinion; content."""
    symbols = normal.eq("") & read.str.contains(r"[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]", regex=True)
    silent, empty = non_answer_rules(read), read.str.strip().eq("")
    kind = pd.Series("content", read.index).mask(silent.ne(""), "nonanswer")
    kind = kind.mask(symbols, "other").mask(empty, "empty")
    rule = silent.mask(symbols, "chỉ có biểu tượng").mask(empty, "trống")
    return kind, rule


def _words(features):
    once = features.drop_duplicates()
    words = [" ".join(word.replace(" ", "_") for word in parts) for parts in segment(once)]
    return features.map(dict(zip(once, words, strict=True)))

"""Which answers hold a key phrase – and mean it: "không hài lòng" does not hold "hài lòng"."""

import re

import pandas as pd

from pipeline.cluster.normal import expand, syllables

DENIED = r"(?<! không)(?<! chẳng)(?<! chả)(?<! không hề)"  # directly before the phrase
LACKING = re.compile(r"\b(?:thiếu|chưa|không|chẳng|ít|kém|hạn chế|mất|khó|yếu)\b", re.IGNORECASE)


def spelt(cell):
    """The phrases of a cell of the frame, as answers are read, sorted."""
    return sorted({" ".join(expand(syllables(phrase))) for phrase in str(cell).split(";")} - {""})


def holds(texts, phrase, others=(), name=""):
    """Which of the texts hold a phrase (both as answers are read): bool, on their index.

    Not where it is part of a longer phrase of ``others``, another code's; nor where it is denied, unless the code's
    ``name`` itself tells of something that lacks ("Thiếu tập huấn" is meant by "không tập huấn").
    """
    texts = " " + texts + " "
    found = texts.str.contains(f" {phrase} ", regex=False)
    left = texts[found]
    for longer in (other for other in others if other != phrase and f" {phrase} " in f" {other} "):
        left = left.str.replace(f" {longer} ", " | ", regex=False)
    denied = "" if LACKING.search(name) else DENIED
    meant = left.str.contains(rf"{denied} {re.escape(phrase)} ")
    return pd.Series(found & meant.reindex(texts.index, fill_value=False), texts.index)


def by_code(texts, frame):
    """(code, phrase, :func:`holds`) of every phrase of every code of a frame."""
    own = {row.code: spelt(row.phrases) for row in frame.fillna("").itertuples()}
    names = dict(zip(frame["code"], frame["name"], strict=True)) if "name" in frame else {}
    for code, phrases in own.items():
        others = [phrase for other, theirs in own.items() if other != code for phrase in theirs]
        for phrase in phrases:
            yield code, phrase, holds(texts, phrase, others, str(names.get(code, "")))

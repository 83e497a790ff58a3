"""Which answers hold a key phrase – and mean it: "không hài lòng" does not hold "hài lòng"."""

import re
from bisect import bisect_right
from itertools import accumulate

import numpy as np
import pandas as pd

from pipeline.cluster.normal import expand, syllables

DENIED = r"(?<! không)(?<! chẳng)(?<! chả)(?<! không hề)"  # directly before the phrase
LACKING = re.compile(r"\b(?:thiếu|chưa|không|chẳng|ít|kém|hạn chế|mất|khó|yếu)\b", re.IGNORECASE)


def spelt(cell):
    """The phrases of a cell of the frame, as answers are read, sorted."""
    return sorted({" ".join(expand(syllables(phrase))) for phrase in str(cell).split(";")} - {""})


def by_code(texts, frame):
    """(code, phrase, which texts hold it: bool, on their index) of every phrase of every code of a frame.

    Texts and phrases are as answers are read. Not where it is part of a longer phrase of another code; nor where it is
    denied, unless the code's name itself tells of something that lacks ("Thiếu tập huấn" is meant by "không tập huấn").
    """
    own = {row.code: spelt(row.phrases) for row in frame.fillna("").itertuples()}
    names = dict(zip(frame["code"], frame["name"], strict=True)) if "name" in frame else {}
    padded = [f" {text} " for text in texts]
    lines = "\n".join(padded), [*accumulate((len(text) + 1 for text in padded), initial=0)]
    for code, phrases in own.items():
        others = [phrase for other, theirs in own.items() if other != code for phrase in theirs]
        for phrase in phrases:
            held = np.zeros(len(padded), bool)
            rows = _rows(*lines, f" {phrase} ")
            held[rows] = _meant([padded[row] for row in rows], phrase, others, str(names.get(code, "")))
            yield code, phrase, pd.Series(held, texts.index)


def _rows(lines, begins, words):
    """Rows of the texts that hold these words: all are searched as one, since most hold none of them."""
    found, at = [], lines.find(words)
    while at >= 0:
        found.append(bisect_right(begins, at) - 1)
        at = lines.find(words, begins[found[-1] + 1])
    return found


def _meant(texts, phrase, others, name):
    longer = [f" {other} " for other in others if other != phrase and f" {phrase} " in f" {other} "]
    meant = re.compile(rf"{'' if LACKING.search(name) else DENIED} {re.escape(phrase)} ")
    return [bool(meant.search(_without(text, longer))) for text in texts]


def _without(text, longer):
    for words in longer:
        text = text.replace(words, " | ")
    return text

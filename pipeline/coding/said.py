"""Does an answer of these data still say what a person once approved to be printed, a quote or a clause."""

import re

import numpy as np
import pandas as pd

from pipeline import cluster
from pipeline.coding import quotes
from pipeline.coding.frame import UNCODED
from pipeline.coding.hand import parted

LEFT_OUT = re.compile(r"\[[^\[\]]*\]|…|\.{2,}")  # what a quote leaves out: masks, dots


def spelt(texts):
    """The words of each text as a quote shows them, but for names: one spelling, a blank at both ends."""
    return " " + cluster.normalise(texts.map(quotes.line)) + " "


def holding(spelt, passage):
    """Which of the texts (:func:`spelt`) hold the words of a passage, in their order, but for what it leaves out."""
    parts = [f" {part} " for part in cluster.normalise(pd.Series(LEFT_OUT.split(passage))) if part]
    held = [[part in text for text in spelt] for part in parts]
    return np.logical_and.reduce(held) if parts else np.zeros(len(spelt), dtype=bool)


def quoted(rows, texts, codes, ends):
    """Which of the quotes (``rows``: ``code``, ``quote``) an answer says that bears the code, or no code at all.

    ``texts`` and ``codes`` of the answers, joined; ``ends``: code → the code it counts as. Whoever is named in an
    answer is masked before it is compared.
    """
    if rows.empty:
        return []
    answers = pd.DataFrame({"text": texts, "codes": codes}).dropna().drop_duplicates()
    answers = answers.assign(spelt=spelt(answers["text"]))
    return [
        _is_quoted(quote, ends.get(code, code), answers)
        for code, quote in zip(rows["code"], rows["quote"], strict=True)
    ]


def _is_quoted(quote, code, answers):
    bears = [code in parted(own) or own in ("", UNCODED) for own in answers["codes"]]
    like = answers.loc[bears & holding(answers["spelt"], quote), "text"]
    return any(holding(spelt(pd.Series([quotes.shown(text)])), quote)[0] for text in like)

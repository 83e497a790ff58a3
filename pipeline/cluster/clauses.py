"""Answers cut into clauses: an answer that carries several codes mostly gives each of them a clause of its own."""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.cluster import themes
from pipeline.cluster.normal import expand, syllables
from pipeline.cluster.prepared import LONGEST
from pipeline.cluster.views import View, view

SPAN = 8  # syllables; who writes without punctuation is cut into pieces of about this length
LEARNED, GROUPED = 60_000, 25_000  # clauses that neighbours of words are learned from, and that groups are found in
BREAK = re.compile(r"[.;!?\n•]+|,|\s[-+–]\s|\s(?=(?:nhưng|tuy nhiên|ngoài ra|bên cạnh đó)\b)", re.IGNORECASE)


class Clauses(NamedTuple):
    """``items`` (``syllables``, a row a clause), ``owner`` (row of the answer of each clause) and ``view``.

    ``themes``: what the clauses of each answer speak of, found without any code, as a few numbers an answer.
    """

    items: pd.DataFrame
    owner: np.ndarray
    view: View
    themes: np.ndarray


def clauses(items, seed):
    """Cut answers into clauses; ``items`` hold ``text`` as typed and ``syllables`` as read."""
    parted = [_cut(text, spelt.split()) for text, spelt in zip(items["text"], items["syllables"], strict=True)]
    parts = [part for own in parted for part in own]
    owner = np.repeat(np.arange(len(parted)), [len(own) for own in parted])
    mixed = np.random.default_rng(seed).permutation(len(parts))
    read = view(parts, np.sort(mixed[:LEARNED]))
    found = themes.of_clauses(read, owner, np.sort(mixed[:GROUPED]), seed)
    return Clauses(pd.DataFrame({"syllables": [" ".join(part) for part in parts]}), owner, read, found)


def _cut(text, spelt):
    """Cut the syllables where the typed text breaks; a text that was read otherwise than by clauses is one clause."""
    sizes = [len(expand(syllables(part))) for part in BREAK.split(text[:LONGEST])]
    ends = np.cumsum(sizes) if sum(sizes) == len(spelt) else [len(spelt)]
    pieces = []
    for begin, end in zip([0, *ends[:-1]], ends, strict=True):
        borders = np.linspace(begin, end, max(1, round((end - begin) / SPAN)) + 1).round().astype(int)
        pieces += [spelt[a:b] for a, b in zip(borders[:-1], borders[1:], strict=True) if a < b]
    return pieces

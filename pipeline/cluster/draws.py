"""A fixed random order of the answers, so that those coded first in it stand for all the others.

The order is made from the answers alone, by hash: the same on every machine, the same for every coder, nothing of who
wrote them. Every person is one place, so an answer that many wrote is drawn as often as many people.
"""

from hashlib import blake2b

import numpy as np
import pandas as pd

HOLES = 0.05  # share of answers drawn that may still be undecided: skipped, or new since


def line(prepared):
    """Keys of the content answers in their fixed random order, one a person, on the index of ``prepared``."""
    keys = prepared.loc[prepared["kind"].eq("content"), "key"]
    return keys.iloc[np.argsort(_places(keys), kind="stable")]


def beside(prepared, sample):
    """The index of those who wrote nothing of content whose place lies before the end of ``sample``, the first part of
    a :func:`line`: with them it is a random sample of all who wrote."""
    kinds = prepared["kind"]
    end = _places(prepared.loc[kinds.eq("content"), "key"]).reindex(sample).max()
    places = _places(prepared.loc[~kinds.isin(["content", "empty"]), "key"])
    return places.index[places <= end]


def _places(keys):
    """The place of each person in the order, a number; who wrote the same as another has one of his own."""
    numbers = [_number(key, times) for key, times in zip(keys, keys.groupby(keys).cumcount(), strict=True)]
    return pd.Series(np.array(numbers, np.int64), keys.index)


def waiting(keys, decided):
    """Keys of a :func:`line`, or of a part of it, that are not yet decided, each once, the next to be drawn first."""
    return keys[~keys.isin(list(decided))].drop_duplicates().tolist()


def drawn(keys, decided, marked):
    """The random sample: the index of a :func:`line`, or of a part of it, up to the last one ``marked``.

    ``decided`` and ``marked`` are keys: coded by a person; coded when it was its turn in the order. What was chosen
    otherwise belongs to the sample only where its turn has come. Where more than ``HOLES`` of the answers up to a mark
    are undecided, as after new answers came in, the sample ends at an earlier mark.
    """
    undecided = (~keys.isin(list(decided))).cumsum().to_numpy() / np.arange(1, len(keys) + 1)
    ends = keys.isin(list(marked)).to_numpy() & ~keys.duplicated().to_numpy() & (undecided <= HOLES)
    return keys.index[: np.flatnonzero(ends)[-1] + 1] if ends.any() else keys.index[:0]


def behind(keys, decided, marked):
    """How many answers ``marked`` lie behind the end of :func:`drawn`, and of how many before them that are undecided,
    new ones mostly, a decision would bring all of them back; (0, 0) where none does."""
    own = keys.drop_duplicates()
    places, inside = np.flatnonzero(own.isin(list(marked))), keys.loc[drawn(keys, decided, marked)].nunique()
    late = places[places >= inside]
    if not len(late):
        return 0, 0
    before = own.iloc[: late[-1] + 1]
    return len(late), max(int(np.ceil((~before.isin(list(decided))).sum() - HOLES * len(before))), 1)


def _number(key, times):
    """The key is itself a hash; who wrote the same as another has a number of his own."""
    return int(blake2b(f"{key}{times}".encode(), digest_size=6).hexdigest() if times else key[1:], 16)

"""First look at open answers, without a code frame: groups of like meaning, named, with examples."""

import numpy as np
import pandas as pd

from pipeline.cluster.mixture import group
from pipeline.cluster.names import name_groups
from pipeline.cluster.words import count_matrix

EXAMPLES = 5
TOO_FEW = 10  # with fewer different answers each is a group of its own


def groups(prepared, k=None, *, seed=0):
    """Group the content answers of :func:`prepare` by meaning.

    Returns (labels, table). ``labels``: group number (1 the largest) on the index of ``prepared``, missing for answers
    without content. ``table``: ``group``, ``name``, ``words`` (what sets it apart, joined by "; "), ``n`` (people),
    ``percent`` (0-100 of ``base``), ``base`` (people with content), ``typical`` and ``doubtful`` (lists of labels of
    the index, best first). ``k`` is the number of groups, proposed when None. The same answers and seed give the same
    groups.
    """
    content = prepared[prepared["kind"] == "content"]
    item, features = pd.factorize(content["syllables"])
    if not len(content):
        return pd.Series(pd.NA, prepared.index, dtype="Int64"), _table([], content, np.array([]), np.array([]), {})
    words = content.groupby(item)["words"].first().str.split().tolist()
    found, sure = _grouped([text.split() for text in features], words, k, seed)
    number = pd.Series(found).map(_by_size(found[item])).to_numpy()[item]
    names = name_groups([[w.replace("_", " ") for w in words[i]] for i in item], number.tolist(), [1] * len(item))
    labels = pd.Series(number, content.index).reindex(prepared.index).astype("Int64")
    return labels, _table(sorted(names), content, number, sure[item], names)


def _grouped(syllables, words, k, seed):
    if len(words) <= (TOO_FEW if k is None else k):
        return np.arange(len(words)), np.ones(len(words))
    return group([count_matrix(words), count_matrix(syllables)], groups=k, seed=seed)


def _by_size(labels):
    sizes = pd.Series(labels).value_counts()
    order = sorted(sizes.index, key=lambda label: (-sizes[label], label))
    return {label: place for place, label in enumerate(order, 1)}


def _table(numbers, content, number, sure, names):
    rows = []
    for one in numbers:
        inside = np.flatnonzero(number == one)
        order = content.index[inside[np.argsort(-sure[inside], kind="stable")]]
        rows.append([one, names[one].split("; ")[0], names[one], len(inside), 100 * len(inside) / len(content),
                     len(content), order[:EXAMPLES].tolist(), order[::-1][:EXAMPLES].tolist()])  # fmt: skip
    columns = ["group", "name", "words", "n", "percent", "base", "typical", "doubtful"]
    return pd.DataFrame(rows, columns=columns)

"""First look at open answers, without a code frame: groups of like meaning, named, with examples."""

import numpy as np
import pandas as pd

from pipeline.cluster import linear, meaning, mixture
from pipeline.cluster.casing import as_written
from pipeline.cluster.names import name_groups, titles
from pipeline.cluster.negation import denied
from pipeline.cluster.prepared import LONGEST
from pipeline.cluster.threads import one_thread
from pipeline.cluster.views import view

EXAMPLES = 5
TOO_FEW = 10  # with fewer different answers each is a group of its own
LEARNED = 20_000  # answers the groups are found on; the others are given to them
NAMED = 20_000  # different answers that names are drawn from
CHECKS = 6  # times every answer is judged by a classifier that did not see it, half of it believed each time


def groups(prepared, k=None, *, seed=0):
    """Group the content answers of :func:`prepare` by meaning.

    Returns (labels, table). ``labels``: group number (1 the largest) on the index of ``prepared``, missing for answers
    without content. ``table``: ``group``, ``name``, ``words`` (what sets it apart, joined by "; "), ``n`` (people),
    ``percent`` (0-100 of ``base``), ``base`` (people with content), ``typical`` and ``doubtful`` (lists of labels of
    the index, best first). ``k`` is the number of groups, proposed when None. The same answers and seed give the same
    groups. Raises ValueError for a ``k`` below 1.
    """
    content = prepared[prepared["kind"] == "content"]
    number, sure = _number_and_sureness(content, k, seed)
    words, names = _named(content, number)
    labels = pd.Series(number, content.index).reindex(prepared.index).astype("Int64")
    return labels, _table(words, names, content, number, sure)


def _number_and_sureness(content, k, seed):
    """Group number (1 the largest) and sureness (0-1) of each content answer; equal answers are grouped once."""
    if k is not None and (isinstance(k, bool) or k != int(k) or k < 1):
        raise ValueError(f"Số nhóm phải là số nguyên từ 1 trở lên, nhận được {k!r}.")
    item = pd.factorize(content["syllables"])[0]
    once = content.drop_duplicates("syllables")
    few = TOO_FEW if k is None else k
    found, sure = (np.arange(len(once)), np.ones(len(once))) if len(once) <= few else _found(once, k, seed)
    sizes = pd.Series(found[item]).value_counts()
    order = sorted(sizes.index, key=lambda label: (-sizes[label], label))
    place = {label: number for number, label in enumerate(order, 1)}
    return np.array([place[found[i]] for i in item], int), sure[item]


def _named(content, number):
    """What sets each group apart, and its short name; equal answers are one with a count."""
    items = content.assign(number=number).groupby(["number", "syllables"], sort=False)["words"].agg(["first", "size"])
    some = np.arange(len(items)) % (len(items) // NAMED + 1) == 0
    items = items[some | ~items.index.get_level_values("number").duplicated()]
    answers = [[word.replace("_", " ") for word in text.split()] for text in items["first"]]
    labels, people = items.index.get_level_values("number").tolist(), items["size"].tolist()
    words = name_groups(answers, labels, people)
    written = content["text"].str[:LONGEST].groupby(number).agg(list)
    names = {one: as_written(name, written[one]) for one, name in titles(answers, labels, people, words).items()}
    words = {one: as_written(phrases, written[one]) for one, phrases in words.items()}
    return words, {one: name[:1].upper() + name[1:] for one, name in names.items()}


def _found(once, k, seed):
    """Consensus of mixtures, then each answer judged by a classifier that learned from the others' groups."""
    draw = np.random.default_rng(seed)
    learned = np.sort(draw.permutation(len(once))[:LEARNED])
    with one_thread():
        views = [view([text.split() for text in once[column]], learned) for column in ("words", "syllables")]
        seen = [mixture.part(one, learned) for one in views]
        k = k or mixture.propose(seen, draw)
        meant = meaning.reduced(once, learned)
        known = None if meant is None else meant[learned]
        labels = mixture.k_means(mixture.consensus(seen, k, draw, meaning=known), k, draw)
        features = linear.features(views, denied(once["words"]), meant)
        scores = np.eye(k, dtype=np.float32)[labels]
        for _ in range(CHECKS):
            now = np.eye(k, dtype=np.float32)[scores.argmax(axis=1)]
            scores = (scores + linear.unseen(features.rows(learned), now, draw)) / 2
        everybody = linear.scored(features, linear.fit(features.rows(learned), np.eye(k)[scores.argmax(axis=1)]))
        everybody[learned] = scores
    return everybody.argmax(axis=1), everybody.max(axis=1).clip(0, 1)


def _table(words, names, content, number, sure):
    rows = []
    for one in sorted(names):
        inside = np.flatnonzero(number == one)
        order = content.index[inside[np.argsort(-sure[inside], kind="stable")]]
        rows.append([one, names[one], words[one], len(inside), 100 * len(inside) / len(content),
                     len(content), order[:EXAMPLES].tolist(), order[::-1][:EXAMPLES].tolist()])  # fmt: skip
    columns = ["group", "name", "words", "n", "percent", "base", "typical", "doubtful"]
    return pd.DataFrame(rows, columns=columns)

"""From open answers to coded answers: rules, features, groups and names put together."""

import numpy as np
import pandas as pd

from pipeline.cluster.accents import restore
from pipeline.cluster.mixture import group
from pipeline.cluster.names import name_groups
from pipeline.cluster.nonanswer import non_answers
from pipeline.cluster.normal import expand, is_unmarked, normalise, syllables
from pipeline.cluster.words import count_matrix, segment

NON_ANSWER = "0"
NON_ANSWER_NAME = "Không có ý kiến cụ thể"
TOO_FEW = 10  # with fewer different answers each is a group of its own


def code(texts, *, groups=None, seed=0):
    """Code open answers into groups of like meaning.

    Personal data should be masked before. Returns one row a person who wrote anything, on the index of ``texts``:
    ``code`` ("0" no opinion, then "1".. by number of people), ``name``, ``sureness`` (0-1, low where a person should
    look) and ``normal`` (the answer in one spelling). Missing and blank answers have no row. ``groups`` sets the
    number of groups (proposed from the answers when None); groups that end up empty are dropped. The same answers and
    ``seed`` give the same codes. Raises ValueError for answers that are not text and for ``groups`` below 1.
    """
    answered = _written(texts)
    _check_groups(groups)
    silent = non_answers(answered).to_numpy()
    codes, names = np.full(len(answered), NON_ANSWER, object), np.full(len(answered), NON_ANSWER_NAME, object)
    sureness = np.ones(len(answered))
    if not silent.all():
        codes[~silent], names[~silent], sureness[~silent] = _grouped(answered[~silent], groups, seed)
    columns = {"code": codes, "name": names, "sureness": sureness, "normal": normalise(answered).to_numpy()}
    return pd.DataFrame(columns, index=answered.index).astype({"code": "str", "name": "str", "normal": "str"})


def _written(texts):
    if pd.api.types.is_numeric_dtype(texts) and texts.notna().any():
        raise ValueError(f"{texts.name}: cột này là số, không phải câu trả lời mở. Hãy chọn một câu hỏi dạng text.")
    return texts[texts.notna()].astype("str")[lambda text: text.str.strip().ne("")]


def _check_groups(groups):
    if groups is not None and (isinstance(groups, bool) or groups != int(groups) or groups < 1):
        raise ValueError(f"Số nhóm phải là số nguyên từ 1 trở lên, nhận được {groups!r}.")


def _grouped(answers, groups, seed):
    """Codes, names and sureness of answers that say something; equal answers are one item with a count."""
    item_of, items = pd.factorize(np.array(_features(answers), dtype=object))
    people = np.bincount(item_of)
    words = segment(pd.Series(items)).tolist()
    labels, sureness = _group_items(items, words, groups, seed)
    names = name_groups(words, labels.tolist(), people.tolist())
    size = np.bincount(labels, weights=people, minlength=labels.max() + 1)
    order = sorted(names, key=lambda label: (-size[label], label))
    codes = {label: str(place) for place, label in enumerate(order, 1)}
    return [codes[labels[i]] for i in item_of], [names[labels[i]] for i in item_of], sureness[item_of]


def _features(answers):
    """Return the answers in one spelling, with marks restored where they were typed without."""
    typed = [syllables(text) for text in answers]
    restored = restore([expand(parts) for parts in typed], [is_unmarked(parts) for parts in typed])
    return [" ".join(parts) for parts in restored]


def _group_items(items, words, groups, seed):
    if len(items) <= (TOO_FEW if groups is None else groups):
        return np.arange(len(items)), np.ones(len(items))
    views = [count_matrix(words), count_matrix([item.split() for item in items])]
    return group(views, groups=groups, seed=seed)

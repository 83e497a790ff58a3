"""Marks for answers typed without them, learned from the other answers of the same survey.

Syllable bigrams and the Viterbi search. The restored text serves as a feature for grouping; nobody is quoted from it.
"""

from collections import Counter, defaultdict
from math import log

from pipeline.cluster.normal import bare

SMOOTHING = 2.0


def restore(answers, unmarked):
    """Give unmarked answers the most likely marks; all other answers come back as they are.

    ``answers`` are lists of syllables, ``unmarked`` says which were typed without marks. A syllable that no marked
    answer contains stays as typed.
    """
    model = _learn([parts for parts, plain in zip(answers, unmarked, strict=True) if not plain])
    return [_best_marks(parts, model) if plain else parts for parts, plain in zip(answers, unmarked, strict=True)]


def _learn(answers):
    single, pairs, forms = Counter(), Counter(), defaultdict(set)
    for parts in answers:
        single.update(["", *parts])
        pairs.update(zip(["", *parts], parts, strict=False))
    for syllable in single:
        forms[bare(syllable)].add(syllable)
    return single, pairs, forms, single.total() + 1


def _best_marks(parts, model):
    forms = model[2]
    paths = {"": (0.0, [])}
    for part in parts:
        known = sorted(forms[part]) if part in forms else [part]
        paths = {form: _extend(paths, form, model) for form in known}
    return max(paths.values(), key=lambda path: path[0])[1]


def _extend(paths, form, model):
    score, before = max((score + _log_chance(last, form, model), last) for last, (score, _) in paths.items())
    return score, [*paths[before][1], form]


def _log_chance(last, form, model):
    single, pairs, _, total = model
    share = (single[form] + 0.01) / total
    return log((pairs[last, form] + SMOOTHING * share) / (single[last] + SMOOTHING))

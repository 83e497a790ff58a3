"""Columns of a banner table: everybody, the groups of each banner variable, groups nested in groups."""

from functools import reduce
from itertools import product
from operator import mul

import pandas as pd

from pipeline.describe.frequencies import indicators

TOTAL, EVERYBODY = "(tổng số)", "Tổng số"
WITHIN = " › "
WIDEST = 20  # points of the 95 % interval of an estimate, over which those of a group say too little
KEYS = ["by", "group", "block"]


def columns(answers, banners, nested=()):
    """People × columns: 1 in the group and 0 not, under (by, group, block); the first column is everybody.

    ``banners``: closed questions; ``nested``: tuples of them, outer first, whose groups are named "Nam › Dưới 30 tuổi"
    and whose ``by`` is "gioi_tinh › nhom_tuoi". Columns of one ``block`` are tested against each other: the groups of
    one banner, or those inside one outer group; those of a several-choices question share people, which the tests
    reckon with. Block "" – everybody – is not tested. Who left a banner variable blank is in none of its groups.
    """
    parts = [_framed(pd.DataFrame({0: 1.0}, index=answers.index), [(TOTAL, EVERYBODY, "")])]
    parts += [_nested(answers, (by,)) for by in banners] + [_nested(answers, path) for path in nested]
    return pd.concat(parts, axis=1)


def _nested(answers, questions):
    levels = [indicators(answers, q).fillna(0) for q in questions]
    by = WITHIN.join(q.name for q in questions)
    paths = list(product(*(level.columns for level in levels)))
    people = [reduce(mul, (level[label] for level, label in zip(levels, path, strict=True))) for path in paths]
    block = [WITHIN.join([by, *path[:-1]]) for path in paths]
    names = [(by, WITHIN.join(path), where) for path, where in zip(paths, block, strict=True)]
    return _framed(pd.concat(people, axis=1), names)


def _framed(people, names):
    return people.set_axis(pd.MultiIndex.from_tuples(names, names=KEYS), axis=1)


def runs(columns):
    """For every column which columns stand beside it: its banner variable, and of nested ones the outer group."""
    return [WITHIN.join([by, group.rpartition(WITHIN)[0]]) if WITHIN in by else by for by, group, _ in columns.columns]


def others(columns, question):
    """The columns without those made of the question itself, or of a number its groups."""
    own = {question.name, question.group}
    return columns.loc[:, [own.isdisjoint(by.split(WITHIN)) for by, _, _ in columns]]

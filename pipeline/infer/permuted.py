"""The score χ² of equal means among random orders of the answers: a reference that holds for skewed numbers."""

import numpy as np

from pipeline.infer import score

MANY = 7  # groups beyond which skewed numbers let Welch's F reject 7–35 % of true nulls, its score form's χ² up to 14
MOST, BATCH, BEYOND = 20_000, 500, 200  # draws; fewer once this many lie beyond what was found


def has_many_small(used):
    """Whether there are more than MANY groups, one of them small for Welch's F."""
    return score.has_many_small(used, MANY)


def of_groups(used, name, seed):
    """χ² of equal means of ``value`` by ``group``, its p among the orders in which the answers could have come.

    The variance of each group is that of a world without differences, so the test holds for unequal ones too (Chung &
    Romano 2013, Annals of Statistics 41, 484–507); draws end early where p is plainly large (Besag & Clifford 1991,
    Biometrika 78, 301–304). Whatever the order of the rows, one ``seed`` finds the same.
    """
    group = used["group"].cat.remove_unused_categories().cat.codes.to_numpy()
    order = np.lexsort((used["value"], group))
    values, sizes = used["value"].to_numpy(float)[order], np.bincount(group)
    found, draw = float(_chi2(values[None], sizes)[0]), np.random.default_rng(seed)
    pool, drawn, beyond = np.tile(np.sort(values), (BATCH, 1)), 0, 0
    while drawn < MOST and beyond < BEYOND:
        beyond += int((_chi2(draw.permuted(pool, axis=1), sizes) >= found * (1 - 1e-9)).sum())
        drawn += BATCH
    p = (1 + beyond) / (1 + drawn)
    return {"method": f"{name} (dạng điểm số, hoán vị)", "statistic": found, "df": len(sizes) - 1, "p": p}


def _chi2(orders, sizes):
    """``score.of_groups`` of every row of values, which lie group by group, without weights."""
    n, starts = orders.shape[1], np.append(0, sizes.cumsum()[:-1])
    apart = orders - orders.mean(axis=1, keepdims=True)
    total, spread = np.add.reduceat(apart, starts, axis=1), np.add.reduceat(apart**2, starts, axis=1)
    share, floor = sizes / n, 1e-12 * spread.sum(axis=1, keepdims=True)
    spread = np.maximum(spread, floor)  # everyone of a group may stand at the mean
    least = (total * share / spread).sum(axis=1) ** 2 / (share**2 / spread).sum(axis=1)
    return ((total**2 / spread).sum(axis=1) - least) * (n - 1) / n

"""Score tests of a survey: their variance is that of a world without differences, so they hold in many small groups.

A Wald test estimates a variance inside every group: with 20 groups of 15 people it rejects 40 % of true nulls, with 60
of 15 up to 70 %, R's svyranktest, svychisq and regTermTest too; these reject 2–6 % (`bench stats`).
Rao, Scott & Skinner 1998, Statistica Sinica 8, 1059–1070.
"""

import numpy as np
from scipy import stats

ENOUGH = 40  # effective people in the smallest group for each df: from there on the Wald test rejects 4–7 % of nulls
MANY = 10  # df from which on Welch's F (of skewed numbers) and Rao–Scott's of second order need such groups, too


def of_groups(frame, name):
    """The χ² of equal weighted means of ``value`` by ``group``; empty where every group is large enough for ``wald``.

    ``frame`` holds everyone in the design: value, group, weight, ``used``.
    """
    used = frame[frame["used"]]
    value, group, mass = _by_group(used)
    df = len(mass) - 1
    if not _is_small(mass, group, used["weight"]):
        return {}
    apart = (used["weight"] * (value - np.average(value, weights=used["weight"]))).to_numpy()
    influence = apart[:, None] * ((group[:, None] == np.arange(df)) - mass[:df] / mass.sum())
    total = influence.sum(axis=0)
    chi2 = float(total @ np.linalg.pinv(influence.T @ influence * _spread(frame), hermitian=True) @ total)
    return {"method": f"{name} (dạng điểm số)", "statistic": chi2, "df": df, "p": stats.chi2.sf(chi2, df)}


def has_many_small(used):
    """Whether there are more than MANY groups, one of them small for ``wald``."""
    group = used["group"].cat.remove_unused_categories().cat.codes.to_numpy()
    mass = np.bincount(group, used["weight"])
    return len(mass) > MANY and _is_small(mass, group, used["weight"])


def wald(frame):
    """F of equal weighted means with its two df; each group's mean has a linearised variance of its own.

    R: regTermTest(svyglm(value ~ group), ~group).
    """
    used = frame[frame["used"]]
    value, group, mass = _by_group(used)
    mean = np.bincount(group, used["weight"] * value) / mass
    sure = mass**2 / np.bincount(group, (used["weight"] * (value - mean[group])) ** 2) / _spread(frame)
    df = len(mass) - 1
    return float(sure @ (mean - sure @ mean / sure.sum()) ** 2 / df), df, len(used) - len(mass)


def of_table(frame):
    """First-order Rao–Scott χ² of ``answer`` by ``group``, its design effects those of an independent table.

    Returns the corrected χ² with its df and p, and ``plain``: Pearson's of the weighted table, scaled to people.
    """
    used = frame[frame["used"]]
    weight = (used["weight"] / used["weight"].sum()).to_numpy()
    answer, group = (_indicators(used[side]) for side in ("answer", "group"))
    rows, columns = weight @ answer, weight @ group
    expected = np.outer(rows, columns)
    plain = len(used) * (((answer * weight[:, None]).T @ group - expected) ** 2 / expected).sum()
    squares = ((answer - rows) ** 2 / rows).sum(axis=1) * ((group - columns) ** 2 / columns).sum(axis=1)
    df = (len(rows) - 1) * (len(columns) - 1)
    chi2 = plain * df / (len(used) * _spread(frame) * (weight**2 @ squares))
    return {"statistic": chi2, "df": df, "p": stats.chi2.sf(chi2, df), "plain": plain}


def _is_small(mass, group, weight):
    """Kish's effective people of the smallest group are too few for that many groups."""
    return (mass**2 / np.bincount(group, weight**2)).min() < ENOUGH * (len(mass) - 1)


def _by_group(used):
    """Values, number of each one's group, and the weight of every group that somebody is in."""
    group = used["group"].cat.remove_unused_categories().cat.codes.to_numpy()
    return used["value"].to_numpy(float), group, np.bincount(group, used["weight"])


def _indicators(column):
    codes = column.cat.remove_unused_categories().cat.codes.to_numpy()
    return np.equal.outer(codes, np.arange(codes.max() + 1)).astype(float)


def _spread(frame):
    """n / (n − 1) of everyone in the design, those who did not answer among them."""
    return len(frame) / (len(frame) - 1)

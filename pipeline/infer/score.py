"""Score tests of a survey: their variance is that of a world without differences, so they hold in many small groups.

A Wald test estimates a variance inside every group: with 20 groups of 15 people it rejects 40 % of true nulls, with 60
of 15 up to 70 %, R's svyranktest, svychisq and regTermTest too; these reject 2–6 % (`bench stats`). Of clusters the
same holds where there are few of them for the number of groups: there the score test has the design effects of
second order (Rao & Scott 1984) and the degrees of freedom of the design.
Rao, Scott & Skinner 1998, Statistica Sinica 8, 1059–1070.
"""

import numpy as np
from scipy import stats

from pipeline import design

ENOUGH = 40  # effective people in the smallest group for each df: from there on the Wald test rejects 4–7 % of nulls
MANY = 10  # df from which on Rao–Scott's F of second order needs such groups, too
CLUSTERS = 20  # degrees of freedom of a clustered design for each df of a Wald test, and PSUs of a group in a table


def of_groups(frame, name, sample=None, among=2):
    """The χ² of equal weighted means of ``value`` by ``group``; empty where every group is large enough for ``wald``.

    ``frame`` holds everyone in the design: value, group, weight, ``used``; without ``sample`` they were drawn one by
    one. Of another design F with its two df. ``among``: how many groups there are of which these two are a pair: the
    adjusted p of many pairs rest on far tails, where 60 groups of 60 let Wald's t reject 10 % of true nulls.
    """
    used, sample = frame["used"].to_numpy(), sampled(frame, sample)
    value, group, mass = _by_group(frame[used])
    df, weight = len(mass) - 1, frame["weight"].to_numpy(float)[used]
    if not _is_small(mass, group, weight, among) and not has_few_clusters(sample, df):
        return {}
    apart = value - np.average(value, weights=weight)
    influence = apart[:, None] * ((group[:, None] == np.arange(df + 1)) - mass / mass.sum())
    if design.is_plain(sample):
        weighted = (weight[:, None] * influence)[:, :df]
        total = weighted.sum(axis=0)
        chi2 = float(total @ np.linalg.pinv(weighted.T @ weighted * _spread(frame), hermitian=True) @ total)
        found = {"statistic": chi2, "df": df, "p": stats.chi2.sf(chi2, df)}
    else:
        scores = np.zeros((len(frame), df + 1))
        scores[used] = influence / np.sqrt(mass)
        total = sample.weight @ scores
        spread = design.deviations(sample, scores, used)
        found = _second_order(total @ total, spread, design.degf(sample, used), df)
    return {"method": f"{name} (dạng điểm số)"} | found


def _second_order(squared, deviations, degf, most):
    """F of a sum of squares whose expectation is the trace of a covariance, Satterthwaite's df, ``most`` of them.

    The trace of the squared covariance is estimated without the bias of few PSUs (Bai & Saranadasa 1996), which would
    make the test of many groups too cautious.
    """
    spread = deviations @ deviations.T if len(deviations) < deviations.shape[1] else deviations.T @ deviations
    trace = np.trace(spread)
    if not trace > 0 or degf < 2:
        return {"statistic": np.nan, "df": np.nan, "p": np.nan}
    squares = ((spread**2).sum() - trace**2 / degf) * degf**2 / ((degf - 1) * (degf + 2))
    df = trace**2 / max(squares, trace**2 / most)
    f = float(squared / trace)
    return {"statistic": f, "df": (df, df * degf), "p": stats.f.sf(f, df, df * degf)}


def has_many_small(used, many=MANY):
    """Whether there are more than ``many`` groups, one of them small for ``wald``."""
    group = used["group"].cat.remove_unused_categories().cat.codes.to_numpy()
    mass = np.bincount(group, used["weight"])
    return len(mass) > many and _is_small(mass, group, used["weight"])


def has_few_clusters(sample, df):
    """Whether a clustered or replicated design leaves too few degrees of freedom for a Wald test of ``df``."""
    drawn_together = sample.psu is not None or sample.replicates is not None
    return drawn_together and df > 1 and design.degf(sample) < CLUSTERS * df


def has_few_clusters_a_group(frame, sample):
    """Whether one of three or more groups lies in too few PSUs for Rao–Scott's test of a table (R: svychisq)."""
    used = frame["used"].to_numpy()
    group = frame["group"][used].cat.remove_unused_categories().cat.codes.to_numpy()
    if sample.psu is None or len(set(group)) < 3:
        return False
    held = np.unique(np.column_stack([group, sample.psu[used]]), axis=0)[:, 0]
    return bool(np.bincount(held).min() < CLUSTERS)


def wald(frame, sample=None):
    """F of equal weighted means with its two df, on the covariance of the groups' means.

    R: regTermTest(svyglm(value ~ group), ~group).
    """
    used, sample = frame["used"].to_numpy(), sampled(frame, sample)
    groups = indicators(frame["group"], used)
    values = np.where(used, frame["value"], 0.0) - frame["value"][used].mean()
    found = design.ratios(sample, values[:, None] * groups, groups, used)
    df = groups.shape[1] - 1
    contrasts = np.vstack([-np.ones((1, df)), np.eye(df)])
    gaps = design.contrast(found, contrasts)
    f = gaps.value @ np.linalg.pinv(gaps.covariance, hermitian=True) @ gaps.value / df
    return float(f), df, design.degf(sample, used) - df


def of_table(frame, sample=None):
    """Rao–Scott test of ``answer`` by ``group``, its design effects those of an independent table.

    Of people drawn one by one the first-order χ² with its df and p, of another design the F of second order;
    ``plain``: Pearson's of the weighted table, scaled to people.
    """
    used, sample = frame["used"].to_numpy(), sampled(frame, sample)
    weight = (frame["weight"] / frame["weight"][used].sum()).to_numpy()
    answer, group = (indicators(frame[side], used) for side in ("answer", "group"))
    rows, columns = weight @ answer, weight @ group
    expected = np.outer(rows, columns)
    squared = (((answer * weight[:, None]).T @ group - expected) ** 2 / expected).sum()
    plain = used.sum() * squared
    apart = [(side - share) / np.sqrt(share) for side, share in ((answer, rows), (group, columns))]
    if design.is_plain(sample):
        effects = (apart[0] ** 2).sum(axis=1) * (apart[1] ** 2).sum(axis=1)
        df = (len(rows) - 1) * (len(columns) - 1)
        chi2 = squared * df / (_spread(frame) * (weight**2 * used @ effects))
        return {"statistic": chi2, "df": df, "p": stats.chi2.sf(chi2, df), "plain": plain}
    scores = (apart[0][:, :, None] * apart[1][:, None, :]).reshape(len(frame), -1) * used[:, None]
    spread = design.deviations(sample, scores * (weight / sample.weight)[:, None], used)
    most = (len(rows) - 1) * (len(columns) - 1)
    return _second_order(squared, spread, design.degf(sample), most) | {"plain": plain}


def _is_small(mass, group, weight, among=2):
    """Kish's effective people of the smallest group are too few for that many groups."""
    return (mass**2 / np.bincount(group, weight**2)).min() < ENOUGH * (max(len(mass), among) - 1)


def _by_group(used):
    """Values, number of each one's group, and the weight of every group that somebody is in."""
    group = np.unique(used["group"].cat.codes, return_inverse=True)[1]
    return used["value"].to_numpy(float), group, np.bincount(group, used["weight"])


def indicators(column, used):
    """People × categories that are in use: 1 in the category; 0 elsewhere, and of people who are not ``used``."""
    codes = np.where(used, column.cat.codes, -1)
    return np.equal.outer(codes, np.unique(codes[codes >= 0])).astype(float)


def sampled(frame, sample):
    """The sample given, or that of people drawn one by one with the weights of the frame."""
    return design.sample(frame, "weight") if sample is None else sample


def _spread(frame):
    """n / (n − 1) of everyone in the design, those who did not answer among them."""
    return len(frame) / (len(frame) - 1)

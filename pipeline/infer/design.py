"""Weighted tests on the survey design; the people who answer both questions are a domain of it.

The design is declared on everyone given, never on the answering rows alone, which would change standard errors.
"""

import numpy as np
import pandas as pd
from scipy import stats

from pipeline import design
from pipeline.infer import effects, score

RANKS = "Kiểm định hạng Lumley–Scott"


def drawn(answers, weight):
    """The ``Sample`` of a weight column or a ``Design``; None where people weigh alike and were drawn one by one (then
    the plain tests hold)."""
    if not weight:
        return None
    if isinstance(weight, str) and weight not in answers.columns:
        raise ValueError(f"Bảng trả lời không có cột trọng số «{weight}».")
    found = design.sample(answers, weight)
    return None if design.is_plain(found) and np.allclose(found.weight, found.weight[:1]) else found


def weights(answers, weight):
    """The weights alone, one a person, or None as in ``drawn``."""
    found = drawn(answers, weight)
    return None if found is None else pd.Series(found.weight, index=answers.index)


def rao_scott(frame, sample=None):
    """Rao–Scott second-order corrected χ² of ``answer`` by ``group`` (R: survey::svychisq, statistic = "F").

    The denominator df count everyone in the design, as svychisq does. Cramér's V is that of the weighted table; its
    limits are those of the first-order corrected χ². ``frame`` holds everyone in the design: answer, group, weight,
    ``used``; without ``sample`` they were drawn one by one.
    """
    sample, used = score.sampled(frame, sample), frame["used"].to_numpy()
    answer, group = (score.indicators(frame[side], used) for side in ("answer", "group"))
    cells = (answer[:, :, None] * group[:, None, :]).reshape(len(frame), -1)
    found = design.ratios(sample, cells, used, used)
    share = found.value.reshape(answer.shape[1], -1)
    expected = np.outer(share.sum(axis=1), share.sum(axis=0))
    squared = ((share - expected) ** 2 / expected).sum()
    delta = _design_effects(found, share)
    df, trace = len(delta), np.trace(delta)
    d0 = trace**2 / np.trace(delta @ delta)
    f, n = squared / trace, int(used.sum())
    d1 = d0 * design.degf(sample)
    return {"method": "χ² Rao–Scott", "statistic": f, "df": (d0, d1), "p": stats.f.sf(f, d0, d1)} | _strength(
        f * df, df, squared, n, min(share.shape)
    )


def _design_effects(found, share):
    """Generalised design effects of the table, as svychisq has them, over the number of people."""
    rows, columns = np.indices(share.shape).reshape(2, -1)
    ones = np.ones((share.size, 1))
    sides = [np.equal.outer(side, np.arange(1, side.max() + 1)).astype(float) for side in (rows, columns)]
    both = (sides[0][:, :, None] * sides[1][:, None, :]).reshape(share.size, -1)
    main = np.hstack([ones, *sides])
    contrast = both - main @ np.linalg.lstsq(main, both, rcond=None)[0]
    inverse = np.divide(1, found.value, out=np.zeros(share.size), where=found.value > 0)
    pulled = contrast * inverse[:, None]
    spread = found.deviations @ pulled
    return np.linalg.solve(contrast.T @ pulled, spread.T @ spread)


def few_a_cell(frame, sample=None):
    """χ² of a weighted table with too few people for ``rao_scott``: the score form, see ``score.of_table``."""
    found = score.of_table(frame, sample)
    n, side = int(frame["used"].sum()), frame.loc[frame["used"], ["answer", "group"]].nunique()
    df = (side["answer"] - 1) * (side["group"] - 1)
    chi2 = found["statistic"] * (df if isinstance(found["df"], tuple) else 1)
    strength = _strength(chi2, df, found.pop("plain") / n, n, side.min())
    return {"method": "χ² Rao–Scott (dạng điểm số)"} | found | strength


def _strength(chi2, df, squared, n, side):
    """V of the weighted table whose squared contingency is ``squared``, with the limits of a corrected ``chi2``."""
    scale = n * (side - 1)
    low, high = effects.chi2_limits(chi2, df, chi2 / (squared / (side - 1)) if squared else scale)
    v = np.sqrt(squared / (side - 1))
    return {"effect": v, "effect_name": "V Cramér", "limits": (np.sqrt(low), np.sqrt(high))}


def rank_test(frame, sample=None, among=2):
    """Design-based rank test of ``value`` by ``group`` (Lumley & Scott 2013, on weighted mid-ranks).

    Two groups: t, and the weighted rank-biserial r = twice the difference of mean ranks; more: F, and ε² = the share
    of the weighted variance of ranks that lies between groups (R: svyglm(rank ~ group) with regTermTest; svyranktest
    differs where tied people have unequal weights, for its ranks then follow the order of the rows). Where a group is
    small both come from the score test instead, see ``score`` (and ``among`` there). ``frame``, ``sample``: as for
    ``rao_scott``.
    """
    sample = score.sampled(frame, sample)
    ranked = frame.assign(value=mid_ranks(frame[frame["used"]]).reindex(frame.index))
    if ranked.loc[ranked["used"], "group"].nunique() == 2:
        test = _two_groups(ranked, sample, RANKS, "r hạng–nhị phân", 2.0, among)
        return test | {"effect": float(np.clip(test["effect"], -1, 1)), "limits": tuple(np.clip(test["limits"], -1, 1))}
    f, df1, df2 = score.wald(ranked, sample)
    found = {"method": RANKS, "statistic": f, "df": (df1, df2), "p": stats.f.sf(f, df1, df2)}
    found |= score.of_groups(ranked, RANKS, sample)
    share = _between(ranked[ranked["used"]])
    chi2 = found["statistic"] * (df1 if isinstance(found["df"], tuple) else 1)
    limits = effects.chi2_limits(chi2, df1, chi2 / share if share else len(frame) - 1)
    return found | {"effect": share, "effect_name": "ε² Kruskal–Wallis", "limits": limits}


def t_test(frame, sample=None):
    """Design-based t test of ``value`` by two groups (R: survey::svyttest), with Hedges g on the weighted pooled sd.

    Where a group is small, p is that of the score test, see ``score``. ``frame``, ``sample``: as for ``rao_scott``.
    """
    used = frame[frame["used"]]
    n, mass = len(used), used["weight"].sum()
    means = (used["value"] * used["weight"]).groupby(used["group"]).sum() / used["weight"].groupby(used["group"]).sum()
    spread = (used["weight"] * (used["value"] - used["group"].map(means).astype(float)) ** 2).sum() / mass
    unit = (1 - 3 / (4 * n - 9)) / np.sqrt(spread * n / (n - 2))
    return _two_groups(frame, score.sampled(frame, sample), "Kiểm định t có gia quyền", "g Hedges", unit)


def _two_groups(frame, sample, name, effect_name, unit, among=2):
    """Test of the first group's weighted mean less the second's; ``unit`` turns the difference into the effect."""
    used = frame["used"].to_numpy()
    groups = score.indicators(frame["group"], used)
    values = np.where(used, frame["value"], 0.0) - frame["value"][used].mean()
    found = design.contrast(design.ratios(sample, values[:, None] * groups, groups, used), np.array([[1], [-1]]))
    gap, se, df = found.value[0], found.se[0], design.degf(sample, used) - 1
    t = gap / se
    reach = stats.t.ppf(effects.TAILS[0], df) * se
    test = {"method": name, "statistic": t, "df": df, "p": 2 * stats.t.sf(abs(t), df)}
    ends = (gap - reach) * unit, (gap + reach) * unit
    effect = {"effect": gap * unit, "effect_name": effect_name, "limits": ends}
    return test | score.of_groups(frame, name, sample, among) | effect


def mid_ranks(used):
    """Weighted mid-ranks of ``value``, between 0 and 1; ties share theirs."""
    place = np.unique(used["value"], return_inverse=True)[1]
    mass = np.bincount(place, used["weight"])
    return pd.Series(((mass.cumsum() - mass / 2) / mass.sum())[place], used.index)


def _between(used):
    """Share of the weighted variance of weighted mid-ranks that lies between groups."""
    rank, weight, group = mid_ranks(used), used["weight"], used["group"]
    total = (weight * (rank - 0.5) ** 2).sum()
    sums, masses = (weight * rank).groupby(group, observed=True).sum(), weight.groupby(group, observed=True).sum()
    return float((masses * (sums / masses - 0.5) ** 2).sum() / total)

"""Tests of complete people across items by the design of the survey, which stand beside the unweighted ones."""

import numpy as np
from scipy import stats

from pipeline import design
from pipeline.infer import effects, weighted
from pipeline.infer.score import ENOUGH
from pipeline.infer.variables import FEWEST
from pipeline.infer.within import CLIFF, agreement, ranks_within

COLUMNS = ["method_weighted", "statistic_weighted", "df_weighted", "df2_weighted", "p_weighted", "p_adjusted_weighted"]
WALD = "Wald trên hạng (F)", "Wald trên hạng, dạng điểm số (χ²)"
COLUMNS += ["effect_weighted", "effect_low_weighted", "effect_high_weighted"]
COLUMNS += ["difference_weighted", "difference_low_weighted", "difference_high_weighted"]


def together(items, sample, used):
    """Adjusted Wald F of equal mean ranks within people (Korn & Graubard 1990; Stata's svy: test), and weighted W.

    Ranks within a person are plain variables, so their means are those of any (R: svymean(~r1 + r2 + …)). Of few people
    or clusters, where Wald's rejects up to 9 % of true nulls, its score form W/(1 + W/n) on χ², n the PSUs less strata
    and one (Rao, Scott & Skinner 1998). W's limits are those of a noncentral χ².
    """
    (ranks, spread), k, weight = ranks_within(items), items.shape[1], sample.weight[used]
    tops, ones = np.zeros((len(used), k)), used.astype(float)
    tops[used] = ranks
    means = design.ratios(sample, tops, ones[:, None], used)
    contrasts = np.vstack([np.eye(k - 1), -np.ones(k - 1)])
    apart, df = design.contrast(means, contrasts), design.degf(sample, used) - k + 2
    wald = float(apart.value @ np.linalg.pinv(apart.covariance, hermitian=True) @ apart.value)
    w = agreement(means.value, weight @ spread / weight.sum(), k)
    if min(weight.sum() ** 2 / (weight**2).sum(), df + k - 1) < ENOUGH * (k - 1):
        chi2 = wald / (1 + wald / (df + k - 1))
        found = {"method_weighted": WALD[1], "statistic_weighted": chi2, "p_weighted": stats.chi2.sf(chi2, k - 1)}
    else:
        f = wald * df / ((k - 1) * (df + k - 2))
        chi2, found = f * (k - 1), {"method_weighted": WALD[0], "statistic_weighted": f, "df2_weighted": df}
        found |= {"p_weighted": stats.f.sf(f, k - 1, df)}
    low, high = effects.chi2_limits(chi2, k - 1, chi2 / w if w else len(items) * (k - 1))
    found |= {"df_weighted": k - 1, "effect_weighted": w}
    return found | {"effect_low_weighted": min(low, w), "effect_high_weighted": max(high, w)}


def two(a, b, effect_name, sample, used):
    """Design-based t of the mean difference of two items (R: svyttest(I(a - b) ~ 0, design)), and the weighted effect.

    The difference of options is one of shares. Cliff's paired d is the weighted mean of signs, Cohen's g the weighted
    share of a among those who took one of both, less a half.
    """
    gaps = (a - b).to_numpy(float)
    if (gaps != 0).sum() < FEWEST:
        return {}
    value, se, df = _ratio(sample, used, gaps, np.ones(len(gaps)))
    if not df > 0:
        return {}
    low, high, t, p = weighted.on_own_scale(value, se, df, (-np.inf, np.inf))
    found = {
        "method_weighted": "t theo thiết kế",
        "statistic_weighted": t,
        "df_weighted": df,
        "p_weighted": p,
        "difference_weighted": value,
    }
    found |= {"difference_low_weighted": low, "difference_high_weighted": high}
    signs = np.sign(gaps)
    half, base, ends = (1, np.ones(len(gaps)), 1.0) if effect_name == CLIFF else (2, np.abs(signs), 0.5)
    value, se, df = _ratio(sample, used, signs / half, base)
    low, high, *_ = weighted.on_own_scale(value, se, df, (-ends, ends))
    return found | {"effect_weighted": value, "effect_low_weighted": low, "effect_high_weighted": high}


def _ratio(sample, used, tops, bottoms):
    """(value, standard error, df) of the ratio of two weighted totals over the people ``used``."""
    both = np.zeros((len(used), 2))
    both[used] = np.column_stack([tops, bottoms])
    found = design.ratios(sample, both[:, :1], both[:, 1:], used)
    return float(found.value[0]), float(found.se[0]), design.degf(sample, used)

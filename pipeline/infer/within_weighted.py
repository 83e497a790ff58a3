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
    gaps, weight = (a - b).to_numpy(float), sample.weight[used]
    if (gaps != 0).sum() < FEWEST:
        return {}
    value, se, df = weighted.tested(sample, used, *weighted.mean(gaps, weight))
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
    effect, ends = (_cliff, (-1.0, 1.0)) if effect_name == CLIFF else (_cohen, (-0.5, 0.5))
    value, se, df = weighted.tested(sample, used, *effect(np.sign(gaps), weight))
    low, high, *_ = weighted.on_own_scale(value, se, df, ends)
    return found | {"effect_weighted": value, "effect_low_weighted": low, "effect_high_weighted": high}


def _cliff(signs, weight):
    return weighted.mean(signs, weight)


def _cohen(signs, weight):
    apart = np.abs(signs)
    g = weight @ signs / (2 * weight @ apart)
    return g, (signs / 2 - g * apart) / (weight @ apart)

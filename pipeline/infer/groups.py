"""An ordinal or numeric variable by groups: rank tests for scales, tests of means for numbers."""

import numpy as np
import pandas as pd
from scipy import stats

from pipeline.infer import design, effects, permuted
from pipeline.infer.variables import FEWEST, CannotTest


def test(measure, group, sample, seed=0):
    """Test whether a scale or a number differs between groups; groups of fewer than FEWEST people are left out.

    Scale: Mann–Whitney with the rank-biserial r of first group minus second, or Kruskal–Wallis with ε² = H/(n - 1).
    Number: Welch's t with Hedges g, or Welch's ANOVA with η². Of a ``sample`` (weights, clusters …): the design-based
    rank test for scales and for numbers in more than two groups, the design-based t test for numbers in two. Numbers
    in many small groups: p of random orders of the answers, see ``permuted``, of ``seed``.
    """
    frame = grouped(measure, group, sample)
    used = frame[frame["used"]]
    check(used, measure, group)
    two = used["group"].nunique() == 2
    if sample is not None:
        found = (design.t_test if two and measure.kind == "number" else design.rank_test)(frame, sample)
    else:
        found = _choose(measure.kind, two)(used)
        if measure.kind == "number" and permuted.has_many_small(used):
            found |= permuted.of_groups(used, found["method"], seed)
    return found | {"n": len(used)}


def grouped(measure, group, sample):
    """Value, group, weight and ``used`` of everyone; groups of fewer than FEWEST people are left out."""
    mass = 1.0 if sample is None else sample.weight
    frame = pd.DataFrame({"value": measure.values, "group": group.values, "weight": mass})
    frame["used"] = frame["value"].notna() & frame["group"].notna()
    sizes = frame.loc[frame["used"], "group"].value_counts(sort=False)
    kept = [name for name, n in sizes.items() if n >= FEWEST]
    frame["group"] = frame["group"].cat.set_categories(kept)
    frame["used"] &= frame["group"].notna()
    return frame


def check(used, measure, group):
    """CannotTest where there are no two groups, or nothing varies."""
    if used["group"].nunique() < 2:
        reason = f"ở “{group.label}” không có đủ hai nhóm từ {FEWEST} người trả lời “{measure.label}” trở lên."
        raise CannotTest(reason, len(used))
    if used["value"].nunique() < 2:
        raise CannotTest(f"mọi người trả lời “{measure.label}” giống hệt nhau.", len(used))
    if measure.kind != "number":
        return
    flat = used.groupby("group", observed=True)["value"].nunique() == 1
    if flat.all() if len(flat) == 2 else flat.any():
        reason = f"ở “{measure.label}” mọi người trong nhóm “{flat[flat].index[0]}” trả lời giống hệt nhau."
        raise CannotTest(reason, len(used))


def _choose(kind, two):
    if kind == "ordinal":
        return _mann_whitney if two else _kruskal
    return _welch_t if two else _welch_anova


def _mann_whitney(used):
    """U of the first group (R: wilcox.test; exact without ties under 50 each, else normal with continuity)."""
    x, y = _split(used)
    tied = used["value"].duplicated().any()
    exact = not tied and max(len(x), len(y)) < 50
    # not pingouin.mwu: it compares every pair in one array, gigabytes on a large survey
    u, p = stats.mannwhitneyu(x, y, method="exact" if exact else "asymptotic")
    r = 2 * u / (len(x) * len(y)) - 1
    limits = effects.dominance_limits(x, y, r)
    return result("Mann–Whitney", u, np.nan, p, r, "r hạng–nhị phân", limits)


def _kruskal(used):
    """H with correction for ties (R: kruskal.test); ε² = H/(n - 1) (R: effectsize::rank_epsilon_squared).

    Limits by the noncentral χ², to which H tends under shifts (Andrews 1954).
    """
    import pingouin

    found = pingouin.kruskal(used, dv="value", between="group").iloc[0]
    h, df, scale = found["H"], found["ddof1"], len(used) - 1
    limits = effects.chi2_limits(h, df, scale)
    return result("Kruskal–Wallis", h, df, found["p_unc"], h / scale, "ε² Kruskal–Wallis", limits)


def _welch_t(used):
    """Welch's t (R: t.test) with Hedges g on the pooled sd and its t interval (pingouin.compute_esci)."""
    import pingouin

    x, y = _split(used)
    found = stats.ttest_ind(x, y, equal_var=False)
    g = pingouin.compute_effsize(x, y, eftype="hedges")
    limits = pingouin.compute_esci(g, nx=len(x), ny=len(y), eftype="hedges", decimals=12)
    return result("t Welch", found.statistic, found.df, found.pvalue, g, "g Hedges", tuple(limits))


def _welch_anova(used):
    """Welch's F (R: oneway.test) with η² of the plain analysis of variance and its noncentral-F interval."""
    import pingouin

    found = pingouin.welch_anova(used, dv="value", between="group").iloc[0]
    df1, df2, share = found["ddof1"], len(used) - found["ddof1"] - 1, found["np2"]
    limits = effects.variance_limits(share / (1 - share) * df2 / df1, df1, df2)
    return result("ANOVA Welch", found["F"], (df1, found["ddof2"]), found["p_unc"], share, "η²", limits)


def result(method, statistic, df, p, effect, effect_name, limits):
    """What every test of groups gives back."""
    return {
        "method": method,
        "statistic": statistic,
        "df": df,
        "p": p,
        "effect": effect,
        "effect_name": effect_name,
        "limits": limits,
    }


def _split(used):
    return [used.loc[used["group"] == name, "value"].to_numpy() for name in used["group"].cat.categories]

"""Tests of complete people across items, unweighted: all items together, and two items."""

import numpy as np
import pandas as pd
from scipy import stats

from pipeline.infer import effects
from pipeline.infer.variables import FEWEST

DRAWS, CHUNK = 999, 50
DISCORDANT = 25  # people who differ, under which McNemar's test is exact
CLIFF, COHEN = "d Cliff theo cặp", "g Cohen"


def together(items, options, seed):
    """Friedman's χ² with ties, of 0/1 Cochran's Q (two options: McNemar), and W = χ²/(n(k - 1))."""
    (n, k), (ranks, spread) = items.shape, ranks_within(items)
    w = agreement(ranks.mean(axis=0), spread.mean(), k)
    low, high = np.nanquantile(list(_drawn(ranks, spread, k, seed)), (0.025, 0.975))
    chi2 = w * n * (k - 1)
    name = "Cochran Q" if options else "Friedman"
    found = {"method": f"{name} (không gia quyền)", "statistic": chi2, "df": k - 1, "p": stats.chi2.sf(chi2, k - 1)}
    return found | {"effect": w, "effect_name": "W Kendall", "effect_low": min(low, w), "effect_high": max(high, w)}


def _drawn(ranks, spread, k, seed):
    """W of DRAWS bootstrap samples of people, of which CHUNK are in memory at a time.

    People who answered alike are drawn together: how many of each kind a sample holds is multinomial, and depends
    neither on the order of the file nor, in time, on the number of people.
    """
    draw, (kinds, people) = np.random.default_rng(seed), _alike(ranks, spread)
    for done in range(0, DRAWS, CHUNK):
        counts = draw.multinomial(people.sum(), people / people.sum(), min(CHUNK, DRAWS - done)) / people.sum()
        yield from (agreement(means[:-1], means[-1], k) for means in counts @ kinds)


def _alike(ranks, spread):
    """The different rows of ranks, each with its spread in the last column, and how many people gave each."""
    return np.unique(np.column_stack([ranks, spread]), axis=0, return_counts=True)


def ranks_within(items):
    """Mid-ranks of the items within every person (k the highest), and how far each person's lie from their middle."""
    ranks = pd.DataFrame(items).rank(axis=1).to_numpy()
    return ranks, ((ranks - (ranks.shape[1] + 1) / 2) ** 2).sum(axis=1)


def agreement(means, spread, k):
    """Kendall's W from mean ranks of the items and the mean spread of ranks within people."""
    return ((means - (k + 1) / 2) ** 2).sum() / spread if spread else np.nan


def wilcoxon(a, b):
    """Signed ranks with continuity correction (R: wilcox.test(paired = TRUE, exact = FALSE)) and Cliff's paired d."""
    gaps = (a - b).to_numpy()
    signs, kept = np.sign(gaps), gaps[gaps != 0]
    found = {"method": "Wilcoxon dấu hạng", "effect_name": CLIFF, "p": np.nan}
    if len(kept) < FEWEST:
        return found
    ranks, n = stats.rankdata(np.abs(kept)), len(kept)
    ties = np.unique(np.abs(kept), return_counts=True)[1]
    above = ranks[kept > 0].sum()
    gap = above - n * (n + 1) / 4
    z = max(abs(gap) - 0.5, 0) / np.sqrt(n * (n + 1) * (2 * n + 1) / 24 - (ties**3 - ties).sum() / 48)
    d, reach = signs.mean(), stats.norm.ppf(effects.TAILS[0]) * signs.std(ddof=1) / np.sqrt(len(signs))
    found |= {"statistic": above, "p": 2 * stats.norm.sf(z), "effect": d}
    return found | {"effect_low": max(d - reach, -1), "effect_high": min(d + reach, 1)}


def mcnemar(a, b):
    """McNemar's χ² (R: mcnemar.test(correct = FALSE)), exact where few people differ (binom.test), with Cohen's g."""
    only_a, only_b = int(((a == 1) & (b == 0)).sum()), int(((a == 0) & (b == 1)).sum())
    n = only_a + only_b
    found = {"method": "McNemar", "effect_name": COHEN, "p": np.nan}
    if n < FEWEST:
        return found
    exact = stats.binomtest(only_a, n)
    low, high = exact.proportion_ci(0.95)
    found |= {"effect": only_a / n - 0.5, "effect_low": low - 0.5, "effect_high": high - 0.5}
    if n < DISCORDANT:
        return found | {"method": "McNemar chính xác", "p": exact.pvalue}
    chi2 = (only_a - only_b) ** 2 / n
    return found | {"statistic": chi2, "df": 1, "p": stats.chi2.sf(chi2, 1)}


def paired_t(a, b):
    """Student's paired t (R: t.test(paired = TRUE)), the mean difference and d_z = t/√n with their 95 % limits.

    d_z by the noncentral t (Cumming & Finch 2001; R: effectsize::cohens_d(paired = TRUE)). Empty where fewer than
    FEWEST people differ, or all differ alike.
    """
    gaps = (a - b).to_numpy()
    n, spread = len(gaps), gaps.std(ddof=1)
    if (gaps != 0).sum() < FEWEST or not spread > 0:
        return {}
    t, reach = gaps.mean() / (spread / np.sqrt(n)), stats.t.ppf(effects.TAILS[0], n - 1) * spread / np.sqrt(n)
    found = {"t": t, "t_df": n - 1, "t_p": 2 * stats.t.sf(abs(t), n - 1), "difference": gaps.mean()}
    found |= {"difference_low": gaps.mean() - reach, "difference_high": gaps.mean() + reach, "d_z": t / np.sqrt(n)}
    low, high = (end / np.sqrt(n) for end in effects.t_limits(t, n - 1))
    return found | {"d_z_low": low, "d_z_high": high}

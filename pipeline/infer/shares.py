"""Which groups differ in the share of an option: the pairs that follow a test of three or more groups."""

from itertools import combinations

import numpy as np
from scipy import stats

from pipeline.infer import effects
from pipeline.infer.verdict import adjusted, name_of

NAMES = "z hai tỷ lệ", "Fisher chính xác hai tỷ lệ"
LEAST = (
    5  # expected people in a cell of two groups by chosen or not, under which Fisher's exact test takes the place of z
)


def pairs(measure, group, weight, adjust="holm"):
    """Every two groups compared in the share of every option (of two options, of the first), blanks left out.

    Returns a record a pair and option: option, group_a, group_b, ``n`` people in both, ``statistic`` z and p of the
    pooled test of two proportions on Kish's effective bases, as the letters of the tables take it (R: prop.test(correct
    = FALSE), without weights the root of Pearson's χ²); where a cell expects fewer than LEAST people Fisher's exact p
    of the effective counts, rounded, without z. ``p_adjusted`` over all records. ``effect``: Cohen's h of group
    a against b with its normal limits. Empty where the table is two by two: its test is that of the pair.
    """
    share, base, people, names = _shares(measure, group, weight)
    options = list(share)[:1] if len(share) == 2 else list(share)
    if len(names) < 3 and len(options) == 1:
        return []
    rows = [
        {"option": measure.option or option, "group_a": names[i], "group_b": names[j], "n": people[i] + people[j]}
        | _compared(share[option][[i, j]], base[[i, j]])
        for option in options
        for i, j in combinations(range(len(names)), 2)
    ]
    found, name = adjusted(np.array([row["p"] for row in rows]), adjust), name_of(adjust)
    return [row | {"p_adjusted": p, "method": f"{row['method']} ({name})"} for row, p in zip(rows, found, strict=True)]


def _shares(measure, group, weight):
    """Share of every option that somebody chose, by group; effective base, people and name of every group in use."""
    used = (measure.values.notna() & group.values.notna()).to_numpy()
    place = group.values[used].cat.remove_unused_categories().cat
    codes, mass = place.codes.to_numpy(), np.ones(used.sum()) if weight is None else weight[used].to_numpy()
    total, answers = np.bincount(codes, mass), measure.values[used].cat.remove_unused_categories()
    ticked = {option: np.bincount(codes, mass * answers.eq(option).to_numpy()) for option in answers.cat.categories}
    share = {option: sums / total for option, sums in ticked.items()}
    return share, total**2 / np.bincount(codes, mass**2), np.bincount(codes), list(place.categories)


def _compared(share, base):
    pooled = share @ base / base.sum()
    h = float(np.subtract(*(2 * np.arcsin(np.sqrt(np.clip(share, 0, 1))))))
    reach = stats.norm.ppf(effects.TAILS[0]) * np.sqrt((1 / base).sum())
    row = {"df": np.nan, "effect": h, "effect_name": "h Cohen", "effect_low": h - reach, "effect_high": h + reach}
    if base.min() * min(pooled, 1 - pooled) < LEAST:
        n, chosen = np.rint(base).astype(int), np.rint(share * base).astype(int)
        p = stats.fisher_exact([chosen, n - chosen]).pvalue
        return row | {"method": NAMES[1], "statistic": np.nan, "p": float(p)}
    z = float((share[0] - share[1]) / np.sqrt(pooled * (1 - pooled) * (1 / base).sum()))
    return row | {"method": NAMES[0], "statistic": z, "p": float(2 * stats.norm.sf(abs(z)))}

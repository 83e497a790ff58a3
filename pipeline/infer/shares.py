"""Which groups differ in the share of an option: the pairs that follow a test of three or more groups."""

from itertools import combinations

import numpy as np
from scipy import stats

from pipeline.design import contrast, degf, effective_base, is_plain, ratios
from pipeline.infer import effects
from pipeline.infer.verdict import adjusted, name_of

NAMES = "z hai tỷ lệ", "Fisher chính xác hai tỷ lệ", "t hai tỷ lệ theo thiết kế"
LEAST = (
    5  # expected people in a cell of two groups by chosen or not, under which Fisher's exact test takes the place of z
)


def pairs(measure, group, sample, adjust="holm"):
    """Every two groups compared in the share of every option (of two options, of the first), blanks left out.

    Returns a record a pair and option: option, group_a, group_b, ``n`` people in both, ``statistic`` z and p of the
    pooled test of two proportions on Kish's effective bases, as the letters of the tables take it (R: prop.test(correct
    = FALSE), without weights the root of Pearson's χ²); where a cell expects fewer than LEAST people Fisher's exact p
    of the effective counts, rounded, without z. Of strata, clusters, replicates or calibrated weights t of the
    difference on the design's covariance (R: svyttest(I(answer == option) ~ group) of the two), the effective base
    being p(1 − p) over the variance of the share, no more than the people. ``p_adjusted`` over all records.
    ``effect``: Cohen's h of group a against b with its normal limits. Empty where the table is two by two: its test is
    that of the pair.
    """
    used = (measure.values.notna() & group.values.notna()).to_numpy()
    place, answer = (side.where(used).cat.remove_unused_categories().cat for side in (group.values, measure.values))
    names, options = list(place.categories), list(answer.categories)
    options = options[:1] if len(options) == 2 else options
    if len(names) < 3 and len(options) == 1:
        return []
    inside = np.equal.outer(place.codes.to_numpy(), np.arange(len(names))).astype(float)
    compared = _plain if sample is None or is_plain(sample) else _designed
    rows = []
    for at, option in enumerate(options):
        found = compared((answer.codes.to_numpy() == at).astype(float), inside, sample)
        about = {"option": measure.option or option}
        for i, j in combinations(range(len(names)), 2):
            people = int(inside[:, [i, j]].sum())
            rows.append(about | {"group_a": names[i], "group_b": names[j], "n": people} | found([i, j]))
    p, name = adjusted(np.array([row["p"] for row in rows]), adjust), name_of(adjust)
    return [row | {"p_adjusted": q, "method": f"{row['method']} ({name})"} for row, q in zip(rows, p, strict=True)]


def _plain(chosen, inside, sample):
    """The test of any two groups in the share of those who ``chosen``, on Kish's effective bases."""
    mass = inside if sample is None else inside * sample.weight[:, None]
    share, base = chosen @ mass / mass.sum(axis=0), mass.sum(axis=0) ** 2 / (mass**2).sum(axis=0)
    return lambda two: _compared(share[two], base[two])


def _designed(chosen, inside, sample):
    """The same on the design's covariance of the shares."""
    used = inside.any(axis=1)
    found = ratios(sample, chosen[:, None] * inside, inside, used)
    base = effective_base(sample, found, inside)

    def test(two):
        row = _compared(found.value[two], base[two])
        gap = contrast(
            found._replace(value=found.value[two], deviations=found.deviations[:, two]), np.array([[1], [-1]])
        )
        if row["method"] == NAMES[1] or not gap.se[0] > 0:
            return row
        t, df = float(gap.value[0] / gap.se[0]), degf(sample, inside[:, two].any(axis=1)) - 1
        return row | {"method": NAMES[2], "statistic": t, "df": df, "p": float(2 * stats.t.sf(abs(t), df))}

    return test


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

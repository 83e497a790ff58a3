"""Weighted tests on the survey design, by svy: independent people with weights, the answering ones a domain of it.

The design is declared on everyone given, never on the answering rows alone, which would change standard errors.
"""

import numpy as np
from scipy import stats

from pipeline.infer import effects, score

RANKS = "Kiểm định hạng Lumley–Scott"


def weights(answers, column):
    """Weights of the named column, or None where there is none or all are equal (then the plain tests hold)."""
    if not column:
        return None
    if column not in answers.columns:
        raise ValueError(f"Bảng trả lời không có cột trọng số «{column}».")
    values = answers[column].astype(float)
    wrong = int((~(values > 0) | np.isinf(values)).sum())
    if wrong:
        raise ValueError(f"{column}: {wrong} trọng số trống, bằng 0 hoặc âm; mỗi người phải có một trọng số dương.")
    return None if np.allclose(values, values.iloc[:1].to_numpy()) else values


def rao_scott(frame):
    """Rao–Scott second-order corrected χ² of ``answer`` by ``group`` (R: survey::svychisq, statistic = "F").

    The denominator df count everyone in the design, as svychisq does; svy counts the answering people only.
    Cramér's V is that of the weighted table; its limits are those of the first-order corrected χ².
    """
    found = _sample(frame).categorical.tabulate("answer", "group", where=_used()).stats
    f, df1, df2 = found.f.value, found.f.df_num, found.f.df_num * (len(frame) - 1)
    used = frame.loc[frame["used"], ["answer", "group"]]
    scale, chi2 = len(used) * (used.nunique().min() - 1), found.chisq.value
    corrected = f * found.chisq.df
    low, high = effects.chi2_limits(corrected, found.chisq.df, scale * corrected / chi2 if chi2 else scale)
    return {
        "method": "χ² Rao–Scott",
        "statistic": f,
        "df": (df1, df2),
        "p": stats.f.sf(f, df1, df2),
        "effect": np.sqrt(chi2 / scale),
        "effect_name": "V Cramér",
        "limits": (np.sqrt(low), np.sqrt(high)),
    }


def few_a_cell(frame):
    """χ² of a weighted table with too few people for ``rao_scott``: the score form, first order; ``score.of_table``."""
    found = score.of_table(frame)
    used, plain, chi2 = frame.loc[frame["used"], ["answer", "group"]], found.pop("plain"), found["statistic"]
    scale = len(used) * (used.nunique().min() - 1)
    low, high = effects.chi2_limits(chi2, found["df"], scale * chi2 / plain if plain else scale)
    strength = {"effect": np.sqrt(plain / scale), "effect_name": "V Cramér", "limits": (np.sqrt(low), np.sqrt(high))}
    return {"method": "χ² Rao–Scott (dạng điểm số)"} | found | strength


def rank_test(frame):
    """Design-based rank test of ``value`` by ``group`` (Lumley & Scott 2013, on weighted mid-ranks).

    Two groups: t, and the weighted rank-biserial r = twice the difference of mean ranks; more: F, and ε² = the share
    of the weighted variance of ranks that lies between groups (R: svyglm(rank ~ group) with regTermTest; svyranktest
    differs where tied people have unequal weights, for its ranks then follow the order of the rows). Where a group is
    small both come from the score test instead, see ``score``.
    """
    ranked = frame.assign(value=mid_ranks(frame[frame["used"]]).reindex(frame.index))
    if ranked.loc[ranked["used"], "group"].nunique() == 2:
        test = _two_groups(ranked, RANKS, "r hạng–nhị phân", 2.0)
        return test | {"effect": float(np.clip(test["effect"], -1, 1)), "limits": tuple(np.clip(test["limits"], -1, 1))}
    f, df1, df2 = score.wald(ranked)
    found = {"method": RANKS, "statistic": f, "df": (df1, df2), "p": stats.f.sf(f, df1, df2)}
    found |= score.of_groups(ranked, RANKS)
    share = _between(ranked[ranked["used"]])
    chi2 = found["statistic"] * (df1 if isinstance(found["df"], tuple) else 1)
    limits = effects.chi2_limits(chi2, df1, chi2 / share if share else len(frame) - 1)
    return found | {"effect": share, "effect_name": "ε² Kruskal–Wallis", "limits": limits}


def t_test(frame):
    """Design-based t test of ``value`` by two groups (R: survey::svyttest), with Hedges g on the weighted pooled sd.

    Where a group is small, p is that of the score test, see ``score``.
    """
    used = frame[frame["used"]]
    n, mass = len(used), used["weight"].sum()
    means = (used["value"] * used["weight"]).groupby(used["group"]).sum() / used["weight"].groupby(used["group"]).sum()
    spread = (used["weight"] * (used["value"] - used["group"].map(means).astype(float)) ** 2).sum() / mass
    return _two_groups(
        frame, "Kiểm định t có gia quyền", "g Hedges", (1 - 3 / (4 * n - 9)) / np.sqrt(spread * n / (n - 2))
    )


def _two_groups(frame, name, effect_name, unit):
    """Test of one difference of weighted means; ``unit`` turns the difference into the effect."""
    found = _sample(frame).categorical.ttest("value", group="group", where=_used())
    gap = found.diff[0]
    test = {"method": name, "statistic": found.stats.t, "df": found.stats.df, "p": found.stats.p_value}
    return (
        test
        | score.of_groups(frame, name)
        | {
            "effect": gap.diff * unit,
            "effect_name": effect_name,
            "limits": (gap.lci * unit, gap.uci * unit),
        }
    )


def _sample(frame):
    import polars  # svy and polars cost seconds to import, and only weighted surveys need them
    import svy

    columns = {"weight": frame["weight"].to_list(), "used": frame["used"].to_list()}
    for column in frame.columns.intersection(["answer", "group"]):
        columns[column] = [None if code < 0 else code for code in frame[column].cat.codes.tolist()]
    if "value" in frame:
        columns["value"] = frame["value"].astype(object).where(frame["used"], None).tolist()
        # svy subtracts the lower code from the higher; ours is first group minus second
        columns["group"] = [None if code is None else -code for code in columns["group"]]
    return svy.Sample(polars.DataFrame(columns, strict=False), svy.Design(wgt="weight"))


def _used():
    import polars

    return polars.col("used")


def mid_ranks(used):
    """Weighted mid-ranks of ``value``, between 0 and 1; ties share theirs."""
    mass = used["weight"].groupby(used["value"]).sum()
    return used["value"].map((mass.cumsum() - mass / 2) / mass.sum())


def _between(used):
    """Share of the weighted variance of weighted mid-ranks that lies between groups."""
    rank, weight, group = mid_ranks(used), used["weight"], used["group"]
    total = (weight * (rank - 0.5) ** 2).sum()
    sums, masses = (weight * rank).groupby(group, observed=True).sum(), weight.groupby(group, observed=True).sum()
    return float((masses * (sums / masses - 0.5) ** 2).sum() / total)

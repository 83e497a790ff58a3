"""Student's t, one-way analysis of variance, Levene's tests and Tukey's pairs: equal variances assumed, unweighted."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from pipeline.infer import effects, groups
from pipeline.infer.choose import plain_groups
from pipeline.infer.variables import FEWEST, CannotTest, rounded, variables, without_few
from pipeline.infer.verdict import ALPHA, STEPS, adjusted

TESTS = ["family", "question", "by", "method", "n", "statistic", "df", "df2", "p", "p_adjusted"]
TESTS += ["effect", "effect_name", "effect_low", "effect_high"]
TESTS += ["levene_mean", "levene_mean_p", "levene_median", "levene_median_p", "note"]
PAIRS = ["question", "by", "method", "group_a", "group_b", "n", "statistic", "df", "p_adjusted"]
PAIRS += ["effect", "effect_name", "effect_low", "effect_high"]
WORDS = ["family", "question", "by", "method", "effect_name", "note", "group_a", "group_b"]
UNWEIGHTED = " (không gia quyền)"
STANDARD = "hiệu / độ lệch chuẩn chung"


def tests(answers, comparisons, form, *, unscored=(), adjust="holm"):
    """Every declared comparison of the means of a scale or number between groups.

    Returns a row a pair of questions: two groups Student's t (R: t.test(var.equal = TRUE)) with Hedges g; more the
    one-way F (R: oneway.test(var.equal = TRUE), aov) on ``df`` and ``df2`` with η²; ``p_adjusted`` within the family;
    Levene's F around the mean (as SPSS; R: car::leveneTest(center = mean)) and around the median (Brown & Forsythe
    1974; center = median). Groups of fewer than FEWEST people, blanks and choices apart from a scale are left out, and
    ``n`` then rounded (see ``rounded``). ``note``: why there are no numbers – so of ``unscored`` scales, whose points
    are bands.
    """
    tables = [_empty(TESTS)]
    for family in comparisons:
        named = [(form[q], form[by]) for q in family.questions for by in family.by if q != by]
        rows = [_test(answers, *pair, unscored) for pair in named if has_means(*pair)]
        found = pd.DataFrame(rows, columns=TESTS).assign(family=family.name)
        tables.append(found.assign(p_adjusted=adjusted(found["p"].to_numpy(float), adjust)) if rows else found)
    return pd.concat(tables, ignore_index=True).astype({c: float for c in TESTS if c not in WORDS})


def has_means(question, by):
    """Whether the means of a question are compared between the groups of another."""
    return question.kind in ("ordinal", "number") and by.kind in ("nominal", "ordinal")


def _test(answers, question, by, unscored):
    row = {"question": question.name, "by": by.name, "method": "", "effect_name": "", "note": ""}
    try:
        if question.name in unscored:
            raise CannotTest("điểm của thang này là khoảng, bậc (tables › unscored), không có trung bình.", np.nan)
        used = _used(answers, question, by)
    except CannotTest as refusal:
        return row | {"n": refusal.n, "note": f"Không tính được: {refusal}"}
    parts, n = _parts(used), rounded(len(used), answers, [question.name, by.name])
    found = _student(parts) if len(parts) == 2 else _anova(parts)
    for center in ("mean", "median"):
        spread = [np.abs(part - getattr(np, center)(part)) for part in parts]
        told = stats.levene(*parts, center=center) if any(np.ptp(part) > 1e-12 for part in spread) else None
        found |= {f"levene_{center}": told.statistic, f"levene_{center}_p": told.pvalue} if told else {}
    return row | found | {"n": n}


def _used(answers, question, by):
    """Value and group of the people compared; CannotTest says why there are none."""
    measure, group = (variables(answers, q)[0] for q in (question, replace(plain_groups(question, by), points=())))
    frame = groups.grouped(measure, group, None)
    used = frame[frame["used"]]
    groups.check(used, measure, group)
    if not sum(part.var() * (len(part) - 1) for part in _parts(used)) > 0:
        raise CannotTest(f"trong từng nhóm mọi người trả lời “{measure.label}” giống hệt nhau.", len(used))
    return used


def _parts(used):
    return [used.loc[used["group"] == name, "value"].to_numpy() for name in used["group"].cat.categories]


def _student(parts):
    import pingouin

    found, (x, y) = stats.ttest_ind(*parts), parts
    g = pingouin.compute_effsize(x, y, eftype="hedges")
    low, high = pingouin.compute_esci(g, nx=len(x), ny=len(y), eftype="hedges", decimals=12)
    row = {
        "method": f"t Student{UNWEIGHTED}",
        "statistic": found.statistic,
        "df": found.df,
        "p": found.pvalue,
        "effect": g,
    }
    return row | {"effect_name": "g Hedges", "effect_low": low, "effect_high": high}


def _anova(parts):
    found, n = stats.f_oneway(*parts), sum(map(len, parts))
    df1, df2 = len(parts) - 1, n - len(parts)
    low, high = effects.variance_limits(found.statistic, df1, df2)
    row = {
        "method": f"ANOVA một yếu tố{UNWEIGHTED}",
        "statistic": found.statistic,
        "df": df1,
        "df2": df2,
        "p": found.pvalue,
    }
    share = found.statistic * df1 / (found.statistic * df1 + df2)
    return row | {"effect": share, "effect_name": "η²", "effect_low": low, "effect_high": high}


def tukey(answers, question, by):
    """Every two of three or more groups by Tukey's honest differences (Tukey–Kramer where sizes differ).

    Returns a row a pair: ``n`` people in both, ``statistic`` q on ``df``, ``p_adjusted`` (R: TukeyHSD(aov(…))),
    ``effect``: the difference of means over the root of the mean square within groups, with Tukey's simultaneous 95 %
    limits over the same. Empty where there are fewer groups, or nothing can be computed. Nothing is hidden here.
    """
    try:
        used = _used(answers, question, by)
    except CannotTest:
        return _empty(PAIRS)
    parts, names = _parts(used), list(used["group"].cat.categories)
    if len(parts) < 3:
        return _empty(PAIRS)
    sizes, df = np.array([len(part) for part in parts]), len(used) - len(parts)
    within = np.sqrt(sum(part.var() * len(part) for part in parts) / df)
    found = stats.tukey_hsd(*parts)
    limits = found.confidence_interval(0.95)
    method = ("Tukey HSD" if len(set(sizes)) == 1 else "Tukey–Kramer") + UNWEIGHTED
    rows = []
    for i, j in combinations(range(len(parts)), 2):
        d = found.statistic[i, j] / within
        row = {"question": question.name, "by": by.name, "method": method, "group_a": names[i], "group_b": names[j]}
        row |= {"n": sizes[i] + sizes[j], "statistic": abs(d) * np.sqrt(2 / (1 / sizes[i] + 1 / sizes[j])), "df": df}
        row |= {"p_adjusted": found.pvalue[i, j], "effect": d, "effect_name": STANDARD}
        rows.append(row | {"effect_low": limits.low[i, j] / within, "effect_high": limits.high[i, j] / within})
    return pd.DataFrame(rows, columns=PAIRS).astype({c: float for c in PAIRS if c not in WORDS})


def pairs(answers, tests, form, *, least=FEWEST):
    """``tukey`` after every one-way F of ``tests`` whose adjusted p is under 0,05, as it may be printed.

    Where fewer than ``least`` people of a group chose a point of the scale, a table hides that group's mean, which q
    would give away beside the printed means of others: of such a pair of questions only the groups that differ, the
    higher first, without numbers but p rounded up to one of STEPS.
    """
    found = [_empty(PAIRS)]
    for row in tests[tests["p_adjusted"].lt(ALPHA) & tests["df2"].notna()].to_dict("records"):
        question, by = form[row["question"]], form[row["by"]]
        rows = without_few(tukey(answers, question, by), answers, question, by)
        found.append(_dimmed(rows) if _has_few(answers, question, by, least) else rows)
    return pd.concat(found, ignore_index=True)


def _has_few(answers, question, by, least):
    if question.kind != "ordinal":
        return False
    counts = pd.crosstab(answers[question.name], answers[by.name]).to_numpy()
    return bool(((counts > 0) & (counts < least)).any())


def _dimmed(rows):
    kept = rows[rows["p_adjusted"].lt(ALPHA)].copy()
    turned = kept["effect"].lt(0)
    kept.loc[turned, ["group_a", "group_b"]] = kept.loc[turned, ["group_b", "group_a"]].to_numpy()
    kept["p_adjusted"] = np.array(STEPS)[np.searchsorted(STEPS, kept["p_adjusted"], side="left")]
    kept[["n", "statistic", "df", "effect", "effect_low", "effect_high"]] = np.nan
    return kept


def _empty(columns):
    return pd.DataFrame(columns=columns).astype({c: float for c in columns if c not in WORDS})

"""Trend tests: does a share, a scale or a number rise or fall along ordered groups?"""

import numpy as np
import pandas as pd
from scipy import stats

from pipeline.design import degf, linear, of_totals
from pipeline.infer import design, effects, groups, tables
from pipeline.infer.concordance import concordance
from pipeline.infer.variables import CannotTest

TREND = "r xu hướng"


NONE = {"trend_method": "", "trend_effect_name": "", "trend_p_adjusted": np.nan}
NONE |= dict.fromkeys(("trend_statistic", "trend_p", "trend_effect"), np.nan)


def plain(group):
    """An ordered variable as plain groups."""
    return group._replace(kind="nominal", values=_labelled(group), points=0)


def beside(measure, group, sample):
    """The trend along three or more ordered groups, which stands beside their test; NONE where there is none to tell.

    A table of two categories too sparse for χ² has none, nor what ``test`` refuses.
    """
    if measure.kind == "nominal" and tables.too_sparse(measure, plain(group)):
        return NONE
    try:
        found = test(measure, group, sample)
    except CannotTest:
        return NONE
    told = {f"trend_{key}": found[key] for key in ("method", "statistic", "p", "effect", "effect_name")}
    return NONE | told if found["groups"] > 2 and not np.isnan(found["p"]) else NONE


def test(measure, group, sample):
    """Test whether a measure rises or falls along the points of ``group``; groups under FEWEST people are left out.

    Two categories: Cochran–Armitage's χ² (R: prop.trend.test), the first category being counted. Scale or number:
    Jonckheere–Terpstra with Kendall's τ-b (see ``concordance``), by the normal of its variance with ties and, as all
    rank tests of three or more groups, without continuity correction. Of a ``sample``: the design-based t of the slope
    on the points 1, 2, … (R: svyglm(y ~ score)), which is the linear-by-linear test of a survey, with the weighted
    correlation r; a number, often skewed, enters by its weighted mid-ranks. ``groups``: how many are compared.
    """
    values = _indicator(measure) if measure.kind == "nominal" else measure.values
    scored = measure._replace(kind="ordinal", values=values)
    frame = groups.grouped(scored, plain(group), sample)
    used = frame[frame["used"]]
    groups.check(used, scored, group)
    score = used["group"].map({label: n for n, label in enumerate(group.labels, start=1)}).astype(float)
    if sample is not None:
        value = design.mid_ranks(used) if measure.kind == "number" else used["value"]
        found = _designed(value.reindex(frame.index), score.reindex(frame.index), sample)
    else:
        found = (_cochran_armitage if measure.kind == "nominal" else _jonckheere)(used["value"], score)
    return found | {"n": len(used), "groups": score.nunique()}


def _labelled(group):
    codes = group.values.fillna(0).to_numpy(int) - 1
    return pd.Series(pd.Categorical.from_codes(codes, list(group.labels)), index=group.values.index)


def _indicator(measure):
    first = measure.values.cat.categories[0]
    return measure.values.astype(object).eq(first).astype(float).where(measure.values.notna())


def _cochran_armitage(value, score):
    n, (x, y) = len(value), (_standard(part.to_numpy(float), np.ones(len(part))) for part in (score, value))
    r = x @ y / n
    chi2 = n * r**2
    found = groups.result("Xu hướng Cochran–Armitage", chi2, 1, stats.chi2.sf(chi2, 1), r, TREND, None)
    return found | {"limits": _fisher(r, np.sqrt((_pull(x, y, r) ** 2).sum() / (n * (n - 1))))}


def _jonckheere(value, score):
    found = concordance(value, score)
    return groups.result(
        "Xu hướng Jonckheere–Terpstra", found.z, np.nan, found.p, found.tau, "τ-b Kendall", found.tau_limits
    )


def _designed(value, score, sample):
    """t of the weighted slope; r is the same slope on standardised sides, its limits from its linearised variance.

    Both sides are NaN outside the domain. R: summary(svyglm(y ~ score)); of the limits svyvar and svycontrast.
    """
    used = (value.notna() & score.notna()).to_numpy()
    w = np.where(used, sample.weight, 0.0)
    x, y = (_standard(np.where(used, part, 0.0), w) for part in (score, value))
    share = used / w.sum()
    r = w @ (x * y) / w.sum()
    sides = np.column_stack([used, x, y, x * x, x * y]) * used[:, None]
    slope = of_totals(sample, sides, _slope, share * x * (y - r * x), used)
    t, df = r / slope.se[0], degf(sample, used) - 1
    ends = _fisher(r, linear(sample, r, share * _pull(x, y, r), used).se[0])
    return groups.result("Xu hướng tuyến tính theo thiết kế", t, df, 2 * stats.t.sf(abs(t), df), r, TREND, ends)


def _slope(totals):
    n, x, y, xx, xy = np.moveaxis(totals, -1, 0)
    return (xy - x * y / n) / (xx - x**2 / n)


def _standard(part, weight):
    """Values less their weighted mean, over their weighted standard deviation."""
    apart = part - weight @ part / weight.sum()
    return apart / np.sqrt(weight @ apart**2 / weight.sum())


def _pull(x, y, r):
    """Influence of a person on the correlation of two standardised sides."""
    return x * y - r * (x**2 + y**2) / 2


def _fisher(r, se):
    """95 % limits of a correlation on Fisher's z."""
    if abs(r) > 1 - 1e-12:
        return r, r
    reach = stats.norm.ppf(effects.TAILS[0]) * se / (1 - r**2)
    return float(np.tanh(np.arctanh(r) - reach)), float(np.tanh(np.arctanh(r) + reach))

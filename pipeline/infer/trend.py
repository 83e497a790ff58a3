"""Trend tests: does a share, a scale or a number rise or fall along ordered groups?"""

import numpy as np
import pandas as pd
from scipy import stats

from pipeline.infer import design, effects, groups, tables
from pipeline.infer.concordance import concordance
from pipeline.infer.variables import CannotTest

TREND = "r xu hướng"


NONE = {"trend_method": "", "trend_effect_name": "", "trend_p_adjusted": np.nan}
NONE |= dict.fromkeys(("trend_statistic", "trend_p", "trend_effect"), np.nan)


def plain(group):
    """An ordered variable as plain groups."""
    return group._replace(kind="nominal", values=_labelled(group), points=0)


def beside(measure, group, weight):
    """The trend along three or more ordered groups, which stands beside their test; NONE where there is none to tell.

    A table of two categories too sparse for χ² has none, nor what ``test`` refuses.
    """
    if measure.kind == "nominal" and tables.too_sparse(measure, plain(group)):
        return NONE
    try:
        found = test(measure, group, weight)
    except CannotTest:
        return NONE
    told = {f"trend_{key}": found[key] for key in ("method", "statistic", "p", "effect", "effect_name")}
    return NONE | told if found["groups"] > 2 and not np.isnan(found["p"]) else NONE


def test(measure, group, weight):
    """Test whether a measure rises or falls along the points of ``group``; groups under FEWEST people are left out.

    Two categories: Cochran–Armitage's χ² (R: prop.trend.test), the first category being counted. Scale or number:
    Jonckheere–Terpstra with Kendall's τ-b (see ``concordance``), by the normal of its variance with ties and, as all
    rank tests of three or more groups, without continuity correction. Weighted: the design-based t of the slope on the
    points 1, 2, … (R: svyglm(y ~ score)), which is the linear-by-linear test of a survey, with the weighted
    correlation r; a number, often skewed, enters by its weighted mid-ranks. ``groups``: how many are compared.
    """
    values = _indicator(measure) if measure.kind == "nominal" else measure.values
    scored = measure._replace(kind="ordinal", values=values)
    frame = groups.grouped(scored, plain(group), weight)
    used = frame[frame["used"]]
    groups.check(used, scored, group)
    score = used["group"].map({label: n for n, label in enumerate(group.labels, start=1)}).astype(float)
    if weight is not None:
        value = design.mid_ranks(used) if measure.kind == "number" else used["value"]
        found = _weighted(value, score, used["weight"], len(frame))
    else:
        found = (_cochran_armitage if measure.kind == "nominal" else _jonckheere)(used["value"], score)
    return found | {"n": len(used), "groups": score.nunique()}


def _labelled(group):
    names = dict(enumerate(group.labels, start=1))
    return group.values.map(names).astype(pd.CategoricalDtype(list(group.labels)))


def _indicator(measure):
    first = measure.values.cat.categories[0]
    return measure.values.astype(object).eq(first).astype(float).where(measure.values.notna())


def _cochran_armitage(value, score):
    r = np.corrcoef(value, score)[0, 1]
    chi2 = len(value) * r**2
    found = groups.result("Xu hướng Cochran–Armitage", chi2, 1, stats.chi2.sf(chi2, 1), r, TREND, None)
    return found | {"limits": _limits(value, score, np.ones(len(value)))}


def _jonckheere(value, score):
    found = concordance(value, score)
    return groups.result(
        "Xu hướng Jonckheere–Terpstra", found.z, np.nan, found.p, found.tau, "τ-b Kendall", found.tau_limits
    )


def _weighted(value, score, weight, people):
    """t of the weighted slope with its linearised standard error; r is the same slope on standardised sides."""
    x, y = (part - np.average(part, weights=weight) for part in (score.to_numpy(), value.to_numpy()))
    w = weight.to_numpy()
    slope = (w * x) @ y / ((w * x) @ x)
    se = np.sqrt(((w * x * (y - slope * x)) ** 2).sum() * people / (people - 1)) / ((w * x) @ x)
    r, df = (w * x) @ y / np.sqrt(((w * x) @ x) * ((w * y) @ y)), len(x) - 2
    p = 2 * stats.t.sf(abs(slope / se), df)
    return groups.result(
        "Xu hướng tuyến tính theo thiết kế", slope / se, df, p, r, TREND, _limits(value, score, weight)
    )


def _limits(value, score, weight):
    """95 % limits of a correlation from its linearised variance, on Fisher's z (R: svyvar, svycontrast)."""
    share = np.asarray(weight, float) / np.sum(weight)
    x, y = (part.to_numpy(float) for part in (score, value))
    x, y = ((part - share @ part) / np.sqrt(share @ (part - share @ part) ** 2) for part in (x, y))
    r = share @ (x * y)
    if abs(r) > 1 - 1e-12:
        return r, r
    pull = share * (x * y - r * (x**2 + y**2) / 2)
    reach = stats.norm.ppf(effects.TAILS[0]) * np.sqrt(pull @ pull * len(x) / (len(x) - 1)) / (1 - r**2)
    return float(np.tanh(np.arctanh(r) - reach)), float(np.tanh(np.arctanh(r) + reach))

"""Whether a regression has the right form: goodness of fit of a binary one, proportional odds of an ordinal one."""

import numpy as np
from scipy import stats

from pipeline import design
from pipeline.infer.regress import estimate, linear, logistic

TENTHS = np.linspace(0, 1, 11)
PEOPLE = (
    40  # least people of a tenth, under which Archer & Lemeshow's test finds too much (8 % of true models and more)
)
UNITS = {True: 20, False: 40}  # least units a condition of Brant's test, unweighted and weighted: under them the same


def calibration(model):
    """The check of one model: check (its name), check_statistic, check_df, check_p; empty numbers when it has none.

    Binary: Hosmer & Lemeshow 1980 (R: ResourceSelection::hoslem.test); weighted: Archer & Lemeshow 2006, the
    design-based F test that mean residuals of the tenths of fitted values are equal (R: regTermTest of svyglm(residual
    ~ tenth)). Ordinal: Brant 1990, that the separate binary regressions share their slopes, with their joint sandwich
    covariance, which serves weighted answers too; under strata, clusters, calibration or replicates with that of the
    design, as F. Linear: Breusch & Pagan, unweighted. A small p speaks against the form.
    """
    if model.kind == "linear":
        return linear.check(model) if model.sample is None else _check("")
    if model.kind == "firth":
        return _check("")
    if len(model.fit.theta) > 1:
        return _brant(model)
    return _hosmer(model) if model.sample is None else _archer(model)


def _check(name, statistic=np.nan, df=np.nan, p=np.nan):
    return {"check": name, "check_statistic": statistic, "check_df": df, "check_p": p}


def _tenths(chance):
    """Group of each fitted value, by its tenths; fewer groups where fitted values repeat."""
    limits = np.unique(np.quantile(chance, TENTHS))
    groups = np.clip(np.searchsorted(limits, chance, side="left") - 1, 0, None)
    return np.unique(groups, return_inverse=True)[1]


def _hosmer(model):
    chance = logistic.fitted(model.fit, model.x)[:, 1]
    group = _tenths(chance)
    if group.max() < 2:
        return _check("Hosmer–Lemeshow: không tính được, quá ít giá trị dự báo khác nhau")
    sums = [np.bincount(group, values) for values in (chance, 1 - chance, model.y, 1 - model.y)]
    chi2 = sum(((seen - hoped) ** 2 / hoped).sum() for hoped, seen in zip(sums[:2], sums[2:], strict=True))
    df = group.max() - 1
    return _check("Hosmer–Lemeshow", chi2, df, stats.chi2.sf(chi2, df))


def _archer(model):
    chance = logistic.fitted(model.fit, model.x)[:, 1]
    group, residual = _tenths(chance), model.y - chance
    g = group.max() + 1
    inside = np.zeros((len(model.used), g))
    inside[model.used] = np.equal.outer(group, np.arange(g))
    left = np.zeros(len(model.used))
    left[model.used] = residual
    means = design.ratios(model.sample, inside * left[:, None], inside, model.used)
    df = design.degf(model.sample, model.used) + 1 - g
    if g < 3 or df <= 0 or (means.se <= 0).any():
        return _check("Archer–Lemeshow: không tính được, quá ít giá trị dự báo khác nhau hay quá ít đơn vị mẫu")
    if np.bincount(group).min() < PEOPLE:
        return _check(f"Archer–Lemeshow: không tính, có phần mười dưới {PEOPLE} người (kiểm định này khi ấy báo nhầm)")
    gaps = design.contrast(means, np.vstack([-np.ones(g - 1), np.eye(g - 1)]))
    f = gaps.value @ np.linalg.solve(gaps.covariance, gaps.value) / (g - 1)
    return _check("Archer–Lemeshow (F)", f, g - 1, stats.f.sf(f, g - 1, df))


def _brant(model):
    slopes, influence, k = [], [], len(model.fit.beta)
    least = UNITS[model.sample is None] * k * (len(model.fit.theta) - 1)
    if units(model) < least:
        return _check(f"Brant: không tính, cần ít nhất {least} người (đơn vị mẫu) cho số mục và số ngưỡng này")
    for cut in range(len(model.fit.theta)):
        above = (model.y > cut).astype(int)
        if logistic.separated(model.x, above)[0].any():
            return _check("Brant: không tính được, có mục tách hẳn hai phía ở một ngưỡng của thang")
        found = logistic.fit(model.x, above, model.weight)
        slopes.append(found.beta)
        influence.append(_influence(model, found)[:, :k])
    contrasts = np.column_stack([np.tile(-np.eye(k), (len(slopes) - 1, 1)), np.eye(k * (len(slopes) - 1))])
    gaps, joined = contrasts @ np.concatenate(slopes), np.column_stack(influence) @ contrasts.T
    if model.sample is None or design.is_plain(model.sample):
        wald = gaps @ np.linalg.solve(joined.T @ joined, gaps)
        return _check("Brant", wald, len(gaps), stats.chi2.sf(wald, len(gaps)))
    df = design.degf(model.sample, model.used) + 1 - len(gaps)
    if df <= 0:
        return _check("Brant: không tính được, thiết kế có quá ít đơn vị mẫu")
    f = gaps @ np.linalg.solve(design.covariance(model.sample, joined, model.used), gaps) / len(gaps)
    return _check("Brant", f, len(gaps), stats.f.sf(f, len(gaps), df))


def units(model):
    """People, of weighted ones Kish's effective number; primary units where there are."""
    if model.sample is not None and (model.sample.psu is not None or model.sample.replicates is not None):
        return design.degf(model.sample, model.used)
    return model.weight.sum() ** 2 / (model.weight**2).sum()


def _influence(model, found):
    """What each person adds to one binary regression: weighted among those in the model, else as the design asks."""
    if model.sample is None or design.is_plain(model.sample):
        return found.scores @ np.linalg.inv(found.information)
    return estimate.influence(found, model.used, model.sample)

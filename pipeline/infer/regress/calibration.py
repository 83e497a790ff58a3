"""Whether a regression has the right form: goodness of fit of a binary one, proportional odds of an ordinal one."""

import numpy as np
from scipy import stats

from pipeline.infer.regress import logistic

TENTHS = np.linspace(0, 1, 11)


def calibration(model):
    """The check of one model: check (its name), check_statistic, check_df, check_p; empty numbers when it has none.

    Binary: Hosmer & Lemeshow 1980 (R: ResourceSelection::hoslem.test); weighted: Archer & Lemeshow 2006, the
    design-based F test that mean residuals of the tenths of fitted values are equal (R: regTermTest of svyglm(residual
    ~ tenth)). Ordinal: Brant 1990, that the separate binary regressions share their slopes, with their joint sandwich
    covariance, which serves weighted answers too. A small p speaks against the form.
    """
    if len(model.fit.theta) > 1:
        return _brant(model)
    return _hosmer(model) if model.people is None else _archer(model)


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
    mass = np.bincount(group, model.weight)
    means = np.bincount(group, model.weight * residual) / mass
    spread = np.bincount(group, (model.weight * (residual - means[group])) ** 2) / mass**2
    n, g = len(residual), len(mass)
    if g < 3 or (spread <= 0).any():
        return _check("Archer–Lemeshow: không tính được, quá ít giá trị dự báo khác nhau")
    contrasts = np.column_stack([-np.ones(g - 1), np.eye(g - 1)])
    gaps = contrasts @ means
    f = gaps @ np.linalg.solve(contrasts @ np.diag(spread) @ contrasts.T, gaps) * (n - 1) / n / (g - 1)
    return _check("Archer–Lemeshow (F)", f, g - 1, stats.f.sf(f, g - 1, n - g))


def _brant(model):
    slopes, influence = [], []
    for cut in range(len(model.fit.theta)):
        above = (model.y > cut).astype(int)
        if logistic.separated(model.x, above)[0].any():
            return _check("Brant: không tính được, có mục tách hẳn hai phía ở một ngưỡng của thang")
        found = logistic.fit(model.x, above, model.weight)
        slopes.append(found.beta)
        influence.append((found.scores @ np.linalg.inv(found.information))[:, : len(found.beta)])
    k, joined = len(slopes[0]), np.column_stack(influence)
    contrasts = np.column_stack([np.tile(-np.eye(k), (len(slopes) - 1, 1)), np.eye(k * (len(slopes) - 1))])
    gaps = contrasts @ np.concatenate(slopes)
    wald = gaps @ np.linalg.solve(contrasts @ joined.T @ joined @ contrasts.T, gaps)
    return _check("Brant", wald, len(gaps), stats.chi2.sf(wald, len(gaps)))

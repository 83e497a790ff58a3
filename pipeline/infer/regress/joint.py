"""Joint test of every factor of a regression: all its levels, or all products of an interaction, at once."""

import numpy as np
from scipy import stats

from pipeline.infer.regress import estimate, firth
from pipeline.infer.regress.terms import TIMES


def joint(model):
    """Question (or "a × b") → joint_statistic, joint_df, joint_df2, joint_p of all its terms in the model.

    A question that takes part in an interaction is tested without it (type II; R: car::Anova). Unweighted: likelihood
    ratio (R: drop1, anova), F of a linear model, penalised likelihood ratio of Firth's. Weighted: design-based Wald F
    (R: regTermTest).
    """
    names = dict.fromkeys(model.terms[place].question for place in model.kept)
    return {name: _tested(model, name) for name in names}


def _tested(model, name):
    own = [place for place in model.kept if model.terms[place].question == name]
    apart = [place for place in model.kept if name in model.terms[place].question.split(TIMES) and place not in own]
    larger = _without(model, apart) if apart else model
    if model.sample is not None:
        at = [larger.kept.index(place) for place in own]
        b, f = larger.fit.beta[at], larger.of_beta[np.ix_(at, at)]
        return _f(b @ np.linalg.solve(f, b) / len(own), len(own), larger.df)
    if model.kind == "firth":
        held = [larger.kept.index(place) for place in own]
        return _chi2(2 * (larger.fit.loglik - firth.fit(larger.x, larger.y, held).loglik), len(own))
    smaller = _without(larger, own)
    if model.kind == "linear":
        return _f((smaller.fit.rss - larger.fit.rss) / len(own) / (model.fit.rss / model.df), len(own), model.df)
    return _chi2(2 * (larger.fit.loglik - smaller.fit.loglik), len(own))


def _without(model, lost):
    stay = np.array([place not in lost for place in model.kept])
    kept, start = np.array(model.kept)[stay].tolist(), np.append(model.fit.beta[stay], model.fit.theta)
    return estimate.model(model.kind, model.terms, kept, model.notes, model.y, model.used, model.sample, start)


def _chi2(statistic, df):
    return {"joint_statistic": statistic, "joint_df": df, "joint_p": stats.chi2.sf(statistic, df)}


def _f(statistic, df, df2):
    return {"joint_statistic": statistic, "joint_df": df, "joint_df2": df2, "joint_p": stats.f.sf(statistic, df, df2)}

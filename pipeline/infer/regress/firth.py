"""Firth's penalised likelihood of a binary logit: finite where answers are separated (Firth 1993; Heinze & Schemper
2002). Fits, penalised likelihood ratios and profile limits are those of R's logistf."""

import numpy as np
from scipy import optimize, stats
from scipy.special import expit

from pipeline.infer.regress.logistic import Fit

STEPS, LONGEST = 500, 5.0
FAR = 1e6
WIDEST = 64.0  # standard errors beyond which a limit is called infinite
DROP = stats.chi2.ppf(0.95, 1) / 2


def fit(x, y, fixed=()):
    """Fit of ``y`` (0, 1) on columns ``x``; the coefficients at places ``fixed`` are held at 0 (logistftest)."""
    z = _design(x)
    at = _maximum(z, y, np.zeros(z.shape[1]), np.setdiff1d(np.arange(z.shape[1]), fixed))
    null = _maximum(z, y, np.zeros(z.shape[1]), np.array([x.shape[1]]))
    scores, information = _scores(at, z, y)
    return Fit(at[:-1], at[-1:], _loglik(at, z, y), _loglik(null, z, y), information, scores)


def profile(found, x, y, place):
    """(chi2 against 0, low, high) of one coefficient by its penalised profile likelihood."""
    z, at = _design(x), np.append(found.beta, found.theta)
    last = at.copy()
    free = np.setdiff1d(np.arange(len(at)), [place])

    def lost(b):
        last[place] = b
        try:
            last[:] = _maximum(z, y, last.copy(), free, near=1e-6)  # an error of 1e-6 there is 1e-12 of the likelihood
            return found.loglik - _loglik(last, z, y)
        except (ArithmeticError, np.linalg.LinAlgError):  # so far out that nothing is left to know
            return FAR

    se = np.sqrt(np.linalg.inv(found.information)[place, place])
    return 2 * lost(0.0), *(_limit(lost, at[place], way * se) for way in (-1, 1))


def _limit(lost, start, step):
    reach = 2.0
    while lost(start + reach * step) < DROP:
        reach *= 2
        if reach > WIDEST:
            return np.sign(step) * np.inf
    return optimize.brentq(lambda b: lost(b) - DROP, start, start + reach * step, xtol=1e-9)


def _design(x):
    """Columns of (beta, theta) as in ``logistic``: the logit is x·beta - theta."""
    return np.column_stack([x, -np.ones(len(x))])


def _maximum(z, y, at, free, near=1e-10):
    """Newton's method on Firth's modified score of the ``free`` coefficients, steps bounded and halved."""
    loglik = _loglik(at, z, y)
    for _ in range(STEPS):
        chance, leverage, information = _parts(at, z)
        score = z[:, free].T @ (y - chance + leverage * (0.5 - chance))
        step = np.zeros(len(at))
        step[free] = np.linalg.solve(information[np.ix_(free, free)], score)
        step *= min(1, LONGEST / max(np.abs(step).max(), 1e-300))
        while not (better := _loglik(at + step, z, y)) >= loglik - 1e-12 * abs(loglik):
            step = step / 2
        at, loglik = at + step, better
        if np.abs(step).max() < near * (1 + np.abs(at).max()):
            return at
    raise ArithmeticError("không hội tụ")


def _parts(at, z):
    chance = expit(z @ at)
    root = z * np.sqrt(chance * (1 - chance))[:, None]
    information = root.T @ root
    return chance, (root * np.linalg.solve(information, root.T).T).sum(axis=1), information


def _loglik(at, z, y):
    logit = z @ at
    information = (z * (expit(logit) * expit(-logit))[:, None]).T @ z
    return float(y @ logit - np.logaddexp(0, logit).sum() + np.linalg.slogdet(information)[1] / 2)


def _scores(at, z, y):
    chance, _, information = _parts(at, z)
    return z * (y - chance)[:, None], information

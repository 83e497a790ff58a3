"""Average marginal effects of a logit, in points of percent: what an odds ratio means for people's shares."""

import numpy as np
from scipy import stats
from scipy.special import expit

from pipeline.infer import effects
from pipeline.infer.regress.terms import TIMES


def margins(model):
    """Place of each kept term but products → ame, ame_low, ame_high: points of percent with their 95 % limits.

    Of a level: the mean change of the chance of the outcome (ordinal: of its highest category) if everybody were of it
    instead of the reference, all else, interactions with it too, following; of a number: the mean slope a unit. Mean
    over the people of the model with their weights; limits by the delta method, people as they are (R:
    margins::margins; Stata: margins, dydx). Not of a question of which a cell of an interaction is not in the model.
    """
    lost = [term.question.split(TIMES) for at, term in enumerate(model.terms) if term.of and at not in model.kept]
    unknown = {name for pair in lost for name in pair}
    places = [at for at in model.kept if not model.terms[at].of and model.terms[at].question not in unknown]
    return {place: _limits(model, *_effect(model, model.terms[place], place)) for place in places}


def _limits(model, effect, gradient):
    se = np.sqrt(gradient @ model.covariance @ gradient)
    reach = (stats.norm if np.isinf(model.df) else stats.t(model.df)).ppf(effects.TAILS[0]) * se
    return {"ame": 100 * effect, "ame_low": 100 * (effect - reach), "ame_high": 100 * (effect + reach)}


def _effect(model, term, place):
    """The mean effect and its gradient in (beta, theta)."""
    if not term.reference:
        return _slope(model, place)
    ones, noughts = (_mean_chance(model, _set(model, term.question, at)) for at in (place, None))
    return ones[0] - noughts[0], ones[1] - noughts[1]


def _mean_chance(model, x):
    """Mean chance of the highest category on columns ``x``, and its gradient."""
    chance = expit(x @ model.fit.beta - model.fit.theta[-1])
    share = model.weight / model.weight.sum()
    return share @ chance, _stacked(model, x, share * chance * (1 - chance))


def _slope(model, place):
    """The mean slope along one number, which the products with it bend."""
    moved = _products(model, [np.full(len(model.y), float(at == place)) for at in range(len(model.terms))], place)
    chance = expit(model.x @ model.fit.beta - model.fit.theta[-1])
    share, density = model.weight / model.weight.sum(), chance * (1 - chance)
    steep = moved @ model.fit.beta
    bend = _stacked(model, model.x, share * density * (1 - 2 * chance) * steep)
    bend[: moved.shape[1]] += (share * density) @ moved
    return share @ (density * steep), bend


def _stacked(model, x, mass):
    """Gradient in (beta, theta) of a mean whose change with the logit is ``mass``: theta but the last does nothing."""
    return np.concatenate([mass @ x, np.zeros(len(model.fit.theta) - 1), [-mass.sum()]])


def _set(model, question, chosen):
    """The columns of the model if everybody were in the level at place ``chosen`` of the question (None: reference)."""
    base = []
    for place, term in enumerate(model.terms):
        everybody = np.full(len(model.y), float(place == chosen))
        base.append(everybody if term.question == question else term.column)
    return _products(model, base)


def _products(model, base, moved=None):
    """Columns of the kept terms from those of the questions; with ``moved``: their derivative along that number."""
    found = []
    for place in model.kept:
        term = model.terms[place]
        if not term.of:
            found.append(base[place])
        elif moved is None:
            found.append(base[term.of[0]] * base[term.of[1]])
        else:
            others = [model.terms[of].column for of, at in zip(term.of[::-1], term.of, strict=True) if at == moved]
            found.append(np.sum([np.zeros(len(model.y)), *others], axis=0))
    return np.column_stack(found)

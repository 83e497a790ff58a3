"""Shares of codes among all answers, without the machine's bias: its shares, put right by answers drawn at random.

Prediction-powered inference (Angelopoulos et al. 2023, Science 382) with the power tuned to the data (PPI++, 2023) and
a cross-fitted machine (Zrnic & Candès 2024), which for a finite number of answers is the regression estimator of survey
sampling (Särndal et al. 1992, ch. 6). Whatever the machine is worth, there is next to no bias (of the order of one in
the number drawn); the better it is, the narrower the interval.
"""

import numpy as np
from scipy.stats import t

TRUST = 10  # answers drawn that the belief in the machine as it stands (a power of 1) is worth
PRIOR = 0.5  # answers with the code (or without, whichever are fewer) that the belief in no gain is worth
FEWEST = 20  # answers drawn at random, below which no share is told


def estimate(said, weight, drawn, given):
    """Share (0-1) of one code among all answers, and its 95 % interval.

    ``said``: the machine's probability of the code for every answer, of an answer that a person coded by a model that
    did not see it; ``weight``: of every answer; ``drawn``: places of those drawn at random, and ``given`` (0/1) whether
    a person gave them the code. Returns a dict: ``share``, ``low``, ``high`` and, from the drawn answers alone,
    ``alone``, ``alone_low``, ``alone_high``. The interval is Wilson's with the effective number of answers, of the same
    share never wider than without the machine; where few have the code, the gain by the machine is believed little.
    """
    many, own = len(said), weight[drawn]
    alone = np.average(given, weights=own)
    rest = _tuned(said[drawn] - np.average(said, weights=weight), given, own)
    rare = min(given.sum(), len(given) - given.sum())
    return _interval(np.average(rest, weights=own), alone, (rest, given), own, own, rare, len(drawn) / many)


def ratio(said, weight, drawn, given):
    """Share (0-1) of those with one thing, a code, who have another beside it, a sentiment; as :func:`estimate`.

    ``said``: the machine's probabilities of the code, and of code and sentiment together, for every answer; ``given``:
    likewise what a person said of those drawn, of whom some must have the code. A ratio of two shares is estimated by
    its linear part (Särndal et al. 1992, ch. 5.6), put right by the machine as a share is; its interval is Wilson's of
    those drawn who have the code.
    """
    (whole, part), (has, both), own = said, np.asarray(given, float), weight[drawn]
    alone = (own * both).sum() / (own * has).sum()
    apart = part - alone * whole  # has mean 0 where the ratio is right
    rest = _tuned(apart[drawn] - np.average(apart, weights=weight), both - alone * has, own)
    base = np.average(_tuned(whole[drawn] - np.average(whole, weights=weight), has, own), weights=own)
    share = alone + np.average(rest, weights=own) / max(base, 0.5 * np.average(has, weights=own))
    rare, spreads = min(both.sum(), has.sum() - both.sum()), (rest, both - alone * has)
    return _interval(share, alone, spreads, own, own * has, rare, len(drawn) / len(whole))


def _interval(share, alone, spreads, own, base, rare, drawn):
    """A share with and without the machine, and their intervals.

    ``spreads``: what each answer drawn tells with the machine, and alone; ``own``: their weights, ``base``: the same,
    0 for those the share is not of; ``rare`` of the others have the code, or have it not; ``drawn``: the share of all
    that were drawn.
    """
    left, whole = (_parts(values, own) for values in spreads)
    excess, sure = _excess(whole, base, alone, rare)
    people, freedom = base.sum() ** 2 / (base**2).sum() / excess, np.count_nonzero(base) - 1  # effective number drawn
    people, freedom = max(people - 1, 1) / max(1 - drawn, 1e-9), min(freedom, sure)
    gain, known = _gain(left, whole, rare) if rare else (1.0, freedom)
    known = min(known, freedom)
    gain = min(gain, (_student(freedom) / _student(known)) ** 2)
    share = float(np.clip(share, 0, 1))
    low, high = wilson(share, people / gain, known)
    alone_low, alone_high = wilson(alone, people, freedom)
    told = {"share": share, "low": low, "high": high}
    return told | {"alone": float(alone), "alone_low": alone_low, "alone_high": alone_high}


def _excess(whole, base, share, rare):
    """How many times the variance of a share is what Kish's effective number of answers says, at least once, and the
    degrees of freedom that this is known with: more where those of great weight have the code, or have it not."""
    alike = share * (1 - share) * base**2
    if not rare or whole.sum() <= alike.sum() * (1 + 1e-9):
        return 1.0, np.inf
    varies = ((whole / whole.sum() - base**2 / (base**2).sum()) ** 2).sum()
    return (rare * whole.sum() / alike.sum() + PRIOR) / (rare + PRIOR), 2 / max(varies, 1e-9)


def _gain(left, whole, rare):
    """Which part of the variance the machine leaves, and the degrees of freedom that this is known with.

    Few answers make up both variances where few have the code: how far the gain itself varies with the answers drawn
    (the delta method) is how far a variance of so many degrees of freedom would (Satterthwaite 1946).
    """
    many, left_sum, whole_sum = len(whole), max(left.sum(), 1e-12), max(whole.sum(), 1e-12)
    gain = left_sum / whole_sum * (many - 1) / (many - 2)  # the power was found on the same answers
    varies = ((left / left_sum - whole / whole_sum) ** 2).sum()
    return (rare * gain + PRIOR) / (rare + PRIOR), 2 / max(varies, 1e-9)


def wilson(share, people, freedom):
    """95 % interval of a share (0-1) found among so many effective answers, with Student's quantile."""
    z = _student(freedom) ** 2 / people
    middle, half = (share + z / 2) / (1 + z), np.sqrt(z * share * (1 - share) + z**2 / 4) / (1 + z)
    return float(max(middle - half, 0)), float(min(middle + half, 1))


def _student(freedom):
    return float(t.ppf(0.975, max(freedom, 1)))


def _tuned(said, given, weight):
    """The given codes less what the machine said of each beyond its mean, times the power of a regression.

    A power above 1 would rest on the few answers with the code that taught the machine, too: PPI++ has none either.
    """
    apart, many = said - np.average(said, weights=weight), len(given)
    slope = (weight * apart * given).sum() / max((weight * apart**2).sum(), 1e-9)
    return given - np.clip((many * slope + TRUST) / (many + TRUST), 0, 1) * said


def _parts(values, weight):
    """What each answer adds to the variance that the weighted mean has, but for their number."""
    return (weight * (values - np.average(values, weights=weight))) ** 2

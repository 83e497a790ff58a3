"""Shares of codes among all answers, without the machine's bias: its shares, put right by answers drawn at random.

Prediction-powered inference (Angelopoulos et al. 2023, Science 382) with the power tuned to the data (PPI++, 2023) and
cross-fitted (Zrnic & Candès 2024), which for a finite number of answers is the difference estimator of survey sampling
(Särndal et al. 1992, ch. 6). Whatever the machine is worth, the estimate has no bias; the better it is, the narrower
the interval.
"""

import numpy as np
from scipy.stats import t

FOLDS = 5
PRIOR = 0.5  # answers with the code (or without, whichever are fewer) that the belief in no gain is worth
FEWEST = 20  # answers drawn at random, below which no share is told


def estimate(said, weight, drawn, given):
    """Share (0-1) of one code among all answers, and its 95 % interval.

    ``said``: the machine's probability of the code for every answer, of an answer that a person coded by a model that
    did not see it; ``weight``: of every answer; ``drawn``: places of those drawn at random, and ``given`` (0/1) whether
    a person gave them the code. Returns a dict: ``share``, ``low``, ``high`` and, from the drawn answers alone,
    ``alone``, ``alone_low``, ``alone_high``. The interval is Wilson's with the effective number of answers; where few
    have the code, the gain by the machine is believed little.
    """
    many, own = len(said), weight[drawn]
    alone = np.average(given, weights=own)
    mean = np.average(said, weights=weight)
    rest = _tuned(said[drawn] - mean, given, own)
    share = float(np.clip(np.average(rest, weights=own), 0, 1))
    people = own.sum() ** 2 / (own**2).sum()  # effective number of answers drawn
    people = max(people - 1, 1) / max(1 - len(drawn) / many, 1e-9)
    rare = min(given.sum(), len(given) - given.sum())
    gain = _spread(rest, own) / max(_spread(given, own), 1e-12) if rare else 1.0
    gain = min((rare * gain + PRIOR) / (rare + PRIOR), 1.0)
    freedom = len(drawn) - 1
    low, high = wilson(share, people / gain, freedom)
    alone_low, alone_high = wilson(alone, people, freedom)
    told = {"share": share, "low": low, "high": high}
    return told | {"alone": float(alone), "alone_low": alone_low, "alone_high": alone_high}


def wilson(share, people, freedom):
    """95 % interval of a share (0-1) found among so many effective answers, with Student's quantile."""
    z = float(t.ppf(0.975, max(freedom, 1))) ** 2 / people
    middle, half = (share + z / 2) / (1 + z), np.sqrt(z * share * (1 - share) + z**2 / 4) / (1 + z)
    return float(max(middle - half, 0)), float(min(middle + half, 1))


def _tuned(said, given, weight):
    """The given codes less what the machine said of each beyond its mean, times a power that the other folds tuned."""
    fold, rest = np.arange(len(given)) % FOLDS, given.astype(float)
    for one in range(FOLDS):
        others = fold != one
        middle = np.average(said[others], weights=weight[others])
        apart = weight[others] * (said[others] - middle)
        power = (apart * given[others]).sum() / max((apart * (said[others] - middle)).sum(), 1e-9)
        rest[~others] -= np.clip(power, 0, 1.5) * said[~others]
    return rest


def _spread(values, weight):
    """Variance that the weighted mean has, but for the number of answers."""
    apart = weight * (values - np.average(values, weights=weight))
    return float((apart**2).mean())

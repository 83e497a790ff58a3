"""Numbers and scale scores: centre, spread, shape."""

import numpy as np
import pandas as pd

from pipeline import design, questionnaire
from pipeline.describe.frequencies import weights_of
from pipeline.describe.limits import limits, ratios
from pipeline.describe.quartiles import QUARTILES, unequal, weighted

DISTRIBUTION = ["n", "mean", "sd", "se", "median", "q1", "q3", "q1_spss", "q3_spss", "min", "max", "skewness",
                "kurtosis", "skewness_population", "kurtosis_population"]  # fmt: skip
NUMBERS = ["question", "label", "n", "mean", "sd", "median", "q1", "q3", "min", "max"]
LIMITS = ["low", "high", "median_low", "median_high"]
SHAPE = ["se", "q1_spss", "q3_spss", "skewness", "kurtosis"]
SCALES = ["battery", "item", "label", "n", "mean", "sd", "median", "top2", "bottom2", "no_opinion", *SHAPE]


def distribution(values, weights=None):
    """Everything one column of numbers is described by, as a Series (DISTRIBUTION); missing values are left out.

    mean, sd (n−1), se – sd/√(effective n), Kish 1965 – median, q1 and q3 are weighted when ``weights`` are given; the
    rest counts people. median, q1, q3 of unequal weights: the inverse of the weighted distribution (R: svyquantile,
    qrule "math"); of equal ones, or none: type 7 (R's default). q1_spss, q3_spss: type 6 of people (SPSS, Hyndman & Fan
    1996). skewness, kurtosis: G1, G2 of SPSS (Joanes & Gill 1998), beside the moments of the population, kurtosis as
    excess. What cannot be computed (nobody, one person, all alike) is NaN.
    """
    values = values.dropna().astype(float)
    weights = pd.Series(1.0, index=values.index) if weights is None else weights.loc[values.index]
    found = pd.Series(np.nan, index=DISTRIBUTION)
    found["n"] = len(values)
    if len(values):
        found["median"], found["q1"], found["q3"], found["min"], found["max"] = values.quantile([0.5, 0.25, 0.75, 0, 1])
        found["q1_spss"], found["q3_spss"] = np.quantile(values, [0.25, 0.75], method="weibull")
        if unequal(weights):
            found[["median", "q1", "q3"]] = [weighted(*_arrays(values, weights), share)[0] for share in QUARTILES]
        found["mean"] = (values * weights).sum() / weights.sum()
        found["sd"], found["se"] = _spread(values - found["mean"], weights)
    return found.combine_first(_shape(values - values.mean()))[DISTRIBUTION]


def distributions(answers, numbers):
    """How many people gave which number: question, given, n, joined; missing is left out.

    ``numbers``: name of the question → what people gave, joined so that no value is rare (``privacy.binned``);
    ``joined``: whether any of its ``answers`` was ("có"/"không").
    """
    rows = []
    for name, one in numbers.items():
        joined = "có" if one.dropna().ne(answers[name].dropna()).any() else "không"
        rows += [(name, given, n, joined) for given, n in one.value_counts().sort_index().items()]
    return pd.DataFrame(rows, columns=["question", "given", "n", "joined"])


def _arrays(values, weights):
    return values.to_numpy(), weights.to_numpy()[:, None]


def _spread(deviations, weights):
    n = len(deviations)
    if n < 2:
        return np.nan, np.nan
    sd = ((weights * deviations**2).sum() / weights.sum() * n / (n - 1)) ** 0.5
    return sd, sd * (weights**2).sum() ** 0.5 / weights.sum()


def _shape(deviations):
    """Skewness and excess kurtosis of the population and of the sample; blank where the answers are all alike."""
    n, variance = len(deviations), (deviations**2).mean()
    if n < 2 or not variance > 0:
        return pd.Series(dtype=float)
    g1 = (deviations**3).mean() / variance**1.5
    g2 = (deviations**4).mean() / variance**2 - 3
    found = {"skewness_population": g1, "kurtosis_population": g2}
    if n > 2:
        found["skewness"] = g1 * (n * (n - 1)) ** 0.5 / (n - 2)
    if n > 3:
        found["kurtosis"] = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6)
    return pd.Series(found)


def numbers(answers, questions, *, weight=None):
    """Summary of number questions: question, label, n, mean, sd, median, q1, q3, min, max, LIMITS and SHAPE.

    What each figure is: see ``distribution``; ``weight`` names a column of weights or is a ``Design``. LIMITS are the
    95 % limits of the mean (Student's t on the design's degrees of freedom; R: svymean) and of the median (Woodruff
    1952; R: svyquantile, interval.type "mean"); ``se`` is the standard error that the limits of the mean rest on.
    Missing answers are left out; a question nobody answered has n = 0 and blanks.
    """
    sample = design.sample(answers, weight)
    rows = [
        {"question": q.name, "label": q.label}
        | _described(answers, answers[q.name], weight)
        | _limits(sample, answers[q.name].to_numpy(dtype=float, na_value=np.nan))
        for q in questions
    ]
    return pd.DataFrame(rows, columns=[*NUMBERS, *LIMITS, *SHAPE])


def medians_told(summary):
    """A summary (``numbers``) as it is read: no limits of a median that lies not between them.

    Where many gave the median itself, the share up to it stands far above a half, and Woodruff's interval, which R puts
    around that share, leaves out the half: it begins at the median and covers it in 58–90 % of samples, not in 95.
    """
    return summary.assign(**{end: summary[end].where(encloses(summary)) for end in ("median_low", "median_high")})


def encloses(summary):
    """Whether the median lies between its limits: of one row, or of every one."""
    return (summary["median_low"] < summary["median"]) & (summary["median"] < summary["median_high"])


def _limits(sample, values):
    given = ~np.isnan(values)
    if given.sum() < 2:
        return dict.fromkeys(LIMITS, np.nan)
    _, low, high = limits(sample, ratios(sample, np.where(given, values, 0), given, given), given)
    _, *middle = design.quantile(sample, values, 0.5)
    return dict(zip(LIMITS, (low[0], high[0], *middle), strict=True))


def _described(answers, values, weight):
    found = distribution(values, weights_of(answers, weight)).to_dict()
    return found | {"n": int(found["n"]), "se": _error(answers, values.to_numpy(float), weight, found["se"])}


def _error(answers, values, weight, plain):
    """Standard error of a mean under the design, weights alone being one (R: SE(svymean)): that of its interval."""
    held = ~np.isnan(values)
    if weight is None or held.sum() < 2:
        return plain
    return design.ratios(design.sample(answers, weight), np.where(held, values, 0), held, held).se[0]


def scales(answers, batteries, *, weight=None):
    """Items of every battery: battery (first item's name), item, label, n, mean, sd, median, top2, bottom2,
    no_opinion and SHAPE.

    ``n`` = people who chose a point of the scale; all figures are of their scores 1..k; top2, bottom2 = percent of
    them on the two highest and the two lowest points; no_opinion = percent of all who answered who chose an option
    apart from the scale; ``se`` as in ``numbers``.
    """
    rows = [_item(answers, item, weight) | {"battery": battery[0].name} for battery in batteries for item in battery]
    return pd.DataFrame(rows, columns=SCALES)


def _item(answers, item, weight):
    score, weights = questionnaire.scores(answers[item.name], item), weights_of(answers, weight)
    held, answered = score.notna(), answers[item.name].notna()
    shares = {
        "top2": _share(score.ge(len(item.points) - 1), held, weights),
        "bottom2": _share(score.le(2), held, weights),
        "no_opinion": _share(score.isna(), answered, weights),
    }
    return {"item": item.name, "label": item.label} | _described(answers, score, weight) | shares


def _share(chosen, base, weights):
    return 100 * weights[chosen & base].sum() / weights[base].sum() if base.any() else float("nan")

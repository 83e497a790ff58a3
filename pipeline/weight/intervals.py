"""Shares, means and quantiles of any design with standard error and 95% interval (Taylor linearisation, replicates).

The interval is that of a model – people who did not answer are like those who did in the same weighting class – and
is named so; with the finite population correction it says so too.
"""

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from pipeline import design, questionnaire

INTERVAL = "khoảng tin cậy 95% theo mô hình, giả định người không trả lời giống người trả lời"
CLASSES = "trong cùng nhóm gia quyền"
MODEL, SAMPLE = "theo mô hình", "theo thiết kế mẫu"
CORRECTED = "có hiệu chỉnh tổng thể hữu hạn"
ESTIMATES = ["question", "option", "n", "percent", "se", "low", "high", "base", "deff"]
SUMS = ["question", "row", *ESTIMATES[1:]]
MEANS = ["question", "label", "n", "mean", "se", "low", "high", "base", "deff"]
QUANTILES = ["question", "label", "share", "n", "value", "low", "high", "base"]
QUARTILES = (0.25, 0.5, 0.75)
EXACT = {"wilson": "wilson", "clopper-pearson": "beta"}
TAIL = 0.025
EDGE = 1e-12  # a share nearer to 0 or 1 has no interval of its own


def interval_name(*, weighted=True, population=None, drawn=False):
    """What the interval is called wherever it is printed: with weights, with a finite population correction, and
    ``drawn`` by a declared design."""
    name = INTERVAL.replace(MODEL, SAMPLE) if drawn else INTERVAL
    name = f"{name} {CLASSES}" if weighted else name
    return f"{name}; {CORRECTED}" if population is not None else name


def proportion_interval(count, base, *, method="wilson"):
    """95% interval, in percent, of ``count`` of ``base`` people without weights: (low, high).

    "wilson" (Wilson 1927; R: prop.test, correct = FALSE) or "clopper-pearson" (1934; R: binom.test); (NaN, NaN) of
    nobody. ValueError for another method or more people chosen than asked.
    """
    if method not in EXACT:
        raise ValueError(f"Không có khoảng «{method}»; dùng một trong {', '.join(EXACT)}.")
    if not 0 <= count <= base:
        raise ValueError(f"{count} người chọn trong {base} người trả lời; số người chọn phải từ 0 đến số trả lời.")
    low, high = proportion_confint(count, base, alpha=0.05, method=EXACT[method]) if base else (np.nan, np.nan)
    return 100 * low, 100 * high


def estimates(answers, questions, *, weight=None, by=None, interval="logit"):
    """Every option of closed questions: question, option, n, percent, se, low, high, base, deff (with ``by``: and by,
    group).

    ``n`` and ``base`` are people; percent, se and the 95 % limits are on 0–100. ``weight``: a column of weights, or a
    ``Design`` – strata, clusters, finite population, what calibration fixed (Deville & Särndal 1993), replicates.
    ``interval``: "logit", "beta" or "wilson" as R's svyciprop on the degrees of freedom of the group; a share of
    0 or 100 % has Clopper–Pearson limits on Kish's effective base. ``deff``: variance over that of as many people
    drawn one by one with replacement (R: svymean(…, deff = "replace")). Blank answers are outside the base but inside
    the design. se and limits are NaN where fewer than two people answered.
    """
    sample = design.sample(answers, weight) if len(answers) else None
    ticked = {q.name: ticks(answers, q) for q in questions}
    groups = ticks(answers, by).eq(1) if by else {"": pd.Series(True, index=answers.index)}
    tables = [
        _rows(sample, q.name, ticked[q.name], label, groups[label], interval) for q in questions for label in groups
    ]
    order = [*ESTIMATES[:2], "by", "group", *ESTIMATES[2:]] if by else ESTIMATES
    found = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=order)
    return found.assign(by=by.name if by else "")[order]


def sums(answers, taken, *, weight=None, interval="logit"):
    """The same of options taken together – nets, the two ends of a scale –, each on its own base, under SUMS.

    ``taken``: question name → people × (row, option), 1 in it, 0 not, NaN outside its base (``describe.together``).
    """
    sample, everybody = design.sample(answers, weight) if len(answers) else None, pd.Series(True, index=answers.index)
    found = [
        _rows(sample, name, values.to_frame(option), "", everybody, interval).assign(row=row)
        for name, columns in taken.items()
        for (row, option), values in columns.items()
    ]
    return pd.concat(found, ignore_index=True)[SUMS] if found else pd.DataFrame(columns=SUMS)


def ticks(answers, question):
    """One column an option: 1 chosen (of a rank question: placed first), 0 not, NaN where not answered."""
    if question.kind == "rank":
        return questionnaire.first_places(answers, question)
    if question.kind == "multiple":
        columns = {c.label: answers[f"{question.name}/{c.name}"].astype("Float64") for c in question.choices}
        return pd.DataFrame(columns, index=answers.index).astype(float)
    column = answers[question.name]
    labels = question.option_labels
    return pd.DataFrame({o: column.eq(o).astype(float).where(column.notna()) for o in labels}, index=answers.index)


def _rows(sample, name, chosen, group, inside, interval):
    """Rows of one question in one group."""
    held = (inside & chosen.notna().all(axis=1)).to_numpy()
    tops, base = np.where(held[:, None], chosen.to_numpy(float), 0.0), int(held.sum())
    table = pd.DataFrame(
        {"question": name, "option": chosen.columns, "group": group, "n": tops.sum(axis=0).astype(int)}
    )
    share, se, low, high, deff = np.full((5, tops.shape[1]), np.nan)
    if base == 1:
        share = tops.sum(axis=0)
    if base > 1:
        found, df = design.ratios(sample, tops, held, held), design.degf(sample, held)
        share, se, mass = found.value, found.se, sample.weight[held]
        kish = mass.sum() ** 2 / (mass**2).sum()
        again = sample.replicates is not None and interval == "logit"  # each replicate has a logit of its own
        scaled = design.logits(sample, tops, held, held).se if again else None
        low, high = limits(share, se, df, base, kish, interval, scaled)
        deff = _over(se**2, share * (1 - share) / (base - 1))
    shown = {"percent": 100 * share, "se": 100 * se, "low": 100 * low, "high": 100 * high}
    return table.assign(**shown, base=base, deff=deff)


def limits(share, se, df, base, effective, method, scaled=None):
    """95% limits (0–1) of shares: two arrays.

    ``effective``: Kish's base, for shares of 0 and 1; ``scaled``: standard errors of the logits, else se/(p(1 − p)).
    """
    if method not in METHODS:
        raise ValueError(f"Không có khoảng «{method}»; dùng một trong {', '.join(METHODS)}.")
    t = stats.t.isf(TAIL, df) if df > 0 else np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = se / (share * (1 - share)) if scaled is None else scaled
        low, high = _logit(share, scaled, t) if method == "logit" else METHODS[method](share, se, t, base)
    low, high = (np.where((se <= EDGE) & (df > 0), share, end) for end in (low, high))
    for at in np.flatnonzero(np.minimum(share, 1 - share) < EDGE):
        exact = proportion_confint(round(share[at]) * effective, effective, alpha=2 * TAIL, method="beta")
        low[at], high[at] = exact
    return low, high


def _logit(share, se, t):
    at, reach = np.log(share / (1 - share)), t * se
    return 1 / (1 + np.exp(reach - at)), 1 / (1 + np.exp(-reach - at))


def _beta(share, se, t, base):
    n = _effective(share, se, t, base)
    return stats.beta.ppf(TAIL, n * share, n * (1 - share) + 1), stats.beta.isf(TAIL, n * share + 1, n * (1 - share))


def _wilson(share, se, t, base):
    n = _effective(share, se, t, base)
    middle, reach = share + t**2 / (2 * n), t * np.sqrt(share * (1 - share) / n + t**2 / (4 * n**2))
    return (middle - reach) / (1 + t**2 / n), (middle + reach) / (1 + t**2 / n)


def _effective(share, se, t, base):
    """Effective base with the degrees of freedom of the design in it (Korn & Graubard 1998)."""
    return share * (1 - share) / se**2 * (stats.t.isf(TAIL, base - 1) / t) ** 2


METHODS = {"logit": _logit, "beta": _beta, "wilson": _wilson}


def _over(part, whole):
    return np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=whole > EDGE)


def means(answers, questions, *, weight=None):
    """Means of number questions and of scales (scores 1..k): question, label, n, mean, se, low, high, base, deff.

    ``n`` = ``base`` = people with a value ("không có ý kiến" has none); the 95% limits are those of Student's t on
    the design's degrees of freedom (R: svymean, confint with df = degf). ``weight`` and deff as in ``estimates``; fewer
    than two people leave se and limits NaN.
    """
    sample = design.sample(answers, weight) if len(answers) else None
    rows = [(q.name, q.label, *_mean(sample, _values(answers, q).to_numpy(float))) for q in questions]
    return pd.DataFrame(rows, columns=MEANS)


def quantiles(answers, questions, *, weight=None, shares=QUARTILES):
    """Weighted quantiles of number questions and scales: question, label, share, n, value, low, high, base.

    The least value that ``share`` of the weight does not exceed, with Woodruff's 95 % limits (R: svyquantile, qrule =
    "math"); NaN limits where they are not in the data, or fewer than two people have a value. People as in ``means``.
    """
    sample = design.sample(answers, weight) if len(answers) else None
    known = [(q, _values(answers, q).to_numpy(float)) for q in questions]
    rows = [(q.name, q.label, share, *_quantile(sample, values, share)) for q, values in known for share in shares]
    return pd.DataFrame(rows, columns=QUANTILES)


def _values(answers, question):
    if question.kind == "ordinal":
        return questionnaire.scores(answers[question.name], question)
    return pd.to_numeric(answers[question.name]).astype(float)


def _mean(sample, values):
    held = ~np.isnan(values)
    base = int(held.sum())
    if base < 2:
        return base, values[held].mean() if base else np.nan, np.nan, np.nan, np.nan, base, np.nan
    middle = values[held].mean()  # large numbers lose no digits
    found = design.ratios(sample, np.where(held, values - middle, 0.0), held, held)
    mean, se, df = found.value[0], found.se[0], design.degf(sample, held)
    reach = stats.t.isf(TAIL, df) * se if df > 0 else np.nan
    alone = np.average((values[held] - middle - mean) ** 2, weights=sample.weight[held]) / (base - 1)
    return base, middle + mean, se, middle + mean - reach, middle + mean + reach, base, _over(se**2, alone).item()


def _quantile(sample, values, share):
    base = int((~np.isnan(values)).sum())
    if base < 2:
        return base, values[~np.isnan(values)].sum() if base else np.nan, np.nan, np.nan, base
    return base, *design.quantile(sample, values, share), base

"""Differences of shares with design-based intervals: a group and the rest of its banner, two options of a question."""

import numpy as np
import pandas as pd

from pipeline import design
from pipeline.describe import groups, rows
from pipeline.describe.frequencies import indicators, labels
from pipeline.describe.limits import limits, ratios
from pipeline.survey import Tables

FIGURES = ["difference", "se", "low", "high"]
DIFFERENCES = ["question", "label", "row", "option", "by", "group", "n", "percent", "rest", *FIGURES, "base"]
CONTRASTS = ["question", "label", "option", "against", "by", "group", "n", "n_other", *FIGURES, "base"]


def all_differences(answers, questions, banners, *, plan=None, weight=None):
    """Every share of the banner table less that of the rest of the banner: under DIFFERENCES, a row a cell.

    ``rest``: percent among the people of all other groups of the banner variable (of a several-choices one: who did not
    tick the group); difference, se and the 95 % limits in percentage points (R: svycontrast of svyratio's domains,
    Student's t on degf). ``n``, ``percent``, ``base`` as in ``banner``. Blank where either side has fewer than two
    people, or nothing varies.
    """
    plan, sample, found = plan or Tables(), design.sample(answers, weight), []
    shares = [(question, rows.shares(answers, question, plan)) for question in questions]
    for by in banners:
        columns = groups.columns(answers, [by]).iloc[:, 1:]
        for question, chosen in ((q, chosen) for q, chosen in shares if q.name != by.name):
            found += [(question.name, question.label, *row) for row in _against_rest(sample, chosen, columns)]
    return pd.DataFrame(found, columns=DIFFERENCES)


def _against_rest(sample, chosen, columns):
    inside = columns.to_numpy(bool)
    outside = inside.any(axis=1, keepdims=True) & ~inside
    both, k, values = np.column_stack([inside, outside]), inside.shape[1], chosen.to_numpy(float)
    given, last = ~np.isnan(values), None
    for key, answered, ticks in zip(chosen, given.T, (values == 1).T, strict=True):
        if last is None or (answered != last).any():  # mostly the same people answered all options
            held, last = both & answered[:, None], answered
            domain, base, bottoms = held.any(axis=1), np.count_nonzero(held, axis=0), held.astype(float)
        ticked = held & ticks[:, None]
        found, n = ratios(sample, ticked, bottoms), np.count_nonzero(ticked, axis=0)
        gap = design.Estimates(*(of[..., :k] - of[..., k:] for of in found))  # each of its own: one may have nobody
        figures = _figures(sample, gap, domain)
        figures[:, _few(base, n)] = np.nan
        sizes = zip(n, 100 * found.value, 100 * found.value[k:], figures.T, strict=False)
        for (by, group, _), (own, share, rest, row), people in zip(columns, sizes, base, strict=False):
            yield *key, by, group, int(own), share, rest, *row, int(people)


def _few(base, n):
    """Columns of which a side has fewer than two people, or in which all or none of both chose."""
    k = len(base) // 2
    together, chosen = base[:k] + base[k:], n[:k] + n[k:]
    return (base[:k] < 2) | (base[k:] < 2) | (chosen == 0) | (chosen == together)


def _figures(sample, gap, domain):
    """difference, se, low, high in percentage points: 4 × columns."""
    return 100 * np.array([gap.value, *limits(sample, gap, domain)])


def all_contrasts(answers, form, banners, *, plan, weight=None):
    """Share of one option less that of another of the same question, as ``plan.contrasts`` names them ([question,
    option, option]): under CONTRASTS, a row a column – everybody and every group of the banners.

    ``n``, ``n_other``: people who chose each; difference, se and limits in percentage points, both options being those
    of the same people (R: svycontrast of svymean). Blank of fewer than two people, or where nobody chose either.
    """
    sample, found = design.sample(answers, weight), []
    for name, *pair in plan.contrasts:
        columns = groups.others(groups.columns(answers, banners), form[name])
        found += [(name, form[name].label, *row) for row in _between(sample, answers, form[name], pair, columns)]
    return pd.DataFrame(found, columns=CONTRASTS)


def _between(sample, answers, question, pair, columns):
    chosen, names = indicators(answers, question), labels(question, pair)
    one, other = (chosen[name].fillna(0).to_numpy()[:, None] for name in names)
    held = columns.to_numpy(bool) & chosen.notna().all(axis=1).to_numpy()[:, None]
    for at, (by, group, _) in enumerate(columns):
        inside = held[:, [at]]
        gap = ratios(sample, (one - other) * inside, inside)
        n, others, base = (int(x.sum()) for x in (one * inside, other * inside, inside))
        figures = _figures(sample, gap, inside[:, 0])[:, 0]
        yield *names, by, group, n, others, *(figures if base > 1 and n + others else [np.nan] * 4), base

"""Two nominal variables: the χ² family."""

import numpy as np
import pandas as pd
from scipy import stats

from pipeline.infer import design, effects, exact, score
from pipeline.infer.variables import LEAST, CannotTest

DRAWS = 100_000


def test(answer, group, sample, seed):
    """Test of independence of two nominal variables.

    Pearson's χ² without Yates' correction; where Cochran's rule is broken (an expected count under 1, or more than
    a fifth under 5) Fisher's exact test, and where that would take too long χ² with Monte-Carlo p of fixed ``seed``,
    margins kept. Of a ``sample`` (weights, strata, clusters …): Rao–Scott, of a sparse table or many small groups its
    score form. Effect: Cramér's V
    with Smithson's noncentral-χ² interval; ``side``: categories of the smaller side of the table.
    """
    frame, used = _frames(answer, group, sample)
    _check(used, answer, group)
    found = _plain(used, seed) if sample is None else _weighted(frame, used, sample)
    return found | {"n": len(used), "side": used[["answer", "group"]].nunique().min()}


def too_sparse(answer, group):
    """Cochran's rule is broken in the table of both, or there is no table."""
    _, used = _frames(answer, group, None)
    counts = _counts(used).to_numpy()
    return min(counts.shape) < 2 or _sparse(counts)


def _frames(answer, group, sample):
    """Everyone, and those who answered both with the categories they use."""
    frame = pd.DataFrame(
        {"answer": answer.values, "group": group.values, "weight": 1.0 if sample is None else sample.weight}
    )
    frame["used"] = frame["answer"].notna() & frame["group"].notna()
    used = frame[frame["used"]].assign(
        answer=lambda d: d["answer"].cat.remove_unused_categories(),
        group=lambda d: d["group"].cat.remove_unused_categories(),
    )
    return frame, used


def _counts(used, mass=None):
    """People, or their weight, in every cell (pd.crosstab is a hundred times slower on small tables)."""
    rows, columns = used["answer"].cat, used["group"].cat
    shape = len(rows.categories), len(columns.categories)
    cells = np.bincount(rows.codes.to_numpy(int) * shape[1] + columns.codes, mass, minlength=shape[0] * shape[1])
    return pd.DataFrame(cells.reshape(shape), rows.categories, columns.categories)


def _check(used, answer, group):
    if len(used) < LEAST:
        raise CannotTest(f"chưa đến {LEAST} người trả lời cả “{answer.label}” và “{group.label}”.", len(used))
    for side, variable in (("answer", answer), ("group", group)):
        if used[side].nunique() < 2:
            asked = f"{variable.label} – {variable.option}" if variable.option else variable.label
            reason = f"mọi người trả lời cả hai câu đều trả lời giống nhau ở “{asked}”, không có gì để so sánh."
            raise CannotTest(reason, len(used))


def _plain(used, seed):
    counts = _counts(used).to_numpy()
    if not _sparse(counts):
        return _pearson(counts)
    p = stats.fisher_exact(counts).pvalue if counts.shape == (2, 2) else exact.fisher(counts)
    if p is None:
        return _monte_carlo(counts, seed)
    return _with_v(counts, method="Fisher chính xác", statistic=np.nan, df=np.nan, p=p)


def _sparse(counts):
    """Cochran's rule is broken: an expected count under 1, or more than 20 % of them under 5."""
    expected = stats.contingency.expected_freq(counts)
    return bool((expected < 1).any() or (expected < 5).mean() > 0.2)


def _pearson(counts):
    chi2, p, df, _ = stats.chi2_contingency(counts, correction=False)
    return _with_v(counts, method="χ² Pearson", statistic=chi2, df=df, p=p)


def _monte_carlo(counts, seed):
    p, chi2 = monte_carlo(counts, seed), stats.chi2_contingency(counts, correction=False).statistic
    return _with_v(counts, method="χ² Monte-Carlo, 100.000 lần", statistic=chi2, df=np.nan, p=p)


def monte_carlo(counts, seed):
    """p of Pearson's χ² among DRAWS tables with the same margins (R: chisq.test(simulate.p.value = TRUE))."""
    expected = stats.contingency.expected_freq(counts)
    tables = stats.random_table(counts.sum(axis=1), counts.sum(axis=0))
    drawn = tables.rvs(DRAWS, random_state=np.random.default_rng(seed))
    beyond = ((drawn - expected) ** 2 / expected).sum(axis=(1, 2))
    observed = ((counts - expected) ** 2 / expected).sum()
    return float((1 + (beyond >= observed * (1 - 1e-9)).sum()) / (DRAWS + 1))


def _with_v(counts, **test):
    chi2, df = stats.chi2_contingency(counts, correction=False)[0:3:2]
    scale = counts.sum() * (min(counts.shape) - 1)
    low, high = effects.chi2_limits(chi2, df, scale)
    limits = np.sqrt(low), np.sqrt(high)
    return test | {"effect": np.sqrt(chi2 / scale), "effect_name": "V Cramér", "limits": limits}


def _weighted(frame, used, sample):
    few = _sparse(_counts(used).to_numpy()) or score.has_many_small(used)
    few = few or score.has_few_clusters_a_group(frame, sample)
    return design.few_a_cell(frame, sample) if few else design.rao_scott(frame, sample)

"""Questions answered by the same people: which items of a battery, or options of one question, stand higher."""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from pipeline import questionnaire
from pipeline.infer import effects
from pipeline.infer.variables import FEWEST, LEAST
from pipeline.infer.verdict import holm

COLUMNS = ["battery", "method", "item_a", "item_b", "n", "statistic", "df", "p", "p_adjusted"]
COLUMNS += ["effect", "effect_name", "effect_low", "effect_high", "note"]
NUMBERS = ["n", "statistic", "df", "p", "p_adjusted", "effect", "effect_low", "effect_high"]
RANKING = ["battery", "place", "item", "n", "mean", "mean_rank"]
DRAWS = 999
ALIKE = f"Không tính được: chưa đến {FEWEST} người trả lời hai mục khác nhau."
DISCORDANT = 25  # people who differ, under which McNemar's test is exact


def battery(answers, questions, *, seed=0):
    """Test whether the items of one battery are answered alike by the same people, unweighted.

    ``questions`` are two or more scale questions of one scale, or one question of several answers, its options being
    the items. Used are people who answered every item (listwise; "không có ý kiến" counts as blank). Returns first the
    test of all items (``item_a`` empty), then every pair, p adjusted by Holm over the pairs:

    * scales: Friedman with ties (R: friedman.test), Kendall's W with percentile bootstrap limits of ``seed``; pairs by
      Wilcoxon's signed ranks with continuity correction, as Mann–Whitney's (R: wilcox.test(paired = TRUE, exact =
      FALSE)), and Cliff's paired d
    * options: Cochran's Q (R: friedman.test of 0/1) with W; pairs by McNemar (R: mcnemar.test(correct = FALSE);
      binom.test where fewer than 25 people differ) with Cohen's g

    ``statistic``, p and effect are of item a against b. What cannot be computed has no numbers and says why.
    """
    items, labels, options = _items(answers, questions)
    head = {"battery": questions[0].name, "item_a": "", "item_b": "", "n": len(items)}
    reason = _unfit(items, labels)
    if reason:
        return _table([head | {"method": "", "effect_name": "", "note": f"Không tính được: {reason}"}])
    overall = head | _friedman(items, options, seed)
    overall |= {"p_adjusted": overall["p"], "note": ""}
    compared = _mcnemar if options else _wilcoxon
    rows = [head | {"item_a": a, "item_b": b} | compared(items[a], items[b]) for a, b in combinations(items, 2)]
    adjusted = holm(np.array([row["p"] for row in rows]))
    notes = [ALIKE if np.isnan(p) else "" for p in adjusted]
    return _table([overall, *pd.DataFrame(rows).assign(p_adjusted=adjusted, note=notes).to_dict("records")])


def all_batteries(answers, batteries, *, seed=0):
    """``battery`` of every battery, one below the other."""
    found = [battery(answers, list(questions), seed=seed) for questions in batteries]
    return pd.concat([_table([]), *found], ignore_index=True) if found else _table([])


def sets(form, answers):
    """What ``all_batteries`` compares: the scale batteries of a form and its questions of several answers."""
    several = [(q,) for q in form.questions if q.kind == "multiple" and len(q.choices) > 1]
    asked = [q for q in several if f"{q[0].name}/{q[0].choices[0].name}" in answers]
    return [*form.batteries, *asked]


def ranking(answers, batteries):
    """Items of every scale battery from the highest mean down.

    Returns ``place``, ``item``, ``n`` people who answered every item of the battery, their ``mean`` and ``mean_rank``
    within people (k is the best), both unweighted over those people, as Friedman's test takes them.
    """
    rows = []
    for questions in batteries:
        items, _, _ = _items(answers, list(questions))
        means, ranks = items.mean(), items.rank(axis=1).mean()
        order = means.sort_values(ascending=False, kind="stable").index
        rows += [
            (questions[0].name, place, item, len(items), means[item], ranks[item])
            for place, item in enumerate(order, start=1)
        ]
    return pd.DataFrame(rows, columns=RANKING)


def _table(rows):
    return pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(NUMBERS, float))


def _items(answers, questions):
    """Answers of complete people, one column an item; labels of the items; whether they are options."""
    if questions[0].kind == "multiple":
        question = questions[0]
        names = {f"{question.name}/{c.name}": c.label for c in question.choices}
        ticks = answers[list(names)].astype("boolean").dropna().astype(float)
        return ticks, names, True
    if len(questions) < 2:
        raise ValueError(f"So sánh các mục cần ít nhất hai câu hỏi; nhận được {len(questions)}.")
    scores = {q.name: questionnaire.scores(answers[q.name], q) for q in questions}
    return pd.DataFrame(scores, index=answers.index).dropna(), {q.name: q.label for q in questions}, False


def _unfit(items, labels):
    if len(items) < LEAST:
        return f"chưa đến {LEAST} người trả lời đủ mọi mục ({', '.join(f'“{label}”' for label in labels.values())})."
    if items.nunique(axis=1).eq(1).all():
        return "mỗi người trả lời mọi mục giống hệt nhau."
    return ""


def _friedman(items, options, seed):
    """Friedman's χ² with ties, of 0/1 Cochran's Q (two options: McNemar), and W = χ²/(n(k - 1))."""
    n, k = items.shape
    ranks = items.rank(axis=1).to_numpy()
    spread = ((ranks - (k + 1) / 2) ** 2).sum(axis=1)
    w = _agreement(ranks.mean(axis=0), spread.mean(), k)
    counts = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), DRAWS) / n
    drawn = [_agreement(m, s, k) for m, s in zip(counts @ ranks, counts @ spread, strict=True)]
    low, high = np.nanquantile(drawn, (0.025, 0.975))
    chi2 = w * n * (k - 1)
    name = "Cochran Q" if options else "Friedman"
    found = {"method": f"{name} (không gia quyền)", "statistic": chi2, "df": k - 1, "p": stats.chi2.sf(chi2, k - 1)}
    return found | {"effect": w, "effect_name": "W Kendall", "effect_low": min(low, w), "effect_high": max(high, w)}


def _agreement(means, spread, k):
    """Kendall's W from mean ranks of the items and the mean spread of ranks within people."""
    return ((means - (k + 1) / 2) ** 2).sum() / spread if spread else np.nan


def _wilcoxon(a, b):
    gaps = (a - b).to_numpy()
    signs, kept = np.sign(gaps), gaps[gaps != 0]
    found = {"method": "Wilcoxon dấu hạng (Holm)", "effect_name": "d Cliff theo cặp", "p": np.nan}
    if len(kept) < FEWEST:
        return found
    ranks, n = stats.rankdata(np.abs(kept)), len(kept)
    ties = np.unique(np.abs(kept), return_counts=True)[1]
    above = ranks[kept > 0].sum()
    gap = above - n * (n + 1) / 4
    z = max(abs(gap) - 0.5, 0) / np.sqrt(n * (n + 1) * (2 * n + 1) / 24 - (ties**3 - ties).sum() / 48)
    d, reach = signs.mean(), stats.norm.ppf(effects.TAILS[0]) * signs.std(ddof=1) / np.sqrt(len(signs))
    found |= {"statistic": above, "p": 2 * stats.norm.sf(z), "effect": d}
    return found | {"effect_low": max(d - reach, -1), "effect_high": min(d + reach, 1)}


def _mcnemar(a, b):
    only_a, only_b = int(((a == 1) & (b == 0)).sum()), int(((a == 0) & (b == 1)).sum())
    n = only_a + only_b
    found = {"method": "McNemar (Holm)", "effect_name": "g Cohen", "p": np.nan}
    if n < FEWEST:
        return found
    exact = stats.binomtest(only_a, n)
    low, high = exact.proportion_ci(0.95)
    found |= {"effect": only_a / n - 0.5, "effect_low": low - 0.5, "effect_high": high - 0.5}
    if n < DISCORDANT:
        return found | {"method": "McNemar chính xác (Holm)", "p": exact.pvalue}
    chi2 = (only_a - only_b) ** 2 / n
    return found | {"statistic": chi2, "df": 1, "p": stats.chi2.sf(chi2, 1)}

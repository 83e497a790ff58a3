"""Reliability of a battery of scale questions."""

import numpy as np
import pandas as pd
from scipy import stats

from pipeline import vi
from pipeline.infer import weighted
from pipeline.infer.scale import weighted as by_weight
from pipeline.infer.scale.items import alpha, indefinite, scored, unfit
from pipeline.infer.scale.minres import minres
from pipeline.infer.scale.omega import omega, omega_limits, omega_reason
from pipeline.infer.scale.polychoric import polychoric

WHOLE = ["n", "alpha", "alpha_low", "alpha_high", "omega", "omega_low", "omega_high", "omega_note", "alpha_std",
         "mean_r", "split_half", "alpha_ordinal", "omega_ordinal", "n_any", "alpha_pairwise"]  # fmt: skip
ITEM = ["item_rest", "alpha_if_dropped"]  # means and spreads of items: describe.scales, under what privacy hides
COLUMNS = ["battery", "item", "label", "turned", *WHOLE, *ITEM, "note"]


def reliability(answers, questions, *, turned=(), least=0, weight=None):
    """Cronbach's alpha and McDonald's omega of a battery of ordinal questions, unweighted; weighted ones beside.

    Returns one row an item. Of the battery: ``n`` people who answered every item (listwise; "không có ý kiến" counts as
    missing, R: psych::alpha(use = "complete.obs")$raw_alpha), ``alpha`` with its 95 % interval (Feldt, Woodruff & Salih
    1987), ``omega`` of one factor with its interval (see ``omega_limits``) or ``omega_note``, why there is none,
    ``alpha_std`` and ``mean_r`` of standardised items, ``split_half`` (Guttman's lambda 4 of odd against even items),
    ``alpha_ordinal`` and ``omega_ordinal`` on polychoric correlations (Zumbo, Gadermann & Zeisser 2007), and
    ``alpha_pairwise``, from the covariances of all ``n_any`` people with an answer. Of the item: ``item_rest``
    (correlation with the sum of the others), ``alpha_if_dropped`` (empty with two items), ``turned`` and ``note``: why
    nothing could be computed, or a question whether an item is worded the other way round. Only items named in
    ``turned`` are reversed. Under ``least`` people only the reason is given. With ``weight`` (a column or a ``Design``)
    alpha, omega, their limits, item_rest and alpha_if_dropped stand beside with "_weighted", see ``scale.weighted``.
    ValueError with fewer than two questions or one that is not a scale.
    """
    if len(questions) < 2:
        raise ValueError(f"Độ tin cậy cần ít nhất hai câu hỏi; nhận được {len(questions)}.")
    scores = scored(answers, questions, turned)
    items, sample = scores.dropna(), weighted.sample_of(answers, weight)
    used = scores.notna().all(axis=1).to_numpy()
    reason = unfit(items, questions, least)
    whole = {"n": len(items) if len(items) >= least else np.nan}
    whole |= {} if reason else _whole(scores, items)
    whole |= {} if reason or sample is None else by_weight.whole(items, sample, used)
    rows = [{"note": reason} if reason else _item(items, q.name) | _asked(items, q, turned) for q in questions]
    if sample is not None and not reason:
        rows = [r | by_weight.item(items, q.name, sample.weight[used]) for r, q in zip(rows, questions, strict=True)]
    names = [{"item": q.name, "label": q.label, "turned": q.name in turned} for q in questions]
    table = pd.DataFrame([name | row for name, row in zip(names, rows, strict=True)])
    columns = COLUMNS if sample is None else [*COLUMNS[:-1], *by_weight.WHOLE, *by_weight.ITEM, "note"]
    return table.assign(battery=questions[0].name, **whole).reindex(columns=columns)


def _whole(scores, items):
    """What is said of the battery as a whole."""
    correlations = items.corr()
    found = {"n": len(items), "n_any": int(scores.notna().any(axis=1).sum())}
    found |= dict(zip(["alpha", "alpha_low", "alpha_high"], _limits(items), strict=True))
    found |= {"alpha_std": alpha(correlations), "mean_r": _off_diagonal(correlations).mean()}
    found |= {"alpha_pairwise": alpha(scores.cov()), "split_half": _split_half(items)}
    found["omega_note"] = omega_reason(correlations)
    if not found["omega_note"]:
        found |= dict(zip(["omega", "omega_low", "omega_high"], omega_limits(items), strict=True))
    latent = polychoric(items)
    return found if indefinite(latent) else found | {"alpha_ordinal": alpha(latent), "omega_ordinal": omega(latent)}


def _limits(items):
    """Alpha and Feldt's limits."""
    n, k = items.shape
    found, df = alpha(items.cov()), (n - 1, (n - 1) * (k - 1))
    return found, 1 - (1 - found) * stats.f.ppf(0.975, *df), 1 - (1 - found) * stats.f.ppf(0.025, *df)


def _off_diagonal(matrix):
    return np.asarray(matrix)[np.tril_indices(len(matrix), -1)]


def _split_half(items):
    halves = [items.iloc[:, start::2].sum(axis=1).var() for start in (0, 1)]
    return float(2 * (1 - sum(halves) / items.sum(axis=1).var()))


def _item(items, name):
    """What is said of one item."""
    rest = items.drop(columns=name)
    total = rest.sum(axis=1)
    row = {"item_rest": np.nan}
    if total.nunique() > 1:
        row["item_rest"] = float(np.corrcoef(items[name], total)[0, 1])
    return row | {"alpha_if_dropped": alpha(rest.cov())}


def _asked(items, question, turned):
    """A question about an item that runs against the others; an item is never turned because it looks so.

    It looks so by its covariance with the rest or by its loading, where either is told from 0: of few people, or where
    nothing holds the items together, the signs of both are chance.
    """
    rest = items.drop(columns=question.name).sum(axis=1)
    against = items[question.name].cov(rest) < 0 or question.name in _minority(items)
    if not (against and _told(items, question.name)):
        return {"note": ""}
    if question.name in turned:
        said = "đã đảo chiều theo survey.yaml nhưng đi ngược các câu còn lại; số liệu gốc đã đảo sẵn chưa?"
        return {"note": f"“{question.label}” {said}"}
    mend = f"Nếu phải ({_if_turned(items, question.name)}), ghi {question.name} vào survey.yaml › inference › reversed."
    return {"note": f"“{question.label}” đi ngược các câu còn lại; có phải câu hỏi đảo chiều không? {mend}"}


def _told(items, name):
    """Whether the item goes with any of the others, with or against it, beyond chance (Bonferroni over all pairs)."""
    others = items.drop(columns=name)
    r, df = others.corrwith(items[name]).abs().max(), len(items) - 2
    if not (df > 0 and r < 1):
        return bool(r >= 1)
    return bool(2 * stats.t.sf(r * np.sqrt(df / (1 - r * r)), df) * items.shape[1] * others.shape[1] / 2 < 0.05)


def _if_turned(items, name):
    """What alpha and omega would be with this item turned, in words."""
    turned = items.assign(**{name: -items[name]})
    found = {"α": alpha(turned.cov())}
    if not omega_reason(turned.corr()):
        found["ω"] = omega(turned.corr())
    return "khi đó " + ", ".join(f"{sign} = {vi.number(value, 2)}" for sign, value in found.items())


def _minority(items):
    """Items that load below 0 on the common factor, turned to positive over all; none with two items."""
    correlations = items.corr()
    if items.shape[1] < 3 or indefinite(correlations):
        return []
    return list(items.columns[minres(correlations).loadings[:, 0] < 0])

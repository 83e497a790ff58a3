"""Rank questions: mean rank, first places, places among the first few, Borda points, Plackett–Luce worth."""

import numpy as np
import pandas as pd

from pipeline import design
from pipeline.describe.frequencies import weights_of
from pipeline.describe.limits import limits, ratios
from pipeline.describe.worth import worth
from pipeline.questionnaire import all_places, places

RANKS = ["question", "label", "option", "mean_rank", "low", "high", "n", "percent", "top", "n_top", "percent_top",
         "placed", "partial", "base", "mean_rank_asked", "asked", "borda", "worth", "worth_low", "worth_high", "note",
         "rarest"]  # fmt: skip


def ranks(answers, questions, *, weight=None):
    """Options of rank questions, best mean rank first, under RANKS.

    ``base``: people who ranked anything; of them ``partial`` left some option out. ``mean_rank``, with 95 % limits
    (``low``, ``high``), is over the base (1 is the first place; options left out share the mean of the places left),
    ``n`` and ``percent`` are first places, ``n_top`` and ``percent_top`` places among the first ``top``, ``placed``
    people who gave the option any place.
    ``mean_rank_asked`` is over all who were ``asked``: who ranked nothing put no option before another, so that each
    holds the middle place, (options + 1) / 2. ``borda``: mean Borda points over the base, from options − 1 for the
    first place to 0 for the last, options left out sharing the points left. ``worth``: percent, adding up to 100, of
    the Plackett–Luce model with its 95 % limits (see ``worth``); ``note`` says where it has none.
    ``rarest``: people at the least taken place of the option that anybody gave it, leaving it out among them – what
    privacy has to know. Weighted by ``weight``, a column or a ``Design``; counts are people. A question nobody answered
    has base 0 and blanks.
    """
    tables = [_ranked(answers, question, weight) for question in questions]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=RANKS)


def top(question):
    """How many first places count as "among the first": two, of more than five options three."""
    return min(2 if len(question.choices) <= 5 else 3, max(len(question.choices) - 1, 1))


def _ranked(answers, question, weight):
    given, whole = places(answers, question), all_places(answers, question)
    table = _told(answers, question, given, whole, weights_of(answers, weight))
    sample, held = design.sample(answers, weight), given.notna().any(axis=1).to_numpy()
    table = table.assign(**_limited(sample, whole, held), **_worths(sample, given))
    return table.sort_values("mean_rank", kind="stable")[RANKS]


def _told(answers, question, given, whole, mass):
    held, asked = given.notna().any(axis=1), _asked(answers, question)
    everybody = whole.where(held, (len(question.choices) + 1) / 2, axis=0)[asked | held]
    given, whole = given[held], whole[held]
    share, share_asked = _share(mass[held]), _share(mass[asked | held])
    table = pd.DataFrame({
        "mean_rank": share(whole) / 100, "n": given.eq(1).sum(), "percent": share(given.eq(1)),
        "n_top": given.le(top(question)).sum(), "percent_top": share(given.le(top(question))),
        "placed": given.notna().sum(), "mean_rank_asked": share_asked(everybody) / 100,
    }).rename_axis("option").reset_index()  # fmt: skip
    table = table.assign(question=question.name, label=question.label, top=top(question), base=int(held.sum()))
    table["rarest"] = [_rarest(given[option]) for option in table["option"]]
    table["borda"] = len(question.choices) - table["mean_rank"]
    return table.assign(partial=int(given.isna().any(axis=1).sum()), asked=len(everybody))


def _asked(answers, question):
    """Who was asked: everybody, or as the skip logic says."""
    return answers.get(f"asked.{question.name}", pd.Series(True, index=answers.index)).fillna(True).astype(bool)


def _share(mass):
    return (lambda chosen: 100 * chosen.mul(mass, axis=0).sum() / mass.sum()) if len(mass) else _nothing


def _limited(sample, whole, held):
    if held.sum() < 2:
        return {"low": np.nan, "high": np.nan}
    found = ratios(sample, whole.fillna(0), held, held)
    return dict(zip(("low", "high"), limits(sample, found, held)[1:], strict=True))


def _worths(sample, given):
    found = worth(sample, given.to_numpy(float))
    return {"worth": 100 * found.value, "worth_low": 100 * found.low, "worth_high": 100 * found.high,
            "note": found.note}  # fmt: skip


def _rarest(given):
    return float(given.value_counts(dropna=False).min())


def _nothing(chosen):
    return pd.Series(float("nan"), index=chosen.columns)

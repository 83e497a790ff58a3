"""Rank questions: mean rank, first places, places among the first few."""

import pandas as pd

from pipeline.describe.frequencies import weights_of
from pipeline.questionnaire import all_places, places

RANKS = ["question", "label", "option", "mean_rank", "n", "percent", "top", "n_top", "percent_top", "placed", "partial",
         "base", "rarest"]  # fmt: skip


def ranks(answers, questions, *, weight=None):
    """Options of rank questions, best mean rank first, under RANKS.

    ``base``: people who ranked anything; of them ``partial`` left some option out. ``mean_rank`` is over the base (1 is
    the first place; options left out share the mean of the places left), ``n`` and ``percent`` are first places,
    ``n_top`` and ``percent_top`` places among the first ``top``, ``placed`` people who gave the option any place.
    ``rarest``: people at the least taken place of the option that anybody gave it, leaving it out among them – what
    privacy has to know. Weighted when ``weight`` names a column; counts are people. A question nobody answered has
    base 0 and blanks.
    """
    tables = [_ranked(answers, question, weight) for question in questions]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=RANKS)


def top(question):
    """How many first places count as "among the first": two, of more than five options three."""
    return min(2 if len(question.choices) <= 5 else 3, max(len(question.choices) - 1, 1))


def _ranked(answers, question, weight):
    given, whole = places(answers, question), all_places(answers, question)
    held = given.notna().any(axis=1)
    given, whole, mass = given[held], whole[held], weights_of(answers, weight)[held]
    share = (lambda chosen: 100 * chosen.mul(mass, axis=0).sum() / mass.sum()) if held.any() else _nothing
    table = pd.DataFrame({
        "mean_rank": share(whole) / 100, "n": given.eq(1).sum(), "percent": share(given.eq(1)),
        "n_top": given.le(top(question)).sum(), "percent_top": share(given.le(top(question))),
        "placed": given.notna().sum(),
    }).rename_axis("option").reset_index()  # fmt: skip
    table = table.assign(question=question.name, label=question.label, top=top(question), base=int(held.sum()))
    table["rarest"] = [_rarest(given[option]) for option in table["option"]]
    table = table.assign(partial=int(given.isna().any(axis=1).sum()))
    return table.sort_values("mean_rank", kind="stable")[RANKS]


def _rarest(given):
    return float(given.value_counts(dropna=False).min())


def _nothing(chosen):
    return pd.Series(float("nan"), index=chosen.columns)

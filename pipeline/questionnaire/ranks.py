"""Rank questions: which place each person gave to each option, and what an option left out is taken to hold."""

import pandas as pd

IMPROPER = "thứ hạng ghi: "  # before places that make no ranking, as read from a column an option


def places(answers, question):
    """People × options (by label): the place given, 1 the first; NaN where not placed or not answered."""
    columns = {c.label: answers[f"{question.name}/{c.name}"] for c in question.choices}
    return pd.DataFrame(columns, index=answers.index, dtype=float)


def all_places(answers, question):
    """``places`` in which the options that a person left out share the mean of the places left.

    So the places of everybody who ranked add up alike, and a mean rank is of all who ranked. NaN: not answered.
    """
    given = places(answers, question)
    placed = given.notna().sum(axis=1)
    left = (placed + 1 + len(question.choices)) / 2
    return given.apply(lambda column: column.fillna(left)).where(placed > 0)


def first_places(answers, question):
    """People × options: 1 placed first, 0 not, NaN not answered."""
    given = places(answers, question)
    return given.eq(1).astype(float).where(given.notna().any(axis=1))

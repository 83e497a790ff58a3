"""Strata and primary units in microdata, where survey.yaml asks for them: numbers drawn at random, no names."""

import numpy as np
import pandas as pd

from pipeline.questionnaire.model import Choice, Question

COLUMNS = {"strata": ("thiet_ke_tang", "Tầng"), "psu": ("thiet_ke_cum", "Cụm")}


def drawn(answers, survey):
    """The answers with a category for each of ``privacy › design``, and the questions these stand for.

    They are quasi-identifiers like any other. The same unit's name in two strata is two units.
    """
    found, questions = {}, []
    for kind in survey.privacy.design:
        name, word = COLUMNS[kind]
        places = _numbered(answers, [f"design.{column}" for column in _within(survey.design, kind)])
        labels = [f"{word} {n + 1}" for n in range(places.max() + 1)]
        found[name] = pd.Categorical.from_codes(places, labels)
        choices = tuple(Choice(str(n), label) for n, label in enumerate(labels, start=1))
        questions.append(Question(name, "select one", f"{word} của mẫu (số ngẫu nhiên)", choices=choices))
    return answers.assign(**found), questions


def _within(design, kind):
    return [name for name in ((design.strata, design.psu) if kind == "psu" else (design.strata,)) if name]


def _numbered(answers, columns):
    """A number for each person's combination of the columns, in random order."""
    places = answers.groupby(columns, observed=True).ngroup().to_numpy()
    return np.random.default_rng().permutation(places.max() + 1)[places]

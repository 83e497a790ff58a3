"""The classical tables of a survey: what ``inference › classical: true`` asks for."""

from typing import NamedTuple

import pandas as pd

from pipeline.infer.classical import groups
from pipeline.infer.classical.components import components

TITLES = {
    "classical_tests": "So sánh trung bình: t Student, ANOVA một yếu tố, Levene",
    "classical_pairs": "Từng cặp nhóm theo Tukey",
    "pca_eigenvalues": "Thành phần chính: giá trị riêng và phương sai",
    "pca_loadings": "Thành phần chính xoay varimax: hệ số tải đã sắp xếp",
}


class Classical(NamedTuple):
    """The tables of ``classical``, under the names they are saved by."""

    classical_tests: pd.DataFrame
    classical_pairs: pd.DataFrame
    pca_eigenvalues: pd.DataFrame
    pca_loadings: pd.DataFrame


def classical(answers, comparisons, form, *, unscored=(), turned=(), least=0, adjust="holm"):
    """Student's t, one-way analysis of variance with Levene, Tukey's pairs, and components of the batteries.

    All unweighted; they stand beside the chosen tests and replace none. ``unscored``: scales without means; ``turned``
    and ``least``: see ``reliability``; ``adjust``: see ``verdict.adjusted``.
    """
    tests = groups.tests(answers, comparisons, form, unscored=unscored, adjust=adjust)
    pairs = groups.pairs(answers, tests, form, least=least)
    return Classical(tests, pairs, *components(answers, form.batteries, turned=turned, least=least))

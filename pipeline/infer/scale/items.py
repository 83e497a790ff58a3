"""The items of a scale as scores: turned where the analyst says so, and why a scale cannot be judged."""

import numpy as np
import pandas as pd

from pipeline import questionnaire

FEWEST = 3  # people and, for factors, items


def scored(answers, questions, turned=()):
    """Scores 1..k of a battery of ordinal questions, one column an item; those named in ``turned`` as k + 1 - score.

    Missing answers and choices apart from the scale ("không có ý kiến") are NaN.
    """
    scores = {q.name: questionnaire.scores(answers[q.name], q) for q in questions}
    for question in questions:
        if question.name in turned:
            scores[question.name] = len(question.points) + 1 - scores[question.name]
    return pd.DataFrame(scores, index=answers.index)


def unfit(items, questions, least=0):
    """Why a scale cannot be judged by these complete scores, in Vietnamese; empty when it can.

    Under ``least`` people (the privacy threshold) even their number is not said.
    """
    if len(items) < least:
        return f"Không tính được: dưới {least} người trả lời đủ mọi câu."
    if len(items) < FEWEST:
        return f"Không tính được: chỉ {len(items)} người trả lời đủ mọi câu."
    flat = [q.label for q in questions if items[q.name].nunique() == 1]
    if flat:
        return f"Không tính được: mọi người trả lời giống hệt nhau ở {', '.join(f'“{label}”' for label in flat)}."
    if items.sum(axis=1).nunique() == 1:
        return "Không tính được: tổng điểm của mọi người bằng nhau."
    return ""


def alpha(covariances):
    """Raw alpha from the covariances of the items (standardised: from correlations); NaN where it is not defined."""
    matrix = np.asarray(covariances, dtype=float)
    items, total = len(matrix), matrix.sum()
    if items < 2 or not total > 1e-12 * np.trace(matrix):
        return np.nan
    return float(items / (items - 1) * (1 - np.trace(matrix) / total))


def indefinite(correlations):
    """Why these correlations cannot be inverted, in Vietnamese, with the pair most alike; empty when they can."""
    matrix = np.asarray(correlations)
    if np.isnan(matrix).any():
        return "Không tính được: có cặp mục không tính được tương quan."
    if np.linalg.eigvalsh(matrix)[0] > 1e-8:
        return ""
    alike = np.abs(np.tril(matrix, -1))
    one, other = (correlations.columns[at] for at in np.unravel_index(alike.argmax(), alike.shape))
    return (
        "Không tính được: ma trận tương quan suy biến, có mục suy ra được từ các mục khác"
        f" (cặp giống nhau nhất: {other}, {one})."
    )

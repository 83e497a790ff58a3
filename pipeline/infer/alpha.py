"""Reliability of a battery of scale questions."""

import numpy as np
import pandas as pd
from scipy import stats

from pipeline import questionnaire

COLUMNS = ["item", "label", "n", "alpha", "alpha_low", "alpha_high", "item_rest", "alpha_if_dropped", "note"]


def reliability(answers, questions):
    """Cronbach's alpha of a battery of ordinal questions, unweighted.

    Returns one row an item: ``n`` people who answered every item (listwise; "không có ý kiến" counts as missing, R:
    psych::alpha(use = "complete.obs")$raw_alpha), ``alpha`` with its 95 % interval (Feldt, Woodruff & Salih 1987),
    ``item_rest`` (correlation with the sum of the others), ``alpha_if_dropped`` (empty with two items) and ``note``:
    why nothing could be computed, or a question whether an item is worded the other way round. Items are never
    reversed here. ValueError with fewer than two questions or one that is not a scale.
    """
    if len(questions) < 2:
        raise ValueError(f"Độ tin cậy cần ít nhất hai câu hỏi; nhận được {len(questions)}.")
    scores = {q.name: questionnaire.scores(answers[q.name], q) for q in questions}
    items = pd.DataFrame(scores, index=answers.index).dropna()
    reason = _unfit(items, questions)
    rows = [_item(items, q, reason) for q in questions]
    whole = dict(zip(COLUMNS[2:6], (len(items), *_alpha_limits(items, reason)), strict=True))
    return pd.DataFrame([row | whole for row in rows], columns=COLUMNS)


def _unfit(items, questions):
    """Why alpha cannot be computed, in Vietnamese; empty when it can."""
    if len(items) < 3:
        return f"Không tính được: chỉ {len(items)} người trả lời đủ mọi câu."
    flat = [q.label for q in questions if items[q.name].nunique() == 1]
    if flat:
        return f"Không tính được: mọi người trả lời giống hệt nhau ở {', '.join(f'“{label}”' for label in flat)}."
    if items.sum(axis=1).nunique() == 1:
        return "Không tính được: tổng điểm của mọi người bằng nhau."
    return ""


def _alpha(items):
    """Raw alpha of complete items; empty where there are fewer than two or their sums do not vary."""
    import pingouin

    if items.shape[1] < 2 or items.sum(axis=1).nunique() == 1:
        return np.nan
    return pingouin.cronbach_alpha(items)[0]


def _alpha_limits(items, reason):
    """Alpha and Feldt's limits, our own because pingouin rounds them and counts incomplete people."""
    if reason:
        return np.nan, np.nan, np.nan
    n, k = items.shape
    alpha, df = _alpha(items), (n - 1, (n - 1) * (k - 1))
    return alpha, 1 - (1 - alpha) * stats.f.ppf(0.975, *df), 1 - (1 - alpha) * stats.f.ppf(0.025, *df)


def _item(items, question, reason):
    row = {"item": question.name, "label": question.label, "note": reason}
    row |= {"item_rest": np.nan, "alpha_if_dropped": np.nan}
    if reason:
        return row
    rest = items.drop(columns=question.name)
    total = rest.sum(axis=1)
    row["alpha_if_dropped"] = _alpha(rest)
    if total.nunique() > 1:
        row["item_rest"] = float(np.corrcoef(items[question.name], total)[0, 1])
    if row["item_rest"] < 0:
        row["note"] = f"“{question.label}” đi ngược các câu còn lại; có phải câu hỏi đảo chiều không?"
    return row

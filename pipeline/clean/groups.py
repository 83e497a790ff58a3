"""Numbers put in the groups that survey.yaml names."""

import pandas as pd

from pipeline import vi

INFINITE = float("inf")


def grouped(answers, form):
    """Typed answers with a column for each group question of the form: an ordered Categorical of its labels.

    Groups are left-closed (R: ``cut(x, c(-Inf, cuts, Inf), right = FALSE)``): a bound itself belongs to the group above
    it. Who gave no number is in no group (NaN).
    """
    made = {
        group.name: pd.cut(
            answers[group.of].astype(float), [-INFINITE, *group.cuts, INFINITE], right=False, labels=group.option_labels
        )
        for group in form.groups
        if group.of in answers
    }
    return answers.assign(**made)


def grouped_said(answers, form, *, minimum):
    """A Vietnamese line a group question: how many are in each group and how many gave no number; no numbers where any
    of these are 1 to ``minimum`` − 1 people, which tables hide together with others."""
    return [_said(answers[group.name], group, minimum) for group in form.groups if group.name in answers]


def _said(column, group, minimum):
    counts, without = column.value_counts(sort=False), int(column.isna().sum())
    if counts.between(1, minimum - 1).any() or 0 < without < minimum:
        told = f"có nhóm dưới {minimum} người; số người từng nhóm ở sổ tay 03, đã ẩn ô ít người"
    else:
        told = "; ".join(f"{label}: {vi.number(n)} người" for label, n in counts.items())
        told += f"; không ghi số nên không thuộc nhóm nào: {vi.number(without)}"
    return f"{group.name} (chia từ {group.of}): {told}."

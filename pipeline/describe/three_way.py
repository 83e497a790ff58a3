"""Three-way tables ("phân tích đa chiều"): a question by one variable inside each level of another."""

import pandas as pd

from pipeline.describe import groups
from pipeline.describe.banners import BANNERS, banner


def three_way(answers, question, by, within, *, plan=None, weight=None):
    """One question in the groups of ``by`` inside every level of ``within``: the columns of ``banner``.

    ``by`` reads "within › by", ``group`` "level › group"; letters compare the groups inside one level. The first column
    is everybody who answered.
    """
    return banner(answers, question, groups.columns(answers, [], [(within, by)]), plan=plan, weight=weight)


def all_three_way(answers, form, plan, *, weight=None):
    """``three_way`` of every [question, by, within] the plan names, one below the other; empty where it names none.

    Tables that share their columns hold everybody's column once a question.
    """
    tables = [three_way(answers, *map(form.__getitem__, names), plan=plan, weight=weight) for names in plan.three_way]
    whole = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=BANNERS)
    return whole.drop_duplicates(["question", "row", "option", "by", "group"], ignore_index=True)

"""The declared comparisons whose groups are no banner: their percentages and means, so that they stand in a table."""

import pandas as pd

from pipeline.describe.banners import BANNERS, all_banners
from pipeline.describe.frequencies import CLOSED
from pipeline.describe.groups import TOTAL


def compared(answers, questions, comparisons, form, *, but=(), plan=None, weight=None):
    """``banner`` of every declared pair whose ``by`` is a closed question and not among ``but``, each pair once.

    ``questions``: those a table can be made of. Columns and rows as ``all_banners``; the column of everybody is left
    out, since the banner table has it.
    """
    pairs = {}
    for planned in comparisons:
        for by in (by for by in planned.by if by not in but and form[by].kind in CLOSED):
            pairs.setdefault(by, {}).update(dict.fromkeys(name for name in planned.questions if name != by))
    tables = [
        all_banners(answers, [q for q in questions if q.name in names], [form[by]], plan=plan, weight=weight)
        for by, names in pairs.items()
        if any(column.split("/")[0] == by for column in answers)
    ]
    whole = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=BANNERS)
    return whole[whole["by"].ne(TOTAL)].reset_index(drop=True)

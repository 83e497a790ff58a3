"""The planned comparisons of a survey: every family tested, adjusted together, and what is worth saying."""

import numpy as np
import pandas as pd

from pipeline.infer import effects
from pipeline.infer.choose import COLUMNS, NUMBERS, compare
from pipeline.infer.variables import FEWEST
from pipeline.infer.verdict import ALPHA, family


def families(answers, comparisons, form, *, weight=None, seed=0, negligible=None, adjust="holm"):
    """Every declared comparison: the columns of ``compare`` and ``family``, the name under which p was adjusted.

    ``comparisons``: records ``pipeline.survey.Comparison``, as ``work.survey.comparisons`` has them:
    ``Comparison(name="Theo giới", questions=("trust",), by=("sex",))``; pairs of a question with itself are left out.
    ``negligible``: effect name → size under which a difference does not matter (see ``effects.size``); ``adjust``: see
    ``verdict.adjusted``. Where a test leaves out 1 to FEWEST − 1 of those who answered both, ``n`` is rounded down to
    ten: exact, it would tell how many gave no opinion or are in a small group.
    """
    tables = []
    for planned in comparisons:
        pairs = [(q, by) for q in planned.questions for by in planned.by if q != by]
        about = {"weight": weight, "seed": seed}
        given = {name: _answered(answers, name) for pair in pairs for name in pair}
        rows = [_dimmed(compare(answers, form[q], form[by], **about), given[q] & given[by]) for q, by in pairs]
        if rows:
            whole = family(pd.concat(rows, ignore_index=True), negligible=negligible, adjust=adjust)
            tables.append(whole.assign(family=planned.name))
    empty = pd.DataFrame(columns=[*COLUMNS, "family"]).astype(dict.fromkeys(NUMBERS, float))
    return pd.concat(tables, ignore_index=True) if tables else empty


def _dimmed(rows, both):
    left_out = both.sum() - rows["n"]
    return rows.assign(n=rows["n"].mask(left_out.between(1, FEWEST - 1), rows["n"] // 10 * 10))


def _answered(answers, name):
    columns = [c for c in answers if c == name or c.startswith(f"{name}/")]
    return answers[columns].notna().any(axis=1)


def notable(tests):
    """Tests with adjusted p under 0,05 and an effect that is not negligible, the strongest of a family first: effects
    of different names by where they stand on their own scales."""
    return _strongest_first(tests[tests["p_adjusted"].lt(ALPHA) & ~tests["size"].isin(["", effects.WORDS[0]])])


def bordering(tests, negligible=None):
    """Tests with adjusted p under 0,05 whose effect is estimated under its threshold while a limit of it is over: the
    other side of the line that ``notable`` draws. In the same order."""
    kept = tests[tests["p_adjusted"].lt(ALPHA)]
    over = [
        effects.borders(r.effect, (r.effect_low, r.effect_high), r.effect_name, negligible, r.side)
        for r in kept.itertuples()
    ]
    return _strongest_first(kept[np.array(over, bool)])


def _strongest_first(tests):
    named = zip(tests["effect"], tests["effect_name"], tests["side"], strict=True)
    keys = [*tests.columns.intersection(["family"]), "order"]
    ordered = tests.assign(order=[-effects.standing(*one) for one in named])
    return ordered.sort_values(keys, kind="stable").drop(columns="order")


def telling(cells, tests):
    """Those adjusted residuals (see ``residuals``) whose pair of questions has a notable test, in their order."""
    found = notable(tests)
    pairs = found.assign(question=found["question"].str.split("/").str[0])[["question", "by"]].drop_duplicates()
    return cells.merge(pairs, on=["question", "by"])

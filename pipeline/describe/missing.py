"""What is missing and why, and what dropping answers changes."""

import pandas as pd

from pipeline.describe.frequencies import all_frequencies


def nonresponse(answers, form):
    """What is missing and why: question, label, asked, answered, not_applicable, no_answer (people).

    not_applicable = not asked by skip logic; no_answer = asked and left blank.
    """
    rows = []
    for question in (q for q in form.questions if q.kind != "none"):
        columns = [c for c in answers if c == question.name or c.startswith(f"{question.name}/")]
        if not columns:
            continue
        given = answers[columns].notna().any(axis=1)
        asked = answers.get(f"asked.{question.name}", pd.Series(True, index=answers.index)) | given
        rows.append((question.name, question.label, *map(int, (asked.sum(), given.sum(), (~asked).sum(),
                                                               (asked & ~given).sum()))))  # fmt: skip
    return pd.DataFrame(rows, columns=["question", "label", "asked", "answered", "not_applicable", "no_answer"])


def sensitivity(everyone, kept, questions):
    """Closed answers with and without the dropped answers: question, label, option, n, base (both of those kept),
    n_all, percent_all, percent_clean, difference (percentage points), all unweighted, so that the difference is that of
    the dropping alone."""
    key = ["question", "label", "option"]
    both = all_frequencies(everyone, questions).merge(
        all_frequencies(kept, questions), on=key, suffixes=("_all", "_clean")
    )
    both = both.rename(columns={"n_clean": "n", "base_clean": "base"})
    table = both[[*key, "n", "base", "n_all", "percent_all", "percent_clean"]]
    return table.assign(difference=table["percent_clean"] - table["percent_all"])

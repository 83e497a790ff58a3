"""The codeframe a person edits: proposed groups out, merged and renamed groups in, small groups folded."""

import pandas as pd

from pipeline.cluster.codebook import apply_codeframe, counts, quotes

OTHER = ("khac", "Ý kiến khác")


def codeframe(coded):
    """The proposed groups for a person to edit: code, name, n, new_code, new_name (the last two start as the first)."""
    table = counts(coded)[["code", "name", "n"]]
    return table.assign(new_code=table["code"], new_name=table["name"])


def all_counts(coded):
    """``counts`` of several questions (``{question: coded}``), one below the other; column ``question`` first."""
    tables = [counts(rows).assign(question=name) for name, rows in coded.items()]
    return pd.concat([pd.DataFrame(columns=["question", "code", "name", "n", "percent", "base"]), *tables])


def all_quotes(coded, answers, *, minimum):
    """``quotes`` of several questions (``{question: coded}``) from the columns of ``answers``; ``question`` first."""
    tables = [quotes(rows, answers[name], minimum=minimum).assign(question=name) for name, rows in coded.items()]
    return pd.concat([pd.DataFrame(columns=["question", "code", "name", "quote"]), *tables])


def finish(coded, edited, *, minimum):
    """The coded answers with a person's merges applied (``edited`` or None) and small groups folded into "Ý kiến khác".

    A group named by fewer than ``minimum`` people could tell who wrote it. Same columns and index as ``coded``.
    """
    merged = coded if edited is None else apply_codeframe(coded, edited[["code", "new_code", "new_name"]])
    people = merged["code"].value_counts()
    small = merged["code"].map(people).lt(minimum) & merged["code"].ne("0")
    folded = pd.DataFrame({"code": OTHER[0], "name": OTHER[1]}, index=merged.index[small])
    return merged.assign(**{c: merged[c].mask(small, folded[c].reindex(merged.index)) for c in folded})

"""How many were asked each question and answered it: bases of other tables, and counts of what filters ask after."""

import pandas as pd

from pipeline.privacy.printed import ANY

LINES = ["question", "option", "n", "base"]


def counts(nonresponse, frequencies, known):
    """``describe.nonresponse`` as ``suppress`` and ``audit`` read it: a line a question that counts who answered it,
    then one for each filter, which counts who chose the answer it asks for.

    A filter stands there only where no other number is printed for its answer: else it is no count of that answer.
    """
    answered = nonresponse.assign(option=ANY, n=nonresponse["answered"], base=nonresponse["answered"])
    chosen, gates = frequencies.set_index(["question", "option"])["n"].to_dict(), known.filters | known.ticked
    asked = [
        (*gates[q], n, float("nan"))
        for q, n in zip(nonresponse["question"], nonresponse["asked"], strict=True)
        if q in gates and not _differs(n, chosen.get(gates[q], n))
    ]
    return pd.concat([answered[LINES], pd.DataFrame(asked, columns=LINES)], ignore_index=True)


def _differs(one, other):
    return one == one and other == other and one != other


def asked(nonresponse, shown, known, *, minimum):
    """``describe.nonresponse`` without what ``shown``, its suppressed ``counts``, hides.

    Who left a question blank is told by who was asked and who answered, and goes with either; few who were not asked
    hide how many were.
    """
    gone = shown[shown["n"].isna()]
    answered = nonresponse["question"].isin(gone.loc[gone["option"].eq(ANY), "question"])
    lost, gates = {*zip(gone["question"], gone["option"], strict=True)}, known.filters | known.ticked
    filtered = nonresponse["question"].map(lambda q: gates.get(q) in lost)
    few = nonresponse["not_applicable"].between(1, minimum - 1) | nonresponse["asked"].between(1, minimum - 1)
    unasked = filtered | few
    masks = {"asked": unasked, "not_applicable": unasked, "answered": answered, "no_answer": unasked | answered}
    return nonresponse.assign(**{c: nonresponse[c].astype(float).mask(mask) for c, mask in masks.items()})

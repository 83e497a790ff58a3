"""Microdata in which nobody stands alone: k-anonymity by local suppression (Samarati & Sweeney 1998)."""

import pandas as pd

BLANK, MISSING = "(che)", "(thiếu)"


def k_anonymity(answers: pd.DataFrame, quasi_identifiers: list[str]) -> pd.DataFrame:
    """How many people share their combination of ``quasi_identifiers`` with how many others.

    Returns ``k`` (people with the same combination, ascending) and ``people`` (how many are in combinations of
    that size); ``people`` adds up to the rows given. A missing answer counts as a value of its own.
    """
    absent = [name for name in quasi_identifiers if name not in answers.columns]
    if absent:
        raise ValueError(f"Không có câu hỏi {absent} trong bảng trả lời; bảng có {list(answers.columns)}.")
    sizes = answers.groupby(quasi_identifiers, dropna=False, observed=True).size().rename("k")
    return sizes.groupby(sizes).sum().rename("people").reset_index().astype("int64")


def anonymised(answers, quasi_identifiers, *, k):
    """The answers with a few quasi-identifiers blanked until every combination is shared by ``k`` people.

    Returns the answers and which were blanked (a frame of bool, a column a quasi-identifier), on the same index. A
    blank counts as a value of its own, and so does a missing answer: what is left must be shared by k people with the
    same blanks, so that nobody is singled out by them.
    Greedy, one blank at a time: of the people in combinations under k, those freed by blanking the question that frees
    most; where none frees anybody, all of them lose the question on which they differ most. Fewer than k people left
    with nothing but blanks get the smallest other combination for company. ValueError when there are fewer than k
    people, or no quasi-identifier is given.
    """
    if not quasi_identifiers:
        raise ValueError("Chưa nêu câu hỏi nào có thể nhận ra người (privacy › quasi_identifiers của survey.yaml).")
    if len(answers) < k:
        raise ValueError(f"Chỉ có {len(answers)} phiếu, ít hơn k = {k}: không thể xuất dữ liệu vi mô.")
    keys = answers[list(quasi_identifiers)].astype(object)
    keys = keys.where(keys.notna(), MISSING)
    safe = keys
    while (alone := _sizes(safe) < k).any():
        safe = _one_blank_more(safe, alone, k)
    lost = safe.eq(BLANK)
    return answers.assign(**{q: answers[q].mask(lost[q]) for q in keys}), lost


def _sizes(keys):
    return keys.groupby(list(keys))[keys.columns[0]].transform("size")


def _one_blank_more(keys, alone, k):
    told = [column for column in keys if keys.loc[alone, column].ne(BLANK).any()]
    if not told:
        smallest = _sizes(keys).mask(alone).idxmin()
        return keys.mask(keys.eq(keys.loc[smallest]).all(axis=1), BLANK)
    freed = {column: alone & (_sizes(_without(keys, column, alone)) >= k) for column in told}
    best = max(told, key=lambda column: freed[column].sum())
    if freed[best].any():
        return _without(keys, best, freed[best] & keys[best].ne(BLANK))
    return _without(keys, max(told, key=lambda column: keys.loc[alone, column].nunique()), alone)


def _without(keys, column, people):
    return keys.assign(**{column: keys[column].mask(people, BLANK)})


def level_weights(answers, lost, weight):
    """For each person the mean weight of everybody alike in what is told of that person, four decimals.

    ``lost`` as :func:`anonymised` gives it, ``answers`` before anything was blanked. A raking weight is the same for
    all who are alike on the margins: beside a blank it would say what stood there, and a mean over the people with
    that blank would say how many of each stood there. So the mean is over all who share the told values.
    """
    values, found = answers[list(lost)].astype(object), pd.Series(0.0, answers.index)
    values = values.where(values.notna(), MISSING)
    for blanks, people in lost.groupby(list(lost)).groups.items():
        told = [name for name, is_blank in zip(lost, blanks, strict=True) if not is_blank]
        keys = [values[name] for name in told] or [pd.Series(0, answers.index)]
        found[people] = answers[weight].groupby(keys).transform("mean")[people]
    return found.round(4)


def top_coded(values, *, k):
    """Numbers with the largest and smallest drawn in to the last value that ``k`` people reach or pass."""
    ordered = values.dropna().sort_values(ignore_index=True)
    return values.clip(ordered.iloc[k - 1], ordered.iloc[-k]) if len(ordered) >= 2 * k else values.mask(values.notna())

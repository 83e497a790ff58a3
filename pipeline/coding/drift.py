"""What changed in the codes since the last run."""

import pandas as pd

from pipeline.coding.frame import APART, UNCODED
from pipeline.coding.hand import parted

COLUMNS = ["change", "before", "now", "way", "n"]
FEW = "(các thay đổi ít người)"
NEW, GONE, MOVED, SAME_CODES = "câu trả lời mới", "không còn trong dữ liệu", "đổi mã", "đổi cách quyết định"


def drift(coded, last, names, *, minimum=0):
    """Answers whose codes, or the way they were decided, are not those of the last run.

    ``coded`` and ``last`` (or None on a first run: nothing changed) have ``key``, ``codes``, ``how``. Returns
    ``change``, ``before`` and ``now`` (names of the codes), ``way`` (decided before → now), ``n`` (people), the most
    frequent first. Changes of fewer than ``minimum`` people are one row a kind of change, its ``n`` missing when all
    together are fewer.
    """
    if last is None:
        return pd.DataFrame(columns=COLUMNS)
    was = last.drop_duplicates("key").set_index("key")
    rows = coded.assign(before=coded["key"].map(was["codes"]), how_before=coded["key"].map(was["how"]))
    known = rows["before"].notna()
    moved, other_way = known & rows["before"].ne(rows["codes"]), known & rows["how_before"].ne(rows["how"])
    change = pd.Series("", rows.index).mask(other_way, SAME_CODES).mask(moved, MOVED).mask(~known, NEW)
    gone = last[~last["key"].isin(coded["key"])]
    gone = gone.assign(before=gone["codes"], how_before=gone["how"], codes=None, how="", change=GONE)
    return _counted(pd.concat([rows.assign(change=change)[change.ne("")], gone]), names, minimum)


def _counted(rows, names, minimum):
    words = {
        "before": rows["before"].map(lambda c: _named(c, names)),
        "now": rows["codes"].map(lambda c: _named(c, names)),
    }
    how = [
        " → ".join(filter(None, dict.fromkeys(pair)))
        for pair in zip(rows["how_before"].fillna(""), rows["how"], strict=True)
    ]
    told = rows.assign(**words, way=how).groupby(COLUMNS[:-1], as_index=False).size().rename(columns={"size": "n"})
    small = told["n"] < minimum
    few = told[small].groupby("change", as_index=False)["n"].sum().assign(before=FEW, now="", way="")
    told = pd.concat([told[~small], few])
    told = told.sort_values(["n", *COLUMNS[:-1]], ascending=[False, True, True, True, True], kind="stable")
    return told.assign(n=told["n"].astype(float).where(told["n"] >= minimum))[COLUMNS].reset_index(drop=True)


def _named(codes, names):
    if pd.isna(codes):
        return ""
    return "; ".join(names.get(code, code) for code in parted(codes)) or APART[UNCODED]

"""How far coders agree: Cohen's κ and Krippendorff's α, per code and over all, and where they do not."""

import numpy as np
import pandas as pd
from sklearn.metrics import cohen_kappa_score

from pipeline.coding.hand import AGREED, latest, parted

COLUMNS = ["code", "name", "n", "both", "either", "agreement", "kappa", "krippendorff"]


def alpha(ratings, distance=None):
    """Krippendorff's α of units × coders (missing where a coder did not code); nominal unless ``distance`` is given.

    ``distance(one, other)`` is the squared difference δ² of two values. Units with fewer than two values are left out.
    NaN when nothing can vary. Krippendorff 2019, ch. 12.
    """
    units = [[v for v in row if not pd.isna(v)] for row in np.asarray(ratings, dtype=object)]
    units = [unit for unit in units if len(unit) > 1]
    values = sorted({v for unit in units for v in unit}, key=str)
    place = {value: at for at, value in enumerate(values)}
    coincidence = np.zeros((len(values), len(values)))
    for unit in units:
        counts = np.bincount([place[v] for v in unit], minlength=len(values))
        coincidence += (np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1)
    apart = np.array([[_apart(a, b, distance) for b in values] for a in values], ndmin=2)
    margin = coincidence.sum(axis=0)
    expected = (np.outer(margin, margin) * apart).sum() if values else 0
    return float(1 - (margin.sum() - 1) * (coincidence * apart).sum() / expected) if expected else np.nan


def _apart(one, other, distance):
    return float(one != other) if distance is None else distance(one, other)


def kappa(one, other):
    """Cohen's κ of two coders over the same units; NaN when both gave everything the same value."""
    same = len({*one, *other}) < 2
    return np.nan if same else float(cohen_kappa_score(list(one), list(other)))


def masi(one, other):
    """Distance of two sets of codes joined by ";" (Passonneau 2006): 0 when equal, 1 without a common code."""
    a, b = set(parted(one)), set(parted(other))
    common = a & b
    if a == b or not common:
        return float(a != b)
    share = 2 / 3 if a <= b or b <= a else 1 / 3
    return 1 - share * len(common) / len(a | b)


def table(hand, names):
    """Agreement per code and over all: code, name, n, both, either, agreement, kappa, krippendorff.

    ``n``: answers coded by two coders or more; ``both`` / ``either``: answers to which all / some of them gave the
    code; ``agreement`` 0-100. κ needs exactly two coders; α takes any number. "Mọi mã" compares whole sets of codes;
    "Mọi mã (MASI)" counts sets that share codes as nearer. Empty with fewer than two coders.
    """
    sets = _sets(hand)
    if sets.empty:
        return pd.DataFrame(columns=COLUMNS)
    codes = sorted({c for cell in sets.to_numpy().ravel() if not pd.isna(cell) for c in parted(cell)}, key=_order)
    rows = [_row(code, names.get(code, code), sets.map(lambda cell, c=code: _has(cell, c))) for code in codes]
    every = _row("", "Mọi mã (trùng khớp hoàn toàn)", sets)
    near = {**every, "name": "Mọi mã (MASI)", "kappa": np.nan, "krippendorff": alpha(sets, masi)}
    return pd.DataFrame([*rows, every, near], columns=COLUMNS)


def disagreements(hand):
    """Answers to which coders gave different codes: key, text, and a column a coder with his codes."""
    sets = _sets(hand)
    differ = sets[[len({v for v in row if not pd.isna(v)}) > 1 for row in sets.to_numpy()]]
    rows = latest(hand)
    settled = set(rows.loc[rows["coder"].eq(AGREED), "key"])
    texts = hand.drop_duplicates("key").set_index("key")["text"]
    found = differ[~differ.index.isin(settled)]
    return found.assign(text=texts.reindex(found.index)).reset_index()[["key", "text", *sets.columns]]


def _sets(hand):
    """Answers × coders, of the answers that two coders or more have coded; the cells are sets of codes."""
    rows = latest(hand)
    rows = rows[rows["coder"].ne(AGREED)]
    several = rows[rows.groupby("key")["coder"].transform("nunique").gt(1)]
    wide = several.pivot(index="key", columns="coder", values="codes")
    return wide.reindex(index=several["key"].drop_duplicates()).rename_axis(columns=None)


def _row(code, name, ratings):
    values = ratings.to_numpy()
    same = [len({v for v in row if not pd.isna(v)}) == 1 for row in values]
    two = ratings.dropna() if ratings.shape[1] == 2 else ratings.head(0)
    is_code = bool(code)
    return {
        "code": code,
        "name": name,
        "n": len(ratings),
        "both": sum(all(v == 1 for v in row if not pd.isna(v)) for row in values) if is_code else np.nan,
        "either": sum(any(v == 1 for v in row) for row in values) if is_code else np.nan,
        "agreement": 100 * float(np.mean(same)),
        "kappa": kappa(two.iloc[:, 0], two.iloc[:, 1]) if len(two) else np.nan,
        "krippendorff": alpha(ratings),
    }


def _has(cell, code):
    return cell if pd.isna(cell) else int(code in parted(cell))


def _order(code):
    return len(code), code

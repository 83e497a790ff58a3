"""How far figures made of the anonymised answers lie from those of the report: users compute from the file alone."""

from typing import NamedTuple

from pipeline import describe

COUNTED = ("nominal", "ordinal", "multiple")


class Apart(NamedTuple):
    """``points``: the largest difference of a share, in points of percent, of the options at least k people chose.
    ``effective``: Kish's effective sample size of the report's weights and of the file's."""

    points: float
    effective: tuple[float, float]


def apart(answers, safe, questions, *, weight, levelled, k):
    """``Apart`` of the answers and of those that leave (``safe``), with the weights of each ("": everybody alike)."""
    held = [q for q in questions if q.kind in COUNTED]
    pairs = ((answers, weight), (safe, levelled))
    own, given = (describe.all_frequencies(rows, held, weight=name or None) for rows, name in pairs)
    far = (own["percent"] - given["percent"]).abs()[own["n"] >= k]
    sizes = tuple(_kish(rows[name]) if name else float(len(rows)) for rows, name in pairs)
    return Apart(float(far.max()) if far.notna().any() else 0.0, sizes)


def _kish(weights):
    return float(weights.sum() ** 2 / (weights**2).sum())

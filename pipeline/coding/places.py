"""Where codes stand to one another by the words of their answers."""

import numpy as np
import pandas as pd

from pipeline.coding.frame import APART
from pipeline.coding.hand import parted


def places(coded, prepared, names, *, minimum=10):
    """Codes on a plane: near ones are spoken of in like words. Returns (points, fit).

    ``points``: ``code``, ``name``, ``n`` (people), ``x``, ``y`` and ``nearest`` (the code really nearest, whatever the
    plane shows); codes of fewer than ``minimum`` people are left out. Distance: Hellinger between the word shares of
    two codes' answers (0: the same words equally often, 1: no common word), of words that ``minimum`` people used.
    Places: scaling by majorisation (SMACOF, de Leeuw 1977) from the classical solution (Torgerson 1952).
    ``fit``: ``stress`` (Kruskal's stress-1, 0 is perfect) and ``r2`` (squared correlation of drawn and true
    distances); both missing for fewer than three codes.
    """
    long = pd.DataFrame({"code": coded["codes"].map(parted), "words": prepared["words"].reindex(coded.index)})
    long = long.explode("code").loc[lambda d: ~d["code"].isin(APART) & d["words"].fillna("").ne("")]
    people = long["code"].value_counts()
    kept = [code for code in names if people.get(code, 0) >= minimum]
    points = pd.DataFrame({"code": kept, "name": [names[c] for c in kept], "n": [int(people[c]) for c in kept]})
    if len(kept) < 3:
        return points.assign(x=0.0, y=0.0, nearest=""), {"stress": np.nan, "r2": np.nan}
    apart = hellinger(_shares(long, kept, minimum))
    spots = scaled(apart)
    nearest = [kept[at] for at in (apart + 9 * np.eye(len(kept))).argmin(axis=1)]
    return points.assign(x=spots[:, 0], y=spots[:, 1], nearest=nearest), fit(apart, spots)


def _shares(long, kept, minimum):
    words = long.assign(word=long["words"].str.split().map(set)).explode("word")
    counts = words.groupby(["code", "word"]).size().unstack(fill_value=0).loc[kept]
    used = counts.loc[:, counts.sum() >= minimum]
    counts = used if (used.sum(axis=1) > 0).all() else counts
    return counts.div(counts.sum(axis=1), axis=0).to_numpy()


def hellinger(shares):
    """Hellinger distances between rows of shares that add up to 1."""
    roots = np.sqrt(shares)
    return np.sqrt(np.clip(1 - roots @ roots.T, 0, None) * (1 - np.eye(len(roots))))


def scaled(apart, rounds=300):
    """Places on a plane for a square of distances; each axis has its farthest point on the positive side."""
    size = len(apart)
    spots = _classical(apart)
    for _ in range(rounds):
        drawn = _drawn(spots)
        ratio = np.divide(apart, drawn, out=np.zeros_like(apart), where=drawn > 1e-12)
        spots = (np.diag(ratio.sum(axis=1)) - ratio) @ spots / size  # Guttman transform
    far = np.abs(spots).argmax(axis=0)
    return (spots * np.where(spots[far, [0, 1]] < 0, -1, 1)).round(6) + 0.0


def _classical(apart):
    centre = np.eye(len(apart)) - 1 / len(apart)
    values, vectors = np.linalg.eigh(-centre @ apart**2 @ centre / 2)
    return vectors[:, ::-1][:, :2] * np.sqrt(np.clip(values[::-1][:2], 0, None))


def _drawn(spots):
    return np.linalg.norm(spots[:, None] - spots[None], axis=2)


def fit(apart, spots):
    """Kruskal's stress-1 and the squared correlation of drawn and true distances."""
    above = np.triu_indices(len(apart), 1)
    drawn, true = _drawn(spots)[above], apart[above]
    stress = np.sqrt(((drawn - true) ** 2).sum() / (true**2).sum())
    varied = drawn.std() > 1e-9 and true.std() > 1e-9
    return {"stress": float(stress), "r2": float(np.corrcoef(drawn, true)[0, 1] ** 2) if varied else np.nan}

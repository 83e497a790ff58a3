"""Codes that look like two things, proposed for splitting: a person splits them or says no, the machine never does."""

from itertools import combinations

import numpy as np

from pipeline import cluster
from pipeline.coding import frame, lists, reframe

FEWEST = 60  # different answers of a code, below which two groups cannot be told from one
SMALLEST = 0.15  # share of them in the smaller part, at least
READ = 500  # different answers of a code looked at, the first in their random order
PARTS = 2
NO = "không"


def proposed(desk):
    """The codes that look like two things, the plainest first: ``code``, ``name`` and ``parts`` (``reframe.parts``).

    Two grounds must hold. Along the line that parts its answers they lie in two heaps, also those that the line was not
    drawn from (``cluster.bimodality``); and the parts lie as far apart as some two codes of the frame do. Codes with a
    "không" in column «tách» of the frame are not looked at again. What falls apart is found anew after each lesson of
    the model; the counts are those of this moment.
    """
    alive = frame.live(desk.frame).set_index("code")
    found = [(code, known) for code, known in _looked_at(desk, alive).items() if known]
    found.sort(key=lambda one: -one[1][0])
    return [{"code": code, "name": alive.at[code, "name"], "parts": reframe.parts(desk, code, PARTS, grouped)}
            for code, (_, grouped) in found]  # fmt: skip


def dismissed(desk):
    """(code, name) of the live codes that a person does not want split."""
    rows = frame.live(desk.frame)
    return list(rows.loc[rows["split"].ne(""), ["code", "name"]].itertuples(index=False, name=None))


def dismiss(desk, version, code, answer=NO):
    """Keeps a person's no in the frame's file; ``answer`` "" takes it back."""
    reframe.refuse_strange(desk, [code])
    reframe.change(desk, version, {code: {"split": answer}})


def _looked_at(desk, alive):
    """Code → (coefficient, how it is grouped), or None where there is no ground; kept until the model learns anew."""
    with desk.lock:
        model, codes = desk.model, alive.index[alive["split"].eq("")]
        if desk.parted is None or desk.parted[0] is not model:
            desk.parted = model, {}
        known = desk.parted[1]
    if new := [code for code in codes if code not in known] if model is not None else []:
        keys = {code: _keys(desk, code) for code in alive.index}
        nearest = _nearest(model, keys.values())
        known |= {code: _ground(desk, model, keys[code], nearest) for code in new}
    return {code: known.get(code) for code in codes}


def _keys(desk, code):
    """The first different answers of a code in their random order."""
    members = {key for rows in lists.members(desk, code) for key in rows["key"]}
    return [key for key in desk.order if key in members][:READ]


def _nearest(model, keys):
    """How far the two codes lie apart that are most alike; 0 while there are not two."""
    found = [cluster.vectors(model, own) for own in keys if len(own) >= reframe.FEWEST]
    return min((cluster.apart(*pair) for pair in combinations(found, 2)), default=0)


def _ground(desk, model, keys, nearest):
    if len(keys) < FEWEST:
        return None
    grouped = reframe.grouped(desk, keys, PARTS)
    first, found = np.array([grouped[0].get(key) == 1 for key in keys]), cluster.vectors(model, keys)
    if not SMALLEST <= first.mean() <= 1 - SMALLEST or cluster.apart(found[first], found[~first]) < nearest:
        return None
    told = cluster.bimodality(found, first)
    return (told, grouped) if told > cluster.BIMODAL else None

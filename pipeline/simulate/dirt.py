"""What real answers bring along: clicking through, repeating, contradicting, and tests left in the data."""

import numpy as np
import pandas as pd

from pipeline.simulate import answers, texts

KINDS = ("too_fast", "straight_line", "contradiction", "near_duplicate", "duplicate", "outside_window")


def places(n, percent, rng):
    """Positions of the people behind each kind of dirt, no person twice; ``percent`` of ``n`` for each kind."""
    mixed, found = rng.permutation(n), {}
    for kind in KINDS:
        count = round(n * percent.get(kind, 0) / 100)
        found[kind], mixed = np.sort(mixed[:count]), mixed[count:]
    return found


def clicked_through(form, raw, rows, staff, rng):
    """These people's answers drawn at random; what the staff list says of them stays."""
    if not len(rows):
        return raw
    fresh, _ = answers.draw(form, raw.iloc[rows][staff].reset_index(drop=True), {}, rng, written=False)
    for question in (q for q in form.questions if q.kind == "text"):
        fresh[question.name] = rng.choice([".", "k"] if question.required else ["", "", "", ".", "k"], size=len(rows))
    return _replaced(raw, rows, fresh.drop(columns=staff))


def straight_lined(form, raw, rows, items, rng):
    """These people tick one and the same point in every battery of at least ``items`` statements."""
    questions = [q for battery in form.batteries if len(battery) >= items for q in battery]
    if not questions or not len(rows):
        return raw
    points = min(len(q.points) for q in questions)
    place = rng.choice(points, size=len(rows), p=_liked(points))
    new = {q.name: np.asarray(q.points, dtype=object)[place] for q in questions}
    return _replaced(raw, rows, pd.DataFrame(new))


def contradicted(raw, rows, patterns):
    """These people's answers made to clash: each takes one of ``patterns`` (question → answer) in turn."""
    raw = raw.copy()
    for place, row in enumerate(rows if patterns else []):
        for name, answer in patterns[place % len(patterns)].items():
            raw.loc[raw.index[row], name] = answer
    return raw


def handed_on(raw, rows, taken, question, themes, characters, rng):
    """Long answers to ``question`` copied to the people of ``rows`` with a small change.

    Returns the frame, the themes and [from, to] pairs; nobody of ``taken`` is copied from.
    """
    written, themes = raw[question].copy(), list(themes)
    long = np.setdiff1d(np.flatnonzero(written.str.len() >= characters + 10), taken)
    sources = rng.permutation(long)[: (len(rows) + 1) // 2]
    pairs = [[int(sources[place % len(sources)]), int(row)] for place, row in enumerate(rows) if len(sources)]
    for source, row in pairs:
        written.iloc[row] = texts.near_copy(written.iloc[source], rng)
        themes[row] = themes[source]
    return raw.assign(**{question: written}), themes, pairs


def doubled(table, rows, taken, rng):
    """These people sent the very answers of another: returns the table and [from, to] pairs; none from ``taken``."""
    free = np.setdiff1d(np.arange(len(table)), taken)
    sources = rng.permutation(free)[: len(rows)]
    pairs = [[int(source), int(row)] for source, row in zip(sources, rows, strict=False)]
    return _replaced(table, rows[: len(sources)], table.iloc[sources]), pairs


def follow(codes, pairs):
    """The list with the entries of copied rows copied likewise."""
    codes = list(codes)
    for source, row in pairs:
        codes[row] = codes[source]
    return codes


def _replaced(frame, rows, new):
    frame = frame.copy()
    frame.loc[frame.index[rows], new.columns] = new.to_numpy(dtype=object)
    return frame


def _liked(points):
    """Straight-liners prefer the agreeable side of a scale, seldom its ends."""
    weights = np.array([1 + 3 * (0 < place < points - 1) + 4 * (place == points - 2) for place in range(points)], float)
    return weights / weights.sum()

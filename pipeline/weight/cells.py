"""Post-strata: the margins crossed, and the rule for cells of the staff list that nobody answered."""

import pandas as pd

from pipeline.weight.errors import UNKNOWN, WeightError

CROSS = " × "


def joint(columns):
    """The cell of every person, "Nữ × Dưới 30" – UNKNOWN where any margin is blank. ``columns``: one a margin."""
    frame = pd.DataFrame(columns)
    first, *others = (frame[name].astype(str) for name in frame)
    cell = first.str.cat(others, sep=CROSS).astype(object)
    return cell.mask(frame.eq(UNKNOWN).any(axis=1), UNKNOWN)


def settled(answers, headcount, questions, *, count, empty, notes):
    """The staff list without empty cells: every cell with people has answers, so margins and cells agree.

    ``empty`` of a cell with people and no answers: "refuse" (WeightError), "merge" (its rows go to the cell that
    differs in fewest margins, the later ones first, there to the next category, else the one before) or "drop".
    ``notes`` is added to. WeightError also for people in cells that the list has not.
    """
    codes = {q.name: {c.label: c.name for c in q.choices} for q in questions}
    labels = pd.DataFrame({q.name: headcount[q.name].map({c.name: c.label for c in q.choices}) for q in questions})
    cells, people = list(labels.itertuples(index=False, name=None)), headcount[count]
    totals = people.groupby(pd.Series(cells, index=headcount.index)).sum()
    full = set(answers[[q.name for q in questions]].dropna().drop_duplicates().itertuples(index=False, name=None))
    _refuse_strangers(questions, sorted(full - set(totals[totals > 0].index)))
    lacking = [cell for cell, n in totals.items() if n > 0 and cell not in full]
    if lacking and empty == "refuse":
        raise WeightError(_refused(questions, lacking, int(totals[lacking].sum())))
    order = [{label: n for n, label in enumerate(codes[q.name])} for q in questions]
    lacking = sorted(lacking, key=lambda c: [places[label] for label, places in zip(c, order, strict=True)])
    into = {cell: min(full, key=lambda other, c=cell: _apart(c, other, order)) for cell in lacking}
    for cell in lacking:
        done = f"gộp vào ô “{CROSS.join(into[cell])}”" if empty == "merge" else "bỏ khỏi danh sách khi gia quyền"
        notes.append((_name(questions), CROSS.join(cell), int(totals[cell]), f"không có phiếu; {done}"))
    moved = [into.get(cell, cell) if empty == "merge" else cell for cell in cells]
    new = {q.name: [codes[q.name][cell[n]] for cell in moved] for n, q in enumerate(questions)}
    kept = [empty == "merge" or cell not in into for cell in cells]
    return headcount.assign(**new)[kept]


def _apart(cell, other, order):
    """How far two cells are from each other, smallest first: see ``settled``."""
    steps = [places[b] - places[a] for a, b, places in zip(cell, other, order, strict=True)]
    differs = [step != 0 for step in steps]
    return sum(differs), differs, [step < 0 for step in steps], [abs(step) for step in steps]


def _name(questions):
    return CROSS.join(q.name for q in questions)


def _refuse_strangers(questions, strange):
    if strange:
        raise WeightError(
            f"{_name(questions)}: có phiếu của {len(strange)} ô ({_shown(strange)}) nhưng danh sách không có ai thuộc ô"
            " này. Sửa danh sách, hoặc dùng weighting › method: rake."
        )


def _refused(questions, lacking, people):
    return (
        f"{_name(questions)}: {len(lacking)} ô của danh sách ({people} người) không có phiếu nào: {_shown(lacking)}."
        " Đặt weighting › empty: merge (gộp với ô kề) hoặc drop (bỏ khỏi danh sách), bớt biên, hoặc dùng method:"
        " rake (chỉ cần từng biên)."
    )


def _shown(cells):
    return ", ".join(CROSS.join(cell) for cell in cells[:4]) + (", …" if len(cells) > 4 else "")

"""What the weights must meet: shares of the staff list, and the rule for groups and people without an answer."""

import pandas as pd

from pipeline.questionnaire.names import hint
from pipeline.weight import cells
from pipeline.weight.errors import UNKNOWN, WeightError

NOTES = ["margin", "option", "n", "note"]


def levels(answers, question):
    """The category of every person, as an object Series; a blank is the category "(không trả lời)"."""
    column = answers[question.name]
    return column.astype(object).where(column.notna(), UNKNOWN)


def targets(answers, headcount, questions, *, count, method="rake", base=None, empty="refuse", blank="keep"):
    """Target share (0–1) of every category of every margin, and what was done to reach them.

    Returns ``{question name: {label: share}}`` and notes (margin, option, n people, note). ``headcount`` has a column
    of choice codes a question and the number of people in column ``count``. ``method`` "post": one margin, the
    questions crossed. ``base``: column of the weights that blanks have their share by (None: all alike). Number
    questions have a note and no shares. ``empty``, for a
    category with people on the list and no answers: "refuse", "merge" (its people are counted with the neighbour in
    questionnaire order) or "drop" (its people leave the list, in every margin). ``blank``, for people who left a margin
    blank: "keep" (a category at its share of the answers, so that nobody is lost) or "refuse". WeightError names margin
    and category.
    """
    for question in (q for q in questions if q.choices):
        _refuse_strange_codes(headcount, question)
    mass = answers[base] if base else pd.Series(1.0, index=answers.index)
    numbers, questions = [q for q in questions if q.kind == "number"], [q for q in questions if q.kind != "number"]
    notes = [(q.name, "", int(headcount[count].sum()), "khớp trung bình của danh sách") for q in numbers]
    if method == "post" and questions:
        goals = _crossed(answers, mass, headcount, questions, count, empty, blank, notes)
        return goals, pd.DataFrame(notes, columns=NOTES)
    if empty == "drop" and questions:
        headcount = without_empty(answers, headcount, questions, count, notes)
    goals = {q.name: _goal(answers, mass, headcount, q, count, empty, blank, notes) for q in questions}
    notes += _empty_cells(answers, headcount, questions, count)
    return goals, pd.DataFrame(notes, columns=NOTES)


def columns(answers, questions, method="rake"):
    """The categories that ``targets`` sets a share for: name of the margin → the category of every person."""
    found = {q.name: levels(answers, q) for q in questions}
    return {cells.CROSS.join(found): cells.joint(found)} if method == "post" else found


def _crossed(answers, mass, headcount, questions, count, empty, blank, notes):
    (name, column), labels = *columns(answers, questions, "post").items(), {}
    listed = cells.settled(answers, headcount, questions, count=count, empty=empty, notes=notes)
    labels = {q.name: listed[q.name].map({c.name: c.label for c in q.choices}) for q in questions}
    people = listed[count].groupby(cells.joint(labels)).sum()
    return {name: _shares(name, people[people > 0], column, mass, blank, notes)}


def people_by(headcount, question, count):
    """People on the list in every category that has any: a Series by label, in questionnaire order."""
    labels = {c.name: c.label for c in question.choices}
    people = headcount.groupby(headcount[question.name].map(labels))[count].sum().reindex(labels.values())
    return people[people > 0]


def _goal(answers, mass, headcount, question, count, empty, blank, notes):
    column, people = levels(answers, question), people_by(headcount, question, count)
    lacking = [label for label in people.index if not column.eq(label).any()]
    _refuse_strangers(question, [label for label in column.unique() if label not in (UNKNOWN, *people.index)])
    if lacking and (empty != "merge" or len(lacking) == len(people)):
        raise WeightError(
            f"{question.name}: danh sách có nhóm {', '.join(lacking)} nhưng không có phiếu nào của nhóm này. Đặt"
            " weighting › empty: merge (gộp với nhóm kề) hoặc drop (bỏ khỏi danh sách), hoặc bỏ câu này khỏi"
            " weighting › margins."
        )
    people = _merged(question, people, lacking, notes)
    return _shares(question.name, people, column, mass, blank, notes)


def _shares(name, people, column, mass, blank, notes):
    share = _blank(name, column, mass, blank, notes)
    known = {label: (1 - share) * n / people.sum() for label, n in people.items()}
    return known | ({UNKNOWN: share} if share else {})


def _refuse_strange_codes(headcount, question):
    """WeightError where the list has what is no code of the question: often its label, as the answers show it."""
    known = {c.name: c.label for c in question.choices}
    for strange in (value for value in headcount[question.name].unique() if value not in known):
        raise WeightError(
            f"Danh sách số người, cột {question.name}: «{strange}» không phải mã của lựa chọn nào."
            f" {hint(strange, known, known)}"
        )


def _refuse_strangers(question, strange):
    if strange:
        raise WeightError(
            f"{question.name}: có phiếu của nhóm {', '.join(strange)} nhưng danh sách không có ai thuộc nhóm này."
            " Sửa danh sách, hoặc bỏ câu này khỏi weighting › margins."
        )


def _merged(question, people, lacking, notes):
    """The people of categories without answers counted with the nearest category after them, else before."""
    order = list(people.index)
    kept = people.drop(lacking)
    for label in lacking:
        place = order.index(label)
        into = next(other for other in (*order[place:], *reversed(order[:place])) if other in kept.index)
        kept[into] += people[label]
        notes.append((question.name, label, int(people[label]), f"không có phiếu; gộp vào nhóm “{into}”"))
    return kept


def _blank(name, column, mass, rule, notes):
    is_blank = column.eq(UNKNOWN)
    n = int(is_blank.sum())
    if n and rule == "refuse":
        raise WeightError(
            f"{name}: {n} phiếu bỏ trống câu này nên không xếp được vào nhóm nào của danh sách."
            " Đặt weighting › blank: keep (giữ thành nhóm riêng), hoặc bỏ câu này khỏi weighting › margins."
        )
    if n:
        notes.append((name, UNKNOWN, n, "giữ thành nhóm riêng, bằng đúng tỷ lệ của nhóm trong phiếu"))
    return mass[is_blank].sum() / mass.sum() if n else 0


def without_empty(answers, headcount, questions, count, notes):
    """The list without the people of categories that nobody answered, in whatever margin; ``notes`` is added to."""
    for question in questions:
        column, labels = levels(answers, question), {c.name: c.label for c in question.choices}
        own = headcount[question.name].map(labels)
        for label, people in people_by(headcount, question, count).items():
            if not column.eq(label).any():
                notes.append((question.name, label, int(people), "không có phiếu; bỏ khỏi danh sách khi gia quyền"))
                headcount = headcount[own.reindex(headcount.index).ne(label)]
    return headcount


def _empty_cells(answers, headcount, questions, count):
    """One note on combinations of the margins with people on the list and no answers; raking needs none of them."""
    if len(questions) < 2:
        return []
    codes = {q.name: headcount[q.name].map({c.name: c.label for c in q.choices}) for q in questions}
    people = headcount[count].groupby([codes[q.name] for q in questions]).sum()
    held = pd.MultiIndex.from_frame(pd.DataFrame({q.name: levels(answers, q) for q in questions})).unique()
    lost = people[(people > 0) & ~people.index.isin(held)]
    said = f"{len(lost)} tổ hợp có người trong danh sách mà không có phiếu; raking theo từng biên không cần đến"
    return [(" × ".join(q.name for q in questions), "", int(lost.sum()), said)] if len(lost) else []

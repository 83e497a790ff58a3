"""Answers brought under the questionnaire's rules: choice filters, constraints, and nothing where nothing was asked."""

import re

import numpy as np
import pandas as pd

from pipeline import rules
from pipeline.simulate import spec
from pipeline.simulate.answers import column, named_in, shares, written
from pipeline.simulate.spec import SimulateError

REFERENCE = re.compile(r"\$\{\s*([^}]+?)\s*\}")
ITSELF = re.compile(r"'[^']*'|\"[^\"]*\"|(?:current\(\)/)?(?<![\w./)\]])\.(?![\w./])")
COLUMN = re.compile(r"'[^']*'|\"[^\"]*\"|\$\{[^}]*\}|[^\W\d][\w.\-]*(?!\s*\()")
TRIES = 60
ROUNDS = 5


def settle(form, raw, planted, rng, *, fixed=()):
    """The answers as the form would have let them through; blank where a question was not asked.

    ``fixed`` columns keep their answers (they come from the staff list). SimulateError when no answer satisfies a
    constraint of a required question.
    """
    seen = _calculated(form, hidden(form, raw))
    for _ in range(ROUNDS):
        raw = _allowed(form, raw, seen, planted, rng, fixed)
        before, seen = seen, _calculated(form, hidden(form, raw))
        if not ((before == "") & (seen != "")).any(axis=None):  # a changed answer may have opened further questions
            return seen
    return seen


def hidden(form, raw):
    """The answers, blank ("") wherever skip logic hides the question."""
    asked = rules.asked_frame(form, raw)
    return raw.assign(**{name: raw[name].where(asked[name], "") for name in asked if name in raw})


def _calculated(form, seen):
    """The answers with a column for each calculated question, as the form would have filled it in."""
    if not any(q.calculation for q in form.questions):
        return seen
    names = [q.name for q in form.questions if q.name in seen or q.calculation]
    filled = [rules.calculate(form, person) for person in seen.to_dict("records")]
    return pd.DataFrame(filled, index=seen.index, columns=names, dtype="str").fillna("")


def _allowed(form, raw, seen, planted, rng, fixed):
    """The raw answers with those replaced that a choice filter or a constraint does not allow."""
    raw, seen = raw.copy(), seen.copy()
    for question in (q for q in form.questions if q.name in raw and q.name not in fixed):
        own, rows = spec.own(planted, question), seen.index[seen[question.name] != ""]
        if question.choice_filter and len(rows):
            seen.loc[rows, question.name] = _filtered(form, question, own, seen.loc[rows], rng)
        if question.constraint and len(rows):
            seen.loc[rows, question.name] = _constrained(form, question, seen.loc[rows], rng)
        raw.loc[rows, question.name] = seen.loc[rows, question.name]
    return raw


def _filtered(form, question, own, seen, rng):
    """The answers cut to the options left open; where nothing is left, one open option drawn by its share."""
    names = [c.name for c in question.choices]
    rows = np.column_stack([rules.holds(form, seen, _about(question, choice)) for choice in question.offered])
    codes = np.array([choice.name for choice in question.offered])
    is_open = np.column_stack([rows[:, codes == name].any(axis=1) for name in names])
    levels = dict.fromkeys(names, 1.0) | dict(zip(question.points or names, shares(question, own), strict=True))
    liking = np.log(list(levels.values())) + rng.gumbel(size=is_open.shape)
    spare = np.where(is_open.any(axis=1), np.array(names)[np.where(is_open, liking, -np.inf).argmax(axis=1)], "")
    kept = _cut(seen[question.name], names, is_open)
    return [new or str(other) for new, other in zip(kept, spare, strict=True)]


def _cut(answers, names, is_open):
    left = [{name for name, is_left in zip(names, row, strict=True) if is_left} for row in is_open]
    return [" ".join(c for c in answer.split() if c in own) for answer, own in zip(answers, left, strict=True)]


def _about(question, choice):
    """The choice filter with the columns of the choices sheet replaced by what they say of one choice."""
    columns = dict.fromkeys((column for c in question.choices for column in c.filter), "")
    known = {**columns, **choice.filter, "name": choice.name, "label": choice.label}
    return COLUMN.sub(lambda found: f'"{known[found[0]]}"' if found[0] in known else found[0], question.choice_filter)


def _constrained(form, question, seen, rng):
    condition = ITSELF.sub(lambda found: _named(found[0], question), question.constraint)
    seen = seen.copy()
    for turn in range(TRIES):
        wrong = seen.index[~rules.holds(form, seen, condition)]
        if not len(wrong):
            return seen[question.name]
        seen.loc[wrong, question.name] = _another(question, seen.loc[wrong], turn, rng)
    if question.required:
        raise SimulateError(
            f"{question.name}: không tìm được câu trả lời mô phỏng thỏa ràng buộc «{question.constraint}»."
            f" Ghi câu trả lời mẫu (phrases) hoặc khoảng giá trị (median, low, high) ở {spec.FILE}."
        )
    return seen[question.name].mask(seen.index.isin(wrong), "")


def _named(found, question):
    return found if found[0] in "'\"" else f"${{{question.name}}}"


def _another(question, seen, turn, rng):
    """A new try: one tick fewer for several-choice answers, a number between those that the constraint names, else
    (and at every third turn) a fresh neutral answer."""
    if question.kind == "multiple" and turn % 3 < 2:
        return [_one_fewer(answer.split(), rng) for answer in seen[question.name]]
    if question.kind == "number" and question.type != "range" and turn % 3 and named_in(question.constraint):
        return _between(question, len(seen), rng)
    if question.kind == "text":
        return seen[question.name].sample(frac=1, random_state=rng).to_numpy()
    return column(question, {}, seen, {}, rng).to_numpy()


def _between(question, count, rng):
    """Numbers drawn between neighbours of those that the constraint names, and one beyond either end."""
    named = sorted(set(named_in(question.constraint)))
    ends = np.array([named[0] - 1, *named, named[-1] + 1])
    at = rng.integers(len(ends) - 1, size=count)
    drawn = rng.uniform(ends[at], ends[at + 1])
    return [written(question, value) for value in drawn]


def _one_fewer(codes, rng):
    lost = rng.integers(len(codes)) if len(codes) > 1 else -1
    return " ".join(code for place, code in enumerate(codes) if place != lost)

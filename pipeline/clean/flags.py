"""Doubts about each person's answers, the case flow, and who enters the analysis."""

import pandas as pd

from pipeline import questionnaire, rules
from pipeline.clean import near
from pipeline.clean.answers import comparable

FLAG_LABELS = {
    "too_fast": "Trả lời quá nhanh",
    "straight_line": "Chọn cùng một mức ở mọi mục của các bảng thang đo có từ {items} mục",
    "duplicate": "Trùng hoàn toàn với một phiếu khác",
    "duplicate_across": "Trùng hoàn toàn với một phiếu ở tệp khác",
    "near_duplicate": "Câu trả lời mở dài gần trùng với phiếu khác",
    "contradiction": "Có câu trả lời mâu thuẫn",
    "outside_window": "Ngoài thời gian thu phiếu",
}
REJECTED = "Phiếu loại khi kiểm tra chất lượng"
OTHER = ("khac", "other")
ENOUGH = 0.5  # share of the questions that an answer must hold to be known again in another


FIRST_DAY, LAST_DAY = "Ngày có phiếu đầu tiên", "Ngày có phiếu cuối cùng"


def flags(responses, coded, answers, form, *, quality, window=(None, None)):
    """Doubts about each person's answers, as bool columns ``flag.<name>``; nothing is dropped here.

    ``quality`` is the survey's section of that name, ``window`` the first and last day (dates) or None. A flag that the
    data cannot tell (no times, no battery, no days) has no column; where they come from several files (``_file``) there
    is also ``flag.duplicate_across``. An answer that repeats another is a duplicate where it holds at least half
    of the questions that somebody answered: whom a filter sends home after five questions is like many others.
    """
    found = {
        "too_fast": _too_fast(responses, quality.min_seconds),
        "straight_line": _straight_line(answers, form, quality.straight_line_items),
        "duplicate": _duplicate(coded, form),
        **({"duplicate_across": _duplicate_across(responses, coded, form)} if "_file" in responses else {}),
        "near_duplicate": _near_duplicate(answers, form, quality.near_duplicate_chars),
        "contradiction": _contradiction(coded, form, quality.contradictions),
        "outside_window": _outside(responses, window),
    }
    told = {f"flag.{name}": column.astype(bool) for name, column in found.items() if column is not None}
    return pd.DataFrame(told, index=coded.index)


def _never(frame):
    return pd.Series(False, index=frame.index)


def _too_fast(responses, min_seconds):
    if "_too_fast" in responses:
        return responses["_too_fast"].eq("1")
    if "_seconds" not in responses:
        return None
    return pd.to_numeric(responses["_seconds"], errors="coerce").lt(min_seconds)


def _straight_line(answers, form, items):
    batteries = [b for b in form.batteries if len(b) >= items and all(q.name in answers for q in b)]
    if not batteries:
        return None
    flat = [_flat(answers, battery) for battery in batteries]
    return pd.concat(flat, axis=1).all(axis=1)


def _flat(answers, battery):
    scores = pd.concat([questionnaire.scores(answers[q.name], q) for q in battery], axis=1)
    return scores.notna().all(axis=1) & scores.eq(scores.iloc[:, 0], axis=0).all(axis=1)


def _duplicate(coded, form):
    names = [q.name for q in form.questions if q.name in coded and q.kind != "none"]
    told = coded[names].notna()
    is_enough = told.sum(axis=1).ge(ENOUGH * max(told.any().sum(), 1))
    return coded.duplicated(subset=names, keep="first") & is_enough


def _duplicate_across(responses, coded, form):
    """Whether an earlier answer that came in another file says the same in every question."""
    names = [q.name for q in form.questions if q.name in coded and q.kind != "none"]
    first = coded.assign(_file=responses["_file"]).groupby(names, dropna=False, sort=False)["_file"].transform("first")
    return _duplicate(coded, form) & first.ne(responses["_file"])


def across_said(flagged, across):
    """How many answers say the same as one in another file, what was done, and the mend where nobody has decided."""
    n = int(flagged["flag.duplicate_across"].sum()) if "flag.duplicate_across" in flagged else 0
    done = {
        "drop": "đã loại (duplicates_across: drop)",
        "keep": "giữ cả hai (duplicates_across: keep)",
        "": "vẫn giữ cả hai; ghi «duplicates_across: drop» vào survey.yaml để loại, hoặc «keep» nếu là hai người",
    }
    return [f"{n} phiếu trùng hoàn toàn với một phiếu ở tệp khác: {done[across]}."] if n else []


def _near_duplicate(answers, form, characters):
    texts = [q for q in form.questions if q.kind == "text" and q.name in answers]
    doubtful = _never(answers) if texts else None
    for question in texts:
        long = answers[question.name].dropna().map(comparable).astype("str").loc[lambda s: s.str.len() >= characters]
        if len(long) > 1:
            doubtful.loc[long.index[near.repeats(long)]] = True
    return doubtful


def _contradiction(coded, form, contradictions):
    found = _never(coded) if contradictions else None
    for contradiction in contradictions:
        found |= rules.holds(form, coded, contradiction.when)
    return found


def _outside(responses, window):
    first, last = window
    if "_day" not in responses or not (first or last):
        return None
    day = pd.to_datetime(responses["_day"], errors="coerce").dt.date
    early = day.map(lambda d: first is not None and d < first, "ignore").eq(True)
    late = day.map(lambda d: last is not None and d > last, "ignore").eq(True)
    return early | late


def status(answers, flagged, *, drop):
    """Who is analysed: bool columns ``blank`` (answered nothing) and ``analysed`` (not blank, no flag of ``drop``).

    A flag that these data cannot tell (``too_fast`` without times) drops nobody.
    """
    blank = answers.isna().all(axis=1)
    dropped = flagged[flagged.columns.intersection([f"flag.{name}" for name in drop])].any(axis=1)
    return pd.DataFrame({"blank": blank, "analysed": ~blank & ~dropped}, index=answers.index)


def case_flow(status, *, modes=None, corrected=None):
    """received → of each mode → blank → valid → each dropped flag → analysed → corrected by hand; columns step, n.

    The parts add up to the whole. ``status`` is that of the function of this name; ``modes``: how each answer was
    collected (None: one way); ``corrected``: whose answers a person corrected (bool, or None).
    """
    blank, kept = status["blank"], status["analysed"]
    by_mode = [] if modes is None else [(f"– {mode}", int(n)) for mode, n in modes.value_counts(sort=False).items()]
    by_hand = int(corrected.sum()) if corrected is not None else 0
    steps = [
        ("Phiếu nhận được", len(status)),
        *by_mode,
        ("Phiếu trống (không trả lời câu nào)", int(blank.sum())),
        ("Phiếu hợp lệ", int((~blank).sum())),
        (REJECTED, int((~blank & ~kept).sum())),
        ("Phiếu đưa vào phân tích", int(kept.sum())),
        *([("Phiếu có câu trả lời được đính chính", by_hand)] if by_hand else []),
    ]
    return pd.DataFrame(steps, columns=["step", "n"])


def collection(responses, kept):
    """The days of the first and the last kept answer (ISO), as the file has them: columns measure, value; empty where
    the file notes no day."""
    days = responses["_day"].where(kept).dropna() if "_day" in responses else pd.Series(dtype="str")
    days = pd.to_datetime(days, errors="coerce").dropna()
    told = [(FIRST_DAY, days.min()), (LAST_DAY, days.max())] if len(days) else []
    return pd.DataFrame(
        [(name, day.date().isoformat()) for name, day in told], columns=["measure", "value"], dtype="str"
    )


def quality_table(flagged, *, drop, items=5):
    """One row a flag: flag, label, n and percent of the valid answers, dropped ("có"/"không").

    ``flagged`` holds the flags and ``blank``; blank answers are not counted. A flag that is not there has no row.
    ``items``: from how many on a battery counts for ``straight_line``.
    """
    valid = flagged[~flagged["blank"]]
    rows = []
    for name, label in ((n, t) for n, t in FLAG_LABELS.items() if f"flag.{n}" in valid):
        n = int(valid[f"flag.{name}"].sum())
        rows.append(
            (name, label.format(items=items), n, 100 * n / max(len(valid), 1), "có" if name in drop else "không")
        )
    return pd.DataFrame(rows, columns=["flag", "label", "n", "percent", "dropped"])

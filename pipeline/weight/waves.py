"""Early against late answers: on the continuum of resistance, late ones are nearest to those who never answered.

Lin & Schaeffer (1995), Public Opinion Quarterly 59: "Using survey participants to estimate the impact of
nonparticipation".
"""

import numpy as np
import pandas as pd

from pipeline import infer, vi, wording
from pipeline.questionnaire.model import Choice, Question
from pipeline.weight.intervals import ticks
from pipeline.wording import say

EARLY, LATE = "Phiếu sớm", "Phiếu muộn"
WAVE = Question("_dot", "select one", "Đợt trả lời", choices=(Choice("som", EARLY), Choice("muon", LATE)))
COLUMNS = ["question", "label", "option", "n", "difference", "p", "p_adjusted", "effect", "effect_name", "note"]


def waves(days):
    """Each answer early or late: a Categorical Series, blank where the day (text or date) is not known.

    The days are parted where the two parts are nearest in size; a day is never split. All blank with fewer than two
    days.
    """
    known = pd.to_datetime(days, errors="coerce").dt.normalize()
    counts = known.value_counts().sort_index()
    wave = pd.Series(None, index=days.index, dtype=object)
    if len(counts) > 1:
        early = counts.cumsum().iloc[:-1]
        last = (early - counts.sum() / 2).abs().idxmin()
        wave = wave.mask(known <= last, EARLY).mask(known > last, LATE)
    return wave.astype(pd.CategoricalDtype([EARLY, LATE]))


def waves_said(days, wave):
    """One sentence: which days are early and late, with how many answers, or why nothing can be compared."""
    known = pd.to_datetime(days, errors="coerce").dt.normalize()
    lost = int(known.isna().sum())
    if wave.isna().all():
        found = known.nunique()
        why = "không phiếu nào có ngày" if not found else f"mọi phiếu có ngày đều cùng ngày {vi.date(known.max())}"
        return f"Không so sánh được phiếu sớm và phiếu muộn: {why}."
    last, n = known[wave.eq(EARLY)].max(), wave.value_counts()
    without = f" {vi.number(lost)} phiếu không rõ ngày đứng ngoài so sánh." if lost else ""
    return (
        f"Phiếu sớm: đến hết ngày {vi.date(last)} ({vi.number(n[EARLY])} phiếu); phiếu muộn: từ sau đó đến"
        f" {vi.date(known.max())} ({vi.number(n[LATE])} phiếu).{without}"
    )


def early_late(answers, questions, wave, *, minimum=5, seed=0, adjust="holm"):
    """Closed questions compared between early and late answers, unweighted, in one family of tests.

    A row a test: question, label, option (the one whose share differs most, of those with ``minimum`` people on either
    side), n, difference (late − early, points of percent with a decimal, of fewer than a hundred people without; the
    two shares themselves, or an exact difference of them, would give their sum away where a table hides it), p,
    p_adjusted, effect, effect_name, note (why there are no numbers). Tests as ``infer.compare`` chooses them; blanks
    and answers of no known day are left out. Empty without two waves or a closed question.
    """
    if wave.isna().all() or not questions:
        return pd.DataFrame(columns=COLUMNS)
    answers = answers.assign(**{WAVE.name: wave})
    tests = pd.concat([infer.compare(answers, q, WAVE, seed=seed) for q in questions], ignore_index=True)
    tests = infer.family(tests, adjust=adjust)
    by_name = {q.name: q for q in questions}
    held = {name: _held(answers, question) for name, question in by_name.items()}
    asked = [(name.split("/")[0], name) for name in tests["question"]]
    shares = [_shares(by_name[of], *held[of], name, minimum) for of, name in asked]
    table = pd.concat([tests, pd.DataFrame(shares, columns=["label", "option", "difference"])], axis=1)
    return table[COLUMNS]


def _held(answers, question):
    """(options, waves × options: people who chose one, people who answered of each wave)."""
    chosen = ticks(answers, question).dropna()
    wave = answers.loc[chosen.index, WAVE.name].cat.codes.to_numpy()
    inside = [wave == 0, wave == 1]  # early, late
    picked = chosen.to_numpy(float)
    return chosen.columns, np.array([picked[one].sum(axis=0) for one in inside]), np.array([[o.sum()] for o in inside])


def _shares(question, options, n, base, name, minimum):
    """(label, option, difference) of the option of a question, or of one option tested by itself."""
    code = name.partition("/")[2]
    own = [c.label for c in question.choices if c.name == code]
    safe = ((n >= minimum) & (base - n >= minimum)).all(axis=0) & (options.isin(own) if code else True)
    if not safe.any() or not base.all():
        return question.label, "", float("nan")
    shares = 100 * n / base
    gaps = shares[1] - shares[0]
    at = int(np.where(safe, np.abs(gaps), -1).argmax())
    return question.label, options[at], vi.rounded(gaps[at], int(base.min() >= vi.SURE))


def _greatest(rows):
    """The greatest difference with its question, option and n; empty where none may be told."""
    if rows.empty:
        return ""
    most = rows.loc[rows["difference"].abs().idxmax()]
    where = {"label": wording.label(most["label"]), "option": wording.label(most["option"])}
    told = ", chênh lệch lớn nhất {size}\u00a0điểm\u00a0% (“{label}” – “{option}”, {n} người)"
    return say(told, size=vi.number(abs(most["difference"]), 1), n=vi.number(most["n"]), **where)


def early_late_said(table):
    """The verdict over all comparisons in one sentence; empty where nothing could be compared."""
    done = table.dropna(subset=["p_adjusted"])
    if done.empty:
        return ""
    differ = int(done["p_adjusted"].lt(0.05).sum())
    told = SAME if not differ else DIFFER
    greatest = _greatest(done.dropna(subset=["difference"]))
    return say(told, many=vi.number(len(done)), greatest=greatest, differ=differ)


SAME = (
    "{many} phép so sánh{greatest}; không phép nào cho thấy khác biệt có ý nghĩa thống kê: chưa thấy người trả lời muộn"
    " khác người trả lời sớm."
)
DIFFER = (
    "{many} phép so sánh{greatest}; {differ} phép cho thấy khác biệt có ý nghĩa thống kê: ở đó người trả lời muộn khác"
    " người trả lời sớm, nên người không trả lời cũng có thể khác."
)

"""The last decisions of a coder: seen, mended, taken back one after the other."""

from pipeline.coding import desk as desks
from pipeline.coding import shown
from pipeline.coding.frame import UNCODED, FrameError
from pipeline.coding.hand import LISTED, WITHDRAWN, joined, parted, upheld
from pipeline.questionnaire.tones import TONES

SHOWN = 10


def last(desk, most=SHOWN):
    """The last answers this coder decided, the latest first: key, text, names of its codes."""
    known, found = desks.facts(desk), {}
    for key in reversed(_own(desk)["key"].tolist()):
        if key in known.given and key not in found and key in desk.answers.index and len(found) < most:
            said = ", ".join(known.names.get(code, code) for code in parted(known.given[key][0]))
            found[key] = desk.answers.at[key, "text"], said
    return [(key, *told) for key, told in found.items()]


def undo(desk, mark="", code=""):
    """Takes this coder's last step back, a whole list at once: returns what was taken back (see :func:`step`).

    An answer that was decided before the step has its former codes and sentiment again. FrameError, and nothing is
    taken back, where there is another last step than when the page was shown (``mark``), or none that the list of
    ``code`` shows.
    """
    with desks.alone(desk):
        found, rows = step(desk), _back(desk)
        if mark and mark != mark_of(desk) or code and not is_seen(desk, found, code):
            raise FrameError("Chưa hoàn tác: việc cuối nay là việc khác, làm ở cửa sổ khác. Xem lại rồi bấm lần nữa.")
        if rows:
            desks.note(desk, [(key, parted(codes), WITHDRAWN, "", tone) for key, _, _, codes, tone, _ in rows])
    return found


def mark_of(desk):
    """What tells one last step from another: every step of this coder adds rows."""
    return str(len(_own(desk)))


def still(desk, said, mark):
    """What a page says was done; "" where this coder did more since: its address was opened again, and it would tell
    of what holds no longer."""
    return said if mark in (None, mark_of(desk)) else ""


def step(desk):
    """What the next undo takes back, the last first: [(key, codes, sentiment, codes before, sentiment before, was it
    done from a list)], as they count now, after merges; [] for nothing."""
    ends = desks.facts(desk).ends
    return [
        (key, _counted(codes, ends), tone, _counted(before, ends), tone_before, is_listed)
        for key, codes, tone, before, tone_before, is_listed in _back(desk)
    ]


def _counted(codes, ends):
    return parted(joined(ends.get(code) for code in parted(codes)))


def is_seen(desk, found, code):
    """Does the list of a code show one of these answers, or will it once they are taken back?"""
    then = [(codes, before or shown.guessed(desk, key) or [UNCODED]) for key, codes, _, before, *_ in found]
    return any(code in (*codes, *before) for codes, before in then)


def told(desk, found):
    """A step in words: (what was done, to what it goes back); ("", "") for none."""
    if not found:
        return "", ""
    text = desk.answers.at[found[0][0], "text"]
    who = f"câu “{text[:60]}{'…' * (len(text) > 60)}”" if len(found) == 1 else f"{len(found)} câu"
    done = _of_all(desk, [one[1:3] for one in found]) or "mỗi câu một mã khác nhau"
    return f"{who}: {done}", _of_all(desk, [one[3:5] for one in found]) or "mã trước đó của từng câu"


def _of_all(desk, states):
    """The codes and sentiment of all of these answers, or the codes that each has beside its own; "" for none."""
    first, *others = states
    if all(one == first for one in others):
        return _said(desk, *first)
    shared = [code for code in first[0] if all(code in codes for codes, _ in others)]
    return f"{_said(desk, shared, '')} và mã khác của từng câu" if shared else ""


def _said(desk, codes, tone):
    names = desks.facts(desk).names
    said = [*(f"«{names.get(code, code)}»" for code in codes), *filter(None, [TONES.get(tone, "").lower()])]
    return ", ".join(said) or "chưa mã hóa"


def _back(desk):
    """(key, codes, sentiment, former codes, former sentiment, was it a list) of the last step, the last first."""
    last = reversed(_last_step(_standing(desk)))
    return [(key, *now, *before, how.startswith(LISTED)) for key, how, now, before in last]


def _own(desk):
    return desk.hand[desk.hand["coder"].eq(desk.coder)]


def _standing(desk):
    """(key, how, (codes, sentiment), the same before) of the decisions that were not taken back, in their order; one
    that says nothing of the sentiment leaves it as it was."""
    rows, kept, last = upheld(_own(desk)), [], {}
    for key, codes, how, tone in zip(*(rows[name].tolist() for name in ("key", "codes", "how", "tone")), strict=True):
        before = last.get(key, ("", ""))
        last[key] = codes, tone or (before[1] if codes else "")
        kept.append((key, how, last[key], before))
    return [one for one in kept if one[0] in desk.answers.index]


def _last_step(standing):
    how = standing[-1][1] if standing else ""
    if not how.startswith(LISTED):
        return standing[-1:]
    first = next((at for at in range(len(standing), 0, -1) if standing[at - 1][1] != how), 0)
    return standing[first:]

"""All answers of one code, those of a person apart from the machine's guesses, and what is done to many at once."""

import numpy as np
import pandas as pd

from pipeline import cluster
from pipeline.coding import desk as desks
from pipeline.coding import files, frame
from pipeline.coding.hand import LISTED, decided, joined, parted
from pipeline.coding.shown import SURE, is_several

MOVE, AWAY, YES, ADD = "chuyen", "bo", "dung", "them"
COLUMNS = ["key", "text", "people", "codes", "coder", "chance", "is_mine"]


def members(desk, code, like=""):
    """The answers of a code: (by hand, guessed), each ``key text people codes coder chance is_mine``.

    ``code`` "chua": answers without a code, all of them in the second. Ordered by likeness to the answer ``like``, else
    those by hand as they were decided and guesses by probability, the least sure last.
    """
    stand = standing(desk)
    by_hand = stand[np.array([code in parted(codes) for codes in stand["codes"]], dtype=bool)]
    guess = _guessed(desk, stand, code)
    found = [_described(desk, by_hand), _described(desk, guess)]
    if not like:
        return tuple(found)
    near = cluster.alike(_likeness(desk), like)
    return tuple(rows.assign(near=rows["key"].map(near)).sort_values("near", ascending=False, kind="stable")
                 for rows in found)  # fmt: skip


def standing(desk):
    """The decision that stands of each answer in these data: ``key``, ``codes`` (after merges), ``coder``."""
    rows = decided(desks.mine(desk), desk.frame, ("key", "codes", "coder"))
    return rows[rows["key"].isin(desk.answers.index)]


def guesses(desk):
    """Answers × live codes, bool, of those that nobody decided: what the model finds likeliest."""
    alive = [code for code in frame.live(desk.frame)["code"] if code in desk.chances]
    chances = desk.chances.loc[~desk.chances.index.isin(standing(desk)["key"]), alive].dropna(how="all")
    if not alive or is_several(desk):
        return chances, chances.ge(SURE)
    best = chances.to_numpy().argmax(axis=1)
    return chances, pd.DataFrame(best[:, None] == range(len(alive)), chances.index, alive)


def counts(desk):
    """Code → (different answers by hand, guessed) of every live code."""
    by_hand = standing(desk)["codes"].map(parted).explode().value_counts()
    _, guessed = guesses(desk)
    given = guessed.sum()
    return {code: (int(by_hand.get(code, 0)), int(given.get(code, 0))) for code in frame.live(desk.frame)["code"]}


def _guessed(desk, stand, code):
    chances, guessed = guesses(desk)
    if code == frame.UNCODED:
        coded = set(stand["key"]) | set(guessed.index[guessed.any(axis=1)])
        left = [key for key in desk.order if key not in coded]
        return pd.DataFrame({"key": left, "codes": "", "coder": "", "chance": None})
    own = chances.loc[guessed[code], code] if code in guessed else pd.Series(dtype=float)
    own = own.sort_values(ascending=False, kind="stable")
    return pd.DataFrame({"key": own.index, "codes": code, "coder": "", "chance": own.to_numpy()})


def _described(desk, rows):
    known = desk.answers.reindex(rows["key"])
    told = {"text": known["text"].to_numpy(), "people": known["people"].to_numpy()}
    rows = rows.assign(**told, is_mine=rows["coder"].isin(["", desk.coder]))
    return rows.reindex(columns=COLUMNS).reset_index(drop=True)


def _likeness(desk):
    if desk.likeness is None:
        desk.likeness = cluster.likeness(desk.prepared)
    return desk.likeness


def recode(desk, keys, act, code, to=""):
    """Does one thing to many answers at once, and returns how many: moves them from ``code`` to another code, takes the
    code away, gives it for good ("dung") or adds another. FrameError for what cannot be; then nothing is kept.

    Other coders' decisions stay. None of it counts as drawn at random. What is so already, as by a second click, is
    not written again.
    """
    with desks.alone(desk):
        _refuse(desk, act, code, to)
        told, own = _told(desk, keys, act, code, to), desks.facts(desk).given
        step = f"{LISTED} {steps(desk) + 1}"
        new = [(key, codes, step, "") for key, codes in told if joined(codes) != own.get(key, ("",))[0]]
        if new:
            desks.note(desk, new)
    desks.relearn_aside(desk)
    return len(told)


def _told(desk, keys, act, code, to):
    """The codes that each of these answers has once it is done."""
    own = standing(desk).set_index("key")
    mine = [key for key in dict.fromkeys(keys) if _is_open(desk, own, key)]
    if not mine:
        raise frame.FrameError("Chưa chọn câu nào của mình; đánh dấu ít nhất một câu rồi làm lại.")
    _refuse_stale(own["codes"], mine, code, to)
    told = [(key, _changed(parted(own["codes"].get(key, "")), act, code, to)) for key in mine]
    told = [(key, codes) for key, codes in told if act != AWAY or key in own.index]
    if not told:
        raise frame.FrameError("Câu máy đoán chưa có mã nào để bỏ; chọn mã đúng rồi bấm «Chuyển».")
    return told


def _refuse(desk, act, code, to):
    """No decision bears a code that the frame does not have, or no longer: it may have been edited in Excel."""
    known = frame.resolved(desk.frame) | {frame.UNCODED: ""}
    if act not in (MOVE, ADD, YES, AWAY):
        raise frame.FrameError("Chưa rõ làm gì với các câu đã chọn; bấm một nút ở cuối danh sách.")
    if act == ADD and files.bears_one(desk.work, desk.question.name):
        raise frame.FrameError(
            "Chưa thêm: mỗi câu trả lời của câu hỏi này mang một mã (several_codes: false trong survey.yaml)."
            " Muốn đổi mã, bấm «Chuyển»."
        )
    if act in (MOVE, ADD) and not known.get(to):
        raise frame.FrameError("Chưa chọn mã để chuyển tới; chọn một mã trong danh sách rồi làm lại.")
    if act == YES and not known.get(code) or act == ADD and not known.get(code) and code != frame.UNCODED:
        raise frame.FrameError(f"Mã «{code}» không còn trong bảng mã đang dùng; bảng có thể vừa được sửa. Chọn lại.")


def _refuse_stale(own, keys, code, to):
    """What an old page lists under a code does not overwrite what was decided since in another window."""
    now = [parted(own[key]) for key in keys if key in own.index]
    if moved := sum(code not in codes and to not in codes for codes in now):
        raise frame.FrameError(
            f"{moved} câu đã chọn vừa được đổi mã ở cửa sổ khác, nên chưa ghi gì. Danh sách đã đọc lại: xem rồi làm lần"
            " nữa."
        )


def _is_open(desk, own, key):
    return key in desk.answers.index and (key not in own.index or own.at[key, "coder"] == desk.coder)


def _changed(codes, act, code, to):
    kept = [c for c in codes if c != code or act in (YES, ADD)]
    added = {MOVE: to, ADD: to, YES: code}.get(act, "")
    guessed = code if act == ADD and not codes and code != frame.UNCODED else ""
    return list(dict.fromkeys([*kept, *filter(None, [guessed, added])]))


def steps(desk):
    """How many things were done to many answers at once so far."""
    numbers = [how.removeprefix(LISTED).strip() for how in desk.hand["how"] if how.startswith(LISTED)]
    return max((int(number) for number in numbers if number.isdigit()), default=0)

"""The code frame worked on from the page: rename, merge, net, split. Hand codes follow: codes keep their letters."""

import pandas as pd

from pipeline import cluster
from pipeline.coding import desk as desks
from pipeline.coding import edits, frame, lists
from pipeline.coding.hand import LISTED, parted

FEWEST, SHOWN = 10, 3  # different answers of a code that can be split; examples a part
STATES = (frame.PROPOSED, frame.APPROVED, frame.FORBIDDEN)


def change(desk, version, changes, added=(), said=""):
    """Writes changes (code → {column: text}) into the frame's file, if it still is that ``version``, and reads it.

    ``said``: the change in words, which :func:`undo` takes back; "" for one that has a way back of its own.
    """
    before = frame.learned_by(desk.frame)
    try:
        was, now = edits.edit_frame(desk.work, desk.question.name, version, changes, added)
    finally:
        desks.reread(desk)
    with desk.lock:
        earlier = desk.changed if last(desk, version) else []  # what others did since would be overwritten
        desk.changed = [*earlier, (now, was, said)] if said else []
    if frame.learned_by(desk.frame) != before:
        desks.relearn_aside(desk, at_once=True)


def last(desk, version):
    """The last change made on the page in this sitting, in words; "" where there is none, or the frame is another
    ``version`` by now: what was done since, also elsewhere, is not overwritten."""
    with desk.lock:
        return desk.changed[-1][2] if desk.changed and desk.changed[-1][0] == version else ""


def undo(desk, version):
    """Takes the last change back, and returns it in words; the one before it is then the last."""
    if not (said := last(desk, version)):
        raise frame.FrameError("Chưa hoàn tác: bảng mã đã đổi từ khi trang này mở ra. Xem lại bảng rồi bấm lần nữa.")
    with desk.lock:
        *earlier, (_, was, _) = desk.changed
    change(desk, version, was)
    with desk.lock:
        now = edits.version_of(desk.work, desk.question.name)
        desk.changed = [*earlier[:-1], *((now, *rest) for _, *rest in earlier[-1:])]
    return said


def rename(desk, version, code, name, net, phrases, status):
    """Gives a code another name, net, key phrases or state; what was coded by it stays coded by it."""
    refuse_strange(desk, [code])
    cells = {"name": tidy(name), "net": tidy(net), "phrases": phrases.strip(), "status": status}
    if not cells["name"]:
        raise frame.FrameError(f"Tên mới của mã {code} còn trống; ghi tên rồi lưu lại.")
    named = frame.names(desk.frame)[code]
    change(desk, version, {code: cells}, said=f"sửa mã «{named}»")


def merge(desk, version, codes, into):
    """Lets codes count as another one; their decisions stay on the disk as they were, so that it can be undone."""
    refuse_strange(desk, [*codes, into] if into else codes)
    others = [code for code in codes if code != into]
    if not into or not others:
        raise frame.FrameError("Chọn ít nhất một mã để gộp, và mã nhận (khác các mã ấy).")
    named = frame.names(desk.frame)
    told = ", ".join(f"«{named[code]}»" for code in others)
    change(desk, version, {code: {"merged_into": into} for code in others}, said=f"gộp {told} vào «{named[into]}»")


def part(desk, version, code):
    """Takes a merge back."""
    if code not in set(desk.frame["code"]):
        raise frame.FrameError(f"Mã «{code}» không có trong bảng mã; xem lại bảng rồi làm lần nữa.")
    named = frame.names(desk.frame)[code]
    change(desk, version, {code: {"merged_into": ""}}, said=f"tách lại mã «{named}»")


def allow(desk, version, code):
    """Takes a ban back: the code is a proposed one again, and its phrases decide nothing until it is approved."""
    if code not in set(desk.frame.loc[desk.frame["status"].eq(frame.FORBIDDEN), "code"]):
        raise frame.FrameError(f"Mã «{code}» không bị cấm; xem lại bảng rồi làm lần nữa.")
    named = frame.names(desk.frame)[code]
    change(desk, version, {code: {"status": frame.PROPOSED}}, said=f"bỏ cấm mã «{named}»")


def gather(desk, version, codes, net):
    """Puts codes under a net; "" takes them out of theirs."""
    refuse_strange(desk, codes)
    if not codes:
        raise frame.FrameError("Chọn ít nhất một mã để xếp nhóm lớn.")
    net, named = tidy(net), frame.names(desk.frame)
    where = f"vào nhóm lớn «{net}»" if net else "khỏi nhóm lớn"
    said = f"xếp {', '.join(f'«{named[code]}»' for code in codes)} {where}"
    change(desk, version, {code: {"net": net} for code in codes}, said=said)


def tidy(text):
    """One line of letters that are seen, at most 80."""
    return frame.plain(text)[:80]


def refuse_strange(desk, codes):
    """FrameError where one of the codes is not, or no longer, in use."""
    alive = set(frame.live(desk.frame)["code"])
    if strange := [code for code in codes if code not in alive]:
        raise frame.FrameError(f"Mã «{strange[0]}» không còn trong bảng mã đang dùng; xem lại bảng rồi làm lần nữa.")


def parts(desk, code, count, known=None):
    """How the answers of a code fall apart into ``count`` groups, the largest first, a dict each.

    ``name``, ``phrases``, ``hand`` and ``guess`` (different answers now), ``examples`` and ``keys`` (this coder's own
    answers, which would be given the new code). [] where the code has too few different answers. ``known``: what
    :func:`grouped` gave of its answers before.
    """
    by_hand, guessed = lists.members(desk, code)
    group, table = known or grouped(desk, {*by_hand["key"], *guessed["key"]}, count)
    mine = by_hand.loc[by_hand["is_mine"], "key"]
    return [_part(desk, row, group, by_hand["key"], guessed["key"], mine) for row in table.itertuples()]


def grouped(desk, keys, count):
    """These answers in ``count`` groups: (key → group, ``cluster.groups``' table); nothing of too few."""
    rows = desk.prepared[desk.prepared["key"].isin(keys) & desk.prepared["kind"].eq("content")]
    if rows["key"].nunique() < FEWEST:
        return {}, pd.DataFrame()
    labels, table = cluster.groups(rows, count, seed=desk.seed)
    return dict(zip(rows["key"], labels, strict=True)), table


def _part(desk, row, group, by_hand, guessed, mine):
    own = [key for key in mine if group.get(key) == row.group]
    hand, guess = (sum(group.get(key) == row.group for key in keys) for keys in (by_hand, guessed))
    examples = [text[:160] for text in desk.prepared.loc[row.typical, "text"].drop_duplicates().head(SHOWN)]
    return {"name": row.name, "phrases": row.words, "hand": hand, "guess": guess, "examples": examples, "keys": own}


def split(desk, version, code, chosen):
    """Makes codes of the ``chosen`` parts (name, phrases, keys): returns them. The rest stays with the old code.

    This coder's answers of a part are given its code in place of the old one.
    """
    refuse_strange(desk, [code])
    if not chosen:
        raise frame.FrameError("Chọn ít nhất một phần để tách thành mã riêng.")
    net, known, added = dict(zip(desk.frame["code"], desk.frame["net"], strict=True))[code], desk.frame, []
    for name, phrases, _ in chosen:
        row = frame.new_code(known, name, used=[*desks.used(desk), *(one["code"] for one in added)])
        added.append(row | {"net": net, "phrases": phrases.strip()})
    change(desk, version, {}, added)
    _move(desk, code, zip([row["code"] for row in added], [keys for *_, keys in chosen], strict=True))
    return [row["code"] for row in added]


def _move(desk, code, parted_keys):
    with desks.alone(desk):
        own = lists.standing(desk).set_index("key")
        own = own[own["coder"].eq(desk.coder)]["codes"]
        step = f"{LISTED} {lists.steps(desk) + 1}"
        told = [
            (key, [new if c == code else c for c in parted(own[key])], step, "")
            for new, keys in parted_keys
            for key in keys
            if key in own.index and code in parted(own[key])
        ]
        if told:
            desks.note(desk, told)


def holding(desk, phrases, name=""):
    """How many different answers hold one of these key phrases (joined by ";") as the machine reads them."""
    told = pd.DataFrame([{"code": "K", "name": name, "phrases": phrases.replace(",", ";").replace("\n", ";")}])
    words = desk.prepared[desk.prepared["kind"].eq("content")].drop_duplicates("key")["normal"]
    found = pd.Series(False, words.index)
    for *_, held in cluster.by_code(words, told):
        found |= held
    return int(found.sum())

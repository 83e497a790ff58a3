"""One coder at work on one open question: what is asked next, what the model suggests, how much is gained.

Every decision is on the disk before the next answer is shown; whoever stops goes on where the files stand.
"""

import re
import threading
from dataclasses import dataclass, field

import pandas as pd

from pipeline import cluster
from pipeline.coding import agree, files, frame, turns
from pipeline.coding.cell import likeliest, probabilities
from pipeline.coding.deciding import PRECISION, learn, told
from pipeline.coding.hand import AGREED, WITHDRAWN, decided, empty, found, latest, marked, parted

AHEAD = 30  # answers asked of the model at once
EVERY = 8  # decisions after which the model learns anew
RECENT = 50  # decisions over which the agreement with the model's first suggestion is shown
OFFERED = 9


@dataclass
class Desk:
    """What a coder's page needs to know; ``lock`` guards what requests and the learning thread both change.

    ``line``: keys in the order in which they are drawn at random; ``phrases``: parts of it, the answers that hold key
    phrases still to be measured. ``taught``: decisions that the model was last taught with, those on answers that are
    not in these data too.
    """

    work: object
    question: object
    coder: str
    prepared: pd.DataFrame
    precision: float = PRECISION
    sample: int = 0
    seed: int = 0
    frame: pd.DataFrame = None
    hand: pd.DataFrame = field(default_factory=empty)
    chances: pd.DataFrame = None
    queue: list = field(default_factory=list)
    gains: list = field(default_factory=list)
    skipped: list = field(default_factory=list)
    seen: tuple = ()
    model: object = None
    taught: int = 0
    line: pd.Series = None
    phrases: list = field(default_factory=list)
    lock: object = field(default_factory=threading.RLock)
    learning: object = None


def open_desk(work, answers, name, coder, *, sample=0, precision=PRECISION, seed=0):
    """A desk for one coder and question, with a model learned from what is on the disk.

    ``sample``: code the same ``sample`` answers as every other coder, blind to the others; 0: where help is greatest.
    """
    desk = Desk(work, work.survey.form[name], coder, files.prepared(answers, name), precision, sample, seed)
    desk.line = cluster.line(desk.prepared)
    desk.frame = files.first_frame(work, name, desk.prepared, seed=seed)
    reread(desk)
    relearn(desk)
    return desk


def reread(desk):
    """Takes in what is on the disk now: the frame may have been edited in Excel, another coder may have decided."""
    seen = files.state(desk.work, desk.question.name)
    if seen == desk.seen:
        return
    is_same_frame = desk.seen and seen[0] == desk.seen[0]
    kept = desk.frame if is_same_frame else files.read_frame(desk.work, desk.question.name)
    with desk.lock:
        desk.frame = desk.frame if kept is None else kept
        desk.hand = found(files.read_hand(desk.work, desk.question.name, desk.frame), desk.prepared)
        desk.seen = seen


def mine(desk):
    """The decisions the desk may know of: in a blind sample only the coder's own."""
    return desk.hand[desk.hand["coder"].eq(desk.coder)] if desk.sample else desk.hand


def relearn(desk):
    """Learns from all decisions so far, and says what is asked next and what would be coded by machine."""
    with desk.lock:
        codes, hand = desk.frame, mine(desk)
    several = desk.work.survey.several_codes.get(desk.question.name)
    model = learn(desk.prepared, codes, hand, several=several, seed=desk.seed, after=desk.model)
    taught = decided(hand, codes)
    chances = probabilities(desk.prepared, model)
    queue = cluster.ask_next(model, taught, AHEAD + len(desk.skipped)) if model is not None else []
    sample = cluster.drawn(desk.line, taught["key"], marked(hand))
    gain = cluster.threshold(model, told(taught, hand), sample, precision=desk.precision)
    phrases = turns.tried(desk.prepared, codes, hand, desk.line)
    with desk.lock:
        desk.model, desk.chances, desk.queue, desk.gains = model, chances, queue, [*desk.gains, gain]
        desk.taught, desk.phrases = len(taught), phrases


def relearn_aside(desk):
    """Learns in a thread of its own once enough is new, so that nobody waits; one at a time."""
    with desk.lock:
        is_due = len(decided(mine(desk), desk.frame)) >= desk.taught + EVERY
        if is_due and not (desk.learning and desk.learning.is_alive()):
            desk.learning = threading.Thread(target=relearn, args=(desk,), daemon=True)
            desk.learning.start()


def sampled(desk):
    """Keys of the blind sample: the first in the random order, the same for every coder."""
    return cluster.waiting(desk.line, ())[: desk.sample]


def upcoming(desk):
    """Keys still to be decided by this coder, the next first, skipped ones last."""
    with desk.lock:
        seen = set() if desk.coder == AGREED else _seen(desk)
        asked = _asked(desk, seen)
        left = [key for key in dict.fromkeys(asked) if key not in seen]
        return [k for k in left if k not in desk.skipped] + [k for k in desk.skipped if k in left]


def _seen(desk):
    return set(latest(mine(desk))["key"])


def _asked(desk, seen):
    """What is asked, in order: disagreements to settle, the blind sample, or where help is greatest and at random."""
    if desk.coder == AGREED:
        return agree.disagreements(desk.hand)["key"].tolist()
    if desk.sample:
        return sampled(desk)
    lot = turns.drawn(desk.line, desk.phrases, seen, desk.skipped, len(seen))
    return [*filter(None, [lot]), *desk.queue, *cluster.waiting(desk.line, seen)]


def _mark(desk, key):
    """ "ngẫu nhiên" where the turn of this answer in the random order has come, "" where it was chosen."""
    return "" if desk.coder == AGREED else turns.mark(desk.line, desk.phrases, _seen(desk), desk.skipped, key)


def said_by_others(desk, key):
    """What each coder gave an answer the coders disagree on: "An: Tin giả"; shown to nobody but who settles it."""
    labels, rows = frame.names(desk.frame), latest(desk.hand)
    rows = rows[rows["key"].eq(key) & rows["coder"].ne(AGREED)] if desk.coder == AGREED else rows.head(0)
    return [f"{r.coder}: {', '.join(labels.get(c, c) for c in parted(r.codes))}" for r in rows.itertuples()]


def _offered(desk, key):
    """(code, name, probability) under the keys 1–9; in a blind sample the first codes, so that no machine leads."""
    labels, live = frame.names(desk.frame), frame.live(desk.frame)["code"].tolist()
    if desk.sample or desk.coder == AGREED:
        return [(code, labels[code], None) for code in live[:OFFERED]]
    return [(c, labels[c], p) for c, p in likeliest(desk.chances, key, OFFERED) if c in live]


def item(desk, key):
    """One answer as the page shows it: key, text (masked), people, codes this coder gave it, suggestions."""
    rows = desk.prepared[desk.prepared["key"].eq(key)]
    own = latest(desk.hand)
    own = own.loc[own["key"].eq(key) & own["coder"].eq(desk.coder), "codes"]
    offered = _offered(desk, key)
    given = own.iloc[0].split(";") if len(own) else []
    told = {"people": len(rows), "given": given, "offered": offered, "others": said_by_others(desk, key)}
    told["drawn"] = "" if desk.sample else turns.SAID[_mark(desk, key)]
    return {"key": key, "text": rows["text"].iloc[0], **told}


def keep(desk, key, codes, new_name=""):
    """Writes one decision to the disk; ``new_name`` adds a code to the frame first. FrameError for what cannot be."""
    reread(desk)
    known, codes = frame.resolved(desk.frame), [c for c in codes if c]
    if not desk.prepared["key"].eq(key).any() or any(not known.get(c) for c in codes):
        raise frame.FrameError("Câu trả lời hoặc mã này không còn; bảng mã có thể vừa được sửa. Chọn lại.")
    if new_name.strip():
        codes = [*codes, add_code(desk, new_name)]
    if not codes:
        raise frame.FrameError("Chưa chọn mã nào. Chọn ít nhất một mã, ghi mã mới, hoặc bỏ qua câu này.")
    best = [code for code, _, chance in _offered(desk, key)[:1] if chance is not None]
    how = f"trang; gợi ý {best[0]}" if best else "trang"
    text = desk.prepared.loc[desk.prepared["key"].eq(key), "text"].iloc[0]
    files.append(desk.work, desk.question.name, key, text, codes, desk.coder, how, _mark(desk, key))
    desk.skipped = [k for k in desk.skipped if k != key]
    reread(desk)


def add_code(desk, name):
    """Adds a code a person named to the frame on the disk; returns it."""
    used = [code for codes in desk.hand["codes"] for code in codes.split(";")]
    row = frame.new_code(desk.frame, name, used=used)
    files.append_code(desk.work, desk.question.name, row)
    return row["code"]


def undo(desk):
    """Takes this coder's last standing decision back and returns its key; None when there is none."""
    reread(desk)
    own = desk.hand[desk.hand["coder"].eq(desk.coder)]
    last = own.drop_duplicates("key", keep="last")
    standing = last[last["codes"].ne("")]
    if standing.empty:
        return None
    row = standing.iloc[-1]
    files.append(desk.work, desk.question.name, row["key"], row["text"], [], desk.coder, WITHDRAWN)
    reread(desk)
    return row["key"]


def skip(desk, key):
    """Puts an answer behind the others for this sitting."""
    with desk.lock:
        desk.skipped = [*(k for k in desk.skipped if k != key), key]


def searched(desk, words, most=20):
    """Answers that hold these words, as typed or without marks: (key, text), each once."""
    wanted = frame.fold(words)
    rows = desk.prepared[desk.prepared["kind"].eq("content")].drop_duplicates("key")
    hits = rows[[wanted in frame.fold(text) for text in rows["text"]]]
    return list(zip(hits["key"].head(most), hits["text"].head(most).str.slice(0, 160), strict=True))


def progress(desk):
    """Figures of the page: decided answers and people, what is left, gain at first and now, agreement of late.

    In a blind sample only its answers count.
    """
    own = latest(desk.hand)
    own = own[own["coder"].eq(desk.coder) & (own["key"].isin(sampled(desk)) | (desk.sample == 0))]
    people = int(desk.prepared["key"].isin(own["key"]).sum())
    told = [(re.search(r"gợi ý (\w+)", how), codes) for how, codes in zip(own["how"], own["codes"], strict=True)]
    right = [found_code[1] in codes.split(";") for found_code, codes in told if found_code][-RECENT:]
    goal = len(sampled(desk)) or len(own) + len(upcoming(desk))
    agreed = {"right": sum(right), "tried": len(right)}
    return {
        "answers": len(own),
        "people": people,
        "goal": goal,
        "first": desk.gains[0],
        "now": desk.gains[-1],
        **agreed,
    }

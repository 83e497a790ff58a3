"""One coder at work on one open question: what is asked next, what the model suggests, how much is gained.

Every decision is on the disk before the next answer is shown; whoever stops goes on where the files stand.
"""

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field

import pandas as pd

from pipeline import cluster
from pipeline.coding import agree, edits, files, frame, lost, proposing, strays, turns, waves
from pipeline.coding.cell import probabilities
from pipeline.coding.deciding import PRECISION, SEED, learn, told
from pipeline.coding.facts import facts, mine
from pipeline.coding.hand import AGREED, as_written, counted, decided, empty, found, marked, singly
from pipeline.questionnaire.tones import TONES

AHEAD = 30  # answers asked of the model at once
EVERY = 8  # decisions after which the model learns anew
DIGITS = "123456789" + "qwertyiopadfghjlzxcvbm"  # letters for a longer frame, without those of the page itself


@dataclass
class Desk:
    """What a coder's page needs to know; ``lock`` guards what requests and the learning thread both change.

    ``line``: keys in the order in which they are drawn at random; ``phrases``: parts of it, the answers that hold key
    phrases still to be measured. ``taught``: decisions that the model was last taught with, those on answers that are
    not in these data too. ``lost``: decisions that went from the file; ``everyone``: keys of all answers that were
    read, of forms out of the analysis, too. ``changed``: changes of the frame that can be taken back, the last last:
    (version of the frame after it, cells before it, words).
    """

    work: object
    question: object
    coder: str
    prepared: pd.DataFrame
    precision: float = PRECISION
    sample: int = 0
    seed: int = SEED
    frame: pd.DataFrame = None
    hand: pd.DataFrame = field(default_factory=empty)
    lost: pd.DataFrame = field(default_factory=empty)
    chances: pd.DataFrame = None
    queue: list = field(default_factory=list)
    gains: list = field(default_factory=list)
    skipped: list = field(default_factory=list)
    seen: tuple = ()
    model: object = None
    taught: int = 0
    line: pd.Series = None
    order: list = field(default_factory=list)
    answers: pd.DataFrame = None
    people: dict = field(default_factory=dict)
    everyone: frozenset = frozenset()
    digits: dict = field(default_factory=dict)
    phrases: list = field(default_factory=list)
    likeness: object = None
    told: list = field(default_factory=list)
    parted: tuple | None = None
    changed: list = field(default_factory=list)
    known: object = None
    framed: object = None
    lock: object = field(default_factory=threading.RLock)
    learning: object = None
    is_due: bool = False


def open_desk(work, answers, name, coder, *, sample=0, precision=PRECISION, seed=SEED):
    """A desk for one coder and question, with a model learned from what is on the disk.

    ``sample``: code the same ``sample`` answers as every other coder, blind to the others; 0: where help is greatest.
    """
    desk = Desk(work, work.survey.form[name], coder, files.prepared(answers, name, work), precision, sample, seed)
    desk.line = cluster.line(desk.prepared)
    desk.order, desk.answers = list(dict.fromkeys(desk.line)), _answers(desk.prepared)
    desk.people = desk.answers["people"].to_dict()
    desk.everyone = frozenset(strays.everyone(work, name, desk.prepared)["key"])
    desk.frame = proposing.first_frame(work, name, desk.prepared, seed=seed)
    if len(desk.frame):
        files.refuse_frameless(work, name)
    reread(desk)
    desk.hand = waves.meant(work, desk.hand, desk.prepared)  # what is learned first is the reading of all later lessons
    relearn(desk)
    return desk


def _answers(prepared):
    """Each different answer once, by key: ``text``, ``kind``, ``people``."""
    once = prepared.drop_duplicates("key").set_index("key")[["text", "kind"]]
    return once.astype(object).assign(people=prepared["key"].value_counts())


def reread(desk):
    """Takes in what is on the disk now: the frame may have been edited in Excel, another coder may have decided. What
    was decided and is on the disk no longer is put aside.

    FrameError where a file cannot be read, or the frame is there no longer: nobody goes on coding by what a run lacks.
    """
    seen = files.state(desk.work, desk.question.name)
    if seen == desk.seen:
        return
    is_same_frame = desk.seen and seen[0] == desk.seen[0]
    kept = desk.frame if is_same_frame else files.read_frame(desk.work, desk.question.name)
    if kept is None and desk.seen and desk.seen[0]:
        name = files.frame_path(desk.work, desk.question.name).name
        raise frame.FrameError(
            f"{name} không còn ở cạnh survey.yaml (đã xóa, đổi tên hay chuyển đi). Khôi phục tệp ấy rồi thử lại; các"
            " quyết định đã ghi vẫn còn."
        )
    with desk.lock:
        desk.frame, before = desk.frame if kept is None else kept, desk.hand
        desk.hand = found(files.read_hand(desk.work, desk.question.name, desk.frame), desk.prepared)
        *_, desk.coder = as_written([*desk.hand["coder"], desk.coder])
        gone = lost.lacking(before, desk.hand)
        _give_digits(desk)
    desk.lost = lost.put_aside(desk.work, desk.question.name, gone, desk.hand)
    desk.seen = seen  # not before: what could not be put aside is still to be


@contextmanager
def alone(desk):
    """Nobody else writes to the files of this question meanwhile, and the desk knows what they say: in here, what was
    looked at still holds when it is written by."""
    with files.alone(desk.work, desk.question.name):
        reread(desk)
        yield


def _give_digits(desk):
    """A code keeps its digit, also while it is merged or forbidden: no key comes to mean another code unawares. Free
    digits go to the other codes as they stand in the frame."""
    alive = frame.live(desk.frame)["code"].tolist()
    free = [digit for digit in DIGITS if digit not in desk.digits.values()]
    desk.digits |= dict(zip([code for code in alive if code not in desk.digits], free, strict=False))


def relearn(desk):
    """Learns from all decisions so far, and says what is asked next and what would be coded by machine."""
    gain = cluster.threshold(*lesson(desk), precision=desk.precision)
    with desk.lock:
        desk.gains = [*desk.gains, gain]


def lesson(desk):
    """Learns from all decisions so far what is asked next and suggested; what it taught is told of by
    ``cluster.threshold``: the model, the decisions, and those of the answers that were drawn at random."""
    with desk.lock:
        codes, hand, seen = desk.frame, mine(desk), len(facts(desk).seen)
    several = desk.work.survey.several_codes.get(desk.question.name)
    model = learn(desk.prepared, codes, hand, several=several, seed=desk.seed, after=desk.model)
    taught = decided(hand, codes)
    chances = probabilities(desk.prepared, model)
    queue = cluster.ask_next(model, taught, AHEAD + len(desk.skipped)) if model is not None else []
    asked = taught["key"][taught["key"].isin(singly(hand))]
    sample = cluster.drawn(desk.line, asked, marked(hand))
    phrases = turns.tried(desk.prepared, codes, hand, desk.line)
    with desk.lock:
        desk.model, desk.chances, desk.queue = model, chances, queue
        desk.taught, desk.phrases = seen, phrases
    return model, told(taught, hand), sample


def relearn_aside(desk, at_once=False):
    """Learns in a thread of its own once enough is new, or the frame is, so that nobody waits; one at a time."""
    with desk.lock:
        desk.is_due = desk.is_due or at_once or len(facts(desk).seen) >= desk.taught + EVERY
        if desk.is_due and not (desk.learning and desk.learning.is_alive()):
            desk.is_due = False
            desk.learning = threading.Thread(target=relearn, args=(desk,), daemon=True)
            desk.learning.start()


def sampled(desk):
    """Keys of the blind sample: the first in the random order, the same for every coder."""
    return desk.order[: desk.sample]


def upcoming(desk):
    """Keys still to be decided by this coder, the next first, skipped ones last."""
    with desk.lock:
        seen = set() if desk.coder == AGREED else facts(desk).seen
        lot, asked = _asked(desk, seen)
        left = [key for key in dict.fromkeys(asked) if key not in seen or key in lot] or _by_itself(desk)
        return [k for k in left if k not in desk.skipped] + [k for k in desk.skipped if k in left]


def _asked(desk, seen):
    """What is asked, in order: disagreements to settle, the blind sample, or where help is greatest and at random.

    Before it the answer drawn at random whose turn it is: it may have been coded from a list, and is asked by itself,
    or without its sentiment, and is asked for that once a sitting.
    """
    if desk.coder == AGREED:
        return [], agree.disagreements(counted(desk.hand, desk.frame))["key"].tolist()
    if desk.sample:
        return [], sampled(desk)
    known = facts(desk)
    whole = known.alone - known.toneless
    lot = list(filter(None, [turns.drawn(desk.order, desk.phrases, whole, desk.skipped, len(known.alone))]))
    return lot, [*lot, *desk.queue, *desk.order]


def _by_itself(desk):
    """What is left where every answer has its code, in the random order: those coded from lists alone and, once a
    sitting, those without their sentiment."""
    if desk.coder == AGREED or desk.sample:
        return []
    known = facts(desk)
    again = known.toneless.difference(desk.skipped)
    return [key for key in desk.order if key not in known.alone or key in again]


def way(desk, key):
    """ "ngẫu nhiên" where the turn of this answer in the random order has come, "" where it was chosen."""
    if desk.coder == AGREED:
        return ""
    whole = facts(desk).alone - facts(desk).toneless
    return turns.mark(desk.order, desk.phrases, whole, desk.skipped, key)


def keep(desk, key, codes, new_name="", suggested="", tone=""):
    """Writes one decision to the disk; ``new_name`` adds a code to the frame first, and stands in place of the others
    where an answer bears one. FrameError for what cannot be.

    ``suggested``: the code that the model was seen to suggest first, "" for none; ``tone``: the sentiment, likewise.
    """
    with alone(desk):
        known, codes = facts(desk).ends, [c for c in codes if c]
        if key not in desk.answers.index or any(not known.get(c) or c == frame.UNCODED for c in codes):
            raise frame.FrameError("Câu trả lời hoặc mã này không còn; bảng mã có thể vừa được sửa. Chọn lại.")
        if new_name.strip():
            codes = [*([] if files.bears_one(desk.work, desk.question.name) else codes), add_code(desk, new_name)]
        if not codes:
            raise frame.FrameError("Chưa chọn mã nào. Chọn ít nhất một mã, ghi mã mới, hoặc bỏ qua câu này.")
        how = f"trang; gợi ý {suggested}" if suggested in known else "trang"
        note(desk, [(key, codes, how, way(desk, key), tone if tone in TONES else "")])
    skip(desk, key)
    if key not in facts(desk).toneless:
        desk.skipped.remove(key)


def note(desk, decisions):
    """Writes decisions (key, codes, how, drawn and, or not, sentiment) of this coder to the disk, all or none, and
    takes them in."""
    told = [(key, desk.answers.at[key, "text"], *rest) for key, *rest in decisions]
    before, after = files.append_all(desk.work, desk.question.name, told, desk.coder)
    with desk.lock:
        if before == desk.seen:  # nobody else wrote: no need to read everything again
            desk.hand = pd.concat([desk.hand, files.rows(told, desk.coder)], ignore_index=True)
            desk.seen = after
    reread(desk)
    if len(desk.lost):
        redone = {lost.who(key, desk.coder) for key, *_ in decisions}
        desk.lost = lost.put_aside(desk.work, desk.question.name, desk.lost, desk.hand, redone)


def add_code(desk, name):
    """Adds a code a person named to the frame on the disk; returns it."""
    row = frame.new_code(desk.frame, name, used=used(desk))
    edits.append_code(desk.work, desk.question.name, row)
    reread(desk)
    return row["code"]


def used(desk):
    """Codes that decisions bear, whether the frame still has them or not."""
    return [code for codes in desk.hand["codes"] for code in codes.split(";")]


def skip(desk, key):
    """Puts an answer behind the others for this sitting."""
    with desk.lock:
        desk.skipped = [*(k for k in desk.skipped if k != key), key]

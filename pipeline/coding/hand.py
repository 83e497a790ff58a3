"""Answers coded by a person: kept by the answer's text, never by who gave it; a coder's last word counts."""

import unicodedata
from collections import defaultdict

import pandas as pd

from pipeline import cluster, privacy
from pipeline.coding.frame import FrameError, columns, fold, meant, resolved
from pipeline.questionnaire.tones import TONES

HEADINGS = {"key": "khóa", "text": "câu trả lời", "codes": "mã", "coder": "người mã hóa", "how": "cách", "drawn": "rút"}
NEEDED = ("key", "text", "codes", "coder")
TURN = {"turn": "lượt"}  # of a decision in its file: Excel may sort the rows, and a coder's last word still counts
TONE = {"tone": "sắc thái"}  # a column of its own where the sentiment is asked for
AGREED = "thống nhất"  # the coder whose decisions stand for all, after the others have talked it over
WITHDRAWN, SIMULATED = "rút lại", "mô phỏng"
LISTED = "danh sách"  # coded together with others from a list, not asked one by one
DRAWN, CAUGHT = "ngẫu nhiên", "ngẫu nhiên trong cụm từ khóa"  # how the answer came to be asked; "": chosen
WHO = ["key", "codes", "coder", "how"]
SHOWN = 300  # characters of an answer kept beside its codes


def joined(codes):
    """["K3", "K1"] → "K1;K3": every set of codes has one spelling."""
    return ";".join(sorted(dict.fromkeys(filter(None, codes)), key=lambda code: (len(code), code)))


def parted(text):
    """ "K1; K3" or "K1, K3" → ["K1", "K3"]."""
    return [code for code in (part.strip() for part in str(text).replace(",", ";").split(";")) if code]


def checked(table, frame, file="mã hóa tay", *, several=None):
    """Hand codes as read from their file → key, text, codes, coder, how, drawn, tone, in their turns.

    ``codes`` are sorted and joined by ";"; "" where a coder took a decision back. ``coder`` is spelt as it was written
    first (:func:`as_written`). ``tone``: the sentiment as a code of
    ``TONES``, however it was spelt; "" for none. Rows without a turn come last, as they stand. FrameError names the row
    of a code that the frame does not have, of a sentiment that there is not, of a decision without answer or coder, of
    a turn that is no number, or, where ``several`` is False, of a decision that stands with several codes.
    """
    rows = columns(table, HEADINGS | TURN | TONE, NEEDED, file)
    rows = rows.assign(tone=[tone(cell, file, row) for row, cell in rows["tone"].items()])
    known = set(resolved(frame))
    for row in rows.itertuples():
        if strange := [code for code in parted(row.codes) if code not in known]:
            raise FrameError(f"{file}, dòng {row.Index}: {_unknown(strange[0], row.codes, frame)}")
        if not (row.key or row.text) or not row.coder:
            raise FrameError(f"{file}, dòng {row.Index}: thiếu câu trả lời hoặc người mã hóa; điền đủ, hoặc xóa dòng.")
    rows = rows.assign(codes=[joined(parted(codes)) for codes in rows["codes"]])
    rows = in_turn(rows, rows["turn"], rows["coder"], file).drop(columns="turn")
    rows = rows.assign(coder=as_written(rows["coder"]))
    if several is False:
        _refuse_several(rows, frame, file)
    return rows.reset_index(drop=True)


def _unknown(code, cell, frame):
    """What is wrong with a code that the frame does not have, and the mend; ``cell``: the codes it stands among."""
    right = meant(cell, frame) or meant(code, frame)
    back = f"Đưa dòng {code} trở lại bảng mã (muốn bỏ thì ghi «gộp vào» hoặc «cấm»), hoặc sửa mã ở dòng này."
    return f"mã «{code}» không có trong bảng mã" + (
        f"; có phải {right}? Ghi {right} ở dòng này." if right else f". {back}"
    )


def as_written(coders):
    """Names of coders, each as it was first written: "BÌNH " is "Bình"; who settles disagreements keeps that name."""
    first = {coder_key(AGREED): AGREED}
    return [first.setdefault(coder_key(name), name) for name in coders]


def coder_key(name):
    """What two spellings of one coder have in common."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _refuse_several(rows, frame, file):
    answer = rows["key"].where(rows["key"].ne(""), rows["text"])
    last = counted(rows.assign(answer=answer), frame).drop_duplicates(["answer", "coder"], keep="last")
    many = last[last["codes"].str.contains(";")]
    for row in many.head(1).itertuples():
        raise FrameError(
            f"{file}, dòng {row.Index}: câu này mang mã {row.codes.replace(';', ', ')}, mà several_codes của"
            f" survey.yaml ghi mỗi câu một mã (cả tệp có {len(many)} câu như vậy). Để lại một mã ở mỗi dòng ấy, hoặc"
            " ghi several_codes của câu hỏi này là true."
        )


def in_turn(rows, turns, coders, file):
    """The rows of a file as they were decided, however Excel sorted them; those that a person added, without a turn,
    last. FrameError names the row of a turn that is no number.

    A turn that comes twice is of files that were joined: then one coder after the other, as they stand in the file.
    """
    wrong = turns[turns.ne("") & ~turns.map(is_turn)]
    for row, cell in wrong.head(1).items():
        raise FrameError(
            f"{file}, dòng {row}: cột «lượt» ghi «{cell}», phải là số thứ tự do chương trình ghi. Trả lại số cũ; dòng"
            " mới thêm thì để trống ô này."
        )
    places = pd.DataFrame({"coder": 0, "turn": pd.to_numeric(turns)})
    if places["turn"].dropna().duplicated().any():
        places["coder"] = pd.factorize(coders.map(coder_key))[0]
    places = places.assign(added=places["turn"].isna()).sort_values(["added", "coder", "turn"], kind="stable")
    return rows.loc[places.index]


def is_turn(cell):
    """Is this the number of a decision."""
    return cell.isascii() and cell.isdigit()


def tone(cell, file, row):
    """The sentiment in a cell of a file as a code of ``TONES``; "" for none. FrameError for one that there is not."""
    spelt = {fold(said): code for code, label in TONES.items() for said in (label, code)} | {"": ""}
    if fold(cell) not in spelt:
        raise FrameError(f"{file}, dòng {row}: sắc thái «{cell}» không có. Ghi {', '.join(TONES.values()).lower()}.")
    return spelt[fold(cell)]


def found(hand, prepared):
    """The hand codes under the keys of these answers: a key that is not there is looked for by its text.

    The text outlives a change in how answers are normalised, the key outlives a text cut short. Personal data in a text
    that a person copied from the answers as they came are masked first, as they are in these.
    """
    known = set(prepared["key"].to_numpy(object))
    lost = pd.Series([key not in known for key in hand["key"]], hand.index, dtype=bool) & hand["text"].ne("")
    if not lost.any():
        return hand
    again = cluster.normalise(privacy.scrub(hand.loc[lost, "text"]))
    alike = prepared[prepared["normal"].isin(set(again))]
    by_text = alike.drop_duplicates("normal").set_index("normal")["key"]
    return hand.assign(key=hand["key"].mask(lost, again.map(by_text).reindex(hand.index)).fillna(hand["key"]))


def counted(hand, frame):
    """The hand codes as they count now: merged codes as the code they went into, forbidden ones not at all."""
    ends = resolved(frame)
    known = {text: joined(ends[code] for code in parted(text)) for text in set(hand["codes"])}
    return hand.assign(codes=hand["codes"].map(known).astype("str"))


def latest(hand):
    """One row a coder and answer: the last decision, without those taken back; order of the first decision."""
    last = hand.drop_duplicates(["key", "coder"], keep="last").sort_index()
    return last[last["codes"].ne("")].reset_index(drop=True)


def decided(hand, frame, told=("key", "codes")):
    """One row an answer: ``key`` and ``codes`` that stand, after merges and bans.

    Of several coders the one who came to the answer first stands, also where that one changed it, or took it back and
    decided anew, so that a second coder moves nothing; a decision of "thống nhất" stands before all. Decisions whose
    codes were all forbidden are none.
    """
    rows, came = latest(counted(hand, frame)), hand.drop_duplicates(["key", "coder"])
    came = {pair: at for at, pair in enumerate(zip(came["key"], came["coder"], strict=True))}
    turns = [came.get(pair, len(came)) for pair in zip(rows["key"], rows["coder"], strict=True)]
    rows = rows.assign(later=rows["coder"].ne(AGREED), turn=turns).sort_values(["later", "turn"], kind="stable")
    return rows.drop_duplicates("key").sort_index()[[*told]].reset_index(drop=True)


def upheld(hand):
    """The decisions that were not taken back, without the rows that took others back, in the order of the file.

    Such a row takes back its coder's last decision on that answer, unless the codes it goes back to stand already:
    then its own decision is no longer in the file, and it takes back nothing.
    """
    kept = defaultdict(list)
    for at, key, codes, coder, how in zip(hand.index, *(hand[name] for name in WHO), strict=True):
        own = kept[key, coder]
        last, before = [*(told for _, told in own[:-3:-1]), "", ""][:2]
        if how != WITHDRAWN:
            own.append((at, codes))
        elif own and (last != codes or before == codes):
            own.pop()
    return hand.loc[sorted(at for own in kept.values() for at, _ in own)]


def marked(hand, *ways):
    """Keys of the answers that were coded as their turn in the random order came: of all, or among a code's phrases. A
    decision that was taken back marks nothing."""
    rows = upheld(hand)
    return set(rows.loc[rows["drawn"].isin(ways or (DRAWN,)), "key"])


def singly(hand):
    """Keys of the answers that some coder decided by itself and did not take back: what was coded from a list is no
    sample of anything."""
    rows = upheld(hand)
    return set(rows.loc[rows["codes"].ne("") & ~rows["how"].str.startswith(LISTED), "key"])


def empty():
    """No decisions yet."""
    return pd.DataFrame(columns=[*HEADINGS, *TONE], dtype="str")

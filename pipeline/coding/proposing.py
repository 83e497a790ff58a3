"""The frame a question begins with, and codes for what no code covers: the machine proposes, a person decides."""

import os

import pandas as pd

from pipeline import cluster
from pipeline.coding import files, frame, hand, quotes

OLD = "mo-phong"  # part of the name of a frame put away
TOO_FEW = 10
EACH, FEWEST, MOST = 30, 5, 20  # different answers a proposed code, and how many codes are proposed


def first_frame(work, question, rows, *, groups=None, seed=0):
    """The frame a person keeps; on the first run the groups' proposals, written once for the person to edit.

    A rehearsal's or a trial's answers propose nothing for the real survey: then nothing is written.
    """
    set_aside(work, question)
    kept = files.read_frame(work, question)
    if kept is not None:
        return kept
    found = proposals(work, rows, groups=groups, seed=seed)
    found = found.assign(source=hand.SIMULATED if work.survey.synthetic else "")
    if len(found) and not files.is_trial(work):
        files.write_frame(work, question, found)
    return found


def set_aside(work, question):
    """Puts away a code frame that simulated answers gave rise to, when the answers are real now; says so, or "".

    A frame nobody has worked on is kept under another name and proposed anew. FrameError where a person approved its
    codes or coded answers by them: what becomes of that is for the person to say.
    """
    path, kept = files.frame_path(work, question), None if work.survey.synthetic else files.read_frame(work, question)
    if kept is None or not kept["source"].map(frame.fold).eq(frame.fold(hand.SIMULATED)).any():
        return ""
    by_hand = files.hand_path(work, question)
    if files.read_hand(work, question, kept)["how"].eq(hand.SIMULATED).any():
        return ""  # the sample's own coders: refused by what reads them
    if kept["status"].ne(frame.PROPOSED).any() or (by_hand.is_file() and files.has_rows(by_hand)):
        raise frame.FrameError(
            f"{path.name} lập từ câu trả lời mô phỏng, còn phiếu nay là thật: mã ấy không phải ý của những người đã trả"
            f" lời. Xóa {path.name} và {by_hand.name} (nếu có) rồi chạy lại để có bảng mã mới; hoặc, nếu mã đã duyệt"
            " dùng được cho phiếu thật, xóa chữ «mô phỏng» ở cột «nguồn»."
        )
    old = path.with_name(f"{path.stem}.{OLD}.csv")
    os.replace(path, old)
    return f"{path.name} lập từ câu trả lời mô phỏng nên không dùng cho phiếu thật: cất ở {old.name}, bảng mã lập lại."


def proposals(work, rows, *, groups=None, used=(), fewest=1, seed=0):
    """Groups of ``fewest`` people or more as proposed codes, each with an example that may be shown.

    ``groups`` None: fine ones, which a person merges sooner than parts – one for every 30 different answers, 5 to 20;
    up to ten different answers are a code each.
    """
    different = rows.loc[rows["kind"].eq("content"), "syllables"].nunique()
    fine = min(MOST, max(FEWEST, different // EACH)) if different > TOO_FEW else None
    _, table = cluster.groups(rows, groups or fine, seed=seed)
    table = table[table["n"] >= fewest]
    examples = quotes.examples(rows["text"], table, minimum=work.survey.privacy.min_quote_group)
    return frame.proposed(table, examples, used=used)


def new_groups(work, question, rows, coded, codes, *, seed=0):
    """Groups among the answers no code covers, as proposals in a table of their own; empty under 50 such answers.

    Groups too small to be quoted are no theme yet.
    """
    left = rows[coded["codes"].reindex(rows.index).eq("") & rows["kind"].eq("content")]
    if len(left) < 50:
        return frame.checked(pd.DataFrame(columns=list(frame.HEADINGS.values())))
    used, fewest = [*codes["code"], *codes["merged_into"]], work.survey.privacy.min_quote_group
    return proposals(work, left, used=used, fewest=fewest, seed=seed)

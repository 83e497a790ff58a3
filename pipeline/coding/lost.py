"""Decisions that went from the disk when an older copy was saved over the hand codes: put aside, told, brought back."""

import pandas as pd

from pipeline import project
from pipeline.coding import files, hand

ASIDE = "bi-ghi-de"  # part of the name of the file of decisions that were lost from the hand codes
WHO, SAID = ["key", "coder"], ["key", "coder", "codes"]


def lacking(before, now):
    """The decisions of ``before`` that ``now`` lacks: the last ones, where it has fewer of a coder on an answer. A
    decision that was edited in its place is there."""
    was, has = (rows[WHO].assign(coder=rows["coder"].map(hand.coder_key)) for rows in (before, now))
    left = has.groupby(WHO).size().reindex(pd.MultiIndex.from_frame(was), fill_value=0).to_numpy()
    return before[was.groupby(WHO).cumcount().to_numpy() >= left].reset_index(drop=True)


def put_aside(work, question, rows):
    """Writes the lost decisions ``rows`` beside the hand codes, each once, under the same headings, without a turn:
    copied back they come last."""
    path, heads = path_of(work, question), files.headings(work, question)
    told = rows[["coder", "key", "text", "codes", "how", "drawn", "tone"]].itertuples(index=False)
    cells = [
        files.fields(coder, key, text, codes.split(";"), *rest, turn="") for coder, key, text, codes, *rest in told
    ]
    with files.alone(work, question):
        before = files.read_csv(path) if path.is_file() and files.has_rows(path) else pd.DataFrame(columns=heads)
        now = pd.DataFrame([one[: len(heads)] for one in cells], columns=heads)
        table = pd.concat([before, now]).fillna("").drop_duplicates(heads)
        if len(table) > len(before):
            project.write(path, table.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig"))


def path_of(work, question):
    """Where the lost decisions of a question are."""
    path = files.hand_path(work, question)
    return path.with_name(f"{path.stem}.{ASIDE}.csv")


def told(work, question, rows, now):
    """A sentence on the lost decisions that the hand codes still lack; "" where they are back, or made anew."""
    if rows.empty:
        return ""
    name, there = files.hand_path(work, question).name, pd.MultiIndex.from_frame(now[SAID])
    rows = rows[~pd.MultiIndex.from_frame(rows[SAID]).isin(there)]
    return (
        f"Tệp {name} vừa bị ghi đè: thiếu {len(rows)} quyết định đã ghi; cất ở {path_of(work, question).name}. Muốn lấy"
        f" lại: chép các dòng của tệp ấy xuống cuối {name} (để trống cột «lượt»), lưu, rồi tải lại trang."
    ) * (len(rows) > 0)

"""Decisions that went from the disk when an older copy was saved over the hand codes: put aside, told, brought back."""

import pandas as pd

from pipeline import project
from pipeline.coding import files, frame, hand

ASIDE = "bi-ghi-de"  # part of the name of the file of decisions that were lost from the hand codes
WHO = ["key", "coder"]


def lacking(before, now):
    """What stood in ``before`` of each coder on an answer of whom ``now`` has fewer decisions: the last one, which took
    it back or not. A decision that was edited in its place is there."""
    was, has = (_who(rows).value_counts() for rows in (before, now))
    fewer = was.index[was.gt(has.reindex(was.index, fill_value=0))]
    return before[_who(before).isin(fewer)].drop_duplicates(WHO, keep="last").reset_index(drop=True)


def put_aside(work, question, rows, now, redone=frozenset()):
    """Keeps the lost decisions ``rows`` beside the hand codes, with those of before, without a turn: copied back they
    come last. Returns those that are still lacking: not those back in ``now``, the hand codes, nor the answers
    ``redone`` (key, coder) since. The file holds these alone; without any there is none."""
    path, heads = path_of(work, question), files.headings(work, question)
    if rows.empty and not path.is_file():
        return rows
    with files.alone(work, question):
        rows = pd.concat([_kept(path), rows]).drop_duplicates(WHO, keep="last")
        stands = dict(zip(_who(now), now["codes"], strict=True))
        is_back = [stands.get(who, "") == codes for who, codes in zip(_who(rows), rows["codes"], strict=True)]
        rows = rows[~pd.Series(is_back, rows.index, dtype=bool) & ~_who(rows).isin(list(redone))].reset_index(drop=True)
        if len(rows):
            cells = [files.fields(*one, turn="")[: len(heads)] for one in _decisions(rows)]
            table = pd.DataFrame(cells, columns=heads)
            project.write(path, table.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig"))
        else:
            path.unlink(missing_ok=True)
    return rows


def who(key, coder):
    """What one coder says of one answer is known by."""
    return key, hand.coder_key(coder)


def _who(rows):
    return pd.Series([who(*pair) for pair in zip(rows["key"], rows["coder"], strict=True)], rows.index, dtype=object)


def _kept(path):
    if not path.is_file() or not files.has_rows(path):
        return hand.empty()
    rows = frame.columns(files.read_csv(path), hand.HEADINGS | hand.TONE, hand.NEEDED, path.name)
    codes = [hand.joined(hand.parted(cell)) for cell in rows["codes"]]
    return rows.assign(codes=codes, tone=[hand.tone(cell, path.name, row) for row, cell in rows["tone"].items()])


def _decisions(rows):
    told = rows[["coder", "key", "text", "codes", "how", "drawn", "tone"]].itertuples(index=False)
    return [(coder, key, text, codes.split(";"), *rest) for coder, key, text, codes, *rest in told]


def path_of(work, question):
    """Where the lost decisions of a question are."""
    path = files.hand_path(work, question)
    return path.with_name(f"{path.stem}.{ASIDE}.csv")


def told(work, question, rows):
    """A sentence on the lost decisions ``rows``; "" for none."""
    name = files.hand_path(work, question).name
    return (
        f"Tệp {name} đã bị ghi đè: thiếu {len(rows)} quyết định đã ghi; cất ở {path_of(work, question).name}. Muốn lấy"
        f" lại: chép các dòng của tệp ấy xuống cuối {name} (để trống cột «lượt»), lưu, rồi tải lại trang."
    ) * (len(rows) > 0)

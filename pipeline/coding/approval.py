"""Which quotes a person lets stand in the report: trich-dan.csv beside survey.yaml, never undone by a run."""

from hashlib import blake2b

import numpy as np
import pandas as pd

from pipeline import project
from pipeline.coding import files, frame, said
from pipeline.coding.files import read_csv

REFUSED = ("không", "ko", "k", "chưa", "no", "0", "-", "–")  # words by which a person says no
HEADINGS = {"question": "câu", "code": "mã", "name": "ý", "quote": "trích dẫn", "approved": "duyệt"}


def path_of(work):
    """The file of approvals of one survey."""
    return work.survey.path.parent / "trich-dan.csv"


def approved(work, proposed, enough=None, gone=None):
    """The proposed quotes, and the approved ones that are proposed no more, with ``approved`` ("x", or "").

    ``enough``: (question, code) → its name now, of the codes that enough people named; quotes of other codes stay in
    the file alone, and so do those of ``gone`` (:func:`gone`), which no answer of these data says.

    A quote is approved by any mark in the column «duyệt» of trich-dan.csv but a word of refusal ("không"); the file
    gets what is newly proposed and keeps every mark. Without quotes no file is written, nor by a rehearsal or a pilot,
    nor by simulated answers in the place of a real survey's or over what is there. FrameError for a file without its
    columns.
    """
    before = _read(path_of(work))
    marks = before.set_index(["question", "quote"])["approved"].to_dict()
    now = proposed.assign(approved=[marks.get(key, "") for key in _keys(proposed)])
    held = set(_keys(now))
    kept = before[
        np.array([key not in held for key in _keys(before)], dtype=bool) & before["approved"].ne("").to_numpy()
    ]
    now = pd.concat([now, kept], ignore_index=True)
    if len(now) and not now.equals(before) and not _is_trial(work, before):
        table = now[list(HEADINGS)].map(frame.guarded).rename(columns=HEADINGS)
        project.write(path_of(work), table.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig"))
    now["approved"] = now["approved"].mask(now["approved"].map(_refuses), "")
    lost = set(_keys(gone)) if gone is not None else ()
    now = now[np.array([key not in lost for key in _keys(now)], dtype=bool)]
    if enough is not None:
        pairs = list(zip(now["question"], now["code"], strict=True))
        is_told = np.array([pair in enough for pair in pairs], dtype=bool)
        now = now.assign(name=[enough.get(pair, "") for pair in pairs])[is_told]
    return now[np.array([key in held for key in _keys(now)], dtype=bool) | now["approved"].ne("").to_numpy()]


def gone(work, proposed, found):
    """The approved quotes of the file that are proposed no more and that no answer of these data says: ``question``,
    ``code``, ``quote``. ``found``: name → its study."""
    held, rows = set(_keys(proposed)), pd.concat([chosen(work, name) for name in found] or [_read(path_of(work))[:0]])
    rows = rows[np.array([key not in held for key in _keys(rows)], dtype=bool)]
    told = [rows[:0]]
    for name, own in rows.groupby("question", sort=False):
        one = found[name]
        answers = one.prepared["text"], one.shown["codes"]
        told.append(own[~np.array(said.quoted(own, *answers, frame.resolved(one.frame)), dtype=bool)])
    return pd.concat(told)[["question", "code", "quote"]]


def choose(work, question, offered, chosen, version):
    """Writes which of the quotes ``offered`` for a question (``code name quote``) a person chose, and which not.

    Marks on all other quotes stay. FrameError, and nothing is written, where the file is no longer that ``version``.
    """
    path = path_of(work)
    with files.alone(work, path.stem):
        if version_of(work) != version:
            raise frame.FrameError(
                f"{path.name} vừa được sửa ở nơi khác (Excel, hoặc một lần chạy), nên lựa chọn này chưa ghi."
                " Trang đã đọc bản mới: xem lại rồi chọn lần nữa."
            )
        before, rows = _read(path), offered.assign(question=question)
        rows["approved"] = ["x" if quote in chosen else "" for quote in rows["quote"]]
        shown = set(_keys(rows))
        kept = before[np.array([key not in shown for key in _keys(before)], dtype=bool)]
        table = pd.concat([rows[list(HEADINGS)], kept], ignore_index=True).map(frame.guarded).rename(columns=HEADINGS)
        project.write(path, table.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig"))


def chosen(work, question):
    """The quotes of a question that a person approved."""
    rows = _read(path_of(work))
    is_approved = np.array([bool(mark) and not _refuses(mark) for mark in rows["approved"]], dtype=bool)
    return rows[rows["question"].eq(question) & is_approved]


def version_of(work):
    """What tells one content of the file from another; "" without a file."""
    path = path_of(work)
    return blake2b(path.read_bytes(), digest_size=8).hexdigest() if path.is_file() else ""


def _is_trial(work, before):
    is_simulated = work.survey.synthetic and (len(before) > 0 or not (work.declared or work.survey).synthetic)
    return is_simulated or files.is_trial(work)


def _refuses(mark):
    return mark.casefold().split(" ")[0] in REFUSED


def _keys(rows):
    return list(zip(rows["question"], rows["quote"], strict=True))


def _read(path):
    files.refuse_book(path, "trích dẫn được duyệt")
    if not path.is_file() or not files.has_rows(path):
        return pd.DataFrame(columns=list(HEADINGS), dtype="str")
    table = read_csv(path).fillna("")
    titles = {frame.fold(title): title for title in table.columns}
    lost = [title for title in HEADINGS.values() if frame.fold(title) not in titles]
    if lost:
        raise frame.FrameError(
            f"{path.name} thiếu cột {', '.join(f'«{t}»' for t in lost)}; thêm lại, hoặc xóa tệp để viết mới."
        )
    found = table[[titles[frame.fold(title)] for title in HEADINGS.values()]].set_axis(list(HEADINGS), axis=1)
    return found.map(lambda cell: frame.unguarded(str(cell).strip()))

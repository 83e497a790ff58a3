"""Where code frames and hand codes lie – beside survey.yaml – and their reading and writing, whole or not at all."""

import csv
import errno
import io
import os
import sqlite3
import threading
import unicodedata
from contextlib import closing, contextmanager
from functools import lru_cache, partial
from itertools import islice

import pandas as pd

from pipeline import cluster, ingest, meaning, privacy, project
from pipeline.coding import frame, hand, torn
from pipeline.questionnaire.tones import TONES

MEANING = "nghia"  # file of the vectors of a run's answers

_held = threading.local()  # the locks of each thread


def frame_path(work, question):
    """The code frame of one open question."""
    return work.survey.path.parent / f"codeframe-{question}.csv"


def hand_path(work, question):
    """The hand-coded answers of one open question."""
    return work.survey.path.parent / f"ma-hoa-{question}.csv"


def state(work, question):
    """Sizes and times of both files: the same as long as neither was written."""
    paths = frame_path(work, question), hand_path(work, question)
    return tuple((p.stat().st_size, p.stat().st_mtime_ns) if p.exists() else () for p in paths)


def read_frame(work, question):
    """The code frame a person keeps, or None when there is none yet. FrameError says what is wrong in it."""
    path = frame_path(work, question)
    refuse_book(path, "bảng mã")
    if path.is_file() and not has_rows(path):
        raise frame.FrameError(f"{path.name} không còn mã nào. Xóa tệp để máy đề xuất lại, hoặc khôi phục các dòng.")
    return _checked(torn.content(path), path.name).copy() if path.is_file() else None


def refuse_book(path, what):
    """FrameError where Excel saved its own kind of file beside a CSV: what was edited there would be passed over."""
    if (book := path.with_suffix(".xlsx")).is_file():
        raise frame.FrameError(
            f"Có {book.name}; {what} chỉ đọc từ {path.name}."
            f" Trong Excel chọn «Lưu thành» CSV UTF-8, rồi xóa {book.name}."
        )


@lru_cache(maxsize=32)  # a page and a run ask for the same frame many times
def _checked(content, name):
    return frame.checked(ingest.read(content, name, whole=True).frame, name)


def has_rows(path):
    """Whether a CSV file holds a line under its heading that is more than separators; UTF-8 or UTF-16."""
    return sum(bool(line.strip(b" ,;\t\x00\xff\xfe\xef\xbb\xbf")) for line in torn.content(path).splitlines()) > 1


def read_hand(work, question, codes):
    """The hand codes, checked against the frame ``codes``; none yet gives an empty frame."""
    path = hand_path(work, question)
    refuse_book(path, "mã hóa tay")
    if not path.is_file() or not has_rows(path):
        return hand.empty()
    return hand.checked(read_csv(path), codes, path.name, several=work.survey.several_codes.get(question))


def bears_one(work, question):
    """Does survey.yaml say that an answer to this question bears one code."""
    return work.survey.several_codes.get(question) is False


def prepared(answers, question, work=None):
    """One open question prepared for coding, personal data masked first.

    With the optional package also read by meaning; ``work``: where vectors of the last run are kept.
    """
    rows = cluster.prepare(privacy.scrub(answers[question]))
    return meaning.added(rows, project.last_data(work, MEANING) if work is not None and meaning.source() else None)


def write_frame(work, question, codes):
    """Writes a code frame for Excel: BOM, Vietnamese headings, no cell a formula. FrameError beside an .xlsx of it."""
    refuse_book(frame_path(work, question), "bảng mã")
    project.write(
        frame_path(work, question), in_excel(codes).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
    )


def in_excel(codes):
    """A code frame with the headings and guarded cells of its file."""
    return codes.map(frame.guarded).rename(columns=frame.HEADINGS)


def is_trial(work):
    """Are these answers of a rehearsal or a pilot? They propose nothing for the real survey."""
    return project.source_kind(work) == "rehearsal" or work.survey.collection.pilot


def refuse_frameless(work, question):
    """FrameError where no code frame lies beside survey.yaml: what a code means would be lost with this sitting."""
    path = frame_path(work, question)
    if not path.is_file():
        raise frame.FrameError(
            f"Chưa ghi, chưa xuất gì: cạnh survey.yaml không có {path.name}. Câu hỏi chưa có câu trả lời, hoặc đây là"
            " điều tra thử, tập dượt (không lập bảng mã cho phiếu thật), hoặc tệp đã bị chuyển đi. Khôi phục tệp, hay"
            f" lấy bảng mã của mình (lệnh code {question} --import TỆP.csv), hay chạy lại lệnh run trên phiếu thật."
        )


def append(work, question, key, text, codes, coder, how, drawn="", tone=""):
    """Adds one decision to the hand codes and returns when it is on the disk (see :func:`append_all`)."""
    return append_all(work, question, [(key, text, codes, how, drawn, tone)], coder)


def append_all(work, question, decisions, coder):
    """Adds decisions (key, text, codes, how, drawn and, or not, sentiment) of a coder; all are on the disk when it
    returns, or none. FrameError without a code frame, and for several codes where survey.yaml says that an answer
    bears one.

    Returns the ``state`` of the files just before and just after. The lines are added in one piece at the end. A file
    that Excel has saved its own way is first written anew as it was read; one that ends in the middle of a line is
    mended, and FrameError says so.
    """
    refuse_frameless(work, question)
    refuse_book(hand_path(work, question), "mã hóa tay")
    if bears_one(work, question):
        _refuse_several(decisions)
    path, heads = hand_path(work, question), headings(work, question)
    with alone(work, question):
        before = state(work, question)
        if path.is_file() and (told := torn.put_aside(path)):
            raise frame.FrameError(f"{told} Việc vừa làm chưa ghi: làm lại lần nữa.")
        if (turn := _last_turn(path, heads)) is None:
            turn = _write_anew(path, heads)
        cells = [fields(coder, *one, turn=n)[: len(heads)] for n, one in enumerate(decisions, turn + 1)]
        lines = "".join(map(_line, cells)).encode()
        size = path.stat().st_size
        with open(path, "ab", buffering=0) as file:
            if file.write(lines) < len(lines):
                file.truncate(size)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path.name)
            os.fsync(file.fileno())
        return before, state(work, question)


def _refuse_several(decisions):
    if any(len(codes) > 1 and how != hand.WITHDRAWN for _, _, codes, how, *_ in decisions):
        raise frame.FrameError(
            "Chưa ghi: mỗi câu trả lời của câu hỏi này mang một mã (several_codes: false trong survey.yaml)."
            " Chọn một mã."
        )


def headings(work, question):
    """Headings of the hand codes; the sentiment has a column where it is asked for. The turn stands before the last
    ones, which may be blank: a line that was cut within it is seen to be cut."""
    *first, drawn = hand.HEADINGS.values()
    return [*first, *hand.TURN.values(), drawn, *(hand.TONE.values() if question in work.survey.sentiment else ())]


def fields(coder, key, text, codes, how, drawn, tone="", *, turn):
    """The cells of one decision under these headings, the sentiment last."""
    told = [key, frame.guarded(frame.plain(text)[: hand.SHOWN]), hand.joined(codes).replace(";", "; ")]
    return [*told, frame.guarded(frame.plain(coder)), how, str(turn), drawn, TONES.get(tone, "").lower()]


def rows(decisions, coder):
    """The same decisions as :func:`read_hand` will give them back."""
    cells = [[frame.unguarded(cell).strip() for cell in fields(coder, *one, turn="")] for one in decisions]
    *first, drawn = hand.HEADINGS
    found = pd.DataFrame(cells, columns=[*first, *hand.TURN, drawn, *hand.TONE], dtype="str").drop(columns="turn")
    codes = [hand.joined(hand.parted(codes)) for codes in found["codes"]]
    return found.assign(codes=codes, tone=[(*one, "")[5] for one in decisions])


@contextmanager
def alone(work, question):
    """One writer at a time on the files of a question, whichever process; a killed one lets go. Who is alone with them
    already, having looked before writing, goes on."""
    path, held = work.survey.path.parent / f".khoa-{question}", vars(_held)
    if path in held.setdefault("paths", []):
        yield
        return
    with _locked(path):
        held["paths"].append(path)
        try:
            yield
        finally:
            held["paths"].remove(path)


@contextmanager
def _locked(path):
    path.touch()
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as lock:
        try:
            lock.execute("PRAGMA journal_mode = OFF")
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise frame.FrameError("Chưa lưu: người khác đang ghi vào bảng mã. Lưu lại lần nữa.") from error
        yield


def _last_turn(path, heads):
    """The turn of the latest decision in a file of ours; None where it is to be written anew: it is not there, Excel
    saved it its own way, or a person added rows, which have no turn yet, or one that is taken."""
    content = path.read_bytes() if path.is_file() else b""
    if not content.startswith(f"\ufeff{_line(heads)}".encode()) or not content.endswith(b"\n"):
        return None
    at, text = heads.index(hand.TURN["turn"]), io.StringIO(content.decode("utf-8-sig", "replace"), newline="")
    turns = ["".join(cells[at : at + 1]) for cells in islice(csv.reader(text), 1, None)]
    is_counted = all(map(hand.is_turn, turns)) and len(set(turns)) == len(turns)
    return max(map(int, turns), default=0) if is_counted else None


def _write_anew(path, heads):
    """Writes the hand codes as they were read, in their order, our columns first, then those of a person's own; gives
    every decision its turn, and returns the last."""
    table = read_csv(path).fillna("") if path.is_file() and has_rows(path) else pd.DataFrame(columns=heads)
    titles = {frame.fold(title): title for title in table.columns}
    ours = [titles.get(frame.fold(title), title) for title in heads]
    own = [title for title in table.columns if title not in ours]
    rows = table.reindex(columns=[*ours, *own], fill_value="").set_axis([*heads, *own], axis=1)
    rows = hand.in_turn(rows, rows[hand.TURN["turn"]], rows[hand.HEADINGS["coder"]], path.name)
    told = rows.assign(**{hand.TURN["turn"]: range(1, len(rows) + 1)}).itertuples(index=False)
    project.write(path, ("\ufeff" + "".join(map(_line, [[*heads, *own], *told]))).encode())
    return len(rows)


def _line(cells):
    sheet = io.StringIO()
    csv.writer(sheet, lineterminator="\r\n").writerow(cells)
    return sheet.getvalue()


def read_csv(path):
    """The file as text, whatever Excel made of it, every row of it; letters in one piece (NFC)."""
    frame = ingest.read(torn.content(path), path.name, whole=True).frame
    return frame.apply(lambda column: column.str.normalize("NFC")).rename(columns=partial(unicodedata.normalize, "NFC"))


def mended(work, question):
    """Puts away a last line of the hand codes that was cut while it was written, and says so; "" where none was."""
    path = hand_path(work, question)
    if not path.is_file() or not torn.parted(path.read_bytes())[1]:
        return ""
    with alone(work, question):
        return torn.put_aside(path)

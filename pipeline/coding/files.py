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

import pandas as pd

from pipeline import cluster, ingest, meaning, privacy, project
from pipeline.coding import frame, hand
from pipeline.questionnaire.tones import TONES

CUT = "dong-do"  # part of the name of the file of lines that were cut short: git passes over it as over the others
MEANING = "nghia"  # file of the vectors of a run's answers
BEGIN = "\ufeff" + ",".join([*hand.HEADINGS.values()][:5])  # files from before answers were drawn at random end here

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
    return _checked(_content(path), path.name).copy() if path.is_file() else None


def refuse_book(path, what):
    """FrameError where Excel saved its own kind of file beside a CSV: what was edited there would be passed over."""
    if (book := path.with_suffix(".xlsx")).is_file():
        raise frame.FrameError(
            f"Có {book.name}; {what} chỉ đọc từ {path.name}."
            f" Trong Excel chọn «Lưu thành» CSV UTF-8, rồi xóa {book.name}."
        )


@lru_cache(maxsize=32)  # a page and a run ask for the same frame many times
def _checked(content, name):
    return frame.checked(ingest.read(content, name).frame, name)


def has_rows(path):
    """Whether a CSV file holds a line under its heading that is more than separators; UTF-8 or UTF-16."""
    return sum(bool(line.strip(b" ,;\t\x00\xff\xfe\xef\xbb\xbf")) for line in _content(path).splitlines()) > 1


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
    path, heads = hand_path(work, question), _heads(work, question)
    lines = "".join(_line(_cells(coder, *decision)[: len(heads)]) for decision in decisions).encode()
    with alone(work, question):
        before = state(work, question)
        if path.is_file() and (told := _cut_aside(path)):
            raise frame.FrameError(f"{told} Việc vừa làm chưa ghi: làm lại lần nữa.")
        if not path.is_file() or not _is_ours(path, heads):
            is_begun = path.is_file() and has_rows(path)
            project.write(path, (_anew(path, heads) if is_begun else f"\ufeff{_line(heads)}").encode())
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


def _heads(work, question):
    """Headings of the hand codes; the sentiment has a column where it is asked for."""
    return [*hand.HEADINGS.values(), *(hand.TONE.values() if question in work.survey.sentiment else ())]


def _cells(coder, key, text, codes, how, drawn, tone=""):
    told = [key, frame.guarded(frame.plain(text)[: hand.SHOWN]), hand.joined(codes).replace(";", "; ")]
    return [*told, frame.guarded(frame.plain(coder)), how, drawn, TONES.get(tone, "").lower()]


def rows(decisions, coder):
    """The same decisions as :func:`read_hand` will give them back."""
    cells = [[frame.unguarded(cell).strip() for cell in _cells(coder, *one)] for one in decisions]
    found = pd.DataFrame(cells, columns=[*hand.HEADINGS, *hand.TONE], dtype="str")
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


def _anew(path, heads):
    """The hand codes as they were read, our columns first, then those of a person's own."""
    table = read_csv(path).fillna("")
    titles = {frame.fold(title): title for title in table.columns}
    ours = [titles.get(frame.fold(title), title) for title in heads]
    own = [title for title in table.columns if title not in ours]
    rows = table.reindex(columns=[*ours, *own], fill_value="").itertuples(index=False)
    return "\ufeff" + "".join(map(_line, [[*heads, *own], *rows]))


def _is_ours(path, heads):
    content = path.read_bytes()
    return content.startswith(f"\ufeff{_line(heads)}".encode()) and content.endswith(b"\n")


def _line(cells):
    sheet = io.StringIO()
    csv.writer(sheet, lineterminator="\r\n").writerow(cells)
    return sheet.getvalue()


def read_csv(path):
    """The file as text, whatever Excel made of it; letters in one piece (NFC)."""
    frame = ingest.read(_content(path), path.name).frame
    return frame.apply(lambda column: column.str.normalize("NFC")).rename(columns=partial(unicodedata.normalize, "NFC"))


def _content(path):
    """The bytes of a file; half a line left by a power cut is not read."""
    return _parted(path.read_bytes())[0]


def _parted(content):
    """The bytes of a file, and apart from them those of a last line that was cut while it was written.

    A line that no newline ends, as some editors save it, is whole where it has every field, and in the last ones what
    such a field holds: nothing, too, so that one cut just before them is a decision that claims less.
    """
    lines = content.splitlines(keepends=True)
    if not content.startswith(BEGIN.encode()) or lines[-1].endswith((b"\n", b"\r")):
        return content, b""
    reader = csv.reader(line.decode("utf-8", "replace") for line in lines)
    records = [(cells, reader.line_num) for cells in reader]
    begin = records[-2][1] if len(records) > 1 else 0
    last = b"".join(lines[begin:])
    if not begin or _is_whole(records[0][0], records[-1][0], last):
        return content, b""
    return b"".join(lines[:begin]), last


def _is_whole(heads, cells, line):
    told = dict(zip(map(frame.fold, heads), cells, strict=False))
    drawn, tone = (frame.fold(told.get(frame.fold(head), "")) for head in ("rút", "sắc thái"))
    known = {"", *map(frame.fold, (hand.DRAWN, hand.CAUGHT))}, {"", *map(frame.fold, [*TONES, *TONES.values()])}
    return len(cells) == len(heads) and line.count(b'"') % 2 == 0 and drawn in known[0] and tone in known[1]


def mended(work, question):
    """Puts away a last line of the hand codes that was cut while it was written, and says so; "" where none was."""
    path = hand_path(work, question)
    if not path.is_file() or not _parted(path.read_bytes())[1]:
        return ""
    with alone(work, question):
        return _cut_aside(path)


def _cut_aside(path):
    whole, cut = _parted(path.read_bytes())
    if not cut:
        return ""
    aside = path.with_name(f"{path.stem}.{CUT}.csv")
    project.write(aside, (aside.read_bytes() if aside.is_file() else b"") + cut + b"\r\n")
    project.write(path, whole)
    return f"Dòng cuối của {path.name} bị cắt giữa chừng lúc ghi (mất điện, máy tắt): cất ở {aside.name}, không tính."

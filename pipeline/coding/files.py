"""Where code frames and hand codes lie – beside survey.yaml – and their reading and writing, whole or not at all."""

import csv
import io
import os

import pandas as pd

from pipeline import cluster, ingest, privacy, project
from pipeline.coding import frame, hand, quotes

START = "\ufeff" + ",".join(hand.HEADINGS.values()) + "\r\n"


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
    if (book := path.with_suffix(".xlsx")).is_file():
        raise frame.FrameError(
            f"Có {book.name}; bảng mã chỉ đọc từ {path.name}."
            f" Trong Excel chọn «Lưu thành» CSV UTF-8, rồi xóa {book.name}."
        )
    if path.is_file() and not _has_rows(path):
        raise frame.FrameError(f"{path.name} không còn mã nào. Xóa tệp để máy đề xuất lại, hoặc khôi phục các dòng.")
    return frame.checked(_table(path), path.name) if path.is_file() else None


def _has_rows(path):
    return sum(bool(line.strip(b" ,;\t\x00\xff\xfe\xef\xbb\xbf")) for line in path.read_bytes().splitlines()) > 1


def read_hand(work, question, codes):
    """The hand codes, checked against the frame ``codes``; none yet gives an empty frame."""
    path = hand_path(work, question)
    if not path.is_file() or len(path.read_bytes()) <= len(START.encode()) + 2:
        return hand.empty()
    return hand.checked(_table(path), codes, path.name)


def prepared(answers, question):
    """One open question prepared for coding, personal data masked first."""
    return cluster.prepare(privacy.scrub(answers[question]))


def first_frame(work, question, rows, *, groups=None, seed=0):
    """The frame a person keeps; on the first run the groups' proposals, written once for the person to edit.

    A rehearsal's or a trial's answers propose nothing for the real survey: then nothing is written.
    """
    kept = read_frame(work, question)
    if kept is not None:
        return kept
    found = proposals(work, rows, groups=groups, seed=seed)
    if len(found) and project.source_kind(work) != "rehearsal" and not work.survey.collection.pilot:
        write_frame(work, question, found)
    return found


def proposals(work, rows, *, groups=None, used=(), fewest=1, seed=0):
    """Groups of ``fewest`` people or more as proposed codes, each with an example that may be shown."""
    _, table = cluster.groups(rows, groups, seed=seed)
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


def write_frame(work, question, codes):
    """Writes a code frame for Excel: UTF-8 with BOM, Vietnamese headings, no cell a formula."""
    project.write(
        frame_path(work, question), in_excel(codes).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
    )


def append_code(work, question, row):
    """Adds one code to the frame on the disk; all other rows, and columns of a person's own, stay as they were read."""
    path = frame_path(work, question)
    if not path.is_file():
        raise frame.FrameError(f"{path.name} không còn; chạy lại python3 run.py, hoặc khôi phục tệp.")
    table = _table(path).fillna("")
    titles = {frame.fold(title): title for title in table.columns}
    cells = {titles.get(frame.fold(title), title): row.get(name, "") for name, title in frame.HEADINGS.items()}
    grown = pd.concat([table, pd.DataFrame([cells])], ignore_index=True).fillna("").map(frame.guarded)
    project.write(path, grown.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig"))


def in_excel(codes):
    """A code frame with the headings and guarded cells of its file."""
    return codes.map(frame.guarded).rename(columns=frame.HEADINGS)


def append(work, question, key, text, codes, coder, how):
    """Adds one decision to the hand codes and returns when it is on the disk.

    The line is added in one piece at the end. A file that Excel has saved its own way, or that ends in the middle of
    a line, is first written anew as it was read.
    """
    path = hand_path(work, question)
    if not path.is_file() or not _is_ours(path):
        known = _table(path).fillna("").itertuples(index=False) if path.is_file() else []
        project.write(path, (START + "".join(map(_line, known))).encode())
    shown = _plain(text)[: hand.SHOWN]
    with open(path, "ab", buffering=0) as file:
        cells = [key, frame.guarded(shown), hand.joined(codes).replace(";", "; "), frame.guarded(_plain(coder)), how]
        file.write(_line(cells).encode())
        os.fsync(file.fileno())


def _plain(text):
    """One line of letters that are seen: no control character spoils the file, none turns the text round."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _is_ours(path):
    content = path.read_bytes()
    return content.startswith(START.encode()) and content.endswith(b"\n")


def _line(cells):
    sheet = io.StringIO()
    csv.writer(sheet, lineterminator="\r\n").writerow(cells)
    return sheet.getvalue()


def _table(path):
    """The file as text, whatever Excel made of it; half a line left by a power cut is not read."""
    content = path.read_bytes()
    if content.startswith(START.encode()):
        content = content[: content.rindex(b"\n") + 1]
    return ingest.read(content, path.name).frame

"""A last line of the hand codes that was cut while it was written: not read, put aside, told."""

import csv

from pipeline import project
from pipeline.coding import frame, hand
from pipeline.questionnaire.tones import TONES

CUT = "dong-do"  # part of the name of the file of lines that were cut short: git passes over it as over the others
BEGIN = "\ufeff" + ",".join([*hand.HEADINGS.values()][:5])  # files from before answers were drawn at random end here


def content(path):
    """The bytes of a file; half a line left by a power cut is not read."""
    return parted(path.read_bytes())[0]


def parted(content):
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


def put_aside(path):
    """Puts away the cut last line, where there is one; returns a sentence that says so, or ""."""
    whole, cut = parted(path.read_bytes())
    if not cut:
        return ""
    aside = path.with_name(f"{path.stem}.{CUT}.csv")
    project.write(aside, (aside.read_bytes() if aside.is_file() else b"") + cut + b"\r\n")
    project.write(path, whole)
    return f"Dòng cuối của {path.name} bị cắt giữa chừng lúc ghi (mất điện, máy tắt): cất ở {aside.name}, không tính."

"""A code frame taken over from another survey: its codes and key phrases, beside what is in this one's file."""

import os
from pathlib import Path

from pipeline.coding import edits, files, frame
from pipeline.ingest.raw import IngestError

FROM = "de-xuat"  # part of the name of the machine's proposals put away
TAKEN = ("name", "net", "phrases", "description", "status")


def read(path):
    """The live codes of another survey's frame (.csv, or .xlsx). FrameError says what is wrong with the file."""
    path = Path(path)
    if not path.is_file():
        raise frame.FrameError(f"Không có tệp {path.name}; kiểm tra --import.")
    try:
        table = files.read_csv(path)
    except (IngestError, UnicodeError, ValueError) as error:
        raise frame.FrameError(f"{path.name} không đọc được như một bảng mã: {error}") from error
    frame.columns(table, frame.HEADINGS, ("code", "name"), path.name)
    lacking = {frame.HEADINGS[name] for name in frame.NEEDED} - {"mã", "tên"}
    known = {frame.fold(title) for title in table.columns}
    blank = {title: "" for title in lacking if frame.fold(title) not in known}
    found = frame.checked(table.assign(**blank), path.name)
    if found.empty:
        raise frame.FrameError(f"{path.name} không có mã nào.")
    return frame.live(found)


def take_over(work, question, taken, source):
    """Puts the codes ``taken`` into the frame of a question; returns a sentence a change made.

    A code of the same name keeps its own code and gains the key phrases, also where it is merged or forbidden here:
    what a person did with it stands. Others come with their code, or a fresh one where theirs is in use. Proposals of
    the machine that nobody has worked on make room, and are kept aside.
    """
    path, told = files.frame_path(work, question), []
    old = files.read_frame(work, question)
    if old is not None and old["status"].eq(frame.PROPOSED).all() and files.read_hand(work, question, old).empty:
        aside = path.with_name(f"{path.stem}.{FROM}.csv")
        os.replace(path, aside)
        told, old = [f"Mã máy đề xuất, chưa ai sửa, cất ở {aside.name}."], None
    if old is None:
        rows = taken.assign(**{name: "" for name in ("merged_into", "source", "summary", "example")})
        files.write_frame(work, question, rows.reindex(columns=list(frame.HEADINGS), fill_value=""))
        return [*told, f"{path.name}: {len(taken)} mã từ {source}."]
    changes, added = _united(old, taken, files.read_hand(work, question, old)["codes"])
    edits.edit_frame(work, question, edits.version_of(work, question), changes, added)
    return [*told, f"{path.name}: thêm {len(added)} mã từ {source}; {len(changes)} mã trùng tên được thêm cụm từ khóa."]


def _united(old, taken, decided):
    by_name = {frame.fold(row.name): row for rows in (old, frame.live(old)) for row in rows.itertuples(index=False)}
    in_use = [*old["code"], *old["merged_into"], *(code for codes in decided for code in codes.split(";"))]
    own, changes, added = dict(zip(old["code"], old["phrases"], strict=True)), {}, []
    for row in taken.to_dict("records"):
        same = by_name.get(frame.fold(row["name"]))
        if same is None:
            used = [*in_use, *(one["code"] for one in added)]
            code = row["code"] if row["code"].upper() not in map(str.upper, used) else frame.fresh(used)
            added.append({"code": code} | {name: row[name] for name in TAKEN})
        elif more := _more(same.phrases, row["phrases"]):
            changes[same.code] = {"phrases": "; ".join(filter(None, [own[same.code], *more]))}
    return changes, added


def _more(own, theirs):
    known = {frame.fold(phrase) for phrase in own.split(";")}
    return [p.strip() for p in theirs.split(";") if p.strip() and frame.fold(p) not in known]

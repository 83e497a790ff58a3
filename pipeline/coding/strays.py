"""Decisions of the hand codes that belong to no answer of these data: an earlier wave's, or a text that was changed."""

import pandas as pd

from pipeline import cluster, privacy, project, vi
from pipeline.coding import files, frame, hand

SHOWN = 5  # numbers of rows told
FEW = 0.1  # share of such decisions up to which the others are of these data: then something is amiss with those
AMISS = (
    ". Hầu hết quyết định khác đều khớp: xem ở các dòng ấy câu trả lời có bị bảng tính đổi (3/4 thành ngày, 1e5 thành"
    " 100000) hay bị sửa chữ không"
)


def everyone(work, question, prepared):
    """``key`` and ``normal`` of all answers that were read: those prepared, and those of forms out of the analysis."""
    told = prepared[["key", "normal"]]
    try:
        rows = project.data(work, "answers")
    except project.ProjectError:  # these answers are of no run: a notebook's own
        return told
    others = rows.loc[~rows["analysed"], question].astype("object")
    return pd.concat([told, cluster.keyed(privacy.scrub(others))[["key", "normal"]]])


def told(work, question, known):
    """A sentence on the decisions of the file that belong to no answer of those ``known`` (:func:`everyone`), with the
    numbers of their rows; "" for none."""
    path = files.hand_path(work, question)
    if not path.is_file() or not files.has_rows(path):
        return ""
    rows = hand.found(frame.columns(files.read_csv(path), hand.HEADINGS, hand.NEEDED, path.name), known)
    rows = rows[rows["codes"].ne("")]
    strays = sorted(rows.index[~rows["key"].isin(known["key"])])
    numbers = ", ".join(map(str, strays[:SHOWN])) + ", …" * (len(strays) > SHOWN)
    return said(path.name, len(strays), len(rows), f" (dòng {numbers})")


def said(name, strays, decisions, at=""):
    """The same sentence of so many ``strays`` among the decisions of a file."""
    if not strays:
        return ""
    return (
        f"{vi.number(strays)} trong {vi.number(decisions)} quyết định của {name} không thuộc câu trả lời nào của dữ"
        f" liệu này{at}: chỉ dạy máy, như quyết định của đợt trước{AMISS if strays <= FEW * decisions else ''}."
    )

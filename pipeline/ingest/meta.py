"""Row number, day and duration of each answer, from whatever time columns a file has; the clock time is not kept."""

import re

import pandas as pd

from pipeline.ingest.raw import TIMES
from pipeline.ingest.text import fold
from pipeline.ingest.times import DATE, moments, seconds_between

OWN = ("_day", "_seconds", "_too_fast")
STARTS = tuple(map(fold, ("start", "starttime", "start time", "Thời gian bắt đầu")))
ENDS = tuple(map(fold, ("end", "endtime", "completion time", "Thời gian hoàn thành")))
DAYS = ("_day", *TIMES, *ENDS, "today", *STARTS, "_submission_time", "submissiondate")


def meta_columns(frame):
    """What the columns that are no answers tell of each answer.

    Returns the meta columns as text (``_row``: number of the row in the file; ``_day``: YYYY-MM-DD; ``_seconds``;
    ``_too_fast`` as it came; only those that the file tells) and a dict column → (meta column or None, how). Unreadable
    times and negative durations are missing and counted in ``how``.
    """
    names = {fold(c): c for c in frame.columns if is_time(frame[c]) or c in OWN[1:]}
    found = {"_row": pd.Series(frame.index.astype(str), index=frame.index, dtype="str")}
    how = {names[key]: (None, "thời điểm – không dùng") for key in DAYS if key in names}
    start, end = (next((names[k] for k in keys if k in names), None) for keys in (STARTS, ENDS))
    if start and end:
        found["_seconds"], how[start] = _seconds(frame[start], frame[end])
        how[end] = how[start]
    day = next((names[k] for k in DAYS if k in names), None)
    if day:
        found["_day"], how[day] = _days(frame[day])
    for own in (n for n in OWN[1:] if n in names):
        found[own], how[names[own]] = frame[names[own]], (own, "tên")
    return {name: found[name] for name in ("_row", *OWN) if name in found}, how


def is_time(column):
    """Whether a column holds times of filling in, by its header and its cells; such a column is no question."""
    if fold(column.name) not in DAYS or column.isna().all():
        return False
    return sum(bool(re.search(DATE, text)) for text in column.dropna()) >= 0.5 * column.notna().sum()


def _days(column):
    vietnamese = fold(column.name) != "timestamp"
    read = moments(column, vietnamese=vietnamese)
    unread = f"; {read.unread} ô không đọc được, để trống" if read.unread else ""
    return read.times.dt.strftime("%Y-%m-%d").astype("str"), ("_day", f"thời điểm ({read.order}{unread})")


def _seconds(start, end):
    seconds = seconds_between(start, end)
    lost = int((start.notna() & end.notna() & seconds.isna()).sum())
    said = f"; {lost} phiếu không tính được (kết thúc trước khi bắt đầu), để trống" if lost else ""
    text = seconds.map(lambda s: str(int(s)), na_action="ignore").astype("str")
    return text, ("_seconds", f"thời lượng từ bắt đầu đến kết thúc{said}")

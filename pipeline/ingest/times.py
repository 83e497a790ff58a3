"""Times of filling in, spelt any way, → days; day-first or month-first is decided once for the whole column."""

import re
from typing import NamedTuple

import pandas as pd

DAY_FIRST, MONTH_FIRST = "ngày trước tháng", "tháng trước ngày"
ISO = "%Y-%m-%dT%H:%M:%S"
DATE = r"(?<!\d)(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2}))(?!\d)"
CLOCK = re.compile(
    r"(?<![\d:+-])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?!:?\d)\s*(am|pm|sa|ch|sáng|chiều)?", re.IGNORECASE
)
ZONE = re.compile(r":\d{2}(?:[.,]\d+)?\s*(?:GMT|UTC)?\s*(Z|[+-]\d{1,2}(?::?\d{2})?)$")


class Moments(NamedTuple):
    """``times``: datetime64 as written, NaT where unreadable. ``order``: how they were read. ``unread``: how many."""

    times: pd.Series
    order: str
    unread: int


def moments(column, *, vietnamese=True):
    """Times of one column of text, in the clock of whoever wrote them.

    Day-first or month-first is decided for the whole column (spellings may change halfway): the reading under which
    more cells are dates, then the one that keeps the rows in order, then the shorter span, then the header's language.
    Missing cells stay missing; unreadable ones become missing and are counted.
    """
    readings = {order: column.map(lambda t, o=order: _read(t, o), na_action="ignore") for order in _orders(vietnamese)}
    readings = {o: pd.to_datetime(t, format=ISO, errors="coerce") for o, t in readings.items()}
    order = min(readings, key=lambda o: _doubts(readings[o]))
    times = readings[order]
    decided = column.str.contains(r"(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.]\d{2}", na=False).any()
    return Moments(times, order if decided else "năm-tháng-ngày", int((column.notna() & times.isna()).sum()))


def seconds_between(start, end):
    """Whole seconds from ``start`` to ``end``, two columns of text, as float.

    Zones count where both times have one. NaN where either is missing or unreadable, or where the end comes first.
    """
    written = moments(end).times - moments(start).times
    seconds = (written - (_zones(end) - _zones(start))).fillna(written).dt.total_seconds()
    return seconds.where(seconds >= 0).round()


def _orders(vietnamese):
    return (DAY_FIRST, MONTH_FIRST) if vietnamese else (MONTH_FIRST, DAY_FIRST)


def _doubts(times):
    known = times.dropna()
    steps = known.diff().dropna()
    backwards = min((steps < pd.Timedelta(0)).sum(), (steps > pd.Timedelta(0)).sum())
    return int(times.isna().sum()), int(backwards), known.max() - known.min() if len(known) else pd.Timedelta(0)


def _read(text, order):
    day, clock = re.search(DATE, text), CLOCK.search(text)
    if not day:
        return None
    if day[1]:
        year, month, date = int(day[1]), int(day[2]), int(day[3])
    else:
        date, month = (int(day[4]), int(day[5])) if order == DAY_FIRST else (int(day[5]), int(day[4]))
        year = int(day[6]) + (2000 if len(day[6]) == 2 else 0)
    return f"{year:04d}-{month:02d}-{date:02d}T{_clock(clock)}"


def _clock(found):
    if not found:
        return "00:00:00"
    hour, half = int(found[1]), (found[4] or "").lower()
    if half in ("pm", "ch", "chiều") and hour < 12:
        hour += 12
    elif half in ("am", "sa", "sáng") and hour == 12:
        hour = 0
    return f"{hour:02d}:{found[2]}:{found[3] or '00'}"


def _zones(column):
    """Distance of each written time from UTC; NaT where no zone is written."""
    return pd.to_timedelta(column.map(_zone, na_action="ignore").astype(float), unit="min")


def _zone(text):
    found = ZONE.search(text.strip())
    if not found or found[1] == "Z":
        return 0.0 if found else None
    digits = re.sub(r"\D", "", found[1])
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    return (hours * 60.0 + minutes) * (-1 if found[1].startswith("-") else 1)

"""What the organiser may see while the form is open: counts, held to the privacy threshold, and the state of it all."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pipeline.form import gate, shown, store

REASONS = {
    "window": "hết thời gian nhận phiếu",
    "target": "đủ số phiếu theo kế hoạch",
    "organiser": "đơn vị tổ chức dừng nhận phiếu",
}
NO_UNIT = "(không ghi đơn vị)"


@dataclass(frozen=True)
class Row:
    """One line of a count: a day or a unit, people on the staff list (None where unknown), and the count as shown."""

    name: str
    headcount: int | None
    shown: int


@dataclass(frozen=True)
class Figures:
    """Answers so far; ``step`` is the threshold: a ``shown`` of 10 with step 5 stands for 10–14, 0 for under 5.

    ``total`` is such a count while the form may take answers, and ``is_exact`` afterwards; ``at`` is the moment (in
    words) of the counts by day and unit, and of the total while it is not exact.
    """

    total: int
    is_exact: bool
    at: str
    target: int | None
    state: str
    left: str
    step: int
    days: tuple[Row, ...]
    units: tuple[Row, ...]


def figures(served):
    """Figures for a page that may be polled: nothing in them moves with an answer (``shown``).

    When the form is closed for good the sum over all is exact.
    """
    survey, step, over = served.survey, max(served.survey.privacy.min_cell, 1), _is_over(served)
    seen = shown.counts(served, over=over)
    return Figures(
        total=store.accepted(served.engine) if over else seen.total,
        is_exact=over or step == 1,
        at=f"{seen.at.astimezone(served.zone):%H:%M ngày %d/%m/%Y}",
        target=survey.collection.target if served.kind != "pilot" else None,
        state=_state(served),
        left=_left(served),
        step=step,
        days=tuple(Row(_day(day), None, seen.days[day]) for day in sorted(seen.days)),
        units=_units(survey, seen.units),
    )


def exact(served):
    """Figures at this moment and to the last answer, without units: for whoever sits at the server."""
    days = Counter(day for day, *_ in store.contents(served.engine, served.survey))
    return Figures(
        total=store.accepted(served.engine),
        is_exact=True,
        at="",
        target=served.survey.collection.target if served.kind != "pilot" else None,
        state=_state(served),
        left=_left(served),
        step=1,
        days=tuple(Row(_day(day), None, days[day]) for day in sorted(days)),
        units=(),
    )


def history(served):
    """A line for every closing and reopening, in order."""
    said = {"closed": "đóng, {}", "reopened": "mở lại"}
    return [
        f"{_moment(served, event.moment)}: {said[event.act].format(REASONS[event.reason])}"
        for event in store.history(served.engine)
    ]


def _is_over(served):
    """Whether no answer can come any more: closed by hand, full, or past the deadline and the grace after it."""
    found, closes = store.state(served.engine), gate.window(served)[1]
    target = served.survey.collection.target if served.kind != "pilot" else None
    is_full = target is not None and found.accepted >= target
    ended = closes and datetime.now(UTC) >= closes + timedelta(minutes=served.survey.collection.grace)
    return bool(found.closed == "organiser" or is_full or ended)


def in_words(shown, step):
    """A shown count as printed: «dưới 5», «10–14», or the number itself where the threshold is 1."""
    if step == 1:
        return str(shown)
    return f"{shown}–{shown + step - 1}" if shown else f"dưới {step}"


def _units(survey, counts):
    if not survey.population.unit or survey.headcount is None:
        return ()
    labels = {c.name: c.label for c in survey.form[survey.population.unit].choices}
    people = survey.headcount.groupby(survey.population.unit, sort=False)["so_nguoi"].sum()
    rows = [Row(labels.get(unit, unit), int(total), counts.get(unit, 0)) for unit, total in people.items()]
    return (*rows, Row(NO_UNIT, None, counts.get("", 0)))


def _state(served):
    why, closes = gate.reason(served), gate.window(served)[1]
    if why in ("", "early"):
        return "Biểu mẫu chưa mở" if why else "Đang nhận phiếu"
    if why == "window" and not _is_over(served):
        end, last = (_moment(served, m.isoformat()) for m in (closes, gate.last_moment(served, 0)))
        return f"Đã hết thời gian lúc {end}; đến {last} còn nhận phiếu của người đã bắt đầu trước đó"
    moments = [event.moment for event in store.history(served.engine) if event[:2] == ("closed", why)]
    moments += [closes.isoformat()] if why == "window" else []
    at = f" lúc {_moment(served, moments[-1])}" if moments else ""
    return f"Đã đóng{at}: {REASONS[why]}"


def _moment(served, text):
    return f"{datetime.fromisoformat(text).astimezone(served.zone):%H:%M ngày %d/%m/%Y}"


def _left(served):
    """Time until the deadline, in words, while the form is open or not open yet; else ""."""
    closes = gate.window(served)[1] if gate.reason(served) in ("", "early") else None
    seconds = int((closes - datetime.now(UTC)).total_seconds()) if closes else 0
    if seconds <= 0:
        return ""
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    return f"{days} ngày {hours} giờ {minutes} phút"


def _day(text):
    return f"{text[8:]}/{text[5:7]}/{text[:4]}"

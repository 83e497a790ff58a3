"""What the organiser may see while the form is open: counts, held to the privacy threshold, and the state of it all."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.form import gate, store

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
    """Answers so far; ``step`` is the threshold: a ``shown`` of 10 with step 5 stands for 10–14, 0 for under 5."""

    accepted: int
    target: int | None
    state: str
    left: str
    step: int
    days: tuple[Row, ...]
    units: tuple[Row, ...]


def figures(served):
    """Figures of a running or closed form.

    Counts by day and by unit are rounded down to a multiple of ``privacy › min_cell``, so that nobody who watches sees
    a count move by one as a person sends, and no small group is told. The sum over all is exact.
    """
    survey, step = served.survey, max(served.survey.privacy.min_cell, 1)
    answers = store.contents(served.engine)
    days = Counter(day for day, *_ in answers)
    return Figures(
        accepted=store.accepted(served.engine),
        target=survey.collection.target if served.kind != "pilot" else None,
        state=_state(served),
        left=_left(served),
        step=step,
        days=tuple(Row(_day(day), None, _down(days[day], step)) for day in sorted(days)),
        units=_units(survey, Counter(given.get(survey.population.unit, "") for *_, given in answers), step),
    )


def in_words(shown, step):
    """A shown count as printed: «dưới 5», «10–14», or the number itself where the threshold is 1."""
    if step == 1:
        return str(shown)
    return f"{shown}–{shown + step - 1}" if shown else f"dưới {step}"


def _down(count, step):
    return count // step * step


def _units(survey, counts, step):
    if not survey.population.unit or survey.headcount is None:
        return ()
    labels = {c.name: c.label for c in survey.form[survey.population.unit].choices}
    people = survey.headcount.groupby(survey.population.unit, sort=False)["so_nguoi"].sum()
    rows = [Row(labels.get(unit, unit), int(total), _down(counts[unit], step)) for unit, total in people.items()]
    return (*rows, Row(NO_UNIT, None, _down(counts[""], step)))


def _state(served):
    notice, found = gate.notice(served), store.state(served.engine)
    if not notice:
        return "Đang nhận phiếu"
    if not found.closed:
        return notice.headline
    moment = datetime.fromisoformat(found.closed_at).astimezone(served.zone)
    return f"Đã đóng lúc {moment:%H:%M ngày %d/%m/%Y}: {REASONS[found.closed]}"


def _left(served):
    closes = gate.window(served)[1]
    seconds = int((closes - datetime.now(UTC)).total_seconds()) if closes else 0
    if seconds <= 0:
        return ""
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    return f"{days} ngày {hours} giờ {minutes} phút"


def _day(text):
    return f"{text[8:]}/{text[5:7]}/{text[:4]}"

"""The counts that /theo-doi shows: in steps, taken at fixed times only, and kept in the store for all its processes.

Whoever polls the page after every answer sees nothing move with it; and what moves at a quarter of an hour stands for
so many answers that no unit or day can be told of one.
"""

import json
from collections import Counter
from datetime import UTC, datetime
from typing import NamedTuple

import sqlalchemy as sa

from pipeline.form import whose
from pipeline.form.database import ANSWERS, SHOWN, STATE, reading, writing

PERIOD = 15  # minutes on the clock
FRESH = 4  # steps of new answers without which the counts stay as they are; one, once the form is closed


class Counts(NamedTuple):
    """``at`` is when they were taken; every number is rounded down to a multiple of the step."""

    at: datetime
    total: int
    days: dict
    units: dict


def counts(served, *, over):
    """The Counts to show now, taken anew where it is time; ``over``: no answer can come any more."""
    step, now = max(served.survey.privacy.min_cell, 1), clock()
    needed = step if over else FRESH * step
    with reading(served.engine) as connection:
        kept = None if _is_due(connection, step, needed, now) else _kept(connection)
    if kept is None:
        with writing(served.engine) as connection:
            connection.execute(sa.select(STATE.c.one).with_for_update())
            if _is_due(connection, step, needed, now):  # another process may have been first
                _take(connection, served.survey, step, now)
            kept = _kept(connection)
    told = json.loads(kept.content)
    return Counts(datetime.fromisoformat(kept.at), told["total"], told["days"], told["units"])


def clock():
    """Now."""
    return datetime.now(UTC)


def down(count, step):
    """A count as it may be shown."""
    return count // step * step


def _kept(connection):
    return connection.execute(sa.select(SHOWN)).one_or_none()


def _is_due(connection, step, needed, now):
    """Whether a quarter of an hour began and enough answers came since the last time, or there was none."""
    kept = _kept(connection)
    if kept is None or json.loads(kept.content)["step"] != step:
        return True
    accepted = connection.execute(sa.select(STATE.c.accepted)).scalar_one()
    return _quarter(now) > _quarter(datetime.fromisoformat(kept.at)) and accepted - kept.accepted >= needed


def _quarter(moment):
    return int(moment.timestamp()) // (60 * PERIOD)


def _take(connection, survey, step, now):
    accepted = connection.execute(sa.select(STATE.c.accepted)).scalar_one()
    own, unit = ANSWERS.c.version.not_in(whose.foreign(connection, survey)), survey.population.unit
    rows = connection.execute(sa.select(ANSWERS.c.day, ANSWERS.c.content).where(own)).all()
    days, units = Counter(r.day for r in rows), Counter(json.loads(r.content).get(unit, "") for r in rows)
    told = {
        "step": step,
        "total": down(accepted, step),
        "days": {day: down(n, step) for day, n in days.items()},
        "units": {name: down(n, step) for name, n in units.items()} if unit else {},
    }
    connection.execute(SHOWN.delete())
    row = {"one": 1, "at": now.isoformat(timespec="minutes"), "accepted": accepted}
    connection.execute(SHOWN.insert().values(**row, content=json.dumps(told, ensure_ascii=False)))

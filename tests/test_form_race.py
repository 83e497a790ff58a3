"""Many processes storing at the same moment, on a real SQLite file and a real PostgreSQL: exact to the last place."""

import contextlib
import json
import threading
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError, TimeoutError

from pipeline.form import store
from tests import warm

PROCESSES, THREADS = 4, 4
TARGET = 5000


@pytest.fixture(scope="module")
def racers():
    """Processes that start what they are given at the same moment, each with an engine of its own."""
    context = warm.context()
    gate = context.Barrier(PROCESSES)
    with ProcessPoolExecutor(PROCESSES, mp_context=context, initializer=_stand_at, initargs=(gate,)) as pool:
        yield pool


def _stand_at(gate):
    _stand_at.gate = gate


def _outcomes(address, marks):
    """In a racer: (mark, outcome) of storing an answer under each mark, from many threads on one engine."""
    engine, left, found = store.connect(address), iter(marks), []
    lock = threading.Lock()

    def one():
        while True:
            with lock:
                mark = next(left, None)
            if mark is None:
                return
            found.append((mark, _sent(engine, mark)))

    threads = [threading.Thread(target=one) for _ in range(THREADS)]
    _stand_at.gate.wait(60)
    [t.start() for t in threads]
    [t.join() for t in threads]
    engine.dispose()
    return found


def _sent(engine, mark):
    about = {"version": "1", "day": "2025-01-01", "too_fast": False, "target": TARGET}
    while True:
        with contextlib.suppress(OperationalError, TimeoutError):  # told to wait, a person presses again
            return store.accept(engine, {"ma": mark}, mark=mark, now=datetime.now(UTC), **about)


def race(racers, address, marks):
    """(mark, outcome) of all, the marks dealt out among the processes."""
    hands = [racers.submit(_outcomes, str(address), marks[n::PROCESSES]) for n in range(PROCESSES)]
    return [pair for hand in hands for pair in hand.result()]


def filled(address, count):
    """A store that already holds so many answers."""
    engine = store.connect(address)
    about = {"day": "2025-01-01", "version": "1", "too_fast": False}
    rows = [{"id": f"{n:032d}", "content": json.dumps({"ma": f"cũ {n}"}), **about} for n in range(count)]
    with engine.begin() as connection:
        connection.execute(store.ANSWERS.insert(), rows)
        connection.execute(store.STATE.update().values(accepted=count))
    return engine


def held(engine):
    """What the store holds: the marks in its answers, the counter, and why and when it closed."""
    with engine.connect() as connection:
        contents = connection.execute(sa.select(store.ANSWERS.c.content)).scalars().all()
        state = connection.execute(sa.select(store.STATE)).one()
    engine.dispose()
    return sorted(json.loads(content)["ma"] for content in contents), state


def test_eleven_hundred_people_racing_for_the_last_six_hundred_places_fill_exactly_those(racers, database):
    engine = filled(database, TARGET - 600)
    started = datetime.now(UTC).isoformat(timespec="minutes")
    outcomes = race(racers, database, [f"người {n}" for n in range(1100)])
    told = sorted(mark for mark, outcome in outcomes if outcome == "stored")
    answers, state = held(engine)
    assert [mark for mark in answers if mark.startswith("người")] == told
    assert len(told) == 600 and len(answers) == state.accepted == TARGET
    assert {outcome for _, outcome in outcomes} == {"stored", "full"} and len(outcomes) == 1100
    assert state.closed == "target" and started <= state.closed_at <= datetime.now(UTC).isoformat()


def test_forty_copies_of_one_page_racing_for_the_last_place_are_one_answer_and_no_refusal(racers, database):
    engine = filled(database, TARGET - 1)
    outcomes = [outcome for _, outcome in race(racers, database, ["một người"] * 40)]
    answers, state = held(engine)
    assert sorted(outcomes) == ["repeated"] * 39 + ["stored"]
    assert answers.count("một người") == 1 and len(answers) == state.accepted == TARGET

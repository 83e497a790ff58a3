"""More people than places: 5,500 answers sent at once from four processes to a store with 5,000 places."""

import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime

from pipeline.form import store
from pipeline.form.database import connect

PROCESSES, THREADS = 4, 8
PEOPLE, PLACES = 5500, 5000


def race(address):
    """(outcomes as counts, answers in the store, the store's own count) after everybody has sent."""
    hands = [range(n, PEOPLE, PROCESSES) for n in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:
        found = sum(pool.map(_send_all, [str(address)] * PROCESSES, hands), Counter())
    engine = connect(address)
    try:
        return found, len(store.contents(engine)), store.accepted(engine)
    finally:
        engine.dispose()


def _send_all(address, people):
    engine = connect(address, kind="rehearsal")
    with ThreadPoolExecutor(THREADS) as pool:
        found = Counter(pool.map(lambda person: _send(engine, person), people))
    engine.dispose()
    return found


def _send(engine, person):
    """One person sends; told that the store is busy, they press again."""
    from sqlalchemy.exc import OperationalError

    about = {"version": "1", "day": "2022-03-28", "too_fast": False, "target": PLACES}
    while True:
        try:
            return store.accept(engine, {"nguoi": str(person)}, mark=str(person), now=datetime.now(UTC), **about)
        except OperationalError:
            continue

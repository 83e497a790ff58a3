"""What rules may know of the person who fills in a form: draws of her own, and when she began."""

import hmac
import random
import uuid
from dataclasses import dataclass
from datetime import datetime

DIGITS = 2  # a draw has so many: in a survey of some hundreds several people share each, so that it names nobody
PARK_MILLER = 2147483647


@dataclass(frozen=True)
class Person:
    """``seed`` is hers alone and never stored; ``began`` is an aware datetime in the survey's zone."""

    seed: bytes
    began: datetime


def now(person):
    """This moment, in the zone of the person's survey (without a person: of this machine)."""
    return datetime.now(person.began.tzinfo if person else None).astimezone(person.began.tzinfo if person else None)


def drawn(person, what):
    """Her draw from [0, 1) for ``what``: a keyed hash cut to two digits, the same whenever asked; without a person by
    chance.
    """
    if person is None:
        return random.random()
    return _figure(person, what) * 10**DIGITS // 2**64 / 10**DIGITS


def identity(person, what):
    """A uuid (version 4) of hers, the same whenever asked."""
    return str(uuid.UUID(bytes=_mark(person, what)[:16], version=4) if person else uuid.uuid4())


def shuffled(items, person, what, seed=""):
    """The items in an order given by ``seed`` as JavaRosa and Enketo shuffle (a whole number gives the order that they
    give), without a seed in her own; without either as they stand.
    """
    if seed == "" and person is None:
        return list(items)
    start = _start(seed) if seed != "" else _figure(person, what)
    state, order = abs(start) % PARK_MILLER, []
    state = PARK_MILLER - 1 - state if start < 0 or not state else state
    for place, item in enumerate(items):
        state = state * 16807 % PARK_MILLER
        other = int((state - 1) / (PARK_MILLER - 1) * (place + 1))
        order.append(item)
        order[place], order[other] = order[other], item
    return order


def _start(seed):
    """A whole number stands for itself, any other text for a number made of it."""
    try:
        return int(seed)
    except ValueError:
        return int.from_bytes(hmac.digest(b"seed", seed.encode(), "sha256")[:8])


def _figure(person, what):
    return int.from_bytes(_mark(person, what)[:8])


def _mark(person, what):
    return hmac.digest(person.seed, what.encode(), "sha256")

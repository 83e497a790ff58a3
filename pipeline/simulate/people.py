"""Who answers: the people of the staff list, arriving until the form is full."""

import numpy as np
import pandas as pd

MOST = 0.8  # share of the staff list that answers before the list is taken several times over


def frame(survey):
    """Everybody on the staff list, one row a person, as text columns named like questions; None without a list."""
    if survey.headcount is None:
        return None
    counts = survey.headcount.iloc[:, -1]
    names = [c for c in survey.headcount.columns[:-1] if c in survey.form]
    return survey.headcount.loc[survey.headcount.index.repeat(counts), names].reset_index(drop=True)


def paces(people, response, unit, rng):
    """How fast each person comes to answer (a rate): the unit's own pace times the planted factors of their groups."""
    units = sorted(people[unit].unique()) if unit in people else []
    rates = rng.uniform(response.get("low", 0.5), response.get("high", 0.9), len(units))
    pace = dict(zip(units, -np.log(1 - rates), strict=True))
    pace.update((silent, 0.0) for silent in response.get("silent", []))
    speed = people[unit].map(pace).to_numpy(float) if units else np.ones(len(people))
    for by, groups in response.get("factors", {}).items():
        speed = speed * people[by].map(groups).astype(float).fillna(1).to_numpy()
    return speed


def copies(people, n):
    """How many times over the staff list is taken so that ``n`` people can answer."""
    return max(1, int(np.ceil(n / (MOST * len(people)))))


def arrivals(people, speed, n, rng):
    """The ``n`` first to answer when everybody waits an exponential time: rows of ``people``, new index."""
    times = copies(people, n)
    with np.errstate(divide="ignore"):
        waiting = rng.exponential(size=len(people) * times) / np.tile(speed, times)
    first = rng.permutation(np.argsort(waiting)[:n])  # the order of arrival would give away the unit
    return people.iloc[first % len(people)].reset_index(drop=True)


def chances(speed, n):
    """Probability that each person is among the ``n`` first (0-1), from the same exponential waiting times."""
    times = copies(speed, n)
    low, high = 0.0, 1e6
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if times * (1 - np.exp(-speed * middle)).sum() < n else (low, middle)
    return 1 - np.exp(-speed * low)


def moments(shown, collection, rng, *, fastest):
    """A day inside the survey's window ("" when it has none) and a duration in seconds for each person.

    ``shown`` says how many questions each person answered; nobody here is faster than ``fastest`` seconds.
    """
    seconds = shown * 11 * rng.lognormal(0, 0.35, len(shown))
    seconds = np.maximum(seconds, fastest + rng.integers(5, 60, len(shown))).astype(int)
    return pd.DataFrame({"_day": _days(collection, len(shown), rng), "_seconds": seconds.astype(str)})


def _days(collection, n, rng):
    if not collection.opens:
        return [""] * n
    last = collection.closes or collection.opens + pd.Timedelta(days=13)
    days = pd.date_range(collection.opens.date(), last.date())
    eager = np.exp(-0.12 * np.arange(len(days))) * np.where(days.day_of_week >= 5, 0.35, 1)
    return days.strftime("%Y-%m-%d").to_numpy()[rng.choice(len(days), size=n, p=eager / eager.sum())]

"""Many people at once: who does what, in which order, and what each of them met."""

import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import NamedTuple

import click

from pipeline import rules
from pipeline.form import codes
from pipeline.rehearse import respondent
from pipeline.rehearse.behaviour import KINDS, Person, Result
from pipeline.rehearse.browser import SEND, Browser
from pipeline.rehearse.server import HOST

WORKERS = 16
EARLY = 0.8  # share of the places taken by the first wave: bad behaviour comes while there are places left
GATECRASHERS = 2  # of each kind that meets a closed door
MISTYPED = "ABCD-EFGH-JK22"  # its last sign does not fit the others
WRONG = ("-1", "999999999", "không rõ")


class Load(NamedTuple):
    """Results of everybody, the requests' times (kind, seconds) while the crowd was there, and how long it took."""

    results: list
    times: list
    seconds: float


def crowd(form, answers, places, made):
    """The people who come, in two waves: one for each row of ``answers`` (dicts), some of them hasty or mistaken,
    and others who get no answer in. The second wave is honest and takes the last places. ``made`` are one-time codes,
    ``codes_needed`` of them ([] in an open survey).
    """
    each, before = max(2, len(answers) // 100), round(EARLY * min(len(answers), places))
    kinds = _kinds(form, answers, each, before)
    keys = iter(made or [""] * codes_needed(len(answers)))
    own = [_person(form, row, given, kinds.get(row, ("honest", ())), next(keys)) for row, given in enumerate(answers)]
    others = [Person(kind, -1, own[turn].sheet, next(keys), pages=1 + turn % 3)
              for kind in ("left", "token", "forged") for turn in range(each)]  # fmt: skip
    return _mixed(own[:before], others + (_wrong_codes() if made else [])), own[before:]


def codes_needed(n):
    """How many one-time codes a crowd of ``n`` uses; the last ones are for those who come too late."""
    return n + 3 * max(2, n // 100) + 2 * GATECRASHERS


def run(waves, port, *, late, made):
    """Each wave answers, ``WORKERS`` at a time; in a survey with codes some that brought an answer are tried again
    between the waves; then, if ``late``, those come who meet a full form. Returns the Load.
    """
    sheet, keys = waves[0][0].sheet, made[-2 * GATECRASHERS :] or [""] * 2 * GATECRASHERS
    slow = [_begun(port, sheet, key) for key in keys[:GATECRASHERS]] if late else []
    start = time.perf_counter()
    with ThreadPoolExecutor(WORKERS) as pool:
        results = _gathered(pool, waves, port, made)
    seconds, times = time.perf_counter() - start, [t for r in results for t in r.times]
    if late:
        results += [_ended(*begun, sheet) for begun in slow]
        results += [_one(Person("late", -1, sheet, key), port) for key in keys[GATECRASHERS:]]
    return Load(results, times, seconds)


def _gathered(pool, waves, port, made):
    results = []
    try:
        with click.progressbar(length=sum(map(len, waves)), label="Gửi phiếu qua biểu mẫu") as bar:
            for wave in waves:
                results += [_one(person, port) for person in _spent_codes(results, made)]
                for done in as_completed([pool.submit(_one, person, port) for person in wave]):
                    results.append(done.result())
                    bar.update(1)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    return results


def _spent_codes(results, made):
    rows = [r.row for r in results if r.thanked and r.row >= 0][:GATECRASHERS]
    return [Person("used", -1, {}, made[row]) for row in rows] if made else []


def _one(person, port):
    browser = Browser(HOST, port)
    try:
        outcome = KINDS[person.kind].act(browser, person)
    except OSError as error:
        outcome = f"error: {error}"
    finally:
        browser.close()
    return Result(person.kind, person.row, outcome, "stored" in outcome.split(), times=tuple(browser.times))


def _begun(port, sheet, key):
    browser = Browser(HOST, port)
    reply = respondent.finish(browser, sheet, code=key)
    browser.close()
    return browser, reply


def _ended(browser, reply, sheet):
    body = respondent.posting(reply, sheet, "gui")
    outcome = respondent.outcome(browser.post(respondent.action(reply), body, kind=SEND))
    browser.close()
    return Result("slow", -1, outcome, outcome == "stored")


def _kinds(form, answers, each, before):
    """Row → (kind, mistaken answer) of those who do not simply answer; the first who can make a mistake make it."""
    found = {}
    for row in range(before):
        if sum(kind == "mistaken" for kind, _ in found.values()) == each:
            break
        if wrong := _mistake(form, answers[row]):
            found[row] = ("mistaken", wrong)
    free = [row for row in range(before) if row not in found]
    hasty = free[:: max(1, len(free) // (2 * each))][: 2 * each]
    return found | {row: (("double", "reload")[turn % 2], ()) for turn, row in enumerate(hasty)}


def _mistake(form, given):
    """(question, mistaken answer as sent): a number out of range, else a required answer left blank; () if neither."""
    numbers = [q for q in form.questions if q.kind == "number" and given.get(q.name)]
    needed = [q for q in form.questions if q.required and q.kind != "none" and given.get(q.name)]
    for question, value in [(q, value) for q in numbers for value in WRONG] + [(q, "") for q in needed]:
        if question.name in rules.violations(form, {**given, question.name: value}):
            return question.name, respondent.sheet(form, {question.name: value})[question.name]
    return ()


def _person(form, row, given, kind, key):
    return Person(kind[0], row, respondent.sheet(form, given), key, wrong=kind[1])


def _wrong_codes():
    unknown = [Person("unknown", -1, {}, code) for code in codes.fresh(GATECRASHERS)]
    return unknown + [Person("mistyped", -1, {}, MISTYPED) for _ in range(GATECRASHERS)]


def _mixed(own, others):
    """The others spread among those who answer."""
    placed = [(turn / len(own), person) for turn, person in enumerate(own)]
    placed += [((turn + 0.5) / len(others), person) for turn, person in enumerate(others)]
    return [person for _, person in sorted(placed, key=lambda pair: pair[0])]

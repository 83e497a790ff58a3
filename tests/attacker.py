"""The attacker of the form: holds copies of the database files, the log and every code; guesses who gave which answer.

An Evidence is what he holds. Every strategy returns guesses: ways of pairing code → answer, each with a name.
"""

import hashlib
import hmac
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

SHORTEST = 8  # hexadecimal signs that agree by chance once in 4 thousand million


@dataclass(frozen=True)
class Evidence:
    """``marks`` are the spellings of every code, with the digest the store knows it by (more than he would have);
    ``answers`` the texts by which he knows every answer; ``moments`` the files (name → bytes) after each answer, the
    first before any; ``tables`` the rows of every table (name → rows) at the same moments; ``log`` what was printed.
    """

    marks: dict[str, tuple[str, ...]]
    answers: tuple[str, ...]
    moments: list[dict[str, bytes]]
    tables: list[dict[str, list[tuple]]]
    log: str = ""


def rows(path):
    """Every table of a copied SQLite file, in the order the database gives its rows."""
    connection = sqlite3.connect(path)
    names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0")]
    found = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    connection.close()
    return found


def by_order(evidence):
    """The nth code with the nth answer, and backwards, in every order that rows, numbers, bytes or copies have."""
    of_codes = _orders(evidence, evidence.marks)
    of_answers = _orders(evidence, {answer: (answer,) for answer in evidence.answers})
    for one, codes in of_codes.items():
        for other, answers in of_answers.items():
            yield f"{one} ~ {other}", dict(zip(codes, answers, strict=False))
            yield f"{one} ~ {other}, backwards", dict(zip(codes, answers[::-1], strict=False))


def by_change(evidence):
    """The code whose bytes lie nearest to what changed in a file, with the answer that came meanwhile."""
    guesses = {}
    for before, after in pairwise(evidence.moments):
        answer = _newcomer(before, after, evidence.answers)
        near = [found for name in after for found in _touched(before.get(name, b""), after[name], evidence.marks)]
        if answer and near:
            guesses[min(near)[1]] = answer
    yield "changed bytes", guesses


def by_bit(evidence):
    """The code whose number in some column is a bit (the first or last) flipped in some field of bytes."""
    for pick in (min, max):
        guesses = {}
        for (before, after), (old, new) in zip(pairwise(evidence.moments), pairwise(evidence.tables), strict=True):
            answer = _newcomer(before, after, evidence.answers)
            flipped = _flipped(old, new)
            numbers = {n: code for row in _of(new, evidence.marks) for code, n in row}
            if answer and flipped and (place := pick(flipped) % len(evidence.marks)) in numbers:
                guesses[numbers[place]] = answer
        yield f"bits, {pick.__name__}", guesses


def by_hash(evidence):
    """The code that some usual hash or the thing itself makes into something that came with an answer."""
    guesses = {}
    derived = {h[:SHORTEST]: code for code, spellings in evidence.marks.items() for s in spellings for h in _hashes(s)}
    for (before, after), (old, new) in zip(pairwise(evidence.moments), pairwise(evidence.tables), strict=True):
        answer = _newcomer(before, after, evidence.answers)
        fresh = [str(v) for table, held in new.items() for row in set(held) - set(old.get(table, ())) for v in row]
        for text in fresh:
            for hashed in (text, *_hashes(text)):
                if answer and hashed[:SHORTEST] in derived:
                    guesses[derived[hashed[:SHORTEST]]] = answer
    yield "hashes", guesses


def by_distance(evidence):
    """The answer whose bytes lie nearest to a code's, in the last copy of each file."""
    for name, content in evidence.moments[-1].items():
        places = {answer: at for answer in evidence.answers if (at := content.find(answer.encode())) >= 0}
        guesses = {}
        for code, spellings in evidence.marks.items():
            found = [at for s in spellings for at in _all(content, s)]
            if found and places:
                guesses[code] = min(places, key=lambda a: min(abs(places[a] - at) for at in found))
        yield f"nearest in {name}", guesses


def by_log(evidence):
    """Codes and answers as they follow each other in the log."""
    codes = _sorted({c: min((evidence.log.find(s) for s in ss if s in evidence.log), default=-1)
                     for c, ss in evidence.marks.items()})  # fmt: skip
    yield "log", dict(zip(codes, _sorted({a: evidence.log.find(a) for a in evidence.answers}), strict=False))


STRATEGIES = (by_order, by_change, by_bit, by_hash, by_distance, by_log)


def _sorted(places):
    return sorted((item for item, place in places.items() if place >= 0), key=places.get)


def _orders(evidence, spelled) -> dict[str, list]:
    """Every order in which these things stand: as listed, in rows, by numbers beside them, in bytes, by first copy."""
    found = {"as listed": list(spelled), "sorted": sorted(spelled)}
    for name, held in evidence.tables[-1].items():
        pairs = list(_of({name: held}, spelled))
        found[f"rows of {name}"] = [row[0][0] for row in pairs]
        for column in range(max(map(len, pairs), default=0)):
            found[f"number {column} of {name}"] = [r[column][0] for r in sorted(pairs, key=lambda r: r[column][1])]
    for when, files in (("first", evidence.moments[0]), ("last", evidence.moments[-1])):
        for name, content in files.items():
            found[f"bytes of {name}, {when}"] = _sorted({i: _first(content, ss) for i, ss in spelled.items()})
    found["first copy"] = _sorted({item: _arrival(evidence.moments, ss) for item, ss in spelled.items()})
    enough = len(spelled) * 0.9
    return {name: order for name, order in found.items() if len(order) >= enough}


def _of(tables, spelled) -> Iterable[list[tuple]]:
    """Of each row that names one of these: (which, number) for every number in it – its place when it has none."""
    items = {s: item for item, spellings in spelled.items() for s in spellings}
    for held in tables.values():
        for place, row in enumerate(held):
            named = [items[v] for v in row if isinstance(v, str) and v in items]
            named += [
                i
                for v in row
                if isinstance(v, str) and v not in items and len(v) > 64
                for s, i in items.items()
                if s in v
            ]
            numbers = [v for v in row if isinstance(v, int)] or [place]
            if named:
                yield [(named[0], number) for number in numbers]


def _arrival(moments, spellings):
    return next((n for n, files in enumerate(moments) if any(_first(f, spellings) >= 0 for f in files.values())), -1)


def _newcomer(before, after, answers):
    fresh = [a for a in answers if _arrival([after], (a,)) == 0 and _arrival([before], (a,)) < 0]
    return fresh[0] if len(fresh) == 1 else None


def _touched(before, after, marks, page=4096):
    """(distance, code) of codes on pages that were there before and changed, to the nearest changed byte."""
    for start in range(0, min(len(before), len(after)), page):
        old, new = before[start : start + page], after[start : start + page]
        if old == new:
            continue
        changed = [n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b]
        for code, spellings in marks.items():
            yield from (
                (min(abs(at + len(s) // 2 - n) for n in changed), code) for s in spellings for at in _all(new, s)
            )


def _flipped(old, new):
    """Positions of bits that differ between the fields of bytes that had the same place and length before."""
    places = []
    for name, held in new.items():
        for before, after in zip(old.get(name, ()), held, strict=False):
            for a, b in zip(before, after, strict=True):
                if isinstance(a, bytes) and isinstance(b, bytes) and len(a) == len(b):
                    xor = int.from_bytes(a, "little") ^ int.from_bytes(b, "little")
                    places += [n for n in range(xor.bit_length()) if xor >> n & 1]
    return places


def _hashes(text):
    raw = text.encode()
    plain = [h(raw).hexdigest() for h in (hashlib.sha256, hashlib.sha1, hashlib.md5, hashlib.blake2b)]
    keyed = [hmac.new(key, raw, hashlib.sha256).hexdigest() for key in (b"", b"code:", b"secret", b"dev")]
    return [text, text[::-1], hashlib.sha256(f"code:{text}".encode()).hexdigest(), *plain, *keyed]


def _first(content, spellings):
    return min((at for s in spellings if (at := content.find(s.encode())) >= 0), default=-1)


def _all(content, text):
    at = content.find(text.encode())
    while at >= 0:
        yield at
        at = content.find(text.encode(), at + 1)

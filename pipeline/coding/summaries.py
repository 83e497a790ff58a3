"""A sentence that sums up a code, made of its typical answers' own words: clauses of theirs side by side, nothing else.

Proposed to a person; what a person approved stands in the frame's column «tóm tắt».
"""

import re
from collections import Counter
from itertools import islice
from math import log

from pipeline.coding import quotes, said
from pipeline.coding.frame import APART, live

BREAK = re.compile(r"[.;!?\n•…]+|,\s|\s[-+–]\s|\s(?=(?:nhưng|tuy nhiên|ngoài ra|bên cạnh đó)\b)", re.IGNORECASE)
FEWEST, MOST = 3, 16  # syllables of a clause that can stand alone
PARTS, EACH = 3, 3  # clauses a sentence at most, and sentences proposed
READ = 200  # clauses looked at, the most telling first
ALIKE = 0.4  # share of common words from which two clauses say the same


def proposed(texts, everybody):
    """Up to ``EACH`` sentences that sum up ``texts`` (answers of one code) as against all answers (their ``words``).

    Each clause is one that a person wrote, in his own words and order; masked and free of abuse. [] where no answer
    has a clause that can stand alone.
    """
    clauses = _best_first([c for c in _clauses(texts) if _reads_well(c, everybody)], words(texts), everybody)
    groups = list(islice(_different(clauses[:READ]), EACH * PARTS))
    sentences = [_sentence(groups[at : at + PARTS]) for at in range(0, min(len(groups), EACH * PARTS), PARTS)]
    short = [_sentence(groups[:1])] if len(groups) > 1 else []
    return list(dict.fromkeys([*sentences[:1], *short, *sentences[1:]]))[:EACH]


def approved(one, *, minimum):
    """The approved sentences of a study's codes that at least ``minimum`` people named: ``code``, ``name``,
    ``summary``; masked anew, never one with abuse, nor one with a clause that stands in no answer of these data."""
    lost = gone(live(one.frame), one.prepared["text"])
    people = one.shown["codes"].str.split(";").explode().value_counts()
    told = dict(zip(one.frame["code"], one.frame["summary"], strict=True))
    rows = [(c.name, c.label, told.get(c.name, "")) for c in one.question.choices if people.get(c.name, 0) >= minimum]
    return [(code, name, quotes.shown(text)) for code, name, text in rows
            if text and code not in (*APART, *lost) and not quotes.ABUSE.search(text)]  # fmt: skip


def gone(frame, texts):
    """Codes whose approved sentence has a clause that stands in none of these answers."""
    told = frame[frame["summary"].ne("")]
    spelt = said.spelt(texts.drop_duplicates()) if len(told) else ()
    rows = zip(told["code"], told["summary"], strict=True)
    return [code for code, text in rows if not all(said.holding(spelt, part).any() for part in _parts(text))]


def _parts(sentence):
    return [part for part in BREAK.split(sentence) if re.search(r"\w", part)]


def _clauses(texts):
    return [part for text in dict.fromkeys(texts) for part in (p.strip(" ,:–-") for p in BREAK.split(text))
            if FEWEST <= len(part.split()) <= MOST and "[" not in part]  # fmt: skip


def _reads_well(clause, everybody):
    """With its marks, not in capitals, no word that nobody else wrote (mostly a slip of the keys)."""
    return not clause.isascii() and not clause.isupper() and all(everybody[w] > 1 for w in clause.lower().split())


def words(texts):
    """Number of answers that use each word."""
    return Counter(word for text in texts for word in set(text.lower().split()))


def _best_first(clauses, own, everybody):
    """Clauses by how often this code's answers use their words, the words that others use as much counting nothing."""
    worth = {word: log(1 + n) * max(0.0, log(n / everybody[word] * 4)) for word, n in own.items() if n > 1}
    scores = {c: sum(worth.get(w, 0) for w in set(c.lower().split())) / (len(c.split()) + 2) for c in set(clauses)}
    return sorted(scores, key=lambda clause: (-scores[clause], clause))


def _usable(clause):
    line = quotes.shown(clause).rstrip(".")
    return "" if "[" in line or quotes.ABUSE.search(line) else line


def _different(clauses):
    """Those that may be shown and say something else than the ones before them, one after the other."""
    kept = []
    for clause in clauses:
        words = set(clause.lower().split())
        if all(len(words & other) <= ALIKE * min(len(words), len(other)) for other in kept) and (
            line := _usable(clause)
        ):
            kept.append(words)
            yield line


def _sentence(clauses):
    text = "; ".join(clauses)
    return f"{text[:1].upper()}{text[1:]}." if text else ""

"""Readable Vietnamese names of groups: the phrases their answers use far more often than the others do.

Log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008), on the people who used a phrase.
"""

from collections import Counter, defaultdict
from math import inf, log, sqrt

from pipeline.cluster.negation import negated, tells

PHRASES = 3
PRIOR = 10.0  # people the prior is worth
SHORT_WORD = 0.4  # a lone syllable seldom names a topic
LONGER = 0.5  # a phrase stands for its word when this share of the word's people used it
MOST_WORDS = 5  # of a short name
FEWEST_USERS, USED = 3, 0.12  # a short name's words stand together in this share of the group,
TWICE_TELLING = 0.5  # or in half of that when two of the group's telling phrases are in it
NEGATIONS = {"không", "chưa", "khó", "thiếu", "mất", "nhiều", "tăng", "giảm", "bị", "được"}
CUT = 8  # words kept when a name is a whole answer


def name_groups(answers, labels, people):
    """Name groups of answers by two or three phrases joined by "; ".

    ``answers`` are lists of words, ``labels`` their groups, ``people`` how many gave each answer. Returns a dict from
    label to name; a group without telling phrases is named by its most frequent answer, and no two names are equal.
    """
    members, users, sizes = defaultdict(list), defaultdict(Counter), Counter()
    for words, label, count in zip(map(negated, answers), labels, people, strict=True):
        members[label].append((count, words))
        users[label].update(dict.fromkeys(_phrases(words), count))
        sizes[label] += count
    everybody, names = sum(users.values(), Counter()), {}
    for label in sorted(sizes, key=lambda group: (-sizes[group], group)):
        found = _telling(users[label], everybody, sizes[label], sizes.total())
        telling = len(found) > 1 and len(members[label]) > 1
        names[label] = _unlike("; ".join(found) if telling else _most_frequent(members[label]), names)
    return names


def titles(answers, labels, people, words):
    """Short names of groups, as a person would head a list: the run of 2-5 words, one of its telling
    phrases among them, that sets a group apart most.

    Arguments as for :func:`name_groups`, and what that returned as ``words``. A run starts and ends with telling words
    (or starts with a negation) and is used by several answers; groups without one are headed by their two foremost
    phrases. Returns a dict from label to name; no two names are equal.
    """
    users, sizes = defaultdict(Counter), Counter()
    for own, label, count in zip(map(negated, answers), labels, people, strict=True):
        users[label].update(dict.fromkeys(_runs(own), count))
        sizes[label] += count
    everybody, names = sum(users.values(), Counter()), {}
    for label in words:
        phrases = words[label].split("; ")
        run = _foremost(users[label], phrases, everybody, sizes[label], sizes.total())
        name = run or ", ".join(phrases[:2])
        names[label] = _unlike(name, names)
    return names


def _runs(words):
    """Runs of 2-5 words of at least three syllables that may stand alone."""
    telling = [tells(word) for word in words]
    opens = [tells_so or word in NEGATIONS for word, tells_so in zip(words, telling, strict=True)]
    runs = {" ".join(words[start:end]) for start in range(len(words)) if opens[start]
            for end in range(start + 2, min(start + MOST_WORDS, len(words)) + 1) if telling[end - 1]}  # fmt: skip
    return sorted(run for run in runs if 3 <= run.count(" ") + 1 <= CUT)


def _foremost(own, phrases, everybody, size, total):
    held = {run: sum(f" {phrase} " in f" {run} " for phrase in phrases) for run in own}
    least = [inf, USED * size, TWICE_TELLING * USED * size, TWICE_TELLING * USED * size]
    scores = {run: _log_odds(count, everybody[run], size, total) * run.count(" ") ** 0.5
              for run, count in own.items() if count >= max(FEWEST_USERS, least[held[run]])}  # fmt: skip
    return max(sorted(scores), key=scores.get, default="")


def _phrases(words):
    """Words and pairs of neighbours that may stand in a name."""
    telling = [tells(word) for word in words]
    single = {word for word, kept in zip(words, telling, strict=True) if kept}
    pairs = zip(words, words[1:], telling, telling[1:], strict=False)
    return sorted(single | {f"{one} {two}" for one, two, first, second in pairs if first and second and one != two})


def _telling(own, everybody, size, total):
    least = 2 if size > 3 else 1
    scores = {
        phrase: _log_odds(count, everybody[phrase], size, total) * (1 if " " in phrase else SHORT_WORD)
        for phrase, count in own.items()
        if count >= least
    }
    chosen = []
    for phrase in sorted(scores, key=lambda phrase: (-scores[phrase], phrase)):
        phrase = _longer(phrase, own)
        if scores[phrase] > 0 and not any(_overlap(phrase, other) for other in chosen):
            chosen.append(phrase)
        if len(chosen) == PHRASES:
            break
    return chosen


def _log_odds(count, everywhere, size, total):
    prior = PRIOR * everywhere / total
    inside = (count + prior) / (size - count + PRIOR - prior + 0.5)
    rest = everywhere - count
    outside = (rest + prior) / (total - size - rest + PRIOR - prior + 0.5)
    return log(inside / outside) / sqrt(1 / (count + prior) + 1 / (rest + prior))


def _longer(phrase, own):
    """Take the pair in which a word mostly stands ("kiểm chứng" → "kiểm chứng thông tin")."""
    wider = [other for other in own if f" {phrase} " in f" {other} " and own[other] > max(1, LONGER * own[phrase])]
    return max(wider, key=lambda other: (own[other], other)) if wider else phrase


def _overlap(one, other):
    one, other = set(one.split()), set(other.split())
    return len(one & other) > min(len(one), len(other)) / 2


def _most_frequent(members):
    """The answer most people gave, cut where it is long."""
    _, words = max(members, key=lambda member: member[0])
    text = " ".join(words).split()
    return " ".join(text[:CUT]) + (" …" if len(text) > CUT else "")


def _unlike(name, names):
    taken, tries = set(names.values()), 1
    while (other := name if tries == 1 else f"{name} ({tries})") in taken:
        tries += 1
    return other

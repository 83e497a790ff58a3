"""A coder played from known labels: notes key phrases, codes the answers asked for, and the score that comes of it."""

from collections import Counter
from math import log, sqrt

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score

from pipeline import cluster

READ = 60  # answers of each code (half of a small one), kept out of every score, from which the phrases are noted
PHRASES = 8  # key phrases a code
PRIOR = 5.0


def key_phrases(prepared, codes, *, seed):
    """The code frame of a person who read a few answers of each code: (frame, rows that were read).

    Phrases are words of those answers with the highest log-odds against the other answers read, not drawn from the
    answers scored. ``codes``: answers × codes, 0/1.
    """
    draw = np.random.default_rng(seed)
    read = {code: _some(draw, np.flatnonzero(codes[code])) for code in codes}
    everything = np.unique(np.concatenate(list(read.values())))
    rows = [{"code": code, "name": code, "phrases": "; ".join(_telling(prepared, everything, codes[code].to_numpy()))}
            for code in codes]  # fmt: skip
    return pd.DataFrame(rows), everything


def hand(prepared, codes, rows):
    """What the coder would have written for these rows: ``key`` and ``codes``."""
    written = [";".join(codes.columns[codes.iloc[row].to_numpy(bool)]) for row in rows]
    return pd.DataFrame({"key": prepared["key"].iloc[rows].to_numpy(), "codes": written}).drop_duplicates("key")


def loop(prepared, frame, codes, open_rows, *, wanted, several, seed):
    """Asks for answers in growing batches until ``wanted`` are coded; yields (number, hand, model) at each of them."""
    by_key = pd.Series(open_rows, prepared["key"].iloc[open_rows]).groupby(level=0).first()
    done = pd.DataFrame(columns=["key", "codes"])
    model = cluster.learn(prepared, frame, done, several=several, seed=seed)
    while len(done) < max(wanted):
        batch = min(20 if len(done) < 100 else 50, max(wanted) - len(done))
        keys = [key for key in cluster.ask_next(model, done, len(prepared)) if key in by_key.index][:batch]
        done = pd.concat([done, hand(prepared, codes, by_key[keys].tolist())], ignore_index=True)
        model = cluster.learn(prepared, frame, done, several=several, seed=seed)
        if len(done) in wanted or not keys:
            yield len(done), done, model
        if not keys:
            return


def decided(model, done, *, several):
    """0/1 per answer × code: the likeliest code, or all over one half; what a person coded stays."""
    chance = cluster.suggest(model).fillna(0)
    given = chance >= 0.5 if several else pd.DataFrame(
        np.eye(chance.shape[1], dtype=bool)[chance.to_numpy().argmax(axis=1)], chance.index, chance.columns
    )  # fmt: skip
    known = model.prepared["key"].map(done.set_index("key")["codes"])
    for row in np.flatnonzero(known.notna()):
        given.iloc[row] = given.columns.isin(known.iloc[row].split(";"))
    return given


def right(codes, given, rows, *, several):
    """Share right (one code an answer) or micro-F1 (several), and macro-F1, on ``rows``."""
    true, got = codes.iloc[rows].to_numpy(bool), given[codes.columns].iloc[rows].to_numpy(bool)
    macro = f1_score(true, got, average="macro", zero_division=0)
    return (f1_score(true, got, average="micro") if several else (true & got).any(axis=1).mean()), macro


def automatic(model, done, codes, rows, *, precision=0.9):
    """Coverage and real precision of what the model codes by itself, beside the precision it printed."""
    found = cluster.threshold(model, done, precision=precision)
    chance = cluster.suggest(model).fillna(0).iloc[rows]
    best, sure = chance.to_numpy().argmax(axis=1), chance.to_numpy().max(axis=1) >= found["threshold"]
    hit = codes[chance.columns].iloc[rows].to_numpy(bool)[np.arange(len(rows)), best]
    return sure.mean(), hit[sure].mean() if sure.any() else np.nan, found["precision"]


def _some(draw, rows):
    return draw.permutation(rows)[: min(READ, len(rows) // 2)]


def _telling(prepared, read, has):
    """The words of the code's read answers that set it apart from the other answers read."""
    words = [set(text.split()) - {word for word in text.split() if len(word) < 2 or word.isdigit()}
             for text in prepared["words"].iloc[read]]  # fmt: skip
    inside, everywhere = Counter(), Counter()
    for own, mine in zip(words, has[read], strict=True):
        everywhere.update(own)
        inside.update(own if mine else ())
    size, total = has[read].sum(), len(read)
    odds = {word: _log_odds(n, everywhere[word], size, total) for word, n in inside.items()}
    best = sorted(odds, key=lambda word: (-odds[word], word))
    return [word.replace("_", " ") for word in best[:PHRASES]]


def _log_odds(count, everywhere, size, total):
    """Log-odds with an informative Dirichlet prior, in standard errors (Monroe, Colaresi & Quinn 2008)."""
    share, rest = PRIOR * everywhere / total, everywhere - count
    ratio = log((count + share) / (size - count + PRIOR)) - log((rest + share) / (total - size - rest + PRIOR))
    return ratio / sqrt(1 / (count + share) + 1 / (rest + share))

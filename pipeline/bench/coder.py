"""A coder played from known labels: notes key phrases, codes the answers asked for, and the score that comes of it."""

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
    phrases = _telling(prepared, codes, everything)
    return pd.DataFrame({"code": codes.columns, "name": codes.columns, "phrases": phrases}), everything


def hand(prepared, codes, rows):
    """What the coder would have written for these rows: ``key`` and ``codes``."""
    written = [";".join(codes.columns[codes.iloc[row].to_numpy(bool)]) for row in rows]
    return pd.DataFrame({"key": prepared["key"].iloc[rows].to_numpy(), "codes": written}).drop_duplicates("key")


def loop(model, codes, open_rows, *, wanted):
    """Asks for answers in growing batches until ``wanted`` are coded; yields (number, hand, model) at each of them."""
    prepared = model.prepared
    by_key = pd.Series(open_rows, prepared["key"].iloc[open_rows]).groupby(level=0).first()
    done = pd.DataFrame(columns=["key", "codes"])
    while len(done) < max(wanted):
        batch = min(20 if len(done) < 100 else 50, max(wanted) - len(done))
        keys = [key for key in cluster.ask_next(model, done, len(prepared)) if key in by_key.index][:batch]
        if not keys:
            return
        done = pd.concat([done, hand(prepared, codes, by_key[keys].tolist())], ignore_index=True)
        model = cluster.learn(prepared, model.frame, done, several=model.several, seed=model.seed, after=model)
        if len(done) in wanted:
            yield len(done), done, model


def decided(model, done):
    """0/1 per answer × code: the likeliest code, or all over one half; what a person coded stays."""
    chance = cluster.suggest(model).fillna(0)
    given = chance >= 0.5 if model.several else pd.DataFrame(
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


def automatic(model, done, codes, rows, sample, *, precision=0.9):
    """Coverage and real precision of what the model codes by itself on ``rows``, beside the precision it promised."""
    found = cluster.threshold(model, done, sample, precision=precision)
    chance = cluster.suggest(model).fillna(0).iloc[rows]
    best, sure = chance.to_numpy().argmax(axis=1), chance.to_numpy().max(axis=1) >= found["threshold"]
    hit = codes[chance.columns].iloc[rows].to_numpy(bool)[np.arange(len(rows)), best]
    return sure.mean(), hit[sure].mean() if sure.any() else np.nan, found["precision"]


def _some(draw, rows):
    return draw.permutation(rows)[: min(READ, len(rows) // 2)]


def _telling(prepared, codes, read):
    """For each code the words of the answers read that speak for it more than for any other code.

    An answer with several codes speaks for each of them by its share.
    """
    words = [sorted({word for word in text.split() if len(word) > 1 and not word.isdigit()})
             for text in prepared["words"].iloc[read]]  # fmt: skip
    column, vocabulary = pd.factorize(np.array([word for own in words for word in own], dtype=object), sort=True)
    has = codes.iloc[read].to_numpy(float)
    has = has / np.maximum(has.sum(axis=1, keepdims=True), 1)
    counts = np.zeros((len(vocabulary), codes.shape[1]))
    np.add.at(counts, column, np.repeat(has, [len(own) for own in words], axis=0))
    odds = _log_odds(counts, has.sum(axis=0))
    odds[odds < odds.max(axis=1, keepdims=True)] = -np.inf
    best = np.argsort(-odds, axis=0, kind="stable")[:PHRASES]
    return ["; ".join(vocabulary[i].replace("_", " ") for i in best[:, code] if odds[i, code] > 0)
            for code in range(codes.shape[1])]  # fmt: skip


def _log_odds(counts, size):
    """Log-odds with an informative Dirichlet prior, in standard errors (Monroe, Colaresi & Quinn 2008)."""
    everywhere, total = counts.sum(axis=1, keepdims=True), size.sum()
    share, rest = PRIOR * everywhere / total, everywhere - counts
    ratio = np.log((counts + share) / (size - counts + PRIOR)) - np.log((rest + share) / (total - size - rest + PRIOR))
    return ratio / np.sqrt(1 / (counts + share) + 1 / (rest + share))

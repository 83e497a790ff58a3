"""The usual recipes for grouping and coding short texts, run beside ours in the same process."""

from functools import lru_cache

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import normalize
from underthesea import word_tokenize

READ = 2000  # characters of an answer, as many as are read of it by ours


def lsa_k_means(texts, k, *, seed):
    """TF-IDF on words of underthesea, LSA with 100 dimensions, k-means; returns labels."""
    matrix = _tfidf(_words(texts))
    small = TruncatedSVD(min(100, matrix.shape[1] - 1), random_state=seed).fit_transform(matrix)
    return KMeans(k, n_init=3, random_state=seed).fit_predict(normalize(small))


def gsdmm(texts, k, *, seed, alpha=0.1, beta=0.1, rounds=30):
    """One collapsed Gibbs run of the Dirichlet multinomial mixture (Yin & Wang 2014) on words; returns labels."""
    draw = np.random.default_rng(seed)
    answers = _words(texts.str.lower())
    column, vocabulary = pd.factorize(np.array([word for words in answers for word in words], dtype=object))
    answers = np.split(column, np.cumsum([len(words) for words in answers])[:-1])
    labels = draw.integers(k, size=len(answers))
    counts, sizes = np.zeros((len(vocabulary), k)), np.bincount(labels, minlength=k).astype(float)
    for words, label in zip(answers, labels, strict=True):
        np.add.at(counts, (words, label), 1)
    mass = counts.sum(axis=0)
    for _ in range(rounds):
        for row, words in enumerate(answers):
            _move(counts, mass, sizes, words, labels[row], -1)
            labels[row] = _drawn(counts, mass, sizes, words, draw, alpha, beta)
            _move(counts, mass, sizes, words, labels[row], 1)
    return labels


def one_vs_rest(texts, taught, codes, *, several, seed):
    """TF-IDF with logistic regression on ``taught`` rows; ``codes``: answers × codes. Returns predicted 0/1."""
    matrix = _tfidf(_words(texts))
    model = OneVsRestClassifier(LogisticRegression(C=10, class_weight="balanced", random_state=seed))
    kept = codes[taught].any(axis=0) & ~codes[taught].all(axis=0)
    chance = np.tile(codes[taught].mean(axis=0), (len(codes), 1))
    if kept.any():
        chance[:, kept] = model.fit(matrix[taught], codes[np.ix_(taught, kept)].astype(int)).predict_proba(matrix)
    return chance >= 0.5 if several else np.eye(codes.shape[1], dtype=bool)[chance.argmax(axis=1)]


def _move(counts, mass, sizes, words, label, sign):
    np.add.at(counts, (words, label), sign)
    mass[label] += sign * len(words)
    sizes[label] += sign


def _drawn(counts, mass, sizes, words, draw, alpha, beta):
    steps = np.arange(len(words))[:, None]
    logs = np.log(counts[words] + beta) - np.log(mass + beta * len(counts) + steps)
    logs = logs.sum(axis=0) + np.log(sizes + alpha)
    chance = np.exp(logs - logs.max())
    return draw.choice(len(chance), p=chance / chance.sum())


def _words(texts):
    return _parted(tuple(texts.str[:READ]))


@lru_cache(maxsize=2)
def _parted(texts):
    """Words of all texts: parted once, though recipes and seeds ask again and again."""
    return [word_tokenize(text) for text in texts]


def _tfidf(answers):
    return TfidfVectorizer(analyzer=list, min_df=2, sublinear_tf=True).fit_transform(answers)

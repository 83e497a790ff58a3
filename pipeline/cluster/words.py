"""Answers as words (underthesea) and as syllables, and both as sparse counts."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

MANY = 20_000  # answers from which it pays to share the work among processes
READ = 50_000  # answers split by the segmenter, which takes most of the time of large surveys
LONG = 4  # syllables of the longest words looked up
LONGEST = 40  # an answer's word mass is capped here, so that a few essays do not set the groups


def segment(texts):
    """Split answers into Vietnamese words with ``underthesea.word_tokenize``.

    Returns a Series of lists on the same index; a word of several syllables is written with blanks ("mạng xã hội"),
    a missing answer gives an empty list. Text should be normalised first. Of more than ``READ`` answers an even sample
    is split so; in the others the words it met are looked up, the longest first.
    """
    written = [text if isinstance(text, str) else "" for text in texts]
    step = max(1, -(-len(written) // READ))
    words = _read(written[::step])
    if step > 1:
        met = {word for word, times in Counter(word for own in words for word in own).items() if times > 1}
        sampled = iter(words)
        words = [next(sampled) if row % step == 0 else _looked_up(text, met) for row, text in enumerate(written)]
    return pd.Series(words, index=texts.index, name=texts.name, dtype=object)


def _read(written):
    if len(written) < MANY:
        return [list(_tokens(text)) for text in written]
    # Processes, as threads would wait for each other; results do not depend on how many there are.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return [*map(list, pool.map(_tokens, written, chunksize=1000))]


@lru_cache(READ)  # the same answers are read by the coding, its first frame and the groups
def _tokens(text):
    # Imported here because it costs the whole pipeline half a second otherwise. Its `fixed_words` is never used: it
    # leaks into all later calls of the process.
    from underthesea import word_tokenize

    return tuple(word_tokenize(text)) if text.strip() else ()


def _looked_up(text, met):
    """Cut a text into the longest words met, from the left; a syllable that begins none of them stands alone."""
    parts, words, at = text.split(), [], 0
    while at < len(parts):
        sizes = range(min(LONG, len(parts) - at), 1, -1)
        size = next((size for size in sizes if " ".join(parts[at : at + size]) in met), 1)
        words.append(" ".join(parts[at : at + size]))
        at += size
    return words


def count_matrix(answers):
    """Count words of answers (lists of words) as a sparse answers × words matrix.

    Words that only one answer uses say nothing about groups and are left out, unless there are no others.
    """
    lengths = [len(words) for words in answers]
    columns, vocabulary = pd.factorize(np.array([word for words in answers for word in words], dtype=object))
    rows = np.repeat(np.arange(len(answers)), lengths)
    counts = csr_matrix((np.ones(len(columns)), (rows, columns)), shape=(len(answers), len(vocabulary)))
    shared = np.asarray((counts > 0).sum(axis=0)).ravel() > 1
    counts = counts[:, shared] if shared.any() else counts
    mass = np.asarray(counts.sum(axis=1)).ravel()
    return counts.multiply((LONGEST / np.maximum(mass, LONGEST))[:, None]).tocsr()

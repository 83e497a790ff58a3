"""The documents of a report between the steps that say them and those that print them."""

import pickle
from pathlib import Path

SAID, DRAWN = "bao-cao.pickle", "hinh.pickle"  # before and after its charts are drawn


def keep(documents, mark, path):
    """Keeps the documents, and the mark of what they claim, in a file for the next step of the same run; its path."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps((documents, mark)))
    return path


def kept(path):
    """(documents, mark) as ``keep`` left them."""
    return pickle.loads(Path(path).read_bytes())

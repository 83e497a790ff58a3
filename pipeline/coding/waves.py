"""Hand codes of an earlier wave, whose answers are not among these data: they teach, by words and by meaning."""

from pipeline import meaning, project
from pipeline.coding import files


def meant(work, hand, rows):
    """The hand codes with ``meaning``, a vector, of answers that are not among the prepared ``rows``.

    Unchanged where there are none, or where the answers themselves are read by their words alone.
    """
    gone = hand[~hand["key"].isin(rows["key"]) & hand["text"].ne("")].drop_duplicates("key")
    if "meaning" not in rows or gone.empty:
        return hand
    read = meaning.added(gone[["key", "text"]].assign(kind="content"), project.last_data(work, files.MEANING))
    return hand.assign(meaning=hand["key"].map(read.set_index("key")["meaning"]))

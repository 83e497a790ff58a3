"""Columns that repeat one question option by option beside the joined answer: ``q``, ``q/a``, ``q/b``."""

from pipeline.ingest.text import fold, spaced

SEPARATORS = "/.:"
TICKED = {"1", "1.0", "true", "x", "yes", fold("có")}
TICKS = {*TICKED, "0", "0.0", "false", "no", fold("không"), "n/a"}


def parts(frame):
    """Joined column → {split column: option}, where the frame holds both and the split ones hold ticks only."""
    columns, found = set(frame.columns), {}
    for column in frame:
        places = [i for i, c in enumerate(column) if c in SEPARATORS]
        head = next((column[:i] for i in reversed(places) if column[:i] in columns), None)
        if head and _ticked(frame[column]):
            found.setdefault(head, {})[column] = spaced(column[len(head) + 1 :])
    return {head: options for head, options in found.items() if len(options) > 1 and _joins(frame[head], options)}


def people(column):
    """How many ticked the option of a split column."""
    return sum(fold(text) in TICKED for text in column.dropna())


def _ticked(column):
    return all(fold(text) in TICKS for text in column.dropna().unique()[:20])


def _joins(column, options):
    """Whether the joined column holds the options: every answer of one piece is one of them."""
    texts = [fold(text) for text in column.dropna().unique()[:500]]
    known = [fold(option) for option in options.values()]
    return bool(texts) and sum(any(k in text for k in known) for text in texts) >= 0.8 * len(texts)

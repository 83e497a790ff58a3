"""In which order figures and tables are set: a figure stands between blocks, never within a table."""

from pipeline.report.model import Figure

AFTER, FLOATS, FIRST = "-after-", "-floats", "-first"


def behind(figure, table):
    """The name by which ``moved`` holds that a figure stands behind a table."""
    return f"{figure.anchor}{AFTER}{table.anchor}"


def floating(figure, moved):
    """The name by which ``moved`` holds that a figure goes to the head of the next page: behind a table one of its own,
    since there it may fit."""
    tables = _tables(figure, moved)
    last = max(tables, key=lambda name: (len(name), name), default="")
    return f"{figure.anchor}{AFTER}{last}{FLOATS}" if last else figure.anchor


def arranged(blocks, moved):
    """The blocks in the order in which they are set: a figure that would fall within a table that goes on to the next
    page stands behind it, and so do the figures between both."""
    places = {getattr(block, "anchor", ""): at for at, block in enumerate(blocks)}
    last, order = -1, []
    for at, block in enumerate(blocks):
        if isinstance(block, Figure):
            last = max([last, *(places.get(table, -1) for table in _tables(block, moved))])
        order.append((last, True, at) if isinstance(block, Figure) and last > at else (at, False, at))
    return tuple(blocks[at] for _, _, at in sorted(order))


def first(figure, moved):
    """The name by which ``moved`` holds that a table waits for a figure that stood behind it; "" of any other."""
    name = floating(figure, moved)
    return f"{name.removesuffix(FLOATS)}{FIRST}" if name.endswith(FLOATS) else ""


def awaited(table, moved):
    """Whether a table waits for figures before it."""
    return any(name.endswith(f"{AFTER}{table.anchor}{FIRST}") for name in moved)


def _tables(figure, moved):
    """Anchors of the tables that a figure stands behind."""
    start = f"{figure.anchor}{AFTER}"
    named = [name.removeprefix(start) for name in moved if name.startswith(start)]
    return [name for name in named if not name.endswith((FLOATS, FIRST)) and f"{name}{FIRST}" not in named]

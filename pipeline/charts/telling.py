"""Whether there is anything to draw, and of what the bars of a histogram are."""

STEPS = 40  # of whole numbers, up to which each has a bar of its own in a histogram


def tells(table, *, whole=False):
    """Whether a chart of these rows shows any share but nought – of a ``group`` beside that of another one – or
    (``whole``) any question with all of its answers, or any residual: where the rest is hidden there is nothing to
    draw."""
    if "residual" in table:
        return bool(table["residual"].notna().any())
    known = table["percent"].notna()
    if "group" in table:
        both = known & (known.groupby([table[name] for name in ("question", "option", "by")]).transform("sum") > 1)
        return bool((both & table["percent"].gt(0)).any())
    return bool(known.groupby(table["question"]).all().any() if whole else table["percent"].gt(0).any())


def is_of_one(series):
    """Whether every bar of a histogram of these numbers is of one of them: of whole ones, of few enough."""
    numbers = series.dropna()
    return bool(numbers.eq(numbers.round()).all() and numbers.max() - numbers.min() <= STEPS)

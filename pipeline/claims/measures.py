"""Which figures tell how groups stand on a scale or a number: what puts them in order, and what may be quoted."""

from pipeline.claims import levels as levels_of


def ordered(question, where, cells):
    """Levels by which groups of a scale or a number are put in order: its printed means, else its mean points."""
    of = levels_of.of_means if _has_means(cells) else levels_of.of_points
    return of(where, cells, question)


def _has_means(cells):
    return any(cell["row"] == "mean" for cell in cells)


def measures(what, question, where, cells, *, partly=False):
    """The figures that may stand in a sentence on a scale, the plainest first: a net with its highest point, its two
    highest points, its highest point where it has no means or a group's two are hidden, its mean."""
    if not question.points:
        return [levels_of.of_means(where, cells, question)] if _has_means(cells) else []
    labels = {c.name: c.label for c in question.choices}
    points = [labels[p] for p in question.points]
    nets = [("net", o) for o in dict.fromkeys(cell["option"] for cell in cells if cell["row"] == "net")]
    found = [levels_of.of_row(where, cells, what.form, what.name, net, points[-1:]) for net in nets]
    both = levels_of.of_row(where, cells, what.form, what.name, ("top2", ""), points[-2:])
    found.append(both)
    if both.lost or not _has_means(cells):
        found.append(levels_of.of_option(where, cells, what.form, what.name, points[-1], "trả lời"))
    found.append(levels_of.of_means(where, cells, question))
    return [known for known in found if len(known.figures) > 1 and (partly or not known.lost)]

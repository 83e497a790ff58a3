"""The charts of a report, drawn: each for a page and for a telephone, and in words for who cannot see it."""

import re
from dataclasses import replace

from pipeline import charts, claims, wording
from pipeline.report.model import Figure

SIZE = re.compile(r' width="([\d.]+)pt" height="([\d.]+)pt"')


def figures(documents):
    """[(Figure, Document)] of every chart of the documents that is not drawn yet."""
    return [(one, document) for document in documents for one in document.of(Figure) if not one.svg]


def drawn(documents, made=None):
    """The documents with every chart drawn; ``made``: name → Figure of those that are."""
    made = made or {one.name: picture(one, document) for one, document in figures(documents)}
    return [replace(d, blocks=tuple(made.get(getattr(b, "name", ""), b) for b in d.blocks)) for d in documents]


def picture(figure, document):
    """The Figure with its picture, the same for a telephone, what is heard of it, and its size in points."""
    with wording.spoken(document.language, document.words):
        told = {"title": claims.said(figure.title), "alt": _made(figure.heard)}
        svg = charts.svg(_made(figure.draw), name=figure.name, **told)
        with charts.narrow():
            narrow = charts.svg(_made(figure.draw), name=f"{figure.name}_hep", **told)
    wide, high = map(float, SIZE.search(svg).groups())
    return replace(figure, svg=svg, narrow=narrow, alt=told["alt"], width=wide, height=high, draw=None, heard=None)


def _made(drawn):
    return getattr(charts, drawn.shape)(drawn.rows, **drawn.given)


def write(documents, folder):
    """Writes every chart as SVG, its printed figures as CSV, to ``folder``; returns the paths."""
    found = {figure.name: figure for document in documents for figure in document.of(Figure)}
    for figure in found.values():
        (folder / f"{figure.name}.svg").write_text(figure.svg, encoding="utf-8")
        figure.rows.to_csv(folder / f"{figure.name}.csv", index=False, encoding="utf-8-sig")
    return [folder / f"{name}.{kind}" for name in found for kind in ("svg", "csv")]

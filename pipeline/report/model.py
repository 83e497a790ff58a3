"""What a report is: a Document, a list of blocks that every face prints in the same words, numbers and order.

Text is a tuple of parts: words (``str``; a line break is "\\n"), figures of claims (``Estimate``, ``Gap``), ``Strong``,
``Emph`` and ``Ref``. A face prints nothing that is no part of a block.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

BOX, FIGURES, NOTE, AUTHORS, PLAIN = "box", "figures", "note", "authors", "plain"


@dataclass(frozen=True)
class Strong:
    """Parts in bold."""

    parts: tuple


@dataclass(frozen=True)
class Emph:
    """Parts in italics."""

    parts: tuple


@dataclass(frozen=True)
class Ref:
    """A place named by its number: ``label`` of a table, figure or annex; left out with the words around it (in
    ``before`` and ``after``) where no document of the report holds it. ``text`` is the number once it is known
    ("Bảng 14"; of the annex "Bảng PL14"); ``file``: of the other document; ``anchor``: the place in it."""

    label: str
    before: str = ""
    after: str = ""
    text: str = ""
    file: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading of ``level`` 1–4; ``anchor``: its place; ``number`` ("II.", "1.", "Phụ lục 1.") stands before it.

    ``whole``: all up to the next heading of its level is for one printed page, in smaller type where it must be.
    """

    level: int
    text: str
    anchor: str = ""
    number: str = ""
    whole: bool = False


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; ``kind``: PLAIN, NOTE (small print) or AUTHORS (words of the authors)."""

    parts: tuple
    kind: str = PLAIN


@dataclass(frozen=True)
class Items:
    """A list of paragraphs, numbered or with dashes."""

    items: tuple[tuple, ...]
    is_numbered: bool = False
    kind: str = PLAIN


@dataclass(frozen=True)
class Box:
    """Paragraphs in a frame; ``kind``: BOX, or FIGURES, where every paragraph is (figure, words) of a key figure."""

    paragraphs: tuple[tuple, ...]
    title: str = ""
    kind: str = BOX


class Drawn(NamedTuple):
    """A shape of ``charts`` by its name, the figures it is made of, and what else it is given."""

    shape: str
    rows: object
    given: dict = {}


@dataclass(frozen=True)
class Figure:
    """One chart: ``title`` is the finding, ``measure`` what is measured, of whom; both are parts, not in ``svg``.

    ``kind``: "bars", "scale", "groups", "histogram", "odds", "ranks", "themes", "margins"; ``rows``: the printed
    figures that it shows, a tidy frame (a row a bar or point); ``name``: of its files; ``draw`` and ``heard``: how its
    picture and the text in its place are made. Of one that is drawn: ``svg``, ``alt``, ``width`` and ``height`` in
    points, ``narrow``: the same chart for a telephone.
    """

    name: str
    title: tuple
    measure: tuple
    svg: str = ""
    alt: str = ""
    width: float = 0.0
    height: float = 0.0
    kind: str = ""
    rows: object = field(default=None, compare=False)
    number: str = ""
    anchor: str = ""
    labels: tuple[str, ...] = ()
    narrow: str = ""
    draw: Drawn = field(default=None, compare=False)
    heard: Drawn = field(default=None, compare=False)


@dataclass(frozen=True)
class Column:
    """A column of a table: title, width in percent, whether it holds numbers."""

    title: str
    width: float
    is_number: bool = False


@dataclass(frozen=True)
class Row:
    """Cells, each text or parts; one cell alone is a heading over the rows after it. ``keys``: the printed rows that it
    shows (``row_key``); ``is_base``: the base of the table."""

    cells: tuple
    keys: tuple[str, ...] = ()
    is_base: bool = False


@dataclass(frozen=True)
class Table:
    """A table for the eye. ``spans``: (title, columns covered) over the columns after the first two; ``wide``: too wide
    for a page on end; ``long``: may go on to the next page; ``source``: the CSV of its figures ("banners"); ``kind``:
    PLAIN or AUTHORS, whose cells the authors wrote."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    spans: tuple[tuple[str, int], ...] = ()
    notes: tuple[str, ...] = ()
    wide: bool = False
    long: bool = False
    labels: tuple[str, ...] = ()
    source: str = ""
    number: str = ""
    anchor: str = ""
    kind: str = PLAIN


@dataclass(frozen=True)
class Quote:
    """What a respondent wrote, with a person's approval; ``of``: the theme it stands for."""

    text: str
    of: str = ""


@dataclass(frozen=True)
class Head:
    """Head of the document by its layout; see ``head.head``."""

    texts: dict
    title: tuple[str, ...]


@dataclass(frozen=True)
class Signature:
    """Foot of the document: who signs, who receives; ``…`` where only the clerk knows."""

    receivers: tuple[str, ...]
    signer: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True)
class Contents:
    """A list of what is in the document: "headings", "Bảng" or "Hình"."""

    of: str
    title: str


@dataclass(frozen=True)
class PageBreak:
    """A new printed page."""


@dataclass(frozen=True)
class Document:
    """One file of the report. ``name``: of its files ("bao-cao"), ``called``: by the other one ("Phụ lục"); ``mark``:
    of simulated data; ``state``: "DỰ THẢO" until it is issued; ``date``: the day that it says of itself (ISO), never
    the clock's; ``layout``: "party", "state", "plain"; ``other``: (name, called) of the other file; ``series``: letters
    before the numbers of its tables and figures, which tell them from those of the other file ("Bảng PL14");
    ``words``: the questionnaire's labels → those in ``language``, for its charts."""

    name: str
    title: str
    called: str
    blocks: tuple
    layout: str = "plain"
    mark: str = ""
    state: str = ""
    date: str = ""
    language: str = "vi"
    other: tuple[str, str] = ("", "")
    series: str = ""
    words: dict = field(default_factory=dict, compare=False)

    def of(self, kind):
        """Its blocks of one kind, in order."""
        return [block for block in self.blocks if isinstance(block, kind)]

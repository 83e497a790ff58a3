"""A Document → PDF pages, set by typst from its markup. No browser, LaTeX or network."""

import json
from functools import cache, partial
from itertools import count
from pathlib import Path

from pipeline.export import lettering, typst
from pipeline.export.typst.letters import FONTS

TEMPLATES = Path(__file__).parent / "templates"
FOLDERS = [FONTS, lettering.FOLDER]
KEPT = 4  # settings after which typst looks for what it may forget: that takes as long as setting a short part


def face(documents, folder, mark):
    """Every document as PDF in ``folder``; returns the paths. ``mark`` of what is claimed: not for this face."""
    return [write(document, folder / f"{document.name}.pdf") for document in documents]


def write(document, path):
    """Writes the numbered ``document`` to ``path`` as a tagged PDF for archives and screen readers; returns ``path``.

    PDF/UA-1, with a date of its own PDF/A-2a too (an archive wants one, and the clock's would change every time). The
    letters are those shipped with the pipeline: the same document gives the same bytes on every machine.
    """
    beside = {name: text.encode() for name, text in typst.files(document).items()}
    beside["document.typ"] = (TEMPLATES / "document.typ").read_bytes()
    setter = partial(_setter, beside, fonts=_fonts())
    text = typst.settled(document, partial(_positions, setter, count(1)))
    standards = ["a-2a", "ua-1"] if document.date else ["ua-1"]
    path = Path(path)
    path.write_bytes(setter(text).compile(pdf_standards=standards))
    return path


def _positions(setter, turns, text):
    """Where everything falls. A document printed now and then lets typst forget what was long not used."""
    if next(turns) % KEPT == 0:
        setter("").compile()
    return json.loads(setter(text).query("<places>", field="value", one=True))


def _setter(beside, text, fonts):
    """typst's compiler with the markup and all files that it names, in memory."""
    from typst import Compiler

    main, blocks = typst.apart(text)
    blocks = {name: block.encode() for name, block in blocks.items()}
    return Compiler({"main.typ": main.encode(), **beside, **blocks}, font_paths=fonts, ignore_system_fonts=True)


@cache
def _fonts():
    """The letters, read once a process."""
    from typst import Fonts

    return Fonts(include_system_fonts=False, font_paths=FOLDERS)

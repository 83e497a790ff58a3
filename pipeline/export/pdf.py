"""A Document → PDF pages, set by typst from its markup. No browser, LaTeX or network."""

import json
import re
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.export import lettering, typst
from pipeline.export.typst.letters import FAMILY, FONTS

TEMPLATES = Path(__file__).parent / "templates"
FOLDERS = [FONTS, lettering.FOLDER]
DRAWN = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
SHEET = re.compile(r'aria-label="([^"]*)" width="([\d.]+)pt" height="([\d.]+)pt"')


def write(document, path):
    """Writes the numbered ``document`` to ``path`` as a tagged PDF for archives and screen readers; returns ``path``.

    PDF/UA-1, with a date of its own PDF/A-2a too (an archive wants one, and the clock's would change every time). The
    letters are those shipped with the pipeline: the same document gives the same bytes on every machine.
    """
    beside = {name: text.encode() for name, text in typst.files(document).items()}
    beside["document.typ"] = (TEMPLATES / "document.typ").read_bytes()
    setter = partial(_setter, beside, fonts=_fonts())
    text = typst.settled(document, lambda text: json.loads(setter(text).query("<place-of>", field="value")))
    standards = ["a-2a", "ua-1"] if document.date else ["ua-1"]
    path = Path(path)
    path.write_bytes(setter(text).compile(pdf_standards=standards))
    return path


def _setter(beside, text, fonts):
    """typst's compiler with the markup and all files that it names, in memory."""
    from typst import Compiler

    return Compiler({"main.typ": text.encode(), **beside}, font_paths=fonts, ignore_system_fonts=True)


def _fonts():
    from typst import Fonts

    return Fonts(include_system_fonts=False, font_paths=FOLDERS)


def report_pdf(html, path):
    """Writes the page of ``report_html`` as an A4 PDF to ``path`` and returns ``path``.

    Margins 20 mm (left 30, right 15), page number centred in the top margin from page 2, table heads repeated, figures
    whole. A page marked synthetic carries the mark as header and watermark on every sheet. The same HTML gives the
    same bytes.
    """
    import typst

    path = Path(path)
    with TemporaryDirectory() as folder:
        source = Path(folder) / "report.typ"
        source.write_text(typst_source(html, folder), encoding="utf-8")
        path.write_bytes(typst.compile(source, root=folder, font_paths=FOLDERS, ignore_system_fonts=True))
    return path


def typst_source(html, folder):
    """The page as typst markup; its charts are written beside it, to ``folder``."""
    import pypandoc

    options = [
        f"--variable=font:{FAMILY}",
        f"--template={TEMPLATES / 'report.typ'}",
        f"--lua-filter={TEMPLATES / 'report.lua'}",
    ]
    return pypandoc.convert_text(
        _with_files(html, Path(folder)), "typst", format="html", extra_args=[*options, "--wrap=preserve"]
    )


def _with_files(html, folder):
    numbers = count(1)

    def written(found):
        name = f"{next(numbers):03}.svg"
        (folder / name).write_text(found[0], encoding="utf-8")
        alt, width, height = SHEET.search(found[0]).groups()
        return f'<img src="{name}" alt="{alt}" width="{width}" height="{height}">'

    return DRAWN.sub(written, html)

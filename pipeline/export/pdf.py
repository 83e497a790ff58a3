"""The report page → PDF: pandoc turns HTML into typst markup, typst sets the pages. No browser, LaTeX or network."""

import re
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.export import lettering

TEMPLATES = Path(__file__).parent / "templates"
TIMES = ("Times New Roman", "Liberation Serif", "Tinos")
LETTERS = "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
DRAWN = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
SHEET = re.compile(r'aria-label="([^"]*)" width="([\d.]+)pt" height="([\d.]+)pt"')


def report_pdf(html, path):
    """Writes the page of ``report_html`` as an A4 PDF to ``path`` and returns ``path``.

    Margins 20 mm (left 30, right 15), page number centred in the top margin from page 2, table heads repeated, figures
    whole. A page marked synthetic carries the mark as header and watermark on every sheet. The same HTML gives the
    same bytes on the same machine. Font: ``serif``.
    """
    import typst

    path = Path(path)
    with TemporaryDirectory() as folder:
        source = Path(folder) / "report.typ"
        source.write_text(typst_source(html, folder), encoding="utf-8")
        path.write_bytes(typst.compile(source, root=folder, font_paths=[lettering.FOLDER]))
    return path


def typst_source(html, folder):
    """The page as typst markup; its charts are written beside it, to ``folder``."""
    import pypandoc

    font = serif()
    options = [f"--variable=font:{font}"] if font else []
    options += [f"--template={TEMPLATES / 'report.typ'}", f"--lua-filter={TEMPLATES / 'report.lua'}"]
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


def write(document, path):
    path.write_bytes(b"")
    return path


def serif():
    """The first Times-like family of this machine that has every Vietnamese letter; "" for typst's Libertinus Serif.

    Old releases of Liberation Serif lack half of them, and letters from two families in one word are no print.
    """
    import typst
    from matplotlib.ft2font import FT2Font

    regular = {f.family: f.path for f in typst.Fonts().fonts() if f.path and f.style == "normal" and f.weight == 400}
    for family in TIMES:
        if family in regular and set(map(ord, LETTERS)) <= set(FT2Font(regular[family]).get_charmap()):
            return family
    return ""

"""An executed notebook as one small Vietnamese page: results first, code folded, nothing fetched."""

import re
from functools import cache
from pathlib import Path

from pipeline.export.made import notebook_of

TEMPLATES = Path(__file__).parent / "templates"
ACTIVE = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
CELL = re.compile(r"<td\b([^>]*)>([\s−–<-]*\d[\d.,]*\s*%?\s*|–)</td>")  # a number: set to the right
EMPTY = re.compile(r"<th\b[^>]*>\s*(?:&nbsp;)?\s*</th>")  # heads nothing
NAMED = re.compile(r'save_table\(work, "(\w+)"|^ *"(\w+)":|factors\.(\w+)', re.MULTILINE)  # saved, made or shown
DROPPED = ("application/javascript", "application/vnd.jupyter.widget-view+json")


def notebook_html(ipynb, *, synthetic=False):
    """The page of one executed notebook, as self-contained HTML text; the file is not changed.

    Code is folded under "Mã lệnh" (cells tagged ``parameters`` under "Tham số"), scripts in outputs are taken out,
    tables and pictures stay. The cell that makes a table of the outputs is found by "#bang-NAME". ``synthetic`` puts
    the mark of simulated data on the page.
    """
    from nbconvert import TemplateExporter

    book, words = _prepared(ipynb, synthetic)
    # not HTMLExporter's own, which reads the whole page again for what our template has: words beside each picture
    page, _ = TemplateExporter.from_notebook_node(_exporter(), book, resources=words)
    return page


def _prepared(ipynb, synthetic):
    """The notebook with its outputs made quiet, and what our template asks for beside it."""
    import nbformat

    book = nbformat.read(Path(ipynb), as_version=4)
    title = heading = _title(book) or Path(ipynb).stem
    made = set()
    for cell in book.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "tham-so"  # papermill draws one anew each time
        cell.metadata["bang"] = [name for name in _tables(cell) if name not in made]
        made.update(cell.metadata["bang"])
        heading = _heading(cell) or heading
        for output in cell.get("outputs", []):
            _quiet(output, heading)
    return book, {"vi": {"title": title, "synthetic": synthetic, "style": _style()}}


@cache
def _exporter():
    """nbconvert with our template, read once a process."""
    from nbconvert import HTMLExporter
    from nbconvert.filters import Highlight2HTML
    from nbconvert.preprocessors import CoalesceStreamsPreprocessor

    folder = str(TEMPLATES / "notebook")
    exporter = HTMLExporter(template_name="vi", extra_template_basedirs=[folder], exclude_anchor_links=True)
    exporter.register_preprocessor(CoalesceStreamsPreprocessor, enabled=True)  # parted by how fast a kernel printed
    exporter.register_filter("highlight_code", Highlight2HTML(pygments_lexer="ipython3", parent=exporter))
    return exporter


@cache
def _style():
    from pygments.formatters import HtmlFormatter

    own = [(TEMPLATES / name).read_text(encoding="utf-8") for name in ("style.css", "notebook.css")]
    return "\n".join([*own, HtmlFormatter(style="bw").get_style_defs(".highlight")])


def _title(book):
    return next(filter(None, map(_heading, book.cells)), "")


def _heading(cell):
    """Text of the first Markdown heading of a cell; "" when it has none."""
    found = re.search(r"^#+\s+(.+)$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
    return found[1].replace("*", "").replace("`", "").strip() if found else ""


def _tables(cell):
    """Names of the tables that a cell of code makes, each once."""
    found = NAMED.findall(cell.source) if cell.cell_type == "code" else []
    return list(dict.fromkeys(name for names in found for name in names if notebook_of(name)))


def _quiet(output, heading):
    """Takes scripts out of one output and names its picture after the heading it stands under."""
    data = output.get("data", {})
    for kind in DROPPED:
        data.pop(kind, None)
    if "text/html" in data:
        plain = EMPTY.sub("<td></td>", ACTIVE.sub("", data["text/html"]))
        data["text/html"] = CELL.sub(r"<td data-so\1>\2</td>", plain)
    for kind in ("image/png", "image/jpeg"):
        if kind in data:
            output.metadata.setdefault(kind, {}).setdefault("alt", heading)

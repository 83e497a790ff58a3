"""A document of the report as one HTML page: nothing fetched, one script whose hash its policy names."""

import base64
import hashlib
from itertools import groupby

from markupsafe import Markup

from pipeline import wording
from pipeline.export import html_chart, html_text, lettering
from pipeline.export.made import notebook_of
from pipeline.export.templating import TEMPLATES, filled, macros
from pipeline.report.model import Figure, Head, Heading, Table

WORDS = {  # fixed words of the page, by language of the document
    "vi": {
        "contents": "Mục lục",
        "skip": "Đến nội dung",
        "mark": "không phải kết quả điều tra thật",
        "sort": "Bấm để sắp xếp theo cột này",
        "swipe": "Vuốt ngang để xem hết",
        "frame": "cuộn ngang được",
        "larger": "Phóng to hình",
        "data": "Số liệu của hình",
        "picture": "Hình (SVG)",
        "figures": "Số liệu (CSV)",
        "table": "Bảng đầy đủ (CSV)",
        "notebook": "Sổ tay",
        "receivers": "Nơi nhận:",
        "party": "ĐẢNG CỘNG SẢN VIỆT NAM",
        "country": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "motto": "Độc lập - Tự do - Hạnh phúc",
        "quotes": "“{}”",
    },
    "en": {
        "contents": "Contents",
        "skip": "Skip to content",
        "mark": "not the results of a real survey",
        "sort": "Sort by this column",
        "swipe": "Swipe sideways to see all",
        "frame": "scrolls sideways",
        "larger": "Enlarge the chart",
        "data": "Data of the chart",
        "picture": "Chart (SVG)",
        "figures": "Data (CSV)",
        "table": "Full table (CSV)",
        "notebook": "Notebook",
        "receivers": "Recipients:",
        "party": "COMMUNIST PARTY OF VIET NAM",
        "country": "SOCIALIST REPUBLIC OF VIET NAM",
        "motto": "Independence - Freedom - Happiness",
        "quotes": "“{}”",
    },
}


def face(documents, folder, mark):
    """Every document as a page in ``folder``; returns the paths. ``mark`` of what is claimed: not for this face."""
    paths = [folder / f"{document.name}.html" for document in documents]
    for document, path in zip(documents, paths, strict=True):
        path.write_text(page(document, documents), encoding="utf-8")
    return paths


def page(document, documents):
    """``document``, one of the numbered ``documents`` of a report, as the text of a page.

    Every figure is a link to the row of a table that shows it, in this page or in that of another document beside it
    ("NAME.html"). Tables and charts link the files that a run lays beside the folder of the page: ``../tables``,
    ``../figures``, ``../notebooks``. Without scripts all is there but the sorting of tables. The same documents give
    the same bytes.
    """
    words, rows = WORDS[document.language], html_text.rows(document, documents)
    script = (TEMPLATES / "page.js").read_text(encoding="utf-8")
    with wording.spoken(document.language):
        blocks = _blocks(document, words, rows)
    return filled(
        "page.html.j2",
        document=document,
        words=words,
        blocks=blocks,
        contents=[block for block in document.of(Heading) if block.anchor and block.level <= 3],
        has_head=bool(document.of(Head)),
        lettering=lettering.faces(svg for figure in document.of(Figure) for svg in (figure.svg, figure.narrow)),
        script=Markup(script),
        policy=_policy(script),
    )


def _policy(script):
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = {"script-src": f"'sha256-{digest}'", "style-src": "'unsafe-inline'", "img-src": "data:"}
    allowed = {"default-src": "'none'", **allowed, "font-src": "data:", "base-uri": "'none'", "form-action": "'none'"}
    return "; ".join(f"{name} {value}" for name, value in allowed.items())


def _blocks(document, words, rows):
    """Every block by the macro of its name."""
    made = macros(
        "blocks.html.j2",
        document=document,
        words=words,
        marked=lambda parts: html_text.marked(parts, rows, document.language),
        plain=html_text.plain,
        listed=lambda kind: _listed(document, kind),
        groups=_groups,
        chart=html_chart.chart,
        figures=lambda figure: html_chart.figures(figure, document.language),
        notebook_of=notebook_of,
    )
    return [made[type(block).__name__.lower()](block) for block in document.blocks]


def _listed(document, kind):
    """(anchor, words, level) of what a list of contents names."""
    if kind == "headings":
        return [(h.anchor, f"{h.number} {h.text}".strip(), h.level) for h in document.of(Heading) if h.anchor]
    name = {"Bảng": "caption", "Hình": "title"}[kind]
    blocks = document.of(Table if kind == "Bảng" else Figure)
    return [(block.anchor, f"{block.number}. {html_text.plain(getattr(block, name))}", 1) for block in blocks]


def _groups(table):
    """The rows of a table, counted from 1, parted where a row of one cell heads those after it."""
    heads, counted = 0, []
    for at, row in enumerate(table.rows, start=1):
        heads += len(row.cells) == 1
        counted.append((heads, at, row))
    return [[(at, row) for _, at, row in rows] for _, rows in groupby(counted, key=lambda one: one[0])]

"""The blocks of a Document as typst markup."""

import re
from datetime import date

from pipeline.export.typst import tables
from pipeline.export.typst.letters import outlines, printable
from pipeline.export.typst.words import Here, figures, inline, string, words
from pipeline.report import model
from pipeline.report.model import key_of

HIGH = 385.0  # points of a chart: with its title it is half a page
BODY, ANNEX = "14pt", "13.5pt"
LONG_BOX = 1800  # letters, over which a box may go on to the next page
SHEET = re.compile(r'<path d="[^"]*" style="fill: #ffffff"/>')  # the white paper of a chart: the mark shows through
FURNITURE = {
    "vi": {
        "party": "ĐẢNG CỘNG SẢN VIỆT NAM",
        "country": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "motto": "Độc lập - Tự do - Hạnh phúc",
        "receivers": "Nơi nhận:",
    },
    "en": {
        "party": "COMMUNIST PARTY OF VIET NAM",
        "country": "SOCIALIST REPUBLIC OF VIET NAM",
        "motto": "Independence - Freedom - Happiness",
        "receivers": "Recipients:",
    },
}
TARGETS = {
    "headings": "heading.where(outlined: true)",
    "Bảng": "figure.where(kind: table)",
    "Hình": "figure.where(kind: image)",
}
COUNTED = {"Bảng": model.Table, "Hình": model.Figure}
DEEPEST = 3  # level of a heading in the contents


def files(document):
    """What the printed document is made of beside its markup: file name → text, its pictures."""
    marks = [printable(mark) for mark in (document.mark, document.state) if mark]
    charts = {_file(figure): printable(SHEET.sub("", figure.svg)) for figure in document.of(model.Figure)}
    return charts | ({"mark.svg": outlines(marks)} if marks else {})


def markup(document, floating=()):
    """The document as markup; pages lie on their side where a table needs it. ``floating``: anchors of the figures that
    stand at the top of the page after, with text before them that follows them."""
    here, found, was = _here(document, floating), [_opening(document)], False
    for block, turned in zip(document.blocks, _turned(document.blocks), strict=True):
        if turned != was:
            found.append(f"#set page(flipped: {'true' if turned else 'false'})")
        found.append(WRITERS[type(block)](block, document, here))
        was = turned
    return "\n\n".join(found) + "\n"


def _here(document, floating):
    """The places of the document; of its rows those that one of its figures stands in."""
    wanted = {key_of(figure) for block in document.blocks for parts in _texts(block) for figure in figures(parts)}
    rows = {key: anchor for key, (_, anchor) in model.places([document]).items() if key in wanted}
    anchors = (getattr(block, "anchor", "") for block in document.blocks)
    return Here(frozenset(filter(None, anchors)), rows, frozenset(floating))


def _texts(block):
    if isinstance(block, model.Table):
        return [cell for row in block.rows for cell in row.cells]
    several = (*getattr(block, "items", ()), *getattr(block, "paragraphs", ()))
    return [*several, *(getattr(block, name, ()) for name in ("parts", "title", "measure"))]


def _turned(blocks):
    """For every block whether its page lies on its side: wide tables, and headings and notes right before them."""
    found, follows = [], False
    for block in reversed(blocks):
        leads = isinstance(block, (model.Heading, model.PageBreak)) or getattr(block, "kind", "") == model.NOTE
        follows = tables.is_turned(block) if isinstance(block, model.Table) else follows and leads
        found.append(follows)
    return found[::-1]


def _opening(document):
    day = date.fromisoformat(document.date) if document.date else None
    about = {
        "title": string(document.title),
        "date": f"datetime(year: {day.year}, month: {day.month}, day: {day.day})" if day else "none",
        "lang": string(document.language),
        "size": BODY if document.of(model.Head) else ANNEX,
        "mark": string(document.mark),
        "watermark": '"mark.svg"' if document.mark or document.state else "none",
    }
    said = ", ".join(f"{name}: {value}" for name, value in about.items())
    return f'#import "document.typ": *\n#show: report.with({said})'


def _list(texts):
    """Texts as arguments of a call."""
    return "".join(f"[{words(text)}]," for text in texts)


def _lines(texts):
    return f"[{words(chr(10).join(texts))}]"


def _head(head, document, here):
    texts, said = head.texts, FURNITURE[document.language]
    layout = texts.get("layout", document.layout)
    own = f"{_lines(texts.get('superior', ()))}, {_lines(texts.get('name', ()))}, [{words(texts.get('number', ''))}]"
    place = f"[{words(texts.get('place', ''))}]"
    top = {
        "party": f"#party-head({own}, [{words(said['party'])}], {place})\n\n",
        "state": f"#state-head({own}, [{words(said['country'])}], [{words(said['motto'])}], {place})\n\n",
    }.get(layout, "")
    size, rule = ("16pt", "dashes") if layout == "party" else ("14pt" if layout == "state" else "18pt", "line")
    return f"{top}#head-title({size}, {string(rule)}, {_list(head.title)})"


def _heading(heading, document, here):
    text = words(f"{heading.number} {heading.text}".strip())
    if not text:  # none that a screen reader could name
        return ""
    level = _levels(document)[id(heading)]
    return f"#named({string(_once(heading, document))}, heading(level: {level})[{text}])"


def _levels(document):
    """Level of every heading: the first is 1 and none is more than one deeper than the one before."""
    found, last = {}, 0
    for block in document.blocks:
        if isinstance(block, model.Contents) and block.title:
            last = 1
        if isinstance(block, model.Heading) and (block.number or block.text):
            last = found[id(block)] = min(block.level, last + 1)
    return found


def _once(heading, document):
    """Its anchor, of several headings of one anchor the first alone: a label names one place."""
    first = next((one for one in document.of(model.Heading) if one.anchor == heading.anchor), heading)
    return heading.anchor if first is heading else ""


def _paragraph(paragraph, document, here):
    text = inline(paragraph.parts, here)
    return f"#note[#par[{text}]]" if paragraph.kind == model.NOTE else f"#par[{text}]"


def _items(items, document, here):
    kind = "enum" if items.is_numbered else "list"
    whole = f"#{kind}(tight: false, {''.join(f'[{inline(parts, here)}],' for parts in items.items)})"
    return f"#note[{whole}]" if items.kind == model.NOTE else whole


def _box(box, document, here):
    title = f"[{words(box.title)}]"
    if box.kind == model.FIGURES:
        shown = (f"([{inline(parts[:1], here)}], [{inline(parts[1:], here)}])," for parts in box.paragraphs)
        return f"#key-figures({title}, {''.join(shown)})"
    texts = [inline(parts, here) for parts in box.paragraphs]
    whole = "true" if sum(map(len, texts)) < LONG_BOX else "false"
    return f"#frame({whole}, {title}, {''.join(f'[{text}],' for text in texts)})"


def _figure(figure, document, here):
    number = f"{words(figure.number)}. " if figure.number else ""
    share = min(1.0, HIGH / figure.height * figure.width / tables.UPRIGHT)
    told = f"[{number}{inline(figure.title, here)}], [{inline(figure.measure, here)}]"
    name, alt = string(figure.anchor), string(figure.alt)
    floats = ", floats: true" if figure.anchor in here.floating else ""
    return f"#picture({name}, {string(_file(figure))}, {alt}, {100 * share:.1f}%{floats}, {told})"


def _file(figure):
    return f"{figure.anchor or figure.name}.svg"


def _quote(quote, document, here):
    of = f" – {quote.of}" if quote.of else ""
    return f"#said[{words(f'“{quote.text}”')}][{words(of)}]"


def _signature(signature, document, here):
    word = string(FURNITURE[document.language]["receivers"])
    receivers, signer = _list(signature.receivers), _list(signature.signer)
    return f"#signature({string(document.layout)}, {word}, ({receivers}), ({signer}), [{words(signature.name)}])"


def _contents(contents, document, here):
    if contents.of in COUNTED and not document.of(COUNTED[contents.of]):
        return ""
    depth = DEEPEST if contents.of == "headings" else "none"
    return f"#contents([{words(contents.title)}], {TARGETS[contents.of]}, depth: {depth})"


WRITERS = {
    model.Head: _head,
    model.Heading: _heading,
    model.Paragraph: _paragraph,
    model.Items: _items,
    model.Box: _box,
    model.Figure: _figure,
    model.Table: lambda block, document, here: tables.table(block, here),
    model.Quote: _quote,
    model.Signature: _signature,
    model.Contents: _contents,
    model.PageBreak: lambda block, document, here: "#pagebreak(weak: true)",
}

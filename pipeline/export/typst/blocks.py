"""The blocks of a Document as typst markup."""

from pipeline.export.typst import tables
from pipeline.export.typst.order import floating
from pipeline.export.typst.words import inline, string, words
from pipeline.report import model

HALF, HIGH, LEAST = 305.0, 385.0, 0.75  # points of a chart, of which two fill a page, or little less than its own size
PAGE = 590.0  # points of a chart that fills a page
SMALL = 0.75  # part of its own size, under which no chart is drawn that has room: its letters of 8 points are 6 then
LOWER = 0.8  # of its size, of a chart that makes room for the next one or for the end of the document
LONG_BOX, LONG_LIST = 1800, 900  # letters, over which a box, a list may go on to the next page
FURNITURE = {
    "vi": {
        "party": "ĐẢNG CỘNG SẢN VIỆT NAM",
        "country": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "motto": "Độc lập - Tự do - Hạnh phúc",
        "receivers": "Nơi nhận:",
    },
    "en": {
        "party": "COMMUNIST PARTY OF\u00a0VIET\u00a0NAM",
        "country": "SOCIALIST REPUBLIC OF\u00a0VIET\u00a0NAM",
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
    level = levels(document)[id(heading)]
    return f"#named({string(_once(heading, document))}, heading(level: {level})[{text}])"


def levels(document):
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
    if paragraph.parts and str(paragraph.parts[-1]).endswith(":"):  # what it leads to is on its page
        return f"#with-next[#par[{text}]]"
    return f"#note[#par[{text}]]" if paragraph.kind == model.NOTE else f"#par[{text}]"


def _items(items, document, here):
    kind = "enum" if items.is_numbered else "list"
    texts = "".join(f"[{inline(parts, here)}]," for parts in items.items)
    whole = f"#{kind}(tight: false, {texts})"
    whole = f"#note[{whole}]" if items.kind == model.NOTE else whole
    if not here.moved:
        return whole
    # a picture at the head of a page would stand within a list that goes on there, which no screen reader takes
    return f"#block(breakable: false, width: 100%)[{whole}]" if len(texts) < LONG_LIST else f"#place.flush()\n\n{whole}"


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
    high = max(HALF, min(HIGH, LEAST * figure.height), min(PAGE, SMALL * figure.height))
    share = min(1.0, high / figure.height * figure.width / tables.UPRIGHT)
    least = min(share, SMALL * figure.width / tables.UPRIGHT)  # a smaller chart's letters could not be read
    share = max(LOWER * share, least) if f"{figure.anchor}-small" in here.moved else share
    told = f"[{number}{inline(figure.title, here)}], [{inline(figure.measure, here)}]"
    name, alt = string(figure.anchor), string(figure.alt)
    is_moved = floating(figure, here.moved) in here.moved and f"{figure.anchor}-stays" not in here.moved
    floats = ", floats: true" if is_moved else ""
    before = f"#place-of({string(f'{figure.anchor}-before')})"
    return f"{before}\n\n#picture({name}, {string(picture_file(figure))}, {alt}, {100 * share:.1f}%{floats}, {told})"


def picture_file(figure):
    """Name of the file of a figure's picture."""
    return f"{figure.anchor or figure.name}.svg"


def _quote(quote, document, here):
    of = f" – {quote.of}" if quote.of else ""
    return f"#said[{words(f'“{quote.text.strip()}”')}][{words(of)}]"


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
    model.PageBreak: lambda block, document, here: "#place.flush()\n#pagebreak(weak: true)",
}

"""The blocks of a Document as WordprocessingML."""

from pipeline.export.docx import tables
from pipeline.export.docx.words import BOLD, ITALIC, field, inline, linked, marked, quoted, run
from pipeline.export.typst.blocks import COUNTED, DEEPEST, FURNITURE, HALF, HIGH, LEAST
from pipeline.report import model

EMU, WIDE = 12700, 467.0  # units of a drawing a point, points of a line
HALVES = (4400, 4950), (3740, 5610)  # twentieths of a point: of the head and foot; the name of the state takes one line


def paragraph(inner, style="", about=""):
    """One paragraph in a named style."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    shape = f"<w:pPr>{named}{about}</w:pPr>" if named or about else ""
    return f"<w:p>{shape}{inner}</w:p>"


def control(tag, title, inner):
    """A place that the clerk fills in, as a content control within a paragraph."""
    names = f'<w:alias w:val="{quoted(title)}"/><w:tag w:val="{tag}"/>'
    return f"<w:sdt><w:sdtPr>{names}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def _sized(points, more=""):
    return f'{more}<w:sz w:val="{points * 2}"/><w:szCs w:val="{points * 2}"/>'


def _head(head, kit):
    texts, said = head.texts, FURNITURE[kit.document.language]
    layout = texts.get("layout", kit.document.layout)
    top = _columns(texts, said, layout) if layout in ("party", "state") else ""
    first, *others = head.title
    size = 16 if layout == "party" else 14 if layout == "state" else 18
    lines = [paragraph(run(first, _sized(size, BOLD)), "Title")]
    lines += [paragraph(run(one, _sized(14, BOLD)), "Title") for one in others]
    return top + "".join(lines) + paragraph(run("-----" if layout == "party" else "———", BOLD), "Title")


def _columns(texts, said, layout):
    small = 14 if layout == "party" else 13
    left = [run(line, _sized(small)) for line in texts.get("superior", ())]
    left += [run(line, _sized(small, BOLD)) for line in texts.get("name", ())]
    left += [run("*" if layout == "party" else "———", _sized(small))]
    left += [control("so-van-ban", "Số văn bản", run(texts.get("number", ""), _sized(small)))]
    underlined = _sized(15, BOLD) + '<w:u w:val="single"/>'
    right = [run(said["party"], underlined)]
    if layout == "state":
        right = [run(said["country"], _sized(13, BOLD)), run(said["motto"], _sized(14, BOLD) + '<w:u w:val="single"/>')]
    right += [control("dia-danh-ngay", "Địa danh, ngày tháng", run(texts.get("place", ""), _sized(14, ITALIC)))]
    cells = ["".join(paragraph(one, "Head") for one in lines) for lines in (left, right)]
    return tables.plain(cells, HALVES[layout == "state"])


def _heading(heading, kit):
    text = heading.text.strip()
    if not (text or heading.number):
        return ""
    level, about, number = kit.levels[id(heading)], "", heading.number
    if number and kit.counts(level, number):
        about = f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>'
        number = ""
    words = run(f"{number} {text}".strip())
    return paragraph(marked(kit, kit.place(heading), words), f"Heading{level}", about)


def _paragraph(block, kit):
    """The sentence that ends the text stays with the foot of the document, a finding with its chart."""
    stays = "<w:keepNext/>" if kit.stays(block) else ""
    return paragraph(inline(kit, block.parts), "Note" if block.kind == model.NOTE else "BodyText", stays)


def _items(items, kit):
    number = kit.new_list() if items.is_numbered else 2
    about = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    style = "NoteList" if items.kind == model.NOTE else "PageList" if kit.is_for_one_page(items) else "ListParagraph"
    return "".join(paragraph(inline(kit, parts), style, about) for parts in items.items)


def _box(box, kit):
    title = paragraph(run(box.title), "BoxTitle") if box.title else ""
    if box.kind == model.FIGURES:
        return title + tables.key_figures(box, kit)
    style = "PageBox" if kit.is_for_one_page(box) else "Box"
    last = len(box.paragraphs) - 1  # none stands alone on the next page
    return title + "".join(
        paragraph(inline(kit, parts), style, "<w:keepNext/>" if last - 2 <= at < last else "")
        for at, parts in enumerate(box.paragraphs)
    )


def caption(kit, block, words):
    """Number of a table or figure as a field within the bookmark that references name, then its words."""
    word, _, number = block.number.rpartition(" ")
    series = number.rstrip("0123456789")  # letters of the annex, which no field counts
    number = number.removeprefix(series)
    counted = run(f"{word} {series}") + field(f"SEQ {word} \\* ARABIC", number) if number else ""
    return paragraph(marked(kit, block.anchor, counted) + run(". " if number else "") + words, "Caption")


def _figure(figure, kit):
    high = max(HALF, min(HIGH, LEAST * figure.height))
    share = min(1.0, WIDE / figure.width, high / figure.height)
    wide, high = (round(side * share * EMU) for side in (figure.width, figure.height))
    number, name = kit.next(), quoted(figure.name)
    picture = (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{number}" name="{name}" descr="{quoted(figure.alt)}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="{name}.png" descr="{quoted(figure.alt)}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{kit.picture(figure)}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
    measure = paragraph(inline(kit, figure.measure), "Measure") if figure.measure else ""
    return caption(kit, figure, inline(kit, figure.title)) + measure + paragraph(picture, "Picture")


def _quote(quote, kit):
    of = run(f" – {quote.of}") if quote.of else ""
    return paragraph(run(f"“{quote.text.strip()}”", ITALIC) + of, "Quote")


def _signature(signature, kit):
    word = run(FURNITURE[kit.document.language]["receivers"], '<w:u w:val="single"/>')
    left = paragraph(word, "Head", '<w:jc w:val="left"/>') if signature.receivers else ""
    for at, one in enumerate(signature.receivers, start=1):
        text = control(f"noi-nhan-{at}", "Nơi nhận", run(one if one.startswith("-") else f"- {one}", _sized(12)))
        left += paragraph(text, "Head", '<w:jc w:val="left"/>')
    right = "".join(paragraph(run(line, BOLD), "Head") for line in signature.signer) + paragraph("", "Head") * 4
    right += paragraph(control("nguoi-ky", "Người ký", run(signature.name or "…", BOLD)), "Head")
    return tables.plain([left or paragraph(""), right], HALVES[False]) + paragraph("", "Head")


def _contents(contents, kit):
    """A list as a field whose results are there already, each a link; pages, which only Word knows, are added by it."""
    if contents.of in COUNTED:
        blocks = kit.document.of(COUNTED[contents.of])
        entries = [(b.anchor, f"{b.number}. {kit.plain(_named(b))}", 1) for b in blocks]
        code = f'TOC \\h \\z \\c "{blocks[0].number.rpartition(" ")[0]}"' if blocks else ""
    else:
        found = [h for h in kit.document.of(model.Heading) if kit.levels.get(id(h), 9) <= DEEPEST and kit.place(h)]
        entries = [(kit.place(h), f"{h.number} {h.text}".strip(), kit.levels[id(h)]) for h in found]
        code = f'TOC \\o "1-{DEEPEST}" \\h \\z \\u'
    style = "TableofFigures" if contents.of in COUNTED else "TOC"
    return _list(contents.title, entries, code, style) if entries else ""


def _named(block):
    return block.caption if isinstance(block, model.Table) else block.title


def _list(title, entries, code, style):
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {quoted(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    lines = []
    for at, (anchor, text, level) in enumerate(entries):
        line = linked(anchor, run(text))
        lines.append(paragraph((begin if at == 0 else "") + line, f"TOC{level}" if style == "TOC" else style))
    end = paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "Head")
    return paragraph(run(title), "ContentsTitle") + "".join(lines) + end


WRITERS = {
    model.Head: _head,
    model.Heading: _heading,
    model.Paragraph: _paragraph,
    model.Items: _items,
    model.Box: _box,
    model.Figure: _figure,
    model.Table: lambda block, kit: tables.table(
        block, kit, caption(kit, block, run(block.caption)), [paragraph(run(n), "Note") for n in block.notes]
    ),
    model.Quote: _quote,
    model.Signature: _signature,
    model.Contents: _contents,
    model.PageBreak: lambda block, kit: paragraph('<w:r><w:br w:type="page"/></w:r>', "Head"),
}

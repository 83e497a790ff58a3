"""The Word file as a whole: its sections, headers, styles and properties."""

import io
from datetime import datetime
from pathlib import Path

from pipeline.export import drawn, zipped
from pipeline.export.docx import styles
from pipeline.export.docx.blocks import WRITERS
from pipeline.export.docx.words import quoted
from pipeline.export.html_text import plain
from pipeline.export.typst.blocks import levels
from pipeline.export.typst.document import turned, whole
from pipeline.report import model

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
NAMED = " ".join(f'xmlns:{name}="{address}"' for name, address in SPACES.items())
MARGINS = (
    '<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/>'
)
ON_END, ON_SIDE = '<w:pgSz w:w="11906" w:h="16838"/>', '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
ROMAN = ("", "I.", "II.", "III.", "IV.", "V.", "VI.", "VII.", "VIII.", "IX.", "X.")
ANNEX = {"vi": "Phụ lục", "en": "Annex"}
PAGE = (10.5, 2700), (10, 3100)  # points of letters, and about how many of them a page holds beside the head


class Kit:
    """What the blocks of one file share: numbers of marks, addresses, pictures, and how headings count."""

    def __init__(self, document, word, pictures):
        self.document, self.word, self.pictures = document, word, pictures
        self.levels = levels(document)
        self.anchors = {block.anchor for block in document.blocks if getattr(block, "anchor", "")}
        self.is_annex = any(h.number.startswith(ANNEX[document.language]) for h in document.of(model.Heading))
        self.plain, self._id, self.lists, self._counts = plain, 100, 0, [0, 0]
        self._addresses, self._places = {}, {}
        for heading in document.of(model.Heading):
            taken = heading.anchor and heading.anchor not in self._places.values()
            self._places[id(heading)] = heading.anchor if taken else f"muc-{len(self._places) + 1}"

    def next(self):
        """A number that nothing else in the file bears."""
        self._id += 1
        return self._id

    def place(self, heading):
        """The name of the place of a heading."""
        return self._places[id(heading)]

    def stays(self, block):
        """Whether the block stays on the page of the next: the foot of the document, or the chart of what it says."""
        blocks = self.document.blocks
        return any(
            one is block and isinstance(after, (model.Signature, model.Figure))
            for one, after in zip(blocks, blocks[1:], strict=False)
        )

    def is_for_one_page(self, block):
        """Whether the block is of what is for one page: in smaller letters."""
        begins, ends = whole(self.document.blocks)
        at = next(at for at, one in enumerate(self.document.blocks) if one is block)
        return any(begin < at < end for begin, end in zip(sorted(begins), sorted(ends), strict=True))

    def new_list(self):
        """The number of a list that counts from 1."""
        self.lists += 1
        return 2 + self.lists

    def counts(self, level, number):
        """Whether Word itself, counting, gives a heading this number."""
        if level > 2:
            return False
        counts = [self._counts[0] + 1, 0] if level == 1 else [self._counts[0], self._counts[1] + 1]
        first = (
            f"{ANNEX[self.document.language]} {counts[0]}." if self.is_annex else dict(enumerate(ROMAN)).get(counts[0])
        )
        if number != (first if level == 1 else f"{counts[1]}."):
            return False
        self._counts = counts
        return True

    def address(self, file):
        """The name of the link to another file."""
        if file not in self._addresses:
            kind = f"{SPACES['r']}/hyperlink"
            self._addresses[file] = self.word.part.relate_to(file, kind, is_external=True)
        return self._addresses[file]

    def picture(self, figure):
        """The name of the picture of a figure."""
        return self.word.part.get_or_add_image(io.BytesIO(self.pictures[figure.name]))[0]


def write(document, path, *, mark=""):
    """Writes the numbered ``document`` to ``path`` as DOCX; returns ``path``. The same document gives the same bytes.

    Captions count by SEQ fields, references are REF fields, what is in the other file is a link to it; lists of
    contents are there already. ``mark``: of the claims it was made of, kept in its properties.
    """
    from docx import Document
    from docx.oxml import parse_xml

    word = Document()
    kit = Kit(document, word, drawn.pictures(document.of(model.Figure)))
    body = word.element.body
    for old in list(body):
        body.remove(old)
    _dress(word, document)
    frame = _header(word, document)
    for new in parse_xml(f"<w:body {NAMED}>{_body(document, kit, frame)}</w:body>"):
        body.append(new)
    first = ("decimal", f"{ANNEX[kit.document.language]} %1.") if kit.is_annex else ("upperRoman", "%1.")
    _describe(word, document, mark)
    made = io.BytesIO()
    word.save(made)
    parts = {"word/numbering.xml": styles.numbering(first, kit.lists).encode()}
    path = Path(path)
    path.write_bytes(zipped.steady(made.getvalue(), parts))
    return path


def _body(document, kit, frame):
    """All blocks; a section ends where pages turn."""
    turns, made, first = [*turned(document.blocks)], [], "<w:titlePg/>"
    for at, block in enumerate(document.blocks):
        if at and turns[at] != turns[at - 1]:
            made.append(f"<w:p><w:pPr>{_section(frame, turns[at - 1], first)}</w:pPr></w:p>")
            first = ""
        breaks = isinstance(block, model.PageBreak) and at and turns[at] != turns[at - 1]
        made.append("" if breaks else WRITERS[type(block)](block, kit))
    return "".join(made) + _section(frame, bool(turns) and turns[-1], first)


def _section(frame, is_turned, first):
    """The end of a section; the first page of the first one bears no number."""
    return f"<w:sectPr>{frame}{ON_SIDE if is_turned else ON_END}{MARGINS}{first}</w:sectPr>"


def _dress(word, document):
    """The file's styles: those of the template that the report does not use go."""
    from docx.oxml import parse_xml

    held = word.styles.element
    size = 14 if document.of(model.Head) else 13
    for style in list(held.findall(f"{{{SPACES['w']}}}style")):
        if style.get(f"{{{SPACES['w']}}}styleId") not in ("Normal", "DefaultParagraphFont", "TableNormal", "NoList"):
            held.remove(style)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = styles.FONT, _points(14)
    fonts = normal.element.rPr.rFonts
    for which in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(f"{{{SPACES['w']}}}{which}", styles.FONT)
    for made in styles.styles(size, _page_size(document, size)):
        held.append(parse_xml(made))
    for language in held.iter(f"{{{SPACES['w']}}}lang"):
        language.set(f"{{{SPACES['w']}}}val", "vi-VN" if document.language == "vi" else "en-GB")


def _page_size(document, size):
    """Points of the letters of what is for one page: the largest in which so many letters have room on it; of more
    letters that of the body, and it goes on to the next page."""
    begins, ends = whole(document.blocks)
    held = [
        block for begin, end in zip(sorted(begins), sorted(ends), strict=True) for block in document.blocks[begin:end]
    ]
    letters = sum(
        len(plain(one)) for block in held for name in ("items", "paragraphs") for one in getattr(block, name, ())
    )
    return next((points for points, most in PAGE if letters <= most), size)


def _points(size):
    from docx.shared import Pt

    return Pt(size)


def _header(word, document):
    """The header of every page: its number from page 2 on, the mark of simulated data, the state across the paper."""
    from docx.oxml import parse_xml

    body = word.element.body
    body.append(parse_xml(f"<w:sectPr {NAMED}/>"))
    section = word.sections[0]
    section.different_first_page_header_footer = True
    for header, number in ((section.header, True), (section.first_page_header, False)):
        header.is_linked_to_previous = False
        for old in list(header._element):
            header._element.remove(old)
        header._element.append(parse_xml(_head_line(document, number)))
    names = [
        (reference.get(f"{{{SPACES['w']}}}type"), reference.get(f"{{{SPACES['r']}}}id"))
        for reference in section._sectPr
        if reference.tag.endswith("headerReference")
    ]
    body.remove(section._sectPr)
    return "".join(f'<w:headerReference w:type="{kind}" r:id="{name}"/>' for kind, name in names)


def _head_line(document, has_number):
    red = '<w:rPr><w:b/><w:color w:val="A3170F"/><w:sz w:val="18"/></w:rPr>'
    said = f"<w:r>{red}<w:tab/><w:t>{quoted(document.mark)}</w:t></w:r>" if document.mark else ""
    number = (
        '<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    tabs = '<w:tabs><w:tab w:val="center" w:pos="4677"/><w:tab w:val="right" w:pos="9355"/></w:tabs>'
    pages = number if has_number else "<w:r><w:tab/></w:r>"
    return f"<w:p {NAMED}><w:pPr>{tabs}</w:pPr>{pages}{said}{_across(document)}</w:p>"


def _across(document):
    """The words across the paper: of a draft, of simulated data."""
    words = " – ".join(filter(None, (document.mark, document.state)))
    if not words:
        return ""
    place = (
        "position:absolute;margin-left:0;margin-top:0;width:520pt;height:48pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    return (
        '<w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
        ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
        '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="custom"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="dau" o:spid="_x0000_s2049" type="#_x0000_t136" alt="{quoted(words)}" style="{place}"'
        ' fillcolor="#eeeeee" stroked="f">'
        f'<v:textpath style="font-family:&quot;{styles.FONT}&quot;;font-size:1pt;font-weight:bold"'
        f' string="{quoted(words)}"/></v:shape></w:pict></w:r>'
    )


def _describe(word, document, mark):
    """The file's properties; no clock, no name of a program's user."""
    about = word.core_properties
    day = datetime.fromisoformat(document.date or "1980-01-01")
    about.title, about.author, about.last_modified_by, about.comments = document.title, "", "", ""
    about.language, about.keywords, about.created, about.modified = document.language, mark, day, day
    about.revision = 1

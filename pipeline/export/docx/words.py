"""Parts of a sentence → WordprocessingML: runs, references to captions, links to the other file."""

from xml.sax.saxutils import escape

from pipeline.export.typst.letters import printable
from pipeline.report.model import Emph, Ref, Strong

BOLD, ITALIC = "<w:b/>", "<w:i/>"


def name_of(anchor):
    """The bookmark of a place: "bang-14" → "bang_14"; Word takes 40 letters of it."""
    return anchor.replace("-", "_")[:40]


def run(text, about=""):
    """A run of words; "\\n" breaks the line, a tab stays one."""
    shape = f"<w:rPr>{about}</w:rPr>" if about else ""
    lines = (_tabbed(line) for line in text.split("\n"))
    return f"<w:r>{shape}{'<w:br/>'.join(lines)}</w:r>" if text else ""


def _tabbed(line):
    pieces = (f'<w:t xml:space="preserve">{quoted(piece)}</w:t>' if piece else "" for piece in line.split("\t"))
    return "<w:tab/>".join(pieces)


def quoted(text):
    """Text for an element or an attribute."""
    return escape("\t".join(map(printable, text.split("\t"))), {'"': "&quot;"})


def field(code, result, about=""):
    """A field that already carries its result."""
    shape = f"<w:rPr>{about}</w:rPr>" if about else ""
    return (
        f'<w:r>{shape}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{shape}<w:instrText xml:space="preserve"> {quoted(code)} </w:instrText></w:r>'
        f'<w:r>{shape}<w:fldChar w:fldCharType="separate"/></w:r>{run(result, about)}'
        f'<w:r>{shape}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def marked(kit, anchor, inner):
    """``inner`` within the bookmark of a place; as it is without one."""
    if not anchor:
        return inner
    number = kit.next()
    name = quoted(name_of(anchor))
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'


def linked(anchor, inner):
    """``inner`` as a link to a place of this file."""
    return f'<w:hyperlink w:anchor="{quoted(name_of(anchor))}" w:history="1">{inner}</w:hyperlink>'


def inline(kit, parts, about=""):
    """Parts as runs; a lone text counts as one part."""
    return "".join(_part(kit, part, about) for part in ((parts,) if isinstance(parts, str) else parts))


def _part(kit, part, about):
    if isinstance(part, str):
        return run(part, about)
    if isinstance(part, Strong):
        return inline(kit, part.parts, about.replace(BOLD, "") + BOLD if ITALIC not in about else BOLD + about)
    if isinstance(part, Emph):
        return inline(kit, part.parts, about + ITALIC if ITALIC not in about else about)
    if isinstance(part, Ref):
        return run(part.before, about) + _place(kit, part, about) + run(part.after, about)
    return run(part.text, about)


def _place(kit, ref, about):
    if ref.file:
        address = kit.address(f"{ref.file}.docx")
        name = quoted(name_of(ref.anchor))
        return f'<w:hyperlink r:id="{address}" w:anchor="{name}" w:history="1">{run(ref.text, about)}</w:hyperlink>'
    if not ref.text:
        return ""
    return field(f"REF {name_of(ref.anchor)} \\h", ref.text, about) if ref.anchor in kit.anchors else run(ref.text)

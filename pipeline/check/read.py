"""The words of a Word file in their order, whoever saved it: paragraphs by style, tables by cells, headers."""

import io
import unicodedata
import zipfile
from dataclasses import dataclass

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEFT = {f"{W}{name}" for name in ("del", "moveFrom", "tabs", "txbxContent")}
BOX = f"{W}txbxContent"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
ASIDE = {
    "footnoteReference": "word/footnotes.xml",
    "endnoteReference": "word/endnotes.xml",
    "commentReference": "word/comments.xml",
}
EDGES = ("word/header", "word/footer")
TINY = 8  # half points
USUAL = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}  # full-width letters, digits and signs
MOST = 200_000_000  # bytes of the unpacked text


class CheckError(ValueError):
    """The file cannot be read as a report; the message says the mend."""


@dataclass(frozen=True)
class Line:
    """One paragraph: ``style`` in small letters ("heading 1", "caption", "body text")."""

    text: str
    style: str = ""


@dataclass(frozen=True)
class Sheet:
    """One table: its rows of cells, each a text; ``style`` of its first paragraph."""

    rows: tuple[tuple[str, ...], ...]
    style: str = ""


@dataclass(frozen=True)
class Read:
    """``blocks``: Lines and Sheets in order; ``headers``: what stands at head and foot of the pages; ``mark``: of the
    claims that the file was made of, "" where whoever saved it left it out."""

    blocks: tuple
    headers: str = ""
    mark: str = ""


def read(content, name="tệp"):
    """The bytes of a DOCX as a Read. Deleted words of tracked changes are gone, inserted ones are there."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as held:
            if sum(one.file_size for one in held.infolist()) > MOST:
                raise CheckError(f"{name}: tệp giải nén ra quá lớn; cần báo cáo Word do hệ thống này viết ra.")
            body = _tree(etree, held.read("word/document.xml")).find(f"{W}body")
            names = _styles(_tree(etree, held.read("word/styles.xml")))
            beside = {tag: _aside(etree, held, part) for tag, part in ASIDE.items()}
            heads = [n for n in sorted(held.namelist()) if n.startswith(EDGES) and n.endswith(".xml")]
            headers = " ".join(_words(_tree(etree, held.read(n))) for n in heads)
            about = held.read("docProps/core.xml") if "docProps/core.xml" in held.namelist() else b"<none/>"
            mark = " ".join(one.text or "" for one in _tree(etree, about).iter("{*}keywords")).strip()
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, AttributeError) as error:
        raise CheckError(
            f"{name}: không phải tệp Word (.docx) đọc được; mở bằng Word rồi lưu lại dạng .docx."
        ) from error
    return Read(tuple(_blocks(body, names, beside)), headers, mark)


def _tree(etree, content):
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _styles(tree):
    names = {}
    for style in tree.iter(f"{W}style"):
        name = style.find(f"{W}name")
        names[style.get(f"{W}styleId")] = name.get(f"{W}val").lower() if name is not None else ""
    return names


def _aside(etree, held, part):
    """Number of a note or comment → its paragraphs."""
    if part not in held.namelist():
        return {}
    notes = _tree(etree, held.read(part))
    return {note.get(f"{W}id"): [Line(clean(_words(p))) for p in note.iter(f"{W}p")] for note in notes}


def _blocks(parent, names, beside):
    for child in parent:
        if child.tag == f"{W}p":
            yield Line(clean(_words(child)), _style(child, names))
            yield from _hung(child, beside)
        elif child.tag == f"{W}tbl":
            first = next(child.iter(f"{W}p"), child)
            rows = [row for row in child.iter(f"{W}tr") if row.find(f"{W}trPr/{W}del") is None]
            yield Sheet(tuple(_row(row) for row in rows), _style(first, names))
            yield from _hung(child, beside)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"):
            yield from _blocks(child, names, beside)


def _hung(element, beside):
    """What hangs on a paragraph or table: its text boxes, its notes and comments."""
    for box in element.iter(BOX):
        if not any(over.tag == FALLBACK for over in box.iterancestors()):
            yield from (Line(clean(_words(p, box))) for p in box.iter(f"{W}p"))
    for tag, held in beside.items():
        for one in element.iter(f"{W}{tag}"):
            yield from held.get(one.get(f"{W}id"), ())


def _style(paragraph, names):
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return names.get(style.get(f"{W}val"), "") if style is not None else ""


def _row(row):
    return tuple(
        clean(" ".join(filter(None, (_words(p).strip() for p in cell.iter(f"{W}p"))))) for cell in row.iter(f"{W}tc")
    )


def _words(element, within=None):
    """The words that a reader sees, without those of text boxes in it; ``within``: the box that it stands in."""
    found = []
    for one in element.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}noBreakHyphen"):
        over = [*one.iterancestors()]
        if any(up.tag in LEFT for up in over[: over.index(within) if within is not None else None]) or _unseen(over[0]):
            continue
        found.append(one.text or "" if one.tag == f"{W}t" else "-" if one.tag.endswith("Hyphen") else " ")
    return "".join(found)


def _unseen(run):
    """Whether a run is hidden, white, or of letters too small to be read."""
    about = run.find(f"{W}rPr")
    if about is None:
        return False
    told = {one.tag: one.get(f"{W}val", "") for one in about}
    size = told.get(f"{W}sz", "")
    hidden = told.get(f"{W}vanish", "0") not in ("0", "false", "off")
    return hidden or told.get(f"{W}color", "").upper() == "FFFFFF" or (size.isdigit() and int(size) <= TINY)


def clean(text):
    """A text with plain blanks, one between two words, its signs and digits of the usual width."""
    text = unicodedata.normalize("NFC", text).translate(USUAL).replace("\u200b", "")
    return " ".join(text.split())

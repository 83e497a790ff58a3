"""The words of a Word file in their order, whoever saved it: paragraphs by style, tables by cells, headers."""

import io
import unicodedata
import zipfile
from dataclasses import dataclass

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
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
    """``blocks``: Lines and Sheets in order; ``headers``: what stands at the head of the pages; ``mark``: of the claims
    that the file was made of, "" where whoever saved it left it out."""

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
            heads = [n for n in sorted(held.namelist()) if n.startswith("word/header") and n.endswith(".xml")]
            headers = " ".join(_words(_tree(etree, held.read(n))) for n in heads)
            about = held.read("docProps/core.xml") if "docProps/core.xml" in held.namelist() else b"<none/>"
            mark = " ".join(one.text or "" for one in _tree(etree, about).iter("{*}keywords")).strip()
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, AttributeError) as error:
        raise CheckError(
            f"{name}: không phải tệp Word (.docx) đọc được; mở bằng Word rồi lưu lại dạng .docx."
        ) from error
    return Read(tuple(_blocks(body, names)), headers, mark)


def _tree(etree, content):
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _styles(tree):
    names = {}
    for style in tree.iter(f"{W}style"):
        name = style.find(f"{W}name")
        names[style.get(f"{W}styleId")] = name.get(f"{W}val").lower() if name is not None else ""
    return names


def _blocks(parent, names):
    for child in parent:
        if child.tag == f"{W}p":
            yield Line(clean(_words(child)), _style(child, names))
        elif child.tag == f"{W}tbl":
            first = next(child.iter(f"{W}p"), child)
            yield Sheet(tuple(_row(row) for row in child.iter(f"{W}tr")), _style(first, names))
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"):
            yield from _blocks(child, names)


def _style(paragraph, names):
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return names.get(style.get(f"{W}val"), "") if style is not None else ""


def _row(row):
    return tuple(
        clean(" ".join(filter(None, (_words(p).strip() for p in cell.iter(f"{W}p"))))) for cell in row.iter(f"{W}tc")
    )


def _words(element):
    found = []
    for one in element.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}noBreakHyphen"):
        if any(over.tag in (f"{W}del", f"{W}moveFrom", f"{W}tabs") for over in one.iterancestors()):
            continue
        found.append(one.text or "" if one.tag == f"{W}t" else "-" if one.tag.endswith("Hyphen") else " ")
    return "".join(found)


def clean(text):
    """A text with plain blanks, one between two words."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00a0", " ").replace("\u200b", "").split())

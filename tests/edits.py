"""What clerks do to a report: edits that make it untrue, of eight kinds, and honest rewordings."""

import io
import zipfile
from pathlib import Path

from lxml import etree

BODY = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("sua-bao-cao.tsv").read_text(encoding="utf-8").split("\n")
    if line
]
# (kind, words of the report, what they are changed to); "" deletes the whole paragraph, ">…" moves the sentence behind
# the paragraph that holds these words
PLANTED = [(kind, old, new) for kind, old, new in ROWS if kind != "honest"]
HONEST = [(old, new) for kind, old, new in ROWS if kind == "honest"]


def changed(content, old, new):
    """The bytes of a DOCX with one edit made in its first paragraph that has the words; None where none has."""
    parts = _unzipped(content)
    tree = etree.fromstring(parts[BODY])
    here = _paragraph(tree, old)
    if here is None:
        return None
    if new == "":
        here.getparent().remove(here)
    elif new.startswith(">"):
        _moved(tree, here, old, new[1:])
    else:
        _write(here, _text(here).replace(_as(here, old), new, 1))
    return _zipped(parts | {BODY: etree.tostring(tree)})


def tracked(content, old, new):
    """The same with the words of a paragraph deleted and others inserted as tracked changes."""
    parts = _unzipped(content)
    tree = etree.fromstring(parts[BODY])
    here = _paragraph(tree, old)
    for run in list(here.iter(f"{W}r")):
        run.getparent().remove(run)
    for tag, words, text in (("del", "delText", old), ("ins", "t", new)):
        change = etree.SubElement(here, f"{W}{tag}", {f"{W}id": "9001", f"{W}author": "văn thư"})
        etree.SubElement(etree.SubElement(change, f"{W}r"), f"{W}{words}").text = text
    return _zipped(parts | {BODY: etree.tostring(tree)})


def _unzipped(content):
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        return {name: held.read(name) for name in held.namelist()}


def _zipped(parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as written:
        for name, part in parts.items():
            written.writestr(name, part)
    return made.getvalue()


def _text(paragraph):
    return "".join(one.text or "" for one in paragraph.iter(f"{W}t")).replace("\u00a0", " ")


def _style(paragraph):
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(f"{W}val") if style is not None else ""


def _as(paragraph, old):
    """The words as they stand there: with a capital where they begin."""
    at = _text(paragraph).lower().find(old.lower())
    return _text(paragraph)[at : at + len(old)]


def _paragraph(tree, old):
    found = [p for p in tree.iter(f"{W}p") if old.lower() in _text(p).lower()]
    found = [p for p in found if not _style(p).startswith(("TOC", "Tableof", "Caption"))] or found
    return found[0] if found else None


def _write(paragraph, text):
    """Puts a text in the place of all that a paragraph says."""
    first, *others = list(paragraph.iter(f"{W}t"))
    for one in others:
        one.getparent().remove(one)
    first.text = text
    first.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _moved(tree, here, old, after):
    """Takes the sentence that begins with the words out of its paragraph and puts it at the end of another."""
    text = _text(here)
    start = text.lower().find(old.lower())
    end = text.find(". ", start)
    sentence = text[start:] if end < 0 else text[start : end + 1]
    there = _paragraph(tree, after)
    _write(there, f"{_text(there)} {sentence}")
    if start == 0 and end < 0:
        here.getparent().remove(here)
    else:
        _write(here, text.replace(sentence, "").strip())


HARD = [
    line.split("\t")
    for line in Path(__file__).with_name("sua-bao-cao-kin.tsv").read_text(encoding="utf-8").split("\n")
    if line
]  # (kind, where, words of the report, what they are changed to or what is put there)
SPACES = {
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
SHEETS = {"footnote": "word/footnotes.xml", "comment": "word/comments.xml"}


def made(content, where, old, new):
    """The bytes of a DOCX with an edit made where clerks and others make them: "words" of a paragraph, a "caption",
    "heading", runs that are "split", "tracked" changes, words made "hidden" or "white", a "textbox", "footnote" or
    "comment" put there; None where the words are not."""
    if where == "words":
        return changed(content, old, new)
    parts = _unzipped(content)
    tree = etree.fromstring(parts[BODY])
    here = _in(tree, where, old)
    if here is None:
        return None
    if where in ("caption", "heading"):
        _write(here, _text(here).replace(_as(here, old), new, 1))
    elif where in SHEETS:
        _aside(parts, here, where, new)
    elif where == "textbox":
        here.append(_textbox(new))
    else:
        WAYS[where](here, _as(here, old), new)
    return _zipped(parts | {BODY: etree.tostring(tree)})


def styled(content, style, text):
    """The same with a paragraph of its own in a style of the file, after the first paragraph."""
    parts = _unzipped(content)
    tree = etree.fromstring(parts[BODY])
    new = etree.Element(f"{W}p")
    etree.SubElement(etree.SubElement(new, f"{W}pPr"), f"{W}pStyle").set(f"{W}val", style)
    new.append(_run(text))
    next(tree.iter(f"{W}body")).insert(1, new)
    return _zipped(parts | {BODY: etree.tostring(tree)})


def paged(content):
    """The same with the lists of contents brought up to date: every line has the number of its page."""
    parts = _unzipped(content)
    tree = etree.fromstring(parts[BODY])
    for at, line in enumerate(p for p in tree.iter(f"{W}p") if _style(p).startswith(("TOC", "Tableof"))):
        line.append(_run(f"\t{at + 2}"))
    return _zipped(parts | {BODY: etree.tostring(tree)})


def footed(content, text):
    """The same with words at the foot of its pages."""
    return _zipped(_unzipped(content) | {"word/footer9.xml": etree.tostring(_run(text))})


def _in(tree, where, old):
    if where not in ("caption", "heading"):
        return _paragraph(tree, old)
    found = [p for p in tree.iter(f"{W}p") if old.lower() in _text(p).lower()]
    names = ("Caption", "Measure") if where == "caption" else ("Heading",)
    return next((p for p in found if _style(p).startswith(names)), None)


def _run(text, about="", tag="t"):
    run = etree.Element(f"{W}r")
    if about:
        run.append(etree.fromstring(f'<w:rPr xmlns:w="{W[1:-1]}">{about}</w:rPr>'))
    etree.SubElement(run, f"{W}{tag}").text = text
    return run


def _parted(here, old, *between):
    """Puts runs in the place of the words, between those before and after them."""
    before, _, after = _text(here).partition(old)
    for one in [child for child in here if child.tag != f"{W}pPr"]:
        here.remove(one)
    for one in (_run(before), *between, _run(after)):
        here.append(one)


def _tracked(here, old, new):
    changes = []
    for tag, words, text in (("del", "delText", old), ("ins", "t", new)):
        change = etree.Element(f"{W}{tag}", {f"{W}id": "9001", f"{W}author": "văn thư"})
        change.append(_run(text, tag=words))
        changes.append(change)
    _parted(here, old, *changes)


WAYS = {
    "tracked": _tracked,
    "split": lambda here, old, new: _parted(here, old, *(_run(letter) for letter in new)),
    "hidden": lambda here, old, new: _parted(here, old, _run(old, "<w:vanish/>")),
    "white": lambda here, old, new: _parted(here, _text(here), _run(_text(here), '<w:color w:val="FFFFFF"/>')),
}


def _textbox(text):
    """A run with a text box, as Word writes it: once for itself, once for older programs."""
    inner = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    names = " ".join(f'xmlns:{name}="{address}"' for name, address in {"w": W[1:-1], **SPACES}.items())
    return etree.fromstring(
        f'<w:r {names}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{inner}</wps:txbx>'
        f"</wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def _aside(parts, here, where, text):
    """A footnote or comment of a paragraph."""
    number, name = "77", SHEETS[where]
    tree = etree.fromstring(parts.get(name, f'<w:{where}s xmlns:w="{W[1:-1]}"/>'.encode()))
    note = etree.SubElement(tree, f"{W}{where}", {f"{W}id": number})
    etree.SubElement(note, f"{W}p").append(_run(text))
    parts[name] = etree.tostring(tree)
    etree.SubElement(etree.SubElement(here, f"{W}r"), f"{W}{where}Reference", {f"{W}id": number})

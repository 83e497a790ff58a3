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

"""The slides: title, key figures, findings with their charts, what is left open."""

import io
from datetime import datetime
from pathlib import Path

from pipeline import wording
from pipeline.export import zipped
from pipeline.export.html_text import plain
from pipeline.export.pptx.charts import shown
from pipeline.export.pptx.native import draw
from pipeline.export.pptx.parts import DARK, GREY, HIGH, WIDE, box, inches, note, slide_of
from pipeline.report import model, numbering
from pipeline.wording import say

MOST = 9  # slides with a chart
TELLING = ("scale", "themes")  # charts that tell of several things at once
OPEN = "chưa kết luận được"
CAVEAT = "không phải mẫu"


def write(document, documents, path):
    """Writes slides of ``document``, the signed one of the numbered ``documents``, to ``path``; returns ``path``.

    One finding a slide, its chart native: figures can be edited in it, its workbook holds the printed numbers alone.
    The notes say of how many, in which table, with which caveat. The same documents give the same bytes.
    """
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    wide = Inches(WIDE) / deck.slide_width
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    for layout in (deck.slide_master, *deck.slide_master.slide_layouts):
        for place in layout.placeholders:
            place.left, place.width = round(place.left * wide), round(place.width * wide)
    with wording.spoken(document.language):
        tables, caveat = _tables(documents), _caveat(document)
        _title(deck, document)
        _key_figures(deck, document, caveat)
        for figure in _chosen(document):
            _finding(deck, document, figure, tables, caveat)
        _open(deck, document)
    about, day = deck.core_properties, datetime.fromisoformat(document.date or "1980-01-01")
    about.title, about.author, about.last_modified_by = document.title, "", ""
    about.created, about.modified, about.language = day, day, document.language
    made = io.BytesIO()
    deck.save(made)
    path = Path(path)
    path.write_bytes(zipped.steady(made.getvalue()))
    return path


def _chosen(document):
    """Charts for slides, in order: the first of every part, then its scales and open answers, then more of them."""
    parts, found = {}, []
    heading = ""
    for block in document.blocks:
        heading = block.text if isinstance(block, model.Heading) else heading
        if isinstance(block, model.Figure) and shown(block) is not None:
            parts.setdefault(heading, []).append(block)
            found.append(block)
    ranked = sorted(
        (min(at, 1) and 1 + (figure.kind not in TELLING), at, n, figure.name)
        for n, own in enumerate(parts.values())
        for at, figure in enumerate(own)
    )
    names = {name for *_, name in ranked[:MOST]}
    return [figure for figure in found if figure.name in names]


def _tables(documents):
    """Question → the table that prints it, as a reader names it."""
    numbers = {(d.name, t.anchor): numbering.named(d, t) for d in documents for t in d.of(model.Table)}
    found = {}
    for key, (name, anchor) in numbering.places(documents).items():
        found.setdefault(key.partition("|")[0], numbers[name, anchor.rpartition("-d")[0]])
    return found


def _caveat(document):
    """The one sentence that says of whom the figures are; "" where the report has none."""
    boxes = (plain(parts) for box in document.of(model.Box) if box.kind == model.BOX for parts in box.paragraphs)
    said = [one.strip() for text in boxes for one in text.replace(". ", ".|").split("|")]
    return next((one for one in said if say(CAVEAT) in one), said[-1] if said else "")


def _title(deck, document):
    heads = document.of(model.Head)
    lines = heads[0].title if heads else (document.title,)
    slide = slide_of(deck, document, " ".join(lines[-1:]))
    title = slide.shapes.title
    title.top, title.height = inches(2.6), inches(1.8)
    texts = heads[0].texts if heads else {}
    above = [" ".join(texts.get(name, ())) for name in ("superior", "name")]
    box(
        slide,
        (0.6, 0.9, WIDE - 1.2, 1.0),
        [(text, 18, True, GREY) for text in above if text] or [("", 18, False, GREY)],
    )
    box(slide, (0.6, 2.0, WIDE - 1.2, 0.5), [(" ".join(lines[:-1]), 18, False, GREY)])
    box(slide, (0.6, 4.7, WIDE - 1.2, 0.5), [(texts.get("place", ""), 16, False, GREY)])
    note(slide, _opening(document))


def _opening(document):
    paragraphs = document.of(model.Paragraph)
    return plain(paragraphs[0].parts) if paragraphs else ""


def _key_figures(deck, document, caveat):
    boxes = [box for box in document.of(model.Box) if box.kind == model.FIGURES]
    if not boxes:
        return
    slide = slide_of(deck, document, say("Số liệu chính"))
    for at, parts in enumerate(boxes[0].paragraphs):
        left, top = 0.6 + 4.1 * (at % 3), 1.7 + 2.2 * (at // 3)
        lines = [(plain(parts[:1]), 36, True, "0072B2"), (plain(parts[1:]), 15, False, DARK)]
        box(slide, (left, top, 3.8, 2.0), lines)
    sure = [
        plain(parts)
        for box in document.of(model.Box)
        if box.title and box.kind == model.BOX
        for parts in box.paragraphs
    ]
    box(slide, (0.6, 6.1, WIDE - 1.8, 1.0), [(caveat, 14, False, GREY)])
    note(slide, *sure)


def _finding(deck, document, figure, tables, caveat):
    slide, held = slide_of(deck, document, plain(figure.title)), shown(figure)
    draw(slide, figure, held)
    hidden = any(value is None for _, values in held.series for value in values)
    told = [plain(figure.measure), say("Chỗ trống: không nêu, vì ít người") if hidden else ""]
    told += [say("Trong ngoặc: “{beside}”", beside=held.beside)] if held.beside else []
    measure = ". ".join(filter(None, told))
    box(slide, (0.6, HIGH - 0.75, WIDE - 2.0, 0.6), [(measure, 12, False, GREY)])
    names = figure.rows["question" if "question" in figure.rows else figure.rows.columns[0]]
    table = next((tables[name] for name in names.astype(str) if name in tables), "")
    note(
        slide,
        say("Cơ sở: {measure}.", measure=plain(figure.measure)),
        say("Bảng: {table}.", table=table) if table else "",
        say("Hình: {called}, {number}.", called=document.called, number=figure.number) if figure.number else "",
        say("Lưu ý: {caveat}", caveat=caveat) if caveat else "",
    )


def _open(deck, document):
    """What cannot be concluded, in the report's own words."""
    said, title, is_open = [], "", False
    for block in document.blocks:
        if isinstance(block, model.Heading):
            is_open = say(OPEN) in block.text
            title = block.text if is_open else title
        if is_open and isinstance(block, (model.Items, model.Paragraph)):
            said += [plain(one) for one in (block.items if isinstance(block, model.Items) else (block.parts,))]
    if said:
        slide = slide_of(deck, document, title)
        box(slide, (0.6, 1.8, WIDE - 1.2, 5.0), [(f"– {one}", 18, False, DARK) for one in said])
        note(slide, say("Nguồn: {called}, phần đánh giá chung.", called=document.called))

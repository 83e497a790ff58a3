"""The slides: title, key figures, findings with their charts, what is left open."""

import io
from datetime import datetime
from pathlib import Path

from pipeline import wording
from pipeline.export import zipped
from pipeline.export.html_text import plain
from pipeline.export.pptx.charts import DARK, shown
from pipeline.report import model
from pipeline.wording import say

MOST = 9  # slides with a chart
FONT, RED, GREY = "Arial", "A3170F", "595959"
WIDE, HIGH = 13.333, 7.5  # inches
LONG = 60  # letters of a title, over which it is set smaller
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
    """Charts for slides, in order: the first of every part, then more of them."""
    parts, found = {}, []
    heading = ""
    for block in document.blocks:
        heading = block.text if isinstance(block, model.Heading) else heading
        if isinstance(block, model.Figure) and shown(block) is not None:
            parts.setdefault(heading, []).append(block)
            found.append(block)
    ranked = sorted((at, n, figure.name) for n, own in enumerate(parts.values()) for at, figure in enumerate(own))
    names = {name for *_, name in ranked[:MOST]}
    return [figure for figure in found if figure.name in names]


def _tables(documents):
    """Question → the table that prints it, as a reader names it."""
    numbers = {(d.name, t.anchor): f"{d.called}, {t.number}" for d in documents for t in d.of(model.Table)}
    found = {}
    for key, (name, anchor) in model.places(documents).items():
        found.setdefault(key.partition("|")[0], numbers[name, anchor.rpartition("-d")[0]])
    return found


def _caveat(document):
    """The one sentence that says of whom the figures are; "" where the report has none."""
    boxes = (plain(parts) for box in document.of(model.Box) if box.kind == model.BOX for parts in box.paragraphs)
    said = [one.strip() for text in boxes for one in text.replace(". ", ".|").split("|")]
    return next((one for one in said if say(CAVEAT) in one), said[-1] if said else "")


def _slide(deck, document, title, layout=5):
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    place = slide.shapes.title
    place.left, place.top, place.width, place.height = (_inches(n) for n in (0.6, 0.45, WIDE - 1.2, 1.1))
    size = 28 if len(title) <= LONG else 24 if len(title) <= 2 * LONG else 20
    _words(place.text_frame, [(title, size, True, "1F1F1F")])
    mark = " – ".join(filter(None, (document.mark, document.state)))
    if mark:
        _box(slide, (WIDE - 6.6, 0.1, 6.0, 0.35), [(mark, 12, True, RED)], right=True)
    if len(deck.slides) > 1:
        _box(slide, (WIDE - 1.2, HIGH - 0.45, 0.7, 0.35), [(str(len(deck.slides)), 11, False, GREY)], right=True)
    return slide


def _inches(number):
    from pptx.util import Inches

    return Inches(number)


def _words(frame, lines, right=False):
    """Lines of (text, points, bold, colour) in a frame."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap = True
    for at, (text, size, bold, colour) in enumerate(lines):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        paragraph.space_after = Pt(6)
        run = paragraph.add_run()
        run.text = " ".join(text.split("\n"))
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
        run.font.color.rgb = RGBColor.from_string(colour)


def _box(slide, place, lines, right=False):
    frame = slide.shapes.add_textbox(*map(_inches, place)).text_frame
    _words(frame, lines, right)


def _note(slide, *lines):
    slide.notes_slide.notes_text_frame.text = "\n".join(filter(None, lines))


def _title(deck, document):
    heads = document.of(model.Head)
    lines = heads[0].title if heads else (document.title,)
    slide = _slide(deck, document, " ".join(lines[-1:]))
    title = slide.shapes.title
    title.top, title.height = _inches(2.6), _inches(1.8)
    texts = heads[0].texts if heads else {}
    above = [" ".join(texts.get(name, ())) for name in ("superior", "name")]
    _box(
        slide,
        (0.6, 0.9, WIDE - 1.2, 1.0),
        [(text, 18, True, GREY) for text in above if text] or [("", 18, False, GREY)],
    )
    _box(slide, (0.6, 2.0, WIDE - 1.2, 0.5), [(" ".join(lines[:-1]), 18, False, GREY)])
    _box(slide, (0.6, 4.7, WIDE - 1.2, 0.5), [(texts.get("place", ""), 16, False, GREY)])
    _note(slide, _opening(document))


def _opening(document):
    paragraphs = document.of(model.Paragraph)
    return plain(paragraphs[0].parts) if paragraphs else ""


def _key_figures(deck, document, caveat):
    boxes = [box for box in document.of(model.Box) if box.kind == model.FIGURES]
    if not boxes:
        return
    slide = _slide(deck, document, say("Số chính"))
    for at, parts in enumerate(boxes[0].paragraphs):
        left, top = 0.6 + 4.1 * (at % 3), 1.7 + 2.2 * (at // 3)
        lines = [(plain(parts[:1]), 36, True, "0072B2"), (plain(parts[1:]), 15, False, "1F1F1F")]
        _box(slide, (left, top, 3.8, 2.0), lines)
    sure = [
        plain(parts)
        for box in document.of(model.Box)
        if box.title and box.kind == model.BOX
        for parts in box.paragraphs
    ]
    _box(slide, (0.6, 6.1, WIDE - 1.8, 1.0), [(caveat, 14, False, GREY)])
    _note(slide, *sure)


def _finding(deck, document, figure, tables, caveat):
    slide = _slide(deck, document, plain(figure.title))
    _chart(slide, figure, shown(figure))
    _box(slide, (0.6, HIGH - 0.75, WIDE - 2.0, 0.6), [(plain(figure.measure), 12, False, GREY)])
    names = figure.rows["question" if "question" in figure.rows else figure.rows.columns[0]]
    table = next((tables[name] for name in names.astype(str) if name in tables), "")
    _note(
        slide,
        say("Cơ sở: {measure}.", measure=plain(figure.measure)),
        say("Bảng: {table}.", table=table) if table else "",
        say("Hình: {called}, {number}.", called=document.called, number=figure.number) if figure.number else "",
        say("Lưu ý: {caveat}", caveat=caveat) if caveat else "",
    )


def _chart(slide, figure, held):
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION

    data = CategoryChartData(number_format=_format(held))
    data.categories = held.categories
    for name, values in held.series:
        data.add_series(name, values)
    kind = XL_CHART_TYPE.BAR_STACKED if held.stacked else XL_CHART_TYPE.BAR_CLUSTERED
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED if held.standing else kind
    place = [_inches(n) for n in (0.5, 1.6, WIDE - 1.0, HIGH - 2.4)]
    frame = slide.shapes.add_chart(kind, *place, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", figure.alt)
    chart = frame.chart
    chart.has_title, chart.has_legend = False, len(held.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        _lettered(chart.legend.font, 12)
    _axes(chart, held)
    _plot(chart.plots[0], held)


def _format(held):
    places = "0" if held.digits == 0 else f"0.{'0' * held.digits}"
    return f'{places}"{held.sign}"' if held.sign else places


def _axes(chart, held):
    category, value = chart.category_axis, chart.value_axis
    category.reverse_order = not held.standing
    category.format.line.color.rgb, category.has_major_gridlines = _colour("999999"), False
    _lettered(category.tick_labels.font, 12 if len(held.categories) <= 10 else 10)
    value.visible, value.has_major_gridlines = False, False
    if held.stacked:
        value.minimum_scale, value.maximum_scale = 0, 100


def _plot(plot, held):
    plot.gap_width = 50
    if held.stacked:
        plot.overlap = 100
    plot.has_data_labels = True
    _labels(plot.data_labels, held, "1F1F1F")
    for series, colour in zip(plot.series, held.colours, strict=False):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = _colour(colour)
        series.invert_if_negative = False
        if held.stacked:
            series.data_labels.show_value = True
            _labels(series.data_labels, held, "FFFFFF" if colour in DARK else "1F1F1F")


def _labels(labels, held, colour):
    """The number of every bar; on one bar of several parts not those of the small ones, which would not fit."""
    form = _format(held)
    labels.number_format, labels.number_format_is_linked = (f'[>=4]{form};""' if held.stacked else form), False
    _lettered(labels.font, 12 if len(held.series) < 4 else 10)
    labels.font.color.rgb = _colour(colour)


def _lettered(font, size):
    from pptx.util import Pt

    font.size, font.name = Pt(size), FONT


def _colour(text):
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(text)


def _open(deck, document):
    """What cannot be concluded, in the report's own words."""
    said, is_open = [], False
    for block in document.blocks:
        if isinstance(block, model.Heading):
            is_open = say(OPEN) in block.text
        if is_open and isinstance(block, (model.Items, model.Paragraph)):
            said += [plain(one) for one in (block.items if isinstance(block, model.Items) else (block.parts,))]
    if said:
        slide = _slide(deck, document, say("Những điều chưa kết luận được"))
        _box(slide, (0.6, 1.8, WIDE - 1.2, 5.0), [(f"– {one}", 18, False, "1F1F1F") for one in said])
        _note(slide, say("Nguồn: {called}, phần đánh giá chung.", called=document.called))

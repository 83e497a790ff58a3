"""What slides are made of: a title under the mark, boxes of words, notes for the speaker."""

FONT, RED, GREY, DARK = "Arial", "A3170F", "595959", "1F1F1F"
WIDE, HIGH = 13.333, 7.5  # inches
LONG = 60  # letters of a title, over which it is set smaller


def slide_of(deck, document, title, layout=5):
    """A new slide with its title, the mark and the number of its page."""
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    place = slide.shapes.title
    place.left, place.top, place.width, place.height = (inches(n) for n in (0.6, 0.45, WIDE - 1.2, 1.1))
    size = 28 if len(title) <= LONG else 24 if len(title) <= 2 * LONG else 20
    words(place.text_frame, [(title, size, True, DARK)])
    mark = " – ".join(filter(None, (document.mark, document.state)))
    if mark:
        box(slide, (WIDE - 6.6, 0.1, 6.0, 0.35), [(mark, 12, True, RED)], right=True)
    if len(deck.slides) > 1:
        box(slide, (WIDE - 1.2, HIGH - 0.45, 0.7, 0.35), [(str(len(deck.slides)), 11, False, GREY)], right=True)
    return slide


def inches(number):
    """Inches as the file counts them."""
    from pptx.util import Inches

    return Inches(number)


def words(frame, lines, right=False):
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


def box(slide, place, lines, right=False):
    """A box of lines at (left, top, width, height) in inches."""
    frame = slide.shapes.add_textbox(*map(inches, place)).text_frame
    words(frame, lines, right)


def note(slide, *lines):
    """What the speaker is told under the slide."""
    slide.notes_slide.notes_text_frame.text = "\n".join(filter(None, lines))

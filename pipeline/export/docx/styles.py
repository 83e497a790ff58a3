"""The styles of the Word file: names of Word itself, Times New Roman at 14 points, and the lists and numbers of it."""

FONT = "Times New Roman"
NONE, FIRST = 'w:firstLine="0"', 'w:firstLine="567"'


def _style(name, title, size, *, indent=NONE, side="both", before=0, after=80, line=259, more="", letters=""):
    space = f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'
    return (
        f'<w:style {NAMESPACE} w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{title}"/>'
        f'<w:basedOn w:val="Normal"/><w:uiPriority w:val="1"/><w:qFormat/>'
        f'<w:pPr>{more}{space}<w:ind {indent}/><w:jc w:val="{side}"/></w:pPr>'
        f'<w:rPr>{letters}<w:sz w:val="{size * 2:g}"/><w:szCs w:val="{size * 2:g}"/></w:rPr></w:style>'
    )


NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOLD, ITALIC = "<w:b/><w:bCs/>", "<w:i/><w:iCs/>"
FRAME = "<w:pBdr>{}</w:pBdr>".format(
    "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="4" w:color="666666"/>'
        for side in ("top", "left", "bottom", "right")
    )
)
NEXT = "<w:keepNext/><w:keepLines/>"
TAB = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9340"/></w:tabs>'
LEVELS = (
    ("", BOLD, 280, 14),
    ("", BOLD, 220, 14),
    ("", BOLD + ITALIC, 180, 14),
    ("", ITALIC, 160, 14),
)


def styles(size, page):
    """Every style as (name of Word or "", XML); ``size``: points of the body, ``page``: of what is for one page."""
    yield _style("BodyText", "Body Text", size, indent=FIRST, after=120)
    for level, (more, letters, before, _) in enumerate(LEVELS, start=1):
        outline = f'{NEXT}{more}<w:outlineLvl w:val="{level - 1}"/>'
        yield _heading(level, size, before, letters, outline)
    yield _style("Title", "Title", 14, side="center", after=20, line=240)
    yield _style("Caption", "caption", 12, side="left", before=200, after=60, more=NEXT, letters=BOLD)
    yield _style("Measure", "Measure", 12, side="left", more=NEXT)
    yield _style("Picture", "Picture", 12, side="left", after=200, line=240)
    yield _style("Note", "Note", 12, side="left", before=40)
    yield _style("NoteList", "Note List", 12, side="left")
    yield _style("ListParagraph", "List Paragraph", size, indent='w:left="567" w:hanging="283"', after=100)
    yield _style("Box", "Box", size - 1, more=FRAME, after=0)
    yield _style("PageBox", "Page Box", page - 1, more=FRAME, after=0, line=240)
    yield _style("PageList", "Page List", page, indent='w:left="567" w:hanging="283"', after=20, line=240)
    yield _style("BoxTitle", "Box Title", size - 2, more=NEXT, after=40, before=60, side="left", letters=BOLD)
    yield _style("Quote", "Quote", size, indent='w:left="567" w:right="283"', before=100, after=140)
    yield _style("Head", "Head", 14, side="center", after=0, line=240)
    yield _style("Cell", "Cell", 11, side="left", before=30, after=30, line=240)
    yield _style("KeyFigure", "Key Figure", 14, side="center", before=20, after=0, more=NEXT, letters=BOLD)
    yield _style("KeyWords", "Key Words", min(page - 1, 9.5), side="center", after=20, line=240)
    yield _style("ContentsTitle", "Contents Title", 14, side="left", before=200, more=NEXT, letters=BOLD)
    yield _style("TableofFigures", "table of figures", 12.5, side="left", after=40, line=240, more=TAB)
    for level in (1, 2, 3):
        left = f'w:left="{340 * (level - 1)}" w:right="567"'
        yield _style(f"TOC{level}", f"toc {level}", 12.5, side="left", after=40, line=240, more=TAB, indent=left,
                     letters=BOLD if level == 1 else "")  # fmt: skip


def _heading(level, size, before, letters, outline):
    made = _style(f"Heading{level}", f"heading {level}", size, side="left", before=before, after=120, letters=letters)
    start, _, end = made.partition("<w:pPr>")
    keep, _, mark = outline.partition("<w:outlineLvl")
    return f"{start}<w:pPr>{keep}{end}".replace("</w:pPr>", f"<w:outlineLvl{mark}</w:pPr>", 1)


def numbering(first, lists):
    """Lists and numbers: 1 of the headings (``first``: text and form of the first level), 2 of dashes, then
    ``lists`` that count."""
    levels = "".join(_level(at, form, text) for at, (form, text) in enumerate([first, ("decimal", "%2.")]))
    kinds = [levels, _level(0, "bullet", "–", 567), _level(0, "decimal", "%1.", 567)]
    made = [
        f'<w:abstractNum w:abstractNumId="{at}"><w:multiLevelType w:val="multilevel"/>{kind}</w:abstractNum>'
        for at, kind in enumerate(kinds)
    ]
    made += [f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at - 1}"/></w:num>' for at in (1, 2)]
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    made += [f'<w:num w:numId="{at}"><w:abstractNumId w:val="2"/>{again}</w:num>' for at in range(3, 3 + lists)]
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:numbering {NAMESPACE}>{"".join(made)}</w:numbering>'
    )


def _level(at, form, text, left=0):
    place = f'<w:ind w:left="{left}" w:hanging="283"/>' if left else '<w:ind w:left="0" w:firstLine="0"/>'
    between = "tab" if left else "space"
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="{between}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr>{place}</w:pPr></w:lvl>'
    )

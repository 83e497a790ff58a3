"""Tables as WordprocessingML: heads repeated, no row parted, letters as large as the printed page has them."""

from pipeline.export.docx.words import BOLD, inline, run
from pipeline.export.typst import tables as printed
from pipeline.report.model import Column

TWIPS = 20  # a point
RULES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="666666"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
OVER = Column("", 100)  # a heading over rows
THREE = 3  # key figures side by side
ON_END = '<w:textDirection w:val="btLr"/><w:vAlign w:val="center"/>'


def _grid(widths):
    columns = (f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    return f"<w:tblGrid>{''.join(columns)}</w:tblGrid>"


def _shape(widths, borders, margin):
    sides = f'<w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/>'
    return (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{sides}</w:tblCellMar></w:tblPr>{_grid(widths)}"
    )


def _cell(inner, wide, about=""):
    return f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{about}</w:tcPr>{inner}</w:tc>'


def _row(cells, is_head=False, high=0):
    high = f'<w:trHeight w:val="{high * TWIPS}" w:hRule="atLeast"/>' if high else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{high}{'<w:tblHeader/>' if is_head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def plain(cells, widths):
    """One row without rules, as the head and the foot of the document have it."""
    made = [_cell(cell, wide) for cell, wide in zip(cells, widths, strict=True)]
    return f"<w:tbl>{_shape(widths, '', 60)}{_row(made)}</w:tbl>"


def key_figures(box, kit):
    """Key figures, three a row: the number large, its words below."""
    wide = 9350 // THREE
    cells = []
    for parts in box.paragraphs:
        number = f'<w:p><w:pPr><w:pStyle w:val="KeyFigure"/></w:pPr>{inline(kit, parts[:1])}</w:p>'
        words = f'<w:p><w:pPr><w:pStyle w:val="KeyWords"/></w:pPr>{inline(kit, parts[1:])}</w:p>'
        cells.append(_cell(number + words, wide))
    cells += [_cell("<w:p/>", wide)] * (-len(cells) % THREE)
    rows = [_row(cells[at : at + THREE]) for at in range(0, len(cells), THREE)]
    return f"<w:tbl>{_shape([wide] * THREE, f'<w:tblBorders>{RULES}</w:tblBorders>', 80)}{''.join(rows)}</w:tbl>"


def table(block, kit, caption, notes):
    """The table between its caption and its notes."""
    room, size, inset, shares = printed.sized(block)
    widths = [round(room * TWIPS * share / sum(shares)) for share in shares]
    set_in = f'<w:sz w:val="{2 * size}"/><w:szCs w:val="{2 * size}"/>'
    rows = _heads(block, widths, set_in)
    rows += [_body(block, row, widths, set_in, kit) for row in block.rows]
    shape = _shape(widths, f"<w:tblBorders>{RULES}</w:tblBorders>", inset * TWIPS)
    return f"{caption}<w:tbl>{shape}{''.join(rows)}</w:tbl>{''.join(notes) or '<w:p/>'}"


def _text(inner, column):
    side = f'<w:jc w:val="{"right" if column.is_number else "left"}"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="Cell"/>{side}</w:pPr>{inner}</w:p>'


def _heads(block, widths, size):
    start, high = printed.standing(block)
    sides = [ON_END if high and at >= start else "" for at in range(len(widths))]
    titles = [
        _text(run(c.title, BOLD + size), OVER if side else c) for c, side in zip(block.columns, sides, strict=True)
    ]
    if not block.spans:
        return [_row([_cell(*one) for one in zip(titles, widths, sides, strict=True)], True, high)]
    first = [_cell(one, wide, '<w:vMerge w:val="restart"/>') for one, wide in zip(titles[:2], widths[:2], strict=True)]
    second = [_cell("<w:p/>", wide, "<w:vMerge/>") for wide in widths[:2]]
    at = 2
    for title, covered in block.spans:
        over = sum(widths[at : at + covered])
        inner = (
            '<w:p><w:pPr><w:pStyle w:val="Cell"/><w:jc w:val="center"/></w:pPr>' + run(title, BOLD + size) + "</w:p>"
        )
        first.append(_cell(inner, over, f'<w:gridSpan w:val="{covered}"/>'))
        at += covered
    second += [_cell(*one) for one in zip(titles[2:], widths[2:], sides[2:], strict=True)]
    return [_row(first, True), _row(second, True, high)]


def _body(block, row, widths, size, kit):
    if len(row.cells) == 1 and len(widths) > 1:
        inner = _text(inline(kit, row.cells[0], BOLD + size), OVER)
        return _row([_cell(inner, sum(widths), f'<w:gridSpan w:val="{len(widths)}"/>')])
    about = (BOLD if row.is_base else "") + size
    cells = [*row.cells, *[""] * (len(widths) - len(row.cells))]
    made = [
        _cell(_text(inline(kit, cell, about), column), wide)
        for cell, column, wide in zip(cells, block.columns, widths, strict=True)
    ]
    return _row(made)

"""A table as typst markup: heads repeated, no row parted, letters as large as its words allow."""

from functools import lru_cache, partial

from pipeline.export.typst.letters import broken, width
from pipeline.export.typst.words import inline, string, words
from pipeline.report.model import Strong

UPRIGHT, TURNED = 467.0, 714.0  # points between the margins of a page, and of a page on its side
SHAPES = ((11, 4), (10, 4), (9, 4), (9, 2), (8, 2))  # points: of letters, left and right in a cell; the first that fits
LONG, SHORT, PAGE = 220, 330, 640  # points, over which a table goes on to the next page: one that may, another, a moved
MANY_ROWS = 25  # over which it does so anyway: nobody measures it
# points by which one begins lower that would leave a row or two, by its name in ``moved``; what it needs there
GAPS, BEGUN = {"lower": 80, "low": 60}, 113
ROOM = 170  # points that any other needs to begin
KEPT = 256  # tables whose shapes are known: a document is set many times
TALL = 35  # lines, over which a row may be parted: no page would hold it
FIRST = 100  # points of a first column, of whose words many a line has but one
NAME = 14  # letters: a longer word may be broken
MORE = (0.04, 0.08, 0.12)  # of the width, that the first column may take of the others
SURE = 1.4  # times as high as is reckoned, or as low: nobody measures whether it goes on
STANDING, LINE = 110, 1.2  # points at the most of a head that stands on end; of a line, in sizes of its letters


def is_turned(table):
    """Whether the table needs a page on its side: no upright column holds its words, nor its numbers under heads that
    stand on end."""
    return table.wide and not _shape(table, UPRIGHT) and not _squeezed(table) and not _standing(table)


def sized(block):
    """(points between the margins, points of the letters, points left and right in a cell, shares of its columns) of a
    table."""
    room = TURNED if is_turned(block) else UPRIGHT
    narrow = block.wide and room == UPRIGHT and (_squeezed(block) or _standing(block))
    return room, *(_shape(block, room) or narrow or (*SHAPES[-1], _shares(block)))


def standing(block):
    """(place of the first head that stands on end, points of the highest of them) of a table; (0, 0) without any."""
    if not block.wide or _shape(block, UPRIGHT) or _squeezed(block) or not (shape := _standing(block)):
        return 0, 0
    start = _first(block)
    longest = max(width(column.title, shape[0], bold=True) for column in block.columns[start:])
    return start, round(min(STANDING, longest + 2 * LINE))


@lru_cache(maxsize=KEPT)
def _shape(block, room):
    """The first shape in which the columns as declared hold their words; None where none does. Of a wide table the
    first column takes what it needs of the others, where that makes the table lower."""
    shares = _shares(block)
    fitting = (shape for shape in SHAPES if _fits(block, shape[0], _rooms(shares, room, shape[1])))
    size, inset = next(fitting, (0, 0))
    if not size:
        return None
    ways = [shares, *(_widened(shares, more) for more in MORE if block.wide)]
    ways = [way for way in ways if way is shares or _fits(block, size, _rooms(way, room, inset))]
    return size, inset, min(ways, key=lambda way: _height(block, size, _rooms(way, room, inset)))


def _widened(shares, more):
    """Shares of the columns, the first with so much more of the whole, the others alike with less."""
    first, *others = shares
    whole, rest = sum(shares), sum(others)
    return [first + more * whole, *(share * (rest - more * whole) / rest for share in others)]


def _height(block, size, rooms):
    """About how many lines all rows take, with the head."""
    rows = [[column.title for column in block.columns], *(row.cells for row in block.rows if len(row.cells) > 1)]
    return sum(max(_wrapped(_text(cell), room, size) for cell, room in zip(row, rooms, strict=False)) for row in rows)


def _wrapped(text, room, size):
    """How many lines a text takes."""
    lines, line = 1, 0.0
    for word in text.split(" "):
        wide = width(f"{word} ", size)
        lines, line = (lines, line + wide) if line + wide <= room or not line else (lines + 1, wide)
    return lines


@lru_cache(maxsize=KEPT)
def _squeezed(block):
    """The first shape in which columns of numbers as narrow as their words leave the first one enough room."""
    for size, inset in SHAPES:
        needs = [_need(block, at, size) + 2 * inset + 1 for at in range(1, len(block.columns))]
        first = UPRIGHT - sum(needs)
        if first >= FIRST and _fits(block, size, _rooms([first, *needs], UPRIGHT, inset)):
            return size, inset, [first, *needs]
    return None


@lru_cache(maxsize=KEPT)
def _standing(block):
    """The first shape in which columns as narrow as their numbers leave the first one enough room, their heads on end;
    None where none does."""
    start = _first(block)
    for size, inset in SHAPES:
        needs = [_need(block, at, size, at < start) + 2 * inset + 1 for at in range(1, len(block.columns))]
        heads = [_lying(column.title, size) + 2 * inset + 1 for column in block.columns[start:]]
        needs[start - 1 :] = map(max, needs[start - 1 :], heads)
        first = UPRIGHT - sum(needs)
        if first >= FIRST and all(column.is_number for column in block.columns[start:]):
            return size, inset, [first, *needs]
    return None


def _first(block):
    """Place of the first column whose head may stand on end: under the titles of groups, or after the first column."""
    return 2 if block.spans else 1


def _lying(title, size):
    """Points across of a head that stands on end."""
    return LINE * size * max(1, -(-width(title, size, bold=True) * 1.2 // STANDING))


def _need(block, at, size, is_headed=True):
    """Points of the longest word of a column."""
    cells = [(_text(row.cells[at]), row.is_base) for row in block.rows if at < len(row.cells)]
    said = [(block.columns[at].title, True), *cells] if is_headed else cells
    return max((width(word, size, bold) for text, bold in said for word in text.split(" ")), default=0)


def _shares(block):
    return [max(column.width, 1) for column in block.columns]


def table(block, here):
    """The table with its caption and notes."""
    room, size, inset, shares = sized(block)
    rooms = _rooms(shares, room, inset)
    heads = _heads(block)
    rows = [_row(block, at, row, rooms, size, here, at in heads) for at, row in enumerate(block.rows, start=1)]
    caption = f"{block.number}. {block.caption}" if block.number else block.caption
    notes = "".join(f"[{words(note)}]," for note in block.notes)
    least = BEGUN if lowered(block, here.moved) else ROOM
    most = _most(block, here)
    about = f"width: {room:g}pt, most: {most}pt, least: {least}pt, size: {size}pt"
    about += "" if standing(block)[1] else _judged(_high(block, room, size, rooms, caption), most)
    shape = f"columns: ({_columns(shares)}), align: ({_sides(block)}), inset: (x: {inset}pt, y: 3.5pt)"
    body = "\n  ".join([f"{_head(block, rooms, size)},", *rows])
    told = f"caption: [{words(caption)}], notes: ({notes})"
    return f"#sheet({string(block.anchor)}, {about}, {told}, table({shape},\n  {body}\n))"


def _judged(high, most):
    """What need not be measured, which takes as long as setting it: a table much lower, or higher, than ``most``."""
    return ", fits: true" if high * SURE < most else ", fits: false" if most < high / SURE else ""


def tail(block):
    """About how many points a table takes on a page that only its last two rows go to."""
    room, size, inset, shares = sized(block)
    rooms, rows = _rooms(shares, room, inset), [[c.title for c in block.columns], *(r.cells for r in block.rows[-2:])]
    lines = [max(_wrapped(_text(c), one, size) for c, one in zip(row, rooms, strict=False)) for row in rows if row]
    return sum(size * LINE * many + 7 for many in lines) + (LINE * size + 7 if block.spans else 0)


def _high(block, room, size, rooms, caption):
    """About how many points a table takes with its caption and notes."""
    heads = sum(_wrapped(_text(row.cells[0]), room, size) for row in block.rows if len(row.cells) == 1)
    lines, rows = _height(block, size, rooms) + heads, len(block.rows) + (2 if block.spans else 1)
    notes = 5 * len(block.notes) + 10 * LINE * sum(_wrapped(note, room, 10) for note in block.notes)
    return size * (LINE * lines - rows / 2) + 7 * rows + 12 * LINE * _wrapped(caption, room, 13) + notes


def _most(block, here):
    if block.anchor in here.moved:
        return PAGE
    is_parted = len(block.rows) > MANY_ROWS or f"{block.anchor}-breaks" in here.moved
    return 0 if is_parted else LONG if block.long else SHORT


def lowered(block, moved):
    """Points by which a table begins lower."""
    return next((gap for name, gap in GAPS.items() if f"{block.anchor}-{name}" in moved), 0)


def _columns(shares):
    return " ".join(f"{share:g}fr," for share in shares)


def _sides(block):
    return " ".join("right + horizon," if column.is_number else "left + horizon," for column in block.columns)


def _rooms(shares, room, inset):
    """Points between the insides of every column's rules."""
    return [room * share / sum(shares) - 2 * inset - 0.6 for share in shares]


def _head(block, rooms, size):
    titles = [f"[{_bold(column.title, room, size)}]" for column, room in zip(block.columns, rooms, strict=True)]
    start, high = standing(block)
    if high:
        raised = (f"standing({high}pt)[{_bold(column.title, high, size)}]" for column in block.columns[start:])
        titles[start:] = raised
    if not block.spans:
        return f"table.header({', '.join(titles)})"
    first = [f"table.cell(rowspan: 2){title}" for title in titles[:2]]
    return f"table.header({', '.join([*first, *_spans(block, rooms, size), *titles[2:]])})"


def _spans(block, rooms, size):
    at = 2
    for title, covered in block.spans:
        room = sum(rooms[at : at + covered])
        yield f"table.cell(colspan: {covered}, align: center)[{_bold(title, room, size)}]"
        at += covered


def _bold(title, room, size):
    return f"*{words(broken(title, room, size, bold=True))}*" if title else ""


def _heads(block):
    """Places, from 1, of the rows of one cell that head others; one right under a head is what there is to tell."""
    found = set()
    for at, row in enumerate(block.rows[:-1], start=1):
        if len(row.cells) == 1 and len(block.columns) > 1 and at - 1 not in found:
            found.add(at)
    return found


def _row(block, at, row, rooms, size, here, is_head):
    place = f"{block.anchor}-d{at}"
    start = f"#row-place({string(place)});" if place in here.rows.values() else ""
    if len(row.cells) == 1 and len(rooms) > 1:
        title, spans = f"{start}{inline(row.cells[0], here)}", f"table.cell(colspan: {len(rooms)}, align: left)"
        return f"table.header(level: 2, repeat: false, {spans}[*{title}*])," if is_head else f"{spans}[{title}],"
    texts = [_cell(cell, room, size, row.is_base, here) for cell, room in zip(row.cells, rooms, strict=False)]
    texts += [""] * (len(rooms) - len(texts))
    tall = "table.cell(breakable: true)" if _lines(row, rooms, size) > TALL else ""
    cells = [f"{tall}[{start if n == 0 else ''}{text}]" for n, text in enumerate(texts)]
    return f"{'table.hline(stroke: ruled), ' if row.is_base else ''}{', '.join(cells)},"


def _cell(cell, room, size, is_base, here):
    bold = is_base or any(isinstance(part, Strong) for part in cell)
    text = inline(cell, here, partial(broken, room=room, size=size, bold=bold))
    return f"#strong[{text}];" if is_base and text else text


def _lines(row, rooms, size):
    """About how many lines the longest cell of a row takes."""
    cells = zip(row.cells, rooms, strict=False)
    return max((width(_text(cell), size) / room + _text(cell).count("\n") for cell, room in cells), default=0)


def _fits(block, size, rooms):
    heads = (_words_fit(c.title, one, size, bold=True) for c, one in zip(block.columns, rooms, strict=True))
    return all(heads) and all(
        _words_fit(_text(cell), one, size, row.is_base)
        for row in block.rows
        if len(row.cells) > 1
        for cell, one in zip(row.cells, rooms, strict=False)
    )


def _words_fit(text, room, size, bold):
    return all(len(word) > NAME or width(word, size, bold) <= room for word in text.split(" "))


def _text(cell):
    return cell if isinstance(cell, str) else "".join(_said(part) for part in cell)


def _said(part):
    inner = getattr(part, "parts", None)
    return part if isinstance(part, str) else _text(inner) if inner is not None else part.text

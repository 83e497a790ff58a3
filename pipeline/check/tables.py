"""The tables of an edited file against those of the report: captions, heads, cells, notes."""

from difflib import SequenceMatcher

from pipeline.check import order, tokens
from pipeline.check.found import Finding
from pipeline.check.read import Sheet, clean
from pipeline.export.html_text import plain
from pipeline.report import model

ALIKE = 0.55


def findings(sheets, source):
    """What is wrong in the tables; a table that the clerk left out is none."""
    own = source.document.of(model.Table)
    for caption, sheet, notes in sheets:
        block = _own(caption, own)
        if block is None:
            yield from _strange(caption, sheet)
            continue
        was = f"{block.number}. {clean(block.caption)}"
        yield from _texts(tokens.plain(caption), tokens.plain(was), caption)
        yield from _named(caption, was, source)
        heads, rows = _parts(sheet, block)
        yield from _heads(heads, block)
        yield from _rows(rows, block, source)
        yield from _notes(notes, block)


def _own(caption, tables):
    number = tokens.plain(caption).partition(".")[0]
    ranked = sorted(
        (
            (SequenceMatcher(None, tokens.plain(caption), tokens.plain(f"{t.number}. {t.caption}")).ratio(), at)
            for at, t in enumerate(tables)
            if tokens.plain(t.number) == number or tokens.plain(t.caption) in tokens.plain(caption)
        ),
        reverse=True,
    )
    return tables[ranked[0][1]] if ranked and ranked[0][0] > ALIKE else None


def _strange(caption, sheet):
    for row in sheet.rows:
        for cell in row:
            if tokens.numbers(tokens.plain(cell)):
                yield Finding("number", f"{caption}: {cell}", "bảng này không có trong báo cáo")
                return


def _parts(sheet, block):
    heads = 2 if block.spans else 1
    return sheet.rows[:heads], [row for row in sheet.rows[heads:] if any(row)]


def _heads(rows, block):
    now = {cell for row in rows for cell in map(tokens.plain, row) if cell}
    then = [tokens.plain(clean(c.title)) for c in block.columns] + [tokens.plain(clean(t)) for t, _ in block.spans]
    own = [tokens.plain(clean(cell)) for row in rows for cell in row if cell]
    for title in now - set(then):
        near = max(then, key=lambda one: SequenceMatcher(None, title, one).ratio(), default="")
        if _units(title) != _units(near) or SequenceMatcher(None, title, near).ratio() < ALIKE:
            yield Finding("unit", title, f"đầu cột vốn là «{near}»", near)
    kept = [one for one in own if one in then]
    order = [one for one in then if one in kept]
    if not block.spans and len(set(order)) == len(order) and kept != order:
        yield Finding("group", " | ".join(own), "các đầu cột đã đổi chỗ", " | ".join(then))


def _units(title):
    return "%" in title, "điểm" in title


def _rows(rows, block, source):
    """Every row against the one of its name; numbers, their order and their units are the same."""
    then = [[clean(plain(cell)) for cell in row.cells] for row in block.rows]
    free = dict(enumerate(then))
    for at, row in enumerate(rows):
        now = [*row]
        same = [n for n, one in free.items() if one[0] == now[0]]
        named = min(same, key=lambda n: (_cells(free[n]) != _cells(now), abs(n - at)), default=None)
        was = free.pop(named) if named is not None else None
        if was is None:
            ranked = sorted(((_alike(one, now), n) for n, one in free.items()), reverse=True)
            was = free.pop(ranked[0][1]) if ranked else None
        if was is None:
            yield from _strange(block.caption, Sheet((tuple(now),)))
            continue
        if now[0] != was[0] and any(now[0] == one[0] for one in then):
            yield Finding("group", " | ".join(now), "tên hàng là của hàng khác", " | ".join(was))
        yield from _named(now[0], was[0], source)
        for cell, old in zip(now, [*was, *[""] * len(now)], strict=False):
            yield from _texts(tokens.plain(cell), tokens.plain(old), f"{block.number}, {now[0]}: {cell}")


def _named(now, then, source):
    """A caption or the name of a row: groups that it did not name, denials that it had not or lost."""
    if now == then:
        return
    one, other = tokens.plain(now), tokens.plain(then)
    had = {name for name, _ in order.names_in(other, source.groups)}
    new = [name for name, _ in order.names_in(one, source.groups) if name not in had]
    if new:
        yield Finding("group", now, f"«{new[0]}» không có ở đây trong báo cáo", then)
    elif tokens.denials(one) != tokens.denials(other):
        yield Finding("denied", now, "từ phủ định (không, chưa) khác báo cáo", then)


def _cells(row):
    return [cell for cell in row[1:] if cell]


def _alike(one, other):
    return SequenceMatcher(None, " ".join(one), " ".join(other)).ratio()


def _texts(now, then, said):
    """Numbers of a caption or cell, in their order."""
    if now == then:
        return
    mine, theirs = ([(n.value, n.unit) for n in tokens.numbers(text)] for text in (now, then))
    if [value for value, _ in mine] != [value for value, _ in theirs]:
        yield Finding("number", said, f"vốn là «{then}»", then)
    elif any(a != b and (b or a in ("%", "điểm")) for (_, a), (_, b) in zip(mine, theirs, strict=True)):
        yield Finding("unit", said, f"vốn là «{then}»", then)
    elif {way for way, *_ in tokens.directions(now)} - {way for way, *_ in tokens.directions(then)}:
        yield Finding("order", said, f"vốn là «{then}»", then)
    elif tokens.places(now) != tokens.places(then) or then == "–" or now == "–" or tokens.plain(then) == "-":
        yield Finding("number", said, f"vốn là «{then}»", then)


def _notes(notes, block):
    held = " ".join(map(tokens.plain, notes))
    for note in block.notes:
        words = set(tokens.bag(tokens.plain(clean(note))))
        if tokens.plain(clean(note)) not in held and len(words & set(tokens.bag(held))) < 0.6 * len(words):
            yield Finding("caveat", note, f"ghi chú dưới {block.number} không còn", note)
